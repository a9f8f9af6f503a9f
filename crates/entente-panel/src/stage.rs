//! Reads one publisher's file and writes its tables beside the store, where nobody looks yet.
//!
//! This is what runs in a process of its own: a file that makes a reader ask for all memory ends that process and nothing else.

use std::path::Path;

use entente_core::{Finding, YearSpan};
use entente_sources::reader::sha256;
use entente_sources::table::{Data, Texts};
use entente_sources::{Left, Options, ReadTable, read};
use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::fs::Fs;
use crate::manifest::Part;
use crate::parquet_file;

/// What a file gave, ready to be committed.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Staged {
    /// Name of the publisher's file.
    pub file: String,
    /// Its hash.
    pub sha256: String,
    /// Its size.
    pub bytes: u64,
    /// Its tables; the store file of each lies in the staging folder under its own name.
    pub parts: Vec<Part>,
    /// What was odd.
    pub findings: Vec<Finding>,
    /// Entries that no source knows.
    pub left: Vec<Left>,
}

/// Reads a file and writes its tables into a folder.
///
/// # Errors
/// The first fault of the file, or what the system refuses.
pub fn stage(fs: &dyn Fs, folder: &Path, name: &str, bytes: Vec<u8>, options: Options<'_>) -> Result<Staged, Error> {
    let size = bytes.len() as u64;
    let found = read(name, bytes, options)?;
    let mut staged = Staged {
        file: name.to_owned(),
        sha256: found.sha256.clone(),
        bytes: size,
        parts: Vec::new(),
        findings: found.findings,
        left: found.left,
    };
    for table in found.tables {
        staged.parts.push(write(fs, folder, &found.sha256, size, table)?);
    }
    Ok(staged)
}

fn write(fs: &dyn Fs, folder: &Path, file_sha256: &str, file_bytes: u64, mut read: ReadTable) -> Result<Part, Error> {
    let rows = read.table.rows();
    let origin = if rows == 0 { Texts::default() } else { Texts::new(vec![read.file.clone()], vec![0; rows]) };
    read.table.columns.push(("source_file".to_owned(), Data::Text(origin)));
    let name = format!("{}-{}.parquet", read.table.name, &file_sha256[..8]);
    let path = folder.join(&name);
    let bytes = parquet_file::to_bytes(&read.table).map_err(|message| Error::Format { path: path.clone(), message })?;
    let part = Part {
        years: read.print.years.keys().next().zip(read.print.years.keys().next_back()).and_then(|(a, b)| YearSpan::new(*a, *b)),
        source: read.source,
        version: read.version,
        table: read.table.name,
        file: read.file,
        file_sha256: file_sha256.to_owned(),
        file_bytes,
        layout: read.layout,
        is_known: read.is_known,
        store_file: name,
        sha256: sha256(&bytes),
        bytes: bytes.len() as u64,
        rows: rows as u64,
        states: read.print.states,
        covers: read.covers,
        fingerprint: format!("{:016x}", read.print.all),
        also: Vec::new(),
        read_by: env!("CARGO_PKG_VERSION").to_owned(),
    };
    // Two copies of one file may be read at the same time; each is written under a name of its own and both become the same file.
    let own = folder.join(format!("{}.{}", part.store_file, std::process::id()));
    let _ = fs.remove(&own);
    fs.write_new(&own, &bytes).and_then(|()| fs.replace(&own, &path)).map_err(Error::io(path))?;
    Ok(part)
}
