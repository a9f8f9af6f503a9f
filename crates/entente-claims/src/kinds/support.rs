//! What several kinds need: finding a series or table, windows that end at the last covered year, comparisons, draws.

use entente_core::{Unit, YearSpan};
use entente_measures::random::stream;
use rand_chacha::ChaCha8Rng;
use serde::{Deserialize, Serialize};

use super::{Basis, Untestable};
use crate::evidence::{Evidence, Point, Record, Series, SeriesKey, Table};

/// Draws per specification: the Monte Carlo error of a probability is then at most 0.032, and below 0.01 over a grid.
pub(super) const DRAWS: usize = 250;

/// A comparison with a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Comparison {
    /// Strictly above.
    Above,
    /// Strictly below.
    Below,
    /// At or above.
    AtLeast,
    /// At or below.
    AtMost,
}

impl Comparison {
    pub(super) fn holds(self, value: f64, bound: f64) -> bool {
        match self {
            Self::Above => value > bound,
            Self::Below => value < bound,
            Self::AtLeast => value >= bound,
            Self::AtMost => value <= bound,
        }
    }
}

/// Which way a series goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// Upwards.
    Rises,
    /// Downwards.
    Falls,
}

impl Direction {
    /// Turns a probability of rising into the probability of this direction.
    pub(super) fn of_rising(self, rising: f64) -> f64 {
        match self {
            Self::Rises => rising,
            Self::Falls => 1.0 - rising,
        }
    }
}

/// Error multipliers tried by default: from half of the modelled error to double.
pub(super) fn default_errors() -> Vec<f64> {
    vec![0.5, 1.0, 1.5, 2.0]
}

/// Finds a series by the text of its key and notes that it was used.
pub(super) fn series<'a>(evidence: &'a Evidence, basis: &mut Basis, text: &str) -> Result<&'a Series, Untestable> {
    let key: SeriesKey = text.parse().map_err(|e: crate::evidence::SeriesKeyError| Untestable::new(e.to_string()))?;
    let found = evidence.series.get(&key).ok_or_else(|| Untestable::new(format!("there is no series {key} in this case")))?;
    basis.series.insert(key);
    Ok(found)
}

/// Finds a table by name.
pub(super) fn table<'a>(evidence: &'a Evidence, name: &str) -> Result<&'a Table, Untestable> {
    evidence.tables.get(name).ok_or_else(|| Untestable::new(format!("there is no table {name} in this case")))
}

/// A series that ended longer ago than this says nothing about the year asked for. Chosen: one five-year window.
const STALE: i32 = 5;

/// The last year a series knows anything about, at or before the assessment and not too long before it.
pub(super) fn last_known(evidence: &Evidence, series: &Series) -> Result<i32, Untestable> {
    let known = series.points.iter().rev().find(|p| p.year <= evidence.as_of && p.cell.status().is_known());
    let last = known.map(|p| p.year).ok_or_else(|| Untestable::new("the series has no known value up to that year"))?;
    if evidence.as_of - last > STALE {
        return Err(Untestable::new(format!("the newest value is of {last}, more than {STALE} years before {}", evidence.as_of)));
    }
    Ok(last)
}

/// The newest `years` years that end where both series are known, so that like is set against like.
pub(super) fn common_window(evidence: &Evidence, a: &Series, b: &Series, years: u16) -> Result<YearSpan, Untestable> {
    let last = last_known(evidence, a)?.min(last_known(evidence, b)?);
    YearSpan::new(last - i32::from(years) + 1, last).ok_or_else(|| Untestable::new("a window of no years"))
}

/// The newest `years` years up to the assessment that the series knows.
pub(super) fn window(evidence: &Evidence, series: &Series, years: u16) -> Result<YearSpan, Untestable> {
    let last = last_known(evidence, series)?;
    YearSpan::new(last - i32::from(years) + 1, last).ok_or_else(|| Untestable::new("a window of no years"))
}

/// Known points of a span; notes the share of its years that is known.
pub(super) fn known<'a>(series: &'a Series, span: YearSpan, basis: &mut Basis) -> Result<Vec<&'a Point>, Untestable> {
    basis.see(series.share_known(span));
    let points = series.known(span);
    if points.is_empty() { Err(Untestable::new(format!("no known value in {span}"))) } else { Ok(points) }
}

/// Random numbers for one specification of one claim.
pub(super) fn rng(evidence: &Evidence, id: &str, choice: &[usize]) -> ChaCha8Rng {
    stream(evidence.seed, &format!("{id}/{choice:?}"))
}

/// Records of a table that belong to the pair, inside the last `years` years (0: all), are not after the assessment, and do
/// not rest on the claim itself.
pub(super) fn records<'a>(evidence: &'a Evidence, table: &'a Table, years: u16, basis: &Basis) -> Vec<&'a Record> {
    let first = if years == 0 { i32::MIN } else { evidence.as_of - i32::from(years) + 1 };
    table
        .records
        .iter()
        .filter(|r| r.dyad().is_none_or(|dyad| dyad == evidence.dyad) && basis.is_witness(r))
        .filter(|r| r.date.is_none_or(|date| (first..=evidence.as_of).contains(&date.year())))
        .collect()
}

/// Refuses a value in another unit than the series has.
pub(super) fn same_unit(series: &Series, unit: Unit) -> Result<(), Untestable> {
    series.unit.check_same("compared with", unit).map_err(|e| Untestable::new(e.to_string()))
}
