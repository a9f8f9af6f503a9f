//! The general case: a pair without a case of its own, assessed on what the store has.
//!
//! Its series are the [`indicators`](crate::indicators) of the pair, its treaties those of ATOP, its claims the built-in ones in a form
//! that fits any pair. A claim that speaks of one pair alone stays in the list as not testable, with the reason.

mod templates;
mod treaties;

use std::collections::{BTreeMap, BTreeSet};

use entente_claims::{Claim, Series, SeriesKey};
use entente_core::{Citation, CitationKind, Dyad, Finding, PartialDate, Register, SourceGrade};
use entente_panel::store::table_card;
use entente_panel::{Part, Store};

use crate::case::{Case, sha256};
use crate::case_file::CaseFile;
use crate::contest::setting::Setting;
use crate::contest::store;
use crate::error::Error;
use crate::indicators::{self, citation_id};
use crate::output::TableCoverage;

/// Id of the general case.
pub const ID: &str = "general";

/// What the general case has beyond the tables and claims of any case.
#[derive(Debug, Clone, Default)]
pub struct General {
    /// Series from the store.
    pub series: BTreeMap<SeriesKey, Series>,
    /// Place of a value among all pairs, directions or states of the year, 0 to 1.
    pub percentiles: BTreeMap<SeriesKey, f64>,
    /// Claims of the built-in case that have no counterpart for another pair, each with the reason.
    pub not_general: Vec<(Claim, String)>,
    /// What was odd or is not there.
    pub findings: Vec<Finding>,
    /// Store tables used, and what each covers.
    pub coverage: Vec<TableCoverage>,
    /// The contest of the pair, or why there is none.
    pub contest: Option<Result<Setting, String>>,
}

impl Case {
    /// Citations of the tables of a store that were used, by id.
    pub(crate) fn citations_of(store: &Store<'_>, tables: &BTreeSet<String>) -> BTreeMap<String, Citation> {
        let parts = tables.iter().flat_map(|table| store.parts(table));
        parts.filter_map(|part| citation(store, part)).map(|c| (c.id.clone(), c)).collect()
    }

    /// The general case of a pair in a year, from the store.
    ///
    /// # Errors
    /// A damaged store.
    pub fn general(store: &Store<'_>, dyad: Dyad, year: i32) -> Result<Self, Error> {
        let register = Register::builtin();
        let names = [register.name(dyad.low()), register.name(dyad.high())];
        if !indicators::share_a_year(dyad.low().0, dyad.high().0, year) {
            return Err(Error::NeverTogether { first: names[0].clone(), second: names[1].clone(), year });
        }
        let mut found = indicators::gather(store, dyad, year)?;
        let mut tables = BTreeMap::new();
        if let Some(table) = treaties::table(store, dyad)? {
            tables.insert("treaties".to_owned(), table);
            found.tables.insert("atop_members".to_owned());
        }
        let contest = match store::setting(store, dyad, year, None) {
            Ok(setting) => Ok(setting),
            Err(Error::NoContest { message }) => Err(message),
            Err(error) => return Err(error),
        };
        found.tables.extend(contest.iter().flat_map(|_| store::tables(store)));
        let parts: Vec<&Part> = found.tables.iter().flat_map(|table| store.parts(table)).collect();
        let built_in = Self::open_builtin(crate::builtin::CASES[0].id)?;
        let (claims, not_general) = templates::expand(dyad, &built_in.claims);
        let file = CaseFile {
            schema_version: 1,
            id: ID.to_owned(),
            title: format!("{} and {}: what public data say", names[0], names[1]),
            pair: names,
            as_of: year,
            seed: built_in.file.seed,
            extends: None,
            only_own_claims: false,
            comparators: Vec::new(),
            table: BTreeMap::new(),
            citations: None,
            claims: Vec::new(),
            rubrics: Vec::new(),
            contest: None,
            series: Vec::new(),
            claim: Vec::new(),
        };
        let mut hashes: Vec<String> = parts.iter().map(|p| format!("{} {} {}", p.table, p.version, p.sha256)).collect();
        hashes.sort();
        let mut findings = found.findings;
        findings.dedup();
        let general = General {
            series: found.series,
            percentiles: found.percentiles,
            not_general,
            findings,
            coverage: found.tables.iter().filter_map(|table| coverage(store, table)).collect(),
            contest: Some(contest),
        };
        Ok(Self {
            origin: "the store".to_owned(),
            file,
            dyad,
            sides: [dyad.low(), dyad.high()],
            comparators: Vec::new(),
            citations: Self::citations_of(store, &found.tables),
            tables,
            notes: BTreeMap::new(),
            claims,
            rubrics: Vec::new(),
            series: Vec::new(),
            contest: None,
            snapshot: sha256(hashes.join("\n").as_bytes())[..16].to_owned(),
            general: Some(general),
        })
    }
}

/// The year that an assessment without a year is about: the newest that at least half of the store's tables cover.
pub fn default_year(store: &Store<'_>) -> Option<i32> {
    let mut ends: Vec<i32> = indicators::cards()
        .iter()
        .map(|card| card.table)
        .collect::<BTreeSet<_>>()
        .into_iter()
        .filter_map(|table| store.coverage(table))
        .map(|coverage| coverage.years.last())
        .collect();
    ends.sort_unstable();
    ends.get(ends.len().saturating_sub(1) / 2).copied()
}

fn coverage(store: &Store<'_>, table: &str) -> Option<TableCoverage> {
    let coverage = store.coverage(table)?;
    let parts = store.parts(table);
    let (card, table_card) = table_card(table)?;
    Some(TableCoverage {
        table: table.to_owned(),
        row: table_card.row.clone(),
        first: coverage.years.first(),
        last: coverage.years.last(),
        is_exhaustive: coverage.is_exhaustive,
        records: parts.iter().map(|p| p.rows as usize).sum(),
        note: format!("{}, version {}", card.title, parts.first()?.version),
    })
}

/// The citation of a version of a source.
fn citation(store: &Store<'_>, part: &Part) -> Option<Citation> {
    let card = store.card(&part.source)?;
    let version = card.version.iter().find(|v| v.label == part.version);
    let published: Option<PartialDate> = version.and_then(|v| v.published.parse().ok());
    let added = store.manifest.origins.get(&part.file_sha256).and_then(|origin| origin.added_on.parse().ok());
    Some(Citation {
        id: citation_id(&part.source, &part.version),
        publisher: card.publisher.clone(),
        title: if card.title.contains(&part.version) { card.title.clone() } else { format!("{}, version {}", card.title, part.version) },
        url: card.url.clone(),
        published,
        read_on: added.or(published)?,
        grade: "B2".parse::<SourceGrade>().ok()?,
        kind: CitationKind::Dataset,
    })
}
