//! The contest over several theatres, from a file or for a page: what a quiet border frees.
//!
//! The numerics are [`entente_measures::contest`]; here is what stands around them: files, overrides, and what a page says.

pub mod alliance;
pub mod calibration;
pub mod crisis;
pub mod distraction;
pub mod file;
pub mod fill;
pub mod outcome;
pub mod page;
pub mod setting;
pub mod store;
pub mod study;
pub(crate) mod words;

use entente_claims::Evidence;

use crate::case::Case;
use crate::error::Error;
use crate::output::ClaimResult;
use calibration::{Calibration, calibrate};
use outcome::{Effort, Outcome, outcome};
use page::TheatrePage;
use setting::Setting;

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
        let cited = self.outcome.setting.citations.iter().filter_map(|id| case.citations.get(id));
        let mut publishers: Vec<&str> = cited.map(|c| c.publisher.as_str()).collect();
        publishers.dedup();
        let source = if publishers.is_empty() { "figures given in the case".to_owned() } else { publishers.join("; ") };
        fill::page(&self.outcome, self.calibration.as_ref(), claims, format!("Budgets: {source}. Values and efficacies: assumed"))
    }

    /// Computes the contest of a case in the year of its evidence.
    ///
    /// # Errors
    /// Something is missing for it, or it has no certified answer.
    pub fn compute(case: &Case, evidence: &Evidence, effort: Effort, on_draw: impl Fn() + Sync) -> Result<Self, Error> {
        let setting = setting(case, evidence)?;
        let calibration = case.contest.as_ref().and_then(|file| file.calibration.as_ref());
        let calibration = calibration.map(|given| calibrate(given, case, &setting)).transpose()?;
        Ok(Self { outcome: outcome(setting, effort, on_draw)?, calibration })
    }
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
    OfCase::compute(case, evidence, Effort::new(Effort::OF_ASSESSMENT, case.file.seed), || {}).map_err(|error| match error {
        Error::NoContest { message } => message,
        other => other.to_string(),
    })
}
