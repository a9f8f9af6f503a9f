//! What the draws say: ranges of each quantity, how probable each order of the parties is, and which uncertain number decides it.
//!
//! "Gains more" has three meanings, and they need not agree: the multiplier, the share of the force that is freed, and the success gained.

use serde::{Deserialize, Serialize};

use super::draws::{Draws, OfDraw};
use super::fault::Fault;
use super::spearman::rank_correlation;
use crate::{Card, Error};

/// What the numbers are and where they come from.
pub const CARD: Card = Card {
    id: "contest_ordering",
    is: "probability that one party gains more from a settlement than another, in three meanings",
    unit: "probability, 0 to 1; rank correlation -1 to 1",
    missing: "draws without a certified answer are counted and shown; a multiplier that is not defined is left out and counted",
    formula: "P(q_i > q_j) over draws; drivers by Spearman's rho of parameter and quantity",
    source: "Spearman 1904, doi:10.2307/1412159; own application",
};

/// What "more" may mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Meaning {
    /// The larger multiplier.
    Multiplier,
    /// The larger share of the force freed.
    ShareFreed,
    /// The larger success gained elsewhere.
    SuccessGained,
}

impl Meaning {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Multiplier, Self::ShareFreed, Self::SuccessGained];

    /// The quantity of one draw; infinite for a multiplier without bound.
    fn of(self, draw: &OfDraw) -> Option<f64> {
        match self {
            Self::Multiplier => draw.multiplier.ordered(),
            Self::ShareFreed => Some(draw.share_freed),
            Self::SuccessGained => draw.success_gained,
        }
    }

    /// The same where it may be compared: a party that contends nowhere else frees all that it has, which says nothing.
    fn compared(self, draw: &OfDraw) -> Option<f64> {
        self.of(draw).filter(|_| self != Self::ShareFreed || draw.success_gained.is_some())
    }
}

/// Range of one quantity of one party. A bound that is none is a multiplier without bound.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Range {
    /// Which quantity.
    pub meaning: Meaning,
    /// Id of the party.
    pub state: String,
    /// Median.
    pub median: Option<f64>,
    /// Lower end of the middle half.
    pub low50: Option<f64>,
    /// Upper end of the middle half.
    pub high50: Option<f64>,
    /// Lower end of the middle 90 %.
    pub low90: Option<f64>,
    /// Upper end of the middle 90 %.
    pub high90: Option<f64>,
    /// Draws that count.
    pub counted: usize,
    /// Draws among them whose multiplier has no bound.
    pub unbounded: usize,
    /// Draws in which the quantity is not defined.
    pub not_defined: usize,
}

/// How two parties stand to each other.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Ordering {
    /// In which quantity.
    pub meaning: Meaning,
    /// Id of one party.
    pub first: String,
    /// Id of the other.
    pub second: String,
    /// Share of the draws that count in which the first has more; none if no draw counts.
    pub first_more: Option<f64>,
    /// Share in which the second has more.
    pub second_more: Option<f64>,
    /// Share in which they are equal or both without bound.
    pub equal: Option<f64>,
    /// Draws in which both are defined and contend elsewhere.
    pub counted: usize,
}

/// How one uncertain number goes with one quantity.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Driver {
    /// Which quantity.
    pub meaning: Meaning,
    /// Id of the party.
    pub state: String,
    /// If given, the quantity is what the party has more than this one.
    pub than: Option<String>,
    /// Id of the uncertain number.
    pub parameter: String,
    /// Spearman's rank correlation.
    pub rank_correlation: f64,
}

/// Draws that failed for one reason.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Failed {
    /// How many.
    pub count: usize,
    /// Index of the first of them.
    pub first_draw: usize,
    /// What it says.
    pub message: String,
}

/// All that the draws say.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Summary {
    /// How many draws.
    pub draws: usize,
    /// How many have a certified answer.
    pub certified: usize,
    /// The others, by kind of reason.
    pub failed: Vec<Failed>,
    /// One row for each quantity and party.
    pub ranges: Vec<Range>,
    /// One row for each quantity and pair of parties.
    pub orderings: Vec<Ordering>,
    /// One row for each quantity, party or pair, and uncertain number, the strongest first within each.
    pub drivers: Vec<Driver>,
}

