//! The measures: pure functions on slices, with the seed as an argument and no input or output.
//!
//! Each measure stands in one file with its [`Card`]; [`REGISTRY`] lists the cards, and the documentation table is made from it.

pub mod arms;
pub mod dependence;
pub mod exercises;
pub mod random;
pub mod share;
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
    &arms::taper::CARD,
    &dependence::asymmetry::CARD,
    &exercises::decomposition::CARD,
    &exercises::graded_response::CARD,
    &exercises::jointness::CARD,
    &dependence::gains::CARD,
    &share::posterior::CARD,
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
