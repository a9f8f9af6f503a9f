//! Shares of records.

pub mod posterior;
