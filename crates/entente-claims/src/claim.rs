//! One claim as its author wrote it, and how it is judged.

use serde::{Deserialize, Serialize};

use crate::evidence::Evidence;
use crate::grid::MIN_SPECIFICATIONS;
use crate::kinds::{Basis, Publishers, Test};
use crate::verdict::Verdict;

/// A testable sentence: who said it, what would hold, and what would refute it. Thresholds stand here, before the data are seen.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Claim {
    /// Unique id, for instance `C26`.
    pub id: String,
    /// Which of the six questions it helps to answer, 1 to 6.
    pub question: u8,
    /// Mechanism of the essay, S1 to S13.
    pub mechanism: Option<String>,
    /// The claim in our words.
    pub statement: String,
    /// Id of the citation that makes the claim.
    pub said_by: Option<String>,
    /// Id of the ambiguous claim of which this is one reading.
    pub split_of: Option<String>,
    /// Which reading.
    pub meaning: Option<String>,
    /// What observation would refute it.
    pub falsifier: String,
    /// What would settle it.
    pub settles: String,
    /// Least share of needed cells that must be known.
    #[serde(default = "default_coverage")]
    pub min_coverage: f64,
    /// How it is tested: exactly one kind.
    pub test: Test,
}

fn default_coverage() -> f64 {
    0.6
}

impl Claim {
    /// Judges the claim on the evidence. A pure function of both: the seed is part of the evidence.
    pub fn judge(&self, evidence: &Evidence, publishers: &dyn Publishers) -> Verdict {
        let mut basis = Basis { claimant: self.said_by.clone(), ..Basis::default() };
        let result = self.test.evaluate(&self.id, evidence, &mut basis);
        basis.finish(evidence, publishers);
        match result {
            Err(reason) => Verdict::not_testable(reason.0, basis),
            Ok(_) if basis.coverage < self.min_coverage => {
                let reason = format!(
                    "{:.0} of 100 needed cells are known and the claim asks for {:.0}",
                    basis.coverage * 100.0,
                    self.min_coverage * 100.0
                );
                Verdict::not_testable(reason, basis)
            }
            Ok(outcome) if outcome.cells.len() < MIN_SPECIFICATIONS => {
                let reason = format!("only {} specifications could be computed, {MIN_SPECIFICATIONS} are needed", outcome.cells.len());
                Verdict::not_testable(reason, basis)
            }
            Ok(outcome) => Verdict::from_outcome(&outcome, basis),
        }
    }
}
