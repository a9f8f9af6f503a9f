//! Which theatres are settled, how far, and the two contests that this compares.

use serde::{Deserialize, Serialize};

use super::check;
use super::fault::{Fault, Kind};
use super::game::{Game, Place, Theatre, Value};
use super::multiplier::{Multiplier, Question, multiplier};
use super::scaled::Scaled;
use super::solve::{Equilibrium, Options, solve_with};
use super::solver::Solver;
use super::uniqueness::uniqueness_with;
use crate::Error;

/// One theatre that is settled, wholly or in part.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Settlement {
    /// Id of the theatre.
    pub theatre: String,
    /// How far: at 1 the theatre is gone, at 0.4 it is worth four tenths less, at 0 nothing is settled.
    pub degree: f64,
}

impl Settlement {
    /// A theatre that is gone.
    pub fn of(theatre: impl Into<String>) -> Self {
        Self { theatre: theatre.into(), degree: 1.0 }
    }
}

/// The contest as it is once theatres are settled: without those that are gone, with less at stake in the others, and without states that
/// contend nowhere any more.
///
/// # Errors
/// A theatre that is not there, a degree that is no share, or nothing left to contend for.
pub fn settled(game: &Game, settlements: &[Settlement]) -> Result<Game, Fault> {
    let plan = Plan::new(game, settlements)?;
    let theatre = |(place, factor): (&Place, &f64)| {
        let slots = &game.slots[place.slots()];
        Theatre {
            id: place.id.clone(),
            states: slots.iter().map(|s| game.states[s.state].id.clone()).collect(),
            value: Value::Each(slots.iter().map(|s| s.value * factor).collect()),
            efficacy: slots.iter().map(|s| s.efficacy).collect(),
            stalemate: place.stalemate,
        }
    };
    let left = game.theatres.iter().zip(&plan.factors).filter(|(_, factor)| **factor > 0.0);
    let theatres: Vec<Theatre> = left.map(theatre).collect();
    let states = game.states.iter().filter(|s| theatres.iter().any(|t| t.states.contains(&s.id))).cloned().collect();
    Game::new(states, theatres, game.decisiveness)
}

/// Settlements by position.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Plan {
    /// What the value of each theatre is multiplied by.
    pub(super) factors: Vec<f64>,
    /// Which theatres are settled, wholly or in part.
    pub(super) is_settled: Vec<bool>,
    /// States that take part in one.
    pub(super) parties: Vec<usize>,
}

impl Plan {
    pub(super) fn new(game: &Game, settlements: &[Settlement]) -> Result<Self, Fault> {
        if settlements.is_empty() {
            return Err(Fault::NothingAsked { what: "the number of settled theatres" });
        }
        check::unique(Kind::Theatre, settlements.iter().map(|s| s.theatre.as_str()))?;
        let mut plan = Self { factors: vec![1.0; game.theatres.len()], is_settled: vec![false; game.theatres.len()], parties: Vec::new() };
        for Settlement { theatre, degree } in settlements {
            let k = game.theatre(theatre, "the counterfactual")?;
            if !(0.0..=1.0).contains(degree) {
                let of = format!("theatre {theatre:?}");
                return Err(Fault::Number { quantity: "degree of settlement", of, value: *degree, domain: "a share, 0 to 1" });
            }
            plan.factors[k] = 1.0 - degree;
            plan.is_settled[k] = true;
        }
        let is_party = |i: &usize| game.slots.iter().any(|s| s.state == *i && plan.is_settled[s.theatre]);
        plan.parties = (0..game.states.len()).filter(is_party).collect();
        Ok(plan)
    }
}

/// With, without, and the multiplier of each party: what takes time.
pub(super) struct Core {
    pub(super) with: Equilibrium,
    pub(super) without: Equilibrium,
    pub(super) multipliers: Vec<Multiplier>,
}

impl Core {
    pub(super) fn solve(game: &Game, plan: &Plan, options: &Options, solver: &mut Solver) -> Result<Self, Error> {
        let without = solve_with(game, &plan.factors, options, solver)?;
        let ones = vec![1.0; game.theatres.len()];
        let uniqueness = uniqueness_with(game, &ones);
        let scaled = Scaled::new(game, &ones);
        solver.forget();
        let with = solver.search(&scaled, uniqueness, options)?.name(game, &scaled, &ones, uniqueness, solver);
        let prices = solver.log_price.clone();
        let mut multipliers = Vec::with_capacity(plan.parties.len());
        for state in plan.parties.iter().copied() {
            let elsewhere = |found: &Equilibrium| found.worth(game, state, |k| !plan.is_settled[k]);
            let worth = (elsewhere(&with), elsewhere(&without));
            solver.log_price.clone_from(&prices);
            let question = Question { game, with: &scaled, uniqueness, is_settled: &plan.is_settled, state, worth, options };
            multipliers.push(multiplier(&question, solver));
        }
        Ok(Self { with, without, multipliers })
    }

    /// Force freed by a state, and its share.
    pub(super) fn freed(&self, game: &Game, plan: &Plan, state: usize) -> (f64, f64) {
        let there = |found: &Equilibrium| -> f64 {
            let slots = game.slots.iter().zip(&found.force).filter(|(s, _)| s.state == state && plan.is_settled[s.theatre]);
            slots.fold(0.0, |sum, (_, x)| sum + x)
        };
        let force = there(&self.with) - there(&self.without);
        let total = self.with.total_force(game, state);
        (force, if total > 0.0 { force / total } else { 0.0 })
    }

    /// Mean success gained by a state over the theatres that are not settled, weighted by value. None if it has no other.
    pub(super) fn mean_gain(&self, game: &Game, plan: &Plan, state: usize) -> Option<f64> {
        let elsewhere = |k: usize| !plan.is_settled[k];
        let at_stake: f64 = game.slots.iter().filter(|s| s.state == state && elsewhere(s.theatre)).map(|s| s.value).sum();
        let gain = self.without.worth(game, state, elsewhere) - self.with.worth(game, state, elsewhere);
        (at_stake > 0.0).then(|| gain / at_stake)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contest::counterfactual::counterfactual;
    use crate::contest::fixtures::three_players;
    use crate::contest::solve::solve;
    use entente_core::testkit::assert_close;

    /// Solved as a contest of its own, what is left is the answer without.
    #[test]
    fn what_is_left_is_the_answer_without() {
        let game = three_players(0.8);
        for degree in [1.0, 0.6] {
            let settlements = [Settlement { theatre: "border".to_owned(), degree }];
            let without = counterfactual(&game, &settlements, &Options::default()).unwrap().without.allocations(&game);
            let left = settled(&game, &settlements).unwrap();
            let found = solve(&left, &Options::default()).unwrap().allocations(&left);
            assert_eq!(found.len(), if degree == 1.0 { 4 } else { 6 });
            for row in found {
                let other = without.iter().find(|o| (&o.state, &o.theatre) == (&row.state, &row.theatre)).unwrap();
                assert_close(row.force, other.force, 1e-9); // the solver's tolerance
            }
        }
        let all = ["border", "Europe", "Pacific"].map(Settlement::of);
        assert!(settled(&game, &all).is_err());
    }
}
