//! One item of the rubric: its discrimination and thresholds, and the table of its probabilities on the grid.

use std::sync::OnceLock;

use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, StandardNormal};

use crate::trend::phi;

/// Points of the grid on which the trait lives: -2.875 to 2.875 in steps of 0.25, half of the smallest posterior deviation seen. A
/// multiple of eight, so that sums over it run in lanes.
pub(super) const NODES: usize = 24;
const STEP: f64 = 0.25;
const LANES: usize = 8;
/// Prior standard deviation of the logarithm of a discrimination. Chosen: wide priors let one item of a short, sparse scale become
/// the scale itself, and the chains then do not settle; at half the items count nearly alike, at double they wander again.
const LOG_LAMBDA_SD: f64 = 0.5;
/// Prior standard deviation of a turning point. Chosen: at 2 the rarest code may be as rare as one in a thousand.
const TAU_SD: f64 = 2.0;
/// Joint moves of one item per sweep.
const JOINT_MOVES: usize = 2;
/// Smallest probability of a code, so that a quotient exists.
const FLOOR: f64 = 1e-9;

/// Trait value of a node.
pub(super) fn node(j: usize) -> f64 {
    (j as f64 - (NODES - 1) as f64 / 2.0) * STEP
}

/// Standard normal weights of the nodes, up to a constant.
pub(super) fn prior() -> [f64; NODES] {
    std::array::from_fn(|j| (-0.5 * node(j).powi(2)).exp())
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

/// The logarithm of the discrimination; the trait at which the lowest code becomes as likely as not; the logarithms of the gaps to the
/// next such points. In these the posterior is nearly uncorrelated, which thresholds on the latent scale are not.
type Parameters = [f64; 4];

#[derive(Debug, Clone)]
pub(super) struct Item {
    highest: u8,
    /// Exercises in which the item is coded, with the code.
    coded: Vec<(usize, usize)>,
    parameters: Parameters,
    p: Vec<[f64; NODES]>,
    scales: Parameters,
    history: Vec<Parameters>,
    shape: Option<Shape>,
}

/// Lower triangle of the root of the covariance seen while burning in, and the size of a step along it.
#[derive(Debug, Clone)]
struct Shape {
    root: [Parameters; 4],
    size: f64,
}

/// For each exercise the prior times the probabilities of its codes at every node, and their sum: the traits integrated out.
#[derive(Debug, Clone)]
pub(super) struct Weights {
    pub(super) at: Vec<[f64; NODES]>,
    pub(super) sum: Vec<f64>,
}

impl Weights {
    /// Weights from scratch; the products that `step` keeps drift by rounding, so this is done now and then.
    pub(super) fn new(exercises: usize, items: &[Item]) -> Self {
        let mut at = vec![prior(); exercises];
        for item in items {
            for (exercise, code) in &item.coded {
                at[*exercise].iter_mut().zip(&item.p[*code]).for_each(|(w, p)| *w *= p);
            }
        }
        let sum = at.iter().map(|w| dot(w, &[1.0; NODES])).collect();
        Self { at, sum }
    }
}

impl Item {
    pub(super) fn new(coded: Vec<(usize, usize)>, rng: &mut ChaCha8Rng) -> Self {
        let highest = coded.iter().map(|(_, code)| *code).max().unwrap_or(1).clamp(1, 3) as u8;
        // Different starts per chain, so that agreement of the chains means something.
        let jitter: f64 = StandardNormal.sample(rng);
        let parameters = [0.5 * jitter, -0.5 + 0.3 * jitter, -0.2, -0.2];
        Self { highest, coded, parameters, p: table(&parameters, highest), scales: [0.3; 4], history: Vec::new(), shape: None }
    }

    pub(super) fn discrimination(&self) -> f64 {
        self.parameters[0].exp()
    }

    /// Expected code over the highest code, at a node.
    pub(super) fn expected(&self, j: usize) -> f64 {
        let sum: f64 = (1..=self.highest).map(|c| f64::from(c) * self.p[usize::from(c)][j]).sum();
        sum / f64::from(self.highest)
    }

    /// Moves the parameters with the traits integrated out: one at a time at first, all together once `settle` has seen how they vary.
    /// Adapts the size of the steps while `is_burning`.
    pub(super) fn step(&mut self, weights: &mut Weights, is_burning: bool, rng: &mut ChaCha8Rng) {
        let dimensions = usize::from(self.highest) + 1;
        // Towards four acceptances in ten for one parameter, three in ten for several, the usual targets.
        let grow = |size: f64, accept: bool, rest: f64| (size * if accept { 1.09 } else { rest }).clamp(0.02, 3.0);
        if let Some(shape) = self.shape.clone() {
            for _ in 0..JOINT_MOVES {
                let noise: [f64; 4] = std::array::from_fn(|_| StandardNormal.sample(rng));
                let mut proposed = self.parameters;
                for (value, row) in proposed.iter_mut().zip(&shape.root).take(dimensions) {
                    *value += shape.size * row.iter().zip(&noise).map(|(r, n)| r * n).sum::<f64>();
                }
                let accept = self.try_move(proposed, weights, rng);
                if let Some(shape) = self.shape.as_mut().filter(|_| is_burning) {
                    shape.size = grow(shape.size, accept, 0.964);
                }
            }
        } else {
            for which in 0..dimensions {
                let noise: f64 = StandardNormal.sample(rng);
                let mut proposed = self.parameters;
                proposed[which] += self.scales[which] * noise;
                let accept = self.try_move(proposed, weights, rng);
                self.scales[which] = grow(self.scales[which], accept, 0.944);
            }
            self.history.push(self.parameters);
        }
    }

    /// Ends the first part of the burn-in: steps from now on follow the covariance of its second half.
    pub(super) fn settle(&mut self) {
        let seen = &self.history[self.history.len() / 2..];
        let n = seen.len().max(1) as f64;
        let mean: Parameters = std::array::from_fn(|i| seen.iter().map(|p| p[i]).sum::<f64>() / n);
        let covariance = |i: usize, j: usize| seen.iter().map(|p| (p[i] - mean[i]) * (p[j] - mean[j])).sum::<f64>() / n;
        let mut root = [[0.0; 4]; 4];
        for i in 0..=usize::from(self.highest) {
            for j in 0..=i {
                let rest = covariance(i, j) - (0..j).map(|k| root[i][k] * root[j][k]).sum::<f64>();
                root[i][j] = if i == j { rest.max(1e-4).sqrt() } else { rest / root[j][j] };
            }
        }
        self.shape = Some(Shape { root, size: 2.38 / (f64::from(self.highest) + 1.0).sqrt() });
        self.history = Vec::new();
    }

    /// One Metropolis decision; says whether the parameters moved.
    fn try_move(&mut self, proposed: Parameters, weights: &mut Weights, rng: &mut ChaCha8Rng) -> bool {
        let p = table(&proposed, self.highest);
        let ratio: Vec<[f64; NODES]> = p.iter().zip(&self.p).map(|(new, old)| std::array::from_fn(|j| new[j] / old[j])).collect();
        let sums: Vec<f64> = self.coded.iter().map(|(e, c)| dot(&weights.at[*e], &ratio[*c])).collect();
        let quotients: Vec<f64> = self.coded.iter().zip(&sums).map(|((e, _), sum)| sum / weights.sum[*e]).collect();
        // Eight quotients at a time: each is above 1e-9 and below 1e9, so their product is a number.
        let gain: f64 = quotients.chunks(LANES).map(|chunk| chunk.iter().product::<f64>().ln()).sum();
        let change = gain + log_prior(&proposed, self.highest) - log_prior(&self.parameters, self.highest);
        let accept = rng.random::<f64>().ln() < change;
        if accept {
            for ((e, c), sum) in self.coded.iter().zip(sums) {
                weights.at[*e].iter_mut().zip(&ratio[*c]).for_each(|(w, r)| *w *= r);
                weights.sum[*e] = sum;
            }
            (self.parameters, self.p) = (proposed, p);
        }
        accept
    }
}

/// Sum of products over the grid in a fixed order that the compiler can run in lanes.
#[inline]
fn dot(a: &[f64; NODES], b: &[f64; NODES]) -> f64 {
    let mut lanes = [0.0; LANES];
    for start in (0..NODES).step_by(LANES) {
        for (l, lane) in lanes.iter_mut().enumerate() {
            *lane += a[start + l] * b[start + l];
        }
    }
    ((lanes[0] + lanes[1]) + (lanes[2] + lanes[3])) + ((lanes[4] + lanes[5]) + (lanes[6] + lanes[7]))
}

fn turning_points(parameters: &Parameters, highest: u8) -> [f64; 3] {
    let mut tau = [f64::INFINITY; 3];
    tau[0] = parameters[1];
    for c in 1..usize::from(highest) {
        tau[c] = tau[c - 1] + parameters[c + 1].exp();
    }
    tau
}

fn table(parameters: &Parameters, highest: u8) -> Vec<[f64; NODES]> {
    let (lambda, tau) = (parameters[0].exp(), turning_points(parameters, highest));
    let mut above = [1.0; NODES];
    let mut rows = Vec::with_capacity(usize::from(highest) + 1);
    // The highest code has no turning point above it: infinity, where the probability of more is zero.
    for turn in tau.into_iter().take(usize::from(highest)).chain([f64::INFINITY]) {
        let next: [f64; NODES] = std::array::from_fn(|j| phi_table(lambda * (node(j) - turn)));
        rows.push(std::array::from_fn(|j| (above[j] - next[j]).max(FLOOR)));
        above = next;
    }
    rows
}

/// Log prior with the Jacobian of the gaps, which move on the log scale; the discrimination's prior is on its logarithm already.
fn log_prior(parameters: &Parameters, highest: u8) -> f64 {
    let square = |x: f64, sd: f64| -0.5 * (x / sd).powi(2);
    let tau = turning_points(parameters, highest);
    let jacobian: f64 = parameters[2..=usize::from(highest).max(1)].iter().sum();
    square(parameters[0], LOG_LAMBDA_SD) + tau[..usize::from(highest)].iter().map(|t| square(*t, TAU_SD)).sum::<f64>() + jacobian
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

    /// lambda 2, turning points 0.125 and 0.775, trait 0.625 is node 14: P(0) = Phi(2(0.125 - 0.625)) = Phi(-1), P(0 or 1) = Phi(0.3).
    #[test]
    fn probabilities_of_the_codes() {
        let parameters = [2.0_f64.ln(), 0.125, 0.65_f64.ln(), 0.0];
        let rows = table(&parameters, 2);
        for (row, expected) in rows.iter().zip([0.158_655_3, 0.459_256_1, 0.382_088_6]) {
            assert_close(row[14], expected, 5e-6);
        }
    }
}
