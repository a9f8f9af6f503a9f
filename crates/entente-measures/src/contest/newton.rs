//! Newton on the prices of force: the shares of every theatre follow from the prices, and the prices are right when every state's force adds
//! up to what it has (or, with a cost, to what it is ready to pay for).
//!
//! The equations are the conditions of Karush, Kuhn and Tucker with all slots eliminated. With common values they are monotone, so the
//! direction always leads downhill; at corners (r = 1) they have kinks and the derivative of the present side is taken, as semismooth
//! methods do. It may stall all the same far from the answer, so the caller certifies what comes out.

use super::linear;
use super::scaled::{Closing, Scaled};
use super::shares::Shares;

/// Reusable memory of one solver.
#[derive(Debug, Clone, Default)]
pub(super) struct Workspace {
    pub(super) shares: Shares,
    totals: Vec<f64>,
    residual: Vec<f64>,
    matrix: Vec<f64>,
    step: Vec<f64>,
    trial: Vec<f64>,
}

/// How far a price may move in one step, as a logarithm. Chosen: a factor of twenty; at half or double the steps taken are nearly the same.
const LARGEST_STEP: f64 = 3.0;

impl Workspace {
    /// Moves the prices, given as logarithms, towards the answer and says how many steps it took. Forces are in `shares` afterwards.
    pub(super) fn newton(&mut self, game: &Scaled, log_price: &mut [f64], limit: usize) -> usize {
        let mut merit = self.evaluate(game, log_price);
        for taken in 0..limit {
            if self.residual.iter().all(|r| r.abs() <= 5e-15) || !self.direction(game) {
                return taken;
            }
            let is_empty = self.residual.contains(&-1.0);
            let mut length = 1.0;
            loop {
                self.trial.clear();
                self.trial.extend(log_price.iter().zip(&self.step).map(|(l, s)| l + length * s));
                let trial = std::mem::take(&mut self.trial);
                let found = self.evaluate(game, &trial);
                self.trial = trial;
                // From a price at which a state would stay at home, any way is downhill.
                if found < merit * (1.0 - 1e-4 * length) || (is_empty && found.is_finite()) {
                    log_price.copy_from_slice(&self.trial);
                    merit = found;
                    break;
                }
                length *= 0.5;
                if length < 1e-4 {
                    self.evaluate(game, log_price);
                    return taken;
                }
            }
        }
        limit
    }

    /// Fills shares and residuals at these prices and gives the sum of their squares.
    fn evaluate(&mut self, game: &Scaled, log_price: &[f64]) -> f64 {
        self.shares.at(game, log_price);
        self.totals.clear();
        self.totals.resize(game.states(), 0.0);
        game.state.iter().zip(&self.shares.force).for_each(|(i, x)| self.totals[*i] += x);
        self.residual.clear();
        let price = &self.shares.price;
        self.residual.extend((0..game.states()).map(|i| {
            // A logarithm above, because demand may be far too large, and a ratio below, because at a corner it may be nothing.
            let ratio = self.totals[i] / wanted(game.closing[i], price[i]);
            match game.closing[i] {
                Closing::Linear | Closing::Idle => 0.0,
                _ if ratio > 1.0 => ratio.ln(),
                _ => ratio - 1.0,
            }
        }));
        self.residual.iter().map(|r| r * r).sum()
    }

    /// The Newton direction into `step`.
    fn direction(&mut self, game: &Scaled) -> bool {
        let n = game.states();
        if !self.jacobian(game) {
            return false;
        }
        self.step.clear();
        self.step.extend((0..n).map(|i| match game.closing[i] {
            Closing::Fixed(_) | Closing::Quadratic if self.totals[i] == 0.0 => self.shares.dearness(game, i),
            _ => -self.residual[i],
        }));
        let mut matrix = std::mem::take(&mut self.matrix);
        let is_regular = linear::solve(&mut matrix[..n * n], &mut self.step);
        self.matrix = matrix;
        let longest = self.step.iter().fold(0.0_f64, |m, s| m.max(s.abs()));
        if longest > LARGEST_STEP {
            self.step.iter_mut().for_each(|s| *s *= LARGEST_STEP / longest);
        }
        is_regular
    }

    /// Derivatives of the residuals by the logarithms of the prices, into `matrix`.
    fn jacobian(&mut self, game: &Scaled) -> bool {
        let n = game.states();
        self.matrix.clear();
        self.matrix.resize(n * n, 0.0);
        self.shares.add_derivatives(game, &mut self.matrix);
        for (i, row) in self.matrix.chunks_exact_mut(n).enumerate() {
            match game.closing[i] {
                Closing::Fixed(_) | Closing::Quadratic if self.totals[i] > 0.0 => {
                    let wanted = wanted(game.closing[i], self.shares.price[i]);
                    let slope = if self.totals[i] > wanted { self.totals[i] } else { wanted };
                    row.iter_mut().for_each(|x| *x /= slope);
                    row[i] -= if game.closing[i] == Closing::Quadratic { self.totals[i] / slope } else { 0.0 };
                }
                _ => {
                    row.fill(0.0);
                    row[i] = 1.0;
                }
            }
        }
        self.matrix.iter().all(|x| x.is_finite())
    }
}

/// The total that closes a state's account at a price.
fn wanted(closing: Closing, price: f64) -> f64 {
    match closing {
        Closing::Fixed(budget) => budget,
        Closing::Quadratic => price / 2.0,
        Closing::Linear | Closing::Idle => 1.0,
    }
}

/// Prices to start from: what force is worth on average at the given forces.
pub(super) fn starting_prices(game: &Scaled, force: &[f64], slope: &[f64]) -> Vec<f64> {
    let price = |i: usize| {
        let sums = game.owned(i).iter().fold((0.0, 0.0), |(w, x), e| {
            let weighted = slope[*e] * force[*e];
            (w + if weighted.is_finite() { weighted } else { 0.0 }, x + force[*e])
        });
        match game.closing[i] {
            Closing::Fixed(_) => sums.0 / sums.1,
            // Price times total is what all slots are worth, and the price is twice the total.
            Closing::Quadratic => (2.0 * sums.0).sqrt(),
            Closing::Linear | Closing::Idle => 1.0,
        }
    };
    (0..game.states()).map(price).map(|p| if p.is_normal() && p > 0.0 { p.ln() } else { 0.0 }).collect()
}
