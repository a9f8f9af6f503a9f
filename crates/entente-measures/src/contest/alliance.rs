//! A second model to set beside: friends add to each other's strength and enemies take from it, in one contest for one prize.
//!
//! Here a friendship does not free force for another front; it lets all parties fight less. That both models agree on who gains is a
//! stronger finding than either; where they differ, the finding depends on the model.
//!
//! Formula: `phi_i = x_i + b sum_friends x_j - g sum_enemies x_j`, payoff `V phi_i / sum phi - x_i`. With
//! `Gamma_i = 1 / (1 + b d+_i - g d-_i)` and `Lambda = 1 - 1 / sum Gamma`: `phi* = V Lambda (1 - Lambda) Gamma`,
//! `x* = (I + b A+ - g A-)^-1 phi*`. It exists if all Gamma and Lambda are above zero, the matrix is regular and no effort is below zero.

use serde::{Deserialize, Serialize};

use super::check;
use super::fault::{Condition, Fault, Kind};
use super::linear;
use crate::{Card, Error};

/// What the numbers are and where they come from.
pub const CARD: Card = Card {
    id: "contest_alliance",
    is: "effort and payoff of each state in one contest with friends and enemies",
    unit: "effort and payoff in units of the prize",
    missing: "every relation must be known; a pair without one is neutral",
    formula: "phi* = V Lambda (1 - Lambda) Gamma, x* = (I + b A+ - g A-)^-1 phi*",
    source: "Konig, Rohner, Thoenig & Zilibotti 2017, Econometrica 85:1093-1132, doi:10.3982/ECTA13117",
};

/// How two states stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// Each adds to the other's strength.
    Friends,
    /// Each takes from the other's strength.
    Enemies,
}

/// A contest with friends and enemies.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Alliances {
    /// Ids of the states.
    pub states: Vec<String>,
    /// Pairs that are not neutral.
    pub relations: Vec<(String, String, Relation)>,
    /// The prize V, above zero.
    pub prize: f64,
    /// What a friend's effort adds, b, zero or more.
    pub friend_share: f64,
    /// What an enemy's effort takes, g, zero or more.
    pub enemy_share: f64,
}

/// One state in the equilibrium.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct OfState {
    /// Its id.
    pub state: String,
    /// Effort x.
    pub effort: f64,
    /// Strength phi, with what friends add and enemies take.
    pub strength: f64,
    /// Payoff.
    pub payoff: f64,
}

/// The equilibrium.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Standing {
    /// Lambda, the share of the prize that fighting burns.
    pub lambda: f64,
    /// Each state, in the order given.
    pub states: Vec<OfState>,
}

impl Alliances {
    /// Solves the model in closed form.
    ///
    /// # Errors
    /// Unsound input, or a [`Condition`] of existence that does not hold.
    ///
    /// # Example
    /// ```
    /// use entente_measures::contest::alliance::{Alliances, Relation};
    /// let states = ["R", "C", "U"].map(str::to_owned).to_vec();
    /// let enemies = |a: &str, b: &str| (a.to_owned(), b.to_owned(), Relation::Enemies);
    /// let relations = vec![enemies("R", "C"), enemies("R", "U"), enemies("C", "U")];
    /// let found = Alliances { states, relations, prize: 1.0, friend_share: 0.1, enemy_share: 0.1 }.solve().unwrap();
    /// assert!((found.states[0].effort - 0.30555556).abs() < 5e-9);
    /// ```
    pub fn solve(&self) -> Result<Standing, Error> {
        let links = self.links()?;
        let n = self.states.len();
        // Row sums of the matrix are 1 + b friends - g enemies.
        let mut gamma = Vec::with_capacity(n);
        for (state, row) in links.chunks_exact(n).enumerate() {
            let value: f64 = row.iter().sum();
            if value <= 0.0 {
                return Err(Fault::NoAllianceEquilibrium(Condition::Spillover { state, value }).into());
            }
            gamma.push(1.0 / value);
        }
        let lambda = 1.0 - 1.0 / gamma.iter().sum::<f64>();
        // Differences of this size are rounding: with it nothing is left to fight for.
        if lambda <= 1e-15 {
            return Err(Fault::NoAllianceEquilibrium(Condition::Lambda { value: lambda }).into());
        }
        let strength: Vec<f64> = gamma.iter().map(|g| self.prize * lambda * (1.0 - lambda) * g).collect();
        let mut effort = strength.clone();
        if is_singular(&links, n) || !linear::solve(&mut links.clone(), &mut effort) {
            return Err(Fault::NoAllianceEquilibrium(Condition::Singular).into());
        }
        let total: f64 = strength.iter().sum();
        // Rounding may leave a zero below zero.
        if let Some((state, value)) = effort.iter().copied().enumerate().find(|(_, x)| *x < -1e-12 * self.prize) {
            return Err(Fault::NoAllianceEquilibrium(Condition::Effort { state, value }).into());
        }
        let states = self.states.iter().zip(&effort).zip(&strength).map(|((state, effort), strength)| OfState {
            state: state.clone(),
            effort: *effort,
            strength: *strength,
            payoff: self.prize * strength / total - effort,
        });
        Ok(Standing { lambda, states: states.collect() })
    }

