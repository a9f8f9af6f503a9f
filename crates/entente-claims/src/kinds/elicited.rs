//! What do named people give as the probability? Open: how they are pooled, and who is left out.
//!
//! A judgement that no data can test is only as good as the people asked; without a published probability it stays not testable.

use serde::{Deserialize, Serialize};

use super::support::Comparison;
use super::{Basis, Untestable};
use crate::grid::{Node, Outcome, run};

/// Parameters.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Elicited {
    /// Which way the pooled probability should stand.
    pub is: Comparison,
    /// Against which probability, 0 to 1.
    pub value: f64,
    /// The judgements.
    #[serde(default)]
    pub judgements: Vec<Judgement>,
}

/// One person's or panel's probability.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Judgement {
    /// Who.
    pub by: String,
    /// The probability, 0 to 1.
    pub probability: f64,
    /// Record it stands in, if any.
    pub record: Option<String>,
}

/// Fewest judgements that make a pool.
const MIN_JUDGEMENTS: usize = 3;
const POOLS: [&str; 3] = ["share of judges", "mean", "median"];

impl Elicited {
    pub(super) fn evaluate(&self, basis: &mut Basis) -> Result<Outcome, Untestable> {
        let n = self.judgements.len();
        if n < MIN_JUDGEMENTS {
            return Err(Untestable::new(format!(
                "it is a judgement, and {n} published probabilities are given where {MIN_JUDGEMENTS} are needed"
            )));
        }
        if let Some(wrong) = self.judgements.iter().find(|j| !(0.0..=1.0).contains(&j.probability)) {
            return Err(Untestable::new(format!("{} is not a probability from 0 to 1 (given by {})", wrong.probability, wrong.by)));
        }
        basis.coverage = 1.0;
        basis.records.extend(self.judgements.iter().filter_map(|j| j.record.clone()));
        let mut left_out = vec!["nobody".to_owned()];
        left_out.extend(self.judgements.iter().map(|j| j.by.clone()));
        run(vec![Node::new("pool", &POOLS), Node::new("left out", &left_out)], |choice| {
            let mut kept: Vec<f64> =
                self.judgements.iter().enumerate().filter(|(i, _)| i + 1 != choice[1]).map(|(_, j)| j.probability).collect();
            kept.sort_by(f64::total_cmp);
            let holds = |p: f64| f64::from(self.is.holds(p, self.value));
            Ok(match POOLS[choice[0]] {
                "share of judges" => kept.iter().map(|p| holds(*p)).sum::<f64>() / kept.len() as f64,
                "mean" => holds(kept.iter().sum::<f64>() / kept.len() as f64),
                _ => holds(f64::midpoint(kept[(kept.len() - 1) / 2], kept[kept.len() / 2])),
            })
        })
    }
}
