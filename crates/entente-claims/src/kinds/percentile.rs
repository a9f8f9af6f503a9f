//! Where does the pair stand among its comparators on one indicator? Open: the window, how many comparators are left out, the error.

use serde::{Deserialize, Serialize};

use super::support::{Comparison, DRAWS, default_errors, known, rng, window};
use super::{Basis, Untestable};
use crate::evidence::{About, Evidence, Point, SeriesKey};
use crate::grid::{Node, Outcome, run};

/// Parameters.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Percentile {
    /// Id of an indicator of pairs, without brackets.
    pub indicator: String,
    /// Which way.
    pub is: Comparison,
    /// Share of the comparators that stand below the pair, 0 to 1.
    pub value: f64,
    /// Windows to try, in years.
    #[serde(default = "default_windows")]
    pub windows: Vec<u16>,
}

fn default_windows() -> Vec<u16> {
    vec![5, 10]
}

/// Fewest comparators that make a place among them.
const MIN_COMPARATORS: usize = 3;

impl Percentile {
    pub(super) fn evaluate(&self, id: &str, evidence: &Evidence, basis: &mut Basis) -> Result<Outcome, Untestable> {
        let of = |dyad: entente_core::Dyad| SeriesKey::new(&self.indicator, About::Pair(dyad.low(), dyad.high()));
        let ours_key = of(evidence.dyad);
        let ours = evidence.series.get(&ours_key).ok_or_else(|| Untestable::new(format!("there is no series {ours_key}")))?;
        basis.series.insert(ours_key);
        let theirs: Vec<_> = evidence.comparators.iter().filter_map(|d| evidence.series.get(&of(*d)).map(|s| (*d, s))).collect();
        if theirs.len() < MIN_COMPARATORS {
            return Err(Untestable::new(format!("{} comparators have this indicator, {MIN_COMPARATORS} are needed", theirs.len())));
        }
        basis.series.extend(theirs.iter().map(|(d, _)| of(*d)));
        let errors = default_errors();
        let mut left_out: Vec<String> = vec!["nobody".to_owned()];
        left_out.extend(theirs.iter().map(|(d, _)| d.to_string()));
        let nodes = vec![Node::new("window", &self.windows), Node::new("left out", &left_out), Node::new("source error", &errors)];
        run(nodes, |choice| {
            let span = window(evidence, ours, self.windows[choice[0]])?;
            let us = known(ours, span, basis)?;
            let others: Vec<Vec<&Point>> = theirs
                .iter()
                .enumerate()
                .filter(|(n, _)| choice[1] != n + 1)
                .map(|(_, (_, series))| series.known(span))
                .filter(|points| !points.is_empty())
                .collect();
            if others.len() < MIN_COMPARATORS - 1 {
                return Err(Untestable::new(format!("only {} comparators have a value in {span}", others.len())));
            }
            let mut rng = rng(evidence, id, choice);
            let error = errors[choice[2]];
            let mut mean = |points: &[&Point]| points.iter().map(|p| p.draw(error, &mut rng)).sum::<f64>() / points.len() as f64;
            let mut hits = 0usize;
            for _ in 0..DRAWS {
                let ours = mean(&us);
                let below = others.iter().filter(|points| mean(points) < ours).count();
                hits += usize::from(self.is.holds(below as f64 / others.len() as f64, self.value));
            }
            Ok(hits as f64 / DRAWS as f64)
        })
    }
}
