//! Faults of a case that no single file shows: a citation nobody defined, a claim on a series that does not exist or in another unit.

use std::collections::BTreeSet;

use entente_claims::SeriesKey;
use entente_claims::evidence::Evidence;
use entente_core::nearest::nearest;
use entente_core::{Finding, Severity};

use crate::case::Case;
use crate::error::Error;

/// Refuses what would give a wrong number: ids that stand twice, citations that are not defined.
///
/// # Errors
/// The first fault.
pub fn refuse_faults(file: &str, case: &Case) -> Result<(), Error> {
    for table in case.tables.values() {
        for record in &table.records {
            let range = record.code("code_low").zip(record.code("code_high"));
            if let (Some(code), Some((low, high))) = (record.code("code"), range)
                && !(low..=high).contains(&code)
            {
                return Err(Error::Cell {
                    file: record.locator.file.clone(),
                    line: record.locator.line,
                    column: "code".to_owned(),
                    value: code.to_string(),
                    message: format!("outside its own range of defensible codes, {low} to {high}"),
                });
            }
            if let Some(missing) = record.citations.iter().find(|c| !case.citations.contains_key(*c)) {
                let near = nearest(missing, case.citations.keys().map(String::as_str), 1);
                let hint = near.first().map_or(String::new(), |near| format!("; did you mean {near:?}?"));
                return Err(Error::Cell {
                    file: record.locator.file.clone(),
                    line: record.locator.line,
                    column: "citation".to_owned(),
                    value: missing.clone(),
                    message: format!("no such citation is defined{hint}"),
                });
            }
        }
    }
    let mut ids = BTreeSet::new();
    for claim in &case.claims {
        let error = |message: String| Error::Claim { file: file.to_owned(), claim: claim.id.clone(), message };
        if !ids.insert(&claim.id) {
            return Err(error("this id stands twice".to_owned()));
        }
        let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
        if claim.id.is_empty() || claim.id.len() > 32 || claim.id.starts_with('.') || !claim.id.chars().all(is_plain) {
            return Err(error("an id has 1 to 32 letters, digits, dots, dashes or underscores, and no dot first".to_owned()));
        }
        if !(1..=6).contains(&claim.question) {
            return Err(error(format!("question {} does not exist; the questions are 1 to 6", claim.question)));
        }
        if !(0.0..=1.0).contains(&claim.min_coverage) {
            return Err(error(format!("min_coverage {} is not a share from 0 to 1", claim.min_coverage)));
        }
    }
    Ok(())
}

/// Refuses a claim whose unit is not that of its series, and names claims on series that do not exist.
///
/// # Errors
/// A unit that differs, with the reason.
pub fn check_claims(file: &str, case: &Case, evidence: &Evidence) -> Result<Vec<Finding>, Error> {
    let mut findings = Vec::new();
    for claim in &case.claims {
        for (text, unit) in claim.test.series() {
            let error = |message: String| Error::Claim { file: file.to_owned(), claim: claim.id.clone(), message };
            let key: SeriesKey = text.parse().map_err(|e: entente_claims::evidence::SeriesKeyError| error(e.to_string()))?;
            match evidence.series.get(&key) {
                Some(series) => {
                    if let Some(unit) = unit {
                        series.unit.check_same("compared with", unit).map_err(|e| error(format!("{key}: {e}")))?;
                    }
                }
                None => {
                    let known: Vec<String> = evidence.series.keys().map(ToString::to_string).collect();
                    let near = nearest(&key.to_string(), known.iter().map(String::as_str), 1);
                    let hint = near.first().map_or(String::new(), |near| format!("; the nearest is {near}"));
                    let message = format!("the claim asks for {key}, which this case does not have{hint}; it will be not testable");
                    findings.push(Finding::new("no_series", Severity::Warning, format!("claim {}", claim.id), message));
                }
            }
        }
    }
    Ok(findings)
}
