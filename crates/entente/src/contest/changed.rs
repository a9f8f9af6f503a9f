//! The contest of a pair with some of its numbers set by name, or fronts left out.
//!
//! A number that is set is known from then on: what was believed about it is no more drawn. A factor keeps the belief and moves it.

use entente_measures::contest::distribution::Distribution;
use entente_measures::contest::settlement::Settlement;
use serde::Serialize;

use super::changes::{Change, Changes, To};
use super::setting::{Front, Reach, Setting};
use super::words::{belief, figure, hundredths};
use crate::error::Error;

/// A contest with changes.
#[derive(Debug, Clone, PartialEq)]
pub struct Changed {
    /// The contest.
    pub setting: Setting,
    /// What was changed.
    pub overrides: Vec<Override>,
    /// What followed from that besides, in sentences.
    pub notes: Vec<String>,
}

/// A number that was changed, in words, as a belief has more than one number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct Override {
    /// Its name.
    pub name: String,
    /// What was believed.
    pub before: String,
    /// What is believed now.
    pub after: String,
}

/// A number of the contest of a pair, by position.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Number {
    Decisiveness,
    Force(usize),
    Value(usize),
    Efficacy(usize, usize),
    Settled(usize),
}

/// All names with what they stand for: those of a contest file, as far as a pair has them.
fn names(setting: &Setting) -> Vec<(String, Number)> {
    let mut found = vec![("r".to_owned(), Number::Decisiveness)];
    found.extend(setting.states.iter().enumerate().map(|(i, state)| (format!("state.{}.force", state.id), Number::Force(i))));
    for (k, front) in setting.fronts.iter().enumerate() {
        for id in std::iter::once(front.id.clone()).chain(turned(front)) {
            found.push((format!("theatre.{id}.value"), Number::Value(k)));
            let efficacy = |(n, state): (usize, &String)| (format!("theatre.{id}.efficacy.{state}"), Number::Efficacy(k, n));
            found.extend(front.states.iter().enumerate().map(efficacy));
            found.push((format!("settle.{id}"), Number::Settled(k)));
        }
    }
    found
}

/// A front that is called by its two states answers to them in either order.
fn turned(front: &Front) -> Option<String> {
    let [a, b] = &front.states[..] else { return None };
    (front.id == format!("{a}-{b}")).then(|| format!("{b}-{a}"))
}

/// The contest with the changes; whether its numbers are sound is for the numerics to say.
///
/// # Errors
/// A name that is not known, what is no number, or a change that a contest of a pair cannot have.
pub fn changed(setting: &Setting, changes: &Changes) -> Result<Changed, Error> {
    let mut to = setting.clone();
    let found = changes.read(&names(setting))?;
    let mut overrides = Vec::new();
    for change in &found {
        let before = say(&to, change.number);
        put(&mut to, change)?;
        overrides.push(Override { name: change.name.clone(), before, after: say(&to, change.number) });
    }
    let mut notes = drop_fronts(&mut to, changes)?;
    to.settled.retain(|s| s.degree != 0.0);
    if !to.settles(setting.ours()) {
        let message = format!("the front of the pair, {}, is not settled any more, so there is nothing to compare", setting.ours());
        return Err(Error::NoContest { message });
    }
    if setting.opponent().is_some() && to.opponent().is_none() {
        notes.push("the two have no opponent in common any more, so there is no crisis and no distraction".to_owned());
    }
    to.notes.extend(overrides.iter().map(|o| format!("what if: {} is {}, and not {}", o.name, o.after, o.before)));
    to.notes.extend(changes.drop.iter().map(|id| format!("what if: {id} is left out")));
    to.notes.extend(notes.iter().cloned());
    Ok(Changed { setting: to, overrides, notes })
}

