//! What if, for a pair: its contest as its case or the store has it beside the same contest with changes, over the same draws.

use serde::Serialize;

use super::assessed::Assessed;
use super::changed::{Changed, Override, changed};
use super::changes::Changes;
use super::outcome::Effort;
use super::prepared::Prepared;
use crate::error::Error;
use crate::output::SCHEMA_VERSION;

/// Before and after: the contract of `whatif A B --json`.
#[derive(Debug, Clone, Serialize, schemars::JsonSchema)]
pub struct CaseWhatIf {
    /// Version of this contract.
    pub schema_version: u32,
    /// Version of the program.
    pub code_version: String,
    /// Numbers that were changed.
    pub overrides: Vec<Override>,
    /// Fronts that were left out.
    pub dropped: Vec<String>,
    /// What followed from that besides, in sentences.
    pub notes: Vec<String>,
    /// The contest as it is.
    pub before: Assessed,
    /// The contest with the changes.
    pub after: Assessed,
}

/// Computes a contest as it is and as it would be. `on_draw` is called after each draw of either, in no order.
///
/// # Errors
/// A change that is none, or a contest without a certified answer before or after.
pub fn what_if(prepared: &Prepared<'_>, changes: &Changes, effort: Effort, on_draw: impl Fn() + Sync) -> Result<CaseWhatIf, Error> {
    let Changed { setting, overrides, notes } = changed(&prepared.setting, changes)?;
    let after = prepared.with(setting).compute(effort, &on_draw)?;
    let before = prepared.compute(effort, &on_draw)?;
    let code_version = env!("CARGO_PKG_VERSION").to_owned();
    Ok(CaseWhatIf { schema_version: SCHEMA_VERSION, code_version, overrides, dropped: changes.drop.clone(), notes, before, after })
}
