//! The registers of exercises.

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
