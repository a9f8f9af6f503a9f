//! From the bytes of a file to the tables in it: unwrap, open, recognise, read, mend, check.

use std::collections::HashSet;

use entente_core::{Finding, YearSpan};
use sha2::{Digest, Sha256};

use crate::audit::{self, Fingerprint};
use crate::card::{Card, Layout, TableCard};
use crate::compare::differences;
use crate::error::Error;
use crate::grid::{self, Content, Grid};
use crate::import::Import;
use crate::registry::{Source, source, sources};
use crate::table::Table;
use crate::{correction, envelope, known};

/// What is done with a file that claims to be a known edition and differs from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// It is refused.
    Refused,
    /// It is taken, under a label of its own.
    Accepted,
}

/// Whether the sizes of a table are held against its card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sizes {
    /// As they must be for a publisher's file.
    Checked,
    /// Not at all, for a fixture of a few rows.
    Free,
}

/// How to read a file.
#[derive(Debug, Clone, Copy)]
pub struct Options<'a> {
    /// The only source it may be of; any where absent.
    pub of: Option<&'a str>,
    /// What is done with an edition that was changed.
    pub change: Change,
    /// Whether sizes are checked.
    pub sizes: Sizes,
}

impl Default for Options<'_> {
    fn default() -> Self {
        Self { of: None, change: Change::Refused, sizes: Sizes::Checked }
    }
}

/// One table read from a file.
#[derive(Debug)]
pub struct ReadTable {
    /// Source.
    pub source: String,
    /// Version: a known label, what the file states, or `sha-` and the start of its hash.
    pub version: String,
    /// True where the bytes or the content are those of a known version.
    pub is_known: bool,
    /// Layout that it was read as.
    pub layout: String,
    /// File it stands in, with the entry of a zip.
    pub file: String,
    /// The table.
    pub table: Table,
    /// Years it speaks about.
    pub covers: Option<YearSpan>,
    /// What it says, in few numbers.
    pub print: Fingerprint,
}

/// A file or an entry of a zip that was not imported.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Left {
    /// Its name.
    pub file: String,
    /// Why.
    pub why: String,
}

/// All that a file gives.
#[derive(Debug)]
pub struct FileTables {
    /// Hash of the file as it came.
    pub sha256: String,
    /// Tables, in the order of the file.
    pub tables: Vec<ReadTable>,
    /// What was odd.
    pub findings: Vec<Finding>,
    /// Entries that are no table here.
    pub left: Vec<Left>,
}

/// SHA-256 in hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|b| format!("{b:02x}")).collect()
}

/// Reads a file: of one source if that is given, else of whichever source has such a layout.
///
/// # Errors
/// The first fault, with its place. A file that nobody knows is not an error unless a source was named; it is in `left`.
pub fn read(name: &str, bytes: Vec<u8>, options: Options<'_>) -> Result<FileTables, Error> {
    let hash = sha256(&bytes);
    let mut found = FileTables { sha256: hash.clone(), tables: Vec::new(), findings: Vec::new(), left: Vec::new() };
    let of = options.of.and_then(source);
    let mut misses = Vec::new();
    for part in envelope::unwrap(name, bytes)? {
        let content = grid::open(&part.name, part.bytes)?;
        if let Content::Other(what) = content {
            found.left.push(Left { file: part.name, why: format!("{what}, not a data file") });
            continue;
        }
        misses.extend(read_part(&part.name, &hash, &content, of, options, &mut found)?);
    }
    // A file that is nearly one of ours is an error; beside others in a zip that are, it is one that is not read.
    if found.tables.is_empty()
        && let Some(miss) = misses.into_iter().next()
    {
        return Err(Error::Layout { file: miss.file, message: miss.why });
    }
    if let Some(of) = of
        && found.tables.is_empty()
    {
        let why = found.left.first().map_or_else(|| "holds nothing".to_owned(), |left| left.why.clone());
        return Err(Error::Layout { file: name.to_owned(), message: format!("is no file of {}: {why}", of.card().id) });
    }
    Ok(found)
}

