//! Any file as a header and rows of cells, so that a layout is declared once whatever the format.
//!
//! The line of a row is what a reader finds in the publisher's file: the line of a text, the row of a sheet, the number of the
//! observation in a Stata file or an R frame, the first being 1.

use crate::card::{Format, Layout};
use crate::error::Error;
use crate::rdata;
use crate::row::Cells;
pub use crate::row::{Field, Row, Value};
use crate::stata::Observations;
use crate::workbook::{self, Sheet};

/// A file opened as far as its format goes, before it is known which layout it has.
#[derive(Debug)]
pub enum Content {
    /// Text, still as bytes.
    Text(Vec<u8>),
    /// Workbook.
    Workbook(Vec<Sheet>),
    /// Stata file.
    Stata(Observations),
    /// R workspace.
    R(rdata::Workspace),
    /// Something else, by what it looks like.
    Other(&'static str),
}

/// Opens the bytes of a file whose wrapping is off.
///
/// # Errors
/// A binary file that is damaged.
pub fn open(file: &str, bytes: Vec<u8>) -> Result<Content, Error> {
    let is_r = bytes.starts_with(b"RDX") || bytes.starts_with(b"X\n\0\0\0");
    Ok(match bytes.as_slice() {
        b if b.starts_with(b"PK\x03\x04") || b.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) => Content::Workbook(workbook::read(file, &bytes)?),
        b if b.starts_with(b"<stata_dta>")
            || (matches!(b.first(), Some(102..=115)) && matches!(b.get(1), Some(1 | 2)) && b.get(2) == Some(&1)) =>
        {
            Content::Stata(crate::stata::read(file, &bytes)?)
        }
        _ if is_r || bytes.starts_with(b"\xfd7zXZ\0") => {
            let workspace = rdata::frames(&bytes, &rdata::Limits::default()).map_err(|e| Error::format(file, e.to_string()))?;
            Content::R(workspace)
        }
        b if b.starts_with(b"%PDF") => Content::Other("a PDF"),
        b if b.iter().take(4096).any(|byte| *byte == 0) => Content::Other("a binary file"),
        [] => Content::Other("empty"),
        b if b[..b.len().min(200)].trim_ascii_start().to_ascii_lowercase().starts_with(b"<!doctype html")
            || b[..b.len().min(200)].trim_ascii_start().to_ascii_lowercase().starts_with(b"<html") =>
        {
            Content::Other("a web page, not a data file; the download led to a page instead of the file")
        }
        _ => Content::Text(bytes),
    })
}

/// A header and rows.
#[derive(Debug)]
pub struct Grid<'a> {
    /// File, for messages.
    pub file: &'a str,
    /// Names of the columns.
    pub header: Vec<String>,
    /// Lines above the header.
    pub preamble: Vec<String>,
    body: Body<'a>,
    most: usize,
    book: &'a [Sheet],
}

#[derive(Debug, Clone, Copy)]
enum Body<'a> {
    Text { bytes: &'a [u8], layout: &'a Layout },
    Sheet { sheet: &'a Sheet, after: u32 },
    Stata(&'a Observations),
    Frame(&'a rdata::Frame),
}

/// Places in a content where a layout may fit: each frame or sheet, or the one text.
pub fn grids<'a>(file: &'a str, content: &'a Content, layout: &'a Layout) -> Result<Vec<Grid<'a>>, Error> {
    let wanted = |name: &str| layout.object.as_deref().is_none_or(|object| object == name);
    Ok(match (content, layout.format) {
        (Content::Text(bytes), Format::Csv | Format::Tsv) => text_grid(file, bytes, layout)?.into_iter().collect(),
        (Content::Workbook(sheets), Format::Workbook) => {
            sheets.iter().filter(|s| wanted(&s.name)).map(|sheet| sheet_grid(file, sheet, layout.header_line as u32, sheets)).collect()
        }
        (Content::Stata(data), Format::Stata) => {
            vec![Grid { file, header: data.names.clone(), preamble: Vec::new(), body: Body::Stata(data), most: usize::MAX, book: &[] }]
        }
        (Content::R(workspace), Format::R) => workspace
            .frames
            .iter()
            .filter(|frame| wanted(&frame.name))
            .map(|frame| Grid {
                file,
                header: frame.columns.iter().map(|c| c.name.clone()).collect(),
                preamble: Vec::new(),
                body: Body::Frame(frame),
                most: usize::MAX,
                book: &[],
            })
            .collect(),
        _ => Vec::new(),
    })
}

fn separator(layout: &Layout) -> u8 {
    let default = if layout.format == Format::Tsv { '\t' } else { ',' };
    layout.separator.unwrap_or(default) as u8
}

fn reader<'t>(text: &'t str, layout: &Layout) -> csv::Reader<&'t [u8]> {
    csv::ReaderBuilder::new()
        .has_headers(false)
        .delimiter(separator(layout))
        .quoting(layout.is_quoted)
        .flexible(true)
        .from_reader(text.as_bytes())
}

