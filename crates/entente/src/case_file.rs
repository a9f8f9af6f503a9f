//! What stands in `case.toml`, in a claims file and in a rubric file, and how a mistake in them is told.
//!
//! A case file comes from anybody: its size is bounded, every key is known, and a wrong key is answered with its line and the nearest
//! right one.

use std::collections::BTreeMap;

use entente_claims::Claim;
use entente_core::nearest::nearest;
use entente_core::{Coverage, Unit, YearSpan};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::error::Error;

/// Largest case, claims or rubric file, in bytes.
pub const CASE_LIMIT: u64 = 1 << 20;
/// Largest table of coded records, in bytes.
pub const TABLE_LIMIT: u64 = 8 << 20;
/// Longest text in one cell or one value, in bytes.
pub const TEXT_LIMIT: usize = 32 << 10;

/// A case as its author wrote it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CaseFile {
    /// Version of this format: 1.
    pub schema_version: u32,
    /// Short id.
    pub id: String,
    /// Title of the case.
    pub title: String,
    /// The two states, by name, abbreviation or number.
    pub pair: [String; 2],
    /// Year of the assessment where none is asked for.
    pub as_of: i32,
    /// Seed of every random number.
    #[serde(default = "default_seed")]
    pub seed: u64,
    /// Id of a built-in case whose tables, claims and rubrics this one starts from; claims here are added, and the built-in ones are
    /// left out if `only_own_claims` is true.
    pub extends: Option<String>,
    /// With `extends`: judge only the claims of this file.
    #[serde(default)]
    pub only_own_claims: bool,
    /// Pairs to set the case against.
    #[serde(default)]
    pub comparators: Vec<[String; 2]>,
    /// Tables of coded records by name.
    #[serde(default)]
    pub table: BTreeMap<String, TableFile>,
    /// File of citations.
    pub citations: Option<String>,
    /// Files of claims.
    #[serde(default)]
    pub claims: Vec<String>,
    /// Files of rubrics.
    #[serde(default)]
    pub rubrics: Vec<String>,
    /// File of the contest over several theatres.
    pub contest: Option<String>,
    /// Series given here rather than in a table.
    #[serde(default)]
    pub series: Vec<InlineSeries>,
    /// Claims given here.
    #[serde(default)]
    pub claim: Vec<Claim>,
}

fn default_seed() -> u64 {
    1
}

/// Where a table lies and what it covers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TableFile {
    /// File, relative to the folder of the case.
    pub file: String,
    /// Years it speaks about.
    pub years: YearSpan,
    /// True where no record inside the years means zero.
    #[serde(default)]
    pub is_exhaustive: bool,
    /// What is not in it, for the reader.
    #[serde(default)]
    pub note: String,
}

impl TableFile {
    /// The coverage of the table.
    pub fn coverage(&self) -> Coverage {
        Coverage { years: self.years, is_exhaustive: self.is_exhaustive }
    }
}

/// A small series written into the case.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct InlineSeries {
    /// Key, for instance `troops_abroad[RUS]`.
    pub key: String,
    /// What the numbers count.
    pub unit: Unit,
    /// Values.
    pub values: Vec<InlineValue>,
}

/// One value of an inline series.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct InlineValue {
    /// The year.
    pub year: i32,
    /// The value.
    pub value: f64,
    /// Lower end of its 90 % interval.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
    /// Id of the citation that gives it.
    pub citation: String,
    /// Unit, where it is stated again; it must be the unit of the series.
    pub unit: Option<Unit>,
}

/// A file of claims.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ClaimsFile {
    /// Case whose evidence the claims are tested on, where the file is checked alone; the built-in one if absent.
    pub case: Option<String>,
    /// The claims.
    #[serde(default)]
    pub claim: Vec<Claim>,
}

/// Reads a TOML text into a type, telling a mistake with its line and, for an unknown key, the nearest known one.
///
/// # Errors
/// [`Error::Syntax`].
pub fn parse<T: DeserializeOwned>(file: &str, bytes: &[u8]) -> Result<T, Error> {
    let text = text(file, bytes)?;
    if let Ok(table) = toml::from_str::<toml::Table>(text) {
        check_values(file, text, "", &toml::Value::Table(table))?;
    }
    read(file, text)
}

