//! Kinds that look at how a series moves: trend, peak, change of level, projection.

use entente_claims::VerdictWord::{Contested, Contradicted, Supported};
use entente_core::testkit::assert_close;
use entente_core::{Unit, Year};

use crate::bench::{Bench, options, wiggle};

pub(crate) const TRADE: &str = "trade_usd[RUS-CHN]";

pub(crate) fn trade(value: impl Fn(Year) -> f64) -> Bench {
    Bench::new().series(TRADE, Unit::UsdBn, "1992..2021", 1.0, |year| Some(value(year)))
}

pub(crate) fn growing(year: Year) -> f64 {
    10.0 + 3.0 * f64::from(year - 1992) + wiggle(year)
}

/// Falls to 2006 and recovers half of it.
fn dip(year: Year) -> f64 {
    60.0 - 3.0 * f64::from(year.min(2006) - 1992) + 1.5 * f64::from((year - 2006).max(0)) + wiggle(year)
}

pub(crate) const RISES: &str = "[claim.test.trend]\nseries = \"trade_usd[RUS-CHN]\"\ndirection = \"rises\"\nstarts = [1992, 2000, 2008]";

#[test]
fn trend_supported() {
    trade(growing).gives(Supported, RISES); // rises by six times its noise every year
}

#[test]
fn trend_contradicted() {
    trade(growing).gives(Contradicted, &RISES.replace("rises", "falls")); // the same rise against a claimed fall
}

#[test]
fn trend_contested_because_the_first_year_turns_it() {
    let verdict = trade(dip).gives(Contested, &RISES.replace("1992, 2000, 2008", "1992, 2008")); // lower than in 1992, higher than in 2008
    assert_eq!(verdict.drivers[0].node, "first year");
}

#[test]
fn trend_not_testable() {
    assert!(trade(growing).refuses(&RISES.replace("1992, 2000, 2008", "2019, 2020")).contains("observations")); // too few years for a line
    trade(growing).gives(Supported, &RISES.replace("1992, 2000, 2008", "1992")); // one first year still leaves twelve specifications
}

#[test]
fn trend_stops_at_its_last_year() {
    let until = format!("{}\nuntil = 2006", RISES.replace("1992, 2000, 2008", "1992, 1996"));
    trade(dip).gives(Contradicted, &until); // up to 2006 it only fell
}

/// 1, 3, 2, 4. Line: slope 0.8, t = 1.8856, two degrees of freedom, so (1 + t/sqrt(2 + t^2))/2 = 0.9. Ranks: S = 5 - 1 = 4,
/// z = 3/sqrt(26/3), Phi(z) = 0.8459102. Line through ln 2, ln 4, ln 3, ln 5: t = 1.9067, 0.9015959. Ranks do not see the logarithm.
#[test]
fn trend_by_hand() {
    let values = [1.0, 3.0, 2.0, 4.0];
    let bench = Bench::new().series(TRADE, Unit::UsdBn, "2018..2021", 0.0, |year| Some(values[(year - 2018) as usize]));
    let verdict = bench.gives(Supported, &RISES.replace("1992, 2000, 2008", "2017, 2018"));
    let (ranks, line) = options(&verdict, "method");
    assert_close(ranks.1, 0.845_910_2, 1e-6); // printed to seven decimals
    assert_close(line.1, f64::midpoint(0.9, 0.901_595_9), 1e-6);
}

pub(crate) const HIGHEST: &str = "[claim.test.peak]\nseries = \"trade_usd[RUS-CHN]\"\nstarts = [1992, 2000, 2008]";

#[test]
fn peak_supported() {
    trade(growing).gives(Supported, HIGHEST); // the last year is the highest, and so are the last three
}

#[test]
fn peak_contradicted() {
    trade(|year| -growing(year) + 110.0).gives(Contradicted, HIGHEST); // the last year is the lowest
}

#[test]
fn peak_contested_because_the_first_year_turns_it() {
    trade(dip).gives(Contested, &HIGHEST.replace("1992, 2000, 2008", "1992, 2008")); // the highest since 2008, not since 1992
}

