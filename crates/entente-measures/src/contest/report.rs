//! A counterfactual as it is printed: rows under names, ready to be written as JSON.

use serde::{Deserialize, Serialize};

use super::certificate::Certificate;
use super::counterfactual::{Counterfactual, Elsewhere, Freed, OfSlot};
use super::game::Game;
use super::multiplier::OfParty;
use super::solve::{Allocation, Equilibrium, OfState, Starts};
use super::unilateral::Unilateral;
use super::uniqueness::Uniqueness;

/// One contest and its answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Side {
    /// One row for each state in each theatre.
    pub allocations: Vec<Allocation>,
    /// Payoff of each state, costs taken off.
    pub payoffs: Vec<OfState>,
    /// The proof.
    pub certificate: Certificate,
    /// Whether it is the only answer.
    pub uniqueness: Uniqueness,
    /// States whose success is determined and whose division is not, as their rivals have left: the forces given are one of many.
    pub undetermined: Vec<String>,
    /// What random starts showed, where that is not proven.
    pub starts: Option<Starts>,
    /// What a reader must be told.
    pub warning: Option<String>,
}

/// A counterfactual and what it says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Report {
    /// With the theatres in place.
    pub with: Side,
    /// What settling them changes.
    #[serde(flatten)]
    pub change: Change,
    /// The weaker of the two proofs.
    pub certificate: Certificate,
}

/// What a settlement changes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Change {
    /// The answer without the settled theatres, or with less at stake there.
    pub without: Side,
    /// What each party frees.
    pub freed: Vec<Freed>,
    /// The multiplier of each party.
    pub multiplier: Vec<OfParty>,
    /// Success gained by each state in each theatre that is not settled.
    pub success_gain: Vec<OfSlot>,
    /// Force without over force with, in the same theatres.
    pub front_ratio: Vec<OfSlot>,
    /// What each state has in those theatres: for third parties mostly a loss.
    pub elsewhere: Vec<Elsewhere>,
    /// What each party would gain if it alone moved its force.
    pub unilateral: Vec<Unilateral>,
}

impl Side {
    /// An answer under names.
    pub fn new(game: &Game, found: &Equilibrium) -> Self {
        Self {
            allocations: found.allocations(game),
            payoffs: found.payoffs(game),
            certificate: found.certificate,
            uniqueness: found.uniqueness,
            undetermined: found.undetermined(game).into_iter().map(|i| game.states[i].id.clone()).collect(),
            starts: found.starts,
            warning: found.uniqueness.warning().map(str::to_owned),
        }
    }
}

impl Report {
    /// A counterfactual under names.
    ///
    /// # Example
    /// ```
    /// use entente_measures::contest::counterfactual::counterfactual;
    /// use entente_measures::contest::game::{Game, State, Theatre};
    /// use entente_measures::contest::{report::Report, settlement::Settlement};
    /// let states = ["a", "b", "c"].map(|id| State::with_force(id, 1.0)).to_vec();
    /// let theatres = [["a", "b"], ["b", "c"], ["c", "a"]].map(|p| Theatre::new(p.concat(), &p, 1.0)).to_vec();
    /// let game = Game::new(states, theatres, 1.0).unwrap();
    /// let report = Report::new(&game, &counterfactual(&game, &[Settlement::of("ab")], &Default::default()).unwrap());
    /// assert_eq!((report.with.allocations.len(), report.change.without.allocations.len(), report.change.freed.len()), (6, 4, 2));
    /// ```
    pub fn new(game: &Game, found: &Counterfactual) -> Self {
        let (a, b) = (found.with.certificate, found.without.certificate);
        let change = Change {
            without: Side::new(game, &found.without),
            freed: found.freed.clone(),
            multiplier: found.multiplier.clone(),
            success_gain: found.success_gain.clone(),
            front_ratio: found.front_ratio.clone(),
            elsewhere: found.elsewhere.clone(),
            unilateral: found.unilateral.clone(),
        };
        Self { with: Side::new(game, &found.with), change, certificate: if b.max_regret_share > a.max_regret_share { b } else { a } }
    }
}
