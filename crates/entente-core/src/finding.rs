//! Warnings as values. A finding is an alarm to clear, not a state to live in.

use serde::{Deserialize, Serialize};

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Worth knowing when reading the numbers.
    Note,
    /// Something was left out or assumed.
    Warning,
    /// A number depends on it.
    Alarm,
}

/// One thing that was odd, left out or assumed, with the place and what to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Finding {
    /// Short stable id, for instance `coverage_end`.
    pub code: String,
    /// How much it matters.
    pub severity: Severity,
    /// Where: a table, a record, a claim.
    pub place: String,
    /// Cause, fact and next step, in one or two sentences.
    pub message: String,
}

impl Finding {
    /// Builds a finding.
    pub fn new(code: &str, severity: Severity, place: impl Into<String>, message: impl Into<String>) -> Self {
        Self { code: code.to_owned(), severity, place: place.into(), message: message.into() }
    }
}
