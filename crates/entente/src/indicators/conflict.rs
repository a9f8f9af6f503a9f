//! Rivalry and militarised disputes between two states.

use std::collections::{BTreeMap, BTreeSet};

use entente_core::Unit;
use entente_sources::table::NO_INT;

use super::{Card, Found, Look, observed, paired, silent};
use crate::error::Error;

pub(super) const CARDS: &[Card] = &[
    Card {
        id: "rivalry_td",
        about: "[A-B]",
        unit: Unit::Score,
        is: "1 in a year of rivalry by Thompson and Dreyer, else 0",
        table: "rivalries_td",
        error: "none; a covered year without a rivalry is zero by rule",
    },
    Card {
        id: "rivalry_tss",
        about: "[A-B]",
        unit: Unit::Score,
        is: "1 in a year of strategic rivalry by Thompson, Sakuwa and Suhas, else 0",
        table: "rivalries_tss",
        error: "none; a covered year without a rivalry is zero by rule",
    },
    Card {
        id: "mid_count",
        about: "[A-B]",
        unit: Unit::Count,
        is: "militarised disputes between them going on in the year",
        table: "cow_mid_dyads",
        error: "none; a covered year without a dispute is zero by rule",
    },
];

pub(super) fn build(look: &Look<'_>, found: &mut Found) -> Result<(), Error> {
    let [a, b] = look.sides().map(i32::from);
    for (id, name) in [("rivalry_td", "rivalries_td"), ("rivalry_tss", "rivalries_tss")] {
        let Some(from) = look.table(found, name, &["ccode1", "ccode2", "start_year", "end_year"], &[])? else { continue };
        let table = &from.table;
        let (Some(first), Some(second)) = (table.ints("ccode1"), table.ints("ccode2")) else { continue };
        let (Some(start), Some(end)) = (table.ints("start_year"), table.ints("end_year")) else { continue };
        let is_rivalry = |row: usize, year: i32| start[row] <= year && (end[row] == NO_INT || year <= end[row]);
        let is_pair = |row: usize| (first[row].min(second[row]), first[row].max(second[row])) == (a, b);
        let point = |year: i32| {
            let rows: Vec<usize> = (0..table.rows()).filter(|row| is_pair(*row) && is_rivalry(*row, year)).collect();
            if rows.is_empty() {
                silent(from.coverage, year)
            } else {
                observed(year, 1.0, None, rows.iter().map(|row| from.id(*row)).collect())
            }
        };
        let points = look.shared_years(from.coverage.years).into_iter().map(point).collect();
        let key = paired(id, look.dyad);
        found.add(key.clone(), Unit::Score, from.coverage, &from.citation, points);
        if from.coverage.years.contains(look.year) {
            let rivals: BTreeSet<(i32, i32)> = (0..table.rows())
                .filter(|row| is_rivalry(*row, look.year) && first[*row] != NO_INT && second[*row] != NO_INT)
                .map(|row| (first[row].min(second[row]), first[row].max(second[row])))
                .collect();
            found.rank(&key, look.year, &vec![1.0; rivals.len()], (look.directed_count() / 2).saturating_sub(rivals.len()));
        }
    }
    disputes(look, found)
}

fn disputes(look: &Look<'_>, found: &mut Found) -> Result<(), Error> {
    let Some(from) = look.table(found, "cow_mid_dyads", &["disno", "ccode1", "ccode2", "year"], &[])? else { return Ok(()) };
    let table = &from.table;
    let (Some(disputes), Some(first), Some(second), Some(years)) =
        (table.ints("disno"), table.ints("ccode1"), table.ints("ccode2"), table.ints("year"))
    else {
        return Ok(());
    };
    let pair = |row: usize| (first[row].min(second[row]), first[row].max(second[row]));
    let ours = look.sides().map(i32::from);
    let mut by_year: BTreeMap<i32, (BTreeSet<i32>, Vec<usize>)> = BTreeMap::new();
    let mut of_year: BTreeMap<(i32, i32), BTreeSet<i32>> = BTreeMap::new();
    for row in 0..table.rows() {
        if pair(row) == (ours[0], ours[1]) {
            let entry = by_year.entry(years[row]).or_default();
            entry.0.insert(disputes[row]);
            entry.1.push(row);
        }
        if years[row] == look.year {
            of_year.entry(pair(row)).or_default().insert(disputes[row]);
        }
    }
    let points = look.shared_years(from.coverage.years).into_iter().map(|year| match by_year.get(&year) {
        None => silent(from.coverage, year),
        Some((disputes, rows)) => observed(year, disputes.len() as f64, None, rows.iter().map(|row| from.id(*row)).collect()),
    });
    let key = paired("mid_count", look.dyad);
    found.add(key.clone(), Unit::Count, from.coverage, &from.citation, points.collect());
    if from.coverage.years.contains(look.year) {
        let known: Vec<f64> = of_year.values().map(|d| d.len() as f64).collect();
        found.rank(&key, look.year, &known, (look.directed_count() / 2).saturating_sub(known.len()));
    }
    Ok(())
}
