//! Several pairs side by side: the same indicators of each in one year, and how each stands to the first.
//!
//! A difference is called one only where the 90 % intervals do not meet. Nothing is added up and nobody is ranked.

use std::collections::BTreeMap;

use entente_claims::evidence::About;
use entente_claims::{Series, SeriesKey};
use entente_core::{CellStatus, Citation, Dyad, Finding, Register, StateCode, Unit};
use entente_panel::Store;
use serde::Serialize;

use crate::case::Case;
use crate::error::Error;
use crate::indicators::{self, Found};
use crate::output::{DyadName, HistoryPoint};

/// Version of this output's contract.
pub const SCHEMA_VERSION: u32 = 1;
/// Years a newest value may be older than the year asked for and still stand for it; its own year is then written.
const MAX_AGE: i32 = 5;

/// Several pairs in one year.
#[derive(Debug, Clone, Serialize, schemars::JsonSchema)]
pub struct Comparison {
    /// Version of this contract.
    pub schema_version: u32,
    /// Version of the program.
    pub code_version: String,
    /// The year.
    pub year: i32,
    /// The pairs in the order asked for; `ccode1` is the state named first.
    pub pairs: Vec<DyadName>,
    /// One row for each indicator that at least one pair has.
    pub rows: Vec<Row>,
    /// Sources used.
    pub citations: Vec<Citation>,
    /// What was odd or is not there.
    pub findings: Vec<Finding>,
}

/// One indicator for all pairs.
#[derive(Debug, Clone, Serialize, schemars::JsonSchema)]
pub struct Row {
    /// Id of the indicator.
    pub id: String,
    /// What it is, with "first" and "second" for the states of a pair.
    pub label: String,
    /// What it counts.
    pub unit: Unit,
    /// One cell for each pair, in their order.
    pub cells: Vec<Cell>,
}

/// One indicator of one pair.
#[derive(Debug, Clone, Serialize, schemars::JsonSchema)]
pub struct Cell {
    /// Key as `why` takes it.
    pub key: String,
    /// Newest value not older than five years.
    pub value: Option<f64>,
    /// Year of the value.
    pub year: Option<i32>,
    /// 90 % interval.
    pub interval: Option<(f64, f64)>,
    /// State of the cell in the year asked for.
    pub status: CellStatus,
    /// Place among all pairs, directions or states of the year, 0 to 1.
    pub percentile: Option<f64>,
    /// How it stands to the first pair.
    pub to_first: Option<Standing>,
    /// All years.
    pub history: Vec<HistoryPoint>,
}

/// How a value stands to that of the first pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Above it, the intervals apart.
    Higher,
    /// Below it, the intervals apart.
    Lower,
    /// The same, or the intervals meet.
    NoClearDifference,
}

impl Standing {
    /// The word in a table.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Higher => "higher",
            Self::Lower => "lower",
            Self::NoClearDifference => "no clear difference",
        }
    }
}

/// Sets pairs side by side; in each the state named first is the first.
///
/// # Errors
/// A damaged store, or the same state twice.
pub fn compare(store: &Store<'_>, pairs: &[[StateCode; 2]], year: i32) -> Result<Comparison, Error> {
    let register = Register::builtin();
    let mut found: Vec<Found> = Vec::new();
    let mut citations: BTreeMap<String, Citation> = BTreeMap::new();
    for [first, second] in pairs {
        let dyad = Dyad::new(*first, *second).ok_or_else(|| Error::SameState { name: register.name(*first) })?;
        let of = indicators::gather(store, dyad, year)?;
        citations.extend(Case::citations_of(store, &of.tables));
        found.push(of);
    }
    let mut rows = Vec::new();
    for card in indicators::cards() {
        for (label, about) in sides(card.about, card.label()) {
            let cells: Vec<Cell> = pairs.iter().zip(&found).map(|(pair, found)| cell(card.id, about(*pair), found, year)).collect();
            if cells.iter().all(|cell| cell.value.is_none()) {
                continue;
            }
            let first = cells[0].clone();
            let cells = cells
                .into_iter()
                .enumerate()
                .map(|(n, cell)| Cell { to_first: (n > 0).then(|| standing(&cell, &first)).flatten(), ..cell })
                .collect();
            rows.push(Row { id: card.id.to_owned(), label, unit: card.unit, cells });
        }
    }
    let mut findings: Vec<Finding> = found.into_iter().flat_map(|f| f.findings).collect();
    findings.dedup();
    let name = |[a, b]: &[StateCode; 2]| DyadName { ccode1: a.0, ccode2: b.0, name_1: register.name(*a), name_2: register.name(*b) };
    Ok(Comparison {
        schema_version: SCHEMA_VERSION,
        code_version: env!("CARGO_PKG_VERSION").to_owned(),
        year,
        pairs: pairs.iter().map(name).collect(),
        rows,
        citations: citations.into_values().collect(),
        findings,
    })
}

