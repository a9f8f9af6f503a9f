//! One level per treaty phase: how far the treaty itself ties the forces together in peacetime, 0 to 2. It is not whether they would fight:
//! its authors found that deeper alliances are kept no more often.
//!
//! The rule is that of the authors' own program, which the ATOP project hands out with the data; on the phases of ATOP 5.1 it gives the
//! project's `milinst` in every case. Two things differ from how it is often told: organisations count only if their purpose is military
//! or general, and aid only if it is training or technology. Known weakness: it reads the treaty text and not later practice.

use serde::{Deserialize, Serialize};

use crate::{Card, Error, Reason};

/// What the level is and where it comes from.
pub const CARD: Card = Card {
    id: "agreement_depth",
    is: "peacetime military coordination that a treaty requires",
    unit: "ordinal level, 0 to 2",
    missing: "an unknown provision counts as absent and the level as a lower bound; undefined if none is known",
    formula: "2 if milcon 3 or intcom 1 or base 1-3; else 1 if milcon 2 or milaid 3-4 or subord 1-2 or contrib 1 or orgpurp1/2 in {1, 4}; else 0",
    source: "Leeds & Anac 2005, doi:10.1080/03050620500294135; codes in the ATOP 5.1 codebook, section 2.34",
};

/// Provisions of one treaty phase, with the names and codes of ATOP; unknown is None.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Provisions {
    /// Contact of the armed services: 0 none, 1 in hostilities only, 2 in peacetime, 3 common defence policy.
    pub milcon: Option<u8>,
    /// Military aid: 0 none, 1 general, 2 grants or loans, 3 training or technology, 4 both.
    pub milaid: Option<u8>,
    /// Command integrated in peace and war: 0 no, 1 yes.
    pub intcom: Option<u8>,
    /// Subordination of forces in war: 0 no, 1 to a state named, 2 depending on circumstances.
    pub subord: Option<u8>,
    /// Purpose of the organisation: 0 none, 1 military, 2 economic, 3 political consultation, 4 all of these, 5 disputes.
    pub orgpurp1: Option<u8>,
    /// Purpose of a second organisation, in the same codes.
    pub orgpurp2: Option<u8>,
    /// Troops abroad: 0 none, 1 joint on neutral ground, 2 each in the other's, 3 one in the other's.
    pub base: Option<u8>,
    /// Contributions of each ally laid down: 0 no, 1 yes.
    pub contrib: Option<u8>,
}

/// Peacetime coordination, least first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// None required.
    None,
    /// Contact, training, contributions, subordination in war or a military organisation.
    Moderate,
    /// Common defence policy, integrated command or troops abroad.
    High,
}

impl Level {
    /// The code of the published file, 0 to 2.
    pub fn code(self) -> u8 {
        self as u8
    }
}

/// The level, and whether an unknown provision could raise it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Depth {
    /// The level that the known provisions give.
    pub level: Level,
    /// True if a provision is unknown that could make it higher.
    pub is_lower_bound: bool,
}

/// Institutional depth of a treaty phase. Of several treaties of a pair the deepest counts.
///
/// # Errors
/// A code that ATOP does not have, or no provision known.
///
/// # Example
/// ```
/// use entente_measures::agreements::institutional_depth::{Level, Provisions, institutional_depth};
/// let contact = Provisions { milcon: Some(2), base: Some(0), intcom: Some(0), ..Provisions::default() };
/// assert_eq!(institutional_depth(&contact).unwrap().level, Level::Moderate);
/// ```
pub fn institutional_depth(p: &Provisions) -> Result<Depth, Error> {
    let high = [within(p.milcon, 3)?.map(|c| c == 3), within(p.intcom, 1)?.map(|c| c == 1), within(p.base, 3)?.map(|c| c > 0)];
    let moderate = [
        p.milcon.map(|c| c == 2),
        within(p.milaid, 4)?.map(|c| c >= 3),
        within(p.subord, 2)?.map(|c| c > 0),
        within(p.contrib, 1)?.map(|c| c == 1),
        within(p.orgpurp1, 5)?.map(|c| [1, 4].contains(&c)),
        within(p.orgpurp2, 5)?.map(|c| [1, 4].contains(&c)),
    ];
    if high.iter().chain(&moderate).all(Option::is_none) {
        return Err(Error::Undefined { measure: CARD.id, reason: Reason::NothingKnown });
    }
    let level = match (high.contains(&Some(true)), moderate.contains(&Some(true))) {
        (true, _) => Level::High,
        (false, true) => Level::Moderate,
        (false, false) => Level::None,
    };
    let could_be = |items: &[Option<bool>]| items.contains(&None);
    let is_lower_bound = level < Level::High && could_be(&high) || level < Level::Moderate && could_be(&moderate);
    Ok(Depth { level, is_lower_bound })
}

