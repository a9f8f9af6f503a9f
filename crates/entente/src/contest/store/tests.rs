//! Contests of a few states written by hand: who is in, what a front is worth, which year's figure stands, what is missing.

use std::collections::BTreeSet;

use entente_core::testkit::assert_close;
use entente_core::{Dyad, StateCode, YearSpan};
use entente_measures::contest::distribution::Distribution;
use entente_measures::contest::summary::Meaning;

use super::budgets::Measure;
use super::facts::{Facts, Known, Means, Rivalry};
use super::{build, fronts};
use crate::contest::outcome::{Effort, outcome};
use crate::contest::setting::Setting;
use crate::error::Error;

fn dyad(a: u16, b: u16) -> Dyad {
    Dyad::new(StateCode(a), StateCode(b)).unwrap()
}

/// Russia (365) and China (710) in 2010: both rivals of the United States (2), China of Japan (740), Russia with two disputes with Georgia
/// (372), no rivals since 1989. Brazil (140) is stronger than Georgia and nobody's opponent; Mongolia (712) has a dispute and no budget.
fn facts() -> Facts {
    let mut facts = Facts::empty(dyad(365, 710), 2010);
    facts.known = Known { rivalries: true, disputes: true, borders: true };
    let rivalry =
        |last: i32, is_spatial| Rivalry { last, is_ongoing: last == 2010, is_spatial, records: BTreeSet::from(["list:1".to_owned()]) };
    facts.rivalries.extend([
        (dyad(2, 365), rivalry(2010, false)),
        (dyad(2, 710), rivalry(2010, false)),
        (dyad(710, 740), rivalry(2010, true)),
        (dyad(365, 710), rivalry(1989, false)),
    ]);
    let disputes = |years: &[i32]| years.iter().enumerate().map(|(n, y)| (n as i32, (*y, format!("mid:{n}")))).collect();
    facts.disputes.insert(dyad(365, 372), disputes(&[1992, 2008, 1985]));
    facts.disputes.insert(dyad(365, 712), disputes(&[2005]));
    facts.disputes.insert(dyad(365, 710), disputes(&[1969, 1974, 1986]));
    facts.borders.extend([dyad(365, 710), dyad(365, 372)]);
    facts.capitals.extend(
        [(2, 38.9, -77.0), (365, 55.8, 37.6), (710, 39.9, 116.4), (740, 35.7, 139.7)].map(|(c, lat, lon)| (StateCode(c), (lat, lon))),
    );
    facts.majors.extend([2, 200, 365, 710].map(StateCode));
    let figure = |year, value: f64| vec![Means { year, value, record: format!("row:{value}") }];
    for (measure, last, scale) in [(Measure::Milex, 2010, 1000.0), (Measure::Cinc, 2007, 1.0)] {
        facts.covered.insert(measure, YearSpan::new(1992, last).unwrap());
        let of = [(2, 0.15), (140, 0.03), (200, 0.02), (365, 0.04), (372, 0.001), (710, 0.2), (740, 0.04)];
        facts.means.insert(measure, of.map(|(code, value)| (StateCode(code), figure(last, value * scale))).into());
    }
    facts
}

fn ids(setting: &Setting) -> Vec<&str> {
    setting.states.iter().map(|s| s.id.as_str()).collect()
}

#[test]
fn who_is_in() {
    let setting = build(facts(), None).unwrap();
    assert_eq!(ids(&setting), ["RUS", "CHN", "USA", "JPN", "GRG"]); // by capability; Brazil is nobody's opponent
    assert!(
        setting
            .notes
            .iter()
            .any(|n| n == "opponents left out because no budget of theirs is known: Mongolia (1 dispute with Russia, 1991 to 2010)"),
        "{:?}",
        setting.notes
    );
    assert_eq!(setting.states[4].why, "2 disputes with Russia, 1991 to 2010"); // that of 1985 is too old
    let mut with_a_power = facts();
    let ongoing = Rivalry { last: 2010, is_ongoing: true, ..Rivalry::default() };
    with_a_power.rivalries.insert(dyad(200, 740), ongoing.clone());
    with_a_power.rivalries.insert(dyad(140, 740), ongoing);
    with_a_power.capitals.insert(StateCode(200), (51.5, 0.0));
    with_a_power.capitals.insert(StateCode(140), (-15.8, -47.9));
    let setting = build(with_a_power, None).unwrap();
    assert_eq!(setting.states.last().unwrap().why, "great power, rival of Japan"); // Brazil is a rival too, and no great power
    assert!(ids(&setting).contains(&"UKG") && !ids(&setting).contains(&"BRA"));
}

