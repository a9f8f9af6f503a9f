//! `entente sql` as its user runs it: results, files, panels, and statements that are made to do harm.

#[path = "sql/hostile.rs"]
mod hostile;
#[path = "sql/real.rs"]
mod real;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use entente_panel::commit::{commit, staging};
use entente_panel::fs::Disk;
use entente_panel::stage::stage;
use entente_sources::table::{Data, Table, Texts};
use entente_sources::{Change, Options, Sizes};

use super::{stderr, stdout};

const NMC: &str = "stateabb,ccode,year,milex,milper,irst,pec,tpop,upop,cinc,version
USA,2,1950,1000,10,20,30,40.5,5.25,.25,2021
USA,2,1951,1100,11,20,30,41.5,5.25,.24,2021
RUS,365,1950,-9,-9,21,31,41,6,-9,2021
";

/// A store of three rows and a panel of five thousand, in a folder of their own.
struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    fn new() -> Self {
        let place = Self { folder: tempfile::tempdir().unwrap() };
        let into = staging(&Disk, &place.store()).unwrap();
        let options = Options { of: Some("cow_nmc"), change: Change::Accepted, sizes: Sizes::Free };
        let staged = stage(&Disk, &into.folder, "NMC.csv", NMC.as_bytes().to_vec(), options).unwrap();
        commit(&Disk, &place.store(), &into, &[staged], &[]).unwrap();
        std::fs::create_dir(place.here()).unwrap();
        std::fs::write(place.here().join("flows.parquet"), panel(5000)).unwrap();
        place
    }

    fn store(&self) -> PathBuf {
        self.folder.path().join("store")
    }

    /// The folder in which the program runs.
    fn here(&self) -> PathBuf {
        self.folder.path().join("here")
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_entente"));
        command.arg("sql").args(args).current_dir(self.here()).env("ENTENTE_STORE", self.store()).env("NO_COLOR", "1");
        command
    }

    fn run(&self, args: &[&str]) -> Output {
        self.command(args).stdin(Stdio::null()).output().unwrap()
    }

    fn feed(&self, args: &[&str], text: &str) -> Output {
        let mut child = self.command(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
        child.wait_with_output().unwrap()
    }
}

