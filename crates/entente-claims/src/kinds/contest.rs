//! What the multi-theatre contest says of a settled border. Until the contest model lands, the answer is that there is no result.

use serde::{Deserialize, Serialize};

use super::Untestable;
use crate::grid::Outcome;

/// What is compared between the two sides, because "gains more" has three meanings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Quantity {
    /// How much larger a force would have to be to do as well without the settlement.
    Multiplier,
    /// Share of the force that is freed.
    ShareFreed,
    /// Success gained in the main theatre.
    SuccessGained,
}

/// Parameters.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Contest {
    /// What is compared or bounded.
    pub quantity: Quantity,
    /// State whose quantity is looked at, as an abbreviation.
    pub of: String,
    /// State it is compared with; none compares with `value`.
    pub than: Option<String>,
    /// Bound, where it is not compared with another state.
    pub value: Option<f64>,
}

impl Contest {
    #[allow(clippy::unused_self)] // the parameters are used by the model
    pub(super) fn evaluate(&self) -> Result<Outcome, Untestable> {
        Err(Untestable::new("no contest result: the multi-theatre model is not part of this version"))
    }
}
