//! The kinds of test. Each is a file of its own: parameters, the decisions that are open, and a probability under each combination.

pub mod asymmetry;
pub mod change_point;
pub mod contest;
pub mod count;
pub mod decomposition;
pub mod elicited;
pub mod gains;
pub mod interval;
pub mod obligation;
pub mod peak;
pub mod percentile;
pub mod position;
pub mod projection;
pub mod share;
mod support;
pub mod threshold;
pub mod trend;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::evidence::{Evidence, Record, SeriesKey};
use crate::grid::Outcome;

/// How a claim is tested. In a file: `[claim.test.trend]` and its parameters; the word after `test` is the kind.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Test {
    /// One series stands above another.
    Asymmetry(asymmetry::Asymmetry),
    /// The level of a series changes in given years.
    ChangePoint(change_point::ChangePoint),
    /// What the multi-theatre contest says.
    Contest(contest::Contest),
    /// How many records have a property.
    Count(count::Count),
    /// Growth by frequency or by quality.
    Decomposition(decomposition::DecompositionTest),
    /// Probabilities given by named people.
    Elicited(elicited::Elicited),
    /// Who gains more over all weightings.
    Gains(gains::Gains),
    /// Whether sources' bounds contain a stated figure.
    Interval(interval::Interval),
    /// Whether a treaty obligation is in force.
    Obligation(obligation::Obligation),
    /// Whether a series stands at its highest.
    Peak(peak::Peak),
    /// Where the pair stands among comparators.
    Percentile(percentile::Percentile),
    /// Which side a state takes on another's core interest.
    Position(position::Position),
    /// Whether a series grows as long as a condition lasts.
    Projection(projection::Projection),
    /// What share of records has a property.
    Share(share::ShareTest),
    /// Whether a series stands above or below a value.
    Threshold(threshold::Threshold),
    /// Whether a series rises or falls.
    Trend(trend::Trend),
}

/// Why a claim cannot be tested, in words for the reader.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Untestable(pub String);

impl Untestable {
    /// Gives the reason.
    pub fn new(reason: impl Into<String>) -> Self {
        Self(reason.into())
    }
}

impl From<entente_measures::Error> for Untestable {
    fn from(error: entente_measures::Error) -> Self {
        Self(error.to_string())
    }
}

/// What a verdict rests on.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Basis {
    /// Share of needed cells that are known.
    pub coverage: f64,
    /// Series looked at.
    pub series: BTreeSet<SeriesKey>,
    /// Records looked at.
    pub records: BTreeSet<String>,
    /// Number of different publishers behind them.
    pub publishers: usize,
    /// True where records of a table were counted that does not claim to be complete.
    pub is_collection: bool,
    /// True where a model with assumed stakes gives the numbers, and not a source.
    pub is_model: bool,
    /// True where what is claimed follows from the model alone, so that no data could refute it.
    pub is_by_construction: bool,
    /// Citation that makes the claim: a record that rests on it alone is no witness.
    pub claimant: Option<String>,
    /// Shares of known cells met so far, summed and counted.
    pub(crate) seen: (f64, u32),
}

/// Tells who published a citation, so that two pages of one publisher count once.
pub trait Publishers {
    /// The publisher of a citation id.
    fn publisher(&self, citation: &str) -> Option<&str>;
}

impl Basis {
    /// Says whether a record may speak for or against the claim.
    pub(crate) fn is_witness(&self, record: &Record) -> bool {
        let is_only = |claimant: &String| !record.citations.is_empty() && record.citations.iter().all(|c| c == claimant);
        !self.claimant.as_ref().is_some_and(is_only)
    }

    /// Notes the share of known cells in one window of one series; the coverage of the claim is the mean over all.
    pub(crate) fn see(&mut self, share_known: f64) {
        self.seen = (self.seen.0 + share_known, self.seen.1 + 1);
        self.coverage = self.seen.0 / f64::from(self.seen.1);
    }

