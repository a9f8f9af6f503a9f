//! Exercises with both states of a pair, by two registers that end in 2010.

use std::collections::BTreeMap;

use entente_panel::frame::Kind;
use entente_panel::panel::Shape;
use entente_panel::status::Status;
use entente_sources::table::NO_INT;

use super::Made;
use super::gather::Gather;
use super::lay::{put_counts, put_or, restate};
use super::variable::{Naming, PLAIN, Variable, ZERO_BY_RULE};
use crate::error::Error;
use crate::indicators::exercises::by_exercise;

const MME: Variable = Variable {
    shape: Shape::Pair,
    naming: Naming::Plain,
    unit: "count",
    tables: &["mme_participants"],
    absence: ZERO_BY_RULE,
    is_computed: true,
    ..PLAIN
};

/// Variables of pairs.
pub(super) const VARIABLES: &[Variable] = &[
    Variable { name: "mme_exercises_count", label: "Multinational exercises with both", ..MME },
    Variable { name: "mme_bilateral_count", label: "Exercises of the two without a third participant", ..MME },
    Variable {
        name: "mme_warfighting_share",
        kind: Kind::Real,
        label: "Share of exercises with both that are flagged as warfighting",
        unit: "share, 0 to 1",
        tables: &["mme_participants", "mme_exercises"],
        absence: "not applicable in a covered year without an exercise, missing where none has a flag",
        ..MME
    },
    Variable {
        name: "jme_exercises_count",
        label: "Joint exercises with both, older register",
        tables: &["jme_participants"],
        absence: "missing in a year without one, since the register does not claim to have all",
        ..MME
    },
];

/// Computes those of the variables that are wanted.
pub(super) fn build(gather: &Gather<'_>, wanted: &[&'static Variable]) -> Result<Vec<Made>, Error> {
    let mut made = Vec::new();
    for group in wanted.chunk_by(|a, b| a.tables[0] == b.tables[0]) {
        made.extend(register(gather, group)?);
    }
    Ok(made)
}

/// What a pair did in a year.
#[derive(Default)]
struct Tally {
    all: i32,
    bilateral: i32,
    flagged: i32,
    warfighting: i32,
}

fn register(gather: &Gather<'_>, wanted: &[&'static Variable]) -> Result<Vec<Made>, Error> {
    let from = gather.table(wanted[0].tables[0], &["exercise_id", "ccode", "year"])?;
    let flags = if wanted.iter().any(|v| v.tables.len() > 1) { flags(gather)? } else { BTreeMap::new() };
    let named = |key: u32| from.table.texts("exercise_id").and_then(|keys| keys.pool.get(key as usize));
    let mut tallies: BTreeMap<usize, Tally> = BTreeMap::new();
    for (key, exercise) in by_exercise(&from.table) {
        let flag = named(key).and_then(|name| flags.get(name)).copied();
        let states: Vec<i32> = exercise.states.keys().copied().collect();
        for (n, x) in states.iter().enumerate() {
            for (cell, _) in states[n + 1..].iter().flat_map(|y| gather.pairs(*x, *y, exercise.year)) {
                let tally = tallies.entry(cell).or_default();
                tally.all += 1;
                tally.bilateral += i32::from(exercise.is_bilateral());
                tally.flagged += i32::from(flag.is_some());
                tally.warfighting += i32::from(flag == Some(true));
            }
        }
    }
    let counts = |of: fn(&Tally) -> i32| tallies.iter().map(|(cell, tally)| (*cell, of(tally))).collect::<BTreeMap<_, _>>();
    let make = |variable: &&'static Variable| {
        let mut cells = gather.of_pairs(variable.kind, Shape::Pair, from.coverage);
        match variable.name {
            "mme_warfighting_share" => {
                restate(&mut cells, Status::ZeroByRule, Status::NotApplicable);
                for (cell, tally) in &tallies {
                    let share = (tally.flagged > 0).then(|| f64::from(tally.warfighting) / f64::from(tally.flagged));
                    put_or(&mut cells, *cell, share, Status::Missing);
                }
            }
            "mme_bilateral_count" => put_counts(&mut cells, &counts(|tally| tally.bilateral)),
            _ => put_counts(&mut cells, &counts(|tally| tally.all)),
        }
        (*variable, cells)
    };
    Ok(wanted.iter().map(make).collect())
}

/// Exercises by name that are flagged as warfighting or as not.
fn flags(gather: &Gather<'_>) -> Result<BTreeMap<String, bool>, Error> {
    let from = gather.whole("mme_exercises", &["exercise_id", "warfighting"])?;
    let flags = from.ints("warfighting");
    let Some(names) = from.table.texts("exercise_id") else { return Ok(BTreeMap::new()) };
    let known = (0..from.rows()).filter(|row| flags[*row] != NO_INT);
    Ok(known.filter_map(|row| Some((names.get(row)?.to_owned(), flags[row] == 1))).collect())
}
