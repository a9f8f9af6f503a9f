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
mod tests {
    use super::*;

    fn code(text: &str, date: &str) -> Result<u16, ResolveError> {
        resolve(text, When::Day(date.parse().unwrap()), System::Cow).map(|state| state.code.0)
    }

    /// Names that change their state with the date, and names people really type.
    #[test]
    fn hard_names_and_dates() {
        for (text, date, expected) in [
            ("Soviet Union", "1970-01-01", 365),
            ("СССР", "1970-01-01", 365),
            ("Russia", "1995-01-01", 365),
            ("RUS", "1995-01-01", 365),
            ("Germany", "1930-01-01", 255),
            ("Germany", "2000-01-01", 255),
            ("West Germany", "1970-01-01", 260),
            ("DDR", "1970-01-01", 265),
            ("Allemagne", "2000-01-01", 255),
            ("Serbia", "1910-01-01", 345),
            ("Yugoslavia", "1990-01-01", 345),
            ("Serbia", "2010-01-01", 345),
            ("Taiwan", "2021-06-01", 713),
            ("Republic of China", "1930-01-01", 710),
            ("Republic of China", "1960-01-01", 713),
            ("中国", "2021-01-01", 710),
            ("Türkiye", "2021-01-01", 640),
            ("turkiye", "2021-01-01", 640),
            ("Ottoman Empire", "1900-01-01", 640),
            ("Côte d'Ivoire", "2000-01-01", 437),
            ("cote divoire", "2000-01-01", 437),
            ("DRC", "2000-01-01", 490),
            ("Zaire", "1985-01-01", 490),
            ("Congo-Brazzaville", "1985-01-01", 484),
            ("Vietnam", "1990-01-01", 816),
            ("South Vietnam", "1970-01-01", 817),
            ("Yemen", "2000-01-01", 679),
            ("South Yemen", "1980-01-01", 680),
            ("Korea", "1900-01-01", 730),
            ("ROK", "1990-01-01", 732),
            ("KOR", "1990-01-01", 732),
            ("the Netherlands", "1990-01-01", 210),
            ("U.S.", "1990-01-01", 2),
            ("Burma", "1990-01-01", 775),
            ("Macedonia", "2000-01-01", 343),
            ("Namibia", "2000-01-01", 565),
            ("Prussia", "1860-01-01", 255),
            ("710", "2000-01-01", 710),
        ] {
            assert_eq!(code(text, date), Ok(expected), "{text} on {date}");
        }
    }

    #[test]
    fn ambiguity_lists_the_choices() {
        for (text, date, expected) in
            [("Germany", "1970-01-01", 2), ("Korea", "1970-01-01", 2), ("Vietnam", "1970-01-01", 2), ("Congo", "2000-01-01", 2)]
        {
            let Err(ResolveError::Ambiguous { choices, .. }) = code(text, date) else { panic!("{text} on {date}") };
            assert_eq!(choices.len(), expected, "{text}");
        }
    }

    #[test]
    fn a_name_out_of_its_time_names_its_state_and_dates() {
        let Err(ResolveError::NotMember { choices, .. }) = code("Soviet Union", "2010-01-01") else { panic!() };
        assert_eq!(choices[0].code.0, 365);
        assert!(matches!(code("Ukraine", "1950-01-01"), Err(ResolveError::NotMember { .. })));
    }

    #[test]
    fn a_typo_gets_suggestions_and_a_territory_a_reason() {
        let Err(ResolveError::Unknown { suggestions, .. }) = code("chian", "2000-01-01") else { panic!() };
        assert_eq!(suggestions[0].code.0, 710);
        assert!(matches!(code("Palestine", "2000-01-01"), Err(ResolveError::NotListed { .. })));
        assert!(matches!(code("", "2000-01-01"), Err(ResolveError::Unknown { .. })));
    }

    /// Codes that mean one state by ISO and another, or nothing, in the lists of states.
    #[test]
    fn a_code_is_read_by_iso_alone() {
        let on = |text: &str, date: &str| resolve_code(text, When::Day(date.parse().unwrap()), System::Cow).map(|s| s.code.0);
        for (text, date, expected) in [
            ("NA", "2010-01-01", 565),
            ("na", "2010-01-01", 565),
            ("NAM", "2010-01-01", 565),
            ("516", "2010-01-01", 565),
            ("AUS", "2010-01-01", 900),
            ("AUT", "2010-01-01", 305),
            ("SWZ", "2010-01-01", 572),
            ("CHE", "2010-01-01", 225),
            ("SLV", "2010-01-01", 92),
            ("SVN", "2010-01-01", 349),
            ("MNG", "2010-01-01", 712),
            ("MNE", "2010-01-01", 341),
            ("MKD", "2010-01-01", 343),
            ("PLW", "2010-01-01", 986),
            ("CZE", "2010-01-01", 316),
            ("CSK", "1980-01-01", 315),
            ("ROU", "2010-01-01", 360),
            ("SRB", "2010-01-01", 345),
            ("DEU", "1970-01-01", 260),
            ("DEU", "2000-01-01", 255),
            ("DDR", "1970-01-01", 265),
            ("YEM", "1980-01-01", 678),
            ("YEM", "2000-01-01", 679),
            ("VNM", "1970-01-01", 816),
            ("RUS", "1970-01-01", 365),
            ("KOR", "2010-01-01", 732),
            ("PRK", "2010-01-01", 731),
            ("COD", "2010-01-01", 490),
            ("COG", "2010-01-01", 484),
            ("TWN", "2010-01-01", 713),
            ("156", "2010-01-01", 710),
            ("158", "2010-01-01", 713),
        ] {
            assert_eq!(on(text, date), Ok(expected), "{text} on {date}");
        }
        for text in ["MAC", "PAL", "ROM", "YUG", "GMY", "GFR", "UKG", "HKG", "PSE", "Namibia", "N/A", "", "-", "1000000"] {
            assert!(matches!(on(text, "2010-01-01"), Err(ResolveError::Unknown { .. })), "{text}: {:?}", on(text, "2010-01-01"));
        }
        for (text, date) in
            [("CZE", "1980-01-01"), ("CSK", "2000-01-01"), ("DDR", "2000-01-01"), ("SWZ", "1900-01-01"), ("AUS", "1900-01-01")]
        {
            assert!(matches!(on(text, date), Err(ResolveError::NotMember { .. })), "{text} on {date}");
        }
    }

    #[test]
    fn the_lists_differ_where_they_do() {
        let on = |text, system| resolve(text, When::Day("2010-01-01".parse().unwrap()), system).map(|s| s.code.0);
        assert_eq!(on("Serbia", System::Gw), Ok(340));
        assert_eq!(on("Germany", System::Gw), Ok(260));
    }
}
