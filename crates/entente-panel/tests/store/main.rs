//! The store as a whole: versions, alternatives, parts by year, locks, damage, a disk that fails at any call, and what is left behind.

mod damage;
mod failing_disk;
mod versions;

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

/// Whether opening, checking and reading everything finds nothing wrong.
fn is_sound(root: &Path) -> bool {
    Store::open(&Disk, root, None).is_ok_and(|store| store.verify().1.is_empty())
}

fn temporary() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("store");
    (folder, root)
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
