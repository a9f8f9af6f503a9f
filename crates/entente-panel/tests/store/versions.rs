//! Versions, alternatives and the lock.

use super::*;

#[test]
fn two_versions_stand_side_by_side_and_their_differences_are_named() {
    let (_folder, root) = temporary();
    add(&root, "cow_nmc", "old.csv", NMC, "1.0");
    let newer = NMC.replace("1951,1100", "1951,1200").replace("RUS,365,1950", "RUS,365,1951");
    add(&root, "cow_nmc", "new.csv", &newer, "1.1");
    let store = open(&root);
    assert_eq!(store.manifest.versions("cow_nmc"), ["1.0", "1.1"]);
    assert_eq!(store.parts("cow_nmc")[0].version, "1.1");
    let whole = |version: &str| store.read_parts(&store.parts_of("cow_nmc", version), &[], &[]).unwrap().unwrap();
    let found = differences(table_card("cow_nmc").unwrap().1, &whole("1.0"), &whole("1.1"));
    let shown: Vec<_> = found.iter().map(|d| (d.kind, d.column.as_deref(), d.old_line, d.new_line)).collect();
    let column = found.iter().find(|d| d.kind == "changed").unwrap();
    assert_eq!((column.old.as_deref(), column.new.as_deref()), (Some("1100"), Some("1200")));
    assert_eq!(shown.len(), 3, "{shown:?}");
    assert!(shown.contains(&("removed", None, Some(4), None)) && shown.contains(&("added", None, None, Some(4))), "{shown:?}");
    assert!(differences(table_card("cow_nmc").unwrap().1, &whole("1.0"), &whole("1.0")).is_empty());
}

#[test]
fn alternatives_must_say_the_same() {
    let (_folder, root) = temporary();
    add(&root, "cow_nmc", "a.csv", NMC, "1.0");
    let again = add(&root, "cow_nmc", "a.csv", NMC, "1.0");
    assert!(matches!(again.outcomes[..], [(_, Outcome::Present(_))]));
    let agrees = add(&root, "cow_nmc", "b.csv", &NMC.replace('\n', "\r\n"), "1.0");
    assert!(matches!(agrees.outcomes[..], [(_, Outcome::Agrees(..))]));
    let differs = add(&root, "cow_nmc", "c.csv", &NMC.replace("1100", "1101"), "1.0");
    let message = differs.refused[0].1.to_string();
    assert!(
        message.starts_with("c.csv: ") && message.contains("a.csv") && message.contains("1100") && message.contains("1101"),
        "{message}"
    );
    let store = open(&root);
    assert_eq!(store.manifest.parts.len(), 1);
    assert_eq!(store.manifest.parts[0].also.len(), 1);
    assert_eq!(store.verify().0, 1);
    // What is known of a file that says the same stays as long as the file that is kept.
    add(&root, "polity5", "p.csv", &fixture("polity5/good.csv"), "1.0");
    let before = open(&root).manifest.origins.len();
    remove(&Disk, &root, "polity5", None).unwrap();
    assert_eq!(open(&root).manifest.origins.len(), before - 1);
}

/// A part as if it came from another file with other years.
fn other(folder: &Path, staged: &Staged, tag: &str, years: Option<(i32, i32)>, is_same: bool) -> Staged {
    let mut other = staged.clone();
    other.file = format!("{tag}.csv");
    other.sha256 = format!("{tag}{}", &staged.sha256[tag.len()..]);
    for part in &mut other.parts {
        let from = folder.join(&part.store_file);
        part.file.clone_from(&other.file);
        part.file_sha256.clone_from(&other.sha256);
        part.store_file = format!("{}-{tag}.parquet", part.table);
        std::fs::copy(from, folder.join(&part.store_file)).unwrap();
        if let Some((first, last)) = years {
            part.years = YearSpan::new(first, last);
        }
        if !is_same {
            part.fingerprint = format!("{tag}-{}", part.table);
        }
    }
    other
}

#[test]
fn parts_by_year_may_not_overlap() {
    let (_folder, root) = temporary();
    let into = staging(&Disk, &root).unwrap();
    let first = file(&into.folder, "sipri_transfers", "first.txt", &fixture("sipri_transfers/good_2021.txt"), "1.0");
    assert_eq!(first.parts[0].table, "sipri_deliveries");
    let years = first.parts[0].years.unwrap();
    let (a, b) = (years.first(), years.last());
    let later = other(&into.folder, &first, "1a1a", Some((b + 1, b + 9)), false);
    let overlaps = other(&into.folder, &first, "2b2b", Some((b, b + 1)), false);
    let within = other(&into.folder, &first, "3c3c", Some((a, a)), false);
    let twin = other(&into.folder, &first, "4d4d", None, true);
    let done = commit(&Disk, &root, &into, &[first, later, overlaps, within, twin], &[]).unwrap();
    let refused: Vec<&str> = done.refused.iter().map(|(file, _)| file.as_str()).collect();
    assert_eq!(refused, ["2b2b.csv", "3c3c.csv"]);
    let message = done.refused[0].1.to_string();
    assert!(message.contains("a year may be in one file only") && message.contains("first.txt"), "{message}");
    assert!(matches!(done.outcomes.last(), Some((_, Outcome::Agrees(_, kept))) if kept == "first.txt"));
    assert_eq!(open(&root).parts("sipri_deliveries").len(), 2);
}