    /// The matrix I + b A+ - g A-.
    fn links(&self) -> Result<Vec<f64>, Fault> {
        let n = self.states.len();
        if n < 2 {
            return Err(Fault::TooFewStates { found: n });
        }
        check::unique(Kind::State, self.states.iter().map(String::as_str))?;
        check::above_zero("prize", || "the alliance model".to_owned(), self.prize)?;
        check::zero_or_more("friend_share", || "the alliance model".to_owned(), self.friend_share)?;
        check::zero_or_more("enemy_share", || "the alliance model".to_owned(), self.enemy_share)?;
        let mut links = vec![0.0; n * n];
        (0..n).for_each(|i| links[i * n + i] = 1.0);
        let at = |id: &String| {
            let unknown = || Fault::Unknown { kind: Kind::State, id: id.clone(), by: "a relation".to_owned() };
            self.states.iter().position(|s| s == id).ok_or_else(unknown)
        };
        let mut seen = std::collections::HashSet::new();
        for (first, second, relation) in &self.relations {
            let (i, j) = (at(first)?, at(second)?);
            if i == j || !seen.insert((i.min(j), i.max(j))) {
                return Err(Fault::RelationTwice { first: first.clone(), second: second.clone() });
            }
            let share = match relation {
                Relation::Friends => self.friend_share,
                Relation::Enemies => -self.enemy_share,
            };
            (links[i * n + j], links[j * n + i]) = (share, share);
        }
        Ok(links)
    }
}

/// Whether elimination would divide by what is only rounding.
fn is_singular(matrix: &[f64], n: usize) -> bool {
    let Some(inverse) = linear::invert(matrix, n) else { return true };
    let norm = |m: &[f64]| m.chunks_exact(n).map(|row| row.iter().map(|x| x.abs()).sum::<f64>()).fold(0.0, f64::max);
    norm(matrix) * norm(&inverse) > 1e13
}

#[cfg(test)]
mod tests {
    use super::*;
    use entente_core::testkit::assert_close;
    use proptest::prelude::*;

    fn three(border: Option<Relation>, g: f64) -> Result<Standing, Error> {
        let pair = |a: &str, b: &str, relation| (a.to_owned(), b.to_owned(), relation);
        let mut relations = vec![pair("R", "U", Relation::Enemies), pair("C", "U", Relation::Enemies)];
        relations.extend(border.map(|relation| pair("R", "C", relation)));
        let states = ["R", "C", "U"].map(str::to_owned).to_vec();
        Alliances { states, relations, prize: 1.0, friend_share: 0.1, enemy_share: g }.solve()
    }

