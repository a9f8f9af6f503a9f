//! Does a series stand at its highest? Open: since when one looks, how close to the top counts, whether single years or means, the error.

use entente_core::YearSpan;
use serde::{Deserialize, Serialize};

use super::support::{DRAWS, default_errors, known, last_known, rng, series};
use super::{Basis, Untestable};
use crate::evidence::Evidence;
use crate::grid::{Node, Outcome, run};

/// Parameters.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Peak {
    /// Key of the series.
    pub series: String,
    /// First years to try.
    pub starts: Vec<i32>,
}

impl Peak {
    pub(super) fn evaluate(&self, id: &str, evidence: &Evidence, basis: &mut Basis) -> Result<Outcome, Untestable> {
        let series = series(evidence, basis, &self.series)?;
        let last = last_known(evidence, series)?;
        let (margins, smooth, errors) = ([0.0, 0.1, 0.25], [1usize, 3], default_errors());
        let nodes = vec![
            Node::new("first year", &self.starts),
            Node::new("margin in standard deviations", &margins),
            Node::new("years averaged", &smooth),
            Node::new("source error", &errors),
        ];
        run(nodes, |choice| {
            let span = YearSpan::new(self.starts[choice[0]], last).ok_or_else(|| Untestable::new("the period is empty"))?;
            let points = known(series, span, basis)?;
            let width = smooth[choice[2]];
            if points.len() < width + 2 {
                return Err(Untestable::new(format!("{} known years are too few to speak of a highest", points.len())));
            }
            let first = points[0].cell.value();
            if points.iter().all(|p| p.cell.value() == first) {
                return Err(Untestable::new("the series never moves, so no year is its highest"));
            }
            let mut rng = rng(evidence, id, choice);
            let mut hits = 0usize;
            for _ in 0..DRAWS {
                let values: Vec<f64> = points.iter().map(|p| p.draw(errors[choice[3]], &mut rng)).collect();
                let means: Vec<f64> = values.windows(width).map(|w| w.iter().sum::<f64>() / width as f64).collect();
                let centre = means.iter().sum::<f64>() / means.len() as f64;
                let deviation = (means.iter().map(|m| (m - centre).powi(2)).sum::<f64>() / means.len() as f64).sqrt();
                let (now, before) = (means[means.len() - 1], &means[..means.len() - 1]);
                let top = before.iter().copied().fold(f64::NEG_INFINITY, f64::max);
                hits += usize::from(now >= top - margins[choice[1]] * deviation);
            }
            Ok(hits as f64 / DRAWS as f64)
        })
    }
}
