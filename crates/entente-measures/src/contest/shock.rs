//! A crisis as the contest sees it: one theatre is suddenly worth more, and all states divide their forces anew.

use serde::{Deserialize, Serialize};

use super::check;
use super::fault::Fault;
use super::game::Game;
use super::solve::{Equilibrium, Options, solve, solve_with};
use super::solver::Solver;
use crate::Error;

/// How one state's force and success in one theatre move.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Move {
    /// Id of the state.
    pub state: String,
    /// Id of the theatre.
    pub theatre: String,
    /// Force before.
    pub force_before: f64,
    /// Force after.
    pub force_after: f64,
    /// Share of the force there that leaves; below zero if it is reinforced; none if there was none.
    pub share_leaving: Option<f64>,
    /// Success before.
    pub success_before: f64,
    /// Success after.
    pub success_after: f64,
}

/// A contest before and after one theatre changes its worth.
#[derive(Debug, Clone, PartialEq)]
pub struct Shock {
    /// Before.
    pub before: Equilibrium,
    /// After.
    pub after: Equilibrium,
    /// One row for each state in each theatre.
    pub moves: Vec<Move>,
}

/// What an opportunist finds in one theatre when its opponent is drawn to another.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Opening {
    /// Share alpha of the defender's force that leaves the theatre; below zero if none does.
    pub share_leaving: f64,
    /// The opportunist's success before.
    pub success_before: f64,
    /// The same when the defender has moved and nobody else: what it would win by acting at once.
    pub success_at_once: f64,
    /// The same when all have divided anew.
    pub success_after: f64,
}

/// Multiplies the value of one theatre by a factor, for all its participants, and solves before and after.
///
/// # Errors
/// A theatre that is not there, a factor of zero or less, or a contest without a certified answer.
pub fn shock(game: &Game, theatre: &str, factor: f64, options: &Options) -> Result<Shock, Error> {
    let k = game.theatre(theatre, "the crisis")?;
    check::above_zero("crisis factor", || format!("theatre {theatre:?}"), factor)?;
    let before = solve(game, options)?;
    let mut factors = vec![1.0; game.theatres.len()];
    factors[k] = factor;
    let after = solve_with(game, &factors, options, &mut Solver::default())?;
    let row = |(e, slot): (usize, &super::game::Slot)| Move {
        state: game.states[slot.state].id.clone(),
        theatre: game.theatres[slot.theatre].id.clone(),
        force_before: before.force[e],
        force_after: after.force[e],
        share_leaving: (before.force[e] > 0.0).then(|| 1.0 - after.force[e] / before.force[e]),
        success_before: before.success[e],
        success_after: after.success[e],
    };
    let moves = game.slots.iter().enumerate().map(row).collect();
    Ok(Shock { before, after, moves })
}

impl Shock {
    /// What the crisis opens for an opportunist against a defender in another theatre.
    ///
    /// # Errors
    /// Ids that are not there, or states that do not both take part.
    pub fn opening(&self, game: &Game, defender: &str, opportunist: &str, theatre: &str) -> Result<Opening, Error> {
        let k = game.theatre(theatre, "the opening")?;
        let of = |id: &str| -> Result<usize, Fault> { game.slot(game.state(id, "the opening")?, k) };
        let (d, o) = (of(defender)?, of(opportunist)?);
        let impact = |e: usize, force: f64| (game.slots[e].efficacy * force).powf(game.decisiveness);
        let held = |e: usize| if e == d { self.after.force[e] } else { self.before.force[e] };
        let place = &game.theatres[k];
        let total: f64 = place.stalemate + place.slots().map(|e| impact(e, held(e))).sum::<f64>();
        Ok(Opening {
            share_leaving: if self.before.force[d] > 0.0 { 1.0 - self.after.force[d] / self.before.force[d] } else { 0.0 },
            success_before: self.before.success[o],
            success_at_once: if total > 0.0 { impact(o, held(o)) / total } else { self.before.success[o] },
            success_after: self.after.success[o],
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contest::fixtures::three_players;

    /// A crisis in Europe draws U there: C finds more success in the Pacific, most of it at once.
    #[test]
    fn a_crisis_opens_another_theatre() {
        let game = three_players(1.0);
        let found = shock(&game, "Europe", 3.0, &Options::default()).unwrap();
        let opening = found.opening(&game, "U", "C", "Pacific").unwrap();
        assert!(opening.share_leaving > 0.0 && opening.share_leaving < 1.0);
        assert!(opening.success_at_once > opening.success_before && opening.success_after > opening.success_before);
        let (x, u) = (found.before.force[2], found.after.force[3]);
        assert!((opening.success_at_once - x / (x + u)).abs() < 1e-15);
        let calm = shock(&game, "Europe", 1.0, &Options::default()).unwrap();
        assert!(calm.moves.iter().all(|m| m.share_leaving.unwrap().abs() < 1e-12));
        assert!(found.opening(&game, "R", "C", "Pacific").unwrap_err().to_string().contains("takes no part"));
        assert!(shock(&game, "Europe", 0.0, &Options::default()).is_err() && shock(&game, "Asia", 2.0, &Options::default()).is_err());
    }
}
