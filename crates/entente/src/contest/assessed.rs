//! The contest of a case or of a pair of the store, computed and given out.

use std::collections::{BTreeMap, BTreeSet};

use entente_claims::kinds::contest::Quantity;
use entente_claims::{Evidence, Test};
use entente_core::Citation;
use entente_measures::contest::summary::Meaning;
use serde::Serialize;

use super::calibration::{Calibration, calibrate};
use super::fill;
use super::outcome::{Effort, Outcome, outcome};
use super::page::{PageClaim, TheatrePage};
use super::setting::Setting;
use crate::case::Case;
use crate::error::Error;
use crate::output::ClaimResult;

/// A contest of a case, with what the case alone can add.
#[derive(Debug, Clone)]
pub struct OfCase {
    /// What came of it.
    pub outcome: Outcome,
    /// The calibration, where the case asks for one.
    pub calibration: Option<Calibration>,
}

impl OfCase {
    /// The page.
    pub fn page(&self, case: &Case, claims: &[ClaimResult]) -> TheatrePage {
        let claims = claims.iter().filter_map(|claim| page_claim(case, claim)).collect();
        fill::page(&self.outcome, self.calibration.as_ref(), claims, source(&self.outcome, &case.citations))
    }

    /// Computes the contest of a case. `on_draw` is called after each draw, in no order.
    ///
    /// # Errors
    /// Something is missing for it, or it has no certified answer.
    pub fn compute(case: &Case, setting: Setting, effort: Effort, on_draw: impl Fn() + Sync) -> Result<Self, Error> {
        let calibration = case.contest.as_ref().and_then(|file| file.calibration.as_ref());
        let calibration = calibration.map(|given| calibrate(given, case, &setting)).transpose()?;
        Ok(Self { outcome: outcome(setting, effort, on_draw)?, calibration })
    }
}

/// What a contest of a pair is given out as.
#[derive(Debug, Clone, Serialize, schemars::JsonSchema)]
pub struct Assessed {
    /// Version of this contract.
    pub schema_version: u32,
    /// Version of the program.
    pub code_version: String,
    /// What came of it.
    #[serde(flatten)]
    pub outcome: Outcome,
    /// The calibration, where the case asks for one.
    pub calibration: Option<Calibration>,
    /// The same as it reads.
    pub page: TheatrePage,
    /// What to cite for it.
    pub citations: Vec<Citation>,
}

/// A claim as the page shows it; none if it is not about the contest.
fn page_claim(case: &Case, result: &ClaimResult) -> Option<PageClaim> {
    let claim = case.claims.iter().find(|claim| claim.id == result.id)?;
    let Test::Contest(test) = &claim.test else { return None };
    let meaning = match test.quantity {
        Quantity::Multiplier => Meaning::Multiplier,
        Quantity::ShareFreed => Meaning::ShareFreed,
        Quantity::SuccessGained => Meaning::SuccessGained,
    };
    Some(PageClaim {
        id: result.id.clone(),
        meaning: Some(meaning),
        statement: result.statement.clone(),
        verdict: result.verdict.as_str().to_owned(),
        probability: result.probability,
    })
}

/// Whom the figures are from, as it stands beside a chart.
pub(super) fn source(outcome: &Outcome, citations: &BTreeMap<String, Citation>) -> String {
    let cited = outcome.setting.citations.iter().filter_map(|id| citations.get(id));
    let publishers: BTreeSet<&str> = cited.map(|c| c.publisher.as_str()).collect();
    let publishers: Vec<&str> = publishers.into_iter().collect();
    let from = if publishers.is_empty() { "figures given in the case".to_owned() } else { publishers.join("; ") };
    format!("Data: {from}. Values and efficacies: assumed")
}

/// The contest of a case in the year of its evidence, before it is solved.
///
/// # Errors
/// The case states none and has no store, or something is missing.
pub fn setting(case: &Case, evidence: &Evidence) -> Result<Setting, Error> {
    if let Some(file) = &case.contest {
        return file.setting(case, evidence);
    }
    let message = match case.general.as_ref().map(|general| &general.contest) {
        Some(Some(Ok(setting))) => return Ok(setting.clone()),
        Some(Some(Err(message))) => message.clone(),
        _ => "the case states no contest; a file contest.toml, named in case.toml, would".to_owned(),
    };
    Err(Error::NoContest { message })
}

/// The contest of an assessment, or why there is none.
pub(crate) fn of_case(case: &Case, evidence: &Evidence) -> Result<OfCase, String> {
    let effort = Effort::new(Effort::OF_ASSESSMENT, case.file.seed);
    setting(case, evidence).and_then(|setting| OfCase::compute(case, setting, effort, || {})).map_err(|error| match error {
        Error::NoContest { message } => message,
        other => other.to_string(),
    })
}
