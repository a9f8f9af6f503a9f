//! The store as a whole: versions, alternatives, parts by year, locks, damage, a disk that fails at any call, and what is left behind.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use entente_core::YearSpan;
use entente_panel::commit::{Committed, Outcome, choose, commit, remove, staging};
use entente_panel::fs::{Disk, Fs, NewFile};
use entente_panel::manifest::Origin;
use entente_panel::stage::stage;
use entente_panel::store::table_card;
use entente_panel::{Error, Manifest, Part, Staged, Store, lock};
use entente_sources::compare::differences;
use entente_sources::{Change, Options, Sizes};

const NMC: &str = "stateabb,ccode,year,milex,milper,irst,pec,tpop,upop,cinc,version
USA,2,1950,1000,10,20,30,40.5,5.25,.25,2021
USA,2,1951,1100,11,20,30,41.5,5.25,.24,2021
RUS,365,1950,-9,-9,21,31,41,6,-9,2021
";

fn fixture(path: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../entente-sources/fixtures");
    std::fs::read_to_string(folder.join(path)).unwrap()
}

/// Reads a text as a file of a source, under a version of our choice.
fn file(folder: &Path, of: &str, name: &str, text: &str, version: &str) -> Staged {
    let options = Options { of: Some(of), change: Change::Accepted, sizes: Sizes::Free };
    let mut staged = stage(&Disk, folder, name, text.as_bytes().to_vec(), options).unwrap();
    staged.parts.iter_mut().for_each(|p| version.clone_into(&mut p.version));
    staged
}

/// Adds one file and gives what came of it.
fn add(root: &Path, of: &str, name: &str, text: &str, version: &str) -> Committed {
    let into = staging(&Disk, root).unwrap();
    let staged = file(&into.folder, of, name, text, version);
    let origin = Origin { path: format!("/there/{name}"), added_on: "2026-11-26".to_owned() };
    let origins = [(staged.sha256.clone(), origin)];
    commit(&Disk, root, &into, &[staged], &origins).unwrap()
}

fn open(root: &Path) -> Store<'static> {
    Store::open(&Disk, root, None).unwrap()
}

/// Everything in a folder, by path, folders left out.
fn tree(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(tree(&path)) } else { found.push(path) }
    }
    found.sort();
    found
}

/// Files of a store, its locks left out.
fn contents(root: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let is_lock = |path: &PathBuf| path.file_name().unwrap().to_string_lossy().starts_with('.');
    tree(root).into_iter().filter(|p| !is_lock(p)).map(|p| (p.clone(), std::fs::read(p).unwrap())).collect()
}

fn temporary() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("store");
    (folder, root)
}

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

/// Whether opening, checking and reading everything finds nothing wrong.
fn is_sound(root: &Path) -> bool {
    Store::open(&Disk, root, None).is_ok_and(|store| store.verify().1.is_empty())
}

#[test]
fn every_flipped_bit_is_caught() {
    let (_folder, root) = temporary();
    add(&root, "cow_nmc", "a.csv", NMC, "1.0");
    add(&root, "gdelt2", "day.CSV", &fixture("gdelt2/good_quarter_hour.csv"), "2.0");
    let files: Vec<(PathBuf, Vec<u8>)> = contents(&root).into_iter().filter(|(p, _)| !p.ends_with(lock::NAME)).collect();
    assert_eq!(files.len(), 4);
    let mut state = 1u64;
    for n in 0..500 {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let (path, bytes) = &files[n % files.len()];
        let at = (state >> 33) as usize % (bytes.len() * 8);
        let mut flipped = bytes.clone();
        flipped[at / 8] ^= 1 << (at % 8);
        std::fs::write(path, &flipped).unwrap();
        assert!(!is_sound(&root), "bit {at} of {}", path.display());
        std::fs::write(path, bytes).unwrap();
    }
    assert!(is_sound(&root));
}

#[test]
fn a_lost_swapped_cut_or_longer_file_is_caught_on_reading_too() {
    let (_folder, root) = temporary();
    add(&root, "cow_nmc", "a.csv", NMC, "1.0");
    add(&root, "cow_nmc", "b.csv", &NMC.replace("1100", "1200"), "1.1");
    let store = open(&root);
    let paths: Vec<PathBuf> = store.manifest.parts.iter().map(|p| root.join(&p.store_file)).collect();
    let bytes: Vec<Vec<u8>> = paths.iter().map(|p| std::fs::read(p).unwrap()).collect();
    let restore = || paths.iter().zip(&bytes).for_each(|(p, b)| std::fs::write(p, b).unwrap());
    let check = |what: &str, count: usize| {
        let (_, wrong) = open(&root).verify();
        assert_eq!(wrong.len(), count, "{what}: {wrong:?}");
        let message = store.read("cow_nmc", &[], &[]).unwrap_err().to_string();
        assert!(message.contains(".parquet") && message.contains("entente data remove cow_nmc"), "{what}: {message}");
        restore();
        assert!(is_sound(&root), "{what}");
    };
    paths.iter().for_each(|p| std::fs::remove_file(p).unwrap());
    check("lost", 2);
    paths.iter().zip(bytes.iter().rev()).for_each(|(p, b)| std::fs::write(p, b).unwrap());
    check("swapped", 2);
    std::fs::write(&paths[1], &bytes[1][..bytes[1].len() - 1]).unwrap();
    check("cut", 1);
    std::fs::write(&paths[1], []).unwrap();
    check("empty", 1);
    std::fs::write(&paths[1], [&bytes[1][..], b"x"].concat()).unwrap();
    check("longer", 1);
}

