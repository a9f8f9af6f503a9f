//! Impact, success and marginal value of force, from the forces alone. The certificate rests on this and on nothing a solver says.

use super::scaled::Scaled;

/// What follows from the forces in each slot.
#[derive(Debug, Clone, Default)]
pub(super) struct Impacts {
    /// Impact phi.
    pub(super) own: Vec<f64>,
    /// Stalemate mass plus the impact of all others: added up and not subtracted, so that a giant does not drown a dwarf.
    pub(super) others: Vec<f64>,
    /// Success p.
    pub(super) success: Vec<f64>,
    /// Marginal value g of force.
    pub(super) slope: Vec<f64>,
}

/// Impact of a force.
pub(super) fn impact(r: f64, reach: f64, force: f64) -> f64 {
    if r == 1.0 { reach * force } else { (reach * force).powf(r) }
}

impl Impacts {
    /// Computes all four.
    pub(super) fn compute(&mut self, game: &Scaled, force: &[f64]) {
        let n = game.slots();
        for list in [&mut self.own, &mut self.others, &mut self.success, &mut self.slope] {
            list.resize(n, 0.0);
        }
        for (e, x) in force.iter().enumerate() {
            self.own[e] = impact(game.r, game.reach[e], *x);
        }
        for k in 0..game.theatres() {
            let slots = game.first[k]..game.first[k + 1];
            let mut before = game.stalemate[k];
            for e in slots.clone() {
                self.others[e] = before;
                before += self.own[e];
            }
            let mut after = 0.0;
            for e in slots.clone().rev() {
                self.others[e] += after;
                after += self.own[e];
            }
            for e in slots.clone() {
                let total = self.own[e] + self.others[e];
                if total == 0.0 {
                    (self.success[e], self.slope[e]) = (1.0 / slots.len() as f64, f64::INFINITY);
                    continue;
                }
                let (share, rest) = (self.own[e] / total, self.others[e] / total);
                self.success[e] = share;
                self.slope[e] = match force[e] {
                    _ if game.r == 1.0 => game.value[e] * game.reach[e] * rest / total,
                    0.0 if game.r > 1.0 => 0.0,
                    0.0 => f64::INFINITY,
                    x => game.value[e] * game.r * share * rest / x,
                };
            }
        }
    }
}