fn put(setting: &mut Setting, change: &Change<Number>) -> Result<(), Error> {
    let moved = |from: Distribution| match change.to {
        To::Number(value) => Ok(Distribution::Fixed { value }),
        To::Times(factor) => from.times(factor).ok_or_else(|| change.wrong("a share between 0 and 1 cannot be multiplied; set it")),
    };
    match change.number {
        Number::Decisiveness => setting.decisiveness = moved(setting.decisiveness)?,
        Number::Value(k) => setting.fronts[k].value = moved(setting.fronts[k].value)?,
        Number::Force(i) => {
            if matches!(change.to, To::Number(_)) && setting.budgets.len() > 1 {
                let ids: Vec<&str> = setting.budgets.iter().map(|b| b.id.as_str()).collect();
                let message = format!("it is known in {}; write a factor, as =*1.2, or name one with --budget", ids.join(" and in "));
                return Err(change.wrong(message));
            }
            let id = setting.states[i].id.clone();
            for force in setting.budgets.iter_mut().flat_map(|b| &mut b.of).filter(|f| f.state == id) {
                force.value = change.to.of(force.value);
                if matches!(change.to, To::Number(_)) {
                    (force.sigma, force.series) = (0.0, None);
                    force.records.clear();
                }
            }
        }
        Number::Efficacy(k, n) => {
            let (theatre, state) = (setting.fronts[k].id.clone(), setting.fronts[k].states[n].clone());
            let is_set = matches!(change.to, To::Number(_));
            if !is_set && setting.efficacies.iter().any(|e| e.loss.is_some()) {
                let message = "here efficacy is a rule of distance whose power is drawn, so that no factor keeps its meaning; set a number";
                return Err(change.wrong(message));
            }
            for efficacy in &mut setting.efficacies {
                let found = efficacy.of.iter().position(|r| (&r.theatre, &r.state) == (&theatre, &state));
                let from = found.map_or(Distribution::Fixed { value: 1.0 }, |at| efficacy.of[at].belief);
                let reach = Reach { theatre: theatre.clone(), state: state.clone(), belief: moved(from)?, is_set };
                match found {
                    Some(at) => efficacy.of[at] = reach,
                    None => efficacy.of.push(reach),
                }
            }
        }
        Number::Settled(k) => {
            let theatre = &setting.fronts[k].id;
            match setting.settled.iter_mut().find(|s| s.theatre == *theatre) {
                Some(settled) => settled.degree = change.to.of(settled.degree),
                None => setting.settled.push(Settlement { theatre: theatre.clone(), degree: change.to.of(0.0) }),
            }
        }
    }
    Ok(())
}

/// What is believed about a number, in words.
fn say(setting: &Setting, number: Number) -> String {
    match number {
        Number::Decisiveness => belief(&setting.decisiveness),
        Number::Value(k) => belief(&setting.fronts[k].value),
        Number::Force(i) => {
            let of = setting.budgets.iter().filter_map(|b| Some((b, b.of.iter().find(|f| f.state == setting.states[i].id)?)));
            of.map(|(b, f)| format!("{} {}", figure(f.value), b.unit)).collect::<Vec<_>>().join(" or ")
        }
        Number::Efficacy(k, n) => {
            let (theatre, state) = (&setting.fronts[k].id, &setting.fronts[k].states[n]);
            let of = |reaches: &[Reach]| {
                let found = reaches.iter().find(|r| (&r.theatre, &r.state) == (theatre, state));
                found.map_or("1".to_owned(), |r| belief(&r.belief))
            };
            let mut said: Vec<String> = setting.efficacies.iter().map(|e| of(&e.of)).collect();
            said.dedup();
            said.join(" or ")
        }
        Number::Settled(k) => {
            let found = setting.settled.iter().find(|s| s.theatre == setting.fronts[k].id);
            format!("settled to {}", hundredths(found.map_or(0.0, |s| s.degree)))
        }
    }
}

/// The id of a front that may be called by its states in the other order.
fn own_id(setting: &Setting, id: &str) -> String {
    let found = setting.fronts.iter().find(|f| turned(f).as_deref() == Some(id));
    found.map_or_else(|| id.to_owned(), |f| f.id.clone())
}

/// Leaves fronts out, and with them states that contend nowhere else.
fn drop_fronts(setting: &mut Setting, changes: &Changes) -> Result<Vec<String>, Error> {
    let drop: Vec<String> = changes.drop.iter().map(|id| own_id(setting, id)).collect();
    let changes = Changes { set: Vec::new(), drop };
    changes.check_dropped(&setting.fronts.iter().map(|f| f.id.as_str()).collect::<Vec<_>>())?;
    let mut notes = Vec::new();
    for id in &changes.drop {
        if id == setting.ours() {
            let message = format!("--drop {id}: it is the front whose settlement is asked about; give another, or set settle.{id}");
            return Err(Error::NoContest { message });
        }
        if setting.settles(id) {
            notes.push(format!("{id} was settled in the comparison and is not there any more"));
        }
        setting.settled.retain(|s| s.theatre != *id);
        setting.fronts.retain(|f| f.id != *id);
        setting.efficacies.iter_mut().for_each(|e| e.of.retain(|r| r.theatre != *id));
    }
    let fronts = &setting.fronts;
    setting.states.retain(|state| {
        let is_there = fronts.iter().any(|f| f.states.contains(&state.id));
        if !is_there {
            notes.push(format!("{} contends nowhere else and is left out", state.name));
        }
        is_there
    });
    let states = &setting.states;
    setting.budgets.iter_mut().for_each(|b| b.of.retain(|f| states.iter().any(|s| s.id == f.state)));
    Ok(notes)
}
