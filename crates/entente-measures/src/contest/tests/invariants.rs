//! What holds of every equilibrium whatever the game (G1 to G6).

use crate::contest::fixtures::{any_game, three_players};
use crate::contest::game::{Game, Means, State, Theatre, Value};
use crate::contest::solve::{Equilibrium, Options, solve};
use entente_core::testkit::assert_close;

const GAMES: u64 = 400;

fn answer(game: &Game) -> Equilibrium {
    solve(game, &Options::default()).unwrap()
}

/// The parts a game was made of, to be made anew with a change.
fn parts(game: &Game) -> (Vec<State>, Vec<Theatre>) {
    let theatre = |place: &crate::contest::game::Place| {
        let slots = &game.slots()[place.slots()];
        Theatre {
            id: place.id.clone(),
            states: slots.iter().map(|s| game.states()[s.state].id.clone()).collect(),
            value: Value::Each(slots.iter().map(|s| s.value).collect()),
            efficacy: slots.iter().map(|s| s.efficacy).collect(),
            stalemate: place.stalemate,
        }
    };
    (game.states().to_vec(), game.theatres().iter().map(theatre).collect())
}

fn scale_means(state: &mut State, force: f64, value: f64) {
    match &mut state.means {
        Means::Force(x) => *x *= force,
        Means::QuadraticCost(c) => *c *= value / (force * force),
        Means::LinearCost(c) => *c *= value / force,
    }
}

/// Largest difference of two lists, over the largest entry of the first.
fn apart(a: &[f64], b: &[f64]) -> f64 {
    let largest = a.iter().copied().fold(0.0, f64::max);
    a.iter().zip(b).map(|(x, y)| (x - y).abs() / largest).fold(0.0, f64::max)
}

/// G1, G4: forces are zero or more and add up; marginal values are equal where there is force and no larger where there is none; success
/// and stalemate add up to one.
#[test]
fn feasible_and_stationary() {
    for number in 0..4 * GAMES {
        let game = any_game(number);
        let found = answer(&game);
        let r = game.decisiveness();
        let impact = |e: usize| (game.slots()[e].efficacy * found.force[e]).powf(r);
        assert!(found.force.iter().all(|x| *x >= 0.0) && found.success.iter().all(|p| (0.0..=1.0).contains(p)));
        for place in game.theatres() {
            let total = place.stalemate + place.slots().map(impact).sum::<f64>();
            if total > 0.0 {
                let sum: f64 = place.slots().map(|e| found.success[e]).sum();
                assert_close(sum + place.stalemate / total, 1.0, 1e-12); // rounding
            }
        }
        for (i, state) in game.states().iter().enumerate() {
            let total = found.total_force(&game, i);
            let price = found.marginal_value[i].unwrap_or(0.0) / state.scale;
            if let Means::Force(force) = state.means {
                assert_close(total / force, 1.0, 1e-12);
            }
            for (e, slot) in game.slots().iter().enumerate().filter(|(_, s)| s.state == i) {
                let place = &game.theatres()[slot.theatre];
                let others = place.stalemate + place.slots().filter(|f| *f != e).map(impact).sum::<f64>();
                let rise = if r == 1.0 { slot.efficacy } else { r * impact(e) / found.force[e] };
                let slope = slot.value * rise * others / (others + impact(e)).powi(2);
                // Where next to nothing is, it may be off by more, as it wins nothing.
                let weight = found.force[e] / total.max(f64::MIN_POSITIVE);
                if weight > 1e-9 && price > 0.0 {
                    assert!((slope / price - 1.0).abs() < 1e-8, "game {number}: {slope} {price} {weight}");
                } else if found.force[e] == 0.0 && price > 0.0 {
                    assert!(slope <= price * (1.0 + 1e-8), "{slope} {price}");
                }
            }
        }
    }
}

/// G2: other names and another order give the same forces; twins get the same.
#[test]
fn names_and_order_do_not_matter() {
    for game in (0..GAMES).map(any_game) {
        let (mut states, mut theatres) = parts(&game);
        states.reverse();
        theatres.reverse();
        theatres.iter_mut().for_each(|t| {
            t.states.reverse();
            t.efficacy.reverse();
            t.value = Value::Each(match &t.value {
                Value::Each(values) => values.iter().rev().copied().collect(),
                Value::Common(value) => vec![*value; t.states.len()],
            });
        });
        let turned = answer(&Game::new(states, theatres, game.decisiveness()).unwrap());
        let back: Vec<f64> = turned.force.iter().rev().copied().collect();
        assert!(apart(&answer(&game).force, &back) < 1e-7); // what two certificates leave open
    }
    let twins = vec![State::with_force("a", 1.0), State::with_force("b", 1.0), State::with_force("c", 3.0)];
    let theatres =
        vec![Theatre::new("x", &["a", "b", "c"], 1.0), Theatre::new("y", &["b", "a"], 2.0), Theatre::new("z", &["c", "b", "a"], 0.1)];
    let found = answer(&Game::new(twins, theatres, 0.6).unwrap());
    for (a, b) in [(0, 1), (4, 3), (7, 6)] {
        assert_close(found.force[a], found.force[b], 1e-12); // rounding
    }
}

