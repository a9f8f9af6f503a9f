//! `entente contest assess A B`: what a settled front frees for a pair.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::ValueEnum;
use entente::contest::assessed::{self, Assessed, OfCase};
use entente::contest::outcome::Effort;
use entente::contest::store;
use entente::contest::store::Measure;
use entente::report::theatre;
use entente::{Case, Error, series};
use entente_panel::Store;

use crate::globals::Globals;

const EXAMPLES: &str = "Examples:
  entente contest assess russia china --year 2021
  entente contest assess india pakistan --year 2010 --budget cinc
  entente contest assess russia china --from store --draws 2000 --json

A case that states a contest (contest.toml) is used as it stands; any other pair is made from the store. Every budget is reported, or only the
one named.";

/// What a settled front frees for a pair, under uncertainty
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// First state: name, abbreviation, ISO-3 code or COW number
    first: String,
    /// Second state
    second: String,
    /// Year [default: the year of the case, or the newest that at least half of the tables in the store cover]
    #[arg(long, short, value_parser = clap::value_parser!(i32).range(1816..=2100))]
    year: Option<i32>,
    /// Draws in each specification
    #[arg(long, value_name = "N", default_value_t = Effort::DEFAULT, value_parser = draws)]
    draws: usize,
    /// Seed of the draws [default: that of the case]
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
    /// What states have to fight with [default: all that is known of both]
    #[arg(long, value_enum)]
    budget: Option<Budget>,
    /// Take the contest from a case or make it from the store [default: from a case that states one, else from the store]
    #[arg(long, value_enum)]
    from: Option<From>,
    /// Case file to use
    #[arg(long, value_name = "FILE", conflicts_with = "from")]
    case: Option<PathBuf>,
    /// Write to a file instead of stdout: .html, .json or .txt
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Budget {
    /// Military spending at constant prices
    Milex,
    /// Composite index of national capability
    Cinc,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum From {
    Case,
    Store,
}

/// Most draws. Chosen: beyond a million only time goes by.
const MOST: usize = 1_000_000;

fn draws(text: &str) -> Result<usize, String> {
    let number: usize = text.parse().map_err(|_| format!("{text:?} is not a number of draws"))?;
    if (1..=MOST).contains(&number) { Ok(number) } else { Err(format!("{number} draws; ask for 1 to {MOST}")) }
}

impl Args {
    pub(crate) fn run(self, globals: &Globals) -> Result<ExitCode, Error> {
        let names = [self.first.clone(), self.second.clone()];
        let store = globals.open_store()?;
        let stated = match self.from {
            Some(From::Store) => None,
            _ => super::super::stated_contest(globals, &store, self.case.as_deref(), &names, self.year)?,
        };
        if let (None, Some(From::Case)) = (&stated, self.from) {
            let message = format!("no case of {} and {} states one; write a contest.toml, or use --from store", names[0], names[1]);
            return Err(Error::NoContest { message });
        }
        let assessed = match stated {
            Some(case) => self.of_case(globals, &case)?,
            None => self.of_store(globals, &store, &names)?,
        };
        super::super::write_out(
            globals,
            self.output.as_deref(),
            || theatre::text(&assessed.page),
            || theatre::html(&assessed.page),
            &assessed,
        )
    }

    fn of_case(&self, globals: &Globals, case: &Case) -> Result<Assessed, Error> {
        let evidence = series::gather(case, self.year.unwrap_or(case.file.as_of)).evidence;
        let mut setting = assessed::setting(case, &evidence)?;
        if let Some(budget) = self.budget {
            let word = budget.to_possible_value().map_or_else(String::new, |v| v.get_name().to_owned());
            setting.budgets.retain(|b| b.id.starts_with(&word));
            if setting.budgets.is_empty() {
                let message = format!("the case has no budget {word}; leave --budget out, or use --from store");
                return Err(Error::NoContest { message });
            }
        }
        let effort = Effort::new(self.draws, self.seed.unwrap_or(case.file.seed));
        let bar = globals.count((self.draws * setting.specifications().count()) as u64);
        let found = OfCase::compute(case, setting, effort, || bar.inc(1));
        bar.finish_and_clear();
        Ok(found?.assessed(case))
    }

    fn of_store(&self, globals: &Globals, store: &Store<'_>, names: &[String; 2]) -> Result<Assessed, Error> {
        let year = super::super::year_of(self.year, store)?;
        let asked = self.budget.map(|budget| match budget {
            Budget::Milex => Measure::Milex,
            Budget::Cinc => Measure::Cinc,
        });
        let setting = store::setting(store, super::super::dyad(names, year)?, year, asked)?;
        let effort = Effort::new(self.draws, self.seed.unwrap_or(1));
        let bar = globals.count((self.draws * setting.specifications().count()) as u64);
        let found = assessed::of_store(store, setting, effort, || bar.inc(1));
        bar.finish_and_clear();
        found
    }
}
