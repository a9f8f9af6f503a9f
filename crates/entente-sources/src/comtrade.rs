//! Trade as customs report it to the United Nations: one flow of one reporter with one partner in one period.

use crate::registry::Source;

/// The source.
pub(crate) static SOURCE: Source = Source::plain(include_str!("comtrade.toml"));
