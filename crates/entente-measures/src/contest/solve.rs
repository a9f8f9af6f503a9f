//! One answer: an equilibrium of a contest with the proof that it is one.
//!
//! Newton on the prices of force first, as it is by far the fastest; where it stalls, damped best responses; where they go round in circles,
//! extragradient steps, which cannot. What the last of them leaves is finished by the first. Whatever the way, the forces are certified from
//! scratch, and without a certificate there is an error and no number.
//!
//! Weakness: the model is static and everybody knows everything; a state with r = 1 may leave a theatre altogether, which with r below 1 or
//! a stalemate mass nobody does.

use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use serde::{Deserialize, Serialize};

use super::best_response;
use super::certificate::{ALLOWED, Certificate, Method, regret, regret_anywhere};
use super::extragradient::extragradient;
use super::fault::Fault;
use super::game::{Game, Means};
use super::impact::Impacts;
use super::interior::interior;
use super::newton::{Workspace, starting_prices};
use super::polish::polish;
use super::scaled::{Closing, Scaled};
use super::uniqueness::{Uniqueness, uniqueness_with};
use crate::random::stream;
use crate::{Card, Error};

/// What the numbers are and where they come from.
pub const CARD: Card = Card {
    id: "contest_equilibrium",
    is: "force that each state puts in each theatre, and its success there, so that none would gain by dividing otherwise",
    unit: "force in the unit given; success 0 to 1; payoff in the unit of values",
    missing: "nothing may be missing; an answer whose certificate fails is an error",
    formula: "max a_i sum_k v_ik p_ik, p_ik = (beta x)^r / (s_k + sum_j (beta x)^r), sum_k x_ik = B_i or less c_i X_i^2",
    source: "Friedman 1958, Operations Research 6(5):699-709; Franke & Ozturk 2015, J. Public Economics 126:104-113",
};

/// How to look for an answer that is not known to be the only one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Options {
    /// Random starts, which must all lead to the same answer, where uniqueness is not proven.
    pub starts: usize,
    /// Seed of those starts.
    pub seed: u64,
}

impl Default for Options {
    fn default() -> Self {
        Self { starts: 20, seed: 1 }
    }
}

/// Largest difference between the answers of two starts that counts as none, as a share of the state's force. Chosen: far above what the
/// certificate leaves open and far below what anybody reads; at half or double the same contests pass.
const SAME: f64 = 1e-6;

/// Largest relative distance of a marginal value in use from the price of force with which no other method is tried. Chosen: a tenth of what
/// tests ask for.
const FINE_ENOUGH: f64 = 1e-9;

/// What random starts showed.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Starts {
    /// How many there were.
    pub count: usize,
    /// Largest difference of an allocation from the answer, as a share of the state's force.
    pub spread: f64,
}

/// An equilibrium, by position: slots, states and theatres as in the [`Game`].
#[derive(Debug, Clone, PartialEq)]
pub struct Equilibrium {
    /// Force in each slot.
    pub force: Vec<f64>,
    /// Success in each slot, 0 to 1.
    pub success: Vec<f64>,
    /// What one more unit of force would be worth to each state, payoff per force; none where it has nothing to decide.
    pub marginal_value: Vec<Option<f64>>,
    /// What each theatre's value was multiplied by; zero means that it was not there.
    pub factors: Vec<f64>,
    /// The proof.
    pub certificate: Certificate,
    /// Whether it is the only one.
    pub uniqueness: Uniqueness,
    /// What random starts showed, where uniqueness is not proven.
    pub starts: Option<Starts>,
}

/// One row of an equilibrium: one state in one theatre.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Allocation {
    /// Id of the state.
    pub state: String,
    /// Id of the theatre.
    pub theatre: String,
    /// Its force there.
    pub force: f64,
    /// Its success there.
    pub success: f64,
}

/// A number of one state.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OfState {
    /// Id of the state.
    pub state: String,
    /// The number.
    pub value: f64,
}

impl Equilibrium {
    /// One row for each state in each theatre that is there, in the order of the game.
    pub fn allocations(&self, game: &Game) -> Vec<Allocation> {
        let is_there = |(e, slot): (usize, &super::game::Slot)| (self.factors[slot.theatre] > 0.0).then_some((e, *slot));
        let row = |(e, slot): (usize, super::game::Slot)| Allocation {
            state: game.states[slot.state].id.clone(),
            theatre: game.theatres[slot.theatre].id.clone(),
            force: self.force[e],
            success: self.success[e],
        };
        game.slots.iter().enumerate().filter_map(is_there).map(row).collect()
    }

