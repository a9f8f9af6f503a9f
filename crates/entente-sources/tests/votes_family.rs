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
/// Of 11,923 state-years all have the same alliances. In 6 the obligations differ: a phase gave way to one that obliges to less in the
/// course of the year, and ATOP's file has the later one alone. The members give 10 state-years more, all of the party numbered 8152, which is no state of the list.
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
    let first = tally.clone();
    tally.clear();
    let in_a = keys(table(&voeten, "unga_roll_calls"), "rcid", "unres");
    // One row for each roll call of the library.
    let ids = c.table.ints("undl_id").unwrap();
    let mut symbols: BTreeMap<i32, String> = BTreeMap::new();
    for (row, id) in ids.iter().enumerate() {
        symbols.entry(*id).or_insert_with(|| show(c, "resolution", row));
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
    let second = tally;
    // Roll calls by the number of states whose vote differs, both having cast one or one of them being absent.
    let mut differing: BTreeMap<i32, u32> = BTreeMap::new();
    for ((rcid, state), vote) in &of_a {
        let other = pairs.get(rcid).and_then(|id| of_c.get(&(*id, *state)));
        if let Some(other) = other
            && vote != "not_member"
            && vote != other
            && (vote != "absent" || other != "not_voting")
        {
            *differing.entry(*rcid).or_default() += 1;
        }
    }
    let (many, few): (Vec<u32>, Vec<u32>) = differing.values().partition(|n| **n > 10);
    assert_eq!((many.len(), many.iter().sum::<u32>()), (47, 1446));
    assert_eq!((few.len(), few.iter().sum::<u32>()), (1182, 2540));
    check_agreement(&first, &second, shared.len(), pairs.len());
}

/// What the files say of the same roll calls, exactly.
///
/// The two files of Voeten's votes are the same but for one name: unvotes calls unified Germany the Federal Republic throughout session
/// 45, so that its 84 votes there stand under 260 in the one and 255 in the other. unvotes has no absences.
///
/// Of Voeten's roll calls 3,974 have the same session, number and letter as exactly one record of the library. Of 605,388 votes that
/// both have as yes, abstention or no, 603,860 are the same and 1,528 are not; absences, which the library calls not voting, are the
/// same in 61,317 cases. With a vote in one and an absence in the other 3,986 differ: 1,446 in 47 roll calls with more than ten each,
/// where the two cannot be the same vote though they have one symbol (R/25/2671C: 47 to 23 there, 107 to 2 in the library); and 2,540 in
/// 1,182 roll calls with one to ten states each, of which the files do not say who is right. The 86 votes that stand only in the library are
/// those of unified Yemen in session 45, 679 there and 678 with Voeten. What is no member with him has no row in the library, but for
/// 642 votes.
fn check_agreement(first: &BTreeMap<(String, String), u32>, second: &BTreeMap<(String, String), u32>, shared: usize, pairs: usize) {
    assert_eq!((shared, pairs), (5429, 3974));
    let told = |tally: &BTreeMap<(String, String), u32>, rows: &[(&str, &[(&str, u32)])]| {
        let expected: BTreeMap<(String, String), u32> =
            rows.iter().flat_map(|(a, cells)| cells.iter().map(|(b, n)| (((*a).to_owned(), (*b).to_owned()), *n))).collect();
        assert_eq!(*tally, expected);
    };
    told(
        first,
        &[
            ("yes", &[("yes", 588_762), ("none", 38)]),
            ("abstain", &[("abstain", 95_069), ("none", 30)]),
            ("no", &[("no", 54_849), ("none", 16)]),
            ("absent", &[("none", 73_328)]),
            ("not_member", &[("none", 254_521)]),
            ("none", &[("yes", 38), ("abstain", 30), ("no", 16)]),
        ],
    );
    told(
        second,
        &[
            ("yes", &[("yes", 504_075), ("abstain", 455), ("no", 89), ("not_voting", 1375), ("none", 155)]),
            ("abstain", &[("yes", 608), ("abstain", 70_639), ("no", 43), ("not_voting", 106), ("none", 14)]),
            ("no", &[("yes", 214), ("abstain", 119), ("no", 29_146), ("not_voting", 26), ("none", 3)]),
            ("absent", &[("yes", 810), ("abstain", 119), ("no", 22), ("not_voting", 61_317), ("none", 138)]),
            ("not_member", &[("yes", 76), ("abstain", 9), ("no", 2), ("not_voting", 555), ("none", 109_879)]),
            ("none", &[("yes", 82), ("abstain", 2), ("not_voting", 2)]),
        ],
    );
}

