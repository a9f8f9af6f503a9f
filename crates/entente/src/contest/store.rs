//! The contest of any pair from imported data.
//!
//! Fronts come from rivalries and disputes, third states by a stated rule, budgets from military spending and capabilities, and what is lost
//! on the way from borders and distances. None of these says what a front is worth: that is a stated function of rivalry and disputes with
//! coefficients chosen beforehand, and wide errors. A year outside a source is answered with its last covered year, which is said.

mod budgets;
mod efficacy;
mod facts;
mod fronts;
mod parties;
#[cfg(test)]
mod tests;

use entente_core::{Dyad, Register, StateCode};
use entente_measures::contest::distribution::Distribution;
use entente_measures::contest::opportunity::Belief;
use entente_measures::contest::settlement::Settlement;
use entente_panel::Store;

use super::setting::Setting;
use crate::error::Error;
pub use budgets::Measure;
pub(crate) use facts::Facts;

/// Most third states that are opponents of the pair. Chosen: four for each side, the larger of which decide; at half a side that had many
/// rivals loses some, at double the added ones have a dispute or two.
const MOST: usize = 8;

/// The contest of a pair in a year, with those budgets; all that can be had if none is named.
///
/// # Errors
/// [`Error::NoContest`] where the store has not what is needed, or a damaged store.
pub fn setting(store: &Store<'_>, dyad: Dyad, year: i32, asked: Option<Measure>) -> Result<Setting, Error> {
    build(Facts::gather(store, dyad, year)?, asked)
}

/// Tables of the store that a contest is made of.
pub(crate) fn tables(store: &Store<'_>) -> Vec<String> {
    let all =
        ["rivalries_tss", "rivalries_td", "cow_mid_dyads", "cow_contiguity_dyads", "capitals_cow", "cow_majors", "sipri_milex", "cow_nmc"];
    all.into_iter().filter(|table| store.has(table)).map(str::to_owned).collect()
}

/// The contest that the facts give.
pub(crate) fn build(mut facts: Facts, asked: Option<Measure>) -> Result<Setting, Error> {
    let pair = [facts.dyad.low(), facts.dyad.high()];
    if !facts.known.rivalries && !facts.known.disputes {
        let message = format!(
            "fronts come from rivalries and disputes, and none could be read for {}; add one of them: entente data add rivalries FILE, or \
             entente data add cow_mid FILE",
            facts.year
        );
        return Err(Error::NoContest { message });
    }
    let measures = budgets::measures(&mut facts, asked)?;
    let thirds = parties::thirds(&mut facts, &measures);
    let codes: Vec<StateCode> = pair.into_iter().chain(thirds.iter().map(|t| t.0)).collect();
    let mut fronts = fronts::fronts(&mut facts, &codes);
    let efficacies = efficacy::rules(&mut facts, &measures, &mut fronts)?;
    budgets::note_absent(&mut facts, &measures, &codes);
    // A third state whose fronts have all gone has nothing to contend for.
    let is_in = |code: &StateCode| pair.contains(code) || fronts.iter().any(|f| f.dyad.partner_of(*code).is_some());
    let thirds: Vec<(StateCode, String)> = thirds.into_iter().filter(|(code, _)| is_in(code)).collect();
    let codes: Vec<StateCode> = codes.into_iter().filter(is_in).collect();
    let mut states = vec![party(pair[0], "one of the pair".to_owned()), party(pair[1], "one of the pair".to_owned())];
    states.extend(thirds.into_iter().map(|(code, why)| party(code, why)));
    for party in &states[..2] {
        if !fronts.iter().any(|f| f.dyad != facts.dyad && f.dyad.partner_of(StateCode(party.ccode)).is_some()) {
            facts.notes.push(format!("{} has no other front by these rules, so nothing is freed for another", party.name));
        }
    }
    let caution = fronts::caution(&facts);
    let setting = Setting {
        year: facts.year,
        caution,
        parties: pair,
        budgets: measures.iter().map(|m| budgets::budget(&facts, *m, &codes)).collect(),
        settled: vec![Settlement::of(fronts::id(facts.dyad))],
        fronts: fronts.iter().map(|f| f.front.clone()).collect(),
        states,
        decisiveness: Distribution::Uniform { low: 0.5, high: 1.0 },
        efficacies,
        crisis: Belief::default(),
        rules: rules(&facts),
        notes: facts.notes,
        citations: facts.citations,
    };
    Ok(setting.noted())
}

fn party(code: StateCode, why: String) -> super::setting::Party {
    super::setting::Party { id: abbreviation(code), name: Register::builtin().name(code), ccode: code.0, why }
}

/// The abbreviation of a state, or its number.
fn abbreviation(code: StateCode) -> String {
    Register::builtin().get(code).and_then(|s| s.cow_abbrev.clone()).unwrap_or_else(|| code.to_string())
}

fn rules(facts: &Facts) -> Vec<String> {
    vec![
        format!(
            "third states: rivals of either of the pair, or with a dispute with either in {}; at most {MOST}, the two sides taking turns, rivals \
             first by capabilities, then by number of disputes; and great powers that are rivals of one of these. One without a figure in a \
             budget is left out of that budget alone",
            facts.disputes_span()
        ),
        format!("fronts: every two of these that are rivals or had a dispute in {}, and the front of the pair", facts.disputes_span()),
        fronts::rule(),
        efficacy::rule(),
        "the value of a front is the same for both; decisiveness r lies anywhere from 0.5 to 1".to_owned(),
    ]
}