/// Lines above the header, and the rest of the text.
fn skip_lines(text: &str, lines: usize) -> Option<(Vec<String>, &str)> {
    let mut rest = text;
    let mut above = Vec::with_capacity(lines);
    for _ in 0..lines {
        let (line, after) = rest.split_once('\n')?;
        above.push(line.trim_end_matches('\r').to_owned());
        rest = after;
    }
    Some((above, rest))
}

fn text_grid<'a>(file: &'a str, bytes: &'a [u8], layout: &'a Layout) -> Result<Option<Grid<'a>>, Error> {
    // The header is looked at first, so that a file of another layout is not decoded whole.
    let head = &bytes[..bytes.len().min(64 << 10)];
    let head = String::from_utf8_lossy(head);
    let head = head.strip_prefix('\u{feff}').unwrap_or(&head);
    let header = if layout.positions.is_empty() {
        let Some((_, rest)) = skip_lines(head, layout.header_line - 1) else { return Ok(None) };
        let mut record = csv::StringRecord::new();
        if !reader(rest, layout).read_record(&mut record).unwrap_or(false) {
            return Ok(None);
        }
        record.iter().map(|name| name.trim().to_owned()).collect()
    } else {
        let mut record = csv::StringRecord::new();
        let is_read = reader(head, layout).read_record(&mut record).unwrap_or(false);
        if !is_read || record.len() != layout.positions.len() {
            return Ok(None);
        }
        layout.positions.clone()
    };
    let preamble = skip_lines(head, layout.header_line - 1).map(|(above, _)| above).unwrap_or_default();
    Ok(Some(Grid { file, header, preamble, body: Body::Text { bytes, layout }, most: usize::MAX, book: &[] }))
}

fn sheet_grid<'a>(file: &'a str, sheet: &'a Sheet, line: u32, book: &'a [Sheet]) -> Grid<'a> {
    let text = |cell: &workbook::Cell| match cell {
        workbook::Cell::Blank => String::new(),
        workbook::Cell::Text(text) => text.trim().to_owned(),
        workbook::Cell::Number(n) => n.to_string(),
    };
    let row = |n: u32| sheet.rows.get(&n).map(|cells| cells.iter().map(text).collect::<Vec<_>>()).unwrap_or_default();
    let preamble = (1..line).map(|n| row(n).join(" ").trim().to_owned()).collect();
    Grid { file, header: row(line), preamble, body: Body::Sheet { sheet, after: line }, most: usize::MAX, book }
}

/// Decodes a whole text: UTF-8, or the layout's own encoding where the bytes are not UTF-8.
fn decode<'a>(file: &str, bytes: &'a [u8], layout: &Layout) -> Result<std::borrow::Cow<'a, str>, Error> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    match (std::str::from_utf8(bytes), layout.encoding.as_deref()) {
        (Ok(text), _) => Ok(std::borrow::Cow::Borrowed(text)),
        (Err(_), Some("windows-1252")) => Ok(encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0),
        (Err(e), _) => {
            let line = bytes[..e.valid_up_to()].iter().filter(|b| **b == b'\n').count() as u64 + 1;
            let byte = bytes[e.valid_up_to()];
            let message = format!(
                "byte 0x{byte:02X} is not UTF-8, which this file is published in; it was saved again in another encoding: download it anew"
            );
            Err(Error::line(file, line, message))
        }
    }
}

/// The line on which a record begins: its position may still stand before the end of the line above, as it does after CRLF.
fn line_of(text: &str, at: &csv::Position) -> u64 {
    let before = text.as_bytes().get(at.byte() as usize..).unwrap_or_default();
    let ends = before.iter().take_while(|b| matches!(b, b'\r' | b'\n'));
    at.line() + ends.filter(|b| **b == b'\n').count() as u64
}

