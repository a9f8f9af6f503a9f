//! `entente data`, `diff` and `why TABLE:LINE` on the publishers' real files, on files made to break readers, and by several at once.

mod at_once;
mod hostile;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use entente_core::testkit::publishers_data;

use super::{entente, stderr, stdout};

/// A place of one's own with a store in it.
struct Place {
    folder: tempfile::TempDir,
    data: PathBuf,
}

impl Place {
    /// None where the publishers' files are absent.
    fn new(what: &str) -> Option<Self> {
        let data = publishers_data(what)?.canonicalize().unwrap();
        Some(Self { folder: tempfile::tempdir().unwrap(), data })
    }

    fn file(&self, name: &str) -> String {
        self.data.join(name).to_string_lossy().into_owned()
    }

    fn own(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn store(&self) -> String {
        self.own("store").to_string_lossy().into_owned()
    }

    /// Runs the program on the store.
    fn run(&self, args: &[&str]) -> Output {
        entente(&[&["--store", &self.store()], args].concat())
    }

    fn add(&self, names: &[&str]) -> Output {
        let files: Vec<String> = names.iter().map(|name| self.file(name)).collect();
        let files: Vec<&str> = files.iter().map(String::as_str).collect();
        self.run(&[&["data", "add"], &files[..]].concat())
    }

    fn json(&self, args: &[&str]) -> serde_json::Value {
        let output = self.run(&[&["--json"], args].concat());
        serde_json::from_slice(&output.stdout).unwrap_or_else(|e| panic!("{args:?}: {e}: {}", stderr(&output)))
    }

    /// What the program said, without what differs from machine to machine.
    fn plain(&self, text: &str) -> String {
        text.replace(&self.store(), "STORE")
            .replace(&*self.folder.path().to_string_lossy(), "HERE")
            .replace(&*self.data.to_string_lossy(), "DATA")
    }

    /// Names of the sources that the store has.
    fn sources(&self) -> Vec<String> {
        let list = self.json(&["data", "list"]);
        let has = |s: &&serde_json::Value| !s["versions"].as_array().unwrap().is_empty();
        list["sources"].as_array().unwrap().iter().filter(has).map(|s| s["id"].as_str().unwrap().to_owned()).collect()
    }
}

#[track_caller]
fn succeeds(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(0), "{}{}", stdout(output), stderr(output));
    stdout(output)
}

#[track_caller]
fn fails(output: &Output, status: i32, says: &[&str]) -> String {
    let text = stderr(output);
    assert_eq!(output.status.code(), Some(status), "{text}");
    for word in says {
        assert!(text.contains(word), "{word:?} is not in: {text}");
    }
    text
}

fn walk(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(walk(&path)) } else { found.push(path) }
    }
    found.sort();
    found
}

const STATES: [&str; 3] = ["cow-states/majors2016.csv", "cow-states/majors2024.csv", "cow-states/states2016.csv"];

#[test]
fn a_store_from_its_first_file_to_its_last() {
    let Some(place) = Place::new("a store as its user sees it") else { return };
    let added = place.add(&STATES);
    insta::assert_snapshot!("add", place.plain(&succeeds(&added)));
    assert!(succeeds(&place.add(&STATES)).contains("is there already"));
    let list = place.plain(&succeeds(&place.run(&["data", "list"])));
    insta::assert_snapshot!("list", list.lines().filter(|l| l.starts_with("cow_s") || !l.contains(" - ")).collect::<Vec<_>>().join("\n"));
    insta::assert_snapshot!("show", place.plain(&succeeds(&place.run(&["data", "show", "cow_states"]))));
    insta::assert_snapshot!("cite", succeeds(&place.run(&["data", "cite"])));
    assert!(succeeds(&place.run(&["data", "cite", "--bibtex"])).starts_with('@'));
    assert_eq!(succeeds(&place.run(&["data", "verify"])), "3 files of the store as written\n");
    let origins = succeeds(&place.run(&["data", "verify", "--origins"]));
    assert_eq!(origins.matches(": as it was read").count(), 3, "{origins}");
    insta::assert_snapshot!("diff", succeeds(&place.run(&["diff", "cow_states@2016", "cow_states@2024"])));
    let uses = |args: &[&str]| fails(&place.run(&[&["data", "use", "cow_states"], args].concat()), 0, &["is used from now on"]);
    uses(&["2016"]);
    assert!(succeeds(&place.run(&["why", "cow_majors:2"])).contains("version 2016"));
    uses(&[]);
    assert!(succeeds(&place.run(&["why", "cow_majors:2"])).contains("version 2024"));
    fails(&place.run(&["data", "remove", "cow_states", "--version", "2024"]), 0, &["removed 1 table of cow_states"]);
    fails(&place.run(&["data", "remove", "cow_states"]), 0, &["removed 2 tables of cow_states"]);
    assert!(place.sources().is_empty());
    let left = walk(Path::new(&place.store()));
    assert!(left.iter().all(|path| path.extension().is_none_or(|e| e != "parquet")), "{left:?}");
}

