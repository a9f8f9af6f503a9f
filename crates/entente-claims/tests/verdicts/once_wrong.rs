//! Mistakes that were made once and are mended: each stands here with the input that showed it.

use entente_claims::Rubric;
use entente_claims::VerdictWord::{Contradicted, NotTestable, Supported};

use crate::bench::{Bench, judge};
use crate::from_records as records;

/// An absence is left out and an unread word counts for nothing, so no occasion is left; the prior alone is no evidence.
#[test]
fn a_position_nobody_can_read_is_not_testable() {
    records::positions(&[(5, "unclear")]).gives(NotTestable, records::TAKES_ITS_SIDE);
}

/// "Up to 100" stands with the side it gives, as the comment in the source says, so its middle is 100 and not 50.
#[test]
fn an_upper_bound_stands_with_its_side() {
    records::figures(&["value_high=100"]).gives(Supported, records::A_HUNDRED);
}

/// An empty cell is not the code "none": what the treaty obliges to is not known.
#[test]
fn an_uncoded_obligation_is_not_none() {
    let verdict = judge(&crate::bench::claim(records::MUST_CONSULT), &records::treaty("is_binding=1").0);
    assert_ne!(verdict.word, Contradicted, "{verdict:#?}");
}

/// The claimant's own text is no witness for a treaty either.
#[test]
fn the_claim_is_no_witness_for_a_treaty() {
    let fields = "in_force=2002 obligation_1to2=consultation obligation_2to1=consultation is_binding=1";
    Bench::new().cited("treaties", "2001", fields, &[crate::bench::CLAIMANT]).refuses(records::MUST_CONSULT);
}

/// Everything happened before the last fifteen years: in that window there are none, which is a number.
#[test]
fn old_records_are_counted() {
    let verdict = judge(
        &crate::bench::claim(records::ONE_STEP),
        &Bench::new().records(3, "steps", "2001", "depth=2").covered("steps", "1992..2021").0,
    );
    assert_ne!(verdict.word, NotTestable, "{verdict:#?}");
}

/// Hundredths where a share is asked for.
#[test]
fn a_probability_above_one_is_refused() {
    Bench::new().refuses(&records::judges(&[2.0, 5.0, 8.0]));
}

/// The level was 2 in 1992 and is 1 since 2010; the older line has no end.
#[test]
fn the_newest_code_of_an_item_counts() {
    let rubric: Rubric = toml::from_str(
        "id = \"r\"\ntitle = \"R\"\nreading_of = \"x\"\nversion = 1\nstages = [{ name = \"a\", verdict = \"b\" }]
        items = [{ id = \"K1\", title = \"treaty\", codes = [\"none\", \"some\", \"full\"] }]",
    )
    .unwrap();
    let bench = Bench::new().records(1, "institutions", "1992", "from=1992 item=K1 code=2");
    let bench = bench.records(1, "institutions", "2010", "from=2010 item=K1 code=1");
    assert_eq!(rubric.read(&bench.0).items[0].code, Some(1));
}

/// An empty sum of probabilities is a plain zero, with no sign to be printed.
#[test]
fn nothing_is_not_minus_nothing() {
    let verdict =
        Bench::new().records(1, "steps", "2019", "depth=1").gives(Contradicted, &records::ONE_STEP.replace("value = 1", "value = 5"));
    assert!(verdict.interval.unwrap().0.is_sign_positive(), "{:?}", verdict.interval);
}
