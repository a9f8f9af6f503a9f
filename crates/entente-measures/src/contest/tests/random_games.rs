//! Ten thousand games nobody has seen, and slower methods that know nothing of prices.

use rand::RngExt;

use crate::Error;
use crate::contest::extragradient::extragradient;
use crate::contest::fault::Fault;
use crate::contest::fixtures::{any_game, recomputed_regret};
use crate::contest::game::{Game, Means, State, Theatre};
use crate::contest::impact::Impacts;
use crate::contest::interior::interior;
use crate::contest::scaled::Scaled;
use crate::contest::solve::{Options, solve};
use crate::random::stream;

/// B5: every certificate is computed again from the forces, plainly; at least 999 in 1000 are solved, and the others say so.
#[test]
fn ten_thousand_games() {
    let mut corners = 0;
    let mut unsolved = Vec::new();
    for number in 0..10_000 {
        let game = any_game(number);
        match solve(&game, &Options::default()) {
            Ok(found) => {
                let regret = recomputed_regret(&game, &found.force);
                // What is allowed, and what rounding adds when it is computed in another order.
                assert!(regret <= 1.01e-10, "game {number}: {regret} {:?}", found.certificate);
                corners += usize::from(found.force.contains(&0.0));
            }
            Err(Error::Contest(Fault::NotCertified { .. })) => unsolved.push(number),
            Err(error) => panic!("game {number}: {error}"),
        }
    }
    assert!(unsolved.len() <= 10, "{unsolved:?}");
    assert!(corners > 2000, "{corners}");
}

/// Wider than any real contest: forces over eighteen orders of magnitude and r next to one and to zero. Here failing is allowed, lying not.
#[test]
fn extreme_games_are_solved_or_refused() {
    let mut solved = 0;
    for number in 0..2000 {
        let mut rng = stream(number, "extreme");
        let mut wide = |decades: f64| 10.0_f64.powf(decades * (2.0 * rng.random::<f64>() - 1.0));
        let states: Vec<State> = (0..4).map(|i| State::with_force(i.to_string(), wide(9.0))).collect();
        let pairs = [&["0", "1"][..], &["1", "2"], &["2", "3", "0"], &["0", "1", "2", "3"], &["3", "1"]];
        let theatres = pairs
            .iter()
            .enumerate()
            .map(|(k, p)| Theatre { stalemate: if k == 2 { wide(6.0) } else { 0.0 }, ..Theatre::new(k.to_string(), p, wide(3.0)) });
        let r = [1.0, 0.999_999, 0.99, 0.5, 0.01][number as usize % 5];
        let game = Game::new(states, theatres.collect(), r).unwrap();
        if let Ok(found) = solve(&game, &Options::default()) {
            assert!(recomputed_regret(&game, &found.force) <= 1.01e-10, "{number}");
            solved += 1;
        }
    }
    assert!(solved >= 1990, "{solved}");
}

/// Small steps along the marginal values from equal shares, with a look ahead: nothing is shared with the solver.
fn plain(game: &Game) -> Vec<f64> {
    let n = game.slots().len();
    let r = game.decisiveness();
    let own = |i: usize| (0..n).filter(move |e| game.slots()[*e].state == i).collect::<Vec<_>>();
    let slope = |x: &[f64], e: usize| {
        let slot = game.slots()[e];
        let impact = |f: usize| (game.slots()[f].efficacy * x[f]).powf(r);
        let place = &game.theatres()[slot.theatre];
        let total = place.stalemate + place.slots().map(impact).sum::<f64>();
        slot.value * r * impact(e) / x[e] * (total - impact(e)) / (total * total)
    };
    // Nearest point with the same sum and nothing below a floor, by bisection on what is taken from each.
    let project = |x: &mut [f64]| {
        for (i, state) in game.states().iter().enumerate() {
            let Means::Force(force) = state.means else { panic!("fixed forces only") };
            let (mut low, mut high) = (-1e3, 1e3);
            for _ in 0..100 {
                let middle = f64::midpoint(low, high);
                let sum: f64 = own(i).iter().map(|e| (x[*e] - middle).max(1e-9)).sum();
                if sum > force { low = middle } else { high = middle }
            }
            own(i).iter().for_each(|e| x[*e] = (x[*e] - low).max(1e-9));
        }
    };
    let mut x = vec![1.0; n];
    project(&mut x);
    let eta = 0.1;
    for _ in 0..6000 {
        let mut y: Vec<f64> = (0..n).map(|e| x[e] + eta * slope(&x, e)).collect();
        project(&mut y);
        let mut z: Vec<f64> = (0..n).map(|e| x[e] + eta * slope(&y, e)).collect();
        project(&mut z);
        x = z;
    }
    x
}

#[test]
fn a_plain_method_agrees() {
    for (number, r) in [1.0, 0.7, 1.0, 0.5, 1.0, 0.9].into_iter().enumerate() {
        let mut rng = stream(number as u64, "plain");
        let mut size = || rng.random_range(0.5..2.0);
        let states = ["a", "b", "c", "d"].map(|id| State::with_force(id, size())).to_vec();
        let members = [&["a", "b"][..], &["b", "c", "d"], &["a", "c"], &["d", "a", "b"]];
        let theatres: Vec<Theatre> = members
            .iter()
            .enumerate()
            .map(|(k, m)| Theatre { stalemate: if k == 1 { 0.5 } else { 0.0 }, ..Theatre::new(k.to_string(), m, size()) })
            .collect();
        let game = Game::new(states, theatres, r).unwrap();
        let found = solve(&game, &Options::default()).unwrap();
        for (a, b) in found.force.iter().zip(plain(&game)) {
            assert!((a - b).abs() < 1e-6, "game {number}: {a} {b}"); // small steps stop short, and the floor
        }
    }
}

/// Each fallback by itself finds what the first method finds, where it is meant to.
#[test]
fn the_slower_methods_agree() {
    let mut compared = [0, 0];
    for number in 0..300 {
        let game = any_game(number);
        let found = solve(&game, &Options::default()).unwrap();
        let scaled = Scaled::new(&game, &vec![1.0; game.theatres().len()]);
        let expected: Vec<f64> = scaled.origin.iter().zip(&scaled.state).map(|(e, i)| found.force[*e] / scaled.unit[*i]).collect();
        let apart = |force: &[f64]| force.iter().zip(&expected).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
        let mut impacts = Impacts::default();
        let mut inside = scaled.proportional();
        interior(&scaled, &mut inside, &mut impacts, 200);
        compared[0] += usize::from(apart(&inside) < 1e-6);
        if scaled.slots() <= 12 {
            let mut stepped = scaled.proportional();
            let taken = extragradient(&scaled, &mut stepped, &mut impacts, 3000);
            if taken < 3000 {
                // Where it stopped by itself it has arrived, up to the floor and what flat payoffs leave open.
                assert!(apart(&stepped) < 1e-4, "{number}: {}", apart(&stepped));
                compared[1] += 1;
            }
        }
    }
    assert!(compared[0] >= 290 && compared[1] >= 60, "{compared:?}");
}
