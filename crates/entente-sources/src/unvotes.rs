//! General Assembly votes as the R package unvotes packs them: yes, abstain and no only, so that absence and non-membership look alike.
//! A second witness for the votes of `unga_votes`, and newer by some sessions.

use crate::registry::Source;

/// The source.
pub(crate) static SOURCE: Source = Source::plain(include_str!("unvotes.toml"));
