//! The parent's side of the process that runs a statement: it waits, ends it when its time is over, and turns its end into an error.

use std::io::{Read, Write};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use entente_query::{Answer, Error, Job};

/// How often the parent looks whether a person wants the statement to end.
const LOOK: Duration = Duration::from_millis(20);

/// How a statement may be stopped from outside.
#[derive(Debug, Clone, Default)]
pub(super) struct Run {
    /// Set when a person presses Ctrl-C.
    pub(super) is_cancelled: Arc<AtomicBool>,
}

/// Has a question answered by a child.
pub(super) fn run(job: &Job, how: &Run) -> Result<(Answer, Vec<u8>), Error> {
    let failed = |what: &str| Error::Process(format!("the process that runs statements {what}"));
    let question = serde_json::to_string(job).map_err(|_| failed("cannot be asked this: a path is no text"))?;
    let mut child = start().map_err(|e| failed(&format!("could not be started: {}", e.kind())))?;
    let mut input = child.stdin.take().ok_or_else(|| failed("has no input"))?;
    let output = child.stdout.take().ok_or_else(|| failed("has no output"))?;
    // It reads the line first of all; should it have ended instead, the missing answer says so.
    let _ = writeln!(input, "{question}");
    let (sender, receiver) = channel();
    // A result larger than the child's memory cannot be.
    let limit = job.limits.memory_mb << 20;
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        let read = output.take(limit).read_to_end(&mut bytes);
        let _ = sender.send(read.map(|_| bytes).unwrap_or_default());
    });
    let waited = wait(&receiver, Instant::now() + Duration::from_secs(job.limits.seconds), how);
    if waited.is_err() {
        let _ = child.kill();
    }
    drop(input);
    let status = child.wait().ok();
    match waited {
        Ok(bytes) => read(&bytes).unwrap_or_else(|| Err(ended(job, status))),
        Err(End::Cancelled) => Err(Error::Limit("stopped, as you asked".to_owned())),
        Err(End::Late) => {
            let seconds = job.limits.seconds;
            Err(Error::Limit(format!(
                "the statement took more than {seconds} s and was ended; ask for less, or give it more with --seconds"
            )))
        }
    }
}

fn start() -> std::io::Result<Child> {
    let mut command = Command::new(std::env::current_exe()?);
    if cfg!(unix) {
        // A statement has no business with a person's environment.
        command.env_clear();
    }
    command
        .arg("__query")
        // Each further arena of the allocator reserves address space, which counts as memory.
        .env("MALLOC_ARENA_MAX", "2")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
}

enum End {
    Late,
    Cancelled,
}

fn wait(receiver: &Receiver<Vec<u8>>, until: Instant, how: &Run) -> Result<Vec<u8>, End> {
    loop {
        match receiver.recv_timeout(LOOK) {
            Ok(bytes) => {
                // Ctrl-C reaches the child as well, which then has no answer.
                let is_cancelled = bytes.is_empty() && how.is_cancelled.load(Ordering::Relaxed);
                return if is_cancelled { Err(End::Cancelled) } else { Ok(bytes) };
            }
            Err(RecvTimeoutError::Disconnected) => return Ok(Vec::new()),
            Err(RecvTimeoutError::Timeout) if how.is_cancelled.load(Ordering::Relaxed) => return Err(End::Cancelled),
            Err(RecvTimeoutError::Timeout) if Instant::now() >= until => return Err(End::Late),
            Err(RecvTimeoutError::Timeout) => {}
        }
    }
}

/// An answer, where it is whole.
fn read(bytes: &[u8]) -> Option<Result<(Answer, Vec<u8>), Error>> {
    let end = bytes.iter().position(|b| *b == b'\n')?;
    let (head, rest) = (serde_json::from_slice::<Result<Answer, Error>>(&bytes[..end]).ok()?, &bytes[end + 1..]);
    match head {
        Ok(Answer::Rows { bytes, .. }) if bytes != rest.len() => None,
        Ok(answer) => Some(Ok((answer, rest.to_vec()))),
        Err(error) => Some(Err(error)),
    }
}

fn ended(job: &Job, status: Option<ExitStatus>) -> Error {
    let how = status.map_or_else(|| "ended".to_owned(), |s| format!("ended with {s}"));
    Error::Limit(format!(
        "the process that ran the statement {how}: the statement needs more than {} MB of memory (--memory-mb gives more), or breaks the \
         engine; nothing else is harmed",
        job.limits.memory_mb
    ))
}
