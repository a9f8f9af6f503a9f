//! A store that is open: which tables there are, in which version, and their rows.

use std::fs::File;
use std::path::{Path, PathBuf};

use entente_core::{Coverage, YearSpan};
use entente_sources::reader::sha256;
use entente_sources::table::Table;
use entente_sources::{TableCard, source};

use crate::error::Error;
use crate::fs::Fs;
use crate::lock::{self, Lock};
use crate::manifest::{Manifest, Part};
use crate::parquet_file::{self, Rows};

/// File that every reader holds while it has the store open, so that no file is removed under it.
pub(crate) const READERS: &str = ".read-lock";

/// A store that is open for reading.
pub struct Store<'f> {
    fs: &'f (dyn Fs + Sync),
    /// Its folder.
    pub root: PathBuf,
    /// What it holds.
    pub manifest: Manifest,
    /// Which versions are used.
    pub lock: Lock,
    _reading: Option<File>,
}

impl std::fmt::Debug for Store<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Store").field("root", &self.root).field("parts", &self.manifest.parts.len()).finish_non_exhaustive()
    }
}

/// The card of a table, whichever source gives it.
pub fn table_card(table: &str) -> Option<(&'static entente_sources::Card, &'static TableCard)> {
    entente_sources::sources().iter().find_map(|source| Some((source.card(), source.card().table(table)?)))
}

impl<'f> Store<'f> {
    /// Opens a store; a folder that is not there is an empty one.
    ///
    /// # Errors
    /// A manifest or lock that cannot be used.
    pub fn open(fs: &'f (dyn Fs + Sync), root: &Path, lock: Option<&Path>) -> Result<Self, Error> {
        // Before the manifest is read. Where the system knows no such locks the store is read without one.
        let reading = File::open(root.join(READERS)).ok().filter(|file| file.lock_shared().is_ok());
        Ok(Self { _reading: reading, ..Self::open_unheld(fs, root, lock)? })
    }

    /// Opens a store without the mark of a reader, for the writer, who has it to himself.
    pub(crate) fn open_unheld(fs: &'f (dyn Fs + Sync), root: &Path, lock: Option<&Path>) -> Result<Self, Error> {
        if let Some(path) = lock.filter(|path| !path.is_file()) {
            return Err(Error::Absent(format!("{}: there is no such lock file", path.display())));
        }
        let manifest = Manifest::read(fs, root)?;
        let own = root.join(lock::NAME);
        let mut locked = Lock::read(fs, lock.unwrap_or(&own))?;
        if lock.is_none() {
            locked.follow(&manifest);
        } else {
            for (id, wanted) in &locked.source {
                if !manifest.versions(id).contains(&wanted.version) {
                    let hash = wanted.files.iter().map(|(file, hash)| format!("{file} (sha256 {hash})")).collect::<Vec<_>>().join(", ");
                    return Err(Error::Absent(format!(
                        "the lock file asks for {id} {}, which the store does not have; add its files first: {hash}",
                        wanted.version
                    )));
                }
                let of = || manifest.parts.iter().filter(|p| p.source == *id && p.version == wanted.version);
                let has = |hash: &String| of().any(|p| p.file_sha256 == *hash || p.also.iter().any(|(_, also)| also == hash));
                if let Some((file, hash)) = wanted.files.iter().find(|(_, hash)| !has(hash)) {
                    return Err(Error::Absent(format!(
                        "the lock file asks for {id} {} from {file} (sha256 {hash}), and the store has not read that file; add it first",
                        wanted.version
                    )));
                }
            }
        }
        Ok(Self { fs, root: root.to_owned(), manifest, lock: locked, _reading: None })
    }

    /// Parts of a table in the version in use: that of the lock, or where it lacks the table, the newest that has it.
    pub fn parts(&self, table: &str) -> Vec<&Part> {
        let of: Vec<&Part> = self.manifest.parts.iter().filter(|p| p.table == table).collect();
        let Some(first) = of.first() else { return Vec::new() };
        let locked = self.lock.source.get(&first.source).map(|l| l.version.as_str());
        let has = |version: &str| of.iter().any(|p| p.version == version);
        let newest = || of.iter().map(|p| p.version.as_str()).max_by_key(|v| crate::manifest::version_order(v));
        let version = locked.filter(|v| has(v)).or_else(newest).unwrap_or_default().to_owned();
        of.into_iter().filter(|p| p.version == version).collect()
    }

    /// Parts of a table in one version.
    pub fn parts_of(&self, table: &str, version: &str) -> Vec<&Part> {
        self.manifest.parts.iter().filter(|p| p.table == table && p.version == version).collect()
    }

