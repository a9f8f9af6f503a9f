//! One small case of invented evidence for every verdict a claim kind can reach, and the rules that hold for all kinds.
//!
//! The claims are written as they stand in a case file, so these tests read the file format too. The pair is Russia (365) and China
//! (710), the year of the assessment 2021. What was wrong once stands in `once_wrong`.

#[path = "verdicts/bench.rs"]
mod bench;
#[path = "verdicts/from_contests.rs"]
mod from_contests;
#[path = "verdicts/from_levels.rs"]
mod from_levels;
#[path = "verdicts/from_records.rs"]
mod from_records;
#[path = "verdicts/from_time.rs"]
mod from_time;
#[path = "verdicts/once_wrong.rs"]
mod once_wrong;
#[path = "verdicts/properties.rs"]
mod properties;
#[path = "verdicts/rubrics.rs"]
mod rubrics;
