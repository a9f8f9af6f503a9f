//! The codebook: what each column is, where it is from, what its absence means, and what is in it. As Markdown and as a page.

mod page;

use std::fmt::Write as _;

use entente_panel::status::Status;

use super::text::{code, grouped, plain};
use super::{ColumnNote, Description, TableUsed};
pub use page::html;

/// The codebook as Markdown.
pub fn markdown(d: &Description) -> String {
    let mut out = format!("# {}\n\n", plain(&d.title));
    let _ = writeln!(out, "{}\n", lead(d));
    let _ = writeln!(out, "Made by entente {} with:\n\n```sh\n{}\n```\n", d.code_version, d.recipe.in_shell());
    let _ = writeln!(out, "Versions are those of the lock file with SHA-256 `{}`.\n", d.lock_sha256);
    out.push_str("| file | bytes | SHA-256 |\n|---|---|---|\n");
    for file in &d.files {
        let _ = writeln!(out, "| {} | {} | `{}` |", code(&file.name), grouped(file.bytes), file.sha256);
    }
    out.push_str("\n## Why a cell is empty\n\n| status | in Stata | rows have it where |\n|---|---|---|\n");
    for status in Status::ALL {
        let letter = status.letter().map_or("a value".to_owned(), |letter| format!("`.{letter}`"));
        let _ = writeln!(out, "| `{}` | {letter} | {} |", status.word(), status.meaning());
    }
    out.push_str("\nA text that is not there is empty in every format. Status columns, where they were asked for, hold the word.\n");
    out.push_str("\n## Columns\n\n| name | is | type | years | rows with a value |\n|---|---|---|---|---|\n");
    for column in &d.columns {
        let _ = writeln!(
            out,
            "| [{}](#{}) | {} | {} | {} | {} |",
            code(&column.name),
            column.name.to_lowercase(),
            plain(&column.label),
            column.kind.word(),
            years(column),
            grouped(with_value(column))
        );
    }
    for column in &d.columns {
        let _ = writeln!(out, "\n### {}\n\n{}.\n", column.name, plain(&column.label));
        for (what, said) in facts(d, column) {
            let _ = writeln!(out, "- {what}: {}", plain(&said));
        }
    }
    out.push_str(&rows_left_out(d));
    sources(d, &mut out);
    out
}

/// One sentence on rows and columns.
fn lead(d: &Description) -> String {
    let keys: Vec<String> = d.columns.iter().filter(|c| c.is_key).map(|c| code(&c.name)).collect();
    format!("{} rows, {} columns. No two rows have the same {}.", grouped(d.rows), d.columns.len(), keys.join(", "))
}

fn with_value(column: &ColumnNote) -> u64 {
    let has_value = |word: &str| Status::ALL.into_iter().any(|s| s.has_value() && s.word() == word);
    column.counts.iter().filter(|c| has_value(&c.status)).map(|c| c.rows).sum()
}

fn years(column: &ColumnNote) -> String {
    match (column.first_year, column.last_year) {
        (Some(first), Some(last)) => format!("{first} to {last}"),
        _ => "none".to_owned(),
    }
}

/// What is said of a column, each with what it is about.
fn facts(d: &Description, column: &ColumnNote) -> Vec<(&'static str, String)> {
    let mut facts = vec![("type", column.kind.word().to_owned())];
    if !column.unit.is_empty() {
        facts.push(("unit", column.unit.clone()));
    }
    if !column.codes.is_empty() {
        facts.push(("codes", column.codes.iter().map(|c| format!("{} {}", c.code, c.means)).collect::<Vec<_>>().join("; ")));
    }
    facts.push(("where there is none", column.absence.clone()));
    for from in &column.from {
        let said = match d.table(from) {
            Some(t) => {
                let covers = t.covers.map_or(String::new(), |(first, last)| format!(", covers {first} to {last}"));
                format!("{from} of {}{covers}; terms: {}", t.titled(), t.license.id)
            }
            None => format!("{from}, a file of the user"),
        };
        facts.push(("from", said));
    }
    if !column.is_key {
        let travels = if column.may_be_passed_on { "yes" } else { "no, or not known" };
        facts.push(("may be passed on", format!("{travels}{}", if column.is_computed { "; computed by entente" } else { "" })));
    }
    facts.push(("years with a value", years(column)));
    if let (Some(min), Some(max)) = (column.min, column.max) {
        facts.push(("values", format!("{min} to {max}")));
    }
    facts.push(("rows", column.counts.iter().map(|c| format!("{} {}", c.status, grouped(c.rows))).collect::<Vec<_>>().join("; ")));
    facts
}

fn rows_left_out(d: &Description) -> String {
    let mut out = "\n## Rows left out\n\n".to_owned();
    if d.exclusions.is_empty() {
        out.push_str("None.\n");
    } else {
        out.push_str("| rule | rows | why |\n|---|---|---|\n");
        for one in &d.exclusions {
            let _ = writeln!(out, "| `{}` | {} | {} |", one.rule, grouped(one.rows), plain(&one.why));
        }
    }
    out.push_str("\n## Known weaknesses\n\n");
    for finding in &d.findings {
        let _ = writeln!(out, "- {}: {}", plain(&finding.place), plain(&finding.message));
    }
    for source in weaknesses(d) {
        let _ = writeln!(out, "- {}: {}", plain(&source.title), plain(&source.about));
    }
    out
}

/// Each source once, whatever its versions.
fn weaknesses(d: &Description) -> Vec<&TableUsed> {
    let mut sources = d.sources();
    sources.dedup_by_key(|source| &source.source);
    sources
}

fn sources(d: &Description, out: &mut String) {
    out.push_str("\n## Sources\n\n| table | source, version | terms | may be passed on | publisher's files |\n|---|---|---|---|---|\n");
    for t in &d.tables {
        let files: Vec<String> = t.parts.iter().map(|p| format!("{} (SHA-256 `{}`)", code(&p.file), p.file_sha256)).collect();
        let _ = writeln!(
            out,
            "| `{}` | {} | {}: {} | {} | {} |",
            t.table,
            plain(&t.titled()),
            t.license.id,
            plain(&t.license.terms),
            t.redistribute.words(),
            files.join("; ")
        );
    }
    for file in &d.recipe.files {
        let _ =
            writeln!(out, "| {} | a file of the user (--{}) | | not known | SHA-256 `{}` |", code(&file.name), file.argument, file.sha256);
    }
    out.push_str("\n## How to cite\n\n");
    for citation in &d.citations {
        let _ = writeln!(out, "- {}", plain(&crate::cite::line(citation)));
    }
}
