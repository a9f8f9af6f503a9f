//! Votes in the General Assembly and high-level contacts.
//!
//! Contacts come from a register that is as complete as its sources, not a census: a year without one is missing, never zero.

use std::collections::BTreeMap;

use entente_claims::Table;
use entente_core::Unit;

use super::{Builder, Card, code, paired, point, year};
use crate::case::Case;

pub(super) const CARDS: &[Card] = &[
    Card {
        id: "votes_agree3",
        about: "[A-B]",
        unit: Unit::Share,
        is: "agreement on roll calls, a half for abstention against a side, unanimous ones left out",
        table: "votes",
        error: "binomial; missing below 20 common votes",
    },
    Card {
        id: "votes_kappa",
        about: "[A-B]",
        unit: Unit::Score,
        is: "the same as kappa with squared distances, 0 is chance",
        table: "votes",
        error: "(1 - kappa^2)/sqrt n",
    },
    Card {
        id: "votes_percentile",
        about: "[A-B]",
        unit: Unit::Share,
        is: "place of the agreement among all pairs of the year",
        table: "votes",
        error: "none",
    },
    Card {
        id: "contacts_leaders",
        about: "[A-B]",
        unit: Unit::Count,
        is: "recorded meetings and calls of heads of state or government",
        table: "contacts",
        error: "none; a year without record is missing",
    },
    Card {
        id: "contacts_defence",
        about: "[A-B]",
        unit: Unit::Count,
        is: "recorded meetings and calls of defence ministers and chiefs of staff",
        table: "contacts",
        error: "none; a year without record is missing",
    },
];

pub(super) fn build(case: &Case, tables: &BTreeMap<String, Table>, builder: &mut Builder) {
    if let Some((table, coverage)) = tables.get("votes").and_then(|t| Some((t, super::coverage(t)?))) {
        for record in &table.records {
            let (Some(year), Some(a), Some(b)) = (year(record), code(record, "ccode1"), code(record, "ccode2")) else { continue };
            let n = record.number("n_votes").unwrap_or(0.0).max(1.0);
            let ids = || vec![record.id.clone()];
            if let Some(value) = record.number("agree3") {
                let half = 1.645 * (value * (1.0 - value) / n).sqrt();
                let interval = ((value - half).max(0.0), (value + half).min(1.0));
                builder.push(paired("votes_agree3", a, b), Unit::Share, coverage, point(year, value, Some(interval), ids()));
            }
            if let Some(value) = record.number("kappa_sq") {
                let half = 1.645 * (1.0 - value * value) / n.sqrt();
                builder.push(
                    paired("votes_kappa", a, b),
                    Unit::Score,
                    coverage,
                    point(year, value, Some((value - half, value + half)), ids()),
                );
            }
            if let Some(value) = record.number("agree3_percentile") {
                builder.push(paired("votes_percentile", a, b), Unit::Share, coverage, point(year, value / 100.0, None, ids()));
            }
        }
    }
    if let Some((table, coverage)) = tables.get("contacts").and_then(|t| Some((t, super::coverage(t)?))) {
        let groups: [(&str, &[&str]); 2] =
            [("contacts_leaders", &["head_of_state", "head_of_government"]), ("contacts_defence", &["defence_minister", "chief_of_staff"])];
        for (id, levels) in groups {
            let mut by_year: BTreeMap<i32, Vec<String>> = BTreeMap::new();
            for record in table.records.iter().filter(|r| r.dyad() == Some(case.dyad)) {
                if let Some(year) = year(record).filter(|_| record.text("level").is_some_and(|l| levels.contains(&l))) {
                    by_year.entry(year).or_default().push(record.id.clone());
                }
            }
            for (year, ids) in by_year {
                let key = paired(id, case.dyad.low(), case.dyad.high());
                builder.push(key, Unit::Count, coverage, point(year, ids.len() as f64, None, ids));
            }
        }
    }
}
