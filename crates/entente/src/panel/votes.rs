//! Agreement of a pair on the roll calls of a year in the General Assembly, and the distance of their ideal points.
//!
//! Three publishers give the votes; a year is taken whole from the first that covers it, and which years that was is a finding.

use std::collections::{BTreeMap, HashMap};

use entente_core::{Finding, Severity, YearSpan};
use entente_measures::rank::percentile::Ranking;
use entente_measures::similarity::joint::JointCounts;
use entente_panel::frame::{Kind, Values};
use entente_panel::panel::{Cells, Shape};
use entente_panel::status::Status;

use super::Made;
use super::gather::Gather;
use super::lay::put_or;
use super::variable::{Naming, PLAIN, Variable};
use crate::error::Error;
use crate::indicators::votes::{Figures, SOURCES, ballots, figures, years_by_call};

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

/// Votes of a roll call: state, and yes 0, abstention 1, no 2.
type Call = Vec<(i32, u8)>;

/// Divided roll calls of one year, a bit for each.
#[derive(Default)]
struct Year {
    words: usize,
    /// For each state of the spine three rows of words: yes, abstention, no.
    bits: Vec<u64>,
    /// For each state whether it voted at all.
    has_voted: Vec<bool>,
}

impl Year {
    fn new(gather: &Gather<'_>, year: i32, calls: &[&Call]) -> Self {
        let words = calls.len().div_ceil(64);
        let mut bits = vec![0u64; gather.spine.states.len() * 3 * words];
        let mut has_voted = vec![false; gather.spine.states.len()];
        for (n, (state, vote)) in calls.iter().enumerate().flat_map(|(n, call)| call.iter().map(move |vote| (n, vote))) {
            for place in gather.states(*state, year).map(usize::from) {
                bits[(place * 3 + usize::from(*vote)) * words + n / 64] |= 1 << (n % 64);
                has_voted[place] = true;
            }
        }
        Self { words, bits, has_voted }
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
        let Some(needed) = YearSpan::new(*first, *last) else { continue };
        // Votes of the first months may stand under the year before, in which their session began.
        let read = YearSpan::new(first - 1, *last).unwrap_or(needed);
        let from = gather.table_in(choice.table, &choice.columns(), read)?;
        let days = choice.roll_calls.filter(|table| gather.store.has(table));
        let days = days.map(|table| gather.whole(table, &["rcid", "date"])).transpose()?;
        let by_call = days.map_or_else(BTreeMap::new, |from| years_by_call(&from.table));
        let mut calls: BTreeMap<(i32, i32), Call> = BTreeMap::new();
        let mut held: ((i32, i32), Call) = Default::default();
        for ballot in ballots(choice, &from.table, &by_call).into_iter().flatten().filter(|ballot| needed.contains(ballot.year)) {
            // The votes of a roll call stand together, so that it is rarely looked for.
            if held.0 != (ballot.year, ballot.call) {
                calls.entry(held.0).or_default().append(&mut held.1);
                held.0 = (ballot.year, ballot.call);
            }
            held.1.push((ballot.state, ballot.vote));
        }
        calls.entry(held.0).or_default().append(&mut held.1);
        calls.retain(|_, call| call.iter().any(|(_, vote)| *vote != call[0].1));
        for year in ours {
            let of_year: Vec<&Call> = calls.range((year, i32::MIN)..=(year, i32::MAX)).map(|(_, call)| call).collect();
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
        if !(years[place].has_voted[usize::from(low)] && years[place].has_voted[usize::from(high)]) {
            return (Figures::NONE, Status::Missing);
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
    // Thousands of pairs share few values, so that each is looked for once.
    let mut places: Vec<HashMap<u64, f64>> = vec![HashMap::new(); rankings.len()];
    for ((value, status), year) in values.iter_mut().zip(status).zip(year_of).filter(|((_, status), _)| **status == Status::Observed as u8)
    {
        match &rankings[year] {
            Some(ranking) => {
                let place = || ranking.percentile(*value).percentile / 100.0;
                *value = *places[year].entry(value.to_bits()).or_insert_with(place);
            }
            None => (*value, *status) = (f64::NAN, Status::TooFew as u8),
        }
    }
    cells
}
