//! From what a person types (a name in some language, an abbreviation, a number) and a stretch of time to one state.
//!
//! An ambiguity is an error with the choices, never a guess; a typo is an error with suggestions, never a match.

use std::collections::HashMap;
use std::sync::OnceLock;

use jiff::civil::Date;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::nearest::nearest;
use crate::state::{Alias, Register, Spell, State, StateCode, System};
use crate::year::YearSpan;

/// Names that people try and neither list has as a member, so that the answer is a reason and not a suggestion.
const NOT_MEMBERS: [&str; 8] =
    ["palestine", "western sahara", "northern cyprus", "abkhazia", "south ossetia", "transnistria", "somaliland", "hong kong"];

/// Why a text does not name one state.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ResolveError {
    /// No state has such a name or code.
    #[error("no state called {text:?}{}", list("; did you mean ", suggestions))]
    Unknown {
        /// What was typed.
        text: String,
        /// Near names, best first.
        suggestions: Vec<Choice>,
    },
    /// More than one state has it at that time.
    #[error("{text:?} is {} states {when}:{}", choices.len(), list(" ", choices))]
    Ambiguous {
        /// What was typed.
        text: String,
        /// The time asked about.
        when: String,
        /// All that fit.
        choices: Vec<Choice>,
    },
    /// The name is known, but no such state was a member then.
    #[error("{text:?} names no member of the state system {when}:{}", list(" ", choices))]
    NotMember {
        /// What was typed.
        text: String,
        /// The time asked about.
        when: String,
        /// The states it names at other times.
        choices: Vec<Choice>,
    },
    /// A territory that neither list admits.
    #[error(
        "{text:?} is not a member of the Correlates of War or the Gleditsch-Ward list, which is someone else's published rule and implies no view of its status"
    )]
    NotListed {
        /// What was typed.
        text: String,
    },
}

/// One state offered to the reader.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// Its number.
    pub code: StateCode,
    /// Its name.
    pub name: String,
    /// Its membership, as dates.
    pub spells: String,
}

/// A stretch of time to resolve a name in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// On one day.
    Day(Date),
    /// On any day of these years.
    Years(YearSpan),
    /// At any time: a name that has meant several states is ambiguous.
    Ever,
}

/// Finds the one state that a text names at a time.
///
/// The order is: number; abbreviation or ISO-3 code; name or alias. Case, accents, full stops and "the" do not matter.
///
/// # Errors
/// [`ResolveError`], each with what the reader can do next.
///
/// # Example
/// ```
/// use entente_core::{resolve::{resolve, When}, System};
/// let when = When::Years("1970".parse().unwrap());
/// assert_eq!(resolve("俄罗斯", when, System::Cow).unwrap().code.0, 365);
/// let germany = resolve("Germany", when, System::Cow).unwrap_err().to_string();
/// assert!(germany.contains("260") && germany.contains("265"));
/// ```
pub fn resolve(text: &str, when: When, system: System) -> Result<&'static State, ResolveError> {
    let register = Register::builtin();
    let key = fold(text);
    let named = candidates(&key, system);
    if named.is_empty() {
        return Err(unknown(register, text, &key, system));
    }
    let alive: Vec<&State> = named.iter().filter(|(state, alias)| is_right(state, *alias, when, system)).map(|(s, _)| *s).collect();
    let mut distinct = alive.clone();
    distinct.dedup_by_key(|state| state.code);
    match distinct[..] {
        [state] => Ok(state),
        [] => {
            let mut choices: Vec<Choice> = named.iter().map(|(state, _)| choice(state, system)).collect();
            choices.dedup();
            Err(ResolveError::NotMember { text: text.to_owned(), when: say(when), choices })
        }
        _ => {
            let choices = distinct.iter().map(|state| choice(state, system)).collect();
            Err(ResolveError::Ambiguous { text: text.to_owned(), when: say(when), choices })
        }
    }
}