/// softplus(0) = ln 2; with territory ln(1 + e^0.5) = 0.9741; two disputes and no rivalry ln(1 + e^-2.7) = 0.0650.
#[test]
fn what_a_front_is_worth() {
    let setting = build(facts(), None).unwrap();
    let value = |id: &str| match setting.front(id).unwrap().value {
        Distribution::LogNormal { median, .. } => median,
        other => panic!("{other:?}"),
    };
    assert_close(value("USA-RUS"), std::f64::consts::LN_2, 1e-12);
    assert_close(value("CHN-JPN"), 0.974_076_984_180_106_7, 1e-12);
    assert_close(value("RUS-GRG"), 0.06504356177659054, 1e-12); // computed apart
    // The pair are rivals no more: valued as if they were, with the two disputes of 1970 to 1989.
    assert_close(value("RUS-CHN"), fronts::value(true, 2, false), 1e-15);
    assert_eq!(setting.ours(), "RUS-CHN");
    assert_eq!(
        setting.front("RUS-CHN").unwrap().why,
        "rivals until 1989; valued as if they still were, with the 2 disputes of 1970 to 1989"
    );
    assert!(fronts::value(true, 100_000, true).is_finite());
    // Territory that was at issue when the rivalry ended still counts for what it would be worth.
    let mut spatial = facts();
    spatial.rivalries.get_mut(&dyad(365, 710)).unwrap().is_spatial = true;
    match build(spatial, None).unwrap().front("RUS-CHN").unwrap().value {
        Distribution::LogNormal { median, .. } => assert_close(median, fronts::value(true, 2, true), 1e-15),
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_stronger_comes_from_afar() {
    let setting = build(facts(), None).unwrap();
    let lost: Vec<(&str, &str)> = setting.efficacies[0].of.iter().map(|r| (r.theatre.as_str(), r.state.as_str())).collect();
    assert_eq!(lost, [("USA-RUS", "USA"), ("USA-CHN", "CHN"), ("CHN-JPN", "CHN")]); // nothing is lost across a border
    // Moscow and Washington lie 7,820 km apart.
    let Distribution::Fixed { value } = setting.efficacies[1].of[0].belief else { panic!() };
    assert_close(value, (-7.83_f64 / 4.0).exp(), 0.003); // capitals to a tenth of a degree
}

#[test]
fn the_last_covered_year_stands_and_is_said() {
    let setting = build(facts(), None).unwrap();
    assert_eq!(setting.budgets.iter().map(|b| b.of[0].year).collect::<Vec<_>>(), [2010, 2007]);
    assert!(setting.notes.iter().any(|n| n == "capabilities (CINC): 2007 stands for 2010, the last year covered"), "{:?}", setting.notes);
    assert_eq!(build(facts(), Some(Measure::Cinc)).unwrap().budgets.len(), 1);
}

#[test]
fn a_missing_budget_is_a_reason_and_no_number() {
    let told = |facts: Facts, asked| match build(facts, asked) {
        Err(error @ Error::NoContest { .. }) => (error.to_string(), error.exit_status()),
        other => panic!("{other:?}"),
    };
    let mut without = facts();
    without.means.get_mut(&Measure::Milex).unwrap().remove(&StateCode(710));
    assert_eq!(without.clone().year, 2010);
    assert_eq!(
        told(without.clone(), Some(Measure::Milex)),
        ("no contest: military spending of China is not known in 2010 or before; try --budget cinc".to_owned(), 2)
    );
    // The other budget still does, and what is left out is said.
    let setting = build(without, None).unwrap();
    assert_eq!(setting.budgets.len(), 1);
    assert!(setting.notes[0].starts_with("one budget is left out: military spending of China"), "{:?}", setting.notes);
    let mut old = facts();
    old.means.get_mut(&Measure::Cinc).unwrap().get_mut(&StateCode(365)).unwrap()[0].year = 2001;
    assert!(told(old, Some(Measure::Cinc)).0.contains("last known in 2001, too long before 2010"));
    let mut early = facts();
    early.year = 1980;
    early.means.clear();
    assert!(told(early, None).0.contains("covered from 1992 on, and 1980 is asked for"));
    let mut nowhere = facts();
    nowhere.borders.clear();
    nowhere.capitals.clear();
    assert!(told(nowhere, None).0.contains("the border or the distance of the two is not known"));
}

/// A pair without any opponent: the front between them is all there is, and nothing has a multiplier.
#[test]
fn nobody_else_to_face() {
    let mut alone = facts();
    alone.rivalries.clear();
    alone.disputes.clear();
    let setting = build(alone, None).unwrap();
    assert_eq!((setting.states.len(), setting.fronts.len()), (2, 1));
    assert!(setting.notes.iter().any(|n| n.starts_with("Russia has no other front")), "{:?}", setting.notes);
    let found = outcome(setting, Effort::new(50, 1), || {}).unwrap();
    for specified in &found.specifications {
        for range in &specified.summary.ranges {
            // All that each has is freed, and there is nothing to use it on.
            let expected = (range.meaning == Meaning::ShareFreed).then_some(1.0);
            assert_eq!(range.median, expected, "{range:?}");
        }
        assert!(specified.summary.orderings.iter().all(|o| o.counted == 0 && o.first_more.is_none()));
    }
    assert!(found.crises.is_empty() && found.distractions.is_empty());
}

/// What could not be read is not "none": without rivalries and disputes there are no fronts to speak of, without borders no distances.
#[test]
fn what_could_not_be_read_is_not_none() {
    let told = |known: Known| {
        let mut facts = facts();
        facts.known = known;
        build(facts, None)
    };
    let all = Known { rivalries: true, disputes: true, borders: true };
    let message = |known| told(known).unwrap_err().to_string();
    assert!(message(Known { rivalries: false, disputes: false, ..all }).contains("fronts come from rivalries and disputes"));
    assert!(message(Known { borders: false, ..all }).contains("the border or the distance of the two is not known"));
    let mut without = facts();
    without.known.disputes = false;
    without.disputes.clear();
    let setting = build(without, None).unwrap();
    assert_eq!(setting.front("RUS-CHN").unwrap().why, "rivals until 1989; valued as if they still were; disputes not known");
    assert_eq!(setting.front("USA-RUS").unwrap().why, "rivals, disputes not known");
}

/// The cast does not hang on the budget: a state without a figure in one is left out of that one alone, and each budget says the same
/// whether the other is shown beside it or not.
#[test]
fn the_cast_does_not_hang_on_the_budget() {
    let mut partly = facts();
    partly.means.get_mut(&Measure::Milex).unwrap().remove(&StateCode(740));
    let both = build(partly.clone(), None).unwrap();
    assert_eq!(ids(&both), ["RUS", "CHN", "USA", "JPN", "GRG"]);
    assert_eq!(both.budgets.iter().map(|b| b.of.len()).collect::<Vec<_>>(), [4, 5]);
    assert!(both.notes.iter().any(|n| n.starts_with("not in the budget of military spending") && n.ends_with("Japan")), "{:?}", both.notes);
    let of = |setting: Setting| outcome(setting, Effort::new(50, 1), || {}).unwrap().specifications;
    let all = of(both);
    assert_eq!(all.len(), 4);
    for (n, measure) in Measure::ALL.into_iter().enumerate() {
        let alone = of(build(partly.clone(), Some(measure)).unwrap());
        assert_eq!(alone[..], all[2 * n..2 * n + 2], "{measure}");
    }
    // Without spending by Japan, spending does not know the front of China and Japan.
    let states = |n: usize| all[n].at_medians.with.payoffs.len();
    assert_eq!([states(0), states(2)], [4, 5]);
}

/// Each side takes its turn, so that the one with many strong rivals does not fill the cast.
#[test]
fn the_two_sides_take_turns() {
    let mut crowded = facts();
    let rivals: [u16; 9] = [220, 230, 255, 325, 339, 350, 352, 355, 360];
    for (n, code) in rivals.into_iter().enumerate() {
        let rivalry = Rivalry { last: 2010, is_ongoing: true, ..Rivalry::default() };
        crowded.rivalries.insert(dyad(code, 710), rivalry);
        crowded.borders.insert(dyad(code, 710));
        for measure in Measure::ALL {
            let figure = Means { year: crowded.covered[&measure].last(), value: 0.5 + n as f64, record: "row".to_owned() };
            crowded.means.get_mut(&measure).unwrap().insert(StateCode(code), vec![figure]);
        }
    }
    let setting = build(crowded, None).unwrap();
    let cast = ids(&setting);
    assert_eq!(cast.len(), 10); // eight opponents
    assert!(cast.contains(&"USA") && cast.contains(&"GRG"), "{cast:?}"); // those of Russia
    assert_eq!(cast[3], "ROM"); // the strongest of China
    assert!(setting.notes.iter().any(|n| n.starts_with("opponents left out because 8 are in")), "{:?}", setting.notes);
}

/// The same numbers on one thread and on four, and whichever of the two is named first.
#[test]
fn neither_threads_nor_order_matter() {
    let run = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| outcome(build(facts(), None).unwrap(), Effort::new(100, 3), || {}).unwrap())
    };
    let (one, four) = (run(1), run(4));
    assert_eq!(one, four);
    let mut turned = build(facts(), None).unwrap();
    turned.states.swap(0, 1);
    turned.parties.swap(0, 1);
    turned.budgets.iter_mut().for_each(|b| b.of.swap(0, 1));
    let turned = outcome(turned, Effort::new(100, 3), || {}).unwrap();
    for (ours, theirs) in one.specifications.iter().zip(&turned.specifications) {
        for range in &ours.summary.ranges {
            let other = theirs.summary.ranges.iter().find(|r| r.meaning == range.meaning && r.state == range.state).unwrap();
            assert_close(range.median.unwrap(), other.median.unwrap(), 1e-6); // the solver's own tolerance
        }
    }
}
