//! The contest of a pair before it is solved: who contends where, with what, and what is believed about each number.
//!
//! It is made from a case's file ([`stated`](super::stated)) or from imported data ([`store`](super::store)); what follows is the same. Several
//! budgets and several rules for what is lost on the way are specifications, all computed and reported side by side.

mod asked;

use std::collections::BTreeSet;

use entente_claims::SeriesKey;
use entente_core::StateCode;
use entente_measures::contest::distribution::Distribution;
use entente_measures::contest::opportunity::Belief;
use entente_measures::contest::settlement::Settlement;
use serde::{Serialize, Serializer};

/// A contest of a pair, ready to be solved.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Setting {
    /// The year it is about.
    pub year: i32,
    /// The two states whose front is settled, by number.
    #[schemars(with = "[u16; 2]")]
    pub parties: [StateCode; 2],
    /// Who contends, the pair first.
    pub states: Vec<Party>,
    /// Where they contend.
    pub fronts: Vec<Front>,
    /// Fronts that are settled, and how far; that of the pair first.
    pub settled: Vec<Settlement>,
    /// What is believed about decisiveness r.
    pub decisiveness: Distribution,
    /// What states have to fight with: one entry for each specification, the main one first.
    pub budgets: Vec<Budget>,
    /// What is lost on the way: one entry for each specification, the main one first.
    pub efficacies: Vec<Efficacy>,
    /// What is believed about a crisis; success is taken from the contest.
    pub crisis: Belief,
    /// What a reader must know before anything else, where the front of the pair is not one in the year.
    pub caution: Option<String>,
    /// How it was made, a sentence each.
    pub rules: Vec<String>,
    /// What a reader must be told: years that are not those asked for, states left out.
    pub notes: Vec<String>,
    /// Citations of what it rests on.
    pub citations: BTreeSet<String>,
}

/// A state of the contest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct Party {
    /// Its id: the abbreviation of the Correlates of War list.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its number.
    pub ccode: u16,
    /// Why it is in.
    pub why: String,
}

/// A front.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Front {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Ids of the states that contend there.
    pub states: Vec<String>,
    /// What is believed about its value.
    pub value: Distribution,
    /// Why it is a front and worth that.
    pub why: String,
    /// Records that it rests on.
    pub records: Vec<String>,
}

/// What each state has to fight with, by one measure.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Budget {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Unit of force.
    pub unit: String,
    /// Whose figures these are, where no record says it.
    pub citation: Option<String>,
    /// One row for each state that has a figure; a third state without one is left out of the specification.
    pub of: Vec<Force>,
}

/// What one state has.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Force {
    /// Id of the state.
    pub state: String,
    /// The figure.
    pub value: f64,
    /// Error of its measurement: standard deviation of the logarithm.
    pub sigma: f64,
    /// Year of the figure.
    pub year: i32,
    /// Series that it stands in.
    #[serde(serialize_with = "as_text")]
    #[schemars(with = "Option<String>")]
    pub series: Option<SeriesKey>,
    /// Records that it stands in.
    pub records: Vec<String>,
}

/// What is lost on the way, by one rule.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Efficacy {
    /// Its id.
    pub id: String,
    /// Its name and how it is reckoned.
    pub name: String,
    /// Id of the budget that it goes with; none goes with all.
    pub budget: Option<String>,
    /// States that lose something; all others have an efficacy of one.
    pub of: Vec<Reach>,
    /// What is believed about the loss as a whole: the power to which every known efficacy is raised. None where each has a belief of its own.
    pub loss: Option<Distribution>,
}

/// Efficacy of one state in one theatre.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Reach {
    /// Id of the theatre.
    pub theatre: String,
    /// Id of the state.
    pub state: String,
    /// What is believed.
    pub belief: Distribution,
    /// Whether somebody set it by hand, so that the loss as a whole does not touch it.
    pub is_set: bool,
}

fn as_text<S: Serializer>(key: &Option<SeriesKey>, serializer: S) -> Result<S::Ok, S::Error> {
    key.as_ref().map(ToString::to_string).serialize(serializer)
}
