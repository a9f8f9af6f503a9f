//! Arms transfers: how a flow stands against its own past. TIV is volume, not money.

pub mod taper;
