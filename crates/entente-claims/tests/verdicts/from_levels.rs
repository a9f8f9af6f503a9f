//! Kinds that look at how high series stand: threshold, asymmetry, percentile, gains, decomposition.

use entente_claims::VerdictWord::{Contested, Contradicted, NotTestable, Supported};
use entente_core::Unit;
use entente_core::testkit::assert_close;

use crate::bench::{Bench, options};

pub(crate) const ABOVE_HALF: &str = "[claim.test.threshold]\nseries = \"arms_share[RUS]\"\nis = \"above\"\nvalue = 0.5\nunit = \"share\"";

pub(crate) fn arms_share(value: f64) -> Bench {
    Bench::new().flat("arms_share[RUS]", Unit::Share, value, 0.05)
}

#[test]
fn threshold_supported() {
    arms_share(0.8).gives(Supported, ABOVE_HALF); // ten standard errors above
}

#[test]
fn threshold_contradicted() {
    arms_share(0.2).gives(Contradicted, ABOVE_HALF); // ten standard errors below
}

#[test]
fn threshold_contested_because_the_value_is_the_bound() {
    let verdict = arms_share(0.5).gives(Contested, ABOVE_HALF); // a symmetric error falls above as often as below
    assert_close(verdict.probability.unwrap(), 0.5, 0.02); // 27 specifications of 400 draws: four standard errors
}

/// Only 2021 stands above. One year: mean, median and last all hold. Five years: only the last does. Pooled (1 + 1/3)/2 = 2/3, which
/// alone would lean to supported; the window by itself moves it by 2/3, which is more than half.
#[test]
fn threshold_contested_because_the_window_alone_turns_it() {
    let spike = |year| Some(if year == 2021 { 0.9 } else { 0.1 });
    let bench = Bench::new().series("arms_share[RUS]", Unit::Share, "1992..2021", 0.0, spike);
    let verdict = bench.gives(Contested, &format!("{ABOVE_HALF}\nwindows = [1, 5]"));
    assert_close(verdict.probability.unwrap(), 2.0 / 3.0, 1e-12); // rounding
    assert_eq!(verdict.drivers[0].node, "window");
    assert_close(options(&verdict, "window").0.1, 1.0 / 3.0, 1e-12);
}

#[test]
fn threshold_not_testable() {
    assert!(Bench::new().refuses(ABOVE_HALF).contains("there is no series arms_share[RUS]")); // nobody measured it
    let one_year = format!("{ABOVE_HALF}\nyears = \"2015\"");
    arms_share(0.8).gives(Supported, &one_year); // one year has no edge years to decide about, and still twelve specifications
    let before_the_series = format!("{ABOVE_HALF}\nyears = \"1950..1960\"");
    assert!(arms_share(0.8).refuses(&before_the_series).contains("no known value")); // what is not covered is not zero
}

#[test]
fn threshold_on_fixed_years_looks_nowhere_else() {
    let fell = |year| Some(if year <= 2006 { 0.9 } else { 0.1 });
    let bench = Bench::new().series("arms_share[RUS]", Unit::Share, "1992..2021", 0.02, fell);
    bench.gives(Supported, &format!("{ABOVE_HALF}\nyears = \"1992..2006\"")); // all of those years stand above
    bench.gives(Contradicted, ABOVE_HALF); // no recent year does
}

pub(crate) const MORE_THAN_CHINA: &str = "[claim.test.asymmetry]\nleft = \"milex_usd[RUS]\"\nright = \"milex_usd[CHN]\"";

pub(crate) fn spending(russia: f64, china: f64) -> Bench {
    Bench::new().flat("milex_usd[RUS]", Unit::UsdBn, russia, 5.0).flat("milex_usd[CHN]", Unit::UsdBn, china, 5.0)
}

#[test]
fn asymmetry_supported() {
    spending(100.0, 50.0).gives(Supported, MORE_THAN_CHINA); // the intervals are far apart
}

#[test]
fn asymmetry_contested() {
    spending(80.0, 80.0).gives(Contested, MORE_THAN_CHINA); // equal, so either comes out higher half of the time
}

