//! From the grid to a word, and the confidence beside it, which is about the evidence and never about the likelihood.

use serde::{Deserialize, Serialize};

use crate::grid::{Driver, Outcome};
use crate::kinds::Basis;

/// The verdict scale. "Not testable" is an answer of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum VerdictWord {
    /// Holds with probability above 0.66, and in more than four fifths of the specifications.
    Supported,
    /// Above 0.66 on the whole, but not robustly.
    LeansSupported,
    /// Between 0.33 and 0.66, or one decision alone turns it.
    Contested,
    /// Below 0.33 on the whole, but not robustly.
    LeansContradicted,
    /// Below 0.33, and in fewer than a fifth of the specifications.
    Contradicted,
    /// These data cannot tell.
    NotTestable,
}

impl VerdictWord {
    /// All words, from holding to failing, then the one apart.
    pub const ALL: [Self; 6] =
        [Self::Supported, Self::LeansSupported, Self::Contested, Self::LeansContradicted, Self::Contradicted, Self::NotTestable];

    /// The word as a reader sees it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Supported => "supported",
            Self::LeansSupported => "leans supported",
            Self::Contested => "contested",
            Self::LeansContradicted => "leans contradicted",
            Self::Contradicted => "contradicted",
            Self::NotTestable => "not testable",
        }
    }

    /// Reads the word off a probability, the robust share and the widest gap between the options of one node.
    pub fn of(probability: f64, robust_share: f64, widest_node: f64) -> Self {
        match () {
            () if widest_node > 0.5 => Self::Contested,
            () if probability > 0.66 && robust_share > 0.8 => Self::Supported,
            () if probability > 0.66 => Self::LeansSupported,
            () if probability < 0.33 && robust_share < 0.2 => Self::Contradicted,
            () if probability < 0.33 => Self::LeansContradicted,
            () => Self::Contested,
        }
    }
}

/// How good the evidence is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ConfidenceLevel {
    /// Thin or one-sided evidence.
    Low,
    /// Between.
    Moderate,
    /// Full coverage, several publishers, specifications agree.
    High,
}

impl ConfidenceLevel {
    /// The word as a reader sees it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Moderate => "moderate",
            Self::High => "high",
        }
    }
}

/// Confidence with its reasons.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct Confidence {
    /// The level.
    pub level: ConfidenceLevel,
    /// Why: coverage, publishers, agreement.
    pub reasons: Vec<String>,
}

/// The result of testing one claim.
#[derive(Debug, Clone, PartialEq)]
pub struct Verdict {
    /// The word.
    pub word: VerdictWord,
    /// Pooled probability that the claim holds; none if not testable.
    pub probability: Option<f64>,
    /// Fifth to ninety-fifth hundredth over specifications.
    pub interval: Option<(f64, f64)>,
    /// Share of specifications in which it holds.
    pub robust_share: Option<f64>,
    /// Number of specifications computed.
    pub specifications: usize,
    /// Decisions by how much they matter.
    pub drivers: Vec<Driver>,
    /// Why it is not testable, if so.
    pub reason: Option<String>,
    /// Confidence in the evidence.
    pub confidence: Confidence,
    /// What it was judged on.
    pub basis: Basis,
}

impl Verdict {
    /// Judges the outcome of a grid.
    pub fn from_outcome(outcome: &Outcome, basis: Basis) -> Self {
        let drivers = outcome.drivers();
        let widest = drivers.iter().map(|d| d.highest.1 - d.lowest.1).fold(0.0, f64::max);
        let (probability, robust_share) = (outcome.pooled(), outcome.robust_share());
        Self {
            word: VerdictWord::of(probability, robust_share, widest),
            probability: Some(probability),
            interval: Some(outcome.spread()),
            robust_share: Some(robust_share),
            specifications: outcome.cells.len(),
            drivers,
            reason: None,
            confidence: confidence(&basis, robust_share),
            basis,
        }
    }

    /// The verdict "not testable" with its reason.
    pub fn not_testable(reason: String, basis: Basis) -> Self {
        let reasons = vec![format!("no test was possible: {reason}")];
        Self {
            word: VerdictWord::NotTestable,
            probability: None,
            interval: None,
            robust_share: None,
            specifications: 0,
            drivers: Vec::new(),
            reason: Some(reason),
            confidence: Confidence { level: ConfidenceLevel::Low, reasons },
            basis,
        }
    }
}

/// The reason that stands beside a claim that no data could refute, because the model assumes it.
pub const BY_CONSTRUCTION: &str = "it follows from the model, whatever the data";

/// Coverage and number of publishers set a ceiling; agreement of the specifications decides below it.
fn confidence(basis: &Basis, robust_share: f64) -> Confidence {
    let agreement = robust_share.max(1.0 - robust_share);
    let percent = |share: f64| (share * 100.0).round();
    let mut reasons = vec![
        format!("{} of 100 needed cells are known", percent(basis.coverage)),
        format!("{} independent publisher{}", basis.publishers, if basis.publishers == 1 { "" } else { "s" }),
        format!("{} of 100 specifications agree", percent(agreement)),
    ];
    if basis.is_collection {
        reasons.push("counted in a collection, not a census".to_owned());
    }
    if basis.is_model {
        reasons.push("a model with assumed stakes, not a measurement".to_owned());
    }
    if basis.is_by_construction {
        reasons.push(BY_CONSTRUCTION.to_owned());
    }
    let level = match () {
        () if basis.is_model => ConfidenceLevel::Low,
        () if basis.coverage < 0.6 || basis.publishers <= 1 => ConfidenceLevel::Low,
        () if basis.coverage >= 0.8 && basis.publishers >= 3 && agreement >= 0.9 && !basis.is_collection => ConfidenceLevel::High,
        () => ConfidenceLevel::Moderate,
    };
    Confidence { level, reasons }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_scale() {
        for (p, r, gap, word) in [
            (0.9, 1.0, 0.1, VerdictWord::Supported),
            (0.7, 0.75, 0.1, VerdictWord::LeansSupported),
            (0.5, 0.5, 0.1, VerdictWord::Contested),
            (0.9, 1.0, 0.6, VerdictWord::Contested),
            (0.2, 0.25, 0.1, VerdictWord::LeansContradicted),
            (0.1, 0.0, 0.1, VerdictWord::Contradicted),
        ] {
            assert_eq!(VerdictWord::of(p, r, gap), word);
        }
    }

    #[test]
    fn one_publisher_is_never_more_than_low() {
        let basis = Basis { coverage: 1.0, publishers: 1, ..Basis::default() };
        assert_eq!(confidence(&basis, 1.0).level, ConfidenceLevel::Low);
    }
}
