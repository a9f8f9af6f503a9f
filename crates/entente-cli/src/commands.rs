//! One file per command.

mod assess;
mod case;
mod cite;
mod claims;
mod compare;
mod completions;
mod contest;
mod data;
mod diff;
mod panel;
mod partners;
mod replicate;
mod schema;
mod similarity;
mod sql;
mod states;
mod whatif;
mod why;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use entente::case::pair;
use entente::fs::{Disk, Fs, commit};
use entente::{Case, Error, general};
use entente_core::{Dyad, Register};
use entente_panel::Store;

use crate::globals::Globals;

#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// Answer the six questions about a pair
    Assess(assess::Args),
    /// Explain an item: from a verdict down to the record and its citation
    Why(why::Args),
    /// Set pairs side by side
    Compare(compare::Args),
    /// List a state's partners as strips with intervals
    Partners(partners::Args),
    /// Solve contests over several theatres
    #[command(subcommand)]
    Contest(contest::Args),
    /// Change numbers of a contest and see before and after
    Whatif(whatif::Args),
    /// Write a panel
    Panel(panel::Args),
    /// Compute how alike the alliances or the votes of all pairs are
    Similarity(similarity::Args),
    /// Write an archive that makes a panel again, without what may not be passed on
    Replicate(replicate::Args),
    /// Test written claims
    #[command(subcommand)]
    Claims(claims::Args),
    /// Start or check a case of your own
    #[command(subcommand)]
    Case(case::Args),
    /// Look up states and their codes
    #[command(subcommand)]
    States(states::Args),
    /// Import publishers' files, and see what the store holds
    #[command(subcommand)]
    Data(data::Args),
    /// List what differs between two versions of a source
    Diff(diff::Args),
    /// Read files for `data add`, in a process of its own
    #[command(name = "__read", hide = true)]
    Read(data::worker::Args),
    /// Ask the store in SQL
    Sql(sql::Args),
    /// Run a statement for `sql`, in a process of its own
    #[cfg(feature = "sql")]
    #[command(name = "__query", hide = true)]
    Query(sql::child::Args),
    /// List the sources that an output used
    Cite(cite::Args),
    /// Print the JSON Schema of an output or of a case file
    Schema(schema::Args),
    /// Print completions for a shell
    Completions(completions::Args),
}

impl Command {
    pub(crate) fn run(self, globals: &Globals) -> Result<ExitCode, Error> {
        match self {
            Self::Assess(args) => args.run(globals),
            Self::Why(args) => args.run(globals),
            Self::Compare(args) => args.run(globals),
            Self::Partners(args) => args.run(globals),
            Self::Contest(args) => args.run(globals),
            Self::Whatif(args) => args.run(globals),
            Self::Panel(args) => args.run(globals),
            Self::Similarity(args) => args.run(globals),
            Self::Replicate(args) => args.run(globals),
            Self::Claims(args) => args.run(globals),
            Self::Case(args) => args.run(globals),
            Self::States(args) => args.run(globals),
            Self::Data(args) => args.run(globals),
            Self::Diff(args) => args.run(globals),
            Self::Read(args) => args.run(),
            Self::Sql(args) => args.run(globals),
            #[cfg(feature = "sql")]
            Self::Query(args) => Ok(args.run()),
            Self::Cite(args) => args.run(globals),
            Self::Schema(args) => Ok(args.run()),
            Self::Completions(args) => Ok(args.run()),
        }
    }
}