#[test]
fn asymmetry_contradicted() {
    spending(50.0, 100.0).gives(Contradicted, MORE_THAN_CHINA); // it is the other way round
    spending(100.0, 50.0).gives(Contradicted, &format!("{MORE_THAN_CHINA}\nfactor = 3.0")); // twice as much is not three times
}

#[test]
fn asymmetry_not_testable() {
    let bench = Bench::new().flat("milex_usd[RUS]", Unit::Tiv, 100.0, 5.0).flat("milex_usd[CHN]", Unit::UsdBn, 50.0, 5.0);
    assert!(bench.refuses(MORE_THAN_CHINA).contains("TIV")); // a volume of arms is not money
}

pub(crate) const HIGH_AMONG_PAIRS: &str = "[claim.test.percentile]\nindicator = \"votes_agree3\"\nis = \"above\"\nvalue = 0.6";

#[test]
fn percentile_supported() {
    Bench::new().among("votes_agree3", 0.9, &[0.2, 0.3, 0.4, 0.5]).gives(Supported, HIGH_AMONG_PAIRS); // above all, whoever is left out
}

#[test]
fn percentile_contradicted() {
    Bench::new().among("votes_agree3", 0.1, &[0.2, 0.3, 0.4, 0.5]).gives(Contradicted, HIGH_AMONG_PAIRS); // below all
}

/// Two of four stand below: 1/2. Without one of the lower 1/3, without one of the upper 2/3, so "above 0.6" holds in two of five.
#[test]
fn percentile_contested_because_the_choice_of_comparators_turns_it() {
    let verdict = Bench::new().among("votes_agree3", 0.5, &[0.1, 0.2, 0.8, 0.9]).gives(Contested, HIGH_AMONG_PAIRS);
    assert_close(verdict.probability.unwrap(), 0.4, 1e-12); // no draw crosses: the gaps are fifty standard errors
    assert_eq!(verdict.drivers[0].node, "left out");
}

#[test]
fn percentile_not_testable() {
    let reason = Bench::new().among("votes_agree3", 0.5, &[0.1, 0.9]).refuses(HIGH_AMONG_PAIRS);
    assert!(reason.contains("2 comparators"), "{reason}"); // two make no ranking
}

pub(crate) const CHINA_GAINS_MORE: &str = "[claim.test.gains]\nperiods = [\"1992..2020\", \"2005..2020\"]\n\
    [[claim.test.gains.channels]]\nname = \"arms\"\nfirst = \"arms_gain[CHN]\"\nsecond = \"arms_gain[RUS]\"\n\
    [[claim.test.gains.channels]]\nname = \"trade\"\nfirst = \"trade_gain[CHN]\"\nsecond = \"trade_gain[RUS]\"\n\
    [[claim.test.gains.channels]]\nname = \"votes\"\nfirst = \"votes_gain[CHN]\"\nsecond = \"votes_gain[RUS]\"";

pub(crate) fn gains(china: [f64; 3], russia: [f64; 3]) -> Bench {
    ["arms", "trade", "votes"].into_iter().zip(china.into_iter().zip(russia)).fold(Bench::new(), |bench, (name, (china, russia))| {
        let bench = bench.flat(&format!("{name}_gain[CHN]"), Unit::Share, china, 0.02);
        bench.flat(&format!("{name}_gain[RUS]"), Unit::Share, russia, 0.02)
    })
}

#[test]
fn gains_supported() {
    gains([0.8, 0.7, 0.9], [0.2, 0.3, 0.1]).gives(Supported, CHINA_GAINS_MORE); // ahead in every channel, so under every weighting
}

#[test]
fn gains_contradicted() {
    gains([0.2, 0.3, 0.1], [0.8, 0.7, 0.9]).gives(Contradicted, CHINA_GAINS_MORE); // behind in every channel
}

#[test]
fn gains_contested_because_the_channels_cancel_out() {
    gains([0.9, 0.5, 0.1], [0.1, 0.5, 0.9]).gives(Contested, CHINA_GAINS_MORE); // the lead in arms is the lag in votes
}

#[test]
fn gains_not_testable() {
    let reason = gains([1.8, 0.7, 0.9], [0.2, 0.3, 0.1]).refuses(CHINA_GAINS_MORE);
    assert!(reason.contains("gains on 0 to 1"), "{reason}"); // not a share, so the channels cannot be weighed
}

