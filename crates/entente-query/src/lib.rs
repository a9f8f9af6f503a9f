//! SQL over the tables of the store and over panels: read-only, bounded, and with the same result on every machine.
//!
//! One statement is one query. It is read in four steps, each of which may refuse it:
//!
//! 1. [`statement`]: the text is bounded by counting and must be one query.
//! 2. [`catalog`]: the tables that it names are read, those of the store with their hashes checked.
//! 3. The plan may hold only listed steps, functions, signs and types (`allow`). No expression that is allowed can fail in one row and
//!    not in another, so no result depends on which rows are looked at.
//! 4. Whatever depends on an order gets a total one (`order`), and [`engine`] runs it.
//!
//! # Why the result is the same, however the work is cut up
//! - Sums, means, variances and the like are exact and rounded once ([`exact`]).
//! - Medians, quantiles and joined texts put their values in order first.
//! - Minima, counts and groups have no order, because no column holds NaN, an infinity or a minus zero: such values are NULL or zero from
//!   the start (`functions::numbers`, `finite`).
//! - LIMIT, window functions and the result itself have a total order.
//! - All else works row by row.
//!
//! # Known weaknesses
//! A sum of whole numbers over 64 bits, or an overflow of `*`, stops the statement; where such a product stands behind an AND, whether it is
//! looked at may depend on the cut. Logarithms, powers and trigonometry are those of the system's library and may differ in the last bit
//! between systems. Texts are ordered by their bytes.
//!
//! The crate itself starts no process and draws no limit of the system; the program does both around it, because a statement can ask for all
//! memory and that cannot be caught inside a process.

mod allow;
pub mod catalog;
pub mod engine;
pub mod error;
pub mod exact;
mod finite;
pub mod functions;
pub mod job;
pub mod limits;
mod order;
pub mod render;
pub mod statement;
pub mod table;

pub use catalog::{Catalog, Panel};
pub use engine::{Engine, Rows};
pub use error::Error;
pub use job::{Answer, Ask, Job, TableInfo};
pub use limits::{RunLimits, TextLimits};
pub use render::Format;
pub use statement::Statement;
pub use table::Table;
