//! From what a case's file says to the contest that is computed: figures found, the pair put first.

use std::collections::{BTreeMap, BTreeSet};

use entente_claims::Evidence;
use entente_core::resolve::{When, resolve};
use entente_core::{Register, System, YearSpan};
use entente_measures::contest::distribution::Distribution;
use entente_measures::contest::settlement::Settlement;

use super::super::setting::{Efficacy, Front, Party, Reach, Setting};
use super::{EfficacyFile, StateFile, StatedContest, TheatreFile};
use crate::case::Case;
use crate::error::Error;

impl StatedContest {
    /// The contest of a case at the end of the year of its evidence. The file has been checked when the case was opened.
    ///
    /// # Errors
    /// A figure that the case has not.
    pub fn setting(&self, case: &Case, evidence: &Evidence) -> Result<Setting, Error> {
        let year = evidence.as_of;
        let when = YearSpan::new(year, year).map_or(When::Ever, When::Years);
        let party = |s: &StateFile| {
            let code = resolve(&s.id, when, System::Cow)?.code;
            Ok(Party { id: s.id.clone(), name: Register::builtin().name(code), ccode: code.0, why: s.why.clone() })
        };
        let mut states = self.state.iter().map(party).collect::<Result<Vec<Party>, Error>>()?;
        states.sort_by_key(|party| case.sides.iter().position(|side| side.0 == party.ccode).unwrap_or(2));
        let mut notes = Vec::new();
        let mut citations = BTreeSet::new();
        let budgets = self.budget.iter().map(|b| b.figures(case, evidence, &states, &mut notes, &mut citations));
        let budgets = budgets.collect::<Result<Vec<_>, _>>()?;
        let front = |t: &TheatreFile| Front {
            id: t.id.clone(),
            name: t.name.clone().unwrap_or_else(|| t.id.clone()),
            states: t.states.clone(),
            value: t.value,
            why: t.why.clone(),
            records: Vec::new(),
        };
        let reach = |(theatre, by_state): (&String, &BTreeMap<String, Distribution>)| -> Vec<Reach> {
            let one = |(state, belief): (&String, &Distribution)| Reach {
                theatre: theatre.clone(),
                state: state.clone(),
                belief: *belief,
                is_set: false,
            };
            by_state.iter().map(one).collect()
        };
        let efficacy = |given: &EfficacyFile| Efficacy {
            id: given.id.clone(),
            name: given.name.clone(),
            budget: None,
            of: given.of.iter().flat_map(reach).collect(),
            loss: None,
        };
        let mut efficacies: Vec<Efficacy> = self.efficacy.iter().map(efficacy).collect();
        if efficacies.is_empty() {
            let name = "nothing lost on the way".to_owned();
            efficacies.push(Efficacy { id: "none".to_owned(), name, budget: None, of: Vec::new(), loss: None });
        }
        let mut settled = self.settled.settlements();
        let is_ours = |s: &Settlement| {
            let states_of = |t: &TheatreFile| states[..2].iter().all(|p| t.states.contains(&p.id));
            self.theatre.iter().any(|t| t.id == s.theatre && states_of(t))
        };
        // The front of the pair first.
        settled.sort_by_key(|s| !is_ours(s));
        let setting = Setting {
            year,
            parties: case.sides,
            fronts: self.theatre.iter().map(front).collect(),
            settled,
            decisiveness: self.decisiveness,
            budgets,
            efficacies,
            crisis: self.crisis.belief(),
            caution: None,
            rules: self.rules.clone(),
            notes,
            citations,
            states,
        };
        Ok(setting.noted())
    }
}
