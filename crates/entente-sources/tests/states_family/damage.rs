//! Damaged copies.

use super::*;

/// Cells of a line; a separator inside quotation marks is none.
fn cells(line: &str, separator: char) -> Vec<String> {
    let mut found = vec![String::new()];
    let mut is_quoted = false;
    for letter in line.chars() {
        is_quoted ^= letter == '"';
        if letter == separator && !is_quoted {
            found.push(String::new());
        } else {
            found.last_mut().unwrap().push(letter);
        }
    }
    found
}

fn change(lines: &mut [String], separator: char, f: impl Fn(&mut Vec<String>)) {
    for line in lines {
        let mut row = cells(line, separator);
        f(&mut row);
        *line = row.join(&separator.to_string());
    }
}

/// What may befall a file on its way, as lines of its text.
type Damage = fn(&mut Vec<String>, char);

const DAMAGES: &[(&str, Damage)] = &[
    ("half of the lines are gone", |lines, _| lines.truncate(lines.len() / 2)),
    ("the last line is cut", |lines, sep| {
        let last = lines.last_mut().unwrap();
        let at = last.rfind(sep).unwrap();
        last.truncate(at);
    }),
    ("twenty lines stand twice", |lines, _| {
        let block = lines[lines.len() / 2..][..lines.len().min(60) / 3].to_vec();
        lines.extend(block);
    }),
    ("a row is moved by one cell", |lines, sep| {
        let middle = lines.len() / 2;
        change(&mut lines[middle..=middle], sep, |row| {
            row.pop();
            row.insert(0, String::new());
        });
    }),
    ("a row has a cell too many", |lines, sep| {
        let middle = lines.len() / 2;
        lines[middle].push(sep);
    }),
    ("a row of totals stands at the end", |lines, sep| {
        let mut row = cells(lines.last().unwrap(), sep);
        row[0] = "Total".to_owned();
        lines.push(row.join(&sep.to_string()));
    }),
    ("a column has another name", |lines, sep| change(&mut lines[..1], sep, |row| row[1].push_str("_new"))),
    ("two columns have changed names", |lines, sep| change(&mut lines[..1], sep, |row| row.swap(1, 2))),
    ("the first two columns of data have changed places", |lines, sep| change(&mut lines[1..], sep, |row| row.swap(0, 1))),
    ("a column is gone", |lines, sep| {
        change(lines, sep, |row| {
            row.remove(1);
        });
    }),
    ("a letter of another encoding", |lines, _| {
        let middle = lines.len() / 2;
        lines[middle].insert(0, '\u{fffd}');
    }),
    ("another code for what is missing", |lines, sep| {
        change(&mut lines[1..], sep, |row| row.iter_mut().filter(|cell| *cell == "-9").for_each(|cell| *cell = "-99".to_owned()));
    }),
    ("a word in place of a number", |lines, sep| {
        let middle = lines.len() / 2;
        change(&mut lines[middle..=middle], sep, |row| row.iter_mut().for_each(|cell| cell.insert_str(0, "n/a")));
    }),
];

/// Damage that leaves a sound file of other numbers or names, which only the known sums of an edition tell from the publisher's.
const LEFT_TO_THE_SUMS: &[&str] = &[
    "cow-states/COW country codes.csv: a row of totals stands at the end",
    "derived/cow_capitals.csv.gz: two columns have changed names",
    "derived/gw_capitals.csv.gz: two columns have changed names",
    "derived/isard_cw_gw_panel.csv.gz: a row of totals stands at the end",
    "gml-mid/gml-ddy-disputes-2.1.csv: two columns have changed names",
];

#[test]
fn damage_is_an_error_with_its_place_and_never_a_panic() {
    let mut missed = BTreeSet::new();
    for (path, id, table_name, _) in FILES {
        if !(path.ends_with(".csv") || path.ends_with(".csv.gz") || path.ends_with(".dat")) {
            continue;
        }
        let Some(raw) = bytes(path) else { return };
        if raw.len() > 2_000_000 {
            // The largest are read by the same code as the rest, and twelve readings of each would take a minute.
            continue;
        }
        let raw = if path.ends_with(".gz") {
            let mut plain = Vec::new();
            std::io::Read::read_to_end(&mut flate2::read::MultiGzDecoder::new(&raw[..]), &mut plain).unwrap();
            plain
        } else {
            raw
        };
        let separator = if path.ends_with(".dat") {
            '\t'
        } else if path.contains("dist_cepii") {
            ';'
        } else {
            ','
        };
        let text: String = raw.iter().map(|b| char::from(*b)).collect();
        let lines: Vec<String> = text.lines().map(str::to_owned).collect();
        for (what, damage) in DAMAGES {
            if path.ends_with(".dat") && what.contains("name") {
                // It has no header.
                continue;
            }
            let mut copy = lines.clone();
            damage(&mut copy, separator);
            let damaged: Vec<u8> = (copy.join("\n") + "\n").chars().map(|c| if c == '\u{fffd}' { 0xe9 } else { c as u8 }).collect();
            // What the card alone sees: the known sums of an edition would see any change of its numbers.
            let options = Options { of: Some(id), change: Change::Accepted, ..Options::default() };
            match read(name(path), damaged, options) {
                Err(error) => {
                    let has_place = matches!(error, Error::Cell { .. } | Error::Line { .. } | Error::Layout { .. } | Error::Whole { .. });
                    assert!(has_place && error.to_string().starts_with(name(path)), "{path}: {what}: {error}");
                }
                Ok(found) => {
                    let print = |found: &FileTables| found.tables.iter().find(|t| t.table.name == *table_name).unwrap().print.clone();
                    let same = print(&open(path, id).unwrap()) == print(&found);
                    if !same {
                        missed.insert(format!("{path}: {what}"));
                    }
                }
            }
        }
    }
    assert_eq!(missed, LEFT_TO_THE_SUMS.iter().map(|s| (*s).to_owned()).collect());
}
