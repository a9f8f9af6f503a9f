//! One number per exercise: its depth, in standard deviations of the exercises coded together.
//!
//! Ordered codes (0 to 3) of several items are read as thresholds on one trait, the ordinal probit form of the graded response model.
//! Unknown codes carry no information and are simply absent, which is why this and not a mean of codes. The trait lives on a grid: items
//! move by Metropolis steps with all traits summed out, which lets the chains settle in a few hundred sweeps, and traits are then drawn
//! exactly.
//!
//! Weakness: what is published is not what was done, and items are taken as independent given the trait.

mod item;

use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;

use crate::random::stream;
use crate::{Card, Error, check_count};
use item::{Item, NODES, Weights, node};

/// What the number is and where it comes from.
pub const CARD: Card = Card {
    id: "exercise_depth",
    is: "latent depth of an exercise on the coded rubric",
    unit: "standard deviations among the exercises coded together, any real",
    missing: "an unknown code carries no information; an item coded in fewer than twenty exercises, or always alike, is left out",
    formula: "P(y_k >= c | d) = Phi(lambda_k (d - b_kc)), d ~ N(0,1), ln lambda ~ N(0,0.5^2), b ordered ~ N(0,2^2)",
    source: "Samejima 1969, doi:10.1007/BF03372160; Johnson & Albert 1999, Ordinal Data Modeling",
};

/// How long to sample.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sampling {
    /// Independent chains, run in parallel.
    pub chains: usize,
    /// Sweeps thrown away at the start of each.
    pub burn: usize,
    /// Sweeps kept of each.
    pub keep: usize,
    /// Draws handed on, thinned evenly over the chains.
    pub draws: usize,
    /// Seed of the random numbers.
    pub seed: u64,
}

impl Default for Sampling {
    fn default() -> Self {
        Self { chains: 2, burn: 700, keep: 2400, draws: 400, seed: 1 }
    }
}

/// Draws of the depth of every exercise and of its expected rubric score.
#[derive(Debug, Clone, PartialEq)]
pub struct Depths {
    /// For each exercise, draws of the trait; all exercises share the draw number.
    pub trait_draws: Vec<Vec<f32>>,
    /// For each exercise, draws of the expected score over all items used, 0 to 1.
    pub score_draws: Vec<Vec<f32>>,
    /// Which items were used, by position.
    pub items: Vec<usize>,
    /// Mean discrimination of each item used.
    pub discrimination: Vec<f64>,
    /// Split R-hat of the worst item.
    pub rhat: f64,
    /// Effective sample size of the worst item.
    pub ess: f64,
}

/// Fewest exercises an item must be coded in.
pub const MIN_CODED: usize = 20;

/// Samples the depths of exercises from their codes (exercises by items, each 0 to 3 or unknown).
///
/// # Errors
/// Fewer than twenty exercises, no item usable, or chains that disagree.
pub fn depths(codes: &[Vec<Option<u8>>], sampling: Sampling) -> Result<Depths, Error> {
    check_count(CARD.id, codes.len(), MIN_CODED)?;
    let n_items = codes.iter().map(Vec::len).max().unwrap_or(0);
    let items: Vec<usize> = (0..n_items).filter(|k| is_usable(codes, *k)).collect();
    check_count(CARD.id, items.len(), 1)?;
    let chains: Vec<Chain> = (0..sampling.chains)
        .into_par_iter()
        .map(|chain| Chain::run(codes, &items, sampling, stream(sampling.seed, &format!("{}/{chain}", CARD.id))))
        .collect();
    let mut rhat: f64 = 1.0;
    let mut ess = f64::INFINITY;
    for k in 0..items.len() {
        let traces: Vec<&[f64]> = chains.iter().map(|c| c.discrimination[k].as_slice()).collect();
        let (r, e) = diagnose(&traces);
        (rhat, ess) = (rhat.max(r), ess.min(e));
    }
    if rhat > 1.05 || ess < 100.0 {
        return Err(Error::NotConverged { measure: CARD.id, rhat, ess });
    }
    let join = |pick: fn(&Chain) -> &Vec<Vec<f32>>| {
        (0..codes.len()).map(|e| chains.iter().flat_map(|c| pick(c)[e].iter().copied()).collect()).collect()
    };
    let mean = |k: usize| {
        let all: Vec<f64> = chains.iter().flat_map(|c| c.discrimination[k].iter().copied()).collect();
        all.iter().sum::<f64>() / all.len() as f64
    };
    Ok(Depths {
        trait_draws: join(|c| &c.traits),
        score_draws: join(|c| &c.scores),
        discrimination: (0..items.len()).map(mean).collect(),
        items,
        rhat,
        ess,
    })
}

