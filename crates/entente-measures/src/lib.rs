//! The measures: pure functions on slices, with the seed as an argument and no input or output.
//!
//! Each measure stands in one file with its [`Card`]; [`REGISTRY`] lists the cards, and the documentation table is made from it.

pub mod agreements;
pub mod arms;
pub mod contest;
pub mod dependence;
pub mod exercises;
pub mod random;
pub mod rank;
pub mod share;
pub mod similarity;
pub mod trend;

/// What a reader must know before using a measure.
#[derive(Debug, Clone, Copy, serde::Serialize)]
pub struct Card {
    /// Id, as in outputs.
    pub id: &'static str,
    /// What one number is.
    pub is: &'static str,
    /// Unit and range.
    pub unit: &'static str,
    /// What absent input does.
    pub missing: &'static str,
    /// The formula in the paper's symbols.
    pub formula: &'static str,
    /// Author, year, doi.
    pub source: &'static str,
}

/// Every measure, in the order of its id.
pub const REGISTRY: &[&Card] = &[
    &agreements::institutional_depth::CARD,
    &agreements::formality::CARD,
    &agreements::obligation::CARD,
    &arms::concentration::CARD,
    &arms::overlap::CARD,
    &arms::taper::CARD,
    &contest::alliance::CARD,
    &contest::crisis::CARD,
    &contest::distraction::CARD,
    &contest::solve::CARD,
    &contest::counterfactual::CARD,
    &contest::multiplier::CARD,
    &contest::summary::CARD,
    &contest::windows::CARD,
    &dependence::asymmetry::CARD,
    &dependence::trade_gdp::CARD,
    &exercises::decomposition::CARD,
    &exercises::graded_response::CARD,
    &exercises::jointness::CARD,
    &dependence::gains::CARD,
    &rank::percentile::CARD,
    &share::posterior::CARD,
    &similarity::agreement::CARD,
    &similarity::alignment::CARD,
    &similarity::kappa::CARD,
    &similarity::kappa_rank::CARD,
    &similarity::pi::CARD,
    &similarity::s_score::CARD,
    &similarity::tau_b::CARD,
    &trend::change_point::CARD,
    &trend::mann_kendall::CARD,
    &trend::sen_slope::CARD,
    &trend::slope::CARD,
    &trend::switching_walk::CARD,
];

/// Why a measure gives no number.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Fewer observations than the measure needs.
    #[error("{measure} needs at least {needed} observations and has {found}")]
    TooFew {
        /// Which measure.
        measure: &'static str,
        /// How many it needs.
        needed: usize,
        /// How many there are.
        found: usize,
    },
    /// A value outside the domain, for instance a share above one or a number that is not finite.
    #[error("{measure}: {value} is outside {domain}")]
    Domain {
        /// Which measure.
        measure: &'static str,
        /// The value.
        value: f64,
        /// What it should have been.
        domain: &'static str,
    },
    /// The input is sound and the formula still has no value there, for instance because it divides by nothing.
    #[error("{measure} is undefined: {reason}")]
    Undefined {
        /// Which measure.
        measure: &'static str,
        /// Why.
        reason: Reason,
    },
    /// A sampler or solver that did not settle; there is no number to report.
    #[error("{measure} did not converge: largest R-hat {rhat:.3}, smallest effective sample {ess:.0}")]
    NotConverged {
        /// Which measure.
        measure: &'static str,
        /// Split R-hat of the worst parameter.
        rhat: f64,
        /// Effective sample size of the worst parameter.
        ess: f64,
    },
    /// A contest that is not sound or has no answer.
    #[error(transparent)]
    Contest(#[from] contest::fault::Fault),
}

/// Why a formula has no value on sound input.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Reason {
    /// A total too small to make shares of.
    #[error("the total is {total} and shares are made of {minimum} or more")]
    BelowMinimum {
        /// The total.
        total: f64,
        /// The least total.
        minimum: f64,
    },
    /// Chance alone would give perfect agreement: both sides are constant and equal.
    #[error("both sides always show the same one category, so chance alone would agree")]
    NoVariation,
    /// One side is constant and cannot be ordered.
    #[error("one of the two sides never varies")]
    ConstantSide,
    /// A correction of a variance that leaves nothing of it.
    #[error("the correction leaves {factor} of the variance")]
    NoVariance {
        /// The factor by which the variance is multiplied.
        factor: f64,
    },
    /// Nothing about the item is known.
    #[error("none of the items is known")]
    NothingKnown,
}

impl Error {
    /// The same error, of a measure that was computed by way of another.
    pub(crate) fn of(mut self, id: &'static str) -> Self {
        match &mut self {
            Self::TooFew { measure, .. }
            | Self::Domain { measure, .. }
            | Self::Undefined { measure, .. }
            | Self::NotConverged { measure, .. } => *measure = id,
            // A fault of a contest names its state or theatre, and no measure.
            Self::Contest(_) => {}
        }
        self
    }
}

pub(crate) fn check_finite(measure: &'static str, values: &[f64]) -> Result<(), Error> {
    match values.iter().find(|v| !v.is_finite()) {
        Some(value) => Err(Error::Domain { measure, value: *value, domain: "the finite numbers" }),
        None => Ok(()),
    }
}

pub(crate) fn check_count(measure: &'static str, found: usize, needed: usize) -> Result<(), Error> {
    if found < needed { Err(Error::TooFew { measure, needed, found }) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_registry_is_sorted_short_named_and_cited() {
        assert!(REGISTRY.windows(2).all(|pair| pair[0].id < pair[1].id));
        for card in REGISTRY {
            assert!(card.id.len() <= 28 && !card.source.is_empty() && !card.missing.is_empty(), "{}", card.id);
        }
    }
}
