//! `docs/sources.md` from the cards: an index, then a section for each source.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use entente_core::{Register, StateCode, YearSpan};
use entente_panel::manifest::version_order;
use entente_sources::card::{ColumnCard, Format, Named, Parts};
use entente_sources::known::{Known, known};
use entente_sources::{Card, Kind, Redistribute, TableCard, sources};

#[test]
fn docs_sources_are_fresh() {
    let cards: Vec<&Card> = sources().iter().map(|s| s.card()).collect();
    let mut out = String::from(HEAD);
    for card in &cards {
        let rows = card.table.iter().map(|t| count(t, &newest(card, t))).sum();
        let stated = card.table.iter().map(|t| stated(card, t, &newest(card, t))).fold(None, join);
        let years = stated.or_else(|| of_rows(&newest(card, &card.table[0])));
        let _ = writeln!(
            out,
            "| [`{0}`](#{0}) | {1} | {2} | {3} | {4} | {5} | {6} | {7} | <{8}> |",
            card.id,
            cell(&card.title),
            cell(&card.publisher),
            cell(&card.table[0].row),
            if rows == 0 { "-".to_owned() } else { grouped(rows) },
            years.map_or("-".to_owned(), |y| y.to_string()),
            card.license.id,
            travels(card.redistribute),
            card.url
        );
    }
    cards.iter().for_each(|card| section(&mut out, card));
    super::check("sources.md", &out);
}

const HEAD: &str = "# Sources

Generated from the cards; do not edit. [store.md](store.md) says how a file gets in and how to read the tables.

One source is one publisher's data set. \"One row is\" speaks of its first table; rows are those of all its tables in the newest version
whose files this program knows, `-` where it knows none. Years are those that the source speaks about. \"Travels\" is what may be passed on in an output:
*raw* the data themselves with credit, *derived* only what is computed from them, *none* nothing.

In the tables of columns, *state* is a number of the Correlates of War list. *Missing* are the publisher's codes for what is not there,
each with its meaning; the cell in the store is then null, and where a column has more than one meaning a column `<name>_missing` beside it
keeps which. *Published as* is the publisher's name of the column, where it is another; \"filled by code\" is one that several cells give.
Every table also has `source_line` and `source_file`.

| id | title | publisher | one row is | rows | years | licence | travels | official page |
|---|---|---|---|---|---|---|---|---|
";

fn section(out: &mut String, card: &Card) {
    let _ = writeln!(out, "\n## {}\n\n**{}.** {}.\n\n{}\n", card.id, card.title, card.publisher, card.about.trim());
    let _ = writeln!(out, "- **Official page.** <{}>", card.url);
    if card.download.is_empty() {
        let _ = writeln!(out, "- **To get it.** Download it from that page, then `entente data add {} FILE`.", card.id);
    } else {
        let files: Vec<String> = card.download.iter().map(|d| format!("{} ({}) from <{}>", d.file, d.version, d.url)).collect();
        let _ = writeln!(
            out,
            "- **To get it.** `entente data get {0}` fetches {1}. Or download it in a browser, then `entente data add {0} FILE`.",
            card.id,
            files.join("; ")
        );
    }
    let read = if card.license.read_on == "not seen" {
        "the page of terms was not read for this version".to_owned()
    } else {
        format!("read on {}", card.license.read_on)
    };
    let _ = writeln!(out, "- **Terms.** {}: {} (<{}>; {read})", card.license.id, card.license.terms, card.license.url);
    let _ = writeln!(
        out,
        "- **Travels.** {}",
        match card.redistribute {
            Redistribute::Raw => "raw: the data may be passed on with credit.",
            Redistribute::Derived => "derived: only what is computed from it.",
            Redistribute::None => "none: it stays with whoever brought it.",
        }
    );
    if !card.attribution.is_empty() {
        let _ = writeln!(out, "- **Credit line.** {}", card.attribution);
    }
    let _ = writeln!(out, "- **Cite.** {}", card.cite.trim());
    let layouts: Vec<String> = card.layout.iter().map(|l| format!("{} ({})", l.name, format(l.format))).collect();
    let _ = writeln!(out, "- **Layouts read.** {}", layouts.join(", "));
    versions(out, card);
    for correction in &card.correction {
        let rows: Vec<String> = correction.rows.iter().map(|(column, value)| format!("`{column}` {value}")).collect();
        let _ = writeln!(
            out,
            "\nCorrection: in `{}`, where {}, `{}` is {} instead of {}: {}. {}",
            correction.table,
            rows.join(" and "),
            correction.column,
            if correction.value.is_empty() { "missing" } else { &correction.value },
            correction.expect,
            correction.reason,
            if correction.reported.is_empty() { "Not yet reported." } else { &correction.reported }
        );
    }
    card.table.iter().for_each(|t| table(out, card, t));
    names(out, card);
}