    /// Payoff of each state, costs taken off. Not to be compared between contests with other prizes: a prize that is gone takes its worth
    /// with it.
    pub fn payoffs(&self, game: &Game) -> Vec<OfState> {
        let payoff = |(i, state): (usize, &super::game::State)| {
            let total = self.total_force(game, i);
            let cost = match state.means {
                Means::Force(_) => 0.0,
                Means::QuadraticCost(c) => c * total * total,
                Means::LinearCost(c) => c * total,
            };
            OfState { state: state.id.clone(), value: state.scale * self.worth(game, i, |_| true) - cost }
        };
        game.states.iter().enumerate().map(payoff).collect()
    }

    /// Total force of a state.
    pub fn total_force(&self, game: &Game, state: usize) -> f64 {
        game.slots.iter().zip(&self.force).filter(|(slot, _)| slot.state == state).map(|(_, x)| x).sum()
    }

    /// Sum of value times success of a state over some theatres, by position.
    pub fn worth(&self, game: &Game, state: usize, counts: impl Fn(usize) -> bool) -> f64 {
        let slots = game.slots.iter().enumerate().filter(|(_, slot)| slot.state == state && counts(slot.theatre));
        slots.map(|(e, slot)| slot.value * self.factors[slot.theatre] * self.success[e]).sum()
    }
}

/// Solves a contest.
///
/// # Errors
/// No answer with a certificate, or random starts that disagree.
///
/// # Example
/// ```
/// use entente_measures::contest::game::{Game, State, Theatre};
/// use entente_measures::contest::solve::{Options, solve};
/// let states = vec![State::with_force("a", 60.0), State::with_force("b", 40.0)];
/// let theatres = [0.5, 0.3, 0.2].map(|v| Theatre::new(format!("worth {v}"), &["a", "b"], v));
/// let game = Game::new(states, theatres.to_vec(), 1.0).unwrap();
/// let found = solve(&game, &Options::default()).unwrap();
/// assert!((found.force[0] - 30.0).abs() < 1e-9 && (found.force[1] - 20.0).abs() < 1e-9);
/// assert!(found.certificate.max_regret_share <= 1e-10);
/// ```
pub fn solve(game: &Game, options: &Options) -> Result<Equilibrium, Error> {
    solve_with(game, &vec![1.0; game.theatres.len()], options, &mut Solver::default())
}

/// Solves the contest with the value of each theatre multiplied by a factor.
pub(super) fn solve_with(game: &Game, factors: &[f64], options: &Options, solver: &mut Solver) -> Result<Equilibrium, Error> {
    let uniqueness = uniqueness_with(game, factors);
    let scaled = Scaled::new(game, factors);
    solver.forget();
    let found = solver.search(&scaled, uniqueness, options)?;
    Ok(found.name(game, &scaled, factors, uniqueness, solver))
}

/// Memory of one thread's solver; it keeps the last prices as a start for a similar contest.
#[derive(Debug, Clone, Default)]
pub(super) struct Solver {
    pub(super) work: Workspace,
    pub(super) impacts: Impacts,
    pub(super) force: Vec<f64>,
    pub(super) log_price: Vec<f64>,
    own: Vec<f64>,
}

/// What a solver found: forces are in the solver.
#[derive(Debug, Clone, Copy)]
pub(super) struct Found {
    certificate: Certificate,
    starts: Option<Starts>,
}

impl Solver {
    /// Forgets the last prices.
    pub(super) fn forget(&mut self) {
        self.log_price.clear();
    }

    /// One answer, or one that many starts agree on.
    pub(super) fn search(&mut self, game: &Scaled, uniqueness: Uniqueness, options: &Options) -> Result<Found, Error> {
        if game.closing.iter().all(|c| *c == Closing::Idle) {
            self.force.clear();
            self.impacts.compute(game, &[]);
            let certificate = Certificate { max_regret: 0.0, max_regret_share: 0.0, iterations: 0, method: Method::Trivial };
            return Ok(Found { certificate, starts: None });
        }
        if uniqueness == Uniqueness::Unique {
            return self.single(game).map(|certificate| Found { certificate, starts: None });
        }
        let mut certificate = if game.r > 1.0 { self.respond(game, game.proportional(), 3000)? } else { self.single(game)? };
        let answer = self.force.clone();
        let mut spread: f64 = 0.0;
        for start in 0..options.starts {
            let mut rng = stream(options.seed, &format!("{}/{start}", CARD.id));
            let again = self.respond(game, random_start(game, &mut rng), 3000)?;
            certificate.iterations += again.iterations;
            spread = answer.iter().zip(&self.force).map(|(a, b)| (a - b).abs()).fold(spread, f64::max);
        }
        if spread > SAME {
            return Err(Fault::StartsDisagree { starts: options.starts, spread }.into());
        }
        self.force.clone_from(&answer);
        self.impacts.compute(game, &answer);
        Ok(Found { certificate, starts: Some(Starts { count: options.starts, spread }) })
    }

