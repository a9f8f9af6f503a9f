//! A column of texts, each distinct text held once.

use std::collections::HashMap;

use super::encoding::{Mark, Native};

/// A column of texts, each distinct text held once.
///
/// Missing: the code is [`TextColumn::NA`].
///
/// # Example
/// ```
/// use entente_sources::rdata::TextColumn;
/// let votes = TextColumn { pool: vec!["yes".into(), "no".into()], codes: vec![0, 1, TextColumn::NA, 0] };
/// assert_eq!(votes.iter().collect::<Vec<_>>(), [Some("yes"), Some("no"), None, Some("yes")]);
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TextColumn {
    /// The distinct texts, in the order of their first row.
    pub pool: Vec<String>,
    /// For each row the place of its text in the pool, or [`TextColumn::NA`].
    pub codes: Vec<u32>,
}

impl TextColumn {
    /// The code of a missing text.
    pub const NA: u32 = u32::MAX;

    /// The number of rows.
    pub fn len(&self) -> usize {
        self.codes.len()
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.codes.is_empty()
    }

    /// The text of a row; none if it is missing or there is no such row.
    pub fn get(&self, row: usize) -> Option<&str> {
        self.pool.get(*self.codes.get(row)? as usize).map(String::as_str)
    }

    /// The texts row by row.
    pub fn iter(&self) -> impl Iterator<Item = Option<&str>> {
        self.codes.iter().map(|code| self.pool.get(*code as usize).map(String::as_str))
    }
}

/// How many texts the short memory holds; chosen: the 193 states of a roll call and some. At half or double the largest
/// source reads equally fast.
const RECENT: usize = 1024;

/// Builds a [`TextColumn`] from the bytes of its cells, which live as long as the stream.
///
/// R writes every cell in full. A short memory, indexed by a few bytes of the cell, answers for most of them; behind it
/// stands a map whose hash nobody can prepare collisions for.
pub(super) struct Interner<'a> {
    column: TextColumn,
    recent: Vec<Option<(&'a [u8], Mark, u32)>>,
    by_bytes: HashMap<(&'a [u8], Mark), u32>,
    by_text: HashMap<String, u32>,
    limit: usize,
}

/// Why a cell is not taken: too many distinct texts, or an encoding it breaks.
pub(super) enum CellError {
    Limit,
    Encoding(String),
}

impl<'a> Interner<'a> {
    /// An empty column for `cells` cells and at most `limit` distinct texts.
    pub(super) fn new(cells: usize, limit: u64) -> Self {
        Self {
            column: TextColumn { pool: Vec::new(), codes: Vec::with_capacity(cells) },
            recent: vec![None; if cells < RECENT { 1 } else { RECENT }],
            by_bytes: HashMap::new(),
            by_text: HashMap::new(),
            limit: usize::try_from(limit).unwrap_or(usize::MAX).min(TextColumn::NA as usize),
        }
    }

    /// Adds a missing cell.
    pub(super) fn push_missing(&mut self) {
        self.column.codes.push(TextColumn::NA);
    }

    /// Adds a cell as the stream holds it.
    pub(super) fn push_bytes(&mut self, bytes: &'a [u8], mark: Mark, native: &Native) -> Result<(), CellError> {
        // An ASCII text has one spelling in bytes, whatever its mark.
        let mark = if bytes.is_ascii() { Mark::Ascii } else { mark };
        let slot = slot(bytes) % self.recent.len();
        if let Some((seen, seen_mark, code)) = self.recent[slot]
            && seen == bytes
            && seen_mark == mark
        {
            self.column.codes.push(code);
            return Ok(());
        }
        let code = match self.by_bytes.get(&(bytes, mark)) {
            Some(code) => *code,
            None => {
                let text = native.decode(bytes, mark).map_err(|encoding| CellError::Encoding(encoding.to_owned()))?;
                let code = if mark == Mark::Ascii { self.add(&text)? } else { self.code(&text)? };
                self.by_bytes.insert((bytes, mark), code);
                code
            }
        };
        self.recent[slot] = Some((bytes, mark, code));
        self.column.codes.push(code);
        Ok(())
    }

    /// Adds a cell that is text already, or missing.
    pub(super) fn push_text(&mut self, text: Option<&str>) -> Result<(), CellError> {
        let code = match text {
            Some(text) => self.code(text)?,
            None => TextColumn::NA,
        };
        self.column.codes.push(code);
        Ok(())
    }

    /// The column.
    pub(super) fn finish(self) -> TextColumn {
        self.column
    }

    /// The code of a text, which is new to the pool unless another spelling in bytes has brought it before.
    fn code(&mut self, text: &str) -> Result<u32, CellError> {
        if let Some(code) = self.by_text.get(text) {
            return Ok(*code);
        }
        let code = self.add(text)?;
        self.by_text.insert(text.to_owned(), code);
        Ok(code)
    }

    fn add(&mut self, text: &str) -> Result<u32, CellError> {
        if self.column.pool.len() >= self.limit {
            return Err(CellError::Limit);
        }
        let code = u32::try_from(self.column.pool.len()).map_err(|_| CellError::Limit)?;
        self.column.pool.push(text.to_owned());
        Ok(code)
    }
}

/// The place of a cell in the short memory, from its length and three of its bytes.
fn slot(bytes: &[u8]) -> usize {
    let at = |index: usize| bytes.get(index).copied().map_or(0, usize::from);
    let last = bytes.len().saturating_sub(1);
    bytes.len().wrapping_mul(7) ^ at(0).wrapping_mul(31) ^ at(last / 2).wrapping_mul(131) ^ at(last).wrapping_mul(17)
}
