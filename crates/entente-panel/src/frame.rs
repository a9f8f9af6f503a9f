//! What a writer needs of a table: its columns with what they mean, and any stretch of rows of one column at a time.
//!
//! Rows are made when they are asked for, so a table of two million rows and a hundred columns is never held as a whole.

use std::ops::Range;

use entente_sources::table::{NO_INT, NO_TEXT, Texts};

use crate::status::Status;

/// Longest name of a column, what Stata allows.
pub const LONGEST_NAME: usize = 32;

/// Type of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Whole numbers.
    Int,
    /// Real numbers.
    Real,
    /// Texts.
    Text,
}

/// A column and what it means.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// Name, at most 32 characters.
    pub name: String,
    /// One short line: what one value is.
    pub label: String,
    /// Its type.
    pub kind: Kind,
    /// Unit, and the range where it is not plain; empty where the label says all.
    pub unit: String,
    /// What whole numbers stand for, where they are codes.
    pub codes: Vec<(i32, &'static str)>,
    /// Tables of the store, or files, that it rests on.
    pub from: Vec<String>,
    /// What absence means.
    pub absence: String,
    /// True where a value is computed, and not the publisher's own.
    pub is_computed: bool,
    /// True for a column of the key.
    pub is_key: bool,
}

impl Field {
    /// A column of the key.
    pub fn key(name: &str, label: &str) -> Self {
        Self {
            name: name.to_owned(),
            label: label.to_owned(),
            kind: Kind::Int,
            unit: String::new(),
            codes: Vec::new(),
            from: Vec::new(),
            absence: "never absent".to_owned(),
            is_computed: true,
            is_key: true,
        }
    }
}

/// Values of rows of one column.
#[derive(Debug, Clone)]
pub enum Values {
    /// Whole numbers.
    Int(Vec<i32>),
    /// Real numbers.
    Real(Vec<f64>),
    /// Texts.
    Text(Texts),
}

impl Values {
    /// Values of a kind, all of them not there.
    pub fn absent(kind: Kind, count: usize) -> Self {
        match kind {
            Kind::Int => Self::Int(vec![NO_INT; count]),
            Kind::Real => Self::Real(vec![f64::NAN; count]),
            Kind::Text => {
                let mut texts = Texts::default();
                texts.rows.resize(count, NO_TEXT);
                Self::Text(texts)
            }
        }
    }

    /// Their type.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Int(_) => Kind::Int,
            Self::Real(_) => Kind::Real,
            Self::Text(_) => Kind::Text,
        }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        match self {
            Self::Int(values) => values.len(),
            Self::Real(values) => values.len(),
            Self::Text(texts) => texts.rows.len(),
        }
    }

    /// Says whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// Rows of one column: values, and the code of each one's [`Status`]. Where that says there is none, the value means nothing.
#[derive(Debug, Clone)]
pub struct Chunk {
    /// Values.
    pub values: Values,
    /// Status of each.
    pub status: Vec<u8>,
}

impl Chunk {
    /// Whole numbers that are all observed.
    pub fn known(values: Vec<i32>) -> Self {
        Self { status: vec![Status::Observed as u8; values.len()], values: Values::Int(values) }
    }
}

/// Rows of one column as stretches of cells that other rows show as well.
#[derive(Debug)]
pub struct Shared<'a> {
    /// Values of all cells.
    pub values: &'a Values,
    /// Status of all cells.
    pub status: &'a [u8],
    /// Cells of the rows, in order.
    pub stretches: Vec<Range<usize>>,
}

/// A table that can be written.
pub trait Frame: Sync {
    /// Number of rows.
    fn rows(&self) -> usize;

    /// Its columns, those of the key first.
    fn fields(&self) -> &[Field];

    /// Told before the columns of these rows are asked for, by one thread: a table that computes its rows may do so here, once for all
    /// columns.
    fn prepare(&self, rows: Range<usize>) {
        let _ = rows;
    }

    /// Rows of one column. The same rows are the same whatever stretch they are asked for in.
    fn chunk(&self, column: usize, rows: Range<usize>) -> Chunk;

    /// The same rows as stretches of cells, where many rows share a cell and its values are numbers; none elsewhere.
    fn shared(&self, _column: usize, _rows: Range<usize>) -> Option<Shared<'_>> {
        None
    }
}
