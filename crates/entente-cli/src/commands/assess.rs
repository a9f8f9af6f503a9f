//! `entente assess A B`: the one-screen answer, the report and the JSON.

use std::path::PathBuf;
use std::process::ExitCode;

use entente::fs::{Disk, commit};
use entente::report::{html, json, text};
use entente::{Error, assess};

use crate::globals::Globals;

const EXAMPLES: &str = "Examples:
  entente assess russia china --year 2021
  entente assess RUS CHN --year 2016 -o report.html
  entente assess 365 710 --case mine/case.toml --json > result.json

A file that ends in .html gets the report, .json the JSON, .txt or .md the text.";

/// Answer the six questions about a pair
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// First state: name, abbreviation, ISO-3 code or COW number
    first: String,
    /// Second state
    second: String,
    /// Year to assess; nothing later is used [default: the year of the case]
    #[arg(long, short, value_parser = clap::value_parser!(i32).range(1816..=2100))]
    year: Option<i32>,
    /// Case file to use instead of the built-in one
    #[arg(long, value_name = "FILE")]
    case: Option<PathBuf>,
    /// Write to a file instead of stdout
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

impl Args {
    pub(crate) fn run(self, globals: &Globals) -> Result<ExitCode, Error> {
        let names = [self.first, self.second];
        let store = globals.open_store()?;
        let case = super::case_for(globals, &store, self.case.as_deref(), Some(&names), self.year)?;
        let assessment = assess(&case, self.year.unwrap_or(case.file.as_of))?;
        let Some(path) = self.output else {
            let out = if globals.json { json::render(&assessment) } else { text::render(&assessment, globals.style()) };
            crate::output::data(&out);
            return Ok(ExitCode::SUCCESS);
        };
        let ending = path.extension().and_then(|e| e.to_str()).unwrap_or_default().to_ascii_lowercase();
        let out = match ending.as_str() {
            "html" | "htm" => html::render(&assessment),
            "json" => json::render(&assessment),
            "" if globals.json => json::render(&assessment),
            "" | "txt" | "md" => text::render(&assessment, text::Style::Plain),
            _ => return Err(Error::Ending { path }),
        };
        commit(&Disk, &path, out.as_bytes())?;
        globals.say(&format!("wrote {} ({} kB)", path.display(), out.len().div_ceil(1000)));
        Ok(ExitCode::SUCCESS)
    }
}
