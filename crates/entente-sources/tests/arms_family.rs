//! Arms, money, exercises and sanctions against the publishers' own files, and against those files after a mishap.
//!
//! Figures named here were taken from the raw files by a script in another language. A mishap is made in memory: each must give an
//! error that names a place, or exactly the right numbers.

#![allow(clippy::print_stdout, reason = "a comparison with published figures is meant to be read")]

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

mod sipri_transfers {
    use super::*;

    const EARLY: &str = "sipri-at/deals-and-tivs/trade-register_1950-1989.csv";
    const LATE: &str = "sipri-at/deals-and-tivs/trade-register_1990-2023.csv";
    const REGISTER: &str = "sipri-at/vintage-2024-03/trade-register.csv";
    const REGISTER_2026: &str = "sipri-at/trade-register.csv";
    const ID: &str = "sipri_transfers";

    /// Million TIV by any column of the table.
    fn sums(tables: &[&Table], by: &[&str]) -> BTreeMap<String, f64> {
        let mut sums = BTreeMap::new();
        for table in tables {
            for (row, tiv) in reals(table, "tiv").iter().enumerate() {
                let key: Vec<String> = by.iter().map(|name| show(table, name, row)).collect();
                *sums.entry(key.join("|")).or_insert(0.0) += tiv;
            }
        }
        sums
    }

    fn near(a: f64, b: f64) -> bool {
        // Sums of some ten thousand numbers of two decimals: far below the last decimal.
        (a - b).abs() < 1e-6
    }

    #[test]
    fn deliveries_add_up_to_the_world() {
        let (Some(early), Some(late)) = (open(EARLY, ID), open(LATE, ID)) else { return };
        let (early, late) = (table(&early, "sipri_deliveries"), table(&late, "sipri_deliveries"));
        assert_eq!((early.table.rows(), late.table.rows()), (31_319, 27_838));
        assert_eq!(
            [early, late].map(|t| (t.version.as_str(), t.covers.unwrap().to_string())),
            [("2024-04", "1950..1989".to_owned()), ("2024-04", "1990..2023".to_owned())]
        );
        let tables = [&early.table, &late.table];
        let world: f64 = tables.iter().flat_map(|t| reals(t, "tiv")).sum();
        let (suppliers, recipients) = (sums(&tables, &["supplier_name"]), sums(&tables, &["recipient_name"]));
        assert!(near(world, 2_065_055.41) && near(suppliers.values().sum(), world) && near(recipients.values().sum(), world));
        for (name, tiv) in [
            ("Russia", 155_993.67),
            ("Soviet Union", 451_316.79),
            ("United States", 741_384.44),
            ("Germany", 93_626.21),
            ("China", 63_830.71),
        ] {
            assert!(near(suppliers[name], tiv), "{name}");
        }
        for (name, tiv) in [("China", 82_865.45), ("Japan", 70_878.91), ("India", 134_468.56), ("Turkiye", 57_824.60)] {
            assert!(near(recipients[name], tiv), "{name}");
        }
        // By number and by name it is the same arms: Russia and the Soviet Union are one number.
        let codes = sums(&tables, &["supplier_code"]);
        assert!(near(codes["365"], suppliers["Russia"] + suppliers["Soviet Union"]));
        assert!(near(codes.values().sum(), world));
    }

    /// Figures of another register extract (of 3 January 2025), which print whole numbers: equal within rounding in all years.
    #[test]
    fn series_of_pairs() {
        let Some(late) = open(LATE, ID) else { return };
        let sums = sums(&[&table(&late, "sipri_deliveries").table], &["supplier_code", "recipient_code", "year"]);
        let russia_china = [
            2205, 2463, 2509, 2073, 2883, 3066, 2444, 1360, 1483, 1093, 683, 760, 626, 661, 560, 766, 772, 1230, 1686, 1095, 547, 467, 580,
            372,
        ];
        for (year, published) in (2000..=2023).zip(russia_china) {
            let ours = sums[&format!("365|710|{year}")];
            println!("Russia to China {year}: {ours:.2}, published {published}");
            assert!((ours - f64::from(published)).abs() <= 0.5, "{year}: {ours} and {published}");
        }
        let usa_japan = [(2000, 448.15), (2008, 965.97), (2012, 210.55), (2018, 740.11), (2022, 1504.90), (2023, 1062.90)];
        for (year, tiv) in usa_japan {
            assert!(near(sums[&format!("2|740|{year}")], tiv), "{year}");
        }
    }

