//! Why a file is not imported: where, what stands there, what to do next.

/// An error of reading a publisher's file. Each message names the file, and the line and column where there is one.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// One cell is not what its column holds.
    #[error("{file}:{line}: column {column}: {value:?} {message}")]
    Cell {
        /// File.
        file: String,
        /// Line, or row of a binary file.
        line: u64,
        /// Column as the publisher names it.
        column: String,
        /// What stands there.
        value: String,
        /// What is wrong and what to do.
        message: String,
    },
    /// A line is not a row of the file.
    #[error("{file}:{line}: {message}")]
    Line {
        /// File.
        file: String,
        /// Line.
        line: u64,
        /// What is wrong and what to do.
        message: String,
    },
    /// The columns are not those of any known layout.
    #[error("{file}: {message}")]
    Layout {
        /// File.
        file: String,
        /// What is wrong and what to do.
        message: String,
    },
    /// The bytes are not of the format.
    #[error("{file}: {message}")]
    Format {
        /// File.
        file: String,
        /// What is wrong and what to do.
        message: String,
    },
    /// The rows as a whole are not plausible.
    #[error("{file}: table {table}: {message}")]
    Whole {
        /// File.
        file: String,
        /// Table.
        table: String,
        /// What is wrong and what to do.
        message: String,
    },
    /// The file says it is a version that is known, and differs from it.
    #[error("{file}: table {table}: {message}")]
    Altered {
        /// File.
        file: String,
        /// Table.
        table: String,
        /// What differs and what to do.
        message: String,
    },
}

impl Error {
    /// Bytes that are not of their format.
    pub(crate) fn format(file: &str, message: impl Into<String>) -> Self {
        Self::Format { file: file.to_owned(), message: message.into() }
    }

    /// A line that is not a row.
    pub(crate) fn line(file: &str, line: u64, message: impl Into<String>) -> Self {
        Self::Line { file: file.to_owned(), line, message: message.into() }
    }

    /// The place of the error as `file:line`, where it has one.
    pub fn place(&self) -> String {
        match self {
            Self::Cell { file, line, .. } | Self::Line { file, line, .. } => format!("{file}:{line}"),
            Self::Layout { file, .. } | Self::Format { file, .. } | Self::Whole { file, .. } | Self::Altered { file, .. } => file.clone(),
        }
    }
}
