//! The parts beside the main result: specifications, crises, distraction, the second model, calibration, states.

use entente_measures::contest::opportunity::{HIGHLY_UNLIKELY, Side};
use entente_measures::contest::summary::Meaning;

use super::super::calibration::Calibration;
use super::super::outcome::{Outcome, Specified};
use super::super::page::Part;
use super::super::words::{belief, figure, hundredths};

/// Every specification side by side.
pub(super) fn specifications(outcome: &Outcome) -> Part {
    let setting = &outcome.setting;
    let [a, b] = setting.pair();
    let median = |s: &Specified, state: &str, of: Meaning| {
        let found = s.summary.ranges.iter().find(|r| r.meaning == of && r.state == state);
        found.and_then(|r| r.median).map_or("-".to_owned(), |m| match of {
            Meaning::ShareFreed => hundredths(m),
            _ => figure(m),
        })
    };
    let first = |s: &Specified, of: Meaning| {
        let found = s.summary.orderings.iter().find(|o| o.meaning == of && o.counted > 0);
        found.map_or("-".to_owned(), |o| hundredths(o.first_more))
    };
    let row = |s: &Specified| {
        let name =
            |id: &str, list: Vec<(&String, &String)>| list.iter().find(|(i, _)| *i == id).map_or(String::new(), |(_, n)| (*n).clone());
        let mut cells = vec![
            name(&s.budget, setting.budgets.iter().map(|b| (&b.id, &b.name)).collect()),
            name(&s.efficacy, setting.efficacies.iter().map(|e| (&e.id, &e.name)).collect()),
        ];
        for of in [Meaning::Multiplier, Meaning::ShareFreed] {
            cells.push(format!("{} / {}", median(s, a, of), median(s, b, of)));
        }
        cells.extend(Meaning::ALL.map(|of| first(s, of)));
        cells
    };
    let name = setting.state(a);
    let columns = [
        "budget".to_owned(),
        "on the way".to_owned(),
        format!("multiplier {name} / {}", setting.state(b)),
        "freed".to_owned(),
        format!("{name} more: multiplier"),
        "share freed".to_owned(),
        "success".to_owned(),
    ];
    Part {
        heading: "Every specification".to_owned(),
        text: vec![format!("Medians, and in how many of 100 draws {name} has more.")],
        columns: columns.to_vec(),
        rows: outcome.specifications.iter().map(row).collect(),
    }
}

/// A crisis on either side.
pub(super) fn crises(outcome: &Outcome) -> Option<Part> {
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
pub(super) fn distractions(outcome: &Outcome) -> Option<Part> {
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

/// The second model.
pub(super) fn second(outcome: &Outcome) -> Part {
    let second = &outcome.second;
    let mut part = Part { heading: "A second model: friends and enemies".to_owned(), ..Part::default() };
    if let Some(reason) = &second.reason {
        part.text.push(format!("No answer: {reason}."));
        return part;
    }
    let same = second.compared.iter().filter(|c| c.is_same).count();
    part.text.push(format!(
        "One contest of all, without theatres and budgets (Konig, Rohner, Thoenig & Zilibotti 2017; a friend adds and an enemy takes {} of \
         effort). The two models agree on {same} of {} questions.",
        figure(second.share),
        second.compared.len()
    ));
    part.columns = ["question", "theatres", "friends and enemies", "agree"].map(str::to_owned).to_vec();
    let row = |c: &super::super::alliance::Compared| {
        vec![c.question.clone(), c.theatres.clone(), c.alliance.clone(), if c.is_same { "yes" } else { "no" }.to_owned()]
    };
    part.rows = second.compared.iter().map(row).collect();
    part
}

/// The calibration.
pub(super) fn calibration(outcome: &Outcome, found: &Calibration) -> Part {
    let setting = &outcome.setting;
    let there: Vec<String> = found.there.iter().map(|(state, n)| format!("{} {}", setting.state(state), figure(*n))).collect();
    let mut part = Part { heading: "Calibration".to_owned(), ..Part::default() };
    part.text.push(format!("Stated of {} on the settled front: {}.", found.when, there.join(", ")));
    let Some(best) = found.fitted.iter().min_by(|a, b| a.error.total_cmp(&b.error)) else {
        part.text.push(format!("It cannot be calibrated; no source here says {}.", found.missing.join("; nor ")));
        return part;
    };
    let front = setting.front(setting.ours()).map_or("the front", |f| f.name.as_str());
    let values = found.fitted.iter().map(|f| f.value);
    let range = [values.clone().fold(f64::INFINITY, f64::min), values.fold(0.0, f64::max)].map(figure);
    part.text.push(format!(
        "The value of {front} that comes nearest to the shares is {} to {}, with all else at its middle, over what each side may have had in all \
         and what is lost on the way. One value for two shares is {} off at best and {} at worst (a typical factor between the share known and \
         that in the contest); believed here: {}.",
        range[0],
        range[1],
        factor(best.error),
        factor(found.fitted.iter().map(|f| f.error).fold(0.0, f64::max)),
        setting.front(setting.ours()).map_or_else(String::new, |f| belief(&f.value)),
    ));
    if let Some(citation) = &found.citation {
        part.text.push(format!("What states had to fight with then: {citation}."));
    }
    part.columns = ["on the way".to_owned(), "value".to_owned(), "off by".to_owned()].to_vec();
    for side in &best.sides {
        part.columns.extend([format!("{}: total from", setting.state(&side.state)), "share known".to_owned(), "in the contest".to_owned()]);
    }
    for fitted in &found.fitted {
        let way = setting.efficacies.iter().find(|e| e.id == fitted.efficacy).map_or(String::new(), |e| e.name.clone());
        let mut row = vec![way, figure(fitted.value), factor(fitted.error)];
        row.extend(fitted.sides.iter().flat_map(|s| [s.total.clone(), hundredths(s.known), hundredths(s.model)]));
        part.rows.push(row);
    }
    part
}

/// An error of the logarithm as a factor.
fn factor(error: f64) -> String {
    format!("\u{d7}\u{a0}{:.2}", error.exp())
}

/// Who is in, with what.
pub(super) fn states(outcome: &Outcome) -> Part {
    let setting = &outcome.setting;
    let mut columns = vec!["state".to_owned(), "why it is in".to_owned()];
    columns.extend(setting.budgets.iter().map(|b| format!("{} ({})", b.name, b.unit)));
    let row = |party: &super::super::setting::Party| {
        let mut cells = vec![party.name.clone(), party.why.clone()];
        for budget in &setting.budgets {
            let force = budget.of.iter().find(|f| f.state == party.id);
            cells.push(force.map_or(String::new(), |f| format!("{}, {}", figure(f.value), f.year)));
        }
        cells
    };
    Part { heading: "Who contends".to_owned(), text: Vec::new(), columns, rows: setting.states.iter().map(row).collect() }
}
