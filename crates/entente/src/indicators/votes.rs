//! Votes of a pair in the General Assembly: agreement on the roll calls of a calendar year on which both voted.
//!
//! Unanimous roll calls are left out, since they say nothing of any pair; a year with fewer than twenty shared ones has no value. An
//! absent state has not voted. Three publishers give the same votes: the first that covers the year of the assessment is used, whole.

use std::collections::BTreeMap;
use std::sync::Arc;

use entente_claims::Point;
use entente_core::{Coverage, Unit};
use entente_measures::similarity::agreement::{Agreement, MinimumShared, agreement};
use entente_measures::similarity::joint::{Distance, JointCounts};
use entente_measures::similarity::kappa::kappa;
use entente_sources::table::{NO_INT, Table};

use super::{Card, Found, Look, observed, paired, share_a_year};
use crate::error::Error;

const fn card(id: &'static str, unit: Unit, is: &'static str, error: &'static str) -> Card {
    Card { id, about: "[A-B]", unit, is, table: "unga_votes", error }
}

pub(super) const CARDS: &[Card] = &[
    card(
        "votes_agree3",
        Unit::Share,
        "agreement on roll calls, a half for abstention against a side, unanimous ones left out",
        "binomial; missing below 20 shared roll calls",
    ),
    card(
        "votes_agree_strict",
        Unit::Share,
        "share of shared roll calls with the same vote",
        "binomial; missing below 20 shared roll calls",
    ),
    card("votes_agree_yesno", Unit::Share, "the same where neither abstained", "binomial; missing below 20 shared roll calls"),
    card("votes_kappa", Unit::Score, "kappa with squared distances, 0 is chance", "(1 - kappa^2)/sqrt n"),
    card("votes_shared_count", Unit::Count, "roll calls on which both voted, unanimous ones left out", "none"),
    card("votes_percentile", Unit::Share, "place of the agreement among all pairs of the year", "none; only for the year assessed"),
    Card {
        id: "ideal_distance",
        about: "[A-B]",
        unit: Unit::Score,
        is: "distance of the ideal points, as published",
        table: "unga_ideal_points",
        error: "from the published quantiles, both states together",
    },
];

/// The vote as a category: yes 0, abstain 1, no 2; none for what is no vote.
fn category(word: &str) -> Option<u8> {
    match word {
        "yes" => Some(0),
        "abstain" => Some(1),
        "no" => Some(2),
        _ => None,
    }
}

/// Votes of one roll call that are votes: row, state, category.
type RollCall = Vec<(usize, i32, u8)>;

/// What a pair voted on the roll calls of a year, and the rows of these votes.
type Shared = (Vec<(usize, usize)>, Vec<usize>);

/// A register of votes.
pub(crate) struct Choice {
    /// Its table.
    pub(crate) table: &'static str,
    roll_call: &'static str,
    /// The table that has the day of each roll call; none where the votes have the calendar year themselves. A year that the votes of such
    /// a register state is that in which the session began.
    pub(crate) roll_calls: Option<&'static str>,
}

/// In this order, so that the longest register of scholars goes first.
pub(crate) const SOURCES: [Choice; 3] = [
    Choice { table: "unga_votes", roll_call: "rcid", roll_calls: Some("unga_roll_calls") },
    Choice { table: "unvotes_votes", roll_call: "rcid", roll_calls: Some("unvotes_roll_calls") },
    Choice { table: "undl_votes", roll_call: "undl_id", roll_calls: None },
];

impl Choice {
    /// Columns that are needed.
    pub(crate) fn columns(&self) -> Vec<&'static str> {
        let mut columns = vec![self.roll_call, "ccode", "vote"];
        columns.extend((self.table != "unvotes_votes").then_some("year"));
        columns.extend((self.table == "undl_votes").then_some("body"));
        columns
    }
}

/// One vote that is yes, abstention or no.
#[derive(Clone, Copy)]
pub(crate) struct Ballot {
    /// Its row.
    pub(crate) row: usize,
    /// Number of the roll call.
    pub(crate) call: i32,
    /// Year of the roll call.
    pub(crate) year: i32,
    /// The state.
    pub(crate) state: i32,
    /// Yes 0, abstention 1, no 2.
    pub(crate) vote: u8,
}

