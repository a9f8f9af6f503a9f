//! `entente whatif FILE`: a contest before and after named changes.

use std::path::PathBuf;
use std::process::ExitCode;

use entente::Error;
use entente::contest::open::open;
use entente::contest::what_if::{Changes, what_if};
use entente::fs::Disk;
use entente::report::what_if::text;

use crate::globals::Globals;

const EXAMPLES: &str = "Examples:
  entente whatif border.toml --set r=0.8
  entente whatif border.toml --set state.R.force=1.5 --set theatre.border.value=0.2
  entente whatif border.toml --set theatre.Europe.efficacy.U=0.5 --set settle.border=0.4
  entente whatif mycase/case.toml --drop Pacific --json

Names: r, stalemate, state.ID.force, state.ID.cost, state.ID.scale, theatre.ID.value, theatre.ID.value.STATE,
theatre.ID.efficacy.STATE, theatre.ID.stalemate, settle.THEATRE (how far it is settled in the comparison, 0 to 1).";

/// Change numbers of a contest and see before and after side by side
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Contest file (TOML), or a case with a contest.toml beside its case.toml
    file: PathBuf,
    /// Set a number by name
    #[arg(long, value_name = "NAME=VALUE", required_unless_present = "drop")]
    set: Vec<String>,
    /// Leave a theatre out
    #[arg(long, value_name = "THEATRE")]
    drop: Vec<String>,
}

impl Args {
    pub(crate) fn run(self, globals: &Globals) -> Result<ExitCode, Error> {
        let found = what_if(&open(&Disk, &self.file)?, &Changes { set: self.set, drop: self.drop })?;
        super::write_out(globals, None, || text(&found), String::new, &found)
    }
}
