//! The assessment as data: the contract of the JSON output, and what text and HTML are rendered from.

use entente_claims::grid::Driver;
use entente_claims::verdict::{Confidence, VerdictWord};
use entente_claims::{Figure, RubricVerdict};
use entente_core::{CellStatus, Citation, Finding, Locator, PartialDate, Unit};
use serde::Serialize;

use crate::contest::page::TheatrePage;

/// Version of this contract; raised when a field changes its meaning or goes.
pub const SCHEMA_VERSION: u32 = 1;

/// One assessment of one pair in one year. The same case, year and program give the same bytes.
#[derive(Debug, Clone, Serialize, schemars::JsonSchema)]
pub struct Assessment {
    /// Version of this contract.
    pub schema_version: u32,
    /// Version of the program.
    pub code_version: String,
    /// The case.
    pub case: CaseName,
    /// The pair.
    pub dyad: DyadName,
    /// The year assessed: nothing later was used.
    pub as_of: i32,
    /// Hash over every file of the case.
    pub data_snapshot: String,
    /// Seed of every random number.
    pub seed: u64,
    /// Scale of the likelihood words.
    pub likelihood_scale: String,
    /// The six questions in order.
    pub questions: Vec<Question>,
    /// Claims in the order of the case.
    pub claims: Vec<ClaimResult>,
    /// The rival rubrics.
    pub rubrics: Vec<RubricVerdict>,
    /// Items on which the rubrics part.
    pub rubrics_part_on: Vec<String>,
    /// Series with their newest value and history.
    pub indicators: Vec<Indicator>,
    /// Scores of single exercises.
    pub exercises: Vec<ExerciseResult>,
    /// What a settled front frees, by the contest over several theatres; none if it was not computed.
    pub theatre: Option<TheatrePage>,
    /// Dated events of the pair, for the timeline.
    pub events: Vec<Event>,
    /// What each table covers.
    pub coverage: Vec<TableCoverage>,
    /// Records that anything above rests on.
    pub records: Vec<RecordResult>,
    /// Citations of those records.
    pub citations: Vec<Citation>,
    /// What was odd, left out or assumed.
    pub findings: Vec<Finding>,
}

/// Which case.
#[derive(Debug, Clone, Serialize, schemars::JsonSchema)]
pub struct CaseName {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
}

/// Which pair.
#[derive(Debug, Clone, Serialize, schemars::JsonSchema)]
pub struct DyadName {
    /// Lower number.
    pub ccode1: u16,
    /// Higher number.
    pub ccode2: u16,
    /// Name of the first.
    pub name_1: String,
    /// Name of the second.
    pub name_2: String,
}

/// One of the six questions, answered.
#[derive(Debug, Clone, Serialize, schemars::JsonSchema)]
pub struct Question {
    /// `q1` to `q6`.
    pub id: String,
    /// The question.
    pub title: String,
    /// The verdict in a few words.
    pub verdict: String,
    /// The answer in one or two sentences.
    pub answer: String,
    /// What carries it, most important first.
    pub evidence: Vec<EvidenceLine>,
    /// What is not known.
    pub unknown: Vec<String>,
    /// How good the evidence is.
    pub confidence: Confidence,
    /// Share of needed cells known, over the claims of this question; one that cannot be tested counts as nothing known.
    pub coverage: f64,
    /// Ids of its claims.
    pub claims: Vec<String>,
}

/// One line of evidence under an answer.
#[derive(Debug, Clone, Serialize, schemars::JsonSchema)]
pub struct EvidenceLine {
    /// What it says.
    pub text: String,
    /// What `why` takes to go on from here: a series, a claim or a record.
    pub item: String,
}

