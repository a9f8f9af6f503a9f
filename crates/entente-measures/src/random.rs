//! Seeded random numbers: one independent stream per name, so that adding a claim never moves another claim's draws.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;

/// The generator of a named stream under a seed. The same seed and name give the same numbers on every machine.
pub fn stream(seed: u64, name: &str) -> ChaCha8Rng {
    // FNV-1a, 64 bits: only has to tell names apart, and is fixed for ever.
    let hash = name.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3));
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    rng.set_stream(hash);
    rng
}
