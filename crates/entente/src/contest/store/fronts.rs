//! Where states contend, and what a front is worth by rivalry and disputes.
//!
//! Formula: value = softplus(b0 + b1 rivalry + b2 disputes + b3 territory), softplus(x) = ln(1 + e^x), with an error of its own.
//! Relations that would lower a value (depth of agreements) and arms races are left out: no imported table gives them for all pairs and years.

use entente_core::{Dyad, Register, StateCode};
use entente_measures::contest::distribution::Distribution;
use entente_measures::contest::softplus;

use super::super::setting::Front;
use super::abbreviation;
use super::facts::{DISPUTE_YEARS, Facts};

/// b0: what a front is worth to states that are no rivals and had no dispute. Chosen: softplus(-3) = 0.05, nearly nothing.
const BASE: f64 = -3.0;
/// b1: of a rivalry. Chosen: a rivalry without disputes is then worth softplus(0) = 0.69, inside the range of the three-player reading.
const RIVALRY: f64 = 3.0;
/// b2: of each dispute in twenty years. Chosen: ten disputes are worth half a rivalry. All values may be multiplied by one number without
/// changing anything, so only their ratios matter; with b2 at half or double, a rival with ten disputes is worth 1.6 or 4.4 times
/// one without, and not 2.5 times.
const DISPUTE: f64 = 0.15;
/// b3: of territory at issue. Chosen: as much as some three disputes.
const TERRITORY: f64 = 0.5;
/// Error of a value, standard deviation of the logarithm. Chosen: nine in ten lie within a factor of 2.3.
const ERROR: f64 = 0.5;
/// The same for the front that is settled, whose value is what it would be and not what it is: within a factor of 3.7.
const ERROR_SETTLED: f64 = 0.8;

/// A front and its two states.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Placed {
    pub(super) dyad: Dyad,
    pub(super) front: Front,
}

/// The rule in words.
pub(super) fn rule() -> String {
    format!(
        "value of a front: ln(1 + exp({BASE} + {RIVALRY} if rivals + {DISPUTE} for each dispute of {DISPUTE_YEARS} years + {TERRITORY} if \
         territory is at issue)), nine in ten within a factor of 2.3; the front of the pair is worth what it would be if they were rivals, \
         within a factor of 3.7. The coefficients are chosen, not estimated"
    )
}

/// Id of the front of two states.
pub(super) fn id(dyad: Dyad) -> String {
    format!("{}-{}", abbreviation(dyad.low()), abbreviation(dyad.high()))
}

/// All fronts among states, the pair's first.
pub(super) fn fronts(facts: &mut Facts, states: &[StateCode]) -> Vec<Placed> {
    let mut out = vec![settled(facts)];
    for (n, a) in states.iter().enumerate() {
        for b in &states[n + 1..] {
            let Some(dyad) = Dyad::new(*a, *b).filter(|dyad| *dyad != facts.dyad) else { continue };
            let disputes = facts.disputes_until(dyad, facts.disputes_to);
            let rivalry = facts.rivalry(dyad);
            if rivalry.is_none() && disputes.is_empty() {
                continue;
            }
            let value = value(rivalry.is_some(), disputes.len(), rivalry.is_some_and(|r| r.is_spatial));
            let rivals = match rivalry {
                Some(_) => "rivals",
                None if facts.known.rivalries => "no rivals",
                None => "rivalry not known",
            };
            let why = match facts.known.disputes {
                true => format!("{rivals}, {} in {}", count(disputes.len()), facts.disputes_span()),
                false => format!("{rivals}, disputes not known"),
            };
            let mut records: Vec<String> = rivalry.into_iter().flat_map(|r| r.records.iter().cloned()).collect();
            records.extend(disputes.into_iter().map(str::to_owned));
            out.push(place(dyad, value, ERROR, why, records));
        }
    }
    out
}

/// The front of the pair as it would be if they were rivals: with the disputes of the last twenty years of their rivalry, if they had one.
fn settled(facts: &mut Facts) -> Placed {
    let rivalry = facts.rivalries.get(&facts.dyad).cloned().unwrap_or_default();
    let (last, why) = match (rivalry.is_ongoing, rivalry.last) {
        (true, _) => (facts.disputes_to, "rivals in the year".to_owned()),
        (false, 0) if !facts.known.rivalries => (facts.disputes_to, "rivalry not known; valued as if they were rivals".to_owned()),
        (false, 0) => (facts.disputes_to, "never on a list of rivals; valued as if they were".to_owned()),
        (false, last) => (last.min(facts.disputes_to), format!("rivals until {last}; valued as if they still were")),
    };
    let disputes = facts.disputes_until(facts.dyad, last);
    let value = value(true, disputes.len(), rivalry.is_spatial);
    let why = match facts.known.disputes {
        true => format!("{why}, with the {} of {} to {last}", count(disputes.len()), last - DISPUTE_YEARS + 1),
        false => format!("{why}; disputes not known"),
    };
    let mut records: Vec<String> = rivalry.records.iter().cloned().collect();
    records.extend(disputes.into_iter().map(str::to_owned));
    place(facts.dyad, value, ERROR_SETTLED, why, records)
}

/// What a reader must know of a pair that are no rivals in the year; none of rivals.
pub(super) fn caution(facts: &Facts) -> Option<String> {
    let rivalry = facts.rivalries.get(&facts.dyad);
    let [a, b] = [facts.dyad.low(), facts.dyad.high()].map(|code| Register::builtin().name(code));
    match rivalry {
        Some(r) if r.is_ongoing => None,
        Some(r) => Some(format!(
            "{a} and {b} were no rivals in {}: on the lists of rivalries until {}. Their front is valued as if they still were.",
            facts.year, r.last
        )),
        None if facts.known.rivalries => Some(format!(
            "{a} and {b} were never on a list of rivals. Their front is valued as if they were, so this is a thought experiment."
        )),
        None => Some(format!("Whether {a} and {b} are rivals is not known here. Their front is valued as if they were.")),
    }
}

/// "1 dispute", "2 disputes".
pub(super) fn count(disputes: usize) -> String {
    format!("{disputes} dispute{}", if disputes == 1 { "" } else { "s" })
}

fn place(dyad: Dyad, median: f64, sigma: f64, why: String, records: Vec<String>) -> Placed {
    let register = Register::builtin();
    let states = vec![abbreviation(dyad.low()), abbreviation(dyad.high())];
    let name = format!("the {}-{} front", register.name(dyad.low()), register.name(dyad.high()));
    Placed { dyad, front: Front { id: id(dyad), name, states, value: Distribution::LogNormal { median, sigma }, why, records } }
}

/// What a front is worth.
pub(super) fn value(is_rivalry: bool, disputes: usize, is_spatial: bool) -> f64 {
    let mark = |is: bool, weight: f64| if is { weight } else { 0.0 };
    let x: f64 = BASE + mark(is_rivalry, RIVALRY) + DISPUTE * disputes as f64 + mark(is_spatial, TERRITORY);
    softplus(x)
}
