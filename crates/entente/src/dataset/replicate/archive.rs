//! The archive as bytes: a zip whose entries are sorted and have one fixed day, so that the same content gives the same bytes.

use std::io::{Read, Write};
use std::path::Path;

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::entries::{Content, Entries};
use crate::error::Error;
use crate::fs::{Committed, Fs, commit_with};

/// From this size on an entry needs the longer form of its sizes.
const LARGE: u64 = u32::MAX as u64 / 2;

/// Writes an archive.
pub(super) fn write(fs: &dyn Fs, to: &Path, entries: &Entries) -> Result<Committed, Error> {
    commit_with(fs, to, |sink| {
        let mut zip = ZipWriter::new_stream(sink);
        for (name, content) in entries {
            let (mode, size) = match content {
                Content::Script(text) => (0o755, text.len() as u64),
                Content::Text(text) => (0o644, text.len() as u64),
                Content::File { bytes, .. } => (0o644, *bytes),
            };
            // What is compressed already is only stored.
            let is_packed = [".parquet", ".zip", ".gz", ".bz2", ".xz", ".xlsx"].iter().any(|end| name.ends_with(end));
            let options = SimpleFileOptions::default()
                .compression_method(if is_packed { CompressionMethod::Stored } else { CompressionMethod::Deflated })
                .last_modified_time(DateTime::default())
                .unix_permissions(mode)
                .large_file(size > LARGE);
            zip.start_file(name.as_str(), options).map_err(|e| e.to_string())?;
            match content {
                Content::Script(text) | Content::Text(text) => zip.write_all(text.as_bytes()).map_err(|e| e.to_string())?,
                Content::File { path, .. } => {
                    let mut file = fs.open(path).map_err(|e| format!("{}: {e}", path.display()))?;
                    copy(&mut file, &mut zip).map_err(|e| format!("{}: {e}", path.display()))?;
                }
            }
        }
        zip.finish().map(|_| ()).map_err(|e| e.to_string())
    })
}

fn copy(from: &mut dyn Read, to: &mut dyn Write) -> std::io::Result<()> {
    let mut buffer = vec![0; 1 << 20];
    loop {
        match from.read(&mut buffer)? {
            0 => return Ok(()),
            n => to.write_all(&buffer[..n])?,
        }
    }
}
