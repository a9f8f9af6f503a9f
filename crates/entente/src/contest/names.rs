//! The numbers of a contest by name, to be read and set: `r`, `state.RUS.force`, `theatre.border.efficacy.RUS`, `settle.border`.

use entente_measures::contest::game::{Means, Theatre, Value};
use entente_measures::contest::settlement::Settlement;

use super::Contest;
use super::changes::To;

/// A number of a contest, by position.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Number {
    /// Decisiveness.
    Decisiveness,
    /// Stalemate mass of all theatres.
    Stalemates,
    /// Force or cost of a state.
    Means(usize),
    /// Scale of a state's payoff.
    Scale(usize),
    /// Value of a theatre, common to its participants.
    Value(usize),
    /// Value of a theatre for one participant.
    ValueFor(usize, usize),
    /// Efficacy of a participant.
    Efficacy(usize, usize),
    /// Stalemate mass of a theatre.
    Stalemate(usize),
    /// Degree to which a theatre is settled.
    Settled(usize),
}

/// All names of a contest with what they stand for. Ids may hold dots, as names are compared as a whole.
pub fn names(contest: &Contest) -> Vec<(String, Number)> {
    let mut found = vec![("r".to_owned(), Number::Decisiveness), ("stalemate".to_owned(), Number::Stalemates)];
    for (i, state) in contest.states.iter().enumerate() {
        let means = if matches!(state.means, Means::Force(_)) { "force" } else { "cost" };
        found.push((format!("state.{}.{means}", state.id), Number::Means(i)));
        found.push((format!("state.{}.scale", state.id), Number::Scale(i)));
    }
    for (k, theatre) in contest.theatres.iter().enumerate() {
        let id = &theatre.id;
        found.push((format!("settle.{id}"), Number::Settled(k)));
        found.push((format!("theatre.{id}.value"), Number::Value(k)));
        found.push((format!("theatre.{id}.stalemate"), Number::Stalemate(k)));
        for (n, state) in theatre.states.iter().enumerate() {
            found.push((format!("theatre.{id}.value.{state}"), Number::ValueFor(k, n)));
            found.push((format!("theatre.{id}.efficacy.{state}"), Number::Efficacy(k, n)));
        }
    }
    found
}

/// The number; none where participants or theatres have several.
pub fn get(contest: &Contest, number: Number) -> Option<f64> {
    match number {
        Number::Decisiveness => Some(contest.decisiveness),
        Number::Stalemates => same(contest.theatres.iter().map(|t| t.stalemate)),
        Number::Means(i) => match contest.states[i].means {
            Means::Force(number) | Means::QuadraticCost(number) | Means::LinearCost(number) => Some(number),
        },
        Number::Scale(i) => Some(contest.states[i].scale),
        Number::Value(k) => same(values(&contest.theatres[k]).into_iter()),
        Number::ValueFor(k, n) => values(&contest.theatres[k]).get(n).copied(),
        Number::Efficacy(k, n) => Some(contest.theatres[k].efficacy.get(n).copied().unwrap_or(1.0)),
        Number::Stalemate(k) => Some(contest.theatres[k].stalemate),
        Number::Settled(k) => {
            let id = &contest.theatres[k].id;
            Some(contest.settlements.iter().flatten().find(|s| s.theatre == *id).map_or(0.0, |s| s.degree))
        }
    }
}

