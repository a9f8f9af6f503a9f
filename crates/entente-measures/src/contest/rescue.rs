//! Where neither way of Newton arrives, with forces or values many orders of magnitude apart: slower ways that need no good start.

use super::certificate::{Certificate, Method};
use super::extragradient::extragradient;
use super::fault::Fault;
use super::scaled::Scaled;
use super::solver::Solver;
use crate::Error;

impl Solver {
    /// Newton from a contest in which force decides less, where every state is everywhere, in steps to the one that is asked for. None if it
    /// gets stuck on the way.
    fn climb(&mut self, game: &Scaled, iterations: &mut usize) -> Option<Certificate> {
        let mut trial = game.clone();
        let mut r = game.r / 2.0;
        trial.set_decisiveness(r);
        self.work.shares.reset(&trial);
        self.prices_from(&trial, &game.proportional());
        let (mut found, _) = self.newton(&trial, 60, iterations, Method::Newton)?;
        let mut step = game.r / 8.0;
        while r < game.r {
            let kept = (self.log_price.clone(), self.work.shares.clone());
            let next = if game.r - r <= step { game.r } else { r + step };
            trial.set_decisiveness(next);
            match self.newton(if next == game.r { game } else { &trial }, 60, iterations, Method::Newton) {
                Some((certificate, _)) => (found, r, step) = (certificate, next, 2.0 * step),
                None => {
                    (self.log_price, self.work.shares) = kept;
                    step /= 4.0;
                    if step < 1e-9 {
                        return None;
                    }
                }
            }
        }
        Some(found)
    }

    /// Where neither Newton arrives: from less decisive contests, then damped best responses, then extragradient steps, and Newton again from
    /// where they lead.
    pub(super) fn last_resort(&mut self, game: &Scaled, mut iterations: usize) -> Result<Certificate, Error> {
        if let Some(certificate) = self.climb(game, &mut iterations) {
            return Ok(certificate);
        }
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
