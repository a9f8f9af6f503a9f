//! Claims of the kind contest, on draws written by hand.

use std::collections::BTreeSet;

use entente_claims::VerdictWord::{Contested, Contradicted, LeansContradicted, LeansSupported, NotTestable, Supported};
use entente_claims::contest::{ContestDraws, OneDraw, Quantities, Run};
use entente_claims::verdict::BY_CONSTRUCTION;
use entente_core::StateCode;
use entente_core::testkit::assert_close;

use crate::bench::{Bench, options};

const MORE: &str = "[claim.test.contest]\nquantity = \"multiplier\"\nof = \"RUS\"\nthan = \"CHN\"";
const FREED: &str = "[claim.test.contest]\nquantity = \"share_freed\"\nof = \"RUS\"\nvalue = 0.0";

/// 360 draws in each of four specifications: decisiveness and stake each take three values, forty times in every combination. `multiplier` gives
/// that of Russia by specification, decisiveness and stake; that of China is two.
fn draws(multiplier: impl Fn(usize, usize, usize) -> Option<f64>) -> Bench {
    let mut bench = Bench::new();
    let side = |multiplier| Quantities { multiplier, share_freed: 0.2, success_gained: Some(0.1) };
    let run = |n: usize| Run {
        budget: ["spending", "capabilities"][n % 2].to_owned(),
        efficacy: ["near", "far"][n / 2].to_owned(),
        draws: (0..360)
            .map(|i| {
                let (r, stake) = (i % 3, i / 3 % 3);
                OneDraw { decisiveness: r as f64, stake: stake as f64, sides: [side(multiplier(n, r, stake)), side(Some(2.0))] }
            })
            .collect(),
    };
    bench.0.contest = Ok(ContestDraws {
        parties: [StateCode(365), StateCode(710)],
        runs: (0..4).map(run).collect(),
        coverage: 1.0,
        series: BTreeSet::new(),
        records: BTreeSet::new(),
    });
    bench
}

#[test]
fn contest_supported_and_contradicted() {
    draws(|_, _, _| Some(3.0)).gives(Supported, MORE);
    draws(|_, _, _| Some(f64::INFINITY)).gives(Supported, MORE); // without bound is more than any
    draws(|_, _, _| Some(1.5)).gives(Contradicted, MORE);
    draws(|_, _, _| Some(2.0)).gives(Contradicted, MORE); // as much is not more
}

/// With the highest stakes, one budget and one rule it does not hold: in three of the 36 cells.
#[test]
fn contest_by_hand() {
    let verdict = draws(|n, _, stake| Some(if n == 0 && stake == 2 { 1.0 } else { 3.0 })).gives(Supported, MORE);
    assert_eq!(verdict.specifications, 36);
    assert_close(verdict.probability.unwrap(), 33.0 / 36.0, 1e-12); // a mean of zeros and ones
    let (lowest, _) = options(&verdict, "stake of the front");
    assert_eq!(lowest.0, "highest third");
    assert_close(lowest.1, 9.0 / 12.0, 1e-12);
}

/// Above two thirds of the cells, but not four fifths: 27 of 36, and no node's options lie more than half apart. The other way round, 9.
#[test]
fn contest_leans() {
    let only_one = |holds: f64, fails: f64| move |n: usize, _: usize, _: usize| Some(if n == 0 { fails } else { holds });
    draws(only_one(3.0, 1.0)).gives(LeansSupported, MORE);
    draws(only_one(1.0, 3.0)).gives(LeansContradicted, MORE);
}

#[test]
fn contest_contested_because_the_budget_turns_it() {
    let verdict = draws(|n, _, _| Some(if n % 2 == 0 { 3.0 } else { 1.0 })).gives(Contested, MORE);
    assert_eq!(options(&verdict, "budget").0.0, "capabilities");
}

#[test]
fn contest_not_testable() {
    let told = |bench: Bench, test: &str| bench.gives(NotTestable, test).reason.unwrap();
    assert_eq!(told(Bench::new(), MORE), "no contest result: nobody ran it");
    assert!(told(draws(|_, _, _| None), MORE).contains("defined in 0 draws of 40"));
    // A side that contends nowhere else frees all it has, which is not more than anybody and for no other front.
    for test in [MORE.replace("multiplier", "share_freed"), FREED.to_owned()] {
        let mut alone = draws(|_, _, _| Some(3.0));
        alone.0.contest.iter_mut().flat_map(|c| &mut c.runs).flat_map(|r| &mut r.draws).for_each(|d| d.sides[0].success_gained = None);
        assert!(told(alone, &test).contains("defined in 0 draws of 40"));
    }
    assert!(told(draws(|_, _, _| Some(3.0)), &MORE.replace("RUS", "USA")).starts_with("USA is not one of the pair"));
    assert!(told(draws(|_, _, _| Some(3.0)), &format!("{MORE}\nvalue = 1.0")).contains("either `than` or `value`"));
}

/// What a model assumes is said to be so, and what a model says is never sure.
#[test]
fn a_contest_is_a_model() {
    let verdict = draws(|_, _, _| Some(3.0)).gives(Supported, FREED);
    assert!(verdict.confidence.reasons.iter().any(|r| r == BY_CONSTRUCTION));
    assert_eq!(verdict.confidence.level.as_str(), "low");
    let real = draws(|_, _, _| Some(3.0)).gives(Supported, &FREED.replace("0.0", "0.1"));
    assert!(!real.confidence.reasons.iter().any(|r| r == BY_CONSTRUCTION));
}