/// The text of a file: UTF-8, no line too long, without a byte order mark.
pub(crate) fn text<'a>(file: &str, bytes: &'a [u8]) -> Result<&'a str, Error> {
    let text = std::str::from_utf8(bytes).map_err(|e| {
        let line = bytes[..e.valid_up_to()].iter().filter(|b| **b == b'\n').count() + 1;
        Error::Syntax { file: file.to_owned(), line, column: 1, message: "not UTF-8; save the file as UTF-8".to_owned() }
    })?;
    if let Some((n, _)) = text.lines().enumerate().find(|(_, line)| line.len() > TEXT_LIMIT) {
        let message = format!("a line of more than {TEXT_LIMIT} bytes; no text of a case is that long");
        return Err(Error::Syntax { file: file.to_owned(), line: n + 1, column: 1, message });
    }
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
}

/// Reads TOML into a type; of the values only their type is checked.
pub(crate) fn read<T: DeserializeOwned>(file: &str, text: &str) -> Result<T, Error> {
    toml::from_str(text).map_err(|error| syntax(file, text, error.span().map_or(0, |span| span.start), explain(error.message())))
}

/// A mistake at a byte of a text.
pub(crate) fn syntax(file: &str, text: &str, start: usize, message: String) -> Error {
    let before = &text[..start.min(text.len())];
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
    Error::Syntax { file: file.to_owned(), line, column, message }
}

/// Largest number a case may hold: beyond any count, volume or year, and far from where arithmetic ends.
const NUMBER_LIMIT: f64 = 1e12;

/// Refuses numbers that are none and texts that could steer a terminal, wherever they stand.
fn check_values(file: &str, text: &str, path: &str, value: &toml::Value) -> Result<(), Error> {
    let wrong = |message: String| {
        let key = path.rsplit('.').next().unwrap_or(path).split('[').next().unwrap_or_default();
        let line = text.lines().position(|line| line.trim_start().starts_with(key)).map_or(1, |n| n + 1);
        Err(Error::Syntax { file: file.to_owned(), line, column: 1, message: format!("{path}: {message}") })
    };
    match value {
        toml::Value::Float(number) if !number.is_finite() || number.abs() > NUMBER_LIMIT => {
            wrong(format!("{number} is not a number to test against; write one between -1e12 and 1e12"))
        }
        toml::Value::String(text) if text.chars().any(is_steering) => {
            wrong("a control or direction character in a text; remove it".to_owned())
        }
        toml::Value::Array(items) => {
            items.iter().enumerate().try_for_each(|(n, item)| check_values(file, text, &format!("{path}[{n}]"), item))
        }
        toml::Value::Table(items) => items.iter().try_for_each(|(key, item)| {
            let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
            check_values(file, text, &path, item)
        }),
        _ => Ok(()),
    }
}

