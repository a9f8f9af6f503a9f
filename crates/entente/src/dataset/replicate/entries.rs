//! What stands in an archive, by name.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use entente_sources::reader::sha256;

use super::super::{DataFile, Description, OwnFile, write};
use super::PublishersFile;
use super::{readme, script};

/// One entry.
#[derive(Debug)]
pub(super) enum Content {
    /// A text.
    Text(String),
    /// A text that is run.
    Script(String),
    /// A file of the disk.
    File { path: PathBuf, bytes: u64, sha256: String },
}

impl Content {
    fn file(path: &Path, bytes: u64, sha256: &str) -> Self {
        Self::File { path: path.to_owned(), bytes, sha256: sha256.to_owned() }
    }

    /// Its size and hash.
    pub(super) fn sum(&self) -> (u64, String) {
        match self {
            Self::Text(text) | Self::Script(text) => (text.len() as u64, sha256(text.as_bytes())),
            Self::File { bytes, sha256, .. } => (*bytes, sha256.clone()),
        }
    }
}

/// Entries by name, in order.
pub(super) type Entries = BTreeMap<String, Content>;

/// What an archive is made of.
pub(super) struct Parts<'a> {
    pub(super) description: &'a Description,
    /// Files of the table; none where they may not be passed on.
    pub(super) data: &'a [(DataFile, PathBuf)],
    pub(super) files: &'a [PublishersFile],
    pub(super) own: &'a [(OwnFile, Option<PathBuf>)],
}

/// All entries, the README last, since it lists the others.
pub(super) fn entries(parts: &Parts<'_>, withheld: &[String]) -> Entries {
    let d = parts.description;
    let mut entries: Entries = write::texts(d).into_iter().map(|(end, text)| (format!("{}.{end}", d.name), Content::Text(text))).collect();
    entries.insert("entente.lock".to_owned(), Content::Text(d.lock_text()));
    entries.insert("SHA256SUMS".to_owned(), Content::Text(script::sums(d)));
    entries.insert("rebuild.sh".to_owned(), Content::Script(script::rebuild(d)));
    for (file, path) in parts.data {
        entries.insert(file.name.clone(), Content::file(path, file.bytes, &file.sha256));
    }
    for file in parts.files {
        if let Some(path) = &file.path {
            entries.insert(place(file), Content::file(path, file.bytes, &file.sha256));
        }
    }
    for (file, path) in parts.own {
        if let Some(path) = path {
            entries.insert(format!("own/{}", file.name), Content::file(path, file.bytes, &file.sha256));
        }
    }
    let text = readme::readme(parts, &entries, withheld);
    entries.insert("README.md".to_owned(), Content::Text(text));
    entries
}

/// Where a publisher's file stands in the archive.
pub(super) fn place(file: &PublishersFile) -> String {
    let plain = |c: char| if c.is_control() || "/\\:".contains(c) { '_' } else { c };
    let name: String = file.name.chars().map(plain).collect();
    format!("files/{}/{}", file.source, name.trim_start_matches('.'))
}
