//! What a reader of an answer must be told: where it may not be the only one, and where its numbers mean little.

use std::collections::BTreeSet;

use entente_measures::contest::game::{Game, Means};
use entente_measures::contest::report::Side;

/// How the warning of a theatre that one state holds alone ends.
pub(crate) const HELD: &str = "succeeds there with any force, however small";

/// How the warning of a state with force to spare ends.
pub(crate) const SPARE: &str = "divides its force, and what of it is freed, is not";

/// Warnings, each once.
pub(super) fn warnings(game: &Game, with: &Side, without: Option<&Side>) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for warning in [Some(with), without].into_iter().flatten().filter_map(|side| side.warning.clone()) {
        if !found.contains(&warning) {
            found.push(warning);
        }
    }
    let is_armed = |i: usize| game.states()[i].means != Means::Force(0.0);
    for place in game.theatres() {
        let armed: Vec<usize> = place.slots().map(|e| game.slots()[e].state).filter(|i| is_armed(*i)).collect();
        match armed[..] {
            [] => found.push(format!("theatre {:?}: nobody there has any force, so all succeed alike", place.id)),
            [only] if place.stalemate == 0.0 => {
                found.push(format!("theatre {:?}: nobody contends with {:?}, which {HELD}", place.id, game.states()[only].id))
            }
            _ => {}
        }
    }
    let undetermined: BTreeSet<&String> = [Some(with), without].into_iter().flatten().flat_map(|side| &side.undetermined).collect();
    for state in undetermined {
        found.push(format!("{state:?} has more than it needs, as its rivals have left: its success is determined, and how it {SPARE}"));
    }
    let parts = parts(game);
    if parts > 1 {
        found.push(format!("the contest falls into {parts} parts that share no state; none touches another"));
    }
    found
}

/// How many parts without a state in common the theatres form.
fn parts(game: &Game) -> usize {
    let mut part: Vec<usize> = (0..game.states().len()).collect();
    for place in game.theatres() {
        let members: Vec<usize> = place.slots().map(|e| part[game.slots()[e].state]).collect();
        let to = members.iter().copied().min().unwrap_or(0);
        part.iter_mut().filter(|p| members.contains(p)).for_each(|p| *p = to);
    }
    part.sort_unstable();
    part.dedup();
    part.len()
}
