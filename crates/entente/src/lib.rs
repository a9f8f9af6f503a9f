//! The engine: a case in, an assessment out, rendered as text, HTML or JSON.
//!
//! A case is a folder: `case.toml`, tables of coded records, claims and rubrics. One is built in. Everything goes one way:
//! files, tables, series, verdicts, answers, report.

pub mod assess;
pub mod builtin;
pub mod case;
pub mod case_file;
pub mod chart;
pub mod check;
pub mod cite;
pub mod compare;
pub mod contest;
pub mod dataset;
pub mod download;
pub mod error;
pub mod fs;
pub mod general;
pub mod indicators;
pub mod output;
pub mod panel;
pub mod partners;
pub mod questions;
pub mod report;
pub mod row;
pub mod schema;
pub mod series;
pub mod similarity;
pub mod tables;
pub mod template;
pub mod why;

pub use assess::assess;
pub use case::Case;
pub use entente_claims::SeriesKey;
pub use error::Error;
pub use output::Assessment;
