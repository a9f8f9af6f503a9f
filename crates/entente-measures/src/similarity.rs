//! How alike two states are in what they sign and how they vote.
//!
//! Everything but the shares of agreement is computed from [`joint::JointCounts`], the table that says how often the first state shows one
//! category while the second shows another. Sign and size depend on the statistic, so none is reported alone.

pub mod agreement;
pub mod alignment;
pub mod all_pairs;
pub mod joint;
pub mod kappa;
pub mod kappa_rank;
pub mod pi;
pub mod s_score;
pub mod tau_b;

#[cfg(test)]
pub(crate) mod fixtures;
