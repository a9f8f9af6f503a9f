//! Sanctions of one state on another in force in a year, by the Global Sanctions Data Base.

use std::collections::{BTreeMap, BTreeSet};

use entente_core::Unit;
use entente_sources::table::NO_INT;

use super::{Card, Found, Look, directed, observed, silent};
use crate::error::Error;

pub(super) const CARDS: &[Card] = &[Card {
    id: "sanctions_count",
    about: "[A>B]",
    unit: Unit::Count,
    is: "cases of sanctions in force that name A as sender and B as target; those of organisations are not spread over their members",
    table: "gsdb_pairs",
    error: "none; a covered year without a case is zero by rule",
}];

pub(super) fn build(look: &Look<'_>, found: &mut Found) -> Result<(), Error> {
    let columns = ["case_id", "sender_code", "target_code", "begin", "end"];
    let Some(from) = look.table(found, "gsdb_pairs", &columns, &[])? else { return Ok(()) };
    let table = &from.table;
    let (Some(cases), Some(senders), Some(targets)) = (table.ints("case_id"), table.ints("sender_code"), table.ints("target_code")) else {
        return Ok(());
    };
    let (Some(begin), Some(end)) = (table.ints("begin"), table.ints("end")) else { return Ok(()) };
    let is_in_force = |row: usize, year: i32| begin[row] <= year && (end[row] == NO_INT || year <= end[row]);
    let mut of_year: BTreeMap<(i32, i32), BTreeSet<i32>> = BTreeMap::new();
    for row in (0..table.rows()).filter(|row| is_in_force(*row, look.year) && senders[*row] != NO_INT && targets[*row] != NO_INT) {
        of_year.entry((senders[row], targets[row])).or_default().insert(cases[row]);
    }
    let known: Vec<f64> = of_year.values().map(|cases| cases.len() as f64).collect();
    let [a, b] = look.sides();
    for (sender, target) in [(a, b), (b, a)] {
        let ours: Vec<usize> =
            (0..table.rows()).filter(|row| senders[*row] == i32::from(sender) && targets[*row] == i32::from(target)).collect();
        let points = look.shared_years(from.coverage.years).into_iter().map(|year| {
            let rows: Vec<usize> = ours.iter().copied().filter(|row| is_in_force(*row, year)).collect();
            let distinct: BTreeSet<i32> = rows.iter().map(|row| cases[*row]).collect();
            if rows.is_empty() {
                silent(from.coverage, year)
            } else {
                observed(year, distinct.len() as f64, None, rows.iter().map(|r| from.id(*r)).collect())
            }
        });
        let key = directed("sanctions_count", sender, target);
        found.add(key.clone(), Unit::Count, from.coverage, &from.citation, points.collect());
        if from.coverage.years.contains(look.year) {
            found.rank(&key, look.year, &known, look.directed_count().saturating_sub(known.len()));
        }
    }
    Ok(())
}
