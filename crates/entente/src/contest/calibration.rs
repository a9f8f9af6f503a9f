//! Which value of the settled theatre would give each side the share of its force that is known to have stood there.
//!
//! One value cannot give two shares but by luck, so what is left over says how well the contest fits. It needs, for each side, how much
//! stood there and how much it had in all, and what all states had to fight with at that time. Where one of these has no source, the answer
//! is what is missing; where sources differ on a total, each is fitted, as is each rule of loss.

use std::collections::BTreeMap;

use entente_claims::Record;
use entente_measures::contest::game::Game;
use entente_measures::contest::solve::{Options, solve};
use entente_measures::contest::study::{Apply, Parameter, Study, Target};
use entente_measures::contest::{distribution::Distribution, draws::Sampler, settlement::Settlement};
use serde::{Deserialize, Serialize};

use super::setting::Setting;
use crate::case::Case;
use crate::error::Error;

/// What a case states for a calibration.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CalibrationFile {
    /// The time, in words.
    pub when: String,
    /// The two sides.
    pub side: Vec<SideFile>,
    /// What each state had to fight with at that time, by id.
    pub force: Option<BTreeMap<String, f64>>,
    /// Id of the citation of these.
    pub citation: Option<String>,
}

/// One side.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SideFile {
    /// Id of the state.
    pub state: String,
    /// Id of the record that says how much stood there.
    pub there: String,
    /// Ids of records that say how much there was in all; each is fitted.
    #[serde(default)]
    pub totals: Vec<String>,
}

/// What came of a calibration.
#[derive(Debug, Clone, Default, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Calibration {
    /// The time, in words.
    pub when: String,
    /// How much stood there.
    pub there: Vec<There>,
    /// What is missing; empty if it could be done.
    pub missing: Vec<String>,
    /// The fits: one for each rule of loss and each choice of totals.
    pub fitted: Vec<Fitted>,
    /// Whose figures of what states had to fight with then these are.
    pub citation: Option<String>,
}

/// How much of a state stood on the front.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct There {
    /// Id of the state.
    pub state: String,
    /// The number.
    pub count: f64,
}

/// The value that fits best.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Fitted {
    /// Id of the rule of loss.
    pub efficacy: String,
    /// Value of the settled theatre, in the unit of the others.
    pub value: f64,
    /// One row for each side.
    pub sides: Vec<FittedSide>,
    /// Square root of the mean square of ln(model share / known share): 0.1 is some ten per cent off.
    pub error: f64,
}

/// How well one side fits.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct FittedSide {
    /// Id of the state.
    pub state: String,
    /// Id of the record of its total.
    pub total: String,
    /// Share of its force that is known to have stood there.
    pub known: f64,
    /// Share in the contest.
    pub model: f64,
}

/// Calibrates, or says what is missing for it.
///
/// # Errors
/// A record or state that does not exist, or a contest without a certified answer.
pub fn calibrate(given: &CalibrationFile, case: &Case, setting: &Setting) -> Result<Calibration, Error> {
    let number = |id: &str| -> Result<f64, Error> {
        let (_, record) = case.record(id).ok_or_else(|| Error::UnknownItem { item: id.to_owned(), hint: " (contest.toml)".to_owned() })?;
        stated(record).ok_or_else(|| Error::NoContest { message: format!("contest.toml: record {id} states no number") })
    };
    let cited = |id: &String| {
        let found = case.citations.get(id).map(|c| format!("{}, {}", c.publisher, c.title));
        found.ok_or_else(|| Error::UnknownItem { item: id.clone(), hint: " among the citations (contest.toml)".to_owned() })
    };
    let citation = given.citation.as_ref().map(cited).transpose()?;
    let mut out = Calibration { when: given.when.clone(), citation, ..Calibration::default() };
    // Every choice of one total for each side.
    let mut choices: Vec<Vec<Known>> = vec![Vec::new()];
    for side in &given.side {
        let there = number(&side.there)?;
        out.there.push(There { state: side.state.clone(), count: there });
        if side.totals.is_empty() {
            out.missing.push(format!("how many divisions {} had in all in {}", setting.state(&side.state), given.when));
        }
        let mut longer = Vec::new();
        for total in &side.totals {
            let known = Known { state: side.state.clone(), total: total.clone(), share: there / number(total)? };
            longer.extend(choices.iter().map(|choice| [choice.as_slice(), std::slice::from_ref(&known)].concat()));
        }
        choices = longer;
    }
    let Some(force) = &given.force else {
        out.missing.push(format!("what all states had to fight with in {}", given.when));
        return Ok(out);
    };
    if out.missing.is_empty() {
        let mut budget = setting.budgets[0].clone();
        for f in &mut budget.of {
            let message = || Error::NoContest { message: format!("contest.toml: calibration.force has no {}", f.state) };
            f.value = *force.get(&f.state).ok_or_else(message)?;
        }
        for efficacy in &setting.efficacies {
            let game = setting.game(&budget, efficacy)?;
            for known in &choices {
                out.fitted.push(Fitted { efficacy: efficacy.id.clone(), ..fit(&game, setting.ours(), known)? });
            }
        }
    }
    Ok(out)
}

