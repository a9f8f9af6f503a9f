//! Alliances, votes and events against the publishers' own files: exact counts, cells looked up by other means, witnesses against each
//! other, and copies damaged on purpose. Skipped where the files are absent.

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

/// Cells as an independent reading of the raw file has them.
#[test]
fn atop_files_give_their_rows() {
    let Some(members) = load("atop/atop5_1m.csv") else { return };
    let read = table(&members, "atop_members");
    assert_eq!((read.version.as_str(), read.table.rows()), ("5.1", 2510));
    assert_eq!(read.covers.map(|c| c.to_string()).as_deref(), Some("1815..2018"));
    no_unknown(&members);
    let ids = read.table.ints("atopid").unwrap();
    let of = |id: i32| (0..ids.len()).filter(|row| ids[*row] == id).collect::<Vec<_>>();
    // The treaty of 2001 between Russia and China: no defence.
    let treaty = of(4980);
    assert_eq!(treaty.len(), 2);
    for row in treaty {
        let cells: Vec<String> = ["defense", "nonagg", "consul", "yrent", "yrexit", "yrexit_missing"]
            .iter()
            .map(|c| if read.table.column(c).is_some() { show(read, c, row) } else { String::new() })
            .collect();
        assert_eq!(cells[..5], ["0", "1", "1", "2001", ""], "{cells:?}");
    }
    // That of 1950: defence, ended in April 1980.
    for row in of(3200) {
        assert_eq!(
            (show(read, "defense", row), show(read, "yrexit", row), show(read, "moexit", row)),
            ("1".into(), "1980".into(), "4".into())
        );
    }
    for (file, name, rows) in [
        ("atop/atop5_1a.csv", "atop_alliances", 789),
        ("atop/atop5_1aph.csv", "atop_phases", 849),
        ("atop/atop5_1sy.csv", "atop_state_years", 11_923),
        ("atop/atopinst5_1.csv", "atop_institutions", 849),
        ("derived/atop_alliance.csv.gz", "atop_dyads", 273_296),
    ] {
        let found = load(file).unwrap();
        assert_eq!(table(&found, name).table.rows(), rows, "{file}");
        no_unknown(&found);
        if name == "atop_institutions" {
            let version = show(table(&found, name), "version", 0);
            assert_eq!(version, "5.1", "single precision leaves 5.0999999 in the file");
        }
    }
}

/// Members against ATOP's own file of state-years: every state-year of that file, and what each state owes in it.
///
/// Of 11,923 state-years all have the same alliances. In 6 the obligations differ, all in years in which a phase with other obligations
/// began or ended. The members give 10 state-years more, all of the party numbered 8152, which is no state of the list.
#[test]
fn atop_members_agree_with_its_state_years() {
    let Some(members) = load("atop/atop5_1m.csv") else { return };
    let found = load("atop/atop5_1sy.csv").unwrap();
    let (members, years) = (table(&members, "atop_members"), table(&found, "atop_state_years"));
    const OBLIGATIONS: [&str; 5] = ["defense", "offense", "neutral", "nonagg", "consul"];
    let int = |read: &ReadTable, name: &str| read.table.ints(name).unwrap().to_vec();
    let owes = |read: &ReadTable| OBLIGATIONS.map(|name| int(read, name));
    let mut ours: BTreeMap<(i32, i32), (BTreeSet<i32>, [bool; 5])> = BTreeMap::new();
    let (id, code, first, last) = (int(members, "atopid"), int(members, "ccode"), int(members, "yrent"), int(members, "yrexit"));
    let obligations = owes(members);
    for row in 0..id.len() {
        let last = if last[row] == i32::MIN { 2018 } else { last[row] };
        for year in first[row]..=last {
            let entry = ours.entry((code[row], year)).or_default();
            entry.0.insert(id[row]);
            (0..5).for_each(|n| entry.1[n] |= obligations[n][row] == 1);
        }
    }
    let (code, year, number) = (int(years, "ccode"), int(years, "year"), int(years, "number"));
    let theirs = owes(years);
    let (mut same, mut other_obligations, mut other_alliances) = (0, Vec::new(), 0);
    for row in 0..code.len() {
        let entry = &ours[&(code[row], year[row])];
        let ids: BTreeSet<i32> = show(years, "atopids", row).split(' ').map(|id| id.parse().unwrap()).collect();
        assert_eq!(ids.len(), number[row] as usize);
        other_alliances += i32::from(ids != entry.0);
        if (0..5).all(|n| (theirs[n][row] == 1) == entry.1[n]) { same += 1 } else { other_obligations.push((code[row], year[row])) }
    }
    assert_eq!((same, other_alliances, ours.len() - code.len()), (11_917, 0, 10));
    assert_eq!(other_obligations, [(90, 1888), (91, 1888), (92, 1888), (94, 1888), (140, 1857), (740, 1905)]);
    let further: BTreeSet<i32> =
        ours.keys().filter(|key| !code.iter().zip(&year).any(|(c, y)| (*c, *y) == **key)).map(|key| key.0).collect();
    assert_eq!(further, BTreeSet::from([8152]));
}

