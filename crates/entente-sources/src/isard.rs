//! State-years prepared for joining: the two lists of states side by side, democracy, output and population; read as they stand.

use crate::registry::Source;

/// The source.
pub(crate) static SOURCE: Source = Source::plain(include_str!("isard.toml"));