/// Finds the one state that an ISO 3166 code names at a time: of two or three letters, or its number (M49).
///
/// Names are not looked at, so that "NA" is Namibia and nothing else. Abbreviations of the lists are not looked at either: in them MAC
/// is Macedonia, PAL Palau, SWZ Switzerland and AUS Austria, and a file of ISO codes means Macao, Palestine, Eswatini and Australia.
///
/// # Errors
/// [`ResolveError`], as [`resolve`].
///
/// # Example
/// ```
/// use entente_core::{resolve::{resolve_code, When}, System};
/// let when = When::Years("2010".parse().unwrap());
/// assert_eq!(resolve_code("NA", when, System::Cow).unwrap().code.0, 565);
/// assert_eq!(resolve_code("156", when, System::Cow).unwrap().code.0, 710);
/// ```
pub fn resolve_code(text: &str, when: When, system: System) -> Result<&'static State, ResolveError> {
    let key = text.trim().to_uppercase();
    let number: Option<u16> = key.parse().ok();
    let has = |state: &&State| {
        let letters = [&state.iso3, &state.iso2].iter().any(|code| code.as_deref() == Some(key.as_str()));
        !state.spells(system).is_empty() && (letters || (number.is_some() && state.iso_number == number))
    };
    let named: Vec<&State> = Register::builtin().states().filter(has).collect();
    let alive: Vec<&State> = named.iter().copied().filter(|state| is_right(state, None, when, system)).collect();
    match alive[..] {
        [state] => Ok(state),
        [] if named.is_empty() => Err(ResolveError::Unknown { text: text.chars().take(60).collect(), suggestions: Vec::new() }),
        [] => {
            let choices = named.iter().map(|state| choice(state, system)).collect();
            Err(ResolveError::NotMember { text: text.to_owned(), when: say(when), choices })
        }
        _ => {
            let choices = alive.iter().map(|state| choice(state, system)).collect();
            Err(ResolveError::Ambiguous { text: text.to_owned(), when: say(when), choices })
        }
    }
}

/// All states whose number, code, name or alias contains the text, for a listing.
pub fn find(text: &str, when: When, system: System) -> Vec<&'static State> {
    let key = fold(text);
    let fits = |state: &&State| {
        let code = [&state.iso3, &state.cow_abbrev, &state.gw_abbrev].iter().any(|c| c.as_deref().is_some_and(|c| fold(c) == key));
        let name = fold(&state.name).contains(&key) || state.aliases.iter().any(|alias| fold(&alias.name).contains(&key));
        (state.code.to_string() == key || code || name) && is_right(state, None, when, system)
    };
    Register::builtin().states().filter(fits).collect()
}

/// Lower case, no accents, no full stops, apostrophes or doubled blanks, no leading "the".
fn fold(text: &str) -> String {
    let plain: String =
        text.nfkd().filter(|c| !is_combining_mark(*c) && !matches!(c, '.' | '\'' | '’')).flat_map(char::to_lowercase).collect();
    let plain = plain.replace(['-', '_', ','], " ").replace('&', "and");
    let words: Vec<&str> = plain.split_whitespace().collect();
    let words = if words.len() > 1 && words[0] == "the" { &words[1..] } else { &words[..] };
    words.join(" ")
}

/// Folded names and codes of the built-in register, made once: a file of a million rows asks for the same names again and again.
struct Index {
    names: HashMap<String, Vec<Named>>,
    cow: HashMap<String, Vec<&'static State>>,
    gw: HashMap<String, Vec<&'static State>>,
}

/// A state with the alias that matched; none for a code or the main name.
type Named = (&'static State, Option<&'static Alias>);

