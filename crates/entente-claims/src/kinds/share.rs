//! Is the share of records with a property above (or below) a value? Open: the window, the prior, what unknown records count as,
//! and whether weakly graded sources count.

use entente_measures::share::posterior::Share;
use serde::{Deserialize, Serialize};

use super::support::{Comparison, records, table};
use super::{Basis, Untestable};
use crate::evidence::{Evidence, Record};
use crate::filter::Filter;
use crate::grid::{Node, Outcome, run};

/// Parameters.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ShareTest {
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
    /// The share, 0 to 1.
    pub value: f64,
    /// Windows to try, in years back from the assessment; 0 takes all.
    #[serde(default = "default_windows")]
    pub windows: Vec<u16>,
}

fn default_windows() -> Vec<u16> {
    vec![0, 15, 10]
}

/// What a record counts as whose property is unknown. "At the rate of the rest" is the plain treatment; the bounds show how far silence
/// alone could carry the answer, at half weight each way.
const UNKNOWNS: [&str; 3] = ["left out", "half against", "half for"];
const PRIORS: [f64; 2] = [0.5, 1.0];
/// Which sources count, by the reliability letter of a record's best citation.
const SOURCES: [&str; 2] = ["all grades", "B or better"];

impl ShareTest {
    pub(super) fn evaluate(&self, evidence: &Evidence, basis: &mut Basis) -> Result<Outcome, Untestable> {
        let table = table(evidence, &self.table)?;
        basis.is_collection = !table.coverage.is_some_and(|c| c.is_exhaustive);
        let nodes = vec![
            Node::new("window in years (0: all)", &self.windows),
            Node::new("unknown records", &UNKNOWNS),
            Node::new("prior", &PRIORS),
            Node::new("sources", &SOURCES),
        ];
        let mut best_coverage: f64 = 0.0;
        let outcome = run(nodes, |choice| {
            let is_good = |r: &Record| choice[3] == 0 || r.text("grade").is_some_and(|grade| grade <= "B");
            let counted: Vec<_> = records(evidence, table, self.windows[choice[0]], basis)
                .into_iter()
                .filter(|r| self.among.fits(r) == Some(true) && is_good(r))
                .collect();
            let answers: Vec<Option<bool>> = counted.iter().map(|r| self.property.fits(r)).collect();
            let yes = answers.iter().filter(|a| **a == Some(true)).count() as f64;
            let known = answers.iter().flatten().count() as f64;
            if known == 0.0 {
                return Err(Untestable::new(format!("no record of {} tells", self.table)));
            }
            best_coverage = best_coverage.max(known / answers.len() as f64);
            basis.records.extend(counted.iter().map(|r| r.id.clone()));
            let unknown = answers.len() as f64 - known;
            // Half the silent records at the rate of the rest is the same as leaving them out; the other half is put on one side.
            let (k, n) = match choice[1] {
                0 => (yes, known),
                1 => (yes, known + unknown / 2.0),
                _ => (yes + unknown / 2.0, known + unknown / 2.0),
            };
            let above = Share { k, n, prior: PRIORS[choice[2]] }.above(self.value)?;
            Ok(match self.is {
                Comparison::Above | Comparison::AtLeast => above,
                Comparison::Below | Comparison::AtMost => 1.0 - above,
            })
        });
        basis.coverage = best_coverage;
        outcome
    }
}
