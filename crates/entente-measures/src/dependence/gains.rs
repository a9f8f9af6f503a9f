//! One number: the share of all possible weightings of the channels under which the first side gains more than the second.
//!
//! Weights are not chosen; they are drawn evenly from the whole simplex, because a fixed set would decide the answer. Known weakness:
//! a channel nobody listed weighs nothing.

use rand_distr::{Distribution, Exp1};

use crate::random::stream;
use crate::{Card, Error, check_count};

/// What the number is and where it comes from.
pub const CARD: Card = Card {
    id: "gains_smaa",
    is: "share of channel weightings under which the first side gains more",
    unit: "probability, 0 to 1",
    missing: "a channel without a value on both sides is left out; fewer than two channels give no number",
    formula: "P_w( sum_k w_k g_1k > sum_k w_k g_2k ), w ~ Dirichlet(1,..,1)",
    source: "Lahdelma, Hokkanen & Salminen 1998, doi:10.1016/S0377-2217(97)00163-X",
};

/// What both sides gain through one channel, each on 0 to 1 with half its 90 % interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Channel {
    /// First side's gain.
    pub first: f64,
    /// Second side's gain.
    pub second: f64,
    /// Half-width of the 90 % interval of each, in the same scale.
    pub half_width: f64,
}

/// Probability that the first side gains more, over all weightings and the channels' own uncertainty.
///
/// # Errors
/// Fewer than two channels, or a gain outside 0 to 1.
pub fn gains_more(channels: &[Channel], draws: usize, seed: u64) -> Result<f64, Error> {
    check_count(CARD.id, channels.len(), 2)?;
    for value in channels.iter().flat_map(|c| [c.first, c.second]) {
        if !(0.0..=1.0).contains(&value) {
            return Err(Error::Domain { measure: CARD.id, value, domain: "gains on 0 to 1" });
        }
    }
    let mut rng = stream(seed, CARD.id);
    let normal = rand_distr::StandardNormal;
    let mut wins = 0usize;
    for _ in 0..draws {
        // Weights proportional to exponentials are uniform on the simplex; the common factor does not change the sign.
        let balance: f64 = channels
            .iter()
            .map(|c| {
                let weight: f64 = Exp1.sample(&mut rng);
                let (e1, e2): (f64, f64) = (normal.sample(&mut rng), normal.sample(&mut rng));
                let sd = c.half_width / 1.645;
                weight * ((c.first + sd * e1).clamp(0.0, 1.0) - (c.second + sd * e2).clamp(0.0, 1.0))
            })
            .sum();
        wins += usize::from(balance > 0.0);
    }
    Ok(wins as f64 / draws as f64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use entente_core::testkit::assert_close;

    fn exact(first: [f64; 4], second: [f64; 4]) -> Vec<Channel> {
        first.into_iter().zip(second).map(|(first, second)| Channel { first, second, half_width: 0.0 }).collect()
    }

    #[test]
    fn the_sign_flips_with_the_weights() {
        let a = gains_more(&exact([0.9, 0.6, 0.5, 0.2], [0.4, 0.3, 0.2, 0.6]), 200_000, 1).unwrap();
        let b = gains_more(&exact([0.9, 0.3, 0.2, 0.2], [0.4, 0.5, 0.2, 0.6]), 200_000, 1).unwrap();
        assert_close(a, 0.8555, 3e-3); // Monte Carlo, three standard errors at 200,000 draws
        assert_close(b, 0.397, 4e-3);
    }

    #[test]
    fn swapping_the_sides_gives_the_complement() {
        let channels = exact([0.9, 0.6, 0.5, 0.2], [0.4, 0.3, 0.2, 0.6]);
        let swapped: Vec<_> = channels.iter().map(|c| Channel { first: c.second, second: c.first, ..*c }).collect();
        let p = gains_more(&channels, 50_000, 3).unwrap();
        assert_close(p + gains_more(&swapped, 50_000, 3).unwrap(), 1.0, 1e-12); // same draws, no ties
    }

    #[test]
    fn refuses_one_channel_and_gains_out_of_range() {
        assert!(gains_more(&exact([0.9; 4], [0.1; 4])[..1], 10, 1).is_err());
        assert!(gains_more(&exact([1.9; 4], [0.1; 4]), 10, 1).is_err());
    }
}
