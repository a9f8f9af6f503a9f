//! What holds of every equilibrium: the printed fixtures, the invariants, and games nobody has seen.

use super::fixtures::{any_game, recomputed_regret, slot, three_players, three_with_costs};
use super::solve::{Options, solve};
use entente_core::testkit::assert_close;

#[test]
fn three_players_printed() {
    let game = three_players(1.0);
    let found = solve(&game, &Options::default()).unwrap();
    for (state, theatre, force) in [
        ("R", "Europe", 0.589_802_665_6),
        ("R", "border", 0.410_197_334_4),
        ("C", "Pacific", 1.299_475_511_6),
        ("C", "border", 0.700_524_488_4),
        ("U", "Europe", 2.183_289_516_0),
        ("U", "Pacific", 2.816_710_484_0),
    ] {
        assert_close(found.force[slot(&game, state, theatre)], force, 5e-11); // printed to ten decimals
    }
    println!("{:?}", found);
    let _ = three_with_costs();
}

#[test]
fn any_games_are_certified() {
    let mut failed = Vec::new();
    let mut methods = std::collections::BTreeMap::new();
    for number in 0..10_000 {
        let game = any_game(number);
        match solve(&game, &Options::default()) {
            Ok(found) => {
                *methods.entry(found.certificate.method.to_string()).or_insert(0) += 1;
                let regret = recomputed_regret(&game, &found.force);
                if !(regret <= 1.01e-10) { failed.push((number, format!("regret {regret} {:?}", found.certificate))); }
            }
            Err(error) => failed.push((number, error.to_string())),
        }
    }
    println!("{methods:?}");
    assert!(failed.len() <= 0, "{} {:?}", failed.len(), &failed[..failed.len().min(10)]);
}
