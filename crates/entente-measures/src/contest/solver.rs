//! The way to an answer: which method is tried when.
//!
//! Newton on the prices of force first, as it is by far the fastest; where corners stall it, Newton on forces, prices and dearness from the
//! inside; then from less decisive contests, damped best responses, and last extragradient steps, which must arrive where the contest is monotone and whose answer the
//! others finish. With r above 1 only best responses know what they do, from many starts.

use rand::RngExt;
use rand_chacha::ChaCha8Rng;

use super::best_response;
use super::certificate::{ALLOWED, Certificate, Method, regret, regret_anywhere};
use super::fault::Fault;
use super::impact::Impacts;
use super::interior::interior;
use super::newton::{Workspace, starting_prices};
use super::polish::polish;
use super::scaled::{Closing, Scaled};
use super::solve::{CARD, Options, Starts};
use super::uniqueness::Uniqueness;
use crate::Error;
use crate::random::stream;

/// Largest difference of success between the answers of two starts that counts as none. Forces are not compared, as a state whose rivals have
/// left may divide what it has to spare in many ways. Chosen: far above what the certificate leaves open and far below what anybody reads; at half
/// or double the same contests pass.
const SAME: f64 = 1e-6;

/// Largest relative distance of a marginal value in use from the price of force with which no other method is tried. Chosen: a tenth of what
/// tests ask for.
const FINE_ENOUGH: f64 = 1e-9;

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
    pub(super) certificate: Certificate,
    pub(super) starts: Option<Starts>,
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
        let (answer, success) = (self.force.clone(), self.impacts.success.clone());
        let mut starts = Starts { count: options.starts, settled: 0, spread: 0.0 };
        for start in 0..options.starts {
            let mut rng = stream(options.seed, &format!("{}/{start}", CARD.id));
            match self.settle_from(game, random_start(game, &mut rng)) {
                Ok(again) => {
                    certificate.iterations += again.iterations;
                    starts.settled += 1;
                    starts.spread = success.iter().zip(&self.impacts.success).map(|(a, b)| (a - b).abs()).fold(starts.spread, f64::max);
                }
                // Up to r = 1 the answer has been proven already; above, a start that never settles speaks against it.
                Err(error) if game.r > 1.0 => return Err(error),
                Err(_) => {}
            }
        }
        if starts.spread > SAME {
            return Err(Fault::StartsDisagree { starts: options.starts, spread: starts.spread }.into());
        }
        self.force.clone_from(&answer);
        self.impacts.compute(game, &answer);
        Ok(Found { certificate, starts: Some(starts) })
    }

    /// An answer from given forces, by best responses, which up to r = 1 Newton finishes.
    fn settle_from(&mut self, game: &Scaled, mut force: Vec<f64>) -> Result<Certificate, Error> {
        if game.r <= 1.0 {
            let kept = self.log_price.clone();
            (0..10).for_each(|_| _ = best_response::sweep(game, &mut force, &mut self.own));
            self.prices_from(game, &force);
            let mut iterations = 10;
            let found = self.newton(game, 60, &mut iterations, Method::Newton);
            self.log_price = kept;
            if let Some((certificate, _)) = found {
                return Ok(certificate);
            }
        }
        self.respond(game, force, 3000)
    }

    /// r up to 1: Newton, then the slower and surer methods.
    pub(super) fn single(&mut self, game: &Scaled) -> Result<Certificate, Error> {
        let mut iterations = 0;
        if self.log_price.len() == game.states()
            && let Some((certificate, true)) = self.newton(game, 30, &mut iterations, Method::Newton)
        {
            return Ok(certificate);
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

    pub(super) fn prices_from(&mut self, game: &Scaled, force: &[f64]) {
        self.impacts.compute(game, force);
        self.log_price = starting_prices(game, force, &self.impacts.slope);
    }

    /// Newton from the present prices, then the certificate of what it leaves; if rounding spoilt it, some best responses.
    pub(super) fn newton(&mut self, game: &Scaled, limit: usize, iterations: &mut usize, method: Method) -> Option<(Certificate, bool)> {
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
    pub(super) fn respond(&mut self, game: &Scaled, mut force: Vec<f64>, limit: usize) -> Result<Certificate, Error> {
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
