//! What a settlement changes: the same contest with some theatres taken away, or worth less.
//!
//! Payoffs are compared over the theatres that are not settled, because a prize that is gone takes its worth with it. All states divide
//! their forces anew; what a state would gain by moving alone is reported beside it. Weakness: a settled border needs no force at all here,
//! so deterrence without deployment is left out; a degree of settlement below one is the way to say that some stays.

use serde::{Deserialize, Serialize};

use super::best_response;
use super::check;
use super::fault::{Fault, Kind};
use super::game::Game;
use super::multiplier::{self, Multiplier, OfParty, Question};
use super::scaled::{Closing, Scaled};
use super::solve::{Equilibrium, Options, Solver, solve_with};
use super::uniqueness::uniqueness_with;
use crate::{Card, Error};

/// What the numbers are and where they come from.
pub const CARD: Card = Card {
    id: "contest_freed",
    is: "force that a settlement frees, and the success gained with it in the other theatres",
    unit: "force in the unit given; share 0 to 1; success gained -1 to 1",
    missing: "a state without force frees nothing, a share of zero",
    formula: "F_i = sum_settled x_ik(with) - x_ik(without), f_i = F_i / X_i(with), Dp_ik = p_ik(without) - p_ik(with)",
    source: "own definition on the model of Franke & Ozturk 2015",
};

/// One theatre that is settled, wholly or in part.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
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

/// What a party frees.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Freed {
    /// Id of the party.
    pub state: String,
    /// Force that leaves the settled theatres.
    pub force: f64,
    /// The same over its force with the theatres in place.
    pub share: f64,
    /// Force that it no longer raises at all: with a cost, the dividend of peace; with a fixed force, what is left without a use.
    pub saved: f64,
}

/// A number of one state in one theatre.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OfSlot {
    /// Id of the state.
    pub state: String,
    /// Id of the theatre.
    pub theatre: String,
    /// The number; none where it is not defined.
    pub value: Option<f64>,
}

/// Sum of value times success over the theatres that are not settled.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Elsewhere {
    /// Id of the state.
    pub state: String,
    /// Whether it takes part in a settled theatre.
    pub is_party: bool,
    /// With the theatres in place.
    pub with: f64,
    /// Without them.
    pub without: f64,
    /// Without less with: for third parties mostly a loss.
    pub change: f64,
}

/// What a party would gain elsewhere if it alone moved its force there.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Unilateral {
    /// Id of the party.
    pub state: String,
    /// Id of the theatre.
    pub theatre: String,
    /// Force it would put there.
    pub force: f64,
    /// Success gained there.
    pub success_gain: f64,
}

