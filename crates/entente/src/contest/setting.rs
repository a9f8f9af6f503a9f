//! The contest of a pair before it is solved: who contends where, with what, and what is believed about each number.
//!
//! It is made from a case's file ([`stated`](super::stated)) or from imported data ([`store`](super::store)); what follows is the same. Several
//! budgets and several rules for what is lost on the way are specifications, all computed and reported side by side.

use std::collections::BTreeSet;

use entente_claims::SeriesKey;
use entente_core::StateCode;
use entente_measures::contest::distribution::Distribution;
use entente_measures::contest::game::{Game, State, Theatre, Value};
use entente_measures::contest::opportunity::Belief;
use entente_measures::contest::settlement::Settlement;
use serde::{Serialize, Serializer};

use crate::error::Error;

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
    /// One row for each state.
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

impl Setting {
    /// The contest under one specification, every number at its middle.
    ///
    /// # Errors
    /// A contest that is unsound.
    pub fn game(&self, budget: &Budget, efficacy: &Efficacy) -> Result<Game, Error> {
        let states = budget.of.iter().map(|force| State::with_force(&force.state, force.value)).collect();
        let theatre = |front: &Front| {
            let reach = |state: &String| {
                let found = efficacy.of.iter().find(|r| r.theatre == front.id && r.state == *state);
                found.map_or(1.0, |r| r.belief.median())
            };
            Theatre {
                id: front.id.clone(),
                states: front.states.clone(),
                value: Value::Common(front.value.median()),
                efficacy: front.states.iter().map(reach).collect(),
                stalemate: 0.0,
            }
        };
        let theatres = self.fronts.iter().map(theatre).collect();
        Game::new(states, theatres, self.decisiveness.median()).map_err(|fault| Error::Measure(fault.into()))
    }

    /// The same, with a note where the two have no opponent in common.
    pub(crate) fn noted(mut self) -> Self {
        if self.opponent().is_none() {
            let note = "the two have no opponent in common, so what one gains while it is busy with the other cannot be asked";
            self.notes.push(note.to_owned());
        }
        self
    }

    /// Every specification: each budget with each rule of loss, the main one first.
    pub fn specifications(&self) -> impl Iterator<Item = (&Budget, &Efficacy)> {
        self.budgets.iter().flat_map(|budget| self.efficacies.iter().map(move |efficacy| (budget, efficacy)))
    }

    /// Ids of the pair.
    pub fn pair(&self) -> [&str; 2] {
        [0, 1].map(|n| self.states[n].id.as_str())
    }

    /// The name of a state.
    pub fn state(&self, id: &str) -> &str {
        self.states.iter().find(|s| s.id == id).map_or("", |s| s.name.as_str())
    }

    /// A front by its id.
    pub fn front(&self, id: &str) -> Option<&Front> {
        self.fronts.iter().find(|f| f.id == id)
    }

    /// Id of the front of the pair.
    pub fn ours(&self) -> &str {
        &self.settled[0].theatre
    }

    /// Whether a front is settled, wholly or in part.
    pub fn settles(&self, front: &str) -> bool {
        self.settled.iter().any(|s| s.theatre == front)
    }

    /// Fronts on which both states contend, other than those that are settled.
    pub fn between(&self, a: &str, b: &str) -> impl Iterator<Item = &Front> {
        let is_there = |front: &&Front, id: &str| front.states.iter().any(|s| s == id);
        self.fronts.iter().filter(move |f| !self.settles(&f.id) && is_there(f, a) && is_there(f, b))
    }

    /// The opponent that both have: with a front to each, and most to fight with. None if they have no such opponent.
    pub fn opponent(&self) -> Option<&Party> {
        let [a, b] = self.pair();
        let force = |party: &Party| self.budgets.first().and_then(|m| m.of.iter().find(|f| f.state == party.id)).map_or(0.0, |f| f.value);
        let both =
            self.states.iter().skip(2).filter(|s| self.between(a, &s.id).next().is_some() && self.between(b, &s.id).next().is_some());
        both.max_by(|x, y| force(x).total_cmp(&force(y)).then_with(|| y.ccode.cmp(&x.ccode)))
    }
}
