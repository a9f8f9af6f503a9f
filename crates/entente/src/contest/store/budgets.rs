//! What states have to fight with: military spending or capabilities, each a specification of its own.

use std::fmt;

use entente_core::{Register, StateCode};
use serde::Serialize;

use super::super::STALE;
use super::super::setting::{Budget, Force};
use super::abbreviation;
use super::facts::{Facts, Means};
use crate::error::Error;
use crate::indicators::single;
use crate::series::milex_error;

/// What a budget is measured by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// Military spending at constant prices.
    Milex,
    /// Composite index of national capability.
    Cinc,
}

/// Error of the composite index, standard deviation of the logarithm. Chosen, as its authors give none: that of spending by a state that is
/// neither open nor closed about it; at half or double only the ranges move, by less than a tenth.
const CINC_ERROR: f64 = 0.10;

impl Measure {
    /// All of them, the main one first.
    pub const ALL: [Self; 2] = [Self::Milex, Self::Cinc];

    /// Table, column and factor to the unit.
    pub(super) fn column(self) -> (&'static str, &'static str, f64) {
        match self {
            Self::Milex => ("sipri_milex", "constant_usd_m", 1e-3),
            Self::Cinc => ("cow_nmc", "cinc", 1.0),
        }
    }

    fn series(self) -> &'static str {
        match self {
            Self::Milex => "milex_usd",
            Self::Cinc => "cinc",
        }
    }

    /// Error of a figure: standard deviation of the logarithm.
    fn error(self, state: StateCode) -> f64 {
        match self {
            Self::Milex => milex_error(state),
            Self::Cinc => CINC_ERROR,
        }
    }
}

impl fmt::Display for Measure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Milex => "military spending",
            Self::Cinc => "capabilities (CINC)",
        })
    }
}

/// The measures that both of the pair have in the year.
///
/// # Errors
/// The one asked for, or both, are missing for one of the pair.
pub(super) fn measures(facts: &mut Facts, asked: Option<Measure>) -> Result<Vec<Measure>, Error> {
    let mut reasons = Vec::new();
    let wanted: Vec<Measure> = asked.map_or(Measure::ALL.to_vec(), |one| vec![one]);
    let mut have = Vec::new();
    for measure in wanted {
        match [facts.dyad.low(), facts.dyad.high()].into_iter().find_map(|state| facts.missing(measure, state)) {
            Some(reason) => reasons.push(reason),
            None => have.push(measure),
        }
    }
    if have.is_empty() {
        let other = Measure::ALL.into_iter().find(|m| Some(*m) != asked && asked.is_some());
        let hint = other.map_or(String::new(), |other| format!("; try --budget {}", other.word()));
        return Err(Error::NoContest { message: format!("{}{hint}", reasons.join("; ")) });
    }
    facts.notes.extend(reasons.into_iter().map(|reason| format!("one budget is left out: {reason}")));
    for measure in &have {
        let covered = facts.covered.get(measure).map(|c| c.last()).filter(|last| *last < facts.year);
        if let Some(last) = covered {
            facts.notes.push(format!("{measure}: {last} stands for {}, the last year covered", facts.year));
        }
    }
    Ok(have)
}

impl Measure {
    /// The word by which it is asked for.
    pub fn word(self) -> &'static str {
        match self {
            Self::Milex => "milex",
            Self::Cinc => "cinc",
        }
    }
}

impl Facts {
    /// The newest figure that may stand for the year, which may lie a few years past the end of its source.
    pub(super) fn figure(&self, measure: Measure, state: StateCode) -> Option<&Means> {
        let last = self.covered.get(&measure)?.last();
        if self.year - last > STALE {
            return None;
        }
        let year = last.min(self.year);
        let newest = self.means.get(&measure)?.get(&state)?.last()?;
        (year - newest.year <= STALE && newest.value > 0.0).then_some(newest)
    }

    /// Why there is no figure, if there is none.
    fn missing(&self, measure: Measure, state: StateCode) -> Option<String> {
        if self.figure(measure, state).is_some() {
            return None;
        }
        let name = Register::builtin().name(state);
        let table = measure.column().0;
        let Some(covered) = self.covered.get(&measure) else {
            let source = entente_panel::store::table_card(table).map_or("the source", |(card, _)| card.id.as_str());
            return Some(format!("{measure} needs {table}, which is not in the store; add it: entente data add {source} FILE"));
        };
        let newest = self.means.get(&measure).and_then(|m| m.get(&state)).and_then(|all| all.last());
        Some(match newest {
            _ if self.year < covered.first() => format!("{measure} is covered from {} on, and {} is asked for", covered.first(), self.year),
            _ if self.year - covered.last() > STALE => {
                format!("{measure} is covered to {}, too long before {}", covered.last(), self.year)
            }
            Some(old) => format!("{measure} of {name} is last known in {}, too long before {}", old.year, self.year),
            None => format!("{measure} of {name} is not known in {} or before", self.year),
        })
    }
}

/// Says who has no figure in a budget, and is left out of it.
pub(super) fn note_absent(facts: &mut Facts, measures: &[Measure], states: &[StateCode]) {
    for measure in measures {
        let absent = states.iter().filter(|state| facts.figure(*measure, **state).is_none());
        let names: Vec<String> = absent.map(|state| Register::builtin().name(*state)).collect();
        if !names.is_empty() {
            facts.notes.push(format!("not in the budget of {measure}, as it is not known of them: {}", names.join(", ")));
        }
    }
}

/// What each state has by one measure; those without a figure are left out.
pub(super) fn budget(facts: &Facts, measure: Measure, states: &[StateCode]) -> Budget {
    let force = |state: &StateCode| {
        let means = facts.figure(measure, *state)?;
        Some(Force {
            state: abbreviation(*state),
            value: means.value,
            sigma: measure.error(*state),
            year: means.year,
            // The pair alone has series in an assessment.
            series: facts.dyad.partner_of(*state).map(|_| single(measure.series(), state.0)),
            records: vec![means.record.clone()],
        })
    };
    let unit = match measure {
        Measure::Milex => "bn constant US dollars a year",
        Measure::Cinc => "share of the world's capabilities",
    };
    Budget {
        id: measure.word().to_owned(),
        name: measure.to_string(),
        unit: unit.to_owned(),
        citation: None,
        of: states.iter().filter_map(force).collect(),
    }
}
