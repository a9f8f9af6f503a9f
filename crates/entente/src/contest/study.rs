//! From what is believed to draws: the uncertain numbers of a contest under one specification.
//!
//! A number keeps its random numbers from one specification to the next, so that two of them differ by what they assume and not by luck.

use entente_measures::contest::distribution::Distribution;
use entente_measures::contest::solve::Options;
use entente_measures::contest::study::{Apply, Parameter, Study, Target};

use super::setting::{Budget, Efficacy, Setting};

/// Id of the uncertain decisiveness.
pub const DECISIVENESS: &str = "decisiveness";

/// Id of the uncertain value of a theatre.
pub fn value_of(theatre: &str) -> String {
    format!("value of {theatre}")
}

/// Id of the uncertain force of a state.
pub fn force_of(state: &str) -> String {
    format!("force of {state}")
}

/// Id of the uncertain efficacy of a state in a theatre.
pub fn efficacy_of(state: &str, theatre: &str) -> String {
    format!("efficacy of {state} in {theatre}")
}

/// Id of the uncertain loss on the way.
pub const LOSS: &str = "loss on the way";

/// The study of one specification. What is known for certain is no parameter.
pub fn study(setting: &Setting, budget: &Budget, efficacy: &Efficacy, draws: usize, seed: u64) -> Study {
    let mut parameters = vec![set(DECISIVENESS.to_owned(), Target::Decisiveness, setting.decisiveness)];
    let fronts = setting.in_play(budget);
    let is_in = |theatre: &str, state: &String| fronts.iter().any(|f| f.id == theatre && f.states.contains(state));
    for front in &fronts {
        parameters.push(set(value_of(&front.id), Target::Value { theatre: front.id.clone() }, front.value));
    }
    for force in budget.of.iter().filter(|f| fronts.iter().any(|front| front.states.contains(&f.state))) {
        let targets = vec![Target::Means { state: force.state.clone() }];
        let distribution = Distribution::LogNormal { median: 1.0, sigma: force.sigma };
        parameters.push(Parameter { id: force_of(&force.state), targets, distribution, apply: Apply::Scale });
    }
    let target = |theatre: &String, state: &String| Target::Efficacy { theatre: theatre.clone(), state: state.clone() };
    if let Some(distribution) = efficacy.loss {
        let drawn = efficacy.of.iter().filter(|r| !r.is_set && is_in(&r.theatre, &r.state));
        let targets: Vec<Target> = drawn.map(|r| target(&r.theatre, &r.state)).collect();
        if !targets.is_empty() {
            parameters.push(Parameter { id: LOSS.to_owned(), targets, distribution, apply: Apply::Power });
        }
    } else {
        let known = efficacy.of.iter().filter(|r| is_in(&r.theatre, &r.state));
        parameters.extend(known.map(|r| set(efficacy_of(&r.state, &r.theatre), target(&r.theatre, &r.state), r.belief)));
    }
    parameters.retain(|p| !is_known(&p.distribution));
    Study { settlements: setting.settled_in(budget), parameters, draws, seed, options: Options::default() }
}

fn set(id: String, target: Target, distribution: Distribution) -> Parameter {
    Parameter { id, targets: vec![target], distribution, apply: Apply::Set }
}

fn is_known(distribution: &Distribution) -> bool {
    match *distribution {
        Distribution::Fixed { .. } => true,
        Distribution::Uniform { low, high } => low == high,
        Distribution::LogNormal { sigma, .. } => sigma == 0.0,
        Distribution::Beta { .. } => false,
    }
}
