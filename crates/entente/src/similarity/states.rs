//! Which states and pairs there are in a year: those that the Correlates of War list has on any day of it.

use std::collections::BTreeMap;
use std::ops::Range;

use entente_core::state::{Spell, State, share_a_day};
use entente_core::{Register, System, YearSpan};
use jiff::civil::Date;

/// Largest number of a state, plus one.
pub(crate) const CODES: usize = 1000;
/// No place among the states of a year.
pub(crate) const NOWHERE: u16 = u16::MAX;

/// The states of a year, ascending, and the pairs of them that never shared a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Roster {
    /// The year.
    pub year: i32,
    /// Codes of the states.
    pub states: Vec<u16>,
    /// Places of pairs that shared the year and no day of it, in order.
    pub strangers: Vec<(u16, u16)>,
}

impl Roster {
    /// Members in each of the years.
    pub fn of(years: YearSpan) -> Vec<Self> {
        // Of each year the states, and of each whether it came or went within the year.
        let mut members: Vec<Vec<(&State, bool)>> = vec![Vec::new(); years.len()];
        for state in Register::builtin().states() {
            for spell in state.spells(System::Cow) {
                let first = i32::from(spell.start.year()).max(years.first());
                let last = spell.end.map_or(years.last(), |end| i32::from(end.year()).min(years.last()));
                for year in first..=last {
                    let is_partial = !(days(year).start >= spell.start && spell.end.is_none_or(|end| days(year).end <= Some(end)));
                    let of_year = &mut members[(year - years.first()) as usize];
                    match of_year.last_mut().filter(|(known, _)| known.code == state.code) {
                        Some((_, is_partly_there)) => *is_partly_there = true,
                        None => of_year.push((state, is_partial)),
                    }
                }
            }
        }
        years.years().zip(&members).map(|(year, members)| Self::new(year, members)).collect()
    }

    /// The same of those states alone that are named.
    pub(crate) fn only(&self, is_named: impl Fn(u16) -> bool) -> Self {
        let states: Vec<u16> = self.states.iter().copied().filter(|code| is_named(*code)).collect();
        let place = |old: u16| states.binary_search(&self.states[usize::from(old)]).ok().map(|n| n as u16);
        let strangers = self.strangers.iter().filter_map(|(a, b)| Some((place(*a)?, place(*b)?))).collect();
        Self { year: self.year, states, strangers }
    }

    /// Only a state that came or went within the year can have missed another.
    fn new(year: i32, members: &[(&State, bool)]) -> Self {
        let partial: Vec<usize> = (0..members.len()).filter(|i| members[*i].1).collect();
        let mut strangers = Vec::new();
        for (n, i) in partial.iter().enumerate() {
            for j in &partial[n + 1..] {
                if !share_a_day(members[*i].0, members[*j].0, days(year), System::Cow) {
                    strangers.push((*i as u16, *j as u16));
                }
            }
        }
        Self { year, states: members.iter().map(|(state, _)| state.code.0).collect(), strangers }
    }

    /// For each code the place of the state.
    pub(crate) fn places(&self) -> [u16; CODES] {
        let mut places = [NOWHERE; CODES];
        for (n, code) in self.states.iter().enumerate() {
            if let Some(place) = places.get_mut(usize::from(*code)) {
                *place = n as u16;
            }
        }
        places
    }

    /// Adds one part of the key, 0 and 1 the codes and 2 the year, of a stretch of the year's rows.
    pub(crate) fn key(&self, part: usize, rows: Range<usize>, key: &mut Vec<i32>) {
        if part == 2 {
            key.resize(key.len() + rows.len(), self.year);
            return;
        }
        let (mut at, mut strangers) = (0, self.strangers.as_slice());
        for (i, one) in self.states.iter().enumerate() {
            let count = strangers.iter().take_while(|(first, _)| usize::from(*first) == i).count();
            let (left_out, rest) = strangers.split_at(count);
            strangers = rest;
            let others = self.states.iter().enumerate().skip(i + 1).filter(|(j, _)| !left_out.iter().any(|(_, b)| usize::from(*b) == *j));
            let length = self.states.len() - i - 1 - count;
            let wanted = rows.start.max(at)..rows.end.min(at + length);
            if !wanted.is_empty() {
                let code = |(_, two): (usize, &u16)| i32::from(if part == 0 { *one } else { *two });
                key.extend(others.skip(wanted.start - at).take(wanted.len()).map(code));
            }
            at += length;
        }
    }
}

/// What is said of pairs that were left out.
pub(crate) fn say_strangers(rosters: &[Roster], said: &mut Vec<String>) {
    let by_year: BTreeMap<i32, usize> = rosters.iter().map(|r| (r.year, r.strangers.len())).filter(|(_, n)| *n > 0).collect();
    let total: usize = by_year.values().sum();
    if total > 0 {
        let years: Vec<String> = by_year.keys().map(ToString::to_string).collect();
        said.push(format!("left out {total} pairs of states that shared a year and no day of it: {}", years.join(", ")));
    }
    let ends = i32::from(System::Cow.list_ends().year());
    if let Some(last) = rosters.last().map(|r| r.year).filter(|year| *year > ends) {
        said.push(format!("the list of states ends in {ends}; its members are taken to go on to {last}"));
    }
}

fn days(year: i32) -> Spell {
    let day = |month, day| Date::new(year as i16, month, day).unwrap_or(Date::MIN);
    Spell { start: day(1, 1), end: Some(day(12, 31)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use entente_panel::spine::{Spine, Unit};

    /// The spine of panels counts pairs by another way.
    #[test]
    fn pairs_are_those_of_a_panel() {
        let years: YearSpan = "1816..2018".parse().unwrap();
        let spine = Spine::new(Unit::Undirected, System::Cow, years);
        let rosters = Roster::of(years);
        let pairs = |r: &Roster| r.states.len() * (r.states.len() - 1) / 2 - r.strangers.len();
        assert_eq!(rosters.iter().map(pairs).sum::<usize>(), spine.rows());
        assert_eq!(rosters.iter().map(|r| r.strangers.len()).sum::<usize>(), spine.without_a_day);
    }

    #[test]
    fn keys_leave_out_strangers() {
        let roster = Roster { year: 1975, states: vec![2, 20, 115, 817], strangers: vec![(0, 1), (2, 3)] };
        let part = |part, rows| {
            let mut key = Vec::new();
            roster.key(part, rows, &mut key);
            key
        };
        assert_eq!((part(0, 0..4), part(1, 0..4), part(2, 1..3)), (vec![2, 2, 20, 20], vec![115, 817, 115, 817], vec![1975; 2]));
        assert_eq!((part(0, 1..3), part(1, 1..3), part(1, 3..3)), (vec![2, 20], vec![817, 115], vec![]));
        let few = roster.only(|code| code != 20);
        assert_eq!((few.states, few.strangers), (vec![2, 115, 817], vec![(1, 2)]));
    }
}
