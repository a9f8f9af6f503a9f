//! Troops abroad and defence cooperation agreements.

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
    for (file, id, changes) in [(TROOPS, "us_troops", [(0, 1), (2, 1), (3, 4), (1, 5)]), (DCAD, "dcad", [(0, 1), (6, 0), (10, 11), (5, 4)])]
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
