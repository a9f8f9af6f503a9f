//! `entente panel` with all that stands beside it, joins, and `entente replicate`. Where nothing is said, the store is empty and the panel
//! rests on the list of states and a file of the user alone.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use entente_core::testkit::publishers_data;

use super::{entente, stderr, stdout};

const OWN: &str = "ccode,year,score,iso\n2,1990,1.5,US\n565,1990,2,NA\n20,1990,,CA\n2,1991,7e9,US\n999,1990,1,XX\n";

struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    fn new() -> Self {
        let place = Self { folder: tempfile::tempdir().unwrap() };
        std::fs::write(place.at("own.csv"), OWN).unwrap();
        place
    }

    fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn path(&self, name: &str) -> String {
        self.at(name).to_string_lossy().into_owned()
    }

    fn text(&self, name: &str) -> String {
        std::fs::read_to_string(self.at(name)).unwrap_or_else(|e| panic!("{name}: {e}"))
    }

    fn run(&self, args: &[&str]) -> Output {
        entente(&[&["--store", &self.path("store")], args].concat())
    }

    /// A panel of states with the file joined.
    fn panel(&self, more: &[&str]) -> Output {
        let own = self.path("own.csv");
        self.run(&[&["panel", "--unit", "state", "--years", "1989..1991", "--join", &own], more].concat())
    }

    /// Names of what lies in the folder, in order.
    fn names(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.folder.path()).unwrap();
        let mut names: Vec<String> = entries.map(|e| e.unwrap().file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }
}

#[track_caller]
fn succeeds(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(0), "{}{}", stdout(output), stderr(output));
    stderr(output)
}

#[track_caller]
fn fails(output: &Output, status: i32, part: &str) {
    let text = stderr(output);
    assert_eq!(output.status.code(), Some(status), "{text}");
    assert!(text.contains(part), "{part:?} is not in: {text}");
}

const BESIDE: [&str; 6] = ["p.bib", "p.codebook.html", "p.codebook.md", "p.datapackage.json", "p.entente.json", "p.unmatched.csv"];

#[test]
fn everything_beside_a_panel_says_the_same() {
    let place = Place::new();
    let (csv, dta) = (place.path("p.csv"), place.path("p.dta"));
    let told = succeeds(&place.panel(&["-o", &csv, "--also", &dta, "--status"]));
    assert!(told.contains("own.csv: 4 of ") && told.contains("4 of its 5 rows are used, 1 are not"), "{told}");
    let mut names: Vec<&str> = BESIDE.to_vec();
    names.extend(["own.csv", "p.csv", "p.dta"]);
    names.sort_unstable();
    assert_eq!(place.names(), names);
    let text = place.text("p.csv");
    assert!(text.starts_with("ccode,year,score,score_status,iso,iso_status\n"), "{}", &text[..80]);
    for row in [
        "2,1990,1.5,observed,US,observed\n",
        "565,1990,2,observed,NA,observed\n",
        "20,1990,,missing,CA,observed\n",
        "20,1991,,unmatched,,unmatched\n",
        "2,1991,7000000000,",
    ] {
        assert!(text.contains(&format!("\n{row}")), "{row}");
    }
    let provenance: serde_json::Value = serde_json::from_str(&place.text("p.entente.json")).unwrap();
    let package: serde_json::Value = serde_json::from_str(&place.text("p.datapackage.json")).unwrap();
    for (n, name) in ["p.csv", "p.dta"].into_iter().enumerate() {
        let bytes = std::fs::read(place.at(name)).unwrap();
        let hash = entente_sources::reader::sha256(&bytes);
        assert_eq!(provenance["files"][n]["sha256"], hash);
        assert_eq!(package["resources"][n]["hash"], format!("sha256:{hash}"));
        assert_eq!(package["resources"][n]["bytes"], bytes.len());
        assert!(place.text("p.codebook.md").contains(&hash) && place.text("p.codebook.html").contains(&hash));
    }
    let score = &provenance["columns"][2];
    assert_eq!((score["first_year"].as_i64(), score["last_year"].as_i64(), score["max"].as_f64()), (Some(1990), Some(1991), Some(7e9)));
    assert_eq!(score["counts"][0], serde_json::json!({ "status": "observed", "rows": 3 }));
    let fields: Vec<&str> =
        package["resources"][0]["schema"]["fields"].as_array().unwrap().iter().map(|f| f["name"].as_str().unwrap()).collect();
    assert_eq!(fields.join(","), text.lines().next().unwrap());
    assert!(place.text("p.unmatched.csv").contains("own.csv,file,999,,1990,1990,1,6\n"));
    assert!(place.text("p.unmatched.csv").contains("own.csv,panel,20,,1989,1989,1,\nown.csv,panel,20,,1991,1991,1,\n"));
    let cited = entente(&["cite", &place.path("p.entente.json")]);
    assert!(stdout(&cited).contains("State System Membership List, v2016"), "{}", stderr(&cited));
    assert_eq!(stdout(&entente(&["cite", &place.path("p.codebook.html")])), stdout(&cited));
    assert!(place.text("p.bib").starts_with("@misc{state_list_cow_2016,"));
    let stata = std::fs::read(place.at("p.dta")).unwrap();
    let has = |text: &str| stata.windows(text.len()).any(|window| window == text.as_bytes());
    assert!(has("entente panel --unit state --system cow --years 1989..1991 --join own.csv --status"));
    assert!(has(provenance["lock_sha256"].as_str().unwrap()) && has(".f unmatched: the joined file has no row with this key"));
    assert!(!place.text("p.entente.json").contains(&*place.folder.path().to_string_lossy()), "no folder of this machine");
}

