//! The contest over several theatres: who puts how much force where, and what a settled theatre changes.
//!
//! States divide their force over theatres. In each, success goes by the shares of impact, and the answer is an equilibrium: no state would
//! gain by dividing otherwise. [`solve`] finds it and proves it, [`counterfactual`] takes theatres away, [`draws`] does so under
//! uncertainty, [`crisis`] asks who profits when one theatre flares up, and [`alliance`] is a second model to set beside.
//!
//! An answer is an equilibrium of the model and no forecast: the model is static, knows no nuclear weapons, and how much a theatre is worth
//! to a state is an assumption. So a result is always reported with its assumptions and over a range of them.

pub mod alliance;
pub mod certificate;
pub mod counterfactual;
pub mod crisis;
pub mod distraction;
pub mod distribution;
pub mod draws;
pub mod fault;
pub mod game;
pub mod multiplier;
pub mod opportunity;
pub mod report;
pub mod settlement;
pub mod shock;
pub mod solve;
pub mod spearman;
pub mod study;
pub mod summary;
pub mod unilateral;
pub mod uniqueness;
pub mod windows;

mod best_response;
mod check;
mod extragradient;
mod global;
mod impact;
mod interior;
mod linear;
mod newton;
mod polish;
mod rescue;
mod root;
mod scaled;
mod sensitivity;
mod shares;
mod solver;

pub use shares::softplus;

#[cfg(test)]
pub(crate) mod fixtures;
#[cfg(test)]
mod tests;
