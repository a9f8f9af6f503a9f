//! Does a series stand above (or below) a value? Open: the window, how it is summed up, how large the source's error is.

use entente_core::{Unit, YearSpan};
use serde::{Deserialize, Serialize};

use super::support::{Comparison, DRAWS, default_errors, known, rng, same_unit, series, window};
use super::{Basis, Untestable};
use crate::evidence::Evidence;
use crate::grid::{Node, Outcome, run};

/// Parameters.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Threshold {
    /// Key of the series.
    pub series: String,
    /// Which way.
    pub is: Comparison,
    /// The value.
    pub value: f64,
    /// Its unit, which must be the unit of the series.
    pub unit: Unit,
    /// Fixed years instead of windows that end at the assessment.
    pub years: Option<YearSpan>,
    /// Windows to try, in years.
    #[serde(default = "default_windows")]
    pub windows: Vec<u16>,
    /// Multiples of the source's error to try.
    #[serde(default = "default_errors")]
    pub errors: Vec<f64>,
}

fn default_windows() -> Vec<u16> {
    vec![1, 3, 5]
}

/// How a window is summed up.
const SUMMARIES: [&str; 3] = ["mean", "median", "last"];

impl Threshold {
    pub(super) fn evaluate(&self, id: &str, evidence: &Evidence, basis: &mut Basis) -> Result<Outcome, Untestable> {
        let series = series(evidence, basis, &self.series)?;
        same_unit(series, self.unit)?;
        // A fixed period still leaves open whether its edge years belong to it.
        let windows: Vec<YearSpan> = match self.years {
            Some(span) => (0..3).filter_map(|cut| YearSpan::new(span.first() + cut, span.last() - cut)).collect(),
            None => self.windows.iter().map(|w| window(evidence, series, *w)).collect::<Result<_, _>>()?,
        };
        let nodes = vec![Node::new("window", &windows), Node::new("summary", &SUMMARIES), Node::new("source error", &self.errors)];
        run(nodes, |choice| {
            let points = known(series, windows[choice[0]], basis)?;
            let mut rng = rng(evidence, id, choice);
            let hits = (0..DRAWS).filter(|_| {
                let mut values: Vec<f64> = points.iter().map(|p| p.draw(self.errors[choice[2]], &mut rng)).collect();
                let last = values[values.len() - 1];
                let summary = match SUMMARIES[choice[1]] {
                    "mean" => values.iter().sum::<f64>() / values.len() as f64,
                    "median" => {
                        values.sort_by(f64::total_cmp);
                        f64::midpoint(values[(values.len() - 1) / 2], values[values.len() / 2])
                    }
                    _ => last,
                };
                self.is.holds(summary, self.value)
            });
            Ok(hits.count() as f64 / DRAWS as f64)
        })
    }
}
