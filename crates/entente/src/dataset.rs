//! What stands beside a table of ours: one [`Description`], and every file that is written from it.
//!
//! The provenance, the codebook, the data package, the bibliography, the notes of a Stata file and the replication archive all say what
//! one description says, so they cannot differ. It has no clock: the same store and the same recipe give the same bytes.

mod codebook;
mod datapackage;
mod lock;
mod notes;
pub mod recipe;
pub mod replicate;
mod sources;
mod summary;
mod text;
mod write;

use std::collections::BTreeSet;

use entente_core::{Citation, Finding, System};
use entente_panel::Store;
use entente_panel::frame::{Frame, Kind};
use serde::{Deserialize, Serialize};

use crate::case::Case;
use crate::panel::Exclusion;
use crate::panel::join::Unmatched;
pub use codebook::{html, markdown};
pub use datapackage::datapackage;
pub use lock::LockedSource;
pub use recipe::{Argument, OwnFile, Recipe};
pub use sources::{Redistribution, TableUsed};
pub use summary::StatusCount;
pub use text::grouped;
pub use write::{Beside, Output, write};

/// Version of the contract; raised when a field changes its meaning or goes.
pub const SCHEMA_VERSION: u32 = 1;

/// What whoever made a table knows of it.
#[derive(Debug)]
pub struct About {
    /// A short title.
    pub title: String,
    /// How it is made again.
    pub recipe: Recipe,
    /// Whose list of states makes its rows, where one does.
    pub system: Option<System>,
    /// Rows left out, by rule.
    pub exclusions: Vec<Exclusion>,
    /// What was odd or is not there.
    pub findings: Vec<Finding>,
    /// Tables of the store that were read.
    pub tables: BTreeSet<String>,
    /// What found no counterpart when files were joined, by the name of the file.
    pub unmatched: Vec<(String, Vec<Unmatched>)>,
}

/// Everything that is said about a table and the files it was written to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Description {
    /// Version of this contract.
    pub schema_version: u32,
    /// Version of the program.
    pub code_version: String,
    /// Name that the files share.
    pub name: String,
    /// Title.
    pub title: String,
    /// How it is made again.
    pub recipe: Recipe,
    /// Number of rows.
    pub rows: u64,
    /// Files with the data, the first being the one asked for.
    pub files: Vec<DataFile>,
    /// Columns in order.
    pub columns: Vec<ColumnNote>,
    /// Rows left out, by rule.
    pub exclusions: Vec<LeftOut>,
    /// Tables of the store that it rests on.
    pub tables: Vec<TableUsed>,
    /// SHA-256 of the lock file that has the sources used and no others.
    pub lock_sha256: String,
    /// That lock: which version of each source, and from which files of its publisher.
    pub lock: Vec<LockedSource>,
    /// Citations of exactly the sources used.
    pub citations: Vec<Citation>,
    /// What was odd, left out or assumed.
    pub findings: Vec<Finding>,
}

/// A file with the data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct DataFile {
    /// Its name, beside the description.
    pub name: String,
    /// `parquet`, `csv` or `dta`.
    pub format: String,
    /// Its size.
    pub bytes: u64,
    /// Its SHA-256.
    pub sha256: String,
    /// True where a column of words stands behind each column, saying why it has a value or none.
    pub has_status_columns: bool,
}

/// Rows left out by one rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct LeftOut {
    /// Short stable id of the rule.
    pub rule: String,
    /// How many rows.
    pub rows: u64,
    /// What they were, in words.
    pub why: String,
}

/// A column: what it means, where it is from, and what is in it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ColumnNote {
    /// Name.
    pub name: String,
    /// What one value is.
    pub label: String,
    /// Type.
    #[serde(rename = "type")]
    pub kind: ColumnType,
    /// Unit and range; empty where the label says all.
    pub unit: String,
    /// What whole numbers stand for, where they are codes.
    pub codes: Vec<CodeNote>,
    /// What absence means.
    pub absence: String,
    /// True for a column of the key.
    pub is_key: bool,
    /// True where a value is computed, and not the publisher's own.
    pub is_computed: bool,
    /// True where the terms of all its sources let it be passed on.
    pub may_be_passed_on: bool,
    /// Tables of the store, or files, that it rests on.
    pub from: Vec<String>,
    /// First year with a value.
    pub first_year: Option<i32>,
    /// Last year with a value.
    pub last_year: Option<i32>,
    /// Least value of a number.
    pub min: Option<f64>,
    /// Largest value of a number.
    pub max: Option<f64>,
    /// Rows of each status that occurs.
    pub counts: Vec<StatusCount>,
}

