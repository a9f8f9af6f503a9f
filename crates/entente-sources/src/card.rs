//! The card of a source: all that is known of it and is not code. One TOML file beside each source's `.rs`.
//!
//! A card is also the source's row in the documentation, its licence and its citation; without one nothing is imported.

use std::collections::BTreeMap;

use entente_core::YearSpan;
use serde::Deserialize;

/// A card as it stands in its file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Card {
    /// Id, snake_case: `cow_nmc`.
    pub id: String,
    /// Title as its publisher gives it.
    pub title: String,
    /// Who publishes it.
    pub publisher: String,
    /// The publisher's page, where a person finds the download.
    pub url: String,
    /// What the source is and its known weaknesses, in one to three sentences.
    pub about: String,
    /// The citation to print, upstream first.
    pub cite: String,
    /// BibTeX entries of the article of record and of the data set.
    #[serde(default)]
    pub bibtex: String,
    /// Credit line where the terms ask for one.
    #[serde(default)]
    pub attribution: String,
    /// Terms of use.
    pub license: License,
    /// What of it may travel in our users' outputs.
    #[serde(default)]
    pub redistribute: Redistribute,
    /// Files that a program may fetch.
    #[serde(default)]
    pub download: Vec<Download>,
    /// Tables it gives.
    pub table: Vec<TableCard>,
    /// File layouts that are read, each with its scope.
    pub layout: Vec<Layout>,
    /// Versions whose files are known byte by byte.
    #[serde(default)]
    pub version: Vec<Version>,
    /// Mended errors of the publisher.
    #[serde(default)]
    pub correction: Vec<Correction>,
    /// Names that this source uses and the register does not know: a number of the Correlates of War list, or why it is no state.
    #[serde(default)]
    pub names: BTreeMap<String, Named>,
    /// Names that contain this are a total, and a file with such a row is refused.
    #[serde(default)]
    pub totals: Vec<String>,
}

/// Terms of use as found.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct License {
    /// SPDX id, or `custom`.
    pub id: String,
    /// The clause that matters, in our words.
    pub terms: String,
    /// Where the terms stand.
    pub url: String,
    /// When they were read, or `not seen` with the reason in `terms`.
    pub read_on: String,
}

/// What may travel.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Redistribute {
    /// Nothing: the user brings the file and keeps it.
    #[default]
    None,
    /// Only what is computed from it.
    Derived,
    /// The data themselves, with credit.
    Raw,
}

/// One file to fetch.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Download {
    /// Version it belongs to.
    pub version: String,
    /// Address, https.
    pub url: String,
    /// Name to give the file.
    pub file: String,
    /// Size in bytes, where known.
    pub bytes: Option<u64>,
    /// SHA-256, where known.
    pub sha256: Option<String>,
    /// Hosts that it may redirect to, its own apart.
    #[serde(default)]
    pub hosts: Vec<String>,
}

/// One table of the source.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TableCard {
    /// Name, which starts with the id of the source or is listed in the issue of names.
    pub name: String,
    /// What one row is.
    pub row: String,
    /// Columns that no two rows share; empty where the publisher repeats rows.
    #[serde(default)]
    pub key: Vec<String>,
    /// Columns by which rows of two versions are paired where there is no key; all columns where absent.
    #[serde(default)]
    pub pair_by: Vec<String>,
    /// Most rows that may repeat another row in full; more is a duplicated block.
    #[serde(default)]
    pub repeats: usize,
    /// Least and most rows of one file.
    pub rows: [usize; 2],
    /// First and last year that may occur in the column `year`.
    pub years: [i32; 2],
    /// Least and most distinct states.
    pub states: [usize; 2],
    /// Column that holds the year.
    #[serde(default = "year")]
    pub year: String,
    /// Columns that hold states.
    #[serde(default)]
    pub state: Vec<String>,
    /// Years the table speaks about; from its first to its last year where absent.
    pub covers: Option<YearSpan>,
    /// True where no row inside these years means zero.
    #[serde(default)]
    pub is_exhaustive: bool,
    /// How several files of one version go together.
    #[serde(default)]
    pub parts: Parts,
    /// Columns.
    pub column: Vec<ColumnCard>,
}

fn year() -> String {
    "year".to_owned()
}

/// How several files that give the same table in the same version go together.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Parts {
    /// Each holds the whole: a second one must say the same.
    #[default]
    Alternative,
    /// Each holds some years: none may be in two.
    ByYear,
    /// Each holds its own rows, as a day of events.
    Separate,
}

/// One column of a table.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ColumnCard {
    /// Name in the store.
    pub name: String,
    /// Its type.
    #[serde(rename = "type")]
    pub kind: Kind,
    /// Name or names in the publisher's files; its own name where absent. Empty for a column that code fills.
    pub from: Option<Names>,
    /// What it is, with its unit.
    pub is: String,
    /// Codes that mean "not there", each with what it means. The empty text is a blank cell.
    #[serde(default, deserialize_with = "in_order")]
    pub missing: Vec<(String, String)>,
    /// Least value.
    pub min: Option<f64>,
    /// Largest value.
    pub max: Option<f64>,
    /// The only words that may occur.
    #[serde(default)]
    pub words: Vec<String>,
    /// For a state: the column of the year or day in which the name or number is to be read; `year` where absent.
    pub at: Option<String>,
}

