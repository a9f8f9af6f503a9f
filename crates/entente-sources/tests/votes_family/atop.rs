//! Treaties of alliance.

use super::*;

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
