//! A small shell. A statement ends with a semicolon and may go over several lines; Ctrl-C ends the one that runs, and nothing else.

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::atomic::Ordering;

use entente::Error;
use entente_query::statement;
use rustyline::error::ReadlineError;
use rustyline::history::DefaultHistory;
use rustyline::{CompletionType, Config, Editor};

use super::complete::Words;
use super::parent::Run;
use super::query::{Asking, tell};
use super::tables;
use crate::globals::Globals;

const HELP: &str = "\\d          tables
\\d TABLE    columns of a table
\\q          ends, as does Ctrl-D
\\?          this
A statement ends with a semicolon. Tab completes names; Ctrl-C ends a running statement.
";

/// Lines of history that are kept.
const HISTORY: usize = 1000;

/// Talks until its person leaves.
pub(super) fn talk(asking: &Asking, globals: &Globals) -> Result<ExitCode, Error> {
    let config =
        Config::builder().completion_type(CompletionType::List).max_history_size(HISTORY).map(|c| c.auto_add_history(true).build());
    let editor = config.and_then(Editor::<Words, DefaultHistory>::with_config);
    let Ok(mut editor) = editor else { return Ok(tell(&entente_query::Error::Process("this terminal cannot be used".to_owned()))) };
    let known = tables::all(&asking.job, None);
    match &known {
        Ok(known) => globals.say(&format!("{} tables; \\d lists them, \\? helps, \\q ends", known.len())),
        Err(error) => drop(tell(error)),
    }
    editor.set_helper(Some(Words::new(&known.unwrap_or_default())));
    let history = history();
    if let Some(path) = &history {
        let _ = editor.load_history(path);
    }
    let how = Run::default();
    // With this in place Ctrl-C no longer ends the shell; where it cannot be, it does.
    let _ = signal_hook::flag::register(signal_hook::consts::SIGINT, how.is_cancelled.clone());
    loop {
        match editor.readline("entente> ") {
            Ok(text) => {
                how.is_cancelled.store(false, Ordering::Relaxed);
                if !obey(text.trim(), asking, globals, &how)? {
                    break;
                }
            }
            Err(ReadlineError::Interrupted) => {}
            Err(_) => break,
        }
    }
    if let Some(path) = &history {
        let folder = path.parent().map(std::fs::create_dir_all);
        if folder.is_none_or(|made| made.is_err()) || editor.save_history(path).is_err() {
            globals.say("the history of this session could not be kept");
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Does what a line says; false where it says to end.
fn obey(text: &str, asking: &Asking, globals: &Globals, how: &Run) -> Result<bool, Error> {
    let word = text.trim_end_matches(';').trim();
    match word.split_once(char::is_whitespace).map_or((word, ""), |(command, rest)| (command, rest.trim())) {
        ("\\q" | "quit" | "exit", "") => return Ok(false),
        ("\\?", _) => crate::output::data(HELP),
        ("\\d", "") => drop(tables::list(&asking.job, None, globals)),
        ("\\d", table) => drop(tables::list(&asking.job, Some(table.to_owned()), globals)),
        (command, _) if command.starts_with('\\') => globals.say(&format!("{command} is not known here; \\? lists what is")),
        _ => {
            for statement in statement::split(text) {
                asking.answer(statement, globals, how)?;
            }
        }
    }
    Ok(true)
}

/// Where history lies: beside other state of the user's programs, never in the store.
fn history() -> Option<PathBuf> {
    let of = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let state = of("XDG_STATE_HOME").or_else(|| of("LOCALAPPDATA")).or_else(|| Some(of("HOME")?.join(".local/state")))?;
    Some(state.join("entente").join("sql_history"))
}