/// Sums up draws.
///
/// # Errors
/// Not one draw has an answer.
pub fn summarise(draws: &Draws) -> Result<Summary, Error> {
    let certified: Vec<(&[f64], &[OfDraw])> =
        draws.draws.iter().filter_map(|d| Some((d.values.as_slice(), d.outcome.as_ref().ok()?.as_slice()))).collect();
    let failed = failures(draws);
    if certified.is_empty() {
        let message = failed.first().map(|f| f.message.clone()).unwrap_or_default();
        return Err(Fault::NoDraw { draws: draws.draws.len(), message }.into());
    }
    let columns: Vec<Vec<f64>> = (0..draws.parameters.len()).map(|p| certified.iter().map(|(values, _)| values[p]).collect()).collect();
    let mut summary =
        Summary { draws: draws.draws.len(), certified: certified.len(), failed, ranges: vec![], orderings: vec![], drivers: vec![] };
    for meaning in Meaning::ALL {
        let parties = 0..draws.parties.len();
        let of: Vec<Vec<Option<f64>>> = parties.clone().map(|p| certified.iter().map(|(_, out)| meaning.of(&out[p])).collect()).collect();
        let compared: Vec<Vec<Option<f64>>> =
            parties.map(|p| certified.iter().map(|(_, out)| meaning.compared(&out[p])).collect()).collect();
        for (state, values) in draws.parties.iter().zip(&of) {
            summary.ranges.push(range(meaning, state, values));
            summary.drivers.extend(drivers(draws, &columns, meaning, state, None, values));
        }
        for (a, first) in draws.parties.iter().enumerate() {
            for (b, second) in draws.parties.iter().enumerate().skip(a + 1) {
                summary.orderings.push(ordering(meaning, (first, &compared[a]), (second, &compared[b])));
                let more: Vec<Option<f64>> = compared[a].iter().zip(&compared[b]).map(|(x, y)| Some((*x)? - (*y)?)).collect();
                summary.drivers.extend(drivers(draws, &columns, meaning, first, Some(second), &more));
            }
        }
    }
    Ok(summary)
}

/// Failed draws, those of one kind together.
fn failures(draws: &Draws) -> Vec<Failed> {
    let mut found: Vec<(std::mem::Discriminant<Fault>, Failed)> = Vec::new();
    for (index, draw) in draws.draws.iter().enumerate() {
        if let Err(Error::Contest(fault)) = &draw.outcome {
            let kind = std::mem::discriminant(fault);
            match found.iter_mut().find(|(other, _)| *other == kind) {
                Some((_, failed)) => failed.count += 1,
                None => found.push((kind, Failed { count: 1, first_draw: index, message: fault.to_string() })),
            }
        }
    }
    found.into_iter().map(|(_, failed)| failed).collect()
}

fn range(meaning: Meaning, state: &str, values: &[Option<f64>]) -> Range {
    let mut sorted: Vec<f64> = values.iter().copied().flatten().collect();
    sorted.sort_by(f64::total_cmp);
    let at = |share: f64| quantile(&sorted, share).filter(|x| x.is_finite());
    Range {
        meaning,
        state: state.to_owned(),
        median: at(0.5),
        low50: at(0.25),
        high50: at(0.75),
        low90: at(0.05),
        high90: at(0.95),
        counted: sorted.len(),
        unbounded: sorted.iter().filter(|x| x.is_infinite()).count(),
        not_defined: values.len() - sorted.len(),
    }
}

/// Quantile of sorted numbers, between neighbours in proportion.
pub fn quantile(sorted: &[f64], share: f64) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    let at = share * last as f64;
    let (below, part) = (at.floor() as usize, at.fract());
    let (low, high) = (sorted[below], sorted[(below + 1).min(last)]);
    Some(if part == 0.0 || low == high { low } else { low + part * (high - low) })
}

fn ordering(meaning: Meaning, first: (&str, &[Option<f64>]), second: (&str, &[Option<f64>])) -> Ordering {
    let both: Vec<(f64, f64)> = first.1.iter().zip(second.1).filter_map(|(a, b)| Some(((*a)?, (*b)?))).collect();
    let share = |counts: fn(&(f64, f64)) -> bool| {
        let count = both.iter().filter(|p| counts(p)).count();
        (!both.is_empty()).then(|| count as f64 / both.len() as f64)
    };
    Ordering {
        meaning,
        first: first.0.to_owned(),
        second: second.0.to_owned(),
        first_more: share(|(a, b)| a > b),
        second_more: share(|(a, b)| a < b),
        equal: share(|(a, b)| a == b),
        counted: both.len(),
    }
}

fn drivers(draws: &Draws, columns: &[Vec<f64>], meaning: Meaning, state: &str, than: Option<&str>, values: &[Option<f64>]) -> Vec<Driver> {
    let mut rows: Vec<Driver> = draws
        .parameters
        .iter()
        .zip(columns)
        .filter_map(|(parameter, column)| {
            // The difference of two quantities without bound is no number.
            let (x, y): (Vec<f64>, Vec<f64>) =
                column.iter().zip(values).filter_map(|(x, y)| Some((*x, (*y).filter(|y| !y.is_nan())?))).unzip();
            let rank_correlation = rank_correlation(&x, &y)?;
            Some(Driver { meaning, state: state.to_owned(), than: than.map(str::to_owned), parameter: parameter.clone(), rank_correlation })
        })
        .collect();
    rows.sort_by(|a, b| b.rank_correlation.abs().total_cmp(&a.rank_correlation.abs()));
    rows
}
