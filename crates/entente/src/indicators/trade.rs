//! Trade of a pair: the sum of both flows, its weight in each one's trade with the world, and the imbalance of these weights.
//!
//! Current US dollars, from the Correlates of War trade data. A flow that is missing leaves the year missing; a reported zero is zero.
//! Error, one standard deviation in the logarithm: 0.05 on a flow, 0.07 on a share.

use std::collections::{BTreeMap, HashMap};

use entente_claims::Point;
use entente_core::{Coverage, Unit};
use entente_measures::dependence::asymmetry::{TradeDependence, trade_dependence};
use entente_panel::Store;
use entente_panel::parquet_file::Rows;
use entente_sources::table::NO_INT;

use super::{Card, Found, Look, observed, paired, single};
use crate::error::Error;
use crate::series::with_relative_error;

const TRADE_ERROR: f64 = 0.05;
const SHARE_ERROR: f64 = 0.07;

pub(super) const CARDS: &[Card] = &[
    Card {
        id: "trade_usd",
        about: "[A-B]",
        unit: Unit::UsdBn,
        is: "trade of the pair in both directions",
        table: "cow_trade_dyads",
        error: "log-normal 0.05; missing where either flow is",
    },
    Card {
        id: "trade_share",
        about: "[A]",
        unit: Unit::Share,
        is: "share of A's world trade that is with the partner",
        table: "cow_trade_states",
        error: "log-normal 0.07",
    },
    Card {
        id: "trade_asymmetry",
        about: "[A-B]",
        unit: Unit::Score,
        is: "log of A's share over B's, A with the lower code; above zero A leans on B",
        table: "cow_trade_states",
        error: "normal 0.10",
    },
    Card {
        id: "trade_interdependence",
        about: "[A-B]",
        unit: Unit::Score,
        is: "salience times symmetry of their trade (Barbieri), 0 to 1",
        table: "cow_trade_states",
        error: "none",
    },
];

/// Table of flows: the publisher's own goes before the one reshaped by others.
pub(crate) fn flows_of(store: &Store<'_>) -> &'static str {
    if store.has("cow_trade_pairs") { "cow_trade_pairs" } else { "cow_trade_dyads" }
}

/// Dependence of two states from their trade and that of each with the world; none where one of these is zero.
///
/// A pair that trades more than one of the two trades with the world is an error of a publisher, not a share above one.
pub(crate) fn dependence(trade: f64, world_1: f64, world_2: f64) -> Option<TradeDependence> {
    trade_dependence(trade, world_1, world_2).ok().filter(|_| trade <= world_1 && trade <= world_2)
}

pub(super) fn build(look: &Look<'_>, found: &mut Found) -> Result<(), Error> {
    // All pairs of the year, and all years of the pair.
    let [low, high] = look.sides().map(i32::from);
    let rows = [("year", look.year), ("ccode1", low), ("ccode1", high)].map(|(column, n)| Rows { column, min: n, max: n });
    let Some(from) = look.table(found, flows_of(look.store), &["ccode1", "ccode2", "year", "flow1", "flow2"], &rows)? else {
        return Ok(());
    };
    let table = &from.table;
    let (Some(first), Some(second), Some(years)) = (table.ints("ccode1"), table.ints("ccode2"), table.ints("year")) else { return Ok(()) };
    let (Some(flow1), Some(flow2)) = (table.reals("flow1"), table.reals("flow2")) else { return Ok(()) };
    let [a, b] = look.sides().map(i32::from);
    let mut total: BTreeMap<i32, (f64, usize)> = BTreeMap::new();
    let mut of_year: BTreeMap<(i32, i32), f64> = BTreeMap::new();
    for row in 0..table.rows() {
        let pair = (first[row].min(second[row]), first[row].max(second[row]));
        let sum = (flow1[row] + flow2[row]) / 1000.0;
        if sum.is_nan() {
            continue;
        }
        if pair == (a, b) {
            total.insert(years[row], (sum, row));
        }
        if years[row] == look.year {
            of_year.insert(pair, sum);
        }
    }
    let coverage = Coverage { is_exhaustive: false, ..from.coverage };
    let point = |(year, (sum, row)): (&i32, &(f64, usize))| {
        observed(*year, *sum, Some(with_relative_error(*sum, TRADE_ERROR)), [from.id(*row)].into())
    };
    let key = paired("trade_usd", look.dyad);
    found.add(key.clone(), Unit::UsdBn, coverage, &from.citation, total.iter().map(point).collect());
    found.rank(&key, look.year, &of_year.values().copied().collect::<Vec<_>>(), 0);
    let Some(worlds) = look.table(found, "cow_trade_states", &["ccode", "year", "imports", "exports"], &[])? else { return Ok(()) };
    let (Some(codes), Some(of), Some(imports), Some(exports)) =
        (worlds.table.ints("ccode"), worlds.table.ints("year"), worlds.table.reals("imports"), worlds.table.reals("exports"))
    else {
        return Ok(());
    };
    let world: HashMap<(i32, i32), (f64, usize)> = (0..worlds.table.rows())
        .filter(|row| codes[*row] != NO_INT && !(imports[*row] + exports[*row]).is_nan())
        .map(|row| ((codes[row], of[row]), ((imports[row] + exports[row]) / 1000.0, row)))
        .collect();
    let depends = |pair: (i32, i32), year: i32, sum: f64| {
        let (one, other) = (world.get(&(pair.0, year))?, world.get(&(pair.1, year))?);
        Some((dependence(sum, one.0, other.0)?, one.1, other.1))
    };
    let mut points: [Vec<Point>; 4] = Default::default();
    for (year, (sum, row)) in &total {
        let Some((d, one, other)) = depends((a, b), *year, *sum) else { continue };
        let ids = |rows: &[usize]| std::iter::once(from.id(*row)).chain(rows.iter().map(|row| worlds.id(*row))).collect();
        points[0].push(observed(*year, d.share_1, Some(with_relative_error(d.share_1, SHARE_ERROR)), ids(&[one])));
        points[1].push(observed(*year, d.share_2, Some(with_relative_error(d.share_2, SHARE_ERROR)), ids(&[other])));
        if d.asymmetry.is_finite() {
            points[2].push(observed(*year, d.asymmetry, Some((d.asymmetry - 0.1645, d.asymmetry + 0.1645)), ids(&[one, other])));
        }
        points[3].push(observed(*year, d.interdependence, None, ids(&[one, other])));
    }
    let all: Vec<_> = of_year.iter().filter_map(|(pair, sum)| depends(*pair, look.year, *sum)).map(|(d, ..)| d).collect();
    let shares: Vec<f64> = all.iter().flat_map(|d| [d.share_1, d.share_2]).collect();
    let [share_1, share_2, asymmetry, interdependence] = points;
    let [low, high] = look.sides();
    for (state, points) in [(low, share_1), (high, share_2)] {
        found.add(single("trade_share", state), Unit::Share, coverage, &worlds.citation, points);
        found.rank(&single("trade_share", state), look.year, &shares, 0);
    }
    for (id, points, known) in [
        ("trade_asymmetry", asymmetry, all.iter().map(|d| d.asymmetry).filter(|v| v.is_finite()).collect::<Vec<_>>()),
        ("trade_interdependence", interdependence, all.iter().map(|d| d.interdependence).collect()),
    ] {
        found.add(paired(id, look.dyad), Unit::Score, coverage, &worlds.citation, points);
        found.rank(&paired(id, look.dyad), look.year, &known, 0);
    }
    Ok(())
}
