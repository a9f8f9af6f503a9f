//! The lock of a table: which version of each source it rests on and no others, so that another store can be held against it.

use std::collections::{BTreeMap, BTreeSet};

use entente_panel::lock::{Lock, Locked};
use entente_panel::manifest::version_order;
use entente_panel::{Part, Store};
use entente_sources::reader::sha256;
use serde::{Deserialize, Serialize};

/// One source in a lock.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct LockedSource {
    /// Its id.
    pub source: String,
    /// Version used.
    pub version: String,
    /// Publisher's files.
    pub files: Vec<LockedFile>,
}

/// A publisher's file in a lock.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct LockedFile {
    /// Its name.
    pub name: String,
    /// Its SHA-256.
    pub sha256: String,
}

/// The lock with the sources of these tables. Of a store opened with a lock file it is that lock without what is not used, so a table made
/// again from its own lock has the same one.
pub(super) fn of_tables(store: &Store<'_>, tables: &BTreeSet<String>) -> Vec<LockedSource> {
    let mut parts: BTreeMap<&str, Vec<&Part>> = BTreeMap::new();
    for part in tables.iter().flat_map(|table| store.parts(table)) {
        parts.entry(&part.source).or_default().push(part);
    }
    let locked = |(source, parts): (&str, Vec<&Part>)| {
        let lock = store.lock.source.get(source);
        let version = lock.map(|l| l.version.clone()).filter(|version| parts.iter().any(|p| p.version == *version));
        let newest = || parts.iter().map(|p| p.version.clone()).max_by_key(|version| version_order(version));
        let version = version.or_else(newest).unwrap_or_default();
        let of: Vec<&&Part> = parts.iter().filter(|p| p.version == version).collect();
        let is_used = |hash: &String| of.iter().any(|p| p.file_sha256 == *hash || p.also.iter().any(|(_, also)| also == hash));
        let named: BTreeMap<String, String> = match lock.filter(|l| l.version == version) {
            Some(lock) => lock.files.iter().filter(|(_, hash)| is_used(hash)).map(|(name, hash)| (name.clone(), hash.clone())).collect(),
            None => of.iter().map(|p| (p.file.clone(), p.file_sha256.clone())).collect(),
        };
        let files = named.into_iter().map(|(name, sha256)| LockedFile { name, sha256 }).collect();
        LockedSource { source: source.to_owned(), version, files }
    };
    parts.into_iter().map(locked).collect()
}

/// Its text as a lock file.
pub(super) fn text(lock: &[LockedSource]) -> String {
    let files = |source: &LockedSource| source.files.iter().map(|file| (file.name.clone(), file.sha256.clone())).collect();
    let locked = |source: &LockedSource| Locked { version: source.version.clone(), is_pinned: false, files: files(source) };
    Lock { source: lock.iter().map(|source| (source.source.clone(), locked(source))).collect() }.to_text()
}

/// The hash of that text.
pub(super) fn sha256_of(lock: &[LockedSource]) -> String {
    sha256(text(lock).as_bytes())
}