fn versions(out: &mut String, card: &Card) {
    if card.version.is_empty() {
        out.push_str("\nNo file of it is known byte by byte: layout, columns and sizes are checked.\n");
        return;
    }
    out.push_str("\n| version known | published | file | sha256 |\n|---|---|---|---|\n");
    for version in &card.version {
        for file in &version.file {
            let _ = writeln!(
                out,
                "| {} | {} | {} | `{}` |",
                cell(&version.label),
                if version.published.is_empty() { "-" } else { &version.published },
                cell(&file.name),
                &file.sha256[..12]
            );
        }
    }
}

fn table(out: &mut String, card: &Card, table: &TableCard) {
    let newest = newest(card, table);
    let _ = writeln!(out, "\n### {}\n\nOne row: {}.", table.name, table.row);
    let mut facts = vec![if table.key.is_empty() {
        match table.repeats {
            0 => "No key; no row may repeat another in full.".to_owned(),
            most => format!("No key; at most {most} rows repeat another in full."),
        }
    } else {
        format!("Key: `{}`.", table.key.join("`, `"))
    }];
    let silence = if table.is_exhaustive { "Inside these years silence means zero." } else { "Silence is unknown, not zero." };
    let label = newest.first().map_or(String::new(), |k| format!(" (version {})", k.version));
    match (stated(card, table, &newest), of_rows(&newest)) {
        (Some(years), _) => facts.extend([format!("Covers {years}{label}."), silence.to_owned()]),
        (None, Some(years)) => {
            facts.extend([format!("Covers what its file states, else the years of its rows, {years}{label}."), silence.to_owned()])
        }
        (None, None) if has_years(table) => facts.extend(["Covers the years of its rows.".to_owned(), silence.to_owned()]),
        (None, None) => facts.push("Without years.".to_owned()),
    }
    let rows = count(table, &newest);
    if rows > 0 {
        facts.push(format!("{} rows.", grouped(rows)));
    }
    match table.parts {
        Parts::Alternative => {}
        Parts::ByYear => facts.push("Several files of one version go together, each with years of its own.".to_owned()),
        Parts::Separate => facts.push("Several files of one version go together, each with its own rows.".to_owned()),
    }
    let _ = writeln!(out, "{}\n\n| column | type | is | range | missing | published as |\n|---|---|---|---|---|---|", facts.join(" "));
    for column in &table.column {
        let _ = writeln!(
            out,
            "| `{}` | {} | {} | {} | {} | {} |",
            column.name,
            kind(column.kind),
            cell(&column.is),
            range(column),
            missing(column),
            published(column)
        );
    }
}

fn names(out: &mut String, card: &Card) {
    let mut none: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let mut some = Vec::new();
    let state = |code: &u16| format!("{code} ({})", Register::builtin().name(StateCode(*code)));
    for (name, named) in &card.names {
        match named {
            Named::NotAState(why) => none.entry(why.as_str()).or_default().push(name.as_str()),
            Named::Code(code) => some.push(format!("`{name}` is {}", state(code))),
            Named::ByYear(years) => {
                let spells: Vec<String> = years.iter().map(|(year, code)| format!("from {year} {}", state(code))).collect();
                some.push(format!("`{name}` is {}", spells.join(", ")));
            }
        }
    }
    if !none.is_empty() {
        out.push_str("\nNames that are no state:\n\n");
        none.iter().filter(|(_, names)| names.len() > 1).for_each(|(why, names)| {
            let _ = writeln!(out, "- {why}: {}", cell(&names.join(", ")));
        });
        let single: Vec<String> =
            none.iter().filter(|(_, names)| names.len() == 1).map(|(why, names)| format!("`{}` ({})", names[0], cell(why))).collect();
        if !single.is_empty() {
            let _ = writeln!(out, "- {}", single.join(", "));
        }
    }
    if !some.is_empty() {
        let _ = writeln!(out, "\nNames to which the card gives a number: {}.", some.join("; "));
    }
    if !card.totals.is_empty() {
        let _ = writeln!(out, "\nRows with these names are totals, and a file that has one is refused: {}.", cell(&card.totals.join(", ")));
    }
}

