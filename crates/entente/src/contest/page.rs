//! What the theatre page says: one settlement, what was assumed, and what follows over all draws.
//!
//! A page holds numbers and names and no words of its own beyond what its maker puts in, so that text and HTML say the same. It is made
//! for any states and theatres; nothing in it knows a pair.

use entente_measures::contest::report::Report;
use entente_measures::contest::summary::{Meaning, Ordering, Summary};
use serde::{Deserialize, Serialize};

/// A page about what a settled theatre changes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct TheatrePage {
    /// Heading, for instance "What a quiet border frees: Russia and China, 2021".
    pub title: String,
    /// What a reader must know before anything else.
    pub caution: Option<String>,
    /// What was asked, in one or two sentences.
    pub question: String,
    /// Names of the states of the contest, by id; those that settle first.
    pub states: Vec<Name>,
    /// Names of its theatres, by id.
    pub theatres: Vec<Name>,
    /// Ids of the theatres that are settled.
    pub settled: Vec<String>,
    /// What was assumed, drawn numbers and known ones.
    pub assumptions: Vec<Assumption>,
    /// What the draws of the main specification say.
    pub summary: Summary,
    /// Who has more, over all specifications: one row for each quantity and pair of parties.
    pub orderings: Vec<Order>,
    /// Seed of the draws.
    pub seed: u64,
    /// The answer with every number at its middle, if it was computed.
    pub at_medians: Option<Report>,
    /// Unit of force, for instance "bn US dollars of 2022 a year".
    pub force_unit: String,
    /// Claims that rest on this, as they were judged.
    pub claims: Vec<PageClaim>,
    /// Further parts: calibration, crisis, a second model.
    pub parts: Vec<Part>,
    /// What a reader must be told: limits, warnings, what was left out.
    pub notes: Vec<String>,
    /// Sources, as they stand inside each chart.
    pub source: String,
}

/// How two parties stand to each other over all specifications; shares are none where the two cannot be compared.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Order {
    /// In which quantity.
    pub meaning: Meaning,
    /// Id of one party.
    pub first: String,
    /// Id of the other.
    pub second: String,
    /// Share of the draws in which the first has more: the mean over specifications.
    pub first_more: Option<f64>,
    /// The same for the second.
    pub second_more: Option<f64>,
    /// Share in which they are equal.
    pub equal: Option<f64>,
    /// Smallest and largest share of a specification in which the first has more.
    pub first_more_range: Option<[f64; 2]>,
}

impl Order {
    /// Orders over specifications.
    pub fn over<'a>(summaries: impl Iterator<Item = &'a Summary>) -> Vec<Self> {
        let mut all: Vec<&Ordering> = summaries.flat_map(|s| &s.orderings).collect();
        let mut out = Vec::new();
        while let Some(lead) = all.first().copied() {
            let is_same = |o: &&Ordering| (o.meaning, &o.first, &o.second) == (lead.meaning, &lead.first, &lead.second);
            let (same, other): (Vec<&Ordering>, Vec<&Ordering>) = all.into_iter().partition(is_same);
            all = other;
            let mean = |of: fn(&Ordering) -> Option<f64>| {
                let known: Vec<f64> = same.iter().filter_map(|o| of(o)).collect();
                (!known.is_empty()).then(|| known.iter().sum::<f64>() / known.len() as f64)
            };
            let each = same.iter().filter_map(|o| o.first_more);
            let range = each.fold(None, |range: Option<[f64; 2]>, p| Some(range.map_or([p, p], |[low, high]| [low.min(p), high.max(p)])));
            out.push(Self {
                meaning: lead.meaning,
                first: lead.first.clone(),
                second: lead.second.clone(),
                first_more: mean(|o| o.first_more),
                second_more: mean(|o| o.second_more),
                equal: mean(|o| o.equal),
                first_more_range: range,
            });
        }
        out
    }
}

/// The name of a state or a theatre.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Name {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
}

/// One assumption.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Assumption {
    /// Id of the uncertain number as the drivers of the summary name it; none where it is known.
    pub parameter: Option<String>,
    /// Its name in words.
    pub name: String,
    /// What it is and in which unit.
    pub what: String,
    /// What is believed about it, in words: "anything from 0.5 to 1, evenly".
    pub distribution: String,
    /// Where that comes from.
    pub source: String,
}

/// A claim that rests on the contest.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct PageClaim {
    /// Its id.
    pub id: String,
    /// The meaning of "more" that it takes, if one.
    pub meaning: Option<Meaning>,
    /// The claim.
    pub statement: String,
    /// The verdict in a word.
    pub verdict: String,
    /// Probability that it holds, if it can be tested.
    pub probability: Option<f64>,
}

/// A further part of the page: sentences, and a table if it has columns.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Part {
    /// Its heading.
    pub heading: String,
    /// Sentences, one paragraph each.
    pub text: Vec<String>,
    /// Columns of its table.
    pub columns: Vec<String>,
    /// Rows, each as long as the columns.
    pub rows: Vec<Vec<String>>,
}

impl TheatrePage {
    /// The name of a state, or its id if it has none.
    pub fn state<'a>(&'a self, id: &'a str) -> &'a str {
        name(&self.states, id)
    }

    /// The name of a theatre, or its id if it has none.
    pub fn theatre<'a>(&'a self, id: &'a str) -> &'a str {
        name(&self.theatres, id)
    }

    /// The name of an uncertain number, or its id if no assumption names it.
    pub fn parameter<'a>(&'a self, id: &'a str) -> &'a str {
        let found = self.assumptions.iter().find(|a| a.parameter.as_deref() == Some(id));
        found.map_or(id, |a| a.name.as_str())
    }
}

fn name<'a>(names: &'a [Name], id: &'a str) -> &'a str {
    names.iter().find(|n| n.id == id).map_or(id, |n| n.name.as_str())
}