/// Two channels, +0.4 and -0.2: ahead where 0.4 w > 0.2 (1 - w), so for weights w above 1/3, which is two thirds of them.
#[test]
fn gains_by_hand() {
    let test = "[claim.test.gains]\nperiods = [\"1992..2020\", \"1993..2020\", \"1994..2020\", \"1995..2020\"]\n\
        [[claim.test.gains.channels]]\nname = \"arms\"\nfirst = \"arms_gain[CHN]\"\nsecond = \"arms_gain[RUS]\"\n\
        [[claim.test.gains.channels]]\nname = \"trade\"\nfirst = \"trade_gain[CHN]\"\nsecond = \"trade_gain[RUS]\"";
    let exact = |bench: Bench, key: &str, value| bench.flat(key, Unit::Share, value, 0.0);
    let bench = exact(exact(Bench::new(), "arms_gain[CHN]", 0.6), "arms_gain[RUS]", 0.2);
    let bench = exact(exact(bench, "trade_gain[CHN]", 0.3), "trade_gain[RUS]", 0.5);
    let verdict = crate::bench::judge(&crate::bench::claim(test), &bench.0);
    assert_close(verdict.probability.unwrap(), 2.0 / 3.0, 0.02); // 8,000 different draws: four standard errors
}

pub(crate) const MORE_NOT_BETTER: &str = "[claim.test.decomposition]\ncount = \"exercises_count[RUS-CHN]\"\n\
    quality = \"exercise_depth[RUS-CHN]\"\nbefore = [\"2003..2009\", \"2005..2010\"]\nafter = [\"2015..2020\", \"2016..2021\"]\n\
    is = \"above\"\nvalue = 0.5";

/// Exercises whose yearly number and quality change once, in 2011.
pub(crate) fn exercises(counts: [f64; 2], qualities: [f64; 2], half_width: f64) -> Bench {
    let step = |values: [f64; 2]| move |year| Some(values[usize::from(year > 2010)]);
    Bench::new().series("exercises_count[RUS-CHN]", Unit::Count, "2003..2021", 0.0, step(counts)).series(
        "exercise_depth[RUS-CHN]",
        Unit::Share,
        "2003..2021",
        half_width,
        step(qualities),
    )
}

#[test]
fn decomposition_supported() {
    exercises([2.0, 8.0], [0.3, 0.3], 0.02).gives(Supported, MORE_NOT_BETTER); // four times as many, no better
}

#[test]
fn decomposition_contradicted() {
    exercises([4.0, 4.0], [0.2, 0.6], 0.02).gives(Contradicted, MORE_NOT_BETTER); // as many, three times as good
}

#[test]
fn decomposition_contested() {
    exercises([2.0, 4.0], [0.3, 0.6], 0.02).gives(Contested, MORE_NOT_BETTER); // both doubled: half of the growth each
}

/// Frequency's share is ln 4 / (ln 4 + ln 2) = 2/3.
#[test]
fn decomposition_by_hand() {
    let bench = exercises([2.0, 8.0], [0.3, 0.6], 0.0);
    bench.gives(Supported, &MORE_NOT_BETTER.replace("value = 0.5", "value = 0.666"));
    bench.gives(Contradicted, &MORE_NOT_BETTER.replace("value = 0.5", "value = 0.667"));
}

#[test]
fn decomposition_not_testable() {
    let shrank = exercises([8.0, 2.0], [0.3, 0.3], 0.02).refuses(MORE_NOT_BETTER);
    assert!(shrank.contains("did not grow"), "{shrank}"); // there is no growth to split
    let later = MORE_NOT_BETTER.replace("2015..2020\", \"2016..2021", "2022..2025\", \"2023..2026");
    assert!(exercises([2.0, 8.0], [0.3, 0.3], 0.02).refuses(&later).contains("lies after 2021")); // the future is no evidence
    let from_nothing = exercises([0.0, 8.0], [0.3, 0.3], 0.02);
    from_nothing.gives(NotTestable, MORE_NOT_BETTER); // growth from none has no logarithm
}
