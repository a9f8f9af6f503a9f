//! What a source writes into while its file is read: tables under construction, checked cell by cell against the card.

use std::collections::HashSet;

use entente_core::{Finding, Severity, YearSpan};
use jiff::civil::Date;

use crate::card::{Card, ColumnCard, Kind, TableCard};
use crate::error::Error;
use crate::grid::{Field, Row};
use crate::identity::{At, Identity};
use crate::table::{Data, NO_INT, Table, Texts, day_number};

/// One cell to write.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Put<'a> {
    /// Not there, and why; an empty reason where there is only one.
    No(&'a str),
    /// A whole number.
    Int(i32),
    /// A real number.
    Real(f64),
    /// A text.
    Text(&'a str),
    /// A day.
    Day(Date),
}

impl<'a> Put<'a> {
    /// A whole number if there is one.
    pub fn int(value: Option<i32>) -> Self {
        value.map_or(Self::No(""), Self::Int)
    }

    /// A real number if there is one.
    pub fn real(value: Option<f64>) -> Self {
        value.map_or(Self::No(""), Self::Real)
    }

    /// A text if there is one.
    pub fn text(value: Option<&'a str>) -> Self {
        value.map_or(Self::No(""), Self::Text)
    }

    /// A state's number if there is one.
    pub fn state(code: Option<u16>) -> Self {
        code.map_or(Self::No(""), |code| Self::Int(i32::from(code)))
    }
}

/// A table under construction.
#[derive(Debug)]
pub struct Building<'c> {
    /// Its card.
    pub card: &'c TableCard,
    columns: Vec<Data>,
    reasons: Vec<Option<Texts>>,
    lines: Vec<i32>,
    /// Years it speaks about, where the file says so.
    pub covers: Option<YearSpan>,
}

/// A table with its card and the years that its file states.
pub(crate) type Finished<'c> = (&'c TableCard, Table, Option<YearSpan>);

/// Everything one file gives.
#[derive(Debug)]
pub struct Import<'c> {
    /// The card of the source.
    pub card: &'c Card,
    /// File, for messages.
    pub file: String,
    /// Version as the file itself states it.
    pub label: Option<String>,
    /// States resolved so far.
    pub identity: Identity<'c>,
    /// What was odd.
    pub findings: Vec<Finding>,
    tables: Vec<Building<'c>>,
}

/// Name of the column that says why a value is not there.
pub fn reason_column(column: &str) -> String {
    format!("{column}_missing")
}

fn has_reasons(column: &ColumnCard) -> bool {
    column.missing.iter().map(|(_, reason)| reason).collect::<HashSet<_>>().len() > 1
}

impl<'c> Building<'c> {
    fn new(card: &'c TableCard) -> Self {
        let empty = |column: &ColumnCard| match column.kind {
            Kind::Real => Data::Real(Vec::new()),
            Kind::Text => Data::Text(Texts::default()),
            Kind::Date => Data::Date(Vec::new()),
            Kind::Int | Kind::Cow | Kind::FromGw | Kind::FromName | Kind::FromCode => Data::Int(Vec::new()),
        };
        let reasons = card.column.iter().map(|c| has_reasons(c).then(Texts::default)).collect();
        Self { card, columns: card.column.iter().map(empty).collect(), reasons, lines: Vec::new(), covers: None }
    }

    /// Rows so far.
    pub fn rows(&self) -> usize {
        self.lines.len()
    }