/// How well a layout fits a header.
struct Fit {
    lacking: Vec<String>,
    unknown: Vec<String>,
    needed: usize,
}

fn read_part(
    file: &str,
    hash: &str,
    content: &Content,
    of: Option<&'static Source>,
    options: Options<'_>,
    found: &mut FileTables,
) -> Result<Option<Left>, Error> {
    let mut near: Option<(usize, String, bool)> = None;
    let mut is_read = false;
    let candidates: Vec<&'static Source> = of.map_or_else(|| sources().to_vec(), |source| vec![source]);
    for source in candidates {
        let card = source.card();
        // A source may have several objects in one workspace, each with its layout; of rival layouts for one object the first is taken.
        let mut taken: Vec<(usize, &str)> = Vec::new();
        for layout in &card.layout {
            for (n, grid) in grid::grids(file, content, layout)?.into_iter().enumerate() {
                if taken.iter().any(|(at, object)| *at == n && *object == layout.object.as_deref().unwrap_or("")) {
                    continue;
                }
                let fit = fit(card, layout, &grid);
                if fit.lacking.is_empty() && fit.unknown.is_empty() && is_plausible(source, layout, &grid) {
                    taken.push((n, layout.object.as_deref().unwrap_or("")));
                    is_read = true;
                    read_grid(file, hash, source, layout, &grid, options, found)?;
                } else if layout.positions.is_empty() {
                    let distance = fit.lacking.len() + fit.unknown.len();
                    let is_close = fit.lacking.len() * 5 <= fit.needed * 2 && fit.needed >= 3;
                    if near.as_ref().is_none_or(|(best, ..)| distance < *best) {
                        near = Some((distance, miss(card, layout, &fit), is_close));
                    }
                }
            }
        }
        if is_read {
            break;
        }
    }
    if is_read {
        return Ok(None);
    }
    let (why, is_miss) = match near {
        Some((_, message, is_close)) if is_close || of.is_some() => (message, is_close),
        _ => ("no source here has a file of these columns".to_owned(), false),
    };
    let left = Left { file: file.to_owned(), why };
    found.left.push(left.clone());
    Ok(is_miss.then_some(left))
}

fn fit(card: &Card, layout: &Layout, grid: &Grid<'_>) -> Fit {
    let mut names: HashSet<&str> = HashSet::with_capacity(grid.header.len());
    let repeated: Vec<&String> = grid.header.iter().filter(|name| !names.insert(name) && !name.is_empty()).collect();
    let has = |name: &str| names.contains(name);
    let mut known: HashSet<&str> = layout.header.iter().chain(&layout.ignore).chain(&layout.optional).map(String::as_str).collect();
    let mut lacking: Vec<String> = layout.header.iter().filter(|name| !has(name)).cloned().collect();
    let mut needed = layout.header.len();
    if let Some(table) = layout.table.as_deref().and_then(|name| card.table(name)) {
        for column in &table.column {
            let names = column.names();
            needed += 1;
            if !names.is_empty() && !names.iter().any(|name| has(name)) {
                lacking.push(names[0].to_owned());
            }
            known.extend(names);
        }
    }
    let is_known = |name: &String| known.contains(&name.as_str()) || layout.prefixes.iter().any(|p| name.starts_with(p.as_str()));
    let mut unknown: Vec<String> =
        if layout.is_open { Vec::new() } else { grid.header.iter().filter(|name| !is_known(name)).cloned().collect() };
    unknown.extend(repeated.into_iter().map(|name| format!("{name} twice")));
    Fit { lacking, unknown, needed }
}

fn miss(card: &Card, layout: &Layout, fit: &Fit) -> String {
    let list = |names: &[String]| names.iter().take(8).map(|n| format!("{n:?}")).collect::<Vec<_>>().join(", ");
    let mut parts = Vec::new();
    if !fit.lacking.is_empty() {
        parts.push(format!("lacks {}", list(&fit.lacking)));
    }
    if !fit.unknown.is_empty() {
        parts.push(format!("has the unknown {}", list(&fit.unknown)));
    }
    format!(
        "line {}: the columns are nearest to {} (layout {}), but the header {}; the publisher may have changed the file, or a column was \
         renamed or moved",
        layout.header_line,
        card.id,
        layout.name,
        parts.join(" and ")
    )
}

