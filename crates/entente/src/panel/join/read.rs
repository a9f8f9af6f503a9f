//! From the bytes of a user's file to its keys and columns.

use std::collections::BTreeMap;
use std::path::Path;

use csv::StringRecord;
use entente_core::System;
use entente_sources::reader::sha256;

use super::cells::column;
use super::{OwnTable, Whose};
use crate::case_file::{TEXT_LIMIT, is_steering};
use crate::error::Error;
use crate::fs::Fs;

/// Largest file, in bytes (chosen: a directed panel since 1816 with ten columns has a tenth of it).
const LIMIT: u64 = 1 << 30;

/// A key in the header.
struct Key {
    system: System,
    whose: Whose,
    /// Places of the first number, the second and the year.
    places: [Option<usize>; 3],
}

const KEYS: &str =
    "a key is ccode1, ccode2 and year; ccode1 and ccode2; ccode and year; or ccode (gwcode1, gwcode2 and gwcode for --system gw)";

impl OwnTable {
    /// Reads a file.
    ///
    /// # Errors
    /// The file is not there, is too large, or is no table with a key.
    pub fn open(fs: &dyn Fs, path: &Path) -> Result<Self, Error> {
        let bytes = fs.read_up_to(path, LIMIT).map_err(|source| Error::Io { path: path.to_owned(), source })?;
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if bytes.len() as u64 > LIMIT {
            return Err(Error::Columns { file: name, message: format!("larger than {LIMIT} bytes, which is the limit of a file to join") });
        }
        Self::parse(&name, &bytes)
    }

    /// Reads its bytes.
    ///
    /// # Errors
    /// As [`OwnTable::open`].
    pub fn parse(name: &str, bytes: &[u8]) -> Result<Self, Error> {
        let wrong = |message: String| Error::Columns { file: name.to_owned(), message };
        let text = std::str::from_utf8(bytes).map_err(|e| {
            let line = bytes[..e.valid_up_to()].iter().filter(|byte| **byte == b'\n').count() + 1;
            wrong(format!("line {line} is not UTF-8; save the file as CSV UTF-8"))
        })?;
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let (separator, header, key) = header(text).map_err(wrong)?;
        let mut reader = csv::ReaderBuilder::new().delimiter(separator).flexible(true).from_reader(text.as_bytes());
        let mut records = Vec::new();
        for record in reader.records() {
            let record = record.map_err(|e| wrong(e.to_string()))?;
            check(name, &header, &record)?;
            records.push(record);
        }
        let keys = keys(name, &header, &key, &records)?;
        let mut findings = Vec::new();
        let others = (0..header.len()).filter(|place| !key.places.contains(&Some(*place)));
        let columns = others.map(|place| column(name, &header[place], &records, place, &mut findings)).collect::<Vec<_>>();
        if columns.is_empty() {
            return Err(wrong("has no column beside its key, so there is nothing to join".to_owned()));
        }
        Ok(Self {
            name: name.to_owned(),
            sha256: sha256(bytes),
            bytes: bytes.len() as u64,
            system: key.system,
            whose: key.whose,
            has_year: key.places[2].is_some(),
            keys,
            lines: records.iter().map(line).collect(),
            columns,
            findings,
        })
    }
}

/// The line on which a record begins.
pub(super) fn line(record: &StringRecord) -> u64 {
    record.position().map_or(0, csv::Position::line)
}

/// The separator is that of comma, tab and semicolon with which the header has a key.
fn header(text: &str) -> Result<(u8, StringRecord, Key), String> {
    let mut first: Option<StringRecord> = None;
    for separator in *b",\t;" {
        let mut reader = csv::ReaderBuilder::new().delimiter(separator).from_reader(text.as_bytes());
        let mut header = reader.headers().map_err(|e| e.to_string())?.clone();
        header.trim();
        if let Some(key) = key_of(&header) {
            for (n, name) in header.iter().enumerate() {
                if name.is_empty() {
                    return Err(format!("column {} has no name; name it or leave it out (in R: write.csv(..., row.names = FALSE))", n + 1));
                }
                if header.iter().take(n).any(|before| before == name) {
                    return Err(format!("column {name:?} stands twice"));
                }
            }
            return Ok((separator, header, key));
        }
        if first.as_ref().is_none_or(|first| header.len() > first.len()) {
            first = Some(header);
        }
    }
    let names: Vec<String> = first.iter().flatten().take(12).map(|name| format!("{name:?}")).collect();
    Err(format!("no key among its columns {}; {KEYS}", names.join(", ")))
}

fn key_of(header: &StringRecord) -> Option<Key> {
    let place = |name: &str| header.iter().position(|h| h == name);
    let year = place("year");
    for (system, code) in [(System::Cow, "ccode"), (System::Gw, "gwcode")] {
        if let (Some(one), Some(two)) = (place(&format!("{code}1")), place(&format!("{code}2"))) {
            return Some(Key { system, whose: Whose::Pair, places: [Some(one), Some(two), year] });
        }
        if let Some(one) = place(code) {
            return Some(Key { system, whose: Whose::State, places: [Some(one), None, year] });
        }
    }
    None
}

fn wrong_cell(file: &str, line: u64, column: &str, value: &str, message: String) -> Error {
    Error::Cell { file: file.to_owned(), line, column: column.to_owned(), value: value.chars().take(40).collect(), message }
}

fn check(file: &str, header: &StringRecord, record: &StringRecord) -> Result<(), Error> {
    let first = || (header.get(0).unwrap_or_default(), record.get(0).unwrap_or_default());
    if record.len() != header.len() {
        let message =
            format!("the row has {} cells and the header {}; look for a missing or an extra separator", record.len(), header.len());
        return Err(wrong_cell(file, line(record), first().0, first().1, message));
    }
    for (column, value) in header.iter().zip(record) {
        if value.len() > TEXT_LIMIT {
            return Err(wrong_cell(file, line(record), column, value, format!("longer than {TEXT_LIMIT} bytes")));
        }
        if value.chars().any(is_steering) {
            let message = "a control or direction character in the text; remove it".to_owned();
            return Err(wrong_cell(file, line(record), column, "", message));
        }
    }
    Ok(())
}

/// Numbers and years of the rows; the same twice is an error.
fn keys(file: &str, header: &StringRecord, key: &Key, records: &[StringRecord]) -> Result<Vec<[i32; 3]>, Error> {
    let mut seen: BTreeMap<[i32; 3], u64> = BTreeMap::new();
    let mut keys = Vec::with_capacity(records.len());
    for record in records {
        let mut of = [0; 3];
        for (part, place) in of.iter_mut().zip(key.places) {
            let Some(place) = place else { continue };
            let value = record[place].trim();
            *part = value.parse().map_err(|_| {
                let what = if value.is_empty() {
                    "empty; every row needs its key"
                } else {
                    "not a whole number, and this column is part of the key"
                };
                wrong_cell(file, line(record), &header[place], value, what.to_owned())
            })?;
        }
        if key.whose == Whose::State {
            of[1] = of[0];
        }
        if let Some(before) = seen.insert(of, line(record)) {
            let [one, ..] = key.places;
            let place = one.unwrap_or_default();
            let message = format!("the same key stands on line {before} and on line {}; a key may stand once", line(record));
            return Err(wrong_cell(file, line(record), &header[place], &record[place], message));
        }
        keys.push(of);
    }
    Ok(keys)
}
