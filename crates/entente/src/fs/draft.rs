//! A file on its way: written in pieces beside its place, hashed as it is written, and renamed when all is there.

use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use entente_panel::fs::{Fs, NewFile};
use sha2::{Digest, Sha256};

use super::check_place;
use crate::error::Error;

/// Bytes that are held back before they go to the disk.
const BUFFER: usize = 1 << 20;

/// A file that was committed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Committed {
    /// Where it is.
    pub path: PathBuf,
    /// Its size.
    pub bytes: u64,
    /// Its SHA-256, in hexadecimal.
    pub sha256: String,
}

/// A whole file that is not in its place yet. Dropped, it is removed.
pub struct Draft<'f> {
    fs: &'f dyn Fs,
    temporary: PathBuf,
    is_open: bool,
    /// What it will be.
    pub file: Committed,
}

impl std::fmt::Debug for Draft<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Draft").field("file", &self.file).finish_non_exhaustive()
    }
}

impl<'f> Draft<'f> {
    /// Writes a file beside its place.
    ///
    /// # Errors
    /// What the disk refuses, or what the writer says of the data. Nothing is left behind if it can be removed.
    pub fn write(fs: &'f dyn Fs, path: &Path, write: impl FnOnce(&mut Sink) -> Result<(), String>) -> Result<Self, Error> {
        check_place(path)?;
        let mut name = path.file_name().unwrap_or_default().to_owned();
        name.push(format!(".{}.part", std::process::id()));
        let temporary = path.with_file_name(name);
        let refused = |source: io::Error| Error::Io { path: path.to_owned(), source };
        let new = fs.stream_new(&temporary).map_err(refused)?;
        // From here on what is dropped is removed.
        let file = Committed { path: path.to_owned(), bytes: 0, sha256: String::new() };
        let mut draft = Self { fs, temporary, is_open: true, file };
        let mut sink = Sink { to: BufWriter::with_capacity(BUFFER, new), hash: Sha256::new(), bytes: 0, refused: None };
        let written = write(&mut sink);
        // What the system refused is the cause, whatever the writer made of it.
        if let Some(source) = sink.refused.take() {
            return Err(refused(source));
        }
        written.map_err(|message| Error::Panel { message: format!("{}: {message}", path.display()) })?;
        sink.to.flush().and_then(|()| sink.to.get_mut().finish()).map_err(refused)?;
        draft.file.bytes = sink.bytes;
        draft.file.sha256 = sink.hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        Ok(draft)
    }

    /// Puts it in its place.
    ///
    /// # Errors
    /// What the disk refuses; the old file is then untouched.
    pub fn commit(mut self) -> Result<Committed, Error> {
        self.fs.replace(&self.temporary, &self.file.path).map_err(|source| Error::Io { path: self.file.path.clone(), source })?;
        self.is_open = false;
        Ok(self.file.clone())
    }
}

impl Drop for Draft<'_> {
    fn drop(&mut self) {
        if self.is_open {
            // Nobody can be told that this failed.
            let _ = self.fs.remove(&self.temporary);
        }
    }
}

/// Where a writer writes: counts and hashes, and keeps what the system refused first.
pub struct Sink {
    to: BufWriter<Box<dyn NewFile>>,
    hash: Sha256,
    bytes: u64,
    refused: Option<io::Error>,
}

impl std::fmt::Debug for Sink {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Sink").field("bytes", &self.bytes).finish_non_exhaustive()
    }
}

impl Sink {
    fn keep<T>(&mut self, result: io::Result<T>) -> io::Result<T> {
        result.map_err(|error| {
            let copy = error.raw_os_error().map_or_else(|| io::Error::new(error.kind(), error.to_string()), io::Error::from_raw_os_error);
            self.refused.get_or_insert(error);
            copy
        })
    }
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let result = self.to.write(bytes);
        let count = self.keep(result)?;
        self.hash.update(&bytes[..count]);
        self.bytes += count as u64;
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        let result = self.to.flush();
        self.keep(result)
    }
}
