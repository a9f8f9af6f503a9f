//! What a settlement changes: the same contest with some theatres taken away, or worth less.
//!
//! Payoffs are compared over the theatres that are not settled, because a prize that is gone takes its worth with it. All states divide
//! their forces anew; what a state would gain by moving alone is reported beside it. Weakness: a settled border needs no force at all here,
//! so deterrence without deployment is left out; a degree of settlement below one is the way to say that some stays.

use serde::{Deserialize, Serialize};

use super::game::Game;
use super::multiplier::OfParty;
use super::settlement::{Core, Plan, Settlement};
use super::solve::{Equilibrium, Options};
use super::solver::Solver;
use super::unilateral::{Unilateral, unilateral};
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

/// What a party frees.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
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
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct OfSlot {
    /// Id of the state.
    pub state: String,
    /// Id of the theatre.
    pub theatre: String,
    /// The number; none where it is not defined.
    pub value: Option<f64>,
}

/// Sum of value times success over the theatres that are not settled.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
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

/// Solves a contest with and without some theatres and says what changes.
///
/// # Errors
/// A theatre that is not there, a degree outside 0 to 1, or a contest without a certified answer.
///
/// # Example
/// ```
/// use entente_measures::contest::counterfactual::counterfactual;
/// use entente_measures::contest::game::{Game, State, Theatre};
/// use entente_measures::contest::settlement::Settlement;
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
