//! Contests whose answers are printed somewhere or follow by hand.

use crate::contest::counterfactual::{Counterfactual, counterfactual};
use crate::contest::fixtures::{slot, three_players, three_with_costs};
use crate::contest::game::{Game, State, Theatre};
use crate::contest::multiplier::Status;
use crate::contest::settlement::Settlement;
use crate::contest::solve::{Equilibrium, Options, solve};
use entente_core::testkit::assert_close;

/// Half a unit of the tenth decimal.
const TEN: f64 = 5.1e-11;

fn check(game: &Game, found: &Equilibrium, expected: &[(&str, &str, f64)], of: fn(&Equilibrium) -> &[f64], tolerance: f64) {
    for (state, theatre, value) in expected {
        assert_close(of(found)[slot(game, state, theatre)], *value, tolerance);
    }
}

fn quiet(game: &Game) -> Counterfactual {
    counterfactual(game, &[Settlement::of("border")], &Options::default()).unwrap()
}

#[test]
fn three_players_with_and_without() {
    let game = three_players(1.0);
    let found = quiet(&game);
    let with = [
        ("R", "Europe", 0.589_802_665_6),
        ("R", "border", 0.410_197_334_4),
        ("C", "Pacific", 1.299_475_511_6),
        ("C", "border", 0.700_524_488_4),
        ("U", "Europe", 2.183_289_516_0),
        ("U", "Pacific", 2.816_710_484_0),
    ];
    check(&game, &found.with, &with, |f| &f.force, TEN);
    let success = [("R", "Europe", 0.212_687_724_4), ("C", "Pacific", 0.315_698_929_3), ("R", "border", 0.369_306_991_2)];
    check(&game, &found.with, &success, |f| &f.success, TEN);
    let without = [("R", "Europe", 1.0), ("C", "Pacific", 2.0), ("U", "Europe", 2.313_708_499_0), ("U", "Pacific", 2.686_291_501_0)];
    check(&game, &found.without, &without, |f| &f.force, TEN);
    // Known in closed form: (1 + root 2) / 8 and (2 + root 2) / 8.
    let root = 2.0_f64.sqrt();
    check(&game, &found.without, &[("R", "Europe", (1.0 + root) / 8.0), ("C", "Pacific", (2.0 + root) / 8.0)], |f| &f.success, 1e-12);
    // The last marginal value ends in 4 where it was printed and in 3 when computed to forty digits.
    let payoffs = [
        (&found.with, [0.397_341_220_0, 0.631_045_433_7, 1.471_613_346_3], [0.283_911_325_0, 0.166_246_392_0, 0.076_696_954_3]),
        (&found.without, [0.301_776_695_3, 0.426_776_695_3, 1.271_446_609_4], [0.210_707_521_5, 0.122_319_173_8, 0.091_069_173_8]),
    ];
    for (found, payoff, marginal) in payoffs {
        for (i, (u, mu)) in payoff.iter().zip(marginal).enumerate() {
            assert_close(found.payoffs(&game)[i].value, *u, TEN);
            assert_close(found.marginal_value[i].unwrap(), mu, TEN);
        }
    }
}

#[test]
fn what_the_quiet_border_frees() {
    let found = quiet(&three_players(1.0));
    for (i, force, share, multiplier) in [(0, 0.410_197_3, 0.410_197_3, 1.672_638_2), (1, 0.700_524_5, 0.350_262_2, 1.529_267_9)] {
        assert_close(found.freed[i].force, force, 5.1e-8); // printed to seven decimals, here and below
        assert_close(found.freed[i].share, share, 5.1e-8);
        assert_close(found.multiplier[i].value.unwrap(), multiplier, 5.1e-8);
        assert_eq!((found.multiplier[i].status, found.freed[i].saved.abs() < 1e-12), (Status::Solved, true));
    }
    let of = |list: &[crate::contest::counterfactual::OfSlot], state: &str| list.iter().find(|r| r.state == state).unwrap().value.unwrap();
    assert_close(of(&found.front_ratio, "R"), 1.695_482_3, 5.1e-8);
    assert_close(of(&found.front_ratio, "C"), 1.539_082_5, 5.1e-8);
    assert_close(of(&found.success_gain, "R"), 0.089_089_0, 5.1e-8);
    assert_close(of(&found.success_gain, "C"), 0.111_077_8, 5.1e-8);
    // The third party loses what the two gain.
    let change: Vec<f64> = found.elsewhere.iter().map(|e| e.change).collect();
    assert_close(change[2], -(change[0] + change[1]), 1e-12);
    assert!(!found.elsewhere[2].is_party && found.elsewhere[0].is_party);
    // Alone: everything moves to the other theatre and nobody answers.
    let alone = |i: usize, rival: f64, own: f64| {
        let row = &found.unilateral[i];
        assert_close(row.force, own, 1e-12);
        assert_close(row.success_gain, own / (own + rival) - found.with.success[if i == 0 { 0 } else { 2 }], 1e-12);
    };
    alone(0, found.with.force[1], 1.0);
    alone(1, found.with.force[3], 2.0);
}

