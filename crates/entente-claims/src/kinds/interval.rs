//! Does what independent sources state contain a figure? For quantities that can only be bounded.
//!
//! Each source gives a value, a range or one bound; its edges are widened by a tolerance. Open: the tolerance, and whether the share of
//! sources, their whole range or their median must contain the figure. The claim is no witness for itself.

use entente_core::{Unit, YearSpan};
use serde::{Deserialize, Serialize};

use super::{Basis, Untestable};
use crate::evidence::Evidence;
use crate::grid::{Node, Outcome, run};

/// Parameters.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Interval {
    /// Quantity in the table of stated figures.
    pub quantity: String,
    /// The claimed value.
    pub value: f64,
    /// Its unit, which must be the unit of the figures.
    pub unit: Unit,
    /// Years that a figure must be about to be a witness; any if absent.
    pub years: Option<YearSpan>,
    /// Relative tolerances to try.
    #[serde(default = "default_tolerances")]
    pub tolerances: Vec<f64>,
}

fn default_tolerances() -> Vec<f64> {
    vec![0.03, 0.05, 0.1, 0.2]
}

const RULES: [&str; 3] = ["share of sources", "range of all sources", "median of sources"];

impl Interval {
    pub(super) fn evaluate(&self, evidence: &Evidence, basis: &mut Basis) -> Result<Outcome, Untestable> {
        let table = super::support::table(evidence, "figures")?;
        let mut bounds: Vec<(f64, f64)> = Vec::new();
        for record in table.records.iter().filter(|r| r.text("quantity") == Some(&self.quantity)) {
            let year = record.text("year").and_then(|y| y.get(..4)).and_then(|y| y.parse().ok());
            let is_in_time = self.years.is_none_or(|span| year.is_some_and(|y| span.contains(y)));
            if !basis.is_witness(record) || !is_in_time {
                continue;
            }
            let unit: Unit = record
                .text("unit")
                .and_then(|u| serde::Deserialize::deserialize(serde::de::value::StrDeserializer::<serde::de::value::Error>::new(u)).ok())
                .ok_or_else(|| Untestable::new(format!("record {} has no unit", record.id)))?;
            self.unit.check_same("compared with", unit).map_err(|e| Untestable::new(format!("record {}: {e}", record.id)))?;
            let value = record.number("value");
            let (low, high) = (record.number("value_low").or(value), record.number("value_high").or(value));
            if low.is_some() || high.is_some() {
                // "Over 4,200" bounds from below only, "up to 50" from above only.
                bounds.push((low.unwrap_or(0.0), high.unwrap_or(f64::INFINITY)));
                basis.records.insert(record.id.clone());
            }
        }
        if bounds.is_empty() {
            let when = self.years.map_or(String::new(), |span| format!(" for {span}"));
            return Err(Untestable::new(format!("no source but the claim itself states {}{when}", self.quantity)));
        }
        basis.coverage = 1.0;
        run(vec![Node::new("tolerance", &self.tolerances), Node::new("rule", &RULES)], |choice| {
            let tolerance = self.tolerances[choice[0]];
            let contains = |(low, high): (f64, f64)| low * (1.0 - tolerance) <= self.value && self.value <= high * (1.0 + tolerance);
            Ok(match RULES[choice[1]] {
                "share of sources" => bounds.iter().filter(|b| contains(**b)).count() as f64 / bounds.len() as f64,
                "range of all sources" => {
                    let low = bounds.iter().map(|b| b.0).fold(f64::INFINITY, f64::min);
                    let high = bounds.iter().map(|b| b.1).fold(f64::NEG_INFINITY, f64::max);
                    f64::from(contains((low, high)))
                }
                _ => {
                    // A one-sided bound stands with the side it gives.
                    let middle = |(low, high): &(f64, f64)| match (*low > 0.0, high.is_finite()) {
                        (true, true) => f64::midpoint(*low, *high),
                        (_, false) => *low,
                        (false, true) => *high,
                    };
                    let mut middles: Vec<f64> = bounds.iter().map(middle).collect();
                    middles.sort_by(f64::total_cmp);
                    let middle = f64::midpoint(middles[(middles.len() - 1) / 2], middles[middles.len() / 2]);
                    f64::from(contains((middle, middle)))
                }
            })
        })
    }
}
