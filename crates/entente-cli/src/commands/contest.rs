//! `entente contest`: the contest over several theatres.

mod assess;

use std::process::ExitCode;

use entente::Error;

use crate::globals::Globals;

#[derive(Debug, clap::Subcommand)]
pub(crate) enum Args {
    /// What a settled front frees for a pair, under uncertainty
    Assess(assess::Args),
}

impl Args {
    pub(crate) fn run(self, globals: &Globals) -> Result<ExitCode, Error> {
        match self {
            Self::Assess(args) => args.run(globals),
        }
    }
}