#[test]
fn less_decisive() {
    let game = three_players(0.7);
    let expected = [
        ("R", "Europe", 0.630_831_602_8),
        ("R", "border", 0.369_168_397_2),
        ("C", "Pacific", 1.326_293_609_2),
        ("C", "border", 0.673_706_390_8),
        ("U", "Europe", 2.323_341_018_1),
        ("U", "Pacific", 2.676_658_981_9),
    ];
    check(&game, &solve(&game, &Options::default()).unwrap(), &expected, |f| &f.force, TEN);
}

#[test]
fn costs_instead_of_forces() {
    let game = three_with_costs();
    let found = quiet(&game);
    let with = [
        ("R", "Europe", 0.270_161_106_6),
        ("R", "border", 0.146_279_346_7),
        ("C", "Pacific", 0.402_494_555_3),
        ("C", "border", 0.201_659_339_0),
        ("U", "Europe", 0.519_958_872_0),
        ("U", "Pacific", 0.561_915_289_3),
    ];
    check(&game, &found.with, &with, |f| &f.force, TEN);
    let success = [("R", "Europe", 0.341_924_155_7), ("C", "Pacific", 0.417_348_036_7), ("R", "border", 0.420_417_023_9)];
    check(&game, &found.with, &success, |f| &f.success, TEN);
    for (i, total) in [0.416_440_453_4, 0.604_153_894_2, 1.081_874_161_4].iter().enumerate() {
        assert_close(found.with.total_force(&game, i), *total, TEN);
    }
    let without = [
        ("R", "Europe", 0.344_918_491_8),
        ("C", "Pacific", 0.499_058_043_8),
        ("U", "Europe", 0.539_100_895_6),
        ("U", "Pacific", 0.564_298_922_0),
    ];
    check(&game, &found.without, &without, |f| &f.force, TEN);
    check(&game, &found.without, &[("R", "Europe", 0.390_170_732_3), ("C", "Pacific", 0.469_323_152_8)], |f| &f.success, TEN);
    // The dividend of peace: 17.2 % less force in all, and still 27.7 % more on the main front.
    assert_close(found.freed[0].saved / found.with.total_force(&game, 0), 0.172, 5e-4);
    assert_close(found.front_ratio[0].value.unwrap(), 1.277, 5e-4);
}

/// Friedman 1958: two states divide in proportion to value, whatever r.
#[test]
fn two_states_divide_in_proportion() {
    let states = || vec![State::with_force("a", 60.0), State::with_force("b", 40.0)];
    let theatres = || [0.5, 0.3, 0.2].map(|v| Theatre::new(v.to_string(), &["a", "b"], v)).to_vec();
    for r in [0.05, 0.5, 0.9, 1.0, 1.2] {
        let found = solve(&Game::new(states(), theatres(), r).unwrap(), &Options::default()).unwrap();
        for (x, expected) in found.force.iter().zip([30.0, 20.0, 18.0, 12.0, 12.0, 8.0]) {
            assert_close(*x, expected, if r > 1.0 { 1e-6 } else { 1e-10 }); // the certificate bounds payoffs, above one only these
        }
    }
}

