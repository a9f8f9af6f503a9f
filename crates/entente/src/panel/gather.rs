//! What the families of variables share: tables of the store, the place of a state's number in the panel, and cells before any row of a
//! source is laid on them.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Mutex;

use entente_core::crosswalk::counterpart;
use entente_core::{Coverage, Finding, Register, StateCode, System, YearSpan};
use entente_panel::Store;
use entente_panel::frame::{Kind, Values};
use entente_panel::panel::{Cells, Shape};
use entente_panel::parquet_file::Rows;
use entente_panel::spine::Spine;
use entente_panel::status::Status;
use entente_sources::table::{NO_INT, Table};
use jiff::civil::Date;
use rayon::prelude::*;

use crate::error::Error;

/// No state.
const NONE: u16 = u16::MAX;

/// The store and the rows that columns are computed for.
pub(crate) struct Gather<'a> {
    pub(crate) store: &'a Store<'a>,
    pub(crate) spine: &'a Spine,
    /// For each year and Correlates of War number the states of the spine that are that state, two at most.
    places: Vec<[u16; 2]>,
    /// Correlates of War number of each state of the spine in each year; zero where that list does not have it.
    numbers: Vec<u16>,
    used: Mutex<BTreeSet<String>>,
    said: Mutex<Vec<Finding>>,
}

/// A table and what it covers.
pub(crate) struct From {
    pub(crate) table: Table,
    pub(crate) coverage: Coverage,
}

impl From {
    /// A column of whole numbers.
    ///
    /// # Panics
    /// If the table has no such column of that type, which is a fault of the code: the store checks what it reads against the card.
    pub(crate) fn ints(&self, name: &str) -> &[i32] {
        self.table.ints(name).unwrap_or_else(|| panic!("{} has no whole numbers {name}", self.table.name))
    }

    /// A column of real numbers.
    ///
    /// # Panics
    /// As [`From::ints`].
    pub(crate) fn reals(&self, name: &str) -> &[f64] {
        self.table.reals(name).unwrap_or_else(|| panic!("{} has no real numbers {name}", self.table.name))
    }

    /// The number of rows.
    pub(crate) fn rows(&self) -> usize {
        self.table.rows()
    }
}

/// Largest number of a state, plus one.
const CODES: usize = 1000;

impl<'a> Gather<'a> {
    pub(crate) fn new(store: &'a Store<'a>, spine: &'a Spine) -> Self {
        let years = spine.years.len();
        let mut places = vec![[NONE; 2]; years * CODES];
        let mut numbers = vec![0; spine.state_cells()];
        for (place, code) in spine.states.iter().enumerate() {
            for year in spine.years.years() {
                let Some(cow) = cow_number(*code, spine.system, year) else { continue };
                numbers[spine.state_cell(place as u16, year)] = cow;
                let of = &mut places[(year - spine.years.first()) as usize * CODES + usize::from(cow)];
                if let Some(free) = of.iter_mut().find(|p| **p == NONE) {
                    *free = place as u16;
                }
            }
        }
        Self { store, spine, places, numbers, used: Mutex::default(), said: Mutex::default() }
    }

    /// Columns of a table, and of its rows those in the years of the panel where it has a column of the year.
    pub(crate) fn table(&self, name: &str, columns: &[&str]) -> Result<From, Error> {
        self.table_in(name, columns, self.spine.years)
    }

    /// The same in fewer years.
    pub(crate) fn table_in(&self, name: &str, columns: &[&str], years: YearSpan) -> Result<From, Error> {
        let rows = [Rows { column: "year", min: years.first(), max: years.last() }];
        self.read(name, columns, if columns.contains(&"year") { &rows } else { &[] })
    }

    /// Columns of a table with all its rows, for what rests on the years before.
    pub(crate) fn whole(&self, name: &str, columns: &[&str]) -> Result<From, Error> {
        self.read(name, columns, &[])
    }

