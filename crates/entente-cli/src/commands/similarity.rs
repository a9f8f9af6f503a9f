//! `entente similarity`: how alike the alliances or the votes of all pairs are.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use clap::ValueEnum;
use entente::Error;
use entente::dataset::{self, About, Beside, Output, Recipe};
use entente::fs::Disk;
use entente::similarity::votes::{Absent, Rules, Unanimous, VoteTable};
use entente::similarity::{Similarity, alliances, votes};
use entente_core::{Finding, Severity, System, YearSpan};
use entente_measures::similarity::agreement::MinimumShared;
use entente_panel::Store;
use entente_panel::frame::Frame;
use entente_panel::write::Statuses;

use crate::globals::Globals;

const EXAMPLES: &str = "Examples:
  entente similarity --over alliances --years 1816..2018 -o alliances.parquet
  entente similarity --over votes --years 1992..2015 -o votes.csv
  entente similarity --over votes --years 1985 --unanimous keep --min-votes 1 -o votes.dta";

/// Compute how alike the alliances or the votes of all pairs are, each pair and year with eleven measures
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// What is compared
    #[arg(long, value_enum)]
    over: Over,
    /// Years, as 2015 or 1992..2015
    #[arg(long)]
    years: YearSpan,
    /// Votes: what becomes of roll calls on which all votes were the same
    #[arg(long, value_enum, default_value = "drop")]
    unanimous: Keep,
    /// Votes: what becomes of a state that did not vote
    #[arg(long, value_enum, default_value = "missing")]
    absent: Seen,
    /// Votes: least number of shared roll calls [default: 20]
    #[arg(long, value_name = "N")]
    min_votes: Option<usize>,
    /// Votes: whose [default: the first of these that the store has]
    #[arg(long, value_enum)]
    votes: Option<Table>,
    /// Where to write: .parquet, .csv or .dta
    #[arg(long, short, value_name = "FILE")]
    output: PathBuf,
    /// A further file of the same table, in another format; may be given again
    #[arg(long, value_name = "FILE")]
    also: Vec<PathBuf>,
    /// Write behind each column a column that says why it has a value or none (not in .dta, which has extended missing values)
    #[arg(long)]
    status: bool,
    /// Write the data alone, and nothing beside them
    #[arg(long)]
    bare: bool,
    /// Say what reading took, and computing in each of so many turns
    #[arg(long, hide = true, value_name = "TURNS")]
    timings: Option<usize>,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum Over {
    Alliances,
    Votes,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum Keep {
    Keep,
    Drop,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum Seen {
    Missing,
    Abstain,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum Table {
    Unga,
    Unvotes,
    Undl,
}

fn votes_of(table: Table) -> VoteTable {
    match table {
        Table::Unga => VoteTable::Unga,
        Table::Unvotes => VoteTable::Unvotes,
        Table::Undl => VoteTable::Undl,
    }
}

/// The word by which a value is given on the command line.
fn word(value: impl ValueEnum) -> String {
    value.to_possible_value().map_or_else(String::new, |value| value.get_name().to_owned())
}

impl Args {
    fn rules(&self) -> Rules {
        Rules {
            unanimous: match self.unanimous {
                Keep::Keep => Unanimous::Keep,
                Keep::Drop => Unanimous::Drop,
            },
            absent: match self.absent {
                Seen::Missing => Absent::Missing,
                Seen::Abstain => Absent::Abstain,
            },
            minimum: self.min_votes.map_or_else(MinimumShared::default, MinimumShared),
            table: self.votes.map(votes_of),
        }
    }

    fn output(&self) -> Output {
        Output {
            path: self.output.clone(),
            also: self.also.clone(),
            statuses: if self.status { Statuses::Shown } else { Statuses::Hidden },
            beside: if self.bare { Beside::Nothing } else { Beside::Everything },
            inputs: Vec::new(),
        }
    }

    /// What is to be said beside the data.
    fn about(&self, store: &Store<'_>, found: &Similarity<'_>) -> About {
        let tables: BTreeSet<String> = found.fields().iter().flat_map(|f| f.from.clone()).filter(|table| store.has(table)).collect();
        let over = match self.over {
            Over::Alliances => "alliances",
            Over::Votes => "votes",
        };
        let mut recipe = Recipe::new("similarity").with("over", over).with("years", self.years.to_string());
        if let Over::Votes = self.over {
            let rules = self.rules();
            recipe = recipe.with("unanimous", word(self.unanimous)).with("absent", word(self.absent));
            recipe = recipe.with("min-votes", rules.minimum.0.to_string());
            // Which votes are the first depends on the store.
            let table = Table::value_variants().iter().find(|table| tables.contains(votes_of(**table).name()));
            recipe = table.into_iter().fold(recipe, |recipe, table| recipe.with("votes", word(*table)));
        }
        let note = |line: &String| Finding::new("similarity", Severity::Note, format!("similarity of {over}"), line.clone());
        About {
            title: format!("Similarity of {over}, {} to {}", self.years.first(), self.years.last()),
            recipe,
            system: Some(System::Cow),
            exclusions: Vec::new(),
            findings: found.said.iter().map(note).collect(),
            tables,
            unmatched: Vec::new(),
        }
    }

    pub(crate) fn run(self, globals: &Globals) -> Result<ExitCode, Error> {
        self.output().check(&Disk)?;
        let store = globals.open_store()?;
        let begun = Spent::now();
        let (source, read) = match self.over {
            Over::Alliances => (Source::Alliances(alliances::read(&store, self.years)?), begun.until_now()),
            Over::Votes => (Source::Votes(votes::read(&store, self.years, self.rules())?), begun.until_now()),
        };
        for _ in 0..self.timings.unwrap_or(0) {
            source.say_time(read)?;
        }
        let rows = source.similarity()?;
        for line in &rows.said {
            globals.say(line);
        }
        for file in dataset::write(&Disk, &store, &rows, self.about(&store, &rows), &self.output())? {
            globals.say(&format!("wrote {} ({})", file.path.display(), super::data::size(file.bytes)));
        }
        globals.say(&format!("{} rows", rows.rows()));
        Ok(ExitCode::SUCCESS)
    }
}

/// What was read.
enum Source {
    Alliances(alliances::Source),
    Votes(votes::Source),
}

impl Source {
    fn similarity(&self) -> Result<Similarity<'static>, Error> {
        match self {
            Self::Alliances(source) => Ok(source.similarity()),
            Self::Votes(source) => source.similarity(),
        }
    }

    /// Computes all rows, as a writer asks for them, and says what that took.
    fn say_time(&self, read: (f64, f64)) -> Result<(), Error> {
        const STRETCH: usize = 1 << 17;
        let begun = Spent::now();
        let rows = self.similarity()?;
        for start in (0..rows.rows()).step_by(STRETCH) {
            rows.prepare(start..(start + STRETCH).min(rows.rows()));
        }
        let (cpu, wall) = begun.until_now();
        let line = format!("timing: {} rows, read {:.4} s, compute {cpu:.4} s, wall {wall:.4} s", rows.rows(), read.0);
        crate::output::talk(&line);
        Ok(())
    }
}

/// Processor and wall time so far.
struct Spent {
    cpu: f64,
    wall: Instant,
}

impl Spent {
    /// Processor seconds of all threads, from the system's own count in nanoseconds; zero where there is none.
    fn now() -> Self {
        let tasks = std::fs::read_dir("/proc/self/task").into_iter().flatten().flatten();
        let of = |path: PathBuf| std::fs::read_to_string(path).ok()?.split_whitespace().next()?.parse::<f64>().ok();
        let cpu = tasks.filter_map(|task| of(task.path().join("schedstat"))).sum::<f64>() / 1e9;
        Self { cpu, wall: Instant::now() }
    }

    fn until_now(&self) -> (f64, f64) {
        let now = Self::now();
        (now.cpu - self.cpu, (now.wall - self.wall).as_secs_f64())
    }
}
