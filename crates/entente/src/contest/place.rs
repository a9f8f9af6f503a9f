//! Where in a contest file a fault stands, and what to do about it.

use std::ops::Range;

use entente_core::nearest::nearest;
use entente_measures::contest::fault::{Fault, Kind};
use toml::Spanned;

use super::file::{ContestFile, StateEntry, TheatreEntry};
use super::numbers::{Numbers, Settled};

/// What is nearest to a name that is not known, or all names.
pub(super) fn hint<S: AsRef<str>>(name: &str, known: &[S]) -> String {
    let names = || known.iter().map(AsRef::as_ref);
    match nearest(name, names(), 1).first() {
        Some(near) => format!("; did you mean {near:?}?"),
        None if known.len() <= 20 => format!("; known here: {}", names().collect::<Vec<_>>().join(", ")),
        None => String::new(),
    }
}

/// Bytes at which the fault stands; none if it has no one place.
pub(super) fn place(file: &ContestFile, fault: &Fault) -> Option<Range<usize>> {
    match fault {
        Fault::TooFewStates { .. } => Some(file.state.last().map_or(0..0, |s| s.id.span())),
        Fault::NoTheatre => Some(file.state.last().map_or(0..0, |s| s.id.span())),
        Fault::Duplicate { kind: Kind::State, id } => second(file.state.iter().map(|s| &s.id), id),
        Fault::Duplicate { id, .. } => second(file.theatre.iter().map(|t| &t.id), id),
        Fault::Unknown { kind: Kind::State, id, .. } => names(file).find(|s| s.as_ref() == id).map(Spanned::span),
        Fault::Unknown { id, .. } => match &file.counterfactual.as_ref()?.without.as_ref() {
            Settled::List(list) => list.iter().find(|t| t.as_ref() == id).map(Spanned::span),
            Settled::Table(table) => table.iter().find(|(t, _)| t == id).map(|(_, d)| d.span()),
        },
        Fault::ParticipantTwice { theatre, state } => second(self::theatre(file, theatre)?.states.as_ref().iter(), state),
        Fault::NoParticipant { theatre } => Some(self::theatre(file, theatre)?.states.span()),
        Fault::NoTheatreOf { state } => Some(self::state(file, state)?.id.span()),
        Fault::Length { theatre, quantity, .. } => {
            let theatre = self::theatre(file, theatre)?;
            if *quantity == "value" { Some(theatre.value.span()) } else { theatre.efficacy.as_ref().map(Spanned::span) }
        }
        Fault::Number { quantity, of, .. } => number(file, quantity, of),
        Fault::TooDecisive { .. } => file.contest.r.as_ref().map(Spanned::span),
        _ => None,
    }
}

/// What to do next, where the fault itself does not say.
pub(super) fn advice(file: &ContestFile, fault: &Fault) -> String {
    let ids = |theatres: bool| -> Vec<&str> {
        if theatres {
            file.theatre.iter().map(|t| t.id.as_ref().as_str()).collect()
        } else {
            file.state.iter().map(|s| s.id.as_ref().as_str()).collect()
        }
    };
    match fault {
        Fault::TooFewStates { .. } => "; write a [[state]] block with id and force for each".to_owned(),
        Fault::NoTheatre => "; write a [[theatre]] block with id, states and value".to_owned(),
        Fault::Unknown { kind: Kind::State, id, .. } => hint(id, &ids(false)),
        Fault::Unknown { id, .. } => hint(id, &ids(true)),
        Fault::Number { quantity: "value", value, .. } if *value == 0.0 => {
            "; leave the theatre out if nothing is at stake there".to_owned()
        }
        Fault::Number { quantity: "efficacy", value, .. } if *value == 0.0 => {
            "; leave the state out of a theatre that it cannot reach".to_owned()
        }
        Fault::Number { quantity: "decisiveness r", .. } => "; 1 is the usual choice: success in proportion to force".to_owned(),
        _ => String::new(),
    }
}

fn state<'a>(file: &'a ContestFile, id: &str) -> Option<&'a StateEntry> {
    file.state.iter().find(|s| s.id.as_ref() == id)
}

fn theatre<'a>(file: &'a ContestFile, id: &str) -> Option<&'a TheatreEntry> {
    file.theatre.iter().find(|t| t.id.as_ref() == id)
}

/// Every name of a state in a theatre.
fn names(file: &ContestFile) -> impl Iterator<Item = &Spanned<String>> {
    file.theatre.iter().flat_map(|t| t.states.as_ref())
}

fn second<'a>(mut ids: impl Iterator<Item = &'a Spanned<String>>, id: &str) -> Option<Range<usize>> {
    ids.by_ref().find(|found| found.as_ref() == id)?;
    ids.find(|found| found.as_ref() == id).map(Spanned::span)
}

/// The place of a number, by what the fault says of it.
fn number(file: &ContestFile, quantity: &str, of: &str) -> Option<Range<usize>> {
    let span = |number: &Option<Spanned<f64>>| number.as_ref().map(Spanned::span);
    if let Some(state) = file.state.iter().find(|s| of == format!("state {:?}", s.id.as_ref())) {
        return match quantity {
            "scale" => span(&state.scale),
            _ => span(&state.force).or_else(|| span(&state.cost)),
        };
    }
    let theatre = |t: &&TheatreEntry| of == format!("theatre {:?}", t.id.as_ref());
    match quantity {
        "decisiveness r" => span(&file.contest.r),
        "value" => {
            let value = &file.theatre.iter().find(theatre)?.value;
            Some(unsound(value.as_ref()).unwrap_or_else(|| value.span()))
        }
        "stalemate" => span(&file.theatre.iter().find(theatre)?.stalemate).or_else(|| span(&file.contest.stalemate)),
        "efficacy" => {
            let ends = |t: &&TheatreEntry| of.ends_with(&format!(" in theatre {:?}", t.id.as_ref()));
            let efficacy = file.theatre.iter().find(ends)?.efficacy.as_ref()?;
            Some(unsound(efficacy.as_ref()).unwrap_or_else(|| efficacy.span()))
        }
        _ => match file.counterfactual.as_ref()?.without.as_ref() {
            Settled::Table(table) => table.iter().find(|(t, _)| of == format!("theatre {t:?}")).map(|(_, d)| d.span()),
            Settled::List(_) => None,
        },
    }
}

/// The first of the numbers that is not above zero.
fn unsound(numbers: &Numbers) -> Option<Range<usize>> {
    let is_unsound = |n: &Spanned<f64>| !(n.as_ref().is_normal() && *n.as_ref() > 0.0);
    match numbers {
        Numbers::Same(_) => None,
        Numbers::List(list) => list.iter().find(|n| is_unsound(n)).map(Spanned::span),
        Numbers::Table(table) => table.iter().map(|(_, n)| n).find(|n| is_unsound(n)).map(Spanned::span),
    }
}
