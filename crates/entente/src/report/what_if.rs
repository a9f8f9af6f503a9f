//! A contest before and after changes, side by side, as text.

use std::fmt::Write as _;

use entente_measures::contest::report::Change;
use entente_measures::contest::solve::Allocation;

use super::contest::Places;
use super::contest::{cells, certificate, cut, factor, find, paragraph, percent, reason, rows, settled};
use crate::contest::solution::Solution;
use crate::contest::what_if::WhatIf;

const NONE: &str = "           -        -";

/// Writes the comparison.
pub fn text(found: &WhatIf) -> String {
    let mut out = String::from("What if\n");
    for change in &found.overrides {
        let number = |n: Option<f64>| n.map_or("several numbers".to_owned(), |n| n.to_string());
        let times = change.factor.map_or(String::new(), |factor| format!(" (times {factor})"));
        let _ = writeln!(out, "  {}: {} -> {}{times}", change.name, number(change.old), number(change.new));
    }
    for theatre in &found.dropped {
        let _ = writeln!(out, "  {theatre}: left out");
    }
    for note in &found.notes {
        let _ = writeln!(out, "  {note}");
    }
    let unit = found.before.force_unit.as_deref().unwrap_or("the unit of the file");
    let _ = writeln!(out, "\nforce in {unit}; success from 0 to 1; all theatres in place\n");
    let _ = writeln!(out, "{:<43} before               after", "");
    let _ = writeln!(out, "{:<20} {:<20} {:>11}  {:>7} {:>11}  {:>7}", "state", "theatre", "force", "success", "force", "success");
    let (before, after) = (&found.before, &found.after);
    let places = Places::of_forces(&before.with);
    let gone: Vec<&Allocation> = rows(&after.with).into_iter().filter(|row| find(&before.with, row).is_none()).collect();
    let mut last = None;
    for row in rows(&before.with).into_iter().chain(gone) {
        let name = if last == Some(&row.state) { "" } else { row.state.as_str() };
        last = Some(&row.state);
        let of = |side: &Solution| find(&side.with, row).map_or(NONE.to_owned(), |a| cells(places, a));
        let _ = writeln!(out, "{:<20} {:<20}{}{}", cut(name), cut(&row.theatre), of(before), of(after));
    }
    consequences(&mut out, before, after);
    out.push('\n');
    paragraph(&mut out, &format!("Before. {}", certificate(before)));
    paragraph(&mut out, &format!("After. {}", certificate(after)));
    for (when, solution) in [("before", before), ("after", after)] {
        for warning in &solution.warnings {
            paragraph(&mut out, &format!("note, {when}: {warning}"));
        }
    }
    out
}

fn consequences(out: &mut String, before: &Solution, after: &Solution) {
    let sides = [before, after].map(|s| s.change.as_ref());
    if sides.iter().all(Option::is_none) {
        return;
    }
    let what = |s: &Solution| if s.settled.is_empty() { "nothing".to_owned() } else { settled(&s.settled) };
    let (one, two) = (what(before), what(after));
    let settled = if one == two { one } else { format!("{one} before, {two} after") };
    let _ = writeln!(out, "\nSettled in the comparison: {settled}\n");
    let _ = writeln!(out, "{:<20} {:<20} {:>20} {:>20}", "state", "", "before", "after");
    let places = Places::of_forces(&before.with);
    let mut parties: Vec<&str> = Vec::new();
    for party in sides.iter().flatten().flat_map(|c| &c.freed) {
        if !parties.contains(&party.state.as_str()) {
            parties.push(&party.state);
        }
    }
    for party in parties {
        let mut row = |name: &str, what: &str, of: &dyn Fn(&Change) -> Option<String>| {
            let cell = |c: Option<&Change>| c.and_then(of).unwrap_or_else(|| "-".to_owned());
            let _ = writeln!(out, "{:<20} {:<20} {:>20} {:>20}", cut(name), cut(what), cell(sides[0]), cell(sides[1]));
        };
        let freed = |c: &Change| c.freed.iter().find(|f| f.state == party).cloned();
        row(party, "force freed", &|c| Some(places.show(freed(c)?.force)));
        row("", "share of its force", &|c| Some(percent(freed(c)?.share)));
        row("", "multiplier", &|c| c.multiplier.iter().find(|m| m.state == party).map(factor));
        let mut theatres: Vec<&str> = Vec::new();
        for gain in sides.iter().flatten().flat_map(|c| &c.success_gain).filter(|g| g.state == party) {
            if !theatres.contains(&gain.theatre.as_str()) {
                theatres.push(&gain.theatre);
            }
        }
        for theatre in theatres {
            let gain = |c: &Change| c.success_gain.iter().find(|g| g.state == party && g.theatre == theatre)?.value;
            row("", &format!("gain in {theatre}"), &|c| Some(format!("{:+.4}", gain(c)?)));
        }
    }
    for (when, change) in [("before", sides[0]), ("after", sides[1])] {
        for multiplier in change.iter().flat_map(|c| &c.multiplier) {
            if let Some(why) = reason(multiplier) {
                paragraph(out, &format!("multiplier of {}, {when}: {why}", multiplier.state));
            }
        }
    }
}
