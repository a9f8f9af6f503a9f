//! What the store says of the states of a year that a contest needs, each with its lines: rivals, disputes, borders, places, means.

mod read;

use std::collections::{BTreeMap, BTreeSet};

use entente_core::{Dyad, Register, StateCode, YearSpan};
use entente_panel::Store;

use super::budgets::Measure;
use crate::error::Error;
use crate::indicators::{Found, Look, is_member};

/// Years over which disputes count.
pub(super) const DISPUTE_YEARS: i32 = 20;

/// A rivalry, or what is known of one that has ended.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Rivalry {
    /// Last year in which it went on, up to the year of the contest.
    pub(crate) last: i32,
    /// Whether it goes on in the year of the contest.
    pub(crate) is_ongoing: bool,
    /// Whether territory is at issue, or was when it last went on.
    pub(crate) is_spatial: bool,
    /// Lines of the lists.
    pub(crate) records: BTreeSet<String>,
}

/// What could be read for the year.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Known {
    pub(crate) rivalries: bool,
    pub(crate) disputes: bool,
    pub(crate) borders: bool,
}

/// A figure of one state.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Means {
    pub(crate) year: i32,
    pub(crate) value: f64,
    pub(crate) record: String,
}

/// Everything that a contest is made of.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Facts {
    pub(crate) dyad: Dyad,
    pub(crate) year: i32,
    /// Members of the state system in the year.
    pub(crate) members: BTreeSet<StateCode>,
    /// Which of the three kinds of table below could be read for the year; one that could not says nothing, not "none".
    pub(crate) known: Known,
    /// Rivalries up to the year.
    pub(crate) rivalries: BTreeMap<Dyad, Rivalry>,
    /// Disputes up to the year: each with its last year, and a line.
    pub(crate) disputes: BTreeMap<Dyad, BTreeMap<i32, (i32, String)>>,
    /// The year up to which disputes are known.
    pub(crate) disputes_to: i32,
    /// Pairs with a border on land or along a river.
    pub(crate) borders: BTreeSet<Dyad>,
    /// Latitude and longitude of the capitals.
    pub(crate) capitals: BTreeMap<StateCode, (f64, f64)>,
    /// Great powers of the year.
    pub(crate) majors: BTreeSet<StateCode>,
    /// Figures of each state, by measure, from the earliest year to the year of the contest.
    pub(crate) means: BTreeMap<Measure, BTreeMap<StateCode, Vec<Means>>>,
    /// The years that a measure covers.
    pub(crate) covered: BTreeMap<Measure, YearSpan>,
    /// What a reader must be told.
    pub(crate) notes: Vec<String>,
    /// Citations of the tables.
    pub(crate) citations: BTreeSet<String>,
}

impl Facts {
    /// Nothing known of a pair in a year.
    pub(crate) fn empty(dyad: Dyad, year: i32) -> Self {
        let members = Register::builtin().states().map(|s| s.code).filter(|code| is_member(code.0, year)).collect();
        Self {
            dyad,
            year,
            members,
            known: Known::default(),
            rivalries: BTreeMap::new(),
            disputes: BTreeMap::new(),
            disputes_to: year,
            borders: BTreeSet::new(),
            capitals: BTreeMap::new(),
            majors: BTreeSet::new(),
            means: BTreeMap::new(),
            covered: BTreeMap::new(),
            notes: Vec::new(),
            citations: BTreeSet::new(),
        }
    }

    /// Reads a store.
    pub(crate) fn gather(store: &Store<'_>, dyad: Dyad, year: i32) -> Result<Self, Error> {
        let mut facts = Self::empty(dyad, year);
        let look = Look { store, dyad, year, members: facts.members.iter().map(|m| m.0).collect() };
        let mut found = Found::default();
        facts.rivalries(&look, &mut found)?;
        facts.disputes(&look, &mut found)?;
        facts.borders(&look, &mut found)?;
        facts.capitals(&look, &mut found)?;
        facts.majors(&look, &mut found)?;
        for measure in Measure::ALL {
            facts.means(&look, &mut found, measure)?;
        }
        facts.notes.extend(found.findings.into_iter().map(|f| f.message));
        Ok(facts)
    }

    /// The years in which disputes count.
    pub(crate) fn disputes_span(&self) -> String {
        format!("{} to {}", self.disputes_to - DISPUTE_YEARS + 1, self.disputes_to)
    }

    /// Disputes of two states in the years that end with `last`, with their lines.
    pub(crate) fn disputes_until(&self, dyad: Dyad, last: i32) -> BTreeSet<&str> {
        let all = self.disputes.get(&dyad).into_iter().flat_map(BTreeMap::values);
        all.filter(|(year, _)| (last - DISPUTE_YEARS + 1..=last).contains(year)).map(|(_, line)| line.as_str()).collect()
    }

    /// The rivalry of two states in the year.
    pub(crate) fn rivalry(&self, dyad: Dyad) -> Option<&Rivalry> {
        self.rivalries.get(&dyad).filter(|r| r.is_ongoing)
    }

    /// The year for which a table is read: that asked for, or its last before, which is noted. None before it begins.
    fn year_of(&mut self, what: &str, covered: YearSpan) -> Option<i32> {
        if self.year < covered.first() {
            self.notes.push(format!("{what}: covered from {} on, so {} is not", covered.first(), self.year));
            return None;
        }
        if self.year > covered.last() {
            self.notes.push(format!("{what}: {} stands for {}, the last year covered", covered.last(), self.year));
        }
        Some(self.year.min(covered.last()))
    }
}
