//! What is wrong with a case's contest, told with its place; and its names, which may be written in any way, made those of its states.

use std::collections::{BTreeMap, BTreeSet};

use entente_core::resolve::{When, resolve};
use entente_core::{StateCode, System};
use entente_measures::contest::distribution::Distribution;
use entente_measures::contest::settlement::Settlement;

use super::super::place::hint;
use super::{BudgetFile, StatedContest};
use crate::case_file::syntax;
use crate::error::Error;

/// Most states, theatres and specifications of a file. Chosen: hundreds of draws of such a contest take seconds, and more would be more than a
/// reader can look through.
const STATES: usize = 40;
const THEATRES: usize = 100;
const SPECIFICATIONS: usize = 12;
/// Largest decisiveness that is solved.
const DECISIVE: f64 = 1.3;

/// The file that is checked, to say where a fault stands.
struct Place<'a> {
    file: &'a str,
    text: &'a str,
}

impl Place<'_> {
    /// A fault where a name stands for the first time.
    fn at(&self, name: &str, message: String) -> Error {
        let start = [format!("\"{name}\""), name.to_owned()].iter().find_map(|n| self.text.find(n.as_str())).unwrap_or(0);
        syntax(self.file, self.text, start, message)
    }
}

/// The states of a contest by every way to write them.
struct Names<'a> {
    of: Vec<(&'a str, StateCode)>,
    when: When,
}

impl Names<'_> {
    /// The id of a state that may be written otherwise; the file's own ids come first.
    fn id(&self, written: &str) -> Option<String> {
        let own = self.of.iter().find(|(id, _)| *id == written);
        let code = || resolve(written, self.when, System::Cow).ok().map(|r| r.code);
        own.or_else(|| code().and_then(|code| self.of.iter().find(|(_, c)| *c == code))).map(|(id, _)| (*id).to_owned())
    }
}

impl StatedContest {
    /// Checks everything that the file alone can show, and writes every state by its own id.
    ///
    /// # Errors
    /// The first fault, with line, column and what is nearest.
    pub(crate) fn checked(
        mut self,
        (file, text): (&str, &str),
        (sides, year): ([StateCode; 2], i32),
        citations: &BTreeMap<String, entente_core::Citation>,
    ) -> Result<Self, Error> {
        let place = Place { file, text };
        if self.schema_version != 1 {
            let message = format!("schema_version {} is not known; this program reads version 1", self.schema_version);
            return Err(place.at("schema_version", message));
        }
        for (what, found, most) in [
            ("state", self.state.len(), STATES),
            ("theatre", self.theatre.len(), THEATRES),
            ("budget", self.budget.len() * self.efficacy.len().max(1), SPECIFICATIONS),
        ] {
            if found > most {
                let named = if what == "budget" { "specifications (budgets times rules of loss)".to_owned() } else { format!("{what}s") };
                return Err(
                    place.at(&format!("[[{what}]]"), format!("{found} {named}, and the limit is {most}; contest solve takes larger games"))
                );
            }
        }
        let when = entente_core::YearSpan::new(year, year).map_or(When::Ever, When::Years);
        let ids: Vec<String> = self.state.iter().map(|s| s.id.clone()).collect();
        let mut names = Names { of: Vec::new(), when };
        for id in &ids {
            let code = resolve(id, when, System::Cow).map_err(|error| place.at(id, error.to_string()))?.code;
            if let Some((other, _)) = names.of.iter().find(|(_, c)| *c == code) {
                return Err(place.at(id, format!("{other:?} and {id:?} are the same state")));
            }
            names.of.push((id, code));
        }
        if let Some(side) = sides.iter().find(|side| names.of.iter().all(|(_, code)| code != *side)) {
            let name = entente_core::Register::builtin().name(*side);
            return Err(place.at("[[state]]", format!("{name} is one of the pair and not among the states; add a [[state]] block")));
        }
        self.check_theatres(&place, &names)?;
        self.check_settled(&place, &names, sides)?;
        self.check_efficacies(&place, &names)?;
        if self.budget.is_empty() {
            return Err(place.at("decisiveness", "no [[budget]]; say what states have to fight with".to_owned()));
        }
        let mut seen = BTreeSet::new();
        for budget in &mut self.budget {
            if !seen.insert(budget.id.clone()) {
                return Err(place.at(&budget.id, format!("two budgets are called {:?}", budget.id)));
            }
            budget.check(&place, &names, citations)?;
        }
        let (_, high) = self.decisiveness.support();
        if high > DECISIVE {
            return Err(
                place.at("decisiveness", format!("decisiveness r reaches {high}; up to {DECISIVE} can be solved, 1 is the usual choice"))
            );
        }
        above_zero(&place, "decisiveness", "decisiveness r", &self.decisiveness)?;
        Ok(self)
    }

    fn check_theatres(&mut self, place: &Place<'_>, names: &Names<'_>) -> Result<(), Error> {
        let known: Vec<&str> = names.of.iter().map(|(id, _)| *id).collect();
        let mut seen = BTreeSet::new();
        for theatre in &mut self.theatre {
            if !seen.insert(theatre.id.clone()) {
                return Err(place.at(&theatre.id, format!("two theatres are called {:?}", theatre.id)));
            }
            for state in &mut theatre.states {
                let message = || format!("{state:?} contends in {:?} and is not among the states{}", theatre.id, hint(state, &known));
                *state = names.id(state).ok_or_else(|| place.at(state, message()))?;
            }
            above_zero(place, &theatre.id, &format!("value of theatre {:?}", theatre.id), &theatre.value)?;
        }
        Ok(())
    }

