//! What known files say: the generated fingerprints, and how a file of unknown bytes is set against them.
//!
//! A file that claims to be an edition we know must say what that edition says. A new edition may say more, and must not lack much
//! of what earlier ones had.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use crate::audit::Fingerprint;
use crate::card::{Card, Parts};
use crate::error::Error;

/// Fingerprint of one table of one known file.
#[derive(Debug, Clone)]
pub struct Known {
    /// Source.
    pub source: String,
    /// Label of the version.
    pub version: String,
    /// Hash of the file.
    pub sha256: String,
    /// Table.
    pub table: String,
    /// What it says.
    pub print: Fingerprint,
}

/// All that is known. One line: source, version, hash of the file, table, rows, states, sum, sums by year, sums by column.
pub fn known() -> &'static [Known] {
    static KNOWN: OnceLock<Vec<Known>> = OnceLock::new();
    KNOWN.get_or_init(|| parse(include_str!("../data/known.csv")))
}

/// Reads the generated file; a line that is none is left out, which the test of the registry finds.
pub fn parse(text: &str) -> Vec<Known> {
    let hex = |text: &str| u64::from_str_radix(text, 16).ok();
    let line = |line: &str| {
        let f: Vec<&str> = line.split(',').collect();
        let [source, version, sha256, table, rows, states, all, years, columns] = f[..] else { return None };
        let years = years.split(' ').filter(|t| !t.is_empty()).map(|item| {
            let mut parts = item.split(':');
            Some((parts.next()?.parse().ok()?, (parts.next()?.parse().ok()?, hex(parts.next()?)?)))
        });
        let columns = columns.split(' ').filter(|t| !t.is_empty()).map(|item| {
            let (name, sum) = item.split_once(':')?;
            Some((name.to_owned(), hex(sum)?))
        });
        let print = Fingerprint {
            rows: rows.parse().ok()?,
            states: states.parse().ok()?,
            all: hex(all)?,
            years: years.collect::<Option<BTreeMap<_, _>>>()?,
            columns: columns.collect::<Option<BTreeMap<_, _>>>()?,
        };
        Some(Known { source: source.to_owned(), version: version.to_owned(), sha256: sha256.to_owned(), table: table.to_owned(), print })
    };
    text.lines().skip(1).filter_map(line).collect()
}

/// The line of the generated file for a fingerprint.
pub fn write(source: &str, version: &str, sha256: &str, table: &str, print: &Fingerprint) -> String {
    let years: Vec<String> = print.years.iter().map(|(year, (rows, sum))| format!("{year}:{rows}:{sum:x}")).collect();
    let columns: Vec<String> = print.columns.iter().map(|(name, sum)| format!("{name}:{sum:x}")).collect();
    format!("{source},{version},{sha256},{table},{},{},{:x},{},{}", print.rows, print.states, print.all, years.join(" "), columns.join(" "))
}

/// Least share of an earlier edition's rows that a new one must have, over the years of both (chosen: revisions of the sources here take
/// out less than one row in a hundred; at half a cut file would pass, at double of the gap honest revisions would not).
const LEAST_ALL: f64 = 0.97;
/// The same for a single year with at least [`FEW`] rows.
const LEAST_YEAR: f64 = 0.8;
const FEW: u64 = 10;

