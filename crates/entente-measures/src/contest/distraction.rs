//! How an opponent's division moves when one of its rivals presses harder: the elasticity of each of its fronts.
//!
//! "Harder" is that every unit of the rival's force counts more, in all its theatres or in one. The elasticity is computed from the
//! conditions of the equilibrium and again by solving at both sides; where they differ, at a corner about to open, both are there to see.
//!
//! Formula: `d ln x / d ln m` by the implicit function theorem on `X(mu; m) = B`, and by central differences.

use serde::{Deserialize, Serialize};

use super::certificate::Method;
use super::game::Game;
use super::scaled::Scaled;
use super::sensitivity::sensitivity;
use super::solve::{Options, solve_with};
use super::solver::Solver;
use super::uniqueness::{Uniqueness, uniqueness};
use crate::{Card, Error};

/// What the number is and where it comes from.
pub const CARD: Card = Card {
    id: "contest_distraction",
    is: "by how many per cent a state's force in a theatre moves when a rival presses one per cent harder",
    unit: "elasticity, any real",
    missing: "none for a theatre without force there; analytical only with r up to 1",
    formula: "d ln x_ik / d ln m_j, from the derivative of X(mu; m) = B, and from (x(1+h) - x(1-h)) / 2h",
    source: "own derivation on the model of Franke & Ozturk 2015",
};

/// Half the step of the central difference, as a logarithm. Chosen: its error is of the order of its square, 1e-8, and the solver leaves
/// less than 1e-9 at this step; at half or double both stay below what is read.
const STEP: f64 = 1e-4;

/// Who presses harder, and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Press {
    /// Id of the rival.
    pub state: String,
    /// Id of the theatre; none means in all of them.
    pub theatre: Option<String>,
}

/// How one front of the opponent answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Front {
    /// Id of the theatre.
    pub theatre: String,
    /// Force there.
    pub force: f64,
    /// Share of the opponent's force.
    pub share: f64,
    /// Elasticity from the conditions of the equilibrium.
    pub elasticity: Option<f64>,
    /// Elasticity by solving again at both sides.
    pub elasticity_resolved: Option<f64>,
    /// Change of success for one per cent more pressure, in percentage points, by solving again.
    pub success_change: f64,
}

/// How an opponent's fronts answer when a rival presses harder.
///
/// # Errors
/// Ids that are not there, a rival that takes no part, or a contest without a certified answer.
///
/// # Example
/// ```
/// use entente_measures::contest::distraction::{Press, distraction};
/// use entente_measures::contest::game::{Game, State, Theatre};
/// let states = [("R", 1.0), ("C", 2.0), ("U", 5.0)].map(|(id, force)| State::with_force(id, force)).to_vec();
/// let theatres = vec![Theatre::new("Europe", &["R", "U"], 1.0), Theatre::new("Pacific", &["C", "U"], 1.0)];
/// let game = Game::new(states, theatres, 1.0).unwrap();
/// let press = Press { state: "R".to_owned(), theatre: None };
/// let fronts = distraction(&game, &press, "U", &Default::default()).unwrap();
/// assert!(fronts[0].elasticity.unwrap() > 0.0 && fronts[1].elasticity.unwrap() < 0.0); // drawn from the Pacific to Europe
/// ```
pub fn distraction(game: &Game, press: &Press, opponent: &str, options: &Options) -> Result<Vec<Front>, Error> {
    let rival = game.state(&press.state, "the pressure")?;
    let opponent = game.state(opponent, "the pressure")?;
    let theatre = press.theatre.as_ref().map(|id| game.theatre(id, "the pressure")).transpose()?;
    if let Some(k) = theatre {
        game.slot(rival, k)?;
    }
    let ones = vec![1.0; game.theatres.len()];
    let is_pressed = |e: usize| game.slots[e].state == rival && theatre.is_none_or(|k| game.slots[e].theatre == k);
    let mut solver = Solver::default();
    let now = solve_with(game, &ones, options, &mut solver)?;
    let analytical = analytical(game, &ones, &is_pressed, options)?;
    let mut at = |log_factor: f64| {
        let mut moved = game.clone();
        (0..moved.slots.len()).filter(|e| is_pressed(*e)).for_each(|e| moved.slots[e].efficacy *= log_factor.exp());
        solve_with(&moved, &ones, options, &mut solver)
    };
    let (more, less) = (at(STEP)?, at(-STEP)?);
    let total = now.total_force(game, opponent);
    let row = |(e, slot): (usize, &super::game::Slot)| {
        let force = now.force[e];
        Front {
            theatre: game.theatres[slot.theatre].id.clone(),
            force,
            share: if total > 0.0 { force / total } else { 0.0 },
            elasticity: analytical.as_ref().filter(|_| force > 0.0).map(|change| change[e] / force),
            elasticity_resolved: (force > 0.0).then(|| (more.force[e] - less.force[e]) / (2.0 * STEP) / force),
            success_change: (more.success[e] - less.success[e]) / (2.0 * STEP),
        }
    };
    Ok(game.slots.iter().enumerate().filter(|(_, slot)| slot.state == opponent).map(row).collect())
}

