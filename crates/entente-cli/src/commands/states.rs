//! `entente states find TEXT`: numbers, abbreviations and dates of states.

use std::process::ExitCode;

use entente::Error;
use entente_core::resolve::{When, find, resolve};
use entente_core::{PartialDate, State, System};

use crate::globals::Globals;

const EXAMPLES: &str = "Examples:
  entente states find germany               every state that was ever called so, with its dates
  entente states find germany --date 1970   those of that year: 260 and 265
  entente states find 俄罗斯 --json          any of eight languages, numbers and ISO-3 codes";

/// Look up states and their codes
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Args {
    /// Find states by a part of a name, or by a code
    #[command(after_help = EXAMPLES)]
    Find {
        /// Name or part of one, abbreviation, ISO-3 code or number
        text: String,
        /// Day, month or year in which it must have been a member
        #[arg(long, short)]
        date: Option<PartialDate>,
        /// Use the Gleditsch-Ward list instead of the Correlates of War list
        #[arg(long)]
        gw: bool,
    },
}

impl Args {
    pub(crate) fn run(self, globals: &Globals) -> Result<ExitCode, Error> {
        let Self::Find { text, date, gw } = self;
        let system = if gw { System::Gw } else { System::Cow };
        let when = match date {
            None => When::Ever,
            Some(date) if date.first_day() == date.last_day() => When::Day(date.first_day()),
            Some(date) => entente_core::YearSpan::new(date.year(), date.year()).map_or(When::Ever, When::Years),
        };
        let found = find(&text, when, system);
        if found.is_empty() {
            // The resolver knows why: a typo, a name out of its time, or a territory that no list has.
            resolve(&text, when, system)?;
        }
        if globals.json {
            let rows: Vec<_> = found.iter().map(|s| row(s, system)).collect();
            crate::output::data(&format!("{:#}\n", serde_json::Value::from(rows)));
        } else {
            for state in found {
                let spells: Vec<String> = state.spells(system).iter().map(ToString::to_string).collect();
                let dash = "-".to_owned();
                let abbreviation = if gw { &state.gw_abbrev } else { &state.cow_abbrev }.as_ref().unwrap_or(&dash);
                let iso3 = state.iso3.as_ref().unwrap_or(&dash);
                crate::output::data(&format!("{:>4} {abbreviation:<4} {iso3:<4} {:<32} {}\n", state.code, state.name, spells.join(", ")));
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn row(state: &State, system: System) -> serde_json::Value {
    let spells: Vec<String> = state.spells(system).iter().map(ToString::to_string).collect();
    serde_json::json!({
        "number": state.code.0, "cow_abbrev": state.cow_abbrev, "gw_abbrev": state.gw_abbrev, "iso3": state.iso3, "name": state.name,
        "system": system, "spells": spells,
    })
}
