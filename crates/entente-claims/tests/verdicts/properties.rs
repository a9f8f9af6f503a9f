//! Rules that hold whatever the kind: replay, seeds, witnesses, staleness, units, coverage, monotony, complements.

use std::collections::BTreeSet;

use entente_claims::evidence::About;
use entente_claims::{
    Evidence, Point, SeriesKey, VerdictWord, VerdictWord::Contradicted, VerdictWord::NotTestable, VerdictWord::Supported,
};
use entente_core::testkit::assert_close;
use entente_core::{Cell, Unit};
use proptest::prelude::*;

use crate::bench::{Bench, CLAIMANT, claim, judge};
use crate::{from_levels as levels, from_records as records, from_time as time};

/// A clear yes and a clear no of every kind that can give one, and the one that cannot.
fn clear_cases() -> Vec<(String, Evidence, VerdictWord)> {
    let mut cases = Vec::new();
    let mut add = |test: &str, yes: Bench, no: Bench| {
        cases.extend([(test.to_owned(), yes.0, Supported), (test.to_owned(), no.0, Contradicted)]);
    };
    add(levels::ABOVE_HALF, levels::arms_share(0.8), levels::arms_share(0.2));
    add(levels::MORE_THAN_CHINA, levels::spending(100.0, 50.0), levels::spending(50.0, 100.0));
    let among = |ours| Bench::new().among("votes_agree3", ours, &[0.2, 0.3, 0.4, 0.5]);
    add(levels::HIGH_AMONG_PAIRS, among(0.9), among(0.1));
    let (high, low) = ([0.8, 0.7, 0.9], [0.2, 0.3, 0.1]);
    add(levels::CHINA_GAINS_MORE, levels::gains(high, low), levels::gains(low, high));
    let drills = |counts, qualities| levels::exercises(counts, qualities, 0.02);
    add(levels::MORE_NOT_BETTER, drills([2.0, 8.0], [0.3, 0.3]), drills([4.0, 4.0], [0.2, 0.6]));
    add(time::RISES, time::trade(time::growing), time::trade(|year| 110.0 - time::growing(year)));
    add(time::HIGHEST, time::trade(time::growing), time::trade(|year| 110.0 - time::growing(year)));
    add(time::JUMPS, time::trade(|year| 10.0 * time::jump(year)), time::trade(|year| 200.0 - 10.0 * time::jump(year)));
    add(time::AS_LONG_AS, time::trade(time::walk(-2.0, 4.0)), time::trade(time::walk(4.0, 4.0)));
    add(records::MOSTLY_JOINT, records::exercises(9, 0, 0), records::exercises(0, 9, 0));
    add(records::ONE_STEP, records::steps(3, 2), records::steps(0, 5));
    add(records::TAKES_ITS_SIDE, records::positions(&[(6, "support")]), records::positions(&[(6, "oppose")]));
    add(records::A_HUNDRED, records::figures(&["value=99", "value=101"]), records::figures(&["value=200", "value=220"]));
    let pledge = |word: &str| records::treaty(&format!("obligation_1to2={word} obligation_2to1={word} is_binding=1"));
    add(records::MUST_CONSULT, pledge("consultation"), pledge("none"));
    cases.push((records::judges(&[0.02, 0.05, 0.08]), Bench::new().0, Supported));
    cases.push((records::judges(&[0.3, 0.4, 0.5]), Bench::new().0, Contradicted));
    cases.push(("[claim.test.contest]\nquantity = \"multiplier\"\nof = \"CHN\"\nvalue = 2.0".to_owned(), Bench::new().0, NotTestable));
    cases
}

#[test]
fn every_kind_has_a_clear_case() {
    let kinds: BTreeSet<&str> = clear_cases().iter().map(|(test, _, _)| claim(test).test.kind()).collect();
    assert_eq!(kinds.len(), 16, "{kinds:?}");
}

#[test]
fn the_word_after_test_is_the_kind() {
    for (test, _, _) in clear_cases() {
        assert!(test.starts_with(&format!("[claim.test.{}]", claim(&test).test.kind())), "{test}");
    }
}

#[test]
fn the_same_seed_gives_the_same_verdict() {
    for (test, evidence, word) in clear_cases() {
        let first = judge(&claim(&test), &evidence);
        assert_eq!((first.word, &first), (word, &judge(&claim(&test), &evidence.clone())), "{test}");
    }
}

