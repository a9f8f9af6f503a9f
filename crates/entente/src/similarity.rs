//! Foreign-policy similarity of all pairs: one row is one pair in one year, the lower code first, with eleven measures.
//!
//! What the measures compare is a state's portfolio of a year: its ties to all states ([`alliances`]) or its votes on all roll calls of
//! the General Assembly ([`votes`]). A row exists because two states were members of the state system on one and the same day of a year
//! that the source covers; for votes, because both cast one. Rows stand in the order of the year and the two codes. Known weakness: the
//! measures disagree in sign and size, so none is good alone; see `docs/similarity.md`.

pub mod alliances;
mod ballots;
mod frame;
pub mod states;
pub mod votes;

use entente_core::YearSpan;
use entente_measures::similarity::all_pairs::{Rows, pair_count};
use entente_panel::Store;
use entente_panel::frame::Field;
use rayon::prelude::*;

use self::states::Roster;
use crate::error::Error;

/// One measure of all rows.
#[derive(Debug, Clone)]
pub struct Column {
    /// Its name and meaning.
    pub field: Field,
    /// Values; not a number where there is none.
    pub values: Vec<f64>,
    /// Code of the [`Status`](entente_panel::status::Status) of each.
    pub status: Vec<u8>,
}

/// All rows.
#[derive(Debug, Clone)]
pub struct Similarity {
    /// Lower code.
    pub ccode1: Vec<i32>,
    /// Higher code.
    pub ccode2: Vec<i32>,
    /// Year.
    pub year: Vec<i32>,
    /// The measures.
    pub columns: Vec<Column>,
    /// What was left out, and how much of it; what was odd.
    pub said: Vec<String>,
    pub(crate) fields: Vec<Field>,
}

/// Names of the key.
pub const KEY: [&str; 3] = ["ccode1", "ccode2", "year"];

/// One year of the measures' columns, and the rest of them.
type Cut<'a> = ([&'a mut [f64]; 11], [&'a mut [u8]; 11]);

/// Computes the years side by side, each into its own stretch of rows, so that nothing depends on the number of threads.
pub(crate) fn fill(
    rosters: &[Roster],
    fields: Vec<Field>,
    said: Vec<String>,
    measure: impl Fn(usize, &mut Rows<'_, 11>) + Sync,
) -> Similarity {
    let lengths: Vec<usize> = rosters.iter().map(|r| pair_count(r.states.len()) - r.strangers.len()).collect();
    let total = lengths.iter().sum();
    let (mut ccode1, mut ccode2, mut year) = (vec![0; total], vec![0; total], vec![0; total]);
    let mut columns: Vec<Column> =
        fields.into_iter().map(|field| Column { field, values: vec![0.0; total], status: vec![0; total] }).collect();
    let keys = cut(&mut ccode1, &lengths).into_iter().zip(cut(&mut ccode2, &lengths)).zip(cut(&mut year, &lengths));
    let mut years: Vec<Cut<'_>> = lengths.iter().map(|_| Default::default()).collect();
    for (m, column) in columns.iter_mut().enumerate() {
        for (n, values) in cut(&mut column.values, &lengths).into_iter().enumerate() {
            years[n].0[m] = values;
        }
        for (n, status) in cut(&mut column.status, &lengths).into_iter().enumerate() {
            years[n].1[m] = status;
        }
    }
    let jobs: Vec<_> = keys.zip(years).enumerate().collect();
    // Late years are the largest; begun first, they leave no thread alone at the end.
    jobs.into_par_iter().rev().with_max_len(1).for_each(|(n, (((one, two), year), (values, codes)))| {
        rosters[n].keys(one, two, year);
        measure(n, &mut Rows { values, codes });
    });
    let fields = frame::fields(&columns);
    Similarity { ccode1, ccode2, year, columns, said, fields }
}

/// A column in stretches of these lengths.
fn cut<'a, T>(mut column: &'a mut [T], lengths: &[usize]) -> Vec<&'a mut [T]> {
    let mut parts = Vec::with_capacity(lengths.len());
    for length in lengths {
        let (part, rest) = column.split_at_mut(*length);
        parts.push(part);
        column = rest;
    }
    parts
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
