//! `entente data verify`: is the store as it was written, and are the publishers' files as they were read?

use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;

use entente::Error;
use entente::fs::{Disk, Fs};
use entente_sources::reader::sha256;

use super::count;
use crate::globals::Globals;

const EXAMPLES: &str = "Examples:
  entente data verify             the store's own files
  entente data verify --origins   also the publishers' files, where they still lie";

/// Check every file of the store, and the publishers' files where they still lie
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Also hash the publishers' files in the places they were added from
    #[arg(long)]
    origins: bool,
}

impl Args {
    pub(crate) fn run(self, globals: &Globals) -> Result<ExitCode, Error> {
        let store = globals.open_store()?;
        let (sound, wrong) = store.verify();
        let mut origins: BTreeMap<&String, &'static str> = BTreeMap::new();
        if self.origins {
            for (hash, origin) in &store.manifest.origins {
                let state = match Disk.read_up_to(Path::new(&origin.path), 2 << 30) {
                    Ok(bytes) if sha256(&bytes) == *hash => "as it was read",
                    Ok(_) => "changed since it was read; add it again",
                    Err(_) => "no longer there",
                };
                origins.insert(&origin.path, state);
            }
        }
        if globals.json {
            let wrong: Vec<String> = wrong.iter().map(ToString::to_string).collect();
            let value = serde_json::json!({ "sound": sound, "wrong": wrong, "origins": origins });
            crate::output::data(&format!("{value:#}\n"));
        } else {
            let mut out = format!("{} of the store as written\n", count(sound, "file", "files"));
            for (path, state) in origins {
                out.push_str(&format!("{path}: {state}\n"));
            }
            crate::output::data(&out);
            for error in &wrong {
                crate::output::talk(&format!("damaged: {error}"));
            }
        }
        if wrong.is_empty() { Ok(ExitCode::SUCCESS) } else { Err(Error::Unsound { wrong: wrong.len(), files: sound + wrong.len() }) }
    }
}
