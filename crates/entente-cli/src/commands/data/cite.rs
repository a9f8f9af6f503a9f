//! `entente data cite`: what to cite for the sources in the store, upstream first.

use std::process::ExitCode;

use entente::Error;
use entente_sources::sources;

use super::card;
use crate::globals::Globals;

const EXAMPLES: &str = "Examples:
  entente data cite                          every source in the store
  entente data cite atop cow_nmc --bibtex > refs.bib

For the sources of one output only: entente cite OUTPUT";

/// Print the citations of sources
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Sources; all that the store has where absent
    sources: Vec<String>,
    /// BibTeX instead of text
    #[arg(long)]
    bibtex: bool,
}

impl Args {
    pub(crate) fn run(self, globals: &Globals) -> Result<ExitCode, Error> {
        let cards = if self.sources.is_empty() {
            let store = globals.open_store()?;
            sources().iter().map(|s| s.card()).filter(|c| !store.manifest.versions(&c.id).is_empty()).collect()
        } else {
            self.sources.iter().map(|id| card(id)).collect::<Result<Vec<_>, _>>()?
        };
        if globals.json {
            let list: Vec<_> = cards
                .iter()
                .map(|c| {
                    serde_json::json!({ "id": c.id, "cite": c.cite, "bibtex": c.bibtex.trim(), "attribution": c.attribution, "url": c.url })
                })
                .collect();
            crate::output::data(&format!("{:#}\n", serde_json::json!(list)));
            return Ok(ExitCode::SUCCESS);
        }
        let mut out = String::new();
        for card in cards {
            if self.bibtex {
                out.push_str(&entry(card));
            } else {
                out.push_str(&format!("{}: {}\n", card.id, card.cite.trim()));
                if !card.attribution.is_empty() {
                    out.push_str(&format!("  credit line: {}\n", card.attribution));
                }
            }
        }
        crate::output::data(&if self.bibtex { entente::cite::unique_entries(&out) } else { out });
        Ok(ExitCode::SUCCESS)
    }
}

/// The card's entries, or one made of its fields.
fn entry(card: &entente_sources::Card) -> String {
    if card.bibtex.trim().is_empty() {
        return format!(
            "@misc{{{},\n  title = {{{}}},\n  author = {{{{{}}}}},\n  howpublished = {{{}}},\n  note = {{{}}}\n}}\n",
            card.id, card.title, card.publisher, card.url, card.cite
        );
    }
    format!("{}\n", card.bibtex.trim())
}