    /// Shares that the publisher printed in its fact sheet of March 2024 (Wezeman and others, Trends in International Arms Transfers,
    /// 2023, table 1): one decimal below ten per cent, none above, so within half of the last place.
    #[test]
    fn shares_as_the_publisher_prints_them() {
        let Some(late) = open(LATE, ID) else { return };
        let t = &table(&late, "sipri_deliveries").table;
        let sums = sums(&[t], &["supplier_name", "recipient_name", "year"]);
        let sum = |supplier: Option<&str>, recipient: Option<&str>, years: std::ops::RangeInclusive<i32>| -> f64 {
            let fits = |key: &str| {
                let parts: Vec<&str> = key.split('|').collect();
                supplier.is_none_or(|s| s == parts[0])
                    && recipient.is_none_or(|r| r == parts[1])
                    && years.contains(&parts[2].parse().unwrap())
            };
            sums.iter().filter(|(key, _)| fits(key)).map(|(_, tiv)| tiv).sum()
        };
        let near = |share: f64, printed: f64, what: &str| {
            let half = if printed >= 10.0 { 0.5 } else { 0.05 };
            assert!((share - printed).abs() <= half, "{what}: {share} and {printed}");
        };
        let (before, now) = (sum(None, None, 2014..=2018), sum(None, None, 2019..=2023));
        near(100.0 * (now / before - 1.0), -3.3, "change of all");
        for (supplier, of_now, of_before) in [
            ("United States", 42.0, 34.0),
            ("France", 11.0, 7.2),
            ("Russia", 11.0, 21.0),
            ("China", 5.8, 5.9),
            ("Germany", 5.6, 6.3),
            ("Italy", 4.3, 2.2),
            ("United Kingdom", 3.7, 4.1),
            ("Spain", 2.7, 2.7),
            ("Israel", 2.4, 3.1),
            ("South Korea", 2.0, 1.7),
            ("Turkiye", 1.6, 0.7),
            ("Netherlands", 1.2, 2.2),
        ] {
            near(100.0 * sum(Some(supplier), None, 2019..=2023) / now, of_now, supplier);
            near(100.0 * sum(Some(supplier), None, 2014..=2018) / before, of_before, supplier);
        }
        for (supplier, recipient, share) in [
            ("Russia", "India", 34.0),
            ("Russia", "China", 21.0),
            ("Russia", "Egypt", 7.5),
            ("United States", "Saudi Arabia", 15.0),
            ("United States", "Japan", 9.5),
            ("United States", "Qatar", 8.2),
            ("China", "Pakistan", 61.0),
            ("Ukraine", "China", 59.0),
        ] {
            let of = sum(Some(supplier), None, 2019..=2023);
            near(100.0 * sum(Some(supplier), Some(recipient), 2019..=2023) / of, share, recipient);
        }
    }

    #[test]
    fn names_are_read_in_their_year() {
        let (Some(early), Some(late)) = (open(EARLY, ID), open(LATE, ID)) else { return };
        for found in [&early, &late] {
            assert!(found.findings.iter().all(|f| f.code != "unknown_state"), "{:?}", found.findings);
        }
        let early = &table(&early, "sipri_deliveries").table;
        for (name, code, years) in [
            ("Soviet Union", "365", 1950..=1989),
            ("East Germany (GDR)", "265", 1954..=1989),
            ("Germany", "260", 1955..=1989),
            ("North Yemen", "678", 1950..=1989),
            ("South Yemen", "680", 1967..=1989),
            ("Czechoslovakia", "315", 1950..=1989),
            ("Yugoslavia", "345", 1950..=1989),
            ("Viet Nam", "816", 1954..=1989),
            ("South Vietnam", "817", 1954..=1975),
            ("DR Congo", "490", 1960..=1989),
            ("Congo", "484", 1960..=1989),
            ("Cote d'Ivoire", "437", 1960..=1989),
            ("UAE", "696", 1971..=1989),
            ("Turkiye", "640", 1950..=1989),
            ("Biafra", "", 1950..=1989),
            ("Viet Cong (South Vietnam)*", "", 1950..=1989),
            ("NATO**", "", 1950..=1989),
            ("unknown recipient(s)", "", 1950..=1989),
        ] {
            let mut seen = 0;
            for row in (0..early.rows()).filter(|row| show(early, "recipient_name", *row) == name) {
                let year: i32 = show(early, "year", row).parse().unwrap();
                let expected = if years.contains(&year) { code } else { "" };
                assert_eq!(show(early, "recipient_code", row), expected, "{name} in {year}");
                assert_eq!(show(early, "recipient_code_missing", row).is_empty(), !expected.is_empty());
                seen += 1;
            }
            assert!(seen > 0 || name == "unknown recipient(s)", "{name}");
        }
        let late = &table(&late, "sipri_deliveries").table;
        for (name, code, why) in [
            ("Serbia", "345", ""),
            ("Germany", "255", ""),
            ("Kosovo", "347", ""),
            ("Palestine", "", "no member of the list then"),
            ("Houthi rebels (Yemen)*", "", "non-state group"),
            ("African Union**", "", "organisation"),
            ("Bosnia-Herzegovina", "346", ""),
        ] {
            let rows: Vec<usize> = (0..late.rows()).filter(|row| show(late, "recipient_name", *row) == name).collect();
            assert!(!rows.is_empty() && rows.iter().all(|r| show(late, "recipient_code", *r) == code), "{name}");
            assert!(rows.iter().all(|r| show(late, "recipient_code_missing", *r) == why), "{name}");
        }
    }

