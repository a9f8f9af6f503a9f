//! Does a series rise (or fall)? Open: where it starts, levels or logarithms, straight line or ranks, the source's error.

use entente_measures::trend::{mann_kendall::mann_kendall, slope::slope};
use serde::{Deserialize, Serialize};

use super::support::{Direction, known, last_known, rng, series};
use super::{Basis, Untestable};
use crate::evidence::Evidence;
use crate::grid::{Node, Outcome, run};
use entente_core::YearSpan;

/// Parameters.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Trend {
    /// Key of the series.
    pub series: String,
    /// Which way it should go.
    pub direction: Direction,
    /// First years to try; each runs to the last year known.
    pub starts: Vec<i32>,
    /// Last year, if not the last one known.
    pub until: Option<i32>,
}

/// Draws of the series per specification; each gives a probability, so few are enough.
const DRAWS: usize = 40;

impl Trend {
    pub(super) fn evaluate(&self, id: &str, evidence: &Evidence, basis: &mut Basis) -> Result<Outcome, Untestable> {
        let series = series(evidence, basis, &self.series)?;
        // A period with a fixed end is history and does not age.
        let last = self.until.filter(|until| *until < evidence.as_of).map_or_else(|| last_known(evidence, series), Ok)?;
        let (scales, methods, errors) = (["levels", "logarithms"], ["straight line", "ranks"], [0.0, 1.0, 2.0]);
        let nodes = vec![
            Node::new("first year", &self.starts),
            Node::new("scale", &scales),
            Node::new("method", &methods),
            Node::new("source error", &errors),
        ];
        run(nodes, |choice| {
            let span = YearSpan::new(self.starts[choice[0]], last).ok_or_else(|| Untestable::new("the period is empty"))?;
            let points = known(series, span, basis)?;
            let times: Vec<f64> = points.iter().map(|p| f64::from(p.year)).collect();
            let still = points.windows(2).all(|pair| pair[0].cell.value() == pair[1].cell.value());
            if still {
                return Err(Untestable::new("the series does not move in the period, so it has no trend"));
            }
            let mut rng = rng(evidence, id, choice);
            let draws = if errors[choice[3]] == 0.0 { 1 } else { DRAWS };
            let mut sum = 0.0;
            for _ in 0..draws {
                let values: Vec<f64> = points.iter().map(|p| p.draw(errors[choice[3]], &mut rng)).collect();
                let values: Vec<f64> = if choice[1] == 1 { values.iter().map(|v| v.max(0.0).ln_1p()).collect() } else { values };
                sum += if choice[2] == 0 { slope(&times, &values)?.rising } else { mann_kendall(&values)?.rising() };
            }
            Ok(self.direction.of_rising(sum / f64::from(draws as u32)))
        })
    }
}
