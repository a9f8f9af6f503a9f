//! `entente data remove` and `entente data use`: what goes, and what counts.

use std::process::ExitCode;

use entente::Error;
use entente::fs::Disk;
use entente_panel::commit::{choose, remove};

use super::{card, count};
use crate::globals::Globals;

const REMOVE: &str = "Examples:
  entente data remove gdelt2
  entente data remove sipri_transfers --version 2024-03

The publisher's own file is never touched.";

const USE: &str = "Examples:
  entente data use sipri_transfers 2024-03    from now on that version, whatever is added later
  entente data use sipri_transfers            the newest again";

/// Take a source, or a version of it, out of the store
#[derive(Debug, clap::Args)]
#[command(after_help = REMOVE)]
pub(crate) struct Args {
    /// Source id
    source: String,
    /// Only this version
    #[arg(long)]
    version: Option<String>,
}

impl Args {
    pub(crate) fn run(self, globals: &Globals) -> Result<ExitCode, Error> {
        card(&self.source)?;
        let gone = remove(&Disk, &globals.root(), &self.source, self.version.as_deref())?;
        globals.say(&format!("removed {} of {}", count(gone, "table", "tables"), self.source));
        Ok(ExitCode::SUCCESS)
    }
}

/// Choose the version of a source that is used
#[derive(Debug, clap::Args)]
#[command(after_help = USE)]
pub(crate) struct Choice {
    /// Source id
    source: String,
    /// Version to use; the newest where absent
    version: Option<String>,
}

impl Choice {
    pub(crate) fn run(self, globals: &Globals) -> Result<ExitCode, Error> {
        card(&self.source)?;
        let version = choose(&Disk, &globals.root(), &self.source, self.version.as_deref())?;
        globals.say(&format!("{} {version} is used from now on", self.source));
        let store = globals.open_store()?;
        for table in &card(&self.source)?.table {
            if let Some(part) = store.parts(&table.name).first().filter(|part| part.version != version) {
                globals.say(&format!("  but {} comes from {}, since {version} does not have it", table.name, part.version));
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}
