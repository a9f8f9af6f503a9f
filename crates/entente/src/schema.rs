//! JSON Schemas made from the types, so that they cannot differ from what is written and read.

use crate::case_file::CaseFile;
use crate::output::Assessment;

/// Which contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Contract {
    /// What `assess --json` writes.
    Assessment,
    /// What `case.toml` may say.
    Case,
}

/// The schema as JSON text with a final newline.
pub fn schema(contract: Contract) -> String {
    let schema = match contract {
        Contract::Assessment => schemars::schema_for!(Assessment),
        Contract::Case => schemars::schema_for!(CaseFile),
    };
    let mut text = serde_json::to_string_pretty(&schema).unwrap_or_default();
    text.push('\n');
    text
}
