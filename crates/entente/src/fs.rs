//! Reading within bounds and writing in one step, through the only door to the disk.

mod draft;

use std::io;
use std::path::Path;

pub use draft::{Committed, Draft, Sink};
pub use entente_panel::fs::{Disk, Fs, NewFile};

use crate::error::Error;

/// Writes a file so that a reader sees the old one or the new one, never a part: beside it, through to the disk, then renamed.
///
/// # Errors
/// The first step that fails; the old file is then untouched and nothing is left behind if it can be removed.
pub fn commit(fs: &dyn Fs, path: &Path, bytes: &[u8]) -> Result<(), Error> {
    check_place(path)?;
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.part", std::process::id()));
    let temporary = path.with_file_name(name);
    let written = fs.write_new(&temporary, bytes).and_then(|()| fs.replace(&temporary, path));
    written.map_err(|source| {
        let _ = fs.remove(&temporary);
        Error::Io { path: path.to_owned(), source }
    })
}

/// Writes a file in the same way, piece by piece, and gives its size and hash.
///
/// # Errors
/// As [`commit`], and what the writer says of the data.
pub fn commit_with(fs: &dyn Fs, path: &Path, write: impl FnOnce(&mut Sink) -> Result<(), String>) -> Result<Committed, Error> {
    Draft::write(fs, path, write)?.commit()
}

/// Says whether a file can be put there.
fn check_place(path: &Path) -> Result<(), Error> {
    // A rename would put a file in the place of a device or a folder, as `/dev/full` under a privileged user.
    if std::fs::metadata(path).is_ok_and(|m| !m.is_file()) {
        let source = io::Error::new(io::ErrorKind::InvalidInput, "not a regular file; name a file to write");
        return Err(Error::Io { path: path.to_owned(), source });
    }
    if let Some(folder) = path.parent().filter(|p| !p.as_os_str().is_empty() && !p.is_dir()) {
        let source = io::Error::new(io::ErrorKind::NotFound, "there is no such folder; make it first");
        return Err(Error::Io { path: folder.to_owned(), source });
    }
    Ok(())
}

/// Reads a file that must not be larger than its limit.
///
/// # Errors
/// [`Error::Io`] or [`Error::TooLarge`].
pub fn read_bounded(fs: &dyn Fs, path: &Path, what: &'static str, limit: u64) -> Result<Vec<u8>, Error> {
    let bytes = fs.read_up_to(path, limit).map_err(|source| Error::Io { path: path.to_owned(), source })?;
    if bytes.len() as u64 > limit {
        let size = std::fs::metadata(path).map_or(bytes.len() as u64, |m| m.len());
        return Err(Error::TooLarge { path: path.to_owned(), what, size, limit });
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Read, Write};
    use std::path::PathBuf;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU32, Ordering};

    /// A disk whose n-th writing call fails.
    struct Failing {
        left: Arc<AtomicU32>,
    }

    impl Failing {
        fn after(calls: u32) -> Self {
            Self { left: Arc::new(AtomicU32::new(calls)) }
        }

        fn tick(&self) -> io::Result<()> {
            tick(&self.left)
        }
    }

    fn tick(left: &AtomicU32) -> io::Result<()> {
        match left.load(Ordering::Relaxed) {
            0 => Err(io::Error::other("injected")),
            n => {
                left.store(n - 1, Ordering::Relaxed);
                Ok(())
            }
        }
    }

    struct Half {
        file: Box<dyn NewFile>,
        left: Arc<AtomicU32>,
    }

    impl Write for Half {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            tick(&self.left)?;
            self.file.write(bytes)
        }
        fn flush(&mut self) -> io::Result<()> {
            self.file.flush()
        }
    }

    impl NewFile for Half {
        fn finish(&mut self) -> io::Result<()> {
            tick(&self.left)?;
            self.file.finish()
        }
    }

    impl Fs for Failing {
        fn open(&self, path: &Path) -> io::Result<Box<dyn Read>> {
            Disk.open(path)
        }
        fn stream_new(&self, path: &Path) -> io::Result<Box<dyn NewFile>> {
            self.tick()?;
            Ok(Box::new(Half { file: Disk.stream_new(path)?, left: self.left.clone() }))
        }
        fn read_up_to(&self, path: &Path, limit: u64) -> io::Result<Vec<u8>> {
            Disk.read_up_to(path, limit)
        }
        fn canonical(&self, path: &Path) -> io::Result<PathBuf> {
            Disk.canonical(path)
        }
        fn write_new(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
            if let Err(error) = self.tick() {
                // A full disk leaves half of the file behind.
                let _ = std::fs::write(path, &bytes[..bytes.len() / 2]);
                return Err(error);
            }
            Disk.write_new(path, bytes)
        }
        fn replace(&self, from: &Path, to: &Path) -> io::Result<()> {
            self.tick()?;
            Disk.replace(from, to)
        }
        fn remove(&self, path: &Path) -> io::Result<()> {
            Disk.remove(path)
        }
        fn make_folder(&self, path: &Path) -> io::Result<()> {
            Disk.make_folder(path)
        }
        fn list(&self, path: &Path) -> io::Result<Vec<PathBuf>> {
            Disk.list(path)
        }
    }

    #[test]
    fn a_failure_at_any_step_leaves_the_old_file_whole() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("report.html");
        commit(&Disk, &path, b"old report").unwrap();
        for left in 0..2 {
            assert!(commit(&Failing::after(left), &path, b"new report").is_err());
            assert_eq!(std::fs::read(&path).unwrap(), b"old report");
            assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
        }
        commit(&Failing::after(2), &path, b"new report").unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"new report");
    }

    #[test]
    fn a_stream_that_fails_at_any_step_leaves_the_old_file_whole() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("panel.csv");
        commit(&Disk, &path, b"old").unwrap();
        let text = vec![b'x'; 3 << 20];
        let write = |to: &mut Sink| text.chunks(1 << 18).try_for_each(|piece| to.write_all(piece)).map_err(|e| e.to_string());
        for left in 0..6 {
            let error = commit_with(&Failing::after(left), &path, write).unwrap_err();
            assert!(matches!(&error, Error::Io { source, .. } if source.to_string() == "injected"), "{left}: {error}");
            assert_eq!(std::fs::read(&path).unwrap(), b"old");
            assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "{left}");
        }
        let done = commit_with(&Failing::after(6), &path, write).unwrap();
        assert_eq!((done.bytes, done.sha256), (3 << 20, entente_sources::reader::sha256(&text)));
        assert_eq!(std::fs::read(&path).unwrap(), text);
        let error = commit_with(&Disk, &path, |_| Err("a column too many".to_owned())).unwrap_err();
        assert!(error.to_string().ends_with("panel.csv: a column too many"), "{error}");
        assert_eq!(std::fs::read(&path).unwrap(), text);
    }

    #[test]
    fn a_file_over_the_limit_is_not_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("big");
        std::fs::write(&path, vec![b'x'; 100]).unwrap();
        assert!(matches!(read_bounded(&Disk, &path, "a test", 99), Err(Error::TooLarge { size: 100, limit: 99, .. })));
        assert_eq!(read_bounded(&Disk, &path, "a test", 100).unwrap().len(), 100);
    }
}
