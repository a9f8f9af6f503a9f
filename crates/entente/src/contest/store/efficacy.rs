//! What is lost on the way: nothing across a border, and by distance elsewhere, by two rules.
//!
//! Where two states have no border on land, the front lies at the home of the weaker, so that the stronger loses and the weaker does not.
//!
//! Formula: loss of strength (Bueno de Mesquita 1981): `CINC^(max(1, log10(miles / speed + 10 - e)) - 1)`, speed 250 miles a day to 1918, 375 to
//! 1945, 500 after; the exponent is held at one, as the formula would have near wars strengthen. The other rule is `exp(-km / 4000)`. The power
//! to which both are raised is uncertain: log-normal around one.

use entente_core::{Register, StateCode};
use entente_measures::contest::distribution::Distribution;

use super::super::setting::{Efficacy, Reach};
use super::abbreviation;
use super::budgets::Measure;
use super::facts::Facts;
use super::fronts::Placed;
use crate::error::Error;
use crate::indicators::geography::great_circle;

/// Kilometres over which strength falls to 1/e. With the error below nine in ten lie from 2,100 to 7,700.
const REACH_KM: f64 = 4000.0;
/// Error of the loss: standard deviation of the logarithm of its power.
const ERROR: f64 = 0.4;
const KM_PER_MILE: f64 = 1.609_344;
/// Id of the rule of Bueno de Mesquita.
const GRADIENT: &str = "loss_of_strength";

/// The rule in words.
pub(super) fn rule() -> String {
    "efficacy: one for both across a border on land; elsewhere the front lies at the home of the weaker by that budget, and the stronger loses by the distance \
     of the capitals, by the loss-of-strength gradient of Bueno de Mesquita or by exp(-km/4000), each raised to a power around one"
        .to_owned()
}

/// The rules that can be reckoned with, the main one first. A front without a known distance is left out, which is noted.
///
/// # Errors
/// The front of the pair has no known distance.
pub(super) fn rules(facts: &mut Facts, measures: &[Measure], fronts: &mut Vec<Placed>) -> Result<Vec<Efficacy>, Error> {
    let is_known = |front: &Placed| facts.known.borders && (facts.borders.contains(&front.dyad) || distance(facts, front).is_some());
    let unknown: Vec<Placed> = fronts.iter().filter(|f| !is_known(f)).cloned().collect();
    if unknown.iter().any(|f| f.dyad == facts.dyad) {
        let message = "the border or the distance of the two is not known; add cow_contiguity and capitals: entente data add SOURCE FILE";
        return Err(Error::NoContest { message: message.to_owned() });
    }
    if !unknown.is_empty() {
        let names: Vec<&str> = unknown.iter().map(|f| f.front.name.as_str()).collect();
        facts.notes.push(format!("fronts left out because their border or distance is not known: {}", names.join("; ")));
    }
    fronts.retain(|front| !unknown.contains(front));
    let mut without = Vec::new();
    let mut out = Vec::new();
    for measure in measures.iter().copied() {
        let (gradient, exponential) = of_budget(facts, measure, fronts, &mut without);
        out.extend([gradient, exponential]);
    }
    if !without.is_empty() {
        without.sort();
        without.dedup();
        out.retain(|rule| rule.id != GRADIENT);
        facts
            .notes
            .push(format!("loss of strength is left out: it needs capabilities (cow_nmc), which are not known of {}", without.join(", ")));
    }
    Ok(out)
}

/// Both rules for one budget, which says who is the stronger; `without` gets states whose capabilities are not known.
fn of_budget(facts: &Facts, measure: Measure, fronts: &[Placed], without: &mut Vec<String>) -> (Efficacy, Efficacy) {
    let loss = Some(Distribution::LogNormal { median: 1.0, sigma: ERROR });
    let rule = |id: &str, name: &str| Efficacy {
        id: id.to_owned(),
        name: name.to_owned(),
        budget: Some(measure.word().to_owned()),
        of: Vec::new(),
        loss,
    };
    let (mut gradient, mut exponential) = (rule(GRADIENT, "loss of strength"), rule("exponential", "exponential in distance"));
    for front in fronts.iter().filter(|f| !facts.borders.contains(&f.dyad)) {
        // A state without a figure is not in this budget, and neither is its front.
        let (Some(stronger), Some(km)) = (stronger(facts, measure, front), distance(facts, front)) else { continue };
        let reach = |value: f64| Reach {
            theatre: front.front.id.clone(),
            state: abbreviation(stronger),
            belief: Distribution::Fixed { value },
            is_set: false,
        };
        exponential.of.push(reach((-km / REACH_KM).exp()));
        match facts.figure(Measure::Cinc, stronger) {
            Some(cinc) => gradient.of.push(reach(loss_of_strength(cinc.value, km / KM_PER_MILE, facts.year))),
            None => without.push(Register::builtin().name(stronger)),
        }
    }
    (gradient, exponential)
}

/// Kilometres between the capitals.
fn distance(facts: &Facts, front: &Placed) -> Option<f64> {
    let of = |code: StateCode| facts.capitals.get(&code).copied();
    Some(great_circle(of(front.dyad.low())?, of(front.dyad.high())?))
}

/// The stronger of two by a budget; the one with the lower number where they are equal.
fn stronger(facts: &Facts, measure: Measure, front: &Placed) -> Option<StateCode> {
    let (a, b) = (front.dyad.low(), front.dyad.high());
    let (x, y) = (facts.figure(measure, a)?.value, facts.figure(measure, b)?.value);
    Some(if y > x { b } else { a })
}

/// What is left of strength after a distance, as a share of it.
pub(super) fn loss_of_strength(cinc: f64, miles: f64, year: i32) -> f64 {
    let speed = match year {
        ..=1918 => 250.0,
        1919..=1945 => 375.0,
        _ => 500.0,
    };
    let exponent = (miles / speed + 10.0 - std::f64::consts::E).log10().max(1.0);
    cinc.powf(exponent - 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use entente_core::testkit::assert_close;

    /// By the printed exponents 1.12325 and 1.28515 at 3,000 and 6,000 miles, for a share of 0.15; at 500 miles the exponent would be 0.918.
    #[test]
    fn printed_losses() {
        assert_close(loss_of_strength(0.15, 3000.0, 2000) * 0.15, 0.11872, 5e-6); // printed to five decimals
        assert_close(loss_of_strength(0.15, 6000.0, 2000) * 0.15, 0.08733, 5e-6);
        assert_close(loss_of_strength(0.15, 500.0, 2000), 1.0, 1e-15);
        assert!(loss_of_strength(0.15, 3000.0, 1900) < loss_of_strength(0.15, 3000.0, 2000));
    }
}