    #[test]
    fn registers_of_two_editions() {
        for (file, rows, version, tiv, undelivered, unknown_order, repeats) in
            [(REGISTER, 29_056, "2024-03", 2_065_055.21, 1105, 229, 9), (REGISTER_2026, 29_916, "2026-05", 2_133_347.71, 1220, 318, 9)]
        {
            let Some(found) = open(file, ID) else { return };
            assert!(found.findings.iter().all(|f| f.code != "unknown_state"), "{:?}", found.findings);
            let read = table(&found, "sipri_register");
            let t = &read.table;
            assert_eq!((t.rows(), read.version.as_str(), t.name.as_str()), (rows, version, "sipri_register"));
            assert!(near(reals(t, "tiv_delivered").iter().sum(), tiv));
            let blank = |name: &str| (0..t.rows()).filter(|row| show(t, name, *row).is_empty()).count();
            assert_eq!(
                (blank("delivery_years"), blank("first_delivery_year"), blank("ordered_count"), blank("tiv_order")),
                (undelivered, undelivered, unknown_order, unknown_order)
            );
            let whole = |row: usize| t.columns.iter().filter(|(n, _)| n != "source_line").map(|(_, d)| d.show(row)).collect::<Vec<_>>();
            let mut all: Vec<_> = (0..t.rows()).map(whole).collect();
            all.sort();
            assert_eq!(all.windows(2).filter(|pair| pair[0] == pair[1]).count(), repeats);
        }
    }

    /// Two rows of the register of March 2024 are broken inside a remark; they are read whole.
    #[test]
    fn broken_lines_are_one_row() {
        let Some(found) = open(REGISTER, ID) else { return };
        assert!(found.findings.iter().any(|f| f.code == "line_break" && f.message.starts_with("2 rows")));
        let t = &table(&found, "sipri_register").table;
        let btr = row(t, &[("source_line", "24626")]);
        assert_eq!(
            ["recipient_name", "supplier_name", "designation", "delivery_years", "tiv_unit", "tiv_order", "tiv_delivered"]
                .map(|c| show(t, c, btr)),
            ["Thailand", "Ukraine", "BTR-3", "2010; 2012", "0.25", "3.5", "3.25"]
        );
        let uav = row(t, &[("source_line", "27049")]);
        assert_eq!((show(t, "recipient_code_missing", uav), show(t, "tiv_order", uav)), ("organisation".to_owned(), "9".to_owned()));
    }

