//! A crisis on one side: does the partner attack the common opponent elsewhere, posture, or stay?
//!
//! One front of the opponent is suddenly worth two to five times as much. The opponent divides its force anew, which opens another front
//! to the partner; what the partner makes of it depends on payoffs that nobody observes, so the answer is a share of what may be believed.
//! It is asked with the front of the pair settled, and again with that front contested: the difference is what the settlement adds.

use entente_measures::Error as Fault;
use entente_measures::contest::distribution::Distribution;
use entente_measures::contest::draws::Sampler;
use entente_measures::contest::game::Game;
use entente_measures::contest::opportunity::{Belief, HIGHLY_UNLIKELY, Verdict};
use entente_measures::contest::settlement::settled;
use entente_measures::contest::shock::{Opening, shock};
use entente_measures::contest::solve::Options;
use entente_measures::contest::summary::quantile;
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

/// Bounds below which an attack may be called highly unlikely: the one that is asked for, its double and four times it.
pub const BOUNDS: [f64; 3] = [HIGHLY_UNLIKELY, 2.0 * HIGHLY_UNLIKELY, 4.0 * HIGHLY_UNLIKELY];

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
    /// What follows with the front of the pair settled.
    pub settled: Stage,
    /// The same with that front contested.
    pub contested: Stage,
}

/// What a crisis opens, and what the opportunist makes of it.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Stage {
    /// The opening with every number at its middle.
    pub opening: Opening,
    /// What is believed about the success of an attack at once: 5th to 95th hundredth of the draws.
    pub success: Distribution,
    /// Draws of the contest from which that was taken.
    pub draws: usize,
    /// Those without a certified answer, which are left out.
    pub uncertified: usize,
    /// How far "highly unlikely" holds over everything that may be believed.
    pub verdict: Verdict,
    /// In how much of it an attack is as probable as each bound, or more.
    pub failing: Vec<AtBound>,
    /// Probability of a posture with every number at its middle.
    pub posture_at_medians: f64,
    /// Probability of an attack with every number at its middle.
    pub attack_at_medians: f64,
}

/// How much of what may be believed lies at or above a bound.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, schemars::JsonSchema)]
pub struct AtBound {
    /// The bound of the probability of an attack.
    pub bound: f64,
    /// Share of the draws that reach it.
    pub share: f64,
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
        let asked = Asked { setting, effort, defender: &defender.id, opportunist, theatre: &theatre.id, elsewhere: &elsewhere.id };
        out.push(Crisis {
            theatre: theatre.id.clone(),
            challenger: challenger.to_owned(),
            defender: defender.id.clone(),
            opportunist: opportunist.to_owned(),
            elsewhere: elsewhere.id.clone(),
            settled: asked.stage(|game| Ok(settled(&game, &setting.settled_in(&setting.budgets[0]))?))?,
            contested: asked.stage(Ok)?,
        });
    }
    Ok(out)
}

/// One crisis and who may use it.
struct Asked<'a> {
    setting: &'a Setting,
    effort: Effort,
    defender: &'a str,
    opportunist: &'a str,
    theatre: &'a str,
    elsewhere: &'a str,
}

impl Asked<'_> {
    fn opening(&self, game: &Game, factor: f64) -> Result<Opening, Fault> {
        shock(game, self.theatre, factor, &Options::default())?.opening(game, self.defender, self.opportunist, self.elsewhere)
    }

    /// What follows in the contest that `of` makes of the one with every front in place.
    fn stage(&self, of: impl Fn(Game) -> Result<Game, Fault> + Sync) -> Result<Stage, Error> {
        let setting = self.setting;
        let (budget, efficacy) = (&setting.budgets[0], &setting.efficacies[0]);
        let game = setting.game(budget, efficacy)?;
        let opening = self.opening(&of(game.clone())?, FACTOR.median())?;
        let study = study(setting, budget, efficacy, DRAWS, self.effort.seed);
        let sampler = Sampler::new(&game, &study)?;
        let factors = Counter::new(self.effort.seed, "contest/crisis factor");
        let drawn = |n: u64| Ok(self.opening(&of(sampler.game(n)?)?, FACTOR.quantile(factors.uniform(n)))?.success_at_once);
        let drawn: Vec<Result<f64, Fault>> = (0..DRAWS as u64).into_par_iter().map(drawn).collect();
        let uncertified = drawn.iter().filter(|d| d.is_err()).count();
        if let (true, Some(Err(fault))) = (uncertified == DRAWS, drawn.first()) {
            return Err(fault.clone().into());
        }
        let mut certified: Vec<f64> = drawn.into_iter().flatten().collect();
        certified.sort_by(f64::total_cmp);
        let at = |share: f64| quantile(&certified, share).unwrap_or(opening.success_at_once);
        let success = Distribution::Uniform { low: at(0.05), high: at(0.95) };
        let belief = Belief { success, ..setting.crisis };
        let judge = |bound| belief.judge(bound, self.effort.crisis_draws, self.effort.seed);
        let failing = BOUNDS.map(|bound| judge(bound).map(|verdict| AtBound { bound, share: verdict.share_failing }));
        let mut stakes = belief.stakes;
        (stakes.prize, stakes.escalation, stakes.responsiveness) =
            (belief.prize.median(), belief.escalation.median(), belief.responsiveness.median());
        let middle = stakes.response(belief.resolve.median(), success.median())?;
        Ok(Stage {
            opening,
            success,
            draws: DRAWS,
            uncertified,
            verdict: judge(HIGHLY_UNLIKELY)?,
            failing: failing.into_iter().collect::<Result<_, _>>()?,
            posture_at_medians: middle.posture,
            attack_at_medians: middle.attack,
        })
    }
}
