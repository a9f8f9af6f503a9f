//! Degenerate input: an error that names what is wrong, or the right trivial answer.

use crate::Error;
use crate::contest::counterfactual::counterfactual;
use crate::contest::fixtures::{three_players, three_theatres};
use crate::contest::game::{Game, Means, State, Theatre, Value};
use crate::contest::multiplier::{NotDefined, Status};
use crate::contest::settlement::Settlement;
use crate::contest::solve::{Options, solve};
use crate::contest::uniqueness::Uniqueness;
use entente_core::testkit::assert_close;

fn two(a: f64, b: f64) -> Vec<State> {
    vec![State::with_force("a", a), State::with_force("b", b)]
}

fn told(states: Vec<State>, theatres: Vec<Theatre>, r: f64) -> String {
    Game::new(states, theatres, r).unwrap_err().to_string()
}

#[test]
fn what_is_wrong_is_named() {
    let ab = |value: f64| vec![Theatre::new("k", &["a", "b"], value)];
    let with = |change: fn(&mut Theatre)| {
        let mut theatre = Theatre::new("k", &["a", "b"], 1.0);
        change(&mut theatre);
        vec![theatre]
    };
    for (found, expected) in [
        (told(vec![State::with_force("a", 1.0)], ab(1.0), 1.0), "a contest needs at least two states and has 1"),
        (told(vec![], vec![], 1.0), "a contest needs at least two states and has 0"),
        (told(two(1.0, 1.0), vec![], 1.0), "a contest needs at least one theatre and has none"),
        (told(two(1.0, 1.0), ab(0.0), 1.0), "value of theatre \"k\" is 0; it must be a finite number above zero"),
        (told(two(1.0, 1.0), ab(-1.0), 1.0), "value of theatre \"k\" is -1; it must be a finite number above zero"),
        (told(two(1.0, 1.0), ab(f64::NAN), 1.0), "value of theatre \"k\" is NaN; it must be a finite number above zero"),
        (told(two(-1.0, 1.0), ab(1.0), 1.0), "force of state \"a\" is -1; it must be a finite number, zero or more"),
        (told(two(f64::NAN, 1.0), ab(1.0), 1.0), "force of state \"a\" is NaN; it must be a finite number, zero or more"),
        (told(two(f64::INFINITY, 1.0), ab(1.0), 1.0), "force of state \"a\" is inf; it must be a finite number, zero or more"),
        (told(two(1.0, 1.0), ab(1.0), 0.0), "decisiveness r of the contest is 0; it must be a finite number above zero"),
        (told(two(1.0, 1.0), ab(1.0), f64::NAN), "decisiveness r of the contest is NaN; it must be a finite number above zero"),
        (
            told(two(1.0, 1.0), ab(1.0), 2.0),
            "decisiveness r is 2: above 1.3 best responses may cycle or end where they started, so no answer is given; use r up to 1.3",
        ),
        (told([two(1.0, 1.0), two(2.0, 2.0)].concat(), ab(1.0), 1.0), "the id \"a\" stands for more than one state; give each its own"),
        (told(two(1.0, 1.0), [ab(1.0), ab(2.0)].concat(), 1.0), "the id \"k\" stands for more than one theatre; give each its own"),
        (
            told(two(1.0, 1.0), vec![Theatre::new("k", &["a", "a"], 1.0)], 1.0),
            "theatre \"k\" names state \"a\" twice; name each participant once",
        ),
        (told(two(1.0, 1.0), vec![Theatre::new("k", &["a", "z"], 1.0)], 1.0), "state \"z\", named by theatre \"k\", is not in the contest"),
        (
            told(two(1.0, 1.0), vec![Theatre::new("k", &[], 1.0)], 1.0),
            "theatre \"k\" has no participant; name the states that contend there or leave it out",
        ),
        (
            told([two(1.0, 1.0), vec![State::with_force("c", 1.0)]].concat(), ab(1.0), 1.0),
            "state \"c\" takes part in no theatre; name it in one or leave it out",
        ),
        (
            told(two(1.0, 1.0), with(|t| t.efficacy = vec![1.0]), 1.0),
            "theatre \"k\" has 2 participants and 1 entries of efficacy; give one for each, in the same order",
        ),
        (
            told(two(1.0, 1.0), with(|t| t.value = Value::Each(vec![1.0; 3])), 1.0),
            "theatre \"k\" has 2 participants and 3 entries of value; give one for each, in the same order",
        ),
        (
            told(two(1.0, 1.0), with(|t| t.efficacy = vec![1.0, 0.0]), 1.0),
            "efficacy of state \"b\" in theatre \"k\" is 0; it must be a finite number above zero",
        ),
        (
            told(two(1.0, 1.0), with(|t| t.stalemate = -0.1), 1.0),
            "stalemate of theatre \"k\" is -0.1; it must be a finite number, zero or more",
        ),
        (
            told(vec![State::with_quadratic_cost("a", 0.0), State::with_force("b", 1.0)], ab(1.0), 1.0),
            "cost of state \"a\" is 0; it must be a finite number above zero",
        ),
        (
            told(vec![State { scale: -1.0, ..State::with_force("a", 1.0) }, State::with_force("b", 1.0)], ab(1.0), 1.0),
            "scale of state \"a\" is -1; it must be a finite number above zero",
        ),
    ] {
        assert_eq!(found, expected);
    }
}

