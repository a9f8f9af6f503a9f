//! `entente why ITEM`: one step further down, as far as the line and the page.

use std::path::PathBuf;
use std::process::ExitCode;

use entente::SeriesKey;
use entente::fs::Disk;
use entente::{Error, assess};

use crate::globals::Globals;

const EXAMPLES: &str = "Examples:
  entente why q3                           a question: its evidence, each line with the item to ask next
  entente why C26a                         a claim: verdict, decisions that matter, records
  entente why 'arms_tiv[RUS>CHN]' --full   a series: every year, its error, the lines it rests on
  entente why 'arms_tiv[USA>JPN]' --pair USA JPN --year 2015
  entente why sipri_deliveries:4711         a row of the store: the publisher's file and line, all its cells";

/// Explain an item: from a verdict down to the record and its citation
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// q1 to q6, a claim, rubric:ID, a series, a table, a record, a citation, or a row as TABLE:LINE
    item: String,
    /// Year of the assessment [default: the year of the case]
    #[arg(long, short, value_parser = clap::value_parser!(i32).range(1816..=2100))]
    year: Option<i32>,
    /// Case file to use instead of the built-in one
    #[arg(long, value_name = "FILE")]
    case: Option<PathBuf>,
    /// Pair whose assessment is explained [default: that of the built-in case]
    #[arg(long, num_args = 2, value_names = ["A", "B"])]
    pair: Option<Vec<String>>,
    /// List every record
    #[arg(long)]
    full: bool,
}

impl Args {
    pub(crate) fn run(self, globals: &Globals) -> Result<ExitCode, Error> {
        let store = globals.open_store()?;
        if let Some(rows) = entente::row::rows(&store, &Disk, &self.item)? {
            let text: String = rows.iter().map(entente::row::show).collect();
            crate::output::data(&if globals.json {
                format!("{:#}\n", serde_json::json!({ "item": self.item, "rows": rows }))
            } else {
                text
            });
            return Ok(ExitCode::SUCCESS);
        }
        // A series names its own pair.
        let of_series =
            self.item.parse::<SeriesKey>().ok().and_then(|key| key.about.dyad()).map(|d| [d.low().to_string(), d.high().to_string()]);
        let pair = self.pair.map(|pair| [pair[0].clone(), pair[1].clone()]).or(of_series.filter(|_| self.case.is_none()));
        let case = super::case_for(globals, &store, self.case.as_deref(), pair.as_ref(), self.year)?;
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