#[test]
fn the_same_events_in_another_wrapping_are_not_counted_twice() {
    let (_folder, root) = temporary();
    let into = staging(&Disk, &root).unwrap();
    let day = file(&into.folder, "gdelt2", "day.CSV", &fixture("gdelt2/good_quarter_hour.csv"), "2.0");
    let next = other(&into.folder, &day, "1a1a", None, false);
    let packed = other(&into.folder, &day, "2b2b", None, true);
    let tables = day.parts.len();
    let done = commit(&Disk, &root, &into, &[day, next, packed], &[]).unwrap();
    let agree = done.outcomes.iter().filter(|(file, outcome)| file == "2b2b.csv" && matches!(outcome, Outcome::Agrees(..))).count();
    assert_eq!((done.refused.len(), agree), (0, tables));
    assert_eq!(open(&root).manifest.parts.len(), 2 * tables);
}

#[test]
fn the_lock_follows_the_newest_unless_a_person_has_chosen() {
    let (_folder, root) = temporary();
    assert!(choose(&Disk, &root.join(".."), "cow_nmc", None).is_err(), "nothing is there to choose");
    add(&root, "cow_nmc", "a.csv", NMC, "9");
    add(&root, "cow_nmc", "b.csv", &NMC.replace("1100", "1200"), "10");
    assert_eq!(open(&root).lock.source["cow_nmc"].version, "10");
    assert_eq!(choose(&Disk, &root, "cow_nmc", Some("9")).unwrap(), "9");
    add(&root, "cow_nmc", "c.csv", &NMC.replace("1100", "1300"), "11");
    let store = open(&root);
    assert_eq!((store.lock.source["cow_nmc"].version.as_str(), store.parts("cow_nmc")[0].file.as_str()), ("9", "a.csv"));
    assert!(choose(&Disk, &root, "cow_nmc", Some("12")).unwrap_err().to_string().contains("it has 9, 10, 11"));
    assert_eq!(choose(&Disk, &root, "cow_nmc", None).unwrap(), "11");
    choose(&Disk, &root, "cow_nmc", Some("9")).unwrap();
    remove(&Disk, &root, "cow_nmc", Some("9")).unwrap();
    assert_eq!(open(&root).lock.source["cow_nmc"].version, "11");
}

#[test]
fn a_lock_file_that_the_store_cannot_serve_is_refused() {
    let (folder, root) = temporary();
    let (a, b) = (folder.path().join("a.lock"), folder.path().join("b.lock"));
    add(&root, "cow_nmc", "a.csv", NMC, "1.0");
    std::fs::copy(root.join(lock::NAME), &a).unwrap();
    let refused = |path: &Path| match Store::open(&Disk, &root, Some(path)) {
        Err(Error::Absent(message)) => message,
        other => panic!("{other:?}"),
    };
    Store::open(&Disk, &root, Some(&a)).unwrap();
    std::fs::write(&b, std::fs::read_to_string(&a).unwrap().replace("\"1.0\"", "\"2.0\"")).unwrap();
    let message = refused(&b);
    assert!(message.contains("cow_nmc 2.0") && message.contains("a.csv (sha256"), "{message}");
    // The same version out of another file is not the same data.
    std::fs::write(&b, std::fs::read_to_string(&a).unwrap().replace("a.csv\" = \"", "a.csv\" = \"0")).unwrap();
    assert!(refused(&b).contains("has not read that file"));
    assert!(refused(&folder.path().join("none.lock")).contains("no such lock file"));
    std::fs::write(&b, "source = 1").unwrap();
    assert!(Store::open(&Disk, &root, Some(&b)).unwrap_err().to_string().contains("b.lock"));
}

#[test]
fn a_manifest_of_a_later_format_is_refused_in_words() {
    let (_folder, root) = temporary();
    add(&root, "cow_nmc", "a.csv", NMC, "1.0");
    let path = root.join("manifest.json");
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, text.replace("\"format\": 1,", "\"format\": 2,")).unwrap();
    let message = Store::open(&Disk, &root, None).unwrap_err().to_string();
    assert!(
        message.contains("manifest.json") && message.contains("format 2") && message.contains("newer version of the program"),
        "{message}"
    );
    std::fs::write(&path, text.replace("\"rows\": 3", "\"rows\": 4")).unwrap();
    assert!(Store::open(&Disk, &root, None).unwrap_err().to_string().contains("checksum"));
    std::fs::write(&path, text.replace("\"rows\": 3", "\"rows\":  3")).unwrap();
    assert!(Store::open(&Disk, &root, None).is_err(), "one blank more");
}
