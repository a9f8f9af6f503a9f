//! From what a contest file says to the contest that is solved; what the numerics cannot know is checked here.

use std::ops::Range;

use entente_measures::contest::game::{Means, State, Theatre, Value};
use entente_measures::contest::settlement::Settlement;

use super::Contest;
use super::file::{Comparison, ContestFile, CostKind, SLOTS, STATES, StateEntry, TheatreEntry};
use super::numbers::{Numbers, Settled};
use crate::case_file::is_steering;

/// A mistake and where it stands.
pub(super) struct Wrong {
    pub(super) at: Range<usize>,
    pub(super) message: String,
}

fn wrong<T>(at: Range<usize>, message: String) -> Result<T, Wrong> {
    Err(Wrong { at, message })
}

/// The contest of a file, not yet checked as a game.
pub(super) fn build(file: &ContestFile) -> Result<Contest, Wrong> {
    let slots: usize = file.theatre.iter().map(|t| t.states.as_ref().len()).sum();
    if file.state.len() > STATES || slots > SLOTS {
        let found = format!("{} states and {slots} participations", file.state.len());
        return wrong(0..0, format!("{found}; a contest file has at most {STATES} and {SLOTS}, leave out what matters least"));
    }
    let rules = &file.contest;
    if let Some(unit) = &rules.force_unit {
        printable(unit.as_ref(), unit.span(), "force_unit")?;
    }
    let stalemate = rules.stalemate.as_ref().map_or(0.0, |s| *s.as_ref());
    Ok(Contest {
        states: file.state.iter().map(state).collect::<Result<_, _>>()?,
        theatres: file.theatre.iter().map(|t| theatre(t, stalemate)).collect::<Result<_, _>>()?,
        decisiveness: rules.r.as_ref().map_or(1.0, |r| *r.as_ref()),
        settlements: file.counterfactual.as_ref().map(settlements).transpose()?,
        force_unit: rules.force_unit.as_ref().map(|u| u.as_ref().clone()),
    })
}

/// An id or a unit that can be printed.
fn printable(text: &str, at: Range<usize>, what: &str) -> Result<(), Wrong> {
    if text.trim().is_empty() {
        return wrong(at, format!("an empty {what}; give it a name"));
    }
    if text.chars().any(|c| is_steering(c) || matches!(c, '\n' | '\r' | '\t')) {
        return wrong(at, format!("a line break, control or direction character in {what}; remove it"));
    }
    Ok(())
}

fn state(entry: &StateEntry) -> Result<State, Wrong> {
    let id = entry.id.as_ref();
    printable(id, entry.id.span(), "id")?;
    let means = match (&entry.force, &entry.cost) {
        (Some(_), Some(cost)) => {
            return wrong(cost.span(), format!("state {id:?} has a force and a cost; give it one of the two"));
        }
        (None, None) => {
            return wrong(entry.id.span(), format!("state {id:?} has neither force nor cost; give it one of the two"));
        }
        (Some(force), None) => Means::Force(*force.as_ref()),
        (None, Some(cost)) => match entry.cost_kind.as_ref().map(|kind| *kind.as_ref()) {
            Some(CostKind::Linear) => Means::LinearCost(*cost.as_ref()),
            _ => Means::QuadraticCost(*cost.as_ref()),
        },
    };
    if let (Some(kind), None) = (&entry.cost_kind, &entry.cost) {
        return wrong(kind.span(), format!("state {id:?} has a cost_kind and no cost; give it a cost or leave cost_kind out"));
    }
    Ok(State { id: id.clone(), means, scale: entry.scale.as_ref().map_or(1.0, |s| *s.as_ref()) })
}

fn theatre(entry: &TheatreEntry, stalemate: f64) -> Result<Theatre, Wrong> {
    printable(entry.id.as_ref(), entry.id.span(), "id")?;
    let states: Vec<String> = entry.states.as_ref().iter().map(|s| s.as_ref().clone()).collect();
    let value = match entry.value.as_ref() {
        Numbers::Same(value) => Value::Common(*value),
        numbers => Value::Each(each(entry, numbers, &states, ("value", entry.value.span()), None)?),
    };
    let efficacy = match &entry.efficacy {
        None => Vec::new(),
        Some(efficacy) => each(entry, efficacy.as_ref(), &states, ("efficacy", efficacy.span()), Some(1.0))?,
    };
    let stalemate = entry.stalemate.as_ref().map_or(stalemate, |s| *s.as_ref());
    Ok(Theatre { id: entry.id.as_ref().clone(), states, value, efficacy, stalemate })
}

/// One number for each participant; `absent` is that of a state which a table leaves out.
fn each(
    entry: &TheatreEntry,
    numbers: &Numbers,
    states: &[String],
    (quantity, at): (&str, Range<usize>),
    absent: Option<f64>,
) -> Result<Vec<f64>, Wrong> {
    let theatre = entry.id.as_ref();
    let table = match numbers {
        Numbers::Same(number) => return Ok(vec![*number; states.len()]),
        Numbers::List(list) => return Ok(list.iter().map(|n| *n.as_ref()).collect()),
        Numbers::Table(table) => table,
    };
    if let Some((state, number)) = table.iter().find(|(state, _)| !states.contains(state)) {
        let near = super::place::hint(state, states);
        return wrong(number.span(), format!("{quantity} of theatre {theatre:?} names {state:?}, which takes no part there{near}"));
    }
    let of = |state: &String| {
        let given = table.iter().find(|(id, _)| id == state).map(|(_, number)| *number.as_ref()).or(absent);
        let message = || format!("{quantity} of theatre {theatre:?} has no number for state {state:?}; give one for each participant");
        given.ok_or_else(|| Wrong { at: at.clone(), message: message() })
    };
    states.iter().map(of).collect()
}

fn settlements(comparison: &Comparison) -> Result<Vec<Settlement>, Wrong> {
    let found: Vec<(Range<usize>, Settlement)> = match comparison.without.as_ref() {
        Settled::List(list) => list.iter().map(|t| (t.span(), Settlement::of(t.as_ref()))).collect(),
        Settled::Table(table) => {
            table.iter().map(|(theatre, d)| (d.span(), Settlement { theatre: theatre.clone(), degree: *d.as_ref() })).collect()
        }
    };
    if found.is_empty() {
        let message = "nothing is settled here; name a theatre, or leave [counterfactual] out".to_owned();
        return wrong(comparison.without.span(), message);
    }
    let twice = found.iter().enumerate().find(|(n, (_, s))| found[..*n].iter().any(|(_, earlier)| earlier.theatre == s.theatre));
    if let Some((_, (at, settlement))) = twice {
        return wrong(at.clone(), format!("theatre {:?} is settled twice; name it once", settlement.theatre));
    }
    Ok(found.into_iter().map(|(_, settlement)| settlement).collect())
}