/// One claim, judged.
#[derive(Debug, Clone, Serialize, schemars::JsonSchema)]
pub struct ClaimResult {
    /// Its id.
    pub id: String,
    /// Question it belongs to, `q1` to `q6`.
    pub question: String,
    /// Mechanism of the essay.
    pub mechanism: Option<String>,
    /// The claim.
    pub statement: String,
    /// Citation that makes it.
    pub said_by: Option<String>,
    /// Claim of which it is one reading.
    pub split_of: Option<String>,
    /// Which reading.
    pub meaning: Option<String>,
    /// Kind of test.
    pub kind: String,
    /// The verdict.
    pub verdict: VerdictWord,
    /// Pooled probability that it holds; none if not testable.
    pub probability: Option<f64>,
    /// Word for it.
    pub likelihood: Option<String>,
    /// From the fifth to the ninety-fifth hundredth of the specifications.
    pub interval: Option<(f64, f64)>,
    /// Share of specifications in which it holds.
    pub robust_share: Option<f64>,
    /// How many specifications were computed.
    pub specifications: usize,
    /// How good the evidence is, apart from how likely the claim.
    pub confidence: Confidence,
    /// Decisions by how much they matter.
    pub drivers: Vec<Driver>,
    /// Why it is not testable, if so.
    pub reason: Option<String>,
    /// What would refute it.
    pub falsifier: String,
    /// What would settle it.
    pub settles: String,
    /// Share of needed cells known.
    pub coverage: f64,
    /// Number of independent publishers behind it.
    pub publishers: usize,
    /// Series and records it rests on.
    pub evidence: Vec<String>,
}

/// One series.
#[derive(Debug, Clone, Serialize, schemars::JsonSchema)]
pub struct Indicator {
    /// Id without brackets.
    pub id: String,
    /// Key as `why` takes it.
    pub key: String,
    /// First state, or sender.
    pub from: u16,
    /// Second state, or receiver; none for a series of one state.
    pub to: Option<u16>,
    /// Year of the value: the year assessed.
    pub year: i32,
    /// Value in that year, if known.
    pub value: Option<f64>,
    /// What it counts.
    pub unit: Unit,
    /// 90 % interval.
    pub interval: Option<(f64, f64)>,
    /// State of knowledge of that year.
    pub status: CellStatus,
    /// Place among all pairs of the year, 0 to 1, where the case has it.
    pub percentile: Option<f64>,
    /// Citations.
    pub source: Vec<String>,
    /// Years before.
    pub history: Vec<HistoryPoint>,
}

/// One year of a series.
#[derive(Debug, Clone, Serialize, schemars::JsonSchema)]
pub struct HistoryPoint {
    /// The year.
    pub year: i32,
    /// Its value.
    pub value: Option<f64>,
    /// 90 % interval.
    pub interval: Option<(f64, f64)>,
    /// State of knowledge.
    pub status: CellStatus,
}

/// The two scores of an exercise.
#[derive(Debug, Clone, Serialize, schemars::JsonSchema)]
pub struct ExerciseResult {
    /// Record.
    pub record: String,
    /// Its name.
    pub name: String,
    /// Lower number of the pair.
    pub ccode1: u16,
    /// Higher number of the pair.
    pub ccode2: u16,
    /// When it began.
    pub start: String,
    /// Joint, parallel, mixed or unknown.
    pub jointness: String,
    /// Depth in standard deviations, with 90 % interval.
    pub depth: Option<Figure>,
    /// Signal in standard deviations, with 90 % interval.
    pub signal: Option<Figure>,
}

/// One dated event of the pair.
#[derive(Debug, Clone, Serialize, schemars::JsonSchema)]
pub struct Event {
    /// Record.
    pub record: String,
    /// Table it stands in.
    pub table: String,
    /// When it was or began.
    pub date: PartialDate,
    /// What it is, in a few words.
    pub label: String,
}

/// What one table covers.
#[derive(Debug, Clone, Serialize, schemars::JsonSchema)]
pub struct TableCoverage {
    /// Its name.
    pub table: String,
    /// One row in words.
    pub row: String,
    /// First year.
    pub first: i32,
    /// Last year.
    pub last: i32,
    /// Whether silence means zero.
    pub is_exhaustive: bool,
    /// Records up to the year assessed.
    pub records: usize,
    /// What is not in it.
    pub note: String,
}

/// One coded record.
#[derive(Debug, Clone, Serialize, schemars::JsonSchema)]
pub struct RecordResult {
    /// Its id.
    pub id: String,
    /// Table.
    pub table: String,
    /// When.
    pub date: Option<String>,
    /// What the source says, in our words.
    pub says: String,
    /// Citations.
    pub citations: Vec<String>,
    /// File, line and hash.
    pub locator: Locator,
}
