//! R's data files (`.RData`, `.rda`, `.rds`) to plain columns, without R.
//!
//! One [`Frame`] is one `data.frame` or tibble as R holds it: R's types, R's missing values, nothing recoded. It is not a
//! validated table; names, units and keys are the source's business.
//!
//! The reader takes data only. A closure, promise, environment, external pointer, bytecode, S4 or language object anywhere
//! in the file is an error that names the type and the byte, because skipping such an object would need its meaning and
//! evaluating it would run a stranger's code. Raw and complex vectors are refused as well: no source has one. The markers
//! of the global, base and empty environments are taken as attributes, where models and formulas leave them behind.
//! Attributes that no column needs are checked and thrown away; row names are among them, so a file that keeps data in its
//! row names loses them here.
//!
//! Known weakness: the file is decompressed whole before it is read, so a reading needs the plain size in memory.

mod altrep;
mod attributes;
mod compression;
mod cursor;
mod encoding;
mod error;
mod frame;
mod kind;
mod limits;
mod number_text;
mod reader;
mod stream;
mod text;
mod value;

#[cfg(test)]
mod tests;

pub use error::RDataError;
pub use frame::{Column, Frame, Named};
pub use limits::Limits;
pub use text::TextColumn;

/// R's missing integer, logical or factor code.
pub const NA_INT: i32 = i32::MIN;

/// What one file holds: its data frames, and the names of the rest.
#[derive(Debug, Clone, PartialEq)]
pub struct Workspace {
    /// The data frames, in the order of the file.
    pub frames: Vec<Frame>,
    /// The other objects, each with its name and what it is (`integer vector of 5`).
    pub others: Vec<(String, String)>,
}

/// Reads every data frame of an R data file.
///
/// Takes XDR streams of version 2 or 3, plain or compressed with gzip, bzip2 or xz. The object of an `.rds` file has no
/// name; its name here is empty.
///
/// Shape: every column of a frame has `rows` values.
/// Missing: [`NA_INT`] in integers, logicals and factor codes; NaN in reals, for NA and NaN alike; [`TextColumn::NA`] in texts.
///
/// # Errors
/// On anything that is not data, on a stream that is broken or goes on after its end, on a column that is not a plain
/// vector, and past a limit. Positions are byte offsets in the decompressed stream.
///
/// # Example
/// ```
/// use entente_sources::rdata::{Limits, RDataError, frames};
/// let error = frames(b"country,year\n", &Limits::default()).unwrap_err();
/// assert!(matches!(error, RDataError::NotR { .. }));
/// ```
pub fn frames(bytes: &[u8], limits: &Limits) -> Result<Workspace, RDataError> {
    let plain = compression::plain(bytes, limits)?;
    stream::read(&plain, limits)
}
