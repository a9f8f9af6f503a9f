//! Arms, money, exercises and sanctions against the publishers' own files, and against those files after a mishap.
//!
//! Figures named here were taken from the raw files by a script in another language. A mishap is made in memory: each must give an
//! error that names a place, or exactly the right numbers.

#![allow(clippy::print_stdout, reason = "a comparison with published figures is meant to be read")]

mod exercises;
mod gsdb;
mod sipri_milex;
mod sipri_transfers;
mod troops_and_treaties;

use std::collections::BTreeMap;
use std::path::PathBuf;

use entente_core::testkit::publishers_data;
use entente_sources::{Change, Data, Error, FileTables, Options, ReadTable, Table, read};

fn path(what: &str) -> Option<PathBuf> {
    let place = publishers_data(what)?.join(what);
    place.is_file().then_some(place)
}

fn options(of: &str) -> Options<'_> {
    Options { of: Some(of), change: Change::Accepted, ..Options::default() }
}

fn open(what: &str, of: &str) -> Option<FileTables> {
    let bytes = std::fs::read(path(what)?).unwrap();
    Some(read("file", bytes, options(of)).unwrap_or_else(|e| panic!("{what}: {e}")))
}

fn table<'t>(found: &'t FileTables, name: &str) -> &'t ReadTable {
    found.tables.iter().find(|t| t.table.name == name).unwrap_or_else(|| panic!("no table {name}"))
}

fn reals<'t>(table: &'t Table, name: &str) -> &'t [f64] {
    match table.column(name) {
        Some(Data::Real(values)) => values,
        other => panic!("{name}: {other:?}"),
    }
}

fn show(table: &Table, name: &str, row: usize) -> String {
    table.column(name).unwrap_or_else(|| panic!("no column {name}")).show(row).unwrap_or_default()
}

/// The row whose columns show these texts; there must be one and no other.
fn row(table: &Table, cells: &[(&str, &str)]) -> usize {
    let fits = |row: &usize| cells.iter().all(|(name, text)| show(table, name, *row) == *text);
    let rows: Vec<usize> = (0..table.rows()).filter(fits).collect();
    assert_eq!(rows.len(), 1, "{cells:?}");
    rows[0]
}

/// What is wrong with a changed file; a place must be named.
fn fault(bytes: Vec<u8>, of: &str) -> String {
    let error = read("file", bytes, options(of)).map(|found| found.tables.iter().map(|t| t.table.rows()).collect::<Vec<_>>()).unwrap_err();
    let has_place =
        matches!(error, Error::Cell { .. } | Error::Line { .. } | Error::Layout { .. } | Error::Whole { .. } | Error::Format { .. });
    assert!(has_place, "{error}");
    error.to_string()
}

/// The same text with two columns of each data line changed about.
fn swapped(text: &str, head: usize, separator: char, a: usize, b: usize) -> Vec<u8> {
    let line = |(n, line): (usize, &str)| {
        let mut cells: Vec<&str> = line.split(separator).collect();
        if n >= head && cells.len() > a.max(b) {
            cells.swap(a, b);
        }
        cells.join(&separator.to_string())
    };
    text.lines().enumerate().map(line).collect::<Vec<_>>().join("\n").into_bytes()
}

/// Cell `at` of one line replaced.
fn with_cell(text: &str, line: usize, at: usize, cell: &str) -> Vec<u8> {
    let change = |(n, text): (usize, &str)| {
        let mut cells: Vec<&str> = text.split(',').collect();
        if n + 1 == line {
            cells[at] = cell;
        }
        cells.join(",")
    };
    text.lines().enumerate().map(change).collect::<Vec<_>>().join("\n").into_bytes()
}

/// The text in Latin-1.
fn latin1(text: &str) -> Vec<u8> {
    text.chars().map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?')).collect()
}

/// A number that came from a name is that of a member of the list in that year; a name that the card maps is held to it too.
#[test]
fn numbers_from_names_are_members_in_their_year() {
    use entente_core::state::Spell;
    use entente_core::{Register, StateCode, System};
    for (file, id, name, codes, year) in [
        (
            "sipri-at/deals-and-tivs/trade-register_1950-1989.csv",
            "sipri_transfers",
            "sipri_deliveries",
            &["supplier_code", "recipient_code"][..],
            "year",
        ),
        (
            "sipri-at/deals-and-tivs/trade-register_1990-2023.csv",
            "sipri_transfers",
            "sipri_deliveries",
            &["supplier_code", "recipient_code"],
            "year",
        ),
        ("sipri-at/trade-register.csv", "sipri_transfers", "sipri_register", &["supplier_code", "recipient_code"], "first_delivery_year"),
        ("sipri-milex/SIPRI-Milex-data-1949-2024_2.xlsx", "sipri_milex", "sipri_milex", &["ccode"], "year"),
        ("mme/mme_v7.csv", "mme", "mme_participants", &["ccode"], "year"),
        ("mme/jme_v3.xls", "jme", "jme_participants", &["ccode"], "year"),
        ("us-troops/troopdata-rebuild-country-year.csv", "us_troops", "us_troops", &["ccode"], "year"),
    ] {
        let Some(found) = open(file, id) else { return };
        let t = &table(&found, name).table;
        let mut seen: BTreeMap<(i32, i32), bool> = BTreeMap::new();
        for column in codes {
            for (code, year) in t.ints(column).unwrap().iter().zip(t.ints(year).unwrap()) {
                if *code == i32::MIN || *year == i32::MIN {
                    continue;
                }
                // The list ends with 2016 and its last spells are open, so later years count as its last day.
                seen.entry((*code, *year)).or_insert_with(|| {
                    let day = |m, d| jiff::civil::Date::new(*year as i16, m, d).unwrap();
                    let whole = Spell { start: day(1, 1), end: Some(day(12, 31)) };
                    Register::builtin().get(StateCode(*code as u16)).is_some_and(|s| s.is_member_during(whole, System::Cow))
                });
            }
        }
        let strange: Vec<_> = seen.iter().filter(|(_, is_member)| !**is_member).map(|(key, _)| *key).collect();
        assert!(strange.is_empty(), "{file}: {strange:?}");
    }
}
