//! Rows of the page's tables, as cells of text.

use entente_claims::likelihood::percent as hundredths;
use entente_measures::contest::report::Report;
use entente_measures::contest::summary::{Meaning, Range};

use super::words::name;
use crate::chart::words::{number, percent};
use crate::contest::page::TheatrePage;

/// A value of a quantity as it is written; none has no bound.
pub(crate) fn written(meaning: Meaning, value: Option<f64>) -> String {
    match (meaning, value) {
        (_, None) => "no bound".to_owned(),
        (Meaning::Multiplier, Some(value)) => number(value),
        (_, Some(value)) => percent(value),
    }
}

/// Why a range is not there, if it is not.
pub(crate) fn absent(range: &Range) -> Option<String> {
    (range.counted == 0).then(|| "not defined in any draw".to_owned())
}

/// Quantity, state, median, middle half, 90 %.
pub(super) fn ranges(page: &TheatrePage) -> Vec<[String; 5]> {
    let row = |r: &Range| {
        let head = [name(r.meaning).to_owned(), page.state(&r.state).to_owned()];
        let [quantity, state] = head;
        if let Some(absent) = absent(r) {
            return [quantity, state, absent, "-".to_owned(), "-".to_owned()];
        }
        let at = |v| written(r.meaning, v);
        [quantity, state, at(r.median), format!("{} to {}", at(r.low50), at(r.high50)), format!("{} to {}", at(r.low90), at(r.high90))]
    };
    page.summary.ranges.iter().map(row).collect()
}

/// State, theatre, force and success with, force and success without.
pub(super) fn allocations(page: &TheatrePage, report: &Report) -> Vec<[String; 6]> {
    let of = |a: &entente_measures::contest::solve::Allocation| {
        let other = report.change.without.allocations.iter().find(|b| (&b.state, &b.theatre) == (&a.state, &a.theatre));
        let none = || "settled".to_owned();
        [
            page.state(&a.state).to_owned(),
            page.theatre(&a.theatre).to_owned(),
            number(a.force),
            percent(a.success),
            other.map_or_else(none, |b| number(b.force)),
            other.map_or_else(none, |b| percent(b.success)),
        ]
    };
    let side = &report.with;
    let states = side.payoffs.iter().map(|p| &p.state);
    states.flat_map(|state| side.allocations.iter().filter(move |a| a.state == *state)).map(of).collect()
}

/// Id, claim, meaning, verdict, probability.
pub(super) fn claims(page: &TheatrePage) -> Vec<[String; 5]> {
    let row = |c: &crate::contest::page::PageClaim| {
        let probability = c.probability.map_or("-".to_owned(), |p| format!("{}\u{a0}%", hundredths(p)));
        [c.id.clone(), c.statement.clone(), c.meaning.map_or("-", name).to_owned(), c.verdict.clone(), probability]
    };
    page.claims.iter().map(row).collect()
}