fn is_usable(codes: &[Vec<Option<u8>>], k: usize) -> bool {
    let known: Vec<u8> = codes.iter().filter_map(|row| row.get(k).copied().flatten()).collect();
    known.len() >= MIN_CODED && known.iter().any(|c| *c != known[0])
}

/// What one chain keeps.
struct Chain {
    traits: Vec<Vec<f32>>,
    scores: Vec<Vec<f32>>,
    discrimination: Vec<Vec<f64>>,
}

impl Chain {
    fn run(codes: &[Vec<Option<u8>>], used: &[usize], sampling: Sampling, mut rng: ChaCha8Rng) -> Self {
        let n = codes.len();
        let coded = |k: usize| codes.iter().enumerate().filter_map(|(e, row)| Some((e, usize::from(row[k]?)))).collect();
        let mut items: Vec<Item> = used.iter().map(|k| Item::new(coded(*k), &mut rng)).collect();
        let thin = (sampling.chains * sampling.keep / sampling.draws).max(1);
        let mut kept = Self { traits: vec![Vec::new(); n], scores: vec![Vec::new(); n], discrimination: vec![Vec::new(); used.len()] };
        let mut weights = Weights::new(n, &items);
        for sweep in 0..sampling.burn + sampling.keep {
            if sweep % 50 == 0 {
                weights = Weights::new(n, &items);
            }
            for item in &mut items {
                if sweep == sampling.burn / 2 {
                    item.settle();
                }
                item.step(&mut weights, sweep < sampling.burn, &mut rng);
            }
            if sweep < sampling.burn {
                continue;
            }
            for (trace, item) in kept.discrimination.iter_mut().zip(&items) {
                trace.push(item.discrimination());
            }
            if (sweep - sampling.burn) % thin == thin - 1 {
                let score: Vec<f32> = (0..NODES).map(|j| expected_score(&items, j)).collect();
                for (e, at) in weights.at.iter().enumerate() {
                    let j = draw_node(at, &mut rng);
                    kept.traits[e].push(node(j) as f32);
                    kept.scores[e].push(score[j]);
                }
            }
        }
        kept
    }
}

/// Mean over the items of expected code over highest code, at a node.
fn expected_score(items: &[Item], j: usize) -> f32 {
    (items.iter().map(|item| item.expected(j)).sum::<f64>() / items.len() as f64) as f32
}

/// Draws the node of one exercise from its conditional distribution, which is exact on the grid.
fn draw_node(weights: &[f64; NODES], rng: &mut ChaCha8Rng) -> usize {
    let mut mark = rng.random::<f64>() * weights.iter().sum::<f64>();
    weights
        .iter()
        .position(|w| {
            mark -= w;
            mark <= 0.0
        })
        .unwrap_or(NODES - 1)
}

/// Split R-hat and effective sample size of one parameter over its chains (Gelman et al. 2013, sections 11.4 and 11.5).
fn diagnose(chains: &[&[f64]]) -> (f64, f64) {
    let halves: Vec<&[f64]> = chains.iter().flat_map(|c| [&c[..c.len() / 2], &c[c.len() / 2..]]).collect();
    let n = halves.iter().map(|h| h.len()).min().unwrap_or(0);
    let (m, len) = (halves.len() as f64, n as f64);
    let means: Vec<f64> = halves.iter().map(|h| h[..n].iter().sum::<f64>() / len).collect();
    let grand = means.iter().sum::<f64>() / m;
    let between = len / (m - 1.0) * means.iter().map(|x| (x - grand).powi(2)).sum::<f64>();
    let variance = |h: &[f64], mean: f64| h[..n].iter().map(|x| (x - mean).powi(2)).sum::<f64>() / (len - 1.0);
    let within = halves.iter().zip(&means).map(|(h, mean)| variance(h, *mean)).sum::<f64>() / m;
    let total = (len - 1.0) / len * within + between / len;
    let mut sum = 0.0;
    for lag in 1..n {
        let step = |h: &[f64]| h[..n].windows(lag + 1).map(|w| (w[lag] - w[0]).powi(2)).sum::<f64>() / (len - lag as f64);
        let rho = 1.0 - halves.iter().map(|h| step(h)).sum::<f64>() / m / (2.0 * total);
        if rho < 0.05 {
            break;
        }
        sum += rho;
    }
    ((total / within).sqrt(), m * len / (1.0 + 2.0 * sum))
}

#[cfg(test)]
mod tests {
    use super::*;
    use entente_core::testkit::assert_close;
    use rand_distr::{Distribution, StandardNormal};

    const LAMBDA: [f64; 9] = [1.5, 0.8, 2.0, 1.0, 0.6, 1.2, 1.3, 0.9, 1.6];
    const TAU: [f64; 3] = [-0.8, 0.2, 1.2];