/// A contest with and without some theatres.
#[derive(Debug, Clone, PartialEq)]
pub struct Counterfactual {
    /// With them.
    pub with: Equilibrium,
    /// Without them.
    pub without: Equilibrium,
    /// For each party, what it frees.
    pub freed: Vec<Freed>,
    /// Force without over force with, for each state in each theatre that is not settled; none where there was no force.
    pub front_ratio: Vec<OfSlot>,
    /// Success without less success with, for each state in each theatre that is not settled.
    pub success_gain: Vec<OfSlot>,
    /// For each party, its multiplier.
    pub multiplier: Vec<OfParty>,
    /// For each state, what it has elsewhere.
    pub elsewhere: Vec<Elsewhere>,
    /// For each party and theatre, what it would gain alone.
    pub unilateral: Vec<Unilateral>,
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
            multipliers.push(multiplier::multiplier(&question, solver)?);
        }
        Ok(Self { with, without, multipliers })
    }

    /// Force freed by a state, and its share.
    pub(super) fn freed(&self, game: &Game, plan: &Plan, state: usize) -> (f64, f64) {
        let there = |found: &Equilibrium| -> f64 {
            let slots = game.slots.iter().zip(&found.force).filter(|(s, _)| s.state == state && plan.is_settled[s.theatre]);
            slots.map(|(_, x)| x).sum()
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

/// Solves a contest with and without some theatres and says what changes.
///
/// # Errors
/// A theatre that is not there, a degree outside 0 to 1, or a contest without a certified answer.
///
/// # Example
/// ```
/// use entente_measures::contest::counterfactual::{Settlement, counterfactual};
/// use entente_measures::contest::game::{Game, State, Theatre};
/// let states = [("R", 1.0), ("C", 2.0), ("U", 5.0)].map(|(id, force)| State::with_force(id, force)).to_vec();
/// let fronts = [("Europe", ["R", "U"], 1.0), ("Pacific", ["C", "U"], 1.0), ("border", ["R", "C"], 0.5)];
/// let theatres = fronts.map(|(id, states, value)| Theatre::new(id, &states, value)).to_vec();
/// let game = Game::new(states, theatres, 1.0).unwrap();
/// let quiet = counterfactual(&game, &[Settlement::of("border")], &Default::default()).unwrap();
/// assert!((quiet.multiplier[0].value.unwrap() - 1.6726382).abs() < 5e-8);
/// ```
pub fn counterfactual(game: &Game, settlements: &[Settlement], options: &Options) -> Result<Counterfactual, Error> {
    let plan = Plan::new(game, settlements)?;
    let core = Core::solve(game, &plan, options, &mut Solver::default())?;
    let id = |i: usize| game.states[i].id.clone();
    let freed = |i: &usize| {
        let (force, share) = core.freed(game, &plan, *i);
        let saved = core.with.total_force(game, *i) - core.without.total_force(game, *i);
        Freed { state: id(*i), force, share, saved }
    };
    let elsewhere = |i: usize| {
        let worth = |found: &Equilibrium| found.worth(game, i, |k| !plan.is_settled[k]);
        let (with, without) = (worth(&core.with), worth(&core.without));
        Elsewhere { state: id(i), is_party: plan.parties.contains(&i), with, without, change: without - with }
    };
    let of_slot = |number: &dyn Fn(usize) -> Option<f64>| -> Vec<OfSlot> {
        let slots = game.slots.iter().enumerate().filter(|(_, s)| !plan.is_settled[s.theatre]);
        slots.map(|(e, s)| OfSlot { state: id(s.state), theatre: game.theatres[s.theatre].id.clone(), value: number(e) }).collect()
    };
    Ok(Counterfactual {
        freed: plan.parties.iter().map(freed).collect(),
        front_ratio: of_slot(&|e| (core.with.force[e] > 0.0).then(|| core.without.force[e] / core.with.force[e])),
        success_gain: of_slot(&|e| Some(core.without.success[e] - core.with.success[e])),
        multiplier: plan.parties.iter().zip(&core.multipliers).map(|(i, m)| m.row(&game.states[*i].id)).collect(),
        elsewhere: (0..game.states.len()).map(elsewhere).collect(),
        unilateral: plan.parties.iter().flat_map(|i| unilateral(game, &plan, &core.with, *i)).collect(),
        with: core.with,
        without: core.without,
    })
}

/// What a party gains if it takes its force out of the settled theatres, as far as they are settled, and nobody else moves.
fn unilateral(game: &Game, plan: &Plan, with: &Equilibrium, state: usize) -> Vec<Unilateral> {
    let scaled = Scaled::new(game, &with.factors);
    let force: Vec<f64> = scaled.origin.iter().zip(&scaled.state).map(|(origin, i)| with.force[*origin] / scaled.unit[*i]).collect();
    let mut impacts = super::impact::Impacts::default();
    impacts.compute(&scaled, &force);
    let theatre = |e: usize| game.slots[scaled.origin[e]].theatre;
    let slots: Vec<usize> = scaled.owned(state).iter().copied().filter(|e| !plan.is_settled[theatre(*e)]).collect();
    let others: Vec<f64> = slots.iter().map(|e| impacts.others[*e]).collect();
    // What is neither used here already nor taken out of a settled theatre stays where it is.
    let budget: f64 = scaled
        .owned(state)
        .iter()
        .map(|e| force[*e] * if plan.is_settled[theatre(*e)] { 1.0 - plan.factors[theatre(*e)] } else { 1.0 })
        .sum();
    let best = if budget > 0.0 { best_response::respond(&scaled, &slots, &others, Closing::Fixed(budget)) } else { vec![0.0; slots.len()] };
    let row = |((e, others), x): ((&usize, &f64), &f64)| {
        let own = super::impact::impact(scaled.r, scaled.reach[*e], *x);
        let success = if own + others > 0.0 { own / (own + others) } else { impacts.success[*e] };
        Unilateral {
            state: game.states[state].id.clone(),
            theatre: game.theatres[theatre(*e)].id.clone(),
            force: x * scaled.unit[state],
            success_gain: success - impacts.success[*e],
        }
    };
    slots.iter().zip(&others).zip(&best).map(row).collect()
}
