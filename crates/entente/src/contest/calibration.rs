//! Which value of the settled theatre would give each side the share of its force that is known to have stood there.
//!
//! One value cannot give two shares but by luck, so what is left over says how well the contest fits. It needs, for each side, how much
//! stood there and how much it had in all, and what all states had to fight with at that time. Where one of these has no source, the answer
//! is what is missing; where sources differ on a total, each is fitted, as is each rule of loss.

mod fit;

use std::collections::{BTreeMap, BTreeSet};

use entente_claims::Record;
use serde::{Deserialize, Serialize};

use super::setting::Setting;
use super::words::figure;
use crate::case::Case;
use crate::error::Error;

pub use fit::fit;

/// What a case states for a calibration.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CalibrationFile {
    /// The time, in words.
    pub when: String,
    /// What is counted, in words: divisions.
    pub unit: String,
    /// The two sides, both of the pair.
    pub side: Vec<SideFile>,
    /// What each state had to fight with at that time, by id.
    pub force: Option<BTreeMap<String, f64>>,
    /// Id of the citation of these.
    pub citation: Option<String>,
    /// Id of the record that says how long the front was, in kilometres.
    pub length: Option<String>,
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
    /// What is counted, in words.
    pub unit: String,
    /// How much stood there.
    pub there: Vec<There>,
    /// Length of the front in kilometres, where a record says it.
    pub length_km: Option<f64>,
    /// What is missing; empty if it could be done.
    pub missing: Vec<String>,
    /// The fits: one for each rule of loss and each choice of totals.
    pub fitted: Vec<Fitted>,
    /// Whose figures of what states had to fight with then these are.
    pub citation: Option<String>,
    /// Ids of the records that these come from.
    pub records: BTreeSet<String>,
    /// Ids of the citations of all these.
    pub citations: BTreeSet<String>,
}

/// How much of a state stood on the front.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct There {
    /// Id of the state.
    pub state: String,
    /// The number.
    pub count: f64,
    /// The same as its record has it: "up to 50".
    pub said: String,
    /// The number for each hundred kilometres, where the length is known.
    pub per_100_km: Option<f64>,
}

/// The value that fits best.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Fitted {
    /// Id of the rule of loss.
    pub efficacy: String,
    /// Value of the settled theatre, in the unit of the others.
    pub value: f64,
    /// Whether it lies at the end of what was looked at, so that no value fits.
    pub is_at_edge: bool,
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

/// A share that is known.
#[derive(Debug, Clone, PartialEq)]
pub struct Known {
    /// Id of the state.
    pub state: String,
    /// Id of the record of its total.
    pub total: String,
    /// The share, between 0 and 1.
    pub share: f64,
}

/// Most fits of a calibration. Chosen: more a reader would not compare.
const MOST: usize = 24;

/// Calibrates, or says what is missing for it.
///
/// # Errors
/// A record, state or citation that does not exist, a share that is none, or a contest without a certified answer.
pub fn calibrate(given: &CalibrationFile, case: &Case, setting: &Setting) -> Result<Calibration, Error> {
    let wrong = |message: String| Error::NoContest { message: format!("contest.toml, calibration: {message}") };
    let number = |id: &String| -> Result<(f64, String), Error> {
        let (_, record) = case.record(id).ok_or_else(|| Error::UnknownItem { item: id.clone(), hint: " (contest.toml)".to_owned() })?;
        stated(record).ok_or_else(|| wrong(format!("record {id} states no number")))
    };
    let cited = |id: &String| {
        let found = case.citations.get(id).map(|c| format!("{}, {}", c.publisher, c.title));
        found.ok_or_else(|| Error::UnknownItem { item: id.clone(), hint: " among the citations (contest.toml)".to_owned() })
    };
    let mut sides: Vec<&str> = given.side.iter().map(|s| s.state.as_str()).collect();
    let mut pair = setting.pair();
    sides.sort_unstable();
    pair.sort_unstable();
    if sides != pair {
        return Err(wrong(format!("its sides are {}, and must be {} and {}", sides.join(", "), pair[0], pair[1])));
    }
    if setting.efficacies.len() * given.side.iter().map(|s| s.totals.len()).product::<usize>() > MOST {
        return Err(wrong(format!("more than {MOST} fits; name fewer totals")));
    }
    let length_km = given.length.as_ref().map(number).transpose()?.map(|(km, _)| km);
    let citation = given.citation.as_ref().map(cited).transpose()?;
    let records: BTreeSet<String> =
        given.side.iter().flat_map(|s| s.totals.iter().chain([&s.there])).chain(&given.length).cloned().collect();
    let cited = records.iter().filter_map(|id| case.record(id)).flat_map(|(_, record)| record.citations.iter().cloned());
    let citations = cited.chain(given.citation.clone()).collect();
    let (when, unit) = (given.when.clone(), given.unit.clone());
    let mut out = Calibration { when, unit, length_km, citation, records, citations, ..Calibration::default() };
    // Every choice of one total for each side.
    let mut choices: Vec<Vec<Known>> = vec![Vec::new()];
    for side in &given.side {
        let (there, said) = number(&side.there)?;
        let per_100_km = length_km.map(|km| there / km * 100.0);
        out.there.push(There { state: side.state.clone(), count: there, said, per_100_km });
        if side.totals.is_empty() {
            out.missing.push(format!("how many {} {} had in all in {}", given.unit, setting.state(&side.state), given.when));
        }
        let mut longer = Vec::new();
        for total in &side.totals {
            let share = there / number(total)?.0;
            if !(share > 0.0 && share < 1.0) {
                return Err(wrong(format!("{} and {total} give a share of {share}; it must be above 0 and below 1", side.there)));
            }
            let known = Known { state: side.state.clone(), total: total.clone(), share };
            longer.extend(choices.iter().map(|choice| [choice.as_slice(), std::slice::from_ref(&known)].concat()));
        }
        choices = longer;
    }
    let Some(force) = &given.force else {
        out.missing.push(format!("what all states had to fight with in {}", given.when));
        return Ok(out);
    };
    if !out.missing.is_empty() {
        return Ok(out);
    }
    let mut budget = setting.budgets[0].clone();
    for f in &mut budget.of {
        f.value = *force.get(&f.state).ok_or_else(|| wrong(format!("force has no {}", f.state)))?;
    }
    for efficacy in &setting.efficacies {
        let game = setting.game(&budget, efficacy)?;
        for known in &choices {
            out.fitted.push(Fitted { efficacy: efficacy.id.clone(), ..fit(&game, setting.ours(), known)? });
        }
    }
    Ok(out)
}

/// The number of a record, and how it says it: its value, the middle of two bounds, or the one bound it has.
fn stated(record: &Record) -> Option<(f64, String)> {
    let of = |column| record.number(column);
    match (of("value"), of("value_low"), of("value_high")) {
        (Some(value), ..) => Some((value, figure(value))),
        (None, Some(low), Some(high)) => Some((f64::midpoint(low, high), format!("{} to {}", figure(low), figure(high)))),
        (None, None, Some(high)) => Some((high, format!("up to {}", figure(high)))),
        (None, Some(low), None) => Some((low, format!("at least {}", figure(low)))),
        (None, None, None) => None,
    }
}