/// A disk of which one call fails, counted from 0, and with it, where asked, every later one.
struct Failing {
    calls: AtomicU32,
    at: u32,
    goes_on: bool,
}

impl Failing {
    fn tick(&self) -> io::Result<()> {
        let n = self.calls.fetch_add(1, Ordering::Relaxed);
        if n == self.at || (self.goes_on && n > self.at) { Err(io::Error::other("injected")) } else { Ok(()) }
    }
}

impl Fs for Failing {
    fn open(&self, path: &Path) -> io::Result<Box<dyn io::Read>> {
        self.tick()?;
        Disk.open(path)
    }
    fn stream_new(&self, path: &Path) -> io::Result<Box<dyn NewFile>> {
        self.tick()?;
        Disk.stream_new(path)
    }
    fn read_up_to(&self, path: &Path, limit: u64) -> io::Result<Vec<u8>> {
        self.tick()?;
        Disk.read_up_to(path, limit)
    }
    fn canonical(&self, path: &Path) -> io::Result<PathBuf> {
        Disk.canonical(path)
    }
    fn write_new(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        if let Err(error) = self.tick() {
            // A full disk leaves half of the file behind.
            let _ = std::fs::write(path, &bytes[..bytes.len() / 2]);
            return Err(error);
        }
        Disk.write_new(path, bytes)
    }
    fn replace(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.tick()?;
        Disk.replace(from, to)
    }
    fn remove(&self, path: &Path) -> io::Result<()> {
        self.tick()?;
        Disk.remove(path)
    }
    fn make_folder(&self, path: &Path) -> io::Result<()> {
        self.tick()?;
        Disk.make_folder(path)
    }
    fn list(&self, path: &Path) -> io::Result<Vec<PathBuf>> {
        self.tick()?;
        Disk.list(path)
    }
}

fn copy(from: &Path, to: &Path) {
    for path in tree(from) {
        let to = to.join(path.strip_prefix(from).unwrap());
        std::fs::create_dir_all(to.parent().unwrap()).unwrap();
        std::fs::copy(path, to).unwrap();
    }
}

/// What a reader can tell of a store.
fn state(root: &Path) -> Vec<Part> {
    let store = Store::open(&Disk, root, None).unwrap();
    let (_, wrong) = store.verify();
    assert!(wrong.is_empty(), "{wrong:?}");
    let mut parts = store.manifest.parts.clone();
    parts.sort();
    parts
}

#[test]
fn a_disk_that_fails_at_any_call_leaves_the_old_or_the_new_store() {
    let newer = NMC.replace("1100", "1200");
    let gdelt = fixture("gdelt2/good_quarter_hour.csv");
    type Work = fn(&(dyn Fs + Sync), &Path, &str, &str) -> Result<(), Error>;
    let works: [(&str, Work); 4] = [
        ("add", |fs, root, newer, gdelt| {
            let into = staging(fs, root)?;
            let files = [file(&into.folder, "cow_nmc", "b.csv", newer, "1.1"), file(&into.folder, "gdelt2", "d.CSV", gdelt, "2.0")];
            commit(fs, root, &into, &files, &[]).map(|_| ())
        }),
        ("remove", |fs, root, _, _| remove(fs, root, "cow_nmc", Some("0.9")).map(|_| ())),
        ("remove all", |fs, root, _, _| remove(fs, root, "cow_nmc", None).map(|_| ())),
        ("use", |fs, root, _, _| choose(fs, root, "cow_nmc", Some("0.9")).map(|_| ())),
    ];
    let (_folder, base) = temporary();
    add(&base, "cow_nmc", "a.csv", NMC, "1.0");
    add(&base, "cow_nmc", "z.csv", &NMC.replace("1100", "900"), "0.9");
    let old = state(&base);
    let mut points = 0;
    for (name, work) in works {
        let (_folder, whole) = temporary();
        copy(&base, &whole);
        work(&Disk, &whole, &newer, &gdelt).unwrap();
        let new = state(&whole);
        for goes_on in [false, true] {
            let mut at = 0;
            loop {
                let (_folder, root) = temporary();
                copy(&base, &root);
                let fs = Failing { calls: AtomicU32::new(0), at, goes_on };
                let result = work(&fs, &root, &newer, &gdelt);
                let is_reached = fs.calls.load(Ordering::Relaxed) > at;
                let after = state(&root);
                assert!(after == old || after == new, "{name} with call {at} failing");
                if result.is_ok() {
                    assert!(after == new, "{name} with call {at} failing says that it is done");
                }
                // The next attempt goes through and leaves nothing else behind.
                if after != new || name == "use" {
                    work(&Disk, &root, &newer, &gdelt).unwrap();
                }
                assert!(state(&root) == new, "{name} again after call {at}");
                add(&root, "polity5", "p.csv", &fixture("polity5/good.csv"), "1.0");
                assert!(leftovers(&root).is_empty(), "{name} after call {at}: {:?}", leftovers(&root));
                if !is_reached {
                    break;
                }
                points += 1;
                at += 1;
            }
        }
    }
    assert!(points > 60, "only {points} calls were made to fail");
}

