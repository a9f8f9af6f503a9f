//! Where the contest of a pair comes from and how many draws are made: what `contest assess` and `whatif` share.

use std::path::PathBuf;

use entente::contest::outcome::Effort;
use entente::contest::prepared::Prepared;
use entente::{Case, Error};
use entente_panel::Store;

use super::super::{dyad, stated_contest, year_of};
use crate::globals::Globals;

/// Where the contest of a pair comes from, and how many draws are made
#[derive(Debug, clap::Args)]
pub(crate) struct Source {
    /// Year [default: the year of the case, or the newest that at least half of the tables in the store cover]
    #[arg(long, short, value_parser = clap::value_parser!(i32).range(1816..=2100))]
    year: Option<i32>,
    /// Draws in each specification [default: 10000]
    #[arg(long, value_name = "N", value_parser = draws)]
    draws: Option<usize>,
    /// Seed of the draws [default: that of the case]
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
    /// What states have to fight with: milex (spending), cinc (capabilities), or the id of a budget of the case [default: all]
    #[arg(long, value_name = "ID")]
    budget: Option<String>,
    /// Take the contest from a case or make it from the store [default: from a case that states one, else from the store]
    #[arg(long, value_enum)]
    from: Option<From>,
    /// Case file to use
    #[arg(long, value_name = "FILE", conflicts_with = "from")]
    case: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum From {
    Case,
    Store,
}

/// Most draws in each specification. Chosen: all are kept, at some 300 bytes each, so that twelve specifications of a what-if stay below a
/// gigabyte; the standard error of a probability is then 0.0016, at half 0.0022, at double 0.0011.
const MOST: usize = 100_000;

/// Fewest. Chosen: with less, hundredths say nothing.
const FEWEST: usize = 100;

fn draws(text: &str) -> Result<usize, String> {
    let number: usize = text.parse().map_err(|_| format!("{text:?} is not a number of draws"))?;
    if (FEWEST..=MOST).contains(&number) { Ok(number) } else { Err(format!("{number} draws; ask for {FEWEST} to {MOST}")) }
}

impl Source {
    /// The contest of a pair: that of a case which states one, else that of the store.
    pub(crate) fn of_pair<'a>(&self, globals: &Globals, store: &'a Store<'a>, names: &[String; 2]) -> Result<Prepared<'a>, Error> {
        let stated = stated_contest(globals, store, self.case.as_deref(), names, self.year)?;
        match stated {
            Some(case) if self.from == Some(From::Store) => {
                let mut prepared = self.of_store(store, names)?;
                let note = format!("case {} states another contest of the same two: leave --from store out", case.file.id);
                prepared.setting.notes.push(note);
                Ok(prepared)
            }
            Some(case) => self.of_case(case),
            None if self.from == Some(From::Case) => {
                let message = format!("no case of {} and {} states one; write a contest.toml, or use --from store", names[0], names[1]);
                Err(Error::NoContest { message })
            }
            None => self.of_store(store, names),
        }
    }

    /// The contest that imported data give.
    fn of_store<'a>(&self, store: &'a Store<'a>, names: &[String; 2]) -> Result<Prepared<'a>, Error> {
        let year = year_of(self.year, store)?;
        Prepared::of_store(store, dyad(names, year)?, year, self.budget.as_deref())
    }

    /// The contest that a case states.
    pub(crate) fn of_case<'a>(&self, case: Case) -> Result<Prepared<'a>, Error> {
        let year = self.year.unwrap_or(case.file.as_of);
        Prepared::of_case(case, year, self.budget.as_deref())
    }

    /// A contest file has known numbers and no pair, so none of this goes with it.
    pub(crate) fn refuse_for_a_file(&self) -> Result<(), Error> {
        let given = [
            ("--year", self.year.is_some()),
            ("--draws", self.draws.is_some()),
            ("--seed", self.seed.is_some()),
            ("--budget", self.budget.is_some()),
            ("--from", self.from.is_some()),
            ("--case", self.case.is_some()),
        ];
        match given.into_iter().find(|(_, is_given)| *is_given) {
            Some((flag, _)) => {
                let message = "a contest file has known numbers, of which nothing is drawn; leave this out, or name two states or a case";
                Err(Error::Override { text: flag.to_owned(), message: message.to_owned() })
            }
            None => Ok(()),
        }
    }

    /// How many draws, and from which seed.
    pub(crate) fn effort(&self, prepared: &Prepared<'_>) -> Effort {
        Effort::new(self.draws.unwrap_or(Effort::DEFAULT), self.seed.unwrap_or(prepared.seed))
    }
}
