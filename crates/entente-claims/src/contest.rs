//! What a contest of several theatres says under each specification, draw by draw: evidence that a model makes and no source gives.
//!
//! It answers "what follows if the stakes lie in these ranges", so a claim that rests on it never has more than low confidence.

use std::collections::BTreeSet;

use entente_core::StateCode;

use crate::evidence::SeriesKey;

/// Draws of a contest under several specifications.
#[derive(Debug, Clone, PartialEq)]
pub struct ContestDraws {
    /// The two states of the pair.
    pub parties: [StateCode; 2],
    /// What "budget" and "efficacy" were taken to be, one row for each run.
    pub runs: Vec<Run>,
    /// Share of the budgets that are data of the year asked for, 0 to 1.
    pub coverage: f64,
    /// Series that the budgets stand in.
    pub series: BTreeSet<SeriesKey>,
    /// Records that the budgets stand in.
    pub records: BTreeSet<String>,
}

/// Draws under one specification.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// What a state has to fight with.
    pub budget: String,
    /// How much strength is lost on the way.
    pub efficacy: String,
    /// The draws that have an answer.
    pub draws: Vec<OneDraw>,
}

/// One draw: what was drawn that the claims turn on, and what came of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OneDraw {
    /// Decisiveness r.
    pub decisiveness: f64,
    /// Value of the front of the pair over the mean value of the other fronts of the two.
    pub stake: f64,
    /// What each party has of it, in the order of the parties.
    pub sides: [Quantities; 2],
}

/// What one party has of a settlement.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Quantities {
    /// Its multiplier; infinite if it has no bound, none if it is not defined.
    pub multiplier: Option<f64>,
    /// Share of its force that is freed.
    pub share_freed: f64,
    /// Success gained in its other theatres; none if it has none.
    pub success_gained: Option<f64>,
}
