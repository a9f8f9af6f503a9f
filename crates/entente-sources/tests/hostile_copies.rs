//! Copies of the publishers' real files as people and programs spoil them: each is refused with its place, or says what the original says.
//!
//! The mutations are deterministic. By default a large file gets some of them, so that the test is short; `HOSTILE_SEEDS=3` gives every
//! file every mutation three times. What a spoilt copy came to is printed as a table.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use entente_core::testkit::publishers_data;
use entente_sources::card::{Format, Kind, Layout, Parts};
use entente_sources::{Card, Options, TableCard, read, source};

/// A text file as a program that knows nothing of its meaning sees it.
struct Original {
    name: String,
    bytes: Vec<u8>,
    /// Byte at which each record begins, from the header or first row on, and the end of the last.
    starts: Vec<usize>,
    /// The records, header first if there is one.
    records: Vec<Vec<String>>,
    has_header: bool,
    layout: &'static Layout,
    card: &'static Card,
    tables: Vec<&'static TableCard>,
    says: Says,
}

/// What was read: sum and rows for each table.
type Says = BTreeMap<String, (u64, u64)>;

/// Numbers without chance (splitmix64).
struct Numbers(u64);

impl Numbers {
    fn new(text: &str, seed: u64) -> Self {
        Self(text.bytes().fold(seed ^ 0x9e37_79b9_7f4a_7c15, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3)))
    }
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let x = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        x ^ (x >> 31)
    }
    fn below(&mut self, n: usize) -> usize {
        (self.next() % n.max(1) as u64) as usize
    }
}

const CLASSES: [&str; 24] = [
    "header names swapped",
    "data columns swapped",
    "cell shifted left",
    "cell shifted right",
    "cut at 50 %",
    "cut at 90 %",
    "cut at 99 %",
    "cut at 99.9 %",
    "cut in mid-line",
    "block of 50 lines twice",
    "totals row",
    "latin-1",
    "missing code made a number",
    "digit changed",
    "sign changed",
    "cells of two rows exchanged",
    "header renamed",
    "one row lacking",
    "one row twice",
    "rows exchanged",
    "line ends changed",
    "byte order mark",
    "quoting changed",
    "blank lines at the end",
];

/// Classes that change nothing that the file says: the copy must be taken as the same.
const SAME: [&str; 5] = ["rows exchanged", "line ends changed", "byte order mark", "quoting changed", "blank lines at the end"];

impl Original {
    fn delimiter(layout: &Layout) -> u8 {
        layout.separator.unwrap_or(if layout.format == Format::Tsv { '\t' } else { ',' }) as u8
    }

    fn new(path: &Path) -> Option<Self> {
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

    fn is_separate(&self) -> bool {
        self.tables.iter().any(|t| t.parts == Parts::Separate)
    }

    fn first_row(&self) -> usize {
        usize::from(self.has_header)
    }

    fn rows(&self) -> usize {
        self.records.len() - self.first_row()
    }

    /// A row by number, the first being 0, as a place among the records.
    fn any_row(&self, numbers: &mut Numbers) -> usize {
        self.first_row() + numbers.below(self.rows())
    }

    fn line_end(&self) -> &'static str {
        if self.bytes.windows(2).any(|w| w == b"\r\n") { "\r\n" } else { "\n" }
    }

