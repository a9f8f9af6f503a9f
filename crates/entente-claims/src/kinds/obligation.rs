//! Is a treaty obligation of some strength in force? Open: binding texts only or declared ones too, one direction or both, coder error.

use entente_core::Year;
use serde::{Deserialize, Serialize};

use super::{Basis, Untestable};
use crate::evidence::{Evidence, Record};
use crate::grid::{Node, Outcome, run};

/// Strength of an obligation, weakest first; the numbers are the valued alliance code (0 to 3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// No obligation.
    None,
    /// Not to attack.
    Nonaggression,
    /// To consult, or to stay neutral.
    Consultation,
    /// To fight.
    Defence,
}

/// Parameters.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Obligation {
    /// The strength asked about.
    pub level: Level,
    /// True if the claim is that it exists, false if the claim is that it does not.
    pub is_present: bool,
}

const ERRORS: [f64; 3] = [0.0, 0.05, 0.1];
const READINGS: [&str; 2] = ["binding texts", "declared texts too"];
const SIDES: [&str; 2] = ["obligation_1to2", "obligation_2to1"];
const DIRECTIONS: [&str; 2] = ["either side", "both sides"];

/// The strongest obligation named in a cell such as `nonaggression+consultation`.
pub fn strongest(text: &str) -> Level {
    text.split('+').fold(Level::None, |best, word| {
        best.max(match word.trim() {
            "defence" | "offence" => Level::Defence,
            "consultation" | "neutrality" => Level::Consultation,
            "nonaggression" => Level::Nonaggression,
            _ => Level::None,
        })
    })
}

/// Says whether a treaty of the record was in force at the end of that year.
pub fn is_in_force(record: &Record, year: Year) -> bool {
    let year_of = |field: &str| record.text(field).and_then(|t| t.get(..4)).and_then(|t| t.parse::<Year>().ok());
    year_of("in_force").or_else(|| year_of("signed")).is_some_and(|start| start <= year) && year_of("ended").is_none_or(|end| end > year)
}

impl Obligation {
    pub(super) fn evaluate(&self, evidence: &Evidence, basis: &mut Basis) -> Result<Outcome, Untestable> {
        let table = super::support::table(evidence, "treaties")?;
        let treaties: Vec<&Record> = table.records.iter().filter(|r| r.dyad() == Some(evidence.dyad) && basis.is_witness(r)).collect();
        let is_register = table.coverage.is_some_and(|c| c.is_exhaustive && c.years.contains(evidence.as_of));
        if treaties.is_empty() && !is_register {
            return Err(Untestable::new("no treaty of the pair is coded, and nobody looked is not the same as none"));
        }
        basis.records.extend(treaties.iter().map(|r| r.id.clone()));
        let in_force: Vec<&Record> = treaties.into_iter().filter(|r| is_in_force(r, evidence.as_of)).collect();
        // A treaty whose obligations nobody coded is unknown, not empty.
        let is_coded = |r: &&Record| SIDES.iter().any(|side| r.text(side).is_some());
        let coded: Vec<&Record> = in_force.iter().copied().filter(is_coded).collect();
        if coded.is_empty() && !in_force.is_empty() {
            return Err(Untestable::new("the obligations of the treaties in force are not coded"));
        }
        let is_covered = table.coverage.is_none_or(|c| c.years.contains(evidence.as_of));
        let known = if in_force.is_empty() { 1.0 } else { coded.len() as f64 / in_force.len() as f64 };
        basis.coverage = if is_covered { known } else { 0.0 };
        let nodes = vec![Node::new("texts", &READINGS), Node::new("direction", &DIRECTIONS), Node::new("coder error", &ERRORS)];
        run(nodes, |choice| {
            let error = ERRORS[choice[2]];
            let mut none = 1.0;
            for record in &coded {
                if choice[0] == 0 && record.text("is_binding") == Some("0") {
                    continue;
                }
                let sides = SIDES.map(|side| record.text(side).map_or(Level::None, strongest));
                let level = if choice[1] == 0 { sides[0].max(sides[1]) } else { sides[0].min(sides[1]) };
                let p = match (self.level as i8) - (level as i8) {
                    ..=-1 => 1.0,
                    0 => 1.0 - error,
                    1 => error,
                    _ => 0.0,
                };
                none *= 1.0 - p;
            }
            Ok(if self.is_present { 1.0 - none } else { none })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_strongest_word_counts() {
        assert_eq!(strongest("nonaggression+consultation"), Level::Consultation);
        assert_eq!(strongest("defence+nonaggression"), Level::Defence);
        assert_eq!(strongest("none"), Level::None);
        assert_eq!(strongest(""), Level::None);
    }
}
