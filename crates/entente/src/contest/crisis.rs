//! A crisis on one side: does the partner attack the common opponent elsewhere, posture, or stay?
//!
//! One front of the opponent is suddenly worth two to five times as much. The opponent divides its force anew, which opens another front
//! to the partner; what the partner makes of it depends on payoffs that nobody observes, so the answer is a share of what may be believed.

use entente_measures::contest::distribution::Distribution;
use entente_measures::contest::draws::Sampler;
use entente_measures::contest::opportunity::{Belief, HIGHLY_UNLIKELY, Verdict};
use entente_measures::contest::shock::{Opening, shock};
use entente_measures::contest::solve::Options;
use entente_measures::random::Counter;
use rayon::prelude::*;
use serde::Serialize;

use super::outcome::Effort;
use super::setting::Setting;
use super::study::study;
use crate::error::Error;

/// By how many times a crisis raises the value of a theatre. Chosen in the method: U(2, 5).
pub const FACTOR: Distribution = Distribution::Uniform { low: 2.0, high: 5.0 };

/// Draws of the contest from which the range of success is taken. Chosen: the 5th and 95th hundredth of 200 draws lie within some five
/// hundredths of where more draws put them, less than what else is not known.
const DRAWS: usize = 200;

/// A crisis on one front and what it opens on another.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Crisis {
    /// Id of the theatre in crisis.
    pub theatre: String,
    /// Id of the state that contends there with the opponent.
    pub challenger: String,
    /// Id of the common opponent.
    pub defender: String,
    /// Id of the state that may use the opening.
    pub opportunist: String,
    /// Id of the theatre where.
    pub elsewhere: String,
    /// The opening with every number at its middle.
    pub opening: Opening,
    /// What is believed about the success of an attack at once: 5th to 95th hundredth of the draws.
    pub success: Distribution,
    /// How far "highly unlikely" holds over everything that may be believed.
    pub verdict: Verdict,
    /// Probability of a posture with every number at its middle.
    pub posture_at_medians: f64,
    /// Probability of an attack with every number at its middle.
    pub attack_at_medians: f64,
}

/// A crisis on the side of either, seen by the other. Empty if they have no common opponent.
///
/// # Errors
/// A contest without a certified answer.
pub fn both(setting: &Setting, effort: Effort) -> Result<Vec<Crisis>, Error> {
    let Some(defender) = setting.opponent() else { return Ok(Vec::new()) };
    let [a, b] = setting.pair();
    let mut out = Vec::new();
    for (challenger, opportunist) in [(a, b), (b, a)] {
        let dearest = |one: &str| {
            let fronts = setting.between(one, &defender.id);
            fronts.max_by(|x, y| x.value.median().total_cmp(&y.value.median()).then_with(|| y.id.cmp(&x.id)))
        };
        // A theatre of all three is one front; a crisis there opens no other.
        let (Some(theatre), Some(elsewhere)) = (dearest(challenger), dearest(opportunist)) else { continue };
        if theatre.id == elsewhere.id {
            continue;
        }
        out.push(one(setting, effort, [challenger, &defender.id, opportunist], [&theatre.id, &elsewhere.id])?);
    }
    Ok(out)
}

fn one(setting: &Setting, effort: Effort, states: [&str; 3], theatres: [&str; 2]) -> Result<Crisis, Error> {
    let ([challenger, defender, opportunist], [theatre, elsewhere]) = (states, theatres);
    let (budget, efficacy) = (&setting.budgets[0], &setting.efficacies[0]);
    let game = setting.game(budget, efficacy)?;
    let options = Options::default();
    let opening_of = |game: &_, factor| shock(game, theatre, factor, &options)?.opening(game, defender, opportunist, elsewhere);
    let opening = opening_of(&game, FACTOR.median())?;
    let study = study(setting, budget, efficacy, DRAWS, effort.seed);
    let sampler = Sampler::new(&game, &study)?;
    let factors = Counter::new(effort.seed, "contest/crisis factor");
    let drawn = |n: u64| opening_of(&sampler.game(n).ok()?, FACTOR.quantile(factors.uniform(n))).ok().map(|o| o.success_at_once);
    let mut success: Vec<f64> = (0..DRAWS as u64).into_par_iter().filter_map(drawn).collect();
    success.sort_by(f64::total_cmp);
    let at = |share: f64| success.get((share * success.len().saturating_sub(1) as f64).round() as usize).copied();
    let success = match (at(0.05), at(0.95)) {
        (Some(low), Some(high)) => Distribution::Uniform { low, high },
        _ => Distribution::Fixed { value: opening.success_at_once },
    };
    let belief = Belief { success, ..setting.crisis };
    let verdict = belief.judge(HIGHLY_UNLIKELY, effort.crisis_draws, effort.seed)?;
    let mut stakes = belief.stakes;
    (stakes.prize, stakes.escalation, stakes.responsiveness) =
        (belief.prize.median(), belief.escalation.median(), belief.responsiveness.median());
    let middle = stakes.response(belief.resolve.median(), success.median())?;
    let text = str::to_owned;
    Ok(Crisis {
        theatre: text(theatre),
        challenger: text(challenger),
        defender: text(defender),
        opportunist: text(opportunist),
        elsewhere: text(elsewhere),
        opening,
        success,
        verdict,
        posture_at_medians: middle.posture,
        attack_at_medians: middle.attack,
    })
}
