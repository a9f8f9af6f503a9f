//! The words of entente, as types: who ([`state`], [`dyad`]), when ([`year`]), what is known ([`cell`], [`coverage`]),
//! in what ([`unit`]), from where ([`provenance`]) and what looked odd ([`finding`]).
//!
//! Nothing here reads a file, a clock or the network, and nothing here computes a measure.

pub mod cell;
pub mod coverage;
pub mod crosswalk;
pub mod date;
pub mod dyad;
pub mod finding;
pub mod nearest;
pub mod provenance;
pub mod resolve;
pub mod state;
#[cfg(feature = "testkit")]
pub mod testkit;
pub mod unit;
pub mod year;

pub use cell::{Cell, CellStatus};
pub use coverage::Coverage;
pub use date::PartialDate;
pub use dyad::{DirectedDyad, Dyad};
pub use finding::{Finding, Severity};
pub use provenance::{Citation, CitationKind, Locator, SourceGrade};
pub use state::{Register, Spell, State, StateCode, System};
pub use unit::{Quantity, Unit};
pub use year::{Year, YearSpan};
