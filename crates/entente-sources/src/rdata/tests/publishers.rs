//! The publishers' own files; the expected values are R 4.2.2's, on the same files.

use entente_core::testkit::publishers_data;

use super::super::*;

/// The only frame of a file, or nothing if the file is not here.
fn only_frame(path: &str) -> Option<Frame> {
    let bytes = std::fs::read(publishers_data(path)?.join(path)).unwrap();
    let workspace = frames(&bytes, &Limits::default()).unwrap();
    assert!(workspace.others.is_empty());
    let [frame] = <[Frame; 1]>::try_from(workspace.frames).unwrap();
    Some(frame)
}

fn column<'a>(frame: &'a Frame, name: &str) -> &'a Column {
    &frame.columns.iter().find(|column| column.name == name).unwrap().column
}

#[test]
fn voeten_votes() {
    let Some(frame) = only_frame("unga-votes/UNVotesPublished.RData") else { return };
    assert_eq!((frame.name.as_str(), frame.rows, frame.columns.len()), ("x", 1_066_613, 15));
    let Column::Int(votes) = column(&frame, "vote") else { panic!() };
    // table(x$vote)
    for (vote, count) in [(1, 588_800), (2, 95_099), (3, 54_865), (8, 73_328), (9, 254_521)] {
        assert_eq!(votes.iter().filter(|have| **have == vote).count(), count);
    }
    let Column::Int(members) = column(&frame, "member") else { panic!() };
    assert_eq!(members.iter().filter(|member| **member == NA_INT).count(), 252_298);
    let (Column::Text(dates), Column::Text(resolutions)) = (column(&frame, "date"), column(&frame, "unres")) else { panic!() };
    assert_eq!((dates.get(499_999), resolutions.get(499_999)), (Some("12/6/1982"), Some("R/37/103")));
    assert_eq!((dates.get(1_066_612), resolutions.get(1_066_612)), (Some("12/23/2015"), Some("R/70/235")));
}

#[test]
fn unvotes_package() {
    let Some(votes) = only_frame("unga-votes/un_votes.rda") else { return };
    assert_eq!(votes.rows, 870_109);
    let Column::Factor { codes, levels } = column(&votes, "vote") else { panic!() };
    let counts: Vec<_> = (1..=3).map(|code| codes.iter().filter(|have| **have == code).count()).collect();
    assert_eq!((levels.join(" ").as_str(), &counts[..]), ("yes abstain no", &[693_664, 110_897, 65_548][..]));

    let roll_calls = only_frame("unga-votes/un_roll_calls.rda").unwrap();
    assert_eq!((roll_calls.rows, roll_calls.columns.len()), (6_203, 9));
    assert!(roll_calls.columns.iter().all(|column| column.is_date == (column.name == "date")));
    let Column::Text(short) = column(&roll_calls, "short") else { panic!() };
    assert_eq!(short.get(3), Some("DECLARATION OF HUMAN RIGHTS"));

    assert_eq!(only_frame("unga-votes/un_roll_call_issues.rda").unwrap().rows, 5_745);
}

#[test]
fn ucdp_conflicts() {
    let Some(frame) = only_frame("ucdp/ucdp-prio-acd-201.RData") else { return };
    assert_eq!((frame.rows, frame.columns.len()), (2_448, 28));
    let Column::Text(side_b) = column(&frame, "side_b") else { panic!() };
    assert_eq!(side_b.iter().take(3).collect::<Vec<_>>(), [Some("GNLA"), Some("GNLA"), Some("Government of Israel")]);
    let Column::Text(gwno_b) = column(&frame, "gwno_b") else { panic!() };
    assert_eq!(gwno_b.iter().take(3).collect::<Vec<_>>(), [None, None, Some("666")]);
}

#[test]
fn igo_members() {
    let Some(frame) = only_frame("cow-igo/state_year_format3.rda") else { return };
    assert_eq!((frame.rows, frame.columns.len()), (15_557, 537));
    let members = |column: &Column| match column {
        Column::Real(values) => values.iter().filter(|value| **value == 1.0).count(),
        Column::Int(values) => values.iter().filter(|value| **value == 1).count(),
        _ => 0,
    };
    // sum(state_year_format3[, -(1:3)] == 1)
    assert_eq!(frame.columns[3..].iter().map(|named| members(&named.column)).sum::<usize>(), 535_772);
}
