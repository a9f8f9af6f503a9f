//! The register: every state since 1816 in the Correlates of War and the Gleditsch-Ward lists, with the days of its membership.
//!
//! One row is one number. A number may have several spells, and a spell that was open when the list was last published has no
//! end here: what lies after [`System::list_ends`] is an assumption of the reader, never of the list.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::OnceLock;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A state's number in a list of states, the Correlates of War list unless said otherwise. It needs a date to mean one state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(transparent)]
pub struct StateCode(pub u16);

impl fmt::Display for StateCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Whose list of states.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum System {
    /// Correlates of War, State System Membership 2016.
    Cow,
    /// Gleditsch and Ward, independent states to 2017.
    Gw,
}

impl System {
    /// The last day the published list speaks about.
    pub fn list_ends(self) -> Date {
        match self {
            Self::Cow => Date::constant(2016, 12, 31),
            Self::Gw => Date::constant(2017, 12, 31),
        }
    }
}

/// A stretch of membership, both days included; no end means "still a member when the list was published".
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spell {
    /// First day.
    pub start: Date,
    /// Last day.
    pub end: Option<Date>,
}

impl Spell {
    /// Says whether the day lies in the spell.
    pub fn contains(self, day: Date) -> bool {
        self.start <= day && self.end.is_none_or(|end| day <= end)
    }

    /// Says whether the two stretches share a day.
    pub fn overlaps(self, other: Self) -> bool {
        self.end.is_none_or(|end| other.start <= end) && other.end.is_none_or(|end| self.start <= end)
    }

    fn parse(text: &str) -> Option<Self> {
        let (start, end) = text.split_once("..")?;
        let end = if end.is_empty() { None } else { Some(end.parse().ok()?) };
        Some(Self { start: start.parse().ok()?, end })
    }
}

impl fmt::Display for Spell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..", self.start)?;
        self.end.map_or(Ok(()), |end| write!(f, "{end}"))
    }
}

/// A name and the time for which it is right; none means always.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alias {
    /// The name.
    pub name: String,
    /// When it names the state.
    pub during: Option<Spell>,
}

/// One number of the register with all that is known about it.
#[derive(Debug, Clone)]
pub struct State {
    /// The number, shared by both lists where both have it.
    pub code: StateCode,
    /// The main English name.
    pub name: String,
    /// Three-letter abbreviation of the Correlates of War list.
    pub cow_abbrev: Option<String>,
    /// Abbreviation of the Gleditsch-Ward list.
    pub gw_abbrev: Option<String>,
    /// ISO 3166-1 alpha-3, or the code it had; XKX for Kosovo is user-assigned.
    pub iso3: Option<String>,
    /// ISO 3166-1 alpha-2, or the code it had.
    pub iso2: Option<String>,
    /// Numeric code of ISO 3166-1, which is that of the United Nations (M49).
    pub iso_number: Option<u16>,
    /// Other names, in English and in seven other languages.
    pub aliases: Vec<Alias>,
    cow: Vec<Spell>,
    gw: Vec<Spell>,
}

impl State {
    /// Spells of membership in a list; empty where the list does not have the number.
    pub fn spells(&self, system: System) -> &[Spell] {
        match system {
            System::Cow => &self.cow,
            System::Gw => &self.gw,
        }
    }

    /// Says whether the state is a member on that day. A spell open at the list's end counts as going on.
    pub fn is_member_on(&self, day: Date, system: System) -> bool {
        self.spells(system).iter().any(|spell| spell.contains(day))
    }

    /// Says whether the state is a member on any day of that stretch.
    pub fn is_member_during(&self, stretch: Spell, system: System) -> bool {
        self.spells(system).iter().any(|spell| spell.overlaps(stretch))
    }
}

/// Says whether two states were members of a list on one and the same day of a stretch: a pair that shared a year but never a day,
/// as Suriname and the Republic of Vietnam in 1975, never was one.
pub fn share_a_day(a: &State, b: &State, stretch: Spell, system: System) -> bool {
    let clip = |spell: &Spell| {
        let start = spell.start.max(stretch.start);
        let end = match (spell.end, stretch.end) {
            (Some(x), Some(y)) => Some(x.min(y)),
            (x, y) => x.or(y),
        };
        end.is_none_or(|end| start <= end).then_some(Spell { start, end })
    };
    let within = |state: &State| state.spells(system).iter().filter_map(clip).collect::<Vec<_>>();
    let other = within(b);
    within(a).iter().any(|x| other.iter().any(|y| x.overlaps(*y)))
}