    fn write(&self, records: &[Vec<String>], style: csv::QuoteStyle) -> Vec<u8> {
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
    fn encode(&self, cell: &str) -> Vec<u8> {
        if std::str::from_utf8(&self.bytes).is_ok() { cell.as_bytes().to_vec() } else { cell.chars().map(|c| c as u8).collect() }
    }

    /// The file with other records in the place of one.
    fn with(&self, at: usize, records: &[Vec<String>]) -> Vec<u8> {
        let mut out = self.bytes[..self.starts[at]].to_vec();
        let mut middle = self.write(records, csv::QuoteStyle::Necessary).split_off(self.starts[0]);
        out.append(&mut middle);
        out.extend(&self.bytes[self.starts[at + 1]..]);
        out
    }

    fn changed(&self, at: usize, column: usize, cell: &str) -> Vec<u8> {
        let mut record = self.records[at].clone();
        record[column] = cell.to_owned();
        self.with(at, &[record])
    }

    /// Columns of which at least a part are numbers.
    fn numeric(&self) -> Vec<usize> {
        let row = &self.records[self.first_row()..];
        let is_number =
            |column: usize| row.iter().step_by(row.len() / 200 + 1).any(|r| r.get(column).is_some_and(|c| c.trim().parse::<f64>().is_ok()));
        (0..self.records[0].len()).filter(|c| is_number(*c)).collect()
    }

    fn mutate(&self, class: &str, numbers: &mut Numbers) -> Option<Vec<u8>> {
        let columns = self.records[0].len();
        let rows = self.rows();
        let cut = |share: f64| {
            let at = self.first_row() + (rows as f64 * share) as usize;
            (at < self.records.len() && at > self.first_row()).then(|| self.bytes[..self.starts[at]].to_vec())
        };
        Some(match class {
            "header names swapped" => {
                let (a, b) = (numbers.below(columns), numbers.below(columns));
                if !self.has_header || self.records[0][a] == self.records[0][b] {
                    return None;
                }
                let mut header = self.records[0].clone();
                header.swap(a, b);
                self.with(0, &[header])
            }
            "data columns swapped" => {
                let (a, b) = (numbers.below(columns), numbers.below(columns));
                if a == b {
                    return None;
                }
                let swapped = |(n, record): (usize, &Vec<String>)| {
                    let mut record = record.clone();
                    if n >= self.first_row() && record.len() == columns {
                        record.swap(a, b);
                    }
                    record
                };
                let records: Vec<_> = self.records.iter().enumerate().map(swapped).collect();
                self.write(&records, csv::QuoteStyle::Necessary)
            }
            "cell shifted left" | "cell shifted right" => {
                let at = self.any_row(numbers);
                let mut record = self.records[at].clone();
                let column = numbers.below(record.len());
                if class == "cell shifted left" {
                    record.remove(column);
                    record.push(String::new());
                } else {
                    record.insert(column, String::new());
                    record.pop();
                }
                self.with(at, &[record])
            }
            "cut at 50 %" => cut(0.5)?,
            "cut at 90 %" => cut(0.9)?,
            "cut at 99 %" => cut(0.99)?,
            "cut at 99.9 %" => cut(0.999)?,
            "cut in mid-line" => {
                let at = self.any_row(numbers);
                let length = self.starts[at + 1] - self.starts[at];
                self.bytes[..self.starts[at] + 1 + numbers.below(length.saturating_sub(2))].to_vec()
            }
            "block of 50 lines twice" => {
                let at = self.first_row() + numbers.below(rows.saturating_sub(50));
                let to = (at + 50).min(self.records.len());
                let mut out = self.bytes[..self.starts[to]].to_vec();
                if !out.ends_with(b"\n") {
                    out.extend(self.line_end().bytes());
                }
                out.extend(&self.bytes[self.starts[at]..]);
                out
            }
            "totals row" => {
                let numeric = self.numeric();
                let mut record = vec![String::new(); columns];
                for column in &numeric {
                    let sum: f64 = self.records[self.first_row()..].iter().filter_map(|r| r.get(*column)?.trim().parse::<f64>().ok()).sum();
                    record[*column] = sum.to_string();
                }
                if let Some(text) = (0..columns).find(|c| !numeric.contains(c)) {
                    record[text] = "Total".to_owned();
                }
                let mut out = self.bytes.clone();
                if !out.ends_with(b"\n") {
                    out.extend(self.line_end().bytes());
                }
                out.extend(self.write(&[record], csv::QuoteStyle::Necessary).split_off(self.starts[0]));
                out
            }
            "latin-1" => {
                let text = std::str::from_utf8(&self.bytes).ok()?;
                if text.is_ascii() {
                    return None;
                }
                text.chars().map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?')).collect()
            }
            "missing code made a number" => {
                let header = if self.has_header { &self.records[0] } else { &self.layout.positions };
                let column = |c: &entente_sources::card::ColumnCard| {
                    let place = header.iter().position(|h| c.names().contains(&h.trim()))?;
                    let is_number = matches!(c.kind, Kind::Int | Kind::Real);
                    (is_number && !c.missing.is_empty()).then(|| (place, c.missing.keys().cloned().collect::<Vec<_>>()))
                };
                let places: Vec<_> = self.tables.iter().flat_map(|t| &t.column).filter_map(column).collect();
                let (place, codes) = places.get(numbers.below(places.len()))?;
                let is_code = |n: &usize| self.records[*n].get(*place).is_some_and(|cell| codes.iter().any(|code| code == cell.trim()));
                let (missing, known): (Vec<usize>, Vec<usize>) = (self.first_row()..self.records.len()).partition(is_code);
                if missing.is_empty() || known.is_empty() {
                    return None;
                }
                let value = self.records[known[numbers.below(known.len())]].get(*place)?.clone();
                self.changed(missing[numbers.below(missing.len())], *place, &value)
            }
            "digit changed" | "sign changed" => {
                let numeric = self.numeric();
                if numeric.is_empty() {
                    return None;
                }
                let (at, column) = (0..200).find_map(|_| {
                    let (at, column) = (self.any_row(numbers), numeric[numbers.below(numeric.len())]);
                    self.records[at].get(column)?.trim().parse::<f64>().is_ok_and(|n| n != 0.0).then_some((at, column))
                })?;
                let cell = &self.records[at][column];
                if class == "sign changed" {
                    let cell = cell.trim();
                    let other = cell.strip_prefix('-').map_or_else(|| format!("-{cell}"), str::to_owned);
                    self.changed(at, column, &other)
                } else {
                    let digits: Vec<usize> = cell.char_indices().filter(|(_, c)| c.is_ascii_digit()).map(|(n, _)| n).collect();
                    let place = digits[numbers.below(digits.len())];
                    let old = cell.as_bytes()[place] - b'0';
                    let new = (old + 1 + numbers.below(9) as u8) % 10;
                    self.changed(at, column, &format!("{}{new}{}", &cell[..place], &cell[place + 1..]))
                }
            }
            "cells of two rows exchanged" => {
                let column = numbers.below(columns);
                let (a, b) = (0..200).find_map(|_| {
                    let (a, b) = (self.any_row(numbers), self.any_row(numbers));
                    (a < b && self.records[a].get(column)? != self.records[b].get(column)?).then_some((a, b))
                })?;
                let mut records = self.records.clone();
                (records[a][column], records[b][column]) = (self.records[b][column].clone(), self.records[a][column].clone());
                self.write(&records, csv::QuoteStyle::Necessary)
            }
            "header renamed" => {
                if !self.has_header {
                    return None;
                }
                let mut header = self.records[0].clone();
                let column = numbers.below(columns);
                header[column] = format!("{}_x", header[column]);
                self.with(0, &[header])
            }
            "one row lacking" => {
                let at = self.any_row(numbers);
                self.with(at, &[])
            }
            "one row twice" => {
                let at = self.any_row(numbers);
                self.with(at, &[self.records[at].clone(), self.records[at].clone()])
            }
            "rows exchanged" => {
                let (a, b) = (self.any_row(numbers), self.any_row(numbers));
                let mut records = self.records.clone();
                records.swap(a, b);
                self.write(&records, csv::QuoteStyle::Necessary)
            }
            "line ends changed" => {
                let end = self.line_end() == "\r\n";
                let mut out = Vec::with_capacity(self.bytes.len());
                for (n, byte) in self.bytes.iter().enumerate() {
                    match byte {
                        b'\r' if end && self.bytes.get(n + 1) == Some(&b'\n') => {}
                        b'\n' if !end => out.extend(b"\r\n"),
                        _ => out.push(*byte),
                    }
                }
                out
            }
            "byte order mark" => {
                if self.bytes.starts_with(b"\xef\xbb\xbf") {
                    self.bytes[3..].to_vec()
                } else {
                    [b"\xef\xbb\xbf", &self.bytes[..]].concat()
                }
            }
            "quoting changed" => {
                if !self.layout.is_quoted || self.layout.has_breaks {
                    return None;
                }
                let style = if self.bytes[self.starts[0]] == b'"' { csv::QuoteStyle::Necessary } else { csv::QuoteStyle::Always };
                self.write(&self.records, style)
            }
            "blank lines at the end" => [&self.bytes[..], b"\n\n"].concat(),
            other => unreachable!("{other}"),
        })
    }
}

fn most_bytes() -> usize {
    if std::env::var_os("HOSTILE_SEEDS").is_some() { 10 << 20 } else { 5 << 20 }
}

fn text(cell: &[u8]) -> String {
    std::str::from_utf8(cell).map_or_else(|_| cell.iter().map(|b| char::from(*b)).collect(), str::to_owned)
}

fn says(found: &entente_sources::FileTables) -> Says {
    found.tables.iter().map(|t| (t.table.name.clone(), (t.print.all, t.print.rows))).collect()
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() { files(&path, found) } else { found.push(path) }
    }
}

