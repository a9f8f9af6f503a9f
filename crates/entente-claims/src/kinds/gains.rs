//! Who gains more, when the channels are weighed in every possible way? Open: the window, which channel is left out, the sources' error.

use entente_core::YearSpan;
use entente_measures::dependence::gains::{Channel as Gain, gains_more};
use rand::RngExt;
use serde::{Deserialize, Serialize};

use super::support::{default_errors, known, rng, series};
use super::{Basis, Untestable};
use crate::evidence::{Evidence, Series};
use crate::grid::{Node, Outcome, run};

/// Parameters.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Gains {
    /// Channels; the first side is the one the claim says gains more.
    pub channels: Vec<Channel>,
    /// Periods to try.
    pub periods: Vec<YearSpan>,
}

/// One channel: a share (0 to 1) for each side.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Channel {
    /// What flows.
    pub name: String,
    /// Series of the first side's gain.
    pub first: String,
    /// Series of the second side's gain.
    pub second: String,
}

const DRAWS: usize = 2000;

impl Gains {
    pub(super) fn evaluate(&self, id: &str, evidence: &Evidence, basis: &mut Basis) -> Result<Outcome, Untestable> {
        let sides: Vec<(&Series, &Series)> = self
            .channels
            .iter()
            .map(|c| Ok((series(evidence, basis, &c.first)?, series(evidence, basis, &c.second)?)))
            .collect::<Result<_, Untestable>>()?;
        let mut left_out: Vec<&str> = vec!["none"];
        if self.channels.len() > 2 {
            left_out.extend(self.channels.iter().map(|c| c.name.as_str()));
        }
        let errors = default_errors();
        let nodes = vec![Node::new("period", &self.periods), Node::new("channel left out", &left_out), Node::new("source error", &errors)];
        run(nodes, |choice| {
            let mut gains = Vec::new();
            for (_, (first, second)) in sides.iter().enumerate().filter(|(n, _)| choice[1] != n + 1) {
                let mut side = |series: &Series| {
                    let points = known(series, self.periods[choice[0]], basis)?;
                    let mean = points.iter().filter_map(|p| p.cell.value()).sum::<f64>() / points.len() as f64;
                    let half = points.iter().filter_map(|p| p.interval).map(|(l, h)| (h - l) / 2.0).fold(0.0, f64::max);
                    Ok::<_, Untestable>((mean, half / (points.len() as f64).sqrt()))
                };
                let ((first, half_1), (second, half_2)) = (side(first)?, side(second)?);
                let half_width = errors[choice[2]] * half_1.max(half_2);
                gains.push(Gain { first, second, half_width });
            }
            Ok(gains_more(&gains, DRAWS, rng(evidence, id, choice).random())?)
        })
    }
}
