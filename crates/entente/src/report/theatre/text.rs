//! The page as text.

use std::fmt::Write as _;

use entente_measures::contest::summary::Meaning;

use super::{rows, words};
use crate::contest::page::{Part, TheatrePage};
use crate::report::columns;
use crate::report::contest::paragraph;
use crate::report::text::wrap;

/// Width of the text in columns.
const WIDTH: usize = 100;

/// Writes the page as text.
pub fn text(page: &TheatrePage) -> String {
    let mut out = format!("{}\n", page.title);
    paragraph(&mut out, &page.question);
    page.caution.iter().for_each(|words| paragraph(&mut out, words));
    out.push_str("\nWho gains more, in three meanings\n");
    for meaning in words::meanings(page) {
        for sentence in &meaning.sentences {
            indented(&mut out, sentence, 2);
        }
        indented(&mut out, &format!("({}: {})", meaning.name, meaning.is), 4);
    }
    let _ = writeln!(out, "\n{:<26} {:<18} {:>10}  {:<20} 90 %", "quantity", "state", "median", "middle half");
    for [quantity, state, median, half, most] in rows::ranges(page) {
        let _ = writeln!(out, "{quantity:<26} {:<18} {median:>10}  {half:<20} {most}", short(&state, 18));
    }
    out.push_str("\nWhat decides it (rank correlation with what the first has more than the second)\n");
    for meaning in Meaning::ALL {
        let pairs = page.summary.orderings.iter().filter(|o| o.meaning == meaning);
        for ordering in pairs {
            indented(
                &mut out,
                &format!("{}: {}", words::name(meaning), words::deciding(page, meaning, &ordering.first, Some(&ordering.second))),
                2,
            );
        }
    }
    out.push_str("\nAssumptions\n");
    let mut last = "";
    for assumption in &page.assumptions {
        // What is said once of all of a kind.
        let what = if assumption.what == last { String::new() } else { format!(" ({})", assumption.what) };
        last = &assumption.what;
        indented(&mut out, &format!("{}{what}: {}; {}", assumption.name, assumption.distribution, assumption.source), 2);
    }
    if !page.claims.is_empty() {
        out.push_str("\nClaims that rest on it\n");
        for [id, statement, meaning, verdict, probability] in rows::claims(page) {
            indented(&mut out, &format!("{id} {verdict}, {probability} ({meaning}): {statement}"), 2);
        }
    }
    if let Some(report) = &page.at_medians {
        let columns = ["state", "theatre", "force with", "success", "force without", "success"].map(str::to_owned).to_vec();
        let rows = rows::allocations(page, report).into_iter().map(|row| row.to_vec()).collect();
        let heading = format!("Who puts how much where, every number at its middle ({})", page.force_unit);
        part_of(&mut out, &Part { heading, text: vec![words::proof(report)], columns, rows });
    }
    page.parts.iter().for_each(|part| part_of(&mut out, part));
    out.push('\n');
    paragraph(&mut out, &words::draws(page));
    page.notes.iter().for_each(|note| paragraph(&mut out, note));
    paragraph(&mut out, words::LIMITS);
    out
}

fn part_of(out: &mut String, part: &Part) {
    let _ = writeln!(out, "\n{}", part.heading);
    part.text.iter().for_each(|sentence| indented(out, sentence, 2));
    let rows: Vec<&Vec<String>> = std::iter::once(&part.columns).filter(|c| !c.is_empty()).chain(&part.rows).collect();
    for line in columns::lines(&rows, WIDTH - 2) {
        let _ = writeln!(out, "  {line}");
    }
}

/// Lines with so many blanks before each, those after the first two more.
fn indented(out: &mut String, words: &str, by: usize) {
    for (n, line) in wrap(words, WIDTH - by - 2).into_iter().enumerate() {
        let _ = writeln!(out, "{:width$}{line}", "", width = if n == 0 { by } else { by + 2 });
    }
}

fn short(name: &str, most: usize) -> String {
    if name.chars().count() <= most { name.to_owned() } else { name.chars().take(most - 1).chain(['…']).collect() }
}
