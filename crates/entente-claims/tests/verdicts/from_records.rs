//! Kinds that look at coded records or published judgements: share, count, position, interval, obligation, elicited.

use std::f64::consts::PI;

use entente_claims::VerdictWord::{Contested, Contradicted, LeansContradicted, LeansSupported, NotTestable, Supported};
use entente_core::testkit::assert_close;

use crate::bench::{Bench, claim, judge, options};

pub(crate) const MOSTLY_JOINT: &str =
    "[claim.test.share]\ntable = \"exercises\"\nis = \"above\"\nvalue = 0.5\nwhere = { command = \">=2\" }";

/// Exercises of 2019 with a joint command, without one, and of which nobody tells.
pub(crate) fn exercises(joint: usize, apart: usize, unknown: usize) -> Bench {
    let bench = Bench::new().records(joint, "exercises", "2019", "grade=A command=2");
    bench.records(apart, "exercises", "2019", "grade=A command=0").records(unknown, "exercises", "2019", "grade=A")
}

#[test]
fn share_supported() {
    exercises(9, 0, 0).gives(Supported, MOSTLY_JOINT); // nine of nine
}

#[test]
fn share_contradicted() {
    exercises(0, 9, 0).gives(Contradicted, MOSTLY_JOINT); // none of nine
}

#[test]
fn share_contested() {
    let verdict = exercises(4, 4, 0).gives(Contested, MOSTLY_JOINT); // a symmetric posterior about the bound
    assert_close(verdict.probability.unwrap(), 0.5, 1e-9); // root of an incomplete Beta function
}

/// In the last five years 5 of 9, in all 6 of 16. Three windows see the second (about 0.16), one the first (about 0.63): the mean is
/// about 0.28, a quarter of the specifications is for it, and the windows lie less than half apart.
#[test]
fn share_leans() {
    let bench = exercises(5, 4, 0).records(1, "exercises", "2005", "grade=A command=2");
    let bench = bench.records(6, "exercises", "2005", "grade=A command=0");
    let windows = format!("{MOSTLY_JOINT}\nwindows = [0, 40, 30, 5]");
    bench.gives(LeansContradicted, &windows);
    bench.gives(LeansSupported, &windows.replace("above", "below")); // the same numbers the other way round
}

/// None of two. Uniform prior: P(p > 1/2) = (1/2)^3. Jeffreys prior: with p = sin^2 the density is cos^4, so it is
/// (3 pi/32 - 1/4) / (3 pi/16) = 1/2 - 4/(3 pi). Nothing else matters, so the pooled probability is their mean.
#[test]
fn share_by_hand() {
    let verdict = exercises(0, 2, 0).gives(Contradicted, MOSTLY_JOINT);
    let (jeffreys, uniform) = (0.5 - 4.0 / (3.0 * PI), 0.125);
    assert_close(verdict.probability.unwrap(), f64::midpoint(jeffreys, uniform), 1e-9); // incomplete Beta function
    assert_eq!(options(&verdict, "prior").1.0, "1");
    assert_close(options(&verdict, "prior").0.1, jeffreys, 1e-9);
}

/// None of two and two silent, at half weight: against makes 0 of 3, for makes 1 of 3. Uniform prior: 1/8, 1/16 and 5/16.
/// Jeffreys prior, with sin and cos as above: 1/2 - 4/(3 pi), 1/2 - 22/(15 pi) and 1/2 - 2/(3 pi).
#[test]
fn share_of_the_silent_by_hand() {
    let verdict = judge(&claim(&format!("min_coverage = 0.5\n{MOSTLY_JOINT}")), &exercises(0, 2, 2).0);
    let (against, silence_for) = options(&verdict, "unknown records");
    assert_eq!((against.0.as_str(), silence_for.0.as_str()), ("half against", "half for"));
    assert_close(against.1, f64::midpoint(1.0 / 16.0, 0.5 - 22.0 / (15.0 * PI)), 1e-9);
    assert_close(silence_for.1, f64::midpoint(5.0 / 16.0, 0.5 - 2.0 / (3.0 * PI)), 1e-9);
}

#[test]
fn share_not_testable() {
    assert!(Bench::new().refuses(MOSTLY_JOINT).contains("no table exercises")); // nobody coded any
    assert!(exercises(0, 0, 5).refuses(MOSTLY_JOINT).contains("no record of exercises tells")); // silence on all of them
    assert!(exercises(4, 0, 4).refuses(MOSTLY_JOINT).contains("50 of 100 needed cells")); // half are silent, six in ten must tell
    let elsewhere = Bench::new().records(9, "exercises", "2019", "command=2 ccode2=2");
    elsewhere.gives(NotTestable, MOSTLY_JOINT); // they are of another pair
}

