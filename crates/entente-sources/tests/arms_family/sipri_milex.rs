//! Military spending.

use std::io::{Cursor, Read, Write};

use super::*;

const FILE: &str = "sipri-milex/SIPRI-Milex-data-1949-2024_2.xlsx";
const ID: &str = "sipri_milex";

#[test]
fn cells_of_seven_sheets() {
    let Some(found) = open(FILE, ID) else { return };
    let read = table(&found, ID);
    let t = &read.table;
    assert_eq!((t.rows(), read.version.as_str(), read.covers.unwrap().to_string()), (8909, "1949-2024_2", "1949..2024".to_owned()));
    assert!(found.findings.iter().all(|f| f.code != "unknown_state"), "{:?}", found.findings);
    for (state, year, column, value) in [
        ("United States of America", "1990", "constant_usd_m", 758217.2864597058),
        ("China", "2000", "constant_usd_m", 42518.976238900184),
        ("Russia", "2010", "current_usd_m", 58720.22760875794),
        ("Germany", "1975", "current_usd_m", 14314.807557486627),
        ("USSR", "1988", "current_usd_m", 246010.9931159614),
        ("Japan", "2024", "share_gdp", 0.013713968958063434),
        ("Saudi Arabia", "1990", "share_gdp", 0.14024292645895356),
        ("Israel", "2000", "per_capita_usd", 1380.7898777970502),
        ("India", "2015", "share_government", 0.08830488016348091),
        ("United Kingdom", "1960", "local_financial", 1850542063.6767664),
        ("China", "2024", "local_calendar", 2254801911598.8193),
    ] {
        let row = row(t, &[("state_name", state), ("year", year)]);
        assert!((reals(t, column)[row] - value).abs() <= 1e-9 * value, "{state} {year} {column}: {}", reals(t, column)[row]);
    }
    for (column, figures) in
        [("constant_usd_m", 8329), ("share_gdp", 8245), ("per_capita_usd", 5324), ("share_government", 4705), ("local_financial", 8909 - 1)]
    {
        assert_eq!(reals(t, column).iter().filter(|v| !v.is_nan()).count(), figures, "{column}");
    }
}

/// In current dollars the workbook has 0 where only the rate of exchange is lacking: Russia of 1988 did not spend nothing.
#[test]
fn a_zero_that_another_sheet_contradicts_is_missing() {
    let Some(found) = open(FILE, ID) else { return };
    let t = &table(&found, ID).table;
    for (state, year, column) in [
        ("Taiwan", "1980", "current_usd_m"),
        ("Yugoslavia", "1988", "current_usd_m"),
        ("Russia", "1988", "current_usd_m"),
        ("Australia", "1949", "local_calendar"),
        ("Sweden", "1996", "local_financial"),
        ("Ghana", "1967", "local_calendar"),
    ] {
        let row = row(t, &[("state_name", state), ("year", year)]);
        assert!(reals(t, column)[row].is_nan(), "{state} {year}");
        assert_eq!(show(t, &format!("{column}_missing"), row), "zero where another sheet has an amount");
    }
    let none = row(t, &[("state_name", "Costa Rica"), ("year", "1990")]);
    assert_eq!((reals(t, "current_usd_m")[none], reals(t, "constant_usd_m")[none]), (0.0, 0.0));
}

#[test]
fn a_state_stands_once_in_a_year() {
    let Some(found) = open(FILE, ID) else { return };
    let t = &table(&found, ID).table;
    let mut keys: Vec<(i32, i32)> = t.ints("ccode").unwrap().iter().copied().zip(t.ints("year").unwrap().iter().copied()).collect();
    keys.retain(|(code, _)| *code != i32::MIN);
    keys.sort_unstable();
    assert!(keys.windows(2).all(|pair| pair[0] != pair[1]));
    for (state, year, code) in [
        ("Germany", "1989", "260"),
        ("Germany", "1990", "255"),
        ("German Democratic Republic", "1989", "265"),
        ("USSR", "1990", "365"),
        ("Russia", "1990", ""),
        ("Russia", "1992", "365"),
        ("Yemen, North", "1989", "678"),
        ("Yemen", "1990", "679"),
        ("Serbia", "1996", "345"),
        ("Viet Nam", "2010", "816"),
        ("Korea, South", "1960", "732"),
        ("European Union", "2023", ""),
    ] {
        assert_eq!(show(t, "ccode", row(t, &[("state_name", state), ("year", year)])), code, "{state} {year}");
    }
}

