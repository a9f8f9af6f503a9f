//! One statement from the command line, or several from standard input.

use std::io::{IsTerminal, Read, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use entente::Error;
use entente::fs::{Disk, commit};
use entente_query::{Answer, Ask, Format, Job, Panel, RunLimits, statement};

use super::parent::{Run, run};
use crate::globals::Globals;

const EXAMPLES: &str = "Examples:
  entente sql --tables
  entente sql \"SELECT year, sum(tiv) FROM sipri_deliveries GROUP BY year ORDER BY year\"
  entente sql \"SELECT * FROM cow_nmc WHERE ccode = 740\" -o japan.csv
  entente sql --panel panel.parquet \"SELECT count(*) FROM panel\"
  entente sql                                     a shell; \\? lists what it knows

A statement only reads. It sees the tables of the store and the panels named here, and no other file.";

/// Bytes of standard input that are read.
const INPUT: u64 = 4 << 20;

/// Ask the store in SQL
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// A query; without one a shell, or statements from standard input
    statement: Option<String>,
    /// A Parquet file to be a table as well, as FILE or NAME=FILE; may be given again
    #[arg(long, value_name = "[NAME=]FILE")]
    panel: Vec<String>,
    /// List tables with their columns; with a word only the table of that name
    #[arg(long, value_name = "TABLE", num_args = 0..=1, conflicts_with = "statement")]
    tables: Option<Option<String>>,
    /// Write the result to a file: .csv, .json, .parquet or .txt
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Form of the result [default: by the ending of the file; a table on a terminal, else csv]
    #[arg(long, value_name = "FORM")]
    format: Option<Form>,
    /// Most rows of the result [default: 1000 where it is shown as a table]
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..))]
    rows: Option<u32>,
    /// Memory of a statement, in megabytes
    #[arg(long, value_name = "MB", default_value_t = RunLimits::MEMORY_MB, value_parser = clap::value_parser!(u64).range(256..=1 << 20))]
    memory_mb: u64,
    /// Time of a statement, in seconds
    #[arg(long, value_name = "S", default_value_t = RunLimits::SECONDS, value_parser = clap::value_parser!(u64).range(1..=86_400))]
    seconds: u64,
    /// Pieces to cut the work into; changes no result
    #[arg(long, hide = true, value_parser = clap::value_parser!(u32).range(1..=64))]
    partitions: Option<u32>,
    /// Rows to work on at once; changes no result
    #[arg(long, hide = true, default_value_t = RunLimits::BATCH_ROWS as u32, value_parser = clap::value_parser!(u32).range(1..=1 << 20))]
    batch_rows: u32,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum Form {
    Table,
    Csv,
    Json,
    Parquet,
}

impl From<Form> for Format {
    fn from(form: Form) -> Self {
        match form {
            Form::Table => Self::Table,
            Form::Csv => Self::Csv,
            Form::Json => Self::Json,
            Form::Parquet => Self::Parquet,
        }
    }
}

impl Args {
    pub(crate) fn run(mut self, globals: &Globals) -> Result<ExitCode, Error> {
        let panels = match self.panel.iter().map(|text| Panel::parse(text)).collect::<Result<Vec<_>, _>>() {
            Ok(panels) => panels,
            Err(error) => return Ok(tell(&error)),
        };
        let format = self.format(globals)?;
        // Of a table for eyes the first rows are enough.
        let rows = self.rows.map(|rows| rows as usize).or((format == Format::Table && self.output.is_none()).then_some(RunLimits::ROWS));
        // More than four add little to a query over a million rows, and each takes memory.
        let cores = std::thread::available_parallelism().map_or(1, |n| n.get().min(4));
        let partitions = self.partitions.map_or(cores, |n| n as usize);
        let limits = RunLimits { memory_mb: self.memory_mb, seconds: self.seconds, rows, partitions, batch_rows: self.batch_rows as usize };
        // The child runs where this process does, so that paths mean the same.
        let job = Job { store: globals.root(), lock: globals.lock.clone(), panels, ask: Ask::Tables(None), limits };
        let asking = Asking { job, format, output: self.output.take() };
        if let Some(only) = self.tables {
            return Ok(super::tables::list(&asking.job, only, globals));
        }
        if let Some(statement) = &self.statement {
            return asking.answer(statement, globals, &Run::default());
        }
        if std::io::stdin().is_terminal() {
            return super::shell::talk(&asking, globals);
        }
        let mut text = String::new();
        let read = std::io::stdin().lock().take(INPUT).read_to_string(&mut text);
        read.map_err(|source| Error::Io { path: "stdin".into(), source })?;
        for statement in statement::split(&text) {
            let code = asking.answer(statement, globals, &Run::default())?;
            if code != ExitCode::SUCCESS {
                return Ok(code);
            }
        }
        Ok(ExitCode::SUCCESS)
    }

    fn format(&self, globals: &Globals) -> Result<Format, Error> {
        if let Some(form) = self.format {
            return Ok(form.into());
        }
        if let Some(path) = &self.output {
            let ending = path.extension().and_then(|e| e.to_str()).unwrap_or_default();
            return Format::of_ending(ending).ok_or_else(|| Error::Ending { path: path.clone() });
        }
        Ok(match () {
            () if globals.json => Format::Json,
            () if std::io::stdout().is_terminal() || std::io::stdin().is_terminal() && self.statement.is_none() => Format::Table,
            () => Format::Csv,
        })
    }
}

/// Prints why there is no result.
pub(super) fn tell(error: &entente_query::Error) -> ExitCode {
    crate::output::talk(&format!("error[{}]: {error}", error.code()));
    ExitCode::from(error.exit_status())
}

/// How statements are asked, and where their results go.
pub(super) struct Asking {
    pub(super) job: Job,
    pub(super) format: Format,
    pub(super) output: Option<PathBuf>,
}

impl Asking {
    /// Runs a statement, writes its result and says what it comes from.
    pub(super) fn answer(&self, sql: &str, globals: &Globals, how: &Run) -> Result<ExitCode, Error> {
        let ask = Ask::Statement(sql.to_owned(), self.format);
        let (rows, is_cut, origins, bytes) = match run(&Job { ask, ..self.job.clone() }, how) {
            Ok((Answer::Rows { rows, is_cut, origins, .. }, bytes)) => (rows, is_cut, origins, bytes),
            Ok(_) => return Ok(tell(&entente_query::Error::Process("no rows came back".to_owned()))),
            Err(error) => return Ok(tell(&error)),
        };
        match &self.output {
            Some(path) => {
                commit(&Disk, path, &bytes)?;
                globals.say(&format!("wrote {} ({} kB)", path.display(), bytes.len().div_ceil(1000)));
            }
            None => write(&bytes),
        }
        let of = if origins.is_empty() { String::new() } else { " from ".to_owned() };
        let named: Vec<String> = origins.iter().map(|(name, origin)| format!("{name} ({origin})")).collect();
        globals.say(&format!("{rows} row{}{of}{}", if rows == 1 { "" } else { "s" }, named.join(", ")));
        if is_cut {
            globals.say("there are more rows; --rows N shows more, -o FILE writes all");
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// Writes data that may be no text. A reader that went away is no error.
fn write(bytes: &[u8]) {
    let mut out = std::io::stdout().lock();
    if let Err(error) = out.write_all(bytes).and_then(|()| out.flush())
        && error.kind() != std::io::ErrorKind::BrokenPipe
    {
        crate::output::talk(&format!("error[E301]: stdout: {error}"));
        std::process::exit(1);
    }
}
