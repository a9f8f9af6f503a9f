//! The files that `r_made.R` made.

use super::super::*;

pub(super) const FILE: &[u8] = include_bytes!("r_made.rda");

#[test]
fn cells_are_those_that_r_wrote() {
    let workspace = frames(FILE, &Limits::default()).unwrap();
    assert_eq!(workspace.others, [("note".to_owned(), "list of 2".to_owned())]);
    let frame = &workspace.frames[0];
    let column = |name: &str| frame.columns.iter().find(|column| column.name == name).unwrap();
    let texts = |name: &str| match &column(name).column {
        Column::Text(texts) => texts.iter().map(|text| text.map(str::to_owned)).collect::<Vec<_>>(),
        other => panic!("{other:?}"),
    };
    assert_eq!((frame.name.as_str(), frame.rows, frame.columns.len()), ("d", 70, 7));
    assert_eq!(column("i").column, Column::Int((1..=70).collect()));
    assert_eq!(column("sorted").column, Column::Int((1..=70).collect()));
    assert_eq!(texts("text"), (1..=70).map(|number: i32| Some(number.to_string())).collect::<Vec<_>>());
    let expected = ["1e+05", "123456", "1e-04", "0.1", "NA", "NaN", "-Inf", "1e+15", "0.333333333333333", "100", "1"];
    let expected: Vec<_> = expected.iter().map(|text| (*text != "NA").then(|| (*text).to_owned())).collect();
    assert_eq!(texts("real_text")[..11], expected);
    // 2020-02-29 is day 18321.
    assert_eq!(column("day").column, Column::Real((0..70).map(|day| f64::from(18_321 + day)).collect()));
    assert!(column("day").is_date && !column("i").is_date);
    let Column::Factor { codes, levels } = &column("vote").column else { panic!() };
    assert_eq!((&codes[..5], levels.join(" ").as_str()), (&[1, 3, NA_INT, 2, 1][..], "yes abstain no"));
    assert_eq!(texts("name")[..2], [Some("São Tomé".to_owned()), Some("plain".to_owned())]);
}

#[test]
fn compression_changes_nothing_and_has_a_limit() {
    let plain = frames(FILE, &Limits::default()).unwrap();
    let small = Limits { decompressed_bytes: 1000, ..Limits::default() };
    for bytes in [&include_bytes!("r_made_gzip.rda")[..], include_bytes!("r_made_bzip2.rda"), include_bytes!("r_made_xz.rda")] {
        assert_eq!(frames(bytes, &Limits::default()).unwrap(), plain);
        assert!(matches!(frames(bytes, &small), Err(RDataError::Limit { limit: 1000, .. })));
        for end in 0..bytes.len() {
            assert!(frames(&bytes[..end], &Limits::default()).is_err(), "cut at {end}");
        }
    }
}
