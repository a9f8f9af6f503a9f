//! Exercise series: how many, how deep, how loud. Depth and signal are two separate scales, never added.
//!
//! All coded exercises of the pair and its comparators are read on one scale each, so a yearly mean is in standard deviations of that
//! pool. Exercises of more than eight states, and civil ones, are left out: nothing in them is about this pair.

use std::collections::BTreeMap;

use entente_claims::{Record, Table};
use entente_core::{Dyad, Finding, Severity, Unit};
use entente_measures::exercises::graded_response::{Depths, MIN_CODED, Sampling, depths};

use super::{Builder, Card, paired, point, year};
use crate::case::Case;

const JOINTNESS: [&str; 9] = ["j1", "j2", "j3", "j4", "j5", "j6", "j7", "j8", "j9"];
const SIGNAL: [&str; 3] = ["g1", "g2", "g3"];
/// Items without which the scale is not about jointness.
const CORE: [&str; 2] = ["j2", "j3"];
/// Largest number of states in an exercise that still says something about one pair. Chosen: the Shanghai organisation's drills have up
/// to eight, the next larger group are the eighteen of the ASEAN ministers. At four the Peace Missions drop out; at sixteen nothing changes.
const MOST_PARTIES: f64 = 8.0;
/// Fewest coded items for an exercise to have a depth of its own.
const MIN_ITEMS: usize = 3;

pub(super) const CARDS: &[Card] = &[
    Card {
        id: "exercises_count",
        about: "[A-B]",
        unit: Unit::Count,
        is: "exercises and patrols found in the year, at most eight states, not civil",
        table: "exercises",
        error: "none; a year without record is missing",
    },
    Card {
        id: "exercise_depth",
        about: "[A-B]",
        unit: Unit::Score,
        is: "mean latent depth of the year's exercises on the jointness rubric, in standard deviations of all coded",
        table: "exercises",
        error: "posterior",
    },
    Card {
        id: "exercise_depth_max",
        about: "[A-B]",
        unit: Unit::Score,
        is: "depth of the year's deepest exercise",
        table: "exercises",
        error: "posterior",
    },
    Card {
        id: "exercise_quality",
        about: "[A-B]",
        unit: Unit::Share,
        is: "mean expected rubric score of the year's exercises, 0 to 1",
        table: "exercises",
        error: "posterior",
    },
    Card {
        id: "exercise_signal",
        about: "[A-B]",
        unit: Unit::Score,
        is: "mean latent signal of the year's exercises, in standard deviations of all coded",
        table: "exercises",
        error: "posterior",
    },
    Card {
        id: "flash_gap",
        about: "[A-B]",
        unit: Unit::Score,
        is: "mean signal less mean depth of the year's exercises, above zero more flash than bang",
        table: "exercises",
        error: "posterior",
    },
];

/// The two scores of one exercise.
#[derive(Debug, Clone)]
pub struct ExerciseScore {
    /// Record id.
    pub record: String,
    /// The pair.
    pub dyad: Dyad,
    /// Year it began.
    pub year: i32,
    /// Draws of its depth; empty where too few items are coded.
    pub depth: Vec<f32>,
    /// Draws of its expected rubric score.
    pub quality: Vec<f32>,
    /// Draws of its signal; empty where no item is coded.
    pub signal: Vec<f32>,
}

/// In how many exercises the rarer of the items is coded.
fn coded_in(records: &[(&Record, Dyad, i32)], items: &[&str]) -> usize {
    items.iter().map(|item| records.iter().filter(|(r, _, _)| r.code(item).is_some()).count()).min().unwrap_or(0)
}

fn counts(record: &Record) -> bool {
    record.text("kind") != Some("civil") && record.number("parties_count").is_none_or(|n| n <= MOST_PARTIES)
}