/// The votes of the Assembly in a table, row by row. Years by roll call are those of their days; a roll call without a day is in the year
/// that the votes state.
pub(crate) fn ballots<'t>(choice: &Choice, table: &'t Table, years: &'t BTreeMap<i32, i32>) -> Option<impl Iterator<Item = Ballot> + 't> {
    let (calls, states, votes) = (table.ints(choice.roll_call)?, table.ints("ccode")?, table.texts("vote")?);
    let categories: Vec<Option<u8>> = votes.pool.iter().map(|word| category(word)).collect();
    let bodies = table.texts("body").map(|bodies| (bodies, bodies.pool.iter().position(|word| word == "GA")));
    let is_assembly = move |row: usize| bodies.is_none_or(|(bodies, general)| general == Some(bodies.rows[row] as usize));
    let dated = table.ints("year");
    let mut last: Option<(i32, i32)> = None;
    // The votes of a roll call stand together, so that its year is rarely looked for.
    let mut year_of = move |row: usize| match last {
        Some((call, year)) if call == calls[row] => year,
        _ => {
            let stated = dated.map_or(NO_INT, |dated| dated[row]);
            let year = years.get(&calls[row]).copied().filter(|year| *year != NO_INT).unwrap_or(stated);
            last = Some((calls[row], year));
            year
        }
    };
    let cast = (0..table.rows()).filter(move |row| states[*row] != NO_INT && is_assembly(*row));
    Some(cast.filter_map(move |row| {
        let vote = (*categories.get(votes.rows[row] as usize)?)?;
        Some(Ballot { row, call: calls[row], year: year_of(row), state: states[row], vote })
    }))
}

pub(super) fn build(look: &Look<'_>, found: &mut Found) -> Result<(), Error> {
    ideal_points(look, found)?;
    let there: Vec<&Choice> = SOURCES.iter().filter(|c| look.store.has(c.table)).collect();
    let covers = |c: &&&Choice| look.store.coverage(c.table).is_some_and(|k| k.years.contains(look.year));
    let Some(choice) = there.iter().find(covers).or(there.first()).copied() else {
        look.table(found, "unga_votes", &[], &[])?;
        return Ok(());
    };
    let Some(from) = look.table(found, choice.table, &choice.columns(), &[])? else { return Ok(()) };
    let years = choice.roll_calls.map(|table| roll_call_years(look, found, table)).transpose()?.unwrap_or_default();
    let Some(ballots) = ballots(choice, &from.table, &years) else { return Ok(()) };
    let mut places: BTreeMap<i32, usize> = BTreeMap::new();
    let mut held: Vec<(i32, RollCall)> = Vec::new();
    let mut last: Option<(i32, usize)> = None;
    let [a, b] = look.sides().map(i32::from);
    for Ballot { row, call, year, state, vote } in ballots {
        let place = match last.filter(|(last, _)| *last == call) {
            Some((_, place)) => place,
            None => *places.entry(call).or_insert_with(|| {
                held.push((year, Vec::new()));
                held.len() - 1
            }),
        };
        last = Some((call, place));
        let votes = &mut held[place].1;
        // All votes are needed for the year of the assessment; for others those of the pair, and one of each kind to see whether the
        // roll call was divided.
        if year == look.year || state == a || state == b || votes.iter().all(|v| v.2 != vote) {
            votes.push((row, state, vote));
        }
    }
    // In the order of their numbers.
    let by_call = || places.values().map(|place| &held[*place]);
    let divided = |call: &RollCall| call.iter().any(|v| v.2 != call[0].2);
    let mut of_pair: BTreeMap<i32, Shared> = BTreeMap::new();
    for (year, call) in by_call().filter(|(_, call)| divided(call)) {
        let vote = |state: i32| call.iter().find(|v| v.1 == state);
        if let (Some(x), Some(y)) = (vote(a), vote(b)) {
            let entry = of_pair.entry(*year).or_default();
            entry.0.push((usize::from(x.2), usize::from(y.2)));
            entry.1.extend([x.0, y.0]);
        }
    }
    let coverage = Coverage { is_exhaustive: false, ..from.coverage };
    let mut points: BTreeMap<&str, Vec<Point>> = BTreeMap::new();
    for (year, (pairs, rows)) in &of_pair {
        let ids: Arc<[String]> = rows.iter().map(|row| from.id(*row)).collect();
        points.entry("votes_shared_count").or_default().push(observed(*year, pairs.len() as f64, None, ids.clone()));
        for (id, value, interval) in measured(&JointCounts::tally(pairs.iter().copied())) {
            points.entry(id).or_default().push(observed(*year, value, Some(interval), ids.clone()));
        }
    }
    for (id, points) in points {
        let unit = match id {
            "votes_kappa" => Unit::Score,
            "votes_shared_count" => Unit::Count,
            _ => Unit::Share,
        };
        found.add(paired(id, look.dyad), unit, coverage, &from.citation, points);
    }
    let calls = by_call().filter(|(year, call)| *year == look.year && divided(call)).map(|(_, call)| call);
    rank(look, found, &calls.collect::<Vec<_>>(), coverage, &from.citation);
    Ok(())
}

