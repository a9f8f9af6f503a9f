//! An interior-point method: forces, the prices of force, and how much too dear each slot is, moved together by Newton, while the product of
//! force and dearness is driven to nothing from above.
//!
//! Corners make the demand for force nearly a step, at which Newton on prices alone may stall: there a dwarf meets two giants. Here forces
//! are unknowns of their own and nothing is steep. Theatres are eliminated one by one, so the equations left are as many as there are states.
//!
//! Formula: `g_ik + z_ik = mu_i`, `x_ik z_ik = tau`, `sum_k x_ik = B_i`, tau to zero.

use super::impact::Impacts;
use super::linear;
use super::scaled::{Closing, Scaled};

/// Memory and unknowns.
struct Interior {
    price: Vec<f64>,
    dear: Vec<f64>,
    /// For each theatre its matrix, and then the inverse of it.
    blocks: Vec<Vec<f64>>,
    /// Answer of each slot to the residuals alone.
    free: Vec<f64>,
}

/// Moves forces to an equilibrium in at most `limit` steps; gives how many it took.
pub(super) fn interior(game: &Scaled, force: &mut [f64], impacts: &mut Impacts, limit: usize) -> usize {
    impacts.compute(game, force);
    let price = super::newton::starting_prices(game, force, &impacts.slope).iter().map(|l| l.exp()).collect();
    let dear = (0..game.slots()).map(|e| 0.1 * game.value[e] / force[e] / game.slots() as f64).collect();
    let mut state = Interior { price, dear, blocks: vec![Vec::new(); game.theatres()], free: vec![0.0; game.slots()] };
    for taken in 0..limit {
        impacts.compute(game, force);
        let tau = force.iter().zip(&state.dear).map(|(x, z)| x * z).sum::<f64>() / game.slots() as f64;
        if tau <= 1e-22 && state.error(game, force, impacts) <= 1e-13 {
            return taken;
        }
        let Some((dx, dprice)) = state.direction(game, force, impacts, 0.1 * tau) else { return taken };
        state.advance(force, &dx, &dprice, 0.1 * tau);
    }
    limit
}

/// Newton on the conditions without corners: every slot is in use. False if it leaves the forces above zero.
pub(super) fn stationary(game: &Scaled, force: &mut [f64], impacts: &mut Impacts, steps: usize) -> bool {
    impacts.compute(game, force);
    let price = super::newton::starting_prices(game, force, &impacts.slope).iter().map(|l| l.exp()).collect();
    let mut state =
        Interior { price, dear: vec![0.0; game.slots()], blocks: vec![Vec::new(); game.theatres()], free: vec![0.0; game.slots()] };
    for _ in 0..steps {
        impacts.compute(game, force);
        let Some((dx, dprice)) = state.direction(game, force, impacts, 0.0) else { return false };
        force.iter_mut().zip(&dx).for_each(|(x, d)| *x += d);
        state.price.iter_mut().zip(&dprice).for_each(|(p, d)| *p += d);
        if force.iter().any(|x| x.is_nan() || *x <= 0.0) {
            return false;
        }
    }
    true
}

impl Interior {
    /// How dear a slot is beyond its dearness: zero at the answer.
    fn dual(&self, game: &Scaled, impacts: &Impacts, e: usize) -> f64 {
        self.price[game.state[e]] - impacts.slope[e] - self.dear[e]
    }

    /// What is missing in a state's account.
    fn primal(&self, game: &Scaled, force: &[f64], i: usize) -> f64 {
        let total: f64 = game.owned(i).iter().map(|e| force[*e]).sum();
        match game.closing[i] {
            Closing::Fixed(budget) => total - budget,
            Closing::Quadratic => total - self.price[i] / 2.0,
            Closing::Linear | Closing::Idle => 0.0,
        }
    }

    fn error(&self, game: &Scaled, force: &[f64], impacts: &Impacts) -> f64 {
        let dual = (0..game.slots()).map(|e| (self.dual(game, impacts, e) * force[e]).abs()).fold(0.0, f64::max);
        (0..game.states()).map(|i| (self.primal(game, force, i) * self.price[i]).abs()).fold(dual, f64::max)
    }

