//! The contest over several theatres, from a file or for a page: what a quiet border frees.
//!
//! The numerics are [`entente_measures::contest`]; here is what stands around them: files, overrides, and what a page says.

pub mod alliance;
pub mod assessed;
pub mod calibration;
pub mod changed;
pub mod changes;
pub mod crisis;
pub mod distraction;
pub mod file;
pub mod fill;
pub mod names;
pub mod numbers;
pub mod open;
pub mod outcome;
pub mod page;
pub mod prepared;
pub mod setting;
pub mod solution;
pub mod stated;
pub mod store;
pub mod study;
pub mod what_if;
pub mod what_if_case;

mod build;
mod place;
pub(crate) mod warnings;
pub(crate) mod words;

use entente_measures::contest::fault::Fault;
use entente_measures::contest::game::{Game, State, Theatre};
use entente_measures::contest::settlement::Settlement;

/// A figure this many years old may still stand for a year inside the years that a source covers. Chosen: one five-year window.
const STALE: i32 = 5;

/// A contest that may still be changed, and what is settled in the comparison.
#[derive(Debug, Clone, PartialEq)]
pub struct Contest {
    /// The states.
    pub states: Vec<State>,
    /// The theatres.
    pub theatres: Vec<Theatre>,
    /// Decisiveness r.
    pub decisiveness: f64,
    /// What is settled; none without a comparison.
    pub settlements: Option<Vec<Settlement>>,
    /// Unit of force, for the reader.
    pub force_unit: Option<String>,
}

impl Contest {
    /// The contest, checked.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn game(&self) -> Result<Game, Fault> {
        Game::new(self.states.clone(), self.theatres.clone(), self.decisiveness)
    }
}