/// Files of a store that neither its manifest nor its own rules name.
fn leftovers(root: &Path) -> Vec<PathBuf> {
    let store = open(root);
    let mut named: Vec<PathBuf> = store.manifest.parts.iter().map(|p| root.join(&p.store_file)).collect();
    named.extend(["manifest.json", lock::NAME, ".write-lock", ".read-lock"].map(|n| root.join(n)));
    tree(root).into_iter().filter(|p| !named.contains(p)).collect()
}

#[test]
fn what_stopped_processes_left_goes_with_the_next_commit() {
    let (_folder, root) = temporary();
    add(&root, "cow_nmc", "a.csv", NMC, "1.0");
    let held = staging(&Disk, &root).unwrap();
    std::fs::write(held.folder.join("mine.parquet"), "in work").unwrap();
    let staged = |name: &str| root.join("staging").join(name);
    for (folder, has_mark) in [("1-0", true), ("2-0", false)] {
        std::fs::create_dir(staged(folder)).unwrap();
        std::fs::write(staged(folder).join("half.parquet"), "half").unwrap();
        if has_mark {
            std::fs::write(staged(folder).join("held"), "").unwrap();
        }
    }
    std::fs::create_dir_all(root.join("cow_nmc/0.1")).unwrap();
    let orphan = root.join("cow_nmc/0.1/cow_nmc-00000000.parquet");
    std::fs::write(&orphan, "orphan").unwrap();
    std::fs::write(root.join("manifest.new"), "half a manifest").unwrap();
    std::fs::write(root.join("cow_nmc/notes.txt"), "of a person").unwrap();
    {
        // Who has the store open may be about to read what the manifest no longer names.
        let _reader = open(&root);
        add(&root, "polity5", "p.csv", &fixture("polity5/good.csv"), "1.0");
        assert!(orphan.exists());
    }
    add(&root, "polity5", "q.csv", &fixture("polity5/good.csv"), "1.0");
    assert!(!orphan.exists() && !orphan.parent().unwrap().exists());
    assert!(!staged("1-0").exists() && !staged("2-0").exists() && !root.join("manifest.new").exists());
    assert!(held.folder.join("mine.parquet").exists(), "the folder of a living process stays");
    assert!(root.join("cow_nmc/notes.txt").exists());
    assert!(is_sound(&root));
    drop(held);
}

#[test]
fn a_reader_keeps_what_it_opened_while_the_version_goes() {
    let (_folder, root) = temporary();
    add(&root, "cow_nmc", "a.csv", NMC, "1.0");
    let reader = open(&root);
    remove(&Disk, &root, "cow_nmc", None).unwrap();
    assert!(reader.verify().1.is_empty());
    assert_eq!(reader.read("cow_nmc", &["year"], &[]).unwrap().rows(), 3);
    drop(reader);
    assert!(!open(&root).has("cow_nmc"));
}

#[test]
fn an_absent_store_is_an_empty_one_and_the_manifest_of_the_same_content_is_the_same() {
    let (_folder, root) = temporary();
    assert!(open(&root).manifest.parts.is_empty() && !root.exists());
    let (_other, twin) = temporary();
    let polity = fixture("polity5/good.csv");
    add(&root, "cow_nmc", "a.csv", NMC, "1.0");
    add(&root, "polity5", "p.csv", &polity, "1.0");
    add(&twin, "polity5", "p.csv", &polity, "1.0");
    add(&twin, "cow_nmc", "a.csv", NMC, "1.0");
    let names = |root: &Path| contents(root).into_iter().map(|(p, b)| (p.strip_prefix(root).unwrap().to_owned(), b)).collect::<Vec<_>>();
    assert_eq!(names(&root), names(&twin));
    assert_eq!(Manifest::read(&Disk, &root).unwrap().to_bytes(), std::fs::read(root.join("manifest.json")).unwrap());
}
