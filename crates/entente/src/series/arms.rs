//! Arms series. TIV is a volume: shares of TIV by TIV, never over money.
//!
//! Error: SIPRI estimates many delivery years and numbers; a year's total is taken as right within 0.20 in the logarithm (one standard
//! deviation), so a five-year share has 0.2 * sqrt(2/5) on the log odds.

use std::collections::{BTreeMap, BTreeSet};

use entente_claims::{Record, Table};
use entente_core::{Cell, StateCode, Unit};

use super::{Builder, Card, code, directed, paired, point, single, with_relative_error, year};

const WINDOW: i32 = 5;
/// Five-year totals below this have no share (methods of the project: a few pistols are not a market).
const MIN_TOTAL: f64 = 50.0;
const YEAR_ERROR: f64 = 0.20;

pub(super) const CARDS: &[Card] = &[
    Card {
        id: "arms_tiv",
        about: "[A>B]",
        unit: Unit::Tiv,
        is: "volume delivered in the year",
        table: "deliveries",
        error: "log-normal 0.20; a covered year without record is zero by rule",
    },
    Card {
        id: "arms_import_share",
        about: "[A>B]",
        unit: Unit::Share,
        is: "share of B's five-year imports that A supplies",
        table: "deliveries",
        error: "0.126 on the log odds; missing below 50 TIV",
    },
    Card {
        id: "arms_export_share",
        about: "[A>B]",
        unit: Unit::Share,
        is: "share of A's five-year exports that go to B",
        table: "deliveries",
        error: "0.126 on the log odds; missing below 50 TIV",
    },
    Card {
        id: "arms_engine_share",
        about: "[A>B]",
        unit: Unit::Share,
        is: "share of engines in the five-year flow",
        table: "deliveries",
        error: "0.126 on the log odds; missing below 50 TIV",
    },
    Card {
        id: "arms_licensed_share",
        about: "[A>B]",
        unit: Unit::Share,
        is: "share of licensed production in the five-year flow",
        table: "deliveries",
        error: "0.126 on the log odds; missing below 50 TIV",
    },
    Card {
        id: "arms_engine_import_share",
        about: "[A>B]",
        unit: Unit::Share,
        is: "share of B's five-year imports that are engines from A",
        table: "deliveries",
        error: "0.126 on the log odds; missing below 50 TIV",
    },
    Card {
        id: "arms_licensed_import_share",
        about: "[A>B]",
        unit: Unit::Share,
        is: "share of B's five-year imports made under licence from A",
        table: "deliveries",
        error: "0.126 on the log odds; missing below 50 TIV",
    },
    Card {
        id: "arms_hhi",
        about: "[A]",
        unit: Unit::Score,
        is: "supplier concentration (Herfindahl, 0 to 1) of A's five-year imports",
        table: "deliveries",
        error: "none; missing below 50 TIV",
    },
    Card {
        id: "arms_overlap",
        about: "[A-B]",
        unit: Unit::Score,
        is: "overlap of third markets by recipient (Finger-Kreinin, 0 to 1), five years",
        table: "overlap",
        error: "none; missing below 50 TIV",
    },
    Card {
        id: "arms_overlap_category",
        about: "[A-B]",
        unit: Unit::Score,
        is: "the same by recipient and weapon category",
        table: "overlap",
        error: "none; missing below 50 TIV",
    },
];

/// A share of a whole that is large enough to make shares of.
pub(crate) fn portion(part: f64, whole: f64) -> Option<f64> {
    (whole >= MIN_TOTAL).then(|| (part / whole).clamp(0.0, 1.0))
}

/// A share with the interval that the error of five summed years gives on the log odds.
pub(crate) fn share(part: f64, whole: f64) -> Option<(f64, (f64, f64))> {
    let share = portion(part, whole)?;
    let spread = 1.645 * YEAR_ERROR * (2.0 / f64::from(WINDOW)).sqrt();
    let inside = share.clamp(1e-4, 1.0 - 1e-4);
    let odds = (inside / (1.0 - inside)).ln();
    let back = |o: f64| 1.0 / (1.0 + (-o).exp());
    let interval = if share == 0.0 { (0.0, 0.0) } else { (back(odds - spread).min(share), back(odds + spread).max(share)) };
    Some((share, interval))
}