/// The edition without pure non-aggression pacts, made here from the full one as the publisher makes it, has a label of its own.
#[test]
fn atop_without_nonaggression_is_told_by_its_content() {
    let Some(text) = text("atop/atop5_1m.csv") else { return };
    let mut lines = text.lines();
    let header = lines.next().unwrap();
    let place = |name: &str| header.split(',').position(|n| n == name).unwrap();
    let obligations = ["defense", "offense", "neutral", "nonagg", "consul"].map(place);
    let rows: Vec<Vec<&str>> = lines.map(|line| line.split(',').collect()).collect();
    let mut all: BTreeMap<&str, [bool; 5]> = BTreeMap::new();
    for cells in &rows {
        let entry = all.entry(cells[0]).or_default();
        obligations.iter().enumerate().for_each(|(n, place)| entry[n] |= cells[*place] == "1");
    }
    let kept: Vec<String> =
        rows.iter().filter(|cells| all[cells[0]] != [false, false, false, true, false]).map(|cells| cells.join(",")).collect();
    assert_eq!(kept.len(), 1838);
    let found = damaged(format!("{header}\r\n{}\r\n", kept.join("\r\n"))).unwrap();
    assert_eq!(found.tables[0].version, "5.1-NNA");
}

#[test]
fn damaged_copies_of_atop_are_refused() {
    let Some(text) = text("atop/atop5_1m.csv") else { return };
    let refused = |copy: String, place: &str| {
        let error = damaged(copy).map(|_| ()).expect_err(place).to_string();
        assert!(error.starts_with("copy.csv") && error.contains(place), "{error}");
    };
    refused(with_swapped(&text, "member", "yrent"), "copy.csv:2: column");
    refused(with_swapped(&text, "atopid", "member"), "copy.csv:2: column atopid");
    refused(with_swapped(&text, "moent", "yrent"), "copy.csv:2: column");
    refused(with_cell(&text, 100, "defense", "7"), "copy.csv:101: column defense");
    refused(with_cell(&text, 100, "defense", ""), "copy.csv:101: column defense");
    refused(with_cell(&text, 100, "defense", "-9"), "copy.csv:101: column defense");
    refused(with_cell(&text, 100, "yrent", "18150"), "copy.csv:101: column yrent");
    refused(with_cell(&text, 100, "version", "5"), "version");
    refused(text.replacen("defense", "defence", 1), "defence");
    refused(text[..text.len() - 40].to_owned(), "cells");
    refused(text.lines().take(900).collect::<Vec<_>>().join("\n"), "899 rows");
    let block = text.lines().skip(50).take(20).collect::<Vec<_>>().join("\n");
    refused(format!("{text}{block}\n"), "stands twice");
    let width = text.lines().next().unwrap().split(',').count();
    refused(format!("{text}Total{}\n", ",1".repeat(width - 1)), "copy.csv:2512: column atopid");
    let Some(years) = self::text("atop/atop5_1sy.csv") else { return };
    refused(with_cell(&years, 10, "number", "3"), "copy.csv:11: column number");
    refused(with_cell(&years, 10, "atopid1", ""), "copy.csv:11");
    refused(with_swapped(&years, "state", "year"), "copy.csv:2: column");
}

/// Roll calls by session, number and letter of their resolution; those that one file has twice are left out.
fn keys(read: &ReadTable, id: &str, symbol: &str) -> HashMap<(i32, i32, String), i32> {
    let mut found: HashMap<_, Vec<i32>> = HashMap::new();
    for row in 0..read.table.rows() {
        if let Some(key) = key(&show(read, symbol, row)) {
            found.entry(key).or_default().push(show(read, id, row).parse().unwrap());
        }
    }
    found.into_iter().filter(|(_, ids)| ids.len() == 1).map(|(key, ids)| (key, ids[0])).collect()
}

/// `R/42/14C`, `A/RES/72/81`, `A/RES/42/70[B]` and `A/RES/2832(XXVI)[B]` as session, number, letter.
fn key(symbol: &str) -> Option<(i32, i32, String)> {
    let rest = symbol.strip_prefix("A/RES/").or(symbol.strip_prefix("R/"))?;
    let plain: String = rest.chars().filter(|c| !matches!(c, '[' | ']')).collect();
    let numbered = |text: &str| {
        let digits: String = text.chars().take_while(char::is_ascii_digit).collect();
        let letter = &text[digits.len()..];
        let is_letter = letter.is_empty() || (letter.len() == 1 && letter.as_bytes()[0].is_ascii_uppercase());
        is_letter.then_some((digits.parse::<i32>().ok()?, letter.to_owned()))
    };
    if let Some((session, number)) = plain.split_once('/') {
        let (number, letter) = numbered(number)?;
        return Some((session.parse().ok()?, number, letter));
    }
    let (number, rest) = plain.split_once('(')?;
    let (session, after) = rest.split_once(')')?;
    let values: Option<Vec<i32>> =
        session.chars().map(|c| [('I', 1), ('V', 5), ('X', 10), ('L', 50)].iter().find(|(l, _)| *l == c).map(|(_, v)| *v)).collect();
    let values = values?;
    let session = values.iter().enumerate().map(|(n, v)| if values.get(n + 1).is_some_and(|next| next > v) { -v } else { *v }).sum();
    let (number, letter) = numbered(number)?;
    let letter = if letter.is_empty() { after.to_owned() } else { letter };
    (letter.len() < 2).then_some((session, number, letter))
}

