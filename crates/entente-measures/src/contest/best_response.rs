//! The best a state can do against given forces of all others, by water filling: force flows to where a unit is worth most, until what is
//! wet is worth the same everywhere. Sweeps of damped best responses find most equilibria, without a proof that they must.
//!
//! Formula: with r = 1, o the impact of others and stalemate, over the slots A that are used,
//! `1 / sqrt(mu) = (B + sum_A o / beta) / sum_A sqrt(v o / beta)` and `x = sqrt(v o / beta) / sqrt(mu) - o / beta`.
//! Elsewhere the price mu is found by Newton between bounds, and each slot's share solves `r v sigma (1 - sigma) = mu x`.
//! Above r = 1 the response is the best among its neighbours, on the branch where more force brings less and less; whether it is the best of
//! all is for [`super::global`] to say.

use super::impact::impact;
use super::scaled::{Closing, Scaled};
use super::shares::softplus;

/// Others' impact below this is taken as this, where everybody else has left a theatre and any force would win it.
pub(super) const FAINT: f64 = 1e-24;

/// How far a sweep moves towards the best response. Chosen: at one, two states may chase each other round for ever; at a quarter it takes
/// twice as many sweeps.
const DAMPING: f64 = 0.5;

/// Moves all states in turn half way towards their best responses; gives the largest change as a share of the state's force.
pub(super) fn sweep(game: &Scaled, force: &mut [f64], own: &mut Vec<f64>) -> f64 {
    own.clear();
    own.extend(force.iter().enumerate().map(|(e, x)| impact(game.r, game.reach[e], *x)));
    let mut largest: f64 = 0.0;
    for i in (0..game.states()).filter(|i| game.closing[*i] != Closing::Idle) {
        let others: Vec<f64> = game
            .owned(i)
            .iter()
            .map(|e| {
                let k = game.theatre[*e];
                let rest = (game.first[k]..game.first[k + 1]).filter(|f| f != e).map(|f| own[f]).sum::<f64>();
                (game.stalemate[k] + rest).max(FAINT)
            })
            .collect();
        let best = respond(game, game.owned(i), &others, game.closing[i]);
        for (e, x) in game.owned(i).iter().zip(best) {
            let step = DAMPING * (x - force[*e]);
            largest = largest.max(step.abs());
            force[*e] += step;
            own[*e] = impact(game.r, game.reach[*e], force[*e]);
        }
    }
    largest
}

/// Best response of a state over some of its slots to the others' impact in each of them.
pub(super) fn respond(game: &Scaled, slots: &[usize], others: &[f64], closing: Closing) -> Vec<f64> {
    if let (Closing::Fixed(budget), true) = (closing, game.r == 1.0) {
        return water_filling(game, slots, others, budget);
    }
    let log_price = price(closing, |log_price| demand(game, slots, others, log_price));
    let mut force: Vec<f64> = slots.iter().zip(others).map(|(e, o)| slot_demand(game, *e, *o, log_price).0).collect();
    if game.r > 1.0 && closing == Closing::Linear {
        // Each slot stands by itself: it is left if it does not pay.
        let pays = |e: usize, others: f64, x: f64| impact(game.r, game.reach[e], x) / others >= game.r - 1.0;
        slots.iter().zip(others).zip(&mut force).filter(|((e, o), x)| !pays(**e, **o, **x)).for_each(|(_, x)| *x = 0.0);
    }
    if let Closing::Fixed(budget) = closing {
        let total: f64 = force.iter().sum();
        force.iter_mut().for_each(|x| *x *= if total > 0.0 { budget / total } else { 0.0 });
    }
    force
}

/// The exact best response with r = 1 and a fixed force.
fn water_filling(game: &Scaled, slots: &[usize], others: &[f64], budget: f64) -> Vec<f64> {
    let depth = |j: usize| others[j] / game.reach[slots[j]];
    let root = |j: usize| (game.value[slots[j]] * depth(j)).sqrt();
    let marginal = |j: usize| game.value[slots[j]] / depth(j);
    let mut order: Vec<usize> = (0..slots.len()).collect();
    order.sort_by(|a, b| marginal(*b).total_cmp(&marginal(*a)));
    let (mut depths, mut roots, mut level) = (0.0, 0.0, 0.0);
    for j in order {
        // A slot is wet if its first unit is worth more than the price, which is one over the square of the level.
        if roots > 0.0 && marginal(j) * level * level <= 1.0 {
            break;
        }
        depths += depth(j);
        roots += root(j);
        level = (budget + depths) / roots;
    }
    (0..slots.len()).map(|j| (root(j) * level - depth(j)).max(0.0)).collect()
}

