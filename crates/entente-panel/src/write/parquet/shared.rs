//! A column chunk of cells that many rows share, as a state's numbers in all of its pairs: written from the cells and not from the rows.
//!
//! The format's dictionary is what such a column is. The library makes one by looking up every value of every row; here a row is looked up
//! by the place of its cell, which costs a tenth. The pages are those that the format's description asks for: a dictionary of plain values
//! and one data page of bit-packed places.

use std::ops::Range;

use bytes::Bytes;
use parquet::basic::{Compression, Encoding};
use parquet::column::page::{CompressedPage, Page, PageWriter};
use parquet::column::writer::ColumnCloseResult;
use parquet::errors::Result;
use parquet::file::metadata::ColumnChunkMetaData;
use parquet::file::writer::{SerializedPageWriter, TrackedWrite};
use parquet::schema::types::ColumnDescPtr;

use crate::frame::{Shared, Values};
use crate::write::has_value;

/// Bytes of the chunk, and what the file must know of it.
pub(super) fn encode(column: ColumnDescPtr, shared: &Shared<'_>, count: usize) -> Result<(Bytes, ColumnCloseResult)> {
    let coded = code(shared, count);
    let mut sink = TrackedWrite::new(Vec::new());
    let mut pages = SerializedPageWriter::new(&mut sink);
    let dictionary =
        Page::DictionaryPage { buf: squeezed(&coded.dictionary), num_values: coded.distinct, encoding: Encoding::PLAIN, is_sorted: false };
    let dictionary = pages.write_page(CompressedPage::new(dictionary, coded.dictionary.len()))?;
    let body = coded.page(count);
    let data = Page::DataPage {
        buf: squeezed(&body),
        num_values: count as u32,
        encoding: Encoding::RLE_DICTIONARY,
        def_level_encoding: Encoding::RLE,
        rep_level_encoding: Encoding::RLE,
        statistics: None,
    };
    let data = pages.write_page(CompressedPage::new(data, body.len()))?;
    let bytes = sink.into_inner()?;
    let metadata = ColumnChunkMetaData::builder(column)
        .set_encodings(vec![Encoding::PLAIN, Encoding::RLE, Encoding::RLE_DICTIONARY])
        .set_compression(Compression::SNAPPY)
        .set_num_values(count as i64)
        .set_total_uncompressed_size((dictionary.uncompressed_size + data.uncompressed_size) as i64)
        .set_total_compressed_size((dictionary.compressed_size + data.compressed_size) as i64)
        .set_dictionary_page_offset(Some(dictionary.offset as i64))
        .set_data_page_offset(data.offset as i64)
        .build()?;
    let close = ColumnCloseResult {
        bytes_written: bytes.len() as u64,
        rows_written: count as u64,
        metadata,
        bloom_filter: None,
        column_index: None,
        offset_index: None,
    };
    Ok((bytes.into(), close))
}

/// Rows as places in a dictionary.
struct CodedRows {
    /// Values, plain.
    dictionary: Vec<u8>,
    /// How many these are.
    distinct: u32,
    /// Place of each row that has a value.
    places: Vec<u32>,
    /// Says of each row whether it has one.
    is_known: Vec<bool>,
}

fn code(shared: &Shared<'_>, count: usize) -> CodedRows {
    let mut coded =
        CodedRows { dictionary: Vec::new(), distinct: 0, places: Vec::with_capacity(count), is_known: Vec::with_capacity(count) };
    // One more than the place, so that zero is a cell not yet met.
    let mut place_of = vec![0u32; shared.status.len()];
    for Range { start, end } in shared.stretches.iter().cloned() {
        for cell in start..end {
            let is_known = has_value(shared.status[cell]);
            coded.is_known.push(is_known);
            if !is_known {
                continue;
            }
            if place_of[cell] == 0 {
                coded.distinct += 1;
                place_of[cell] = coded.distinct;
                match shared.values {
                    Values::Int(values) => coded.dictionary.extend(values[cell].to_le_bytes()),
                    Values::Real(values) => coded.dictionary.extend(values[cell].to_le_bytes()),
                    Values::Text(_) => {}
                }
            }
            coded.places.push(place_of[cell] - 1);
        }
    }
    coded
}

impl CodedRows {
    /// The data page: for each row whether it has a value, then the places of those that have.
    fn page(&self, count: usize) -> Vec<u8> {
        let mut levels = Vec::new();
        if self.places.len() == count {
            // One run of the same.
            varint(&mut levels, (count as u64) << 1);
            levels.push(1);
        } else {
            packed(&mut levels, self.is_known.iter().map(|known| u32::from(*known)), count, 1);
        }
        let mut page = (levels.len() as u32).to_le_bytes().to_vec();
        page.extend(levels);
        let width = (u32::BITS - self.distinct.saturating_sub(1).leading_zeros()).max(1);
        page.push(width as u8);
        packed(&mut page, self.places.iter().copied(), self.places.len(), width);
        page
    }
}

/// One bit-packed run: groups of eight, the last filled with zeros.
fn packed(to: &mut Vec<u8>, numbers: impl Iterator<Item = u32>, count: usize, width: u32) {
    let groups = count.div_ceil(8);
    varint(to, (groups as u64) << 1 | 1);
    to.reserve(groups * width as usize);
    let end = to.len() + groups * width as usize;
    let (mut held, mut bits) = (0u64, 0);
    for number in numbers {
        held |= u64::from(number) << bits;
        bits += width;
        // At most 31 bits stay behind, so that the next number of at most 32 fits.
        if bits >= 32 {
            to.extend((held as u32).to_le_bytes());
            held >>= 32;
            bits -= 32;
        }
    }
    to.extend(&held.to_le_bytes()[..(bits as usize).div_ceil(8)]);
    to.resize(end, 0);
}

/// A number in groups of seven bits, the lowest first.
fn varint(to: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        to.push(number as u8 | 0x80);
        number >>= 7;
    }
    to.push(number as u8);
}

/// The bytes in the compression of the file.
fn squeezed(bytes: &[u8]) -> Bytes {
    // The encoder fails only on more than four gigabytes at once.
    snap::raw::Encoder::new().compress_vec(bytes).expect("a page is far below the format's limit").into()
}