/// One name or several.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub enum Names {
    /// One.
    One(String),
    /// Any of these.
    Any(Vec<String>),
}

/// Type of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Whole number.
    Int,
    /// Real number.
    Real,
    /// Text.
    Text,
    /// Day, written `YYYY-MM-DD`.
    Date,
    /// Number of the Correlates of War list, as the source gives it.
    Cow,
    /// Number of the Correlates of War list, from a Gleditsch-Ward number.
    FromGw,
    /// The same from a name.
    FromName,
    /// The same from an ISO 3166 code: of letters, or its number.
    FromCode,
}

impl Kind {
    /// Says whether the column holds a state.
    pub fn is_state(self) -> bool {
        matches!(self, Self::Cow | Self::FromGw | Self::FromName | Self::FromCode)
    }
}

/// A map as a list, which is searched faster where it is short.
fn in_order<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Vec<(String, String)>, D::Error> {
    Ok(BTreeMap::deserialize(from)?.into_iter().collect())
}

/// A file layout.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Layout {
    /// Name, for messages and for the code that reads it.
    pub name: String,
    /// Format.
    pub format: Format,
    /// Table that a plain reading fills; none where code reads it.
    pub table: Option<String>,
    /// Names in the header that are read beyond those of the table's columns.
    #[serde(default)]
    pub header: Vec<String>,
    /// Names in the header that are left out on purpose.
    #[serde(default)]
    pub ignore: Vec<String>,
    /// Names that may be in the header or not.
    #[serde(default)]
    pub optional: Vec<String>,
    /// Beginnings of names that are read or left out as a group, for files with a column for each member of a long list.
    #[serde(default)]
    pub prefixes: Vec<String>,
    /// True where any further column may occur, which code then reads by its own rule.
    #[serde(default)]
    pub is_open: bool,
    /// Line of the header, 1 for the first.
    #[serde(default = "first")]
    pub header_line: usize,
    /// Columns by position, for a file without a header.
    #[serde(default)]
    pub positions: Vec<String>,
    /// Encoding where it is not UTF-8: `windows-1252`.
    pub encoding: Option<String>,
    /// Sign between columns; comma for csv and tab for tsv where absent.
    pub separator: Option<char>,
    /// False where a quotation mark is a letter like any other.
    #[serde(default = "yes")]
    pub is_quoted: bool,
    /// True where a cell may hold a line break without quotation marks: two lines that make one row together are read as one,
    /// which code then counts.
    #[serde(default)]
    pub has_breaks: bool,
    /// True where rows of an older form of the file, without the last column, may stand among the others.
    #[serde(default)]
    pub may_lack_last: bool,
    /// Name of the object in an R workspace, or of the sheet in a workbook; any where absent.
    pub object: Option<String>,
}

fn first() -> usize {
    1
}

fn yes() -> bool {
    true
}

/// Format of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// Delimited text, comma unless said otherwise.
    Csv,
    /// Delimited text, tab.
    Tsv,
    /// Workbook, `.xlsx` or `.xls`.
    Workbook,
    /// Stata.
    Stata,
    /// R workspace or object.
    R,
}

/// A version whose files are known.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Version {
    /// Its label.
    pub label: String,
    /// What its files say of their version themselves, where that differs from the label.
    #[serde(default)]
    pub stated: String,
    /// When it was published, as far as known.
    #[serde(default)]
    pub published: String,
    /// Years it speaks about, where that is not from its first to its last row.
    pub covers: Option<YearSpan>,
    /// Its files.
    pub file: Vec<KnownFile>,
}

/// A file known byte by byte.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KnownFile {
    /// Name as published.
    pub name: String,
    /// Hash of its bytes.
    pub sha256: String,
}

/// An error of the publisher, mended. The guard fails the day the publisher mends it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Correction {
    /// Table.
    pub table: String,
    /// Column.
    pub column: String,
    /// Values of other columns that pick the rows, as text.
    pub rows: BTreeMap<String, String>,
    /// What the publisher has there: the correction stops if it is something else.
    pub expect: String,
    /// What it should be; empty for "not there".
    pub value: String,
    /// Why, and on whose evidence.
    pub reason: String,
    /// Where and when it was reported; empty where it was not.
    #[serde(default)]
    pub reported: String,
}

/// What a source's own name means.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub enum Named {
    /// That state.
    Code(u16),
    /// One state to a last year and another after it, written as first years: `{ "1816" = 255, "1955" = 260 }`.
    ByYear(BTreeMap<String, u16>),
    /// Not a state: what it is.
    NotAState(String),
}

impl ColumnCard {
    /// Names of the column in the publisher's files; none for one that code fills.
    pub fn names(&self) -> Vec<&str> {
        match &self.from {
            None => vec![self.name.as_str()],
            Some(Names::One(name)) if name.is_empty() => Vec::new(),
            Some(Names::One(name)) => vec![name.as_str()],
            Some(Names::Any(names)) => names.iter().map(String::as_str).collect(),
        }
    }
}

impl Card {
    /// The table of that name.
    pub fn table(&self, name: &str) -> Option<&TableCard> {
        self.table.iter().find(|table| table.name == name)
    }

    /// The version that a known file belongs to.
    pub fn version_of(&self, sha256: &str) -> Option<&Version> {
        self.version.iter().find(|version| version.file.iter().any(|file| file.sha256 == sha256))
    }
}