pub(super) fn build(tables: &BTreeMap<String, Table>, builder: &mut Builder) {
    if let Some(table) = tables.get("deliveries") {
        deliveries(table, builder);
    }
    if let Some((table, coverage)) = tables.get("overlap").and_then(|t| Some((t, t.coverage?))) {
        for record in &table.records {
            let (Some(year), Some(a), Some(b)) = (year(record), code(record, "ccode1"), code(record, "ccode2")) else { continue };
            for (field, id) in [("fk_recipient", "arms_overlap"), ("fk_recipient_category", "arms_overlap_category")] {
                if let Some(value) = record.number(field) {
                    builder.push(paired(id, a, b), Unit::Score, coverage, point(year, value, None, vec![record.id.clone()]));
                }
            }
        }
    }
}

fn deliveries(table: &Table, builder: &mut Builder) {
    let Some(coverage) = table.coverage else { return };
    let flows: BTreeSet<(StateCode, StateCode)> =
        table.records.iter().filter_map(|r| code(r, "supplier").zip(code(r, "recipient"))).collect();
    for (supplier, recipient) in flows {
        let rows: BTreeMap<i32, &Record> = table
            .records
            .iter()
            .filter(|r| code(r, "supplier") == Some(supplier) && code(r, "recipient") == Some(recipient))
            .filter_map(|r| Some((year(r)?, r)))
            .collect();
        for (year, record) in &rows {
            if let Some(tiv) = record.number("tiv") {
                let mut point = point(*year, tiv, Some(with_relative_error(tiv, YEAR_ERROR)), vec![record.id.clone()]);
                if tiv == 0.0 && coverage.is_exhaustive {
                    // The publisher covers the year and has no delivery: nobody observed a zero.
                    (point.cell, point.interval) = (Cell::ZeroByRule, None);
                }
                builder.push(directed("arms_tiv", supplier, recipient), Unit::Tiv, coverage, point);
            }
            if let Some(hhi) = record.number("recipient_hhi_5y") {
                builder.push(single("arms_hhi", recipient), Unit::Score, coverage, point(*year, hhi, None, vec![record.id.clone()]));
            }
            let window: Vec<&&Record> = (year - WINDOW + 1..=*year).filter_map(|y| rows.get(&y)).collect();
            if window.len() < WINDOW as usize {
                continue;
            }
            let sum = |field: &str| window.iter().map(|r| r.number(field)).sum::<Option<f64>>();
            let ids: Vec<String> = window.iter().map(|r| r.id.clone()).collect();
            let parts = [
                ("arms_import_share", sum("tiv"), sum("recipient_total_tiv")),
                ("arms_export_share", sum("tiv"), sum("supplier_total_tiv")),
                ("arms_engine_share", sum("engines_tiv"), sum("tiv")),
                ("arms_licensed_share", sum("licensed_tiv"), sum("tiv")),
                ("arms_engine_import_share", sum("engines_tiv"), sum("recipient_total_tiv")),
                ("arms_licensed_import_share", sum("licensed_tiv"), sum("recipient_total_tiv")),
            ];
            for (id, part, whole) in parts {
                if let Some((value, interval)) = part.zip(whole).and_then(|(part, whole)| share(part, whole)) {
                    let point = point(*year, value, Some(interval), ids.clone());
                    builder.push(directed(id, supplier, recipient), Unit::Share, coverage, point);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use entente_core::testkit::assert_close;

    /// 300 of 500: log odds ln 1.5, spread 1.645 * 0.2 * sqrt(0.4) = 0.20808.
    #[test]
    fn interval_of_a_share_by_hand() {
        let (value, (low, high)) = share(300.0, 500.0).unwrap();
        assert_close(value, 0.6, 1e-12);
        assert_close(low, 0.549_22, 1e-4);
        assert_close(high, 0.648_75, 1e-4);
        assert!(share(10.0, 40.0).is_none());
        assert_eq!(share(0.0, 100.0), Some((0.0, (0.0, 0.0))));
    }
}