    fn read(&self, name: &str, columns: &[&str], rows: &[Rows<'_>]) -> Result<From, Error> {
        let years = self.spine.years;
        let table = self.store.read(name, columns, rows)?;
        self.used.lock().expect("no thread panics while it holds this").insert(name.to_owned());
        // A table without years says the same of all.
        let coverage = self.store.coverage(name).unwrap_or(Coverage { years, is_exhaustive: false });
        Ok(From { table, coverage })
    }

    /// Notes what was odd.
    pub(crate) fn say(&self, finding: Finding) {
        self.said.lock().expect("no thread panics while it holds this").push(finding);
    }

    /// Tables used and findings.
    pub(crate) fn finish(self) -> (BTreeSet<String>, Vec<Finding>) {
        let mut said = self.said.into_inner().expect("no thread panics while it holds this");
        said.sort_by(|a, b| (&a.place, &a.message).cmp(&(&b.place, &b.message)));
        (self.used.into_inner().expect("no thread panics while it holds this"), said)
    }

    /// States of the spine that a Correlates of War number means in a year.
    pub(crate) fn states(&self, cow: i32, year: i32) -> impl Iterator<Item = u16> + use<> {
        let is_in = self.spine.years.contains(year) && (0..CODES as i32).contains(&cow);
        let of = if is_in { self.places[(year - self.spine.years.first()) as usize * CODES + cow as usize] } else { [NONE; 2] };
        of.into_iter().filter(|place| *place != NONE)
    }

    /// Cells of a pair of Correlates of War numbers in a year, each with the place of its first and its second state.
    pub(crate) fn pairs(&self, one: i32, two: i32, year: i32) -> impl Iterator<Item = (usize, bool)> + use<'_> {
        let seconds = self.states(two, year);
        let seconds: [Option<u16>; 2] = {
            let mut all = seconds.fuse();
            [all.next(), all.next()]
        };
        self.states(one, year)
            .flat_map(move |x| seconds.into_iter().flatten().filter_map(move |y| Some((self.spine.cell(x, y, year)?, x < y))))
    }

    /// Cell of a directed column: from the first to the second of these numbers.
    pub(crate) fn directed(&self, one: i32, two: i32, year: i32) -> impl Iterator<Item = usize> + use<'_> {
        self.pairs(one, two, year).map(|(cell, is_low_first)| if is_low_first { cell } else { cell + self.spine.cells() })
    }

    /// Cells of states: without a value, and covered or not.
    pub(crate) fn of_states(&self, kind: Kind, coverage: Coverage) -> Cells {
        let mut cells = Cells::absent(Shape::State, kind, self.spine.state_cells(), Status::NotCovered);
        for place in 0..self.spine.states.len() as u16 {
            for year in self.spine.years.years().filter(|year| coverage.years.contains(*year)) {
                let cell = self.spine.state_cell(place, year);
                if self.numbers[cell] > 0 {
                    cells.rest(cell..cell + 1, coverage);
                }
            }
        }
        cells
    }

    /// Cells of pairs, or of both their directions: zero by rule where the source has all there are, else missing or not covered.
    pub(crate) fn of_pairs(&self, kind: Kind, shape: Shape, coverage: Coverage) -> Cells {
        let count = self.spine.cells();
        let planes = if shape == Shape::Directed { 2 } else { 1 };
        let mut cells = Cells::absent(shape, kind, planes * count, Status::NotCovered);
        for run in &self.spine.runs {
            let (first, last) = (run.first.max(coverage.years.first()), (run.first + run.years as i32 - 1).min(coverage.years.last()));
            for years in self.known_years(run.low, run.high, first, last) {
                let start = run.start + (years.start - run.first) as usize;
                (0..planes).for_each(|plane| cells.rest(plane * count + start..plane * count + start + years.len(), coverage));
            }
        }
        cells
    }

    /// Years from the first to the last in which the Correlates of War list has both states, without gaps.
    fn known_years(&self, low: u16, high: u16, first: i32, last: i32) -> Vec<Range<i32>> {
        if self.spine.system == System::Cow {
            return std::iter::once(first..last + 1).filter(|years| !years.is_empty()).collect();
        }
        let years: Vec<i32> = (first..=last).filter(|year| self.is_known_pair(low, high, *year)).collect();
        years.chunk_by(|a, b| a + 1 == *b).map(|run| run[0]..run[run.len() - 1] + 1).collect()
    }

    /// Says whether the Correlates of War list has both states in that year.
    pub(crate) fn is_known_pair(&self, low: u16, high: u16, year: i32) -> bool {
        [low, high].into_iter().all(|place| self.numbers[self.spine.state_cell(place, year)] > 0)
    }

    /// Cells of pairs computed one by one, side by side for the states with the lower code.
    pub(crate) fn each_pair<T: Copy + Send>(&self, of: impl Fn(u16, u16, i32) -> (T, Status) + Sync) -> (Vec<T>, Vec<u8>) {
        let groups: Vec<_> = self.spine.runs.chunk_by(|a, b| a.low == b.low).collect();
        let parts: Vec<(Vec<T>, Vec<u8>)> = groups
            .into_par_iter()
            .map(|runs| {
                let count = runs.iter().map(|run| run.years as usize).sum();
                let (mut values, mut status) = (Vec::with_capacity(count), Vec::with_capacity(count));
                for run in runs {
                    for year in run.first..run.first + run.years as i32 {
                        let (value, is) = of(run.low, run.high, year);
                        values.push(value);
                        status.push(is as u8);
                    }
                }
                (values, status)
            })
            .collect();
        let (values, status): (Vec<Vec<T>>, Vec<Vec<u8>>) = parts.into_iter().unzip();
        (values.concat(), status.concat())
    }
}

