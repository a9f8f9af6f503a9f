//! Does the level of a series change, in the stated direction, in the stated years? Open: the price of a break, the shortest segment,
//! the scale, the source's error.

use entente_core::YearSpan;
use entente_measures::trend::change_point::change_points;
use serde::{Deserialize, Serialize};

use super::support::{Direction, known, last_known, rng, series};
use super::{Basis, Untestable};
use crate::evidence::Evidence;
use crate::grid::{Node, Outcome, run};

/// Parameters.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangePoint {
    /// Key of the series.
    pub series: String,
    /// Which way the level should change.
    pub direction: Direction,
    /// Years in which a new segment should begin.
    pub between: YearSpan,
    /// First year of the series to look at.
    pub from: i32,
    /// Prices of a break, in multiples of the logarithm of the length.
    #[serde(default = "default_penalties")]
    pub penalties: Vec<f64>,
}

fn default_penalties() -> Vec<f64> {
    vec![2.0, 4.0, 6.0]
}

const DRAWS: usize = 40;

impl ChangePoint {
    pub(super) fn evaluate(&self, id: &str, evidence: &Evidence, basis: &mut Basis) -> Result<Outcome, Untestable> {
        let series = series(evidence, basis, &self.series)?;
        let span = YearSpan::new(self.from, last_known(evidence, series)?).ok_or_else(|| Untestable::new("the period is empty"))?;
        if self.between.last() > evidence.as_of {
            return Err(Untestable::new(format!("the years in question, {}, are not over", self.between)));
        }
        let points = known(series, span, basis)?;
        let (segments, scales, errors) = ([2usize, 3], ["logarithms", "levels"], [0.0, 1.0]);
        let nodes = vec![
            Node::new("price of a break", &self.penalties),
            Node::new("shortest segment", &segments),
            Node::new("scale", &scales),
            Node::new("source error", &errors),
        ];
        run(nodes, |choice| {
            let mut rng = rng(evidence, id, choice);
            let draws = if errors[choice[3]] == 0.0 { 1 } else { DRAWS };
            let penalty = self.penalties[choice[0]] * (points.len() as f64).ln();
            let mut hits = 0usize;
            for _ in 0..draws {
                let raw: Vec<f64> = points.iter().map(|p| p.draw(errors[choice[3]], &mut rng)).collect();
                let values: Vec<f64> = if choice[2] == 0 { raw.iter().map(|v| v.max(0.0).ln_1p()).collect() } else { raw };
                let breaks = change_points(&values, penalty, segments[choice[1]])?.breaks;
                hits += usize::from(breaks.iter().enumerate().any(|(n, at)| {
                    let before = if n == 0 { 0 } else { breaks[n - 1] };
                    let after = breaks.get(n + 1).copied().unwrap_or(values.len());
                    let mean = |part: &[f64]| part.iter().sum::<f64>() / part.len() as f64;
                    let is_up = mean(&values[*at..after]) > mean(&values[before..*at]);
                    self.between.contains(points[*at].year) && is_up == (self.direction == Direction::Rises)
                }));
            }
            Ok(hits as f64 / draws as f64)
        })
    }
}
