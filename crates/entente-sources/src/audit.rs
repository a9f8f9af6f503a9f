//! Looks at a finished table as a whole: keys, repeats, plausible sizes, and a fingerprint of what it says.

use std::collections::{BTreeMap, BTreeSet};

use entente_core::YearSpan;
use serde::{Deserialize, Serialize};

use crate::card::TableCard;
use crate::error::Error;
use crate::hash::mix;
use crate::reader::Sizes;
use crate::table::{Data, NO_INT, Table};

/// What one file says in one table, in few numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fingerprint {
    /// Rows.
    pub rows: u64,
    /// Distinct states.
    pub states: u64,
    /// Sum over all rows, which does not depend on their order.
    pub all: u64,
    /// Rows and sum for each year; empty for a table without years.
    pub years: BTreeMap<i32, (u64, u64)>,
    /// Sum for each column.
    pub columns: BTreeMap<String, u64>,
}

/// Checks a table against its card and takes its fingerprint. The column of lines is no part of what a table says.
///
/// # Errors
/// Two rows of one key, a block that stands twice, or sizes that the card does not allow.
pub fn check(file: &str, card: &TableCard, table: &Table, sizes: Sizes) -> Result<Fingerprint, Error> {
    let whole = |message: String| Error::Whole { file: file.to_owned(), table: card.name.clone(), message };
    let print = fingerprint(card, table);
    let rows = table.rows();
    if sizes == Sizes::Free {
        check_keys(file, card, table)?;
        return Ok(print);
    }
    if rows < card.rows[0] || rows > card.rows[1] {
        return Err(whole(format!(
            "{rows} rows, and a sound file has {} to {}; it is cut, or holds something else",
            card.rows[0], card.rows[1]
        )));
    }
    if let Some(years) = table.ints(&card.year) {
        for (row, year) in years.iter().enumerate().filter(|(_, year)| **year != NO_INT) {
            if *year < card.years[0] || *year > card.years[1] {
                let message = format!("{year} is outside {} to {}; a column may have been moved", card.years[0], card.years[1]);
                return Err(Error::Cell {
                    file: file.to_owned(),
                    line: line(table, row),
                    column: card.year.clone(),
                    value: year.to_string(),
                    message,
                });
            }
        }
    }
    let states = print.states as usize;
    if states < card.states[0] || states > card.states[1] {
        return Err(whole(format!(
            "{states} states, and a sound file has {} to {}; it is cut, or holds something else",
            card.states[0], card.states[1]
        )));
    }
    check_keys(file, card, table)?;
    check_repeats(file, card, table)?;
    Ok(print)
}

/// The line of a row in the publisher's file.
pub fn line(table: &Table, row: usize) -> u64 {
    table.ints("source_line").and_then(|lines| lines.get(row)).map_or(0, |line| *line as u64)
}

/// Years that a table speaks about: those its file states, its card's, or from its first to its last row.
pub fn covers(card: &TableCard, table: &Table, stated: Option<YearSpan>) -> Option<YearSpan> {
    let from_rows = || {
        let known = table.ints(&card.year)?.iter().copied().filter(|y| *y != NO_INT);
        YearSpan::new(known.clone().min()?, known.max()?)
    };
    stated.or(card.covers).or_else(from_rows)
}

/// One cell as 32 bits that are equal only for equal cells of the column.
fn bits(data: &Data, row: usize) -> u64 {
    match data {
        Data::Int(values) | Data::Date(values) => u64::from(values[row] as u32),
        Data::Text(texts) => u64::from(texts.rows[row]),
        Data::Real(values) => values[row].to_bits(),
    }
}

fn check_keys(file: &str, card: &TableCard, table: &Table) -> Result<(), Error> {
    if card.key.is_empty() {
        return Ok(());
    }
    let columns: Vec<&Data> = card.key.iter().filter_map(|name| table.column(name)).collect();
    assert_eq!(columns.len(), card.key.len(), "{}: a column of the key is not in the table", card.name);
    let key = |row: usize| columns.iter().map(|data| bits(data, row)).collect::<Vec<u64>>();
    let shown = |row: usize| {
        let cells = card.key.iter().zip(&columns).map(|(name, data)| format!("{name} {}", data.show(row).unwrap_or_default()));
        cells.collect::<Vec<_>>().join(", ")
    };
    let packed: Option<Vec<u128>> = (columns.len() <= 4 && columns.iter().all(|c| !matches!(c, Data::Real(_))))
        .then(|| (0..table.rows()).map(|row| columns.iter().fold(0u128, |sum, data| sum << 32 | u128::from(bits(data, row)))).collect());
    let twice = match packed {
        Some(keys) if keys.is_sorted_by(|a, b| a < b) => None,
        // Keys alone are sorted in half the time, and a key that stands twice is rare.
        Some(keys) => {
            let mut sorted = keys.clone();
            sorted.sort_unstable();
            if sorted.is_sorted_by(|a, b| a < b) { None } else { twice(keys.into_iter()) }
        }
        None => twice((0..table.rows()).map(key)),
    };
    match twice {
        None => Ok(()),
        Some((first, second)) => {
            let message = format!("{} stands twice, in lines {} and {}", shown(first), line(table, first), line(table, second));
            Err(Error::Line {
                file: file.to_owned(),
                line: line(table, second),
                message: format!("{message}; a block may have been copied, or a row added by hand"),
            })
        }
    }
}

