//! Exercises of a pair as counts, from two registers that end in 2010.
//!
//! What their flags can say: how often, of what kind, how many took part. What they cannot say: who commanded, whether forces mixed,
//! how many came. By these flags the drills of close allies and of strangers look alike, so no depth is computed from them.

use std::collections::{BTreeMap, BTreeSet};

use entente_claims::Point;
use entente_core::{Coverage, Unit};
use entente_sources::table::{NO_INT, Table};

use super::{Card, Found, Look, observed, paired, silent};
use crate::error::Error;

pub(super) const CARDS: &[Card] = &[
    Card {
        id: "mme_exercises_count",
        about: "[A-B]",
        unit: Unit::Count,
        is: "multinational exercises with both",
        table: "mme_participants",
        error: "none; a covered year without one is zero by rule; 2011 and later are not covered",
    },
    Card {
        id: "mme_bilateral_count",
        about: "[A-B]",
        unit: Unit::Count,
        is: "those with no third participant",
        table: "mme_participants",
        error: "none; a covered year without one is zero by rule",
    },
    Card {
        id: "mme_warfighting_share",
        about: "[A-B]",
        unit: Unit::Share,
        is: "share of them flagged as warfighting",
        table: "mme_exercises",
        error: "none; missing in a year without an exercise",
    },
    Card {
        id: "jme_exercises_count",
        about: "[A-B]",
        unit: Unit::Count,
        is: "joint exercises with both in the older register",
        table: "jme_participants",
        error: "none; a year without one is missing, since the register does not claim to have all",
    },
];

/// One exercise of a register.
pub(crate) struct Exercise {
    /// Year of its start.
    pub(crate) year: i32,
    /// States that took part, each with its row.
    pub(crate) states: BTreeMap<i32, usize>,
    /// Participants, those that are no state or not named among them.
    size: usize,
}

impl Exercise {
    /// Says whether nobody else took part where two states did.
    pub(crate) fn is_bilateral(&self) -> bool {
        self.size <= 2
    }
}

/// Exercises by number, or by the place of their name in the column's pool.
pub(crate) type Exercises = BTreeMap<u32, Exercise>;

/// Exercises of a table of participants. One register names its exercises, the other numbers them.
pub(crate) fn by_exercise(table: &Table) -> Exercises {
    let mut exercises = Exercises::new();
    let (Some(codes), Some(years)) = (table.ints("ccode"), table.ints("year")) else { return exercises };
    let key = |row: usize| match (table.texts("exercise_id"), table.ints("exercise_id")) {
        (Some(keys), _) => keys.rows[row],
        (None, numbers) => numbers.map_or(0, |n| n[row] as u32),
    };
    for row in (0..table.rows()).filter(|row| years[*row] != NO_INT) {
        let exercise = exercises.entry(key(row)).or_insert_with(|| Exercise { year: years[row], states: BTreeMap::new(), size: 0 });
        exercise.size += 1;
        if codes[row] != NO_INT {
            exercise.states.insert(codes[row], row);
        }
    }
    exercises
}

pub(super) fn build(look: &Look<'_>, found: &mut Found) -> Result<(), Error> {
    for (id, name, is_newer) in [("mme_exercises_count", "mme_participants", true), ("jme_exercises_count", "jme_participants", false)] {
        let Some(from) = look.table(found, name, &["exercise_id", "ccode", "year"], &[])? else { continue };
        let table = &from.table;
        let exercises = by_exercise(table);
        let [a, b] = look.sides().map(i32::from);
        let mut ours: BTreeMap<i32, Vec<(u32, [usize; 2], bool)>> = BTreeMap::new();
        for (key, exercise) in &exercises {
            if let (Some(x), Some(y)) = (exercise.states.get(&a), exercise.states.get(&b)) {
                ours.entry(exercise.year).or_default().push((*key, [*x, *y], exercise.is_bilateral()));
            }
        }
        let count = |year: i32, is_counted: fn(bool) -> bool| -> Point {
            let these: Vec<[usize; 2]> = ours.get(&year).into_iter().flatten().filter(|e| is_counted(e.2)).map(|e| e.1).collect();
            if these.is_empty() {
                return silent(from.coverage, year);
            }
            observed(year, these.len() as f64, None, these.iter().flatten().map(|row| from.id(*row)).collect())
        };
        let years = look.shared_years(from.coverage.years);
        let series = paired(id, look.dyad);
        found.add(series.clone(), Unit::Count, from.coverage, &from.citation, years.iter().map(|y| count(*y, |_| true)).collect());
        rank(look, found, &series, &exercises, from.coverage);
        if is_newer {
            let bilateral = years.iter().map(|y| count(*y, |is_bilateral| is_bilateral)).collect();
            found.add(paired("mme_bilateral_count", look.dyad), Unit::Count, from.coverage, &from.citation, bilateral);
            let named = |key: u32| table.texts("exercise_id").and_then(|keys| keys.pool.get(key as usize)).cloned();
            let ours = ours.iter().map(|(year, all)| (*year, all.iter().filter_map(|e| named(e.0)).collect())).collect();
            warfighting(look, found, &ours, from.coverage, &from.citation)?;
        }
    }
    Ok(())
}

/// Place of the count among all pairs of the year.
fn rank(look: &Look<'_>, found: &mut Found, key: &entente_claims::SeriesKey, exercises: &Exercises, coverage: Coverage) {
    if !coverage.years.contains(look.year) {
        return;
    }
    let mut counts: BTreeMap<(i32, i32), f64> = BTreeMap::new();
    for exercise in exercises.values().filter(|e| e.year == look.year) {
        let states: Vec<i32> = exercise.states.keys().copied().collect();
        for (n, x) in states.iter().enumerate() {
            for y in &states[n + 1..] {
                *counts.entry((*x, *y)).or_default() += 1.0;
            }
        }
    }
    let known: Vec<f64> = counts.into_values().collect();
    // Only a register of all exercises makes the pairs it does not name pairs without one.
    let others = if coverage.is_exhaustive { (look.directed_count() / 2).saturating_sub(known.len()) } else { 0 };
    found.rank(key, look.year, &known, others);
}

fn warfighting(
    look: &Look<'_>,
    found: &mut Found,
    ours: &BTreeMap<i32, BTreeSet<String>>,
    coverage: Coverage,
    citation: &str,
) -> Result<(), Error> {
    let Some(from) = look.table(found, "mme_exercises", &["exercise_id", "warfighting"], &[])? else { return Ok(()) };
    let (Some(keys), Some(flags)) = (from.table.texts("exercise_id"), from.table.ints("warfighting")) else { return Ok(()) };
    let by_key: BTreeMap<&str, usize> = (0..from.table.rows()).filter_map(|row| Some((keys.get(row)?, row))).collect();
    let share = |(year, exercises): (&i32, &BTreeSet<String>)| {
        let rows: Vec<usize> =
            exercises.iter().filter_map(|key| by_key.get(key.as_str()).copied()).filter(|row| flags[*row] != NO_INT).collect();
        let hits = rows.iter().filter(|row| flags[**row] == 1).count();
        (!rows.is_empty()).then(|| observed(*year, hits as f64 / rows.len() as f64, None, rows.iter().map(|row| from.id(*row)).collect()))
    };
    let points = ours.iter().filter_map(share).collect();
    found.add(paired("mme_warfighting_share", look.dyad), Unit::Share, Coverage { is_exhaustive: false, ..coverage }, citation, points);
    Ok(())
}
