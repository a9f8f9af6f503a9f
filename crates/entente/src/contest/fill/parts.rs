//! The parts beside the main result: specifications, who gains elsewhere, the opponent, the second model, calibration, states.

mod calibration;
mod elsewhere;
mod opponent;

use entente_measures::contest::summary::Meaning;

use super::super::outcome::{Outcome, Specified};
use super::super::page::Part;
use super::super::words::{chance, figure, hundredths};

pub(super) use calibration::calibration;
pub(super) use elsewhere::elsewhere;
pub(super) use opponent::{crises, distractions};

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
        let ours = s.summary.orderings.iter().find(|o| (o.meaning, o.first.as_str(), o.second.as_str()) == (of, a, b));
        ours.and_then(|o| o.first_more).map_or("not defined".to_owned(), chance)
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
         effort: a tenth, or less where a state has more than five enemies). In it even an opponent may gain from peace between the two, as less is \
         fought over all. The two models agree on {same} of {} questions.",
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
