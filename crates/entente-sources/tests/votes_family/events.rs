//! Events.

use super::*;

/// GDELT's daily layouts, its quarter-hour layout and ICEWS, with sums made by other means.
#[test]
fn events_are_summed_exactly() {
    let Some(found) = load("gdelt2/20180326044500.export.CSV") else { return };
    no_unknown(&found);
    let sum = |read: &ReadTable, name: &str| match read.table.column(name).unwrap() {
        entente_sources::Data::Int(values) => values.iter().map(|v| f64::from(*v)).sum::<f64>(),
        entente_sources::Data::Real(values) => values.iter().sum(),
        _ => f64::NAN,
    };
    let totals = table(&found, "gdelt2_month_totals");
    assert_eq!((totals.version.as_str(), sum(totals, "event_count")), ("2.0", 1540.0));
    assert_eq!(sum(totals, "mention_count"), 8097.0);
    let cells = |read: &ReadTable, a: &str, b: &str, year: &str, class: &str| {
        let row = (0..read.table.rows()).find(|row| {
            show(read, "ccode1", *row) == a
                && show(read, "ccode2", *row) == b
                && show(read, "year", *row) == year
                && show(read, "quad_class", *row) == class
        });
        let row = row.unwrap_or_else(|| panic!("no row {a} {b} {year} {class}"));
        (show(read, "event_count", row), show(read, "goldstein_sum", row))
    };
    let dyads = table(&found, "gdelt2_dyad_months");
    let of = |n: &str, g: &str| (n.to_owned(), g.to_owned());
    assert_eq!(cells(dyads, "2", "365", "2018", "verbal_cooperation"), of("7", "0"));
    assert_eq!(cells(dyads, "2", "365", "2018", "material_conflict"), of("3", "-15"));
    assert_eq!(cells(dyads, "710", "2", "2018", "verbal_cooperation"), of("4", "13.2"));
    assert_eq!(cells(dyads, "365", "2", "2018", "material_conflict"), of("1", "-10"));
    let other = load("gdelt2/20190121220000.export.CSV").unwrap();
    assert_eq!(cells(table(&other, "gdelt2_dyad_months"), "2", "710", "2019", "material_cooperation"), of("4", "24"));
    assert_eq!(sum(table(&other, "gdelt2_month_totals"), "event_count"), 1629.0);
    let icews = load("icews/events.2018.sample.tab").unwrap();
    no_unknown(&icews);
    assert_eq!(sum(table(&icews, "icews_month_totals"), "event_count"), 3705.0);
    assert_eq!(cells(table(&icews, "icews_dyad_months"), "365", "710", "2018", "verbal_cooperation"), of("4", "11.5"));
    // The sample of GDELT 1.0 holds 509 rows of the form with addresses and 201 of the one without.
    let Some(mixed) = text("gdelt1/20160728.export.CSV.sample__as_events.csv") else { return };
    assert_eq!(sum(table(&damaged(mixed.clone()).unwrap(), "gdelt1_month_totals"), "event_count"), 710.0);
    for (width, rows, mentions, layout) in [(58, 509.0, 12_167.0, "daily"), (57, 201.0, 783.0, "backfile")] {
        let part: String = mixed.split_inclusive('\n').filter(|line| line.split('\t').count() == width).collect();
        let found = damaged(part).unwrap();
        let totals = table(&found, "gdelt1_month_totals");
        assert_eq!((totals.layout.as_str(), sum(totals, "event_count")), (layout, rows));
        assert_eq!(sum(totals, "mention_count"), mentions);
        no_unknown(&found);
    }
}

/// Damaged copies of event files, and an event that stands twice.
#[test]
fn damaged_copies_of_events_are_refused_or_counted_once() {
    let Some(text) = text("gdelt2/20180326044500.export.CSV") else { return };
    let with = |row: usize, place: usize, value: &str| {
        let mut lines: Vec<Vec<&str>> = text.lines().map(|line| line.split('\t').collect()).collect();
        lines[row - 1][place] = value;
        lines.iter().map(|cells| cells.join("\t") + "\n").collect::<String>()
    };
    let refused = |copy: String, place: &str| {
        let error = read("copy.CSV", copy.into_bytes(), Options { of: Some("gdelt2"), ..Options::default() }).map(|_| ()).expect_err(place);
        assert!(error.to_string().contains(place), "{error}");
    };
    // Beyond the first twenty rows, by which a file without a header is known.
    refused(with(100, 1, "20180332"), "copy.CSV:100: column SQLDATE");
    refused(with(100, 2, "201702"), "copy.CSV:100: column SQLDATE");
    refused(with(100, 29, "5"), "copy.CSV:100: column QuadClass");
    refused(with(100, 28, "13"), "copy.CSV:100: column");
    refused(with(100, 30, "34.0"), "copy.CSV:100: column GoldsteinScale");
    refused(with(100, 31, ""), "copy.CSV:100: column NumMentions");
    refused(with(100, 7, "RU"), "copy.CSV:100: column Actor1CountryCode");
    refused(text[..text.len() - 300].to_owned(), "cells");
    let line = text.lines().nth(500).unwrap();
    let twice = damaged(format!("{text}{line}\n")).unwrap();
    let once = damaged(text.clone()).unwrap();
    assert_eq!(twice.tables[0].print, once.tables[0].print);
    assert_eq!(twice.tables[1].print, once.tables[1].print);
    assert!(twice.findings.iter().any(|f| f.code == "repeated_event"));
    let Some(text) = self::text("icews/events.2018.sample.tab") else { return };
    let lost = text.replacen("\t040\t", "\t40\t", 1);
    let error = damaged(lost).map(|_| ()).unwrap_err().to_string();
    assert!(error.contains("column CAMEO Code"), "{error}");
}
