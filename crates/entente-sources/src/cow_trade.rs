//! Trade of pairs and of states by year, read as it stands. The first flow of a row is what the first state imports from the second.

use crate::registry::Source;

/// The source.
pub(crate) static SOURCE: Source = Source::plain(include_str!("cow_trade.toml"));
