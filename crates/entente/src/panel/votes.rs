//! Agreement of a pair on the roll calls of a year in the General Assembly, and the distance of their ideal points.
//!
//! Three publishers give the votes; a year is taken whole from the first that covers it, and which years that was is a finding.

use std::collections::BTreeMap;

use entente_core::{Finding, Severity};
use entente_measures::rank::percentile::Ranking;
use entente_measures::similarity::joint::JointCounts;
use entente_panel::frame::{Kind, Values};
use entente_panel::panel::{Cells, Shape};
use entente_panel::status::Status;
use entente_sources::table::NO_INT;

use super::Made;
use super::gather::Gather;
use super::lay::put_or;
use super::variable::{Naming, PLAIN, Variable};
use crate::error::Error;
use crate::indicators::votes::{Ballot, Figures, SOURCES, ballots, figures, years_by_call};

const fn votes(name: &'static str, label: &'static str, unit: &'static str) -> Variable {
    Variable {
        name,
        shape: Shape::Pair,
        kind: Kind::Real,
        naming: Naming::Plain,
        label,
        unit,
        tables: &["unga_votes"],
        instead: &["unvotes_votes", "undl_votes"],
        absence: "missing where no divided roll call has both votes; too few below 20 of them",
        is_computed: true,
        ..PLAIN
    }
}

const SHARE: &str = "share, 0 to 1";

/// Variables of pairs.
pub(super) const VARIABLES: &[Variable] = &[
    votes("votes_agree3", "Agreement in the UN, half for abstention against a side", SHARE),
    votes("votes_agree_strict", "Share of shared roll calls in the UN with the same vote", SHARE),
    votes("votes_agree_yesno", "Share of the same votes in the UN where neither abstained", SHARE),
    votes("votes_kappa", "Kappa of UN votes with squared distances", "score, at most 1, 0 is chance"),
    Variable { kind: Kind::Int, ..votes("votes_shared_count", "Divided roll calls in the UN on which both voted", "count") },
    votes("votes_percentile", "Place of votes_agree3 among all pairs of the year", SHARE),
    Variable {
        tables: &["unga_ideal_points"],
        instead: &[],
        absence: "missing where either has no ideal point in the year",
        ..votes("ideal_distance", "Distance of ideal points in the UN", "score")
    },
];

/// Computes those of the variables that are wanted.
pub(super) fn build(gather: &Gather<'_>, wanted: &[&'static Variable]) -> Result<Vec<Made>, Error> {
    let mut made = Vec::new();
    for group in wanted.chunk_by(|a, b| a.tables == b.tables) {
        match group[0].name {
            "ideal_distance" => made.push((group[0], ideal_distance(gather)?)),
            _ => made.extend(agreement(gather, group)?),
        }
    }
    Ok(made)
}

fn ideal_distance(gather: &Gather<'_>) -> Result<Cells, Error> {
    let from = gather.table("unga_ideal_points", &["ccode", "year", "ideal_point"])?;
    let (codes, years, points) = (from.ints("ccode"), from.ints("year"), from.reals("ideal_point"));
    let mut of_state = vec![f64::NAN; gather.spine.state_cells()];
    for row in 0..from.rows() {
        gather.states(codes[row], years[row]).for_each(|place| of_state[gather.spine.state_cell(place, years[row])] = points[row]);
    }
    Ok(gather.real_pairs(from.coverage, |low, high, year| {
        let [x, y] = [low, high].map(|place| of_state[gather.spine.state_cell(place, year)]);
        let distance = (x - y).abs();
        (distance, if distance.is_nan() { Status::Missing } else { Status::Observed })
    }))
}

/// Divided roll calls of one year, a bit for each.
#[derive(Default)]
struct Year {
    words: usize,
    /// For each state of the spine three rows of words: yes, abstention, no.
    bits: Vec<u64>,
}

impl Year {
    fn new(gather: &Gather<'_>, year: i32, calls: &[Vec<Ballot>]) -> Self {
        let words = calls.len().div_ceil(64);
        let mut bits = vec![0u64; gather.spine.states.len() * 3 * words];
        for (n, ballot) in calls.iter().enumerate().flat_map(|(n, call)| call.iter().map(move |ballot| (n, ballot))) {
            for place in gather.states(ballot.state, year) {
                bits[(usize::from(place) * 3 + usize::from(ballot.vote)) * words + n / 64] |= 1 << (n % 64);
            }
        }
        Self { words, bits }
    }

    fn joint(&self, low: u16, high: u16) -> JointCounts<3> {
        let row = |place: u16, vote: usize| &self.bits[(usize::from(place) * 3 + vote) * self.words..][..self.words];
        let count = |x: usize, y: usize| row(low, x).iter().zip(row(high, y)).map(|(a, b)| (a & b).count_ones()).sum::<u32>();
        let joint: [[u32; 3]; 3] = std::array::from_fn(|x| std::array::from_fn(|y| count(x, y)));
        JointCounts::from(joint)
    }
}

