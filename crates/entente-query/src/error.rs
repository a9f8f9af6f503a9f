//! What can go wrong with a statement.

use serde::{Deserialize, Serialize};

/// Why there is no result. It is told across processes, so it holds texts alone; none of them names an absolute path.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Error {
    /// Over one of the limits on the text of a statement.
    #[error("the statement has {found} {what}, and {limit} are the most here{hint}")]
    TooLong {
        /// Of what.
        what: String,
        /// How many.
        found: usize,
        /// The limit.
        limit: usize,
        /// What to do instead.
        hint: String,
    },
    /// No SQL.
    #[error("{0}")]
    Syntax(String),
    /// SQL that is not allowed here.
    #[error("{0}")]
    NotAllowed(String),
    /// A table that is neither in the store nor named on the command line.
    #[error("there is no table {name:?}{hint}; list them with: entente sql --tables")]
    NoTable {
        /// Its name.
        name: String,
        /// Near names, or the source that brings it.
        hint: String,
    },
    /// SQL that makes no sense over these tables.
    #[error("{0}")]
    Wrong(String),
    /// A query that stopped on its way.
    #[error("{0}")]
    Stopped(String),
    /// Over a limit of memory or time.
    #[error("{0}")]
    Limit(String),
    /// A panel that cannot be used.
    #[error("panel {name}: {message}")]
    Panel {
        /// Its name.
        name: String,
        /// What is wrong with it.
        message: String,
    },
    /// The store.
    #[error("{message}")]
    Store {
        /// What is wrong with it.
        message: String,
        /// True where a file of it is damaged.
        is_damaged: bool,
    },
    /// A result that has no form as such a file.
    #[error("{0}")]
    Format(String),
    /// The process that runs statements could not be started or ended by itself.
    #[error("{0}")]
    Process(String),
}

impl Error {
    /// The stable code printed before the message.
    pub fn code(&self) -> &'static str {
        match self {
            Self::TooLong { .. } => "E601",
            Self::Syntax(_) => "E602",
            Self::NotAllowed(_) => "E603",
            Self::NoTable { .. } => "E604",
            Self::Wrong(_) => "E605",
            Self::Stopped(_) => "E606",
            Self::Limit(_) => "E607",
            Self::Panel { .. } => "E608",
            Self::Format(_) => "E609",
            Self::Process(_) => "E610",
            Self::Store { .. } => "E330",
        }
    }

    /// The exit status of a program that stops here: 2 where data are missing, 3 where the store is damaged, else 1.
    pub fn exit_status(&self) -> u8 {
        match self {
            Self::NoTable { .. } => 2,
            Self::Store { is_damaged: true, .. } => 3,
            _ => 1,
        }
    }
}
