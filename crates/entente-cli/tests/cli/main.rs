//! The program as its user runs it.

mod assess;
mod bad_input;
mod claims;
mod contest;
mod contest_assess;
mod data;
mod dataset;
mod docs;
#[cfg(not(feature = "sql"))]
mod no_sql;
mod offline;
mod report;
#[cfg(feature = "sql")]
mod sql;

use std::path::Path;
use std::process::{Command, Output};

/// Runs the program with a clean environment.
fn entente(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_entente"))
        .args(args)
        .env("ENTENTE_STORE", concat!(env!("CARGO_TARGET_TMPDIR"), "/no-store"))
        .env("NO_COLOR", "1")
        .output()
        .expect("the program was built for this test")
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("output is UTF-8")
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("output is UTF-8")
}

/// Writes files into a folder.
fn write(folder: &Path, files: &[(&str, &str)]) {
    for (name, text) in files {
        std::fs::write(folder.join(name), text).expect("a temporary folder is writable");
    }
}
