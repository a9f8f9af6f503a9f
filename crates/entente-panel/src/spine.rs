//! The rows of a panel: which states, pairs and directed pairs there are in which years, and where each row's numbers lie.
//!
//! A row exists because two states were members of the list on one and the same day of the year, or one state on any day; never because
//! a source has a record. All pairs are held once, as runs of years; the rows of a panel are stretches of these runs, in the order of the
//! first code, the second and the year. So a column of all pairs is one dense vector, and a row of it is found without searching.
//! Known weakness: membership after the list's own last day is assumed to go on, and is counted.

use std::ops::Range;

use entente_core::state::{Spell, State};
use entente_core::{Register, System, YearSpan};

/// What one row is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// A state in a year.
    State,
    /// A pair in a year, the lower code first.
    Undirected,
    /// A pair in a year, once in each direction.
    Directed,
}

/// Years without a gap in which a pair shares a day, and where its cells begin in a column of all pairs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Run {
    /// Place of the state with the lower code among the states.
    pub low: u16,
    /// Place of the other.
    pub high: u16,
    /// First year.
    pub first: i32,
    /// Number of years.
    pub years: u32,
    /// Place of the first year in a column of all pairs.
    pub start: usize,
}

/// A stretch of rows: one state, or one pair in one direction, in years that follow one another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Block {
    /// Place of the first state.
    pub one: u16,
    /// Place of the second; that of the first where rows are states.
    pub two: u16,
    /// Year of the first row.
    pub first: i32,
    /// Number of rows.
    pub rows: u32,
    /// Place of the first row in the panel.
    pub row: usize,
    /// Place of the first row in a column of all pairs; zero where rows are states.
    pub cell: usize,
}

impl Block {
    /// Says whether the first state is the one with the lower code.
    pub fn is_low_first(&self) -> bool {
        self.one < self.two
    }
}

/// The rows of a panel and the pairs behind them.
#[derive(Debug, Clone)]
pub struct Spine {
    /// What a row is.
    pub unit: Unit,
    /// Whose list.
    pub system: System,
    /// The years.
    pub years: YearSpan,
    /// Codes of the states with a row, ascending.
    pub states: Vec<u16>,
    /// All pairs, in the order of their codes and years; empty where rows are states.
    pub runs: Vec<Run>,
    /// Rows, in order.
    pub blocks: Vec<Block>,
    /// Rows that share a year but no day, which are left out.
    pub without_a_day: usize,
    /// Place in `runs` of the first run of each pair.
    first_run: Vec<u32>,
}

impl Spine {
    /// All rows of a unit in these years.
    ///
    /// # Example
    /// ```
    /// use entente_core::System;
    /// use entente_panel::spine::{Spine, Unit};
    /// let spine = Spine::new(Unit::Directed, System::Cow, "1816..1816".parse().unwrap());
    /// assert_eq!((spine.states.len(), spine.rows()), (23, 23 * 22));
    /// ```
    pub fn new(unit: Unit, system: System, years: YearSpan) -> Self {
        let register = Register::builtin();
        let members: Vec<(&State, Vec<Range<i32>>)> =
            register.states().map(|s| (s, member_years(s, system, years))).filter(|(_, m)| !m.is_empty()).collect();
        let states: Vec<u16> = members.iter().map(|(s, _)| s.code.0).collect();
        let mut spine = Self { unit, system, years, states, runs: Vec::new(), blocks: Vec::new(), without_a_day: 0, first_run: Vec::new() };
        if unit == Unit::State {
            spine.blocks = stretches(members.iter().enumerate().flat_map(|(n, (_, years))| {
                years.iter().map(move |years| Block {
                    one: n as u16,
                    two: n as u16,
                    first: years.start,
                    rows: years.len() as u32,
                    row: 0,
                    cell: 0,
                })
            }));
        } else {
            spine.pair_up(&members);
            spine.blocks = spine.all_blocks();
        }
        spine
    }

    fn pair_up(&mut self, members: &[(&State, Vec<Range<i32>>)]) {
        let mut start = 0;
        let mut lost = 0;
        for (low, (x, x_years)) in members.iter().enumerate() {
            for (high, (y, y_years)) in members.iter().enumerate().skip(low + 1) {
                self.first_run.push(self.runs.len() as u32);
                let shared = shared_years(x, y, self.system, self.years);
                let common: usize = x_years.iter().flat_map(|a| y_years.iter().map(|b| overlap(a, b).len())).sum();
                lost += common - shared.iter().map(Range::len).sum::<usize>();
                for years in shared {
                    self.runs.push(Run { low: low as u16, high: high as u16, first: years.start, years: years.len() as u32, start });
                    start += years.len();
                }
            }
        }
        self.first_run.push(self.runs.len() as u32);
        self.without_a_day = lost * if self.unit == Unit::Directed { 2 } else { 1 };
    }

