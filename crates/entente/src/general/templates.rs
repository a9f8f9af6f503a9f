//! Claims in general form, filled in for a pair.

use entente_claims::Claim;
use entente_core::{Dyad, Register, StateCode};
use serde::Deserialize;

const TEXT: &str = include_str!("../../../../cases/general/claims.toml");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    claim: Vec<toml::Table>,
    not_general: Vec<NotGeneral>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NotGeneral {
    ids: Vec<String>,
    reason: String,
}

/// The claims of a pair, and those of the built-in case that it does not share, each with the reason.
///
/// # Panics
/// The embedded file has a fault, which a test rules out.
pub(super) fn expand(dyad: Dyad, built_in: &[Claim]) -> (Vec<Claim>, Vec<(Claim, String)>) {
    let file: File = toml::from_str(TEXT).expect("the embedded claims are parsed by a test");
    let sides = [dyad.low(), dyad.high()];
    let claims = file.claim.iter().flat_map(|template| fill(template, sides)).collect();
    let left = built_in.iter().filter_map(|claim| {
        let entry = file.not_general.iter().find(|entry| entry.ids.contains(&claim.id))?;
        Some((claim.clone(), entry.reason.clone()))
    });
    (claims, left.collect())
}

/// One claim, or one for each side or direction.
fn fill(template: &toml::Table, [low, high]: [StateCode; 2]) -> Vec<Claim> {
    let each = template.get("each").and_then(toml::Value::as_str).unwrap_or_default();
    let asked: &[(&str, StateCode, StateCode)] = match each {
        "directed" => &[("_1to2", low, high), ("_2to1", high, low)],
        "state" => &[("_1", low, high), ("_2", high, low)],
        _ => &[("", low, high)],
    };
    let one = |(suffix, a, b): &(&str, StateCode, StateCode)| {
        let mut claim = template.clone();
        claim.remove("of");
        claim.remove("each");
        let mut value = toml::Value::Table(claim);
        put(&mut value, *a, *b);
        if let Some(id) = value.get_mut("id")
            && let Some(text) = id.as_str()
        {
            *id = toml::Value::String(format!("{text}{suffix}"));
        }
        value.try_into::<Claim>().expect("the embedded claims are parsed by a test")
    };
    asked.iter().map(one).collect()
}

/// Puts names and abbreviations in the place of their letters, in every text.
fn put(value: &mut toml::Value, a: StateCode, b: StateCode) {
    match value {
        toml::Value::String(text) => {
            let register = Register::builtin();
            let short = |code: StateCode| register.get(code).and_then(|s| s.cow_abbrev.clone()).unwrap_or_else(|| code.to_string());
            *text = text
                .replace("{A}", &register.name(a))
                .replace("{B}", &register.name(b))
                .replace("{a}", &short(a))
                .replace("{b}", &short(b));
        }
        toml::Value::Array(items) => items.iter_mut().for_each(|item| put(item, a, b)),
        toml::Value::Table(items) => items.iter_mut().for_each(|(_, item)| put(item, a, b)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::Case;
    use std::collections::BTreeSet;

    #[test]
    fn every_built_in_claim_is_general_or_says_why_not() {
        let built_in = Case::open_builtin("russia-china").unwrap().claims;
        let file: File = toml::from_str(TEXT).unwrap();
        let general: BTreeSet<&str> = file.claim.iter().filter_map(|c| c.get("of")?.as_str()).collect();
        let not: Vec<&str> = file.not_general.iter().flat_map(|n| n.ids.iter().map(String::as_str)).collect();
        for claim in &built_in {
            let times = usize::from(general.contains(claim.id.as_str())) + not.iter().filter(|id| **id == claim.id).count();
            assert_eq!(times, 1, "{} stands {times} times", claim.id);
        }
        assert_eq!(general.len() + not.len(), built_in.len());
    }

    #[test]
    fn every_series_has_a_card_and_no_letter_is_left() {
        let dyad = Dyad::new(StateCode(2), StateCode(740)).unwrap();
        let (claims, _) = expand(dyad, &[]);
        let ids: BTreeSet<&str> = crate::indicators::cards().iter().map(|c| c.id).collect();
        let mut seen = BTreeSet::new();
        for claim in &claims {
            assert!(seen.insert(claim.id.clone()), "{} stands twice", claim.id);
            for (series, _) in claim.test.series() {
                let id = series.split('[').next().unwrap_or_default();
                assert!(ids.contains(id), "{}: no indicator {series}", claim.id);
            }
            assert!(!format!("{claim:?}").contains("{A}") && !format!("{claim:?}").contains("{b}"), "{}", claim.id);
        }
    }
}
