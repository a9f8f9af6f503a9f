//! `entente data`: publishers' files into the store, and what the store holds. One file for each verb.

mod add;
mod cite;
mod get;
mod list;
mod remove;
mod show;
mod verify;
pub(crate) mod worker;

use std::process::ExitCode;

use entente::Error;
pub(super) use entente::dataset::grouped;
use entente_core::nearest::nearest;
use entente_sources::{Card, source, sources};

use crate::globals::Globals;

/// Import publishers' files, and see what the store holds
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Args {
    /// List the sources: what is here, what it covers, under which terms
    List(list::Args),
    /// Import files, or all that a folder holds
    Add(add::Args),
    /// Fetch a source from its publisher and import it
    Get(get::Args),
    /// Show a source: its tables, columns, versions and what was odd in its files
    Show(show::Args),
    /// Choose the version of a source that is used
    Use(remove::Choice),
    /// Check every file of the store, and the publishers' files where they still lie
    Verify(verify::Args),
    /// Take a source, or a version of it, out of the store
    Remove(remove::Args),
    /// Print the citations of sources
    Cite(cite::Args),
}

impl Args {
    pub(crate) fn run(self, globals: &Globals) -> Result<ExitCode, Error> {
        match self {
            Self::List(args) => args.run(globals),
            Self::Add(args) => args.run(globals),
            Self::Get(args) => args.run(globals),
            Self::Show(args) => args.run(globals),
            Self::Use(args) => args.run(globals),
            Self::Verify(args) => args.run(globals),
            Self::Remove(args) => args.run(globals),
            Self::Cite(args) => args.run(globals),
        }
    }
}

/// The card of a source by id.
pub(super) fn card(id: &str) -> Result<&'static Card, Error> {
    source(id).map(|s| s.card()).ok_or_else(|| {
        let ids = || sources().iter().map(|s| s.card().id.as_str());
        let mut near: Vec<&str> = ids().filter(|known| id.len() >= 3 && known.contains(id)).collect();
        near.extend(nearest(id, ids(), 2));
        near.dedup();
        let hint = if near.is_empty() { String::new() } else { format!("; did you mean {}?", near.join(" or ")) };
        Error::NoSource { id: id.to_owned(), hint }
    })
}

/// A size in words.
pub(super) fn size(bytes: u64) -> String {
    match bytes {
        0..1_000_000 => format!("{} kB", bytes.div_ceil(1000)),
        _ => format!("{:.1} MB", bytes as f64 / 1e6),
    }
}

/// Plural with its number.
pub(super) fn count(n: usize, one: &str, many: &str) -> String {
    if n == 1 { format!("1 {one}") } else { format!("{} {many}", grouped(n as u64)) }
}