/// Characters that move a cursor or turn the direction of a line: escapes, other controls, bidirectional overrides.
pub fn is_steering(c: char) -> bool {
    (c.is_control() && !matches!(c, '\n' | '\r' | '\t')) || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Rewrites the parser's words: an unknown key gets its nearest known one.
fn explain(message: &str) -> String {
    let first_line = message.lines().next().unwrap_or(message);
    for (lead, what) in [("unknown field `", "key"), ("unknown variant `", "word")] {
        let Some(rest) = first_line.strip_prefix(lead) else { continue };
        let mut quoted = rest.split('`').step_by(2);
        let wrong = quoted.next().unwrap_or_default().to_owned();
        let known: Vec<&str> = rest.split('`').skip(2).step_by(2).collect();
        let near = nearest(&wrong, known.iter().copied(), 1);
        let hint = match near.first() {
            Some(near) => format!("did you mean {near:?}? "),
            None => String::new(),
        };
        return format!("unknown {what} {wrong:?}; {hint}known here: {}", known.join(", "));
    }
    match first_line.strip_prefix("missing field `").and_then(|rest| rest.split('`').next()) {
        Some(key) => format!("the key {key:?} is missing in what begins here; add it"),
        None => plain(first_line),
    }
}

/// "a text \"x\" stands where a number belongs" for what the parser says of types, which speaks of the program's own.
fn plain(message: &str) -> String {
    const NAMES: [(&str, &str); 11] = [
        ("f64", "a number"),
        ("i128", "a whole number"),
        ("i32", "a whole number"),
        ("u16", "a whole number"),
        ("u32", "a whole number"),
        ("u64", "a whole number"),
        ("a sequence", "a list"),
        ("a map", "a table"),
        ("a string", "a text in quotes"),
        ("a boolean", "true or false"),
        ("sequence", "a list"),
    ];
    let Some((found, expected)) = message.strip_prefix("invalid type: ").and_then(|rest| rest.split_once(", expected ")) else {
        return message.to_owned();
    };
    let expected = NAMES.iter().find(|(theirs, _)| *theirs == expected).map_or(expected, |(_, ours)| ours);
    let found = match found.split_once(' ') {
        Some(("string", text)) => format!("the text {text}"),
        Some(("integer" | "boolean", what)) => what.trim_matches('`').to_owned(),
        Some(("floating", what)) => what.trim_start_matches("point ").trim_matches('`').to_owned(),
        _ if found == "sequence" => "a list".to_owned(),
        _ if found == "map" => "a table or a date".to_owned(),
        _ => found.to_owned(),
    };
    format!("{found} stands where {expected} belongs")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_told_in_plain_words() {
        for (theirs, ours) in [
            ("invalid type: string \"x\", expected f64", "the text \"x\" stands where a number belongs"),
            ("invalid type: integer `3`, expected a string", "3 stands where a text in quotes belongs"),
            ("invalid type: floating point `1.5`, expected u32", "1.5 stands where a whole number belongs"),
            ("invalid type: map, expected f64", "a table or a date stands where a number belongs"),
            ("anything else", "anything else"),
        ] {
            assert_eq!(plain(theirs), ours);
        }
    }

    fn message(text: &str) -> String {
        parse::<CaseFile>("case.toml", text.as_bytes()).unwrap_err().to_string()
    }

    #[test]
    fn a_typo_in_a_key_is_told_with_its_line_and_the_nearest_key() {
        let found = message("schema_version = 1\nid = \"x\"\ntitel = \"X\"\n");
        assert!(found.starts_with("case.toml:3:1: unknown key \"titel\"; did you mean \"title\"?"), "{found}");
    }

    #[test]
    fn a_typo_inside_a_claim_is_told_too() {
        let found = message(
            "schema_version = 1\nid = \"x\"\ntitle = \"X\"\npair = [\"a\", \"b\"]\nas_of = 2021\n\n[[claim]]\nid = \"A\"\nquestion = 1\n\
             statement = \"s\"\nfalsifier = \"f\"\nsettles = \"s\"\n[claim.test.threshold]\nseries = \"trade_share[RUS]\"\nis = \"above\"\n\
             valeu = 0.5\nunit = \"share\"\n",
        );
        assert!(found.starts_with("case.toml:16:1: unknown key \"valeu\"; did you mean \"value\"?"), "{found}");
    }

    #[test]
    fn a_wrong_unit_lists_the_units() {
        let found = message(
            "schema_version = 1\nid = \"x\"\ntitle = \"X\"\npair = [\"a\", \"b\"]\nas_of = 2021\n[[series]]\nkey = \"x[RUS]\"\nunit = \"euro\"\n",
        );
        assert!(found.contains("unknown word \"euro\"") && found.contains("usd_bn"), "{found}");
    }

    #[test]
    fn a_giant_line_and_a_foreign_encoding_are_refused() {
        assert!(message(&format!("id = \"{}\"", "x".repeat(TEXT_LIMIT))).contains("more than"));
        let latin = parse::<CaseFile>("case.toml", b"id = \"\xe9\"").unwrap_err().to_string();
        assert!(latin.contains("not UTF-8"), "{latin}");
    }
}
