//! Which third states matter: the opponents of the pair, chosen without regard to any budget, so that all specifications have the same cast.

use std::cmp::Reverse;

use entente_core::{Dyad, Register, StateCode};

use super::MOST;
use super::budgets::Measure;
use super::facts::Facts;

/// Third states with the reason why each is in: the two sides take turns, each with its rivals first, the strongest first, then with those it
/// had disputes with, the most first. One that matters and has no figure in any budget is noted.
pub(super) fn thirds(facts: &mut Facts, measures: &[Measure]) -> Vec<(StateCode, String)> {
    let pair = [facts.dyad.low(), facts.dyad.high()];
    let others: Vec<StateCode> = facts.members.iter().copied().filter(|code| !pair.contains(code)).collect();
    let is_known = |facts: &Facts, code| measures.iter().any(|m| facts.figure(*m, code).is_some());
    let named = |codes: &[StateCode], facts: &Facts| -> String {
        let mut names: Vec<String> =
            codes.iter().map(|code| format!("{} ({})", Register::builtin().name(*code), reasons(facts, *code, pair))).collect();
        names.dedup();
        names.join(", ")
    };
    let (known, without): (Vec<StateCode>, Vec<StateCode>) =
        others.iter().copied().filter(|code| !reasons(facts, *code, pair).is_empty()).partition(|code| is_known(facts, *code));
    let mut chosen: Vec<StateCode> = Vec::new();
    let mut turns = pair.map(|side| ranked(facts, side, &known).into_iter());
    while chosen.len() < MOST && turns.iter().any(|t| t.len() > 0) {
        for turn in &mut turns {
            let next = turn.find(|code| !chosen.contains(code));
            chosen.extend(next.filter(|_| chosen.len() < MOST));
        }
    }
    let left_out: Vec<StateCode> = known.into_iter().filter(|code| !chosen.contains(code)).collect();
    let mut out: Vec<(StateCode, String)> = chosen.iter().map(|code| (*code, reasons(facts, *code, pair))).collect();
    for code in others.into_iter().filter(|code| facts.majors.contains(code) && !chosen.contains(code) && is_known(facts, *code)) {
        let rival = chosen.iter().find(|c| Dyad::new(**c, code).is_some_and(|dyad| facts.rivalry(dyad).is_some()));
        if let Some(rival) = rival {
            out.push((code, format!("great power, rival of {}", Register::builtin().name(*rival))));
        }
    }
    if !left_out.is_empty() {
        facts.notes.push(format!("opponents left out because {MOST} are in: {}", named(&left_out, facts)));
    }
    if !without.is_empty() {
        facts.notes.push(format!("opponents left out because no budget of theirs is known: {}", named(&without, facts)));
    }
    if facts.majors.is_empty() {
        facts.notes.push("which states are great powers is not known, so none is added for that".to_owned());
    }
    out
}

/// The opponents of one side in the order in which it takes its turns.
fn ranked(facts: &Facts, side: StateCode, known: &[StateCode]) -> Vec<StateCode> {
    // One measure for all, whatever budgets are asked for.
    let pair = [facts.dyad.low(), facts.dyad.high()];
    let by = if pair.iter().all(|s| facts.figure(Measure::Cinc, *s).is_some()) { Measure::Cinc } else { Measure::Milex };
    let strength = |code: &StateCode| facts.figure(by, *code).map_or(0.0, |m| m.value);
    let rank = |code: &StateCode| {
        let dyad = Dyad::new(side, *code)?;
        let (is_rival, disputes) = (facts.rivalry(dyad).is_some(), facts.disputes_until(dyad, facts.disputes_to).len());
        (is_rival || disputes > 0).then_some((Reverse(is_rival), Reverse(if is_rival { 0 } else { disputes })))
    };
    let mut out: Vec<StateCode> = known.iter().copied().filter(|code| rank(code).is_some()).collect();
    out.sort_by(|a, b| rank(a).cmp(&rank(b)).then_with(|| strength(b).total_cmp(&strength(a))).then(a.0.cmp(&b.0)));
    out
}

/// Why a state is an opponent of the pair; empty if it is not.
fn reasons(facts: &Facts, code: StateCode, pair: [StateCode; 2]) -> String {
    let of = |side: StateCode| {
        let dyad = Dyad::new(code, side)?;
        let name = Register::builtin().name(side);
        let disputes = facts.disputes_until(dyad, facts.disputes_to).len();
        match facts.rivalry(dyad) {
            Some(_) => Some(format!("rival of {name}")),
            None if disputes > 0 => Some(format!("{} with {name}, {}", super::fronts::count(disputes), facts.disputes_span())),
            None => None,
        }
    };
    pair.into_iter().filter_map(of).collect::<Vec<_>>().join("; ")
}
