//! Contests whose answer is not known to be the only one.

use crate::Error;
use crate::contest::certificate::Method;
use crate::contest::fault::Fault;
use crate::contest::fixtures::three_players;
use crate::contest::game::{Game, State, Theatre, Value};
use crate::contest::solve::{Options, solve};
use crate::contest::uniqueness::Uniqueness;

/// Up to r = 1.3 the three players settle on one point from every start; the bound is not only local.
#[test]
fn somewhat_decisive() {
    for r in [1.0001, 1.1, 1.3] {
        let found = solve(&three_players(r), &Options::default()).unwrap();
        assert_eq!((found.uniqueness, found.certificate.method), (Uniqueness::Decisive, Method::BestResponse));
        let starts = found.starts.unwrap();
        assert!(starts.count == 20 && starts.settled == 20 && starts.spread < 1e-6, "{starts:?}");
    }
    let (below, above) =
        (solve(&three_players(1.0), &Options::default()).unwrap(), solve(&three_players(1.0001), &Options::default()).unwrap());
    assert!(below.force.iter().zip(&above.force).all(|(a, b)| (a - b).abs() < 1e-3));
    let states = ["a", "b"].map(|id| State::with_force(id, 1.0)).to_vec();
    let theatre = vec![Theatre::new("k", &["a", "b"], 1.0)];
    assert!(matches!(Game::new(states.clone(), theatre.clone(), 1.300_001), Err(Fault::TooDecisive { .. })));
    assert!(Game::new(states, theatre, 1.3).is_ok());
}

/// Six equals contend for one prize at a cost: a sixth of it is below 1 - 1/r = 0.23, so all would rather stay away, and then one would
/// rather come. There is no equilibrium where all do the same, and the answer is refused, not invented.
#[test]
fn crowded_and_decisive_is_refused() {
    let ids = ["a", "b", "c", "d", "e", "f"];
    let game = Game::new(ids.map(|id| State::with_linear_cost(id, 1.0)).to_vec(), vec![Theatre::new("k", &ids, 1.0)], 1.3).unwrap();
    let refused = solve(&game, &Options::default()).unwrap_err();
    assert!(matches!(refused, Error::Contest(Fault::NotCertified { .. } | Fault::StartsDisagree { .. })), "{refused}");
}

/// Values that no scale makes common: an answer with a certificate, from twenty starts, not called the only one.
#[test]
fn unequal_values() {
    let states = [("a", 1.0), ("b", 2.0), ("c", 1.5)].map(|(id, x)| State::with_force(id, x)).to_vec();
    let pair = |p: [&str; 2], values: [f64; 2]| Theatre { value: Value::Each(values.to_vec()), ..Theatre::new(p.concat(), &p, 1.0) };
    let theatres = vec![pair(["a", "b"], [1.0, 3.0]), pair(["b", "c"], [1.0, 2.0]), pair(["c", "a"], [1.0, 1.5])];
    for r in [0.6, 1.0] {
        let found = solve(&Game::new(states.clone(), theatres.clone(), r).unwrap(), &Options::default()).unwrap();
        assert_eq!(found.uniqueness, Uniqueness::UnequalValues);
        let starts = found.starts.unwrap();
        assert!(starts.settled == 20 && starts.spread < 1e-6 && found.certificate.max_regret_share <= 1e-10);
        let again = solve(&Game::new(states.clone(), theatres.clone(), r).unwrap(), &Options { seed: 9, ..Options::default() }).unwrap();
        assert_eq!(found.force, again.force);
    }
}
