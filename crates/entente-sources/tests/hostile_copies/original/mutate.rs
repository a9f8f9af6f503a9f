//! What people and programs do to a file.

use entente_sources::card::Kind;

use super::Original;
use crate::numbers::Numbers;

pub(crate) const CLASSES: [&str; 24] = [
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
pub(crate) const SAME: [&str; 5] = ["rows exchanged", "line ends changed", "byte order mark", "quoting changed", "blank lines at the end"];

impl Original {
    pub(crate) fn mutate(&self, class: &str, numbers: &mut Numbers) -> Option<Vec<u8>> {
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
                    (is_number && !c.missing.is_empty())
                        .then(|| (place, c.missing.iter().map(|(code, _)| code.clone()).collect::<Vec<_>>()))
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