/// Symmetric graphs of degree d with a cost of one: x = root of v / 8d. Rings, complete graphs, and the cube.
#[test]
fn regular_graphs() {
    let ring = |n: usize| (0..n).map(|i| (i, (i + 1) % n)).collect::<Vec<_>>();
    let complete = |n: usize| (0..n).flat_map(|i| (i + 1..n).map(move |j| (i, j))).collect::<Vec<_>>();
    let cube = (0..8_usize).flat_map(|i| [1, 2, 4].map(|bit| (i, i ^ bit))).filter(|(i, j)| i < j).collect::<Vec<_>>();
    for (n, edges, degree) in [(3, ring(3), 2.0), (7, ring(7), 2.0), (6, complete(6), 5.0), (8, cube, 3.0)] {
        for value in [1.0, 0.3] {
            let game = graph(n, &edges, value);
            let expected = (value / (8.0 * degree)).sqrt();
            let found = solve(&game, &Options::default()).unwrap();
            assert!(found.force.iter().all(|x| (x - expected).abs() < 1e-12), "{n}"); // rounding
            assert!(n != 3 || value < 1.0 || (expected - 0.25).abs() < 1e-15);
        }
    }
}

#[test]
fn stars() {
    for n in [2_usize, 3, 5, 9] {
        let edges: Vec<_> = (1..=n).map(|leaf| (0, leaf)).collect();
        let game = graph(n + 1, &edges, 1.0);
        let root = (n as f64).sqrt();
        let centre = (1.0 / (2.0 * root * (1.0 + root).powi(2))).sqrt();
        let found = solve(&game, &Options::default()).unwrap();
        for k in 0..n {
            assert_close(found.force[2 * k], centre, 1e-12); // rounding
            assert_close(found.force[2 * k + 1], root * centre, 1e-12);
        }
        if n == 2 {
            assert_close(found.force[0], 0.246_292_857_8, TEN);
            assert_close(found.force[1], 0.348_310_699_7, TEN);
        }
    }
}

fn graph(n: usize, edges: &[(usize, usize)], value: f64) -> Game {
    let id = |i: usize| format!("s{i}");
    let states = (0..n).map(|i| State::with_quadratic_cost(id(i), 1.0)).collect();
    let theatres = edges.iter().map(|(i, j)| Theatre::new(format!("{i}-{j}"), &[&id(*i), &id(*j)], value)).collect();
    Game::new(states, theatres, 1.0).unwrap()
}

/// Nothing settled changes nothing; a settlement by degrees ends where the whole one does, and frees more with each degree.
#[test]
fn settled_by_degrees() {
    let game = three_players(1.0);
    let by = |degree: f64| counterfactual(&game, &[Settlement { theatre: "border".to_owned(), degree }], &Options::default()).unwrap();
    let nothing = by(0.0);
    assert!(nothing.freed.iter().all(|f| f.force == 0.0) && nothing.multiplier.iter().all(|m| m.value == Some(1.0)));
    let shares: Vec<f64> = [0.0, 0.3, 0.6, 0.9, 1.0 - 1e-9, 1.0].map(|d| by(d).freed[0].share).to_vec();
    assert!(shares.windows(2).all(|w| w[0] < w[1]));
    assert_close(shares[4], shares[5], 1e-6);
    assert_close(by(1.0 - 1e-9).multiplier[1].value.unwrap(), by(1.0).multiplier[1].value.unwrap(), 1e-6);
}

/// Two settlements at once, and several theatres elsewhere: the multiplier makes the sums equal, as solving again shows.
#[test]
fn several_fronts_share_one_multiplier() {
    let force = [("a", 3.0), ("b", 2.0), ("c", 4.0), ("d", 1.5)];
    let states = |m: f64| force.map(|(id, x)| State::with_force(id, if id == "a" { m * x } else { x })).to_vec();
    let theatres = vec![
        Theatre::new("ab", &["a", "b"], 0.7),
        Theatre::new("ad", &["a", "d"], 0.4),
        Theatre::new("ac", &["a", "c"], 1.0),
        Theatre::new("all", &["a", "b", "c", "d"], 0.9),
        Theatre::new("bc", &["b", "c"], 0.5),
    ];
    let game = Game::new(states(1.0), theatres.clone(), 0.8).unwrap();
    let found = counterfactual(&game, &[Settlement::of("ab"), Settlement::of("ad")], &Options::default()).unwrap();
    let multiplier = found.multiplier[0].value.unwrap();
    let larger = Game::new(states(multiplier), theatres, 0.8).unwrap();
    let again = solve(&larger, &Options::default()).unwrap();
    assert_close(again.worth(&larger, 0, |k| k == 2 || k == 3), found.elsewhere[0].without, 1e-10); // the root's tolerance
    assert_eq!(found.freed.iter().map(|f| f.state.as_str()).collect::<Vec<_>>(), ["a", "b", "d"]);
}
