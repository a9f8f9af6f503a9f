//! Whether an opportunist acts more often while its opponent is busy elsewhere: acts in windows of crisis against acts on other days.
//!
//! With as many acts in all, those in the windows are binomial if the rate does not change, so the test needs no model of the level. It asks
//! for acts that do not hang together; where one act brings the next, the test finds too much.
//!
//! Formula: `RR = (n1 / T1) / (n0 / T0)`, and `n1 | n0 + n1 ~ Bin(n0 + n1, T1 / (T0 + T1))` where nothing changes.

use serde::{Deserialize, Serialize};
use statrs::distribution::{Binomial, DiscreteCDF};

use crate::{Card, Error};

/// What the number is and where it comes from.
pub const CARD: Card = Card {
    id: "crisis_rate_ratio",
    is: "how many times as often a state acts against another in windows of crisis as on other days",
    unit: "ratio, zero or more; probability 0 to 1",
    missing: "none without an act on other days; a day that was not watched belongs to neither side",
    formula: "RR = (n1/T1) / (n0/T0); p = P(N >= n1), N ~ Bin(n0 + n1, T1/(T0 + T1))",
    source: "Przyborowski & Wilenski 1940, Biometrika 31:313-323",
};

/// Acts, and days on which they could have been seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Watched {
    /// Acts.
    pub acts: u64,
    /// Days.
    pub days: u64,
}

/// How much more often in windows of crisis.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct RateRatio {
    /// The ratio; none without an act on other days.
    pub ratio: Option<f64>,
    /// Probability of as many acts in the windows or more, if the rate did not change.
    pub p_more: f64,
}

/// Compares acts in windows of crisis with those on other days.
///
/// # Errors
/// A side without a day, or no act at all, which says nothing.
///
/// # Example
/// ```
/// use entente_measures::contest::windows::{Watched, rate_ratio};
/// let found = rate_ratio(Watched { acts: 6, days: 90 }, Watched { acts: 40, days: 1000 }).unwrap();
/// assert!((found.ratio.unwrap() - 1.6667).abs() < 5e-5 && (found.p_more - 0.176).abs() < 5e-4);
/// ```
pub fn rate_ratio(crisis: Watched, other: Watched) -> Result<RateRatio, Error> {
    let id = CARD.id;
    if crisis.days == 0 || other.days == 0 {
        return Err(Error::Domain { measure: id, value: 0.0, domain: "at least one day on each side" });
    }
    let all = crisis.acts + other.acts;
    if all == 0 {
        return Err(Error::Domain { measure: id, value: 0.0, domain: "at least one act" });
    }
    let share = crisis.days as f64 / (crisis.days + other.days) as f64;
    let unchanged =
        Binomial::new(share, all).map_err(|_| Error::Domain { measure: id, value: share, domain: "a share between 0 and 1" })?;
    let p_more = if crisis.acts == 0 { 1.0 } else { unchanged.sf(crisis.acts - 1) };
    let rate = |w: Watched| w.acts as f64 / w.days as f64;
    Ok(RateRatio { ratio: (other.acts > 0).then(|| rate(crisis) / rate(other)), p_more })
}

#[cfg(test)]
mod tests {
    use super::*;
    use entente_core::testkit::assert_close;

    /// The printed example, with the sum of the binomial terms computed apart to 17 digits.
    #[test]
    fn printed_example() {
        let found = rate_ratio(Watched { acts: 6, days: 90 }, Watched { acts: 40, days: 1000 }).unwrap();
        assert_close(found.ratio.unwrap(), 5.0 / 3.0, 1e-12);
        assert_close(found.p_more, 0.176_288_213_404_230, 1e-12); // rounding in the incomplete beta
    }

    #[test]
    fn edges() {
        let watched = |acts, days| Watched { acts, days };
        let none_before = rate_ratio(watched(2, 10), watched(0, 10)).unwrap();
        assert_eq!(none_before.ratio, None);
        assert_close(none_before.p_more, 0.25, 1e-12); // two of two, each with one half
        assert_eq!(rate_ratio(watched(0, 10), watched(3, 10)).unwrap(), RateRatio { ratio: Some(0.0), p_more: 1.0 });
        assert!(rate_ratio(watched(0, 10), watched(0, 10)).is_err() && rate_ratio(watched(1, 0), watched(1, 1)).is_err());
    }

    /// More acts in the windows are never more probable by chance, and the same acts in longer windows are.
    #[test]
    fn more_acts_are_less_probable_by_chance() {
        let p = |acts, days| rate_ratio(Watched { acts, days }, Watched { acts: 20, days: 1000 }).unwrap().p_more;
        assert!((1..15).all(|acts| p(acts, 100) > p(acts + 1, 100)));
        assert!((50..150).step_by(10).all(|days| p(6, days) < p(6, days + 10)));
    }
}