/// A file without a header is recognised by whether its first rows can be read.
fn is_plausible(source: &Source, layout: &Layout, grid: &Grid<'_>) -> bool {
    layout.positions.is_empty() || source.read(layout, &grid.head(20), &mut Import::new(source.card(), grid.file)).is_ok()
}

fn read_grid(
    file: &str,
    hash: &str,
    source: &Source,
    layout: &Layout,
    grid: &Grid<'_>,
    options: Options<'_>,
    found: &mut FileTables,
) -> Result<(), Error> {
    let card = source.card();
    let mut import = Import::new(card, file);
    source.read(layout, grid, &mut import)?;
    let (tables, findings, label) = import.finish();
    found.findings.extend(findings);
    for (table_card, mut table, stated) in tables {
        correction::apply(file, card, &mut table, &mut found.findings)?;
        let print = audit::check(file, table_card, &table, options.sizes)?;
        let label = match &label {
            Some(label) => Some(label.clone()),
            None => stated_version(file, table_card, &table)?,
        };
        let (version, is_known) = version(file, hash, card, table_card, &print, label, options)?;
        let covers = card.version.iter().find(|v| v.label == version).and_then(|v| v.covers).or(audit::covers(table_card, &table, stated));
        let read = ReadTable {
            source: card.id.clone(),
            version,
            is_known,
            layout: layout.name.clone(),
            file: file.to_owned(),
            table,
            covers,
            print,
        };
        // A zip may hold the same table twice, as csv and as Stata file: they must agree, and the first is kept.
        match found.tables.iter().find(|t| t.table.name == read.table.name) {
            None => found.tables.push(read),
            // One fingerprint: they say the same.
            Some(first) if first.print == read.print => {}
            Some(first) => {
                if let Some(difference) = differences(table_card, &first.table, &read.table).first() {
                    let message = format!("differs from {}: {} {:?}", first.file, difference.row, difference);
                    return Err(Error::Altered { file: file.to_owned(), table: table_card.name.clone(), message });
                }
            }
        }
    }
    Ok(())
}

/// What the rows say of their version, where they have a column for it: one and the same in all.
fn stated_version(file: &str, card: &TableCard, table: &Table) -> Result<Option<String>, Error> {
    let Some(data) = table.column("version") else { return Ok(None) };
    let first = data.show(0);
    match (1..table.rows()).find(|row| data.show(*row) != first) {
        None => Ok(first),
        Some(row) => Err(Error::Cell {
            file: file.to_owned(),
            line: audit::line(table, row),
            column: "version".to_owned(),
            value: data.show(row).unwrap_or_default(),
            message: format!(
                "is another version than the {:?} of the rows above; cells of {} have been moved",
                first.unwrap_or_default(),
                card.name
            ),
        }),
    }
}

fn version(
    file: &str,
    hash: &str,
    card: &Card,
    table: &TableCard,
    print: &Fingerprint,
    label: Option<String>,
    options: Options<'_>,
) -> Result<(String, bool), Error> {
    if let Some(version) = card.version_of(hash) {
        return Ok((version.label.clone(), true));
    }
    if options.sizes == Sizes::Free {
        return Ok((label.unwrap_or_else(|| format!("sha-{}", &hash[..8])), false));
    }
    match known::compare(file, card, &table.name, print, label.as_deref()) {
        Ok(Some(version)) => Ok((version, true)),
        Ok(None) => Ok((label.unwrap_or_else(|| format!("sha-{}", &hash[..8])), false)),
        Err(_) if options.change == Change::Accepted => Ok((format!("changed-{}", &hash[..8]), false)),
        Err(error) => Err(error),
    }
}
