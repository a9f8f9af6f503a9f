//! Small phrases that several answers share: figures with their year, shares, likelihood, lists.

use entente_claims::{Evidence, Point, Series, SeriesKey, likelihood};
use entente_core::YearSpan;

use super::Context;
use crate::output::ClaimResult;

/// A share in whole hundredths, or tenths below ten, not to be broken from its sign.
pub(super) fn percent(share: f64) -> String {
    let hundred = share * 100.0;
    if hundred < 10.0 { format!("{hundred:.1}\u{a0}%") } else { format!("{hundred:.0}\u{a0}%") }
}

/// The likelihood word with its range.
pub(super) fn likely(probability: f64) -> String {
    let (word, low, high) = likelihood::word(probability);
    format!("{word} ({low}-{high}\u{a0}%)")
}

/// `1 exercise`, `2 exercises`.
pub(super) fn count(n: usize, one: &str) -> String {
    format!("{n} {one}{}", if n == 1 { "" } else { "s" })
}

impl Context<'_> {
    pub(super) fn series(&self, key: &SeriesKey) -> Option<&Series> {
        self.evidence.series.get(key)
    }

    /// The newest known point of a series, unless it is too old to stand for the assessment.
    pub(super) fn newest(&self, key: &SeriesKey) -> Option<&Point> {
        let point = self.series(key)?.points.iter().rev().find(|p| p.cell.status().is_known())?;
        (self.evidence.as_of - point.year <= super::answers::MAX_AGE).then_some(point)
    }

    /// Mean of the known values of the last years up to the assessment, and the span they were looked for in.
    pub(super) fn recent_mean(&self, key: &SeriesKey, years: i32) -> Option<(f64, YearSpan)> {
        let series = self.series(key)?;
        let span = YearSpan::new(self.evidence.as_of - years + 1, self.evidence.as_of)?;
        let values: Vec<f64> = series.known(span).iter().filter_map(|p| p.cell.value()).collect();
        (!values.is_empty()).then(|| (values.iter().sum::<f64>() / values.len() as f64, span))
    }

    pub(super) fn claim(&self, id: &str) -> Option<&ClaimResult> {
        self.claims.iter().find(|c| c.id == id)
    }
}

/// A sentence about a claim: its statement, verdict and likelihood.
pub(super) fn verdict_line(claim: &ClaimResult) -> String {
    let likelihood = claim.probability.map_or(String::new(), |p| format!(", {}", likely(p)));
    format!("{}: {}{likelihood}", claim.statement.trim_end_matches('.'), claim.verdict.as_str())
}

/// Probability that a sum of draws is above zero, from the mean and 90 % interval of points, taken as normal and independent.
pub(super) fn above_zero(points: &[&Point]) -> Option<f64> {
    let known: Vec<(f64, f64)> =
        points.iter().filter_map(|p| Some((p.cell.value()?, p.interval.map_or(0.0, |(low, high)| (high - low) / (2.0 * 1.645))))).collect();
    let mean: f64 = known.iter().map(|k| k.0).sum();
    let sd = known.iter().map(|k| k.1 * k.1).sum::<f64>().sqrt();
    if known.is_empty() || sd == 0.0 {
        return None;
    }
    // Logistic approximation of the normal distribution, within 0.01 of it everywhere: the words are coarser.
    Some(1.0 / (1.0 + (-1.702 * mean / sd).exp()))
}

/// Known points of the last years.
pub(super) fn recent<'a>(evidence: &'a Evidence, key: &SeriesKey, years: i32) -> Vec<&'a Point> {
    let span = YearSpan::new(evidence.as_of - years + 1, evidence.as_of);
    match (evidence.series.get(key), span) {
        (Some(series), Some(span)) => series.known(span),
        _ => Vec::new(),
    }
}