#[test]
fn share_counts_only_what_it_is_among() {
    let bench = exercises(5, 0, 0).records(20, "exercises", "2019", "grade=A command=0 kind=visit");
    bench.gives(Contradicted, MOSTLY_JOINT); // with the visits five of twenty-five
    let bench = bench.records(9, "exercises", "2019", "grade=A command=2 kind=drill");
    bench.gives(Supported, &format!("{MOSTLY_JOINT}\namong = {{ kind = \"drill\" }}")); // without them nine of nine
}

pub(crate) const ONE_STEP: &str = "[claim.test.count]\ntable = \"steps\"\nis = \"at_least\"\nvalue = 1\nwhere = { depth = \">=2\" }";

pub(crate) fn steps(deep: usize, shallow: usize) -> Bench {
    Bench::new().records(deep, "steps", "2019", "depth=2").records(shallow, "steps", "2019", "depth=1")
}

#[test]
fn count_supported() {
    steps(3, 2).gives(Supported, ONE_STEP); // three where one is asked for
}

#[test]
fn count_contradicted() {
    steps(0, 5).gives(Contradicted, ONE_STEP); // none, and a coder's error only takes away; one nobody found fits in one of seven
    steps(2, 0).gives(Contradicted, &ONE_STEP.replace("value = 1", "value = 4")); // two, and one that nobody found, are not four
    steps(3, 0).gives(Contradicted, &ONE_STEP.replace("at_least\"\nvalue = 1", "at_most\"\nvalue = 0")); // three are not none
}

#[test]
fn count_contested_because_the_window_turns_it() {
    let bench = steps(1, 0).records(1, "steps", "2001", "depth=2");
    let verdict = bench.gives(Contested, &ONE_STEP.replace("value = 1", "value = 2")); // two in all, one in fifteen years
    let (fifteen, _) = options(&verdict, "window in years (0: all)");
    assert_eq!(fifteen.0, "15");
    assert_close(fifteen.1, 0.9125 * 2.0 / 9.0, 1e-12); // only with one nobody found, (1 + 1)/(1 + 2), in a third of the cells: 2/3 of 1, 0.95, 0.9, 0.8
}

/// Two records and errors of 0, 0.05, 0.1, 0.2. At least one: 1 - e^2 = 1, 0.9975, 0.99, 0.96. Both: (1 - e)^2 = 1, 0.9025, 0.81, 0.64. One more that nobody
/// found fits with (2 + 1)/(2 + 2) = 3/4. At least one of three: 1 - e^2/4 = 1, 0.999375, 0.9975, 0.99. Two of three, with a = 1 - e:
/// a^2 + 2 a (1 - a) 3/4 = 1, 0.97375, 0.945, 0.88.
#[test]
fn count_by_hand() {
    let one = steps(2, 0).gives(Supported, ONE_STEP);
    assert_close(one.probability.unwrap(), (2.0 * (1.0 + 0.9975 + 0.99 + 0.96) + (1.0 + 0.999_375 + 0.9975 + 0.99)) / 12.0, 1e-12); // rounding
    let both = steps(2, 0).gives(Supported, &ONE_STEP.replace("value = 1", "value = 2"));
    assert_close(both.probability.unwrap(), (2.0 * (1.0 + 0.9025 + 0.81 + 0.64) + (1.0 + 0.973_75 + 0.945 + 0.88)) / 12.0, 1e-12);
    assert_close(options(&both, "coder error").0.1, (0.64 + 0.64 + 0.88) / 3.0, 1e-12);
}

/// Nobody tells of the third of three. If it hides nothing "all three" is impossible; at the rate of the rest, (2 + 1/2)/(2 + 1) = 5/6,
/// it is (1 - e)^2 5/6; with a fourth that nobody found, 3/4 instead, it lies between.
#[test]
fn count_with_silence_by_hand() {
    let bench = steps(2, 0).records(1, "steps", "2019", "kind=visit");
    let verdict = bench.gives(Contested, &ONE_STEP.replace("value = 1", "value = 3"));
    let (nothing, as_the_rest) = options(&verdict, "what silence hides");
    assert_eq!((nothing.0.as_str(), nothing.1), ("hides nothing", 0.0));
    assert_close(as_the_rest.1, (1.0 + 0.9025 + 0.81 + 0.64) / 4.0 * 5.0 / 6.0, 1e-12);
    assert_close(verdict.probability.unwrap(), (1.0 + 0.9025 + 0.81 + 0.64) / 12.0 * (5.0 / 6.0 + 3.0 / 4.0), 1e-12);
}

#[test]
fn count_not_testable() {
    let reason = steps(3, 0).refuses(&format!("{ONE_STEP}\namong = {{ kind = \"drill\" }}"));
    assert!(reason.contains("no record of steps counts"), "{reason}"); // whether any is a drill is not known
    let silent = Bench::new().records(3, "steps", "2019", "kind=drill").records(1, "steps", "2019", "depth=2");
    assert!(silent.refuses(ONE_STEP).contains("25 of 100 needed cells")); // three of four are silent
}

