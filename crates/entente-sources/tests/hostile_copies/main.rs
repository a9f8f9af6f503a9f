//! Copies of the publishers' real files as people and programs spoil them: each is refused with its place, or says what the original says.
//!
//! The mutations are deterministic. By default a large file gets some of them, so that the test is short; `HOSTILE_SEEDS=3` gives every
//! file every mutation three times. What a spoilt copy came to is printed as a table.

mod numbers;
mod original;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use entente_core::testkit::publishers_data;
use entente_sources::{Options, read};

use numbers::Numbers;
use original::Original;
use original::mutate::{CLASSES, SAME};

/// What was read: sum and rows for each table.
type Says = BTreeMap<String, (u64, u64)>;

fn most_bytes() -> usize {
    if std::env::var_os("HOSTILE_SEEDS").is_some() { 10 << 20 } else { 2 << 20 }
}

fn text(cell: &[u8]) -> String {
    std::str::from_utf8(cell).map_or_else(|_| cell.iter().map(|b| char::from(*b)).collect(), str::to_owned)
}

fn says(found: &entente_sources::FileTables) -> Says {
    found.tables.iter().map(|t| (t.table.name.clone(), (t.print.all, t.print.rows))).collect()
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() { files(&path, found) } else { found.push(path) }
    }
}

#[derive(Default, Clone)]
struct Tally {
    refused: usize,
    placed: usize,
    left: usize,
    same: usize,
    events: usize,
    wrong: Vec<String>,
}

#[test]
#[allow(clippy::print_stderr)]
fn a_spoilt_copy_gives_no_wrong_number() {
    let Some(data) = publishers_data("spoilt copies of the publishers' files") else { return };
    let mut paths = Vec::new();
    files(&data, &mut paths);
    let paths: Vec<PathBuf> = paths.into_iter().filter(|p| !matches!(p.extension().and_then(|e| e.to_str()), Some("pdf" | "md"))).collect();
    let seeds: Option<u64> = std::env::var("HOSTILE_SEEDS").ok().and_then(|n| n.parse().ok());
    let tallies: Mutex<BTreeMap<(usize, &str), Tally>> = Mutex::new(BTreeMap::new());
    let queue = Mutex::new(paths);
    let read_files = std::sync::atomic::AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                loop {
                    let Some(path) = queue.lock().unwrap().pop() else { break };
                    let Some(original) = Original::new(&path) else { continue };
                    read_files.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                    for (n, class) in CLASSES.iter().enumerate() {
                        // A byte read costs the same whatever the mutation, so a file of twice the size gets half as many.
                        let share = 1 + original.bytes.len() as u64 / 50_000;
                        for seed in 0..seeds.unwrap_or(1) {
                            let mut numbers = Numbers::new(&format!("{} {class}", original.name), seed);
                            if seeds.is_none() && !numbers.next().is_multiple_of(share) {
                                continue;
                            }
                            let Some(copy) = original.mutate(class, &mut numbers) else { continue };
                            let outcome = judge(&original, class, &copy);
                            if let Err(why) = &outcome {
                                eprintln!("wrong: {class}, seed {seed}: {}: {why}", original.name);
                            }
                            if matches!(outcome, Ok(Kept::Same)) && !SAME.contains(class) {
                                eprintln!("same: {class}, seed {seed}: {}", original.name);
                            }
                            let mut tallies = tallies.lock().unwrap();
                            let tally = tallies.entry((n, class)).or_default();
                            match outcome {
                                Ok(Kept::Refused(is_placed)) => {
                                    tally.refused += 1;
                                    tally.placed += usize::from(is_placed);
                                }
                                Ok(Kept::Left) => tally.left += 1,
                                Ok(Kept::Same) => tally.same += 1,
                                Ok(Kept::Events) => tally.events += 1,
                                Err(why) => tally.wrong.push(format!("{class}, seed {seed}: {}: {why}", original.name)),
                            }
                        }
                    }
                }
            });
        }
    });
    let tallies = tallies.into_inner().unwrap();
    eprintln!(
        "{} files\n{:<28} {:>7} {:>8} {:>5} {:>5} {:>7} {:>6}",
        read_files.into_inner(),
        "copy",
        "refused",
        "(placed)",
        "left",
        "same",
        "events",
        "wrong"
    );
    for ((_, class), t) in &tallies {
        eprintln!("{class:<28} {:>7} {:>8} {:>5} {:>5} {:>7} {:>6}", t.refused, t.placed, t.left, t.same, t.events, t.wrong.len());
    }
    let wrong: Vec<&String> = tallies.values().flat_map(|t| &t.wrong).collect();
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.iter().map(|w| w.as_str()).collect::<Vec<_>>().join("\n"));
}

enum Kept {
    Refused(bool),
    Left,
    Same,
    /// Another set of events: a file of events has no whole to be set against.
    Events,
}

fn judge(original: &Original, class: &str, copy: &[u8]) -> Result<Kept, String> {
    let must_be_same = SAME.contains(&class);
    let found = std::panic::catch_unwind(|| read(&original.name, copy.to_vec(), Options::default())).map_err(|_| "panics".to_owned())?;
    match found {
        Err(error) => {
            let message = error.to_string();
            if must_be_same {
                return Err(format!("refused, and says the same: {message}"));
            }
            if !message.starts_with(original.name.as_str()) {
                return Err(format!("does not name the file: {message}"));
            }
            let is_placed =
                message[original.name.len()..].starts_with(':') && ["line", "column", "year", "row"].iter().any(|w| message.contains(w));
            Ok(Kept::Refused(is_placed))
        }
        Ok(found) if found.tables.is_empty() && !must_be_same => Ok(Kept::Left),
        Ok(found) if says(&found) == original.says => Ok(Kept::Same),
        Ok(_) if must_be_same => Err("does not say the same".to_owned()),
        Ok(_) if original.is_separate() => Ok(Kept::Events),
        Ok(found) => {
            let versions: Vec<String> = found
                .tables
                .iter()
                .filter(|t| original.says.get(&t.table.name) != Some(&(t.print.all, t.print.rows)))
                .map(|t| {
                    format!(
                        "{} {} ({} rows of {})",
                        t.table.name,
                        t.version,
                        t.print.rows,
                        original.says.get(&t.table.name).map_or(0, |s| s.1)
                    )
                })
                .collect();
            Err(format!("taken as {} of {}", versions.join(", "), original.card.id))
        }
    }
}
