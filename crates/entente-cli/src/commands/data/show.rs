//! `entente data show`: one source as its card and the store have it.

use std::fmt::Write as _;
use std::process::ExitCode;

use entente::Error;

use super::{card, count, grouped};
use crate::globals::Globals;

const EXAMPLES: &str = "Examples:
  entente data show sipri_transfers
  entente data show atop --findings      every note about a name or a row";

/// Show a source: its tables, columns, versions and what was odd in its files
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Source id
    source: String,
    /// List all findings, not the first ten of each file
    #[arg(long)]
    findings: bool,
}

impl Args {
    pub(crate) fn run(self, globals: &Globals) -> Result<ExitCode, Error> {
        let card = card(&self.source)?;
        let store = globals.open_store()?;
        let mut out = String::new();
        let parts: Vec<_> = store.manifest.parts.iter().filter(|p| p.source == card.id).collect();
        if globals.json {
            let findings: Vec<_> = parts.iter().filter_map(|p| store.manifest.findings.get(&p.file_sha256)).collect();
            let value = serde_json::json!({ "id": card.id, "parts": parts, "findings": findings });
            crate::output::data(&format!("{value:#}\n"));
            return Ok(ExitCode::SUCCESS);
        }
        let _ = writeln!(out, "{}: {}\n  {}\n  publisher: {}, {}", card.id, card.title, card.about, card.publisher, card.url);
        let _ = writeln!(out, "  terms: {} (read: {})", card.license.terms, card.license.read_on);
        let _ = writeln!(out, "  travels: {}", super::list::travels(card));
        for table in &card.table {
            let _ = writeln!(out, "\n{}: {}", table.name, table.row);
            for part in parts.iter().filter(|p| p.table == table.name) {
                let used = if store.parts(&table.name).contains(part) { "in use" } else { "kept" };
                let covers = part.covers.map_or("no years".to_owned(), |y| format!("covers {y}"));
                let _ = writeln!(out, "  version {} ({used}): {} rows, {covers}; {}", part.version, grouped(part.rows), part.file);
            }
            for column in &table.column {
                let _ = writeln!(out, "    {:<28} {}", column.name, column.is);
            }
        }
        let mut seen = std::collections::BTreeSet::new();
        for part in parts {
            let Some(findings) = store.manifest.findings.get(&part.file_sha256).filter(|f| !f.is_empty()) else { continue };
            if !seen.insert(&part.file_sha256) {
                continue;
            }
            let most = if self.findings { usize::MAX } else { 10 };
            let _ = writeln!(out, "\n{} about {}:", count(findings.len(), "finding", "findings"), part.file);
            for finding in findings.iter().take(most) {
                let _ = writeln!(out, "  {}: {}", finding.place, finding.message);
            }
            if findings.len() > most {
                let _ = writeln!(out, "  and {} more; all with --findings", findings.len() - most);
            }
        }
        crate::output::data(&out);
        Ok(ExitCode::SUCCESS)
    }
}
