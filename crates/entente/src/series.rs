//! From tables to yearly series: the indicators a claim may name. One file per family; each says its unit, its error and what absence means.

mod arms;
mod exercises;
mod politics;
mod trade;

use std::collections::BTreeMap;

use entente_claims::evidence::About;
use entente_claims::{Evidence, Point, Record, Series, SeriesKey, Table};
use entente_core::{Cell, Coverage, Finding, StateCode, Unit};

use crate::case::Case;

pub(crate) use arms::{portion as arms_portion, share as arms_share};
pub use exercises::ExerciseScore;
pub(crate) use trade::milex_error;

/// An indicator as the documentation lists it.
#[derive(Debug, Clone, Copy)]
pub struct Card {
    /// Id without brackets.
    pub id: &'static str,
    /// Whom it is about: `[A>B]`, `[A-B]` or `[A]`.
    pub about: &'static str,
    /// Its unit.
    pub unit: Unit,
    /// What one value is.
    pub is: &'static str,
    /// Table it comes from.
    pub table: &'static str,
    /// Error model and what absence means.
    pub error: &'static str,
}

/// Every indicator, in the order of the documentation.
pub fn cards() -> Vec<Card> {
    [arms::CARDS, trade::CARDS, exercises::CARDS, politics::CARDS].concat()
}

/// Growing set of series.
#[derive(Debug, Default)]
pub struct Builder {
    series: BTreeMap<SeriesKey, Series>,
}

impl Builder {
    /// Adds one point, opening the series where needed.
    fn push(&mut self, key: SeriesKey, unit: Unit, coverage: Coverage, point: Point) {
        let series = self.series.entry(key).or_insert_with(|| Series { unit, coverage, points: Vec::new(), citations: Vec::new() });
        series.points.push(point);
    }
}

/// A value with an interval from a relative error of one standard deviation, log-normal.
pub(crate) fn with_relative_error(value: f64, sd: f64) -> (f64, f64) {
    (value * (-1.645 * sd).exp(), value * (1.645 * sd).exp())
}

/// A point that rests on records.
fn point(year: i32, value: f64, interval: Option<(f64, f64)>, records: Vec<String>) -> Point {
    Point { year, cell: Cell::Observed(value), interval, records: records.into() }
}

fn code(record: &Record, field: &str) -> Option<StateCode> {
    record.text(field)?.parse().ok().map(StateCode)
}

fn year(record: &Record) -> Option<i32> {
    record.text("year").and_then(|y| y.get(..4)).and_then(|y| y.parse().ok())
}

/// What the tables give for one year of assessment.
#[derive(Debug)]
pub struct Gathered {
    /// What the claims may use.
    pub evidence: Evidence,
    /// Scores of single exercises.
    pub scores: Vec<ExerciseScore>,
    /// What was odd.
    pub findings: Vec<Finding>,
}

/// Everything the claims may use, as known at the end of `as_of`.
pub fn gather(case: &Case, as_of: i32) -> Gathered {
    let tables = tables_as_of(case, as_of);
    let mut findings = Vec::new();
    let mut builder = Builder::default();
    arms::build(&tables, &mut builder);
    trade::build(&tables, &mut builder);
    let scores = exercises::scores(case, &tables, &mut findings);
    exercises::build(case, &tables, &scores, &mut builder);
    politics::build(case, &tables, &mut builder);
    for (key, given) in &case.series {
        let years: Vec<i32> = given.values.iter().map(|v| v.year).collect();
        let span = entente_core::YearSpan::new(years.iter().copied().min().unwrap_or(as_of), years.iter().copied().max().unwrap_or(as_of));
        let Some(years) = span else { continue };
        for value in given.values.iter().filter(|v| v.year <= as_of) {
            let interval = value.low.zip(value.high);
            let point = point(value.year, value.value, interval, Vec::new());
            builder.push(key.clone(), given.unit, Coverage { years, is_exhaustive: false }, point);
        }
    }
    for (key, series) in case.general.iter().flat_map(|general| &general.series) {
        let mut series = series.clone();
        series.points.retain(|p| p.year <= as_of);
        builder.series.insert(key.clone(), series);
    }
    for series in builder.series.values_mut() {
        series.points.sort_by_key(|p| p.year);
    }
    let evidence = Evidence {
        as_of,
        dyad: case.dyad,
        comparators: case.comparators.clone(),
        series: builder.series,
        tables,
        seed: case.file.seed,
        contest: Err("it has not been run".to_owned()),
    };
    Gathered { evidence, scores, findings }
}

/// The tables without what came later, each record with the fields that are derived from it.
fn tables_as_of(case: &Case, as_of: i32) -> BTreeMap<String, Table> {
    let mut tables = case.tables.clone();
    for (name, table) in &mut tables {
        table.records.retain(|r| r.date.is_none_or(|d| d.year() <= as_of) && year(r).is_none_or(|y| y <= as_of));
        for record in &mut table.records {
            let grade = record.citations.iter().filter_map(|c| case.citations.get(c)).map(|c| c.grade.to_string()).min();
            if let Some(grade) = grade {
                record.fields.insert("grade".to_owned(), grade[..1].to_owned());
            }
            if matches!(name.as_str(), "institutions" | "treaties") {
                let end = ["to", "ended"].iter().find_map(|f| record.text(f)).and_then(|t| t.get(..4)).and_then(|t| t.parse::<i32>().ok());
                let is_in_force = end.is_none_or(|end| end > as_of);
                record.fields.insert("is_in_force".to_owned(), u8::from(is_in_force).to_string());
            }
            if name == "exercises" {
                let word = entente_measures::exercises::jointness::jointness(record.code("j2"), record.code("j3")).as_str();
                if word != "unknown" {
                    record.fields.insert("jointness".to_owned(), word.to_owned());
                }
            }
        }
    }
    tables
}

/// Key of a directed series.
fn directed(id: &str, from: StateCode, to: StateCode) -> SeriesKey {
    SeriesKey::new(id, About::Directed(from, to))
}

/// Key of a series of a pair.
fn paired(id: &str, a: StateCode, b: StateCode) -> SeriesKey {
    SeriesKey::new(id, About::Pair(a, b))
}

/// Key of a series of one state.
fn single(id: &str, state: StateCode) -> SeriesKey {
    SeriesKey::new(id, About::State(state))
}

/// Coverage of a table, or of nothing.
fn coverage(table: &Table) -> Option<Coverage> {
    table.coverage
}
