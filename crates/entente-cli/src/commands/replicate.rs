//! `entente replicate`: an archive that makes a panel again.

use std::path::PathBuf;
use std::process::ExitCode;

use entente::Error;
use entente::dataset::replicate::{OwnFiles, Request, write};
use entente::fs::Disk;

use super::data::{count, size};
use crate::globals::Globals;

const EXAMPLES: &str = "Examples:
  entente replicate panel.parquet -o replication.zip
  entente replicate panel.dta --files ~/publishers -o replication.zip   with the publishers' files that may be passed on
  entente replicate panel.csv --own -o replication.zip                  with the files of your own that were joined";

/// Write an archive that makes a panel again, without what may not be passed on
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// A file of the panel, with its NAME.entente.json beside it
    table: PathBuf,
    /// Archive to write
    #[arg(long, short, value_name = "FILE.zip")]
    output: PathBuf,
    /// Folder with publishers' files: those that may be passed on go in
    #[arg(long, value_name = "DIR")]
    files: Option<PathBuf>,
    /// The files of your own that were joined may be passed on: put them in
    #[arg(long)]
    own: bool,
}

impl Args {
    pub(crate) fn run(self, globals: &Globals) -> Result<ExitCode, Error> {
        let own = if self.own { OwnFiles::Included } else { OwnFiles::Withheld };
        let done = write(&Disk, &Request { table: self.table, files: self.files, own }, &self.output)?;
        if !done.withheld.is_empty() {
            let names: Vec<&str> = done.withheld.iter().take(6).map(String::as_str).collect();
            let more = if done.withheld.len() > names.len() { ", ..." } else { "" };
            globals.say(&format!(
                "the data stay out: {} may not be passed on ({}{more}); their hash is in",
                count(done.withheld.len(), "column", "columns"),
                names.join(", ")
            ));
        }
        for file in done.files.iter().filter(|file| file.path.is_none()) {
            globals.say(&format!("not in it: {} of {}, sha256 {}; from {}", file.name, file.source, file.sha256, file.url));
        }
        for name in &done.own_left_out {
            globals.say(&format!("not in it: your own file {name}; with --own it goes in"));
        }
        globals.say(&format!(
            "wrote {} ({}, {})",
            done.archive.path.display(),
            count(done.entries, "file", "files"),
            size(done.archive.bytes)
        ));
        Ok(ExitCode::SUCCESS)
    }
}
