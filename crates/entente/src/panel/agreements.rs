//! How deep the treaties of a pair go, and what defence cooperation agreements they have in force.
//!
//! A treaty or an agreement counts in every year in which it is in force for a day.

use std::collections::BTreeMap;

use entente_panel::frame::{Kind, Values};
use entente_panel::panel::{Cells, Shape};
use entente_panel::status::Status;

use super::Made;
use super::gather::{Gather, put_int};
use super::lay::{put_counts, restate};
use super::variable::{NO_YES, Naming, PLAIN, Variable, ZERO_BY_RULE};
use crate::error::Error;
use crate::indicators::Sourced;
use crate::indicators::agreements::{Cooperation, MEMBERS, Members};

const DCAD: Variable =
    Variable { shape: Shape::Pair, naming: Naming::Plain, tables: &["dcad"], absence: ZERO_BY_RULE, is_computed: true, ..PLAIN };

/// Variables of pairs.
pub(super) const VARIABLES: &[Variable] = &[
    Variable {
        name: "atop_depth",
        label: "Military institutions of their deepest treaty in force",
        unit: "score, 0 to 2",
        codes: &[(0, "low"), (1, "moderate"), (2, "high")],
        tables: &["atop_members"],
        absence: "not applicable without a treaty, missing where ATOP does not code it",
        ..DCAD
    },
    Variable { name: "dca_count", label: "Defence cooperation agreements in force between the two", unit: "count", ..DCAD },
    Variable { name: "dca_general", label: "One of these agreements is a general framework", codes: NO_YES, ..DCAD },
];

/// Computes those of the variables that are wanted.
pub(super) fn build(gather: &Gather<'_>, wanted: &[&'static Variable]) -> Result<Vec<Made>, Error> {
    let mut made = Vec::new();
    for group in wanted.chunk_by(|a, b| a.tables == b.tables) {
        match group[0].name {
            "atop_depth" => made.push((group[0], depth(gather)?)),
            _ => made.extend(cooperation(gather, group)?),
        }
    }
    Ok(made)
}

fn depth(gather: &Gather<'_>) -> Result<Cells, Error> {
    let from = gather.whole("atop_members", &MEMBERS)?;
    let (coverage, rows) = (from.coverage, from.rows());
    let members = Members { from: Sourced::uncited(from.table, coverage) };
    let level: Vec<Option<i32>> = (0..rows).map(|row| members.depth(row).map(|level| level as i32)).collect();
    let mut cells = gather.of_pairs(Kind::Int, Shape::Pair, coverage);
    restate(&mut cells, Status::ZeroByRule, Status::NotApplicable);
    for year in gather.spine.years.years().filter(|year| coverage.years.contains(*year)) {
        for rows in members.in_force(0..rows, year).values() {
            // A member may have several rows in a year, one for each phase.
            let mut of_state: BTreeMap<i32, Option<i32>> = BTreeMap::new();
            for row in rows {
                if let Some(state) = members.int("ccode", *row) {
                    let deepest = of_state.entry(state).or_default();
                    *deepest = (*deepest).max(level[*row]);
                }
            }
            let of_state: Vec<(i32, Option<i32>)> = of_state.into_iter().collect();
            for (n, (x, of_x)) in of_state.iter().enumerate() {
                for (y, of_y) in &of_state[n + 1..] {
                    gather.pairs(*x, *y, year).for_each(|(cell, _)| deepen(&mut cells, cell, (*of_x).max(*of_y)));
                }
            }
        }
    }
    Ok(cells)
}

/// Notes a treaty of a pair: the deepest that is coded counts.
fn deepen(cells: &mut Cells, cell: usize, level: Option<i32>) {
    let Values::Int(values) = &cells.values else { return };
    let is_known = cells.status[cell] == Status::Observed as u8;
    match level {
        Some(level) if !is_known || values[cell] < level => put_int(cells, cell, level),
        None if !is_known => cells.status[cell] = Status::Missing as u8,
        _ => {}
    }
}

fn cooperation(gather: &Gather<'_>, wanted: &[&'static Variable]) -> Result<Vec<Made>, Error> {
    let from = gather.whole("dcad", &Cooperation::COLUMNS)?;
    let mut counts: [BTreeMap<usize, i32>; 2] = Default::default();
    if let Some(agreements) = Cooperation::new(&from.table) {
        for row in 0..from.rows() {
            let Some((one, two)) = agreements.pair(row) else { continue };
            let years = gather.spine.years.years().filter(|y| from.coverage.years.contains(*y) && agreements.is_in_force(row, *y));
            for (cell, _) in years.flat_map(|year| gather.pairs(one, two, year)) {
                *counts[0].entry(cell).or_default() += 1;
                let general = counts[1].entry(cell).or_default();
                *general = (*general).max(i32::from(agreements.is_general(row)));
            }
        }
    }
    let make = |variable: &&'static Variable| {
        let mut cells = gather.of_pairs(Kind::Int, Shape::Pair, from.coverage);
        match variable.name {
            "dca_count" => put_counts(&mut cells, &counts[0]),
            // None of the agreements is general: observed, and not silence.
            _ => counts[1].iter().for_each(|(cell, is_general)| put_int(&mut cells, *cell, *is_general)),
        }
        (*variable, cells)
    };
    Ok(wanted.iter().map(make).collect())
}
