//! Has exercising grown by number or by quality? Open: the two periods, and how sure a year's quality is.

use entente_core::YearSpan;
use entente_measures::exercises::decomposition::decompose;
use serde::{Deserialize, Serialize};

use super::support::{Comparison, DRAWS, default_errors, known, rng, series};
use super::{Basis, Untestable};
use crate::evidence::Evidence;
use crate::grid::{Node, Outcome, run};

/// Parameters.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DecompositionTest {
    /// Series with the number per year.
    pub count: String,
    /// Series with the mean quality, above 0.
    pub quality: String,
    /// Early periods to try.
    pub before: Vec<YearSpan>,
    /// Late periods to try.
    pub after: Vec<YearSpan>,
    /// Which way.
    pub is: Comparison,
    /// Frequency's share of the growth.
    pub value: f64,
}

impl DecompositionTest {
    pub(super) fn evaluate(&self, id: &str, evidence: &Evidence, basis: &mut Basis) -> Result<Outcome, Untestable> {
        let count = series(evidence, basis, &self.count)?;
        let quality = series(evidence, basis, &self.quality)?;
        let errors = default_errors();
        let nodes =
            vec![Node::new("early period", &self.before), Node::new("late period", &self.after), Node::new("source error", &errors)];
        run(nodes, |choice| {
            let mut rng = rng(evidence, id, choice);
            let spans = [self.before[choice[0]], self.after[choice[1]]];
            if spans[1].last() > evidence.as_of {
                return Err(Untestable::new(format!("{} lies after {}", spans[1], evidence.as_of)));
            }
            let mut numbers = [0.0; 2];
            let mut qualities = [Vec::new(), Vec::new()];
            for (i, span) in spans.into_iter().enumerate() {
                let counts = known(count, span, basis)?;
                numbers[i] = counts.iter().filter_map(|p| p.cell.value()).sum::<f64>() / counts.len() as f64;
                qualities[i] = known(quality, span, basis)?;
            }
            let mut hits = 0usize;
            let mut growing = 0usize;
            for _ in 0..DRAWS {
                let mut mean =
                    |i: usize| qualities[i].iter().map(|p| p.draw(errors[choice[2]], &mut rng)).sum::<f64>() / qualities[i].len() as f64;
                let growth = decompose((numbers[0], mean(0).max(1e-6)), (numbers[1], mean(1).max(1e-6)))?;
                if growth.frequency + growth.quality > 0.0 {
                    growing += 1;
                    hits += usize::from(growth.frequency_share().is_some_and(|share| self.is.holds(share, self.value)));
                }
            }
            if growing * 2 < DRAWS {
                return Err(Untestable::new(format!("exercising did not grow from {} to {}", spans[0], spans[1])));
            }
            Ok(hits as f64 / growing as f64)
        })
    }
}
