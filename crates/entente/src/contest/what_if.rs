//! What if: a contest as its file has it beside the same contest with some numbers changed or theatres left out.

use entente_core::nearest::nearest;
use serde::Serialize;

use super::Contest;
use super::names::{Number, get, names, set};
use super::open::Opened;
use super::solution::{SCHEMA_VERSION, Solution, solve, solve_changed};
use crate::error::Error;

/// What is changed.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Changes {
    /// Numbers by name, as `r=0.8`.
    pub set: Vec<String>,
    /// Ids of theatres that are left out.
    pub drop: Vec<String>,
}

/// Before and after: the contract of `whatif --json`.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct WhatIf {
    /// Version of this contract.
    pub schema_version: u32,
    /// Numbers that were changed.
    pub overrides: Vec<Override>,
    /// Theatres that were left out.
    pub dropped: Vec<String>,
    /// What followed from that besides, in sentences.
    pub notes: Vec<String>,
    /// The contest as the file has it.
    pub before: Solution,
    /// The contest with the changes.
    pub after: Solution,
}

/// A number that was changed.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Override {
    /// Its name.
    pub name: String,
    /// What it was; none where it was several numbers.
    pub old: Option<f64>,
    /// What it is now.
    pub new: f64,
}

/// Solves a contest as it is and as it would be.
///
/// # Errors
/// A change that is none, a name that is not known, or a contest without an answer before or after.
pub fn what_if(opened: &Opened, changes: &Changes) -> Result<WhatIf, Error> {
    let mut contest = opened.contest.clone();
    let overrides = override_numbers(&mut contest, &changes.set)?;
    let notes = drop_theatres(&mut contest, &changes.drop)?;
    let before = solve(opened)?;
    let words: Vec<String> = overrides.iter().map(|o| format!("{}={}", o.name, o.new)).collect();
    let left_out = changes.drop.iter().map(|theatre| format!("without {theatre}"));
    let origin = format!("{} with {}", opened.origin, words.into_iter().chain(left_out).collect::<Vec<_>>().join(", "));
    let after = solve_changed(&contest, &opened.snapshot).map_err(|source| Error::Contest { origin, source })?;
    Ok(WhatIf { schema_version: SCHEMA_VERSION, overrides, dropped: changes.drop.clone(), notes, before, after })
}

fn override_numbers(contest: &mut Contest, changes: &[String]) -> Result<Vec<Override>, Error> {
    let known = names(contest);
    let mut found: Vec<(Override, Number)> = Vec::new();
    for change in changes {
        let wrong = |message: &str| Error::Override { text: change.clone(), message: message.to_owned() };
        let (name, value) = change.rsplit_once('=').ok_or_else(|| wrong("write a name and a number with = between, as r=0.8"))?;
        let (name, value) = (name.trim(), value.trim());
        let new: f64 = value.parse().map_err(|_| wrong("what stands after = is not a number"))?;
        let number = known.iter().find(|(known, _)| known == name).map(|(_, number)| *number).ok_or_else(|| unknown(name, &known))?;
        if found.iter().any(|(o, _)| o.name == name) {
            return Err(wrong("it is set twice; set it once"));
        }
        found.push((Override { name: name.to_owned(), old: get(contest, number), new }, number));
    }
    // A number of one participant or theatre is more particular than one of all, whatever the order they are named in.
    found.iter().filter(|(_, n)| is_of_all(*n)).for_each(|(o, n)| set(contest, *n, o.new));
    found.iter().filter(|(_, n)| !is_of_all(*n)).for_each(|(o, n)| set(contest, *n, o.new));
    Ok(found.into_iter().map(|(o, _)| o).collect())
}

fn is_of_all(number: Number) -> bool {
    matches!(number, Number::Stalemates | Number::Value(_))
}

fn unknown(name: &str, known: &[(String, Number)]) -> Error {
    let near = nearest(name, known.iter().map(|(name, _)| name.as_str()), 3);
    // A name that is far from all: those of its kind, else the kinds there are.
    let lead = name.split('.').next().unwrap_or_default();
    let alike: Vec<&str> =
        known.iter().map(|(name, _)| name.as_str()).filter(|k| k.split('.').next() == Some(lead) && k.contains('.')).take(12).collect();
    let hint = match (&near[..], &alike[..]) {
        ([], []) => {
            "; names are r, stalemate, state.ID.force, theatre.ID.value, theatre.ID.efficacy.STATE, settle.ID and the like".to_owned()
        }
        ([], alike) => format!("; there are {}", alike.join(", ")),
        (near, _) => format!("; did you mean {}?", near.join(", ")),
    };
    Error::UnknownItem { item: name.to_owned(), hint }
}

/// Leaves theatres out, and with them states that contend nowhere else.
fn drop_theatres(contest: &mut Contest, drop: &[String]) -> Result<Vec<String>, Error> {
    let mut notes = Vec::new();
    for id in drop {
        let known: Vec<&str> = contest.theatres.iter().map(|t| t.id.as_str()).collect();
        if !known.contains(&id.as_str()) {
            return Err(Error::UnknownItem { item: id.clone(), hint: super::place::hint(id, &known) });
        }
        contest.theatres.retain(|t| t.id != *id);
        if let Some(settlements) = &mut contest.settlements
            && settlements.iter().any(|s| s.theatre == *id)
        {
            settlements.retain(|s| s.theatre != *id);
            notes.push(format!("{id} was settled in the comparison and is not there any more"));
            if settlements.is_empty() {
                contest.settlements = None;
                notes.push("so there is nothing left to settle, and no comparison after".to_owned());
            }
        }
    }
    let theatres = &contest.theatres;
    contest.states.retain(|state| {
        let is_there = theatres.is_empty() || theatres.iter().any(|t| t.states.contains(&state.id));
        if !is_there {
            notes.push(format!("{} contends nowhere else and is left out", state.id));
        }
        is_there
    });
    Ok(notes)
}