/// What is known of a table in the newest version that has it.
fn newest(card: &Card, table: &TableCard) -> Vec<&'static Known> {
    let of = || known().iter().filter(|k| k.source == card.id && k.table == table.name);
    let version = of().map(|k| k.version.as_str()).max_by_key(|v| version_order(v)).unwrap_or_default();
    of().filter(|k| k.version == version).collect()
}

/// Rows of all parts; files that say the same count once.
fn count(table: &TableCard, newest: &[&Known]) -> u64 {
    let mut seen = BTreeSet::new();
    let parts = newest.iter().filter(|k| seen.insert(k.print.all)).map(|k| k.print.rows);
    if table.parts == Parts::Alternative { parts.max().unwrap_or(0) } else { parts.sum() }
}

/// Years that the card states for the version, or for the table whatever the version.
fn stated(card: &Card, table: &TableCard, newest: &[&Known]) -> Option<YearSpan> {
    let label = newest.first().map(|k| k.version.as_str()).or(card.version.last().map(|v| v.label.as_str()));
    card.version.iter().find(|v| Some(v.label.as_str()) == label).and_then(|v| v.covers).or(table.covers)
}

fn of_rows(newest: &[&Known]) -> Option<YearSpan> {
    let spans = newest.iter().map(|k| YearSpan::new(*k.print.years.keys().next()?, *k.print.years.keys().next_back()?));
    spans.fold(None, join)
}

fn has_years(table: &TableCard) -> bool {
    table.column.iter().any(|c| c.name == table.year)
}

fn join(a: Option<YearSpan>, b: Option<YearSpan>) -> Option<YearSpan> {
    match (a, b) {
        (Some(a), Some(b)) => YearSpan::new(a.first().min(b.first()), a.last().max(b.last())),
        (a, b) => a.or(b),
    }
}

fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Int => "whole number",
        Kind::Real => "number",
        Kind::Text => "text",
        Kind::Date => "day",
        Kind::Cow => "state",
        Kind::FromGw => "state, from its Gleditsch-Ward number",
        Kind::FromName => "state, from its name",
        Kind::FromCode => "state, from its code",
    }
}

fn format(format: Format) -> &'static str {
    match format {
        Format::Csv | Format::Tsv => "delimited text",
        Format::Workbook => "workbook",
        Format::Stata => "Stata",
        Format::R => "R",
    }
}

fn travels(what: Redistribute) -> &'static str {
    match what {
        Redistribute::Raw => "raw",
        Redistribute::Derived => "derived",
        Redistribute::None => "none",
    }
}

fn range(column: &ColumnCard) -> String {
    if !column.words.is_empty() {
        return column.words.iter().map(|w| format!("`{}`", cell(w))).collect::<Vec<_>>().join(", ");
    }
    match (column.min, column.max) {
        (Some(min), Some(max)) => format!("{} to {}", number(min), number(max)),
        (Some(min), None) => format!("from {}", number(min)),
        (None, Some(max)) => format!("to {}", number(max)),
        (None, None) => String::new(),
    }
}

fn missing(column: &ColumnCard) -> String {
    let codes = column.missing.iter().map(|(code, why)| {
        let code = if code.is_empty() { "blank".to_owned() } else { format!("`{}`", cell(code)) };
        format!("{code}: {}", cell(why))
    });
    codes.collect::<Vec<_>>().join("; ")
}

fn published(column: &ColumnCard) -> String {
    let names = column.names();
    match names[..] {
        [] => "filled by code".to_owned(),
        [name] if name == column.name => String::new(),
        _ => names.iter().map(|n| if n.trim().is_empty() { "a blank name".to_owned() } else { cell(n) }).collect::<Vec<_>>().join(" or "),
    }
}

/// Text for a cell of a table of Markdown.
fn cell(text: &str) -> String {
    text.trim().replace('|', "\\|").replace('*', "\\*").replace('<', "&lt;").replace('\n', " ")
}

/// A number, its thousands apart where it is no year.
fn number(value: f64) -> String {
    if value >= 10_000.0 && value.fract() == 0.0 { grouped(value as u64) } else { value.to_string() }
}

fn grouped(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}
