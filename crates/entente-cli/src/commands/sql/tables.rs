//! Tables and their columns, for `--tables` and `\d`.

use std::process::ExitCode;

use entente_query::{Answer, Ask, Job, TableInfo};

use super::parent::{Run, run};
use super::query::tell;
use crate::globals::Globals;

/// All tables, or one.
pub(super) fn all(job: &Job, only: Option<String>) -> Result<Vec<TableInfo>, entente_query::Error> {
    match run(&Job { ask: Ask::Tables(only), ..job.clone() }, &Run::default())? {
        (Answer::Tables(tables), _) => Ok(tables),
        _ => Ok(Vec::new()),
    }
}

/// Prints them.
pub(super) fn list(job: &Job, only: Option<String>, globals: &Globals) -> ExitCode {
    let is_one = only.is_some();
    let tables = match all(job, only) {
        Ok(tables) => tables,
        Err(error) => return tell(&error),
    };
    if globals.json {
        crate::output::data(&format!("{:#}\n", serde_json::json!({ "schema_version": 1, "tables": tables })));
        return ExitCode::SUCCESS;
    }
    let text: String = tables.iter().map(|table| if is_one { columns(table) } else { line(table) }).collect();
    crate::output::data(&text);
    if tables.is_empty() {
        globals.say("the store is empty; import publishers' files first: entente data add DIR");
    }
    ExitCode::SUCCESS
}

/// A table on two lines.
pub(super) fn line(table: &TableInfo) -> String {
    let names: Vec<&str> = table.columns.iter().map(|(name, _)| name.as_str()).collect();
    let mut out = format!("{} ({} rows; {})\n", table.name, table.rows, table.origin);
    let mut text = String::from("   ");
    for (n, name) in names.iter().enumerate() {
        if text.len() + name.len() > 98 {
            out += &format!("{text}\n");
            text = String::from("   ");
        }
        text += &format!(" {name}{}", if n + 1 < names.len() { "," } else { "" });
    }
    out + &text + "\n"
}

/// A table with the types of its columns.
pub(super) fn columns(table: &TableInfo) -> String {
    let width = table.columns.iter().map(|(name, _)| name.chars().count()).max().unwrap_or_default();
    let lines: String = table.columns.iter().map(|(name, of)| format!("  {name:width$}  {of}\n")).collect();
    format!("{} ({} rows; {})\n{lines}", table.name, table.rows, table.origin)
}