#[test]
fn another_seed_never_turns_a_clear_case() {
    for (test, mut evidence, word) in clear_cases() {
        for seed in [0, 1, 20_210_601, u64::MAX] {
            evidence.seed = seed;
            assert_eq!(judge(&claim(&test), &evidence).word, word, "seed {seed}: {test}");
        }
    }
}

#[test]
fn a_claim_written_out_and_read_again_is_the_same() {
    for (test, _, _) in clear_cases() {
        let claim = claim(&test);
        assert_eq!(toml::from_str::<entente_claims::Claim>(&toml::to_string(&claim).unwrap()).unwrap(), claim);
    }
}

#[test]
#[should_panic(expected = "unknown field `treshold`")]
fn a_misspelt_parameter_is_refused() {
    claim(&format!("{}\ntreshold = 0.5", levels::ABOVE_HALF));
}

/// One record for the claim that only the claim's own author stands behind: without a claimant it counts, with one it does not.
#[test]
fn the_claim_is_no_witness_for_itself() {
    for (test, table, fields) in [
        (records::MOSTLY_JOINT, "exercises", "grade=A command=2"),
        (records::ONE_STEP, "steps", "depth=2"),
        (records::TAKES_ITS_SIDE, "positions", "ccode=710 about_ccode=365 position=support"),
        (records::A_HUNDRED, "figures", "quantity=fighters unit=count value=100"),
    ] {
        let own = Bench::new().cited(table, "2019", fields, &[CLAIMANT]);
        let mut of_nobody = claim(test);
        of_nobody.said_by = None;
        assert_eq!(judge(&of_nobody, &own.0).word, Supported, "{test}"); // so it is the claimant that makes the difference
        own.refuses(test);
        let with_another = Bench::new().cited(table, "2019", fields, &[CLAIMANT, "press"]);
        with_another.gives(Supported, test); // a second source makes it a witness
        let outvoted = Bench::new().cited(table, "2019", fields, &["press"]).cited(table, "2019", fields, &[CLAIMANT]);
        assert_eq!(outvoted.gives(Supported, test).basis.records.len(), 1, "{test}");
    }
}

/// The evidence of a clear yes with every series cut off after `last`; it must be not testable just if that is over five years ago.
fn cut_off(test: &str, bench: Bench, last: i32) -> Bench {
    let mut evidence = bench.0;
    for series in evidence.series.values_mut() {
        series.points.retain(|point| point.year <= last);
        series.coverage.years = entente_core::YearSpan::new(1992, last).unwrap();
    }
    let verdict = judge(&claim(test), &evidence);
    assert_eq!(verdict.word == NotTestable, evidence.as_of - last > 5, "{last}: {verdict:#?}");
    Bench(evidence)
}

#[test]
fn a_series_that_ended_more_than_five_years_ago_says_nothing() {
    for last in [2021, 2016, 2015, 2000] {
        cut_off(levels::ABOVE_HALF, levels::arms_share(0.8), last);
        cut_off(levels::MORE_THAN_CHINA, levels::spending(100.0, 50.0), last);
        cut_off(time::RISES, time::trade(time::growing), last);
        cut_off(time::HIGHEST, time::trade(time::growing), last);
        cut_off(time::JUMPS, time::trade(|year| 10.0 * time::jump(year)), last);
        cut_off(time::AS_LONG_AS, time::trade(time::walk(-2.0, 4.0)), last);
        cut_off(levels::HIGH_AMONG_PAIRS, Bench::new().among("votes_agree3", 0.9, &[0.2, 0.3, 0.4, 0.5]), last);
    }
    let reason = cut_off(levels::ABOVE_HALF, levels::arms_share(0.8), 2015).refuses(levels::ABOVE_HALF);
    assert!(reason.contains("newest value is of 2015"), "{reason}");
}

/// A period with a fixed end is history and does not age.
#[test]
fn a_fixed_period_does_not_age() {
    let old = cut_off(time::RISES, time::trade(time::growing), 2010);
    old.gives(Supported, &format!("{}\nuntil = 2010", time::RISES.replace("2000, 2008", "1996, 2000")));
    let old = cut_off(levels::ABOVE_HALF, levels::arms_share(0.8), 2010);
    old.gives(Supported, &format!("{}\nyears = \"1992..2006\"", levels::ABOVE_HALF));
}

