//! A second model beside the first: one contest of all, in which friends add to a state's strength and enemies take from it.
//!
//! It has no theatres and no budgets: every front is an enmity, and forces are what states choose to raise. It cannot say what a front
//! frees; it can say whether the same states gain when the pair stops being enemies. Where both models say so, the finding does not hang on
//! one of them.

use std::collections::BTreeSet;

use entente_measures::contest::alliance::{Alliances, OfState, Relation};
use entente_measures::contest::summary::Meaning;
use serde::Serialize;

use super::outcome::Specified;
use super::setting::Setting;

/// What a friend's effort adds and an enemy's takes. Chosen: that of the worked example, a tenth; it is made smaller where a state has so
/// many enemies that there would be no equilibrium. At half the gains are some four tenths as large and their order is the same.
const SHARE: f64 = 0.1;

/// What the second model says.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Second {
    /// What a friend's effort adds and an enemy's takes.
    pub share: f64,
    /// The pair as enemies, as neutral and as friends; none of a relation has no equilibrium.
    pub relations: Vec<Standing>,
    /// What both models are asked, and what each says.
    pub compared: Vec<Compared>,
    /// Why there is no answer, if there is none.
    pub reason: Option<String>,
}

/// The pair in one relation.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Standing {
    /// `enemies`, `neutral` or `friends`.
    pub relation: String,
    /// Effort, strength and payoff of each state.
    pub states: Vec<OfState>,
}

/// One question to both.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct Compared {
    /// The question.
    pub question: String,
    /// What the contest of several theatres says.
    pub theatres: String,
    /// What the second model says.
    pub alliance: String,
    /// Whether they say the same.
    pub is_same: bool,
}

/// Differences below this are none.
const EQUAL: f64 = 1e-9;

/// Asks the second model what the first was asked.
pub fn second(setting: &Setting, specifications: &[Specified]) -> Second {
    let states: Vec<String> = setting.states.iter().map(|s| s.id.clone()).collect();
    let [a, b] = setting.pair().map(str::to_owned);
    let ours = if a < b { (a, b) } else { (b, a) };
    let mut enemies = BTreeSet::from([ours.clone()]);
    for front in &setting.fronts {
        for (n, a) in front.states.iter().enumerate() {
            enemies.extend(front.states[n + 1..].iter().map(|b| if a < b { (a.clone(), b.clone()) } else { (b.clone(), a.clone()) }));
        }
    }
    let most = states.iter().map(|s| enemies.iter().filter(|(a, b)| a == s || b == s).count()).max().unwrap_or(0);
    let share = SHARE.min(0.5 / most.max(1) as f64);
    let solve = |relation: Option<Relation>| -> Result<Vec<OfState>, entente_measures::Error> {
        let others = enemies.iter().filter(|pair| **pair != ours);
        let mut relations: Vec<_> = others.map(|(a, b)| (a.clone(), b.clone(), Relation::Enemies)).collect();
        relations.extend(relation.map(|relation| (ours.0.clone(), ours.1.clone(), relation)));
        let states = states.clone();
        Ok(Alliances { states, relations, prize: 1.0, friend_share: share, enemy_share: share }.solve()?.states)
    };
    let asked = [("enemies", Some(Relation::Enemies)), ("neutral", None), ("friends", Some(Relation::Friends))];
    let mut out = Second { share, relations: Vec::new(), compared: Vec::new(), reason: None };
    for (name, relation) in asked {
        match solve(relation) {
            Ok(states) => out.relations.push(Standing { relation: name.to_owned(), states }),
            Err(error) => out.reason = Some(error.to_string()),
        }
    }
    let is_whole = matches!(&setting.settled[..], [one] if one.degree == 1.0);
    if !is_whole && out.reason.is_none() {
        out.reason = Some("it knows the pair as enemies or not, and neither a settlement in part nor a second one".to_owned());
    }
    if let (None, [enemies, neutral, ..], Some(main)) = (&out.reason, &out.relations[..], specifications.first()) {
        out.compared = compare(setting, main, &enemies.states, &neutral.states);
    }
    out
}

fn compare(setting: &Setting, main: &Specified, enemies: &[OfState], neutral: &[OfState]) -> Vec<Compared> {
    let gain = |n: usize| neutral[n].payoff - enemies[n].payoff;
    let elsewhere = |id: &String| {
        let has_another = setting.fronts.iter().any(|f| !setting.settles(&f.id) && f.states.contains(id));
        main.at_medians.change.elsewhere.iter().find(|e| e.state == *id).filter(|_| has_another).map(|e| e.change)
    };
    let way = |change: f64| {
        let word = if change > EQUAL {
            "gains"
        } else if change < -EQUAL {
            "loses"
        } else {
            "neither gains nor loses"
        };
        word.to_owned()
    };
    let mut out = Vec::new();
    for (n, party) in setting.states.iter().enumerate() {
        let is_asked = n < 2 || setting.opponent().is_some_and(|o| o.id == party.id);
        // A state without another front has nothing to gain in the first model, so it is not asked.
        if let Some(change) = elsewhere(&party.id).filter(|_| is_asked) {
            let (theatres, alliance) = (way(change), way(gain(n)));
            let question = format!("does {} gain when the pair is at peace?", party.name);
            out.push(Compared { question, is_same: theatres == alliance, theatres, alliance });
        }
    }
    let names = [0, 1].map(|n| setting.states[n].name.as_str());
    let more = |first: f64, second: f64| {
        let word = if first > second + EQUAL {
            names[0]
        } else if second > first + EQUAL {
            names[1]
        } else {
            "neither more"
        };
        word.to_owned()
    };
    let [a, b] = setting.pair();
    let mut orderings = main.summary.orderings.iter();
    let ordering = orderings.find(|o| (o.meaning, o.first.as_str(), o.second.as_str()) == (Meaning::SuccessGained, a, b));
    let ordering = ordering.and_then(|o| Some((o.first_more?, o.second_more?)));
    if let Some((first, second)) = ordering {
        let (theatres, alliance) = (more(first, second), more(gain(0), gain(1)));
        out.push(Compared {
            question: "which of the two gains more, in success or payoff?".to_owned(),
            is_same: theatres == alliance,
            theatres,
            alliance,
        });
    }
    out
}
