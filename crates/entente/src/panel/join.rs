//! A file of the user, joined to a panel many to one: each row of the panel takes what one row of the file says, or nothing.
//!
//! The number of rows of the panel never changes. A key that stands twice in the file, or a cell of it that is no number, is an error;
//! rows without a counterpart are counted and listed on both sides. The file's key says whose its columns are: a state's, or a pair's.

mod cells;
mod lay;
mod read;
mod unmatched;

use entente_core::{Finding, System};
use entente_panel::frame::Values;

pub(super) use lay::lay;
pub use unmatched::{Side, Unmatched};

/// Whose the rows of the file are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// A state's.
    State,
    /// A pair's, in the order in which the two are named.
    Pair,
}

/// A file that was read.
#[derive(Debug, Clone)]
pub struct OwnTable {
    /// Its name, without the folder.
    pub name: String,
    /// Its SHA-256.
    pub sha256: String,
    /// Its size.
    pub bytes: u64,
    /// Whose list its numbers are of.
    pub system: System,
    /// Whose its rows are.
    pub whose: Whose,
    /// True where a row is about a year, and not about all years.
    pub has_year: bool,
    /// First number, second number (that of the first again for a state) and year (zero without one) of each row.
    pub(super) keys: Vec<[i32; 3]>,
    /// Line of each row.
    pub(super) lines: Vec<u64>,
    /// Its other columns.
    pub columns: Vec<OwnColumn>,
    /// What was odd in it.
    pub findings: Vec<Finding>,
}

/// A column of such a file.
#[derive(Debug, Clone)]
pub struct OwnColumn {
    /// Its name.
    pub name: String,
    /// Its values, by the row of the file.
    pub values: Values,
}

/// How a file and a panel fitted together.
#[derive(Debug, Clone)]
pub struct Joined {
    /// Name of the file.
    pub file: String,
    /// Its SHA-256.
    pub sha256: String,
    /// Its size.
    pub bytes: u64,
    /// Rows of the file.
    pub rows: usize,
    /// Rows of the file that some row of the panel took.
    pub taken: usize,
    /// State-years, pair-years or directed pair-years of the panel.
    pub keys: usize,
    /// Those of them for which the file has a row.
    pub matched: usize,
    /// Names of the columns that came of it.
    pub columns: Vec<String>,
    /// What found no counterpart, on both sides.
    pub unmatched: Vec<Unmatched>,
}

impl Joined {
    /// How it went, in a sentence.
    pub fn says(&self) -> String {
        let Self { rows, taken, keys, matched, .. } = self;
        format!(
            "{matched} of {keys} keys of the panel have a row in it, {} have none; {taken} of its {rows} rows are used, {} are not",
            keys - matched,
            rows - taken
        )
    }
}
