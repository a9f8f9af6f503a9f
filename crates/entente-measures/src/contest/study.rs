//! What is uncertain in a contest, and what is believed about it.

use serde::{Deserialize, Serialize};

use super::distribution::Distribution;
use super::fault::Fault;
use super::game::Game;
use super::settlement::Settlement;
use super::solve::Options;

/// A number of the contest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    /// Decisiveness r.
    Decisiveness,
    /// Force or cost of a state.
    Means {
        /// Id of the state.
        state: String,
    },
    /// Value of a theatre, for all participants.
    Value {
        /// Id of the theatre.
        theatre: String,
    },
    /// Value of a theatre for one state.
    ValueFor {
        /// Id of the theatre.
        theatre: String,
        /// Id of the state.
        state: String,
    },
    /// Efficacy of a state in one theatre.
    Efficacy {
        /// Id of the theatre.
        theatre: String,
        /// Id of the state.
        state: String,
    },
    /// Stalemate mass of a theatre.
    Stalemate {
        /// Id of the theatre.
        theatre: String,
    },
}

/// What a drawn number does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Apply {
    /// Takes the place of what the contest says.
    #[default]
    Set,
    /// Multiplies it, as an error of measurement does.
    Scale,
    /// Is the power to which it is raised, as with a loss that grows by the same share on every mile.
    Power,
}

/// An uncertain number of the contest.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Parameter {
    /// Its id, which also names its random numbers.
    pub id: String,
    /// What it moves; several move together.
    pub targets: Vec<Target>,
    /// What is believed about it.
    pub distribution: Distribution,
    /// What a drawn number does.
    #[serde(default)]
    pub apply: Apply,
}

/// What to draw.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Study {
    /// What is settled.
    pub settlements: Vec<Settlement>,
    /// What is uncertain.
    pub parameters: Vec<Parameter>,
    /// How many draws.
    pub draws: usize,
    /// Seed.
    pub seed: u64,
    /// How to solve.
    pub options: Options,
}

/// A target by position.
#[derive(Debug, Clone, Copy)]
pub(super) enum Place {
    Decisiveness,
    Means(usize),
    Value(usize),
    Efficacy(usize),
    Stalemate(usize),
}

/// Whether all that can be drawn is allowed for the target.
pub(super) fn check_support(parameter: &Parameter, target: &Target) -> Result<(), Fault> {
    let (low, high) = parameter.distribution.support();
    let is_wide = !matches!(parameter.distribution, Distribution::Fixed { .. });
    let wrong = |quantity, value, domain| {
        let of = format!("parameter {:?}", parameter.id);
        Err(Fault::Number { quantity, of, value, domain })
    };
    match target {
        Target::Stalemate { .. } | Target::Means { .. } if low < 0.0 => wrong("lower bound", low, "zero or more"),
        Target::Stalemate { .. } | Target::Means { .. } => Ok(()),
        // A bound of zero is never drawn, unless nothing else can be.
        _ if low < 0.0 || (low == 0.0 && !is_wide) => wrong("lower bound", low, "zero or more, as what is drawn must be above zero"),
        Target::Decisiveness if parameter.apply == Apply::Set && high > 1.3 => wrong("upper bound", high, "at most 1.3 for decisiveness"),
        _ => Ok(()),
    }
}

/// Adds where a target stands to the list.
pub(super) fn find(game: &Game, target: &Target, by: &str, places: &mut Vec<Place>) -> Result<(), Fault> {
    let slot = |state: &str, theatre: &str| game.slot(game.state(state, by)?, game.theatre(theatre, by)?);
    match target {
        Target::Decisiveness => places.push(Place::Decisiveness),
        Target::Means { state } => places.push(Place::Means(game.state(state, by)?)),
        Target::Value { theatre } => places.extend(game.theatres[game.theatre(theatre, by)?].slots().map(Place::Value)),
        Target::ValueFor { theatre, state } => places.push(Place::Value(slot(state, theatre)?)),
        Target::Efficacy { theatre, state } => places.push(Place::Efficacy(slot(state, theatre)?)),
        Target::Stalemate { theatre } => places.push(Place::Stalemate(game.theatre(theatre, by)?)),
    }
    Ok(())
}
