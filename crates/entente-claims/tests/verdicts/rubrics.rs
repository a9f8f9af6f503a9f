//! Two rubrics on one pair: the stage, its probability by hand, the code that would turn it, and where the two part.

use entente_claims::rubric::parting;
use entente_claims::{Rubric, RubricVerdict};
use entente_core::testkit::assert_close;

use crate::bench::Bench;

/// A treaty and a staff make an alliance for one; the other asks for a common command too, and takes the low end of a doubtful code.
const MILD: &str = "id = \"mild\"\ntitle = \"Mild\"\nreading_of = \"the essay\"\nversion = 1
    stages = [
        { name = \"partners\", verdict = \"no alliance\" },
        { name = \"entente\", verdict = \"an alliance without a treaty\", needs = [\"K1\", \"K2\"] },
        { name = \"alliance\", verdict = \"an alliance\", needs = [\"K1\", \"K2\"], code = 2 },
    ]
    items = [
        { id = \"K1\", title = \"treaty\", codes = [\"none\", \"consultation\", \"defence\"] },
        { id = \"K2\", title = \"staffs\", codes = [\"none\", \"meet\", \"plan together\"] },
        { id = \"K3\", title = \"command\", codes = [\"none\", \"exercises\", \"standing\"] },
    ]";

fn mild() -> Rubric {
    toml::from_str(MILD).unwrap()
}

fn strict() -> Rubric {
    let text = MILD.replace("mild", "strict").replace("title = \"staffs\"", "is_strict = true, title = \"staffs\"");
    toml::from_str(&text.replace("code = 2", "code = 2, at_least = 1").replace("\"K1\", \"K2\"], code", "\"K1\", \"K3\"], code")).unwrap()
}

/// A treaty of consultation for sure; staffs that meet, though a second coder might say they do not; no common command.
fn pair() -> Bench {
    let codes = ["item=K1 code=1", "item=K2 code=1 code_low=0 code_high=1", "item=K3 code=0 code_low=0 code_high=2"];
    codes.into_iter().fold(Bench::new(), |bench, code| bench.records(1, "institutions", "2001", &format!("from=2001 {code}")))
}

fn chance(verdict: &RubricVerdict, stage: &str) -> f64 {
    verdict.stage_probability.iter().find(|(name, _)| name == stage).unwrap().1
}

/// Codes 1, 1, 0: both needs of the entente are met at code 1; the score is 2 of 6. Staffs are 1 with probability 0.8, so the entente has
/// that and the partners the rest; nothing reaches a treaty of 2.
#[test]
fn stage_and_probability_by_hand() {
    let verdict = mild().read(&pair().0);
    assert_eq!((verdict.stage.as_str(), verdict.verdict.as_str()), ("entente", "an alliance without a treaty"));
    assert_close(verdict.score, 2.0 / 6.0, 1e-12); // rounding
    for (stage, expected) in [("partners", 0.2), ("entente", 0.8), ("alliance", 0.0)] {
        assert_close(chance(&verdict, stage), expected, 1e-12);
    }
}

/// The strict one takes 0 for the staffs, so 1 has probability 0.2. Given that, one of K1 and K3 at 2 makes an alliance: K1 never is, K3 has
/// 0.8 on its 0 and shares 0.2 between 1 and 2. So 0.2 * 0.1 for the alliance, 0.2 * 0.9 for the entente.
#[test]
fn the_strict_stage_by_hand() {
    let verdict = strict().read(&pair().0);
    assert_eq!((verdict.stage.as_str(), verdict.items[1].code), ("partners", Some(0)));
    for (stage, expected) in [("partners", 0.8), ("entente", 0.18), ("alliance", 0.02)] {
        assert_close(chance(&verdict, stage), expected, 1e-12);
    }
}

/// Down to 0 either item ends the entente; up to 2 alone neither makes the alliance, which needs both. Only the staffs are in doubt.
#[test]
fn one_code_turns_it() {
    let verdict = mild().read(&pair().0);
    let flips: Vec<_> = verdict.flips.iter().map(|f| (f.item.as_str(), f.code, f.stage.as_str(), f.is_defensible)).collect();
    assert_eq!(flips, [("K1", 0, "partners", false), ("K2", 0, "partners", true)]);
    let strict = strict().read(&pair().0);
    let flips: Vec<_> = strict.flips.iter().map(|f| (f.item.as_str(), f.code, f.stage.as_str(), f.is_defensible)).collect();
    assert_eq!(flips, [("K2", 1, "entente", true)]);
}

/// K1 has one code and decides in both. K2 has two codes. K3 has one code and decides only in the strict one.
#[test]
fn the_two_part_on_the_right_items() {
    let (mild, strict) = (mild(), strict());
    let (of_mild, of_strict) = (mild.read(&pair().0), strict.read(&pair().0));
    assert_eq!(parting((&mild, &of_mild), (&strict, &of_strict)), ["K2", "K3"]);
    assert!(parting((&mild, &of_mild), (&mild, &of_mild)).is_empty());
}

/// Where no second code is defensible the strict reading of the staffs is the mild one, and only the command parts the two.
#[test]
fn without_doubt_they_part_only_on_what_decides() {
    let sure = ["item=K1 code=1", "item=K2 code=1", "item=K3 code=0"];
    let bench = sure.into_iter().fold(Bench::new(), |bench, code| bench.records(1, "institutions", "2001", &format!("from=2001 {code}")));
    let (mild, strict) = (mild(), strict());
    let (of_mild, of_strict) = (mild.read(&bench.0), strict.read(&bench.0));
    assert_eq!((of_mild.stage.as_str(), of_strict.stage.as_str()), ("entente", "entente"));
    assert_eq!(parting((&mild, &of_mild), (&strict, &of_strict)), ["K3"]);
    assert_close(chance(&of_mild, "entente"), 1.0, 1e-12);
}

/// What ended, what has not begun and what belongs to another pair is not in force; an item without a record has no code and no flip.
#[test]
fn only_what_is_in_force_is_read() {
    let ended = "from=1992 to=2021 item=K1 code=2";
    let later = "from=2022 item=K2 code=2";
    let elsewhere = "from=2001 item=K3 code=2 ccode2=2";
    let codes = [ended, later, elsewhere];
    let bench = codes.into_iter().fold(Bench::new(), |bench, fields| bench.records(1, "institutions", "2001", fields));
    let verdict = mild().read(&bench.0);
    assert!(verdict.items.iter().all(|item| item.code.is_none() && item.words == "not coded"));
    assert_eq!((verdict.stage.as_str(), verdict.flips.len()), ("partners", 0));
}

#[test]
fn the_words_are_those_of_the_code() {
    let words: Vec<String> = mild().read(&pair().0).items.into_iter().map(|item| item.words).collect();
    assert_eq!(words, ["consultation", "meet", "none"]);
}

/// Whatever is coded, the probabilities of the stages add up to one.
#[test]
fn the_stages_share_one_probability() {
    for code in 0..=2u8 {
        for (low, high) in [(0, code), (code, 2), (0, 2)] {
            let fields = format!("from=2001 item=K1 code={code} code_low={low} code_high={high}");
            let bench = pair().records(1, "institutions", "2005", &fields);
            for rubric in [mild(), strict()] {
                let sum: f64 = rubric.read(&bench.0).stage_probability.iter().map(|(_, p)| p).sum();
                assert_close(sum, 1.0, 1e-12);
            }
        }
    }
}
