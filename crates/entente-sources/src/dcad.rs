//! Defence cooperation agreements: one treaty of two states, read as it stands.

use crate::registry::Source;

/// The source.
pub(crate) static SOURCE: Source = Source::plain(include_str!("dcad.toml"));
