//! A solved contest as one screen of text: who puts how much where, what a settlement changes, and how that is known.

use std::fmt::Write as _;

use entente_measures::contest::certificate::{ALLOWED, Certificate};
use entente_measures::contest::multiplier::{LARGEST, NotDefined, OfParty, Status};
use entente_measures::contest::report::{Change, Side};
use entente_measures::contest::solve::Allocation;
use entente_measures::contest::uniqueness::Uniqueness;

use super::text::wrap;
use crate::contest::solution::{Settled, Solution};
use crate::contest::warnings::{HELD, SPARE};

/// Width of the text in columns.
const WIDTH: usize = 100;
/// Longest name that a table shows whole.
const NAME: usize = 20;

/// Writes the answer.
pub fn text(solution: &Solution) -> String {
    let states = solution.with.payoffs.len();
    let unit = solution.force_unit.as_deref().unwrap_or("the unit of the file");
    let mut theatres: Vec<&str> = solution.with.allocations.iter().map(|a| a.theatre.as_str()).collect();
    theatres.sort_unstable();
    theatres.dedup();
    let count = |n: usize, what: &str| format!("{n} {what}{}", if n == 1 { "" } else { "s" });
    let mut out =
        format!("Contest of {} over {}, decisiveness r = {}\n", count(states, "state"), count(theatres.len(), "theatre"), solution.r);
    let _ = writeln!(out, "force in {unit}; success from 0 to 1; payoff in the unit of values\n");
    allocations(&mut out, solution);
    if let Some(change) = &solution.change {
        consequences(&mut out, change, &settled(&solution.settled), Places::of_forces(&solution.with));
    }
    paragraph(&mut out, &certificate(solution));
    for warning in &solution.warnings {
        paragraph(&mut out, &format!("note: {warning}"));
    }
    out
}

/// "border and 0.4 of gulf".
pub(super) fn settled(settled: &[Settled]) -> String {
    let one = |s: &Settled| if s.degree == 1.0 { s.theatre.clone() } else { format!("{} of {}", s.degree, s.theatre) };
    settled.iter().map(one).collect::<Vec<_>>().join(" and ")
}

/// Rows of a side, those of a state together.
pub(super) fn rows(side: &Side) -> Vec<&Allocation> {
    side.payoffs.iter().flat_map(|p| side.allocations.iter().filter(|a| a.state == p.state)).collect()
}

pub(super) fn find<'a>(side: &'a Side, row: &Allocation) -> Option<&'a Allocation> {
    side.allocations.iter().find(|a| (&a.state, &a.theatre) == (&row.state, &row.theatre))
}

fn allocations(out: &mut String, solution: &Solution) {
    let without = solution.change.as_ref().map(|c| &c.without);
    let head = if without.is_some() { format!("with          without {}", settled(&solution.settled)) } else { String::new() };
    if without.is_some() {
        let _ = writeln!(out, "{:<42} {head}", "");
    }
    let columns = if without.is_some() { "       force  success" } else { "" };
    let _ = writeln!(out, "{:<NAME$} {:<NAME$} {:>11}  {:>7}{columns}", "state", "theatre", "force", "success");
    let places = Places::of_forces(&solution.with);
    let mut last = None;
    for row in rows(&solution.with) {
        let name = if last == Some(&row.state) { "" } else { row.state.as_str() };
        last = Some(&row.state);
        let other = without.map(|side| find(side, row).map_or("           -        -".to_owned(), |a| cells(places, a)));
        let _ = writeln!(out, "{:<NAME$} {:<NAME$}{}{}", cut(name), cut(&row.theatre), cells(places, row), other.unwrap_or_default());
    }
    out.push('\n');
    let places = Places::of(solution.with.payoffs.iter().map(|p| p.value));
    let payoff = |side: &Side, i: usize| places.show(side.payoffs[i].value);
    for (i, of) in solution.with.payoffs.iter().enumerate() {
        let other = without.map(|side| format!("           {:>11}", payoff(side, i))).unwrap_or_default();
        let lead = if i == 0 { "payoff" } else { "" };
        let _ = writeln!(out, "{:<NAME$} {:<NAME$} {:>11}{other}", cut(&of.state), lead, payoff(&solution.with, i));
    }
    if without.is_some() {
        out.push_str("payoffs are not to be compared: a prize that is settled takes its worth with it\n");
    }
    out.push('\n');
}

/// Force and success of a row.
pub(super) fn cells(places: Places, row: &Allocation) -> String {
    format!(" {:>11}  {:>7.4}", places.show(row.force), row.success)
}

fn consequences(out: &mut String, change: &Change, settled: &str, places: Places) {
    let _ = writeln!(out, "What settling {settled} changes, all states dividing anew\n");
    let _ = writeln!(out, "{:<NAME$} {:>11}  {:>6}   {:<14} success gained", "state", "freed", "share", "multiplier");
    for (freed, multiplier) in change.freed.iter().zip(&change.multiplier) {
        let lead = format!(
            "{:<NAME$} {:>11}  {:>6}   {:<14} ",
            cut(&freed.state),
            places.show(freed.force),
            percent(freed.share),
            factor(multiplier)
        );
        gains(out, &lead, change, &freed.state);
    }
    for third in change.elsewhere.iter().filter(|e| !e.is_party) {
        let lead = format!("{:<NAME$} {:>11}  {:>6}   {:<14} ", cut(&third.state), "", "", "no party");
        gains(out, &lead, change, &third.state);
    }
    for saved in change.freed.iter().filter(|f| f.saved.abs() > 1e-9 * f.force.abs().max(1.0)) {
        let more = if saved.saved > 0.0 { "less" } else { "more" };
        let _ = writeln!(out, "{} uses {} {more} force in all", saved.state, places.show(saved.saved.abs()));
    }
    for multiplier in &change.multiplier {
        if let Some(why) = reason(multiplier) {
            paragraph(out, &format!("multiplier of {}: {why}", multiplier.state));
        }
    }
    out.push('\n');
}

