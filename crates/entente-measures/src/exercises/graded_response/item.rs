//! One item of the rubric: its discrimination and thresholds, and the table of its log probabilities on the grid.

use std::sync::OnceLock;

use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, StandardNormal};

use crate::trend::phi;

/// Points of the grid on which the trait lives: -4 to 4 in steps of 0.2, which is a tenth of any posterior seen.
pub(super) const NODES: usize = 41;
const STEP: f64 = 0.2;
/// Metropolis steps per sweep.
const STEPS: usize = 4;
/// Smallest probability of a code, so that a logarithm exists.
const FLOOR: f64 = 1e-9;

/// Trait value of a node.
pub(super) fn node(j: usize) -> f64 {
    (j as f64 - (NODES / 2) as f64) * STEP
}

/// Standard normal log prior over the nodes, up to a constant.
pub(super) fn log_prior() -> &'static [f64; NODES] {
    static PRIOR: OnceLock<[f64; NODES]> = OnceLock::new();
    PRIOR.get_or_init(|| std::array::from_fn(|j| -0.5 * node(j).powi(2)))
}

/// Normal distribution function from a table of 1/256 steps, within 2e-6 of the exact one.
fn phi_table(z: f64) -> f64 {
    const REACH: f64 = 8.0;
    const PER_UNIT: f64 = 256.0;
    static TABLE: OnceLock<Vec<f64>> = OnceLock::new();
    let table = TABLE.get_or_init(|| (0..=(2.0 * REACH * PER_UNIT) as usize + 1).map(|i| phi(i as f64 / PER_UNIT - REACH)).collect());
    let place = ((z + REACH) * PER_UNIT).clamp(0.0, 2.0 * REACH * PER_UNIT);
    let i = place as usize;
    table[i] + (place - i as f64) * (table[i + 1] - table[i])
}

/// Discrimination and thresholds: the logarithm of the first, the lowest threshold, the logarithms of the gaps.
type Parameters = [f64; 4];

#[derive(Debug, Clone)]
pub(super) struct Item {
    highest: u8,
    parameters: Parameters,
    log_p: Vec<[f64; NODES]>,
    scale: f64,
}

impl Item {
    pub(super) fn new(highest: u8, rng: &mut ChaCha8Rng) -> Self {
        // Different starts per chain, so that agreement of the chains means something.
        let jitter: f64 = StandardNormal.sample(rng);
        let parameters = [0.5 * jitter, -0.5 + 0.3 * jitter, -0.2, -0.2];
        Self { highest, parameters, log_p: table(&parameters, highest), scale: 0.3 }
    }

    pub(super) fn discrimination(&self) -> f64 {
        self.parameters[0].exp()
    }

    /// Log probabilities of a code at every node.
    pub(super) fn log_row(&self, code: u8) -> &[f64; NODES] {
        &self.log_p[usize::from(code)]
    }

    /// Expected code over the highest code, at a node.
    pub(super) fn expected(&self, j: usize) -> f64 {
        let sum: f64 = (1..=self.highest).map(|c| f64::from(c) * self.log_p[usize::from(c)][j].exp()).sum();
        sum / f64::from(self.highest)
    }

    /// Moves the parameters given the (code, node) pairs; adapts the size of its steps while `is_burning`.
    pub(super) fn step(&mut self, pairs: impl Iterator<Item = (u8, usize)>, is_burning: bool, rng: &mut ChaCha8Rng) {
        let mut counts = vec![[0.0; NODES]; usize::from(self.highest) + 1];
        for (code, j) in pairs {
            counts[usize::from(code)][j] += 1.0;
        }
        let mut current = log_posterior(&self.parameters, &self.log_p, &counts, self.highest);
        for _ in 0..STEPS {
            let mut proposed = self.parameters;
            for value in &mut proposed[..=usize::from(self.highest)] {
                let noise: f64 = StandardNormal.sample(rng);
                *value += self.scale * noise;
            }
            let log_p = table(&proposed, self.highest);
            let new = log_posterior(&proposed, &log_p, &counts, self.highest);
            let accept = rng.random::<f64>().ln() < new - current;
            if accept {
                (self.parameters, self.log_p, current) = (proposed, log_p, new);
            }
            if is_burning {
                // Towards three acceptances in ten, the usual target for a few dimensions.
                self.scale = (self.scale * if accept { 1.07 } else { 0.97 }).clamp(0.02, 2.0);
            }
        }
    }
}

fn thresholds(parameters: &Parameters, highest: u8) -> [f64; 3] {
    let mut tau = [f64::INFINITY; 3];
    tau[0] = parameters[1];
    for c in 1..usize::from(highest) {
        tau[c] = tau[c - 1] + parameters[c + 1].exp();
    }
    tau
}

fn table(parameters: &Parameters, highest: u8) -> Vec<[f64; NODES]> {
    let (lambda, tau) = (parameters[0].exp(), thresholds(parameters, highest));
    let mut above = [1.0; NODES];
    let mut rows = Vec::with_capacity(usize::from(highest) + 1);
    for c in 0..=usize::from(highest) {
        let next: [f64; NODES] =
            if c < usize::from(highest) { std::array::from_fn(|j| phi_table(lambda * node(j) - tau[c])) } else { [0.0; NODES] };
        rows.push(std::array::from_fn(|j| (above[j] - next[j]).max(FLOOR).ln()));
        above = next;
    }
    rows
}

/// Likelihood on the grid, priors, and the Jacobian of the logarithms.
fn log_posterior(parameters: &Parameters, log_p: &[[f64; NODES]], counts: &[[f64; NODES]], highest: u8) -> f64 {
    let likelihood: f64 = counts.iter().zip(log_p).flat_map(|(n, l)| n.iter().zip(l)).filter(|(n, _)| **n > 0.0).map(|(n, l)| n * l).sum();
    let lambda = parameters[0].exp();
    let tau = thresholds(parameters, highest);
    let prior: f64 = -lambda * lambda / 8.0 - tau[..usize::from(highest)].iter().map(|t| t * t / 50.0).sum::<f64>();
    let jacobian = parameters[0] + parameters[2..=usize::from(highest).max(1)].iter().sum::<f64>();
    likelihood + prior + jacobian
}

#[cfg(test)]
mod tests {
    use super::*;
    use entente_core::testkit::assert_close;

    #[test]
    fn the_table_is_close_to_the_exact_function() {
        for i in -900..900 {
            let z = f64::from(i) / 100.0 + 0.0013;
            assert_close(phi_table(z), phi(z), 2e-6); // linear interpolation on 1/256
        }
    }

    /// lambda 1, thresholds -0.5 and 0.8, trait 0.6 is node 23: P(0), P(1), P(2) worked with the normal table.
    #[test]
    fn probabilities_of_the_codes() {
        let parameters = [0.0, -0.5, 1.3_f64.ln(), 0.0];
        let rows = table(&parameters, 2);
        for (row, expected) in rows.iter().zip([0.135_666_1, 0.443_593_6, 0.420_740_3]) {
            assert_close(row[23].exp(), expected, 5e-6);
        }
    }
}
