//! Treaties: what they oblige to, how formal they are, and how far they tie the forces together in peacetime.

pub mod formality;
pub mod institutional_depth;
pub mod obligation;