/// 0, 0, 10, 9: one below the top, standard deviation sqrt(22.6875) = 4.763, so only the margin of a quarter (1.19) lets it through,
/// and the mean of three years fails for want of years: one specification in three.
#[test]
fn peak_by_hand() {
    let values = [0.0, 0.0, 10.0, 9.0];
    let bench = Bench::new().series(TRADE, Unit::UsdBn, "2018..2021", 0.0, |year| Some(values[(year - 2018) as usize]));
    let verdict = bench.gives(Contested, &HIGHEST.replace("1992, 2000, 2008", "2017, 2018"));
    assert_close(verdict.probability.unwrap(), 1.0 / 3.0, 1e-12); // rounding
    assert_eq!((verdict.specifications, options(&verdict, "margin in standard deviations").1), (24, ("0.25".to_owned(), 1.0)));
}

#[test]
fn peak_not_testable() {
    let reason = trade(growing).refuses(&HIGHEST.replace("1992, 2000, 2008", "2020, 2021"));
    assert!(reason.contains("too few to speak of a highest"), "{reason}"); // one or two years
}

pub(crate) const JUMPS: &str = "[claim.test.change_point]\nseries = \"trade_usd[RUS-CHN]\"\ndirection = \"rises\"\n\
    between = \"2010..2012\"\nfrom = 1996";

pub(crate) fn jump(year: Year) -> f64 {
    if year < 2011 { 10.0 + wiggle(year) } else { 15.0 + wiggle(year) }
}

fn calm(value: impl Fn(Year) -> f64) -> Bench {
    Bench::new().series(TRADE, Unit::UsdBn, "1992..2021", 0.1, |year| Some(value(year)))
}

#[test]
fn change_point_supported() {
    calm(jump).gives(Supported, JUMPS); // ten times the noise, in 2011
}

#[test]
fn change_point_contradicted() {
    calm(jump).gives(Contradicted, &JUMPS.replace("rises", "falls")); // it changes there, and upwards
    calm(jump).gives(Contradicted, &JUMPS.replace("2010..2012", "2002..2004")); // it changes, but seven years later
}

#[test]
fn change_point_contested_because_the_price_turns_it() {
    let verdict = calm(jump).gives(Contested, &format!("{JUMPS}\npenalties = [2.0, 1000.0]")); // no jump is worth the second price
    assert_eq!(verdict.drivers[0].node, "price of a break");
}

#[test]
fn change_point_not_testable() {
    let still = Bench::new().flat(TRADE, Unit::UsdBn, 10.0, 0.0).refuses(JUMPS);
    assert!(still.contains("whose neighbours differ"), "{still}"); // without noise there is nothing to measure a jump by
    assert!(calm(jump).refuses(&JUMPS.replace("1996", "2019")).contains("observations")); // three years hold no two segments
}

pub(crate) const AS_LONG_AS: &str = "[claim.test.projection]\nseries = \"trade_usd[RUS-CHN]\"\non_since = 2010\nstarts = [1996, 2000]";

/// A walk whose yearly step is `before` up to 2010 and `after` later, with some noise in the steps.
pub(crate) fn walk(before: f64, after: f64) -> impl Fn(Year) -> f64 {
    move |year| 100.0 + before * f64::from(year.min(2010) - 1992) + after * f64::from((year - 2010).max(0)) + wiggle(year)
}

#[test]
fn projection_supported() {
    trade(walk(-2.0, 4.0)).gives(Supported, AS_LONG_AS); // grows with the condition, shrinks without
}

#[test]
fn projection_contradicted() {
    trade(walk(4.0, 4.0)).gives(Contradicted, AS_LONG_AS); // grows either way, so the condition makes no difference
    trade(walk(-2.0, -2.0)).gives(Contradicted, AS_LONG_AS); // shrinks either way
}

#[test]
fn projection_contested_because_the_first_year_turns_it() {
    // From 1992 it grew before the condition too; from 2005 it had been shrinking.
    let before = |year: Year| 4.0 * f64::from(year.min(2005) - 1992) - 2.0 * f64::from((year.min(2010) - 2005).max(0));
    let bench = trade(|year| 100.0 + before(year) + 4.0 * f64::from((year - 2010).max(0)) + wiggle(year));
    let verdict = bench.gives(Contested, &AS_LONG_AS.replace("1996, 2000", "1992, 2005"));
    assert_eq!(verdict.drivers[0].node, "first year");
}

#[test]
fn projection_not_testable() {
    let reason = trade(growing).refuses(&AS_LONG_AS.replace("on_since = 2010", "on_since = 2020"));
    assert!(reason.contains("fewer than three years"), "{reason}"); // one year with the condition on
}