pub(crate) const TAKES_ITS_SIDE: &str = "[claim.test.position]\nactor = 710\nabout = 365\nis = \"above\"\nvalue = 0.5";

pub(crate) fn positions(said: &[(usize, &str)]) -> Bench {
    said.iter().fold(Bench::new(), |bench, (n, word)| {
        bench.records(*n, "positions", "2014", &format!("ccode=710 about_ccode=365 position={word}"))
    })
}

#[test]
fn position_supported() {
    positions(&[(6, "support")]).gives(Supported, TAKES_ITS_SIDE); // every time
}

#[test]
fn position_contradicted() {
    positions(&[(6, "oppose")]).gives(Contradicted, TAKES_ITS_SIDE); // never
}

#[test]
fn position_contested() {
    positions(&[(3, "support"), (3, "oppose")]).gives(Contested, TAKES_ITS_SIDE); // as often as not
    let verdict = positions(&[(3, "support"), (9, "absent")]).gives(Contested, TAKES_ITS_SIDE); // 3 of 12, or 3 of 3 without absences
    assert_eq!(verdict.drivers[0].node, "absence");
}

/// Once, in support. Uniform prior: Beta(2, 1), so 1 - (1/2)^2 = 3/4; the other priors trust one record more.
#[test]
fn position_by_hand() {
    let verdict = positions(&[(1, "support")]).gives(Supported, TAKES_ITS_SIDE);
    let (uniform, _) = options(&verdict, "prior");
    assert_eq!(uniform.0, "1");
    assert_close(uniform.1, 0.75, 1e-9); // incomplete Beta function
}

#[test]
fn position_not_testable() {
    positions(&[(3, "support")]).gives(NotTestable, &TAKES_ITS_SIDE.replace("710", "2")); // another state's positions
    let later = Bench::new().records(3, "positions", "2022", "ccode=710 about_ccode=365 position=support");
    assert!(later.refuses(TAKES_ITS_SIDE).contains("no such position")); // after the assessment
}

pub(crate) const A_HUNDRED: &str = "[claim.test.interval]\nquantity = \"fighters\"\nvalue = 100.0\nunit = \"count\"";

/// One source a figure, each written as its fields.
pub(crate) fn figures(stated: &[&str]) -> Bench {
    stated.iter().fold(Bench::new(), |bench, fields| bench.records(1, "figures", "2019", &format!("quantity=fighters unit=count {fields}")))
}

#[test]
fn interval_supported() {
    figures(&["value=99", "value_low=90 value_high=110", "value=101"]).gives(Supported, A_HUNDRED); // all within three in a hundred
}

#[test]
fn interval_contradicted() {
    figures(&["value=200", "value_low=180 value_high=220"]).gives(Contradicted, A_HUNDRED); // not even with a fifth of tolerance
}

#[test]
fn interval_contested() {
    let verdict = figures(&["value=100", "value=200"]).gives(Contested, A_HUNDRED); // half of them, within the range, not the median
    assert_close(verdict.probability.unwrap(), 0.5, 1e-12); // (1/2 + 1 + 0)/3
}

/// 100 and 108. Share: 1/2 up to a tolerance of 0.07, at 0.1 both. The range holds it always, the median of 104 from 0.04 on.
/// Pooled (2.5 + 4 + 4)/12; a half is not more likely than not, so 9 of 12 are for it, which is not robust.
#[test]
fn interval_leans_supported_by_hand() {
    let tolerances = format!("{A_HUNDRED}\ntolerances = [0.05, 0.06, 0.07, 0.1]");
    let verdict = figures(&["value=100", "value=108"]).gives(LeansSupported, &tolerances);
    assert_close(verdict.probability.unwrap(), 10.5 / 12.0, 1e-12);
    assert_close(verdict.robust_share.unwrap(), 0.75, 1e-12);
}

/// "Over 60" does not speak against 100, so share and range hold it; as a median it stands with its 60, which does not.
#[test]
fn interval_takes_a_lower_bound_as_open_above() {
    let verdict = figures(&["value_low=60"]).gives(Contested, A_HUNDRED);
    assert_close(verdict.probability.unwrap(), 2.0 / 3.0, 1e-12);
    figures(&["value_low=120", "value_low=130"]).gives(Contradicted, &A_HUNDRED.replace("100.0", "90.0")); // "over" speaks against less
}

