//! The replication archive of a table: all it takes to make the same bytes again, without what may not be passed on.
//!
//! It is made from the provenance beside the table alone. What may not travel, data or publishers' files, stands in it with its hash and
//! with how to come by it. The same table gives the same archive: entries are sorted and have no day.

mod archive;
mod entries;
mod found;
mod readme;
mod script;

use std::path::{Path, PathBuf};

use super::{ColumnNote, Description};
use crate::error::Error;
use crate::fs::{Committed, Fs, read_bounded};
pub use found::PublishersFile;

/// Largest provenance file.
const LIMIT: u64 = 64 << 20;

/// Whether the user's own files may be passed on, which only the user can say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum OwnFiles {
    /// They stay out, and with them the columns that rest on them.
    #[default]
    Withheld,
    /// They go in.
    Included,
}

/// What goes into an archive.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// A file of the table, or its provenance.
    pub table: PathBuf,
    /// Folder with the publishers' files, and the user's own.
    pub files: Option<PathBuf>,
    /// Whether the user's own files go in.
    pub own: OwnFiles,
}

/// What went into it.
#[derive(Debug)]
pub struct Replication {
    /// The archive.
    pub archive: Committed,
    /// Number of its entries.
    pub entries: usize,
    /// Columns for which the data stay out; none where the data are in.
    pub withheld: Vec<String>,
    /// Publishers' files, and whether each is in it.
    pub files: Vec<PublishersFile>,
    /// The user's own files that are not in it.
    pub own_left_out: Vec<String>,
}

/// Writes the archive of a table.
///
/// # Errors
/// There is no provenance beside the table, the table is not what it says, or the disk refuses.
pub fn write(fs: &dyn Fs, request: &Request, to: &Path) -> Result<Replication, Error> {
    if to.extension().is_none_or(|e| !e.eq_ignore_ascii_case("zip")) {
        return Err(Error::Panel { message: format!("{}: a replication archive ends in .zip", to.display()) });
    }
    let provenance = provenance_of(&request.table);
    let description = read(fs, &provenance)?;
    let folder = provenance.parent().unwrap_or(Path::new(""));
    let own = found::own_files(fs, &description, request, folder)?;
    let is_own = |column: &ColumnNote| column.from.iter().all(|from| description.recipe.files.iter().any(|file| file.name == *from));
    let travels = |column: &&ColumnNote| column.may_be_passed_on || (request.own == OwnFiles::Included && is_own(column));
    let withheld: Vec<String> = description.columns.iter().filter(|c| !travels(c)).map(|c| c.name.clone()).collect();
    let data = found::data_files(fs, &description, folder)?;
    let files = found::publishers_files(fs, &description, request.files.as_deref())?;
    let parts = entries::Parts { description: &description, data: if withheld.is_empty() { &data } else { &[] }, files: &files, own: &own };
    let entries = entries::entries(&parts, &withheld);
    let archive = archive::write(fs, to, &entries)?;
    let own_left_out = own.iter().filter(|(_, path)| path.is_none()).map(|(file, _)| file.name.clone()).collect();
    Ok(Replication { archive, entries: entries.len(), withheld, files, own_left_out })
}

/// The provenance beside a file of a table.
fn provenance_of(table: &Path) -> PathBuf {
    let name = table.file_name().unwrap_or_default().to_string_lossy();
    if name.ends_with(".entente.json") {
        return table.to_owned();
    }
    let mut name = table.file_stem().unwrap_or_default().to_owned();
    name.push(".entente.json");
    table.with_file_name(name)
}

/// Reads a provenance, which may have passed through other hands.
fn read(fs: &dyn Fs, path: &Path) -> Result<Description, Error> {
    let file = path.display().to_string();
    let not_ours = |message: String| Error::NotOurs { file: file.clone(), message };
    let bytes = match read_bounded(fs, path, "a provenance", LIMIT) {
        Err(Error::Io { source, .. }) if source.kind() == std::io::ErrorKind::NotFound => {
            return Err(not_ours("there is no such provenance; write the table without --bare, and keep the two together".to_owned()));
        }
        other => other?,
    };
    let d: Description = serde_json::from_slice(&bytes).map_err(|e| not_ours(e.to_string()))?;
    if d.schema_version > super::SCHEMA_VERSION {
        return Err(not_ours(format!(
            "of contract {}, and this program knows {}; use a newer one",
            d.schema_version,
            super::SCHEMA_VERSION
        )));
    }
    if !is_sound(&d) {
        return Err(not_ours("a name or a hash in it is not what it should be".to_owned()));
    }
    Ok(d)
}

/// Names go into paths, scripts and lists, so each must be one and nothing else.
fn is_sound(d: &Description) -> bool {
    let is_name =
        |name: &String| !name.is_empty() && !name.starts_with('.') && !name.contains(['/', '\\']) && !name.chars().any(char::is_control);
    let is_word = |word: &String| !word.is_empty() && !word.starts_with('-') && word.chars().all(|c| c.is_ascii_lowercase() || c == '-');
    let is_hash = |hash: &String| hash.len() == 64 && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_name(&d.name)
        && !d.files.is_empty()
        && d.files.iter().all(|file| is_name(&file.name) && is_hash(&file.sha256))
        && d.recipe.files.iter().all(|file| is_name(&file.name) && is_hash(&file.sha256))
        && is_word(&d.recipe.command)
        && d.recipe.arguments.iter().all(|argument| is_word(&argument.name))
        && d.tables.iter().all(|table| is_name(&table.source))
}
