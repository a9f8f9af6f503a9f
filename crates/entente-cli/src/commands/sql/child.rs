//! The process that runs one statement. A statement can ask for all memory or run a stack out, and neither can be caught inside a process.
//!
//! It reads a question from its standard input, and answers on its standard output: a line of JSON, then bytes. It has limits of memory
//! and processor time and may write to no file. Before anything of the statement is planned it gives up opening files: from then on the
//! system refuses it every file and every connection. When its input closes, its parent is gone, and it ends.

use std::io::{BufRead, Read, Write};
use std::process::ExitCode;

use entente_query::engine::STACK;
use entente_query::{Error, Job};
use rlimit::{Resource, setrlimit};

/// Run a statement for `sql`, in a process of its own
#[derive(Debug, clap::Args)]
pub(crate) struct Args {}

impl Args {
    pub(crate) fn run(self) -> ExitCode {
        let mut line = String::new();
        let mut input = std::io::BufReader::new(std::io::stdin());
        let job = input.read_line(&mut line).ok().and_then(|_| serde_json::from_str::<Job>(&line).ok());
        let Some(job) = job else { return ExitCode::FAILURE };
        limit(&job);
        let watching = std::thread::Builder::new().spawn(move || {
            let _ = input.read(&mut [0]);
            std::process::exit(1);
        });
        let working = std::thread::Builder::new().stack_size(STACK).spawn(move || job.answer(lock_down));
        let (Ok(_), Ok(working)) = (watching, working) else { return ExitCode::FAILURE };
        // A thread that panicked has no answer, and the parent says so.
        let Ok(answer) = working.join() else { return ExitCode::FAILURE };
        let (head, bytes) = match answer {
            Ok((answer, bytes)) => (Ok(answer), bytes),
            Err(error) => (Err::<entente_query::Answer, Error>(error), Vec::new()),
        };
        let mut out = std::io::stdout().lock();
        let head = serde_json::to_string(&head).unwrap_or_default();
        let written = writeln!(out, "{head}").and_then(|()| out.write_all(&bytes)).and_then(|()| out.flush());
        ExitCode::from(u8::from(written.is_err()))
    }
}

/// Where the system knows no such limits, the parent's clock is the only one.
fn limit(job: &Job) {
    let memory = job.limits.memory_mb << 20;
    let _ = setrlimit(Resource::AS, memory, memory);
    // All threads together, and a little for reading the store.
    let seconds = job.limits.seconds * (job.limits.partitions as u64 + 1) + 5;
    let _ = setrlimit(Resource::CPU, seconds, seconds);
    let _ = setrlimit(Resource::CORE, 0, 0);
    let _ = setrlimit(Resource::FSIZE, 0, 0);
}

/// No file and no connection can be opened from here on.
fn lock_down() {
    let _ = setrlimit(Resource::NOFILE, 0, 0);
}