fn gains(out: &mut String, lead: &str, change: &Change, state: &str) {
    let of = change.success_gain.iter().filter(|g| g.state == state);
    let words: Vec<String> = of.filter_map(|g| Some(format!("{} {}", g.theatre, signed(g.value?)))).collect();
    let words = if words.is_empty() { "contends nowhere else".to_owned() } else { words.join(", ") };
    let mut lines = wrap(&words, WIDTH - lead.chars().count()).into_iter();
    let _ = writeln!(out, "{lead}{}", lines.next().unwrap_or_default());
    lines.for_each(|line| {
        let _ = writeln!(out, "{:width$}{line}", "", width = lead.chars().count());
    });
}

/// The multiplier in a word.
pub(super) fn factor(multiplier: &OfParty) -> String {
    match (multiplier.status, multiplier.value) {
        (Status::Solved, Some(value)) => format!("{value:.4}"),
        (Status::Unbounded, _) => "unbounded".to_owned(),
        (Status::NotConverged, _) => "not converged".to_owned(),
        _ => "not defined".to_owned(),
    }
}

/// Why there is no multiplier.
pub(super) fn reason(multiplier: &OfParty) -> Option<String> {
    match (multiplier.status, multiplier.reason) {
        (Status::Solved, _) => None,
        (Status::Unbounded, _) => Some(format!("unbounded, as not even {LARGEST} times its force would do as well without the settlement")),
        (Status::NotConverged, _) => Some("not converged: no certified answer with its force multiplied".to_owned()),
        (_, Some(NotDefined::NoForce)) => Some("not defined, as it has no force to multiply".to_owned()),
        (_, Some(NotDefined::NoOtherTheatre)) => Some("not defined, as it contends nowhere else".to_owned()),
        (_, Some(NotDefined::NoGain)) => {
            Some("not defined, as it does worse elsewhere with the settlement or what changes is too little to tell, so no more force is like it".to_owned())
        }
        _ => Some("not defined".to_owned()),
    }
}

/// The proof in words.
pub(super) fn certificate(solution: &Solution) -> String {
    let proof = &solution.certificate;
    let sides = [Some(&solution.with), solution.change.as_ref().map(|c| &c.without)];
    let is_unique = sides.into_iter().flatten().all(|side| side.uniqueness == Uniqueness::Unique);
    let unique = match is_unique {
        // A theatre held alone can be held with any force.
        true if solution.warnings.iter().any(|w| w.ends_with(HELD) || w.ends_with(SPARE)) => "Every equilibrium has these successes.",
        true => "No other division is an equilibrium.",
        false => "Other equilibria are not ruled out.",
    };
    let gain = could_gain(proof);
    format!(
        "Certificate: no state could gain {gain} by dividing its force otherwise ({ALLOWED:.0e} is allowed; {}, {} iterations). {unique}",
        proof.method, proof.iterations
    )
}

/// How much a state could still gain, as a certificate bounds it. Below this doubles do not tell, and machines differ.
pub(super) fn could_gain(proof: &Certificate) -> String {
    match proof.max_regret_share {
        share if share < 1e-14 => "anything beyond rounding".to_owned(),
        share => format!("more than {share:.0e} of what it contends for"),
    }
}

/// Decimals of the numbers of one column: five significant digits of the largest.
#[derive(Clone, Copy)]
pub(super) struct Places(usize);

impl Places {
    /// Those that fit all of the numbers.
    pub(super) fn of(numbers: impl Iterator<Item = f64>) -> Self {
        let largest = numbers.map(f64::abs).fold(0.0, f64::max);
        let power = if largest > 0.0 { largest.log10().floor() } else { 0.0 };
        Self((4.0 - power).clamp(0.0, 6.0) as usize)
    }

    /// Those that fit the forces of a side.
    pub(super) fn of_forces(side: &Side) -> Self {
        Self::of(side.allocations.iter().map(|a| a.force))
    }

    /// The number; one that these decimals would show as nothing is written with a power of ten.
    pub(super) fn show(self, value: f64) -> String {
        let (size, places) = (value.abs(), self.0);
        let least = 0.5 / 10f64.powi(i32::try_from(places).unwrap_or(0));
        match size {
            0.0 => "0".to_owned(),
            size if size < least || size >= 1e9 => format!("{value:.1e}"),
            _ => format!("{value:.places$}"),
        }
    }
}

pub(super) fn percent(share: f64) -> String {
    format!("{:.1} %", share * 100.0 + 0.0)
}

fn signed(value: f64) -> String {
    // A change that rounds to nothing has no sign.
    if value.abs() < 5e-5 { "0".to_owned() } else { format!("{value:+.4}") }
}

/// A name cut to its column.
pub(super) fn cut(name: &str) -> String {
    if name.chars().count() <= NAME { name.to_owned() } else { name.chars().take(NAME - 1).chain(['…']).collect() }
}

pub(super) fn paragraph(out: &mut String, words: &str) {
    wrap(words, WIDTH).iter().for_each(|line| {
        let _ = writeln!(out, "{line}");
    });
}
