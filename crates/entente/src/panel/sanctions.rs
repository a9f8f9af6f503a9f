//! Sanctions of one state on another that are in force in a year.

use std::collections::{BTreeMap, BTreeSet};

use entente_panel::frame::Kind;
use entente_panel::panel::Shape;
use entente_sources::table::NO_INT;

use super::Made;
use super::gather::Gather;
use super::lay::put_counts;
use super::variable::{Naming, PLAIN, Variable, ZERO_BY_RULE};
use crate::error::Error;

/// Variables of directed pairs.
pub(super) const VARIABLES: &[Variable] = &[Variable {
    name: "sanctions_count",
    shape: Shape::Directed,
    naming: Naming::Arrows,
    label: "Cases of sanctions in force, those of organisations left out",
    unit: "count",
    tables: &["gsdb_pairs"],
    absence: ZERO_BY_RULE,
    is_computed: true,
    ..PLAIN
}];

/// Computes the variable.
pub(super) fn build(gather: &Gather<'_>, wanted: &[&'static Variable]) -> Result<Vec<Made>, Error> {
    let from = gather.whole("gsdb_pairs", &["case_id", "sender_code", "target_code", "begin", "end"])?;
    let (cases, senders, targets) = (from.ints("case_id"), from.ints("sender_code"), from.ints("target_code"));
    let (begin, end) = (from.ints("begin"), from.ints("end"));
    let (first, last) = (gather.spine.years.first(), gather.spine.years.last().min(from.coverage.years.last()));
    let mut of_cell: BTreeMap<usize, BTreeSet<i32>> = BTreeMap::new();
    for row in (0..from.rows()).filter(|row| begin[*row] != NO_INT) {
        let until = if end[row] == NO_INT { last } else { end[row].min(last) };
        for year in begin[row].max(first).max(from.coverage.years.first())..=until {
            for cell in gather.directed(senders[row], targets[row], year) {
                of_cell.entry(cell).or_default().insert(cases[row]);
            }
        }
    }
    let counts = of_cell.into_iter().map(|(cell, cases)| (cell, cases.len() as i32)).collect();
    let make = |variable: &&'static Variable| {
        let mut cells = gather.of_pairs(Kind::Int, Shape::Directed, from.coverage);
        put_counts(&mut cells, &counts);
        (*variable, cells)
    };
    Ok(wanted.iter().map(make).collect())
}
