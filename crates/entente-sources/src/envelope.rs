//! What wraps a file: gzip, bzip2 or a zip of several. Each entry is unpacked in memory under a limit; nothing is ever written by its name.
//!
//! A workbook is a zip too, and an R workspace is often compressed; both are left for their readers.

use std::io::{Cursor, Read};

use crate::error::Error;

/// Largest file or entry once unpacked, in bytes (chosen: four times the largest publisher's file we know of; at half a year of full
/// event data would not fit, at double two readers side by side could ask for all memory of a small machine).
pub const UNPACKED_LIMIT: u64 = 2 << 30;
/// Most entries of a zip.
pub const ENTRY_LIMIT: usize = 10_000;

/// One file with its wrapping taken off.
#[derive(Debug)]
pub struct Part {
    /// Name, with the name inside a zip after a slash.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Takes the wrapping off.
///
/// # Errors
/// A damaged archive, an entry over the limit, too many entries.
pub fn unwrap(name: &str, bytes: Vec<u8>) -> Result<Vec<Part>, Error> {
    if bytes.starts_with(b"PK\x03\x04") && !is_workbook(&bytes) {
        return unzip(name, &bytes);
    }
    let bytes = if bytes.starts_with(&[0x1f, 0x8b]) {
        drain(name, flate2::read::MultiGzDecoder::new(&bytes[..]))?
    } else if bytes.starts_with(b"BZh") {
        drain(name, bzip2::read::MultiBzDecoder::new(&bytes[..]))?
    } else {
        bytes
    };
    Ok(vec![Part { name: name.to_owned(), bytes }])
}

fn drain(name: &str, reader: impl Read) -> Result<Vec<u8>, Error> {
    let mut out = Vec::new();
    reader.take(UNPACKED_LIMIT + 1).read_to_end(&mut out).map_err(|e| match e.kind() {
        std::io::ErrorKind::OutOfMemory => Error::format(name, "unpacks to more than there is memory for, which no source here does"),
        _ => Error::format(name, format!("the compressed file is damaged or cut ({e}); download it again")),
    })?;
    if out.len() as u64 > UNPACKED_LIMIT {
        return Err(Error::format(name, format!("unpacks to more than {UNPACKED_LIMIT} bytes, which no source here does")));
    }
    Ok(out)
}

fn archive<'a>(name: &str, bytes: &'a [u8]) -> Result<zip::ZipArchive<Cursor<&'a [u8]>>, Error> {
    zip::ZipArchive::new(Cursor::new(bytes)).map_err(|e| Error::format(name, format!("the zip is damaged or cut ({e}); download it again")))
}

fn is_workbook(bytes: &[u8]) -> bool {
    zip::ZipArchive::new(Cursor::new(bytes)).is_ok_and(|zip| zip.file_names().flatten().any(|n| n == "[Content_Types].xml"))
}

fn unzip(name: &str, bytes: &[u8]) -> Result<Vec<Part>, Error> {
    let mut zip = archive(name, bytes)?;
    if zip.len() > ENTRY_LIMIT {
        return Err(Error::format(name, format!("holds {} entries, more than {ENTRY_LIMIT}", zip.len())));
    }
    let mut parts = Vec::new();
    let mut left = UNPACKED_LIMIT;
    for n in 0..zip.len() {
        let entry = zip.by_index(n).map_err(|e| Error::format(name, format!("entry {n} cannot be read ({e})")))?;
        if entry.is_dir() {
            continue;
        }
        // Only the last piece of the name is kept, and only to show it.
        let entry_name = entry.name().map_err(|e| Error::format(name, format!("entry {n} has no readable name ({e})")))?;
        let inner: String =
            entry_name.rsplit(['/', '\\']).next().unwrap_or_default().chars().filter(|c| !c.is_control()).take(120).collect();
        let full = format!("{name}/{inner}");
        let mut out = Vec::new();
        entry.take(left + 1).read_to_end(&mut out).map_err(|e| match e.kind() {
            std::io::ErrorKind::OutOfMemory => Error::format(&full, "unpacks to more than there is memory for, which no source here does"),
            _ => Error::format(&full, format!("the entry is damaged or cut ({e}); download the zip again")),
        })?;
        if out.len() as u64 > left {
            return Err(Error::format(name, format!("unpacks to more than {UNPACKED_LIMIT} bytes, which no source here does")));
        }
        left -= out.len() as u64;
        parts.push(Part { name: full, bytes: out });
    }
    Ok(parts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    #[test]
    fn a_cut_gzip_is_an_error_and_a_whole_one_is_not() {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(b"a,b\n1,2\n").unwrap();
        let bytes = encoder.finish().unwrap();
        assert_eq!(unwrap("x.csv.gz", bytes.clone()).unwrap()[0].bytes, b"a,b\n1,2\n");
        assert!(unwrap("x.csv.gz", bytes[..bytes.len() - 6].to_vec()).unwrap_err().to_string().contains("download it again"));
    }

    #[test]
    fn a_name_in_a_zip_leads_nowhere() {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        zip.start_file("../../etc/passwd", zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(b"x").unwrap();
        let bytes = zip.finish().unwrap().into_inner();
        assert_eq!(unwrap("a.zip", bytes).unwrap()[0].name, "a.zip/passwd");
    }
}
