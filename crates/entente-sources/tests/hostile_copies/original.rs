//! A publisher's text file, cut into records.

pub(super) mod mutate;

use std::path::Path;

use entente_sources::card::{Format, Layout, Parts};
use entente_sources::{Card, Options, TableCard, read, source};

use super::numbers::Numbers;
use super::{Says, most_bytes, says, text};

/// A text file as a program that knows nothing of its meaning sees it.
pub(super) struct Original {
    pub(super) name: String,
    pub(super) bytes: Vec<u8>,
    /// Byte at which each record begins, from the header or first row on, and the end of the last.
    pub(super) starts: Vec<usize>,
    /// The records, header first if there is one.
    pub(super) records: Vec<Vec<String>>,
    pub(super) has_header: bool,
    pub(super) layout: &'static Layout,
    pub(super) card: &'static Card,
    pub(super) tables: Vec<&'static TableCard>,
    pub(super) says: Says,
}

impl Original {
    pub(super) fn delimiter(layout: &Layout) -> u8 {
        layout.separator.unwrap_or(if layout.format == Format::Tsv { '\t' } else { ',' }) as u8
    }

    pub(super) fn new(path: &Path) -> Option<Self> {
        let raw = std::fs::read(path).unwrap();
        let mut name = path.file_name().unwrap().to_string_lossy().into_owned();
        let bytes = if raw.starts_with(&[0x1f, 0x8b]) {
            name = name.trim_end_matches(".gz").to_owned();
            let mut out = Vec::new();
            std::io::Read::read_to_end(&mut flate2::read::MultiGzDecoder::new(&raw[..]), &mut out).unwrap();
            out
        } else {
            raw
        };
        if bytes.len() > most_bytes() || bytes.iter().take(4096).any(|b| *b == 0) {
            return None;
        }
        let found = read(&name, bytes.clone(), Options::default()).ok()?;
        let first = found.tables.first()?;
        if found.tables.iter().any(|t| !t.is_known) {
            return None;
        }
        let card = source(&first.source).unwrap().card();
        let layout = card.layout.iter().find(|l| l.name == first.layout)?;
        if !matches!(layout.format, Format::Csv | Format::Tsv) {
            return None;
        }
        let tables = found.tables.iter().filter_map(|t| card.table(&t.table.name)).collect();
        let says = says(&found);
        let above = if layout.positions.is_empty() { layout.header_line - 1 } else { 0 };
        let mut offset = if bytes.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
        for _ in 0..above {
            offset += bytes[offset..].iter().position(|b| *b == b'\n').unwrap() + 1;
        }
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .delimiter(Self::delimiter(layout))
            .quoting(layout.is_quoted)
            .flexible(true)
            .from_reader(&bytes[offset..]);
        let (mut starts, mut records) = (Vec::new(), Vec::new());
        let mut record = csv::ByteRecord::new();
        while reader.read_byte_record(&mut record).unwrap() {
            let mut at = offset + record.position().unwrap().byte() as usize;
            while matches!(bytes.get(at), Some(b'\r' | b'\n')) {
                at += 1;
            }
            starts.push(at);
            records.push(record.iter().map(text).collect::<Vec<String>>());
        }
        starts.push(bytes.len());
        Some(Self { name, has_header: layout.positions.is_empty(), bytes, starts, records, layout, card, tables, says })
    }

    pub(super) fn is_separate(&self) -> bool {
        self.tables.iter().any(|t| t.parts == Parts::Separate)
    }

    pub(super) fn first_row(&self) -> usize {
        usize::from(self.has_header)
    }

    pub(super) fn rows(&self) -> usize {
        self.records.len() - self.first_row()
    }

    /// A row by number, the first being 0, as a place among the records.
    pub(super) fn any_row(&self, numbers: &mut Numbers) -> usize {
        self.first_row() + numbers.below(self.rows())
    }

    pub(super) fn line_end(&self) -> &'static str {
        if self.bytes.windows(2).any(|w| w == b"\r\n") { "\r\n" } else { "\n" }
    }

    pub(super) fn write(&self, records: &[Vec<String>], style: csv::QuoteStyle) -> Vec<u8> {
        let mut out = self.bytes[..self.starts[0]].to_vec();
        let style = if self.layout.is_quoted { style } else { csv::QuoteStyle::Never };
        let end = if self.line_end() == "\n" { csv::Terminator::Any(b'\n') } else { csv::Terminator::CRLF };
        let mut writer = csv::WriterBuilder::new()
            .delimiter(Self::delimiter(self.layout))
            .quote_style(style)
            .terminator(end)
            .flexible(true)
            .from_writer(&mut out);
        for record in records {
            writer.write_byte_record(&record.iter().map(|cell| self.encode(cell)).collect()).unwrap();
        }
        drop(writer);
        out
    }

    /// Back to the encoding of the file: what was no UTF-8 was read byte by byte.
    pub(super) fn encode(&self, cell: &str) -> Vec<u8> {
        if std::str::from_utf8(&self.bytes).is_ok() { cell.as_bytes().to_vec() } else { cell.chars().map(|c| c as u8).collect() }
    }

    /// The file with other records in the place of one.
    pub(super) fn with(&self, at: usize, records: &[Vec<String>]) -> Vec<u8> {
        let mut out = self.bytes[..self.starts[at]].to_vec();
        let mut middle = self.write(records, csv::QuoteStyle::Necessary).split_off(self.starts[0]);
        out.append(&mut middle);
        out.extend(&self.bytes[self.starts[at + 1]..]);
        out
    }

    pub(super) fn changed(&self, at: usize, column: usize, cell: &str) -> Vec<u8> {
        let mut record = self.records[at].clone();
        record[column] = cell.to_owned();
        self.with(at, &[record])
    }

    /// Columns of which at least a part are numbers.
    pub(super) fn numeric(&self) -> Vec<usize> {
        let row = &self.records[self.first_row()..];
        let is_number =
            |column: usize| row.iter().step_by(row.len() / 200 + 1).any(|r| r.get(column).is_some_and(|c| c.trim().parse::<f64>().is_ok()));
        (0..self.records[0].len()).filter(|c| is_number(*c)).collect()
    }
}
