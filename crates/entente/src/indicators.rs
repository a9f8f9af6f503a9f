//! Indicators of any pair from the store: yearly series with their lines, and the place of each among all pairs of the year.
//!
//! One value is a number about a pair, a direction or a state in a year, computed from rows of publishers' files; each point names the
//! rows it rests on as `TABLE:LINE`. What a table does not cover has no point there; a year inside an exhaustive table without a row is
//! zero by rule. Known weakness: a percentile is taken among members of the state system in that year only.

pub(crate) mod agreements;
pub(crate) mod arms;
mod capability;
mod conflict;
pub(crate) mod exercises;
pub(crate) mod geography;
mod label;
mod sanctions;
pub(crate) mod trade;
pub(crate) mod votes;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use entente_claims::evidence::About;
use entente_claims::{Point, Series, SeriesKey};
use entente_core::state::{Spell, share_a_day};
use entente_core::{Cell, Coverage, Dyad, Finding, Register, Severity, StateCode, System, Unit, YearSpan};
use entente_measures::rank::percentile::Ranking;
use entente_panel::Store;
use entente_panel::parquet_file::Rows;
use entente_panel::store::table_card;
use entente_sources::table::Table;
use jiff::civil::Date;

use crate::error::Error;
pub use crate::series::Card;

/// Every indicator that the store can give, in the order of the documentation.
pub fn cards() -> Vec<Card> {
    [
        agreements::CARDS,
        arms::CARDS,
        exercises::CARDS,
        trade::CARDS,
        votes::CARDS,
        capability::CARDS,
        conflict::CARDS,
        sanctions::CARDS,
        geography::CARDS,
    ]
    .concat()
}

/// What is looked at, and where.
pub(crate) struct Look<'s> {
    /// The store.
    pub(crate) store: &'s Store<'s>,
    /// The pair.
    pub(crate) dyad: Dyad,
    /// The year of the assessment.
    pub(crate) year: i32,
    /// Members of the state system in that year.
    pub(crate) members: Vec<u16>,
}

/// Rows of a table, with what is needed to cite them.
pub(crate) struct Sourced {
    pub(crate) table: Table,
    pub(crate) coverage: Coverage,
    pub(crate) citation: String,
    is_in_parts: bool,
}

impl Sourced {
    /// Rows that nobody cites, for what is computed of all pairs at once.
    pub(crate) fn uncited(table: Table, coverage: Coverage) -> Self {
        Self { table, coverage, citation: String::new(), is_in_parts: false }
    }

    /// The id of a row: its table and its line, with the file where the table has several.
    pub(crate) fn id(&self, row: usize) -> String {
        let line = self.table.ints("source_line").and_then(|l| l.get(row)).copied().unwrap_or(0);
        if self.is_in_parts {
            let file = self.table.texts("source_file").and_then(|f| f.get(row)).unwrap_or_default();
            return format!("{}:{file}:{line}", self.table.name);
        }
        format!("{}:{line}", self.table.name)
    }
}

/// What was found.
#[derive(Debug, Default)]
pub struct Found {
    /// Series by key.
    pub series: BTreeMap<SeriesKey, Series>,
    /// Place of the value of the year among all pairs, directions or states, 0 to 1.
    pub percentiles: BTreeMap<SeriesKey, f64>,
    /// Tables used.
    pub tables: BTreeSet<String>,
    /// What was odd or is not there.
    pub findings: Vec<Finding>,
}

impl Look<'_> {
    /// Columns of a table, and rows for which one of the conditions holds; none where the store does not have it, which is noted.
    pub(crate) fn table(&self, found: &mut Found, name: &str, columns: &[&str], rows: &[Rows<'_>]) -> Result<Option<Sourced>, Error> {
        let parts = self.store.parts(name);
        let Some(part) = parts.first() else {
            let (source, url) = table_card(name).map_or(("a source", ""), |(card, _)| (card.id.as_str(), card.url.as_str()));
            let message =
                format!("{name} is not in the store, and what rests on it is not computed; add it: entente data add {source} FILE ({url})");
            found.findings.push(Finding::new("not_imported", Severity::Note, name, message));
            return Ok(None);
        };
        let Some(coverage) = self.store.coverage(name) else {
            let message = format!("{name}: an edition that is not known, so its years are not, and nothing is taken from it");
            found.findings.push(Finding::new("years_not_known", Severity::Note, name, message));
            return Ok(None);
        };
        let mut wanted = columns.to_vec();
        wanted.push("source_line");
        let is_in_parts = parts.len() > 1;
        if is_in_parts {
            wanted.push("source_file");
        }
        let table = self.store.read(name, &wanted, rows)?;
        found.tables.insert(name.to_owned());
        let citation = citation_id(&part.source, &part.version);
        Ok(Some(Sourced { table, coverage, citation, is_in_parts }))
    }

    /// The two states, the one with the lower number first.
    pub(crate) fn sides(&self) -> [u16; 2] {
        [self.dyad.low().0, self.dyad.high().0]
    }

    /// Years of a span in which both are members of the state system on one day at least.
    pub(crate) fn shared_years(&self, span: YearSpan) -> Vec<i32> {
        let [a, b] = self.sides();
        span.years().filter(|year| share_a_year(a, b, *year)).collect()
    }

    /// Number of directed pairs of members that share a day of the year.
    pub(crate) fn directed_count(&self) -> usize {
        let pairs = self.members.iter().enumerate().flat_map(|(n, a)| self.members[n + 1..].iter().map(move |b| (*a, *b)));
        2 * match Self::is_settled(&self.members, self.year) {
            true => self.members.len() * self.members.len().saturating_sub(1) / 2,
            false => pairs.filter(|(a, b)| share_a_year(*a, *b, self.year)).count(),
        }
    }

    /// Says whether nobody entered or left in the year, so that all members share every day.
    fn is_settled(members: &[u16], year: i32) -> bool {
        members.iter().all(|code| whole_year(*code, year))
    }
}

