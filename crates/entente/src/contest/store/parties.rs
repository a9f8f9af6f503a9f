//! Which third states matter.

use entente_core::{Dyad, Register, StateCode};

use super::MOST;
use super::budgets::Measure;
use super::facts::Facts;

/// Third states with the reason why each is in, the strongest first; one that matters and has no budget is noted.
pub(super) fn thirds(facts: &mut Facts, measures: &[Measure]) -> Vec<(StateCode, String)> {
    let pair = [facts.dyad.low(), facts.dyad.high()];
    let others: Vec<StateCode> = facts.members.iter().copied().filter(|code| !pair.contains(code)).collect();
    let mut without = Vec::new();
    let mut candidates: Vec<(StateCode, String)> = Vec::new();
    for code in others.iter().copied() {
        let Some(why) = pair.into_iter().find_map(|side| reason(facts, code, side)) else { continue };
        if measures.iter().all(|m| facts.figure(*m, code).is_some()) {
            candidates.push((code, why));
        } else {
            without.push(Register::builtin().name(code));
        }
    }
    let strength = |code: StateCode| {
        let best = [Measure::Cinc, Measure::Milex].into_iter().find(|m| measures.contains(m));
        best.and_then(|m| facts.figure(m, code)).map_or(0.0, |m| m.value)
    };
    candidates.sort_by(|a, b| strength(b.0).total_cmp(&strength(a.0)).then(a.0.cmp(&b.0)));
    let left_out: Vec<String> = candidates.iter().skip(MOST).map(|(code, _)| Register::builtin().name(*code)).collect();
    candidates.truncate(MOST);
    let mut powers = Vec::new();
    for code in others.into_iter().filter(|code| facts.majors.contains(code) && !candidates.iter().any(|(c, _)| c == code)) {
        let rival = candidates.iter().find(|(c, _)| Dyad::new(*c, code).is_some_and(|dyad| facts.rivalry(dyad).is_some()));
        if let Some((rival, _)) = rival.filter(|_| measures.iter().all(|m| facts.figure(*m, code).is_some())) {
            powers.push((code, format!("great power, rival of {}", Register::builtin().name(*rival))));
        }
    }
    candidates.extend(powers);
    if !left_out.is_empty() {
        facts.notes.push(format!("opponents left out because {MOST} stronger ones are in: {}", left_out.join(", ")));
    }
    if !without.is_empty() {
        facts.notes.push(format!("opponents left out because a budget is not known: {}", without.join(", ")));
    }
    if facts.majors.is_empty() {
        facts.notes.push("which states are great powers is not known, so none is added for that".to_owned());
    }
    candidates
}

/// Why a state is an opponent of one of the pair; none if it is not.
fn reason(facts: &Facts, code: StateCode, side: StateCode) -> Option<String> {
    let dyad = Dyad::new(code, side)?;
    let name = Register::builtin().name(side);
    if facts.rivalry(dyad).is_some() {
        return Some(format!("rival of {name}"));
    }
    let disputes = facts.disputes_until(dyad, facts.disputes_to).len();
    (disputes > 0).then(|| format!("{disputes} dispute{} with {name}, {}", if disputes == 1 { "" } else { "s" }, facts.disputes_span()))
}
