//! Capitals and their places: one capital of one state over years, read as it stands.

use crate::registry::Source;

/// The source.
pub(crate) static SOURCE: Source = Source::plain(include_str!("capitals.toml"));
