//! Trade of states with each other and with themselves in one year, summed over products.

use crate::registry::Source;

/// The source.
pub(crate) static SOURCE: Source = Source::plain(include_str!("itpd.toml"));
