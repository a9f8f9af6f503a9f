//! How the common opponent's forces move when one of the pair presses harder: what the other gains from its preoccupation.

use entente_measures::contest::distraction::{Front, Press, distraction, is_confirmed};
use entente_measures::contest::settlement::settled;
use entente_measures::contest::solve::Options;
use serde::Serialize;

use super::setting::Setting;
use crate::error::Error;

/// One of the pair presses one per cent harder.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Distraction {
    /// Id of the state that presses.
    pub presses: String,
    /// Id of the opponent.
    pub opponent: String,
    /// How each front of the opponent answers, with the front of the pair settled.
    pub settled: Vec<Front>,
    /// The same with that front contested.
    pub contested: Vec<Front>,
    /// Whether two ways to compute it agree.
    pub is_confirmed: bool,
}

/// Each of the two presses harder, with every number at its middle. Empty if they have no common opponent.
///
/// # Errors
/// A contest without a certified answer.
pub fn both(setting: &Setting) -> Result<Vec<Distraction>, Error> {
    let Some(opponent) = setting.opponent() else { return Ok(Vec::new()) };
    let contested = setting.game(&setting.budgets[0], &setting.efficacies[0])?;
    let quiet = settled(&contested, &setting.settled_in(&setting.budgets[0])).map_err(entente_measures::Error::from)?;
    let one = |state: &str| -> Result<Distraction, Error> {
        let press = Press { state: state.to_owned(), theatre: None };
        let [settled, contested] = [&quiet, &contested].map(|game| distraction(game, &press, &opponent.id, &Options::default()));
        let (settled, contested) = (settled?, contested?);
        let is_confirmed = is_confirmed(&settled) && is_confirmed(&contested);
        Ok(Distraction { presses: press.state, opponent: opponent.id.clone(), settled, contested, is_confirmed })
    };
    setting.pair().into_iter().map(one).collect()
}
