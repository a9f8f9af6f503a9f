//! `entente contest`: who puts how much force where, and what a settled theatre changes.

mod assess;
mod solve;
pub(super) mod source;

use std::process::ExitCode;

use entente::Error;

use crate::globals::Globals;

/// Solve contests over several theatres: who puts how much force where, and what a quiet border frees
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Args {
    /// What a settled front frees for a pair, under uncertainty
    Assess(assess::Args),
    /// Solve the contest of a file, with and without the theatres that it settles
    Solve(solve::Args),
}

impl Args {
    pub(crate) fn run(self, globals: &Globals) -> Result<ExitCode, Error> {
        match self {
            Self::Assess(args) => args.run(globals),
            Self::Solve(args) => args.run(globals),
        }
    }
}
