//! Militarized disputes: who was in them, their incidents, and the disputes of each pair by year; all read as they stand.

use crate::registry::Source;

/// The source.
pub(crate) static SOURCE: Source = Source::plain(include_str!("cow_mid.toml"));
