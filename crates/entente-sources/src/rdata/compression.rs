//! The compressed file to the plain stream.

use std::borrow::Cow;
use std::io::Read;

use bzip2::bufread::MultiBzDecoder;
use flate2::bufread::MultiGzDecoder;
use lzma_rust2::XzReader;

use super::{Limits, RDataError};

/// The largest xz dictionary accepted. R's `compress = "xz"` at level 9 asks for 64 MiB; chosen: double that.
const XZ_MEMORY_KIB: u32 = 128 << 10;

/// Decompresses a file, whichever of R's methods it was saved with; a plain file is passed through.
///
/// # Errors
/// If the compressed data is broken, or the plain stream is longer than the limit.
pub(super) fn plain<'a>(bytes: &'a [u8], limits: &Limits) -> Result<Cow<'a, [u8]>, RDataError> {
    match bytes {
        [0x1f, 0x8b, ..] => all(MultiGzDecoder::new(bytes), "gzip", limits),
        [b'B', b'Z', b'h', ..] => all(MultiBzDecoder::new(bytes), "bzip2", limits),
        [0xfd, b'7', b'z', b'X', b'Z', 0, ..] => all(XzReader::new_mem_limit(bytes, true, XZ_MEMORY_KIB), "xz", limits),
        _ => Ok(Cow::Borrowed(bytes)),
    }
}

fn all(reader: impl Read, method: &'static str, limits: &Limits) -> Result<Cow<'static, [u8]>, RDataError> {
    let limit = limits.decompressed_bytes;
    let mut plain = Vec::new();
    reader
        .take(limit.saturating_add(1))
        .read_to_end(&mut plain)
        .map_err(|error| RDataError::Compression { method, cause: error.to_string() })?;
    if plain.len() as u64 > limit {
        return Err(RDataError::Limit { what: "decompressed bytes", limit, offset: plain.len() });
    }
    Ok(Cow::Owned(plain))
}
