//! The last digits: Newton on forces and prices together, over the slots in use alone.
//!
//! A certificate weighs a slot by its force, so a slot of no weight may still be off by much. Here the marginal value of every slot in use is
//! brought to the price of force, and a slot that is worth less than that is left.

use super::certificate::regret;
use super::impact::Impacts;
use super::interior;
use super::scaled::{Closing, Scaled};

/// Largest relative distance of a marginal value in use from the price that needs no polish. Chosen: a hundredth of what tests ask for.
const FINE: f64 = 1e-10;

/// Below this share of a state's force a slot counts as not in use where r is below one, which is never zero.
const FAINT: f64 = 1e-200;

/// Brings forces with a certificate nearer to the answer, or leaves them, and gives the largest relative distance of a marginal value in use
/// from the price. `impacts` belongs to the forces before and after.
pub(super) fn polish(game: &Scaled, force: &mut Vec<f64>, impacts: &mut Impacts) -> f64 {
    let before = distance(game, force, impacts);
    if before <= FINE {
        return before;
    }
    let prices = prices(game, force, impacts);
    let kept: Vec<bool> = (0..game.slots())
        .map(|e| {
            let short = 1.0 - impacts.slope[e] / prices[game.state[e]];
            force[e] > FAINT && !(game.r == 1.0 && short > 1e-7 && force[e] < 1e-6)
        })
        .collect();
    let restricted = game.restricted(&kept);
    let mut inner: Vec<f64> = (0..game.slots()).filter(|e| kept[*e]).map(|e| force[e]).collect();
    if !interior::stationary(&restricted, &mut inner, &mut Impacts::default(), 4) {
        impacts.compute(game, force);
        return before;
    }
    let mut inner = inner.into_iter();
    let left = |x: f64| if game.r == 1.0 { 0.0 } else { x };
    let trial: Vec<f64> = (0..game.slots()).map(|e| if kept[e] { inner.next().unwrap_or(0.0) } else { left(force[e]) }).collect();
    let old = regret(game, force, impacts).0;
    let new = regret(game, &trial, impacts).0;
    let after = distance(game, &trial, impacts);
    let is_better = new <= old.max(1e-14) && after < before;
    if is_better {
        *force = trial;
    }
    impacts.compute(game, force);
    if is_better { after } else { before }
}

/// Price of force: the mean of the marginal values over the force.
fn prices(game: &Scaled, force: &[f64], impacts: &Impacts) -> Vec<f64> {
    let price = |i: usize| {
        let sums = game
            .owned(i)
            .iter()
            .fold((0.0, 0.0), |(w, x), e| (w + if force[*e] > 0.0 { impacts.slope[*e] * force[*e] } else { 0.0 }, x + force[*e]));
        match game.closing[i] {
            Closing::Linear => 1.0,
            Closing::Quadratic => 2.0 * sums.1,
            Closing::Fixed(_) | Closing::Idle => sums.0 / sums.1,
        }
    };
    (0..game.states()).map(price).collect()
}

/// Largest relative distance of a marginal value in use from the price.
fn distance(game: &Scaled, force: &[f64], impacts: &Impacts) -> f64 {
    let prices = prices(game, force, impacts);
    let of = |e: usize| (impacts.slope[e] / prices[game.state[e]] - 1.0).abs();
    (0..game.slots()).filter(|e| force[*e] > FAINT).map(of).fold(0.0, f64::max)
}
