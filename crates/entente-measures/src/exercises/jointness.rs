//! One result per exercise: joint, parallel, mixed or unknown, from the items on command and on mixing of forces.

use serde::{Deserialize, Serialize};

use crate::Card;

/// What the result is and where it comes from.
pub const CARD: Card = Card {
    id: "exercise_jointness",
    is: "whether an exercise was run jointly or in parallel",
    unit: "joint, parallel, mixed, unknown",
    missing: "either item unknown, and the other not decisive: unknown",
    formula: "joint: J2 >= 2 and J3 >= 2; parallel: J2 <= 1 and J3 <= 1; else mixed",
    source: "rubric of this project, after the distinctions in Weitz 2015 (Strategic Studies Institute)",
};

/// How an exercise was run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Jointness {
    /// Shared command and mixed forces.
    Joint,
    /// Separate command and separate forces.
    Parallel,
    /// One of the two.
    Mixed,
    /// The sources do not tell.
    Unknown,
}

impl Jointness {
    /// The word used in outputs.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Joint => "joint",
            Self::Parallel => "parallel",
            Self::Mixed => "mixed",
            Self::Unknown => "unknown",
        }
    }
}

/// Classifies from the codes for command (J2) and force mixing (J3), each 0 to 3 or unknown.
///
/// # Example
/// ```
/// use entente_measures::exercises::jointness::{jointness, Jointness};
/// assert_eq!(jointness(Some(2), Some(3)), Jointness::Joint);
/// assert_eq!(jointness(Some(2), None), Jointness::Unknown);
/// ```
pub fn jointness(command: Option<u8>, mixing: Option<u8>) -> Jointness {
    match (command, mixing) {
        (Some(2..), Some(2..)) => Jointness::Joint,
        (Some(..=1), Some(..=1)) => Jointness::Parallel,
        (Some(_), Some(_)) => Jointness::Mixed,
        _ => Jointness::Unknown,
    }
}
