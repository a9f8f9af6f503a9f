//! From what a source calls a state, at a time, to a number of the Correlates of War list; or to a finding that names it.
//!
//! A row is never dropped for its name: the cell of the state stays empty, and what could not be placed is counted with its years.

use std::collections::BTreeMap;

use entente_core::crosswalk::counterpart;
use entente_core::resolve::{ResolveError, When, resolve, resolve_code};
use entente_core::state::Spell;
use entente_core::{Finding, Register, Severity, StateCode, System, YearSpan};
use jiff::civil::Date;

use crate::card::{Card, Kind, Named};
use crate::hash::Map;

/// A day as a whole number: the days since 1970-01-01, or a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum At {
    /// Any day of that year.
    Year(i32),
    /// That day.
    Day(Date),
}

impl At {
    fn year(self) -> i32 {
        match self {
            Self::Year(year) => year,
            Self::Day(day) => i32::from(day.year()),
        }
    }

    fn when(self) -> Option<When> {
        match self {
            Self::Year(year) => YearSpan::new(year, year).map(When::Years),
            Self::Day(day) => Some(When::Day(day)),
        }
    }
}

/// Why a name has no number.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Reason {
    /// The card says what it is.
    NotAState(String),
    /// The number is not a member of the list at that time.
    NotMember,
    /// No such number in the list.
    NoSuchNumber,
    /// Not known, or more than one.
    Unknown(String),
}

#[derive(Debug, Default)]
struct Tally {
    rows: u64,
    first_line: u64,
    years: Option<(i32, i32)>,
}

/// A number and a year as one key.
fn member(code: u16, year: i32) -> u64 {
    u64::from(code) << 32 | u64::from(year.cast_unsigned())
}

/// Resolves the states of one file and keeps count of what it could not place.
#[derive(Debug)]
pub struct Identity<'c> {
    card: &'c Card,
    names: Map<String, Map<At, Result<u16, Reason>>>,
    members: Map<u64, bool>,
    tallies: BTreeMap<(String, Reason), Tally>,
}

impl<'c> Identity<'c> {
    /// Starts with nothing resolved.
    pub fn new(card: &'c Card) -> Self {
        Self { card, names: Map::default(), members: Map::default(), tallies: BTreeMap::new() }
    }

    /// The number of a state; none where it has no place in the list at that time.
    ///
    /// A number of the Correlates of War list is kept as the source gives it, whether or not the state was a member then; if it was
    /// not, a finding says so.
    pub fn state(&mut self, kind: Kind, text: &str, at: At, line: u64) -> Option<u16> {
        if kind == Kind::Cow
            && let Ok(code) = text.parse::<u16>()
        {
            return Some(self.number(code, at, line));
        }
        let found = match self.names.get(text).and_then(|times| times.get(&at)) {
            Some(found) => found.clone(),
            None => {
                let found = self.look_up(kind, text, at);
                self.names.entry(text.to_owned()).or_default().insert(at, found.clone());
                found
            }
        };
        match found {
            Ok(code) => Some(code),
            Err(reason) => {
                self.count(text, reason, at, line);
                None
            }
        }
    }

    /// The number that was found before; none where there is none, or where it is still to be counted.
    pub(crate) fn known(&self, kind: Kind, text: &str, at: At) -> Option<u16> {
        if kind == Kind::Cow {
            return text.parse().ok().filter(|code| self.is_known_member(*code, at));
        }
        self.names.get(text)?.get(&at)?.as_ref().ok().copied()
    }

    /// Says whether the number was found to be that of a member in that year.
    pub(crate) fn is_known_member(&self, code: u16, at: At) -> bool {
        self.members.get(&member(code, at.year())).is_some_and(|is_member| *is_member)
    }