/// Change of each slot's force for a unit change of the logarithm of the pressed slots' efficacy. None where it is not to be had.
fn analytical(game: &Game, ones: &[f64], is_pressed: &dyn Fn(usize) -> bool, options: &Options) -> Result<Option<Vec<f64>>, Error> {
    if game.decisiveness > 1.0 {
        return Ok(None);
    }
    let scaled = Scaled::new(game, ones);
    let mut solver = Solver::default();
    let status = if uniqueness(game) == Uniqueness::Unique { Uniqueness::Unique } else { Uniqueness::UnequalValues };
    let found = solver.search(&scaled, status, options)?;
    if found.certificate.method == Method::Trivial {
        return Ok(None);
    }
    let log_reach: Vec<f64> = scaled.origin.iter().map(|origin| f64::from(u8::from(is_pressed(*origin)))).collect();
    let Some(change) = sensitivity(&scaled, &solver.force, &solver.impacts, &log_reach) else { return Ok(None) };
    let mut out = vec![0.0; game.slots.len()];
    for (e, origin) in scaled.origin.iter().enumerate() {
        out[*origin] = change[e] * scaled.unit[scaled.state[e]];
    }
    Ok(Some(out))
}

/// Whether the two ways to the elasticity agree, for all fronts with force.
pub fn is_confirmed(fronts: &[Front]) -> bool {
    let agree = |a: f64, b: f64| (a - b).abs() <= 1e-5 * a.abs().max(1.0);
    fronts.iter().all(|f| f.elasticity.zip(f.elasticity_resolved).is_none_or(|(a, b)| agree(a, b)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contest::fixtures::{any_game, three_players, three_with_costs};

    fn press(state: &str, theatre: Option<&str>) -> Press {
        Press { state: state.to_owned(), theatre: theatre.map(str::to_owned) }
    }

    #[test]
    fn both_ways_agree() {
        for game in [three_players(1.0), three_players(0.6), three_with_costs()] {
            for (rival, theatre) in [("R", None), ("C", None), ("C", Some("Pacific"))] {
                let fronts = distraction(&game, &press(rival, theatre), "U", &Options::default()).unwrap();
                assert!(fronts.iter().all(|f| f.elasticity.is_some()) && is_confirmed(&fronts), "{fronts:?}");
            }
        }
        // Away from corners the two agree in nearly every game; at a corner that opens or closes the derivative has two sides.
        let games = (0..300).map(any_game);
        let confirmed =
            games.filter(|game| is_confirmed(&distraction(game, &press("s0", None), "s1", &Options::default()).unwrap())).count();
        assert!(confirmed >= 299, "{confirmed}");
    }

    /// By hand: with one theatre nothing can be moved. With fixed forces an opponent's moves sum to zero.
    #[test]
    fn what_is_put_here_is_taken_there() {
        let fronts = distraction(&three_players(1.0), &press("R", None), "U", &Options::default()).unwrap();
        let moved: f64 = fronts.iter().map(|f| f.elasticity.unwrap() * f.force).sum();
        assert!(moved.abs() < 1e-12, "{moved}"); // rounding
        assert!(distraction(&three_players(1.0), &press("R", Some("Pacific")), "U", &Options::default()).is_err());
    }
}
