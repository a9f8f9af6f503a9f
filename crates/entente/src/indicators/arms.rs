//! Arms of a pair, from deliveries by deal and year. TIV is a volume: shares of TIV by TIV, never over money.
//!
//! Totals keep suppliers and recipients that are no state of the list, so that a share is never too large. Error as for coded
//! deliveries: a year's total is right within 0.20 in the logarithm, a five-year share within 0.2 * sqrt(2/5) on the log odds.

pub(crate) mod deliveries;
pub(crate) mod trends;

use std::cell::LazyCell;
use std::collections::BTreeMap;

use entente_claims::Point;
use entente_core::{Cell, Coverage, Unit};
use entente_measures::arms::concentration::{MinimumTotal, concentration};
use entente_measures::arms::overlap::{Overlap, align, overlap};

use deliveries::{Deliveries, Sold};
use trends::Figures;

use super::{Card, Found, Look, directed, observed, paired, silent, single};
use crate::error::Error;
use crate::series::{arms_share as share, with_relative_error};

/// Years of a window.
pub(crate) const WINDOW: i32 = 5;
const fn card(id: &'static str, about: &'static str, unit: Unit, is: &'static str, error: &'static str) -> Card {
    Card { id, about, unit, is, table: "sipri_deliveries", error }
}

const ODDS: &str = "0.126 on the log odds; missing below 50 TIV in five years";

pub(super) const CARDS: &[Card] = &[
    card(
        "arms_tiv",
        "[A>B]",
        Unit::Tiv,
        "volume delivered in the year",
        "log-normal 0.20; a covered year without a delivery is zero by rule",
    ),
    card("arms_import_share", "[A>B]", Unit::Share, "share of B's five-year imports that A supplies", ODDS),
    card("arms_export_share", "[A>B]", Unit::Share, "share of A's five-year exports that go to B", ODDS),
    card("arms_engine_share", "[A>B]", Unit::Share, "share of engines in the five-year flow", ODDS),
    card("arms_sensor_share", "[A>B]", Unit::Share, "share of sensors in the five-year flow", ODDS),
    card("arms_licensed_share", "[A>B]", Unit::Share, "share of licensed production in the five-year flow", ODDS),
    card("arms_engine_import_share", "[A>B]", Unit::Share, "share of B's five-year imports that are engines from A", ODDS),
    card("arms_licensed_import_share", "[A>B]", Unit::Share, "share of B's five-year imports made under licence from A", ODDS),
    card(
        "arms_taper_ratio",
        "[A>B]",
        Unit::Ratio,
        "five-year mean now over the highest five-year mean since the first year covered",
        "none; missing where nothing was ever delivered",
    ),
    card(
        "arms_trend_z",
        "[A>B]",
        Unit::Score,
        "Mann-Kendall Z of ln(1+TIV) over twenty years, corrected for ties and serial correlation",
        "none; missing where fewer than five of the years have a delivery",
    ),
    card(
        "arms_sen_slope",
        "[A>B]",
        Unit::Score,
        "Sen slope of ln(1+TIV) a year over twenty years",
        "none; missing where fewer than five of the years have a delivery",
    ),
    card(
        "arms_break_2",
        "[A>B]",
        Unit::Years,
        "first year of the newest level of ln(1+TIV), penalty 2 ln n",
        "none; missing where there is no break",
    ),
    card("arms_break_4", "[A>B]", Unit::Years, "the same with penalty 4 ln n", "none; missing where there is no break"),
    card("arms_break_6", "[A>B]", Unit::Years, "the same with penalty 6 ln n", "none; missing where there is no break"),
    card(
        "arms_hhi",
        "[A]",
        Unit::Score,
        "supplier concentration (Herfindahl, 0 to 1) of A's five-year imports",
        "none; missing below 50 TIV in five years",
    ),
    card(
        "arms_overlap",
        "[A-B]",
        Unit::Score,
        "overlap of third markets by recipient (Finger-Kreinin, 0 to 1), five years",
        "none; missing below 50 TIV of either",
    ),
    card(
        "arms_overlap_category",
        "[A-B]",
        Unit::Score,
        "the same by recipient and weapon category",
        "none; missing below 50 TIV of either",
    ),
    card(
        "arms_overlap_glick_rose",
        "[A-B]",
        Unit::Score,
        "overlap by recipient (Glick-Rose, 0 to 1)",
        "none; missing below 50 TIV of either",
    ),
    card("arms_overlap_cosine", "[A-B]", Unit::Score, "overlap by recipient (cosine, 0 to 1)", "none; missing below 50 TIV of either"),
];

pub(super) fn build(look: &Look<'_>, found: &mut Found) -> Result<(), Error> {
    let Some(from) = look.table(found, "sipri_deliveries", &Deliveries::COLUMNS, &[])? else { return Ok(()) };
    let Some(data) = Deliveries::new(from) else { return Ok(()) };
    let [a, b] = look.sides();
    for (from, to) in [(a, b), (b, a)] {
        flow_series(look, found, &data, from, to);
        concentration_series(look, found, &data, to);
    }
    ranks(look, found, &data);
    overlaps(look, found, &data);
    Ok(())
}