    /// The register of March 2024 and the deals of April 2024 are a month apart: a deal is the same in both, but for a few mended ones.
    #[test]
    fn register_and_deals_agree() {
        let (Some(early), Some(late), Some(register)) = (open(EARLY, ID), open(LATE, ID), open(REGISTER, ID)) else { return };
        let mut deals: BTreeMap<String, (String, f64)> = BTreeMap::new();
        for found in [&early, &late] {
            let t = &table(found, "sipri_deliveries").table;
            for (row, tiv) in reals(t, "tiv").iter().enumerate() {
                let key = ["supplier_name", "recipient_name", "designation", "order_year"].map(|c| show(t, c, row)).join("|");
                deals.entry(show(t, "deal_id", row)).or_insert((key, 0.0)).1 += tiv;
            }
        }
        assert_eq!(deals.len(), 27_951);
        let mut by_key: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
        for (key, tiv) in deals.values() {
            by_key.entry(key).or_default().push(*tiv);
        }
        let t = &table(&register, "sipri_register").table;
        let mut lines: BTreeMap<String, Vec<f64>> = BTreeMap::new();
        for (row, tiv) in reals(t, "tiv_delivered").iter().enumerate() {
            let key = ["supplier_name", "recipient_name", "designation", "order_year"].map(|c| show(t, c, row)).join("|");
            lines.entry(key).or_default().push(*tiv);
        }
        let pairs = lines.iter().filter_map(|(key, tivs)| match (tivs[..].len(), by_key.get(key.as_str())) {
            (1, Some(deals)) if deals.len() == 1 => Some((tivs[0], deals[0])),
            _ => None,
        });
        let (same, other): (Vec<_>, Vec<_>) = pairs.partition(|(a, b)| (a - b).abs() < 0.06);
        println!("deals with one line in both: {} equal, {} revised between the two editions", same.len(), other.len());
        assert_eq!((same.len(), other.len()), (16_025, 17));
    }

    #[test]
    fn mishaps_of_deliveries() {
        let Some(place) = path(LATE) else { return };
        let text = String::from_utf8(std::fs::read(place).unwrap()).unwrap();
        // Whole columns.
        for (a, b) in [(1, 2), (8, 15), (14, 15), (13, 14), (6, 10), (7, 12), (0, 10), (3, 5), (0, 8)] {
            fault(swapped(&text, 12, ',', a, b), ID);
        }
        // One cell.
        for (at, cell) in [
            (0, ""),
            (1, ""),
            (5, "Airplanes"),
            (6, "99"),
            (7, "Maybe"),
            (8, "13"),
            (10, "1989"),
            (10, ""),
            (14, ""),
            (15, "-9"),
            (15, "1.4"),
            (15, "."),
            (2, "Total"),
        ] {
            let message = fault(with_cell(&text, 13, at, cell), ID);
            assert!(message.contains("file:13"), "{message}");
        }
        let shifted = text.replacen(",mortar,Artillery,2011", ",mortar,,Artillery,2011", 1);
        fault(shifted.into_bytes(), ID);
        // A cut in the middle of a line, and a header that was renamed.
        fault(text.as_bytes()[..text.len() - 40].to_vec(), ID);
        fault(text.replacen("TIV delivery values", "TIV value", 1).into_bytes(), ID);
        // A block that stands twice.
        let lines: Vec<&str> = text.lines().collect();
        let doubled = [lines.clone(), lines[100..140].to_vec()].concat().join("\n");
        assert!(fault(doubled.into_bytes(), ID).contains("stands twice"));
        // A sum as last line.
        fault(format!("{text}Total,,,,,,,,,,,,,,,872910.01,\n").into_bytes(), ID);
        // Saved in another encoding: the names of weapons are plain letters, and nothing changes.
        let again = read("file", latin1(&text), options(ID)).unwrap();
        assert_eq!(table(&again, "sipri_deliveries").print, table(&open(LATE, ID).unwrap(), "sipri_deliveries").print);
    }

    #[test]
    fn mishaps_of_the_register() {
        let Some(place) = path(REGISTER_2026) else { return };
        let text: String = std::fs::read(place).unwrap().iter().map(|b| char::from(*b)).collect();
        let latin = |bytes: Vec<u8>| latin1(&String::from_utf8(bytes).unwrap());
        for (a, b) in [(0, 1), (2, 4), (2, 8), (4, 8), (3, 4), (5, 10), (13, 15), (14, 15), (13, 14), (10, 2), (11, 12)] {
            fault(latin(swapped(&text, 12, ',', a, b)), ID);
        }
        for (at, cell) in
            [(0, "All countries"), (2, ""), (3, "x"), (4, "7"), (8, "7"), (10, ""), (10, "2011;2012"), (11, "Old"), (13, ""), (15, "")]
        {
            let message = fault(latin(with_cell(&text, 13, at, cell)), ID);
            assert!(message.contains("file:13"), "{message}");
        }
        fault(latin(text.as_bytes()[..text.len() - 30].to_vec()), ID);
        let lines: Vec<&str> = text.lines().collect();
        let doubled = [lines.clone(), lines[100..140].to_vec()].concat().join("\n");
        assert!(fault(latin(doubled.into_bytes()), ID).contains("copied"));
        // Saved as UTF-8: the same content.
        let again = read("file", text.clone().into_bytes(), options(ID)).unwrap();
        assert_eq!(table(&again, "sipri_register").print, table(&open(REGISTER_2026, ID).unwrap(), "sipri_register").print);
    }
}

