//! A file that names the pairs of a panel: a CSV with `ccode1,ccode2`, and `year` where it means some years only.

use std::collections::BTreeSet;
use std::path::Path;

use entente_core::System;

use super::restrict::Restriction;
use crate::dataset::OwnFile;
use crate::error::Error;
use crate::fs::{Fs, read_bounded};

/// Largest file: more pairs and years than there are.
const LIMIT: u64 = 256 << 20;

/// Reads the pairs; their order within a row means nothing.
///
/// # Errors
/// A file without these columns, or a cell that is no number, with its line, column and value.
pub fn read(fs: &dyn Fs, path: &Path, system: System) -> Result<Restriction, Error> {
    let file = path.display().to_string();
    let bytes = read_bounded(fs, path, "a list of pairs", LIMIT)?;
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).flexible(true).from_reader(bytes.as_slice());
    let broken = |e: csv::Error| {
        let line = e.position().map_or(1, csv::Position::line) as usize;
        Error::Syntax { file: file.clone(), line, column: 1, message: format!("not a CSV file in UTF-8: {e}") }
    };
    let header: Vec<String> = reader.headers().map_err(broken)?.iter().map(|h| h.trim_start_matches('\u{feff}').to_lowercase()).collect();
    let code = match system {
        System::Cow => "ccode",
        System::Gw => "gwcode",
    };
    let wanted = [format!("{code}1"), format!("{code}2")];
    let place = |name: &str| header.iter().position(|h| h == name);
    let (Some(one), Some(two)) = (place(&wanted[0]), place(&wanted[1])) else {
        let message = format!("needs the columns {} and {}, and may have year; it has {}", wanted[0], wanted[1], header.join(", "));
        return Err(Error::Columns { file, message });
    };
    let year = place("year");
    let mut pairs = BTreeSet::new();
    for record in reader.records() {
        let record = record.map_err(broken)?;
        let line = record.position().map_or(0, csv::Position::line);
        let number = |at: usize| {
            let value = record.get(at).unwrap_or_default();
            value.parse::<i32>().map_err(|_| Error::Cell {
                file: file.clone(),
                line,
                column: header[at].clone(),
                value: value.chars().take(40).collect(),
                message: "must be a whole number".to_owned(),
            })
        };
        let state = |at: usize| {
            let value = number(at)?;
            u16::try_from(value).map_err(|_| Error::Cell {
                file: file.clone(),
                line,
                column: header[at].clone(),
                value: value.to_string(),
                message: "is no number of a state".to_owned(),
            })
        };
        let (x, y) = (state(one)?, state(two)?);
        pairs.insert((x.min(y), x.max(y), year.map(number).transpose()?));
    }
    Ok(Restriction::Pairs { file: OwnFile::new("dyads", path, &bytes), pairs })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fs::Disk;

    fn parsed(text: &str) -> Result<Restriction, Error> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("pairs.csv");
        std::fs::write(&path, text).unwrap();
        read(&Disk, &path, System::Cow)
    }

    #[test]
    fn pairs_in_any_order_with_and_without_years() {
        let Restriction::Pairs { pairs, .. } = parsed("\u{feff}year,ccode1,ccode2\n1990,710,365\n1990,365,710\n").unwrap() else {
            panic!()
        };
        assert_eq!(pairs, BTreeSet::from([(365, 710, Some(1990))]));
        let Restriction::Pairs { pairs, .. } = parsed("ccode2,ccode1\n2,740\n").unwrap() else { panic!() };
        assert_eq!(pairs, BTreeSet::from([(2, 740, None)]));
    }

    #[test]
    fn a_bad_cell_is_named() {
        let said = |text: &str| parsed(text).unwrap_err().to_string();
        assert!(said("ccode1,ccode2\n2,740\n2,JPN\n").ends_with("pairs.csv:3: column ccode2, value \"JPN\": must be a whole number"));
        assert!(said("ccode1,ccode2\n2,-9\n").contains("value \"-9\": is no number of a state"));
        assert!(said("a,b\n").contains("needs the columns ccode1 and ccode2"));
    }
}