#[derive(Default, Clone)]
struct Tally {
    refused: usize,
    placed: usize,
    left: usize,
    same: usize,
    events: usize,
    wrong: Vec<String>,
}

#[test]
#[allow(clippy::print_stderr)]
fn a_spoilt_copy_gives_no_wrong_number() {
    let Some(data) = publishers_data("spoilt copies of the publishers' files") else { return };
    let mut paths = Vec::new();
    files(&data, &mut paths);
    let paths: Vec<PathBuf> = paths.into_iter().filter(|p| !matches!(p.extension().and_then(|e| e.to_str()), Some("pdf" | "md"))).collect();
    let seeds: Option<u64> = std::env::var("HOSTILE_SEEDS").ok().and_then(|n| n.parse().ok());
    let tallies: Mutex<BTreeMap<(usize, &str), Tally>> = Mutex::new(BTreeMap::new());
    let queue = Mutex::new(paths);
    let read_files = std::sync::atomic::AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                loop {
                    let Some(path) = queue.lock().unwrap().pop() else { break };
                    let Some(original) = Original::new(&path) else { continue };
                    read_files.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                    for (n, class) in CLASSES.iter().enumerate() {
                        // A byte read costs the same whatever the mutation, so a file of twice the size gets half as many.
                        let share = 1 + original.bytes.len() as u64 / 50_000;
                        for seed in 0..seeds.unwrap_or(1) {
                            let mut numbers = Numbers::new(&format!("{} {class}", original.name), seed);
                            if seeds.is_none() && !numbers.next().is_multiple_of(share) {
                                continue;
                            }
                            let Some(copy) = original.mutate(class, &mut numbers) else { continue };
                            let outcome = judge(&original, class, &copy);
                            if let Err(why) = &outcome {
                                eprintln!("wrong: {class}, seed {seed}: {}: {why}", original.name);
                            }
                            if matches!(outcome, Ok(Kept::Same)) && !SAME.contains(class) {
                                eprintln!("same: {class}, seed {seed}: {}", original.name);
                            }
                            let mut tallies = tallies.lock().unwrap();
                            let tally = tallies.entry((n, class)).or_default();
                            match outcome {
                                Ok(Kept::Refused(is_placed)) => {
                                    tally.refused += 1;
                                    tally.placed += usize::from(is_placed);
                                }
                                Ok(Kept::Left) => tally.left += 1,
                                Ok(Kept::Same) => tally.same += 1,
                                Ok(Kept::Events) => tally.events += 1,
                                Err(why) => tally.wrong.push(format!("{class}, seed {seed}: {}: {why}", original.name)),
                            }
                        }
                    }
                }
            });
        }
    });
    let tallies = tallies.into_inner().unwrap();
    eprintln!(
        "{} files\n{:<28} {:>7} {:>8} {:>5} {:>5} {:>7} {:>6}",
        read_files.into_inner(),
        "copy",
        "refused",
        "(placed)",
        "left",
        "same",
        "events",
        "wrong"
    );
    for ((_, class), t) in &tallies {
        eprintln!("{class:<28} {:>7} {:>8} {:>5} {:>5} {:>7} {:>6}", t.refused, t.placed, t.left, t.same, t.events, t.wrong.len());
    }
    let wrong: Vec<&String> = tallies.values().flat_map(|t| &t.wrong).collect();
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.iter().map(|w| w.as_str()).collect::<Vec<_>>().join("\n"));
}

