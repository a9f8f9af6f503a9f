//! What the shell completes, and where a statement ends.

use entente_query::{TableInfo, functions, statement};
use rustyline::completion::Completer;
use rustyline::highlight::Highlighter;
use rustyline::hint::Hinter;
use rustyline::validate::{ValidationContext, ValidationResult, Validator};
use rustyline::{Context, Helper, Result};

const KEYWORDS: &[&str] = &[
    "ALL",
    "AND",
    "AS",
    "ASC",
    "BETWEEN",
    "BY",
    "CASE",
    "CAST",
    "CROSS",
    "DESC",
    "DISTINCT",
    "ELSE",
    "END",
    "EXCEPT",
    "EXISTS",
    "FALSE",
    "FILTER",
    "FROM",
    "FULL",
    "GROUP",
    "HAVING",
    "ILIKE",
    "IN",
    "INNER",
    "INTERSECT",
    "IS",
    "JOIN",
    "LAST",
    "LEFT",
    "LIKE",
    "LIMIT",
    "NOT",
    "NULL",
    "NULLS",
    "OFFSET",
    "ON",
    "OR",
    "ORDER",
    "OUTER",
    "OVER",
    "PARTITION",
    "PRECEDING",
    "RIGHT",
    "ROWS",
    "SELECT",
    "THEN",
    "TRUE",
    "TRY_CAST",
    "UNBOUNDED",
    "UNION",
    "USING",
    "VALUES",
    "WHEN",
    "WHERE",
    "WITH",
];

/// Words that are known.
#[derive(Default)]
pub(super) struct Words {
    words: Vec<String>,
}

impl Words {
    /// Names of tables, columns and functions, and words of the language.
    pub(super) fn new(tables: &[TableInfo]) -> Self {
        let names = tables.iter().flat_map(|t| t.columns.iter().map(|(name, _)| name.clone()).chain([t.name.clone()]));
        let mut words: Vec<String> = names.chain(functions::names()).chain(KEYWORDS.iter().map(|k| (*k).to_owned())).collect();
        words.sort();
        words.dedup();
        Self { words }
    }

    /// Where the word before the cursor begins, and what it may become.
    fn completions(&self, line: &str, at: usize) -> (usize, Vec<String>) {
        let before = &line[..at];
        let start = before.rfind(|c: char| !c.is_ascii_alphanumeric() && c != '_').map_or(0, |n| n + 1);
        let begun = &before[start..];
        if begun.is_empty() {
            return (start, Vec::new());
        }
        let fits = |word: &&String| {
            word.len() >= begun.len() && word.is_char_boundary(begun.len()) && word[..begun.len()].eq_ignore_ascii_case(begun)
        };
        (start, self.words.iter().filter(fits).cloned().collect())
    }
}

impl Helper for Words {}
impl Hinter for Words {
    type Hint = String;
}
impl Highlighter for Words {}

impl Completer for Words {
    type Candidate = String;

    fn complete(&self, line: &str, at: usize, _: &Context<'_>) -> Result<(usize, Vec<String>)> {
        Ok(self.completions(line, at))
    }
}

impl Validator for Words {
    fn validate(&self, context: &mut ValidationContext<'_>) -> Result<ValidationResult> {
        let text = context.input();
        let goes_on = !text.trim_start().starts_with('\\') && statement::unfinished(text);
        Ok(if goes_on { ValidationResult::Incomplete } else { ValidationResult::Valid(None) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_completed_in_any_case() {
        let columns = vec![("ccode".to_owned(), "bigint".to_owned()), ("cinc".to_owned(), "double".to_owned())];
        let table = TableInfo { name: "cow_nmc".to_owned(), origin: String::new(), rows: 1, columns };
        let words = Words::new(&[table]);
        assert_eq!(words.completions("SELECT cco", 10), (7, vec!["ccode".to_owned()]));
        assert_eq!(words.completions("SELECT avg(COW", 14), (11, vec!["cow_nmc".to_owned()]));
        assert_eq!(words.completions("sel", 3), (0, vec!["SELECT".to_owned()]));
        assert_eq!(words.completions("SELECT ", 7), (7, vec![]));
    }
}