fn within(code: Option<u8>, last: u8) -> Result<Option<u8>, Error> {
    match code {
        Some(c) if c > last => Err(Error::Domain { measure: CARD.id, value: f64::from(c), domain: "the codes of ATOP 5.1" }),
        known => Ok(known),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const NONE: Provisions = Provisions {
        milcon: Some(0),
        milaid: Some(0),
        intcom: Some(0),
        subord: Some(0),
        orgpurp1: Some(0),
        orgpurp2: Some(0),
        base: Some(0),
        contrib: Some(0),
    };

    /// Each provision alone, by the rule: what is general (aid 1 and 2), wartime only (contact 1), or of another purpose gives nothing.
    #[test]
    fn each_provision_alone() {
        let level = |p: Provisions| institutional_depth(&p).unwrap().level.code();
        assert_eq!([0, 1, 2, 3].map(|c| level(Provisions { milcon: Some(c), ..NONE })), [0, 0, 1, 2]);
        assert_eq!([0, 1, 2, 3, 4].map(|c| level(Provisions { milaid: Some(c), ..NONE })), [0, 0, 0, 1, 1]);
        assert_eq!([0, 1].map(|c| level(Provisions { intcom: Some(c), ..NONE })), [0, 2]);
        assert_eq!([0, 1, 2].map(|c| level(Provisions { subord: Some(c), ..NONE })), [0, 1, 1]);
        assert_eq!([0, 1, 2, 3, 4, 5].map(|c| level(Provisions { orgpurp1: Some(c), ..NONE })), [0, 1, 0, 0, 1, 0]);
        assert_eq!([0, 1, 2, 3, 4, 5].map(|c| level(Provisions { orgpurp2: Some(c), ..NONE })), [0, 1, 0, 0, 1, 0]);
        assert_eq!([0, 1, 2, 3].map(|c| level(Provisions { base: Some(c), ..NONE })), [0, 2, 2, 2]);
        assert_eq!([0, 1].map(|c| level(Provisions { contrib: Some(c), ..NONE })), [0, 1]);
    }

    #[test]
    fn what_is_unknown_bounds_and_does_not_lower() {
        let of = |p: Provisions| institutional_depth(&p).unwrap();
        assert_eq!(of(NONE), Depth { level: Level::None, is_lower_bound: false });
        assert_eq!(of(Provisions { contrib: None, ..NONE }), Depth { level: Level::None, is_lower_bound: true });
        let contact = Provisions { milcon: Some(2), ..NONE };
        assert!(!of(Provisions { contrib: None, ..contact }).is_lower_bound && of(Provisions { base: None, ..contact }).is_lower_bound);
        let command = Provisions { intcom: Some(1), ..Provisions::default() };
        assert_eq!(of(command), Depth { level: Level::High, is_lower_bound: false });
        let nothing = institutional_depth(&Provisions::default());
        assert_eq!(nothing, Err(Error::Undefined { measure: CARD.id, reason: Reason::NothingKnown }));
        assert!(institutional_depth(&Provisions { base: Some(4), ..NONE }).is_err());
    }

    proptest! {
        /// Making a provision unknown never raises the level, and a bound that is not a lower bound is the level of every completion.
        #[test]
        fn knowing_less_never_deepens(codes in prop::array::uniform8(0u8..2), hide in 0usize..8) {
            let of = |codes: [Option<u8>; 8]| Provisions {
                milcon: codes[0].map(|c| c * 3), milaid: codes[1].map(|c| c * 3), intcom: codes[2], subord: codes[3],
                orgpurp1: codes[4], orgpurp2: codes[5], base: codes[6], contrib: codes[7],
            };
            let full = institutional_depth(&of(codes.map(Some))).unwrap();
            let mut partial = codes.map(Some);
            partial[hide] = None;
            let partial = institutional_depth(&of(partial)).unwrap();
            prop_assert!(!full.is_lower_bound && partial.level <= full.level);
            prop_assert!(partial.is_lower_bound || partial.level == full.level);
        }
    }
}