    /// Newton direction of forces and prices, aiming at products of `target`. None if the equations are singular.
    fn direction(&mut self, game: &Scaled, force: &[f64], impacts: &Impacts, target: f64) -> Option<(Vec<f64>, Vec<f64>)> {
        let n = game.states();
        let (mut matrix, mut right) = (vec![0.0; n * n], vec![0.0; n]);
        for k in 0..game.theatres() {
            let first = game.first[k];
            let size = game.first[k + 1] - first;
            let inverse = self.block(game, force, impacts, k)?;
            for a in 0..size {
                let row = game.state[first + a];
                let mut answer = 0.0;
                for b in 0..size {
                    let e = first + b;
                    answer -= inverse[a * size + b] * (self.dual(game, impacts, e) + self.dear[e] - target / force[e]);
                    matrix[row * n + game.state[e]] += inverse[a * size + b];
                }
                self.free[first + a] = answer;
                right[row] += answer;
            }
            self.blocks[k] = inverse;
        }
        for i in 0..n {
            right[i] += self.primal(game, force, i);
            match game.closing[i] {
                Closing::Fixed(_) => {}
                Closing::Quadratic => matrix[i * n + i] += 0.5,
                Closing::Linear | Closing::Idle => {
                    matrix[i * n..(i + 1) * n].fill(0.0);
                    (matrix[i * n + i], right[i]) = (1.0, 0.0);
                }
            }
        }
        if !linear::solve(&mut matrix, &mut right) {
            return None;
        }
        let mut dx = self.free.clone();
        for k in 0..game.theatres() {
            let first = game.first[k];
            let size = game.first[k + 1] - first;
            for a in 0..size {
                dx[first + a] -= (0..size).map(|b| self.blocks[k][a * size + b] * right[game.state[first + b]]).sum::<f64>();
            }
        }
        dx.iter().all(|x| x.is_finite()).then_some((dx, right))
    }

    /// Inverse of one theatre's matrix: minus the derivatives of marginal values, and dearness over force on the diagonal.
    fn block(&self, game: &Scaled, force: &[f64], impacts: &Impacts, k: usize) -> Option<Vec<f64>> {
        let first = game.first[k];
        let size = game.first[k + 1] - first;
        let mut matrix = vec![0.0; size * size];
        for a in 0..size {
            let e = first + a;
            let (own, others) = (impacts.own[e], impacts.others[e]);
            let total = own + others;
            for b in 0..size {
                let f = first + b;
                let rise = game.r * impacts.own[f] / total / force[f];
                let scale = game.value[e] * game.r * own / total / force[e];
                matrix[a * size + b] = if a == b {
                    // -g' = v o/T [ 2 (phi'/T)^2 - phi''/T ]
                    scale * others / total * (2.0 * rise - (game.r - 1.0) / force[e]) + self.dear[e] / force[e]
                } else {
                    scale * rise * (others - own) / total
                };
            }
        }
        linear::invert(&matrix, size)
    }

    /// Takes the step, or as much of it as keeps forces and dearness above zero.
    fn advance(&mut self, force: &mut [f64], dx: &[f64], dprice: &[f64], target: f64) {
        let dz: Vec<f64> = (0..force.len()).map(|e| (target - self.dear[e] * (force[e] + dx[e])) / force[e]).collect();
        let mut length: f64 = 1.0;
        for e in 0..force.len() {
            for (at, step) in [(force[e], dx[e]), (self.dear[e], dz[e])] {
                if step < 0.0 {
                    length = length.min(-0.95 * at / step);
                }
            }
        }
        for e in 0..force.len() {
            force[e] += length * dx[e];
            self.dear[e] += length * dz[e];
        }
        for (price, step) in self.price.iter_mut().zip(dprice) {
            let next = *price + length * step;
            // A price of force is above zero.
            *price = if next > 0.0 { next } else { *price * 0.1 };
        }
    }
}