/// Gives cells without a row of the source their value and status.
trait Rest {
    fn rest(&mut self, cells: Range<usize>, coverage: Coverage);
}

impl Rest for Cells {
    fn rest(&mut self, cells: Range<usize>, coverage: Coverage) {
        let is_zero = coverage.is_exhaustive && !matches!(self.values, Values::Text(_));
        self.status[cells.clone()].fill(if is_zero { Status::ZeroByRule } else { Status::Missing } as u8);
        match &mut self.values {
            Values::Int(values) if is_zero => values[cells].fill(0),
            Values::Real(values) if is_zero => values[cells].fill(0.0),
            _ => {}
        }
    }
}

/// Lays a whole number of a source on a cell; what is not there stays without a value.
pub(crate) fn put_int(cells: &mut Cells, cell: usize, value: i32) {
    let status = if value == NO_INT { Status::Missing } else { Status::Observed };
    cells.status[cell] = status as u8;
    match &mut cells.values {
        Values::Int(values) => values[cell] = value,
        Values::Real(values) => values[cell] = if value == NO_INT { f64::NAN } else { f64::from(value) },
        Values::Text(_) => {}
    }
}

/// The same for a real number.
pub(crate) fn put_real(cells: &mut Cells, cell: usize, value: f64) {
    let status = if value.is_nan() { Status::Missing } else { Status::Observed };
    cells.status[cell] = status as u8;
    if let Values::Real(values) = &mut cells.values {
        values[cell] = value;
    }
}

/// The Correlates of War number of a state in a year: on its first day of membership in it, else on its last.
fn cow_number(code: u16, system: System, year: i32) -> Option<u16> {
    let state = Register::builtin().get(StateCode(code))?;
    let day = |month, of| Date::new(year as i16, month, of).ok();
    let (first, last) = (day(1, 1)?, day(12, 31)?);
    let mut days = Vec::new();
    for spell in state.spells(system) {
        let (start, end) = (spell.start.max(first), spell.end.map_or(last, |end| end.min(last)));
        if start <= end {
            days.extend([start, end]);
        }
    }
    match system {
        System::Cow => (!days.is_empty()).then_some(code),
        System::Gw => days.into_iter().find_map(|day| counterpart(StateCode(code), System::Gw, day)).map(|c| c.0),
    }
}
