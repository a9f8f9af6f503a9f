//! The best a state could do anywhere, where payoffs are not concave: r above 1.
//!
//! First a bound: at a price of force no division is worth more than the best use of each slot at that price (weak duality). If that does
//! not settle it, a search: all divisions on a grid of the force, by dynamic programming, and the best of them finished by water filling.
//! Weakness: a better division that beats the answer by less than the grid can see, and lies elsewhere, may be missed.

use super::best_response;
use super::impact::{Impacts, impact};
use super::scaled::{Closing, Scaled};

/// Parts into which the grid divides a state's force. Chosen: at half or double, the same contests were accepted in tests.
const PARTS: usize = 256;

/// Largest gain found for a state, over all its divisions; zero if there is proven to be none above `allowed`.
pub(super) fn gain(game: &Scaled, state: usize, force: &[f64], impacts: &Impacts, allowed: f64) -> f64 {
    let slots = game.owned(state);
    let total: f64 = slots.iter().map(|e| force[*e]).sum();
    let price = match game.closing[state] {
        Closing::Fixed(_) => slots.iter().map(|e| impacts.slope[*e] * force[*e]).sum::<f64>() / total,
        Closing::Quadratic => 2.0 * total,
        Closing::Linear | Closing::Idle => 1.0,
    };
    let bound = bound(game, slots, force, impacts, price);
    if bound <= allowed || matches!(game.closing[state], Closing::Linear) {
        return bound;
    }
    let value = |division: &[f64]| worth(game, slots, impacts, game.closing[state], division);
    let now = value(&slots.iter().map(|e| force[*e]).collect::<Vec<_>>());
    let found = on_grid(game, slots, impacts, game.closing[state]);
    let finished = finish(game, slots, impacts, game.closing[state], &found);
    value(&found).max(value(&finished)) - now
}

/// Weak duality: what the best use of each slot at a price brings beyond the present use.
fn bound(game: &Scaled, slots: &[usize], force: &[f64], impacts: &Impacts, price: f64) -> f64 {
    let over = |e: &usize| {
        let others = impacts.others[*e];
        let best = if others == 0.0 { game.value[*e] } else { best_response::worth_at(game, *e, others, price) };
        (best - (game.value[*e] * impacts.success[*e] - price * force[*e])).max(0.0)
    };
    slots.iter().map(over).sum()
}

fn success(game: &Scaled, impacts: &Impacts, e: usize, force: f64) -> f64 {
    let own = impact(game.r, game.reach[e], force);
    if own + impacts.others[e] > 0.0 { own / (own + impacts.others[e]) } else { impacts.success[e] }
}

fn worth(game: &Scaled, slots: &[usize], impacts: &Impacts, closing: Closing, division: &[f64]) -> f64 {
    let total: f64 = division.iter().sum();
    let prizes: f64 = slots.iter().zip(division).map(|(e, x)| game.value[*e] * success(game, impacts, *e, *x)).sum();
    prizes - if closing == Closing::Quadratic { total * total } else { 0.0 }
}

/// The best division on the grid.
fn on_grid(game: &Scaled, slots: &[usize], impacts: &Impacts, closing: Closing) -> Vec<f64> {
    let most = match closing {
        Closing::Fixed(budget) => budget,
        // More than all prizes are worth is never spent.
        _ => slots.iter().map(|e| game.value[*e]).sum::<f64>().sqrt(),
    };
    let unit = most / PARTS as f64;
    let mut best = vec![0.0; PARTS + 1];
    let mut used = Vec::with_capacity(slots.len());
    for e in slots {
        let brings: Vec<f64> = (0..=PARTS).map(|j| game.value[*e] * success(game, impacts, *e, j as f64 * unit)).collect();
        let choice =
            |total: usize| (0..=total).map(|j| (brings[j] + best[total - j], j)).max_by(|a, b| a.0.total_cmp(&b.0)).unwrap_or((0.0, 0));
        let (next, parts): (Vec<f64>, Vec<usize>) = (0..=PARTS).map(choice).unzip();
        best = next;
        used.push(parts);
    }
    let cost = |total: usize| if closing == Closing::Quadratic { (total as f64 * unit).powi(2) } else { 0.0 };
    let last = if closing == Closing::Quadratic { 0 } else { PARTS };
    let mut left = (last..=PARTS).max_by(|a, b| (best[*a] - cost(*a)).total_cmp(&(best[*b] - cost(*b)))).unwrap_or(PARTS);
    let mut division = vec![0.0; slots.len()];
    for (j, parts) in used.iter().enumerate().rev() {
        division[j] = parts[left] as f64 * unit;
        left -= parts[left];
    }
    division
}

/// The same slots in use, filled exactly.
fn finish(game: &Scaled, slots: &[usize], impacts: &Impacts, closing: Closing, division: &[f64]) -> Vec<f64> {
    let in_use: Vec<usize> = (0..slots.len()).filter(|j| division[*j] > 0.0).collect();
    let chosen: Vec<usize> = in_use.iter().map(|j| slots[*j]).collect();
    let others: Vec<f64> = chosen.iter().map(|e| impacts.others[*e].max(f64::MIN_POSITIVE)).collect();
    let mut out = vec![0.0; slots.len()];
    for (j, x) in in_use.iter().zip(best_response::respond(game, &chosen, &others, closing)) {
        out[*j] = x;
    }
    out
}
