//! `entente schema`: the contracts as JSON Schema.

use std::process::ExitCode;

use entente::schema::{Contract, schema};

const EXAMPLES: &str = "Examples:
  entente schema assessment > assessment.schema.json   what assess --json writes
  entente schema case > case.schema.json               what case.toml may say
  entente schema comparison                            what compare --json writes
  entente schema contest                               what contest solve --json writes
  entente schema contest-file                          what a contest file may say
  entente schema contest-assess                        what contest assess --json writes
  entente schema contest-case                          what the contest.toml of a case may say
  entente schema whatif                                what whatif FILE --json writes
  entente schema whatif-case                           what whatif A B --json writes
  entente schema partners                              what partners --json writes
  entente schema provenance                            what stands beside a panel as NAME.entente.json";

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum Which {
    Assessment,
    Case,
    Comparison,
    Contest,
    ContestAssess,
    ContestCase,
    ContestFile,
    Partners,
    Provenance,
    Whatif,
    WhatifCase,
}

/// Print the JSON Schema of an output or of a case file
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Which contract
    which: Which,
}

impl Args {
    pub(crate) fn run(self) -> ExitCode {
        crate::output::data(&schema(match self.which {
            Which::Assessment => Contract::Assessment,
            Which::Case => Contract::Case,
            Which::Comparison => Contract::Comparison,
            Which::Contest => Contract::Contest,
            Which::ContestAssess => Contract::ContestAssess,
            Which::ContestCase => Contract::ContestCase,
            Which::ContestFile => Contract::ContestFile,
            Which::Partners => Contract::Partners,
            Which::Provenance => Contract::Provenance,
            Which::Whatif => Contract::WhatIf,
            Which::WhatifCase => Contract::WhatIfCase,
        }));
        ExitCode::SUCCESS
    }
}
