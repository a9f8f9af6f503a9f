//! `entente similarity`: how alike the alliances or the votes of all pairs are.

use std::path::PathBuf;
use std::process::ExitCode;

use entente::Error;
use entente::similarity::votes::{Absent, Rules, Unanimous, VoteTable};
use entente::similarity::{alliances, votes};
use entente_core::YearSpan;
use entente_measures::similarity::agreement::MinimumShared;
use entente_panel::frame::Frame;

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
    #[arg(long, hide = true)]
    timings: bool,
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
        let start = Spent::now();
        let (found, read) = match self.over {
            Over::Alliances => {
                let source = alliances::read(&store, self.years)?;
                let read = Spent::now();
                (source.measure(), read)
            }
            Over::Votes => {
                let source = votes::read(&store, self.years, self.rules())?;
                let read = Spent::now();
                (source.measure()?, read)
            }
        };
        let computed = Spent::now();
        for line in &found.said {
            globals.say(line);
        }
        let file = std::fs::File::create(&self.output).map_err(|source| Error::Io { path: self.output.clone(), source })?;
        let to = std::io::BufWriter::new(file);
        match self.output.extension().and_then(|e| e.to_str()) {
            Some("csv") => entente_panel::write::csv::write(&found, Default::default(), to).unwrap(),
            Some("dta") => entente_panel::write::stata::write(&found, "t", &["a note".into()], to).unwrap(),
            _ => entente_panel::write::parquet::write(&found, Default::default(), to).unwrap(),
        }
        globals.say(&format!("wrote {}: {} rows", self.output.display(), found.rows()));
        if self.timings {
            let written = Spent::now();
            for (what, from, to) in [("read", &start, &read), ("compute", &read, &computed), ("write", &computed, &written)] {
                let (cpu, wall) = (to.cpu - from.cpu, (to.wall - from.wall).as_secs_f64());
                crate::output::talk(&format!("timing {what} {} rows {cpu:.4} cpu_s {wall:.4} wall_s", found.rows()));
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// Processor and wall time so far.
struct Spent {
    cpu: f64,
    wall: std::time::Instant,
}

impl Spent {
    /// Processor seconds of all threads, from the system's own count in nanoseconds; zero where there is none.
    fn now() -> Self {
        let tasks = std::fs::read_dir("/proc/self/task").into_iter().flatten().flatten();
        let of = |path: PathBuf| std::fs::read_to_string(path).ok()?.split_whitespace().next()?.parse::<f64>().ok();
        let cpu = tasks.filter_map(|task| of(task.path().join("schedstat"))).sum::<f64>() / 1e9;
        Self { cpu, wall: std::time::Instant::now() }
    }
}