/// The case of a file, else of the pair: from the store, else built in.
fn case_for(
    globals: &Globals,
    store: &Store<'_>,
    file: Option<&Path>,
    names: Option<&[String; 2]>,
    year: Option<i32>,
) -> Result<Case, Error> {
    if let Some(file) = file {
        let case = Case::open(&Disk, file)?;
        if let Some(names) = names {
            let wanted = dyad(names, year.unwrap_or(case.file.as_of))?;
            if wanted != case.dyad {
                return Err(Error::OtherPair { file: file.display().to_string(), found: say(case.dyad), wanted: say(wanted) });
            }
        }
        return Ok(case);
    }
    let Some(names) = names else { return Case::open_builtin(entente::builtin::CASES[0].id) };
    let built_in = entente::builtin::CASES.iter().map(|b| Case::open_builtin(b.id)).collect::<Result<Vec<_>, _>>()?;
    // Without a year, names are read at the year of the built-in case.
    let fallback = general::default_year(store).filter(|_| !store.manifest.parts.is_empty());
    let wanted = dyad(names, year.or(fallback).unwrap_or(built_in[0].file.as_of))?;
    for file in store_cases(globals) {
        let case = Case::open(&Disk, &file)?;
        if case.dyad == wanted {
            globals.say(&format!("case {} from {}", case.file.id, file.display()));
            return Ok(case);
        }
    }
    let known: Vec<String> = built_in.iter().map(|c| format!("{} ({})", c.file.id, say(c.dyad))).collect();
    if let Some(case) = built_in.into_iter().find(|case| case.dyad == wanted) {
        return Ok(case);
    }
    if let Some(year) = year.or(fallback).filter(|_| !store.manifest.parts.is_empty()) {
        return Case::general(store, wanted, year);
    }
    Err(Error::NoCase {
        pair: say(wanted),
        short: format!("\"{}\" \"{}\"", names[0], names[1]),
        words: format!("\"{}\" \"{}\"", names[0], names[1]),
        builtin: known.join(", "),
    })
}

/// The case that states a contest of the pair: that of a file, else one in the store, else a built-in one. None if no case does.
fn stated_contest(
    globals: &Globals,
    store: &Store<'_>,
    file: Option<&Path>,
    names: &[String; 2],
    year: Option<i32>,
) -> Result<Option<Case>, Error> {
    if let Some(file) = file {
        return case_for(globals, store, Some(file), Some(names), year).map(Some);
    }
    let mut cases = Vec::new();
    for file in store_cases(globals) {
        cases.push(Case::open(&Disk, &file)?);
    }
    for builtin in entente::builtin::CASES {
        cases.push(Case::open_builtin(builtin.id)?);
    }
    for case in cases {
        if case.contest.is_some() && dyad(names, year.unwrap_or(case.file.as_of)).is_ok_and(|wanted| wanted == case.dyad) {
            return Ok(Some(case));
        }
    }
    Ok(None)
}

/// The year asked for, else the newest that at least half of the store's tables cover.
fn year_of(asked: Option<i32>, store: &Store<'_>) -> Result<i32, Error> {
    asked.or_else(|| general::default_year(store)).ok_or_else(|| Error::EmptyStore { store: store.root.clone() })
}

/// Writes a result as text or JSON to stdout, or as its ending says to a file.
fn write_out(
    globals: &Globals,
    path: Option<&Path>,
    text: impl Fn() -> String,
    html: impl Fn() -> String,
    value: &impl serde::Serialize,
) -> Result<ExitCode, Error> {
    let json = || format!("{:#}\n", serde_json::json!(value));
    let Some(path) = path else {
        crate::output::data(&if globals.json { json() } else { text() });
        return Ok(ExitCode::SUCCESS);
    };
    let out = match path.extension().and_then(|e| e.to_str()).unwrap_or_default().to_ascii_lowercase().as_str() {
        "html" | "htm" => html(),
        "json" => json(),
        "txt" | "md" => text(),
        _ => return Err(Error::Ending { path: path.to_owned() }),
    };
    commit(&Disk, path, out.as_bytes())?;
    globals.say(&format!("wrote {} ({} kB)", path.display(), out.len().div_ceil(1000)));
    Ok(ExitCode::SUCCESS)
}

fn dyad(names: &[String; 2], year: i32) -> Result<Dyad, Error> {
    let [a, b] = pair(names, year)?;
    Dyad::new(a, b).ok_or_else(|| Error::SameState { name: Register::builtin().name(a) })
}

fn say(dyad: Dyad) -> String {
    let register = Register::builtin();
    format!("{} and {}", register.name(dyad.low()), register.name(dyad.high()))
}

/// Case files in the store, in the order of their folders.
fn store_cases(globals: &Globals) -> Vec<PathBuf> {
    let folders = Disk.list(&globals.root().join("cases")).unwrap_or_default();
    folders.into_iter().map(|folder| folder.join("case.toml")).filter(|file| file.is_file()).collect()
}
