//! Seeded random numbers: one independent stream per name, so that adding a claim never moves another claim's draws.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// Numbers that can be asked for in any order: the one at an index is the same whoever asks, and however many asked before.
#[derive(Debug, Clone)]
pub struct Counter(ChaCha8Rng);

impl Counter {
    /// The numbers of a name under a seed.
    pub fn new(seed: u64, name: &str) -> Self {
        Self(stream(seed, name))
    }

    /// The number at an index, evenly spread between 0 and 1 and never either.
    pub fn uniform(&self, index: u64) -> f64 {
        let mut rng = self.0.clone();
        rng.set_word_pos(2 * u128::from(index));
        ((rng.next_u64() >> 11) as f64 + 0.5) / (1u64 << 53) as f64
    }
}

/// The generator of a named stream under a seed. The same seed and name give the same numbers on every machine.
pub fn stream(seed: u64, name: &str) -> ChaCha8Rng {
    // FNV-1a, 64 bits: only has to tell names apart, and is fixed for ever.
    let hash = name.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3));
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    rng.set_stream(hash);
    rng
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_counter_does_not_count() {
        let counter = Counter::new(1, "x");
        let forth: Vec<f64> = (0..100).map(|i| counter.uniform(i)).collect();
        let back: Vec<f64> = (0..100).rev().map(|i| counter.uniform(i)).collect();
        assert!(forth.iter().eq(back.iter().rev()) && forth.iter().all(|u| *u > 0.0 && *u < 1.0));
        let mean = (0..10_000).map(|i| counter.uniform(i)).sum::<f64>() / 1e4;
        assert!((mean - 0.5).abs() < 0.01, "{mean}"); // three standard errors
        assert_ne!(counter.uniform(0), Counter::new(2, "x").uniform(0));
        assert_ne!(counter.uniform(0), Counter::new(1, "y").uniform(0));
    }
}