/// What a table of joint votes gives, in the order of the documentation.
#[derive(Clone, Copy)]
pub(crate) struct Figures {
    /// Roll calls on which both voted.
    pub(crate) n_shared: usize,
    /// Share of agreement with a half for an abstention against a side; none where they share too few.
    pub(crate) agree3: Option<f64>,
    /// Share of the same votes.
    pub(crate) agree_strict: Option<f64>,
    /// The same where neither abstained.
    pub(crate) agree_yesno: Option<f64>,
    /// Kappa with squared distances.
    pub(crate) kappa: Option<f64>,
    n_yesno: usize,
}

impl Figures {
    /// Those of a pair that shares no roll call.
    pub(crate) const NONE: Self = Self { n_shared: 0, agree3: None, agree_strict: None, agree_yesno: None, kappa: None, n_yesno: 0 };
}

/// The measures of one table of joint votes.
pub(crate) fn figures(joint: &JointCounts<3>) -> Figures {
    let n_shared = joint.total() as usize;
    match agreement(joint, MinimumShared::default()) {
        Ok(Agreement { agree3, agree_strict, agree_yesno, n_shared, n_yesno }) => Figures {
            n_shared,
            agree3: Some(agree3),
            agree_strict: Some(agree_strict),
            agree_yesno,
            kappa: kappa(joint, Distance::Squared).ok(),
            n_yesno,
        },
        Err(_) => Figures { n_shared, ..Figures::NONE },
    }
}

/// The measures of one table of joint votes, each with its interval.
fn measured(joint: &JointCounts<3>) -> Vec<(&'static str, f64, (f64, f64))> {
    let Figures { n_shared, agree3, agree_strict, agree_yesno, kappa, n_yesno } = figures(joint);
    let binomial = |p: f64, n: usize| {
        let half = 1.645 * (p * (1.0 - p) / n as f64).sqrt();
        (p, ((p - half).max(0.0), (p + half).min(1.0)))
    };
    let beyond_chance = |k: f64| {
        let half = 1.645 * (1.0 - k * k) / (n_shared as f64).sqrt();
        (k, ((k - half).max(-1.0), (k + half).min(1.0)))
    };
    let all = [
        ("votes_agree3", agree3.map(|p| binomial(p, n_shared))),
        ("votes_agree_strict", agree_strict.map(|p| binomial(p, n_shared))),
        ("votes_agree_yesno", agree_yesno.map(|p| binomial(p, n_yesno))),
        ("votes_kappa", kappa.map(beyond_chance)),
    ];
    all.into_iter().filter_map(|(id, known)| known.map(|(value, interval)| (id, value, interval))).collect()
}

