//! `entente data add`: files into the store. What a file is, is seen from its content.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Mutex;

use entente::Error;
use entente::fs::Disk;
use entente_core::Severity;
use entente_panel::Staged;
use entente_panel::commit::{Outcome, commit, staging};
use entente_panel::manifest::Origin;
use entente_sources::source;

use super::worker::{Answer, Worker};
use super::{card, count, grouped};
use crate::clock::{Clock, SystemClock};
use crate::globals::Globals;

const EXAMPLES: &str = "Examples:
  entente data add cow_nmc NMC-60-abridged.csv    one file of a named source
  entente data add ~/Downloads/publishers         whatever a folder holds; names do not matter
  entente data add trade-register.csv             a file whose source is seen from its content

Nothing is taken in part: a file that is cut, moved or changed is refused with the line. Two versions of a source stand side by side.";

/// Import files, or all that a folder holds
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// A source id first, if wanted; then files and folders
    #[arg(required = true, value_name = "[SOURCE] FILE|DIR")]
    items: Vec<PathBuf>,
    /// Take a file that says it is a known version and differs from it, under a label of its own
    #[arg(long)]
    accept_changed: bool,
    /// Files read at the same time
    #[arg(long, default_value_t = 2, value_parser = clap::value_parser!(u8).range(1..=16))]
    jobs: u8,
}

/// One file and what came of it.
struct Taken {
    path: PathBuf,
    answer: Answer,
}

impl Args {
    /// The files of a source, as if they had been named.
    pub(super) fn of_source(id: &str, files: Vec<PathBuf>) -> Self {
        Self { items: std::iter::once(PathBuf::from(id)).chain(files).collect(), accept_changed: false, jobs: 2 }
    }

    pub(crate) fn run(mut self, globals: &Globals) -> Result<ExitCode, Error> {
        let first = self.items[0].to_string_lossy().into_owned();
        let is_id = !self.items[0].exists() && (source(&first).is_some() || self.items.len() > 1);
        let of = if is_id {
            card(&first)?;
            self.items.remove(0);
            Some(first)
        } else {
            None
        };
        let files = files(&self.items)?;
        let root = globals.root();
        let staging = staging(&Disk, &root)?;
        let taken = self.read_all(&files, &staging.folder, of.as_deref(), globals);
        let mut refused: Vec<(String, String)> = Vec::new();
        let mut staged: Vec<Staged> = Vec::new();
        let mut origins = Vec::new();
        for Taken { path, answer } in taken {
            match answer {
                Answer::Staged(found) => {
                    let origin = path.canonicalize().unwrap_or(path);
                    let origin = Origin { path: origin.display().to_string(), added_on: SystemClock.today() };
                    origins.push((found.sha256.clone(), origin));
                    staged.push(*found);
                }
                Answer::Refused(why) => refused.push((path.display().to_string(), why)),
            }
        }
        let committed = commit(&Disk, &root, &staging, &staged, &origins)?;
        refused.extend(committed.refused.iter().map(|(file, error)| (file.clone(), error.to_string())));
        self.report(globals, &staged, &committed.outcomes, &refused);
        if refused.is_empty() { Ok(ExitCode::SUCCESS) } else { Err(Error::NotTaken { refused: refused.len(), files: files.len() }) }
    }

    /// Reads files in children, the largest first, and gives the answers in the order of the files.
    fn read_all(&self, files: &[PathBuf], into: &Path, of: Option<&str>, globals: &Globals) -> Vec<Taken> {
        let size = |path: &PathBuf| std::fs::metadata(path).map_or(0, |m| m.len());
        let mut queue: Vec<&PathBuf> = files.iter().collect();
        queue.sort_by_key(|path| size(path));
        let bar = globals.bar(files.iter().map(size).sum());
        let queue = Mutex::new(queue);
        let answers = Mutex::new(BTreeMap::new());
        std::thread::scope(|scope| {
            for _ in 0..usize::from(self.jobs).min(files.len()) {
                scope.spawn(|| {
                    let mut worker = Worker::new(into, of, self.accept_changed);
                    loop {
                        let next = queue.lock().unwrap_or_else(std::sync::PoisonError::into_inner).pop();
                        let Some(path) = next else { break };
                        bar.set_message(path.file_name().unwrap_or_default().to_string_lossy().into_owned());
                        let answer = worker.read(path);
                        bar.inc(size(path));
                        answers.lock().unwrap_or_else(std::sync::PoisonError::into_inner).insert(path.clone(), answer);
                    }
                });
            }
        });
        bar.finish_and_clear();
        let answers = answers.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
        answers.into_iter().map(|(path, answer)| Taken { path, answer }).collect()
    }

