//! Distances and ties of territories: one directed pair, and one city, each read as it stands.

use crate::registry::Source;

/// The source.
pub(crate) static SOURCE: Source = Source::plain(include_str!("cepii_geodist.toml"));