    /// The same for a number of the Correlates of War list that was read as one.
    pub fn number(&mut self, code: u16, at: At, line: u64) -> u16 {
        let year = at.year();
        let is_member = *self.members.entry(member(code, year)).or_insert_with(|| {
            let (start, end) = (Date::new(year as i16, 1, 1), Date::new(year as i16, 12, 31));
            let (Ok(start), Ok(end)) = (start, end) else { return false };
            Register::builtin().get(StateCode(code)).is_some_and(|s| s.is_member_during(Spell { start, end: Some(end) }, System::Cow))
        });
        if !is_member {
            let text = code.to_string();
            let is_known = Register::builtin().get(StateCode(code)).is_some_and(|s| !s.spells(System::Cow).is_empty());
            let reason = match self.card.names.get(&text) {
                Some(Named::NotAState(what)) => Reason::NotAState(what.clone()),
                _ if is_known => Reason::NotMember,
                _ => Reason::NoSuchNumber,
            };
            self.count(&text, reason, at, line);
        }
        code
    }

    fn look_up(&self, kind: Kind, text: &str, at: At) -> Result<u16, Reason> {
        if let Some(named) = self.card.names.get(text) {
            return match named {
                Named::Code(code) => Ok(*code),
                Named::NotAState(what) => Err(Reason::NotAState(what.clone())),
                Named::ByYear(firsts) => {
                    let begun = firsts.iter().filter_map(|(first, code)| Some((first.parse::<i32>().ok()?, *code)));
                    begun.filter(|(first, _)| *first <= at.year()).max().map(|(_, code)| code).ok_or(Reason::NotMember)
                }
            };
        }
        let Some(when) = at.when() else { return Err(Reason::Unknown("the year is not one".to_owned())) };
        let told = |e: ResolveError| match e {
            ResolveError::NotMember { .. } => Reason::NotMember,
            ResolveError::NotListed { .. } => Reason::NotAState("not in the list of states".to_owned()),
            ResolveError::Ambiguous { choices, .. } => {
                let codes: Vec<String> = choices.iter().map(|c| c.code.to_string()).collect();
                Reason::Unknown(format!("more than one state: {}", codes.join(", ")))
            }
            _ => Reason::Unknown("no state of that name".to_owned()),
        };
        match kind {
            Kind::FromGw => {
                let code: u16 = text.parse().map_err(|_| Reason::NoSuchNumber)?;
                let day = match at {
                    At::Day(day) => day,
                    // The day in the year on which the state is in both lists, if there is one.
                    At::Year(year) => {
                        let days = [(7, 1), (12, 31), (1, 1)];
                        let found =
                            days.iter().find_map(|(m, d)| counterpart(StateCode(code), System::Gw, Date::new(year as i16, *m, *d).ok()?));
                        return found.map(|code| code.0).ok_or(Reason::NotMember);
                    }
                };
                counterpart(StateCode(code), System::Gw, day).map(|code| code.0).ok_or(Reason::NotMember)
            }
            Kind::FromCode => resolve_code(text, when, System::Cow).map(|state| state.code.0).map_err(told),
            _ => resolve(text, when, System::Cow).map(|state| state.code.0).map_err(told),
        }
    }

    fn count(&mut self, text: &str, reason: Reason, at: At, line: u64) {
        let tally = self.tallies.entry((text.to_owned(), reason)).or_default();
        tally.rows += 1;
        if tally.first_line == 0 {
            tally.first_line = line;
        }
        let year = at.year();
        tally.years = Some(tally.years.map_or((year, year), |(a, b)| (a.min(year), b.max(year))));
    }

    /// What could not be placed, one finding for each name and reason.
    pub fn findings(self, file: &str) -> Vec<Finding> {
        let finding = |((text, reason), tally): (&(String, Reason), &Tally)| {
            let (first, last) = tally.years.unwrap_or_default();
            let years = if first == last { first.to_string() } else { format!("{first} to {last}") };
            let (code, severity, words) = match reason {
                Reason::NotAState(what) => ("not_a_state", Severity::Note, format!("is not a state of the list ({what})")),
                Reason::NotMember => ("not_member", Severity::Note, "was not a member of the list of states then".to_owned()),
                Reason::NoSuchNumber => ("unknown_state", Severity::Warning, "is no number of the list of states".to_owned()),
                Reason::Unknown(why) => ("unknown_state", Severity::Warning, format!("names no state ({why})")),
            };
            let rows = if tally.rows == 1 { "1 row".to_owned() } else { format!("{} rows", tally.rows) };
            Finding::new(code, severity, format!("{file}:{}", tally.first_line), format!("{text:?} {words}: {rows} of {years}"))
        };
        self.tallies.iter().map(finding).collect()
    }
}