#[test]
fn every_mistake_has_its_status_and_says_where() {
    let Some(place) = Place::new("mistakes with a store") else { return };
    let nmc = std::fs::read_to_string(place.file("cow-nmc/NMC-60-abridged.csv")).unwrap();
    let line = nmc.lines().nth(100).unwrap();
    let changed = line.replacen(',', ",x", 1);
    let wrong = place.own("NMC-copy.csv");
    std::fs::write(&wrong, nmc.replacen(line, &changed, 1)).unwrap();
    let wrong = wrong.to_string_lossy().into_owned();
    fails(&place.run(&["data", "add", &wrong]), 1, &["NMC-copy.csv:101: column ccode: \"x", "1 of 1 files were not taken"]);
    let digit = place.own("NMC-digit.csv");
    let fields: Vec<&str> = line.split(',').collect();
    std::fs::write(&digit, nmc.replacen(line, &line.replacen(fields[3], "123", 1), 1)).unwrap();
    let digit = digit.to_string_lossy().into_owned();
    fails(&place.run(&["data", "add", &digit]), 1, &["says that it is version 6.0", "columns milex", "--accept-changed"]);
    assert!(place.sources().is_empty(), "nothing is taken in part");
    let text = succeeds(&place.run(&["data", "add", "--accept-changed", &digit]));
    assert!(text.contains("changed-"), "{text}");
    fails(&place.run(&["data", "add", "nowhere.csv"]), 1, &["nowhere.csv"]);
    fails(&place.run(&["data", "add", "polity5", &place.file("cow-nmc/NMC-60-abridged.csv")]), 1, &["is no file of polity5"]);
    fails(&place.run(&["data", "show", "cow_nmcs"]), 1, &["did you mean cow_nmc or"]);
    fails(&place.run(&["data", "use", "cow_nmc", "9.9"]), 2, &["it has changed-"]);
    fails(&place.run(&["data", "use", "polity5"]), 2, &["the store has no polity5"]);
    fails(&place.run(&["data", "remove", "polity5"]), 2, &["the store has no polity5"]);
    fails(&place.run(&["diff", "cow_nmc@6.0", "cow_nmc@7.0"]), 1, &["of cow_nmc the store has: changed-"]);
    fails(&place.run(&["why", "cow_nmc:999999"]), 1, &["no row of cow_nmc was read from that line"]);
    fails(&place.run(&["--lock", "no.lock", "data", "list"]), 2, &["no.lock"]);
    let file = walk(Path::new(&place.store())).into_iter().find(|p| p.extension().is_some_and(|e| e == "parquet")).unwrap();
    let mut bytes = std::fs::read(&file).unwrap();
    bytes[1000] ^= 1;
    std::fs::write(&file, bytes).unwrap();
    fails(&place.run(&["data", "verify"]), 3, &["damaged: ", "its bytes are not those that were written", "entente data remove cow_nmc"]);
    fails(&place.run(&["why", "cow_nmc:2"]), 3, &["entente data remove cow_nmc"]);
}

#[test]
fn content_and_not_the_name_says_what_a_file_is() {
    let Some(place) = Place::new("files under wrong names") else { return };
    let folder = place.own("wrong");
    std::fs::create_dir_all(folder.join("deeper/still")).unwrap();
    for (from, to) in [
        ("cow-states/states2016.csv", "a.txt"),
        ("cow-nmc/NMC-60-abridged.dta", "b.csv"),
        ("cepii-geodist/geo_cepii.xls", "deeper/c.xlsx"),
        ("gw-states/gwstates.xlsx", "d"),
        ("gw-states/iisystem.dat", "deeper/still/e.doc"),
        ("derived/td_rivalries.csv.gz", "f.rda"),
        ("ucdp/ucdp-prio-acd-201.RData", "g.zip"),
        ("gsdb/GSDB_V3.csv", "h.pdf"),
    ] {
        std::fs::copy(place.data.join(from), folder.join(to)).unwrap();
    }
    std::fs::write(folder.join(".hidden.csv"), "x").unwrap();
    std::fs::write(folder.join("empty.csv"), "").unwrap();
    let added = place.run(&["data", "add", &folder.to_string_lossy()]);
    let text = succeeds(&added);
    assert!(text.contains("empty.csv: empty, not a data file") && !text.contains("hidden"), "{text}");
    assert_eq!(place.sources(), ["cepii_geodist", "cow_nmc", "cow_states", "gsdb", "gw_states", "rivalries", "ucdp_acd"]);
}

#[test]
fn adding_files_makes_no_network_call() {
    let Some(place) = Place::new("no network call in data add") else { return };
    if Command::new("strace").arg("-V").output().is_err() {
        #[allow(clippy::print_stderr)]
        {
            eprintln!("skipped: no network call in data add: strace is not installed");
        }
        return;
    }
    let log = place.own("calls");
    let status = Command::new("strace")
        .args(["-f", "-qq", "-e", "trace=%network", "-o"])
        .arg(&log)
        .arg(env!("CARGO_BIN_EXE_entente"))
        .args(["--store", &place.store(), "data", "add", &place.file("cow-states"), &place.file("gw-states")])
        .stdout(Stdio::null())
        .status()
        .unwrap();
    assert!(status.success());
    // A pipe to a child is no network; a socket would be.
    let calls: String = std::fs::read_to_string(&log).unwrap().lines().filter(|l| !l.contains("+++") && !l.contains("AF_UNIX")).collect();
    assert!(!calls.contains("AF_INET") && !calls.contains("connect("), "{calls}");
    let unnamed: Vec<&str> = calls.lines().filter(|l| !l.contains("socketpair") && !l.contains("recvfrom") && !l.contains("SIG")).collect();
    assert!(unnamed.is_empty(), "{unnamed:?}");
}
