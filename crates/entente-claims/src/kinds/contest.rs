//! What the multi-theatre contest says of a settled front. Open: the budget, what is lost on the way, how decisive force is, what is at stake.
//!
//! The last two are thirds of what was drawn, so that the verdict shows whether one of them turns it.

use serde::{Deserialize, Serialize};

use super::{Basis, Untestable};
use crate::contest::{ContestDraws, OneDraw, Quantities, Run};
use crate::evidence::{Evidence, SeriesKey};
use crate::grid::{Node, Outcome, run};

/// What is compared between the two sides, because "gains more" has three meanings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Quantity {
    /// How much larger a force would have to be to do as well without the settlement.
    Multiplier,
    /// Share of the force that is freed.
    ShareFreed,
    /// Success gained in the other theatres.
    SuccessGained,
}

/// Parameters.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Contest {
    /// What is compared or bounded.
    pub quantity: Quantity,
    /// State whose quantity is looked at, as an abbreviation.
    pub of: String,
    /// State it is compared with; none compares with `value`.
    pub than: Option<String>,
    /// Bound, where it is not compared with another state.
    pub value: Option<f64>,
}

/// Fewest draws in one third of a third, below which a probability is not computed.
const FEWEST: usize = 20;

/// Thirds by name, the lowest first.
const THIRDS: [&str; 3] = ["lowest third", "middle third", "highest third"];

impl Contest {
    pub(super) fn evaluate(&self, evidence: &Evidence, basis: &mut Basis) -> Result<Outcome, Untestable> {
        let found = evidence.contest.as_ref().map_err(|reason| Untestable::new(format!("no contest result: {reason}")))?;
        let of = side(found, &self.of)?;
        let than = self.than.as_deref().map(|name| side(found, name)).transpose()?;
        let bound = match (than, self.value) {
            (Some(other), None) => Bound::Side(other),
            (None, Some(value)) => Bound::Value(value),
            _ => return Err(Untestable::new("a contest claim needs either `than` or `value`")),
        };
        basis.is_model = true;
        basis.series.extend(found.series.iter().cloned());
        basis.records.extend(found.records.iter().cloned());
        basis.see(found.coverage);
        let distinct = |name: fn(&Run) -> &str| {
            let mut names: Vec<&str> = Vec::new();
            found.runs.iter().for_each(|r| {
                if !names.contains(&name(r)) {
                    names.push(name(r))
                }
            });
            names
        };
        let (budgets, efficacies) = (distinct(|r| &r.budget), distinct(|r| &r.efficacy));
        let nodes = vec![
            Node::new("budget", &budgets),
            Node::new("efficacy", &efficacies),
            Node::new("decisiveness", &THIRDS),
            Node::new("stake of the front", &THIRDS),
        ];
        let outcome = run(nodes, |choice| {
            let is_asked = |r: &&Run| r.budget == budgets[choice[0]] && r.efficacy == efficacies[choice[1]];
            let asked = found.runs.iter().find(is_asked).ok_or_else(|| Untestable::new("this specification was not run"))?;
            let draws = third(&asked.draws, choice[2], |d| d.decisiveness);
            let draws = third(&draws, choice[3], |d| d.stake);
            let told: Vec<bool> = draws.iter().filter_map(|d| self.holds(d, of, &bound)).collect();
            if told.len() < FEWEST {
                return Err(Untestable::new(format!("defined in {} draws of {}; {FEWEST} are needed", told.len(), draws.len())));
            }
            Ok(told.iter().filter(|holds| **holds).count() as f64 / told.len() as f64)
        })?;
        // A front that is worth anything binds some force, so a share above zero is what the model assumes.
        let is_trivial = self.quantity == Quantity::ShareFreed && matches!(bound, Bound::Value(v) if v <= 0.0);
        basis.is_by_construction = is_trivial && outcome.cells.iter().all(|(_, q)| *q >= 1.0);
        Ok(outcome)
    }

    fn holds(&self, draw: &OneDraw, of: usize, bound: &Bound) -> Option<bool> {
        let ours = self.quantity.of(&draw.sides[of])?;
        Some(match bound {
            Bound::Side(other) => ours > self.quantity.of(&draw.sides[*other])?,
            Bound::Value(value) => ours > *value,
        })
    }
}

enum Bound {
    Side(usize),
    Value(f64),
}

impl Quantity {
    fn of(self, side: &Quantities) -> Option<f64> {
        match self {
            Self::Multiplier => side.multiplier,
            // A side that contends nowhere else frees all that it has, for nothing.
            Self::ShareFreed => side.success_gained.map(|_| side.share_freed),
            Self::SuccessGained => side.success_gained,
        }
    }
}

/// Which of the two parties a name means.
fn side(found: &ContestDraws, name: &str) -> Result<usize, Untestable> {
    // A key of a series reads abbreviations and numbers alike.
    let key: Option<SeriesKey> = format!("x[{name}]").parse().ok();
    let is = |code| key.as_ref() == Some(&SeriesKey::new("x", crate::evidence::About::State(code)));
    let place = found.parties.iter().position(|code| is(*code));
    place.ok_or_else(|| Untestable::new(format!("{name} is not one of the pair whose front is settled")))
}

/// One third of draws by a number. Draws that are equal in it keep their order.
fn third(draws: &[OneDraw], which: usize, by: fn(&OneDraw) -> f64) -> Vec<OneDraw> {
    let mut sorted = draws.to_vec();
    sorted.sort_by(|a, b| by(a).total_cmp(&by(b)));
    let cut = |n: usize| n * sorted.len() / THIRDS.len();
    sorted[cut(which)..cut(which + 1)].to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thirds_are_by_the_number() {
        let side = Quantities { multiplier: None, share_freed: 0.1, success_gained: None };
        let draws = [3.0, 1.0, 4.0, 2.0, 6.0, 5.0].map(|stake| OneDraw { decisiveness: 1.0, stake, sides: [side; 2] });
        let stakes = |which| third(&draws, which, |d| d.stake).iter().map(|d| d.stake).collect::<Vec<_>>();
        assert_eq!([0, 1, 2].map(stakes), [vec![1.0, 2.0], vec![3.0, 4.0], vec![5.0, 6.0]]);
    }
}
