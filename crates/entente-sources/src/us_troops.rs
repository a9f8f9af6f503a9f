//! United States troops abroad by host and year.
//!
//! Three things in the file are not what they seem. Where the branches of a host are all 0 under a total above 0, the report did not
//! say them: they are missing. Where a host stands under two spellings in a year, one row is all 0 and is left out. And its numbers are
//! of the Correlates of War list only in part: Germany before 1990 has 255 and Viet Nam before 1976 has 816, so that half a million
//! soldiers of 1968 would stand in the North; the state is therefore resolved from its name.

use std::collections::BTreeMap;

use entente_core::Severity;

use crate::card::{Kind, Layout};
use crate::error::Error;
use crate::grid::Grid;
use crate::identity::At;
use crate::import::{Import, Put, read_cell};
use crate::plain;
use crate::registry::Source;

/// The source.
pub(crate) static SOURCE: Source = Source::with(include_str!("us_troops.toml"), read);

const BRANCHES: [&str; 6] = ["army_ad", "navy_ad", "air_force_ad", "marine_corps_ad", "coast_guard_ad", "space_force_ad"];

fn read(_: &Layout, grid: &Grid<'_>, import: &mut Import<'_>) -> Result<(), Error> {
    let card = import.table("us_troops").card;
    let places: Vec<Option<usize>> = card
        .column
        .iter()
        .map(|column| if column.names().is_empty() { Ok(None) } else { plain::place(grid, column).map(Some) })
        .collect::<Result<_, Error>>()?;
    let at = |name: &str| card.column.iter().position(|c| c.name == name).expect("a column of the card, which a fixture reads");
    let (name, year, number) = (grid.column("countryname")?, grid.column("year")?, grid.column("ccode")?);
    let branches = BRANCHES.map(at);
    let (total, ccode, marines) = (at("troops_ad"), at("ccode"), at("marine_corps_ad"));
    let counts: Vec<usize> = (total..card.column.len()).filter_map(|n| places[n]).collect();
    // Rows of one number in one year, and whether each has a count above or below 0.
    let mut same: BTreeMap<(i32, i32), Vec<(u64, bool)>> = BTreeMap::new();
    grid.each(|row| {
        let needed = |place: usize| row.int(place)?.ok_or_else(|| row.wrong(place, "is blank, and is never blank in a sound file"));
        let mut is_any = false;
        for place in &counts {
            is_any |= needed(*place)? != 0;
        }
        same.entry((needed(number)?, needed(year)?)).or_default().push((row.line, is_any));
        Ok(())
    })?;
    let (mut empty, mut unsplit, mut unequal, mut negative) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    grid.each(|row| {
        let (code, when) = (row.int(number)?.unwrap_or(0), row.int(year)?.unwrap_or(0));
        let rows = &same[&(code, when)];
        if rows.len() > 1 {
            if rows.iter().filter(|(_, is_any)| *is_any).count() > 1 || rows.len() > 2 {
                return Err(row.wrong(number, "stands twice in a year, each time with troops; a block may have been copied"));
            }
            let keep = rows.iter().find(|(_, is_any)| *is_any).unwrap_or(&rows[0]).0;
            if keep != row.line {
                empty.push(row.line);
                return Ok(());
            }
        }
        let mut cells = vec![Put::No(""); card.column.len()];
        for ((cell, column), place) in cells.iter_mut().zip(&card.column).zip(&places) {
            if let Some(place) = place {
                *cell = read_cell(column, row, *place)?;
            }
        }
        // Marines of 1959 are below 0 in six places; in any other column that is a fault which the card stops.
        if matches!(cells[marines], Put::Int(n) if n < 0) {
            cells[marines] = Put::No("below zero in the file");
            negative.push(row.line);
        }
        let count = |cell: &Put<'_>| if let Put::Int(n) = cell { *n } else { 0 };
        let all = count(&cells[total]);
        let sum: i32 = branches.iter().map(|n| count(&cells[*n])).sum();
        if all > 0 && branches.iter().all(|n| cells[*n] == Put::Int(0)) {
            unsplit.push(row.line);
            for n in branches {
                cells[n] = Put::No("branches not reported");
            }
        } else if all != sum {
            unequal.push(row.line);
        }
        cells[ccode] = Put::state(import.state(Kind::FromName, row, name, At::Year(when))?);
        import.table("us_troops").push(row, &cells)
    })?;
    for (code, what, lines) in [
        ("empty_twin", "rows are all 0 beside another spelling of the same host in the same year, and are left out", empty),
        ("branches_unknown", "rows have troops and 0 in every branch; the branches are missing", unsplit),
        ("branches_unequal", "rows have branches that do not add up to all troops; they are kept as published", unequal),
        ("below_zero", "counts are below 0 and are missing", negative),
    ] {
        if let Some(first) = lines.first() {
            import.note(code, Severity::Note, *first, format!("{} {what}", lines.len()));
        }
    }
    Ok(())
}
