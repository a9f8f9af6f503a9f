//! `entente sql`: statements over the store and over panels.
//!
//! The engine is behind the cargo feature `sql`, because it takes longer to build than the rest of the program. Without it the command
//! says how to get it.

#[cfg(feature = "sql")]
pub(crate) mod child;
#[cfg(feature = "sql")]
mod complete;
#[cfg(feature = "sql")]
mod parent;
#[cfg(feature = "sql")]
mod query;
#[cfg(feature = "sql")]
mod shell;
#[cfg(feature = "sql")]
mod tables;

#[cfg(not(feature = "sql"))]
mod absent;

#[cfg(not(feature = "sql"))]
pub(crate) use absent::Args;
#[cfg(feature = "sql")]
pub(crate) use query::Args;
