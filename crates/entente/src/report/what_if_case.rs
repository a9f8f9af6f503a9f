//! The contest of a pair before and after changes, side by side, as text.

use std::fmt::Write as _;

use entente_measures::contest::summary::{Meaning, Range};

use super::contest::{cut, paragraph};
use super::text::wrap;
use super::theatre::{absent, name, written};
use crate::contest::assessed::Assessed;
use crate::contest::what_if_case::CaseWhatIf;
use crate::contest::words::{chance, hundredths};

/// Writes the comparison.
pub fn text(found: &CaseWhatIf) -> String {
    let (before, after) = (&found.before, &found.after);
    let setting = &before.outcome.setting;
    let mut out = format!("What if: {} and {}, {}\n", setting.states[0].name, setting.states[1].name, setting.year);
    for change in &found.overrides {
        let _ = writeln!(out, "  {}", wrap(&format!("{}: {} -> {}", change.name, change.before, change.after), 96).join("\n    "));
    }
    for theatre in &found.dropped {
        let _ = writeln!(out, "  {theatre}: left out");
    }
    for note in &found.notes {
        let _ = writeln!(out, "  {note}");
    }
    let draws = before.outcome.effort.draws;
    let _ = writeln!(out, "\nmedian and middle 90 % of {draws} draws, the main specification\n");
    let _ = writeln!(out, "{:<20} {:<26} {:<24} after", "state", "quantity", "before");
    for party in setting.pair() {
        for (n, meaning) in Meaning::ALL.into_iter().enumerate() {
            let cell = |of: &Assessed| {
                let ranges = &of.outcome.specifications[0].summary.ranges;
                ranges.iter().find(|r| r.state == party && r.meaning == meaning).map_or("-".to_owned(), range)
            };
            let lead = if n == 0 { setting.state(party) } else { "" };
            let _ = writeln!(out, "{:<20} {:<26} {:<24} {}", cut(lead), name(meaning), cell(before), cell(after));
        }
    }
    let _ = writeln!(out, "\nprobability that {} has more: mean over all specifications, and from least to most\n", setting.states[0].name);
    for meaning in Meaning::ALL {
        let cell = |of: &Assessed| orders(of, meaning);
        let _ = writeln!(out, "{:<20} {:<26} {:<24} {}", "", name(meaning), cell(before), cell(after));
    }
    crises(&mut out, before, after);
    out.push('\n');
    paragraph(
        &mut out,
        "Both sides are drawn with the same random numbers, so that they differ by the changes and not by luck. --json has them whole.",
    );
    out
}

/// "1.69 (1.15 to 2.79)".
fn range(range: &Range) -> String {
    let of = |value| written(range.meaning, value);
    absent(range).unwrap_or_else(|| format!("{} ({} to {})", of(range.median), of(range.low90), of(range.high90)))
}

/// "80 % (76 % to 82 %)": the mean over specifications, and the smallest and largest.
fn orders(of: &Assessed, meaning: Meaning) -> String {
    let [a, b] = of.outcome.setting.pair();
    let found = of.page.orderings.iter().find(|o| (o.meaning, o.first.as_str(), o.second.as_str()) == (meaning, a, b));
    match found.and_then(|o| Some((o.first_more?, o.first_more_range?))) {
        Some((mean, [low, high])) => format!("{} ({} to {})", chance(mean), chance(low), chance(high)),
        None => "not defined".to_owned(),
    }
}

/// In how much of what may be believed "an attack is highly unlikely" fails.
fn crises(out: &mut String, before: &Assessed, after: &Assessed) {
    if before.outcome.crises.is_empty() {
        return;
    }
    let setting = &before.outcome.setting;
    let _ = writeln!(
        out,
        "\na crisis elsewhere, the pair's front quiet: force of the opponent that leaves; where \"an attack is highly unlikely\" fails\n"
    );
    for crisis in &before.outcome.crises {
        let cell = |of: &Assessed| {
            let same = |c: &&crate::contest::crisis::Crisis| (&c.theatre, &c.elsewhere) == (&crisis.theatre, &crisis.elsewhere);
            let found = of.outcome.crises.iter().find(same);
            found
                .map(|c| &c.settled)
                .map_or("-".to_owned(), |s| format!("{}; {}", hundredths(s.opening.share_leaving), chance(s.verdict.share_failing)))
        };
        let front = setting.front(&crisis.theatre).map_or(crisis.theatre.as_str(), |f| f.name.as_str());
        let _ = writeln!(
            out,
            "{:<20} {:<26} {:<24} {}",
            cut(setting.state(&crisis.opportunist)),
            format!("crisis in {}", cut(front)),
            cell(before),
            cell(after)
        );
    }
}