/// All states by number.
#[derive(Debug)]
pub struct Register {
    states: BTreeMap<StateCode, State>,
}

impl Register {
    /// The built-in register.
    pub fn builtin() -> &'static Self {
        static REGISTER: OnceLock<Register> = OnceLock::new();
        REGISTER.get_or_init(|| {
            Self::parse(include_str!("../data/states.csv"), include_str!("../data/names.csv"))
                .expect("the embedded register is parsed by a test")
        })
    }

    /// The state with that number.
    pub fn get(&self, code: StateCode) -> Option<&State> {
        self.states.get(&code)
    }

    /// All states in the order of their numbers.
    pub fn states(&self) -> impl Iterator<Item = &State> {
        self.states.values()
    }

    /// The name to show for a number; the number itself where the register has none.
    pub fn name(&self, code: StateCode) -> String {
        self.get(code).map_or_else(|| format!("state {code}"), |state| state.name.clone())
    }

    fn parse(states: &str, names: &str) -> Result<Self, csv::Error> {
        #[derive(Deserialize)]
        struct Row {
            number: u16,
            cow_abbrev: Option<String>,
            gw_abbrev: Option<String>,
            iso3: Option<String>,
            iso2: Option<String>,
            iso_number: Option<u16>,
            name: String,
            cow_spells: String,
            gw_spells: String,
            aliases: String,
        }
        let spells = |text: &str| text.split('|').filter_map(Spell::parse).collect();
        let mut register = BTreeMap::new();
        for row in csv::Reader::from_reader(states.as_bytes()).deserialize() {
            let row: Row = row?;
            let aliases = row.aliases.split('|').filter(|a| !a.is_empty()).map(|alias| match alias.split_once('@') {
                Some((name, during)) => Alias { name: name.to_owned(), during: Spell::parse(during) },
                None => Alias { name: alias.to_owned(), during: None },
            });
            let state = State {
                code: StateCode(row.number),
                name: row.name,
                cow_abbrev: row.cow_abbrev,
                gw_abbrev: row.gw_abbrev,
                iso3: row.iso3,
                iso2: row.iso2,
                iso_number: row.iso_number,
                aliases: aliases.collect(),
                cow: spells(&row.cow_spells),
                gw: spells(&row.gw_spells),
            };
            register.insert(state.code, state);
        }
        for row in csv::Reader::from_reader(names.as_bytes()).deserialize() {
            let (number, _language, name): (u16, String, String) = row?;
            if let Some(state) = register.get_mut(&StateCode(number)) {
                state.aliases.push(Alias { name, during: None });
            }
        }
        Ok(Self { states: register })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spells_are_in_order_and_do_not_overlap() {
        for state in Register::builtin().states() {
            for system in [System::Cow, System::Gw] {
                let spells = state.spells(system);
                assert!(spells.iter().all(|s| s.end.is_none_or(|end| s.start <= end)), "{}", state.name);
                assert!(spells.windows(2).all(|w| !w[0].overlaps(w[1]) && w[0].start < w[1].start), "{}", state.name);
            }
        }
    }

    #[test]
    fn a_shared_year_is_not_a_shared_day() {
        let register = Register::builtin();
        let share = |a, b, year: i16| {
            let stretch = Spell { start: Date::constant(year, 1, 1), end: Some(Date::constant(year, 12, 31)) };
            share_a_day(register.get(StateCode(a)).unwrap(), register.get(StateCode(b)).unwrap(), stretch, System::Cow)
        };
        assert!(!share(115, 817, 1975), "Suriname begins in November, the Republic of Vietnam ends in April");
        assert!(share(816, 817, 1975) && !share(255, 260, 1991) && share(260, 265, 1990));
    }

    #[test]
    fn holds_both_lists() {
        let register = Register::builtin();
        let count = |system| register.states().filter(|s| !s.spells(system).is_empty()).count();
        assert_eq!((count(System::Cow), count(System::Gw)), (217, 202));
        assert_eq!(register.name(StateCode(365)), "Russia");
    }
}
