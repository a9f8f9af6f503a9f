//! One answer: an equilibrium of a contest with the proof that it is one.
//!
//! Whatever the way to the forces, they are certified from scratch, and without a certificate there is an error and no number.
//!
//! Weakness: the model is static and everybody knows everything; a state with r = 1 may leave a theatre altogether, which with r below 1 or
//! a stalemate mass nobody does.

use serde::{Deserialize, Serialize};

use super::certificate::Certificate;
use super::game::{Game, Means};
use super::scaled::Scaled;
use super::solver::{Found, Solver};
use super::uniqueness::{Uniqueness, uniqueness_with};
use crate::{Card, Error};

/// What the numbers are and where they come from.
pub const CARD: Card = Card {
    id: "contest_equilibrium",
    is: "force that each state puts in each theatre, and its success there, so that none would gain by dividing otherwise",
    unit: "force in the unit given; success 0 to 1; payoff in the unit of values",
    missing: "nothing may be missing; an answer whose certificate fails is an error",
    formula: "max a_i sum_k v_ik p_ik, p_ik = (beta x)^r / (s_k + sum_j (beta x)^r), sum_k x_ik = B_i or less c_i X_i^2",
    source: "Friedman 1958, Operations Research 6(5):699-709; Franke & Ozturk 2015, J. Public Economics 126:104-113",
};

/// How to look for an answer that is not known to be the only one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Options {
    /// Random starts, which must all lead to the same answer, where uniqueness is not proven.
    pub starts: usize,
    /// Seed of those starts.
    pub seed: u64,
}

impl Default for Options {
    fn default() -> Self {
        Self { starts: 20, seed: 1 }
    }
}

/// What random starts showed.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Starts {
    /// How many there were.
    pub count: usize,
    /// How many of them led to an answer with a certificate; above r = 1 all must.
    pub settled: usize,
    /// Largest difference of a success from that of the answer.
    pub spread: f64,
}

/// An equilibrium, by position: slots, states and theatres as in the [`Game`].
#[derive(Debug, Clone, PartialEq)]
pub struct Equilibrium {
    /// Force in each slot.
    pub force: Vec<f64>,
    /// Success in each slot, 0 to 1.
    pub success: Vec<f64>,
    /// What one more unit of force would be worth to each state, payoff per force; none where it has nothing to decide.
    pub marginal_value: Vec<Option<f64>>,
    /// What each theatre's value was multiplied by; zero means that it was not there.
    pub factors: Vec<f64>,
    /// The proof.
    pub certificate: Certificate,
    /// Whether it is the only one.
    pub uniqueness: Uniqueness,
    /// What random starts showed, where uniqueness is not proven.
    pub starts: Option<Starts>,
}

/// One row of an equilibrium: one state in one theatre.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Allocation {
    /// Id of the state.
    pub state: String,
    /// Id of the theatre.
    pub theatre: String,
    /// Its force there.
    pub force: f64,
    /// Its success there.
    pub success: f64,
}

/// A number of one state.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct OfState {
    /// Id of the state.
    pub state: String,
    /// The number.
    pub value: f64,
}

impl Equilibrium {
    /// One row for each state in each theatre that is there, in the order of the game.
    pub fn allocations(&self, game: &Game) -> Vec<Allocation> {
        let is_there = |(e, slot): (usize, &super::game::Slot)| (self.factors[slot.theatre] > 0.0).then_some((e, *slot));
        let row = |(e, slot): (usize, super::game::Slot)| Allocation {
            state: game.states[slot.state].id.clone(),
            theatre: game.theatres[slot.theatre].id.clone(),
            force: self.force[e],
            success: self.success[e],
        };
        game.slots.iter().enumerate().filter_map(is_there).map(row).collect()
    }

    /// Positions of states whose success is determined and whose division is not: their rivals have left every theatre in which they have
    /// force, so that any force holds it, and they have more than one.
    pub fn undetermined(&self, game: &Game) -> Vec<usize> {
        let has_choice = |i: &usize| {
            let slots = || (0..game.slots.len()).filter(|e| game.slots[*e].state == *i && self.factors[game.slots[*e].theatre] > 0.0);
            let is_held = |e: usize| self.force[e] == 0.0 || self.success[e] >= 1.0 - 1e-12;
            let is_contended = |e: usize| {
                let place = &game.theatres[game.slots[e].theatre];
                place.slots().any(|f| f != e && game.is_armed(game.slots[f].state))
            };
            matches!(game.states[*i].means, Means::Force(force) if force > 0.0)
                && slots().count() > 1
                && slots().all(is_held)
                && slots().any(|e| self.force[e] > 0.0 && is_contended(e))
        };
        (0..game.states.len()).filter(has_choice).collect()
    }

