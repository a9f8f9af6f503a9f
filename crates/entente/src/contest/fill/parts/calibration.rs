//! The calibration, or what is missing for it.

use super::super::super::calibration::{Calibration, FittedSide};
use super::super::super::outcome::Outcome;
use super::super::super::page::Part;
use super::super::super::words::{belief, figure, hundredths};

/// The calibration.
pub(in super::super) fn calibration(outcome: &Outcome, found: &Calibration) -> Part {
    let setting = &outcome.setting;
    let there: Vec<String> = found.there.iter().map(|t| format!("{} {}", setting.state(&t.state), t.said)).collect();
    let mut part = Part { heading: "Calibration".to_owned(), ..Part::default() };
    part.text.push(format!("Stated of {} on the settled front, in {}: {}.", found.when, found.unit, there.join(", ")));
    if let Some(km) = found.length_km {
        let dense = found.there.iter().filter_map(|t| Some(format!("{} of {}", figure(t.per_100_km?), setting.state(&t.state))));
        let dense: Vec<String> = dense.collect();
        part.text.push(format!("On {} km that is {} for each hundred kilometres.", figure(km), dense.join(" and ")));
    }
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
    if found.fitted.iter().any(|f| f.is_at_edge) {
        part.text.push("Where the value lies at the end of what was looked at, no value fits.".to_owned());
    }
    if let Some(citation) = &found.citation {
        part.text.push(format!("What states had to fight with then: {citation}."));
    }
    let mut totals: Vec<&str> = found.fitted.iter().flat_map(|f| &f.sides).map(|s| s.total.as_str()).collect();
    totals.sort_unstable();
    totals.dedup();
    part.text.push(format!("Records of what each had in all: {}.", totals.join(", ")));
    part.columns = ["on the way".to_owned(), "value".to_owned(), "off by".to_owned()].to_vec();
    part.columns.extend(best.sides.iter().flat_map(|s| [format!("{}, known", setting.state(&s.state)), "in the contest".to_owned()]));
    for fitted in &found.fitted {
        let way = setting.efficacies.iter().find(|e| e.id == fitted.efficacy).map_or(String::new(), |e| e.name.clone());
        let mut row = vec![way, figure(fitted.value), factor(fitted.error)];
        let known = |s: &FittedSide| {
            let there = found.there.iter().find(|t| t.state == s.state).map_or(0.0, |t| t.count);
            format!("{} of {}, {}", figure(there), figure(there / s.known), hundredths(s.known))
        };
        row.extend(fitted.sides.iter().flat_map(|s| [known(s), hundredths(s.model)]));
        part.rows.push(row);
    }
    part
}

/// An error of the logarithm as a factor.
fn factor(error: f64) -> String {
    format!("\u{d7}\u{a0}{:.2}", error.exp())
}
