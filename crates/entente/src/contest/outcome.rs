//! All that is computed of one contest: each specification with its draws, and the questions that stand beside them.

use entente_claims::contest::{ContestDraws, OneDraw, Quantities, Run};
use entente_measures::contest::counterfactual::counterfactual;
use entente_measures::contest::draws::{Draws, run};
use entente_measures::contest::report::Report;
use entente_measures::contest::solve::Options;
use entente_measures::contest::summary::{Summary, summarise};
use serde::Serialize;

use super::alliance::{self, Second};
use super::crisis::{self, Crisis};
use super::distraction::{self, Distraction};
use super::setting::{Budget, Efficacy, Setting};
use super::study::{DECISIVENESS, study, value_of};
use crate::error::Error;

/// How many draws, and from which seed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct Effort {
    /// Draws in each specification.
    pub draws: usize,
    /// Draws of each crisis.
    pub crisis_draws: usize,
    /// Seed.
    pub seed: u64,
}

impl Effort {
    /// Draws in each specification of an assessment, where the contest is one answer of six. Chosen: a probability then has a standard error of
    /// at most 0.022, as specifications share their random numbers, and verdicts turn at 0.33 and 0.66; at half 0.032, at double 0.016.
    pub const OF_ASSESSMENT: usize = 500;

    /// Draws where the contest is all that is asked for.
    pub const DEFAULT: usize = 10_000;

    /// The same number of draws everywhere, but no more than are of use for a crisis.
    pub fn new(draws: usize, seed: u64) -> Self {
        Self { draws, crisis_draws: draws.min(2000), seed }
    }
}

/// What came of a contest.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Outcome {
    /// The contest.
    pub setting: Setting,
    /// How many draws.
    pub effort: Effort,
    /// Each specification, the main one first.
    pub specifications: Vec<Specified>,
    /// A crisis on one side, for each of the two; empty if they have no common opponent.
    pub crises: Vec<Crisis>,
    /// How the opponent's forces move when one of the two presses harder.
    pub distractions: Vec<Distraction>,
    /// What the second model says.
    pub second: Second,
}

/// One specification.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Specified {
    /// Id of the budget.
    pub budget: String,
    /// Id of the rule of loss.
    pub efficacy: String,
    /// The answer with every number at its middle.
    pub at_medians: Report,
    /// What the draws say.
    pub summary: Summary,
    /// The draws.
    #[serde(skip)]
    pub draws: Draws,
}

/// Computes everything. `on_draw` is called after each draw, in no order.
///
/// # Errors
/// A contest that is unsound, or none of whose draws has an answer.
pub fn outcome(setting: Setting, effort: Effort, on_draw: impl Fn() + Sync) -> Result<Outcome, Error> {
    let specified = |(budget, efficacy): (&Budget, &Efficacy)| -> Result<Specified, Error> {
        let game = setting.game(budget, efficacy)?;
        let draws = run(&game, &study(&setting, budget, efficacy, effort.draws, effort.seed), &on_draw)?;
        let found = counterfactual(&game, &setting.settled_in(budget), &Options::default())?;
        Ok(Specified {
            budget: budget.id.clone(),
            efficacy: efficacy.id.clone(),
            at_medians: Report::new(&game, &found),
            summary: summarise(&draws)?,
            draws,
        })
    };
    let specifications = setting.specifications().map(specified).collect::<Result<Vec<_>, _>>()?;
    let crises = crisis::both(&setting, effort)?;
    let distractions = distraction::both(&setting)?;
    let second = alliance::second(&setting, &specifications);
    Ok(Outcome { effort, specifications, crises, distractions, second, setting })
}

impl Outcome {
    /// The draws as evidence for claims.
    pub fn evidence(&self) -> ContestDraws {
        let setting = &self.setting;
        let forces = || setting.budgets.iter().flat_map(|b| &b.of);
        let of_year = forces().filter(|f| f.year == setting.year).count();
        ContestDraws {
            parties: setting.parties,
            runs: self.specifications.iter().map(|s| runs(setting, s)).collect(),
            coverage: of_year as f64 / forces().count().max(1) as f64,
            series: forces().filter_map(|f| f.series.clone()).collect(),
            records: forces()
                .flat_map(|f| f.records.iter().cloned())
                .chain(setting.fronts.iter().flat_map(|f| f.records.clone()))
                .collect(),
        }
    }

    /// Draws in all specifications together.
    pub fn total_draws(&self) -> usize {
        self.effort.draws * self.specifications.len()
    }
}

fn runs(setting: &Setting, specified: &Specified) -> Run {
    let draws = &specified.draws;
    let column = |id: &str| draws.parameters.iter().position(|p| p == id);
    let [a, b] = setting.pair();
    let is_of_pair = |states: &[String]| states.iter().any(|s| s == a || s == b);
    let in_play = setting.budgets.iter().find(|b| b.id == specified.budget).map(|b| setting.in_play(b)).unwrap_or_default();
    let fronts: Vec<_> = in_play.iter().map(|f| (f, column(&value_of(&f.id)))).collect();
    let decisiveness = column(DECISIVENESS);
    // The parties of a settlement stand in the order of the contest's states, which has the pair first.
    let one = |values: &[f64], sides: [Quantities; 2]| {
        let value = |(front, at): &(&super::setting::Front, Option<usize>)| at.map_or(front.value.median(), |n| values[n]);
        let ours = fronts.iter().find(|(f, _)| f.id == setting.ours()).map_or(0.0, value);
        let others: Vec<f64> = fronts.iter().filter(|(f, _)| !setting.settles(&f.id) && is_of_pair(&f.states)).map(value).collect();
        let mean = if others.is_empty() { 1.0 } else { others.iter().sum::<f64>() / others.len() as f64 };
        OneDraw { decisiveness: decisiveness.map_or(setting.decisiveness.median(), |n| values[n]), stake: ours / mean, sides }
    };
    let quantities = |found: &entente_measures::contest::draws::OfDraw| Quantities {
        multiplier: found.multiplier.ordered(),
        share_freed: found.share_freed,
        success_gained: found.success_gained,
    };
    let answered = draws.draws.iter().filter_map(|d| match d.outcome.as_deref() {
        Ok([first, second, ..]) => Some(one(&d.values, [quantities(first), quantities(second)])),
        _ => None,
    });
    let name = |found: Option<&String>| found.cloned().unwrap_or_default();
    Run {
        budget: name(setting.budgets.iter().find(|b| b.id == specified.budget).map(|b| &b.name)),
        efficacy: name(setting.efficacies.iter().find(|e| e.id == specified.efficacy).map(|e| &e.name)),
        draws: answered.collect(),
    }
}
