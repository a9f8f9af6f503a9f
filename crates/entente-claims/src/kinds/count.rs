//! Are there at least (or at most) so many records with a property? Open: the window, how often a coder errs, what silence hides.

use serde::{Deserialize, Serialize};

use super::support::{Comparison, records, table};
use super::{Basis, Untestable};
use crate::evidence::Evidence;
use crate::filter::Filter;
use crate::grid::{Node, Outcome, run};

/// Parameters.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Count {
    /// Table of records.
    pub table: String,
    /// The property.
    #[serde(rename = "where")]
    pub property: Filter,
    /// Records that count at all.
    #[serde(default)]
    pub among: Filter,
    /// Which way.
    pub is: Comparison,
    /// The number.
    pub value: u32,
    /// Windows to try, in years back from the assessment; 0 takes all.
    #[serde(default = "default_windows")]
    pub windows: Vec<u16>,
}

fn default_windows() -> Vec<u16> {
    vec![0, 15]
}

/// Probability that a matching code is wrong: from none to both neighbours of the default misclassification.
const ERRORS: [f64; 4] = [0.0, 0.05, 0.1, 0.2];
/// What silence hides. The last is Laplace's rule of succession: after n records of which k fit, the next fits with (k+1)/(n+2), so that
/// one record without the property is far weaker than thirty.
const SILENCE: [&str; 3] = ["hides nothing", "unknown records fit at the rate of the rest", "one record that nobody found"];

impl Count {
    pub(super) fn evaluate(&self, evidence: &Evidence, basis: &mut Basis) -> Result<Outcome, Untestable> {
        let table = table(evidence, &self.table)?;
        basis.is_collection = !table.coverage.is_some_and(|c| c.is_exhaustive);
        let nodes = vec![
            Node::new("window in years (0: all)", &self.windows),
            Node::new("coder error", &ERRORS),
            Node::new("what silence hides", &SILENCE),
        ];
        let mut coverage: f64 = 0.0;
        let outcome = run(nodes, |choice| {
            let counted: Vec<_> =
                records(evidence, table, self.windows[choice[0]], basis).into_iter().filter(|r| self.among.fits(r) == Some(true)).collect();
            // An empty window is a zero only where the table claims to be complete.
            if counted.is_empty() && !table.coverage.is_some_and(|c| c.is_exhaustive) {
                return Err(Untestable::new(format!("no record of {} counts here", self.table)));
            }
            let answers: Vec<Option<bool>> = counted.iter().map(|r| self.property.fits(r)).collect();
            let known = answers.iter().flatten().count();
            coverage = coverage.max(if answers.is_empty() { 1.0 } else { known as f64 / answers.len() as f64 });
            basis.records.extend(counted.iter().map(|r| r.id.clone()));
            let yes = answers.iter().filter(|a| **a == Some(true)).count() as f64;
            let rate = (yes + 0.5) / (known as f64 + 1.0);
            let mut chances: Vec<f64> = answers
                .iter()
                .map(|answer| match answer {
                    Some(true) => 1.0 - ERRORS[choice[1]],
                    Some(false) => 0.0,
                    None if choice[2] == 1 => rate,
                    None => 0.0,
                })
                .collect();
            if choice[2] == 2 {
                chances.push((yes + 1.0) / (known as f64 + 2.0));
            }
            let numbers = number_of_successes(&chances);
            let holding = numbers.iter().enumerate().filter(|(n, _)| self.is.holds(*n as f64, f64::from(self.value)));
            Ok(holding.fold(0.0, |sum, (_, p)| sum + p))
        });
        basis.coverage = coverage;
        outcome
    }
}

/// Distribution of the number of successes of independent trials with different chances.
fn number_of_successes(chances: &[f64]) -> Vec<f64> {
    let mut distribution = vec![1.0];
    for p in chances {
        let mut next = vec![0.0; distribution.len() + 1];
        for (n, mass) in distribution.iter().enumerate() {
            next[n] += mass * (1.0 - p);
            next[n + 1] += mass * p;
        }
        distribution = next;
    }
    distribution
}

#[cfg(test)]
mod tests {
    use super::*;
    use entente_core::testkit::assert_close;

    /// Chances 1/2 and 1/4: none 3/8, one 1/2, both 1/8.
    #[test]
    fn two_trials_by_hand() {
        for (found, expected) in number_of_successes(&[0.5, 0.25]).into_iter().zip([0.375, 0.5, 0.125]) {
            assert_close(found, expected, 1e-15);
        }
    }
}
