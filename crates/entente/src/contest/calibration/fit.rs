//! The value of a theatre that puts shares of force nearest to those known.

use entente_measures::contest::distribution::Distribution;
use entente_measures::contest::draws::Sampler;
use entente_measures::contest::game::Game;
use entente_measures::contest::settlement::Settlement;
use entente_measures::contest::solve::{Options, solve};
use entente_measures::contest::study::{Apply, Parameter, Study, Target};

use super::{Fitted, FittedSide, Known};
use crate::error::Error;

/// Least and largest value looked at, in the unit of the others. Chosen: beyond these a front is nothing or all.
const LEAST: f64 = 1e-4;
const LARGEST: f64 = 1e4;
/// Steps of the grid between them: each a factor of 1.6.
const GRID: u32 = 40;

/// The value of a theatre for which shares of force there come nearest to those known, in the mean square of their logarithms.
///
/// # Errors
/// A contest without a certified answer.
pub fn fit(game: &Game, theatre: &str, known: &[Known]) -> Result<Fitted, Error> {
    let shares = |log_value: f64| -> Result<Vec<f64>, Error> {
        let found_in = with_value(game, theatre, log_value.exp())?;
        let found = solve(&found_in, &Options::default())?;
        let allocations = found.allocations(&found_in);
        let of = |state: &String| {
            let all: f64 = allocations.iter().filter(|a| a.state == *state).map(|a| a.force).sum();
            let there: f64 = allocations.iter().filter(|a| a.state == *state && a.theatre == theatre).map(|a| a.force).sum();
            if all > 0.0 { there / all } else { 0.0 }
        };
        Ok(known.iter().map(|k| of(&k.state)).collect())
    };
    let error = |log_value: f64| -> Result<f64, Error> {
        let off: f64 = shares(log_value)?.iter().zip(known).map(|(model, known)| (model.max(1e-12) / known.share).ln().powi(2)).sum();
        Ok((off / known.len() as f64).sqrt())
    };
    // Shares rise with the value and stay where a front is empty or takes all, so the valley is looked for on a grid, then by golden section.
    let points: Vec<f64> = (0..=GRID).map(|n| (LARGEST / LEAST).ln() * f64::from(n) / f64::from(GRID) + LEAST.ln()).collect();
    let errors = points.iter().map(|at| error(*at)).collect::<Result<Vec<f64>, Error>>()?;
    let lowest = (0..points.len()).min_by(|a, b| errors[*a].total_cmp(&errors[*b])).unwrap_or(0);
    let (mut low, mut high) = (points[lowest.saturating_sub(1)], points[(lowest + 1).min(points.len() - 1)]);
    let golden = (5.0_f64.sqrt() - 1.0) / 2.0;
    while high - low > 1e-9 {
        let (a, b) = (high - golden * (high - low), low + golden * (high - low));
        if error(a)? < error(b)? { high = b } else { low = a }
    }
    let at = f64::midpoint(low, high);
    let side = |(model, k): (f64, &Known)| FittedSide { state: k.state.clone(), total: k.total.clone(), known: k.share, model };
    let sides = shares(at)?.into_iter().zip(known).map(side).collect();
    let is_at_edge = lowest == 0 || lowest == points.len() - 1;
    Ok(Fitted { efficacy: String::new(), value: at.exp(), is_at_edge, sides, error: error(at)? })
}

/// The same contest with another value of one theatre.
fn with_value(game: &Game, theatre: &str, value: f64) -> Result<Game, Error> {
    let target = Target::Value { theatre: theatre.to_owned() };
    let distribution = Distribution::Fixed { value };
    let parameters = vec![Parameter { id: "value".to_owned(), targets: vec![target], distribution, apply: Apply::Set }];
    let study = Study { settlements: vec![Settlement::of(theatre)], parameters, draws: 1, seed: 0, options: Options::default() };
    Ok(Sampler::new(game, &study)?.game(0)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use entente_core::testkit::assert_close;
    use entente_measures::contest::game::{State, Theatre};

    /// The three-player example: a border of 0.5 puts 0.4101973 and 0.3502622 of the forces there, so these shares give 0.5 back.
    #[test]
    fn shares_of_the_example_give_its_value_back() {
        let states = [("R", 1.0), ("C", 2.0), ("U", 5.0)].map(|(id, force)| State::with_force(id, force)).to_vec();
        let fronts = [("Europe", ["R", "U"], 1.0), ("Pacific", ["C", "U"], 1.0), ("border", ["R", "C"], 9.0)];
        let game = Game::new(states, fronts.map(|(id, states, value)| Theatre::new(id, &states, value)).to_vec(), 1.0).unwrap();
        let known = |state: &str, share| Known { state: state.to_owned(), total: String::new(), share };
        let both = [known("R", 0.410_197_334_4), known("C", 0.700_524_488_4 / 2.0)];
        let found = fit(&game, "border", &both).unwrap();
        assert_close(found.value, 0.5, 1e-6); // the valley of the error is flat at its bottom
        assert!(found.error < 1e-6);
        let apart = fit(&game, "border", &[both[0].clone(), known("C", 0.1)]).unwrap();
        assert!(apart.error > 0.2, "{apart:?}"); // one value cannot give both
    }
}
