//! Streams built by hand, streams of R's own making, and streams that lie.

mod malformed;
mod publishers;
mod r_made;
mod sound;
mod writer;
