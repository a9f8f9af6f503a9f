//! The contest over several theatres, from a file or for a page: what a quiet border frees.
//!
//! The numerics are [`entente_measures::contest`]; here is what stands around them: files, overrides, and what a page says.

pub mod page;