/// Force in one slot at a price, and its derivative by the logarithm of the price.
fn slot_demand(game: &Scaled, e: usize, others: f64, log_price: f64) -> (f64, f64) {
    let r = game.r;
    // r v sigma (1 - sigma) = mu x with x = (o sigma / (1 - sigma))^(1/r) / beta, as logarithms of the share's odds.
    let log_tau = log_price + others.ln() / r - game.log_gain[e];
    if r == 1.0 {
        let force = (game.value[e] * others / game.reach[e]).sqrt() * (-log_price / 2.0).exp() - others / game.reach[e];
        return if force > 0.0 { (force, -0.5 * (force + others / game.reach[e])) } else { (0.0, 0.0) };
    }
    let value_at = |logit: f64| -softplus(logit) - softplus(-logit) - logit / r - log_tau;
    // Above r = 1 the branch where force has falling returns, from the inflection on.
    let floor = if r > 1.0 { -((r + 1.0) / (r - 1.0)).ln() } else { f64::NEG_INFINITY };
    if r > 1.0 && value_at(floor) <= 0.0 {
        return (0.0, 0.0);
    }
    let mut logit = if log_tau < 0.0 { -log_tau * r / (1.0 + r) } else { -log_tau * r / (1.0 - r).max(0.05) };
    logit = logit.max(floor + 1.0);
    let mut share = 0.5;
    for _ in 0..80 {
        share = 1.0 / (1.0 + (-logit).exp());
        let step = value_at(logit) / (2.0 * share - 1.0 + 1.0 / r);
        logit = if logit + step > floor { logit + step } else { f64::midpoint(logit, floor) };
        if step.abs() <= 1e-15 * logit.abs().max(1.0) {
            break;
        }
    }
    let rest = 1.0 / (1.0 + logit.exp());
    let force = (game.log_gain[e] - game.reach[e].ln() - softplus(logit) - softplus(-logit) - log_price).exp();
    (force, -force / (r * (share - rest + 1.0 / r)))
}

/// The most that one slot can bring at a price of force, over all forces.
pub(super) fn worth_at(game: &Scaled, e: usize, others: f64, price: f64) -> f64 {
    let force = slot_demand(game, e, others, price.ln()).0;
    let own = impact(game.r, game.reach[e], force);
    (game.value[e] * own / (own + others) - price * force).max(0.0)
}

fn demand(game: &Scaled, slots: &[usize], others: &[f64], log_price: f64) -> (f64, f64) {
    slots.iter().zip(others).map(|(e, o)| slot_demand(game, *e, *o, log_price)).fold((0.0, 0.0), |(x, dx), (y, dy)| (x + y, dx + dy))
}

/// Logarithm of the price at which the total demanded is what the state has or wants.
fn price(closing: Closing, demand: impl Fn(f64) -> (f64, f64)) -> f64 {
    // Logarithm of demand over what closes it, which falls with the price, and its slope.
    let excess = |log_price: f64| {
        let (total, slope) = demand(log_price);
        match closing {
            Closing::Fixed(budget) => ((total / budget).ln(), slope / total),
            Closing::Quadratic => ((2.0 * total).ln() - log_price, slope / total - 1.0),
            Closing::Linear | Closing::Idle => (0.0, -1.0),
        }
    };
    let (mut low, mut high, mut at) = (f64::NEG_INFINITY, f64::INFINITY, 0.0);
    for _ in 0..200 {
        let (value, slope) = excess(at);
        if value.abs() <= 1e-15 {
            break;
        }
        if value > 0.0 {
            low = at
        } else {
            high = at
        }
        let newton = at - (value / slope).clamp(-20.0, 20.0);
        let next = if newton > low && newton < high && newton.is_finite() {
            newton
        } else if low.is_finite() && high.is_finite() {
            f64::midpoint(low, high)
        } else {
            at + if value > 0.0 { 3.0 } else { -3.0 }
        };
        if (next - at).abs() <= 4e-16 * at.abs().max(1.0) {
            break;
        }
        at = next;
    }
    // In a jump, which only r above 1 has, the side on which force is not left over.
    if low.is_finite() && excess(at).0 == f64::NEG_INFINITY { low } else { at }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contest::game::{Game, State, Theatre};

    /// By hand: B = 3, depths 1 and 4, values 1: level = (3 + 5) / (1 + 2), x = 8/3 - 1 and 16/3 - 4. With B = 0.5 the deeper stays dry.
    #[test]
    fn water_fills_the_shallow_first() {
        for (budget, expected) in [(3.0, [5.0 / 3.0, 4.0 / 3.0]), (0.5, [0.5, 0.0])] {
            let game = two_fronts(budget, 1.0);
            let unit = game.unit[0];
            let others: Vec<f64> = game.owned(0).iter().zip([1.0, 4.0]).map(|(e, o)| o * game.reach[*e] / unit).collect();
            for (x, expected) in respond(&game, game.owned(0), &others, game.closing[0]).iter().zip(expected) {
                assert!((x * unit - expected).abs() < 1e-12, "{x}"); // rounding
            }
        }
    }

    /// The same with the price searched for: as r nears one, the general method nears the exact one.
    #[test]
    fn nearly_one_is_nearly_the_same() {
        let (exact, near) = (two_fronts(3.0, 1.0), two_fronts(3.0, 1.0 - 1e-9));
        let others = [0.3, 0.9];
        let found = |game: &Scaled| respond(game, game.owned(0), &others, game.closing[0]);
        for (a, b) in found(&exact).iter().zip(found(&near)) {
            assert!((a - b).abs() < 1e-7, "{a} {b}"); // r differs by 1e-9
        }
    }

    fn two_fronts(force: f64, r: f64) -> Scaled {
        let states = vec![State::with_force("a", force), State::with_force("b", 1.0)];
        let theatres = vec![Theatre::new("near", &["a", "b"], 1.0), Theatre::new("far", &["a", "b"], 1.0)];
        Scaled::new(&Game::new(states, theatres, r).unwrap(), &[1.0, 1.0])
    }
}