fn panel(rows: i32) -> Vec<u8> {
    let mut texts = Texts::default();
    (0..rows).for_each(|n| texts.push(Some(&format!("word {}", n % 50))));
    let columns = vec![
        ("a".to_owned(), Data::Int((0..rows).map(|n| n % 40).collect())),
        ("year".to_owned(), Data::Int((0..rows).map(|n| 1960 + n % 60).collect())),
        ("flow".to_owned(), Data::Real((0..rows).map(|n| f64::from(n % 997) * 1.1f64.powi(n % 300)).collect())),
        ("word".to_owned(), Data::Text(texts)),
    ];
    entente_panel::parquet_file::to_bytes(&Table { name: "flows".to_owned(), columns }).unwrap()
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[track_caller]
fn fails(output: &Output, status: i32, code: &str, part: &str) {
    let text = stderr(output);
    assert_eq!(output.status.code(), Some(status), "{text}");
    assert!(text.contains(&format!("error[{code}]")) && text.contains(part), "wanted {code} and {part:?}, got: {text}");
    assert!(stdout(output).is_empty(), "{}", stdout(output));
}

#[test]
fn the_store_in_three_forms() {
    let place = Place::new();
    let sql = "SELECT ccode, year, milex FROM cow_nmc";
    let output = place.run(&[sql]);
    assert_eq!(stdout(&output), "ccode,year,milex\n2,1950,1000\n2,1951,1100\n365,1950,\n");
    assert!(stderr(&output).starts_with("3 rows from cow_nmc (cow_nmc "), "{}", stderr(&output));
    let text = stdout(&place.run(&["--format", "table", sql, "--rows", "2"]));
    assert_eq!(text, "ccode  year  milex\n-----  ----  -----\n    2  1950   1000\n    2  1951   1100\n");
    let value: serde_json::Value = serde_json::from_slice(&place.run(&["--json", sql]).stdout).unwrap();
    assert_eq!(value["rows"][2], serde_json::json!({ "ccode": 365, "year": 1950, "milex": null }));
    assert_eq!(value["tables"][0]["name"], "cow_nmc");
    let quiet = place.run(&["-q", sql]);
    assert!(stderr(&quiet).is_empty() && quiet.status.success());
}

#[test]
fn a_table_shows_a_thousand_rows() {
    let place = Place::new();
    let output = place.run(&["--panel", "flows.parquet", "--format", "table", "SELECT * FROM flows"]);
    assert_eq!(stdout(&output).lines().count(), 1002);
    assert!(stderr(&output).contains("there are more rows; --rows N shows more, -o FILE writes all"), "{}", stderr(&output));
    assert_eq!(stdout(&place.run(&["--panel", "flows.parquet", "SELECT * FROM flows"])).lines().count(), 5001);
}

#[test]
fn results_go_to_files() {
    let place = Place::new();
    let sql = "SELECT year, sum(flow) AS flow FROM f GROUP BY year";
    for ending in ["csv", "json", "parquet", "txt"] {
        let output = place.run(&["--panel", "f=flows.parquet", sql, "-o", &format!("out.{ending}")]);
        assert!(output.status.success() && output.stdout.is_empty(), "{}", stderr(&output));
    }
    assert_eq!(names(&place.here()), ["flows.parquet", "out.csv", "out.json", "out.parquet", "out.txt"]);
    let csv = std::fs::read_to_string(place.here().join("out.csv")).unwrap();
    assert_eq!(csv, stdout(&place.run(&["--panel", "out.parquet", "SELECT * FROM out"])));
    assert_eq!(csv.lines().count(), 61);
    fails(&place.run(&[sql, "-o", "out.xlsx"]), 1, "E304", "out.xlsx");
    fails(&place.run(&["SELECT 1", "-o", "none/out.csv"]), 1, "E301", "none");
}

#[test]
fn panels_are_named_and_checked() {
    let place = Place::new();
    std::fs::write(place.here().join("text.parquet"), "a,b\n1,2\n").unwrap();
    std::fs::create_dir(place.here().join("folder.parquet")).unwrap();
    let count = "SELECT count(*) AS n FROM ";
    assert_eq!(stdout(&place.run(&["--panel", "flows.parquet", &format!("{count}flows")])), "n\n5000\n");
    assert_eq!(
        stdout(&place.run(&["--panel", "p=flows.parquet", "--panel", "flows.parquet", &format!("{count}p, cow_nmc")])),
        "n\n15000\n"
    );
    for (args, code, part) in [
        (vec!["--panel", "text.parquet", "SELECT * FROM text"], "E608", "panel text: is no Parquet file"),
        (vec!["--panel", "folder.parquet", "SELECT * FROM folder"], "E608", "panel folder: is no regular file"),
        (vec!["--panel", "/dev/zero", "SELECT * FROM zero"], "E608", "panel zero: is no regular file"),
        (vec!["--panel", "gone.parquet", "SELECT * FROM gone"], "E608", "panel gone: its file cannot be read"),
        (vec!["--panel", "cow_nmc=flows.parquet", "SELECT 1"], "E608", "of the store"),
        (vec!["--panel", "flows.parquet", "--panel", "flows=flows.parquet", "SELECT 1"], "E608", "of another panel"),
        (vec!["--panel", "1=flows.parquet", "SELECT 1"], "E608", "begins with a letter"),
    ] {
        fails(&place.run(&args), 1, code, part);
    }
    // A panel that the statement does not name is not opened.
    assert!(place.run(&["--panel", "gone.parquet", "SELECT 1"]).status.success());
}

#[test]
fn tables_that_are_absent_damaged_or_elsewhere() {
    let place = Place::new();
    fails(&place.run(&["SELECT * FROM cow_nms"]), 2, "E604", "near it: cow_nmc");
    fails(&place.run(&["SELECT * FROM polity5"]), 2, "E604", "entente data add polity5 FILE");
    let part = entente_panel::Store::open(&Disk, &place.store(), None).unwrap().manifest.parts[0].store_file.clone();
    let file = place.store().join(part);
    let mut bytes = std::fs::read(&file).unwrap();
    bytes[200] ^= 1;
    std::fs::write(&file, bytes).unwrap();
    let output = place.run(&["SELECT * FROM cow_nmc"]);
    fails(&output, 3, "E330", "STORE");
    assert!(!stderr(&output).contains(&*place.folder.path().to_string_lossy()), "{}", stderr(&output));
    assert!(place.run(&["SELECT 1"]).status.success(), "what is not named is not read");
}

#[test]
fn tables_are_listed() {
    let place = Place::new();
    let text = stdout(&place.run(&["--tables", "--panel", "flows.parquet"]));
    assert!(
        text.contains("cow_nmc (3 rows; cow_nmc ") && text.contains("flows (5000 rows; panel flows)\n    a, year, flow, word\n"),
        "{text}"
    );
    let text = stdout(&place.run(&["--panel", "flows.parquet", "--tables", "flows"]));
    assert_eq!(text, "flows (5000 rows; panel flows)\n  a     bigint\n  year  bigint\n  flow  double\n  word  text\n");
    let value: serde_json::Value = serde_json::from_slice(&place.run(&["--json", "--tables", "cow_nmc"]).stdout).unwrap();
    assert_eq!(value["tables"][0]["columns"][0], serde_json::json!(["stateabb", "text"]));
    fails(&place.run(&["--tables", "none"]), 2, "E604", "none");
}

#[test]
fn statements_on_standard_input() {
    let place = Place::new();
    let output = place.feed(&[], "SELECT 1 AS x; -- one\nSELECT ';' AS y;\n\n");
    assert_eq!(stdout(&output), "x\n1\ny\n;\n", "{}", stderr(&output));
    let output = place.feed(&[], "SELECT 1 AS x; SELEKT; SELECT 2;");
    assert_eq!((output.status.code(), &*stdout(&output)), (Some(1), "x\n1\n"));
    assert!(place.feed(&[], "").status.success());
}

/// Once its tables are in memory the process that runs a statement opens nothing any more, and it never writes.
#[cfg(target_os = "linux")]
#[test]
fn the_process_that_runs_statements_is_locked_in() {
    if Command::new("strace").arg("-V").output().is_err() {
        #[allow(clippy::print_stderr)]
        {
            eprintln!("skipped: the process that runs statements is locked in: strace is not installed");
        }
        return;
    }
    let place = Place::new();
    let log = place.folder.path().join("calls");
    let status = Command::new("strace")
        .args(["-f", "-qq", "-e", "trace=%file,%network,prlimit64,execve", "-o"])
        .arg(&log)
        .arg(env!("CARGO_BIN_EXE_entente"))
        .args(["sql", "--panel", "flows.parquet", "SELECT f.year, sum(flow) FROM flows f, cow_nmc GROUP BY f.year ORDER BY 1 LIMIT 3"])
        .current_dir(place.here())
        .env("ENTENTE_STORE", place.store())
        .stdin(Stdio::null())
        .status()
        .unwrap();
    assert!(status.success());
    let log = std::fs::read_to_string(&log).unwrap();
    let calls: Vec<&str> = log.lines().collect();
    let locked = calls.iter().position(|l| l.contains("RLIMIT_NOFILE, {rlim_cur=0, rlim_max=0}")).expect("it gives up opening files");
    assert!(calls.iter().any(|l| l.contains("RLIMIT_FSIZE, {rlim_cur=0, rlim_max=0}")), "it gives up writing files");
    let started = calls.iter().position(|l| l.contains("__query")).unwrap();
    for call in &calls[started..] {
        assert!(
            !(call.contains("O_WRONLY") || call.contains("O_RDWR") || call.contains("O_CREAT")) || call.contains("/dev/null"),
            "{call}"
        );
        assert!(!call.contains("socket("), "{call}");
    }
    for call in &calls[locked + 1..] {
        let opens = ["open(", "openat(", "openat2(", "connect("].iter().any(|name| call.contains(name));
        assert!(!opens || call.contains("= -1"), "{call}");
    }
}