/// Roll calls of the years of the panel, and the years that any register covers.
fn roll_calls(gather: &Gather<'_>) -> Result<(Vec<Year>, Vec<bool>), Error> {
    let span = gather.spine.years;
    let mut source: Vec<Option<&str>> = vec![None; span.len()];
    let mut years: Vec<Year> = span.years().map(|_| Year::default()).collect();
    for choice in SOURCES.iter().filter(|choice| gather.store.has(choice.table)) {
        let Some(coverage) = gather.store.coverage(choice.table) else { continue };
        let place = |year: i32| (year - span.first()) as usize;
        let ours: Vec<i32> = span.years().filter(|y| coverage.years.contains(*y) && source[place(*y)].is_none()).collect();
        let (Some(first), Some(last)) = (ours.first(), ours.last()) else { continue };
        if source.iter().any(Option::is_some) {
            let message = format!("votes of {first} to {last} are from {}, which covers what the register before does not", choice.table);
            gather.say(Finding::new("other_register", Severity::Note, choice.table, message));
        }
        let from = gather.table(choice.table, &choice.columns())?;
        let by_call =
            if choice.is_dated() { BTreeMap::new() } else { years_by_call(&gather.whole("unvotes_roll_calls", &["rcid", "date"])?.table) };
        let mut calls: BTreeMap<(i32, i32), Vec<Ballot>> = BTreeMap::new();
        let mut held: Vec<Ballot> = Vec::new();
        // The votes of a roll call stand together, so that it is rarely looked for.
        let mut keep = |held: &mut Vec<Ballot>| {
            if let Some(first) = held.first() {
                calls.entry((first.year, first.call)).or_default().append(held);
            }
        };
        for ballot in ballots(choice, &from.table, &by_call).into_iter().flatten().filter(|ballot| span.contains(ballot.year) && source[place(ballot.year)].is_none()) {
            if held.first().is_some_and(|last| (last.year, last.call) != (ballot.year, ballot.call)) {
                keep(&mut held);
            }
            held.push(ballot);
        }
        keep(&mut held);
        calls.retain(|_, call| call.iter().any(|ballot| ballot.vote != call[0].vote));
        for year in ours {
            let of_year: Vec<Vec<Ballot>> = calls.range((year, NO_INT)..=(year, i32::MAX)).map(|(_, call)| call.clone()).collect();
            years[place(year)] = Year::new(gather, year, &of_year);
            source[place(year)] = Some(choice.table);
        }
    }
    Ok((years, source.iter().map(Option::is_some).collect()))
}

fn agreement(gather: &Gather<'_>, wanted: &[&'static Variable]) -> Result<Vec<Made>, Error> {
    let span = gather.spine.years;
    let (years, is_covered) = roll_calls(gather)?;
    let (all, status) = gather.each_pair(|low, high, year| {
        let place = (year - span.first()) as usize;
        if !is_covered[place] || !gather.is_known_pair(low, high, year) {
            return (Figures::NONE, Status::NotCovered);
        }
        let found = figures(&years[place].joint(low, high));
        (found, if found.n_shared == 0 { Status::Missing } else { Status::Observed })
    });
    let column = |of: fn(&Figures) -> Option<f64>, reason: fn(&Figures) -> Status| {
        let mut cells = Cells { shape: Shape::Pair, values: Values::absent(Kind::Real, all.len()), status: status.clone() };
        for (cell, found) in all.iter().enumerate().filter(|(cell, _)| status[*cell] == Status::Observed as u8) {
            put_or(&mut cells, cell, of(found), reason(found));
        }
        cells
    };
    let too_few = |_: &Figures| Status::TooFew;
    let make = |variable: &&'static Variable| {
        let cells = match variable.name {
            "votes_agree3" => column(|f| f.agree3, too_few),
            "votes_agree_strict" => column(|f| f.agree_strict, too_few),
            "votes_agree_yesno" => column(|f| f.agree_yesno, too_few),
            "votes_kappa" => column(|f| f.kappa, |f| if f.agree3.is_some() { Status::Undefined } else { Status::TooFew }),
            "votes_shared_count" => {
                let values = all.iter().map(|f| f.n_shared as i32).collect();
                Cells { shape: Shape::Pair, values: Values::Int(values), status: status.clone() }
            }
            _ => percentiles(gather, column(|f| f.agree3, too_few)),
        };
        (*variable, cells)
    };
    Ok(wanted.iter().map(make).collect())
}

/// The place of each value among those of its year.
fn percentiles(gather: &Gather<'_>, mut cells: Cells) -> Cells {
    let spine = gather.spine;
    let (Values::Real(values), status) = (&mut cells.values, &mut cells.status) else { return cells };
    let mut known: Vec<Vec<f64>> = vec![Vec::new(); spine.years.len()];
    let mut year_of = vec![0usize; status.len()];
    for run in &spine.runs {
        for n in 0..run.years as usize {
            let (cell, year) = (run.start + n, (run.first - spine.years.first()) as usize + n);
            year_of[cell] = year;
            if status[cell] == Status::Observed as u8 {
                known[year].push(values[cell]);
            }
        }
    }
    let rankings: Vec<Option<Ranking>> = known.into_iter().map(|known| Ranking::new(known).ok()).collect();
    for ((value, status), year) in values.iter_mut().zip(status).zip(year_of).filter(|((_, status), _)| **status == Status::Observed as u8) {
        match &rankings[year] {
            Some(ranking) => *value = ranking.percentile(*value).percentile / 100.0,
            None => (*value, *status) = (f64::NAN, Status::TooFew as u8),
        }
    }
    cells
}
