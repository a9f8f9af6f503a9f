//! What is known about one cell of a table. A number alone cannot say why it is absent; a [`Cell`] can.

use serde::{Deserialize, Serialize};

/// One value with its state of knowledge. Unobserved is not zero.
///
/// # Example
/// ```
/// use entente_core::Cell;
/// let past_the_source = Cell::<f64>::NotCovered;
/// assert_eq!(past_the_source.value(), None);
/// assert_eq!(Cell::ZeroByRule::<f64>.value(), Some(0.0));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(tag = "status", content = "value", rename_all = "snake_case")]
pub enum Cell<T> {
    /// The source gives this value.
    Observed(T),
    /// The source claims full coverage here and has no record, so the value is zero.
    ZeroByRule,
    /// The source covers this place and gives no value.
    Missing,
    /// The source does not cover this place: another year, another kind of state.
    NotCovered,
    /// The question makes no sense here.
    NotApplicable,
}

/// The state of a [`Cell`] without its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CellStatus {
    /// Given by the source.
    Observed,
    /// Zero because the source covers the place and has no record.
    ZeroByRule,
    /// Covered, and no value given.
    Missing,
    /// Outside the source's coverage.
    NotCovered,
    /// The question makes no sense here.
    NotApplicable,
}

impl CellStatus {
    /// The word used in every output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Observed => "observed",
            Self::ZeroByRule => "zero_by_rule",
            Self::Missing => "missing",
            Self::NotCovered => "not_covered",
            Self::NotApplicable => "not_applicable",
        }
    }

    /// Says whether a number stands behind the cell.
    pub fn is_known(self) -> bool {
        matches!(self, Self::Observed | Self::ZeroByRule)
    }
}

impl<T> Cell<T> {
    /// The state of the cell.
    pub fn status(&self) -> CellStatus {
        match self {
            Self::Observed(_) => CellStatus::Observed,
            Self::ZeroByRule => CellStatus::ZeroByRule,
            Self::Missing => CellStatus::Missing,
            Self::NotCovered => CellStatus::NotCovered,
            Self::NotApplicable => CellStatus::NotApplicable,
        }
    }

    /// Applies a function to an observed value. A zero by rule stays one: use it only for functions that keep zero.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Cell<U> {
        match self {
            Self::Observed(value) => Cell::Observed(f(value)),
            Self::ZeroByRule => Cell::ZeroByRule,
            Self::Missing => Cell::Missing,
            Self::NotCovered => Cell::NotCovered,
            Self::NotApplicable => Cell::NotApplicable,
        }
    }
}

impl<T: Copy + Default> Cell<T> {
    /// The number behind the cell: the observed value, or zero where the rule says so.
    pub fn value(&self) -> Option<T> {
        match self {
            Self::Observed(value) => Some(*value),
            Self::ZeroByRule => Some(T::default()),
            Self::Missing | Self::NotCovered | Self::NotApplicable => None,
        }
    }
}
