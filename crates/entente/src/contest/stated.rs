//! `contest.toml`: the contest of a case as its author states it, over everything that a rule would say.

mod figures;

use std::collections::{BTreeMap, BTreeSet};

use entente_claims::Evidence;
use entente_core::resolve::{When, resolve};
use entente_core::{Register, System, YearSpan};
use entente_measures::contest::distribution::Distribution;
use entente_measures::contest::opportunity::Belief;
use serde::{Deserialize, Serialize};

use super::calibration::CalibrationFile;
use super::setting::{Efficacy, Front, Party, Reach, Setting};
use crate::case::Case;
use crate::error::Error;

/// A contest as its author wrote it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StatedContest {
    /// Version of this format: 1.
    pub schema_version: u32,
    /// Id of the theatre that is settled; both of the pair contend there.
    pub settled: String,
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
    pub crisis: Belief,
    /// How it was made, a sentence each.
    #[serde(default)]
    pub rules: Vec<String>,
    /// What stood where at another time, to see which value of the settled theatre fits it.
    pub calibration: Option<CalibrationFile>,
}

/// A state.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StateFile {
    /// Name, abbreviation or number.
    pub id: String,
    /// Why it is in.
    #[serde(default)]
    pub why: String,
}

/// A theatre.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
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
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
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
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
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

/// Most states, theatres and specifications of a file. Chosen: hundreds of draws of such a contest take seconds, and more would be more than a
/// reader can look through.
const STATES: usize = 40;
const THEATRES: usize = 100;
const SPECIFICATIONS: usize = 12;

impl StatedContest {
    /// The contest of a case at the end of the year of its evidence.
    ///
    /// # Errors
    /// A state or theatre that does not exist, or a figure that the case has not.
    pub fn setting(&self, case: &Case, evidence: &Evidence) -> Result<Setting, Error> {
        let wrong = |message: String| Error::NoContest { message: format!("contest.toml: {message}") };
        for (what, found, most) in [
            ("states", self.state.len(), STATES),
            ("theatres", self.theatre.len(), THEATRES),
            ("specifications", self.budget.len() * self.efficacy.len().max(1), SPECIFICATIONS),
        ] {
            if found > most {
                return Err(wrong(format!("{found} {what}, and the limit is {most}; contest solve takes larger games")));
            }
        }
        let year = evidence.as_of;
        let when = YearSpan::new(year, year).map_or(When::Ever, When::Years);
        let mut states = self
            .state
            .iter()
            .map(|s| {
                let code = resolve(&s.id, when, System::Cow)?.code;
                let name = Register::builtin().name(code);
                Ok((s.id.clone(), Party { id: s.id.clone(), name, ccode: code.0, why: s.why.clone() }))
            })
            .collect::<Result<Vec<_>, Error>>()?;
        let place = |state: &Party| case.sides.iter().position(|s| s.0 == state.ccode).unwrap_or(2);
        states.sort_by_key(|(_, party)| place(party));
        let states: Vec<Party> = states.into_iter().map(|(_, party)| party).collect();
        if states.len() < 2 || place(&states[0]) != 0 || place(&states[1]) != 1 {
            return Err(wrong("both states of the pair must be among its states".to_owned()));
        }
        let is_state = |id: &String| states.iter().any(|s| s.id == *id);
        let settled = self.theatre.iter().find(|t| t.id == self.settled);
        let settled = settled.ok_or_else(|| wrong(format!("settled is {:?}, which is no theatre", self.settled)))?;
        if let Some(party) = states[..2].iter().find(|p| !settled.states.contains(&p.id)) {
            return Err(wrong(format!("{} takes no part in {:?}, which is settled", party.name, self.settled)));
        }
        let reach = |given: &EfficacyFile| -> Result<Efficacy, Error> {
            let mut of = Vec::new();
            for (theatre, by_state) in &given.of {
                let known = self.theatre.iter().find(|t| t.id == *theatre);
                let known =
                    known.ok_or_else(|| wrong(format!("efficacy {:?} names theatre {theatre:?}, which does not exist", given.id)))?;
                for (state, belief) in by_state {
                    if !known.states.contains(state) {
                        return Err(wrong(format!("efficacy {:?}: {state:?} takes no part in {theatre:?}", given.id)));
                    }
                    of.push(Reach { theatre: theatre.clone(), state: state.clone(), belief: *belief });
                }
            }
            Ok(Efficacy { id: given.id.clone(), name: given.name.clone(), of, loss: None })
        };
        let nothing_lost =
            || vec![Efficacy { id: "none".to_owned(), name: "nothing lost on the way".to_owned(), of: Vec::new(), loss: None }];
        let mut notes = Vec::new();
        let mut citations = BTreeSet::new();
        let budgets = self.budget.iter().map(|b| b.figures(case, evidence, &states, &mut notes, &mut citations));
        let budgets = budgets.collect::<Result<Vec<_>, _>>()?;
        if budgets.is_empty() {
            return Err(wrong("it has no budget".to_owned()));
        }
        if let Some(state) = self.theatre.iter().flat_map(|t| &t.states).find(|id| !is_state(id)) {
            return Err(wrong(format!("{state:?} contends somewhere and is not among its states")));
        }
        let front = |t: &TheatreFile| Front {
            id: t.id.clone(),
            name: t.name.clone().unwrap_or_else(|| t.id.clone()),
            states: t.states.clone(),
            value: t.value,
            why: t.why.clone(),
            records: Vec::new(),
        };
        let setting = Setting {
            year,
            parties: case.sides,
            fronts: self.theatre.iter().map(front).collect(),
            settled: self.settled.clone(),
            decisiveness: self.decisiveness,
            budgets,
            efficacies: if self.efficacy.is_empty() {
                nothing_lost()
            } else {
                self.efficacy.iter().map(reach).collect::<Result<_, _>>()?
            },
            crisis: self.crisis,
            rules: self.rules.clone(),
            notes,
            citations,
            states,
        };
        Ok(setting.noted())
    }
}