/// A share that is known.
#[derive(Debug, Clone, PartialEq)]
pub struct Known {
    /// Id of the state.
    pub state: String,
    /// Id of the record of its total.
    pub total: String,
    /// The share.
    pub share: f64,
}

/// The number of a record: its value, or the bound if it has one only.
fn stated(record: &Record) -> Option<f64> {
    let middle = || Some(f64::midpoint(record.number("value_low")?, record.number("value_high")?));
    record.number("value").or_else(middle).or_else(|| record.number("value_high")).or_else(|| record.number("value_low"))
}

/// Least and largest value looked at, in the unit of the others. Chosen: beyond these a front is nothing or all.
const LEAST: f64 = 1e-4;
const LARGEST: f64 = 1e4;
/// Steps of the grid between them: each a factor of 1.6.
const GRID: u32 = 40;

/// The value of a theatre for which shares of force there come nearest to those known, in the mean square of their logarithms.
///
/// # Errors
/// A contest without a certified answer.
pub fn fit(game: &Game, theatre: &str, known: &[Known]) -> Result<Fitted, Error> {
    let shares = |log_value: f64| -> Result<Vec<f64>, Error> {
        let found_in = with_value(game, theatre, log_value.exp())?;
        let found = solve(&found_in, &Options::default())?;
        let allocations = found.allocations(&found_in);
        let of = |state: &String| {
            let all: f64 = allocations.iter().filter(|a| a.state == *state).map(|a| a.force).sum();
            let there: f64 = allocations.iter().filter(|a| a.state == *state && a.theatre == theatre).map(|a| a.force).sum();
            if all > 0.0 { there / all } else { 0.0 }
        };
        Ok(known.iter().map(|k| of(&k.state)).collect())
    };
    let error = |log_value: f64| -> Result<f64, Error> {
        let off: f64 = shares(log_value)?.iter().zip(known).map(|(model, known)| (model.max(1e-12) / known.share).ln().powi(2)).sum();
        Ok((off / known.len() as f64).sqrt())
    };
    // Shares rise with the value and stay where a front is empty or takes all, so the valley is looked for on a grid, then by golden section.
    let points: Vec<f64> = (0..=GRID).map(|n| (LARGEST / LEAST).ln() * f64::from(n) / f64::from(GRID) + LEAST.ln()).collect();
    let errors = points.iter().map(|at| error(*at)).collect::<Result<Vec<f64>, Error>>()?;
    let lowest = (0..points.len()).min_by(|a, b| errors[*a].total_cmp(&errors[*b])).unwrap_or(0);
    let (mut low, mut high) = (points[lowest.saturating_sub(1)], points[(lowest + 1).min(points.len() - 1)]);
    let golden = (5.0_f64.sqrt() - 1.0) / 2.0;
    while high - low > 1e-9 {
        let (a, b) = (high - golden * (high - low), low + golden * (high - low));
        if error(a)? < error(b)? { high = b } else { low = a }
    }
    let at = f64::midpoint(low, high);
    let side = |(model, k): (f64, &Known)| FittedSide { state: k.state.clone(), total: k.total.clone(), known: k.share, model };
    let sides = shares(at)?.into_iter().zip(known).map(side).collect();
    Ok(Fitted { efficacy: String::new(), value: at.exp(), sides, error: error(at)? })
}

/// The same contest with another value of one theatre.
fn with_value(game: &Game, theatre: &str, value: f64) -> Result<Game, Error> {
    let target = Target::Value { theatre: theatre.to_owned() };
    let distribution = Distribution::Fixed { value };
    let parameters = vec![Parameter { id: "value".to_owned(), targets: vec![target], distribution, apply: Apply::Set }];
    let study = Study { settlements: vec![Settlement::of(theatre)], parameters, draws: 1, seed: 0, options: Options::default() };
    Ok(Sampler::new(game, &study)?.game(0)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use entente_core::testkit::assert_close;
    use entente_measures::contest::game::{State, Theatre};

    /// The three-player example: a border of 0.5 puts 0.4101973 and 0.3502622 of the forces there, so these shares give 0.5 back.
    #[test]
    fn shares_of_the_example_give_its_value_back() {
        let states = [("R", 1.0), ("C", 2.0), ("U", 5.0)].map(|(id, force)| State::with_force(id, force)).to_vec();
        let fronts = [("Europe", ["R", "U"], 1.0), ("Pacific", ["C", "U"], 1.0), ("border", ["R", "C"], 9.0)];
        let game = Game::new(states, fronts.map(|(id, states, value)| Theatre::new(id, &states, value)).to_vec(), 1.0).unwrap();
        let known = |state: &str, share| Known { state: state.to_owned(), total: String::new(), share };
        let both = [known("R", 0.410_197_334_4), known("C", 0.700_524_488_4 / 2.0)];
        let found = fit(&game, "border", &both).unwrap();
        assert_close(found.value, 0.5, 1e-6); // the valley of the error is flat at its bottom
        assert!(found.error < 1e-6);
        let apart = fit(&game, "border", &[both[0].clone(), known("C", 0.1)]).unwrap();
        assert!(apart.error > 0.2, "{apart:?}"); // one value cannot give both
    }
}