    /// r up to 1: Newton, then the slower and surer methods.
    pub(super) fn single(&mut self, game: &Scaled) -> Result<Certificate, Error> {
        let mut iterations = 0;
        if self.log_price.len() == game.states() {
            if let Some((certificate, true)) = self.newton(game, 30, &mut iterations, Method::Newton) {
                return Ok(certificate);
            }
        }
        self.work.shares.reset(game);
        self.prices_from(game, &game.proportional());
        let first = self.newton(game, 60, &mut iterations, Method::Newton);
        if let Some((certificate, true)) = first {
            return Ok(certificate);
        }
        // What Newton left may have a certificate and still be improved.
        let kept = first.map(|(certificate, _)| (certificate, self.force.clone()));
        let mut force = game.proportional();
        iterations += interior(game, &mut force, &mut self.impacts, 200);
        match (self.finish(game, force, iterations, Method::InteriorPoint), kept) {
            (Some((certificate, true)), _) | (Some((certificate, false)), None) => return Ok(certificate),
            (_, Some((certificate, force))) => {
                self.force = force;
                self.impacts.compute(game, &self.force);
                return Ok(certificate);
            }
            (None, None) => {}
        }
        self.last_resort(game, iterations)
    }

    /// Where neither Newton arrives: damped best responses, then extragradient steps, and Newton again from where they lead.
    fn last_resort(&mut self, game: &Scaled, mut iterations: usize) -> Result<Certificate, Error> {
        if let Ok(mut certificate) = self.respond(game, game.proportional(), 400) {
            certificate.iterations += iterations;
            return Ok(certificate);
        }
        let mut force = game.proportional();
        iterations += 400 + extragradient(game, &mut force, &mut self.impacts, 4000);
        self.prices_from(game, &force);
        if let Some((certificate, _)) = self.newton(game, 60, &mut iterations, Method::Extragradient) {
            return Ok(certificate);
        }
        let mut certificate = self.respond(game, force, 2000).map_err(|error| more(error, iterations))?;
        certificate.iterations += iterations;
        certificate.method = Method::Extragradient;
        Ok(certificate)
    }

    /// The certificate of forces, with those next to nothing cut off if it allows that.
    fn finish(&mut self, game: &Scaled, mut force: Vec<f64>, iterations: usize, method: Method) -> Option<(Certificate, bool)> {
        complete(game, &mut force);
        if game.r == 1.0 {
            let mut cut: Vec<f64> = force.iter().map(|x| if *x < 1e-11 { 0.0 } else { *x }).collect();
            complete(game, &mut cut);
            if regret(game, &cut, &mut self.impacts).0 <= ALLOWED {
                force = cut;
            }
        }
        self.force = force;
        self.certify(game, iterations, method)
    }

    /// The certificate of the present forces, once their last digits are right; and whether these are. None without a certificate.
    fn certify(&mut self, game: &Scaled, iterations: usize, method: Method) -> Option<(Certificate, bool)> {
        let (share, _) = regret(game, &self.force, &mut self.impacts);
        if share > ALLOWED {
            return None;
        }
        let is_fine = polish(game, &mut self.force, &mut self.impacts) <= FINE_ENOUGH;
        let (max_regret_share, max_regret) = regret(game, &self.force, &mut self.impacts);
        Some((Certificate { max_regret, max_regret_share, iterations, method }, is_fine))
    }

    fn prices_from(&mut self, game: &Scaled, force: &[f64]) {
        self.impacts.compute(game, force);
        self.log_price = starting_prices(game, force, &self.impacts.slope);
    }