/// The workbook with one of its parts changed.
fn changed(part: &str, change: impl Fn(&str) -> String) -> Option<Vec<u8>> {
    let mut book = zip::ZipArchive::new(Cursor::new(std::fs::read(path(FILE)?).unwrap())).unwrap();
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for n in 0..book.len() {
        let mut file = book.by_index(n).unwrap();
        let name = file.name().unwrap().into_owned();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        out.start_file(&name, zip::write::SimpleFileOptions::default()).unwrap();
        if name == part {
            let text = String::from_utf8(bytes).unwrap();
            let new = change(&text);
            assert_ne!(text, new, "the change did nothing");
            bytes = new.into_bytes();
        }
        out.write_all(&bytes).unwrap();
    }
    Some(out.finish().unwrap().into_inner())
}

/// Changes the letters of two columns in all rows.
fn columns(text: &str, a: &str, b: &str) -> String {
    let to = |text: &str, from: &str, to: &str| {
        let mut out = text.to_owned();
        for row in 1..=201 {
            out = out.replace(&format!("r=\"{from}{row}\""), &format!("r=\"{to}{row}\""));
        }
        out
    };
    to(&to(&to(text, a, "ZZ"), b, a), "ZZ", b)
}

#[test]
fn mishaps() {
    const CURRENT: &str = "xl/worksheets/sheet6.xml";
    const CONSTANT: &str = "xl/worksheets/sheet5.xml";
    const GDP: &str = "xl/worksheets/sheet7.xml";
    let cell = "<c r=\"N10\" s=\"9\"><v>43.143085155943012</v></c>";
    let mishap = |part: &str, change: &dyn Fn(&str) -> String| changed(part, change).map(|bytes| fault(bytes, ID));
    let Some(twice) = mishap(CURRENT, &|t| t.replacen(cell, &format!("{cell}{cell}"), 1)) else { return };
    assert!(twice.contains("N10") && twice.contains("stands twice"), "{twice}");
    let error = mishap(CURRENT, &|t| t.replacen(cell, "<c r=\"N10\" t=\"e\"><v>#DIV/0!</v></c>", 1)).unwrap();
    assert!(error.contains("N10"), "{error}");
    // A negative amount, a text for a number, a figure in a heading's row.
    mishap(CURRENT, &|t| t.replacen("43.143085155943012", "-9", 1)).unwrap();
    mishap(CURRENT, &|t| t.replacen(cell, "<c r=\"N10\" t=\"inlineStr\"><is><t>n/a</t></is></c>", 1)).unwrap();
    mishap(CURRENT, &|t| t.replacen("<c r=\"A9\"", "<c r=\"N9\"><v>1</v></c><c r=\"A9\"", 1)).unwrap();
    // Header and cells of a year moved together, then cells of two years changed about under an unmoved header.
    mishap(CURRENT, &|t| columns(t, "M", "N")).unwrap();
    let body = |t: &str, a: &str, b: &str| {
        let at = t.find("<row r=\"8\"").or(t.find("<row r=\"9\"")).unwrap();
        format!("{}{}", &t[..at], columns(&t[at..], a, b))
    };
    mishap(CURRENT, &|t| body(t, "BY", "BZ")).unwrap();
    mishap(CONSTANT, &|t| body(t, "BZ", "CA")).unwrap();
    mishap(GDP, &|t| body(t, "L", "M")).unwrap();
    // A sheet under another name, and a workbook cut short.
    mishap("xl/workbook.xml", &|t| t.replacen("Share of GDP", "GDP share", 1)).unwrap();
    let whole = std::fs::read(path(FILE).unwrap()).unwrap();
    fault(whole[..whole.len() / 2].to_vec(), ID);
}
