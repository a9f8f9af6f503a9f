//! Alliances, votes and events against the publishers' own files: exact counts, cells looked up by other means, witnesses against each
//! other, and copies damaged on purpose. Skipped where the files are absent.

mod atop;
mod events;
mod ideal_points;
mod votes;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::Read;

use entente_core::testkit::publishers_data;
use entente_sources::{Error, FileTables, Options, ReadTable, read};

fn bytes(path: &str) -> Option<Vec<u8>> {
    let path = publishers_data(path)?.join(path);
    Some(std::fs::read(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display())))
}

fn load(path: &str) -> Option<FileTables> {
    let name = path.rsplit('/').next().unwrap();
    Some(read(name, bytes(path)?, Options::default()).unwrap_or_else(|e| panic!("{e}")))
}

fn table<'t>(found: &'t FileTables, name: &str) -> &'t ReadTable {
    found.tables.iter().find(|t| t.table.name == name).unwrap_or_else(|| panic!("no table {name}"))
}

fn show(read: &ReadTable, column: &str, row: usize) -> String {
    read.table.column(column).unwrap_or_else(|| panic!("no column {column}")).show(row).unwrap_or_default()
}

fn no_unknown(found: &FileTables) {
    let odd: Vec<_> = found.findings.iter().filter(|f| f.code == "unknown_state").collect();
    assert!(odd.is_empty(), "{odd:?}");
}

/// Reads a damaged copy under a name that no one knows.
fn damaged(text: String) -> Result<FileTables, Error> {
    read("copy.csv", text.into_bytes(), Options::default())
}

fn text(path: &str) -> Option<String> {
    let raw = bytes(path)?;
    if !path.ends_with(".gz") {
        return String::from_utf8(raw).ok();
    }
    let mut text = String::new();
    flate2::read::GzDecoder::new(raw.as_slice()).read_to_string(&mut text).unwrap();
    Some(text)
}

/// The text with one cell replaced; rows from 1 under the header, no quotes in the row.
fn with_cell(text: &str, row: usize, column: &str, value: &str) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let place = lines[0].split(',').position(|name| name.trim_matches('"') == column).unwrap();
    let mut cells: Vec<String> = lines[row].split(',').map(str::to_owned).collect();
    cells[place] = value.to_owned();
    lines[row] = cells.join(",");
    lines.join("\n") + "\n"
}

/// The text with the data of two columns exchanged under an unchanged header.
fn with_swapped(text: &str, a: &str, b: &str) -> String {
    let mut lines = text.lines();
    let header = lines.next().unwrap();
    let place = |name: &str| header.split(',').position(|n| n.trim_matches('"') == name).unwrap();
    let (a, b) = (place(a), place(b));
    let swapped = lines.map(|line| {
        let mut cells: Vec<&str> = line.split(',').collect();
        cells.swap(a, b);
        cells.join(",")
    });
    [header.to_owned()].into_iter().chain(swapped).collect::<Vec<_>>().join("\n") + "\n"
}

#[test]
fn damaged_copies_of_votes_are_refused() {
    let Some(text) = text("unga-votes/undl-scrape/undl_rollcalls_1946_2025.csv.gz") else { return };
    let refused = |copy: String, place: &str| {
        let error = damaged(copy).map(|_| ()).expect_err(place).to_string();
        assert!(error.starts_with("copy.csv") && error.contains(place), "{error}");
    };
    let head: String = text.split_inclusive('\n').take(150_000).collect();
    refused(with_swapped(&head, "ms_name", "ms_vote"), "copy.csv:2: column ms_vote");
    refused(with_cell(&head, 900, "ms_vote", "8"), "copy.csv:901: column ms_vote");
    refused(with_cell(&head, 900, "ms_vote", ""), "copy.csv:901: column ms_vote");
    refused(with_cell(&head, 900, "resolution", "A/RES/999(I)"), "copy.csv:901: column resolution");
    refused(with_cell(&head, 900, "date", "25/01/1946"), "copy.csv:901: column");
    refused(head.replacen("ms_vote", "vote", 1), "vote");
    refused(head.split_inclusive('\n').take(50_000).collect(), "49999 rows");
    refused(head[..head.len() - 9].to_owned(), "cells");
    let block: String = head.split_inclusive('\n').skip(1000).take(30).collect();
    refused(format!("{head}{block}"), "stands twice");
    refused(format!("{head}9,TOTAL,Y,1990-01-01,A/RES/1/1,GA\n"), "copy.csv:150001: column ms_name");
}

/// Trade and conflict: rows, and cells as the raw files have them.
#[test]
fn trade_and_conflict_files_give_their_rows() {
    let Some(found) = load("trade-ruschn/comtrade_imports_chn_from_rus_2017_2024.csv") else { return };
    let comtrade = table(&found, "comtrade");
    assert_eq!((comtrade.table.rows(), found.findings.len()), (96, 0));
    assert_eq!(show(comtrade, "primary_value_usd", 0), "3159813913");
    assert_eq!((show(comtrade, "reporter_code", 95), show(comtrade, "partner_code", 95)), ("710".into(), "365".into()));
    let found = load("derived/itpd_dyadyear_2000_2016.csv.gz").unwrap();
    no_unknown(&found);
    assert_eq!((found.tables[0].table.rows(), found.tables[0].print.states), (428_463, 192));
    let found = load("ucdp/ucdp-prio-acd-201.RData").unwrap();
    no_unknown(&found);
    assert_eq!(table(&found, "ucdp_conflicts").table.rows(), 2448);
    assert_eq!(table(&found, "ucdp_sides").table.rows(), 7271);
    assert_eq!(table(&found, "ucdp_conflicts").version, "20.1");
}
