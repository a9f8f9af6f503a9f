//! Why an R data file is not read.

/// Why an R data file is not read; offsets count the bytes of the decompressed stream.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RDataError {
    /// The bytes do not start as an R data file.
    #[error("not an R data file: it starts with {start:?}; expected .RData, .rda or .rds")]
    NotR {
        /// The first bytes, as text.
        start: String,
    },
    /// The file is in one of R's other notations.
    #[error("R wrote this file in its {notation} notation, which is not read; save it again with ascii = FALSE")]
    Notation {
        /// `text` or `native binary`.
        notation: &'static str,
    },
    /// The stream has a version that no current R writes.
    #[error("serialization version {version} is not read; save the file again with version = 2 or 3")]
    Version {
        /// The version in the header.
        version: u32,
    },
    /// The compressed data is broken or cut short.
    #[error("the {method} data is broken or cut short: {cause}; fetch the file again")]
    Compression {
        /// `gzip`, `bzip2` or `xz`.
        method: &'static str,
        /// What the decompressor says.
        cause: String,
    },
    /// A length or number needs more bytes than there are.
    #[error("at byte {offset}: {needed} bytes announced, {left} left; the file is cut short or broken")]
    Truncated {
        /// Where the bytes were to start.
        offset: usize,
        /// How many bytes are needed, at least.
        needed: u64,
        /// How many are left.
        left: u64,
    },
    /// A length is negative.
    #[error("at byte {offset}: a length of {length}; the file is broken")]
    Length {
        /// Where the length stands.
        offset: usize,
        /// The length.
        length: i64,
    },
    /// The stream goes on after its last object.
    #[error("at byte {offset}: {left} bytes after the end of the last object")]
    Trailing {
        /// Where the last object ended.
        offset: usize,
        /// How many bytes follow.
        left: usize,
    },
    /// The file holds something that is not data.
    #[error("at byte {offset}: {kind} is not data, and nothing is evaluated; save the data frame alone, without it")]
    NotData {
        /// The object's R type.
        kind: String,
        /// Where the object starts.
        offset: usize,
    },
    /// No R type has this code.
    #[error("at byte {offset}: no R type has the code {code}; the file is broken")]
    UnknownType {
        /// The code.
        code: u8,
        /// Where the object starts.
        offset: usize,
    },
    /// The stream breaks R's grammar.
    #[error("at byte {offset}: expected {expected}; the file is broken")]
    Grammar {
        /// Where.
        offset: usize,
        /// What R would have written there.
        expected: &'static str,
    },
    /// A limit is passed.
    #[error("at byte {offset}: more than {limit} {what}; raise the limit if the file is trusted")]
    Limit {
        /// What there is too much of.
        what: &'static str,
        /// The limit in force.
        limit: u64,
        /// Where it is passed.
        offset: usize,
    },
    /// A text is not in the encoding that the file declares.
    #[error("at byte {offset}: a text is not {encoding}; convert it with enc2utf8() and save the file again")]
    Encoding {
        /// Where the text's bytes start.
        offset: usize,
        /// The encoding it should have.
        encoding: String,
    },
    /// Two top-level objects have one name.
    #[error("two objects are named {name:?}")]
    Duplicate {
        /// The name.
        name: String,
    },
    /// A data frame does not hang together.
    #[error("data frame {frame:?}: {cause}")]
    Frame {
        /// The frame's name.
        frame: String,
        /// What is wrong.
        cause: String,
    },
    /// A column is not a plain vector that fits its frame.
    #[error("data frame {frame:?}, column {column:?}: {cause}")]
    Column {
        /// The frame's name.
        frame: String,
        /// The column's name.
        column: String,
        /// What is wrong.
        cause: String,
    },
}
