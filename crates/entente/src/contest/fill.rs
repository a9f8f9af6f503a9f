//! From what was computed to the page that a reader sees: names, assumptions in words, and the parts beside the main result.

mod parts;

use entente_measures::contest::settlement::Settlement;

use super::calibration::Calibration;
use super::outcome::Outcome;
use super::page::{Assumption, Name, Order, PageClaim, TheatrePage};
use super::setting::Setting;
use super::study::{DECISIVENESS, LOSS, efficacy_of, force_of, value_of};
use super::words::{belief, figure, hundredths};

/// The page of an outcome, with the claims that rest on it.
pub fn page(outcome: &Outcome, calibration: Option<&Calibration>, claims: Vec<PageClaim>, source: String) -> TheatrePage {
    let setting = &outcome.setting;
    let main = &outcome.specifications[0];
    let [a, b] = [0, 1].map(|n| setting.states[n].name.as_str());
    let mut parts = vec![parts::specifications(outcome), parts::elsewhere(outcome)];
    parts.extend(parts::crises(outcome));
    parts.extend(parts::distractions(outcome));
    parts.push(parts::second(outcome));
    parts.extend(calibration.map(|c| parts::calibration(outcome, c)));
    parts.push(parts::states(outcome));
    let mut notes = setting.rules.clone();
    notes.extend(setting.notes.iter().cloned());
    let states = setting.states.iter().map(|s| format!("{} is {}", s.id, s.name));
    let fronts = setting.fronts.iter().filter(|f| f.name != f.id).map(|f| format!("{} is {}", f.id, f.name));
    notes.push(format!("names for entente whatif: {}", states.chain(fronts).collect::<Vec<_>>().join(", ")));
    notes.push(format!(
        "{} draws in each of {} specifications, seed {}; a probability has a standard error of at most {} in one specification",
        outcome.effort.draws,
        outcome.specifications.len(),
        outcome.effort.seed,
        figure(0.5 / (outcome.effort.draws as f64).sqrt()),
    ));
    TheatrePage {
        caution: setting.caution.clone(),
        title: format!("What a quiet front frees: {a} and {b}, {}", setting.year),
        question: format!(
            "If {}, what would each of the two have for its other fronts, and how much larger would its forces have to be to do as well \
             without that?",
            settlement(setting)
        ),
        states: setting.states.iter().map(|s| Name { id: s.id.clone(), name: s.name.clone() }).collect(),
        theatres: setting.fronts.iter().map(|f| Name { id: f.id.clone(), name: f.name.clone() }).collect(),
        settled: setting.settled.iter().map(|s| s.theatre.clone()).collect(),
        assumptions: assumptions(outcome),
        summary: main.summary.clone(),
        orderings: Order::over(outcome.specifications.iter().map(|s| &s.summary)),
        seed: outcome.effort.seed,
        at_medians: Some(main.at_medians.clone()),
        force_unit: setting.budgets[0].unit.clone(),
        claims,
        parts,
        notes,
        source,
    }
}

/// "the border needed no forces and the sea were worth half as much".
fn settlement(setting: &Setting) -> String {
    let one = |s: &Settlement| {
        let name = setting.front(&s.theatre).map_or(s.theatre.as_str(), |f| f.name.as_str());
        if s.degree == 1.0 { format!("{name} needed no forces") } else { format!("{name} were worth {} less", hundredths(s.degree)) }
    };
    setting.settled.iter().map(one).collect::<Vec<_>>().join(" and ")
}

/// What was assumed, in the order of the parameters: those of the main specification.
fn assumptions(outcome: &Outcome) -> Vec<Assumption> {
    let setting = &outcome.setting;
    let (budget, efficacy) = (&setting.budgets[0], &setting.efficacies[0]);
    let known = |id: String| outcome.specifications[0].draws.parameters.contains(&id).then_some(id);
    let row = |id: String, name: String, what: &str, distribution: String, source: String| Assumption {
        parameter: known(id),
        name,
        what: what.to_owned(),
        distribution,
        source,
    };
    let mut out = vec![row(
        DECISIVENESS.to_owned(),
        "decisiveness r".to_owned(),
        "how much a lead in force decides",
        belief(&setting.decisiveness),
        "assumed".to_owned(),
    )];
    for front in &setting.fronts {
        let source = if front.why.is_empty() { "assumed".to_owned() } else { format!("assumed: {}", front.why) };
        out.push(row(
            value_of(&front.id),
            format!("value of {}", front.name),
            "what success there is worth, only ratios matter",
            belief(&front.value),
            source,
        ));
    }
    for force in &budget.of {
        let error =
            if force.sigma > 0.0 { format!(", error {} % (one standard deviation)", figure(force.sigma * 100.0)) } else { String::new() };
        let source = force.records.first().or(budget.citation.as_ref()).map_or("given", String::as_str);
        let source = format!("{source}, {}", force.year);
        out.push(row(
            force_of(&force.state),
            format!("force of {}", setting.state(&force.state)),
            &budget.unit,
            format!("{}{error}", figure(force.value)),
            source,
        ));
    }
    if let Some(loss) = &efficacy.loss {
        out.push(row(
            LOSS.to_owned(),
            "loss on the way".to_owned(),
            "power to which each efficacy is raised",
            belief(loss),
            efficacy.name.clone(),
        ));
    }
    for reach in &efficacy.of {
        let theatre = setting.front(&reach.theatre).map_or(reach.theatre.as_str(), |f| f.name.as_str());
        let name = format!("efficacy of {} in {theatre}", setting.state(&reach.state));
        out.push(row(
            efficacy_of(&reach.state, &reach.theatre),
            name,
            "impact of a unit of force there",
            belief(&reach.belief),
            efficacy.name.clone(),
        ));
    }
    out
}
