//! Everything that can go wrong between a file and an assessment, each with a code, the place and what to do next.

use std::path::PathBuf;

use entente_core::resolve::ResolveError;

use crate::download::DownloadError;

/// Why there is no assessment.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A name that is not one state.
    #[error("{0}")]
    State(#[from] ResolveError),
    /// The same state twice.
    #[error("a pair needs two different states, and both names mean {name}")]
    SameState {
        /// The state.
        name: String,
    },
    /// Two states that were never members of the state system on the same day of the year.
    #[error(
        "{first} and {second} were not members of the state system on the same day of {year}, so there is no such pair; see their dates with: entente states find NAME"
    )]
    NeverTogether {
        /// The first.
        first: String,
        /// The second.
        second: String,
        /// The year.
        year: i32,
    },
    /// Nothing is known about the pair.
    #[error(
        "no case and no data for {pair}; built in is {builtin}; import publishers' files with: entente data add DIR, or start a case with: entente case new --pair {short} DIR, \
         then: entente assess {words} --case DIR/case.toml"
    )]
    NoCase {
        /// The pair in words.
        pair: String,
        /// As it is typed for a command.
        short: String,
        /// As two words for a command.
        words: String,
        /// Cases that are built in.
        builtin: String,
    },
    /// The case is about another pair.
    #[error("{file} is about {found}, not about {wanted}")]
    OtherPair {
        /// The case file.
        file: String,
        /// Its pair.
        found: String,
        /// The pair asked for.
        wanted: String,
    },
    /// A file that cannot be read or written.
    #[error("{}: {source}", path.display())]
    Io {
        /// Which file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A file over its limit.
    #[error("{}: {size} bytes, and the limit for {what} is {limit}; a case holds coded records, not data sets", path.display())]
    TooLarge {
        /// Which file.
        path: PathBuf,
        /// What sort of file.
        what: &'static str,
        /// Its size, or the part that was read before the limit.
        size: u64,
        /// The limit.
        limit: u64,
    },
    /// A path that leaves the folder of the case.
    #[error("{file}: the path {path:?} leaves the folder of the case; name a file inside it")]
    Outside {
        /// The case file.
        file: String,
        /// The path as written.
        path: String,
    },
    /// A file that is not what it should be, at a line.
    #[error("{file}:{line}:{column}: {message}")]
    Syntax {
        /// Which file.
        file: String,
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
        /// Cause, fact and next step.
        message: String,
    },
    /// A cell that is not what its column needs.
    #[error("{file}:{line}: column {column}, value {value:?}: {message}")]
    Cell {
        /// Which table.
        file: String,
        /// Line, the header being 1.
        line: u64,
        /// Column name.
        column: String,
        /// The raw value, cut at forty letters.
        value: String,
        /// What it should be.
        message: String,
    },
    /// A table whose columns are not those it should have.
    #[error("{file}: {message}")]
    Columns {
        /// Which table.
        file: String,
        /// Which are missing, which are unknown, and the nearest right name.
        message: String,
    },
    /// A claim that names what does not exist, or in another unit.
    #[error("{file}: claim {claim}: {message}")]
    Claim {
        /// Which file.
        file: String,
        /// Which claim.
        claim: String,
        /// What is wrong and what would be right.
        message: String,
    },
    /// A file ending that names no format of ours.
    #[error("{}: no output has this ending; known are .html, .json, .txt and .md (text)", path.display())]
    Ending {
        /// Which file.
        path: PathBuf,
    },
    /// A file ending that names no format of data.
    #[error("{}: no data file has this ending; known are .parquet, .csv and .dta", path.display())]
    DataEnding {
        /// Which file.
        path: PathBuf,
    },
    /// Something asked for by id that does not exist.
    #[error("nothing is called {item:?} here{hint}")]
    UnknownItem {
        /// What was asked for.
        item: String,
        /// Near ids.
        hint: String,
    },
    /// The store, or a publisher's file on its way into it.
    #[error(transparent)]
    Store(#[from] entente_panel::Error),
    /// The store has nothing.
    #[error("the store at {} is empty; import publishers' files first: entente data add DIR", store.display())]
    EmptyStore {
        /// Its folder.
        store: PathBuf,
    },
    /// A word that is no pair.
    #[error("{text:?} is not a pair; write two states with a colon between, as USA:JPN")]
    NotAPair {
        /// What was typed.
        text: String,
    },
    /// Some of the files given were not taken.
    #[error("{refused} of {files} files were not taken; the reasons stand above")]
    NotTaken {
        /// Files refused.
        refused: usize,
        /// Files looked at.
        files: usize,
    },
    /// A source that does not exist.
    #[error("there is no source {id:?}{hint}; list them with: entente data list")]
    NoSource {
        /// What was asked for.
        id: String,
        /// Near ids.
        hint: String,
    },
    /// A source that no program may fetch.
    #[error(
        "no address is known from which {id} can be fetched; download {title} in a browser from {url}, then: entente data add {id} FILE"
    )]
    NoDownload {
        /// Its id.
        id: String,
        /// Its title.
        title: String,
        /// The publisher's page.
        url: String,
    },
    /// The network was asked for and forbidden at once.
    #[error("{id} is not fetched with --offline; leave that out, or download it in a browser from {url}, then: entente data add {id} FILE")]
    Offline {
        /// Its id.
        id: String,
        /// The publisher's page.
        url: String,
    },
    /// Nobody agreed to the terms.
    #[error("nothing was fetched: agree to the terms of {id} at the question, or with --accept-terms in a script")]
    NotAgreed {
        /// Its id.
        id: String,
    },
    /// A check of the store found faults.
    #[error("{wrong} of {files} files of the store are not as they were written")]
    Unsound {
        /// Faulty files.
        wrong: usize,
        /// All files.
        files: usize,
    },
    /// A file that is no output of ours.
    #[error("{file}: not an output of entente: {message}")]
    NotOurs {
        /// Which file.
        file: String,
        /// What was missing.
        message: String,
    },
    /// A contest that is not sound at no one place of its file, or has no answer with a certificate.
    #[error("{origin}: {source}")]
    Contest {
        /// The file, with what was changed.
        origin: String,
        /// What the numerics say.
        source: entente_measures::Error,
    },
    /// An override that is none.
    #[error("{text:?}: {message}")]
    Override {
        /// As it was typed.
        text: String,
        /// What it should be.
        message: String,
    },
    /// A panel that cannot be made as asked for.
    #[error("{message}")]
    Panel {
        /// Cause, fact and next step.
        message: String,
    },
    /// A contest for which something is missing.
    #[error("no contest: {message}")]
    NoContest {
        /// What is missing, and what would mend it.
        message: String,
    },
    /// A contest that is unsound or has no certified answer.
    #[error(transparent)]
    Measure(#[from] entente_measures::Error),
    /// A file that did not come from its publisher.
    #[error(transparent)]
    Download(#[from] Box<DownloadError>),
}

impl Error {
    /// The stable code printed before the message.
    pub fn code(&self) -> &'static str {
        match self {
            Self::State(ResolveError::Unknown { .. }) => "E102",
            Self::State(ResolveError::Ambiguous { .. }) => "E105",
            Self::State(_) => "E106",
            Self::SameState { .. } => "E107",
            Self::NeverTogether { .. } => "E109",
            Self::NoCase { .. } => "E201",
            Self::OtherPair { .. } => "E202",
            Self::Io { .. } => "E301",
            Self::TooLarge { .. } => "E302",
            Self::Outside { .. } => "E303",
            Self::Syntax { .. } => "E310",
            Self::Cell { .. } => "E311",
            Self::Columns { .. } => "E312",
            Self::Claim { .. } => "E313",
            Self::Ending { .. } | Self::DataEnding { .. } => "E304",
            Self::UnknownItem { .. } => "E401",
            Self::NotOurs { .. } => "E402",
            Self::Store(entente_panel::Error::Absent(_)) => "E203",
            Self::Store(entente_panel::Error::Io { .. }) => "E301",
            Self::Store(entente_panel::Error::Source(_)) => "E320",
            Self::Store(entente_panel::Error::Conflict { .. }) => "E321",
            Self::Store(_) => "E330",
            Self::EmptyStore { .. } => "E205",
            Self::NotAPair { .. } => "E108",
            Self::NotTaken { .. } => "E322",
            Self::NoSource { .. } => "E204",
            Self::Unsound { .. } => "E331",
            Self::NoDownload { .. } => "E509",
            Self::Offline { .. } => "E510",
            Self::NotAgreed { .. } => "E511",
            Self::Contest { .. } => "E314",
            Self::Override { .. } => "E404",
            Self::Panel { .. } => "E403",
            Self::NoContest { .. } => "E206",
            Self::Measure(_) => "E315",
            Self::Download(error) => error.code(),
        }
    }

    /// The exit status of a program that stops here: 2 where data are missing, 3 where the store is damaged, 4 where
    /// the network or a publisher failed, else 1.
    pub fn exit_status(&self) -> u8 {
        match self {
            Self::NoCase { .. } | Self::NoContest { .. } | Self::EmptyStore { .. } | Self::Store(entente_panel::Error::Absent(_)) => 2,
            Self::Unsound { .. } | Self::Store(entente_panel::Error::Damaged { .. } | entente_panel::Error::Manifest { .. }) => 3,
            Self::Download(_) | Self::NoDownload { .. } => 4,
            _ => 1,
        }
    }
}
