//! One level per treaty phase: how formal it is, 0 to 2. One step for a public treaty that must be ratified, one for an organisation with
//! regular meetings. It is not how deep it goes.
//!
//! The rule is that of the authors' own program, which the ATOP project hands out with the data. On the 849 phases of ATOP 5.1 it gives the
//! project's `formal` but for eight: where the organisations of a public treaty are unknown the program gives 0, forgetting the treaty it
//! knows of, and we give 1 as a lower bound.

use crate::{Card, Error, Reason};

/// What the level is and where it comes from.
pub const CARD: Card = Card {
    id: "agreement_formality",
    is: "formality of a treaty",
    unit: "ordinal level, 0 to 2",
    missing: "an unknown item counts as absent, unknown secrecy as public, and the level as a lower bound; undefined if none is known",
    formula: "(estmode 1 and pubsecr not 2) + (organ1 or organ2 in {2, 3})",
    source: "Leeds & Anac 2005, doi:10.1080/03050620500294135; codes in the ATOP 5.1 codebook",
};

/// The form of one treaty phase, with the names and codes of ATOP; unknown is None.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Form {
    /// Whether it must be ratified: 0 no, 1 yes.
    pub estmode: Option<u8>,
    /// Secrecy: 0 public, 1 some articles secret, 2 secret.
    pub pubsecr: Option<u8>,
    /// Organisation: 0 none, 1 regular meetings, 2 named organisation, 3 permanent bureaucracy.
    pub organ1: Option<u8>,
    /// Second organisation, in the same codes.
    pub organ2: Option<u8>,
}

/// The level, and whether an unknown item could raise it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Formality {
    /// Steps, 0 to 2.
    pub level: u8,
    /// True if an item is unknown that could add a step.
    pub is_lower_bound: bool,
}

/// Formality of a treaty phase.
///
/// # Errors
/// A code that ATOP does not have, or nothing known.
///
/// # Example
/// ```
/// use entente_measures::agreements::formality::{Form, formality};
/// let public_treaty = Form { estmode: Some(1), pubsecr: Some(0), organ1: Some(1), organ2: Some(0) };
/// assert_eq!(formality(&public_treaty).unwrap().level, 1);
/// ```
pub fn formality(form: &Form) -> Result<Formality, Error> {
    let items = [(form.estmode, 1), (form.pubsecr, 2), (form.organ1, 3), (form.organ2, 3)];
    if let Some(code) = items.iter().find_map(|(code, last)| code.filter(|c| c > last)) {
        return Err(Error::Domain { measure: CARD.id, value: f64::from(code), domain: "the codes of ATOP 5.1" });
    }
    if items.iter().all(|(code, _)| code.is_none()) {
        return Err(Error::Undefined { measure: CARD.id, reason: Reason::NothingKnown });
    }
    let is_public_treaty = form.estmode == Some(1) && form.pubsecr != Some(2);
    let has_organisation = [form.organ1, form.organ2].iter().any(|organ| matches!(organ, Some(2 | 3)));
    let could_be_treaty = form.estmode.is_none() && form.pubsecr != Some(2);
    let could_have_organisation = !has_organisation && (form.organ1.is_none() || form.organ2.is_none());
    Ok(Formality {
        level: u8::from(is_public_treaty) + u8::from(has_organisation),
        is_lower_bound: could_be_treaty || could_have_organisation,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By the rule: a secret treaty has no step, regular meetings without a name have none, either organisation has one.
    #[test]
    fn worked_cases() {
        let of = |estmode, pubsecr, organ1, organ2| formality(&Form { estmode, pubsecr, organ1, organ2 });
        let known = |level| Ok(Formality { level, is_lower_bound: false });
        let at_least = |level| Ok(Formality { level, is_lower_bound: true });
        assert_eq!(of(Some(1), Some(0), Some(3), Some(0)), known(2));
        assert_eq!(of(Some(1), Some(2), Some(1), Some(2)), known(1));
        assert_eq!(of(Some(1), Some(1), Some(1), Some(0)), known(1));
        assert_eq!(of(Some(0), Some(0), Some(1), Some(0)), known(0));
        assert_eq!(of(Some(1), None, None, None), at_least(1));
        assert_eq!(of(None, Some(0), Some(2), None), at_least(1));
        assert_eq!(of(None, Some(2), Some(2), None), known(1));
        assert_eq!(of(None, None, None, None), Err(Error::Undefined { measure: CARD.id, reason: Reason::NothingKnown }));
        assert!(of(Some(2), None, None, None).is_err());
    }
}
