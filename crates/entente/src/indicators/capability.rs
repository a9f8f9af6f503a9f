//! Strength of each: share of the world's capabilities, military spending, and the ratio of the two's spending.

use entente_claims::Point;
use entente_core::{Coverage, Unit};
use entente_sources::table::NO_INT;

use super::{Card, Found, Look, directed, observed, single};
use crate::error::Error;
use crate::series::{milex_error, with_relative_error};

pub(super) const CARDS: &[Card] = &[
    Card {
        id: "cinc",
        about: "[A]",
        unit: Unit::Share,
        is: "composite index of national capability, share of the world",
        table: "cow_nmc",
        error: "none",
    },
    Card {
        id: "milex_usd",
        about: "[A]",
        unit: Unit::UsdConstantBn,
        is: "military expenditure at constant prices",
        table: "sipri_milex",
        error: "log-normal 0.05, Russia 0.15, China 0.20",
    },
    Card {
        id: "milex_gdp_share",
        about: "[A]",
        unit: Unit::Percent,
        is: "military expenditure in per cent of GDP",
        table: "sipri_milex",
        error: "as milex_usd",
    },
    Card {
        id: "milex_ratio",
        about: "[A>B]",
        unit: Unit::Ratio,
        is: "A's military expenditure over B's",
        table: "sipri_milex",
        error: "both errors together",
    },
];

pub(super) fn build(look: &Look<'_>, found: &mut Found) -> Result<(), Error> {
    if let Some(from) = look.table(found, "cow_nmc", &["ccode", "year", "cinc"], &[])? {
        for state in look.sides() {
            let points = yearly(&from.table, state, "cinc", |row, year, value| observed(year, value, None, [from.id(row)].into()));
            let key = single("cinc", state);
            found.add(key.clone(), Unit::Share, Coverage { is_exhaustive: false, ..from.coverage }, &from.citation, points);
            found.rank(&key, look.year, &of_year(&from.table, look.year, "cinc"), 0);
        }
    }
    let Some(from) = look.table(found, "sipri_milex", &["ccode", "year", "constant_usd_m", "share_gdp"], &[])? else { return Ok(()) };
    let coverage = Coverage { is_exhaustive: false, ..from.coverage };
    let mut spent: Vec<Vec<Point>> = Vec::new();
    for state in look.sides() {
        let error = milex_error(entente_core::StateCode(state));
        // The workbook gives millions, and the share as a fraction.
        for (id, column, unit, scale) in
            [("milex_usd", "constant_usd_m", Unit::UsdConstantBn, 1e-3), ("milex_gdp_share", "share_gdp", Unit::Percent, 100.0)]
        {
            let points = yearly(&from.table, state, column, |row, year, value| {
                let value = value * scale;
                observed(year, value, Some(with_relative_error(value, error)), [from.id(row)].into())
            });
            let key = single(id, state);
            if id == "milex_usd" {
                spent.push(points.clone());
            }
            found.add(key.clone(), unit, coverage, &from.citation, points);
            let all: Vec<f64> = of_year(&from.table, look.year, column).into_iter().map(|v| v * scale).collect();
            found.rank(&key, look.year, &all, 0);
        }
    }
    let [a, b] = look.sides();
    let sd = milex_error(entente_core::StateCode(a)).hypot(milex_error(entente_core::StateCode(b)));
    for (from_state, to, ours, theirs) in [(a, b, &spent[0], &spent[1]), (b, a, &spent[1], &spent[0])] {
        let ratio = |p: &Point| {
            let other = theirs.iter().find(|o| o.year == p.year)?;
            let value = p.cell.value()? / other.cell.value().filter(|v| *v > 0.0)?;
            let records = p.records.iter().chain(other.records.iter()).cloned().collect();
            Some(observed(p.year, value, Some(with_relative_error(value, sd)), records))
        };
        let points = ours.iter().filter_map(ratio).collect();
        found.add(directed("milex_ratio", from_state, to), Unit::Ratio, coverage, &from.citation, points);
    }
    Ok(())
}

/// Points of one state from a table with a row for each state and year.
fn yearly(table: &entente_sources::Table, state: u16, column: &str, point: impl Fn(usize, i32, f64) -> Point) -> Vec<Point> {
    let (Some(codes), Some(years), Some(values)) = (table.ints("ccode"), table.ints("year"), table.reals(column)) else {
        return Vec::new();
    };
    let is_ours = |row: &usize| codes[*row] == i32::from(state) && years[*row] != NO_INT && !values[*row].is_nan();
    (0..table.rows()).filter(is_ours).map(|row| point(row, years[row], values[row])).collect()
}

/// Values of all states of the list in one year.
fn of_year(table: &entente_sources::Table, year: i32, column: &str) -> Vec<f64> {
    let (Some(codes), Some(years), Some(values)) = (table.ints("ccode"), table.ints("year"), table.reals(column)) else {
        return Vec::new();
    };
    (0..table.rows()).filter(|row| years[*row] == year && codes[*row] != NO_INT && !values[*row].is_nan()).map(|row| values[row]).collect()
}
