//! What if: a contest as its file has it beside the same contest with some numbers changed or theatres left out.

use serde::Serialize;

use super::Contest;
use super::changes::{Changes, To};
use super::names::{Number, change, get, names};
use super::open::Opened;
use super::solution::{SCHEMA_VERSION, Solution, solve, solve_changed};
use crate::error::Error;

/// Before and after: the contract of `whatif FILE --json`.
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
    /// What it is now; none where it is several numbers.
    pub new: Option<f64>,
    /// What it was multiplied by; none where it was set.
    pub factor: Option<f64>,
}

/// Solves a contest as it is and as it would be.
///
/// # Errors
/// A change that is none, a name that is not known, or a contest without an answer before or after.
pub fn what_if(opened: &Opened, changes: &Changes) -> Result<WhatIf, Error> {
    let mut contest = opened.contest.clone();
    let overrides = override_numbers(&mut contest, changes)?;
    let notes = drop_theatres(&mut contest, changes)?;
    let before = solve(opened)?;
    let left_out = changes.drop.iter().map(|theatre| format!("without {theatre}"));
    let words: Vec<String> = changes.set.iter().cloned().chain(left_out).collect();
    let origin = format!("{} with {}", opened.origin, words.join(", "));
    let after = solve_changed(&contest, &opened.snapshot).map_err(|source| Error::Contest { origin, source })?;
    Ok(WhatIf { schema_version: SCHEMA_VERSION, overrides, dropped: changes.drop.clone(), notes, before, after })
}

fn override_numbers(contest: &mut Contest, changes: &Changes) -> Result<Vec<Override>, Error> {
    let found = changes.read(&names(contest))?;
    let old: Vec<Option<f64>> = found.iter().map(|c| get(contest, c.number)).collect();
    // A number of one participant or theatre is more particular than one of all, whatever the order they are named in.
    let (of_all, of_one): (Vec<_>, Vec<_>) = found.iter().partition(|c| matches!(c.number, Number::Stalemates | Number::Value(_)));
    of_all.into_iter().chain(of_one).for_each(|c| change(contest, c.number, c.to));
    let row = |(c, old): (super::changes::Change<Number>, Option<f64>)| match c.to {
        To::Number(new) => Override { name: c.name, old, new: Some(new), factor: None },
        To::Times(factor) => Override { name: c.name, old, new: get(contest, c.number), factor: Some(factor) },
    };
    Ok(found.into_iter().zip(old).map(row).collect())
}

/// Leaves theatres out, and with them states that contend nowhere else.
fn drop_theatres(contest: &mut Contest, changes: &Changes) -> Result<Vec<String>, Error> {
    changes.check_dropped(&contest.theatres.iter().map(|t| t.id.as_str()).collect::<Vec<_>>())?;
    let mut notes = Vec::new();
    for id in &changes.drop {
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
