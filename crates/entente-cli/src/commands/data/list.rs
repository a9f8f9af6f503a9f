//! `entente data list`: every source, what the store has of it, how far it reaches and what may be done with it.

use std::process::ExitCode;

use entente::Error;
use entente_core::YearSpan;
use entente_panel::{Part, Store};
use entente_sources::{Card, Redistribute, sources};

use super::{grouped, size};
use crate::globals::Globals;

const EXAMPLES: &str = "Examples:
  entente data list                 one line for each source
  entente data list --missing      only what the store does not have, with the address to find it
  entente data list --json          with tables and hashes";

/// List the sources: what is here, what it covers, under which terms
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Only sources that the store does not have
    #[arg(long)]
    missing: bool,
}

impl Args {
    pub(crate) fn run(self, globals: &Globals) -> Result<ExitCode, Error> {
        let store = globals.open_store()?;
        let cards = sources().iter().map(|s| s.card()).filter(|card| !self.missing || store.manifest.versions(&card.id).is_empty());
        if globals.json {
            let list: Vec<_> = cards.map(|card| json(card, &store)).collect();
            crate::output::data(&format!("{:#}\n", serde_json::json!({ "store": store.root, "sources": list })));
            return Ok(ExitCode::SUCCESS);
        }
        let mut out = format!("{:<18} {:<20} {:<12} {:>11} {:>9}  {:<8} title\n", "source", "in use", "covers", "rows", "size", "travels");
        for card in cards {
            let parts = used(card, &store);
            let version = if parts.is_empty() { "-" } else { parts[0].version.as_str() };
            let covers = covers(&parts).map_or("-".to_owned(), |y| y.to_string());
            let rows = if parts.is_empty() { "-".to_owned() } else { grouped(parts.iter().map(|p| p.rows).sum()) };
            let bytes = if parts.is_empty() { "-".to_owned() } else { size(parts.iter().map(|p| p.bytes).sum()) };
            let (version, travels) = (version.chars().take(20).collect::<String>(), travels(card));
            out.push_str(&format!("{:<18} {version:<20} {covers:<12} {rows:>11} {bytes:>9}  {travels:<8} {}\n", card.id, card.title));
            if self.missing {
                out.push_str(&format!("{:<18} find it at {}\n", "", card.url));
            }
        }
        out.push_str(&format!("\nstore: {}\n", store.root.display()));
        crate::output::data(&out);
        globals.say("travels: raw = may be passed on with credit, derived = only what is computed from it, none = stays with you");
        Ok(ExitCode::SUCCESS)
    }
}

/// The word for what may travel.
pub(super) fn travels(card: &Card) -> &'static str {
    match card.redistribute {
        Redistribute::Raw => "raw",
        Redistribute::Derived => "derived",
        Redistribute::None => "none",
    }
}

/// Parts of a source's tables in the versions in use.
pub(super) fn used<'s>(card: &Card, store: &'s Store<'_>) -> Vec<&'s Part> {
    let mut parts: Vec<&Part> = card.table.iter().flat_map(|table| store.parts(&table.name)).collect();
    parts.sort_by_key(|part| std::cmp::Reverse(entente_panel::manifest::version_order(&part.version)));
    parts
}

fn covers(parts: &[&Part]) -> Option<YearSpan> {
    let spans: Vec<YearSpan> = parts.iter().filter_map(|p| p.covers.or(p.years)).collect();
    YearSpan::new(spans.iter().map(|s| s.first()).min()?, spans.iter().map(|s| s.last()).max()?)
}

fn json(card: &Card, store: &Store<'_>) -> serde_json::Value {
    let parts = used(card, store);
    serde_json::json!({
        "id": card.id, "title": card.title, "publisher": card.publisher, "url": card.url, "license": card.license.id,
        "terms": card.license.terms, "redistribute": card.redistribute, "versions": store.manifest.versions(&card.id),
        "in_use": parts.first().map(|p| &p.version), "covers": covers(&parts), "rows": parts.iter().map(|p| p.rows).sum::<u64>(),
        "bytes": parts.iter().map(|p| p.bytes).sum::<u64>(),
        "tables": parts.iter().map(|p| serde_json::json!({
            "table": p.table, "version": p.version, "rows": p.rows, "states": p.states, "years": p.years, "covers": p.covers,
            "file": p.file, "file_sha256": p.file_sha256, "store_file": p.store_file, "is_known": p.is_known,
        })).collect::<Vec<_>>(),
    })
}
