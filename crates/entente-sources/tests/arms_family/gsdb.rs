//! Sanctions.

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