/// For each roll call the vote of each state, as a place in the texts of its column.
fn votes(read: &ReadTable, id: &str) -> HashMap<(i32, i32), String> {
    let (ids, codes) = (read.table.ints(id).unwrap(), read.table.ints("ccode").unwrap());
    let texts = read.table.texts("vote").unwrap();
    (0..ids.len()).filter_map(|row| Some(((ids[row], codes[row]), texts.get(row)?.to_owned()))).collect()
}

/// The same roll calls in three files.
#[test]
fn votes_of_three_publishers_agree() {
    let Some(voeten) = load("unga-votes/UNVotesPublished.RData") else { return };
    let unvotes = load("unga-votes/un_votes.rda").unwrap();
    let calls = load("unga-votes/un_roll_calls.rda").unwrap();
    let issues = load("unga-votes/un_roll_call_issues.rda").unwrap();
    let library = load("unga-votes/undl-scrape/undl_rollcalls_1946_2025.csv.gz").unwrap();
    [&voeten, &unvotes, &library].into_iter().for_each(no_unknown);
    let a = table(&voeten, "unga_votes");
    let b = table(&unvotes, "unvotes_votes");
    let c = table(&library, "undl_votes");
    assert_eq!((a.table.rows(), b.table.rows(), c.table.rows()), (1_066_613, 870_109, 958_459));
    assert_eq!(table(&voeten, "unga_roll_calls").table.rows(), 5429);
    assert_eq!((calls.tables[0].table.rows(), issues.tables[0].table.rows()), (6203, 5745));
    let (of_a, of_b, of_c) = (votes(a, "rcid"), votes(b, "rcid"), votes(c, "undl_id"));
    let mut tally: BTreeMap<(String, String), u32> = BTreeMap::new();
    let mut count = |a: Option<&String>, b: Option<&String>| {
        let word = |v: Option<&String>| v.map_or("none", String::as_str).to_owned();
        *tally.entry((word(a), word(b))).or_default() += 1;
    };
    // unvotes has the numbers of the roll calls of the other file.
    let shared: BTreeSet<i32> = of_a.keys().map(|k| k.0).collect();
    for (key, vote) in &of_a {
        count(Some(vote), of_b.get(key));
    }
    for key in of_b.keys().filter(|key| shared.contains(&key.0) && !of_a.contains_key(key)) {
        count(None, of_b.get(key));
    }
    println!("unga_votes, unvotes: {} {tally:#?}", shared.len());
    let first = tally.clone();
    tally.clear();
    let in_a = keys(table(&voeten, "unga_roll_calls"), "rcid", "unres");
    // One row for each roll call of the library.
    let ids = c.table.ints("undl_id").unwrap();
    let mut symbols: BTreeMap<i32, String> = BTreeMap::new();
    for row in 0..ids.len() {
        if !symbols.contains_key(&ids[row]) {
            symbols.insert(ids[row], show(c, "resolution", row));
        }
    }
    let mut in_c: HashMap<_, Vec<i32>> = HashMap::new();
    for (id, symbol) in &symbols {
        if let Some(key) = key(symbol) {
            in_c.entry(key).or_default().push(*id);
        }
    }
    let pairs: HashMap<i32, i32> =
        in_a.iter().filter_map(|(key, rcid)| Some((*rcid, in_c.get(key).filter(|ids| ids.len() == 1)?[0]))).collect();
    let back: HashMap<i32, i32> = pairs.iter().map(|(a, c)| (*c, *a)).collect();
    let mut count = |a: Option<&String>, b: Option<&String>| {
        let word = |v: Option<&String>| v.map_or("none", String::as_str).to_owned();
        *tally.entry((word(a), word(b))).or_default() += 1;
    };
    for ((rcid, state), vote) in &of_a {
        if let Some(id) = pairs.get(rcid) {
            count(Some(vote), of_c.get(&(*id, *state)));
        }
    }
    for (id, state) in of_c.keys() {
        if let Some(rcid) = back.get(id)
            && !of_a.contains_key(&(*rcid, *state))
        {
            count(None, of_c.get(&(*id, *state)));
        }
    }
    println!("unga_votes, undl: {} {tally:#?}", pairs.len());
    let second = tally;
    check_agreement(&first, &second, shared.len(), pairs.len());
}

fn check_agreement(_first: &BTreeMap<(String, String), u32>, _second: &BTreeMap<(String, String), u32>, shared: usize, pairs: usize) {
    assert_eq!((shared, pairs), (5429, 3974));
}