impl Grid<'_> {
    /// The same grid cut after so many rows.
    pub(crate) fn head(&self, most: usize) -> Self {
        Self { file: self.file, header: self.header.clone(), preamble: self.preamble.clone(), body: self.body, most, book: self.book }
    }

    /// Names of all sheets of the workbook that this grid is one of.
    pub fn sheets(&self) -> impl Iterator<Item = &str> {
        self.book.iter().map(|sheet| sheet.name.as_str())
    }

    /// Another sheet of the same workbook, for rows that stand in several; its header is the first row that begins with that text.
    pub fn sheet<'b>(&'b self, file: &'b str, name: &str, first: &str) -> Option<Grid<'b>> {
        let sheet = self.book.iter().find(|sheet| sheet.name == name)?;
        let is_header = |cells: &[workbook::Cell]| matches!(cells.first(), Some(workbook::Cell::Text(text)) if text.trim() == first);
        let line = sheet.rows.iter().find(|(_, cells)| is_header(cells))?.0;
        Some(sheet_grid(file, sheet, *line, self.book))
    }

    /// Place of a column in the header.
    pub fn place(&self, name: &str) -> Option<usize> {
        self.header.iter().position(|h| h == name)
    }

    /// Place of a column that the layout promises.
    ///
    /// # Errors
    /// The header lacks it.
    pub fn column(&self, name: &str) -> Result<usize, Error> {
        self.place(name).ok_or_else(|| Error::Layout { file: self.file.to_owned(), message: format!("there is no column {name:?}") })
    }

    /// Calls a function for each row in the order of the file; blank lines of a text and blank rows of a sheet are passed over.
    ///
    /// # Errors
    /// A row with more or fewer cells than the header, a text that is not in its encoding, and what the function returns.
    pub fn each(&self, mut f: impl FnMut(&Row<'_>) -> Result<(), Error>) -> Result<(), Error> {
        let row = |line, cells| Row { file: self.file, line, is_joined: false, header: &self.header, cells };
        match &self.body {
            Body::Text { bytes, layout } => self.each_of_text(bytes, layout, f),
            Body::Sheet { sheet, after } => {
                for (line, cells) in sheet.rows.range(after + 1..).take(self.most) {
                    if cells.len() > self.header.len() {
                        let message =
                            format!("has {} cells under {} columns; a cell stands outside the table", cells.len(), self.header.len());
                        return Err(Error::line(self.file, u64::from(*line), message));
                    }
                    f(&row(u64::from(*line), Cells::Sheet(cells)))?;
                }
                Ok(())
            }
            Body::Stata(data) => {
                data.rows.iter().enumerate().take(self.most).try_for_each(|(n, values)| f(&row(n as u64 + 1, Cells::Values(values))))
            }
            Body::Frame(frame) => (0..frame.rows.min(self.most)).try_for_each(|n| f(&row(n as u64 + 1, Cells::Frame(frame, n)))),
        }
    }

    fn each_of_text(&self, bytes: &[u8], layout: &Layout, mut f: impl FnMut(&Row<'_>) -> Result<(), Error>) -> Result<(), Error> {
        let text = decode(self.file, bytes, layout)?;
        let above = if layout.positions.is_empty() { layout.header_line - 1 } else { 0 };
        let Some((_, rest)) = skip_lines(&text, above) else { return Ok(()) };
        if let Some(at) = rest.find('\0') {
            let line = (above + rest[..at].matches('\n').count()) as u64 + 1;
            return Err(Error::line(self.file, line, "holds a NUL byte; the file is damaged, download it again"));
        }
        let mut reader = reader(rest, layout);
        let mut record = csv::StringRecord::new();
        let mut next = csv::StringRecord::new();
        let mut seen = 0;
        let mut is_header = layout.positions.is_empty();
        let wrong = |e: csv::Error| {
            let line = e.position().map_or(0, csv::Position::line) + above as u64;
            Error::line(self.file, line, format!("is not a row ({e})"))
        };
        while reader.read_record(&mut record).map_err(wrong)? {
            if std::mem::take(&mut is_header) {
                continue;
            }
            if seen == self.most {
                return Ok(());
            }
            seen += 1;
            let line = record.position().map_or(0, |at| line_of(rest, at)) + above as u64;
            if record.len() != self.header.len() {
                if record.len() == 1 && record[0].trim().is_empty() {
                    continue;
                }
                if layout.may_lack_last && record.len() + 1 == self.header.len() {
                    f(&Row { file: self.file, line, is_joined: false, header: &self.header, cells: Cells::Text(&record) })?;
                    continue;
                }
                let is_part = layout.has_breaks && record.len() < self.header.len();
                if is_part && reader.read_record(&mut next).map_err(wrong)? && record.len() + next.len() == self.header.len() + 1 {
                    let record = joined(&record, &next);
                    f(&Row { file: self.file, line, is_joined: true, header: &self.header, cells: Cells::Text(&record) })?;
                    continue;
                }
                let message = format!(
                    "has {} cells and the header has {}; the line is cut, or a separator is lacking or too many",
                    record.len(),
                    self.header.len()
                );
                return Err(Error::line(self.file, line, message));
            }
            f(&Row { file: self.file, line, is_joined: false, header: &self.header, cells: Cells::Text(&record) })?;
        }
        if layout.is_quoted && rest.matches('"').count() % 2 == 1 {
            let line = (above + rest.matches('\n').count()) as u64 + 1;
            return Err(Error::line(self.file, line, "ends inside a quoted cell; the file is cut, download it again"));
        }
        Ok(())
    }
}

/// Two lines as one row: the last cell of the first goes on in the first of the second.
fn joined(first: &csv::StringRecord, second: &csv::StringRecord) -> csv::StringRecord {
    let last = first.len() - 1;
    let mut row: csv::StringRecord = first.iter().take(last).collect();
    row.push_field(&format!("{} {}", &first[last], &second[0]));
    row.extend(second.iter().skip(1));
    row
}
