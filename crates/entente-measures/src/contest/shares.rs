//! What happens in one theatre if force has a price: who shows up, with how much, and how that moves with the prices.
//!
//! At given prices a theatre is a contest by itself, which depends on the others through one number only, its total impact; each state's
//! share of that total falls as the total grows, so the total is unique (share functions; Cornes & Hartley 2005,
//! doi:10.1007/s00199-004-0566-5). Here lies the speed of the solver: of all slots only the price of each state's force is left unknown.
//!
//! Formula: `(1 - sigma) sigma^(1/r - 1) = mu Phi^(1/r) / (r v beta)` for each share, `s / Phi + sum sigma = 1`, and then
//! `x = r v sigma (1 - sigma) / mu`; with r = 1 a share is zero where the right side is one or more.

use super::scaled::Scaled;

/// Shares and forces of all slots at given prices, and what is needed for their derivatives. Keeps its last answer as a start.
#[derive(Debug, Clone, Default)]
pub(super) struct Shares {
    /// Price mu of each state's force.
    pub(super) price: Vec<f64>,
    /// Share sigma of the total impact.
    pub(super) share: Vec<f64>,
    /// One less the share, without cancellation.
    pub(super) rest: Vec<f64>,
    /// Force x.
    pub(super) force: Vec<f64>,
    /// How much the share falls as its own right side grows by one per cent, over one per cent.
    fall: Vec<f64>,
    /// The same of the force, apart from the direct effect of the price.
    bend: Vec<f64>,
    /// For each theatre, how much stalemate mass and shares fall together as the total grows.
    weight: Vec<f64>,
    logit: Vec<f64>,
    log_t: Vec<f64>,
    log_total: Vec<f64>,
    order: Vec<usize>,
}

impl Shares {
    /// Forgets what earlier contests left behind.
    pub(super) fn reset(&mut self, game: &Scaled) {
        for list in [&mut self.share, &mut self.rest, &mut self.force, &mut self.fall, &mut self.bend] {
            list.clear();
            list.resize(game.slots(), 0.0);
        }
        for list in [&mut self.logit, &mut self.log_t] {
            list.clear();
            list.resize(game.slots(), f64::NAN);
        }
        self.log_total.clear();
        self.log_total.resize(game.theatres(), f64::NAN);
        self.weight.clear();
        self.weight.resize(game.theatres(), 1.0);
        self.order.clear();
        for k in 0..game.theatres() {
            self.order.extend(game.first[k]..game.first[k + 1]);
        }
    }

    /// Computes shares and forces in all theatres at prices whose logarithms are given.
    pub(super) fn at(&mut self, game: &Scaled, log_price: &[f64]) {
        self.price.clear();
        self.price.extend(log_price.iter().map(|l| l.exp()));
        for k in 0..game.theatres() {
            let is_pair = game.first[k + 1] - game.first[k] == 2 && game.stalemate[k] == 0.0;
            if is_pair {
                self.pair(game, game.first[k], log_price);
            } else if game.r == 1.0 {
                self.lottery(game, k);
            } else {
                self.general(game, k, log_price);
            }
            self.respond(game, k);
        }
    }

    /// Two states and no stalemate: forces are as value over price, for any r.
    fn pair(&mut self, game: &Scaled, e: usize, log_price: &[f64]) {
        let log_ratio = game.log_gain[e] - log_price[game.state[e]] - game.log_gain[e + 1] + log_price[game.state[e + 1]];
        let (first, second) = shares_of(game.r * log_ratio);
        (self.share[e], self.rest[e]) = (first, second);
        (self.share[e + 1], self.rest[e + 1]) = (second, first);
    }

    /// r = 1: states come in from the lowest price per impact on, until the next would find it too dear.
    fn lottery(&mut self, game: &Scaled, k: usize) {
        let slots = game.first[k]..game.first[k + 1];
        let s = game.stalemate[k];
        // `logit` holds the price of a unit of impact, over the value.
        slots.clone().for_each(|e| self.logit[e] = self.price[game.state[e]] / (game.value[e] * game.reach[e]));
        let order = &mut self.order[slots.clone()];
        let cost = &self.logit;
        order.sort_by(|a, b| cost[*a].total_cmp(&cost[*b]));
        let (mut sum, mut total) = (0.0, s);
        for (count, e) in order.iter().enumerate() {
            if total * cost[*e] >= 1.0 {
                break;
            }
            sum += cost[*e];
            let count = count as f64;
            total = (count + (count * count + 4.0 * s * sum).sqrt()) / (2.0 * sum);
        }
        for e in slots {
            let rest = cost[e] * total;
            (self.share[e], self.rest[e]) = if rest < 1.0 { (1.0 - rest, rest) } else { (0.0, 1.0) };
        }
        self.log_total[k] = total.ln();
    }