    /// Adds a row: one value for each column of the card, in its order.
    ///
    /// # Errors
    /// A value outside what the card allows.
    pub fn push(&mut self, row: &Row<'_>, values: &[Put<'_>]) -> Result<(), Error> {
        self.push_at(row.file, row.line, values)
    }

    /// The same for a row that is made of several lines, or of a part of one.
    ///
    /// # Errors
    /// A value outside what the card allows.
    pub fn push_at(&mut self, file: &str, line: u64, values: &[Put<'_>]) -> Result<(), Error> {
        let wrong = |column: &ColumnCard, value: String, message: String| Error::Cell {
            file: file.to_owned(),
            line,
            column: column.names().first().map_or(column.name.clone(), |n| (*n).to_owned()),
            value,
            message,
        };
        assert_eq!(
            values.len(),
            self.columns.len(),
            "{}: the code of the source gives another number of cells than its card",
            self.card.name
        );
        for (((column, data), reasons), value) in self.card.column.iter().zip(&mut self.columns).zip(&mut self.reasons).zip(values) {
            if let Some(reasons) = reasons {
                reasons.push(match value {
                    Put::No(reason) if !reason.is_empty() => Some(reason),
                    _ => None,
                });
            }
            let number = match value {
                Put::Int(n) => Some(f64::from(*n)),
                Put::Real(n) => Some(*n),
                _ => None,
            };
            if let Some(n) = number
                && (column.min.is_some_and(|min| n < min) || column.max.is_some_and(|max| n > max))
            {
                let bounds =
                    (column.min.map_or("any".to_owned(), |m| m.to_string()), column.max.map_or("any".to_owned(), |m| m.to_string()));
                let message = format!("is outside {} to {}; a column may have been moved, or the layout has changed", bounds.0, bounds.1);
                return Err(wrong(column, n.to_string(), message));
            }
            match (data, value) {
                (Data::Int(values), Put::Int(n)) => values.push(*n),
                (Data::Int(values) | Data::Date(values), Put::No(_)) => values.push(NO_INT),
                (Data::Real(values), Put::Real(n)) => values.push(*n),
                (Data::Real(values), Put::Int(n)) => values.push(f64::from(*n)),
                (Data::Real(values), Put::No(_)) => values.push(f64::NAN),
                (Data::Date(values), Put::Day(day)) => values.push(day_number(*day)),
                (Data::Text(texts), Put::No(_)) => texts.push(None),
                (Data::Text(texts), Put::Text(text)) => {
                    let known = texts.pool.len();
                    texts.push(Some(text));
                    // A text is looked at when it is new to the column.
                    if texts.pool.len() > known && !column.words.is_empty() && !column.words.iter().any(|word| word == text) {
                        let message = format!("is none of the words of this column: {}", column.words.join(", "));
                        return Err(wrong(column, (*text).to_owned(), message));
                    }
                }
                (_, value) => return Err(wrong(column, format!("{value:?}"), format!("is not {:?}", column.kind))),
            }
        }
        self.lines.push(i32::try_from(line).unwrap_or(i32::MAX));
        Ok(())
    }

    /// The finished table, with the column of lines at its end.
    pub(crate) fn finish(self) -> (Table, Option<YearSpan>) {
        let mut columns = Vec::with_capacity(self.columns.len() + 1);
        for ((card, data), reasons) in self.card.column.iter().zip(self.columns).zip(self.reasons) {
            columns.push((card.name.clone(), data));
            if let Some(reasons) = reasons {
                columns.push((reason_column(&card.name), Data::Text(reasons)));
            }
        }
        columns.push(("source_line".to_owned(), Data::Int(self.lines)));
        (Table { name: self.card.name.clone(), columns }, self.covers)
    }
}

impl<'c> Import<'c> {
    /// Starts with nothing read.
    pub fn new(card: &'c Card, file: &str) -> Self {
        Self { card, file: file.to_owned(), label: None, identity: Identity::new(card), findings: Vec::new(), tables: Vec::new() }
    }

