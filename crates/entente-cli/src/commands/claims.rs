//! `entente claims check FILE`: test the claims of a file, one line each.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use entente::case_file::{CASE_LIMIT, ClaimsFile, parse};
use entente::fs::{Disk, read_bounded};
use entente::output::ClaimResult;
use entente::{Case, Error, assess};

use crate::globals::Globals;

const EXAMPLES: &str = "Examples:
  entente claims check mine.toml                  claims on the evidence of the built-in case
  entente claims check mine/case.toml             claims of a case of your own
  entente claims check mine.toml --year 2016 --json";

/// Test written claims
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Args {
    /// Test the claims of a file: a case.toml, or a file with [[claim]] blocks only
    #[command(after_help = EXAMPLES)]
    Check {
        /// File with claims
        file: PathBuf,
        /// Year of the assessment [default: the year of the case]
        #[arg(long, short, value_parser = clap::value_parser!(i32).range(1816..=2100))]
        year: Option<i32>,
    },
}

impl Args {
    pub(crate) fn run(self, globals: &Globals) -> Result<ExitCode, Error> {
        let Self::Check { file, year } = self;
        let case = open(&file)?;
        let own: Vec<String> = case.claims.iter().map(|c| c.id.clone()).collect();
        let assessment = assess(&case, year.unwrap_or(case.file.as_of))?;
        let results: Vec<&ClaimResult> = assessment.claims.iter().filter(|c| own.contains(&c.id)).collect();
        if results.is_empty() {
            globals.say(&format!("{}: no claims in it; a claim starts with [[claim]]", file.display()));
        }
        if globals.json {
            let value = serde_json::json!({
                "schema_version": assessment.schema_version,
                "code_version": assessment.code_version,
                "as_of": assessment.as_of,
                "data_snapshot": assessment.data_snapshot,
                "claims": results,
                "findings": assessment.findings,
            });
            crate::output::data(&format!("{value:#}\n"));
        } else {
            crate::output::data(&table(&results));
        }
        for finding in assessment.findings.iter().filter(|f| f.code == "no_series") {
            globals.say(&format!("{}: {}", finding.place, finding.message));
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// A file that has a pair is a case; one that has not is a list of claims on a built-in case.
fn open(file: &Path) -> Result<Case, Error> {
    let bytes = read_bounded(&Disk, file, "a claims file", CASE_LIMIT)?;
    let text = String::from_utf8_lossy(&bytes);
    let is_case = text.trim_start_matches('\u{feff}').lines().any(|l| l.trim_start().starts_with("schema_version"));
    if is_case {
        return Case::open(&Disk, file);
    }
    let name = file.display().to_string();
    let claims: ClaimsFile = parse(&name, &bytes)?;
    let mut case = Case::open_builtin(claims.case.as_deref().unwrap_or(entente::builtin::CASES[0].id))?;
    case.claims = claims.claim;
    case.origin.clone_from(&name);
    entente::check::refuse_faults(&name, &case)?;
    Ok(case)
}

fn table(results: &[&ClaimResult]) -> String {
    let mut out = String::new();
    for claim in results {
        let likelihood = claim.likelihood.as_deref().unwrap_or("-");
        let level = claim.confidence.level.as_str();
        out.push_str(&format!("{:<8} {:<18} {likelihood:<16} evidence {level:<9} {}\n", claim.id, claim.verdict.as_str(), claim.statement));
        if let Some(reason) = &claim.reason {
            out.push_str(&format!("{:<8} because {reason}; would settle it: {}\n", "", claim.settles));
        } else if let Some(driver) = claim.drivers.first().filter(|d| d.eta_squared > 0.2) {
            out.push_str(&format!("{:<8} turns most on {}\n", "", driver.node));
        }
    }
    out
}
