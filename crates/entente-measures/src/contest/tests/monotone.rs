//! Why there is one equilibrium: marginal values with the sign changed rise along every line (a monotone operator), where values are common
//! and r is at most one. Everything here is written out again from the formulas, away from the code that solves.

use crate::contest::fixtures::any_game;
use crate::contest::game::Game;
use crate::random::stream;
use rand::RngExt;

/// Impact of a slot.
fn impact(game: &Game, e: usize, force: f64) -> f64 {
    (game.slots()[e].efficacy * force).powf(game.decisiveness())
}

/// Success of every slot.
fn success(game: &Game, force: &[f64]) -> Vec<f64> {
    let of = |e: usize| {
        let place = &game.theatres()[game.slots()[e].theatre];
        let total: f64 = place.stalemate + place.slots().map(|f| impact(game, f, force[f])).sum::<f64>();
        impact(game, e, force[e]) / total
    };
    (0..force.len()).map(of).collect()
}

/// Marginal value of every slot: r v p (1 - p) / x.
fn slope(game: &Game, force: &[f64], value: &[f64]) -> Vec<f64> {
    let success = success(game, force);
    (0..force.len()).map(|e| game.decisiveness() * value[e] * success[e] * (1.0 - success[e]) / force[e]).collect()
}

/// Over many pairs of divisions of many games the inner product is above zero.
#[test]
fn marginal_values_are_monotone() {
    let mut rng = stream(1, "monotone");
    for number in 0..400 {
        let game = any_game(number);
        // Common values: the scale of a state changes nothing of its behaviour.
        let value: Vec<f64> = game.slots().iter().map(|s| game.slots()[game.theatres()[s.theatre].slots().start].value).collect();
        for _ in 0..50 {
            let mut any = || -> Vec<f64> { game.slots().iter().map(|_| (6.0 * rng.random::<f64>() - 3.0).exp()).collect() };
            let (x, y) = (any(), any());
            let (f, g) = (slope(&game, &x, &value), slope(&game, &y, &value));
            let terms: Vec<f64> = (0..x.len()).map(|e| (g[e] - f[e]) * (x[e] - y[e])).collect();
            let (product, size) = (terms.iter().sum::<f64>(), terms.iter().map(|t| t.abs()).sum::<f64>());
            assert!(product > -1e-12 * size, "game {number}: {product} of {size}"); // rounding
        }
    }
}

/// The printed counter-example: two states that value a theatre at 1 and 3, with forces of 10 and 0.1. The smallest eigenvalue of the
/// symmetric part of the derivative is -0.00136; weighted by 3 and 1, which makes values common, both are above zero.
#[test]
fn unequal_values_are_not() {
    let (x, total) = ([10.0_f64, 0.1], 10.1_f64.powi(3));
    let smallest = |values: [f64; 2]| {
        let diagonal = [2.0 * values[0] * x[1] / total, 2.0 * values[1] * x[0] / total];
        let off = (values[1] - values[0]) * (x[0] - x[1]) / 2.0 / total;
        let (middle, half) = (f64::midpoint(diagonal[0], diagonal[1]), (diagonal[1] - diagonal[0]) / 2.0);
        middle - half.hypot(off)
    };
    assert!((smallest([1.0, 3.0]) + 0.00136).abs() < 5e-6); // printed to five decimals
    assert!(smallest([3.0, 3.0]) > 0.0);
}

/// G4: more of one's own force is more success in a theatre, and less for everybody else there.
#[test]
fn success_rises_with_own_force_and_falls_with_that_of_rivals() {
    let mut rng = stream(2, "monotone");
    for number in 0..400 {
        let game = any_game(number);
        let force: Vec<f64> = game.slots().iter().map(|_| (4.0 * rng.random::<f64>() - 2.0).exp()).collect();
        let before = success(&game, &force);
        for e in 0..force.len() {
            let mut more = force.clone();
            more[e] *= 1.5;
            let after = success(&game, &more);
            let place = &game.theatres()[game.slots()[e].theatre];
            assert!(after[e] > before[e] || before[e] == 1.0);
            assert!(place.slots().filter(|f| *f != e).all(|f| after[f] < before[f]));
        }
    }
}
