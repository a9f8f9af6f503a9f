//! The contests that the tests share.

use super::game::{Game, Slot, State, Theatre, Value};
use crate::random::stream;
use rand::RngExt;

/// Three states, two main theatres and a border between two of them.
pub(crate) fn three_players(r: f64) -> Game {
    let states = vec![State::with_force("R", 1.0), State::with_force("C", 2.0), State::with_force("U", 5.0)];
    Game::new(states, three_theatres(), r).unwrap()
}

/// The same with quadratic costs.
pub(crate) fn three_with_costs() -> Game {
    let costs = [("R", 1.0), ("C", 0.5), ("U", 0.2)];
    Game::new(costs.map(|(id, c)| State::with_quadratic_cost(id, c)).to_vec(), three_theatres(), 1.0).unwrap()
}

pub(crate) fn three_theatres() -> Vec<Theatre> {
    vec![Theatre::new("Europe", &["R", "U"], 1.0), Theatre::new("Pacific", &["C", "U"], 1.0), Theatre::new("border", &["R", "C"], 0.5)]
}

/// A game of any shape and size: any r up to 1, corners, stalemates, giants and dwarfs, costs and fixed forces side by side.
/// Values are common, up to each state's scale, so there is one equilibrium.
pub(crate) fn any_game(number: u64) -> Game {
    let mut rng = stream(number, "any_game");
    let n = rng.random_range(2..8);
    let r = if rng.random_bool(0.5) { 1.0 } else { rng.random_range(0.05..1.0) };
    let spread = [0.3, 1.0, 3.0][rng.random_range(0..3)];
    let mut log = |scale: f64| (scale * (2.0 * rng.random::<f64>() - 1.0) * 2.0).exp();
    let sizes: Vec<[f64; 6]> = (0..n + 12).map(|_| [log(spread), log(spread), log(spread), log(0.5), log(spread), log(spread)]).collect();
    let state = |i: usize| match rng_choice(number, i) {
        0 => State::with_quadratic_cost(format!("s{i}"), sizes[i][0]),
        1 => State::with_linear_cost(format!("s{i}"), sizes[i][0]),
        _ => State { scale: sizes[i][4], ..State::with_force(format!("s{i}"), sizes[i][0]) },
    };
    let states: Vec<State> = (0..n).map(state).collect();
    let mut theatres: Vec<Theatre> = Vec::new();
    let mut rng = stream(number, "any_game/theatres");
    let count = rng.random_range(1..10);
    for k in 0..count {
        let mut members: Vec<usize> = (0..n).collect();
        for last in (1..n).rev() {
            members.swap(last, rng.random_range(0..=last));
        }
        members.truncate(if rng.random_bool(0.5) { 2 } else { rng.random_range(2..=n) });
        theatres.push(theatre(k, &members, &sizes[n + k % 12], &mut rng));
    }
    for (i, size) in sizes.iter().enumerate().take(n) {
        if theatres.iter().all(|t| !t.states.contains(&format!("s{i}"))) {
            let other = (i + 1) % n;
            theatres.push(theatre(theatres.len(), &[i, other], size, &mut rng));
        }
    }
    Game::new(states, theatres, r).unwrap()
}

fn theatre(k: usize, members: &[usize], size: &[f64; 6], rng: &mut rand_chacha::ChaCha8Rng) -> Theatre {
    Theatre {
        id: format!("t{k}"),
        states: members.iter().map(|i| format!("s{i}")).collect(),
        value: Value::Common(size[1]),
        efficacy: members.iter().map(|_| size[3] * rng.random_range(0.3..1.5)).collect(),
        stalemate: if rng.random_bool(0.3) { size[2] } else { 0.0 },
    }
}

fn rng_choice(number: u64, i: usize) -> u32 {
    let mut rng = stream(number, &format!("any_game/means/{i}"));
    if number.is_multiple_of(3) { rng.random_range(0..3) } else { 2 }
}

/// Slots of a game by name of state and theatre.
pub(crate) fn slot(game: &Game, state: &str, theatre: &str) -> usize {
    game.slot(game.state(state, "a test").unwrap(), game.theatre(theatre, "a test").unwrap()).unwrap()
}

/// The largest gain any state could have, computed plainly from the forces and not as the solver does.
pub(crate) fn recomputed_regret(game: &Game, force: &[f64]) -> f64 {
    use super::game::Means;
    let r = game.decisiveness();
    let impact = |e: usize| (game.slots()[e].efficacy * force[e]).powf(r);
    let mut worst: f64 = 0.0;
    for i in 0..game.states().len() {
        let own: Vec<(usize, &Slot)> = game.slots().iter().enumerate().filter(|(_, s)| s.state == i).collect();
        let slopes: Vec<f64> = own
            .iter()
            .map(|(e, s)| {
                let place = &game.theatres()[s.theatre];
                let others: f64 = place.stalemate + place.slots().filter(|f| f != e).map(impact).sum::<f64>();
                let total = others + impact(*e);
                // r phi / x with r = 1 is the efficacy, at zero force too.
                let rise = if r == 1.0 { s.efficacy } else { r * impact(*e) / force[*e] };
                s.value * rise * others / (total * total)
            })
            .collect();
        let most = slopes.iter().copied().fold(0.0, f64::max);
        let spent: f64 = own.iter().map(|(e, _)| force[*e]).sum();
        let earned: f64 = own.iter().zip(&slopes).map(|((e, _), g)| g * force[*e]).sum();
        let at_stake: f64 = own.iter().map(|(_, s)| s.value).sum();
        let gap = match game.states()[i].means {
            Means::Force(budget) => most * budget - earned,
            // Best total at the largest slope is slope / 2c.
            Means::QuadraticCost(c) => most * most / (4.0 * c) - earned + c * spent * spent,
            Means::LinearCost(c) => (most - c).max(0.0) * at_stake / c - earned + c * spent,
        };
        worst = worst.max(gap / at_stake);
    }
    worst
}
