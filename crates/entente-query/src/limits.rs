//! The limits of a statement and of its run, in one place.

use serde::{Deserialize, Serialize};

/// Limits on the text, checked before anything is planned. Planning a flat chain of operators takes time with the square of its length and
/// stack with its length, and cannot be interrupted; so what is too long is refused by counting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextLimits {
    /// Bytes (chosen: a screenful is 4 kB; at half some generated lists would not fit, at double planning takes seconds).
    pub bytes: usize,
    /// Words and signs (chosen: 64 kB of usual SQL; a list of two thousand numbers has 4,000).
    pub words: usize,
    /// Operators, AND and OR included (chosen: a hundred columns with some arithmetic each).
    pub operators: usize,
    /// Operators inside each other, of which a chain such as `a + b + c` has as many as it has signs (chosen: planning takes time with the
    /// square of it; 200 take half a second, 2,000 would take a minute).
    pub chain: usize,
    /// UNION, EXCEPT and INTERSECT (chosen: each nests the plan one deeper).
    pub set_operations: usize,
    /// Tables and subqueries named in FROM (chosen: more is a generated statement; planning looks at pairs of them).
    pub tables: usize,
    /// Parentheses inside each other.
    pub depth: usize,
}

impl Default for TextLimits {
    fn default() -> Self {
        Self { bytes: 64 << 10, words: 10_000, operators: 2000, chain: 200, set_operations: 60, tables: 40, depth: 40 }
    }
}

/// Limits of a run, and how it is cut into pieces. The pieces change the time it takes and never the result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunLimits {
    /// Memory, in megabytes.
    pub memory_mb: u64,
    /// Time by the clock on the wall, in seconds.
    pub seconds: u64,
    /// Rows of a result that are kept; none keeps all.
    pub rows: Option<usize>,
    /// Pieces that are worked on side by side.
    pub partitions: usize,
    /// Rows that are worked on at once.
    pub batch_rows: usize,
}

impl RunLimits {
    /// Memory of a run where nothing else is said (chosen: the largest table here, all columns sorted, takes half of it).
    pub const MEMORY_MB: u64 = 2048;
    /// Seconds of a run where nothing else is said (chosen: the slowest example of the guide takes two).
    pub const SECONDS: u64 = 30;
    /// Rows that are shown where nothing else is said.
    pub const ROWS: usize = 1000;
    /// Rows of a batch where nothing else is said.
    pub const BATCH_ROWS: usize = 8192;
}

impl Default for RunLimits {
    fn default() -> Self {
        Self { memory_mb: Self::MEMORY_MB, seconds: Self::SECONDS, rows: None, partitions: 2, batch_rows: Self::BATCH_ROWS }
    }
}
