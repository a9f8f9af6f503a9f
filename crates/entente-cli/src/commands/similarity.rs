//! `entente similarity`: how alike the alliances or the votes of all pairs are.

use std::ops::Range;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use entente::Error;
use entente::similarity::votes::{Absent, Rules, Unanimous, VoteTable};
use entente::similarity::{Similarity, alliances, votes};
use entente_core::YearSpan;
use entente_measures::similarity::agreement::MinimumShared;
use entente_panel::frame::{Chunk, Field, Frame};
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
        let begun = Spent::now();
        let (rows, read, ready) = match self.over {
            Over::Alliances => {
                let source = alliances::read(&store, self.years)?;
                let read = Spent::now();
                (source.similarity(), read, Spent::now())
            }
            Over::Votes => {
                let source = votes::read(&store, self.years, self.rules())?;
                let read = Spent::now();
                (source.similarity()?, read, Spent::now())
            }
        };
        for line in &rows.said {
            globals.say(line);
        }
        let timed = Timed { rows: &rows, spent: Mutex::new(ready.since(&read)) };
        let frame: &dyn Frame = if self.timings { &timed } else { &rows };
        let file = std::fs::File::create(&self.output).map_err(|source| Error::Io { path: self.output.clone(), source })?;
        let to = std::io::BufWriter::new(file);
        let written = match self.output.extension().and_then(|e| e.to_str()) {
            Some("csv") => write::csv::write(frame, Statuses::default(), to),
            Some("dta") => write::stata::write(frame, "similarity", &[], to),
            Some("parquet") => write::parquet::write(frame, Statuses::default(), to),
            _ => return Err(Error::Ending { path: self.output.clone() }),
        };
        written.map_err(|message| Error::Panel { message })?;
        globals.say(&format!("wrote {}: {} rows", self.output.display(), rows.rows()));
        if self.timings {
            let (all, computed) = (Spent::now().since(&begun), *timed.spent.lock().unwrap_or_else(PoisonError::into_inner));
            for (what, (cpu, wall)) in [("read", read.since(&begun)), ("compute", computed), ("all", all)] {
                crate::output::talk(&format!("timing {what} {} rows {cpu:.4} cpu_s {wall:.4} wall_s", rows.rows()));
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// The rows, with the processor and wall seconds that computing them took.
struct Timed<'r> {
    rows: &'r Similarity<'r>,
    spent: Mutex<(f64, f64)>,
}

impl Frame for Timed<'_> {
    fn rows(&self) -> usize {
        self.rows.rows()
    }

    fn fields(&self) -> &[Field] {
        self.rows.fields()
    }

    fn prepare(&self, rows: Range<usize>) {
        let before = Spent::now();
        self.rows.prepare(rows);
        let (cpu, wall) = Spent::now().since(&before);
        let mut spent = self.spent.lock().unwrap_or_else(PoisonError::into_inner);
        *spent = (spent.0 + cpu, spent.1 + wall);
    }

    fn chunk(&self, column: usize, rows: Range<usize>) -> Chunk {
        self.rows.chunk(column, rows)
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

    fn since(&self, before: &Self) -> (f64, f64) {
        (self.cpu - before.cpu, (self.wall - before.wall).as_secs_f64())
    }
}
