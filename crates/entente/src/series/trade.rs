//! Trade, military spending and technology series.
//!
//! Errors, one standard deviation in the logarithm: trade 0.05 on each flow, so 0.07 on a share; military spending 0.05, Russia 0.15,
//! China 0.20, because what the two publish leaves most out.

use std::collections::BTreeMap;

use entente_claims::{Record, Table};
use entente_core::{StateCode, Unit};
use entente_measures::dependence::asymmetry::trade_dependence;

use super::{Builder, Card, code, directed, paired, point, single, with_relative_error, year};

const TRADE_ERROR: f64 = 0.05;
const SHARE_ERROR: f64 = 0.07;
const RUSSIA: StateCode = StateCode(365);
const CHINA: StateCode = StateCode(710);

pub(super) const CARDS: &[Card] = &[
    Card {
        id: "trade_usd",
        about: "[A-B]",
        unit: Unit::UsdBn,
        is: "trade of the pair in both directions",
        table: "trade",
        error: "log-normal 0.05",
    },
    Card {
        id: "trade_share",
        about: "[A]",
        unit: Unit::Share,
        is: "share of A's world trade that is with the partner",
        table: "trade",
        error: "log-normal 0.07",
    },
    Card {
        id: "trade_asymmetry",
        about: "[A-B]",
        unit: Unit::Score,
        is: "log of A's share over B's, A with the lower code; above zero A leans on B",
        table: "trade",
        error: "normal 0.10",
    },
    Card {
        id: "milex_usd",
        about: "[A]",
        unit: Unit::UsdConstantBn,
        is: "military expenditure at constant prices",
        table: "milex",
        error: "log-normal 0.05, Russia 0.15, China 0.20",
    },
    Card {
        id: "milex_gdp_share",
        about: "[A]",
        unit: Unit::Percent,
        is: "military expenditure in per cent of GDP",
        table: "milex",
        error: "as milex_usd",
    },
    Card {
        id: "milex_ratio",
        about: "[A>B]",
        unit: Unit::Ratio,
        is: "A's military expenditure over B's",
        table: "milex",
        error: "both errors together",
    },
    Card {
        id: "tech_*",
        about: "[A>B]",
        unit: Unit::Percent,
        is: "published share of B's imports of a technology that A supplies",
        table: "technology",
        error: "the range the source gives",
    },
];

pub(crate) fn milex_error(state: StateCode) -> f64 {
    match state {
        RUSSIA => 0.15,
        CHINA => 0.20,
        _ => 0.05,
    }
}

pub(super) fn build(tables: &BTreeMap<String, Table>, builder: &mut Builder) {
    if let Some(table) = tables.get("trade") {
        trade(table, builder);
    }
    if let Some(table) = tables.get("milex") {
        milex(table, builder);
    }
    if let Some(table) = tables.get("technology") {
        technology(table, builder);
    }
}

fn trade(table: &Table, builder: &mut Builder) {
    let Some(coverage) = table.coverage else { return };
    for record in &table.records {
        let Some((year, (a, b))) = year(record).zip(code(record, "ccode1").zip(code(record, "ccode2"))) else { continue };
        let Some(total) = record.number("trade_total_usd_bn") else { continue };
        let ids = || vec![record.id.clone()];
        builder.push(
            paired("trade_usd", a, b),
            Unit::UsdBn,
            coverage,
            point(year, total, Some(with_relative_error(total, TRADE_ERROR)), ids()),
        );
        let worlds = [(a, record.number("world1_usd_bn")), (b, record.number("world2_usd_bn"))];
        for (state, world) in worlds {
            if let Some(world) = world.filter(|w| *w >= total) {
                let share = total / world;
                let point = point(year, share, Some(with_relative_error(share, SHARE_ERROR)), ids());
                builder.push(single("trade_share", state), Unit::Share, coverage, point);
            }
        }
        if let (Some(world1), Some(world2)) = (worlds[0].1, worlds[1].1)
            && let Ok(dependence) = trade_dependence(total, world1, world2)
        {
            let value = dependence.asymmetry;
            let point = point(year, value, Some((value - 0.1645, value + 0.1645)), ids());
            builder.push(paired("trade_asymmetry", a, b), Unit::Score, coverage, point);
        }
    }
}

fn milex(table: &Table, builder: &mut Builder) {
    let Some(coverage) = table.coverage else { return };
    for record in &table.records {
        let Some((year_of, state)) = year(record).zip(code(record, "ccode")) else { continue };
        let error = milex_error(state);
        for (field, id, unit) in
            [("usd_constant_bn", "milex_usd", Unit::UsdConstantBn), ("gdp_share_percent", "milex_gdp_share", Unit::Percent)]
        {
            if let Some(value) = record.number(field) {
                let point = point(year_of, value, Some(with_relative_error(value, error)), vec![record.id.clone()]);
                builder.push(single(id, state), unit, coverage, point);
            }
        }
        for other in table.records.iter().filter(|o| year(o) == Some(year_of) && code(o, "ccode") != Some(state)) {
            let (Some(ours), Some(theirs), Some(partner)) =
                (record.number("usd_constant_bn"), other.number("usd_constant_bn"), code(other, "ccode"))
            else {
                continue;
            };
            let sd = error.hypot(milex_error(partner));
            let ratio = ours / theirs;
            let point = point(year_of, ratio, Some(with_relative_error(ratio, sd)), vec![record.id.clone(), other.id.clone()]);
            builder.push(directed("milex_ratio", state, partner), Unit::Ratio, coverage, point);
        }
    }
}

/// Several sources for one year are averaged; a source that gives only a bound counts with the bound.
fn technology(table: &Table, builder: &mut Builder) {
    let Some(coverage) = table.coverage else { return };
    let mut cells: BTreeMap<(String, StateCode, StateCode, i32), Vec<&Record>> = BTreeMap::new();
    for record in table.records.iter().filter(|r| r.text("unit") == Some("percent")) {
        if let (Some(quantity), Some(from), Some(to), Some(year)) =
            (record.text("quantity"), code(record, "from"), code(record, "to"), year(record))
        {
            cells.entry((quantity.to_owned(), from, to, year)).or_default().push(record);
        }
    }
    for ((quantity, from, to, year), records) in cells {
        let bounds: Vec<(f64, f64, f64)> = records
            .iter()
            .filter_map(|r| {
                let (value, low, high) = (r.number("value"), r.number("value_low"), r.number("value_high"));
                let value = value.or_else(|| Some(f64::midpoint(low?, high?))).or(low).or(high)?;
                Some((value, low.unwrap_or(value).min(value), high.unwrap_or(value).max(value)))
            })
            .collect();
        if bounds.is_empty() {
            continue;
        }
        let mean = bounds.iter().map(|b| b.0).sum::<f64>() / bounds.len() as f64;
        let low = bounds.iter().map(|b| b.1).fold(f64::INFINITY, f64::min);
        let high = bounds.iter().map(|b| b.2).fold(f64::NEG_INFINITY, f64::max);
        let ids = records.iter().map(|r| r.id.clone()).collect();
        let key = directed(&format!("tech_{quantity}"), from, to);
        builder.push(key, Unit::Percent, coverage, point(year, mean, Some((low, high)), ids));
    }
}