mod sipri_milex {
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
        for (column, figures) in [
            ("constant_usd_m", 8329),
            ("share_gdp", 8245),
            ("per_capita_usd", 5324),
            ("share_government", 4705),
            ("local_financial", 8909 - 1),
        ] {
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
}

mod exercises {
    use super::*;

    const MME: &str = "mme/mme_v7.csv";
    const JME: &str = "mme/jme_v3.xls";
    const RUSSIA: &str = "jme-russia/Joint Military Exercises Involving Russia.csv";

    #[test]
    fn multinational() {
        let Some(found) = open(MME, "mme") else { return };
        assert!(found.findings.iter().all(|f| f.code != "unknown_state"), "{:?}", found.findings);
        let (exercises, participants) = (&table(&found, "mme_exercises").table, &table(&found, "mme_participants").table);
        // 13,887 cells name a participant, of which 18 name one of the same exercise again.
        assert_eq!((exercises.rows(), participants.rows()), (3707, 13_887 - 18));
        let unnamed: i32 = exercises.ints("unnamed_count").unwrap().iter().sum();
        let named: i32 = exercises.ints("named_count").unwrap().iter().sum();
        assert_eq!((unnamed, named as usize + 208), (208, participants.rows()));
        for (id, name, year, month, day) in [
            ("mme3460a", "", "1995", "7", ""),
            ("mme3460b", "", "2005", "7", "7"),
            ("mme3457a", "Baltic Circle", "1996", "9", "30"),
            ("mme3457b", "Noble Award", "2007", "5", ""),
            ("mme2726", "Peace Mission 2005", "2005", "8", "18"),
            ("mme87", "Readex 1-80", "1980", "1", "14"),
        ] {
            let row = row(exercises, &[("exercise_id", id)]);
            assert_eq!(["name", "year", "start_month", "start_day"].map(|c| show(exercises, c, row)), [name, year, month, day], "{id}");
        }
        let mut sides: BTreeMap<String, [bool; 2]> = BTreeMap::new();
        for row in 0..participants.rows() {
            let code = show(participants, "ccode", row);
            let id = show(participants, "exercise_id", row);
            let name = show(participants, "name", row);
            assert!(name != "Russia" || code == "365");
            assert!(name != "Federal Republic of Germany" || code == "260");
            let entry = sides.entry(id).or_default();
            entry[0] |= code == "365";
            entry[1] |= code == "710";
        }
        assert_eq!(sides.values().filter(|s| **s == [true, true]).count(), 10, "exercises of Russia and China");
    }

    #[test]
    fn older_collection() {
        let Some(found) = open(JME, "jme") else { return };
        assert!(found.findings.iter().all(|f| f.code != "unknown_state"), "{:?}", found.findings);
        let (exercises, participants) = (&table(&found, "jme_exercises").table, &table(&found, "jme_participants").table);
        assert_eq!(exercises.rows(), 1790);
        for (id, name, year, month, day, end_day) in [
            ("2", "Midlink 74", "1974", "11", "", "30"),
            ("827", "", "1999", "8", "", ""),
            ("534", "", "1993", "2", "", ""),
            ("680", "", "1997", "9", "15", "22"),
            ("1527", "", "2002", "11", "", ""),
        ] {
            let row = row(exercises, &[("exercise_id", id)]);
            let is = ["year", "start_month"].map(|c| show(exercises, c, row));
            assert_eq!(is, [year, month], "{id}");
            if !name.is_empty() {
                assert_eq!(["name", "start_day", "end_day"].map(|c| show(exercises, c, row)), [name, day, end_day]);
            }
        }
        for row in 0..participants.rows() {
            let (code, number) = (show(participants, "code", row), show(participants, "ccode", row));
            let year: i32 = show(participants, "year", row).parse().unwrap_or(0);
            match code.as_str() {
                "DEU" if (1955..1990).contains(&year) => assert_eq!(number, "260"),
                "DEU" if year >= 1990 => assert_eq!(number, "255"),
                "NAM" if year >= 1990 => assert_eq!(number, "565"),
                "CSK" if year <= 1992 && year > 0 => assert_eq!(number, "315"),
                "" => assert_eq!((number.as_str(), show(participants, "ccode_missing", row).as_str()), ("", "not named")),
                _ => {}
            }
        }
    }