/// Distances of ideal points as methods.md, 3.5, has them from the same file, to four decimals.
#[test]
fn ideal_points_of_2020_give_the_published_distances() {
    let Some(found) = load("unga-idealpoints/IdealpointestimatesAll_Apr2020.csv") else { return };
    no_unknown(&found);
    let read = table(&found, "unga_ideal_points");
    assert_eq!((read.version.as_str(), read.table.rows(), read.print.states), ("2020-04", 10_469, 199));
    let (codes, sessions) = (read.table.ints("ccode").unwrap(), read.table.ints("session").unwrap());
    let points = read.table.reals("ideal_point").unwrap();
    let at: HashMap<(i32, i32), f64> = (0..codes.len()).map(|row| ((codes[row], sessions[row]), points[row])).collect();
    let (usa, gbr, rus, chn, ind) = (2, 200, 365, 710, 750);
    let pairs = [(rus, chn), (usa, rus), (usa, chn), (usa, gbr), (ind, rus)];
    for (session, year, distances) in [
        (26, 1971, [1.4493, 4.1930, 2.7437, 0.2253, 1.5850]),
        (36, 1981, [1.9979, 4.7862, 2.7882, 0.7756, 1.6224]),
        (46, 1991, [0.9930, 2.2866, 3.2795, 0.7614, 1.4230]),
        (48, 1993, [2.7329, 1.6187, 4.3517, 0.7774, 2.4852]),
        (56, 2001, [0.7808, 2.4596, 3.2404, 0.9628, 0.8198]),
        (66, 2011, [0.5811, 2.6789, 3.2600, 0.9670, 0.3496]),
        (69, 2014, [0.9130, 2.5975, 3.5105, 0.9646, 0.9418]),
        (70, 2015, [0.4385, 2.4133, 2.8518, 0.9162, 0.3655]),
        (74, 2019, [0.4755, 2.5529, 3.0284, 0.9685, 0.2971]),
    ] {
        for ((a, b), distance) in pairs.iter().zip(distances) {
            let ours = (at[&(*a, session)] - at[&(*b, session)]).abs();
            // Printed to four decimals.
            assert!((ours - distance).abs() <= 5.1e-5, "{year} {a} {b}: {ours} and {distance}");
        }
    }
    let mean = points.iter().sum::<f64>() / points.len() as f64;
    let sd = (points.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / points.len() as f64).sqrt();
    // Printed to five decimals.
    assert!(mean.abs() < 5e-4 && (sd - 0.985_17).abs() < 1e-5, "{mean} {sd}");
    // A name of the file in windows-1252.
    let names = read.table.texts("country_name").unwrap();
    assert!(names.pool.iter().any(|name| name.contains('ô') || name.contains('é') || name.contains('ã')), "{:?}", &names.pool[..5]);
    let newer = load("unga-idealpoints/IdealpointestimatesAll_Jul2023.csv").unwrap();
    let newer = table(&newer, "unga_ideal_points");
    assert_eq!((newer.version.as_str(), newer.table.rows()), ("2023-07", 11_045));
    let first = (show(newer, "ideal_point", 0), show(newer, "q100", 0));
    assert_eq!(first, ("1.729717".to_owned(), "2.590909".to_owned()));
}

#[test]
fn damaged_copies_of_ideal_points_are_refused() {
    let Some(text) = text("unga-idealpoints/IdealpointestimatesAll_Jul2023.csv") else { return };
    let refused = |copy: String, place: &str| {
        let error = damaged(copy).map(|_| ()).expect_err(place).to_string();
        assert!(error.starts_with("copy.csv") && error.contains(place), "{error}");
    };
    refused(with_swapped(&text, "QO%All", "Q100%All"), "copy.csv:2: column IdealPointAll");
    refused(with_swapped(&text, "Q5%All", "Q10%All"), "copy.csv:2: column IdealPointAll");
    refused(with_swapped(&text, "IdealPointAll", "Q100%All"), "copy.csv:2: column IdealPointAll");
    refused(with_swapped(&text, "ccode", "session"), "copy.csv");
    refused(with_swapped(&text, "session", "NVotesAll"), "copy.csv");
    refused(with_cell(&text, 50, "IdealPointAll", "17.3"), "copy.csv:51: column IdealPointAll");
    refused(with_cell(&text, 50, "IdealPointAll", ""), "copy.csv:51: column IdealPointAll");
    refused(with_cell(&text, 50, "IdealPointAll", "1,7"), "copy.csv:51");
    refused(text.replacen("Q50%All", "Median", 1), "Median");
    refused(text.lines().take(5000).collect::<Vec<_>>().join("\n"), "4999 rows");
    refused(text[..text.len() - 30].to_owned(), "copy.csv:11046");
    let line = text.lines().nth(77).unwrap().to_owned();
    refused(format!("{text}{line}\n"), "stands twice");
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
