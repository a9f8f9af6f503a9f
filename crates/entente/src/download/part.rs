//! The part of a file that is here, and what is known of the whole: `NAME.part` and beside it `NAME.part.json`.
//!
//! The note says how many bytes are safely on the disk. After a crash the part is cut back to them, because a file system may
//! have kept the length and lost the bytes.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::fs::{Disk, Fs, commit, read_bounded};

/// Bytes between two times that the part is made durable. Chosen: at half, more waiting for the disk; at double, more to fetch anew.
const CHECKPOINT: u64 = 16 << 20;
/// More than a note can be.
const LARGEST_NOTE: u64 = 64 << 10;

/// What must hold for the rest of a file to fit its beginning.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Note {
    /// The address that was asked for, before redirects.
    pub(super) url: String,
    /// Its strong ETag.
    pub(super) etag: String,
    /// Its size.
    pub(super) total: Option<u64>,
    /// Bytes that are safely here.
    pub(super) bytes: u64,
}

/// A file that is being downloaded. Only one process has it, by a lock on a file beside it that stays.
#[derive(Debug)]
pub(super) struct Part {
    whole: PathBuf,
    path: PathBuf,
    note_path: PathBuf,
    file: File,
    note: Option<Note>,
    done: u64,
    safe: u64,
    /// Whether bytes of an earlier answer are in it.
    pub(super) is_resumed: bool,
    _lock: File,
}

/// Why a part cannot be had.
pub(super) enum NoPart {
    Locked(PathBuf),
    Io(PathBuf, io::Error),
}

impl Part {
    /// Opens the part of a file, cut back to what is safe and fits the address, or empty.
    pub(super) fn open(folder: &Path, name: &str, url: &str) -> Result<Self, NoPart> {
        let beside = |prefix: &str, suffix: &str| folder.join(format!("{prefix}{name}{suffix}"));
        let lock_path = beside(".", ".lock");
        let options = || OpenOptions::new().read(true).write(true).create(true).truncate(false).to_owned();
        let lock = options().open(&lock_path).map_err(|e| NoPart::Io(lock_path.clone(), e))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(NoPart::Locked(folder.join(name))),
            Err(TryLockError::Error(e)) => return Err(NoPart::Io(lock_path, e)),
        }
        let (path, note_path) = (beside("", ".part"), beside("", ".part.json"));
        let note = read_bounded(&Disk, &note_path, "a note", LARGEST_NOTE).ok();
        let note = note.and_then(|bytes| serde_json::from_slice::<Note>(&bytes).ok());
        let opened = || -> io::Result<Self> {
            let mut file = options().open(&path)?;
            let here = file.metadata()?.len();
            let fits = |note: &Note| {
                note.url == url && is_strong(&note.etag) && (1..=here).contains(&note.bytes) && note.total.is_none_or(|t| note.bytes < t)
            };
            let note = note.filter(fits);
            let done = note.as_ref().map_or(0, |note| note.bytes);
            file.set_len(done)?;
            file.seek(SeekFrom::Start(done))?;
            let (whole, path) = (folder.join(name), path.clone());
            Ok(Self { whole, path, note_path, file, note, done, safe: done, is_resumed: false, _lock: lock })
        };
        opened().map_err(|e| NoPart::Io(path.clone(), e))
    }

    /// Bytes that are here.
    pub(super) fn done(&self) -> u64 {
        self.done
    }

    /// What the part is a part of, if the rest can be asked for.
    pub(super) fn note(&self) -> Option<&Note> {
        self.note.as_ref().filter(|_| self.done > 0)
    }

    /// Where the part is.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Where the file will be, with an ending for one that is not to be used.
    pub(super) fn named(&self, ending: &str) -> PathBuf {
        let mut name = self.whole.clone().into_os_string();
        name.push(ending);
        PathBuf::from(name)
    }

    /// Begins anew. Without a note nothing can be resumed.
    pub(super) fn restart(&mut self, note: Option<Note>) -> io::Result<()> {
        remove(&self.note_path)?;
        self.file.set_len(0)?;
        self.file.seek(SeekFrom::Start(0))?;
        (self.note, self.done, self.safe, self.is_resumed) = (note, 0, 0, false);
        Ok(())
    }

    /// Adds bytes.
    pub(super) fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.file.write_all(bytes)?;
        self.done += bytes.len() as u64;
        if self.done - self.safe >= CHECKPOINT { self.keep() } else { Ok(()) }
    }

    /// Makes what is here durable and says so in the note.
    pub(super) fn keep(&mut self) -> io::Result<()> {
        let Some(note) = &mut self.note else { return Ok(()) };
        self.file.sync_data()?;
        note.bytes = self.done;
        self.safe = self.done;
        let text = serde_json::to_vec(note).map_err(io::Error::other)?;
        commit(&Disk, &self.note_path, &text).map_err(io::Error::other)
    }

    /// Leaves nothing behind.
    pub(super) fn discard(&mut self) -> io::Result<()> {
        remove(&self.note_path)?;
        remove(&self.path)
    }

    /// The SHA-256 of the bytes as they are on the disk, in lower case.
    pub(super) fn sha256(&mut self) -> io::Result<String> {
        self.file.sync_all()?;
        self.file.seek(SeekFrom::Start(0))?;
        let (mut hash, mut buffer) = (Sha256::new(), vec![0; 64 << 10]);
        loop {
            match self.file.read(&mut buffer)? {
                0 => break,
                n => hash.update(&buffer[..n]),
            }
        }
        Ok(hash.finalize().iter().map(|b| format!("{b:02x}")).collect())
    }

    /// Gives the file its name, with an ending for one that is not to be used.
    pub(super) fn finish(&mut self, ending: &str) -> io::Result<PathBuf> {
        let to = self.named(ending);
        Disk.replace(&self.path, &to)?;
        remove(&self.note_path)?;
        Ok(to)
    }
}

