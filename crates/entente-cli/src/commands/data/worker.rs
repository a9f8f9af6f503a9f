//! The process that reads publishers' files, and the parent's side of it.
//!
//! A damaged or malicious file can make a reader ask for more memory than there is, or run its stack out; both end a process and cannot
//! be caught inside it. So files are read in children of this program, each under limits of memory and time. A child takes a path a
//! line and answers a line of JSON; if it ends instead, the file it had is the culprit, and a new child goes on with the next.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, ExitCode, Stdio};

use entente::Error;
use entente::fs::{Disk, Fs};
use entente_panel::Staged;
use entente_panel::stage::stage;
use entente_sources::{Change, Options};
use serde::{Deserialize, Serialize};

/// Address space of a child, in bytes (chosen: the largest publisher's file here needs a third of a gigabyte; at half of this a full year of
/// event data would not fit, at double two children could ask for more than a small machine has).
const MEMORY: u64 = 3 << 30;
/// Processor time of a child, in seconds.
const SECONDS: u64 = 900;
/// Largest file, in bytes.
const FILE_LIMIT: u64 = 2 << 30;

/// Read files for `data add`, in a process of its own
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Folder to write tables into
    into: PathBuf,
    /// The only source the files may be of
    #[arg(long)]
    of: Option<String>,
    /// Take a changed edition
    #[arg(long)]
    accept_changed: bool,
}

/// What a child answers for a file.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Answer {
    /// What the file gave.
    Staged(Box<Staged>),
    /// Why it gave nothing.
    Refused(String),
}

impl Args {
    /// The child: answers each path until there is none.
    pub(crate) fn run(self) -> Result<ExitCode, Error> {
        // Where the system knows no such limits, the file is read without them.
        let _ = rlimit::setrlimit(rlimit::Resource::AS, MEMORY, MEMORY);
        let _ = rlimit::setrlimit(rlimit::Resource::CPU, SECONDS, SECONDS);
        let _ = rlimit::setrlimit(rlimit::Resource::CORE, 0, 0);
        let change = if self.accept_changed { Change::Accepted } else { Change::Refused };
        let mut lines = String::new();
        let mut input = std::io::stdin().lock();
        loop {
            lines.clear();
            if input.read_line(&mut lines).unwrap_or(0) == 0 {
                return Ok(ExitCode::SUCCESS);
            }
            let Ok(path) = serde_json::from_str::<PathBuf>(&lines) else { return Ok(ExitCode::FAILURE) };
            let answer = self.answer(&path, change);
            crate::output::data(&format!("{}\n", serde_json::to_string(&answer).unwrap_or_default()));
        }
    }

    fn answer(&self, path: &Path, change: Change) -> Answer {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let bytes = match Disk.read_up_to(path, FILE_LIMIT) {
            Ok(bytes) if bytes.len() as u64 > FILE_LIMIT => {
                return Answer::Refused(format!(
                    "{}: larger than {FILE_LIMIT} bytes, which no file of the sources here is",
                    path.display()
                ));
            }
            Ok(bytes) => bytes,
            Err(error) => return Answer::Refused(format!("{}: {error}", path.display())),
        };
        let options = Options { of: self.of.as_deref(), change, ..Options::default() };
        match stage(&Disk, &self.into, &name, bytes, options) {
            Ok(staged) => Answer::Staged(Box::new(staged)),
            Err(error) => Answer::Refused(error.to_string()),
        }
    }
}

/// A child as its parent sees it.
pub(super) struct Worker {
    arguments: Vec<std::ffi::OsString>,
    running: Option<(Child, ChildStdin, BufReader<ChildStdout>)>,
}

impl Worker {
    /// A child that is started at its first file.
    pub(super) fn new(into: &Path, of: Option<&str>, is_accepting: bool) -> Self {
        let mut arguments: Vec<std::ffi::OsString> = vec!["__read".into(), into.into()];
        if let Some(of) = of {
            arguments.extend(["--of".into(), of.into()]);
        }
        if is_accepting {
            arguments.push("--accept-changed".into());
        }
        Self { arguments, running: None }
    }

    /// Has a file read.
    pub(super) fn read(&mut self, path: &Path) -> Answer {
        match self.ask(path) {
            Some(answer) => answer,
            None => {
                let how = self.running.take().and_then(|(mut child, input, _)| {
                    drop(input);
                    child.wait().ok()
                });
                let how = how.map_or_else(|| "could not be started".to_owned(), |status| format!("ended with {status}"));
                Answer::Refused(format!(
                    "{}: the reader {how}: the file asks for more than {} GB of memory or {SECONDS} s, or is made to break readers; nothing \
                     of it was taken",
                    path.display(),
                    MEMORY >> 30
                ))
            }
        }
    }

    fn ask(&mut self, path: &Path) -> Option<Answer> {
        if self.running.is_none() {
            self.running = self.start();
        }
        let (_, input, output) = self.running.as_mut()?;
        writeln!(input, "{}", serde_json::to_string(path).ok()?).ok()?;
        let mut line = String::new();
        output.read_line(&mut line).ok()?;
        serde_json::from_str(&line).ok()
    }

    fn start(&self) -> Option<(Child, ChildStdin, BufReader<ChildStdout>)> {
        let mut child = Command::new(std::env::current_exe().ok()?)
            .args(&self.arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            // What a dying reader prints is no help to the person who gave the file.
            .stderr(Stdio::null())
            .spawn()
            .ok()?;
        let (input, output) = (child.stdin.take()?, BufReader::new(child.stdout.take()?));
        Some((child, input, output))
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        if let Some((mut child, input, output)) = self.running.take() {
            drop((input, output));
            let _ = child.wait();
        }
    }
}
