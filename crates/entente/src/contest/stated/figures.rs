//! The figures of a budget: given in the file, or from a series or a table of the case.

use std::collections::BTreeSet;

use entente_claims::evidence::About;
use entente_claims::{Evidence, Record, SeriesKey};
use entente_core::StateCode;

use super::super::STALE;
use super::super::setting::{Budget, Force, Party};
use super::BudgetFile;
use crate::case::Case;
use crate::error::Error;
use crate::series::milex_error;

impl BudgetFile {
    pub(super) fn figures(
        &self,
        case: &Case,
        evidence: &Evidence,
        states: &[Party],
        notes: &mut Vec<String>,
        citations: &mut BTreeSet<String>,
    ) -> Result<Budget, Error> {
        let year = evidence.as_of;
        let mut of = Vec::new();
        for party in states {
            let code = StateCode(party.ccode);
            // Figures that are not spending are taken as they stand, unless the file says otherwise.
            let is_spending = self.series.as_deref() == Some("milex_usd") || self.table.as_deref() == Some("milex");
            let usual = || if is_spending { milex_error(code) } else { 0.0 };
            let sigma = self.sigma.get(&party.id).copied().unwrap_or_else(usual);
            let missing = || {
                let from = match (&self.series, &self.table) {
                    (Some(series), _) => format!(" in the series {series} of the case, which rests on its own tables"),
                    (_, Some(table)) => format!(" in the table {table} of the case"),
                    _ => String::new(),
                };
                let message = format!(
                    "contest.toml: {} of {} is not known for {year} or the {STALE} years before{from}; --from store makes a contest from imported data",
                    self.name, party.name
                );
                Error::NoContest { message }
            };
            let force = match (&self.force, &self.series, self.table.as_ref().zip(self.column.as_ref())) {
                (Some(force), None, None) => {
                    citations.extend(self.citation.clone());
                    let value = *force.get(&party.id).ok_or_else(missing)?;
                    Force { state: party.id.clone(), value, sigma, year, series: None, records: Vec::new() }
                }
                (None, Some(series), None) => {
                    let key = SeriesKey::new(series, About::State(code));
                    let found = evidence.series.get(&key).ok_or_else(missing)?;
                    let point = found.points.iter().rev().find(|p| p.cell.status().is_known()).ok_or_else(missing)?;
                    let value = point.cell.value().filter(|_| year - point.year <= STALE).ok_or_else(missing)?;
                    citations.extend(found.citations.iter().cloned());
                    Force { state: party.id.clone(), value, sigma, year: point.year, series: Some(key), records: point.records.to_vec() }
                }
                (None, None, Some((table, column))) => {
                    let (of_year, value, record) = newest(evidence, table, column, code).ok_or_else(missing)?;
                    if year - of_year > STALE {
                        return Err(missing());
                    }
                    citations.extend(record.citations.iter().cloned());
                    Force { state: party.id.clone(), value, sigma, year: of_year, series: None, records: vec![record.id.clone()] }
                }
                _ => return Err(missing()),
            };
            if force.year != year {
                notes.push(format!("{}, {}: {} stands for {year}", self.name, party.name, force.year));
            }
            citations.extend(force.records.iter().filter_map(|id| case.record(id)).flat_map(|(_, r)| r.citations.iter().cloned()));
            of.push(force);
        }
        if self.force.is_some() && self.citation.is_none() {
            notes.push(format!("the figures of {} have no citation", self.name));
        }
        let cited = self.citation.as_ref().and_then(|id| case.citations.get(id)).map(|c| format!("{}, {}", c.publisher, c.title));
        Ok(Budget { id: self.id.clone(), name: self.name.clone(), unit: self.unit.clone(), citation: cited, of })
    }
}

/// The newest figure of a state in a column of a table.
fn newest<'a>(evidence: &'a Evidence, table: &str, column: &str, state: StateCode) -> Option<(i32, f64, &'a Record)> {
    let records = &evidence.tables.get(table)?.records;
    let of = |r: &'a Record| {
        let is_ours = r.text("ccode")?.parse() == Ok(state.0);
        let year: i32 = r.text("year")?.get(..4)?.parse().ok()?;
        Some((year, r.number(column).filter(|_| is_ours)?, r))
    };
    records.iter().filter_map(of).max_by_key(|(year, ..)| *year)
}
