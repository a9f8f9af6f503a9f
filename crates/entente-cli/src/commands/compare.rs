//! `entente compare`: pairs side by side.

use std::path::PathBuf;
use std::process::ExitCode;

use entente::Error;
use entente::case::pair;
use entente::compare::compare;
use entente::report::compare::{html, text};

use crate::globals::Globals;

const EXAMPLES: &str = "Examples:
  entente compare USA:JPN CHN:RUS --year 2015
  entente compare \"united states:south korea\" USA:JPN USA:GBR -o allies.html
  entente compare USA:JPN CHN:RUS --json > pairs.json";

/// Set pairs side by side: the same indicators, small pictures, and how each stands to the first
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Pairs as A:B; the state named first is the first of its pair
    #[arg(required = true, num_args = 2..=12, value_name = "A:B")]
    pairs: Vec<String>,
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
        let split = |text: &String| {
            let (a, b) = text.split_once(':').ok_or_else(|| Error::NotAPair { text: text.clone() })?;
            Ok(pair(&[a.to_owned(), b.to_owned()], year)?)
        };
        let pairs = self.pairs.iter().map(split).collect::<Result<Vec<_>, Error>>()?;
        let comparison = compare(&store, &pairs, year)?;
        super::write_out(globals, self.output.as_deref(), || text(&comparison), || html(&comparison), &comparison)
    }
}
