//! `entente partners`: a state's partners as strips.

use std::path::PathBuf;
use std::process::ExitCode;

use entente::Error;
use entente::partners::partners;
use entente::report::partners::{html, text};
use entente_core::resolve::{When, resolve};
use entente_core::{System, YearSpan};

use crate::globals::Globals;

const EXAMPLES: &str = "Examples:
  entente partners japan --year 2015
  entente partners india -o india.html
  entente partners 365 --year 2010 --json";

/// List a state's partners as strips with intervals, one for each measure
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The state: name, abbreviation, ISO-3 code or COW number
    state: String,
    /// Year [default: the newest that at least half of the tables in the store cover]
    #[arg(long, short, value_parser = clap::value_parser!(i32).range(1816..=2100))]
    year: Option<i32>,
    /// Write to a file instead of stdout: .html, .json or .txt
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

impl Args {
    pub(crate) fn run(self, globals: &Globals) -> Result<ExitCode, Error> {
        let store = globals.open_store()?;
        let year = super::year_of(self.year, &store)?;
        let when = YearSpan::new(year, year).map_or(When::Ever, When::Years);
        let state = resolve(&self.state, when, System::Cow)?.code;
        let found = partners(&store, state, year)?;
        super::write_out(globals, self.output.as_deref(), || text(&found), || html(&found), &found)
    }
}
