//! `contest.toml`: the contest of a case as its author states it, over everything that a rule would say.

mod check;
mod figures;
mod setting;

use std::collections::BTreeMap;

use entente_measures::contest::crisis::Stakes;
use entente_measures::contest::distribution::Distribution;
use entente_measures::contest::opportunity::Belief;
use entente_measures::contest::settlement::Settlement;
use serde::{Deserialize, Serialize};

use super::calibration::CalibrationFile;

/// A contest as its author wrote it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StatedContest {
    /// Version of this format: 1.
    pub schema_version: u32,
    /// What is settled; both of the pair contend in one of these.
    pub settled: SettledFile,
    /// What is believed about decisiveness r.
    pub decisiveness: Distribution,
    /// The states; the pair must be among them.
    pub state: Vec<StateFile>,
    /// The theatres.
    pub theatre: Vec<TheatreFile>,
    /// What states have to fight with; each is a specification, the first the main one.
    pub budget: Vec<BudgetFile>,
    /// What is lost on the way; each is a specification, the first the main one. None: nothing is lost.
    #[serde(default)]
    pub efficacy: Vec<EfficacyFile>,
    /// What is believed about a crisis.
    #[serde(default)]
    pub crisis: CrisisFile,
    /// How it was made, a sentence each.
    #[serde(default)]
    pub rules: Vec<String>,
    /// What stood where at another time, to see which value of the settled theatre fits it.
    pub calibration: Option<CalibrationFile>,
}

/// What is settled.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(untagged, expecting = "settled is the id of a theatre, a list of ids, or a table of degrees from 0 to 1 by id")]
pub enum SettledFile {
    /// A theatre that is gone.
    One(String),
    /// Theatres that are gone.
    Several(Vec<String>),
    /// How far each is settled: at 1 it is gone, at 0.4 worth four tenths less.
    Degrees(BTreeMap<String, f64>),
}

impl SettledFile {
    fn settlements(&self) -> Vec<Settlement> {
        match self {
            Self::One(id) => vec![Settlement::of(id)],
            Self::Several(ids) => ids.iter().map(Settlement::of).collect(),
            Self::Degrees(degrees) => degrees.iter().map(|(id, degree)| Settlement { theatre: id.clone(), degree: *degree }).collect(),
        }
    }
}

/// What is believed about a crisis, as far as it differs from what is believed of any. Success comes from the contest.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CrisisFile {
    /// Prize V of an attack that succeeds.
    pub prize: Option<Distribution>,
    /// Loss L from escalation.
    pub escalation: Option<Distribution>,
    /// Responsiveness lambda to differences of utility.
    pub responsiveness: Option<Distribution>,
    /// Probability pi that the defender is resolute.
    pub resolve: Option<Distribution>,
    /// Cost c of war.
    pub war_cost: Option<f64>,
    /// Benefit S of attention.
    pub status: Option<f64>,
    /// Cost k of posture.
    pub posture_cost: Option<f64>,
    /// Risk eps that posture ends in an accident, 0 to 1.
    pub accident: Option<f64>,
}

impl CrisisFile {
    fn belief(&self) -> Belief {
        let usual = Belief::default();
        let stakes = Stakes {
            war_cost: self.war_cost.unwrap_or(usual.stakes.war_cost),
            status: self.status.unwrap_or(usual.stakes.status),
            posture_cost: self.posture_cost.unwrap_or(usual.stakes.posture_cost),
            accident: self.accident.unwrap_or(usual.stakes.accident),
            ..usual.stakes
        };
        Belief {
            stakes,
            prize: self.prize.unwrap_or(usual.prize),
            escalation: self.escalation.unwrap_or(usual.escalation),
            responsiveness: self.responsiveness.unwrap_or(usual.responsiveness),
            resolve: self.resolve.unwrap_or(usual.resolve),
            ..usual
        }
    }
}

/// A state.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StateFile {
    /// Name, abbreviation or number.
    pub id: String,
    /// Why it is in.
    #[serde(default)]
    pub why: String,
}

/// A theatre.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TheatreFile {
    /// Its id.
    pub id: String,
    /// Its name; the id if absent.
    pub name: Option<String>,
    /// Ids of the states that contend there.
    pub states: Vec<String>,
    /// What is believed about its value.
    pub value: Distribution,
    /// Why it is a front and worth that.
    #[serde(default)]
    pub why: String,
}

/// What states have to fight with: figures given here, or a series or a column of a table of the case.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BudgetFile {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Unit of force.
    pub unit: String,
    /// Id of a series of states, for instance `milex_usd`.
    pub series: Option<String>,
    /// A table with the columns `ccode` and `year`, and the column that has the figure.
    pub table: Option<String>,
    /// That column.
    pub column: Option<String>,
    /// Figures by state.
    pub force: Option<BTreeMap<String, f64>>,
    /// Id of the citation of figures given here.
    pub citation: Option<String>,
    /// Error of the figures, standard deviation of the logarithm, by state; else that of military spending.
    #[serde(default)]
    pub sigma: BTreeMap<String, f64>,
}

/// What is lost on the way, by theatre and state; all others lose nothing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EfficacyFile {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What is believed, by theatre and state.
    #[serde(default)]
    pub of: BTreeMap<String, BTreeMap<String, Distribution>>,
}