    #[test]
    fn with_russia() {
        let Some(found) = open(RUSSIA, "russia_exercises") else { return };
        assert!(found.findings.iter().all(|f| f.code == "blank_lines"), "{:?}", found.findings);
        let (exercises, partners) = (&table(&found, "russia_exercises").table, &table(&found, "russia_exercise_partners").table);
        assert_eq!(exercises.rows(), 99);
        let with = |code: i32| partners.ints("ccode").unwrap().iter().filter(|c| **c == code).count();
        assert_eq!((with(365), with(710)), (99, 12));
    }

    #[test]
    fn mishaps() {
        let Some(place) = path(MME) else { return };
        let text = String::from_utf8(std::fs::read(place).unwrap()).unwrap();
        let change = |from: &str, to: &str| {
            let new = text.replacen(from, to, 1);
            assert_ne!(new, text, "{from}");
            fault(new.into_bytes(), "mme")
        };
        change("1/14/80,1980,1,14", "1/14/80,1980,14,1");
        change("1/14/80,1980,1,14", "1/14/1980,1980,1,14");
        change("1980-01-xx,1980,1,xx", "1980-01-xx,1981,1,xx");
        change("1/14/80,1980,1,14,1/21/80,1980,1,21,0,0", "1/14/80,1980,1,14,1/21/80,1980,1,21,0,2");
        change("s.month,s.day", "s.day,s.month");
        change("18.1262854,-65.4400985", "-165.4400985,18.1262854");
        change("mme87,", "87,");
        change("StartDate", "Start");
        fault(text.as_bytes()[..text.len() - 20].to_vec(), "mme");
        fault(latin1(&text), "mme");
        let lines: Vec<&str> = text.lines().collect();
        let doubled = [lines.clone(), vec!["Total"]].concat().join("\n");
        fault(doubled.into_bytes(), "mme");
    }
}

mod troops_and_treaties {
    use super::*;

    const TROOPS: &str = "us-troops/troopdata-rebuild-country-year.csv";
    const DCAD: &str = "dcad/DCAD-v1.0-main.csv";

    #[test]
    fn troops_stand_where_they_stood() {
        let Some(found) = open(TROOPS, "us_troops") else { return };
        assert!(found.findings.iter().all(|f| f.code != "unknown_state"), "{:?}", found.findings);
        let t = &table(&found, "us_troops").table;
        // 13,135 rows, of which 29 are all 0 beside another spelling of the same host.
        assert_eq!(t.rows(), 13_135 - 29);
        for (name, year, code, troops) in [
            ("Vietnam", "1968", "817", "537377"),
            ("Vietnam", "2019", "816", ""),
            ("Germany", "1962", "260", ""),
            ("Germany", "1998", "255", ""),
            ("Guam", "1968", "", ""),
            ("Czechia", "2013", "316", "17"),
        ] {
            let row = row(t, &[("countryname", name), ("year", year)]);
            assert_eq!(show(t, "ccode", row), code, "{name} {year}");
            assert!(troops.is_empty() || show(t, "troops_ad", row) == troops);
        }
        let afghanistan = row(t, &[("countryname", "Afghanistan"), ("year", "1951")]);
        assert_eq!(["troops_ad", "army_ad", "army_ad_missing"].map(|c| show(t, c, afghanistan)), ["5", "", "branches not reported"]);
        let greece = row(t, &[("countryname", "Greece"), ("year", "1959")]);
        assert_eq!(show(t, "marine_corps_ad_missing", greece), "below zero in the file");
        let mut keys: Vec<(i32, i32)> = t.ints("ccode").unwrap().iter().copied().zip(t.ints("year").unwrap().iter().copied()).collect();
        keys.retain(|(code, _)| *code != i32::MIN);
        keys.sort_unstable();
        let twice: Vec<_> = keys.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| pair[0]).collect();
        assert!(twice.is_empty(), "{twice:?}");
    }

    #[test]
    fn treaties() {
        let Some(found) = open(DCAD, "dcad") else { return };
        let t = &table(&found, "dcad").table;
        assert_eq!(t.rows(), 1871);
        let count = |name: &str, text: &str| (0..t.rows()).filter(|row| show(t, name, *row) == text).count();
        assert_eq!(
            [("type", "general"), ("category1", "DCA"), ("span_years_missing", "indefinite"), ("terminated", "1"), ("asymmetry", "2")]
                .map(|(c, w)| count(c, w)),
            [1322, 982, 256, 43, 67]
        );
    }