/// Scores of all exercises that count, with the state of the samplers as findings.
pub(super) fn scores(case: &Case, tables: &BTreeMap<String, Table>, findings: &mut Vec<Finding>) -> Vec<ExerciseScore> {
    let Some(table) = tables.get("exercises") else { return Vec::new() };
    let records: Vec<(&Record, Dyad, i32)> =
        table.records.iter().filter(|r| counts(r)).filter_map(|r| Some((r, r.dyad()?, year(r)?))).collect();
    let codes = |items: &[&str]| records.iter().map(|(r, _, _)| items.iter().map(|i| r.code(i)).collect()).collect::<Vec<Vec<_>>>();
    let sampling = Sampling { seed: case.file.seed, ..Sampling::default() };
    let (mut depth, signal) = rayon::join(|| depths(&codes(&JOINTNESS), sampling), || depths(&codes(&SIGNAL), sampling));
    // Without command and mixing the scale would be about size and place, and "depth" would be the wrong word for it.
    if depth.as_ref().is_ok_and(|d| !CORE.iter().all(|core| d.items.iter().any(|k| JOINTNESS[*k] == *core))) {
        depth = Err(entente_measures::Error::TooFew {
            measure: "exercise_depth (command and mixing)",
            needed: MIN_CODED,
            found: coded_in(&records, &CORE),
        });
    }
    let mut say = |name: &str, items: &[&str], found: Result<Depths, entente_measures::Error>| -> Option<Depths> {
        match found {
            Ok(depths) => {
                let used: Vec<&str> = depths.items.iter().map(|k| items[*k]).collect();
                let message = format!(
                    "{name} scale over {} exercises with items {}; largest R-hat {:.3}, smallest effective sample {:.0}",
                    records.len(),
                    used.join(" "),
                    depths.rhat,
                    depths.ess
                );
                findings.push(Finding::new("scale", Severity::Note, "exercises", message));
                Some(depths)
            }
            Err(error) => {
                findings.push(Finding::new("no_scale", Severity::Alarm, "exercises", format!("no {name} scale: {error}")));
                None
            }
        }
    };
    let (depth, signal) = (say("depth", &JOINTNESS, depth), say("signal", &SIGNAL, signal));
    let coded = |record: &Record, items: &[&str]| items.iter().filter(|i| record.code(i).is_some()).count();
    records
        .iter()
        .enumerate()
        .map(|(n, (record, dyad, year))| {
            let depth = depth.as_ref().filter(|_| coded(record, &JOINTNESS) >= MIN_ITEMS);
            let signal = signal.as_ref().filter(|_| coded(record, &SIGNAL) >= 1);
            ExerciseScore {
                record: record.id.clone(),
                dyad: *dyad,
                year: *year,
                depth: depth.map_or(Vec::new(), |d| d.trait_draws[n].clone()),
                quality: depth.map_or(Vec::new(), |d| d.score_draws[n].clone()),
                signal: signal.map_or(Vec::new(), |s| s.trait_draws[n].clone()),
            }
        })
        .collect()
}

pub(super) fn build(case: &Case, tables: &BTreeMap<String, Table>, scores: &[ExerciseScore], builder: &mut Builder) {
    let Some(coverage) = tables.get("exercises").and_then(super::coverage) else { return };
    let mut years: BTreeMap<(Dyad, i32), Vec<&ExerciseScore>> = BTreeMap::new();
    for score in scores {
        years.entry((score.dyad, score.year)).or_default().push(score);
    }
    for ((dyad, year), scores) in years {
        let key = |id: &str| paired(id, dyad.low(), dyad.high());
        let ids: Vec<String> = scores.iter().map(|s| s.record.clone()).collect();
        if dyad == case.dyad {
            builder.push(key("exercises_count"), Unit::Count, coverage, point(year, ids.len() as f64, None, ids.clone()));
        }
        let mut add = |id: &str, unit: Unit, draws: Vec<f64>| {
            if let Some((mean, interval)) = summary(draws) {
                builder.push(key(id), unit, coverage, point(year, mean, Some(interval), ids.clone()));
            }
        };
        let pick = |which: fn(&ExerciseScore) -> &Vec<f32>| scores.iter().map(|s| which(s)).filter(|d| !d.is_empty()).collect::<Vec<_>>();
        add("exercise_depth", Unit::Score, fold(&pick(|s| &s.depth), mean));
        add(
            "exercise_depth_max",
            Unit::Score,
            fold(&pick(|s| &s.depth), |values| values.iter().copied().fold(f64::NEG_INFINITY, f64::max)),
        );
        add("exercise_quality", Unit::Share, fold(&pick(|s| &s.quality), mean));
        add("exercise_signal", Unit::Score, fold(&pick(|s| &s.signal), mean));
        let (signal, depth) = (fold(&pick(|s| &s.signal), mean), fold(&pick(|s| &s.depth), mean));
        add("flash_gap", Unit::Score, signal.iter().zip(&depth).map(|(s, d)| s - d).collect());
    }
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// Draw by draw over the exercises of a year.
fn fold(draws: &[&Vec<f32>], by: impl Fn(&[f64]) -> f64) -> Vec<f64> {
    let n = draws.iter().map(|d| d.len()).min().unwrap_or(0);
    (0..n).map(|i| by(&draws.iter().map(|d| f64::from(d[i])).collect::<Vec<_>>())).collect()
}

/// Mean and 90 % interval of draws.
fn summary(mut draws: Vec<f64>) -> Option<(f64, (f64, f64))> {
    if draws.is_empty() {
        return None;
    }
    draws.sort_by(f64::total_cmp);
    let at = |p: f64| draws[((draws.len() - 1) as f64 * p).round() as usize];
    Some((mean(&draws), (at(0.05), at(0.95))))
}
