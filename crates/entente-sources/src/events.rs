//! Counts of coded news events by pair of states, month and class: what the three sources of events share.
//!
//! An event file has a row for each event; kept are sums, for the pairs and for everything together. One event is reported many times
//! and a busy newsroom reports more of everything: counts are attention, never cooperation, and are to be set against the totals.

use std::collections::{BTreeMap, HashSet};

use entente_core::Severity;

use crate::card::Kind;
use crate::error::Error;
use crate::grid::Row;
use crate::identity::At;
use crate::import::{Import, Put};

/// Words for the four classes, in their order.
pub(crate) const CLASSES: [&str; 4] = ["verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict"];

/// One event.
pub(crate) struct Event<'r> {
    /// Its number in the source.
    pub(crate) id: u64,
    /// Year of the event.
    pub(crate) year: i32,
    /// Month of it, 1 to 12.
    pub(crate) month: i32,
    /// Who did it, as the source writes it; empty for no state.
    pub(crate) actor1: &'r str,
    /// To whom, likewise.
    pub(crate) actor2: &'r str,
    /// Place of the class in [`CLASSES`].
    pub(crate) class: usize,
    /// True for an event that leads its report; false where the source does not say.
    pub(crate) is_root: bool,
    /// Goldstein's scale in tenths, where the source gives it.
    pub(crate) tenths: Option<i32>,
    /// Mentions, sources and articles; zero where the source does not count them.
    pub(crate) reports: [i32; 3],
}

#[derive(Debug, Default, Clone)]
struct Sums {
    line: u64,
    events: i32,
    roots: i32,
    tenths: i64,
    scaled: i32,
    reports: [i64; 3],
}

/// Sums of one file.
pub(crate) struct Aggregate {
    kind: Kind,
    seen: HashSet<u64>,
    repeats: (u64, u64),
    dyads: BTreeMap<(i32, i32, u16, u16, usize), Sums>,
    totals: BTreeMap<(i32, i32, usize), Sums>,
}

impl Aggregate {
    /// Starts with nothing; the kind says how actors are written.
    pub(crate) fn new(kind: Kind) -> Self {
        Self { kind, seen: HashSet::new(), repeats: (0, 0), dyads: BTreeMap::new(), totals: BTreeMap::new() }
    }

    /// Adds an event, once for each number.
    pub(crate) fn add(&mut self, row: &Row<'_>, event: &Event<'_>, import: &mut Import<'_>) {
        if !self.seen.insert(event.id) {
            self.repeats.0 += 1;
            if self.repeats.1 == 0 {
                self.repeats.1 = row.line;
            }
            return;
        }
        let mut state = |text: &str| {
            if text.is_empty() {
                return None;
            }
            import.identity.state(self.kind, text, At::Year(event.year), row.line)
        };
        let (actor1, actor2) = (state(event.actor1), state(event.actor2));
        self.totals.entry((event.year, event.month, event.class)).or_default().add(row.line, event);
        if let (Some(actor1), Some(actor2)) = (actor1, actor2) {
            self.dyads.entry((event.year, event.month, actor1, actor2, event.class)).or_default().add(row.line, event);
        }
    }

    /// Writes the two tables. Without reports the cells of the three counts are not there.
    ///
    /// # Errors
    /// A sum outside what the card allows.
    pub(crate) fn finish(self, tables: [&str; 2], has_reports: bool, import: &mut Import<'_>) -> Result<(), Error> {
        let file = import.file.clone();
        for ((year, month, class), sums) in &self.totals {
            let cells = [Put::Int(*year), Put::Int(*month), Put::Text(CLASSES[*class])];
            let cells: Vec<Put<'_>> = cells.into_iter().chain(sums.cells(has_reports)).collect();
            import.table(tables[1]).push_at(&file, sums.line, &cells)?;
        }
        for ((year, month, actor1, actor2, class), sums) in &self.dyads {
            let states = [Put::Int(i32::from(*actor1)), Put::Int(i32::from(*actor2))];
            let keys = [Put::Int(*year), Put::Int(*month), Put::Text(CLASSES[*class])];
            let cells: Vec<Put<'_>> = states.into_iter().chain(keys).chain(sums.cells(has_reports)).collect();
            import.table(tables[0]).push_at(&file, sums.line, &cells)?;
        }
        if self.repeats.0 > 0 {
            let message = format!("{} rows repeat the number of an event above and are not counted again", self.repeats.0);
            import.note("repeated_event", Severity::Warning, self.repeats.1, message);
        }
        Ok(())
    }
}

impl Sums {
    fn add(&mut self, line: u64, event: &Event<'_>) {
        if self.events == 0 {
            self.line = line;
        }
        self.events += 1;
        self.roots += i32::from(event.is_root);
        if let Some(tenths) = event.tenths {
            self.tenths += i64::from(tenths);
            self.scaled += 1;
        }
        self.reports.iter_mut().zip(event.reports).for_each(|(sum, n)| *sum += i64::from(n));
    }

    fn cells(&self, has_reports: bool) -> Vec<Put<'static>> {
        let mut cells = vec![Put::Int(self.events)];
        if has_reports {
            cells.push(Put::Int(self.roots));
            // A month of all events may pass the range of a whole number of 32 bits; a real number holds it exactly.
            cells.extend(self.reports.map(|n| Put::Real(n as f64)));
        }
        // A sum of nothing is not there, which is not zero.
        cells.push(if self.scaled == 0 { Put::No("") } else { Put::Real(self.tenths as f64 / 10.0) });
        cells.push(Put::Int(self.scaled));
        cells
    }
}

/// Goldstein's scale in tenths, so that sums are exact; none where the cell is blank.
///
/// # Errors
/// A number with more decimals, or outside -10 to 10.
pub(crate) fn tenths(row: &Row<'_>, place: usize) -> Result<Option<i32>, Error> {
    let Some(value) = row.real(place)? else { return Ok(None) };
    let tenths = (value * 10.0).round();
    if tenths.abs() > 100.0 || (value * 10.0 - tenths).abs() > 1e-6 {
        return Err(row.wrong(place, "is no value of Goldstein's scale, -10.0 to 10.0 in tenths; a column may have been moved"));
    }
    Ok(Some(tenths as i32))
}

/// Class of a CAMEO root code of two digits: 01 to 05 verbal cooperation, 06 to 09 material cooperation, 10 to 14 verbal conflict, 15
/// to 20 material conflict. GDELT's own column follows this in every event, which is checked row by row.
pub(crate) fn class_of_root(root: i32) -> Option<usize> {
    match root {
        1..=5 => Some(0),
        6..=9 => Some(1),
        10..=14 => Some(2),
        15..=20 => Some(3),
        _ => None,
    }
}