    #[test]
    fn mishaps() {
        for (file, id, changes) in
            [(TROOPS, "us_troops", [(0, 1), (2, 1), (3, 4), (1, 5)]), (DCAD, "dcad", [(0, 1), (6, 0), (10, 11), (5, 4)])]
        {
            let Some(place) = path(file) else { return };
            let text = String::from_utf8(std::fs::read(place).unwrap()).unwrap();
            for (a, b) in changes {
                fault(swapped(&text, 1, ',', a, b), id);
            }
            fault(text.as_bytes()[..text.len() - 15].to_vec(), id);
            let lines: Vec<&str> = text.lines().collect();
            fault([lines.clone(), lines[50..90].to_vec()].concat().join("\n").into_bytes(), id);
            fault(format!("{text}Total\n").into_bytes(), id);
            fault(text.replacen("ccode", "code", 1).into_bytes(), id);
        }
    }
}

mod gsdb {
    use super::*;

    const FILE: &str = "gsdb/GSDB_V3.csv";

    #[test]
    fn cases_and_pairs() {
        let Some(found) = open(FILE, "gsdb") else { return };
        assert!(found.findings.iter().all(|f| f.code != "unknown_state"), "{:?}", found.findings);
        let (cases, pairs) = (&table(&found, "gsdb_cases").table, &table(&found, "gsdb_pairs").table);
        assert_eq!((cases.rows(), pairs.rows()), (1325, 1889));
        let product = |row: usize| cases.ints("target_count").unwrap()[row] * cases.ints("sender_count").unwrap()[row];
        assert_eq!((0..cases.rows()).map(product).sum::<i32>(), 1889);
        let flags = ["trade", "arms", "military", "financial", "travel", "other"].map(|c| cases.ints(c).unwrap().iter().sum::<i32>());
        assert_eq!(flags, [513, 265, 241, 724, 346, 214]);
        let with = |column: &str, name: &str| {
            let rows: Vec<usize> = (0..pairs.rows()).filter(|row| show(pairs, column, *row) == name).collect();
            (rows.len(), show(pairs, &column.replace("name", "code"), rows[0]))
        };
        for (column, name, rows, code) in [
            ("target_name", "Korea, North", 22, "731"),
            ("sender_name", "Korea, South", 6, "732"),
            ("target_name", "Congo, Democratic Republic of the", 21, "490"),
            ("sender_name", "Rwanda", 1, "517"),
        ] {
            let (_, found) = with(column, name);
            assert_eq!(found, code, "{name}");
            assert!(with(column, name).0 >= rows, "{name}");
        }
        let eu: Vec<usize> = (0..pairs.rows()).filter(|row| show(pairs, "sender_name", *row) == "EU").collect();
        assert!(eu.len() >= 93 && eu.iter().all(|row| show(pairs, "sender_code_missing", *row) == "organisation"));
        // A case that began before a state was a member has the number it had later.
        let early = row(pairs, &[("case_id", "1"), ("sender_name", "Germany")]);
        assert_eq!(["sender_code", "target_code"].map(|c| show(pairs, c, early)), ["260", "265"]);
    }

    #[test]
    fn mishaps() {
        let Some(place) = path(FILE) else { return };
        let text = String::from_utf8(std::fs::read(place).unwrap()).unwrap();
        for (from, to) in [
            ("\"Korea, North\"", "North"),
            ("German Democratic Republic,Germany,1949,1973", "German Democratic Republic,Germany,1973,1949"),
            ("success_total", "success"),
            ("territorial_conflict,success_total", "success_total,territorial_conflict"),
            ("1949,1973,0,,0", "1949,1973,1,,0"),
            ("1949,1973,0,,0", "1949,1973,0,,-9"),
            ("sanctioned_state", "target"),
            ("2,Pakistan", "1,Pakistan"),
        ] {
            let new = text.replacen(from, to, 1);
            assert_ne!(new, text, "{from}");
            fault(new.into_bytes(), "gsdb");
        }
        fault(text.as_bytes()[..text.len() - 12].to_vec(), "gsdb");
        fault(format!("{text}Total\r\n").into_bytes(), "gsdb");
    }
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
