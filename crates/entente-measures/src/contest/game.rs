//! One contest: its states with their means, its theatres with who takes part, and how decisive force is.

use serde::{Deserialize, Serialize};

use super::check;
use super::fault::{Fault, Kind};

/// What a state has to fight with.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Means {
    /// A fixed force, all of which is used. Unit: any one unit of force. Zero is allowed: the state then succeeds nowhere.
    Force(f64),
    /// No fixed force; a total of X costs c X^2. Unit of c: value per force squared.
    QuadraticCost(f64),
    /// No fixed force; a total of X costs c X. Unit of c: value per force.
    LinearCost(f64),
}

/// A state.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct State {
    /// Its id.
    pub id: String,
    /// What it has to fight with.
    pub means: Means,
    /// Scale a of its payoff, above zero. With a fixed force it changes nothing but the payoff.
    pub scale: f64,
}

impl State {
    /// A state with a fixed force and a scale of one.
    pub fn with_force(id: impl Into<String>, force: f64) -> Self {
        Self { id: id.into(), means: Means::Force(force), scale: 1.0 }
    }

    /// A state that pays the square of its force, with a scale of one.
    pub fn with_quadratic_cost(id: impl Into<String>, cost: f64) -> Self {
        Self { id: id.into(), means: Means::QuadraticCost(cost), scale: 1.0 }
    }

    /// A state that pays for its force in proportion, with a scale of one.
    pub fn with_linear_cost(id: impl Into<String>, cost: f64) -> Self {
        Self { id: id.into(), means: Means::LinearCost(cost), scale: 1.0 }
    }
}

/// What a theatre is worth.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Value {
    /// The same for all participants.
    Common(f64),
    /// For each participant, in their order.
    Each(Vec<f64>),
}

/// A theatre: a border, a rivalry, a region.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Theatre {
    /// Its id.
    pub id: String,
    /// Ids of the states that contend there.
    pub states: Vec<String>,
    /// What success there is worth, above zero.
    pub value: Value,
    /// Impact of a unit of each participant's force there, above zero; empty means one for all.
    pub efficacy: Vec<f64>,
    /// Stalemate mass, zero or more: the impact of nobody, in units of (efficacy times force) to the power r.
    pub stalemate: f64,
}

impl Theatre {
    /// A theatre with a common value, efficacies of one and no stalemate.
    pub fn new(id: impl Into<String>, states: &[&str], value: f64) -> Self {
        let states = states.iter().map(ToString::to_string).collect();
        Self { id: id.into(), states, value: Value::Common(value), efficacy: Vec::new(), stalemate: 0.0 }
    }
}

/// A contest that has been checked. States, theatres and slots have positions; a slot is one state in one theatre.
///
/// # Example
/// ```
/// use entente_measures::contest::game::{Game, State, Theatre};
/// let states = vec![State::with_force("R", 1.0), State::with_force("C", 2.0)];
/// let border = Theatre::new("border", &["R", "C"], 0.5);
/// assert_eq!(Game::new(states.clone(), vec![border], 1.0).unwrap().slots().len(), 2);
/// let wrong = Theatre::new("border", &["R", "X"], 0.5);
/// let told = Game::new(states, vec![wrong], 1.0).unwrap_err().to_string();
/// assert_eq!(told, "state \"X\", named by theatre \"border\", is not in the contest");
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Game {
    pub(super) states: Vec<State>,
    pub(super) theatres: Vec<Place>,
    pub(super) slots: Vec<Slot>,
    pub(super) decisiveness: f64,
}

/// A theatre of a checked contest.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    /// Its id.
    pub id: String,
    /// Stalemate mass.
    pub stalemate: f64,
    /// First of its slots.
    pub(super) first: usize,
    /// One past the last of its slots.
    pub(super) end: usize,
}

impl Place {
    /// Positions of its slots.
    pub fn slots(&self) -> std::ops::Range<usize> {
        self.first..self.end
    }
}

/// One state in one theatre.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Slot {
    /// Position of the state.
    pub state: usize,
    /// Position of the theatre.
    pub theatre: usize,
    /// What success there is worth to the state.
    pub value: f64,
    /// Impact of a unit of its force there.
    pub efficacy: f64,
}

impl Game {
    /// Checks and builds a contest. `decisiveness` is r: how much a lead in force decides, above 0 and at most 1.3.
    ///
    /// # Errors
    /// A [`Fault`] that names what is wrong.
    pub fn new(states: Vec<State>, theatres: Vec<Theatre>, decisiveness: f64) -> Result<Self, Fault> {
        check::states(&states)?;
        check::decisiveness(decisiveness)?;
        if theatres.is_empty() {
            return Err(Fault::NoTheatre);
        }
        check::unique(Kind::Theatre, theatres.iter().map(|t| t.id.as_str()))?;
        let mut slots = Vec::new();
        let mut places = Vec::new();
        for (k, theatre) in theatres.iter().enumerate() {
            let first = slots.len();
            slots.extend(check::slots(&states, k, theatre)?);
            places.push(Place { id: theatre.id.clone(), stalemate: theatre.stalemate, first, end: slots.len() });
        }
        match (0..states.len()).find(|i| slots.iter().all(|s: &Slot| s.state != *i)) {
            Some(i) => Err(Fault::NoTheatreOf { state: states[i].id.clone() }),
            None => Ok(Self { states, theatres: places, slots, decisiveness }),
        }
    }

    /// The states.
    pub fn states(&self) -> &[State] {
        &self.states
    }

    /// The theatres.
    pub fn theatres(&self) -> &[Place] {
        &self.theatres
    }

    /// The slots, theatre by theatre, in the order of their participants.
    pub fn slots(&self) -> &[Slot] {
        &self.slots
    }

    /// The decisiveness r.
    pub fn decisiveness(&self) -> f64 {
        self.decisiveness
    }

    /// Position of a state; `by` says who asks.
    ///
    /// # Errors
    /// No such state.
    pub fn state(&self, id: &str, by: &str) -> Result<usize, Fault> {
        let unknown = || Fault::Unknown { kind: Kind::State, id: id.to_owned(), by: by.to_owned() };
        self.states.iter().position(|s| s.id == id).ok_or_else(unknown)
    }

    /// Position of a theatre; `by` says who asks.
    ///
    /// # Errors
    /// No such theatre.
    pub fn theatre(&self, id: &str, by: &str) -> Result<usize, Fault> {
        let unknown = || Fault::Unknown { kind: Kind::Theatre, id: id.to_owned(), by: by.to_owned() };
        self.theatres.iter().position(|t| t.id == id).ok_or_else(unknown)
    }

    /// Position of the slot of a state in a theatre.
    ///
    /// # Errors
    /// The state does not take part there.
    pub fn slot(&self, state: usize, theatre: usize) -> Result<usize, Fault> {
        let absent = || Fault::NotThere { state: self.states[state].id.clone(), theatre: self.theatres[theatre].id.clone() };
        self.theatres[theatre].slots().find(|e| self.slots[*e].state == state).ok_or_else(absent)
    }

    /// Whether a state has anything to fight with.
    pub(super) fn is_armed(&self, state: usize) -> bool {
        self.states[state].means != Means::Force(0.0)
    }
}
