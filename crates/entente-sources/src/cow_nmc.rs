//! National Material Capabilities: one state in one year, read as it stands.

use crate::registry::Source;

/// The source.
pub(crate) static SOURCE: Source = Source::plain(include_str!("cow_nmc.toml"));