fn flow_series(look: &Look<'_>, found: &mut Found, data: &Deliveries, from: u16, to: u16) {
    let coverage = data.from.coverage;
    let years = look.shared_years(coverage.years);
    let (s, r) = (i32::from(from), i32::from(to));
    let empty = BTreeMap::new();
    let flow = data.flows.get(&(s, r)).unwrap_or(&empty);
    let point = |year: &i32| match flow.get(year) {
        Some(flow) => observed(*year, flow.tiv, Some(with_relative_error(flow.tiv, 0.20)), data.ids(&flow.rows)),
        None => silent(coverage, *year),
    };
    let points: Vec<Point> = years.iter().map(point).collect();
    let volumes: Vec<f64> = points.iter().map(|p| p.cell.value().unwrap_or(0.0)).collect();
    found.add(directed("arms_tiv", from, to), Unit::Tiv, coverage, &data.from.citation, points);
    let mut shares: BTreeMap<&str, Vec<Point>> = BTreeMap::new();
    for year in years.iter().filter(|y| **y >= coverage.years.first() + WINDOW - 1) {
        let (all, rows) = data.shares(s, r, *year);
        let ids = data.ids(&rows);
        for (id, part, whole) in all {
            let point = match share(part, whole) {
                Some((value, interval)) => observed(*year, value, Some(interval), ids.clone()),
                // What a flow is made of is no question where nothing flows; a whole that is too small leaves the share unknown.
                None if whole == 0.0 && is_content(id) => {
                    Point { year: *year, cell: Cell::NotApplicable, interval: None, records: ids.clone() }
                }
                None => Point { year: *year, cell: Cell::Missing, interval: None, records: ids.clone() },
            };
            shares.entry(id).or_default().push(point);
        }
    }
    let windows = Coverage { is_exhaustive: false, ..coverage };
    for (id, points) in shares {
        found.add(directed(id, from, to), Unit::Share, windows, &data.from.citation, points);
    }
    trends(look, found, data, (from, to), &years, &volumes);
}

/// Says whether a share is about what a flow is made of.
pub(crate) fn is_content(id: &str) -> bool {
    matches!(id, "arms_engine_share" | "arms_sensor_share" | "arms_licensed_share")
}

/// Trend figures at the year of the assessment, where deliveries were made at all.
fn trends(look: &Look<'_>, found: &mut Found, data: &Deliveries, (from, to): (u16, u16), years: &[i32], volumes: &[f64]) {
    let Some(now) = years.iter().position(|y| *y == look.year) else { return };
    let coverage = Coverage { is_exhaustive: false, ..data.from.coverage };
    let flow = data.flows.get(&(i32::from(from), i32::from(to)));
    let rows: Vec<usize> = flow.into_iter().flatten().filter(|(y, _)| **y <= look.year).flat_map(|(_, f)| f.rows.clone()).collect();
    let records = data.ids(&rows);
    let mut put = |id: &str, unit, value: f64| {
        found.add(directed(id, from, to), unit, coverage, &data.from.citation, vec![observed(look.year, value, None, records.clone())]);
    };
    let figures = Figures::new(years, volumes, now);
    let ratios = [("arms_taper_ratio", Unit::Ratio, figures.taper), ("arms_trend_z", Unit::Score, figures.trend_z)];
    let scores = [("arms_sen_slope", Unit::Score, figures.sen_slope)];
    let ids = ["arms_break_2", "arms_break_4", "arms_break_6"].into_iter();
    let breaks = ids.zip(figures.breaks.unwrap_or_default()).map(|(id, year)| (id, Unit::Years, year.map(f64::from)));
    for (id, unit, value) in ratios.into_iter().chain(scores).chain(breaks) {
        if let Some(value) = value {
            put(id, unit, value);
        }
    }
}

fn concentration_series(look: &Look<'_>, found: &mut Found, data: &Deliveries, state: u16) {
    let years = data.from.coverage.years.years().skip(WINDOW as usize - 1).filter(|y| super::is_member(state, *y));
    let points = years.filter_map(|year| {
        let measured = concentration(&data.suppliers(i32::from(state), year), MinimumTotal::default()).ok()?;
        let rows: Vec<usize> = data
            .flows_to(i32::from(state))
            .flat_map(|years| years.range(year - WINDOW + 1..=year).flat_map(|(_, f)| f.rows.clone()))
            .collect();
        Some(observed(year, measured.herfindahl, None, data.ids(&rows)))
    });
    let points = points.collect();
    found.add(single("arms_hhi", state), Unit::Score, Coverage { is_exhaustive: false, ..data.from.coverage }, &data.from.citation, points);
    let all: Vec<f64> = look
        .members
        .iter()
        .filter_map(|m| concentration(&data.suppliers(i32::from(*m), look.year), MinimumTotal::default()).ok())
        .map(|c| c.herfindahl)
        .collect();
    found.rank(&single("arms_hhi", state), look.year, &all, 0);
}

