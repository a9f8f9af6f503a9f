//! One row of the store back to the line of the publisher's file that it was read from.

use std::path::Path;

use entente_panel::store::table_card;
use entente_panel::{Part, Store};
use entente_sources::envelope;
use entente_sources::reader::sha256;
use serde::Serialize;

use crate::error::Error;
use crate::fs::Fs;

/// Largest publisher's file that is opened again to show a line, in bytes.
const LIMIT: u64 = 2 << 30;

/// A row with its way back.
#[derive(Debug, Clone, Serialize)]
pub struct Row {
    /// Table.
    pub table: String,
    /// Source.
    pub source: String,
    /// Version.
    pub version: String,
    /// Publisher's file, with the entry of a zip after a slash.
    pub file: String,
    /// Hash of the publisher's file.
    pub file_sha256: String,
    /// Line in the file, the first being 1; row of a sheet; observation of a binary file.
    pub line: u64,
    /// Cells by column; none for one that is not there.
    pub cells: Vec<(String, Option<String>)>,
    /// Where the file lay when it was added.
    pub origin: Option<String>,
    /// The line as it stands there, if the file is a text, is still there and unchanged.
    pub text: Option<String>,
    /// Why there is no text, if so.
    pub note: Option<String>,
}

/// Rows that an id such as `sipri_deliveries:16` names; none where it names no table of the store. One line may have made several rows.
///
/// # Errors
/// The table has no such line, or the store is damaged.
pub fn rows(store: &Store<'_>, fs: &dyn Fs, item: &str) -> Result<Option<Vec<Row>>, Error> {
    let Some((table, rest)) = item.split_once(':') else { return Ok(None) };
    if !store.has(table) {
        // A table that exists and is not here is another answer than a word that means nothing.
        return match table_card(table) {
            Some(_) => Err(store
                .read(table, &[], &[])
                .map_or_else(Error::from, |_| Error::UnknownItem { item: item.to_owned(), hint: String::new() })),
            None => Ok(None),
        };
    }
    let (file, line) = rest.rsplit_once(':').map_or((None, rest), |(file, line)| (Some(file), line));
    let parts: Vec<&Part> = store.parts(table).into_iter().filter(|p| file.is_none_or(|f| p.file == f)).collect();
    let nothing = |hint: String| Error::UnknownItem { item: item.to_owned(), hint };
    let Ok(line) = line.parse::<i32>() else {
        return Err(nothing("; a row is named by its table and line, as sipri_deliveries:16".to_owned()));
    };
    if parts.is_empty() {
        let files: Vec<&str> = store.parts(table).iter().map(|p| p.file.as_str()).collect();
        return Err(nothing(format!("; {table} was read from {}", files.join(", "))));
    }
    let mut found = Vec::new();
    for part in parts {
        let whole = store.read_part(part, &[], &[])?;
        let lines = whole.ints("source_line").unwrap_or_default();
        let at: Vec<usize> = (0..whole.rows()).filter(|row| lines[*row] == line).collect();
        if at.is_empty() {
            continue;
        }
        let origin = store.manifest.origins.get(&part.file_sha256).map(|o| o.path.clone());
        let (text, note) = match &origin {
            None => (None, Some("nobody noted where the file lay".to_owned())),
            Some(path) => match raw_line(fs, Path::new(path), part, line as usize) {
                Ok(text) => (Some(text), None),
                Err(note) => (None, Some(note)),
            },
        };
        for row in at {
            let cells = whole.columns.iter().filter(|(name, _)| name != "source_line" && name != "source_file");
            found.push(Row {
                table: table.to_owned(),
                source: part.source.clone(),
                version: part.version.clone(),
                file: part.file.clone(),
                file_sha256: part.file_sha256.clone(),
                line: line as u64,
                cells: cells.map(|(name, data)| (name.clone(), data.show(row))).collect(),
                origin: origin.clone(),
                text: text.clone(),
                note: note.clone(),
            });
        }
    }
    if found.is_empty() {
        return Err(nothing(format!("; no row of {table} was read from that line")));
    }
    Ok(Some(found))
}

/// The line of the publisher's file, or why it cannot be shown.
fn raw_line(fs: &dyn Fs, path: &Path, part: &Part, line: usize) -> Result<String, String> {
    let bytes = fs.read_up_to(path, LIMIT).map_err(|_| "the file is no longer where it was added from".to_owned())?;
    if sha256(&bytes) != part.file_sha256 {
        return Err("the file has changed since it was read".to_owned());
    }
    let parts = envelope::unwrap(&part.file, bytes).map_err(|e| e.to_string())?;
    let entry = part.file.rsplit('/').next().unwrap_or_default();
    let inner = parts.iter().find(|p| p.name.rsplit('/').next() == Some(entry)).or(parts.first()).ok_or("the file is empty")?;
    if inner.bytes.iter().take(4096).any(|b| *b == 0) {
        return Err("the file is not a text; the line is the number of the row in it".to_owned());
    }
    let text = inner.bytes.split(|b| *b == b'\n').nth(line - 1).ok_or("the file has no such line")?;
    Ok(String::from_utf8_lossy(text).trim_end_matches('\r').to_owned())
}

/// A row as text.
pub fn show(row: &Row) -> String {
    use std::fmt::Write as _;
    let mut out = String::new();
    let _ = writeln!(out, "{}:{} ({}, version {})", row.table, row.line, row.source, row.version);
    let _ = writeln!(out, "  read from {}, line {}, sha256 {}", row.file, row.line, row.file_sha256);
    // Why a value is not there is said only where it is not there.
    for (column, value) in row.cells.iter().filter(|(column, value)| value.is_some() || !column.ends_with("_missing")) {
        let _ = writeln!(out, "  {column}: {}", value.as_deref().unwrap_or("(not there)"));
    }
    match (&row.text, &row.note) {
        (Some(text), _) => {
            let _ = writeln!(out, "  the line: {text}");
        }
        (None, Some(note)) => {
            let _ = writeln!(out, "  the line cannot be shown: {note}");
        }
        (None, None) => {}
    }
    out
}