#[test]
fn a_volume_of_arms_is_not_compared_with_money() {
    let bench = Bench::new().flat("arms_tiv[RUS>CHN]", Unit::Tiv, 500.0, 50.0);
    let reason = bench.refuses("[claim.test.threshold]\nseries = \"arms_tiv[RUS>CHN]\"\nis = \"above\"\nvalue = 1.0\nunit = \"usd_bn\"");
    assert!(reason.contains("TIV") && reason.contains("not its price"), "{reason}");
    let reason = bench.refuses("[claim.test.threshold]\nseries = \"arms_tiv[RUS>CHN]\"\nis = \"above\"\nvalue = 1.0\nunit = \"count\"");
    assert!(reason.contains("units differ"), "{reason}");
}

/// High up to 2018 and then silent. Read as zeros the last years would pull every window down.
#[test]
fn years_past_the_coverage_are_not_zero() {
    let series = |bench: Bench| bench.series("arms_share[RUS]", Unit::Share, "1992..2018", 0.02, |_| Some(0.8));
    series(Bench::new()).gives(Supported, levels::ABOVE_HALF);
    series(Bench::new()).gives(Contradicted, &levels::ABOVE_HALF.replace("above", "below"));
    let mut spelled_out = series(Bench::new());
    let key = SeriesKey::new("arms_share", About::State(entente_core::StateCode(365)));
    for (year, cell) in [(2019, Cell::NotCovered), (2020, Cell::Missing), (2021, Cell::NotApplicable)] {
        spelled_out.0.series.get_mut(&key).unwrap().points.push(Point { year, cell, interval: None, records: [].into() });
    }
    let silent = series(Bench::new()).gives(Supported, levels::ABOVE_HALF);
    assert_eq!(spelled_out.gives(Supported, levels::ABOVE_HALF), silent); // saying that nothing is known changes nothing
    assert_eq!(spelled_out.0.series[&key].cell(2022), Cell::NotCovered);
}

/// The same zeros count where the source says that its silence means zero.
#[test]
fn a_zero_by_rule_is_a_zero() {
    let mut bench = Bench::new().series("arms_share[RUS]", Unit::Share, "1992..2021", 0.0, |year| (year <= 2015).then_some(0.8));
    let key = "arms_share[RUS]".parse().unwrap();
    assert!(bench.refuses(levels::ABOVE_HALF).contains("newest value is of 2015")); // missing years first
    let points = &mut bench.0.series.get_mut(&key).unwrap().points;
    points.extend((2016..=2021).map(|year| Point { year, cell: Cell::ZeroByRule, interval: None, records: [].into() }));
    bench.gives(Contradicted, levels::ABOVE_HALF);
}

#[test]
fn two_pages_of_one_publisher_count_once() {
    let fields = "grade=A command=2";
    let bench = records::exercises(5, 0, 0).cited("exercises", "2019", fields, &["ministry", "press"]);
    assert_eq!(bench.gives(Supported, records::MOSTLY_JOINT).basis.publishers, 2); // press six times, ministry once
}

fn probability(test: &str, evidence: &Evidence) -> f64 {
    judge(&claim(test), evidence).probability.unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    /// The draws depend on the claim's id and the seed, not on the bound, so this holds without any tolerance.
    #[test]
    fn a_higher_bound_is_never_more_likely_passed(level in 0.2f64..0.8, bound in 0.1f64..0.9, more in 0.0f64..0.2) {
        let bench = levels::arms_share(level);
        let at = |bound: f64| probability(&levels::ABOVE_HALF.replace("value = 0.5", &format!("value = {bound:?}")), &bench.0);
        prop_assert!(at(bound) >= at(bound + more));
    }

    /// G9: what is above a bound and what is at most the bound is everything.
    #[test]
    fn above_and_at_most_are_complements(yes in 1usize..8, no in 0usize..8, unknown in 0usize..3, bound in 0.0f64..=1.0) {
        let bench = records::exercises(yes, no, unknown);
        let of = |is: &str| {
            let test = records::MOSTLY_JOINT.replace("above", is).replace("value = 0.5", &format!("value = {bound:?}"));
            probability(&format!("min_coverage = 0.1\n{test}"), &bench.0)
        };
        assert_close(of("above") + of("at_most"), 1.0, 1e-9); // incomplete Beta function
        assert_close(of("at_least") + of("below"), 1.0, 1e-9);
    }

    /// One more record for the claim never makes it less likely.
    #[test]
    fn a_further_yes_never_hurts(yes in 1usize..8, no in 0usize..8) {
        let of = |yes| probability(records::MOSTLY_JOINT, &records::exercises(yes, no, 0).0);
        prop_assert!(of(yes + 1) >= of(yes) - 1e-12); // rounding
    }
}
