//! Judgement as a pure function: a [`claim::Claim`] and the [`evidence::Evidence`] in, a [`verdict::Verdict`] out.
//!
//! Nothing here reads a file or a clock, and nothing here knows where the evidence was stored, so a verdict can be replayed.

pub mod claim;
pub mod contest;
pub mod evidence;
pub mod filter;
pub mod grid;
pub mod kinds;
pub mod likelihood;
pub mod rubric;
pub mod verdict;

pub use claim::Claim;
pub use evidence::{Evidence, Figure, Point, Record, Series, SeriesKey, Table};
pub use kinds::Test;
pub use rubric::{Rubric, RubricVerdict};
pub use verdict::{Confidence, Verdict, VerdictWord};