/// Whom an indicator is about, for a pair.
type Whom = fn([StateCode; 2]) -> About;

/// The one or two rows of an indicator: for a pair one, for a direction or a state one each way.
fn sides(about: &str, label: &str) -> Vec<(String, Whom)> {
    let named = |a: &str, b: &str| label.replace("{A}", a).replace("{B}", b);
    match about {
        "[A>B]" => {
            vec![(named("first", "second"), |[a, b]| About::Directed(a, b)), (named("second", "first"), |[a, b]| About::Directed(b, a))]
        }
        "[A]" => vec![(named("first", "second"), |[a, _]| About::State(a)), (named("second", "first"), |[_, b]| About::State(b))],
        // Its sign depends on which state has the lower number, so the label keeps to that.
        _ => vec![(named("the state of the lower number", "the other"), |[a, b]| About::Pair(a, b))],
    }
}

fn cell(id: &str, about: About, found: &Found, year: i32) -> Cell {
    let key = SeriesKey::new(id, about);
    let series: Option<&Series> = found.series.get(&key);
    let newest = series.and_then(|s| s.points.iter().rev().find(|p| p.year <= year && p.cell.status().is_known()));
    let newest = newest.filter(|p| year - p.year <= MAX_AGE);
    Cell {
        value: newest.and_then(|p| p.cell.value()),
        year: newest.map(|p| p.year),
        interval: newest.and_then(|p| p.interval),
        status: series.map_or(CellStatus::NotCovered, |s| s.cell(year).status()),
        percentile: found.percentiles.get(&key).copied(),
        to_first: None,
        history: series.map_or_else(Vec::new, |s| {
            let point = |p: &entente_claims::Point| HistoryPoint {
                year: p.year,
                value: p.cell.value(),
                interval: p.interval,
                status: p.cell.status(),
            };
            s.points.iter().map(point).collect()
        }),
        key: key.to_string(),
    }
}

fn standing(cell: &Cell, first: &Cell) -> Option<Standing> {
    let (a, b) = (cell.value?, first.value?);
    let (low_a, high_a) = cell.interval.unwrap_or((a, a));
    let (low_b, high_b) = first.interval.unwrap_or((b, b));
    Some(if low_a > high_b {
        Standing::Higher
    } else if high_a < low_b {
        Standing::Lower
    } else {
        Standing::NoClearDifference
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_needs_intervals_apart() {
        let cell = |value, interval| Cell {
            key: String::new(),
            value: Some(value),
            year: Some(2015),
            interval,
            status: CellStatus::Observed,
            percentile: None,
            to_first: None,
            history: Vec::new(),
        };
        let first = cell(0.5, Some((0.4, 0.6)));
        assert_eq!(standing(&cell(0.7, Some((0.61, 0.8))), &first), Some(Standing::Higher));
        assert_eq!(standing(&cell(0.7, Some((0.55, 0.8))), &first), Some(Standing::NoClearDifference));
        assert_eq!(standing(&cell(0.1, None), &first), Some(Standing::Lower));
        assert_eq!(standing(&Cell { value: None, ..cell(0.0, None) }, &first), None);
    }
}
