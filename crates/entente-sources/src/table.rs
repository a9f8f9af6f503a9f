//! A table in memory: named columns of one length, plain vectors with one value set aside for "not there".
//!
//! Why not a columnar library's arrays: a source writes cell by cell, the measures read slices, and only the store between them
//! needs a file format. Known weakness: integers are 32 bit, which every key and count of the sources fits.

use crate::hash::Map;

/// An integer, day or flag that is not there.
pub const NO_INT: i32 = i32::MIN;
/// A text that is not there.
pub const NO_TEXT: u32 = u32::MAX;

/// One column. Whole numbers and days that are not there hold [`NO_INT`], real numbers NaN, texts [`NO_TEXT`].
#[derive(Debug, Clone, PartialEq)]
pub enum Data {
    /// Whole numbers.
    Int(Vec<i32>),
    /// Real numbers; an input that is not finite is refused before it comes here.
    Real(Vec<f64>),
    /// Days since 1970-01-01.
    Date(Vec<i32>),
    /// Texts, each kept once.
    Text(Texts),
}

/// A column of texts: each distinct text once, and a number for each row.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Texts {
    /// The distinct texts in the order of their first row.
    pub pool: Vec<String>,
    /// For each row its place in the pool.
    pub rows: Vec<u32>,
    places: Map<String, u32>,
}

impl Texts {
    /// A column from its parts, as the store reads them.
    pub fn new(pool: Vec<String>, rows: Vec<u32>) -> Self {
        Self { pool, rows, places: Map::default() }
    }

    /// The text of a row.
    pub fn get(&self, row: usize) -> Option<&str> {
        self.pool.get(*self.rows.get(row)? as usize).map(String::as_str)
    }

    /// Adds a row.
    pub fn push(&mut self, text: Option<&str>) {
        let Some(text) = text else { return self.rows.push(NO_TEXT) };
        // Neighbouring rows mostly say the same.
        if let Some(last) = self.rows.last().filter(|last| self.pool.get(**last as usize).is_some_and(|t| t == text)) {
            return self.rows.push(*last);
        }
        let place = match self.places.get(text) {
            Some(place) => *place,
            None => {
                let place = self.pool.len() as u32;
                self.pool.push(text.to_owned());
                self.places.insert(text.to_owned(), place);
                place
            }
        };
        self.rows.push(place);
    }
}

impl Data {
    /// Number of rows.
    pub fn len(&self) -> usize {
        match self {
            Self::Int(values) | Self::Date(values) => values.len(),
            Self::Real(values) => values.len(),
            Self::Text(texts) => texts.rows.len(),
        }
    }

    /// Says whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Says whether the cell of a row is there.
    pub fn is_known(&self, row: usize) -> bool {
        match self {
            Self::Int(values) | Self::Date(values) => values[row] != NO_INT,
            Self::Real(values) => !values[row].is_nan(),
            Self::Text(texts) => texts.rows[row] != NO_TEXT,
        }
    }

    /// The cell of a row as a reader would write it; none where it is not there.
    pub fn show(&self, row: usize) -> Option<String> {
        if row >= self.len() || !self.is_known(row) {
            return None;
        }
        Some(match self {
            Self::Int(values) => values[row].to_string(),
            Self::Real(values) => values[row].to_string(),
            Self::Date(values) => day_text(values[row]),
            Self::Text(texts) => texts.get(row)?.to_owned(),
        })
    }
}

/// The day that lies so many days after 1970-01-01, as `YYYY-MM-DD`.
pub fn day_text(days: i32) -> String {
    let day = jiff::civil::Date::constant(1970, 1, 1).checked_add(jiff::Span::new().try_days(days).unwrap_or_default());
    day.map_or_else(|_| format!("day {days}"), |day| day.to_string())
}

/// Days since 1970-01-01.
pub fn day_number(day: jiff::civil::Date) -> i32 {
    // Days from civil, after Howard Hinnant's public-domain note "chrono-Compatible Low-Level Date Algorithms".
    let (y, m, d) = (i32::from(day.year()), i32::from(day.month()), i32::from(day.day()));
    let y = if m <= 2 { y - 1 } else { y };
    let era = y.div_euclid(400);
    let of_era = y - era * 400;
    let of_year = (153 * ((m + 9) % 12) + 2) / 5 + d - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// Named columns of one length.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Table {
    /// Name of the table.
    pub name: String,
    /// Columns in order.
    pub columns: Vec<(String, Data)>,
}

impl Table {
    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.columns.first().map_or(0, |(_, data)| data.len())
    }

    /// The column of that name.
    pub fn column(&self, name: &str) -> Option<&Data> {
        self.columns.iter().find(|(n, _)| n == name).map(|(_, data)| data)
    }

    /// Adds the rows of a table with the same columns.
    pub fn append(&mut self, next: Self) {
        for ((_, old), (_, new)) in self.columns.iter_mut().zip(next.columns) {
            match (old, new) {
                (Data::Int(a), Data::Int(b)) | (Data::Date(a), Data::Date(b)) => a.extend(b),
                (Data::Real(a), Data::Real(b)) => a.extend(b),
                (Data::Text(a), Data::Text(b)) => (0..b.rows.len()).for_each(|row| a.push(b.get(row))),
                // Columns of one table are of one type in every part, as its card has it.
                _ => {}
            }
        }
    }

    /// A column of whole numbers or days.
    pub fn ints(&self, name: &str) -> Option<&[i32]> {
        match self.column(name)? {
            Data::Int(values) | Data::Date(values) => Some(values),
            _ => None,
        }
    }

    /// A column of real numbers.
    pub fn reals(&self, name: &str) -> Option<&[f64]> {
        match self.column(name)? {
            Data::Real(values) => Some(values),
            _ => None,
        }
    }

    /// A column of texts.
    pub fn texts(&self, name: &str) -> Option<&Texts> {
        match self.column(name)? {
            Data::Text(texts) => Some(texts),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_count_from_1970_and_back() {
        for (text, number) in [("1970-01-01", 0), ("1816-01-01", -56_248), ("2000-02-29", 11_016), ("2024-12-31", 20_088)] {
            assert_eq!(day_number(text.parse().unwrap()), number, "{text}");
            assert_eq!(day_text(number), text);
        }
    }

    #[test]
    fn a_text_is_kept_once() {
        let mut texts = Texts::default();
        for text in [Some("NA"), None, Some("b"), Some("NA")] {
            texts.push(text);
        }
        assert_eq!((texts.pool.len(), texts.get(0), texts.get(1), texts.get(3)), (2, Some("NA"), None, Some("NA")));
    }
}