    fn all_blocks(&self) -> Vec<Block> {
        let block = |run: &Run, one: u16, two: u16| Block { one, two, first: run.first, rows: run.years, row: 0, cell: run.start };
        match self.unit {
            Unit::Undirected => stretches(self.runs.iter().map(|run| block(run, run.low, run.high))),
            _ => {
                let count = self.states.len() as u16;
                stretches(
                    (0..count)
                        .flat_map(|one| (0..count).filter(move |two| *two != one).map(move |two| (one, two)))
                        .flat_map(|(one, two)| self.runs_of(one, two).iter().map(move |run| block(run, one, two))),
                )
            }
        }
    }

    /// Runs of a pair, whichever state is named first.
    pub fn runs_of(&self, one: u16, two: u16) -> &[Run] {
        let (low, high) = (usize::from(one.min(two)), usize::from(one.max(two)));
        if low == high || self.first_run.is_empty() {
            return &[];
        }
        let place = low * self.states.len() - low * (low + 1) / 2 + high - low - 1;
        &self.runs[self.first_run[place] as usize..self.first_run[place + 1] as usize]
    }

    /// Place of a pair's year in a column of all pairs; none where there is no such row.
    pub fn cell(&self, one: u16, two: u16, year: i32) -> Option<usize> {
        let run = self.runs_of(one, two).iter().find(|r| (r.first..r.first + r.years as i32).contains(&year))?;
        Some(run.start + (year - run.first) as usize)
    }

    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.blocks.last().map_or(0, |b| b.row + b.rows as usize)
    }

    /// Rows after the last day of the list, where membership is assumed to go on.
    pub fn assumed(&self) -> usize {
        let last = i32::from(self.system.list_ends().year());
        let after = |b: &Block| (b.first + b.rows as i32 - 1 - last).clamp(0, b.rows as i32) as usize;
        self.blocks.iter().map(after).sum()
    }

    /// Length of a column of all pairs.
    pub fn cells(&self) -> usize {
        self.runs.last().map_or(0, |r| r.start + r.years as usize)
    }

    /// Length of a column of all states, a row of years for each.
    pub fn state_cells(&self) -> usize {
        self.states.len() * self.years.len()
    }

    /// Place of a state's year in a column of all states.
    pub fn state_cell(&self, state: u16, year: i32) -> usize {
        usize::from(state) * self.years.len() + (year - self.years.first()) as usize
    }

    /// Keeps rows for which the test holds; gives the number of those left out.
    pub fn keep(&mut self, mut is_kept: impl FnMut(&Block, i32) -> bool) -> usize {
        let before = self.rows();
        let mut kept = Vec::new();
        for block in &self.blocks {
            let mut years = (block.first..block.first + block.rows as i32).peekable();
            while let Some(first) = years.find(|year| is_kept(block, *year)) {
                let mut rows = 1;
                while years.next_if(|year| is_kept(block, *year)).is_some() {
                    rows += 1;
                }
                let cell = if self.unit == Unit::State { 0 } else { block.cell + (first - block.first) as usize };
                kept.push(Block { first, rows, cell, ..*block });
            }
        }
        self.blocks = stretches(kept);
        before - self.rows()
    }
}

/// Blocks with their places among the rows.
fn stretches(blocks: impl IntoIterator<Item = Block>) -> Vec<Block> {
    let mut row = 0;
    let place = |mut block: Block| {
        block.row = row;
        row += block.rows as usize;
        block
    };
    blocks.into_iter().map(place).collect()
}

fn overlap(a: &Range<i32>, b: &Range<i32>) -> Range<i32> {
    let start = a.start.max(b.start);
    start..a.end.min(b.end).max(start)
}

/// Years of a spell inside the years asked for.
fn years_of(spell: Spell, within: YearSpan) -> Range<i32> {
    let last = spell.end.map_or(within.last(), |end| i32::from(end.year()));
    overlap(&(i32::from(spell.start.year())..last + 1), &(within.first()..within.last() + 1))
}

/// Runs of years, those that touch or overlap joined.
fn joined(mut runs: Vec<Range<i32>>) -> Vec<Range<i32>> {
    runs.retain(|run| !run.is_empty());
    runs.sort_by_key(|run| run.start);
    runs.into_iter().fold(Vec::new(), |mut all: Vec<Range<i32>>, run| {
        match all.last_mut() {
            Some(last) if run.start <= last.end => last.end = last.end.max(run.end),
            _ => all.push(run),
        }
        all
    })
}

