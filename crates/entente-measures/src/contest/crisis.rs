//! What an opportunist does while its opponent is busy elsewhere: attack, posture or stay.
//!
//! The opportunist does not know whether the defender is resolute. A resolute one resists, an irresolute one concedes. The answer is a
//! choice by logits, so nothing is certain. Weakness: payoffs cannot be observed, so the answer is good for comparing (what must be true for
//! a claim to hold), and never a forecast of war.
//!
//! Formula: with prize V, war cost c, escalation loss L, status benefit S, posture cost k, accident risk eps, probability of resolve pi and
//! success p, `EU_attack = pi (p V - c - L) + (1 - pi)(V - 0.3 c)`, `EU_posture = S - k - pi eps L`, `EU_stay = 0`, and
//! `P(a) = exp(lambda EU_a) / sum`.

use serde::{Deserialize, Serialize};

use crate::{Card, Error};

/// What the numbers are and where they come from.
pub const CARD: Card = Card {
    id: "contest_crisis",
    is: "probability that an opportunist attacks, postures or stays while its opponent is busy elsewhere",
    unit: "probability, 0 to 1, the three sum to one",
    missing: "every payoff must be given or drawn from a stated range",
    formula: "P(a) = exp(lambda EU_a) / sum, EU_attack = pi (p V - c - L) + (1 - pi)(V - 0.3 c), EU_posture = S - k - pi eps L",
    source: "own model; logit response as in McKelvey & Palfrey 1998, Experimental Economics 1:9-41",
};

/// Share of the cost of war that taking what is conceded costs. Chosen: occupation without resistance costs a third of a war; the threshold
/// of resolve in the fixture is 0.226, at half 0.241 and at double 0.194.
const UNOPPOSED: f64 = 0.3;

/// What is at stake for an opportunist, in units of the prize's usual value.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Stakes {
    /// Prize V.
    pub prize: f64,
    /// Cost of war c.
    pub war_cost: f64,
    /// Loss from escalation L: nuclear danger, sanctions.
    pub escalation: f64,
    /// Benefit S of attention.
    pub status: f64,
    /// Cost of posture k.
    pub posture_cost: f64,
    /// Risk eps that posture ends in an accident, 0 to 1.
    pub accident: f64,
    /// Responsiveness lambda to differences of utility.
    pub responsiveness: f64,
}

impl Default for Stakes {
    fn default() -> Self {
        Self { prize: 1.0, war_cost: 0.4, escalation: 2.0, status: 0.25, posture_cost: 0.05, accident: 0.03, responsiveness: 4.0 }
    }
}

/// One number for each of the three actions.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct OfAction {
    /// Of an attack.
    pub attack: f64,
    /// Of a posture.
    pub posture: f64,
    /// Of staying.
    pub stay: f64,
}

impl Stakes {
    /// Expected utilities, if the defender is resolute with probability `resolve` and an attack then succeeds with probability `success`.
    pub fn utilities(&self, resolve: f64, success: f64) -> OfAction {
        let war = success * self.prize - self.war_cost - self.escalation;
        let walkover = self.prize - UNOPPOSED * self.war_cost;
        OfAction {
            attack: resolve * war + (1.0 - resolve) * walkover,
            posture: self.status - self.posture_cost - resolve * self.accident * self.escalation,
            stay: 0.0,
        }
    }

    /// Probabilities of the three actions.
    ///
    /// # Errors
    /// A probability outside 0 to 1, or a number that is not finite.
    ///
    /// # Example
    /// ```
    /// use entente_measures::contest::crisis::Stakes;
    /// let quiet = Stakes::default().response(0.9, 0.2127).unwrap();
    /// assert!((quiet.posture - 0.6419).abs() < 5e-5 && quiet.attack < 0.001);
    /// ```
    pub fn response(&self, resolve: f64, success: f64) -> Result<OfAction, Error> {
        probability(resolve, "a probability of resolve, 0 to 1")?;
        probability(success, "a probability of success, 0 to 1")?;
        let numbers = [self.prize, self.war_cost, self.escalation, self.status, self.posture_cost, self.accident, self.responsiveness];
        crate::check_finite(CARD.id, &numbers)?;
        let OfAction { attack, posture, stay } = self.utilities(resolve, success);
        // The largest is taken off first, so that no exponential overflows.
        let best = attack.max(posture).max(stay);
        let weights = [attack, posture, stay].map(|u| (self.responsiveness * (u - best)).exp());
        let total: f64 = weights.iter().sum();
        Ok(OfAction { attack: weights[0] / total, posture: weights[1] / total, stay: weights[2] / total })
    }

    /// The probability of resolve below which an attack beats a posture. None where resolve does not make attacks worse.
    pub fn attack_threshold(&self, success: f64) -> Option<f64> {
        let walkover = self.prize - UNOPPOSED * self.war_cost;
        let slope = walkover - success * self.prize + self.war_cost + self.escalation - self.accident * self.escalation;
        (slope > 0.0).then(|| (walkover - self.status + self.posture_cost) / slope)
    }

