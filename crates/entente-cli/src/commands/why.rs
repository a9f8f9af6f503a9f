//! `entente why ITEM`: one step further down, as far as the line and the page.

use std::path::PathBuf;
use std::process::ExitCode;

use entente::{Error, assess};

use crate::globals::Globals;

const EXAMPLES: &str = "Examples:
  entente why q3                           a question: its evidence, each line with the item to ask next
  entente why C26a                         a claim: verdict, decisions that matter, records
  entente why 'arms_tiv[RUS>CHN]' --full   a series: every year, its error, the lines it rests on";

/// Explain an item: from a verdict down to the record and its citation
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// q1 to q6, a claim, rubric:ID, a series, a table, a record or a citation
    item: String,
    /// Year of the assessment [default: the year of the case]
    #[arg(long, short, value_parser = clap::value_parser!(i32).range(1816..=2100))]
    year: Option<i32>,
    /// Case file to use instead of the built-in one
    #[arg(long, value_name = "FILE")]
    case: Option<PathBuf>,
    /// List every record
    #[arg(long)]
    full: bool,
}

impl Args {
    pub(crate) fn run(self, globals: &Globals) -> Result<ExitCode, Error> {
        let case = super::case_for(globals, self.case.as_deref(), None, self.year)?;
        let assessment = assess(&case, self.year.unwrap_or(case.file.as_of))?;
        let text = entente::why::why(&case, &assessment, &self.item, self.full)?;
        if globals.json {
            let value = serde_json::json!({ "item": self.item, "as_of": assessment.as_of, "text": text });
            crate::output::data(&format!("{value:#}\n"));
        } else {
            crate::output::data(&text);
        }
        Ok(ExitCode::SUCCESS)
    }
}
