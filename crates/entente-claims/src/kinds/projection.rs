//! Does a series grow as long as a condition lasts, and less without it? Open: where it starts, the horizon, levels or logarithms.
//!
//! Both must hold in the same resampled history: more likely than not by the stated margin to be higher if the condition lasts, and
//! clearly less likely if it does not. A projection under a condition, never a forecast.

use entente_core::YearSpan;
use entente_measures::trend::switching_walk::SwitchingWalk;
use rand::RngExt;
use serde::{Deserialize, Serialize};

use super::support::{known, last_known, rng, series};
use super::{Basis, Untestable};
use crate::evidence::Evidence;
use crate::grid::{Node, Outcome, run};

/// Parameters.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Projection {
    /// Key of the series.
    pub series: String,
    /// Years in which the condition was on; later years of the same spell count as on.
    pub on_since: i32,
    /// First years to try.
    pub starts: Vec<i32>,
    /// Least probability of a rise with the condition on.
    #[serde(default = "default_rise")]
    pub rise: f64,
    /// Least difference to the probability with the condition off.
    #[serde(default = "default_difference")]
    pub difference: f64,
}

fn default_rise() -> f64 {
    0.66
}

fn default_difference() -> f64 {
    0.2
}

const HORIZONS: [f64; 3] = [3.0, 5.0, 10.0];
const DRAWS: usize = 300;

impl Projection {
    pub(super) fn evaluate(&self, id: &str, evidence: &Evidence, basis: &mut Basis) -> Result<Outcome, Untestable> {
        let series = series(evidence, basis, &self.series)?;
        let last = last_known(evidence, series)?;
        let (scales, errors) = (["levels", "logarithms"], [0.5, 1.0]);
        let nodes = vec![
            Node::new("first year", &self.starts),
            Node::new("horizon in years", &HORIZONS),
            Node::new("scale", &scales),
            Node::new("source error", &errors),
        ];
        run(nodes, |choice| {
            let span = YearSpan::new(self.starts[choice[0]], last).ok_or_else(|| Untestable::new("the period is empty"))?;
            let points = known(series, span, basis)?;
            let mut rng = rng(evidence, id, choice);
            let mut hits = 0usize;
            for _ in 0..DRAWS {
                let values: Vec<f64> = points
                    .iter()
                    .map(|p| p.draw(errors[choice[3]], &mut rng))
                    .map(|v| if choice[2] == 1 { v.max(1e-9).ln() } else { v })
                    .collect();
                let steps: Vec<(f64, bool)> = points
                    .windows(2)
                    .zip(values.windows(2))
                    .filter(|(p, _)| p[1].year == p[0].year + 1)
                    .map(|(p, v)| (v[1] - v[0], p[1].year > self.on_since))
                    .collect();
                // Resampled within each side of the switch, so that both always have their years.
                let sides = [true, false].map(|on| steps.iter().filter(|s| s.1 == on).copied().collect::<Vec<_>>());
                if sides.iter().any(|side| side.len() < 3) {
                    return Err(Untestable::new("fewer than three years on one side of the condition"));
                }
                let resampled: Vec<(f64, bool)> = sides
                    .iter()
                    .flat_map(|side| (0..side.len()).map(|_| side[rng.random_range(0..side.len())]).collect::<Vec<_>>())
                    .collect();
                let (values, on): (Vec<f64>, Vec<bool>) = resampled.into_iter().unzip();
                let walk = SwitchingWalk::fit(&values, &on)?;
                let (with, without) = (walk.rises(HORIZONS[choice[1]], true), walk.rises(HORIZONS[choice[1]], false));
                hits += usize::from(with >= self.rise && with - without >= self.difference);
            }
            Ok(hits as f64 / DRAWS as f64)
        })
    }
}
