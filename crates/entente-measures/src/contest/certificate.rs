//! Proof that forces are an equilibrium: a bound on what any state could still gain by dividing its force otherwise.
//!
//! The bound is computed from the forces alone, so anybody can compute it again from a printed answer. Up to r = 1 it follows from the
//! payoffs being concave; above, all divisions are searched as well, near and far.
//!
//! Formula: with a fixed force `max_k g_ik B_i - sum_k g_ik x_ik`; with a quadratic cost `sum_k (G - g_ik) x_ik + (G / 2 - c X)^2 / c`, where
//! G is the largest g; with a linear one `(G - c) sum v / c + c X - sum_k g_ik x_ik`. Above r = 1 also what the search finds, at first,
//! with mu the mean of g over the force, the bound `sum_k [ max_x (v p_k(x) - mu x) - (v p_k - mu x_ik) ]`.

use serde::{Deserialize, Serialize};

use super::global;
use super::impact::Impacts;
use super::scaled::{Closing, Scaled};

/// Largest regret allowed, as a share of what the state contends for.
pub const ALLOWED: f64 = 1e-10;

/// What found an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Method {
    /// Newton on the prices of force.
    Newton,
    /// Newton on forces, prices and dearness together, from the inside.
    InteriorPoint,
    /// Damped best responses.
    BestResponse,
    /// Extragradient steps, finished by one of the others.
    Extragradient,
    /// Nothing is contended for, so nothing was to be found.
    Trivial,
}

impl std::fmt::Display for Method {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Newton => "newton",
            Self::InteriorPoint => "interior point",
            Self::BestResponse => "best response",
            Self::Extragradient => "extragradient",
            Self::Trivial => "trivial",
        })
    }
}

/// The proof that comes with every answer.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Certificate {
    /// The most that any state could gain, before its payoff is scaled. Unit: value.
    pub max_regret: f64,
    /// The same as a share of the values that the state contends for; at most 1e-10.
    pub max_regret_share: f64,
    /// Steps of all methods tried.
    pub iterations: usize,
    /// What found the answer.
    pub method: Method,
}

/// Largest regret bound of all states: as a share of what the state contends for, and in units of value. Not a number counts as failed.
/// With r above 1 it bounds near divisions only.
pub(super) fn regret(game: &Scaled, force: &[f64], impacts: &mut Impacts) -> (f64, f64) {
    impacts.compute(game, force);
    let (mut share, mut absolute) = (0.0, 0.0);
    for i in 0..game.states() {
        if game.closing[i] == Closing::Idle {
            continue;
        }
        let slots = game.owned(i);
        let local = local_regret(game, i, slots, force, &impacts.slope);
        let at_stake: f64 = slots.iter().map(|e| game.value[*e]).sum();
        let bound = if local.is_nan() { f64::INFINITY } else { local.max(0.0) };
        share = f64::max(share, bound / at_stake);
        absolute = f64::max(absolute, bound * game.worth[i]);
    }
    (share, absolute)
}

/// The same over all divisions, near and far, for r above 1.
pub(super) fn regret_anywhere(game: &Scaled, force: &[f64], impacts: &mut Impacts) -> (f64, f64) {
    let (mut share, mut absolute) = regret(game, force, impacts);
    for i in (0..game.states()).filter(|i| game.closing[*i] != Closing::Idle) {
        let at_stake: f64 = game.owned(i).iter().map(|e| game.value[*e]).sum();
        let gain = global::gain(game, i, force, impacts, ALLOWED * at_stake);
        let gain = if gain.is_nan() { f64::INFINITY } else { gain };
        share = share.max(gain / at_stake);
        absolute = absolute.max(gain * game.worth[i]);
    }
    (share, absolute)
}

fn local_regret(game: &Scaled, state: usize, slots: &[usize], force: &[f64], slope: &[f64]) -> f64 {
    let most = slots.iter().map(|e| slope[*e]).fold(0.0, f64::max);
    let short: f64 = slots.iter().map(|e| (most - slope[*e]) * force[*e]).sum();
    let total: f64 = slots.iter().map(|e| force[*e]).sum();
    match game.closing[state] {
        // What is held elsewhere by a token could be moved here.
        Closing::Fixed(_) => short + (1.0 - total).abs() * most,
        Closing::Quadratic => short + (most / 2.0 - total).powi(2),
        Closing::Linear => {
            let at_stake: f64 = slots.iter().map(|e| game.value[*e]).sum();
            short + total * (1.0 - most) + (most - 1.0).max(0.0) * at_stake
        }
        Closing::Idle => 0.0,
    }
}