/// Type of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ColumnType {
    /// Whole numbers.
    Integer,
    /// Real numbers.
    Number,
    /// Texts.
    Text,
}

/// What one code stands for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct CodeNote {
    /// The number.
    pub code: i32,
    /// What it means.
    pub means: String,
}

impl ColumnType {
    /// Its word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Integer => "whole numbers",
            Self::Number => "real numbers",
            Self::Text => "text",
        }
    }
}

impl Description {
    /// Describes a table that was made from a store; its files are added as they are written.
    pub fn new(store: &Store<'_>, frame: &dyn Frame, name: &str, about: About) -> Self {
        let own: BTreeSet<&str> = about.recipe.files.iter().map(|file| file.name.as_str()).collect();
        let lock = lock::of_tables(store, &about.tables);
        let mut citations: Vec<Citation> = about.system.map(sources::state_list).into_iter().collect();
        citations.extend(Case::citations_of(store, &about.tables).into_values());
        let columns = frame.fields().iter().zip(summary::summaries(frame)).map(|(field, summary)| ColumnNote {
            name: field.name.clone(),
            label: field.label.clone(),
            kind: match field.kind {
                Kind::Int => ColumnType::Integer,
                Kind::Real => ColumnType::Number,
                Kind::Text => ColumnType::Text,
            },
            unit: field.unit.clone(),
            codes: field.codes.iter().map(|(code, means)| CodeNote { code: *code, means: (*means).to_owned() }).collect(),
            absence: field.absence.clone(),
            is_key: field.is_key,
            is_computed: field.is_computed,
            may_be_passed_on: sources::may_be_passed_on(field, &own),
            from: field.from.clone(),
            first_year: summary.years.map(|(first, _)| first),
            last_year: summary.years.map(|(_, last)| last),
            min: summary.range.map(|(min, _)| min),
            max: summary.range.map(|(_, max)| max),
            counts: summary.counts(),
        });
        let left_out = |e: &Exclusion| LeftOut { rule: e.rule.to_string(), rows: e.rows as u64, why: e.why.clone() };
        Self {
            schema_version: SCHEMA_VERSION,
            code_version: env!("CARGO_PKG_VERSION").to_owned(),
            name: name.to_owned(),
            title: about.title,
            rows: frame.rows() as u64,
            files: Vec::new(),
            columns: columns.collect(),
            exclusions: about.exclusions.iter().map(left_out).collect(),
            tables: about.tables.iter().filter_map(|table| sources::table_used(store, table)).collect(),
            lock_sha256: lock::sha256_of(&lock),
            lock,
            citations,
            findings: about.findings,
            recipe: about.recipe,
        }
    }

    /// The text of the lock file with the sources used.
    pub fn lock_text(&self) -> String {
        lock::text(&self.lock)
    }

    /// The provenance as JSON text.
    ///
    /// # Panics
    /// Never: every field has a JSON form.
    pub fn to_json(&self) -> String {
        serde_json::to_string_pretty(self).expect("a description has a JSON form") + "\n"
    }

    /// Sources used, each once, in the order of their ids.
    pub fn sources(&self) -> Vec<&TableUsed> {
        let mut sources: Vec<&TableUsed> = self.tables.iter().collect();
        sources.sort_by_key(|table| (&table.source, &table.version));
        sources.dedup_by_key(|table| (&table.source, &table.version));
        sources
    }

    /// The table of the store that a column rests on.
    pub fn table(&self, name: &str) -> Option<&TableUsed> {
        self.tables.iter().find(|table| table.table == name)
    }
}
