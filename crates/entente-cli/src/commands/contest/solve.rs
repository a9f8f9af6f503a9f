//! `entente contest solve FILE`: one contest, as text or JSON.

use std::path::PathBuf;
use std::process::ExitCode;

use entente::Error;
use entente::contest::open::open;
use entente::contest::solution::solve;
use entente::fs::Disk;
use entente::report::contest::text;

use crate::globals::Globals;

const EXAMPLES: &str = "Examples:
  entente contest solve border.toml
  entente contest solve border.toml --json
  entente schema contest-file              what such a file may say

A file:
  [[state]]
  id = \"R\"
  force = 1

  [[state]]
  id = \"C\"
  force = 2

  [[state]]
  id = \"U\"
  force = 5

  [[theatre]]
  id = \"Europe\"
  states = [\"R\", \"U\"]
  value = 1

  [[theatre]]
  id = \"Pacific\"
  states = [\"C\", \"U\"]
  value = 1

  [[theatre]]
  id = \"border\"
  states = [\"R\", \"C\"]
  value = 0.5

  [contest]
  r = 1

  [counterfactual]
  without = [\"border\"]";

/// Solve the contest of a file, with and without the theatres that it settles
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Contest file (TOML)
    file: PathBuf,
}

impl Args {
    pub(crate) fn run(self, globals: &Globals) -> Result<ExitCode, Error> {
        let solution = solve(&open(&Disk, &self.file)?)?;
        super::super::write_out(globals, None, || text(&solution), String::new, &solution)
    }
}
