//! What the page says in sentences, the same in HTML and text.

use entente_claims::likelihood::{percent, word};
use entente_measures::contest::certificate::ALLOWED;
use entente_measures::contest::report::Report;
use entente_measures::contest::summary::Meaning;
use serde::Serialize;

use crate::contest::page::{Order, TheatrePage};
use crate::report::compare::sentence as sentence_case;
use crate::report::contest::could_gain;

/// What the model leaves out, on every page.
pub(super) const LIMITS: &str = "This is an equilibrium of a model and no forecast. Everybody in it knows everything and moves at once; it knows no \
    nuclear weapons, no deterrence without force in place, and no fear of what a settlement may be worth tomorrow. How much a theatre is worth \
    to a state is an assumption. The draws vary what is written under Assumptions and nothing else.";

/// One meaning of "gains more", and who does.
#[derive(Debug, Serialize)]
pub(super) struct OfMeaning {
    /// The quantity.
    pub(super) name: &'static str,
    /// What it is.
    pub(super) is: &'static str,
    /// A sentence for each pair of parties.
    pub(super) sentences: Vec<String>,
}

/// The quantity in a few words.
pub(crate) fn name(meaning: Meaning) -> &'static str {
    match meaning {
        Meaning::Multiplier => "multiplier",
        Meaning::ShareFreed => "share of its force freed",
        Meaning::SuccessGained => "success gained elsewhere",
    }
}

/// What the quantity is.
fn is(meaning: Meaning) -> &'static str {
    match meaning {
        Meaning::Multiplier => "how many times as much its force would have to count for it to do as well elsewhere without the settlement",
        Meaning::ShareFreed => "how much of its force leaves the settled theatre",
        Meaning::SuccessGained => "by how much its success in its other theatres rises, weighted by their value, all states dividing anew",
    }
}

/// Every meaning with its sentences.
pub(super) fn meanings(page: &TheatrePage) -> Vec<OfMeaning> {
    let of = |meaning: Meaning| {
        let orderings = page.orderings.iter().filter(|o| o.meaning == meaning);
        OfMeaning { name: name(meaning), is: is(meaning), sentences: orderings.map(|o| sentence(page, o)).collect() }
    };
    Meaning::ALL.into_iter().map(of).collect()
}

/// The party that has more in more draws: its id and that of the other, its share and that of the other, and whether it is the first.
fn leader(o: &Order) -> Option<(&str, &str, f64, f64, bool)> {
    let (first, second) = (o.first_more?, o.second_more?);
    Some(if first >= second { (&o.first, &o.second, first, second, true) } else { (&o.second, &o.first, second, first, false) })
}

/// Who is first, how probably, in words and numbers.
fn sentence(page: &TheatrePage, o: &Order) -> String {
    let (Some((who, other, more, less, is_first)), Some([low, high])) = (leader(o), o.first_more_range) else {
        let (first, second) = (page.state(&o.first), page.state(&o.second));
        return format!("{first} and {second} cannot be compared: one of them contends nowhere else.");
    };
    let what = match o.meaning {
        Meaning::Multiplier => "the larger multiplier",
        Meaning::ShareFreed => "the larger share of its force freed",
        Meaning::SuccessGained => "the larger gain in success",
    };
    // The word is that of the number shown.
    let more = percent(more);
    let likely = word(f64::from(more) / 100.0).0;
    let equal = o.equal.unwrap_or(0.0);
    // Hundredths that are shown add up to a hundred.
    let (less, equal) = if equal > 0.005 { (percent(less), format!(", equal {}", percent(equal))) } else { (100 - more, String::new()) };
    let [low, high] = if is_first { [low, high] } else { [1.0 - high, 1.0 - low] }.map(percent);
    let over = if low == high { String::new() } else { format!("; {low} to {high} by specification") };
    let (who, other) = (page.state(who), page.state(other));
    format!("That {who} has {what} is {likely}: {more} of 100 draws ({other} {less}{equal}{over}).", likely = adjective(likely))
}

/// The word as it stands after "is".
fn adjective(word: &'static str) -> &'static str {
    if word == "almost no chance" { "almost out of the question" } else { word }
}

/// How many draws there are and what became of them.
pub(super) fn draws(page: &TheatrePage) -> String {
    let summary = &page.summary;
    let mut words = format!("{} draws with seed {}", summary.draws, page.seed);
    if summary.certified == summary.draws {
        words.push_str(", each with a certified answer.");
    } else {
        words.push_str(&format!(", of which {} have a certified answer.", summary.certified));
    }
    for failed in &summary.failed {
        words.push_str(&format!(" {} have none; the first, number {}: {}.", failed.count, failed.first_draw, failed.message));
    }
    let unbounded = summary.ranges.iter().filter(|r| r.unbounded > 0);
    for range in unbounded {
        words.push_str(&format!(" The multiplier of {} has no bound in {} of them.", page.state(&range.state), range.unbounded));
    }
    for range in summary.ranges.iter().filter(|r| r.not_defined > 0) {
        words.push_str(&format!(
            " The {} of {} is not defined in {} of them, which are left out of it.",
            name(range.meaning),
            page.state(&range.state),
            range.not_defined
        ));
    }
    words
}

/// One sentence over all meanings: who has more in which.
pub(super) fn takeaway(page: &TheatrePage) -> String {
    let of = |o: &Order| {
        let (who, _, more, ..) = leader(o)?;
        Some(format!("{} in the {} ({} of 100 draws)", page.state(who), name(o.meaning), percent(more)))
    };
    let words: Vec<String> = page.orderings.iter().filter_map(of).collect();
    if words.is_empty() { "There are no two parties to compare.".to_owned() } else { format!("Who has more: {}.", words.join(", ")) }
}

/// One sentence on what decides a quantity.
pub(super) fn deciding(page: &TheatrePage, meaning: Meaning, state: &str, than: Option<&str>) -> String {
    let drivers = page.summary.drivers.iter().filter(|d| d.meaning == meaning && d.state == state && d.than.as_deref() == than);
    // Chosen: below a tenth a rank correlation moves nobody's view; at half or double one name more or less is given.
    let strong: Vec<String> = drivers
        .filter(|d| d.rank_correlation.abs() >= 0.1)
        .take(2)
        .map(|d| format!("{} ({} it)", page.parameter(&d.parameter), if d.rank_correlation > 0.0 { "raises" } else { "lowers" }))
        .collect();
    let what = match than {
        Some(than) => format!("what {} has more than {}", page.state(state), page.state(than)),
        None => format!("the {} of {}", name(meaning), page.state(state)),
    };
    match strong.len() {
        0 => format!("No single number that was drawn decides {what}."),
        _ => format!("{} turns most on {}.", sentence_case(&what), strong.join(" and ")),
    }
}

/// The proof of the answer at the middle of all assumptions.
pub(super) fn proof(report: &Report) -> String {
    let proof = &report.certificate;
    format!(
        "Certificate: no state could gain {} by dividing its force otherwise; {ALLOWED:.0e} is allowed ({}, {} iterations).",
        could_gain(proof),
        proof.method,
        proof.iterations
    )
}
