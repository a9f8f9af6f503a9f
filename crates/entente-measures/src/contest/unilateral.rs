//! What a party would gain by moving its force alone, while nobody answers.
//!
//! The difference to the counterfactual is what rivals take back by dividing anew.

use serde::{Deserialize, Serialize};

use super::best_response;
use super::game::Game;
use super::impact::{Impacts, impact};
use super::scaled::{Closing, Scaled};
use super::settlement::Plan;
use super::solve::Equilibrium;

/// What a party would gain elsewhere if it alone moved its force there.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
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

/// What a party gains if it takes its force out of the settled theatres, as far as they are settled, and nobody else moves.
pub(super) fn unilateral(game: &Game, plan: &Plan, with: &Equilibrium, state: usize) -> Vec<Unilateral> {
    let scaled = Scaled::new(game, &with.factors);
    let force: Vec<f64> = scaled.origin.iter().zip(&scaled.state).map(|(origin, i)| with.force[*origin] / scaled.unit[*i]).collect();
    let mut impacts = Impacts::default();
    impacts.compute(&scaled, &force);
    let theatre = |e: usize| game.slots[scaled.origin[e]].theatre;
    let slots: Vec<usize> = scaled.owned(state).iter().copied().filter(|e| !plan.is_settled[theatre(*e)]).collect();
    let others: Vec<f64> = slots.iter().map(|e| impacts.others[*e].max(best_response::FAINT)).collect();
    // What is neither used here already nor taken out of a settled theatre stays where it is.
    let budget: f64 = scaled
        .owned(state)
        .iter()
        .map(|e| force[*e] * if plan.is_settled[theatre(*e)] { 1.0 - plan.factors[theatre(*e)] } else { 1.0 })
        .sum();
    let best = if budget > 0.0 { best_response::respond(&scaled, &slots, &others, Closing::Fixed(budget)) } else { vec![0.0; slots.len()] };
    let row = |((e, others), x): ((&usize, &f64), &f64)| {
        let own = impact(scaled.r, scaled.reach[*e], *x);
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