/// Years in which the state is a member on any day.
fn member_years(state: &State, system: System, within: YearSpan) -> Vec<Range<i32>> {
    joined(state.spells(system).iter().map(|spell| years_of(*spell, within)).collect())
}

/// Years in which two states are members on one and the same day.
fn shared_years(x: &State, y: &State, system: System, within: YearSpan) -> Vec<Range<i32>> {
    let both = x.spells(system).iter().flat_map(|a| y.spells(system).iter().filter(|b| a.overlaps(**b)).map(move |b| (a, b)));
    let spell = |(a, b): (&Spell, &Spell)| {
        let end = match (a.end, b.end) {
            (Some(x), Some(y)) => Some(x.min(y)),
            (x, y) => x.or(y),
        };
        Spell { start: a.start.max(b.start), end }
    };
    joined(both.map(|pair| years_of(spell(pair), within)).collect())
}

#[cfg(test)]
mod tests {
    use entente_core::StateCode;
    use entente_core::state::share_a_day;
    use jiff::civil::Date;

    use super::*;

    fn spine(unit: Unit, years: &str) -> Spine {
        Spine::new(unit, System::Cow, years.parse().unwrap())
    }

    #[test]
    fn rows_are_the_pairs_that_share_a_day_and_nothing_else() {
        for system in [System::Cow, System::Gw] {
            let all = Spine::new(Unit::Undirected, system, "1913..1993".parse().unwrap());
            let register = Register::builtin();
            for year in [1913, 1938, 1945, 1975, 1990, 1992] {
                let day = |month, day| Date::new(year as i16, month, day).unwrap();
                let stretch = Spell { start: day(1, 1), end: Some(day(12, 31)) };
                for (one, a) in all.states.iter().enumerate() {
                    for (two, b) in all.states.iter().enumerate().skip(one + 1) {
                        let (a, b) = (register.get(StateCode(*a)).unwrap(), register.get(StateCode(*b)).unwrap());
                        let is_row = all.cell(one as u16, two as u16, year).is_some();
                        assert_eq!(is_row, share_a_day(a, b, stretch, system), "{} {} {year}", a.name, b.name);
                    }
                }
            }
        }
    }

    #[test]
    fn directed_rows_come_in_twos_and_cells_in_order() {
        let directed = spine(Unit::Directed, "1900..1995");
        let undirected = spine(Unit::Undirected, "1900..1995");
        assert_eq!(directed.rows(), 2 * undirected.rows());
        assert_eq!(directed.without_a_day, 2 * undirected.without_a_day);
        assert_eq!(undirected.rows(), undirected.cells());
        let key = |b: &Block| (b.one, b.two, b.first);
        assert!(directed.blocks.windows(2).all(|w| key(&w[0]) < key(&w[1]) && w[0].row + w[0].rows as usize == w[1].row));
        for block in &directed.blocks {
            for n in 0..block.rows {
                assert_eq!(directed.cell(block.one, block.two, block.first + n as i32), Some(block.cell + n as usize));
            }
        }
    }

    /// Suriname begins in November 1975, the Republic of Vietnam ends in April.
    #[test]
    fn a_shared_year_without_a_shared_day_is_counted() {
        let of_1975 = spine(Unit::Directed, "1975..1975");
        let place = |code| of_1975.states.iter().position(|s| *s == code).unwrap() as u16;
        assert_eq!(of_1975.cell(place(115), place(817), 1975), None);
        assert!(of_1975.without_a_day >= 2);
    }

    #[test]
    fn restricting_keeps_cells_in_place() {
        let mut directed = spine(Unit::Directed, "1950..1960");
        let (rows, whole) = (directed.rows(), directed.clone());
        let left_out = directed.keep(|block, year| (block.one + block.two) % 3 != 0 && year != 1955);
        assert_eq!(directed.rows() + left_out, rows);
        for block in &directed.blocks {
            assert_eq!(whole.cell(block.one, block.two, block.first), Some(block.cell));
            assert!(!(block.first..block.first + block.rows as i32).contains(&1955));
        }
    }

    #[test]
    fn years_after_the_list_are_counted() {
        let states = spine(Unit::State, "2015..2018");
        assert_eq!(states.assumed(), 2 * states.states.len());
        assert_eq!(spine(Unit::State, "2000..2016").assumed(), 0);
    }
}