/// Places among all pairs of members that share a day of the year and voted in it.
fn rank(look: &Look<'_>, found: &mut Found, calls: &[&RollCall], coverage: Coverage, citation: &str) {
    // For each state one bit a roll call and category, so that a pair's table is nine counts of common bits.
    let words = calls.len().div_ceil(64);
    let mut bits: BTreeMap<i32, [Vec<u64>; 3]> = BTreeMap::new();
    for (n, call) in calls.iter().enumerate() {
        for (_, state, vote) in call.iter() {
            let of = bits.entry(*state).or_insert_with(|| [vec![0; words], vec![0; words], vec![0; words]]);
            of[usize::from(*vote)][n / 64] |= 1 << (n % 64);
        }
    }
    let is_member = |code: &i32| u16::try_from(*code).is_ok_and(|code| look.members.binary_search(&code).is_ok());
    let states: Vec<(u16, &[Vec<u64>; 3])> = bits.iter().filter(|(code, _)| is_member(code)).map(|(code, b)| (*code as u16, b)).collect();
    let is_settled = Look::is_settled(&look.members, look.year);
    let mut all: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
    for (n, (one, x)) in states.iter().enumerate() {
        for (_, y) in states[n + 1..].iter().filter(|(two, _)| is_settled || share_a_year(*one, *two, look.year)) {
            let count = |i: usize, j: usize| x[i].iter().zip(&y[j]).map(|(a, b)| (a & b).count_ones()).sum::<u32>();
            let joint: [[u32; 3]; 3] = std::array::from_fn(|i| std::array::from_fn(|j| count(i, j)));
            for (id, value, _) in measured(&JointCounts::from(joint)) {
                all.entry(id).or_default().push(value);
            }
        }
    }
    for (id, known) in &all {
        found.rank(&paired(id, look.dyad), look.year, known, 0);
    }
    let agree = paired("votes_agree3", look.dyad);
    if let Some(place) = found.percentiles.get(&agree).copied() {
        let records = found.series[&agree].points.iter().find(|p| p.year == look.year).map_or_else(|| [].into(), |p| p.records.clone());
        found.add(paired("votes_percentile", look.dyad), Unit::Share, coverage, citation, vec![observed(look.year, place, None, records)]);
    }
}

/// Years of roll calls by id, from the table that has their days.
fn roll_call_years(look: &Look<'_>, found: &mut Found, table: &str) -> Result<BTreeMap<i32, i32>, Error> {
    let Some(calls) = look.table(found, table, &["rcid", "date"], &[])? else { return Ok(BTreeMap::new()) };
    Ok(years_by_call(&calls.table))
}

/// The same from the table itself.
pub(crate) fn years_by_call(table: &Table) -> BTreeMap<i32, i32> {
    let (Some(ids), Some(days)) = (table.ints("rcid"), table.ints("date")) else { return BTreeMap::new() };
    let year = |day: &i32| entente_sources::table::day_text(*day).get(..4).and_then(|y| y.parse().ok()).unwrap_or(NO_INT);
    ids.iter().copied().zip(days.iter().map(year)).collect()
}

fn ideal_points(look: &Look<'_>, found: &mut Found) -> Result<(), Error> {
    let columns = ["ccode", "year", "ideal_point", "q5", "q95"];
    let Some(from) = look.table(found, "unga_ideal_points", &columns, &[])? else { return Ok(()) };
    let table = &from.table;
    let (Some(codes), Some(years)) = (table.ints("ccode"), table.ints("year")) else { return Ok(()) };
    let (Some(points), Some(low), Some(high)) = (table.reals("ideal_point"), table.reals("q5"), table.reals("q95")) else { return Ok(()) };
    let mut by_year: BTreeMap<i32, Vec<(i32, usize)>> = BTreeMap::new();
    for row in (0..table.rows()).filter(|row| codes[*row] != NO_INT && !points[*row].is_nan()) {
        by_year.entry(years[row]).or_default().push((codes[row], row));
    }
    let [a, b] = look.sides().map(i32::from);
    let distance = |x: usize, y: usize| (points[x] - points[y]).abs();
    let mut series = Vec::new();
    for (year, states) in &by_year {
        let of = |code: i32| states.iter().find(|s| s.0 == code).map(|s| s.1);
        if let (Some(x), Some(y)) = (of(a), of(b)) {
            let half = ((high[x] - low[x]) / 2.0).hypot((high[y] - low[y]) / 2.0);
            let value = distance(x, y);
            let interval = (!half.is_nan()).then_some(((value - half).max(0.0), value + half));
            series.push(observed(*year, value, interval, [from.id(x), from.id(y)].into()));
        }
    }
    let key = paired("ideal_distance", look.dyad);
    found.add(key.clone(), Unit::Score, Coverage { is_exhaustive: false, ..from.coverage }, &from.citation, series);
    let states = by_year.get(&look.year).cloned().unwrap_or_default();
    let all: Vec<f64> =
        states.iter().enumerate().flat_map(|(n, x)| states[n + 1..].iter().map(move |y| (x.1, y.1))).map(|(x, y)| distance(x, y)).collect();
    found.rank(&key, look.year, &all, 0);
    Ok(())
}