#[test]
fn a_settlement_must_make_sense() {
    let game = three_players(1.0);
    let told = |settlements: &[Settlement]| counterfactual(&game, settlements, &Options::default()).unwrap_err().to_string();
    let by = |degree: f64| Settlement { theatre: "border".to_owned(), degree };
    assert_eq!(told(&[]), "the number of settled theatres is zero; ask for at least one");
    assert_eq!(told(&[Settlement::of("Arctic")]), "theatre \"Arctic\", named by the counterfactual, is not in the contest");
    assert_eq!(told(&[by(1.5)]), "degree of settlement of theatre \"border\" is 1.5; it must be a share, 0 to 1");
    assert_eq!(told(&[by(f64::NAN)]), "degree of settlement of theatre \"border\" is NaN; it must be a share, 0 to 1");
    assert_eq!(told(&[by(0.5), by(1.0)]), "the id \"border\" stands for more than one theatre; give each its own");
}

/// A state without force succeeds nowhere; who is left holds the theatre and puts all it has where it is opposed.
#[test]
fn without_force() {
    let mut states: Vec<State> = [("R", 1.0), ("C", 0.0), ("U", 5.0)].map(|(id, x)| State::with_force(id, x)).to_vec();
    let game = Game::new(states.clone(), three_theatres(), 1.0).unwrap();
    let found = solve(&game, &Options::default()).unwrap();
    let expected = [(1.0, 1.0 / 6.0), (5.0, 5.0 / 6.0), (0.0, 0.0), (0.0, 1.0), (0.0, 1.0), (0.0, 0.0)];
    for ((x, p), (force, success)) in found.force.iter().zip(&found.success).zip(expected) {
        assert_close(*x, force, 1e-11); // a token is held where nobody is opposed
        assert_close(*p, success, 1e-11);
    }
    let quiet = counterfactual(&game, &[Settlement::of("border")], &Options::default()).unwrap();
    let c = &quiet.multiplier[1];
    assert_eq!((c.state.as_str(), c.status, c.reason), ("C", Status::NotDefined, Some(NotDefined::NoForce)));
    assert_eq!((quiet.freed[1].force, quiet.freed[1].share), (0.0, 0.0));
    // Nobody has any: equal shares by rule, and with a stalemate mass none.
    states.iter_mut().for_each(|s| s.means = Means::Force(0.0));
    let mut theatres = three_theatres();
    theatres[0].stalemate = 1.0;
    let nobody = solve(&Game::new(states, theatres, 0.7).unwrap(), &Options::default()).unwrap();
    assert_eq!(nobody.success, [0.0, 0.0, 0.5, 0.5, 0.5, 0.5]);
}

/// One participant: it holds the theatre, and with a stalemate mass it must work for it. One that is nowhere opposed divides by value.
#[test]
fn one_participant() {
    let theatres =
        |stalemate: f64| vec![Theatre { stalemate, ..Theatre::new("own", &["a"], 1.0) }, Theatre::new("other", &["a", "b"], 1.0)];
    let held = solve(&Game::new(two(1.0, 1.0), theatres(0.0), 1.0).unwrap(), &Options::default()).unwrap();
    assert_close(held.success[0], 1.0, 0.0);
    assert_close(held.force[1], 1.0, 1e-11);
    // By hand, r = 1, s = 1, rival 1: both theatres are alike, a half each.
    let worked = solve(&Game::new(two(1.0, 1.0), theatres(1.0), 1.0).unwrap(), &Options::default()).unwrap();
    assert_close(worked.force[0], 0.5, 1e-12);
    let alone = vec![Theatre::new("x", &["a"], 3.0), Theatre::new("y", &["a"], 1.0), Theatre::new("z", &["b"], 1.0)];
    let alone = solve(&Game::new(two(2.0, 1.0), alone, 1.0).unwrap(), &Options::default()).unwrap();
    assert_eq!((alone.force.as_slice(), alone.success.as_slice()), ([1.5, 0.5, 1.0].as_slice(), [1.0; 3].as_slice()));
}

/// A contest in two parts is two contests.
#[test]
fn disconnected() {
    let ids = ["a", "b", "c", "d"];
    let states = ids.iter().zip([1.0, 2.0, 3.0, 4.0]).map(|(id, x)| State::with_force(*id, x)).collect();
    let theatres = vec![
        Theatre::new("ab1", &["a", "b"], 1.0),
        Theatre::new("cd1", &["c", "d"], 1.0),
        Theatre::new("ab2", &["a", "b"], 3.0),
        Theatre::new("cd2", &["c", "d"], 1.0),
    ];
    let found = solve(&Game::new(states, theatres, 1.0).unwrap(), &Options::default()).unwrap();
    for (x, expected) in found.force.iter().zip([0.25, 0.5, 1.5, 2.0, 0.75, 1.5, 1.5, 2.0]) {
        assert_close(*x, expected, 1e-12); // Friedman in each part
    }
}

