//! Where one value stands among the others.

pub mod percentile;
