//! The answer to a contest file: the contract of `contest solve --json`.

use entente_measures::contest::certificate::Certificate;
use entente_measures::contest::counterfactual::counterfactual;
use entente_measures::contest::report::{Change, Report, Side};
use entente_measures::contest::solve::{Options, solve as equilibrium};
use serde::Serialize;

use super::Contest;
use super::open::Opened;
use super::warnings::warnings;
use crate::error::Error;

/// Version of this contract; raised when a field changes its meaning or goes.
pub const SCHEMA_VERSION: u32 = 1;

/// A contest solved; with a comparison also what the settlement changes.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Solution {
    /// Version of this contract.
    pub schema_version: u32,
    /// Version of the program.
    pub code_version: String,
    /// Sixteen hexadecimal digits of a hash over the file.
    pub data_snapshot: String,
    /// Decisiveness r.
    pub r: f64,
    /// Unit of force, if the file states one.
    pub force_unit: Option<String>,
    /// Seed of the random starts, which are tried where one answer is not proven to be the only one.
    pub seed: u64,
    /// What is settled in the comparison; none without one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schemars(default)]
    pub settled: Vec<Settled>,
    /// The answer with all theatres in place.
    pub with: Side,
    /// What the settlement changes; absent without a comparison.
    #[serde(flatten)]
    pub change: Option<Change>,
    /// The proof; of two answers the weaker one.
    pub certificate: Certificate,
    /// What a reader must be told.
    pub warnings: Vec<String>,
}

/// A settled theatre.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Settled {
    /// Id of the theatre.
    pub theatre: String,
    /// How far: at 1 it is gone, at 0.4 worth four tenths less.
    pub degree: f64,
}

/// Solves the contest of a file.
///
/// # Errors
/// A fault of the contest, with its place in the file where it has one, or no answer with a certificate.
///
/// # Example
/// ```
/// use entente::contest::{open::parse, solution::solve};
/// let file = "[[state]]\nid = \"a\"\nforce = 60\n[[state]]\nid = \"b\"\nforce = 40\n\
///             [[theatre]]\nid = \"x\"\nstates = [\"a\", \"b\"]\nvalue = 3\n[[theatre]]\nid = \"y\"\nstates = [\"a\", \"b\"]\nvalue = 1\n";
/// let solution = solve(&parse("file", file.as_bytes()).unwrap()).unwrap();
/// let first = &solution.with.allocations[0];
/// assert!((first.force - 45.0).abs() < 1e-9 && (first.success - 0.6).abs() < 1e-12);
/// ```
pub fn solve(opened: &Opened) -> Result<Solution, Error> {
    solve_changed(&opened.contest, &opened.snapshot).map_err(|error| opened.error(error))
}

/// Solves a contest, which may have been changed since it was opened.
pub(super) fn solve_changed(contest: &Contest, snapshot: &str) -> Result<Solution, entente_measures::Error> {
    let game = contest.game()?;
    let options = Options::default();
    let (with, certificate, change) = match &contest.settlements {
        None => {
            let found = equilibrium(&game, &options)?;
            (Side::new(&game, &found), found.certificate, None)
        }
        Some(settlements) => {
            let Report { with, change, certificate } = Report::new(&game, &counterfactual(&game, settlements, &options)?);
            (with, certificate, Some(change))
        }
    };
    let settled = contest.settlements.iter().flatten().map(|s| Settled { theatre: s.theatre.clone(), degree: s.degree }).collect();
    let warnings = warnings(&game, &with, change.as_ref().map(|c| &c.without));
    Ok(Solution {
        schema_version: SCHEMA_VERSION,
        code_version: env!("CARGO_PKG_VERSION").to_owned(),
        data_snapshot: snapshot.to_owned(),
        r: contest.decisiveness,
        force_unit: contest.force_unit.clone(),
        seed: options.seed,
        settled,
        with,
        change,
        certificate,
        warnings,
    })
}