    /// The front of the pair must be among what is settled.
    fn check_settled(&self, place: &Place<'_>, names: &Names<'_>, sides: [StateCode; 2]) -> Result<(), Error> {
        let known: Vec<&str> = self.theatre.iter().map(|t| t.id.as_str()).collect();
        let settled = self.settled.settlements();
        for Settlement { theatre, degree } in &settled {
            if !known.contains(&theatre.as_str()) {
                return Err(place.at(theatre, format!("settled is {theatre:?}, which is no theatre{}", hint(theatre, &known))));
            }
            if !(*degree > 0.0 && *degree <= 1.0) {
                return Err(place.at("settled", format!("{theatre:?} is settled to {degree}; a degree is above 0 and at most 1")));
            }
        }
        let of = |id: &str| self.theatre.iter().find(|t| t.id == id).map(|t| t.states.as_slice()).unwrap_or_default();
        let pair = sides.map(|side| names.of.iter().find(|(_, code)| *code == side).map_or("", |(id, _)| id));
        let has = |s: &Settlement, id: &str| of(&s.theatre).iter().any(|state| state == id);
        if settled.iter().any(|s| pair.iter().all(|id| has(s, id))) {
            return Ok(());
        }
        let ids: Vec<String> = settled.iter().map(|s| format!("{:?}", s.theatre)).collect();
        let absent = pair.iter().find(|id| settled.iter().all(|s| !has(s, id))).unwrap_or(&pair[0]);
        let message = format!("{absent} takes no part in {}, which is settled; the front of the pair must be", ids.join(", "));
        Err(place.at("settled", message))
    }

    fn check_efficacies(&mut self, place: &Place<'_>, names: &Names<'_>) -> Result<(), Error> {
        let theatres = &self.theatre;
        let known: Vec<&str> = theatres.iter().map(|t| t.id.as_str()).collect();
        let mut seen = BTreeSet::new();
        for given in &mut self.efficacy {
            if !seen.insert(given.id.clone()) {
                return Err(place.at(&given.id, format!("two rules of efficacy are called {:?}", given.id)));
            }
            for (theatre, by_state) in &mut given.of {
                let message = || format!("efficacy {:?} names {theatre:?}, which is no theatre{}", given.id, hint(theatre, &known));
                let states = theatres.iter().find(|t| t.id == *theatre).map(|t| &t.states).ok_or_else(|| place.at(theatre, message()))?;
                let mut own = BTreeMap::new();
                for (state, belief) in &*by_state {
                    let message = || format!("efficacy {:?}: {state:?} takes no part in {theatre:?}{}", given.id, hint(state, states));
                    let id = names.id(state).filter(|id| states.contains(id)).ok_or_else(|| place.at(state, message()))?;
                    above_zero(place, state, &format!("efficacy of {state} in {theatre:?}"), belief)?;
                    own.insert(id, *belief);
                }
                *by_state = own;
            }
        }
        Ok(())
    }
}

impl BudgetFile {
    fn check(&mut self, place: &Place<'_>, names: &Names<'_>, citations: &BTreeMap<String, entente_core::Citation>) -> Result<(), Error> {
        let known: Vec<&str> = names.of.iter().map(|(id, _)| *id).collect();
        let of = |what: &str, given: &BTreeMap<String, f64>| -> Result<BTreeMap<String, f64>, Error> {
            let one = |(state, value): (&String, &f64)| {
                let message =
                    || format!("{what} of budget {:?} names {state:?}, which is not among the states{}", self.id, hint(state, &known));
                let id = names.id(state).ok_or_else(|| place.at(state, message()))?;
                if !(value.is_finite() && *value >= 0.0) {
                    return Err(place.at(state, format!("{what} of {state} is {value}; it must be zero or more")));
                }
                Ok((id, *value))
            };
            given.iter().map(one).collect()
        };
        let force = self.force.as_ref().map(|given| of("force", given)).transpose()?;
        let sigma = of("sigma", &self.sigma)?;
        (self.force, self.sigma) = (force, sigma);
        let ways = [self.force.is_some(), self.series.is_some(), self.table.is_some() && self.column.is_some()];
        if ways.iter().filter(|is| **is).count() != 1 || self.table.is_some() != self.column.is_some() {
            return Err(place.at(&self.id, format!("budget {:?} needs one of: force; series; table with column", self.id)));
        }
        if let Some(missing) = self.citation.as_ref().filter(|id| !citations.contains_key(*id)) {
            let near: Vec<&str> = citations.keys().map(String::as_str).collect();
            return Err(place.at(missing, format!("no citation {missing:?} is defined{}", hint(missing, &near))));
        }
        Ok(())
    }
}

/// What is believed must be sound, and above zero whatever is drawn.
fn above_zero(place: &Place<'_>, name: &str, of: &str, belief: &Distribution) -> Result<(), Error> {
    belief.check(of).map_err(|fault| place.at(name, fault.to_string()))?;
    let (low, high) = belief.support();
    if low < 0.0 || high <= 0.0 {
        return Err(place.at(name, format!("{of} reaches {low}; it must be above zero")));
    }
    Ok(())
}
