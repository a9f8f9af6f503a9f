//! Which side does a state take on another's core interest? Open: what absence means, whether half-support counts, the prior, the window.

use entente_core::StateCode;
use entente_measures::share::posterior::Share;
use serde::{Deserialize, Serialize};

use super::support::{Comparison, table};
use super::{Basis, Untestable};
use crate::evidence::{Evidence, Record};
use crate::filter::Filter;
use crate::grid::{Node, Outcome, run};

/// Parameters.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Position {
    /// Whose position, as a number.
    pub actor: u16,
    /// Whose core interest, as a number.
    pub about: u16,
    /// Which of the recorded positions count.
    #[serde(default, rename = "where")]
    pub which: Filter,
    /// Which way.
    pub is: Comparison,
    /// Share of occasions with full support, 0 to 1.
    pub value: f64,
}

const ABSENCE: [&str; 2] = ["is no support", "is left out"];
const ABSTENTION: [&str; 2] = ["is no support", "is half support"];
const PRIORS: [f64; 3] = [0.25, 0.5, 1.0];

impl Position {
    pub(super) fn evaluate(&self, _id: &str, evidence: &Evidence, basis: &mut Basis) -> Result<Outcome, Untestable> {
        let table = table(evidence, "positions")?;
        let is = |r: &Record, field: &str, code: u16| r.text(field).and_then(|t| t.parse().ok()).map(StateCode) == Some(StateCode(code));
        let found: Vec<&Record> = table
            .records
            .iter()
            .filter(|r| is(r, "ccode", self.actor) && is(r, "about_ccode", self.about))
            .filter(|r| r.date.is_none_or(|d| d.year() <= evidence.as_of) && basis.is_witness(r))
            .filter(|r| self.which.fits(r) == Some(true))
            .collect();
        if found.is_empty() {
            return Err(Untestable::new("no such position is recorded"));
        }
        basis.coverage = 1.0;
        basis.records.extend(found.iter().map(|r| r.id.clone()));
        let nodes = vec![Node::new("absence", &ABSENCE), Node::new("abstention", &ABSTENTION), Node::new("prior", &PRIORS)];
        run(nodes, |choice| {
            let scores: Vec<f64> = found
                .iter()
                .filter_map(|r| match r.text("position")? {
                    "support" | "recognised" => Some(1.0),
                    "abstain" => Some(if choice[1] == 1 { 0.5 } else { 0.0 }),
                    "absent" => (choice[0] == 0).then_some(0.0),
                    "oppose" | "not_recognised" => Some(0.0),
                    _ => None,
                })
                .collect();
            if scores.is_empty() {
                return Err(Untestable::new("no recorded position says support, abstention, absence or opposition"));
            }
            let above = Share { k: scores.iter().sum(), n: scores.len() as f64, prior: PRIORS[choice[2]] }.above(self.value)?;
            Ok(match self.is {
                Comparison::Above | Comparison::AtLeast => above,
                Comparison::Below | Comparison::AtMost => 1.0 - above,
            })
        })
    }
}
