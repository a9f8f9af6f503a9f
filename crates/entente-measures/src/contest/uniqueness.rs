//! Whether an equilibrium is known to be the only one.
//!
//! With r up to 1 and values that are common, or become so when each state's payoff is multiplied by a number of its own, the marginal
//! values are monotone and there is one equilibrium (Goodman 1980; own derivation). Such numbers exist on any tree of rivalries; on a cycle
//! only if the ratios of values along it multiply to one. Elsewhere nothing is proven, which does not mean that there are several.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

use super::game::Game;

/// Whether the equilibrium is the only one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Uniqueness {
    /// It is: values are common, up to a scale of each state. Success is determined; forces of a state that nobody contends with any more are
    /// not.
    Unique,
    /// Not proven: valuations differ round a cycle.
    UnequalValues,
    /// Not proven: r is above one.
    Decisive,
}

impl Uniqueness {
    /// What a reader must be told, if it is not proven.
    pub fn warning(self) -> Option<&'static str> {
        match self {
            Self::Unique => None,
            Self::UnequalValues => {
                Some("states value theatres unequally round a cycle: other equilibria are not ruled out, random starts agreed")
            }
            Self::Decisive => Some("r is above 1: other equilibria are not ruled out, random starts agreed"),
        }
    }
}

/// Whether the contest has one equilibrium.
pub fn uniqueness(game: &Game) -> Uniqueness {
    uniqueness_with(game, &vec![1.0; game.theatres.len()])
}

/// The same with the theatres whose factor is zero left out.
pub(super) fn uniqueness_with(game: &Game, factors: &[f64]) -> Uniqueness {
    if game.decisiveness > 1.0 {
        return Uniqueness::Decisive;
    }
    let is_plain = |place: &super::game::Place| {
        let slots = &game.slots[place.slots()];
        slots.iter().all(|s| s.value == slots[0].value)
    };
    if game.theatres.iter().all(is_plain) || is_rescalable(game, factors) { Uniqueness::Unique } else { Uniqueness::UnequalValues }
}

/// Walks through the graph of states and theatres, giving each state the scale that makes values common, until two ways disagree.
fn is_rescalable(game: &Game, factors: &[f64]) -> bool {
    let mut scale: Vec<Option<f64>> = vec![None; game.states.len()];
    let mut common: Vec<Option<f64>> = vec![None; game.theatres.len()];
    let counts = |e: usize| game.is_armed(game.slots[e].state) && factors[game.slots[e].theatre] > 0.0;
    for start in 0..game.states.len() {
        if scale[start].is_some() {
            continue;
        }
        scale[start] = Some(0.0);
        let mut open = VecDeque::from([start]);
        while let Some(i) = open.pop_front() {
            let Some(own) = scale[i] else { continue };
            for e in (0..game.slots.len()).filter(|e| game.slots[*e].state == i && counts(*e)) {
                let k = game.slots[e].theatre;
                let level = own + game.slots[e].value.ln();
                if common[k].is_some() {
                    continue;
                }
                common[k] = Some(level);
                for f in game.theatres[k].slots().filter(|f| counts(*f)) {
                    let j = game.slots[f].state;
                    if scale[j].is_none() {
                        scale[j] = Some(level - game.slots[f].value.ln());
                        open.push_back(j);
                    }
                }
            }
        }
    }
    // Logarithms of values are rounded, so ways that agree may differ by some units in the last place.
    (0..game.slots.len()).filter(|e| counts(*e)).all(|e| {
        let slot = game.slots[e];
        match (scale[slot.state], common[slot.theatre]) {
            (Some(own), Some(level)) => (own + slot.value.ln() - level).abs() < 1e-12,
            _ => true,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contest::game::{State, Theatre, Value};

    fn triangle(values: [[f64; 2]; 3], r: f64) -> Uniqueness {
        let states = ["a", "b", "c"].map(|id| State::with_force(id, 1.0)).to_vec();
        let pairs = [["a", "b"], ["b", "c"], ["c", "a"]];
        let theatres =
            pairs.iter().zip(values).map(|(p, v)| Theatre { value: Value::Each(v.to_vec()), ..Theatre::new(p.concat(), p, 1.0) });
        uniqueness(&Game::new(states, theatres.collect(), r).unwrap())
    }

    /// Ratios round the cycle: 2 * 2 / 4 is one, 2 * 2 / 3 is not.
    #[test]
    fn ratios_round_a_cycle_decide() {
        assert_eq!(triangle([[1.0, 1.0]; 3], 1.0), Uniqueness::Unique);
        assert_eq!(triangle([[1.0, 2.0], [1.0, 2.0], [4.0, 1.0]], 0.5), Uniqueness::Unique);
        assert_eq!(triangle([[1.0, 2.0], [1.0, 2.0], [3.0, 1.0]], 0.5), Uniqueness::UnequalValues);
        assert_eq!(triangle([[1.0, 1.0]; 3], 1.2), Uniqueness::Decisive);
    }
}