    fn report(&self, globals: &Globals, staged: &[Staged], outcomes: &[(String, Outcome)], refused: &[(String, String)]) {
        if globals.json {
            let tables: Vec<_> = outcomes
                .iter()
                .map(|(_, outcome)| {
                    let (what, part) = match outcome {
                        Outcome::Added(part) => ("added", part),
                        Outcome::Present(part) => ("present", part),
                        Outcome::Agrees(part, _) => ("agrees", part),
                    };
                    serde_json::json!({
                        "outcome": what, "source": part.source, "version": part.version, "is_known": part.is_known, "table": part.table,
                        "rows": part.rows, "states": part.states, "years": part.years, "covers": part.covers, "file": part.file,
                        "file_sha256": part.file_sha256, "store_file": part.store_file,
                    })
                })
                .collect();
            let findings: Vec<_> = staged.iter().flat_map(|s| &s.findings).collect();
            let left: Vec<_> = staged.iter().flat_map(|s| &s.left).collect();
            let refused: Vec<_> = refused.iter().map(|(file, why)| serde_json::json!({ "file": file, "why": why })).collect();
            let value = serde_json::json!({ "tables": tables, "findings": findings, "left": left, "refused": refused });
            crate::output::data(&format!("{value:#}\n"));
            return;
        }
        let mut out = String::new();
        for (_, outcome) in outcomes {
            out.push_str(&match outcome {
                Outcome::Added(part) => {
                    let years = part.years.map_or(String::new(), |y| format!(", {y}"));
                    let known = match part.is_known {
                        true => "",
                        false if part.version.starts_with("changed-") => ", which differs from the edition it says it is",
                        false => ", a version this program does not know: its layout and sizes are checked",
                    };
                    format!("{:<26} {:<10} {:>10} rows{years}{known}  [{}]\n", part.table, part.version, grouped(part.rows), part.file)
                }
                Outcome::Present(part) => format!("{:<26} {:<10} is there already  [{}]\n", part.table, part.version, part.file),
                Outcome::Agrees(part, other) => {
                    format!("{:<26} {:<10} says the same as {other}, which is kept  [{}]\n", part.table, part.version, part.file)
                }
            });
        }
        let left: Vec<_> = staged.iter().flat_map(|s| &s.left).collect();
        if !left.is_empty() {
            out.push_str(&format!("\nleft out, {}:\n", count(left.len(), "file", "files")));
            for left in left {
                out.push_str(&format!("  {}: {}\n", left.file, left.why));
            }
        }
        crate::output::data(&out);
        let findings = staged.iter().flat_map(|s| &s.findings);
        let (odd, notes): (Vec<_>, Vec<_>) = findings.partition(|f| f.severity > Severity::Note);
        for finding in &odd {
            globals.say(&format!("warning: {}: {}", finding.place, finding.message));
        }
        if !notes.is_empty() {
            globals.say(&format!(
                "{}; see them with: entente data show SOURCE",
                count(notes.len(), "note about names and states", "notes about names and states")
            ));
        }
        for (file, why) in refused {
            globals.say(&format!("refused: {}", if why.contains(file.as_str()) { why.clone() } else { format!("{file}: {why}") }));
        }
    }
}

/// Every file under the items, in order; what begins with a dot is passed over.
fn files(items: &[PathBuf]) -> Result<Vec<PathBuf>, Error> {
    let mut found = Vec::new();
    for item in items {
        let kind = std::fs::metadata(item).map_err(|source| Error::Io { path: item.clone(), source })?;
        if kind.is_dir() {
            let entries = std::fs::read_dir(item).map_err(|source| Error::Io { path: item.clone(), source })?;
            let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
            paths.retain(|path| !path.file_name().unwrap_or_default().to_string_lossy().starts_with('.') && !path.is_symlink());
            paths.sort();
            found.extend(files(&paths)?);
        } else if kind.is_file() {
            found.push(item.clone());
        }
    }
    Ok(found)
}