#[test]
fn interval_not_testable() {
    let other_years = format!("{A_HUNDRED}\nyears = \"1992..2008\"");
    assert!(figures(&["value=100 year=2019"]).refuses(&other_years).contains("1992..2008")); // a figure about another time
    assert!(figures(&["value=100"]).refuses(&A_HUNDRED.replace("count", "share")).contains("units differ")); // no share
    assert!(figures(&["note=many"]).refuses(A_HUNDRED).contains("no source but the claim")); // no number in it
}

pub(crate) const MUST_CONSULT: &str = "[claim.test.obligation]\nlevel = \"consultation\"\nis_present = true";

pub(crate) fn treaty(fields: &str) -> Bench {
    Bench::new().covered("treaties", "1992..2021").records(1, "treaties", "2001", &format!("in_force=2002-02-28 {fields}"))
}

/// One treaty of exactly the strength: 1 - e = 1, 0.95, 0.9.
#[test]
fn obligation_supported_by_hand() {
    let verdict = treaty("obligation_1to2=consultation obligation_2to1=consultation is_binding=1").gives(Supported, MUST_CONSULT);
    assert_close(verdict.probability.unwrap(), 0.95, 1e-12); // rounding
}

/// No coder errs by two steps; a treaty that has ended binds nobody.
#[test]
fn obligation_contradicted() {
    let defence = MUST_CONSULT.replace("consultation", "defence");
    treaty("obligation_1to2=nonaggression obligation_2to1=nonaggression is_binding=1").gives(Contradicted, &defence);
    treaty("obligation_1to2=defence obligation_2to1=defence is_binding=1 ended=2010").gives(Contradicted, &defence);
}

/// Two treaties one step below: each is of the strength with probability e, so 1 - (1 - e)^2 = 0, 0.0975, 0.19.
#[test]
fn obligation_one_step_below_by_hand() {
    let fields = "in_force=1992 obligation_1to2=nonaggression obligation_2to1=nonaggression is_binding=1";
    let bench = Bench::new().records(2, "treaties", "1992", fields);
    let verdict = bench.gives(Contradicted, MUST_CONSULT);
    assert_close(verdict.probability.unwrap(), (0.0975 + 0.19) / 3.0, 1e-12);
    let absent = bench.gives(Supported, &MUST_CONSULT.replace("true", "false"));
    assert_close(absent.probability.unwrap() + verdict.probability.unwrap(), 1.0, 1e-12);
}

/// One side pledged: 1 - e where either side counts, 0 where both must. Only declared: the same for binding texts and declared ones.
#[test]
fn obligation_contested() {
    let verdict = treaty("obligation_1to2=consultation obligation_2to1=none is_binding=1").gives(Contested, MUST_CONSULT);
    assert_close(verdict.probability.unwrap(), 0.475, 1e-12);
    let declared = treaty("obligation_1to2=consultation obligation_2to1=consultation is_binding=0").gives(Contested, MUST_CONSULT);
    assert_eq!(declared.drivers[0].node, "texts");
}

#[test]
fn obligation_not_testable() {
    assert!(Bench::new().covered("treaties", "1992..2021").refuses(MUST_CONSULT).contains("nobody looked")); // none coded is not none
    let old = treaty("obligation_1to2=consultation obligation_2to1=consultation is_binding=1").covered("treaties", "1992..2018");
    assert!(old.refuses(MUST_CONSULT).contains("0 of 100 needed cells")); // the table ends before the assessment
}

/// Judges of a chance below one in ten.
pub(crate) fn judges(probabilities: &[f64]) -> String {
    let judge = |(n, p): (usize, &f64)| format!("{{ by = \"judge {n}\", probability = {p:?} }}");
    let list: Vec<String> = probabilities.iter().enumerate().map(judge).collect();
    format!("[claim.test.elicited]\nis = \"below\"\nvalue = 0.1\njudgements = [{}]", list.join(", "))
}

#[test]
fn elicited_supported() {
    Bench::new().gives(Supported, &judges(&[0.02, 0.05, 0.08])); // all say so
}

#[test]
fn elicited_contradicted() {
    Bench::new().gives(Contradicted, &judges(&[0.3, 0.4, 0.5])); // none says so
}

/// Two of three. Share: 2/3, without a low one 1/2 (twice), without the high one 1. The mean 0.12 fails and the median 0.04 holds; both
/// fail without a low one (0.16) and hold without the high one (0.04). Pooled (8/3 + 1 + 2)/12.
#[test]
fn elicited_contested_by_hand() {
    let verdict = Bench::new().gives(Contested, &judges(&[0.04, 0.04, 0.28]));
    assert_close(verdict.probability.unwrap(), (8.0 / 3.0 + 1.0 + 2.0) / 12.0, 1e-12); // rounding
}

#[test]
fn elicited_not_testable() {
    assert!(Bench::new().refuses(&judges(&[0.02, 0.05])).contains("2 published probabilities")); // two judges make no pool
}
