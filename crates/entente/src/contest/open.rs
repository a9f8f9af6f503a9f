//! Opens a contest file: read within bounds, checked as a game, mistakes told where they stand.

use std::path::Path;

use entente_measures::contest::fault::Fault;

use super::Contest;
use super::build::{Wrong, build};
use super::file::ContestFile;
use super::place::{advice, place};
use super::stated::StatedContest;
use crate::case::sha256;
use crate::case_file::{CASE_LIMIT, CaseFile, read, syntax, text};
use crate::error::Error;
use crate::fs::{Fs, read_bounded};

/// A contest with the file it came from.
#[derive(Debug, Clone)]
pub struct Opened {
    /// The contest.
    pub contest: Contest,
    /// The file as it is named in messages.
    pub origin: String,
    /// Sixteen hexadecimal digits of a hash over the file.
    pub snapshot: String,
    text: String,
    file: ContestFile,
}

/// Opens a contest file.
///
/// # Errors
/// A file that cannot be read, or is not a contest: with line and column where there is one.
pub fn open(fs: &dyn Fs, path: &Path) -> Result<Opened, Error> {
    if path.is_dir() {
        let told = "this is a folder; name a contest file, or for a case: entente whatif FOLDER";
        return Err(Error::Io { path: path.to_owned(), source: std::io::Error::new(std::io::ErrorKind::IsADirectory, told) });
    }
    let bytes = read_bounded(fs, path, "a contest file", CASE_LIMIT)?;
    parse(&path.display().to_string(), &bytes)
}

/// Reads a contest from the bytes of a file.
///
/// # Errors
/// As [`open`].
///
/// # Example
/// ```
/// let file = "[[state]]\nid = \"R\"\nforce = -1\n\n[[state]]\nid = \"C\"\nforce = 2\n\n\
///             [[theatre]]\nid = \"border\"\nstates = [\"R\", \"C\"]\nvalue = 0.5\n";
/// let error = entente::contest::open::parse("border.toml", file.as_bytes()).unwrap_err();
/// assert_eq!(error.to_string(), "border.toml:3:9: force of state \"R\" is -1; it must be a finite number, zero or more");
/// ```
pub fn parse(origin: &str, bytes: &[u8]) -> Result<Opened, Error> {
    let text = text(origin, bytes)?;
    let file: ContestFile = read(origin, text).map_err(|error| of_a_case(origin, text).unwrap_or(error))?;
    let contest = build(&file).map_err(|Wrong { at, message }| syntax(origin, text, at.start, message))?;
    let snapshot = sha256(bytes)[..16].to_owned();
    let opened = Opened { contest, origin: origin.to_owned(), snapshot, text: text.to_owned(), file };
    match opened.contest.game() {
        Ok(_) => Ok(opened),
        Err(fault) => Err(opened.error(fault.into())),
    }
}

/// What is wrong with the file if it is a case or the contest of one, whose numbers are beliefs.
fn of_a_case(origin: &str, text: &str) -> Option<Error> {
    let is_stated = read::<StatedContest>(origin, text).is_ok();
    let message = "this belongs to a case, whose numbers are beliefs: entente contest assess A B --case CASE draws from them, and \
                   entente whatif CASE changes them";
    (is_stated || read::<CaseFile>(origin, text).is_ok()).then(|| syntax(origin, text, 0, message.to_owned()))
}

impl Opened {
    /// What the numerics say, told with the place in the file if it has one.
    pub fn error(&self, error: entente_measures::Error) -> Error {
        let at = |fault: &Fault| Some((place(&self.file, fault)?.start, format!("{fault}{}", advice(&self.file, fault))));
        match &error {
            entente_measures::Error::Contest(fault) => match at(fault) {
                Some((start, message)) => syntax(&self.origin, &self.text, start, message),
                None => Error::Contest { origin: self.origin.clone(), source: error },
            },
            _ => Error::Contest { origin: self.origin.clone(), source: error },
        }
    }
}
