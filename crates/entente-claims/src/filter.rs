//! Which records a claim counts: conditions on fields, with "unknown" as a third answer.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::evidence::Record;

/// Conditions that must all hold, by field. A condition is a comparison (`">=2"`, `"<1"`), a word, or words joined by `|`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(transparent)]
pub struct Filter(pub BTreeMap<String, String>);

impl Filter {
    /// Says whether the record fits: yes, no, or unknown because a field it needs is empty. One sure "no" decides.
    pub fn fits(&self, record: &Record) -> Option<bool> {
        let answers: Vec<Option<bool>> = self.0.iter().map(|(field, condition)| one(record, field, condition)).collect();
        match () {
            () if answers.contains(&Some(false)) => Some(false),
            () if answers.contains(&None) => None,
            () => Some(true),
        }
    }
}

fn one(record: &Record, field: &str, condition: &str) -> Option<bool> {
    let value = record.text(field)?;
    for (sign, holds) in [(">=", 0), ("<=", 1), (">", 2), ("<", 3)] {
        if let Some(bound) = condition.strip_prefix(sign) {
            let (value, bound): (f64, f64) = (value.parse().ok()?, bound.trim().parse().ok()?);
            return Some(match holds {
                0 => value >= bound,
                1 => value <= bound,
                2 => value > bound,
                _ => value < bound,
            });
        }
    }
    Some(condition.split('|').any(|word| word.trim() == value))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(fields: &[(&str, &str)]) -> Record {
        Record {
            id: "r".into(),
            date: None,
            fields: fields.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect(),
            citations: vec![],
            says: String::new(),
            locator: entente_core::Locator { file: "t.csv".into(), line: 2, sha256: String::new() },
        }
    }

    fn filter(conditions: &[(&str, &str)]) -> Filter {
        Filter(conditions.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect())
    }

    #[test]
    fn three_answers() {
        let joint = filter(&[("j2", ">=2"), ("j3", ">=2")]);
        assert_eq!(joint.fits(&record(&[("j2", "2"), ("j3", "3")])), Some(true));
        assert_eq!(joint.fits(&record(&[("j2", "2")])), None);
        assert_eq!(joint.fits(&record(&[("j2", "1")])), Some(false)); // the unknown other item cannot save it
    }

    #[test]
    fn words_and_bounds() {
        let words = filter(&[("kind", "patrol | staff")]);
        assert_eq!(words.fits(&record(&[("kind", "staff")])), Some(true));
        assert_eq!(words.fits(&record(&[("kind", "exercise")])), Some(false));
        assert_eq!(filter(&[("year", "<2014")]).fits(&record(&[("year", "2014")])), Some(false));
    }
}