    /// r below 1: Newton on the logarithm of the total, kept between bounds.
    fn general(&mut self, game: &Scaled, k: usize, log_price: &[f64]) {
        let slots = game.first[k]..game.first[k + 1];
        let q = 1.0 / game.r - 1.0;
        let mut y = self.log_total[k];
        if !y.is_finite() {
            y = slots.clone().map(|e| game.r * (game.log_gain[e] - log_price[game.state[e]])).fold(f64::NEG_INFINITY, f64::max);
        }
        let (mut low, mut high) = (f64::NEG_INFINITY, f64::INFINITY);
        for _ in 0..100 {
            let nobody = game.stalemate[k] * (-y).exp();
            let (mut sum, mut fall) = (nobody, nobody);
            for e in slots.clone() {
                let log_t = log_price[game.state[e]] + y / game.r - game.log_gain[e];
                // Where the last answer leads along its tangent.
                let near = self.logit[e] - (log_t - self.log_t[e]) / (self.share[e] + q * self.rest[e]);
                let logit = share_logit(log_t, q, near);
                let (share, rest) = shares_of(logit);
                (self.log_t[e], self.logit[e], self.share[e], self.rest[e]) = (log_t, logit, share, rest);
                sum += share;
                fall += share * rest / (share + q * rest) / game.r;
            }
            let excess = sum.ln();
            if excess.abs() < 4e-16 {
                break;
            }
            if excess > 0.0 {
                low = y
            } else {
                high = y
            }
            let mut next = y + (excess * sum / fall).clamp(-5.0, 5.0);
            if !(next > low && next < high) {
                next = if low.is_finite() && high.is_finite() { f64::midpoint(low, high) } else { y + 5.0 * excess.signum() };
            }
            let has_settled = (next - y).abs() <= 2e-16 * y.abs().max(1.0);
            y = next;
            if has_settled {
                break;
            }
        }
        self.log_total[k] = y;
    }

    /// Forces, and how shares and forces answer to prices.
    fn respond(&mut self, game: &Scaled, k: usize) {
        let (r, q) = (game.r, 1.0 / game.r - 1.0);
        let mut weight = if game.stalemate[k] > 0.0 { game.stalemate[k] * (-self.log_total[k]).exp() } else { 0.0 };
        for e in game.first[k]..game.first[k + 1] {
            let (share, rest) = (self.share[e], self.rest[e]);
            let worth = game.value[e] * r / self.price[game.state[e]];
            self.force[e] = worth * share * rest;
            if share == 0.0 {
                (self.fall[e], self.bend[e]) = (0.0, 0.0);
                continue;
            }
            let slack = share / (share + q * rest);
            self.fall[e] = slack * rest;
            self.bend[e] = worth * slack * rest * (1.0 - 2.0 * share);
            weight += self.fall[e] / r;
        }
        self.weight[k] = weight.max(f64::MIN_POSITIVE);
    }

    /// For a state that stays at home everywhere: how far the logarithm of its price must fall before it shows up somewhere, and a
    /// little more.
    pub(super) fn dearness(&self, game: &Scaled, state: usize) -> f64 {
        let over = game.owned(state).iter().map(|e| self.logit[*e].ln() + self.log_total[game.theatre[*e]]).fold(f64::INFINITY, f64::min);
        -over.max(0.0) - 0.02
    }

    /// Adds to `matrix`, states by states, the derivative of each state's total force by the logarithm of each price.
    pub(super) fn add_derivatives(&self, game: &Scaled, matrix: &mut [f64]) {
        let n = game.states();
        for k in 0..game.theatres() {
            let slots = game.first[k]..game.first[k + 1];
            for a in slots.clone().filter(|a| self.force[*a] > 0.0) {
                let row = game.state[a] * n;
                matrix[row + game.state[a]] -= self.bend[a] + self.force[a];
                let factor = self.bend[a] / (game.r * self.weight[k]);
                slots.clone().for_each(|b| matrix[row + game.state[b]] += factor * self.fall[b]);
            }
        }
    }
}

/// A share and one less the share, from the logarithm of their ratio.
fn shares_of(logit: f64) -> (f64, f64) {
    shares_from(logit, (-logit.abs()).exp())
}

/// The same where exp(-|logit|) is known.
fn shares_from(logit: f64, small: f64) -> (f64, f64) {
    let (larger, smaller) = (1.0 / (1.0 + small), small / (1.0 + small));
    if logit >= 0.0 { (larger, smaller) } else { (smaller, larger) }
}

/// Logarithm of 1 + exp.
pub fn softplus(x: f64) -> f64 {
    x.max(0.0) + (-x.abs()).exp().ln_1p()
}

/// The logit of the share with (1 - sigma) sigma^-q = t, q above zero. The equation bends one way only, so Newton cannot run off.
fn share_logit(log_t: f64, q: f64, start: f64) -> f64 {
    let shifted = log_t - (q - 1.0) * std::f64::consts::LN_2;
    let mut logit = if start.is_finite() {
        start
    } else if shifted < 0.0 {
        -shifted
    } else {
        -shifted / q
    };
    for _ in 0..60 {
        let small = (-logit.abs()).exp();
        let up = logit.max(0.0) + small.ln_1p();
        let residual = q * (up - logit) - up - log_t;
        let (share, rest) = shares_from(logit, small);
        let step = residual / (share + q * rest);
        logit += step;
        if step.abs() <= 1e-15 * logit.abs().max(1.0) {
            break;
        }
        // Quadratic: after a step this small the next would be below rounding.
        if step.abs() <= 1e-9 * logit.abs().min(1.0) {
            break;
        }
    }
    logit
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_share_solves_its_equation() {
        for q in [1e-6, 0.01, 0.4, 1.0, 3.0, 99.0] {
            for log_t in [-700.0, -20.0, -1.0, 0.0, 0.3, 5.0, 300.0] {
                let logit = share_logit(log_t, q, f64::NAN);
                let back = q * softplus(-logit) - softplus(logit);
                assert!((back - log_t).abs() <= 1e-12 * log_t.abs().max(1.0), "q {q}, ln t {log_t}: {back}"); // rounding
            }
        }
    }
}