#[test]
fn the_same_bytes_whatever_the_threads() {
    let mut first: Option<BTreeMap<String, Vec<u8>>> = None;
    for threads in ["1", "2", "7", "2"] {
        let place = Place::new();
        let output = Command::new(env!("CARGO_BIN_EXE_entente"))
            .args(["--store", &place.path("store"), "panel", "--years", "1985..1995", "--status", "--join", &place.path("own.csv")])
            .args(["-o", &place.path("p.parquet"), "--also", &place.path("p.csv"), "--also", &place.path("p.dta")])
            .env("RAYON_NUM_THREADS", threads)
            .output()
            .unwrap();
        succeeds(&output);
        succeeds(&place.run(&["replicate", &place.path("p.dta"), "--own", "-o", &place.path("r.zip")]));
        let all: BTreeMap<String, Vec<u8>> =
            place.names().into_iter().map(|name| (name.clone(), std::fs::read(place.at(&name)).unwrap())).collect();
        assert_eq!(all.len(), 11, "{:?}", all.keys());
        let first = first.get_or_insert_with(|| all.clone());
        assert!(all == *first, "{threads} threads give other bytes");
    }
}

#[test]
fn what_cannot_be_written_leaves_nothing_behind() {
    let place = Place::new();
    let own = place.path("own.csv");
    fails(&place.panel(&["-o", &place.path("p.xlsx")]), 1, "p.xlsx: no data file has this ending; known are .parquet, .csv and .dta");
    fails(&place.panel(&["-o", &place.path("p.csv"), "--also", &place.path("p.csv")]), 1, "would be written twice");
    fails(&place.panel(&["-o", &own]), 1, "own.csv is one of the files read, and would be replaced");
    fails(&place.panel(&["-o", &place.path("no/p.csv")]), 1, "there is no such folder");
    fails(&place.panel(&["-o", &place.path("p.csv"), "--also", &place.path("no/p.dta")]), 1, "there is no such folder");
    fails(&place.run(&["panel", "--years", "1990..1991", "--join", "nowhere.csv", "-o", &place.path("p.csv")]), 1, "nowhere.csv");
    std::fs::write(place.at("twice.csv"), "ccode,year,x\n2,1990,1\n2,1990,1\n").unwrap();
    let twice = place.path("twice.csv");
    fails(
        &place.run(&["panel", "--years", "1990..1991", "--join", &twice, "-o", &place.path("p.csv")]),
        1,
        "twice.csv:3: column ccode, value \"2\"",
    );
    assert_eq!(place.names(), ["own.csv", "twice.csv"]);
    assert_eq!(place.text("own.csv"), OWN);
    succeeds(&place.panel(&["-o", &place.path("p.csv"), "--bare"]));
    assert_eq!(place.names(), ["own.csv", "p.csv", "twice.csv"]);
}

