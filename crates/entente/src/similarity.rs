//! Foreign-policy similarity of all pairs: one row is one pair in one year, the lower code first, with eleven measures.
//!
//! What the measures compare is a state's portfolio of a year: its ties to all states ([`alliances`]) or its votes on all roll calls of
//! the General Assembly ([`votes`]). A row exists because two states were members of the state system on one and the same day of a year
//! that the source covers; for votes, because both cast one. Rows stand in the order of the year and the two codes. Known weakness: the
//! measures disagree in sign and size, so none is good alone; see `docs/similarity.md`.

pub mod alliances;
mod ballots;
mod block;
pub mod columns;
mod frame;
pub mod states;
pub mod votes;

use std::ops::Range;
use std::sync::RwLock;

use entente_core::YearSpan;
use entente_measures::similarity::all_pairs::{Rows, pair_count};
use entente_panel::Store;
use entente_panel::frame::Field;
use rayon::prelude::*;

use self::block::Held;
use self::states::Roster;
use crate::error::Error;

/// Measures of a row.
pub const MEASURES: usize = 11;

/// Computes the rows of the year at a place.
type Compute<'s> = Box<dyn Fn(usize, &mut Rows<'_, MEASURES>) + Sync + 's>;

/// All rows of some years, computed when they are asked for and held no longer than the next ones are.
///
/// Why not all at once: a million rows are a hundred megabytes, and half of the time to compute them goes into touching fresh memory.
pub struct Similarity<'s> {
    /// The years and their states.
    rosters: Vec<Roster>,
    /// Place of the first row of each year, and behind the last one the number of rows.
    starts: Vec<usize>,
    fields: Vec<Field>,
    /// What was left out, and how much of it; what was odd.
    pub said: Vec<String>,
    compute: Compute<'s>,
    held: RwLock<Held>,
}

impl std::fmt::Debug for Similarity<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Similarity").field("rows", &self.rows()).field("said", &self.said).finish_non_exhaustive()
    }
}

impl<'s> Similarity<'s> {
    fn new(rosters: Vec<Roster>, measures: Vec<Field>, said: Vec<String>, compute: Compute<'s>) -> Self {
        let mut starts = vec![0];
        for roster in &rosters {
            starts.push(starts[starts.len() - 1] + pair_count(roster.states.len()) - roster.strangers.len());
        }
        Self { rosters, starts, fields: frame::fields(measures), said, compute, held: RwLock::default() }
    }

    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.starts[self.rosters.len()]
    }

    /// Places of the years that these rows belong to.
    fn years_of(&self, rows: &Range<usize>) -> Range<usize> {
        if rows.is_empty() {
            return 0..0;
        }
        // Of years without a row, which begin where the next one does, none is asked for.
        let place = |row: usize| self.starts.partition_point(|start| *start <= row) - 1;
        place(rows.start)..place(rows.end - 1) + 1
    }

    /// Computes what of these years is not held, side by side, so that nothing depends on the number of threads.
    fn hold(&self, years: Range<usize>, held: &mut Held) {
        let missing = held.move_on(self.starts[years.start]..self.starts[years.end]);
        // Of years that begin with the same row all but the last are empty, and computing one of these again is nothing.
        let first = self.starts.partition_point(|start| *start < missing).clamp(years.start, years.end);
        let lengths: Vec<usize> = (first..years.end).map(|year| self.starts[year + 1] - self.starts[year]).collect();
        let jobs: Vec<_> = held.cut(missing, &lengths).into_iter().enumerate().collect();
        // Late years are the largest; begun first, they leave no thread alone at the end.
        jobs.into_par_iter().rev().with_max_len(1).for_each(|(n, mut rows)| (self.compute)(first + n, &mut rows));
    }
}

/// The years that a table covers of those asked for, and what is to be said about the others.
pub(crate) fn covered(store: &Store<'_>, table: &str, years: YearSpan) -> Result<(YearSpan, Vec<String>), Error> {
    let Some(coverage) = store.coverage(table) else {
        // The store knows where the table would come from.
        store.read(table, &[], &[])?;
        return Err(Error::Panel { message: format!("{table} does not say which years it covers, so silence in it means nothing") });
    };
    let all = coverage.years;
    // No state system is listed before 1816.
    let first = years.first().max(all.first()).max(1816);
    match YearSpan::new(first, years.last().min(all.last())) {
        Some(both) if both == years => Ok((both, Vec::new())),
        Some(both) => {
            Ok((both, vec![format!("{table} covers {all}: of {years} there are rows for {both}, and the others are not covered")]))
        }
        None => Err(Error::Panel { message: format!("{table} covers {all} and none of {years}; name years that it covers with --years") }),
    }
}
