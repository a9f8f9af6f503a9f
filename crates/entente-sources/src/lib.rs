//! Publishers' bytes to validated tables.

pub mod rdata;
