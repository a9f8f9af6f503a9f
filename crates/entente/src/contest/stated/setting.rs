//! From what a case's file says to the contest that is computed: names looked up, figures found, mistakes told.

use std::collections::BTreeSet;

use entente_claims::Evidence;
use entente_core::resolve::{When, resolve};
use entente_core::{Register, System, YearSpan};
use entente_measures::contest::settlement::Settlement;

use super::super::setting::{Efficacy, Front, Party, Reach, Setting};
use super::{EfficacyFile, StatedContest, TheatreFile};
use crate::case::Case;
use crate::error::Error;

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
        if let Some((one, other)) =
            states.iter().enumerate().find_map(|(n, s)| states[..n].iter().find(|o| o.ccode == s.ccode).map(|o| (o, s)))
        {
            return Err(wrong(format!("{:?} and {:?} are the same state, {}", one.id, other.id, one.name)));
        }
        let is_state = |id: &String| states.iter().any(|s| s.id == *id);
        let settled = self.settled(&states).map_err(wrong)?;
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
                    of.push(Reach { theatre: theatre.clone(), state: state.clone(), belief: *belief, is_set: false });
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
            settled,
            decisiveness: self.decisiveness,
            budgets,
            efficacies: if self.efficacy.is_empty() {
                nothing_lost()
            } else {
                self.efficacy.iter().map(reach).collect::<Result<_, _>>()?
            },
            crisis: self.crisis.belief(),
            rules: self.rules.clone(),
            notes,
            citations,
            states,
        };
        Ok(setting.noted())
    }

    /// What is settled, the front of the pair first; the states have the pair first.
    fn settled(&self, states: &[Party]) -> Result<Vec<Settlement>, String> {
        let mut settled = self.settled.settlements();
        let theatre = |id: &String| self.theatre.iter().find(|t| t.id == *id);
        if let Some(lost) = settled.iter().find(|s| theatre(&s.theatre).is_none()) {
            return Err(format!("settled is {:?}, which is no theatre", lost.theatre));
        }
        let has = |s: &Settlement, party: &Party| theatre(&s.theatre).is_some_and(|t| t.states.contains(&party.id));
        let Some(ours) = settled.iter().position(|s| has(s, &states[0]) && has(s, &states[1])) else {
            let absent = states[..2].iter().find(|p| settled.iter().all(|s| !has(s, p))).unwrap_or(&states[0]);
            let names: Vec<String> = settled.iter().map(|s| format!("{:?}", s.theatre)).collect();
            return Err(format!("{} takes no part in {}, which is settled; the front of the pair must be", absent.name, names.join(", ")));
        };
        settled[..=ours].rotate_right(1);
        Ok(settled)
    }
}
