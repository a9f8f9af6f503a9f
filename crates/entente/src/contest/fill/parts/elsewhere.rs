//! Success elsewhere: what third states lose, and what moving alone would have brought.

use entente_measures::contest::counterfactual::OfSlot;
use entente_measures::contest::report::Side;

use super::super::super::outcome::Outcome;
use super::super::super::page::Part;
use super::super::super::words::hundredths;

/// Success of all states on the fronts that stay, third states among them, and what moving alone would have brought.
pub(in super::super) fn elsewhere(outcome: &Outcome) -> Part {
    let setting = &outcome.setting;
    let report = &outcome.specifications[0].at_medians;
    let success = |side: &Side, state: &str, theatre: &str| {
        side.allocations.iter().find(|a| (a.state.as_str(), a.theatre.as_str()) == (state, theatre)).map(|a| a.success)
    };
    let row = |gain: &OfSlot| {
        let (state, theatre) = (gain.state.as_str(), gain.theatre.as_str());
        let (with, without) = (success(&report.with, state, theatre)?, success(&report.change.without, state, theatre)?);
        let alone = report.change.unilateral.iter().find(|u| (u.state.as_str(), u.theatre.as_str()) == (state, theatre));
        Some(vec![
            setting.state(state).to_owned(),
            setting.front(theatre).map_or_else(|| theatre.to_owned(), |f| f.name.clone()),
            hundredths(with),
            hundredths(without),
            points(without - with),
            alone.map_or("-".to_owned(), |u| points(u.success_gain)),
        ])
    };
    Part {
        heading: "Who gains and loses elsewhere".to_owned(),
        text: vec![
            "Success on the fronts that stay, in points of 100, with every number at its middle: before and after the settlement, and what a party \
             would gain if it alone moved its force and nobody answered."
                .to_owned(),
        ],
        columns: ["state", "front", "with", "without", "change", "if it alone moved"].map(str::to_owned).to_vec(),
        rows: setting.states.iter().flat_map(|s| report.change.success_gain.iter().filter(|g| g.state == s.id)).filter_map(row).collect(),
    }
}

/// A change of success in points of a hundred.
fn points(change: f64) -> String {
    // A change that rounds to nothing has no sign.
    if change.abs() < 5e-4 { "0.0".to_owned() } else { format!("{:+.1}", change * 100.0) }
}
