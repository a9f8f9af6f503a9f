//! The tables of a store that a table of ours rests on, with their terms and the files they came from.

use std::collections::BTreeSet;

use entente_core::{Citation, CitationKind, SourceGrade, System};
use entente_panel::Store;
use entente_panel::frame::Field;
use entente_panel::store::table_card;
use entente_sources::Redistribute;
use serde::{Deserialize, Serialize};

/// A table of the store, in the version used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct TableUsed {
    /// Its name.
    pub table: String,
    /// What one row of it is.
    pub row: String,
    /// Id of its source.
    pub source: String,
    /// Version of the source.
    pub version: String,
    /// Title of the source.
    pub title: String,
    /// Who publishes it.
    pub publisher: String,
    /// The publisher's page.
    pub url: String,
    /// What the source is, and its known weaknesses.
    pub about: String,
    /// How it asks to be cited.
    pub cite: String,
    /// Terms of use.
    pub license: LicenseNote,
    /// What of it may be passed on.
    pub redistribute: Redistribution,
    /// First and last year it speaks about.
    pub covers: Option<(i32, i32)>,
    /// True where no row inside these years means zero.
    pub is_exhaustive: bool,
    /// Its rows.
    pub rows: u64,
    /// The publisher's files it was read from.
    pub parts: Vec<PartUsed>,
}

/// Terms of use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct LicenseNote {
    /// SPDX id, or `custom`.
    pub id: String,
    /// The clause that matters, in our words.
    pub terms: String,
    /// Where they stand.
    pub url: String,
}

/// What may be passed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Redistribution {
    /// Nothing.
    None,
    /// What is computed from it.
    Derived,
    /// The data themselves, with credit.
    Raw,
}

/// A publisher's file, and the file of the store that was made of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct PartUsed {
    /// Name of the publisher's file, with the entry of a zip after a slash.
    pub file: String,
    /// Its SHA-256 as it came.
    pub file_sha256: String,
    /// Its size.
    pub file_bytes: u64,
    /// SHA-256 of other files that say the same.
    pub same_as: Vec<String>,
    /// SHA-256 of the file in the store.
    pub store_sha256: String,
    /// Rows.
    pub rows: u64,
}

impl TableUsed {
    /// Title and version of its source, the version once.
    pub fn titled(&self) -> String {
        if self.title.contains(&self.version) { self.title.clone() } else { format!("{}, version {}", self.title, self.version) }
    }
}

impl Redistribution {
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Self::None => "no",
            Self::Derived => "no; what is computed from it may be",
            Self::Raw => "yes, with credit",
        }
    }
}

impl From<Redistribute> for Redistribution {
    fn from(of: Redistribute) -> Self {
        match of {
            Redistribute::None => Self::None,
            Redistribute::Derived => Self::Derived,
            Redistribute::Raw => Self::Raw,
        }
    }
}

/// One table as the store has it.
pub(super) fn table_used(store: &Store<'_>, table: &str) -> Option<TableUsed> {
    let (card, table_card) = table_card(table)?;
    let parts = store.parts(table);
    let coverage = store.coverage(table);
    Some(TableUsed {
        table: table.to_owned(),
        row: table_card.row.clone(),
        source: card.id.clone(),
        version: parts.first()?.version.clone(),
        title: card.title.clone(),
        publisher: card.publisher.clone(),
        url: card.url.clone(),
        about: card.about.trim().to_owned(),
        cite: card.cite.trim().to_owned(),
        license: LicenseNote { id: card.license.id.clone(), terms: card.license.terms.trim().to_owned(), url: card.license.url.clone() },
        redistribute: card.redistribute.into(),
        covers: coverage.map(|c| (c.years.first(), c.years.last())),
        is_exhaustive: coverage.is_some_and(|c| c.is_exhaustive),
        rows: parts.iter().map(|p| p.rows).sum(),
        parts: parts
            .iter()
            .map(|p| PartUsed {
                file: p.file.clone(),
                file_sha256: p.file_sha256.clone(),
                file_bytes: p.file_bytes,
                same_as: p.also.iter().map(|(_, hash)| hash.clone()).collect(),
                store_sha256: p.sha256.clone(),
                rows: p.rows,
            })
            .collect(),
    })
}

/// Says whether the terms of all that a column rests on let it be passed on. Of a file of the user nobody but the user can say that.
pub(super) fn may_be_passed_on(field: &Field, own: &BTreeSet<&str>) -> bool {
    field.from.iter().all(|from| match table_card(from) {
        Some((card, _)) => match card.redistribute {
            Redistribute::Raw => true,
            Redistribute::Derived => field.is_computed,
            Redistribute::None => false,
        },
        None => !own.contains(from.as_str()),
    })
}

/// The list of states that makes the rows. It is built into the program, so the store does not have its day.
pub(super) fn state_list(system: System) -> Citation {
    let (id, publisher, title, url, published) = match system {
        System::Cow => (
            "state_list_cow_2016",
            "Correlates of War Project",
            "State System Membership List, v2016",
            "https://correlatesofwar.org/data-sets/state-system-membership/",
            "2017",
        ),
        System::Gw => (
            "state_list_gw_2017",
            "Kristian Skrede Gleditsch and Michael D. Ward",
            "A Revised List of Independent States since the Congress of Vienna (International Interactions 25(4), 1999), to 2017",
            "http://ksgleditsch.com/statelist.html",
            "1999",
        ),
    };
    Citation {
        id: id.to_owned(),
        publisher: publisher.to_owned(),
        title: title.to_owned(),
        url: url.to_owned(),
        published: published.parse().ok(),
        read_on: "2026-11-25".parse().expect("a day is written as one"),
        grade: "B2".parse::<SourceGrade>().expect("a grade is written as one"),
        kind: CitationKind::Dataset,
    }
}