#[test]
fn multipliers_that_are_none() {
    // Elsewhere the rival is so strong that fifty times the force does not make up for the settled front, which takes nearly all of it.
    let states = ["a", "b", "c"].map(|id| State::with_force(id, 1.0)).to_vec();
    let theatres = vec![Theatre::new("ab", &["a", "b"], 1000.0), Theatre::new("ac", &["a", "c"], 1.0)];
    let found = counterfactual(&Game::new(states.clone(), theatres, 1.0).unwrap(), &[Settlement::of("ab")], &Options::default()).unwrap();
    assert_eq!(found.multiplier[0].status, Status::Unbounded);
    assert_eq!((found.multiplier[0].value, found.multiplier[1].reason), (None, Some(NotDefined::NoOtherTheatre)));
    // x is worth much to b, which frees more force for y than a does: a succeeds there in 0.186834, and in 1/6 once x is settled.
    let states = [("a", 1.0), ("b", 5.0)].map(|(id, x)| State::with_force(id, x)).to_vec();
    let theatres =
        vec![Theatre { value: Value::Each(vec![0.1, 10.0]), ..Theatre::new("x", &["a", "b"], 1.0) }, Theatre::new("y", &["a", "b"], 1.0)];
    let found = counterfactual(&Game::new(states, theatres, 1.0).unwrap(), &[Settlement::of("x")], &Options::default()).unwrap();
    assert_eq!((found.multiplier[0].status, found.multiplier[0].reason), (Status::NotDefined, Some(NotDefined::NoGain)));
    assert_eq!(found.multiplier[1].status, Status::Solved);
    let gained = found.success_gain.iter().find(|g| g.state == "a").unwrap().value.unwrap();
    assert_close(gained, 1.0 / 6.0 - 0.186_834_456, 1e-8); // by bisection of the two conditions
}

/// Once B has left (it stays away where A has 2), more force brings A no more success there: the multiplier is the smallest that does as well.
#[test]
fn the_smallest_force_that_does_as_well() {
    for (force, multiplier) in [(3.0, 4.0 / 3.0), (2.5, 1.6)] {
        let states = [("A", force), ("B", 1.0), ("C", 1.0), ("D", 1.0), ("E", 1.0)].map(|(id, x)| State::with_force(id, x)).to_vec();
        let fronts = [("T1", ["A", "B"], 1.0), ("BC", ["B", "C"], 2.0), ("border", ["A", "D"], 1.0), ("DE", ["D", "E"], 2.0)];
        let theatres = fronts.map(|(id, states, value)| Theatre::new(id, &states, value)).to_vec();
        let game = Game::new(states, theatres, 1.0).unwrap();
        let found = counterfactual(&game, &[Settlement::of("border")], &Options::default()).unwrap();
        assert_eq!(found.multiplier[0].status, Status::Solved);
        assert_close(found.multiplier[0].value.unwrap(), multiplier, 1e-8); // by hand: A needs 2 on each front
    }
}

/// B and C would rather fight D than A, who has far more: A holds both its theatres however it divides. Success is determined and the
/// division is not, whether values are common or not, and that is said.
#[test]
fn force_to_spare() {
    let game = |unequal: f64| {
        let states = [("A", 100.0), ("B", 1.0), ("C", 1.0), ("D", 1.0)].map(|(id, x)| State::with_force(id, x)).to_vec();
        let pair = |p: [&str; 2], first: f64| Theatre { value: Value::Each(vec![first, 1.0]), ..Theatre::new(p.concat(), &p, 1.0) };
        let theatres = vec![pair(["A", "B"], 1.0), pair(["A", "C"], unequal), pair(["B", "D"], 1.0), pair(["C", "D"], 1.0)];
        Game::new(states, theatres, 1.0).unwrap()
    };
    for unequal in [1.0, 3.0] {
        let game = game(unequal);
        let found = solve(&game, &Options::default()).unwrap();
        assert_eq!(found.undetermined(&game), [0]);
        for (e, expected) in [(0, 1.0), (1, 0.0), (2, 1.0), (3, 0.0)] {
            assert_close(found.success[e], expected, 1e-12); // rounding
        }
        assert_eq!(found.uniqueness == Uniqueness::Unique, unequal == 1.0);
    }
    assert!(solve(&three_players(1.0), &Options::default()).unwrap().undetermined(&three_players(1.0)).is_empty());
}

#[test]
fn errors_are_of_this_crate() {
    let error: Error = Game::new(vec![], vec![], 1.0).unwrap_err().into();
    assert!(error.to_string().starts_with("a contest needs"));
}