    /// Says whether the table is there.
    pub fn has(&self, table: &str) -> bool {
        self.manifest.parts.iter().any(|p| p.table == table)
    }

    /// Years that the table in use speaks about, and whether silence means zero; none where the table is not there.
    ///
    /// Where parts leave years between them uncovered, the years are those of the longest run.
    pub fn coverage(&self, table: &str) -> Option<Coverage> {
        let (_, card) = table_card(table)?;
        let mut spans: Vec<YearSpan> = self.parts(table).iter().filter_map(|p| p.covers).collect();
        spans.sort_by_key(|s| s.first());
        let mut runs: Vec<YearSpan> = Vec::new();
        for span in spans {
            match runs.last_mut() {
                Some(run) if span.first() <= run.last() + 1 => *run = YearSpan::new(run.first(), run.last().max(span.last()))?,
                _ => runs.push(span),
            }
        }
        let years = runs.into_iter().max_by_key(|run| run.len())?;
        Some(Coverage { years, is_exhaustive: card.is_exhaustive })
    }

    /// Reads columns of a table in use, all where none is named; and rows for which one of the conditions holds, where there are
    /// some.
    ///
    /// # Errors
    /// The table is not there, or a file of the store is damaged.
    pub fn read(&self, table: &str, columns: &[&str], rows: &[Rows<'_>]) -> Result<Table, Error> {
        let parts = self.parts(table);
        match self.read_parts(&parts, columns, rows)? {
            Some(whole) => Ok(whole),
            None => {
                let whose = table_card(table).map_or_else(String::new, |(card, _)| {
                    format!("; it comes with {}: entente data add {} FILE, from {}", card.title, card.id, card.url)
                });
                Err(Error::Absent(format!("the store has no table {table}{whose}")))
            }
        }
    }

    /// Reads parts of one table one after the other; none where there is no part.
    ///
    /// # Errors
    /// A file is damaged.
    pub fn read_parts(&self, parts: &[&Part], columns: &[&str], rows: &[Rows<'_>]) -> Result<Option<Table>, Error> {
        let mut whole: Option<Table> = None;
        for part in parts {
            let next = self.read_part(part, columns, rows)?;
            match &mut whole {
                None => whole = Some(next),
                Some(before) => before.append(next),
            }
        }
        Ok(whole)
    }

    /// Reads one part.
    ///
    /// # Errors
    /// The file is damaged.
    pub fn read_part(&self, part: &Part, columns: &[&str], rows: &[Rows<'_>]) -> Result<Table, Error> {
        let bytes = self.checked_bytes(part)?;
        let damaged = |message| Error::Damaged { path: self.root.join(&part.store_file), message, origin: part.source.clone() };
        parquet_file::from_bytes(&part.table, bytes, columns, rows).map_err(damaged)
    }

    /// The bytes of a part, when they are what the manifest says.
    ///
    /// # Errors
    /// They are not.
    pub fn checked_bytes(&self, part: &Part) -> Result<Vec<u8>, Error> {
        let path = self.root.join(&part.store_file);
        let damaged = |message: &str| Error::Damaged { path: path.clone(), message: message.to_owned(), origin: part.source.clone() };
        let bytes = match self.fs.read_up_to(&path, part.bytes) {
            Ok(bytes) => bytes,
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Err(damaged("is gone")),
            Err(e) => return Err(Error::io(path.clone())(e)),
        };
        if bytes.len() as u64 != part.bytes || sha256(&bytes) != part.sha256 {
            return Err(damaged("its bytes are not those that were written"));
        }
        Ok(bytes)
    }

    /// Checks every file of the store. Gives the number of files that are sound, and what is wrong with the others.
    pub fn verify(&self) -> (usize, Vec<Error>) {
        let (mut sound, mut wrong) = (0, Vec::new());
        for part in &self.manifest.parts {
            match self.checked_bytes(part) {
                Ok(_) => sound += 1,
                Err(error) => wrong.push(error),
            }
        }
        (sound, wrong)
    }

    /// Tables that are there, each with its source, in order.
    pub fn tables(&self) -> Vec<(&str, &str)> {
        let mut tables: Vec<(&str, &str)> = self.manifest.parts.iter().map(|p| (p.table.as_str(), p.source.as_str())).collect();
        tables.sort_unstable();
        tables.dedup();
        tables
    }

    /// The card of a source that the store has.
    pub fn card(&self, id: &str) -> Option<&'static entente_sources::Card> {
        source(id).map(|s| s.card())
    }
}
