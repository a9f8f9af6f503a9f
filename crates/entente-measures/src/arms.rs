//! Arms transfers: how a flow stands against its own past, on whom a recipient rests, where two suppliers meet. TIV is volume, not money.

pub mod concentration;
pub mod overlap;
pub mod taper;