    /// Codes of `n` exercises simulated from the model, a fifth of them unknown, with the true depths.
    fn simulate(n: usize, seed: u64) -> (Vec<Vec<Option<u8>>>, Vec<f64>) {
        let mut rng = stream(seed, "simulate");
        let truth: Vec<f64> = (0..n).map(|_| StandardNormal.sample(&mut rng)).collect();
        let codes = truth
            .iter()
            .map(|depth| {
                LAMBDA
                    .iter()
                    .map(|l| {
                        let noise: f64 = StandardNormal.sample(&mut rng);
                        let z = l * depth + noise;
                        let code = TAU.iter().filter(|t| z > **t).count() as u8;
                        (rng.random::<f64>() > 0.2).then_some(code)
                    })
                    .collect()
            })
            .collect();
        (codes, truth)
    }

    fn mean(draws: &[f32]) -> f64 {
        draws.iter().map(|d| f64::from(*d)).sum::<f64>() / draws.len() as f64
    }

    /// Plain reference: posterior mean of the trait with the true items known, on a fine grid.
    fn reference(row: &[Option<u8>]) -> f64 {
        let (mut sum, mut weighted) = (0.0, 0.0);
        for step in -400..=400 {
            let depth = f64::from(step) / 100.0;
            let mut weight = (-0.5 * depth * depth).exp();
            for (l, code) in LAMBDA.iter().zip(row).filter_map(|(l, code)| Some((l, (*code)?))) {
                let edge = |c: usize| if c == 0 { 0.0 } else { TAU.get(c - 1).map_or(1.0, |t| crate::trend::phi(t - l * depth)) };
                weight *= edge(usize::from(code) + 1) - edge(usize::from(code));
            }
            sum += weight;
            weighted += weight * depth;
        }
        weighted / sum
    }

    fn correlation(a: &[f64], b: &[f64]) -> f64 {
        let n = a.len() as f64;
        let (ma, mb) = (a.iter().sum::<f64>() / n, b.iter().sum::<f64>() / n);
        let cov: f64 = a.iter().zip(b).map(|(x, y)| (x - ma) * (y - mb)).sum();
        let square = |v: &[f64], m: f64| v.iter().map(|x| (x - m).powi(2)).sum::<f64>();
        cov / (square(a, ma) * square(b, mb)).sqrt()
    }

    #[test]
    fn recovers_what_it_was_simulated_from() {
        let (codes, truth) = simulate(150, 7);
        let found = depths(&codes, Sampling::default()).unwrap();
        let means: Vec<f64> = found.trait_draws.iter().map(|d| mean(d)).collect();
        let best: Vec<f64> = codes.iter().map(|row| reference(row)).collect();
        // Nobody can do better than the reference, which knows the items; the sampler has to learn them and must come close.
        assert!(correlation(&means, &best) > 0.985, "{}", correlation(&means, &best));
        assert!(correlation(&means, &truth) > correlation(&best, &truth) - 0.02);
        let inside = found.trait_draws.iter().zip(&truth).filter(|(draws, t)| {
            let mut sorted: Vec<f32> = draws.to_vec();
            sorted.sort_by(f32::total_cmp);
            let at = |p: f64| f64::from(sorted[(p * (sorted.len() - 1) as f64) as usize]);
            at(0.05) <= **t && **t <= at(0.95)
        });
        let coverage = inside.count() as f64 / 150.0;
        assert!((0.82..=0.97).contains(&coverage), "{coverage}"); // 0.90 with three binomial standard errors
    }

    /// Closed form: an exercise with every code unknown keeps its prior, mean 0 and variance 1.
    #[test]
    fn without_codes_the_prior_stays() {
        let (mut codes, _) = simulate(60, 3);
        codes.push(vec![None; 9]);
        let found = depths(&codes, Sampling { draws: 4000, ..Sampling::default() }).unwrap();
        let draws = &found.trait_draws[60];
        assert_close(mean(draws), 0.0, 0.06); // four Monte Carlo standard errors
        assert_close(mean(&draws.iter().map(|d| d * d).collect::<Vec<_>>()), 1.0, 0.1);
    }

    #[test]
    fn same_seed_same_draws_whatever_the_threads() {
        let (codes, _) = simulate(40, 5);
        let run = |threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| depths(&codes, Sampling::default()).unwrap())
        };
        assert_eq!(run(1), run(3));
    }

    #[test]
    fn refuses_too_few_and_drops_useless_items() {
        let (codes, _) = simulate(40, 5);
        assert!(depths(&codes[..5], Sampling::default()).is_err());
        let constant: Vec<Vec<Option<u8>>> = codes.iter().map(|row| vec![row[0], Some(1), None]).collect();
        assert_eq!(depths(&constant, Sampling::default()).unwrap().items, [0]);
    }
}
