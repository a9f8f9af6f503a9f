//! Several imports at once, and one that is killed.

use super::*;

/// Starts the program on a store without waiting.
fn start(store: &Path, args: &[&str]) -> std::process::Child {
    Command::new(env!("CARGO_BIN_EXE_entente"))
        .arg("--store")
        .arg(store)
        .args(args)
        .env("NO_COLOR", "1")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

fn finish(children: Vec<std::process::Child>) {
    for child in children {
        succeeds(&child.wait_with_output().unwrap());
    }
}

/// Files of a store with their bytes, its marks left out.
fn contents(store: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let is_mark = |path: &PathBuf| path.file_name().unwrap().to_string_lossy().starts_with('.');
    let files = walk(store).into_iter().filter(|p| !is_mark(p));
    files.map(|p| (p.strip_prefix(store).unwrap().to_owned(), std::fs::read(p).unwrap())).collect()
}

#[test]
fn eight_at_once_come_to_what_eight_in_turn_do() {
    let Some(place) = Place::new("eight imports at once") else { return };
    let files = [
        "atop/atop5_1a.csv",
        "cow-contiguity/contdir.csv",
        "cow-mid/MIDA 5.0.csv",
        "cow-states/states2016.csv",
        "dcad/DCAD-v1.0-main.csv",
        "derived/td_rivalries.csv.gz",
        "gsdb/GSDB_V3.csv",
        "gw-states/iisystem.dat",
    ]
    .map(|name| place.file(name));
    let (at_once, in_turn, same) = (place.own("at-once"), place.own("in-turn"), place.own("same"));
    finish(files.iter().map(|file| start(&at_once, &["data", "add", file])).collect());
    for file in &files {
        finish(vec![start(&in_turn, &["data", "add", file])]);
    }
    let (a, b) = (contents(&at_once), contents(&in_turn));
    assert_eq!(a.iter().map(|f| &f.0).collect::<Vec<_>>(), b.iter().map(|f| &f.0).collect::<Vec<_>>());
    assert_eq!(a.iter().filter(|(p, _)| p.extension().is_some_and(|e| e == "parquet")).count(), 9, "one file gives two tables");
    assert!(a == b, "the same files with other bytes");
    finish((0..8).map(|_| start(&same, &["data", "add", &files[6]])).collect());
    finish(vec![start(&same, &["data", "verify"])]);
    let tables = contents(&same).into_iter().filter(|(p, _)| p.extension().is_some_and(|e| e == "parquet")).count();
    assert_eq!(tables, 2, "the cases and the pairs of one file, once");
}

#[test]
fn a_reader_never_sees_a_version_half_replaced() {
    let Some(place) = Place::new("readers beside a writer") else { return };
    let store = place.own("store");
    succeeds(&place.add(&STATES));
    let is_over = std::sync::atomic::AtomicBool::new(false);
    let rounds = std::sync::atomic::AtomicU32::new(0);
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while !is_over.load(std::sync::atomic::Ordering::Relaxed) {
                    finish(vec![start(&store, &["data", "verify"]), start(&store, &["why", "cow_states:2"])]);
                    rounds.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                }
            });
        }
        let writer = scope.spawn(|| {
            for _ in 0..12 {
                finish(vec![start(&store, &["data", "remove", "cow_states", "--version", "2024"])]);
                finish(vec![start(&store, &["data", "add", &place.file(STATES[1]), &place.file(STATES[0])])]);
            }
        });
        let result = writer.join();
        is_over.store(true, std::sync::atomic::Ordering::Relaxed);
        assert!(result.is_ok());
    });
    assert!(rounds.into_inner() > 4);
    assert!(walk(&store.join("staging")).is_empty());
}

#[test]
fn an_import_that_is_killed_leaves_the_old_or_the_new_store() {
    let Some(place) = Place::new("kills during an import") else { return };
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scripts/kill-import.sh");
    let output = Command::new(script)
        .arg("8")
        .env("ENTENTE_BIN", env!("CARGO_BIN_EXE_entente"))
        .env("ENTENTE_TEST_DATA", &place.data)
        .env("KILL_SETS", "cow-mid gsdb dcad")
        .output()
        .unwrap();
    assert!(output.status.success(), "{}{}", stdout(&output), stderr(&output));
    assert!(stdout(&output).contains("8 pass, 0 fail"), "{}", stdout(&output));
}