    pub(crate) fn finish(&mut self, evidence: &Evidence, publishers: &dyn Publishers) {
        for key in &self.series {
            if let Some(series) = evidence.series.get(key) {
                // Windows of neighbouring years share most of their records.
                let records: BTreeSet<&String> = series.points.iter().flat_map(|p| p.records.iter()).collect();
                self.records.extend(records.into_iter().cloned());
            }
        }
        let used = evidence.tables.values().flat_map(|t| &t.records).filter(|r| self.records.contains(&r.id));
        let of_series = self.series.iter().filter_map(|key| evidence.series.get(key)).flat_map(|series| &series.citations);
        let names: BTreeSet<&str> = used.flat_map(|r| &r.citations).chain(of_series).filter_map(|c| publishers.publisher(c)).collect();
        self.publishers = names.len();
    }
}

impl Test {
    /// The word for the kind, as it stands in a file.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Asymmetry(_) => "asymmetry",
            Self::ChangePoint(_) => "change_point",
            Self::Contest(_) => "contest",
            Self::Count(_) => "count",
            Self::Decomposition(_) => "decomposition",
            Self::Elicited(_) => "elicited",
            Self::Gains(_) => "gains",
            Self::Interval(_) => "interval",
            Self::Obligation(_) => "obligation",
            Self::Peak(_) => "peak",
            Self::Percentile(_) => "percentile",
            Self::Position(_) => "position",
            Self::Projection(_) => "projection",
            Self::Share(_) => "share",
            Self::Threshold(_) => "threshold",
            Self::Trend(_) => "trend",
        }
    }

    pub(crate) fn evaluate(&self, id: &str, evidence: &Evidence, basis: &mut Basis) -> Result<Outcome, Untestable> {
        match self {
            Self::Asymmetry(test) => test.evaluate(id, evidence, basis),
            Self::ChangePoint(test) => test.evaluate(id, evidence, basis),
            Self::Contest(test) => test.evaluate(evidence, basis),
            Self::Count(test) => test.evaluate(evidence, basis),
            Self::Decomposition(test) => test.evaluate(id, evidence, basis),
            Self::Elicited(test) => test.evaluate(basis),
            Self::Gains(test) => test.evaluate(id, evidence, basis),
            Self::Interval(test) => test.evaluate(evidence, basis),
            Self::Obligation(test) => test.evaluate(evidence, basis),
            Self::Peak(test) => test.evaluate(id, evidence, basis),
            Self::Percentile(test) => test.evaluate(id, evidence, basis),
            Self::Position(test) => test.evaluate(id, evidence, basis),
            Self::Projection(test) => test.evaluate(id, evidence, basis),
            Self::Share(test) => test.evaluate(evidence, basis),
            Self::Threshold(test) => test.evaluate(id, evidence, basis),
            Self::Trend(test) => test.evaluate(id, evidence, basis),
        }
    }

    /// The series a test names and the unit it expects of them, so that a wrong unit is found before anything runs.
    pub fn series(&self) -> Vec<(&str, Option<entente_core::Unit>)> {
        match self {
            Self::Asymmetry(t) => vec![(&t.left, None), (&t.right, None)],
            Self::ChangePoint(t) => vec![(&t.series, None)],
            Self::Decomposition(t) => vec![(&t.count, Some(entente_core::Unit::Count)), (&t.quality, None)],
            Self::Gains(t) => t.channels.iter().flat_map(|c| [(c.first.as_str(), None), (c.second.as_str(), None)]).collect(),
            Self::Peak(t) => vec![(&t.series, None)],
            Self::Projection(t) => vec![(&t.series, None)],
            Self::Threshold(t) => vec![(&t.series, Some(t.unit))],
            Self::Trend(t) => vec![(&t.series, None)],
            Self::Percentile(_) | Self::Contest(_) | Self::Count(_) | Self::Elicited(_) | Self::Interval(_) => vec![],
            Self::Obligation(_) | Self::Position(_) | Self::Share(_) => vec![],
        }
    }
}
