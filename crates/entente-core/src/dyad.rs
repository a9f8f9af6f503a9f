//! Pairs of states. Direction is real, so the two types do not convert silently.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::state::StateCode;

/// An unordered pair of two different states, low code first.
///
/// # Example
/// ```
/// use entente_core::{Dyad, StateCode};
/// let pair = Dyad::new(StateCode(710), StateCode(365)).unwrap();
/// assert_eq!((pair.low().0, pair.high().0), (365, 710));
/// assert!(Dyad::new(StateCode(2), StateCode(2)).is_none());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Dyad {
    ccode1: StateCode,
    ccode2: StateCode,
}

/// A sender and a receiver.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
pub struct DirectedDyad {
    /// The state that gives, sells, pledges or acts.
    pub sender: StateCode,
    /// The state that receives.
    pub receiver: StateCode,
}

impl Dyad {
    /// The pair of two states in either order; none if they are the same.
    pub fn new(a: StateCode, b: StateCode) -> Option<Self> {
        (a != b).then(|| Self { ccode1: a.min(b), ccode2: a.max(b) })
    }

    /// The state with the lower code.
    pub fn low(self) -> StateCode {
        self.ccode1
    }

    /// The state with the higher code.
    pub fn high(self) -> StateCode {
        self.ccode2
    }

    /// The other member, if the given state is one.
    pub fn partner_of(self, state: StateCode) -> Option<StateCode> {
        match state {
            s if s == self.ccode1 => Some(self.ccode2),
            s if s == self.ccode2 => Some(self.ccode1),
            _ => None,
        }
    }

    /// Both directions: low to high, then high to low.
    pub fn directions(self) -> [DirectedDyad; 2] {
        [DirectedDyad { sender: self.ccode1, receiver: self.ccode2 }, DirectedDyad { sender: self.ccode2, receiver: self.ccode1 }]
    }
}

impl DirectedDyad {
    /// The pair without its direction; none if sender and receiver are the same.
    pub fn dyad(self) -> Option<Dyad> {
        Dyad::new(self.sender, self.receiver)
    }

    /// The same pair the other way round.
    pub fn reverse(self) -> Self {
        Self { sender: self.receiver, receiver: self.sender }
    }
}

impl fmt::Display for Dyad {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.ccode1, self.ccode2)
    }
}

impl fmt::Display for DirectedDyad {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}>{}", self.sender, self.receiver)
    }
}
