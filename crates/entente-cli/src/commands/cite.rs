//! `entente cite OUTPUT`: the sources of an output, and no others.

use std::path::PathBuf;
use std::process::ExitCode;

use entente::Error;
use entente::cite::{Style, read, write};
use entente::fs::{Disk, read_bounded};

use crate::globals::Globals;

const EXAMPLES: &str = "Examples:
  entente cite report.html                     one line per source
  entente cite result.json --bibtex > refs.bib
  entente assess russia china --json > r.json && entente cite r.json";

/// Largest output of ours, in bytes.
const LIMIT: u64 = 64 << 20;

/// List the sources that an output used
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// A report.html or a JSON output of entente
    file: PathBuf,
    /// BibTeX instead of text
    #[arg(long)]
    bibtex: bool,
}

impl Args {
    pub(crate) fn run(self, globals: &Globals) -> Result<ExitCode, Error> {
        let bytes = read_bounded(&Disk, &self.file, "an output", LIMIT)?;
        let citations = read(&self.file.display().to_string(), &String::from_utf8_lossy(&bytes))?;
        if citations.is_empty() {
            globals.say(&format!("{}: the output used no source", self.file.display()));
        }
        if globals.json {
            crate::output::data(&format!("{:#}\n", serde_json::json!(citations)));
        } else {
            crate::output::data(&write(&citations, if self.bibtex { Style::Bibtex } else { Style::Text }));
        }
        Ok(ExitCode::SUCCESS)
    }
}
