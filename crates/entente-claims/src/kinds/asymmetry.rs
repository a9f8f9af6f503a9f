//! Does one series stand above another, both in one unit? Open: the window, the summary, the sources' error.

use serde::{Deserialize, Serialize};

use super::support::{DRAWS, common_window, default_errors, known, rng, series};
use super::{Basis, Untestable};
use crate::evidence::{Evidence, Point};
use crate::grid::{Node, Outcome, run};

/// Parameters.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Asymmetry {
    /// Series that should stand higher.
    pub left: String,
    /// Series it is set against.
    pub right: String,
    /// How many times higher.
    #[serde(default = "default_factor")]
    pub factor: f64,
    /// Windows to try, in years.
    #[serde(default = "default_windows")]
    pub windows: Vec<u16>,
    /// Multiples of the sources' error to try.
    #[serde(default = "default_errors")]
    pub errors: Vec<f64>,
}

fn default_factor() -> f64 {
    1.0
}

fn default_windows() -> Vec<u16> {
    vec![1, 3, 5, 10]
}

impl Asymmetry {
    pub(super) fn evaluate(&self, id: &str, evidence: &Evidence, basis: &mut Basis) -> Result<Outcome, Untestable> {
        let left = series(evidence, basis, &self.left)?;
        let right = series(evidence, basis, &self.right)?;
        left.unit.check_same("set against", right.unit).map_err(|e| Untestable::new(e.to_string()))?;
        let summaries = ["mean", "last"];
        let nodes = vec![Node::new("window", &self.windows), Node::new("summary", &summaries), Node::new("source error", &self.errors)];
        run(nodes, |choice| {
            let span = common_window(evidence, left, right, self.windows[choice[0]])?;
            let (a, b) = (known(left, span, basis)?, known(right, span, basis)?);
            let mut rng = rng(evidence, id, choice);
            let error = self.errors[choice[2]];
            let mut sum_up = |points: &[&Point]| {
                let points = if choice[1] == 1 { &points[points.len() - 1..] } else { points };
                points.iter().map(|p| p.draw(error, &mut rng)).sum::<f64>() / points.len() as f64
            };
            let hits = (0..DRAWS).filter(|_| sum_up(&a) > self.factor * sum_up(&b)).count();
            Ok(hits as f64 / DRAWS as f64)
        })
    }
}