    /// The probability of resolve below which a posture beats staying. None where posture bears no risk of escalation.
    pub fn posture_threshold(&self) -> Option<f64> {
        let risk = self.accident * self.escalation;
        (risk > 0.0).then(|| (self.status - self.posture_cost) / risk)
    }
}

/// Belief in the defender's resolve after it has answered a posture firmly, which a resolute one does with probability `firm_if_resolute`
/// and an irresolute one with `firm_if_not`.
///
/// # Errors
/// A probability outside 0 to 1, or an answer that nobody would give.
///
/// # Example
/// ```
/// use entente_measures::contest::crisis::updated;
/// assert!((updated(0.5, 0.9, 0.3).unwrap() - 0.75).abs() < 1e-12);
/// ```
pub fn updated(resolve: f64, firm_if_resolute: f64, firm_if_not: f64) -> Result<f64, Error> {
    probability(resolve, "a probability of resolve, 0 to 1")?;
    probability(firm_if_resolute, "a probability of a firm answer, 0 to 1")?;
    probability(firm_if_not, "a probability of a firm answer, 0 to 1")?;
    let total = resolve * firm_if_resolute + (1.0 - resolve) * firm_if_not;
    if total == 0.0 {
        return Err(Error::Domain { measure: CARD.id, value: total, domain: "probabilities of an answer that somebody would give" });
    }
    Ok(resolve * firm_if_resolute / total)
}

fn probability(value: f64, domain: &'static str) -> Result<(), Error> {
    if (0.0..=1.0).contains(&value) { Ok(()) } else { Err(Error::Domain { measure: CARD.id, value, domain }) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use entente_core::testkit::assert_close;
    use proptest::prelude::*;

    /// The last probability was printed as 0.3491; it is 0.349153.
    #[test]
    fn printed_thresholds_and_responses() {
        let stakes = Stakes::default();
        assert_close(stakes.attack_threshold(0.2127).unwrap(), 0.2261, 5e-5); // printed to four decimals
        assert_close(stakes.attack_threshold(0.35).unwrap(), 0.2369, 5e-5);
        assert_close(stakes.posture_threshold().unwrap(), 0.2 / 0.06, 1e-12); // by hand: above one, so posture always beats staying
        for (resolve, success, attack, posture, p) in
            [(0.9, 0.2127, -1.880_57, 0.146, [0.000_194, 0.6419, 0.3579]), (0.75, 0.35, -1.3175, 0.155, [0.0018, 0.6491, 0.3492])]
        {
            let utilities = stakes.utilities(resolve, success);
            assert_close(utilities.attack, attack, 1e-9);
            assert_close(utilities.posture, posture, 1e-12);
            let response = stakes.response(resolve, success).unwrap();
            assert_close(response.attack, p[0], if p[0] < 0.001 { 5e-7 } else { 5e-5 });
            assert_close(response.posture, p[1], 5e-5);
            assert_close(response.stay, p[2], 5e-5);
        }
    }

    #[test]
    fn what_is_no_probability_is_refused() {
        let stakes = Stakes::default();
        for wrong in [-0.1, 1.1, f64::NAN] {
            assert!(stakes.response(wrong, 0.5).is_err() && stakes.response(0.5, wrong).is_err() && updated(wrong, 0.5, 0.5).is_err());
        }
        assert!(Stakes { escalation: f64::INFINITY, ..stakes }.response(0.5, 0.5).is_err());
        assert!(updated(1.0, 0.0, 0.5).is_err());
        assert_eq!(Stakes { accident: 0.0, ..stakes }.posture_threshold(), None);
        assert_eq!(Stakes { war_cost: -5.0, ..stakes }.attack_threshold(1.0), None);
    }

    proptest! {
        /// At a threshold the two utilities are equal, below it the action is better; probabilities sum to one and follow utilities.
        #[test]
        fn thresholds_separate(prize in 0.5..2.0, escalation in 0.5..4.0, resolve in 0.0..1.0, success in 0.0..1.0) {
            let stakes = Stakes { prize, escalation, ..Stakes::default() };
            let at = stakes.attack_threshold(success).unwrap();
            let equal = stakes.utilities(at, success);
            prop_assert!((equal.attack - equal.posture).abs() < 1e-12);
            let u = stakes.utilities(resolve, success);
            prop_assert!((resolve - at).abs() < 1e-12 || (u.attack > u.posture) == (resolve < at));
            let p = stakes.response(resolve, success).unwrap();
            prop_assert!((p.attack + p.posture + p.stay - 1.0).abs() < 1e-12);
            prop_assert!((p.attack > p.posture) == (u.attack > u.posture) || (u.attack - u.posture).abs() < 1e-12);
        }
    }
}
