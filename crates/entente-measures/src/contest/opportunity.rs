//! How far the claim "an attack is highly unlikely" holds when payoffs are only known within ranges, and which of them decides.
//!
//! The claim is that the probability of an attack stays below a bound over the whole box of what is believed. What comes out is the share of
//! the box where it does not, the uncertain number that goes with the probability most closely, and for each number the point where the
//! claim turns while all others are at their medians.

use serde::{Deserialize, Serialize};

use super::crisis::Stakes;
use super::distribution::Distribution;
use super::fault::Fault;
use super::root;
use super::spearman::rank_correlation;
use crate::Error;
use crate::random::Counter;

/// What is believed about the uncertain numbers of a crisis.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Belief {
    /// The numbers that are not uncertain; prize, escalation and responsiveness are drawn.
    pub stakes: Stakes,
    /// Prize V.
    pub prize: Distribution,
    /// Escalation loss L.
    pub escalation: Distribution,
    /// Responsiveness lambda.
    pub responsiveness: Distribution,
    /// Probability pi that the defender is resolute.
    pub resolve: Distribution,
    /// Probability that an attack on a resolute defender succeeds, from the contest.
    pub success: Distribution,
}

impl Default for Belief {
    fn default() -> Self {
        Self {
            stakes: Stakes::default(),
            prize: Distribution::Uniform { low: 0.5, high: 2.0 },
            escalation: Distribution::Uniform { low: 0.5, high: 4.0 },
            responsiveness: Distribution::LogNormal { median: 4.0, sigma: 0.5 },
            resolve: Distribution::Beta { a: 6.0, b: 2.0 },
            success: Distribution::Fixed { value: 0.35 },
        }
    }
}

/// Bound below which "highly unlikely" is taken to lie. Chosen: one in twenty, where "very unlikely" begins on the scale of Intelligence
/// Community Directive 203; a result is given at double and at four times that as well.
pub const HIGHLY_UNLIKELY: f64 = 0.05;

/// Names of the uncertain numbers, in the order of [`Verdict::numbers`].
const NUMBERS: [&str; 5] = ["prize", "escalation", "responsiveness", "resolve", "success"];

/// How one uncertain number bears on the claim.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Bearing {
    /// Which number.
    pub number: String,
    /// Spearman's rank correlation with the probability of an attack; none for a number that is known.
    pub rank_correlation: Option<f64>,
    /// The value at which the claim turns while all others are at their medians; none if it does not within what is believed.
    pub turns_at: Option<f64>,
    /// Which side of that value the claim fails on.
    pub fails: Option<Side>,
}

/// A side of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// Below it.
    Below,
    /// Above it.
    Above,
}

/// What the box says about the claim.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Verdict {
    /// How many draws.
    pub draws: usize,
    /// Share of them in which the probability of an attack reaches the bound.
    pub share_failing: f64,
    /// Median probability of an attack.
    pub median_attack: f64,
    /// Its 95th percentile.
    pub high_attack: f64,
    /// Share of the draws in which an attack has the largest utility.
    pub attack_best: f64,
    /// The same for a posture.
    pub posture_best: f64,
    /// How each uncertain number bears on the claim.
    pub numbers: Vec<Bearing>,
    /// The uncertain number with the largest rank correlation; none if nothing is uncertain.
    pub decided_by: Option<String>,
}

impl Belief {
    fn distributions(&self) -> [Distribution; 5] {
        [self.prize, self.escalation, self.responsiveness, self.resolve, self.success]
    }

    fn attack(&self, at: [f64; 5]) -> Result<f64, Error> {
        Ok(self.at(at).response(at[3], at[4])?.attack)
    }

    fn at(&self, at: [f64; 5]) -> Stakes {
        Stakes { prize: at[0], escalation: at[1], responsiveness: at[2], ..self.stakes }
    }

    /// Judges the claim that the probability of an attack stays below `bound`.
    ///
    /// # Errors
    /// An unsound distribution, one of a probability that reaches outside 0 to 1, or no draws.
    ///
    /// # Example
    /// ```
    /// use entente_measures::contest::opportunity::{Belief, HIGHLY_UNLIKELY};
    /// let verdict = Belief::default().judge(HIGHLY_UNLIKELY, 2000, 1).unwrap();
    /// assert!(verdict.share_failing > 0.0 && verdict.share_failing < 0.3);
    /// ```
    pub fn judge(&self, bound: f64, draws: usize, seed: u64) -> Result<Verdict, Error> {
        if draws == 0 {
            return Err(Fault::NothingAsked { what: "the number of draws" }.into());
        }
        let believed = self.distributions();
        NUMBERS.iter().zip(&believed).try_for_each(|(name, distribution)| distribution.check(name))?;
        let counters = NUMBERS.map(|name| Counter::new(seed, &format!("opportunity/{name}")));
        let (mut attacks, mut columns) = (Vec::with_capacity(draws), vec![Vec::new(); 5]);
        let (mut attack_best, mut posture_best) = (0usize, 0usize);
        for index in 0..draws as u64 {
            let at: [f64; 5] = std::array::from_fn(|j| believed[j].quantile(counters[j].uniform(index)));
            attacks.push(self.attack(at)?);
            columns.iter_mut().zip(at).for_each(|(column, x)| column.push(x));
            let u = self.at(at).utilities(at[3], at[4]);
            attack_best += usize::from(u.attack > u.posture.max(u.stay));
            posture_best += usize::from(u.posture > u.attack.max(u.stay));
        }
        let numbers = (0..5).map(|j| self.bearing(j, bound, &columns[j], &attacks)).collect::<Result<Vec<_>, _>>()?;
        let strength = |b: &&Bearing| b.rank_correlation.map_or(-1.0, f64::abs);
        let decided_by = numbers.iter().max_by(|a, b| strength(a).total_cmp(&strength(b))).filter(|b| b.rank_correlation.is_some());
        let decided_by = decided_by.map(|b| b.number.clone());
        let share = |count: usize| count as f64 / draws as f64;
        let failing = attacks.iter().filter(|p| **p >= bound).count();
        attacks.sort_by(f64::total_cmp);
        let quantile = |share| super::summary::quantile(&attacks, share).unwrap_or(f64::NAN);
        Ok(Verdict {
            draws,
            share_failing: share(failing),
            median_attack: quantile(0.5),
            high_attack: quantile(0.95),
            attack_best: share(attack_best),
            posture_best: share(posture_best),
            numbers,
            decided_by,
        })
    }