    /// The table of that name, opened at its first use.
    ///
    /// # Panics
    /// The card has no such table, which a test of the registry rules out.
    pub fn table(&mut self, name: &str) -> &mut Building<'c> {
        let place = self.tables.iter().position(|building| building.card.name == name).unwrap_or_else(|| {
            let card = self.card.table(name).unwrap_or_else(|| panic!("the card of {} has no table {name}", self.card.id));
            self.tables.push(Building::new(card));
            self.tables.len() - 1
        });
        &mut self.tables[place]
    }

    /// Resolves the state in a cell; none where the cell is blank or its state has no place in the list.
    ///
    /// # Errors
    /// A name that the card calls a total.
    pub fn state(&mut self, kind: Kind, row: &Row<'_>, place: usize, at: At) -> Result<Option<u16>, Error> {
        // What was placed before is no total, and is found without making a text of it.
        let known = match row.get(place) {
            Field::Blank => return Ok(None),
            Field::Text(text) => self.identity.known(kind, text, at),
            Field::Number(n) if kind == Kind::Cow => {
                let code = Some(n as u16).filter(|code| f64::from(*code) == n);
                code.filter(|code| self.identity.is_known_member(*code, at))
            }
            Field::Number(_) => None,
        };
        if known.is_some() {
            return Ok(known);
        }
        let text = row.text(place);
        if is_total(self.card, &text) {
            return Err(row.wrong(place, "is a total, not a state; remove the row, or download the file anew"));
        }
        if kind == Kind::Cow && text.parse::<u16>().is_err() {
            return Err(row.wrong(place, "is not a number of the list of states"));
        }
        Ok(self.identity.state(kind, &text, at, row.line))
    }

    /// Notes something odd at a row.
    pub fn note(&mut self, code: &str, severity: Severity, line: u64, message: impl Into<String>) {
        // What concerns no single line is about the file.
        let place = if line == 0 { self.file.clone() } else { format!("{}:{line}", self.file) };
        self.findings.push(Finding::new(code, severity, place, message));
    }

    /// Tables and findings.
    pub(crate) fn finish(self) -> (Vec<Finished<'c>>, Vec<Finding>, Option<String>) {
        let mut findings = self.findings;
        findings.extend(self.identity.findings(&self.file));
        let mut tables = self.tables;
        tables.sort_by_key(|building| building.card.name.as_str());
        let tables = tables.into_iter().map(|building| {
            let card = building.card;
            let (table, covers) = building.finish();
            (card, table, covers)
        });
        (tables.collect(), findings, self.label)
    }
}

/// Names of rows that hold sums, in any source.
const TOTALS: [&str; 6] = ["total", "totals", "grand total", "world total", "sum", "all countries"];

fn is_total(card: &Card, text: &str) -> bool {
    let folded = text.trim().to_lowercase();
    TOTALS.contains(&folded.as_str()) || card.totals.iter().any(|total| folded == total.to_lowercase())
}

/// The cell of a row as its column's card reads it, states apart.
///
/// # Errors
/// What is neither a value of the column's type nor one of its missing codes.
pub fn read_cell<'r>(column: &'r ColumnCard, row: &'r Row<'_>, place: usize) -> Result<Put<'r>, Error> {
    let field = row.get(place);
    if !column.missing.is_empty() {
        // Few cells begin like a code, so that most are told from it by a letter.
        let is_code = |code: &str, text: &str| code.as_bytes().first() == text.as_bytes().first() && code == text;
        let found = match field {
            Field::Blank => column.missing.iter().find(|(code, _)| code.is_empty()),
            Field::Text(text) => column.missing.iter().find(|(code, _)| is_code(code, text)),
            Field::Number(n) => column.missing.iter().find(|(code, _)| code.parse() == Ok(n)),
        };
        if let Some((_, reason)) = found {
            return Ok(Put::No(reason));
        }
    }
    if field == Field::Blank {
        return Err(row.wrong(place, "is blank, and this column is never blank in a sound file; a cell may have been moved"));
    }
    match column.kind {
        Kind::Int | Kind::Cow => Ok(Put::int(row.int(place)?)),
        // What the cell says is resolved by `Import::state`.
        Kind::FromGw | Kind::FromName | Kind::FromCode => Ok(Put::Text("")),
        Kind::Real => Ok(Put::real(row.real(place)?)),
        Kind::Text => match row.get(place) {
            Field::Text(_) => Ok(Put::Text(match row.get(place) {
                Field::Text(text) => text,
                _ => "",
            })),
            _ => Err(row.wrong(place, "is a number where a text belongs")),
        },
        Kind::Date => match field {
            Field::Text(text) => text.parse().map(Put::Day).map_err(|_| row.wrong(place, "is not a day, written 2005-08-18")),
            Field::Number(days) => {
                let day = jiff::Span::new().try_days(days as i64).ok().and_then(|span| Date::constant(1970, 1, 1).checked_add(span).ok());
                day.map(Put::Day).ok_or_else(|| row.wrong(place, "is not a day"))
            }
            Field::Blank => Ok(Put::No("")),
        },
    }
}