/// Whether an ETag says that two files are the same byte for byte.
pub(super) fn is_strong(etag: &str) -> bool {
    etag.len() >= 2
        && etag.starts_with('"')
        && etag.ends_with('"')
        && etag[1..etag.len() - 1].bytes().all(|b| matches!(b, 0x21 | 0x23..=0x7e))
}

fn remove(path: &Path) -> io::Result<()> {
    match Disk.remove(path) {
        Err(e) if e.kind() != io::ErrorKind::NotFound => Err(e),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const URL: &str = "https://data.example.org/a.zip";

    fn open(folder: &Path) -> Part {
        Part::open(folder, "a.zip", URL).ok().unwrap()
    }

    #[test]
    fn after_a_crash_only_what_is_safe_counts() {
        let folder = tempfile::tempdir().unwrap();
        let mut part = open(folder.path());
        let note = Note { url: URL.into(), etag: "\"v1\"".into(), total: Some(100), bytes: 0 };
        part.restart(Some(note)).unwrap();
        part.write(b"safe").unwrap();
        part.keep().unwrap();
        part.write(b"perhaps lost").unwrap();
        assert!(matches!(Part::open(folder.path(), "a.zip", URL), Err(NoPart::Locked(_))));
        drop(part);
        let part = open(folder.path());
        assert_eq!((part.done(), part.note().map(|n| n.bytes)), (4, Some(4)));
        assert_eq!(std::fs::read(part.path()).unwrap(), b"safe");
        drop(part);
        let other = Part::open(folder.path(), "a.zip", "https://data.example.org/b.zip").ok().unwrap();
        assert_eq!(other.done(), 0);
    }

    #[test]
    fn a_damaged_note_means_from_the_start() {
        let folder = tempfile::tempdir().unwrap();
        for note in ["", "{", "[]", r#"{"url":"x"}"#] {
            std::fs::write(folder.path().join("a.zip.part"), b"some bytes").unwrap();
            std::fs::write(folder.path().join("a.zip.part.json"), note).unwrap();
            assert_eq!(open(folder.path()).done(), 0);
        }
    }

    #[test]
    fn weak_etags_are_not_strong() {
        assert!(is_strong("\"abc-1\""));
        for weak in ["W/\"abc\"", "abc", "\"", "\"a\"b\"", "\"a b\"", ""] {
            assert!(!is_strong(weak), "{weak}");
        }
    }
}
