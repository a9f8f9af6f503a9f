//! A result as a table for eyes.

use super::cells::{Cell, Column, day, real};

/// Letters of a cell that are shown.
const WIDEST: usize = 60;

/// The table as text.
pub(super) fn text(columns: &[Column], rows: usize) -> String {
    let shown: Vec<Vec<String>> = columns.iter().map(|c| (0..rows).map(|row| show(c.cell(row))).collect()).collect();
    let names: Vec<String> = columns.iter().map(|c| safe(&c.name)).collect();
    let letters = |s: &String| s.chars().count();
    let widths: Vec<usize> =
        names.iter().zip(&shown).map(|(name, cells)| cells.iter().map(letters).max().unwrap_or(0).max(letters(name))).collect();
    let mut out = String::new();
    let mut line = |cells: Vec<&String>| {
        let mut text = String::new();
        for ((cell, width), column) in cells.into_iter().zip(&widths).zip(columns) {
            let pad = " ".repeat(width - letters(cell));
            text += &if column.is_numeric() { format!("{pad}{cell}  ") } else { format!("{cell}{pad}  ") };
        }
        out += text.trim_end();
        out.push('\n');
    };
    line(names.iter().collect());
    let rules: Vec<String> = widths.iter().map(|width| "-".repeat(*width)).collect();
    line(rules.iter().collect());
    for row in 0..rows {
        line(shown.iter().map(|cells| &cells[row]).collect());
    }
    out
}

fn show(cell: Cell<'_>) -> String {
    match cell {
        Cell::None => "NULL".to_owned(),
        Cell::Truth(t) => t.to_string(),
        Cell::Whole(x) => x.to_string(),
        Cell::Real(x) => real(x),
        Cell::Day(d) => day(d),
        Cell::Text(t) => safe(t),
    }
}

/// A text that cannot move the cursor or turn the direction of writing, cut where it is long.
fn safe(text: &str) -> String {
    let mut out = String::new();
    for (n, c) in text.chars().enumerate() {
        if n == WIDEST {
            out.push('…');
            break;
        }
        let is_direction = matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        if c.is_control() || is_direction { out.extend(c.escape_default()) } else { out.push(c) }
    }
    out
}