/// Changes a number; whether it is sound is for [`Contest::game`] to say.
pub fn change(contest: &mut Contest, number: Number, to: To) {
    let put = |number: &mut f64| *number = to.of(*number);
    match number {
        Number::Decisiveness => put(&mut contest.decisiveness),
        Number::Stalemates => contest.theatres.iter_mut().for_each(|t| put(&mut t.stalemate)),
        Number::Means(i) => match &mut contest.states[i].means {
            Means::Force(number) | Means::QuadraticCost(number) | Means::LinearCost(number) => put(number),
        },
        Number::Scale(i) => put(&mut contest.states[i].scale),
        Number::Value(k) => match (&mut contest.theatres[k].value, to) {
            (value, To::Number(new)) => *value = Value::Common(new),
            (Value::Common(value), _) => put(value),
            (Value::Each(values), _) => values.iter_mut().for_each(put),
        },
        Number::ValueFor(k, n) => {
            let mut each = values(&contest.theatres[k]);
            put(&mut each[n]);
            contest.theatres[k].value = Value::Each(each);
        }
        Number::Efficacy(k, n) => {
            let theatre = &mut contest.theatres[k];
            theatre.efficacy.resize(theatre.states.len(), 1.0);
            put(&mut theatre.efficacy[n]);
        }
        Number::Stalemate(k) => put(&mut contest.theatres[k].stalemate),
        Number::Settled(k) => {
            let theatre = contest.theatres[k].id.clone();
            let settlements = contest.settlements.get_or_insert_default();
            match settlements.iter_mut().find(|s| s.theatre == theatre) {
                Some(settlement) => put(&mut settlement.degree),
                None => settlements.push(Settlement { theatre, degree: to.of(0.0) }),
            }
        }
    }
}

/// Values of a theatre, one for each participant.
fn values(theatre: &Theatre) -> Vec<f64> {
    match &theatre.value {
        Value::Common(value) => vec![*value; theatre.states.len()],
        Value::Each(values) => values.clone(),
    }
}

/// The one number that all are; none if they differ or there are none.
fn same(mut numbers: impl Iterator<Item = f64>) -> Option<f64> {
    let first = numbers.next()?;
    numbers.all(|n| n == first).then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;
    use entente_measures::contest::game::State;

    fn contest() -> Contest {
        let states = vec![State::with_force("R", 1.0), State::with_linear_cost("C.d", 2.0)];
        let border = Theatre { stalemate: 0.5, ..Theatre::new("the.border", &["R", "C.d"], 3.0) };
        let gulf = Theatre { value: Value::Each(vec![4.0, 5.0]), ..Theatre::new("gulf", &["R", "C.d"], 1.0) };
        Contest { states, theatres: vec![border, gulf], decisiveness: 0.9, settlements: None, force_unit: None }
    }

    #[test]
    fn every_name_is_set_and_read_again() {
        for (name, number) in names(&contest()) {
            let mut changed = contest();
            change(&mut changed, number, To::Number(0.25));
            assert_eq!(get(&changed, number), Some(0.25), "{name}");
            assert_ne!(changed, contest(), "{name}");
        }
    }

    #[test]
    fn a_factor_multiplies_each_of_several() {
        let (mut contest, all) = (contest(), names(&contest()));
        for name in ["theatre.gulf.value", "theatre.gulf.value.C.d", "stalemate", "settle.gulf"] {
            change(&mut contest, all.iter().find(|(known, _)| known == name).unwrap().1, To::Times(2.0));
        }
        assert_eq!(contest.theatres[1].value, Value::Each(vec![8.0, 20.0]));
        assert_eq!([contest.theatres[0].stalemate, contest.theatres[1].stalemate], [1.0, 0.0]);
    }

    #[test]
    fn a_name_is_one_number_and_several_have_no_old_value() {
        let (contest, all) = (contest(), names(&contest()));
        let value = |name: &str| get(&contest, all.iter().find(|(known, _)| known == name).expect(name).1);
        for (name, expected) in [
            ("r", Some(0.9)),
            ("stalemate", None),
            ("state.C.d.cost", Some(2.0)),
            ("theatre.the.border.value", Some(3.0)),
            ("theatre.gulf.value", None),
            ("theatre.gulf.value.C.d", Some(5.0)),
            ("theatre.gulf.efficacy.R", Some(1.0)),
            ("settle.gulf", Some(0.0)),
        ] {
            assert_eq!(value(name), expected, "{name}");
        }
        let mut each: Vec<&String> = all.iter().map(|(name, _)| name).collect();
        each.sort();
        each.dedup();
        assert_eq!(each.len(), all.len());
    }
}
