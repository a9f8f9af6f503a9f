//! `entente data`, `diff` and `why TABLE:LINE` on the publishers' real files, on files made to break readers, and by several at once.

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

fn walk(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(walk(&path)) } else { found.push(path) }
    }
    found.sort();
    found
}

#[test]
fn hostile_workbooks_end_in_words_and_bring_no_number() {
    let Some(place) = Place::new("malicious workbooks") else { return };
    let folder = place.data.join("../hostile");
    for path in walk(&folder) {
        let start = Instant::now();
        let output = place.run(&["data", "add", &path.to_string_lossy()]);
        let took = start.elapsed();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let (out, err) = (stdout(&output), stderr(&output));
        let is_refused = output.status.code() == Some(1) && err.contains(&name);
        let is_left = output.status.code() == Some(0) && out.contains("left out, 1 file:") && out.contains(&name);
        assert!(is_refused || is_left, "{name}: {:?} {out} {err}", output.status);
        assert!(!err.contains("panicked"), "{name}: {err}");
        // Builds without optimisation, on a machine that does other things too, get more time.
        let limit = Duration::from_secs(if cfg!(debug_assertions) { 60 } else { 10 });
        assert!(took < limit, "{name}: {took:?}");
        assert!(place.sources().is_empty(), "{name}");
    }
}

fn zipped(entries: impl Iterator<Item = (String, Vec<u8>)>) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        zip.start_file(name.as_str(), zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(&bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn gzipped(bytes: &[u8]) -> Vec<u8> {
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(bytes).unwrap();
    gzip.finish().unwrap()
}

/// A workbook whose table of texts claims four thousand million entries, so that a reader asks for 96 GB.
fn greedy_workbook() -> Vec<u8> {
    let types = r#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>"#;
    let rels = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
    let book = r#"<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
    let book_rels = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>"#;
    let strings = r#"<?xml version="1.0"?><sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" count="4000000000" uniqueCount="4000000000"><si><t>a</t></si></sst>"#;
    let sheet = r#"<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row></sheetData></worksheet>"#;
    let entries = [
        ("[Content_Types].xml", types),
        ("_rels/.rels", rels),
        ("xl/workbook.xml", book),
        ("xl/_rels/workbook.xml.rels", book_rels),
        ("xl/sharedStrings.xml", strings),
        ("xl/worksheets/sheet1.xml", sheet),
    ];
    zipped(entries.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec())))
}

#[test]
fn a_file_that_ends_its_reader_costs_only_itself() {
    let Some(place) = Place::new("files that end their reader") else { return };
    let folder = place.own("mixed");
    std::fs::create_dir(&folder).unwrap();
    // 2.6 GB of blanks in 40 pieces.
    let bomb = gzipped(&vec![b' '; 64 << 20]).repeat(41);
    let deep = format!("{}x.csv", "a/".repeat(20_000));
    let files: [(&str, Vec<u8>); 5] = [
        ("a-greedy.xlsx", greedy_workbook()),
        ("b-bomb.csv.gz", bomb),
        ("c-many.zip", zipped((0..20_000).map(|n| (format!("{n}.csv"), Vec::new())))),
        (
            "d-deep.zip",
            zipped(
                [(deep, b"a,b\n1,2\n".to_vec()), ("../../../../tmp/entente-escaped.csv".to_owned(), b"a,b\n1,2\n".to_vec())].into_iter(),
            ),
        ),
        ("e-nested.zip", zipped([("inner.zip".to_owned(), zipped([("x.csv".to_owned(), b"a,b\n".to_vec())].into_iter()))].into_iter())),
    ];
    for (name, bytes) in &files {
        std::fs::write(folder.join(name), bytes).unwrap();
    }
    for name in STATES {
        std::fs::copy(place.data.join(name), folder.join(Path::new(name).file_name().unwrap())).unwrap();
    }
    // Two copies of one file, which are read at the same time.
    std::fs::copy(place.data.join(STATES[2]), folder.join("states-copy.csv")).unwrap();
    let answer = place.json(&["data", "add", &folder.to_string_lossy()]);
    let refused = answer["refused"].as_array().unwrap();
    let why = |name: &str| {
        let of: Vec<&str> =
            refused.iter().filter(|r| r["file"].as_str().unwrap().ends_with(name)).map(|r| r["why"].as_str().unwrap()).collect();
        assert!(of.len() <= 1, "{of:?}");
        of.first().map(|why| (*why).to_owned())
    };
    assert!(why("a-greedy.xlsx").unwrap().contains("a-greedy.xlsx"));
    let bomb = why("b-bomb.csv.gz").unwrap();
    assert!(bomb.contains("b-bomb.csv.gz") && (bomb.contains("GB of memory") || bomb.contains("unpacks to more")), "{bomb}");
    assert!(why("c-many.zip").unwrap().contains("holds 20000 entries"));
    let left: Vec<&str> = answer["left"].as_array().unwrap().iter().map(|l| l["file"].as_str().unwrap()).collect();
    assert!(left.iter().all(|file| !file.contains("..")) && !Path::new("/tmp/entente-escaped.csv").exists(), "{left:?}");
    assert!(left.iter().any(|file| file.starts_with("d-deep.zip/")), "{left:?} {refused:?}");
    assert!(refused.iter().all(|r| !r["why"].as_str().unwrap().contains("panicked")));
    let taken: Vec<(&str, &str)> =
        answer["tables"].as_array().unwrap().iter().map(|t| (t["file"].as_str().unwrap(), t["outcome"].as_str().unwrap())).collect();
    assert_eq!(taken.iter().filter(|(_, outcome)| *outcome == "added").count(), 3, "{taken:?} {refused:?}");
    assert_eq!(taken.len(), 4, "{taken:?} {refused:?}");
    succeeds(&place.run(&["data", "verify"]));
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
