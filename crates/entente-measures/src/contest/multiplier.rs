//! One number for each party to a settlement: how many times as much its force would have to count, with the theatre still contested, for
//! it to do as well elsewhere as it does without.
//!
//! All others divide anew each time. With one other theatre "as well" is the same success there; with several it is the same sum of value
//! times success. With a fixed force it is the same as a force that many times as large; with a cost, every unit paid for counts so much
//! more. Weakness: where success elsewhere hardly answers to force, the multiplier is huge or has no bound, and says little.

use serde::{Deserialize, Serialize};

use super::certificate::ALLOWED;
use super::game::Game;
use super::root;
use super::scaled::Scaled;
use super::solve::Options;
use super::solver::Solver;
use super::uniqueness::Uniqueness;
use crate::Card;

/// What the number is and where it comes from.
pub const CARD: Card = Card {
    id: "contest_multiplier",
    is: "how many times as much a party's force would have to count to do as well without the settlement",
    unit: "factor, 1 to 50; beyond that reported as unbounded",
    missing: "not defined for a party without another theatre, without force, or that does worse elsewhere; 1 where nothing changes there; not converged where no answer is certified",
    formula: "smallest m with sum_k v_ik p_ik(with, m B_i) = sum_k v_ik p_ik(without, B_i), k the theatres that are not settled",
    source: "own definition on the model of Franke & Ozturk 2015",
};

/// Largest multiplier looked for. Chosen: nobody would believe more; at half or double, only what is called unbounded changes.
pub const LARGEST: f64 = 50.0;

/// By how much a state may fall short and still do as well, as a share of its gain and of all that it has elsewhere, whichever is more. Chosen:
/// far below what is printed and above rounding; at half or double nothing changes that is printed.
const HAIR: [f64; 2] = [1e-11, 1e-14];

/// Whether there is a multiplier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// There is.
    Solved,
    /// No factor up to [`LARGEST`] does.
    Unbounded,
    /// The question has no meaning here.
    NotDefined,
    /// The contest with its force multiplied has no certified answer, though both sides of the comparison have.
    NotConverged,
}

/// Why a multiplier is not defined.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum NotDefined {
    /// The state contends nowhere else.
    NoOtherTheatre,
    /// The state has no force to multiply.
    NoForce,
    /// It does worse elsewhere without the theatre, or what changes is too little for the certificates to tell, so no larger force is like the
    /// settlement.
    NoGain,
}

/// A multiplier, or why there is none.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Multiplier {
    /// The factor.
    Solved(f64),
    /// None up to [`LARGEST`].
    Unbounded,
    /// None.
    NotDefined(NotDefined),
    /// It could not be found.
    NotConverged,
}

impl Multiplier {
    /// A number that can be compared and ordered: without a bound is larger than any. None where it is not defined or could not be found.
    pub fn ordered(self) -> Option<f64> {
        match self {
            Self::Solved(factor) => Some(factor),
            Self::Unbounded => Some(f64::INFINITY),
            Self::NotDefined(_) | Self::NotConverged => None,
        }
    }

    /// As a row of output.
    pub(super) fn row(self, state: &str) -> OfParty {
        let (value, status, reason) = match self {
            Self::Solved(factor) => (Some(factor), Status::Solved, None),
            Self::Unbounded => (None, Status::Unbounded, None),
            Self::NotDefined(reason) => (None, Status::NotDefined, Some(reason)),
            Self::NotConverged => (None, Status::NotConverged, None),
        };
        OfParty { state: state.to_owned(), value, status, reason }
    }
}

/// The multiplier of one party.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct OfParty {
    /// Id of the party.
    pub state: String,
    /// The factor, if there is one.
    pub value: Option<f64>,
    /// Whether there is.
    pub status: Status,
    /// Why not.
    pub reason: Option<NotDefined>,
}

/// What a multiplier is asked of.
pub(super) struct Question<'a> {
    pub(super) game: &'a Game,
    /// The contest with the theatres in it.
    pub(super) with: &'a Scaled,
    pub(super) uniqueness: Uniqueness,
    /// Which theatres are settled.
    pub(super) is_settled: &'a [bool],
    pub(super) state: usize,
    /// Sum of value times success elsewhere, with and without.
    pub(super) worth: (f64, f64),
    pub(super) options: &'a Options,
}

/// The multiplier of one state: the smallest force that does as well.
pub(super) fn multiplier(question: &Question<'_>, solver: &mut Solver) -> Multiplier {
    let Question { game, with, is_settled, state, worth, .. } = *question;
    if !game.is_armed(state) {
        return Multiplier::NotDefined(NotDefined::NoForce);
    }
    let is_elsewhere = |e: &usize| !is_settled[game.slots[with.origin[*e]].theatre];
    let slots: Vec<usize> = with.owned(state).iter().copied().filter(is_elsewhere).collect();
    if slots.is_empty() {
        return Multiplier::NotDefined(NotDefined::NoOtherTheatre);
    }
    // What the certificates leave open is no gain.
    let stake: f64 = game.slots.iter().filter(|s| s.state == state).map(|s| s.value).sum();
    let (gain, most) = (worth.1 - worth.0, worth.0.max(worth.1));
    if gain.abs() <= ALLOWED * most && most > ALLOWED * stake {
        return Multiplier::Solved(1.0);
    }
    if gain <= ALLOWED * stake {
        return Multiplier::NotDefined(NotDefined::NoGain);
    }
    // Where the worth elsewhere stops rising, because rivals have left, it reaches its end and no more; a hair below, it is passed.
    let wanted = worth.1 - (HAIR[0] * gain).max(HAIR[1] * worth.1).min(gain / 2.0);
    let of_slot = |e: usize| with.value[e] * with.worth[state];
    let open = |solver: &Solver| slots.iter().map(|e| of_slot(*e) * solver.impacts.success[*e]).sum::<f64>();
    // What is held against nobody counts the same on both sides.
    let held: f64 =
        with.decided.iter().filter(|(e, ..)| is_there(game, is_settled, state, *e)).map(|(e, _, p)| game.slots[*e].value * p).sum();
    let mut trial = with.clone();
    let mut excess = |log_factor: f64| {
        trial.strengthen(with, state, log_factor.exp());
        // Up to r = 1 one answer with a certificate near the last is enough; above, all starts must agree each time.
        let found = if trial.r > 1.0 {
            solver.search(&trial, question.uniqueness, question.options).map(|_| ())
        } else {
            solver.single(&trial).map(|_| ())
        };
        match found {
            Ok(()) => Some(open(solver) + held - wanted),
            Err(_) => None,
        }
    };
    let mut below = (0.0, worth.0 - wanted);
    for factor in [1.5_f64, 2.5, 5.0, 15.0, LARGEST] {
        let log_factor = factor.ln();
        match excess(log_factor) {
            None => return Multiplier::NotConverged,
            Some(value) if value < 0.0 => below = (log_factor, value),
            Some(value) => {
                let found = root::between(below, (log_factor, value), 1e-13, &mut excess);
                return found.map_or(Multiplier::NotConverged, |log_factor| Multiplier::Solved(log_factor.exp()));
            }
        }
    }
    Multiplier::Unbounded
}

fn is_there(game: &Game, is_settled: &[bool], state: usize, e: usize) -> bool {
    game.slots[e].state == state && !is_settled[game.slots[e].theatre]
}