/// The first two places with the same key.
fn twice<K: Ord>(keys: impl Iterator<Item = K>) -> Option<(usize, usize)> {
    let mut sorted: Vec<(K, usize)> = keys.zip(0..).collect();
    sorted.sort_unstable();
    sorted.windows(2).filter(|pair| pair[0].0 == pair[1].0).map(|pair| (pair[0].1, pair[1].1)).min_by_key(|(_, second)| *second)
}

/// Rows that repeat another in full, where no key rules them out: a few are the publisher's, many are a copied block.
fn check_repeats(file: &str, card: &TableCard, table: &Table) -> Result<(), Error> {
    if !card.key.is_empty() {
        return Ok(());
    }
    let columns: Vec<&Data> = table.columns.iter().filter(|(name, _)| name != "source_line").map(|(_, data)| data).collect();
    let hash = |row: usize| columns.iter().enumerate().fold(0u64, |sum, (n, data)| mix(sum ^ mix(bits(data, row) ^ mix(n as u64 + 1))));
    let mut sorted: Vec<(u64, usize)> = (0..table.rows()).map(|row| (hash(row), row)).collect();
    sorted.sort_unstable();
    let same = |a: usize, b: usize| columns.iter().all(|data| bits(data, a) == bits(data, b));
    let repeats: Vec<usize> = sorted.windows(2).filter(|p| p[0].0 == p[1].0 && same(p[0].1, p[1].1)).map(|p| p[1].1).collect();
    if repeats.len() > card.repeats {
        let first = repeats.iter().copied().min().unwrap_or_default();
        let message = format!(
            "{} rows repeat another row in full, the first here; a sound file has at most {}: a block has been copied",
            repeats.len(),
            card.repeats
        );
        return Err(Error::line(file, line(table, first), message));
    }
    Ok(())
}

fn text_hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| mix(hash ^ u64::from(byte)))
}

/// Gives a hash for each cell of a column.
fn hashed(data: &Data, salt: u64, mut into: impl FnMut(usize, u64)) {
    match data {
        Data::Int(values) | Data::Date(values) => {
            values.iter().enumerate().for_each(|(row, v)| into(row, mix(u64::from(*v as u32) ^ salt)));
        }
        Data::Real(values) => {
            values.iter().enumerate().for_each(|(row, v)| into(row, mix(if v.is_nan() { 1 } else { (v + 0.0).to_bits() } ^ salt)));
        }
        Data::Text(texts) => {
            let pool: Vec<u64> = texts.pool.iter().map(|t| mix(text_hash(t) ^ salt)).collect();
            texts.rows.iter().enumerate().for_each(|(row, place)| into(row, pool.get(*place as usize).copied().unwrap_or(salt)));
        }
    }
}

/// Fingerprint of what the table says, in any order of its rows.
fn fingerprint(card: &TableCard, table: &Table) -> Fingerprint {
    let rows = table.rows();
    let mut row_sums = vec![0u64; rows];
    let mut columns = BTreeMap::new();
    // A column's sum binds each cell to the key of its row, so that cells which change places are seen.
    let mut key_sums = vec![0u64; rows];
    for name in &card.key {
        if let Some(data) = table.column(name) {
            hashed(data, text_hash(name), |row, hash| key_sums[row] = mix(key_sums[row] ^ hash));
        }
    }
    for (name, data) in table.columns.iter().filter(|(name, _)| name != "source_line") {
        let mut sum = 0u64;
        hashed(data, text_hash(name), |row, hash| {
            row_sums[row] = row_sums[row].wrapping_add(mix(hash));
            sum = sum.wrapping_add(mix(hash ^ key_sums[row]));
        });
        columns.insert(name.clone(), sum);
    }
    let mut years: BTreeMap<i32, (u64, u64)> = BTreeMap::new();
    let of = table.ints(&card.year);
    let mut all = 0u64;
    for (row, sum) in row_sums.iter().enumerate() {
        let sum = mix(*sum);
        all = all.wrapping_add(sum);
        if let Some(year) = of.map(|years| years[row]).filter(|year| *year != NO_INT) {
            let entry = years.entry(year).or_default();
            *entry = (entry.0 + 1, entry.1.wrapping_add(sum));
        }
    }
    let mut states = BTreeSet::new();
    for name in &card.state {
        let mut last = NO_INT;
        for code in table.ints(name).unwrap_or_default() {
            if *code != last {
                last = *code;
                states.insert(*code);
            }
        }
    }
    states.remove(&NO_INT);
    Fingerprint { rows: rows as u64, states: states.len() as u64, all, years, columns }
}
