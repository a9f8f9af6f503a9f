//! `entente diff`: rows added, removed and changed between two versions of a source.

use std::process::ExitCode;

use entente::Error;
use entente_panel::store::table_card;
use entente_sources::compare::{Difference, differences};
use entente_sources::table::Table;

use super::data::card;
use crate::globals::Globals;

const EXAMPLES: &str = "Examples:
  entente diff sipri_transfers@2024-03 sipri_transfers@2026-05
  entente diff unga_ideal_points@2020-04 unga_ideal_points@2023-07 --rows 50
  entente diff cow_states@2011 cow_states@2016 --json > changes.json";

/// List what differs between two versions of a source
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Older version, as SOURCE@VERSION
    old: String,
    /// Newer version, as SOURCE@VERSION
    new: String,
    /// Rows listed for each table; the rest are counted
    #[arg(long, default_value_t = 10)]
    rows: usize,
}

impl Args {
    pub(crate) fn run(self, globals: &Globals) -> Result<ExitCode, Error> {
        let store = globals.open_store()?;
        let (id, old) = self.old.split_once('@').unwrap_or((&self.old, ""));
        let (other, new) = self.new.split_once('@').unwrap_or((&self.new, ""));
        let source = card(id)?;
        card(other)?;
        let versions = store.manifest.versions(id);
        if id != other || !versions.iter().any(|v| v == old) || !versions.iter().any(|v| v == new) {
            let known = if versions.is_empty() { "none".to_owned() } else { versions.join(", ") };
            return Err(Error::UnknownItem {
                item: format!("{} {}", self.old, self.new),
                hint: format!("; name two versions of one source as SOURCE@VERSION; of {id} the store has: {known}"),
            });
        }
        let mut json = Vec::new();
        let mut out = String::new();
        for table in &source.table {
            let whole = |version: &str| store.read_parts(&store.parts_of(&table.name, version), &[], &[]);
            let (before, after) = (whole(old)?, whole(new)?);
            let found = match (&before, &after) {
                (None, None) => continue,
                (Some(a), Some(b)) => table_card(&table.name).map_or_else(Vec::new, |(_, card)| differences(card, a, b)),
                (a, b) => {
                    let has = |t: &Option<Table>| t.as_ref().map_or("lacks it".to_owned(), |t| format!("has {} rows", t.rows()));
                    out.push_str(&format!("{}: {old} {}, {new} {}\n", table.name, has(a), has(b)));
                    json.push(serde_json::json!({ "table": table.name, "old_rows": a.as_ref().map(Table::rows), "new_rows": b.as_ref().map(Table::rows) }));
                    continue;
                }
            };
            let of = |kind: &str| found.iter().filter(|d| d.kind == kind).count();
            let (added, removed, changed) = (of("added"), of("removed"), of("changed"));
            json.push(serde_json::json!({
                "table": table.name, "old_rows": before.as_ref().map(Table::rows), "new_rows": after.as_ref().map(Table::rows),
                "added": added, "removed": removed, "changed": changed, "differences": found,
            }));
            out.push_str(&format!("{}: {added} rows added, {removed} removed, {changed} cells changed\n", table.name));
            found.iter().take(self.rows).for_each(|d| out.push_str(&line(d)));
            if found.len() > self.rows {
                out.push_str(&format!("  and {} more; see them with --rows {}\n", found.len() - self.rows, found.len()));
            }
        }
        crate::output::data(&if globals.json {
            format!("{:#}\n", serde_json::json!({ "old": self.old, "new": self.new, "tables": json }))
        } else {
            out
        });
        Ok(ExitCode::SUCCESS)
    }
}

fn line(d: &Difference) -> String {
    let place = match (d.old_line, d.new_line) {
        (Some(a), Some(b)) => format!("lines {a} and {b}"),
        (Some(a), None) => format!("line {a} of the old file"),
        (None, Some(b)) => format!("line {b} of the new file"),
        (None, None) => String::new(),
    };
    let cell = d.column.as_ref().map_or(String::new(), |column| {
        format!(": {column} {} -> {}", d.old.as_deref().unwrap_or("(none)"), d.new.as_deref().unwrap_or("(none)"))
    });
    let row: String = d.row.chars().take(160).collect();
    format!("  {:<8} {row}{cell} ({place})\n", d.kind)
}
