//! A place in the stream, from which numbers are taken in network byte order.

use super::RDataError;

/// The bytes of a stream and how far they are read. Every take is checked against what is left.
pub(super) struct Cursor<'a> {
    bytes: &'a [u8],
    offset: usize,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, offset: 0 }
    }

    /// The offset of the next byte.
    pub(super) fn offset(&self) -> usize {
        self.offset
    }

    /// How many bytes are left.
    pub(super) fn left(&self) -> usize {
        self.bytes.len() - self.offset
    }

    /// The next byte-sized R type code, which the next flags end with, without taking it.
    pub(super) fn peek_code(&self) -> Option<u8> {
        self.bytes.get(self.offset + 3).copied()
    }

    /// Takes `count` bytes.
    pub(super) fn take(&mut self, count: usize) -> Result<&'a [u8], RDataError> {
        let rest = &self.bytes[self.offset..];
        let taken = rest.get(..count).ok_or_else(|| self.truncated(count as u64))?;
        self.offset += count;
        Ok(taken)
    }

    /// Takes `prefix` if it is what comes next.
    pub(super) fn skip_prefix(&mut self, prefix: &[u8]) -> bool {
        let found = self.bytes[self.offset..].starts_with(prefix);
        if found {
            self.offset += prefix.len();
        }
        found
    }

    /// Takes an unsigned number.
    pub(super) fn u32(&mut self) -> Result<u32, RDataError> {
        let (number, _) = self.bytes[self.offset..].split_first_chunk().ok_or_else(|| self.truncated(4))?;
        self.offset += 4;
        Ok(u32::from_be_bytes(*number))
    }

    /// Takes a signed number.
    pub(super) fn i32(&mut self) -> Result<i32, RDataError> {
        Ok(self.u32()?.cast_signed())
    }

    /// Takes a vector's length, whose elements need at least `element_bytes` each, and checks that they can be there.
    pub(super) fn length(&mut self, element_bytes: u64) -> Result<usize, RDataError> {
        let offset = self.offset;
        let short = self.i32()?;
        // A long vector: -1, then the high and the low half.
        let length = if short == -1 { i64::from(self.i32()?) << 32 | i64::from(self.u32()?) } else { i64::from(short) };
        let count = u64::try_from(length).map_err(|_| RDataError::Length { offset, length })?;
        let needed = count.saturating_mul(element_bytes);
        if needed > self.left() as u64 {
            return Err(self.truncated(needed));
        }
        usize::try_from(count).map_err(|_| RDataError::Length { offset, length })
    }

    /// Takes `count` integers.
    pub(super) fn integers(&mut self, count: usize) -> Result<Vec<i32>, RDataError> {
        let (chunks, _) = self.take(count.saturating_mul(4))?.as_chunks();
        Ok(chunks.iter().map(|chunk| i32::from_be_bytes(*chunk)).collect())
    }

    /// Takes `count` reals.
    pub(super) fn reals(&mut self, count: usize) -> Result<Vec<f64>, RDataError> {
        let (chunks, _) = self.take(count.saturating_mul(8))?.as_chunks();
        Ok(chunks.iter().map(|chunk| f64::from_be_bytes(*chunk)).collect())
    }

    fn truncated(&self, needed: u64) -> RDataError {
        RDataError::Truncated { offset: self.offset, needed, left: self.left() as u64 }
    }
}