/// Places of the flows among all directed pairs of the year.
fn ranks(look: &Look<'_>, found: &mut Found, data: &Deliveries) {
    if !data.from.coverage.years.contains(look.year) {
        return;
    }
    let [a, b] = look.sides();
    let is_member = |code: &i32| u16::try_from(*code).is_ok_and(|code| look.members.binary_search(&code).is_ok());
    let mut volumes = Vec::new();
    let mut shares: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
    for ((s, r), years) in data.flows.iter().filter(|((s, r), _)| is_member(s) && is_member(r)) {
        if let Some(flow) = years.get(&look.year) {
            volumes.push(flow.tiv);
        }
        for (id, part, whole) in data.shares(*s, *r, look.year).0 {
            if let Some((value, _)) = share(part, whole).filter(|_| part > 0.0 || !id.ends_with("import_share")) {
                shares.entry(id).or_default().push(value);
            }
        }
    }
    // A pair whose denominator is large enough and which has no flow has a share of silent, and is one of the pairs.
    let large = |by: &BTreeMap<i32, BTreeMap<i32, f64>>| {
        look.members
            .iter()
            .filter(|m| by.get(&i32::from(**m)).is_some_and(|y| share(0.0, Deliveries::window(y, look.year)).is_some()))
            .count()
    };
    let others = look.members.len().saturating_sub(1);
    for (from, to) in [(a, b), (b, a)] {
        found.rank(&directed("arms_tiv", from, to), look.year, &volumes, look.directed_count() - volumes.len());
        for (id, known) in &shares {
            let zeros = match *id {
                "arms_import_share" | "arms_engine_import_share" | "arms_licensed_import_share" => large(&data.by_recipient) * others,
                "arms_export_share" => large(&data.by_supplier) * others,
                // The content of a flow is known only where there is one.
                _ => known.len(),
            };
            found.rank(&directed(id, from, to), look.year, known, zeros.saturating_sub(known.len()));
        }
    }
}

/// Overlap of two suppliers where neither is the buyer; none where either sells too little there.
pub(crate) fn third_markets((a, of_a): &(i32, Sold), (b, of_b): &(i32, Sold)) -> Option<Overlap> {
    let is_third = |market: &(i32, u32)| market.0 != *a && market.0 != *b;
    overlap(&align(of_a, of_b, is_third), MinimumTotal::default()).ok()
}

fn overlaps(look: &Look<'_>, found: &mut Found, data: &Deliveries) {
    let coverage = Coverage { is_exhaustive: false, ..data.from.coverage };
    let sold = |state: i32, year: i32, is_by_category: bool| (state, data.sold(state, year, is_by_category));
    let [a, b] = look.sides().map(i32::from);
    let ids = ["arms_overlap", "arms_overlap_glick_rose", "arms_overlap_cosine", "arms_overlap_category"];
    let mut points: BTreeMap<&str, Vec<Point>> = BTreeMap::new();
    let years = look.shared_years(coverage.years);
    for year in years.into_iter().filter(|y| *y >= coverage.years.first() + WINDOW - 1) {
        let records = LazyCell::new(|| {
            let of = data.flows.iter().filter(|((s, r), _)| (*s == a || *s == b) && *r != a && *r != b);
            data.ids(&of.flat_map(|(_, y)| y.range(year - WINDOW + 1..=year).flat_map(|(_, f)| f.rows.clone())).collect::<Vec<_>>())
        });
        if let Some(by_recipient) = third_markets(&sold(a, year, false), &sold(b, year, false)) {
            for (id, value) in ids.iter().zip([by_recipient.finger_kreinin, by_recipient.glick_rose, by_recipient.cosine]) {
                points.entry(id).or_default().push(observed(year, value, None, records.clone()));
            }
        }
        if let Some(by_category) = third_markets(&sold(a, year, true), &sold(b, year, true)) {
            points.entry(ids[3]).or_default().push(observed(year, by_category.finger_kreinin, None, records.clone()));
        }
    }
    for (id, points) in points {
        found.add(paired(id, look.dyad), Unit::Score, coverage, &data.from.citation, points);
    }
    let mut all = [Vec::new(), Vec::new(), Vec::new(), Vec::new()];
    let sellers = look.members.iter().map(|m| i32::from(*m));
    let sellers = sellers.filter(|m| data.by_supplier.get(m).is_some_and(|y| Deliveries::window(y, look.year) >= 50.0));
    let sellers: Vec<[(i32, Sold); 2]> = sellers.map(|m| [sold(m, look.year, false), sold(m, look.year, true)]).collect();
    for (n, first) in sellers.iter().enumerate() {
        for second in &sellers[n + 1..] {
            if let Some(o) = third_markets(&first[0], &second[0]) {
                all[0].push(o.finger_kreinin);
                all[1].push(o.glick_rose);
                all[2].push(o.cosine);
            }
            all[3].extend(third_markets(&first[1], &second[1]).map(|o| o.finger_kreinin));
        }
    }
    for (id, known) in ids.iter().zip(&all) {
        found.rank(&paired(id, look.dyad), look.year, known, 0);
    }
}