    #[test]
    fn printed_examples() {
        for (border, lambda, effort, payoff) in [
            (Some(Relation::Enemies), 0.733_333_3, [0.305_555_56; 3], [0.027_777_78; 3]),
            (None, 0.712, [0.258_644_9, 0.258_644_9, 0.308_048_98], [0.061_355_1, 0.061_355_1, 0.051_951_02]),
            (Some(Relation::Friends), 0.692_307_69, [0.221_893_49, 0.221_893_49, 0.310_650_89], [0.085_798_82, 0.085_798_82, 0.073_964_5]),
        ] {
            let found = three(border, 0.1).unwrap();
            assert_close(found.lambda, lambda, 5e-8); // printed to seven or eight decimals, here and below
            for ((state, x), pi) in found.states.iter().zip(effort).zip(payoff) {
                assert_close(state.effort, x, 5e-8);
                assert_close(state.payoff, pi, 5e-8);
            }
        }
    }

    #[test]
    fn without_an_equilibrium_it_says_why() {
        let told = |found: Result<Standing, Error>| found.unwrap_err().to_string();
        assert!(told(three(Some(Relation::Enemies), 0.5)).contains("1 + b friends - g enemies"));
        let pair = |friend_share: f64, relations: &[(usize, usize)], n: usize| {
            let states: Vec<String> = (0..n).map(|i| i.to_string()).collect();
            let relations = relations.iter().map(|(i, j)| (states[*i].clone(), states[*j].clone(), Relation::Friends)).collect();
            Alliances { states, relations, prize: 1.0, friend_share, enemy_share: 0.1 }.solve()
        };
        // Two friends with b = 1: Gamma is a half each, Lambda is zero. With b = 2 it is below.
        assert!(told(pair(1.0, &[(0, 1)], 2)).contains("Lambda"));
        assert!(told(pair(2.0, &[(0, 1)], 2)).contains("Lambda"));
        // Beside a third, two friends with b = 1 have equal rows.
        assert!(told(pair(1.0, &[(0, 1)], 3)).contains("singular"));
        assert!(told(pair(0.1, &[(0, 0)], 2)).contains("related"));
        assert!(told(pair(0.1, &[(0, 1), (1, 0)], 2)).contains("related"));
        assert!(told(pair(f64::NAN, &[], 2)).contains("friend_share") && told(pair(0.1, &[], 1)).contains("at least two"));
    }

    proptest! {
        /// Nobody gains by another effort: tried on a grid from zero to the whole prize. Relabelling relabels; the prize scales.
        #[test]
        fn nobody_gains_by_another_effort(signs in prop::collection::vec(0..3usize, 6), b in 0.0..0.15, g in 0.0..0.15, prize in 0.1..10.0) {
            let states: Vec<String> = (0..4).map(|i| i.to_string()).collect();
            let pairs = [(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3)];
            let relation = |(p, s): (&(usize, usize), &usize)| match s {
                0 => None,
                s => Some((states[p.0].clone(), states[p.1].clone(), if *s == 1 { Relation::Friends } else { Relation::Enemies })),
            };
            let relations: Vec<_> = pairs.iter().zip(&signs).filter_map(relation).collect();
            let model = Alliances { states: states.clone(), relations, prize, friend_share: b, enemy_share: g };
            let Ok(found) = model.solve() else { return Ok(()) };
            let links = model.links().unwrap();
            let efforts: Vec<f64> = found.states.iter().map(|s| s.effort).collect();
            for i in 0..4 {
                for step in 0..200 {
                    let mut tried = efforts.clone();
                    tried[i] = prize * f64::from(step) / 200.0;
                    let phi: Vec<f64> = (0..4).map(|k| (0..4).map(|j| links[k * 4 + j] * tried[j]).sum()).collect();
                    let total: f64 = phi.iter().sum();
                    // The payoff is defined while the total is above zero.
                    if total > 0.0 && phi[i] >= 0.0 {
                        prop_assert!(prize * phi[i] / total - tried[i] <= found.states[i].payoff + 1e-9 * prize);
                    }
                }
            }
            let turned = Alliances { states: states.iter().rev().cloned().collect(), prize: 2.0 * prize, ..model.clone() };
            for (a, b) in turned.solve().unwrap().states.iter().rev().zip(&found.states) {
                prop_assert!((a.payoff - 2.0 * b.payoff).abs() < 1e-10 * prize && (a.effort - 2.0 * b.effort).abs() < 1e-10 * prize);
            }
        }
    }
}
