//! The command in a program that was built without SQL.

use std::process::ExitCode;

use entente::Error;

use crate::globals::Globals;

const ABSENT: &str = "error[E600]: this program was built without SQL, whose engine takes longer to build than all the rest; to have it:

      cargo install --path crates/entente-cli --features sql

The store is plain Parquet, which DuckDB, Polars, R and Python read as well: docs/store.md shows how.";

/// Ask the store in SQL (not in this build)
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// A statement, and options of the command
    #[arg(trailing_var_arg = true, allow_hyphen_values = true, hide = true)]
    rest: Vec<String>,
}

impl Args {
    pub(crate) fn run(self, _: &Globals) -> Result<ExitCode, Error> {
        drop(self.rest);
        crate::output::talk(ABSENT);
        Ok(ExitCode::FAILURE)
    }
}
