//! A contest as its author writes it in TOML.
//!
//! It comes from anybody: its size is bounded, every key is known, and each number keeps its place, so that a mistake is told with line
//! and column.

use serde::Deserialize;
use toml::Spanned;

use super::numbers::{Numbers, Settled};

/// Most states of a file. Chosen: there are about two hundred in the world; at this size an answer takes seconds.
pub const STATES: usize = 500;
/// Most participations, a state in a theatre, of a file. Chosen as the number of states is.
pub const SLOTS: usize = 10_000;

/// A contest file.
#[derive(Debug, Clone, PartialEq, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ContestFile {
    /// What holds for the whole contest.
    #[serde(default)]
    pub contest: Rules,
    /// The states, two or more.
    #[serde(default)]
    pub state: Vec<StateEntry>,
    /// The theatres, one or more.
    #[serde(default)]
    pub theatre: Vec<TheatreEntry>,
    /// What is settled in the comparison; without it there is only one answer, with all theatres in place.
    pub counterfactual: Option<Comparison>,
}

/// What holds for the whole contest.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    /// Decisiveness r, above 0 and at most 1.3; 1 if absent.
    #[schemars(with = "Option<f64>")]
    pub r: Option<Spanned<f64>>,
    /// Stalemate mass of each theatre that names none, zero or more; 0 if absent.
    #[schemars(with = "Option<f64>")]
    pub stalemate: Option<Spanned<f64>>,
    /// Unit of force, for the reader: "bn US dollars a year".
    #[schemars(with = "Option<String>")]
    pub force_unit: Option<Spanned<String>>,
}

/// A state: with a fixed force, or with a cost.
#[derive(Debug, Clone, PartialEq, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StateEntry {
    /// Its id.
    #[schemars(with = "String")]
    pub id: Spanned<String>,
    /// Its force, zero or more, in any one unit.
    #[schemars(with = "Option<f64>")]
    pub force: Option<Spanned<f64>>,
    /// In place of a force: what force costs it, above zero.
    #[schemars(with = "Option<f64>")]
    pub cost: Option<Spanned<f64>>,
    /// Whether a total force X costs c X^2, which is the default, or c X.
    #[schemars(with = "Option<CostKind>")]
    pub cost_kind: Option<Spanned<CostKind>>,
    /// Scale of its payoff, above zero; 1 if absent.
    #[schemars(with = "Option<f64>")]
    pub scale: Option<Spanned<f64>>,
}

/// How force is paid for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CostKind {
    /// By the square of the total.
    Quadratic,
    /// In proportion to the total.
    Linear,
}

/// A theatre.
#[derive(Debug, Clone, PartialEq, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TheatreEntry {
    /// Its id.
    #[schemars(with = "String")]
    pub id: Spanned<String>,
    /// Ids of the states that contend there.
    #[schemars(with = "Vec<String>")]
    pub states: Spanned<Vec<Spanned<String>>>,
    /// What success there is worth, above zero: a number, a list in the order of `states`, or a table by state that names each.
    #[schemars(with = "super::numbers::NumbersSchema")]
    pub value: Spanned<Numbers>,
    /// Impact of a unit of force there, above zero: as `value`; a state that a table leaves out has 1, as all have if it is absent.
    #[schemars(with = "Option<super::numbers::NumbersSchema>")]
    pub efficacy: Option<Spanned<Numbers>>,
    /// Stalemate mass, zero or more; that of the contest if absent.
    #[schemars(with = "Option<f64>")]
    pub stalemate: Option<Spanned<f64>>,
}

/// What is settled.
#[derive(Debug, Clone, PartialEq, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Comparison {
    /// Ids of theatres that are gone, or a table of degrees of settlement from 0 to 1 by theatre.
    #[schemars(with = "super::numbers::SettledSchema")]
    pub without: Spanned<Settled>,
}
