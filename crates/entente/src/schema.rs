//! JSON Schemas made from the types, so that they cannot differ from what is written and read.

use crate::case_file::CaseFile;
use crate::compare::Comparison;
use crate::contest::assessed::Assessed;
use crate::contest::file::ContestFile;
use crate::contest::solution::Solution;
use crate::contest::stated::StatedContest;
use crate::contest::what_if::WhatIf;
use crate::contest::what_if_case::CaseWhatIf;
use crate::dataset::Description;
use crate::output::Assessment;
use crate::partners::Partners;

/// Which contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Contract {
    /// What `assess --json` writes.
    Assessment,
    /// What `case.toml` may say.
    Case,
    /// What `compare --json` writes.
    Comparison,
    /// What `contest solve --json` writes.
    Contest,
    /// What `contest assess --json` writes.
    ContestAssess,
    /// What the `contest.toml` of a case may say.
    ContestCase,
    /// What a contest file may say.
    ContestFile,
    /// What `partners --json` writes.
    Partners,
    /// What stands beside a panel as `NAME.entente.json`.
    Provenance,
    /// What `whatif FILE --json` writes.
    WhatIf,
    /// What `whatif A B --json` writes.
    WhatIfCase,
}

/// The schema as JSON text with a final newline.
pub fn schema(contract: Contract) -> String {
    let schema = match contract {
        Contract::Assessment => schemars::schema_for!(Assessment),
        Contract::Case => schemars::schema_for!(CaseFile),
        Contract::Comparison => schemars::schema_for!(Comparison),
        Contract::Contest => schemars::schema_for!(Solution),
        Contract::ContestAssess => schemars::schema_for!(Assessed),
        Contract::ContestCase => schemars::schema_for!(StatedContest),
        Contract::ContestFile => schemars::schema_for!(ContestFile),
        Contract::Partners => schemars::schema_for!(Partners),
        Contract::Provenance => schemars::schema_for!(Description),
        Contract::WhatIf => schemars::schema_for!(WhatIf),
        Contract::WhatIfCase => schemars::schema_for!(CaseWhatIf),
    };
    let mut text = serde_json::to_string_pretty(&schema).unwrap_or_default();
    text.push('\n');
    text
}
