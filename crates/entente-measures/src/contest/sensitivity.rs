//! How an equilibrium moves when force counts a little more somewhere: the implicit function theorem on forces and prices.
//!
//! Slots without force stay empty, which is right except at the very point where one opens or closes; there the derivative has two sides
//! and this is one of them.

use super::impact::Impacts;
use super::linear;
use super::scaled::{Closing, Scaled};

/// Change of each slot's force for changes of the logarithms of the slots' reach. None where the derivative does not exist.
pub(super) fn sensitivity(game: &Scaled, force: &[f64], impacts: &Impacts, log_reach: &[f64]) -> Option<Vec<f64>> {
    let (slots, n) = (game.slots(), game.slots() + game.states());
    let (mut matrix, mut right) = (vec![0.0; n * n], vec![0.0; n]);
    let is_used = |e: usize| force[e] > 0.0;
    for e in 0..slots {
        matrix[e * n + e] = 1.0;
        if !is_used(e) {
            continue;
        }
        let k = game.theatre[e];
        let (own, others) = (impacts.own[e], impacts.others[e]);
        let total = own + others;
        // Marginal value over total, and what one per cent more impact of each participant does to it.
        let scale = game.value[e] * game.r * own / force[e] / total;
        for f in (game.first[k]..game.first[k + 1]).filter(|f| is_used(*f)) {
            let pull = if f == e { others * (others - own) } else { impacts.own[f] * (own - others) } / (total * total);
            let slope = scale * game.r * pull;
            right[e] += slope * log_reach[f];
            matrix[e * n + f] = -slope / force[f];
        }
        matrix[e * n + e] += scale * others / total / force[e];
        matrix[e * n + slots + game.state[e]] = 1.0;
        matrix[(slots + game.state[e]) * n + e] = 1.0;
    }
    for i in 0..game.states() {
        let row = slots + i;
        let is_free = game.owned(i).iter().any(|e| is_used(*e));
        match game.closing[i] {
            Closing::Fixed(_) if is_free => {}
            Closing::Quadratic if is_free => matrix[row * n + row] = -0.5,
            // The price does not move.
            _ => {
                matrix[row * n..(row + 1) * n].fill(0.0);
                matrix[row * n + row] = 1.0;
            }
        }
    }
    linear::solve(&mut matrix, &mut right).then(|| right[..slots].to_vec())
}
