//! One code: the strongest thing a treaty obliges to, 0 to 3. It is what was promised, and not whether it is kept.
//!
//! The scale is that of Chiba and others, who rank neutrality with consultation: both cost something in a crisis, neither a war. Known
//! weakness: the steps are not equal, which every measure that takes their difference forgets.

use serde::{Deserialize, Serialize};

use crate::Card;

/// What the code is and where it comes from.
pub const CARD: Card = Card {
    id: "agreement_obligation",
    is: "strongest obligation of a treaty",
    unit: "ordinal code, 0 to 3",
    missing: "no treaty inside the source's years is zero by rule; outside them there is no code",
    formula: "3 if defence or offence; else 2 if neutrality or consultation; else 1 if non-aggression; else 0",
    source: "Chiba, Johnson & Leeds 2015, doi:10.1086/682074, as coded for ATOP by the maintainers of fpsim",
};

/// What a treaty pledges, as in the five columns of ATOP.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Pledges {
    /// Active support if a partner's sovereignty or territory is attacked (`defense`).
    pub defence: bool,
    /// Active support in other cases (`offense`).
    pub offence: bool,
    /// To stay out of a partner's war and not to help its enemy (`neutral`).
    pub neutrality: bool,
    /// Not to use force against a partner (`nonagg`).
    pub nonaggression: bool,
    /// To consult in crises that may become armed conflicts (`consul`).
    pub consultation: bool,
}

impl Pledges {
    /// Everything that either of two treaties pledges.
    pub fn and(self, other: Self) -> Self {
        Self {
            defence: self.defence || other.defence,
            offence: self.offence || other.offence,
            neutrality: self.neutrality || other.neutrality,
            nonaggression: self.nonaggression || other.nonaggression,
            consultation: self.consultation || other.consultation,
        }
    }
}

/// Strength of an obligation, weakest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Obligation {
    /// No obligation.
    None,
    /// Not to attack, and no more.
    Nonaggression,
    /// To consult or to stay neutral.
    Consultation,
    /// To fight.
    Defence,
}

impl Obligation {
    /// The valued alliance code, 0 to 3.
    pub fn code(self) -> u8 {
        self as u8
    }
}

/// The strongest obligation among the pledges.
///
/// # Example
/// ```
/// use entente_measures::agreements::obligation::{Obligation, Pledges, obligation};
/// let treaty_of_2001 = Pledges { nonaggression: true, consultation: true, ..Pledges::default() };
/// assert_eq!(obligation(treaty_of_2001), Obligation::Consultation);
/// assert_eq!(obligation(treaty_of_2001).code(), 2);
/// ```
pub fn obligation(pledges: Pledges) -> Obligation {
    if pledges.defence || pledges.offence {
        Obligation::Defence
    } else if pledges.neutrality || pledges.consultation {
        Obligation::Consultation
    } else if pledges.nonaggression {
        Obligation::Nonaggression
    } else {
        Obligation::None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn from_bits(bits: u8) -> Pledges {
        let has = |k: u8| bits & (1 << k) != 0;
        Pledges { defence: has(0), offence: has(1), neutrality: has(2), nonaggression: has(3), consultation: has(4) }
    }

    /// One pledge alone: defence 3, offence 3, neutrality 2, non-aggression 1, consultation 2; none 0.
    #[test]
    fn each_pledge_alone() {
        let codes: Vec<u8> = (0..5).map(|k| obligation(from_bits(1 << k)).code()).collect();
        assert_eq!(codes, [3, 3, 2, 1, 2]);
        assert_eq!(obligation(Pledges::default()).code(), 0);
    }

    proptest! {
        #[test]
        fn two_treaties_oblige_to_the_stronger(a in 0u8..32, b in 0u8..32) {
            let (a, b) = (from_bits(a), from_bits(b));
            prop_assert_eq!(obligation(a.and(b)), obligation(a).max(obligation(b)));
            prop_assert_eq!(a.and(b), b.and(a));
        }
    }
}
