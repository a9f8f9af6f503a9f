//! Steps along the marginal values with a look ahead (Korpelevich 1976): slow, and bound to arrive where the contest is monotone.
//!
//! Marginal values have no bound near zero force, so every slot keeps at least [`FLOOR`] of the state's force; on that set they are
//! Lipschitz and the method converges. What it finds is then within the floor of the answer, near enough for the faster methods, which
//! finish it.
//!
//! Formula: `y = P(x - eta F(x))`, `x' = P(x - eta F(y))` with F the negative marginal values, P the projection on the feasible forces, and
//! eta halved until `eta |F(x) - F(y)| <= 0.9 |x - y|`.

use super::impact::Impacts;
use super::scaled::{Closing, Scaled};

/// Least force in a slot, as a share of the state's. Chosen: at half or double the same basin is reached.
pub(super) const FLOOR: f64 = 1e-9;

/// Takes at most `limit` steps from `force`; gives how many it took.
pub(super) fn extragradient(game: &Scaled, force: &mut [f64], impacts: &mut Impacts, limit: usize) -> usize {
    let n = game.slots();
    project(game, force);
    let mut eta = 0.1;
    let (mut ahead, mut here) = (vec![0.0; n], vec![0.0; n]);
    for taken in 0..limit {
        gradient(game, force, impacts, &mut here);
        loop {
            ahead.iter_mut().zip(force.iter().zip(&here)).for_each(|(y, (x, g))| *y = x + eta * g);
            project(game, &mut ahead);
            let there = { gradient(game, &ahead, impacts, &mut Vec::new()) };
            let moved = distance(force, &ahead);
            if eta * distance(&here, &there) <= 0.9 * moved || moved == 0.0 || eta < 1e-18 {
                let before = force.to_vec();
                force.iter_mut().zip(&there).for_each(|(x, g)| *x += eta * g);
                project(game, force);
                if distance(&before, force) <= 1e-14 {
                    return taken + 1;
                }
                break;
            }
            eta *= 0.5;
        }
        eta *= 1.2;
    }
    limit
}

/// Marginal value of force in each slot, less its marginal cost.
fn gradient(game: &Scaled, force: &[f64], impacts: &mut Impacts, out: &mut Vec<f64>) -> Vec<f64> {
    impacts.compute(game, force);
    out.clear();
    out.extend_from_slice(&impacts.slope);
    for i in 0..game.states() {
        let cost = match game.closing[i] {
            Closing::Fixed(_) | Closing::Idle => 0.0,
            Closing::Quadratic => 2.0 * game.owned(i).iter().map(|e| force[*e]).sum::<f64>(),
            Closing::Linear => 1.0,
        };
        game.owned(i).iter().for_each(|e| out[*e] -= cost);
    }
    out.clone()
}

fn distance(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| (x - y) * (x - y)).sum::<f64>().sqrt()
}

/// The nearest feasible forces: at least the floor in every slot, and with a fixed force all of it used.
fn project(game: &Scaled, force: &mut [f64]) {
    for i in 0..game.states() {
        let slots = game.owned(i);
        let shift = match game.closing[i] {
            Closing::Fixed(budget) => {
                let mut sorted: Vec<f64> = slots.iter().map(|e| force[*e]).collect();
                sorted.sort_by(|a, b| b.total_cmp(a));
                let free = budget - FLOOR * slots.len() as f64;
                let mut sum = 0.0;
                let mut shift = 0.0;
                for (count, x) in sorted.iter().enumerate() {
                    sum += x - FLOOR;
                    let candidate = (sum - free) / (count as f64 + 1.0);
                    if x - FLOOR > candidate {
                        shift = candidate;
                    }
                }
                shift
            }
            _ => 0.0,
        };
        slots.iter().for_each(|e| force[*e] = (force[*e] - shift).max(FLOOR));
    }
}
