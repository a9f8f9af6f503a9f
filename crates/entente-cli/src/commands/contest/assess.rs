//! `entente contest assess A B`: what a settled front frees for a pair.

use std::path::PathBuf;
use std::process::ExitCode;

use entente::Error;
use entente::report::theatre;

use super::source::Source;
use crate::globals::Globals;

const EXAMPLES: &str = "Examples:
  entente contest assess russia china --year 2021
  entente contest assess india pakistan --year 2010 --budget cinc
  entente contest assess russia china --from store --draws 2000 --json

A case that states a contest (contest.toml) is used as it stands; any other pair is made from the store. Every budget is reported, or only the
one named. To change a number, see entente whatif.";

/// What a settled front frees for a pair, under uncertainty
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// First state: name, abbreviation, ISO-3 code or COW number
    first: String,
    /// Second state
    second: String,
    #[command(flatten)]
    source: Source,
    /// Write to a file instead of stdout: .html, .json or .txt
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

impl Args {
    pub(crate) fn run(self, globals: &Globals) -> Result<ExitCode, Error> {
        let store = globals.open_store()?;
        let prepared = self.source.of_pair(globals, &store, &[self.first, self.second])?;
        let effort = self.source.effort(&prepared);
        let bar = globals.count((effort.draws * prepared.setting.specifications().count()) as u64);
        let assessed = prepared.compute(effort, || bar.inc(1));
        bar.finish_and_clear();
        let assessed = assessed?;
        let page = &assessed.page;
        super::super::write_out(
            globals,
            self.output.as_deref(),
            || theatre::text(page),
            || theatre::html(page, &assessed.citations),
            &assessed,
        )
    }
}
