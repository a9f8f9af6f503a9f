//! The counterfactual under uncertainty: one row for each draw of what is not known.
//!
//! Each uncertain number has random numbers of its own, and the draw's index picks one of them. So a draw is the same whoever computes it
//! and in whatever order, and one more uncertain number does not move the others. A draw without a certified answer stays in the list with
//! its reason.

use rayon::prelude::*;

use super::check;
use super::fault::{Fault, Kind};
use super::game::{Game, Means};
use super::multiplier::Multiplier;
use super::settlement::{Core, Plan};
use super::solve::Options;
use super::solver::Solver;
use super::study::{Apply, Parameter, Place, Study, check_support, find};
use crate::Error;
use crate::random::Counter;

/// What a draw says of one party.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OfDraw {
    /// Share of its force that is freed.
    pub share_freed: f64,
    /// Its multiplier.
    pub multiplier: Multiplier,
    /// Mean success gained in the other theatres, weighted by value; with one other theatre, the success gained there. None without.
    pub success_gained: Option<f64>,
}

/// One draw.
#[derive(Debug, Clone, PartialEq)]
pub struct Draw {
    /// Drawn numbers, in the order of the parameters.
    pub values: Vec<f64>,
    /// For each party, in the order of [`Draws::parties`]; or why there is no answer.
    pub outcome: Result<Vec<OfDraw>, Error>,
}

/// All draws, in the order of their index.
#[derive(Debug, Clone, PartialEq)]
pub struct Draws {
    /// Ids of the parameters.
    pub parameters: Vec<String>,
    /// Ids of the parties.
    pub parties: Vec<String>,
    /// The draws.
    pub draws: Vec<Draw>,
}

/// A study that has been checked against its contest.
#[derive(Debug, Clone)]
pub struct Sampler<'a> {
    game: &'a Game,
    plan: Plan,
    options: Options,
    parameters: Vec<(&'a Parameter, Counter, Vec<Place>)>,
}

/// Memory of one thread.
#[derive(Debug, Clone, Default)]
pub struct Scratch(Solver);

impl<'a> Sampler<'a> {
    /// Checks a study.
    ///
    /// # Errors
    /// No draws, an id that is not there or is given twice, or a distribution that is unsound or reaches where its target cannot be.
    pub fn new(game: &'a Game, study: &'a Study) -> Result<Self, Error> {
        if study.draws == 0 {
            return Err(Fault::NothingAsked { what: "the number of draws" }.into());
        }
        check::unique(Kind::Parameter, study.parameters.iter().map(|p| p.id.as_str()))?;
        let plan = Plan::new(game, &study.settlements)?;
        let mut parameters = Vec::new();
        for parameter in &study.parameters {
            parameter.distribution.check(&format!("parameter {:?}", parameter.id))?;
            let mut places = Vec::new();
            for target in &parameter.targets {
                check_support(parameter, target)?;
                find(game, target, &format!("parameter {:?}", parameter.id), &mut places)?;
            }
            parameters.push((parameter, Counter::new(study.seed, &format!("contest/{}", parameter.id)), places));
        }
        Ok(Self { game, plan, options: study.options, parameters })
    }

    /// Ids of the parties.
    pub fn parties(&self) -> Vec<String> {
        self.plan.parties.iter().map(|i| self.game.states[*i].id.clone()).collect()
    }

    /// The contest of one draw, unsolved. It depends on the index alone.
    ///
    /// # Errors
    /// Drawn numbers that no contest can have.
    pub fn game(&self, index: u64) -> Result<Game, Error> {
        self.moved(&self.values(index))
    }

    fn values(&self, index: u64) -> Vec<f64> {
        self.parameters.iter().map(|(p, counter, _)| p.distribution.quantile(counter.uniform(index))).collect()
    }

    /// Computes one draw. It depends on the index alone.
    pub fn draw(&self, index: u64, scratch: &mut Scratch) -> Draw {
        let values = self.values(index);
        let outcome = self.moved(&values).and_then(|game| {
            let core = Core::solve(&game, &self.plan, &self.options, &mut scratch.0)?;
            let of = |(i, multiplier): (&usize, &Multiplier)| OfDraw {
                share_freed: core.freed(&game, &self.plan, *i).1,
                multiplier: *multiplier,
                success_gained: core.mean_gain(&game, &self.plan, *i),
            };
            Ok(self.plan.parties.iter().zip(&core.multipliers).map(of).collect())
        });
        Draw { values, outcome }
    }

    /// The contest with the drawn numbers in it.
    fn moved(&self, values: &[f64]) -> Result<Game, Error> {
        let mut game = self.game.clone();
        for ((parameter, _, places), value) in self.parameters.iter().zip(values) {
            let put = |number: &mut f64| match parameter.apply {
                Apply::Set => *number = *value,
                Apply::Scale => *number *= value,
                Apply::Power => *number = number.powf(*value),
            };
            for place in places {
                match *place {
                    Place::Decisiveness => put(&mut game.decisiveness),
                    Place::Means(i) => match &mut game.states[i].means {
                        Means::Force(number) | Means::QuadraticCost(number) | Means::LinearCost(number) => put(number),
                    },
                    Place::Value(e) => put(&mut game.slots[e].value),
                    Place::Efficacy(e) => put(&mut game.slots[e].efficacy),
                    Place::Stalemate(k) => put(&mut game.theatres[k].stalemate),
                }
            }
        }
        check::decisiveness(game.decisiveness)?;
        game.states.iter().try_for_each(check::means)?;
        for slot in &game.slots {
            let of = || format!("theatre {:?}", game.theatres[slot.theatre].id);
            check::above_zero("value", of, slot.value)?;
            check::above_zero("efficacy", of, slot.efficacy)?;
        }
        Ok(game)
    }
}

/// Computes all draws on as many threads as the pool has. `on_draw` is called after each, in no order, for a progress bar.
///
/// # Errors
/// As [`Sampler::new`]; a draw that fails is no error but stays in the list.
pub fn run(game: &Game, study: &Study, on_draw: impl Fn() + Sync) -> Result<Draws, Error> {
    let sampler = Sampler::new(game, study)?;
    let draws = (0..study.draws as u64)
        .into_par_iter()
        .map_init(Scratch::default, |scratch, index| {
            let draw = sampler.draw(index, scratch);
            on_draw();
            draw
        })
        .collect();
    Ok(Draws { parameters: study.parameters.iter().map(|p| p.id.clone()).collect(), parties: sampler.parties(), draws })
}
