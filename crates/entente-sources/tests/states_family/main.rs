//! The lists of states and what hangs on their numbers, against the publishers' own files. Values were read from the raw files by other
//! means than this code.

mod agree;
mod damage;

use std::collections::{BTreeMap, BTreeSet};

use entente_core::Severity;
use entente_core::testkit::{assert_close, publishers_data};
use entente_sources::compare::differences;
use entente_sources::table::Table;
use entente_sources::{Change, Error, FileTables, Options, read, source};

fn bytes(path: &str) -> Option<Vec<u8>> {
    let folder = publishers_data(path)?;
    Some(std::fs::read(folder.join(path)).unwrap_or_else(|e| panic!("{path}: {e}")))
}

fn name(path: &str) -> &str {
    path.rsplit('/').next().unwrap()
}

fn open(path: &str, id: &str) -> Option<FileTables> {
    let options = Options { of: Some(id), ..Options::default() };
    Some(read(name(path), bytes(path)?, options).unwrap_or_else(|e| panic!("{e}")))
}

fn table<'a>(found: &'a FileTables, name: &str) -> &'a Table {
    &found.tables.iter().find(|t| t.table.name == name).unwrap_or_else(|| panic!("no table {name}")).table
}

/// The cell of the one row that has these values.
fn cell(table: &Table, keys: &[(&str, &str)], column: &str) -> Option<String> {
    let fits = |row: usize| keys.iter().all(|(name, value)| table.column(name).unwrap().show(row).as_deref() == Some(value));
    let rows: Vec<usize> = (0..table.rows()).filter(|row| fits(*row)).collect();
    assert_eq!(rows.len(), 1, "{keys:?} fits rows {rows:?}");
    table.column(column).unwrap_or_else(|| panic!("no column {column}")).show(rows[0])
}

fn is(table: &Table, keys: &[(&str, &str)], column: &str, value: &str) {
    let found = cell(table, keys, column);
    let expected = if value == "-" { None } else { Some(value.to_owned()) };
    assert_eq!(found, expected, "{} {keys:?} {column}", table.name);
}

/// Every file: source, table, rows.
const FILES: &[(&str, &str, &str, usize)] = &[
    ("cow-nmc/NMC-60-abridged.csv", "cow_nmc", "cow_nmc", 15_951),
    ("cow-nmc/NMC-60-abridged.dta", "cow_nmc", "cow_nmc", 15_951),
    ("cow-states/states2016.csv", "cow_states", "cow_states", 243),
    ("cow-states/system2016.csv", "cow_states", "cow_system", 15_951),
    ("cow-states/majors2016.csv", "cow_states", "cow_majors", 14),
    ("cow-states/majors2024.csv", "cow_states", "cow_majors", 14),
    ("cow-states/COW country codes.csv", "cow_states", "cow_codes", 243),
    ("gw-states/iisystem.dat", "gw_states", "gw_states", 216),
    ("gw-states/gwstates.xlsx", "gw_states", "gw_states", 216),
    ("cow-contiguity/contdir.csv", "cow_contiguity", "cow_contiguity_spells", 847),
    ("cow-contiguity/contdird.csv", "cow_contiguity", "cow_contiguity_dyads", 82_498),
    ("cow-contiguity/DirectContiguity320.zip", "cow_contiguity", "cow_contiguity_states", 15_951),
    ("cow-mid/MIDA 5.0.csv", "cow_mid", "cow_mid_disputes", 2_436),
    ("cow-mid/MIDB 5.0.csv", "cow_mid", "cow_mid_participants", 5_883),
    ("cow-mid/MIDI 5.0.csv", "cow_mid", "cow_mid_incidents", 4_483),
    ("cow-mid/MIDIP 5.0.csv", "cow_mid", "cow_mid_incident_states", 9_619),
    ("cow-mid/dyadic_mid_4.02.csv", "cow_mid", "cow_mid_dyads", 10_358),
    ("gml-mid/gml-ddy-disputes-2.1.csv", "gml_mid", "gml_mid_dyads", 10_338),
    ("derived/td_rivalries.csv.gz", "rivalries", "rivalries_td", 197),
    ("derived/tss_rivalries.csv.gz", "rivalries", "rivalries_tss", 264),
    ("derived/cow_capitals.csv.gz", "capitals", "capitals_cow", 242),
    ("derived/gw_capitals.csv.gz", "capitals", "capitals_gw", 264),
    ("cepii-geodist/dist_cepii.csv", "cepii_geodist", "cepii_geodist_pairs", 50_176),
    ("cepii-geodist/geo_cepii.xls", "cepii_geodist", "cepii_geodist_cities", 238),
    ("landborders/cia_world_factbook_landborder.csv", "land_borders", "land_borders", 648),
    ("derived/cow_trade_sy.csv.gz", "cow_trade", "cow_trade_states", 14_410),
    ("polity5/p5v2018.csv", "polity5", "polity5", 17_574),
    ("derived/isard_cw_gdppop.csv.gz", "isard", "isard_gdp_pop", 16_536),
    ("derived/isard_cw_democracy.csv.gz", "isard", "isard_democracy", 17_706),
    ("derived/isard_cw_gw_panel.csv.gz", "isard", "isard_cow_gw", 17_916),
];