fn index() -> &'static Index {
    static INDEX: OnceLock<Index> = OnceLock::new();
    INDEX.get_or_init(|| {
        let mut index = Index { names: HashMap::new(), cow: HashMap::new(), gw: HashMap::new() };
        for state in Register::builtin().states() {
            index.names.entry(fold(&state.name)).or_default().push((state, None));
            for alias in &state.aliases {
                index.names.entry(fold(&alias.name)).or_default().push((state, Some(alias)));
            }
            for (codes, own) in [(&mut index.cow, &state.cow_abbrev), (&mut index.gw, &state.gw_abbrev)] {
                let mut folded: Vec<String> = [own.as_deref(), state.iso3.as_deref()].into_iter().flatten().map(fold).collect();
                folded.dedup();
                for code in folded {
                    codes.entry(code).or_default().push(state);
                }
            }
        }
        index
    })
}

/// States that the key can name in the list, each with the alias that matched (none for a code or the main name).
fn candidates(key: &str, system: System) -> Vec<Named> {
    let is_listed = |state: &State| !state.spells(system).is_empty();
    if let Ok(number) = key.parse::<u16>() {
        return Register::builtin().get(StateCode(number)).filter(|s| is_listed(s)).map(|s| (s, None)).into_iter().collect();
    }
    let codes = match system {
        System::Cow => &index().cow,
        System::Gw => &index().gw,
    };
    let by_code: Vec<Named> = codes.get(key).into_iter().flatten().filter(|s| is_listed(s)).map(|s| (*s, None)).collect();
    if !by_code.is_empty() {
        return by_code;
    }
    index().names.get(key).into_iter().flatten().filter(|(s, _)| is_listed(s)).copied().collect()
}

fn is_right(state: &State, alias: Option<&Alias>, when: When, system: System) -> bool {
    let during = alias.and_then(|alias| alias.during);
    match when {
        When::Ever => true,
        When::Day(day) => state.is_member_on(day, system) && during.is_none_or(|d| d.contains(day)),
        When::Years(years) => {
            let first = Date::new(years.first() as i16, 1, 1);
            let last = Date::new(years.last() as i16, 12, 31);
            let (Ok(start), Ok(end)) = (first, last) else { return false };
            let stretch = Spell { start, end: Some(end) };
            state.is_member_during(stretch, system) && during.is_none_or(|d| d.overlaps(stretch))
        }
    }
}

fn unknown(register: &Register, text: &str, key: &str, system: System) -> ResolveError {
    if NOT_MEMBERS.contains(&key) {
        return ResolveError::NotListed { text: text.to_owned() };
    }
    let members: Vec<&State> = register.states().filter(|state| !state.spells(system).is_empty()).collect();
    let folded: Vec<(String, &State)> = members
        .iter()
        .flat_map(|state| {
            let names = state.aliases.iter().map(|alias| alias.name.as_str()).chain([state.name.as_str()]);
            names.map(|name| (fold(name), *state)).collect::<Vec<_>>()
        })
        .collect();
    let near = nearest(key, folded.iter().map(|(name, _)| name.as_str()), 6);
    let mut suggestions: Vec<Choice> = Vec::new();
    for name in near {
        for (_, state) in folded.iter().filter(|(folded, _)| folded == name) {
            let choice = choice(state, system);
            if !suggestions.contains(&choice) && suggestions.len() < 3 {
                suggestions.push(choice);
            }
        }
    }
    ResolveError::Unknown { text: text.chars().take(60).collect(), suggestions }
}

fn choice(state: &State, system: System) -> Choice {
    let spells: Vec<String> = state.spells(system).iter().map(ToString::to_string).collect();
    Choice { code: state.code, name: state.name.clone(), spells: spells.join(", ") }
}

fn say(when: When) -> String {
    match when {
        When::Day(day) => format!("on {day}"),
        When::Years(years) => format!("in {years}"),
        When::Ever => "over time".to_owned(),
    }
}

fn list(lead: &str, choices: &[Choice]) -> String {
    if choices.is_empty() {
        return "; list all with: entente states find \"\"".to_owned();
    }
    let items: Vec<String> = choices.iter().map(|c| format!("{} {} ({})", c.code, c.name, c.spells)).collect();
    format!("{lead}{}", items.join("; "))
}

#[cfg(test)]
mod tests;
