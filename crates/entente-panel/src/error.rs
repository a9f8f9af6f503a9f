//! What can go wrong with a store.

use std::path::PathBuf;

/// An error of the store.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The system refused.
    #[error("{path}: {source}", path = path.display())]
    Io {
        /// Where.
        path: PathBuf,
        /// What it said.
        source: std::io::Error,
    },
    /// A file of the store is not what the manifest says.
    #[error("{path}: {message}; the store is damaged here: remove the source with `entente data remove {origin}` and add it again", path = path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        message: String,
        /// The source it belongs to.
        origin: String,
    },
    /// The manifest cannot be used.
    #[error("{path}: {message}", path = path.display())]
    Manifest {
        /// The file.
        path: PathBuf,
        /// What is wrong and what to do.
        message: String,
    },
    /// The store does not have it.
    #[error("{0}")]
    Absent(String),
    /// A file does not go with what is already there.
    #[error("{file}: {message}")]
    Conflict {
        /// The publisher's file.
        file: String,
        /// What is wrong and what to do.
        message: String,
    },
    /// A publisher's file is not as it should be.
    #[error(transparent)]
    Source(#[from] entente_sources::Error),
    /// The columnar format refused.
    #[error("{path}: {message}", path = path.display())]
    Format {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        message: String,
    },
}

impl Error {
    /// Wraps what the system said about a path.
    pub(crate) fn io(path: impl Into<PathBuf>) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.into();
        move |source| Self::Io { path, source }
    }
}
