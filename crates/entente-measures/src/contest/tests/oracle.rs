//! Games solved by SciPy, corners among them: `oracle/contest.py`.

use crate::contest::game::{Game, State, Theatre};
use crate::contest::solve::{Options, solve};

#[test]
fn scipy_agrees() {
    let mut reader = csv::Reader::from_path(concat!(env!("CARGO_MANIFEST_DIR"), "/oracle/contest.csv")).unwrap();
    let (mut games, mut corners) = (0, 0);
    for row in reader.records() {
        let row = row.unwrap();
        let (game, expected) = read(&row);
        let found = solve(&game, &Options::default()).unwrap();
        let largest = expected.iter().copied().fold(0.0, f64::max);
        for (a, b) in found.force.iter().zip(&expected) {
            assert!((a - b).abs() <= 1e-7 * largest, "game {games}: {:?} {expected:?}", found.force); // SciPy's own tolerance
        }
        games += 1;
        corners += usize::from(expected.contains(&0.0));
    }
    assert!(games >= 60 && corners >= 15, "{games} {corners}");
}

/// A row: r; states as kind:number; theatres as value/stalemate/state*efficacy+state*efficacy; forces by slot.
fn read(row: &csv::StringRecord) -> (Game, Vec<f64>) {
    let number = |text: &str| text.parse::<f64>().unwrap();
    let state = |(i, text): (usize, &str)| {
        let (kind, size) = text.split_once(':').unwrap();
        match kind {
            "force" => State::with_force(i.to_string(), number(size)),
            "quadratic" => State::with_quadratic_cost(i.to_string(), number(size)),
            _ => State::with_linear_cost(i.to_string(), number(size)),
        }
    };
    let theatre = |(k, text): (usize, &str)| {
        let parts: Vec<&str> = text.split('/').collect();
        let members: Vec<(&str, f64)> = parts[2].split('+').map(|m| m.split_once('*').unwrap()).map(|(i, b)| (i, number(b))).collect();
        let ids: Vec<&str> = members.iter().map(|(i, _)| *i).collect();
        let efficacy = members.iter().map(|(_, b)| *b).collect();
        Theatre { efficacy, stalemate: number(parts[1]), ..Theatre::new(format!("t{k}"), &ids, number(parts[0])) }
    };
    let states = row[1].split(' ').enumerate().map(state).collect();
    let theatres = row[2].split(' ').enumerate().map(theatre).collect();
    (Game::new(states, theatres, number(&row[0])).unwrap(), row[3].split(' ').map(number).collect())
}
