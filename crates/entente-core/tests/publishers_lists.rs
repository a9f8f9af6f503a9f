//! The register against the publishers' own lists, where those are at hand.
#![cfg(feature = "testkit")]

use std::collections::BTreeSet;

use entente_core::testkit::publishers_data;
use entente_core::{Register, System};

/// Membership as (number, first day, last day or none).
type Membership = BTreeSet<(u16, String, Option<String>)>;

fn ours(system: System) -> Membership {
    Register::builtin()
        .states()
        .flat_map(|state| {
            state.spells(system).iter().map(|s| (state.code.0, s.start.to_string(), s.end.map(|e| e.to_string()))).collect::<Vec<_>>()
        })
        .collect()
}

#[test]
fn cow_membership_equals_states2016() {
    let Some(data) = publishers_data("COW states") else { return };
    let mut reader = csv::Reader::from_path(data.join("cow-states/states2016.csv")).unwrap();
    let theirs: Membership = reader
        .records()
        .map(|record| {
            let record = record.unwrap();
            let date = |i: usize| format!("{:0>4}-{:0>2}-{:0>2}", &record[i], &record[i + 1], &record[i + 2]);
            let end = date(6);
            (record[1].parse().unwrap(), date(3), (end != "2016-12-31").then_some(end))
        })
        .collect();
    assert_eq!(ours(System::Cow), theirs);
}

#[test]
fn cow_abbreviations_equal_states2016() {
    let Some(data) = publishers_data("COW states") else { return };
    let mut reader = csv::Reader::from_path(data.join("cow-states/states2016.csv")).unwrap();
    for record in reader.records() {
        let record = record.unwrap();
        let state = Register::builtin().get(entente_core::StateCode(record[1].parse().unwrap())).unwrap();
        assert_eq!(state.cow_abbrev.as_deref(), Some(&record[0]));
    }
}

/// The text edition (to 2012) and the newer workbook (to 2017) differ in one day: Georgia's first is 6 September 1991 in the text
/// and 21 December 1991 in the workbook. The register follows the newer.
#[test]
fn gw_membership_equals_iisystem() {
    let Some(data) = publishers_data("Gleditsch-Ward states") else { return };
    let text: Vec<u8> = std::fs::read(data.join("gw-states/iisystem.dat")).unwrap();
    let text: String = text.iter().map(|b| *b as char).collect();
    let iso = |dmy: &str| {
        let parts: Vec<&str> = dmy.trim().split(':').collect();
        format!("{}-{}-{}", parts[2], parts[1], parts[0])
    };
    let theirs: Membership = text
        .lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| {
            let f: Vec<&str> = line.split('\t').collect();
            let end = iso(f[4]);
            (f[0].trim().parse().unwrap(), iso(f[3]), (end != "2012-12-31").then_some(end))
        })
        .collect();
    let ours = ours(System::Gw);
    let differ: Vec<_> = ours.symmetric_difference(&theirs).collect();
    assert_eq!(differ, [&(372, "1991-09-06".to_owned(), None), &(372, "1991-12-21".to_owned(), None)]);
}
