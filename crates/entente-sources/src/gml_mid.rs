//! The corrected disputes of Gibler, Miller and Little: one dispute of a directed pair in one year, read as it stands.

use crate::registry::Source;

/// The source.
pub(crate) static SOURCE: Source = Source::plain(include_str!("gml_mid.toml"));
