//! `entente.lock`: which version of each source is used, with the hashes of the publisher's files it came from.
//!
//! It is meant to be kept under version control and handed on: who has the same files gets the same numbers.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::fs::Fs;
use crate::manifest::Manifest;

/// Name of the file.
pub const NAME: &str = "entente.lock";
const LIMIT: u64 = 4 << 20;

/// The lock.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lock {
    /// Used version by source.
    #[serde(default)]
    pub source: BTreeMap<String, Locked>,
}

/// One source in the lock.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Locked {
    /// Version in use.
    pub version: String,
    /// True where a person chose it, so that a newer one does not take its place.
    #[serde(default)]
    pub is_pinned: bool,
    /// Publisher's files by name, each with its hash.
    #[serde(default)]
    pub files: BTreeMap<String, String>,
}

impl Lock {
    /// Reads a lock; an empty one where there is no file.
    ///
    /// # Errors
    /// A file that is no lock.
    pub fn read(fs: &dyn Fs, path: &Path) -> Result<Self, Error> {
        let wrong = |message: String| Error::Manifest { path: path.to_owned(), message };
        let bytes = match fs.read_up_to(path, LIMIT) {
            Ok(bytes) => bytes,
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(Self::default()),
            Err(e) => return Err(Error::io(path)(e)),
        };
        let text = String::from_utf8(bytes).map_err(|_| wrong("is not UTF-8".to_owned()))?;
        toml::from_str(&text).map_err(|e| wrong(format!("is no lock file: {}; remove it, and the newest versions are used", e.message())))
    }

    /// Its text.
    ///
    /// # Panics
    /// Never: every field has a TOML form.
    pub fn to_text(&self) -> String {
        let body = toml::to_string(self).expect("a lock has a TOML form");
        format!(
            "# Versions in use. Written by `entente data add` and `entente data use`; hashes are SHA-256 of the publishers' files.\n{body}"
        )
    }

    /// Brings the lock up to a manifest: newest versions where nobody has chosen, no source that is gone.
    pub fn follow(&mut self, manifest: &Manifest) {
        let ids: Vec<String> = manifest.sources().into_iter().map(str::to_owned).collect();
        self.source.retain(|id, _| ids.contains(id));
        for id in ids {
            let versions = manifest.versions(&id);
            let locked = self.source.entry(id.clone()).or_default();
            let is_there = versions.contains(&locked.version);
            if !(locked.is_pinned && is_there) {
                locked.is_pinned = false;
                locked.version = versions.last().cloned().unwrap_or_default();
            }
            let of = manifest.parts.iter().filter(|p| p.source == id && p.version == locked.version);
            locked.files = of.map(|p| (p.file.clone(), p.file_sha256.clone())).collect();
        }
    }
}