/// Id under which a version of a source is cited.
pub fn citation_id(source: &str, version: &str) -> String {
    format!("{source}@{version}")
}

fn stretch(year: i32) -> Option<Spell> {
    let day = |month, of| Date::new(year as i16, month, of).ok();
    Some(Spell { start: day(1, 1)?, end: day(12, 31) })
}

/// Says whether two states were members on one and the same day of the year.
pub(crate) fn share_a_year(a: u16, b: u16, year: i32) -> bool {
    let register = Register::builtin();
    let (a, b) = (register.get(StateCode(a)), register.get(StateCode(b)));
    let (Some(a), Some(b), Some(stretch)) = (a, b, stretch(year)) else { return false };
    share_a_day(a, b, stretch, System::Cow)
}

/// Says whether a state was a member on every day of the year.
fn whole_year(code: u16, year: i32) -> bool {
    let Some(stretch) = stretch(year) else { return false };
    let is_whole = |spell: &Spell| spell.start <= stretch.start && spell.end.is_none_or(|end| stretch.end.is_some_and(|last| last <= end));
    Register::builtin().get(StateCode(code)).is_some_and(|state| state.spells(System::Cow).iter().any(is_whole))
}

/// Says whether a state was a member of the Correlates of War list on any day of the year.
pub(crate) fn is_member(code: u16, year: i32) -> bool {
    let Some(stretch) = stretch(year) else { return false };
    Register::builtin().get(StateCode(code)).is_some_and(|s| s.is_member_during(stretch, System::Cow))
}

impl Found {
    /// Adds a series; one without a point is left out.
    pub(crate) fn add(&mut self, key: SeriesKey, unit: Unit, coverage: Coverage, citation: &str, mut points: Vec<Point>) {
        if points.is_empty() {
            return;
        }
        points.sort_by_key(|p| p.year);
        self.series.insert(key, Series { unit, coverage, points, citations: vec![citation.to_owned()] });
    }

    /// Notes the place of a series' value of the year among known values of that year, `zeros` of them zero.
    pub(crate) fn rank(&mut self, key: &SeriesKey, year: i32, known: &[f64], zeros: usize) {
        let value = self.series.get(key).and_then(|s| s.cell(year).value());
        let mut all = known.to_vec();
        all.resize(known.len() + zeros, 0.0);
        if let (Some(value), Ok(ranking)) = (value, Ranking::new(all)) {
            let place = ranking.percentile(value);
            if place.n >= 20 {
                self.percentiles.insert(key.clone(), place.percentile / 100.0);
            }
        }
    }
}

/// A point with a value.
pub(crate) fn observed(year: i32, value: f64, interval: Option<(f64, f64)>, records: Arc<[String]>) -> Point {
    Point { year, cell: Cell::Observed(value), interval, records }
}

/// A point for a year without a row: zero where the table has all rows there are, missing where it does not claim to.
pub(crate) fn silent(coverage: Coverage, year: i32) -> Point {
    Point { year, cell: coverage.cell(year, None), interval: None, records: Arc::from([]) }
}

/// Key of a directed series.
pub(crate) fn directed(id: &str, from: u16, to: u16) -> SeriesKey {
    SeriesKey::new(id, About::Directed(StateCode(from), StateCode(to)))
}

/// Key of a series of a pair.
pub(crate) fn paired(id: &str, dyad: Dyad) -> SeriesKey {
    SeriesKey::new(id, About::Pair(dyad.low(), dyad.high()))
}

/// Key of a series of one state.
pub(crate) fn single(id: &str, state: u16) -> SeriesKey {
    SeriesKey::new(id, About::State(StateCode(state)))
}

/// Computes the indicators of one family.
type Family = fn(&Look<'_>, &mut Found) -> Result<(), Error>;

/// Computes every indicator of a pair that the store has rows for, with places for one year.
///
/// # Errors
/// A damaged store. A table that is not there is a finding, not an error.
pub fn gather(store: &Store<'_>, dyad: Dyad, year: i32) -> Result<Found, Error> {
    let members = Register::builtin().states().map(|s| s.code.0).filter(|code| is_member(*code, year)).collect();
    let look = Look { store, dyad, year, members };
    // Families read different tables, so they run side by side; they are joined in a fixed order.
    let families: [Family; 9] = [
        agreements::build,
        arms::build,
        exercises::build,
        trade::build,
        votes::build,
        capability::build,
        conflict::build,
        sanctions::build,
        geography::build,
    ];
    let results: Vec<Result<Found, Error>> = std::thread::scope(|scope| {
        let running: Vec<_> = families
            .iter()
            .map(|family| {
                let look = &look;
                scope.spawn(move || {
                    let mut found = Found::default();
                    family(look, &mut found).map(|()| found)
                })
            })
            .collect();
        running.into_iter().map(|r| r.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))).collect()
    });
    let mut all = Found::default();
    for result in results {
        let found = result?;
        all.series.extend(found.series);
        all.percentiles.extend(found.percentiles);
        all.tables.extend(found.tables);
        all.findings.extend(found.findings);
    }
    Ok(all)
}