enum Kept {
    Refused(bool),
    Left,
    Same,
    /// Another set of events: a file of events has no whole to be set against.
    Events,
}

fn judge(original: &Original, class: &str, copy: &[u8]) -> Result<Kept, String> {
    let must_be_same = SAME.contains(&class);
    let found = std::panic::catch_unwind(|| read(&original.name, copy.to_vec(), Options::default())).map_err(|_| "panics".to_owned())?;
    match found {
        Err(error) => {
            let message = error.to_string();
            if must_be_same {
                return Err(format!("refused, and says the same: {message}"));
            }
            if !message.starts_with(original.name.as_str()) {
                return Err(format!("does not name the file: {message}"));
            }
            let is_placed =
                message[original.name.len()..].starts_with(':') && ["line", "column", "year", "row"].iter().any(|w| message.contains(w));
            Ok(Kept::Refused(is_placed))
        }
        Ok(found) if found.tables.is_empty() && !must_be_same => Ok(Kept::Left),
        Ok(found) if says(&found) == original.says => Ok(Kept::Same),
        Ok(_) if must_be_same => Err("does not say the same".to_owned()),
        Ok(_) if original.is_separate() => Ok(Kept::Events),
        Ok(found) => {
            let versions: Vec<String> = found
                .tables
                .iter()
                .filter(|t| original.says.get(&t.table.name) != Some(&(t.print.all, t.print.rows)))
                .map(|t| {
                    format!(
                        "{} {} ({} rows of {})",
                        t.table.name,
                        t.version,
                        t.print.rows,
                        original.says.get(&t.table.name).map_or(0, |s| s.1)
                    )
                })
                .collect();
            Err(format!("taken as {} of {}", versions.join(", "), original.card.id))
        }
    }
}