/// Sets a file whose bytes are not known against the editions that are. Gives the label of the edition that it equals, if it does.
///
/// # Errors
/// [`Error::Altered`]: it claims to be a known edition and says something else, or it lacks what earlier editions had.
pub fn compare(file: &str, card: &Card, table: &str, print: &Fingerprint, stated: Option<&str>) -> Result<Option<String>, Error> {
    let known: Vec<&Known> = known().iter().filter(|k| k.source == card.id && k.table == table).collect();
    if let Some(same) = known.iter().find(|k| k.print.all == print.all && k.print.rows == print.rows) {
        return Ok(Some(same.version.clone()));
    }
    // A file that holds a part of an edition, such as a day of events, need not say what another part says.
    if card.table(table).is_some_and(|table| table.parts == Parts::Separate) {
        return Ok(None);
    }
    let altered = |message: String| Error::Altered { file: file.to_owned(), table: table.to_owned(), message };
    let span = |p: &Fingerprint| p.years.keys().next().copied().zip(p.years.keys().next_back().copied());
    let is_by_year = card.table(table).is_some_and(|table| table.parts == Parts::ByYear);
    let is_stated = |k: &Known, label: &str| {
        k.version == label || card.version.iter().find(|v| v.label == k.version).is_some_and(|v| v.stated == label)
    };
    let near = |k: &Known| print.rows.abs_diff(k.print.rows) * 5 <= k.print.rows;
    let meets = |k: &Known| match (span(&k.print), span(print)) {
        (Some(a), Some(b)) => a.0 <= b.1 && b.0 <= a.1,
        _ => true,
    };
    let claims = |k: &Known| match stated {
        // Files of one version may each hold some years; any other file of a known version is the whole of it.
        Some(label) => is_stated(k, label) && (!is_by_year || meets(k)),
        None => (span(&k.print) == span(print) && near(k)) || is_beginning(&k.print, print),
    };
    let claimed: Vec<&&Known> = known.iter().rev().filter(|k| claims(k)).collect();
    // The edition with the same years tells best where the two part.
    if let Some(edition) = claimed.iter().find(|k| span(&k.print) == span(print)).or(claimed.first()) {
        return Err(altered(differences(edition, print)));
    }
    // A named variant of an edition, such as one without some kind of treaty, is smaller on purpose.
    if stated.is_some_and(|label| known.iter().any(|k| label.starts_with(&format!("{}-", k.version)))) {
        return Ok(None);
    }
    let Some(newest) = known.iter().max_by_key(|k| k.print.years.keys().next_back().copied()) else { return Ok(None) };
    let shared: Vec<(i32, u64, u64)> =
        print.years.iter().filter_map(|(year, (rows, _))| Some((*year, *rows, newest.print.years.get(year)?.0))).collect();
    let (ours, theirs) = shared.iter().fold((0, 0), |sum, (_, a, b)| (sum.0 + a, sum.1 + b));
    let short = |a: u64, b: u64, least: f64| (a as f64) < b as f64 * least;
    if let Some((year, a, b)) = shared.iter().find(|(_, a, b)| *b >= FEW && short(*a, *b, LEAST_YEAR)) {
        return Err(altered(format!("{a} rows of {year}, and version {} has {b}; the file is cut, download it again", newest.version)));
    }
    if short(ours, theirs, LEAST_ALL) {
        return Err(altered(format!(
            "{ours} rows of the years in both, and version {} has {theirs}; the file is cut, download it again",
            newest.version
        )));
    }
    Ok(None)
}

/// Says whether a file is a known edition cut off at some year: alike in every year but its last, and without the later ones.
fn is_beginning(edition: &Fingerprint, print: &Fingerprint) -> bool {
    let Some(last) = print.years.keys().next_back() else { return false };
    let is_short = edition.years.keys().next_back().is_some_and(|end| end > last);
    is_short && print.years.len() > 2 && print.years.iter().all(|(year, sum)| year == last || edition.years.get(year) == Some(sum))
}

/// Where a file parts from the edition that it claims to be.
fn differences(edition: &Known, print: &Fingerprint) -> String {
    let columns: Vec<&str> =
        edition.print.columns.iter().filter(|(name, sum)| print.columns.get(*name) != Some(sum)).map(|(name, _)| name.as_str()).collect();
    let years: Vec<String> = edition
        .print
        .years
        .iter()
        .filter(|(year, sum)| print.years.get(year) != Some(sum))
        .map(|(year, _)| year.to_string())
        .chain(print.years.keys().filter(|year| !edition.print.years.contains_key(year)).map(ToString::to_string))
        .collect();
    let some = |items: &[String]| match items.len() {
        0..=5 => items.join(", "),
        n => format!("{} and {} more", items[..5].join(", "), n - 5),
    };
    let columns: Vec<String> = columns.into_iter().map(str::to_owned).collect();
    let rows =
        if print.rows == edition.print.rows { String::new() } else { format!("{} rows instead of {}; ", print.rows, edition.print.rows) };
    format!(
        "says that it is version {} and differs from it: {rows}columns {}; years {}; download the file again, or if you have changed it on \
         purpose, add it with --accept-changed",
        edition.version,
        some(&columns),
        some(&years)
    )
}
