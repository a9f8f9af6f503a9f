//! What the common opponent of the pair does: in a crisis, and when one of the two presses harder.

use entente_measures::contest::opportunity::{HIGHLY_UNLIKELY, Side};

use super::super::super::outcome::Outcome;
use super::super::super::page::Part;
use super::super::super::words::{figure, hundredths};

/// A crisis on either side.
pub(in super::super) fn crises(outcome: &Outcome) -> Option<Part> {
    let setting = &outcome.setting;
    let front = |id: &str| setting.front(id).map_or(id.to_owned(), |f| f.name.clone());
    let mut part = Part { heading: "A crisis elsewhere: attack, posture or stay".to_owned(), ..Part::default() };
    for crisis in &outcome.crises {
        let (opportunist, defender) = (setting.state(&crisis.opportunist), setting.state(&crisis.defender));
        let verdict = &crisis.verdict;
        let decides = verdict.decided_by.as_deref().unwrap_or("nothing");
        let bearing = verdict.numbers.iter().find(|n| Some(&n.number) == verdict.decided_by.as_ref());
        let turns = bearing.and_then(|b| Some((b.turns_at?, b.fails?))).map_or(String::new(), |(at, side)| {
            let side = if side == Side::Below { "below" } else { "above" };
            format!("; with all else at its middle it fails {side} {}", figure(at))
        });
        part.text.push(format!(
            "A crisis in {} (its value two to five times as high) draws {} of the force of {defender} from {}. That {opportunist} attacks there is \
             highly unlikely (below {}) in {} of what may be believed, and fails in {}; what decides it is {decides}{turns}. With all at its \
             middle: attack {}, posture {}.",
            front(&crisis.theatre),
            hundredths(crisis.opening.share_leaving),
            front(&crisis.elsewhere),
            figure(HIGHLY_UNLIKELY),
            hundredths(1.0 - verdict.share_failing),
            hundredths(verdict.share_failing),
            hundredths(crisis.attack_at_medians),
            hundredths(crisis.posture_at_medians),
        ));
        part.rows.push(vec![
            front(&crisis.theatre),
            format!("{opportunist}, {}", front(&crisis.elsewhere)),
            hundredths(crisis.opening.share_leaving),
            format!("{} to {}", hundredths(crisis.opening.success_before), hundredths(crisis.opening.success_at_once)),
            hundredths(verdict.share_failing),
            decides.to_owned(),
        ]);
    }
    if part.rows.is_empty() {
        return None;
    }
    let columns = ["crisis in", "opportunist", "force leaving", "its success", "\"highly unlikely\" fails in", "decided by"];
    part.columns = columns.map(str::to_owned).to_vec();
    Some(part)
}

/// How the opponent answers.
pub(in super::super) fn distractions(outcome: &Outcome) -> Option<Part> {
    let setting = &outcome.setting;
    let mut rows = Vec::new();
    for found in &outcome.distractions {
        for front in &found.fronts {
            let elasticity = front.elasticity.or(front.elasticity_resolved);
            rows.push(vec![
                setting.state(&found.presses).to_owned(),
                setting.front(&front.theatre).map_or(front.theatre.clone(), |f| f.name.clone()),
                hundredths(front.share),
                elasticity.map_or("-".to_owned(), |e| format!("{e:+.2}")),
            ]);
        }
    }
    let opponent = setting.opponent()?;
    let text = format!(
        "By how many per cent the force of {} on each of its fronts moves when one of the two presses one per cent harder everywhere.{}",
        opponent.name,
        if outcome.distractions.iter().all(|d| d.is_confirmed) { "" } else { " Two ways to compute it differ: a corner is near." }
    );
    Some(Part {
        heading: "Distraction".to_owned(),
        text: vec![text],
        columns: ["who presses", "front", "share of its force", "per cent"].map(str::to_owned).to_vec(),
        rows,
    })
}