/// A file of four kilobytes at most, as on a disk that is full.
#[cfg(unix)]
#[test]
fn a_full_disk_leaves_the_old_panel_whole() {
    let place = Place::new();
    std::fs::write(place.at("p.csv"), "old").unwrap();
    for ending in ["csv", "dta", "parquet"] {
        let line = format!(
            "trap '' XFSZ; ulimit -f 8; exec {} --store store panel --years 1946..1990 --join own.csv -o p.csv --also q.{ending}",
            env!("CARGO_BIN_EXE_entente")
        );
        let line = if ending == "csv" { line } else { line.replace("-o p.csv --also q", "-o q") };
        let output = Command::new("sh").args(["-c", &line]).current_dir(place.folder.path()).output().unwrap();
        fails(&output, 1, "File too large");
        assert_eq!(place.names(), ["own.csv", "p.csv"], "{ending}");
    }
    assert_eq!(place.text("p.csv"), "old");
}

/// Text of a stranger stays text, in names and in cells.
#[test]
fn names_of_files_are_no_markup() {
    let place = Place::new();
    let name = "a`b|<b>*x*, 'y'.csv";
    std::fs::write(place.at(name), OWN).unwrap();
    let output = place.run(&["panel", "--unit", "state", "--years", "1990..1990", "--join", &place.path(name), "-o", &place.path("p.csv")]);
    succeeds(&output);
    let page = place.text("p.codebook.html");
    assert!(!page.contains("<b>") && page.contains("&lt;b&gt;"));
    let book = place.text("p.codebook.md");
    assert!(book.contains("a\\`b\\|&lt;b&gt;\\*x\\*, 'y'.csv") && book.contains("--join 'a`b|<b>*x*, '\\''y'\\''.csv'"), "{book}");
    assert!(place.text("p.unmatched.csv").contains("\n\"a`b|<b>*x*, 'y'.csv\",panel,"));
    succeeds(&place.run(&["replicate", &place.path("p.csv"), "--own", "-o", &place.path("r.zip")]));
    let out = unpack(&place.at("r.zip"), &place.at("there"));
    assert!(out.contains(&format!("own/{name}")), "{out:?}");
    rebuild(&place.at("there"), None);
}

/// Unpacks an archive and gives the names in it.
fn unpack(archive: &Path, to: &Path) -> Vec<String> {
    let mut zip = zip::ZipArchive::new(std::fs::File::open(archive).unwrap()).unwrap();
    let mut names = Vec::new();
    for n in 0..zip.len() {
        let mut entry = zip.by_index(n).unwrap();
        let name = entry.name().unwrap().into_owned();
        let path = to.join(&name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).unwrap();
        std::fs::write(path, bytes).unwrap();
        names.push(name);
    }
    names
}

/// Runs the script of an archive, which compares the result byte for byte.
#[track_caller]
fn rebuild(folder: &Path, files: Option<&Path>) -> String {
    let mut command = Command::new("sh");
    command.arg(folder.join("rebuild.sh")).args(files).env("ENTENTE", env!("CARGO_BIN_EXE_entente")).env_remove("ENTENTE_STORE");
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}{}", stdout(&output), stderr(&output));
    stdout(&output)
}