    /// Newton from the present prices, then the certificate of what it leaves; if rounding spoilt it, some best responses.
    fn newton(&mut self, game: &Scaled, limit: usize, iterations: &mut usize, method: Method) -> Option<(Certificate, bool)> {
        if self.work.shares.force.len() != game.slots() {
            self.work.shares.reset(game);
        }
        *iterations += self.work.newton(game, &mut self.log_price, limit);
        self.force.clear();
        self.force.extend_from_slice(&self.work.shares.force);
        complete(game, &mut self.force);
        for _ in 0..6 {
            if let Some(found) = self.certify(game, *iterations, method) {
                return Some(found);
            }
            if regret(game, &self.force, &mut self.impacts).0 > 1e-4 {
                break;
            }
            *iterations += 1;
            best_response::sweep(game, &mut self.force, &mut self.own);
        }
        None
    }

    /// Damped best responses from given forces, until their certificate is as good as it gets.
    fn respond(&mut self, game: &Scaled, mut force: Vec<f64>, limit: usize) -> Result<Certificate, Error> {
        let mut taken = 0;
        while taken < limit {
            let change = (0..10).map(|_| best_response::sweep(game, &mut force, &mut self.own)).fold(0.0, |_, change| change);
            taken += 10;
            let (share, _) = regret(game, &force, &mut self.impacts);
            // Well below what is allowed, so that answers of different starts can be compared.
            if (share <= ALLOWED * 1e-3 && change <= 1e-9) || change <= 1e-15 {
                break;
            }
        }
        complete(game, &mut force);
        self.force = force;
        let judge = if game.r > 1.0 { regret_anywhere } else { regret };
        let (max_regret_share, max_regret) = judge(game, &self.force, &mut self.impacts);
        if max_regret_share <= ALLOWED {
            Ok(Certificate { max_regret, max_regret_share, iterations: taken, method: Method::BestResponse })
        } else {
            let (regret, allowed) = (max_regret_share, ALLOWED);
            Err(Fault::NotCertified { regret, allowed, iterations: taken, method: Method::BestResponse }.into())
        }
    }
}

/// Adds earlier steps to the count in an error.
fn more(error: Error, earlier: usize) -> Error {
    match error {
        Error::Contest(Fault::NotCertified { regret, allowed, method, iterations }) => {
            Fault::NotCertified { regret, allowed, method, iterations: iterations + earlier }.into()
        }
        other => other,
    }
}

/// Makes forces add up to the last digit, and with r other than 1 keeps them above zero, where marginal values have no bound.
fn complete(game: &Scaled, force: &mut [f64]) {
    if game.r < 1.0 {
        // Below this a double loses digits; what is put there is worth less than a unit elsewhere, so nothing is gained or lost.
        force.iter_mut().for_each(|x| *x = x.max(1e-290));
    }
    for i in 0..game.states() {
        if let Closing::Fixed(budget) = game.closing[i] {
            let total: f64 = game.owned(i).iter().map(|e| force[*e]).sum();
            if total > 0.0 {
                game.owned(i).iter().for_each(|e| force[*e] *= budget / total);
            }
        }
    }
}

/// Forces divided at random.
fn random_start(game: &Scaled, rng: &mut ChaCha8Rng) -> Vec<f64> {
    let mut force: Vec<f64> = (0..game.slots()).map(|_| -(1.0 - rng.random::<f64>()).ln() + 1e-3).collect();
    complete(game, &mut force);
    force
}

impl Found {
    pub(super) fn method(&self) -> Method {
        self.certificate.method
    }

    /// Puts the answer back into the units and the order of the game.
    pub(super) fn name(self, game: &Game, scaled: &Scaled, factors: &[f64], uniqueness: Uniqueness, solver: &Solver) -> Equilibrium {
        let (mut force, mut success) = (vec![0.0; game.slots.len()], vec![0.0; game.slots.len()]);
        for (e, origin) in scaled.origin.iter().enumerate() {
            force[*origin] = solver.force[e] * scaled.unit[scaled.state[e]];
            success[*origin] = solver.impacts.success[e];
        }
        for (e, x, p) in &scaled.decided {
            force[*e] = x * scaled.unit[game.slots[*e].state];
            success[*e] = *p;
        }
        let marginal = |i: usize| {
            let sums = scaled
                .owned(i)
                .iter()
                .fold((0.0, 0.0), |(w, x), e| (w + solver.impacts.slope[*e] * solver.force[*e], x + solver.force[*e]));
            (sums.1 > 0.0).then(|| game.states[i].scale * scaled.worth[i] / scaled.unit[i] * sums.0 / sums.1)
        };
        Equilibrium {
            force,
            success,
            marginal_value: (0..game.states.len()).map(marginal).collect(),
            factors: factors.to_vec(),
            certificate: self.certificate,
            uniqueness,
            starts: self.starts,
        }
    }
}
