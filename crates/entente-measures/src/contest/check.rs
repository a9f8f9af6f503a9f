//! Whether the parts of a contest are sound, and if not, which is wrong.

use std::collections::HashSet;

use super::fault::{Fault, Kind};
use super::game::{Means, Slot, State, Theatre, Value};

/// Above this, no equilibrium is vouched for: in tests best responses cycled or depended on the start from 1.6 on.
const TOO_DECISIVE: f64 = 1.3;

pub(super) fn states(states: &[State]) -> Result<(), Fault> {
    if states.len() < 2 {
        return Err(Fault::TooFewStates { found: states.len() });
    }
    unique(Kind::State, states.iter().map(|s| s.id.as_str()))?;
    for state in states {
        means(state)?;
        let of = || format!("state {:?}", state.id);
        above_zero("scale", of, state.scale)?;
        if !(1e-100..=1e100).contains(&state.scale) {
            return Err(Fault::Number { quantity: "scale", of: of(), value: state.scale, domain: "from 1e-100 to 1e100" });
        }
    }
    Ok(())
}

pub(super) fn means(state: &State) -> Result<(), Fault> {
    let of = || format!("state {:?}", state.id);
    match state.means {
        Means::Force(force) => zero_or_more("force", of, force),
        Means::QuadraticCost(cost) | Means::LinearCost(cost) => above_zero("cost", of, cost),
    }
}

pub(super) fn decisiveness(r: f64) -> Result<(), Fault> {
    above_zero("decisiveness r", || "the contest".to_owned(), r)?;
    if r > TOO_DECISIVE { Err(Fault::TooDecisive { value: r }) } else { Ok(()) }
}

/// The slots of one theatre, in the order of its participants.
pub(super) fn slots(states: &[State], position: usize, theatre: &Theatre) -> Result<Vec<Slot>, Fault> {
    let id = || theatre.id.clone();
    let of = || format!("theatre {:?}", theatre.id);
    let needed = theatre.states.len();
    if needed == 0 {
        return Err(Fault::NoParticipant { theatre: id() });
    }
    let length = |quantity, found| Fault::Length { theatre: id(), quantity, needed, found };
    let values = match &theatre.value {
        Value::Common(value) => vec![*value; needed],
        Value::Each(values) if values.len() == needed => values.clone(),
        Value::Each(values) => return Err(length("value", values.len())),
    };
    let efficacies = match theatre.efficacy.len() {
        0 => vec![1.0; needed],
        found if found == needed => theatre.efficacy.clone(),
        found => return Err(length("efficacy", found)),
    };
    zero_or_more("stalemate", of, theatre.stalemate)?;
    let mut slots: Vec<Slot> = Vec::with_capacity(needed);
    for ((state, value), efficacy) in theatre.states.iter().zip(values).zip(efficacies) {
        let unknown = || Fault::Unknown { kind: Kind::State, id: state.clone(), by: of() };
        let i = states.iter().position(|s| s.id == *state).ok_or_else(unknown)?;
        if slots.iter().any(|s| s.state == i) {
            return Err(Fault::ParticipantTwice { theatre: id(), state: state.clone() });
        }
        above_zero("value", of, value)?;
        above_zero("efficacy", || format!("state {state:?} in theatre {:?}", theatre.id), efficacy)?;
        slots.push(Slot { state: i, theatre: position, value, efficacy });
    }
    Ok(slots)
}

pub(super) fn unique<'a>(kind: Kind, ids: impl Iterator<Item = &'a str>) -> Result<(), Fault> {
    let mut seen = HashSet::new();
    for id in ids {
        if !seen.insert(id) {
            return Err(Fault::Duplicate { kind, id: id.to_owned() });
        }
    }
    Ok(())
}

pub(super) fn above_zero(quantity: &'static str, of: impl Fn() -> String, value: f64) -> Result<(), Fault> {
    match value {
        value if value.is_normal() && value > 0.0 => Ok(()),
        // So small that doubles lose digits.
        value if value > 0.0 && value.is_finite() => Err(Fault::Number { quantity, of: of(), value, domain: "above 1e-307" }),
        value => Err(Fault::Number { quantity, of: of(), value, domain: "a finite number above zero" }),
    }
}

pub(super) fn zero_or_more(quantity: &'static str, of: impl Fn() -> String, value: f64) -> Result<(), Fault> {
    let is_sound = value.is_finite() && value >= 0.0;
    if is_sound { Ok(()) } else { Err(Fault::Number { quantity, of: of(), value, domain: "a finite number, zero or more" }) }
}
