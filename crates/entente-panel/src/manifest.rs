//! What the store holds: one entry for each table read from each publisher's file.
//!
//! The manifest carries a checksum of itself and the hash of every file it names, because Parquet does not notice a flipped bit.

use std::collections::BTreeMap;
use std::path::Path;

use entente_core::{Finding, YearSpan};
use entente_sources::reader::sha256;
use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::fs::Fs;

/// Format of this manifest; a store of a later one is not opened.
pub const FORMAT: u32 = 1;
/// Name of the file.
pub const NAME: &str = "manifest.json";
/// Largest manifest, in bytes.
const LIMIT: u64 = 64 << 20;

/// One table out of one publisher's file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Part {
    /// Source.
    pub source: String,
    /// Version.
    pub version: String,
    /// Table.
    pub table: String,
    /// Publisher's file, with the entry of a zip after a slash.
    pub file: String,
    /// Hash of the publisher's file as it came.
    pub file_sha256: String,
    /// Its size in bytes.
    pub file_bytes: u64,
    /// Layout that it was read as.
    pub layout: String,
    /// True where the version is one that the program knows byte by byte or row by row.
    pub is_known: bool,
    /// File in the store, relative to its folder.
    pub store_file: String,
    /// Hash of that file.
    pub sha256: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// Rows.
    pub rows: u64,
    /// Distinct states.
    pub states: u64,
    /// First and last year of its rows.
    pub years: Option<YearSpan>,
    /// Years that it speaks about.
    pub covers: Option<YearSpan>,
    /// Sum over what the rows say, in hexadecimal.
    pub fingerprint: String,
    /// Other files that say the same, as name and hash.
    #[serde(default)]
    pub also: Vec<(String, String)>,
    /// Version of the program that read it.
    pub read_by: String,
}

/// The whole.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// Format.
    pub format: u32,
    /// Hash over everything else.
    pub checksum: String,
    /// Entries in order.
    pub parts: Vec<Part>,
    /// What was odd in each publisher's file, by its hash.
    pub findings: BTreeMap<String, Vec<Finding>>,
    /// Where each publisher's file lay when it was added, and when that was, by its hash.
    pub origins: BTreeMap<String, Origin>,
}

/// How a publisher's file came in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// Where it lay.
    pub path: String,
    /// The day, `2026-11-25`.
    pub added_on: String,
}

impl Manifest {
    /// Reads the manifest of a store; an empty one where there is none.
    ///
    /// # Errors
    /// One that is damaged, or written by a later version of the program.
    pub fn read(fs: &dyn Fs, root: &Path) -> Result<Self, Error> {
        let path = root.join(NAME);
        let wrong = |message: String| Error::Manifest { path: path.clone(), message };
        let bytes = match fs.read_up_to(&path, LIMIT) {
            Ok(bytes) => bytes,
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(Self { format: FORMAT, ..Self::default() }),
            Err(e) => return Err(Error::io(path.clone())(e)),
        };
        #[derive(Deserialize)]
        struct Head {
            format: u32,
        }
        let again = "the store has lost its list: move the folder away and add the files again";
        let head: Head = serde_json::from_slice(&bytes).map_err(|e| wrong(format!("is no manifest ({e}); {again}")))?;
        if head.format > FORMAT {
            return Err(wrong(format!(
                "is of format {}, and this program reads {FORMAT}; use a newer version of the program",
                head.format
            )));
        }
        let manifest: Self = serde_json::from_slice(&bytes).map_err(|e| wrong(format!("is no manifest ({e}); {again}")))?;
        // Written anew it must give the same bytes: then no name, number or blank of it has changed.
        if manifest.clone().to_bytes() != bytes {
            return Err(wrong(format!("its checksum does not agree; {again}")));
        }
        Ok(manifest)
    }

    /// Its bytes, with its checksum.
    ///
    /// # Panics
    /// Never: every field has a JSON form.
    pub fn to_bytes(&mut self) -> Vec<u8> {
        self.format = FORMAT;
        self.parts.sort();
        self.checksum = self.sum();
        serde_json::to_vec_pretty(self).expect("a manifest has a JSON form")
    }

    fn sum(&self) -> String {
        let bare = Self { checksum: String::new(), ..self.clone() };
        sha256(&serde_json::to_vec(&bare).expect("a manifest has a JSON form"))
    }

    /// Versions of a source, oldest first.
    pub fn versions(&self, source: &str) -> Vec<String> {
        let mut versions: Vec<String> = self.parts.iter().filter(|p| p.source == source).map(|p| p.version.clone()).collect();
        versions.sort_by_key(|label| version_order(label));
        versions.dedup();
        versions
    }

    /// Ids of the sources, in order.
    pub fn sources(&self) -> Vec<&str> {
        let mut ids: Vec<&str> = self.parts.iter().map(|p| p.source.as_str()).collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    }
}

/// Puts labels in the order of their numbers: 9 before 10, 2024-03 before 2026-05; what is only known by its hash goes first, since
/// nobody can say how new it is.
pub fn version_order(label: &str) -> (bool, Vec<(u64, String)>) {
    let is_named = !label.starts_with("sha-") && !label.starts_with("changed-");
    let mut pieces = Vec::new();
    let mut rest = label;
    while !rest.is_empty() {
        let word = rest.find(|c: char| c.is_ascii_digit()).unwrap_or(rest.len());
        let (text, after) = rest.split_at(word);
        let digits = after.find(|c: char| !c.is_ascii_digit()).unwrap_or(after.len());
        let (number, after) = after.split_at(digits);
        pieces.push((number.parse().unwrap_or(0), text.to_owned()));
        rest = after;
    }
    // Texts between the numbers only decide where the numbers are equal.
    (is_named, pieces)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn newer_labels_sort_later() {
        for (older, newer) in
            [("2024-03", "2026-05"), ("9", "10"), ("5.0", "5.1"), ("sha-ffffffff", "1.0"), ("4.02", "5.0"), ("6.0", "6.0.1")]
        {
            assert!(version_order(older) < version_order(newer), "{older} {newer}");
        }
    }
}
