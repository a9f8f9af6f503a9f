//! What the contest costs: one line of name, seconds and a check sum for each task. `scripts/bench-contest.sh` sets it beside SciPy, which
//! solves the same games (`scripts/peers/contest.py`).

#![allow(clippy::print_stdout, missing_docs)]

use std::time::Instant;

use entente_measures::contest::distribution::Distribution;
use entente_measures::contest::draws::run;
use entente_measures::contest::game::{Game, State, Theatre};
use entente_measures::contest::settlement::Settlement;
use entente_measures::contest::solve::{Options, solve};
use entente_measures::contest::study::{Apply, Parameter, Study, Target};
use entente_measures::contest::summary::summarise;

/// Even numbers that Python can make as well.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1u64 << 53) as f64
    }
}

/// A game of `n` states and `k` theatres with at most `crowd` participants each.
fn game(n: usize, k: usize, r: f64, crowd: usize) -> Game {
    let mut numbers = Numbers(n as u64);
    let states = (0..n).map(|i| State::with_force(i.to_string(), 0.5 + 4.0 * numbers.next())).collect();
    let mut theatres = Vec::new();
    for j in 0..k {
        // The first goes round, so that everybody takes part; the step grows, so that pairs differ.
        let mut members: Vec<String> = Vec::new();
        for m in 0..crowd.min(n).max(2) {
            let id = ((j + m * (1 + j / n)) % n).to_string();
            if !members.contains(&id) {
                members.push(id);
            }
        }
        let ids: Vec<&str> = members.iter().map(String::as_str).collect();
        let value = 0.2 + numbers.next();
        let efficacy = ids.iter().map(|_| 0.4 + 0.6 * numbers.next()).collect();
        theatres.push(Theatre { efficacy, ..Theatre::new(format!("t{j}"), &ids, value) });
    }
    Game::new(states, theatres, r).expect("the game is sound")
}

/// Least seconds of some runs.
fn least(runs: usize, mut task: impl FnMut() -> f64) -> (f64, f64) {
    let mut best = (f64::INFINITY, 0.0);
    for _ in 0..runs {
        let start = Instant::now();
        let sum = task();
        best = (best.0.min(start.elapsed().as_secs_f64()), sum);
    }
    best
}

fn solved(game: &Game) -> f64 {
    let found = solve(game, &Options::default()).expect("the game has an answer");
    found.force.iter().map(|x| x * x).sum()
}

fn study(draws: usize) -> (Game, Study) {
    let states = [("R", 1.0), ("C", 2.0), ("U", 5.0)].map(|(id, x)| State::with_force(id, x)).to_vec();
    let fronts = [("Europe", ["R", "U"], 1.0), ("Pacific", ["C", "U"], 1.0), ("border", ["R", "C"], 0.5)];
    let game = Game::new(states, fronts.map(|(id, s, v)| Theatre::new(id, &s, v)).to_vec(), 1.0).expect("the game is sound");
    let parameter = |id: &str, target, distribution, apply| Parameter { id: id.to_owned(), targets: vec![target], distribution, apply };
    let even = |low, high| Distribution::Uniform { low, high };
    let mut parameters = vec![parameter("r", Target::Decisiveness, even(0.5, 1.0), Apply::Set)];
    for (theatre, low, high) in [("Europe", 0.5, 1.5), ("Pacific", 0.5, 1.5), ("border", 0.1, 1.0)] {
        parameters.push(parameter(theatre, Target::Value { theatre: theatre.to_owned() }, even(low, high), Apply::Set));
    }
    for theatre in ["Europe", "Pacific"] {
        let target = Target::Efficacy { theatre: theatre.to_owned(), state: "U".to_owned() };
        parameters.push(parameter(&format!("reach {theatre}"), target, even(0.4, 0.9), Apply::Set));
    }
    for (state, sigma) in [("R", 0.15), ("C", 0.2), ("U", 0.05)] {
        let target = Target::Means { state: state.to_owned() };
        parameters.push(parameter(&format!("force {state}"), target, Distribution::LogNormal { median: 1.0, sigma }, Apply::Scale));
    }
    (game, Study { settlements: vec![Settlement::of("border")], parameters, draws, seed: 1, options: Options::default() })
}

fn main() {
    for (name, n, k, r, crowd) in [
        ("solve_12x30_r1", 12, 30, 1.0, 3),
        ("solve_12x30_r0.7", 12, 30, 0.7, 3),
        ("solve_12x30_all_r1", 12, 30, 1.0, 12),
        ("solve_12x30_all_r0.7", 12, 30, 0.7, 12),
        ("solve_3_r0.8", 3, 6, 0.8, 3),
        ("solve_10_r0.8", 10, 20, 0.8, 3),
        ("solve_30_r0.8", 30, 60, 0.8, 3),
        ("solve_100_r0.8", 100, 200, 0.8, 3),
        ("solve_200_r0.8", 200, 400, 0.8, 3),
    ] {
        let game = game(n, k, r, crowd);
        let (seconds, sum) = least(if n > 50 { 5 } else { 50 }, || solved(&game));
        println!("{name} {seconds:.9} {sum:.10}");
    }
    let (game, study) = study(10_000);
    let (seconds, share) = least(3, || {
        let draws = run(&game, &study, || ()).expect("the study is sound");
        let summary = summarise(&draws).expect("some draw has an answer");
        assert_eq!(summary.certified, study.draws, "every draw has an answer");
        summary.orderings[0].first_more.unwrap_or(f64::NAN)
    });
    println!("draws_10000 {seconds:.9} {share:.10}");
}