    fn bearing(&self, j: usize, bound: f64, column: &[f64], attacks: &[f64]) -> Result<Bearing, Error> {
        let believed = self.distributions();
        let medians = believed.map(|d| d.median());
        let mut failure = None;
        let mut over = |x: f64| {
            let mut at = medians;
            at[j] = x;
            self.attack(at).map(|p| p - bound).map_err(|error| failure = Some(error)).ok()
        };
        // A lognormal has no upper end; a thousandth of it lies beyond these.
        let (low, high) = (believed[j].quantile(0.0005), believed[j].quantile(0.9995));
        let (low, high) = match believed[j] {
            Distribution::Uniform { low, high } => (low, high),
            _ => (low, high),
        };
        let ends = (over(low), over(high));
        let (turns_at, fails) = match ends {
            (Some(a), Some(b)) if (a < 0.0) != (b < 0.0) => {
                (root::between((low, a), (high, b), 1e-12, &mut over), Some(if a >= 0.0 { Side::Below } else { Side::Above }))
            }
            _ => (None, None),
        };
        match failure {
            Some(error) => Err(error),
            None => Ok(Bearing { number: NUMBERS[j].to_owned(), rank_correlation: rank_correlation(column, attacks), turns_at, fails }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use entente_core::testkit::assert_close;

    /// Where the claim turns, the probability is the bound; on the side said, the claim fails.
    #[test]
    fn turning_points_turn() {
        let belief = Belief { resolve: Distribution::Uniform { low: 0.2, high: 1.0 }, ..Belief::default() };
        let verdict = belief.judge(HIGHLY_UNLIKELY, 4000, 7).unwrap();
        let medians = belief.distributions().map(|d| d.median());
        let resolve = &verdict.numbers[3];
        assert_eq!((resolve.number.as_str(), resolve.fails), ("resolve", Some(Side::Below)));
        let mut at = medians;
        at[3] = resolve.turns_at.unwrap();
        assert_close(belief.attack(at).unwrap(), HIGHLY_UNLIKELY, 1e-9); // the root's tolerance
        at[3] -= 0.05;
        assert!(belief.attack(at).unwrap() > HIGHLY_UNLIKELY);
        assert_eq!(verdict.decided_by.as_deref(), Some("resolve"));
        assert!(resolve.rank_correlation.unwrap() < -0.5);
        assert_eq!(verdict.numbers[4].rank_correlation, None); // success is known here
        assert_eq!(verdict, belief.judge(HIGHLY_UNLIKELY, 4000, 7).unwrap());
    }

    /// A share counted plainly on a fine grid of the box with resolve known and success known.
    #[test]
    fn the_share_is_the_volume() {
        let resolve = Distribution::Fixed { value: 0.6 };
        let responsiveness = Distribution::Fixed { value: 4.0 };
        let belief = Belief { resolve, responsiveness, ..Belief::default() };
        let grid = |i: usize, low: f64, high: f64| low + (i as f64 + 0.5) / 400.0 * (high - low);
        let fails = |(i, j)| belief.attack([grid(i, 0.5, 2.0), grid(j, 0.5, 4.0), 4.0, 0.6, 0.35]).unwrap() >= HIGHLY_UNLIKELY;
        let volume = (0..400).flat_map(|i| (0..400).map(move |j| (i, j))).filter(|at| fails(*at)).count() as f64 / 160_000.0;
        let share = belief.judge(HIGHLY_UNLIKELY, 20_000, 3).unwrap().share_failing;
        assert!(volume > 0.1);
        assert_close(share, volume, 0.011); // three standard errors
    }

    #[test]
    fn unsound_beliefs_are_refused() {
        let no = |belief: Belief| belief.judge(HIGHLY_UNLIKELY, 100, 1).unwrap_err().to_string();
        assert!(no(Belief { prize: Distribution::Uniform { low: 2.0, high: 1.0 }, ..Belief::default() }).contains("upper bound of prize"));
        assert!(no(Belief { success: Distribution::Fixed { value: 1.2 }, ..Belief::default() }).contains("0 to 1"));
        assert!(Belief::default().judge(HIGHLY_UNLIKELY, 0, 1).is_err());
    }
}