#[test]
fn an_archive_makes_the_same_bytes_in_another_place() {
    let Some(data) = publishers_data("a replication archive").map(|data| data.canonicalize().unwrap()) else { return };
    let place = Place::new();
    let files = ["cow-nmc/NMC-60-abridged.csv", "cow-states/majors2024.csv", "unga-idealpoints/IdealpointestimatesAll_Jul2023.csv"];
    let files: Vec<String> = files.iter().map(|name| data.join(name).to_string_lossy().into_owned()).collect();
    succeeds(&place.run(&[&["data", "add"], &files.iter().map(String::as_str).collect::<Vec<_>>()[..]].concat()));
    let out: Vec<String> = ["p.parquet", "p.csv", "p.dta"].iter().map(|name| place.path(name)).collect();
    let panel = ["panel", "--unit", "undirected", "--years", "1960..1980", "--with", "all", "--states", "USA,GBR", "--join"];
    let own = place.path("own.csv");
    succeeds(&place.run(&[&panel[..], &[&own, "-o", &out[0], "--also", &out[1], "--also", &out[2]]].concat()));
    let told = succeeds(&place.run(&["replicate", &out[1], "--files", &data.to_string_lossy(), "--own", "-o", &place.path("r.zip")]));
    assert!(told.contains("the data stay out: ") && told.contains("not in it: NMC-60-abridged.csv of cow_nmc"), "{told}");
    let names = unpack(&place.at("r.zip"), &place.at("there"));
    let raw = "files/unga_ideal_points/IdealpointestimatesAll_Jul2023.csv";
    assert!(names.iter().any(|name| name == raw) && names.iter().any(|name| name == "own/own.csv"), "{names:?}");
    assert!(!names.iter().any(|name| name.contains("NMC") || name.ends_with("p.csv")), "{names:?}");
    let readme = place.text("there/README.md");
    for name in names.iter().filter(|name| *name != "README.md") {
        let bytes = std::fs::read(place.at("there").join(name)).unwrap();
        assert!(readme.contains(&format!("| `{name}` | ")) && readme.contains(&entente_sources::reader::sha256(&bytes)), "{name}");
    }
    // Whoever replicates has the files under other names.
    for (n, file) in files.iter().take(2).enumerate() {
        std::fs::copy(file, place.at(&format!("there/files/{n}.csv"))).unwrap();
    }
    let told = rebuild(&place.at("there"), None);
    assert_eq!(told.matches(": OK").count(), 3, "{told}");
    for name in ["p.parquet", "p.csv", "p.dta"] {
        assert!(std::fs::read(place.at(name)).unwrap() == std::fs::read(place.at("there/rebuilt").join(name)).unwrap(), "{name}");
    }
    // So does the archive of another command.
    let (votes, published) = (place.path("votes.dta"), data.join("unga-votes"));
    succeeds(&place.run(&["data", "add", &published.to_string_lossy()]));
    succeeds(&place.run(&["similarity", "--over", "votes", "--years", "2000..2002", "-o", &votes]));
    succeeds(&place.run(&["replicate", &votes, "-o", &place.path("votes.zip")]));
    assert!(unpack(&place.at("votes.zip"), &place.at("votes")).contains(&"votes.dta".to_owned()), "votes may be passed on");
    assert!(rebuild(&place.at("votes"), Some(&published)).contains("votes.dta: OK"));
    // A panel of what may be passed on is in its archive.
    let free = place.path("free.csv");
    succeeds(&place.run(&["panel", "--unit", "state", "--years", "1960..1980", "--with", "ideal_point", "--redistributable", "-o", &free]));
    succeeds(&place.run(&["replicate", &free, "-o", &place.path("free.zip")]));
    assert!(unpack(&place.at("free.zip"), &place.at("free")).contains(&"free.csv".to_owned()));
    // One that has changed is not.
    std::fs::write(&free, "changed").unwrap();
    fails(&place.run(&["replicate", &free, "-o", &place.path("free.zip")]), 1, "has changed since free.entente.json was written");
}

#[test]
fn a_provenance_from_other_hands_is_no_script() {
    let place = Place::new();
    succeeds(&place.panel(&["-o", &place.path("p.csv")]));
    fails(&place.run(&["replicate", &place.path("own.csv"), "-o", &place.path("r.zip")]), 1, "there is no such provenance");
    fails(&place.run(&["replicate", &place.path("p.csv"), "-o", &place.path("r.tar")]), 1, "ends in .zip");
    let sound = place.text("p.entente.json");
    for (from, to) in [
        ("\"name\": \"unit\"", "\"name\": \"unit; touch pwned\""),
        ("\"name\": \"p\"", "\"name\": \"../p\""),
        ("\"name\": \"p.csv\"", "\"name\": \"a\\nb.csv\""),
        ("\"command\": \"panel\"", "\"command\": \"panel $(touch pwned)\""),
        ("\"name\": \"own.csv\"", "\"name\": \"/etc/own.csv\""),
    ] {
        assert!(sound.contains(from), "{from}");
        std::fs::write(place.at("p.entente.json"), sound.replacen(from, to, 1)).unwrap();
        fails(
            &place.run(&["replicate", &place.path("p.csv"), "-o", &place.path("r.zip")]),
            1,
            "a name or a hash in it is not what it should be",
        );
    }
    std::fs::write(place.at("p.entente.json"), sound.replace("1989..1991", "1989..1991; touch pwned")).unwrap();
    succeeds(&place.run(&["replicate", &place.path("p.csv"), "-o", &place.path("r.zip")]));
    unpack(&place.at("r.zip"), &place.at("there"));
    assert!(place.text("there/rebuild.sh").contains("--years '1989..1991; touch pwned'"));
}