    /// Payoff of each state, costs taken off. Not to be compared between contests with other prizes: a prize that is gone takes its worth
    /// with it.
    pub fn payoffs(&self, game: &Game) -> Vec<OfState> {
        let payoff = |(i, state): (usize, &super::game::State)| {
            let total = self.total_force(game, i);
            let cost = match state.means {
                Means::Force(_) => 0.0,
                Means::QuadraticCost(c) => c * total * total,
                Means::LinearCost(c) => c * total,
            };
            OfState { state: state.id.clone(), value: state.scale * self.worth(game, i, |_| true) - cost }
        };
        game.states.iter().enumerate().map(payoff).collect()
    }

    /// Total force of a state.
    pub fn total_force(&self, game: &Game, state: usize) -> f64 {
        game.slots.iter().zip(&self.force).filter(|(slot, _)| slot.state == state).fold(0.0, |sum, (_, x)| sum + x)
    }

    /// Sum of value times success of a state over some theatres, by position.
    pub fn worth(&self, game: &Game, state: usize, counts: impl Fn(usize) -> bool) -> f64 {
        let slots = game.slots.iter().enumerate().filter(|(_, slot)| slot.state == state && counts(slot.theatre));
        slots.map(|(e, slot)| slot.value * self.factors[slot.theatre] * self.success[e]).fold(0.0, |sum, worth| sum + worth)
    }
}

/// Solves a contest.
///
/// # Errors
/// No answer with a certificate, or random starts that disagree.
///
/// # Example
/// ```
/// use entente_measures::contest::game::{Game, State, Theatre};
/// use entente_measures::contest::solve::{Options, solve};
/// let states = vec![State::with_force("a", 60.0), State::with_force("b", 40.0)];
/// let theatres = [0.5, 0.3, 0.2].map(|v| Theatre::new(format!("worth {v}"), &["a", "b"], v));
/// let game = Game::new(states, theatres.to_vec(), 1.0).unwrap();
/// let found = solve(&game, &Options::default()).unwrap();
/// assert!((found.force[0] - 30.0).abs() < 1e-9 && (found.force[1] - 20.0).abs() < 1e-9);
/// assert!(found.certificate.max_regret_share <= 1e-10);
/// ```
pub fn solve(game: &Game, options: &Options) -> Result<Equilibrium, Error> {
    solve_with(game, &vec![1.0; game.theatres.len()], options, &mut Solver::default())
}

/// Solves the contest with the value of each theatre multiplied by a factor.
pub(super) fn solve_with(game: &Game, factors: &[f64], options: &Options, solver: &mut Solver) -> Result<Equilibrium, Error> {
    let uniqueness = uniqueness_with(game, factors);
    let scaled = Scaled::new(game, factors);
    solver.forget();
    let found = solver.search(&scaled, uniqueness, options)?;
    Ok(found.name(game, &scaled, factors, uniqueness, solver))
}

impl Found {
    /// Puts the answer back into the units and the order of the game.
    pub(super) fn name(self, game: &Game, scaled: &Scaled, factors: &[f64], uniqueness: Uniqueness, solver: &Solver) -> Equilibrium {
        let (mut force, mut success) = (vec![0.0; game.slots.len()], vec![0.0; game.slots.len()]);
        for (e, origin) in scaled.origin.iter().enumerate() {
            force[*origin] = solver.force[e] * scaled.unit[scaled.state[e]];
            success[*origin] = solver.impacts.success[e];
        }
        for (e, x, p) in &scaled.decided {
            force[*e] = x * scaled.unit[game.slots[*e].state];
            success[*e] = *p;
        }
        let marginal = |i: usize| {
            let sums = scaled
                .owned(i)
                .iter()
                .fold((0.0, 0.0), |(w, x), e| (w + solver.impacts.slope[*e] * solver.force[*e], x + solver.force[*e]));
            (sums.1 > 0.0).then(|| game.states[i].scale * scaled.worth[i] / scaled.unit[i] * sums.0 / sums.1)
        };
        Equilibrium {
            force,
            success,
            marginal_value: (0..game.states.len()).map(marginal).collect(),
            factors: factors.to_vec(),
            certificate: self.certificate,
            uniqueness,
            starts: self.starts,
        }
    }
}