/// G3, B7: the units of value, of force and of impact do not matter, over eighteen orders of magnitude.
#[test]
fn units_do_not_matter() {
    for (number, game) in (0..GAMES).map(any_game).enumerate() {
        let (force, value) = [(1e9, 1.0), (1e-9, 1e9), (3.7, 1e-9), (1.0, 0.02)][number % 4];
        let (mut states, mut theatres) = parts(&game);
        states.iter_mut().for_each(|s| scale_means(s, force, value));
        theatres.iter_mut().for_each(|t| {
            let scaled = |v: &Vec<f64>| v.iter().map(|v| v * value).collect();
            t.value = if let Value::Each(values) = &t.value { Value::Each(scaled(values)) } else { t.value.clone() };
            t.stalemate *= force.powf(game.decisiveness());
        });
        let other = Game::new(states, theatres, game.decisiveness()).unwrap();
        let (a, b) = (answer(&game), answer(&other));
        let back: Vec<f64> = b.force.iter().map(|x| x / force).collect();
        assert!(apart(&a.force, &back) < 1e-7, "{number}"); // what two certificates leave open
        for (p, q) in a.payoffs(&game).iter().zip(b.payoffs(&other)) {
            assert_close(q.value / value, p.value, 1e-7 * p.value.abs());
        }
    }
}

/// G6: dropping a theatre that a state does not use anyway changes nothing.
#[test]
fn what_is_not_used_is_not_missed() {
    let mut dropped = 0;
    for game in (0..GAMES).map(any_game) {
        let found = answer(&game);
        let plays = |state: usize| game.slots().iter().filter(|s| s.state == state).count();
        let Some(unused) = (0..game.slots().len()).find(|e| found.force[*e] == 0.0 && plays(game.slots()[*e].state) > 1) else { continue };
        let k = game.slots()[unused].theatre;
        let (states, mut theatres) = parts(&game);
        let at = unused - game.theatres()[k].slots().start;
        theatres[k].states.remove(at);
        theatres[k].efficacy.remove(at);
        if let Value::Each(values) = &mut theatres[k].value {
            values.remove(at);
        }
        if theatres[k].states.is_empty() {
            continue;
        }
        let mut other = answer(&Game::new(states, theatres, game.decisiveness()).unwrap()).force;
        other.insert(unused, 0.0);
        assert!(apart(&found.force, &other) < 1e-7); // what two certificates leave open
        dropped += 1;
    }
    assert!(dropped > 50, "{dropped}");
}

/// G6: with two states and common values one wins what the other loses, and the answer is a saddle point: against it no other division on
/// a grid is worth more than the value of the game, v B^r / (B^r + C^r).
#[test]
fn two_states_play_a_saddle_point() {
    for r in [0.4, 1.0] {
        let (b, c, values) = (3.0_f64, 2.0_f64, [0.7, 0.4]);
        let states = vec![State::with_force("a", b), State::with_force("b", c)];
        let theatres = values.map(|v| Theatre::new(v.to_string(), &["a", "b"], v)).to_vec();
        let found = answer(&Game::new(states, theatres, r).unwrap());
        let worth = |x: f64, y: f64| {
            let p = |x: f64, y: f64| if x + y == 0.0 { 0.5 } else { x.powf(r) / (x.powf(r) + y.powf(r)) };
            values[0] * p(x, y) + values[1] * p(b - x, c - y)
        };
        let value = (values[0] + values[1]) * b.powf(r) / (b.powf(r) + c.powf(r));
        assert_close(worth(found.force[0], found.force[1]), value, 1e-12);
        for step in 0..=1000 {
            let share = f64::from(step) / 1000.0;
            assert!(worth(share * b, found.force[1]) <= value + 1e-9 && worth(found.force[0], share * c) >= value - 1e-9);
        }
    }
}

/// G5: only between two states theory gives a sign: more force is more success everywhere. With more states or a cost it may not be, because
/// rivals regroup, so nothing is tested there.
#[test]
fn more_force_is_more_success_between_two() {
    let success = |force: f64| {
        let states = vec![State::with_force("a", force), State::with_force("b", 2.0)];
        let theatres =
            vec![Theatre::new("x", &["a", "b"], 1.0), Theatre { efficacy: vec![0.4, 1.0], ..Theatre::new("y", &["a", "b"], 2.0) }];
        answer(&Game::new(states, theatres, 0.8).unwrap()).success
    };
    let rising: Vec<Vec<f64>> = (1..20).map(|i| success(f64::from(i) * 0.3)).collect();
    assert!(rising.windows(2).all(|w| w[0][0] < w[1][0] && w[0][2] < w[1][2] && w[0][1] > w[1][1]));
}

/// The scale of a payoff changes the payoff and nothing else where force is fixed, and acts as a lower cost where it is paid for.
#[test]
fn scale_of_payoffs() {
    let game = three_players(1.0);
    let (mut states, theatres) = parts(&game);
    states[0].scale = 7.0;
    let scaled = Game::new(states, theatres.clone(), 1.0).unwrap();
    let (a, b) = (answer(&game), answer(&scaled));
    assert!(apart(&a.force, &b.force) < 1e-12);
    assert_close(b.payoffs(&scaled)[0].value, 7.0 * a.payoffs(&game)[0].value, 1e-12);
    let costs = |scale: f64, cost: f64| {
        let own = State { scale, ..State::with_quadratic_cost("R", cost) };
        vec![own, State::with_quadratic_cost("C", 1.0), State::with_linear_cost("U", 1.0)]
    };
    let force = |states| answer(&Game::new(states, theatres.clone(), 1.0).unwrap()).force;
    assert!(apart(&force(costs(7.0, 1.0)), &force(costs(1.0, 1.0 / 7.0))) < 1e-12);
}
