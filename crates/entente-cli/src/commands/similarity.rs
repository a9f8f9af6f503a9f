//! `entente similarity`: how alike the alliances or the votes of all pairs are.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use entente::Error;
use entente::similarity::votes::{Absent, Rules, Unanimous, VoteTable};
use entente::similarity::{Similarity, alliances, votes};
use entente_core::YearSpan;
use entente_measures::similarity::agreement::MinimumShared;
use entente_panel::frame::Frame;
use entente_panel::write::{self, Statuses};

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
            table: self.votes.map(|table| match table {
                Table::Unga => VoteTable::Unga,
                Table::Unvotes => VoteTable::Unvotes,
                Table::Undl => VoteTable::Undl,
            }),
        }
    }

    pub(crate) fn run(self, globals: &Globals) -> Result<ExitCode, Error> {
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
        let file = std::fs::File::create(&self.output).map_err(|source| Error::Io { path: self.output.clone(), source })?;
        let to = std::io::BufWriter::new(file);
        let written = match self.output.extension().and_then(|e| e.to_str()) {
            Some("csv") => write::csv::write(&rows, Statuses::default(), to),
            Some("dta") => write::stata::write(&rows, "similarity", &[], to),
            Some("parquet") => write::parquet::write(&rows, Statuses::default(), to),
            _ => return Err(Error::Ending { path: self.output.clone() }),
        };
        written.map_err(|message| Error::Panel { message })?;
        globals.say(&format!("wrote {}: {} rows", self.output.display(), rows.rows()));
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
