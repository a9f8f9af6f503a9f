use super::super::*;
use super::writer::{LATIN1, WITH_ATTRIBUTES, Writer, small_frame};

fn read(writer: &Writer) -> Workspace {
    frames(&writer.0, &Limits::default()).unwrap()
}

fn texts(column: &Column) -> Vec<Option<&str>> {
    let Column::Text(texts) = column else { panic!("{column:?}") };
    texts.iter().collect()
}

#[test]
fn a_frame_with_every_kind_of_column() {
    let workspace = read(&small_frame());
    assert_eq!(workspace.others, [("note".to_owned(), "character vector of 1".to_owned())]);
    let [frame] = &workspace.frames[..] else { panic!() };
    assert_eq!((frame.name.as_str(), frame.rows), ("x", 2));
    let [i, l, d, t, f, s] = &frame.columns[..] else { panic!() };
    assert_eq!((i.name.as_str(), &i.column, i.is_date), ("i", &Column::Int(vec![1, NA_INT]), false));
    assert_eq!(l.column, Column::Logical(vec![1, NA_INT]));
    assert!(matches!(&d.column, Column::Real(days) if days[0] == 0.5 && days[1].is_nan()));
    assert!(d.is_date);
    assert_eq!(texts(&t.column), [Some("ab"), None]);
    assert_eq!(f.column, Column::Factor { codes: vec![2, NA_INT], levels: vec!["no".to_owned(), "yes".to_owned()] });
    assert_eq!(s.column, Column::Int(vec![7, 6]));
}

#[test]
fn texts_are_held_once_whatever_their_encoding() {
    let stream = Writer::rds()
        .vector(19 | WITH_ATTRIBUTES, 1)
        .vector(16, 5)
        .characters(super::writer::UTF8, "café".as_bytes())
        .characters(LATIN1, b"caf\xe9")
        .characters(0, b"caf\xe9")
        .characters(0, "café".as_bytes())
        .characters(0, b"plain")
        .frame_attributes(&["name"], 5);
    let workspace = read(&stream);
    let Column::Text(column) = &workspace.frames[0].columns[0].column else { panic!() };
    assert_eq!(column.pool, ["café", "plain"]);
    assert_eq!(column.codes, [0, 0, 0, 0, 1]);
}

#[test]
fn unmarked_texts_have_the_declared_encoding() {
    let stream = |encoding: &str| {
        let writer = Writer::workspace(encoding).tagged("x").vector(19 | WITH_ATTRIBUTES, 1).vector(16, 1);
        writer.characters(0, b"\xcf\xf0").frame_attributes(&["a"], 1).end()
    };
    assert_eq!(texts(&read(&stream("CP1251")).frames[0].columns[0].column), [Some("Пр")]);
    assert_eq!(texts(&read(&stream("UTF-8")).frames[0].columns[0].column), [Some("Ïð")]);
    let error = frames(&stream("EBCDIC-XYZ").0, &Limits::default()).unwrap_err();
    assert!(matches!(error, RDataError::Encoding { encoding, .. } if encoding == "EBCDIC-XYZ"));
}

#[test]
fn short_forms_are_written_out() {
    let stream = Writer::rds()
        .vector(19 | WITH_ATTRIBUTES, 3)
        .altrep("deferred_string")
        .numbers(&[2])
        .integers(0, &[10, i32::MIN, 100_000])
        .integers(0, &[0])
        .end()
        .altrep("wrap_real")
        .numbers(&[2])
        .altrep("compact_realseq")
        .reals(0, &[3.0, 1e10, 1.0])
        .end()
        .integers(0, &[1, 1])
        .end()
        .altrep("wrap_string")
        .vector(19, 2)
        .texts(0, &[Some("a"), None, Some("a")])
        .integers(0, &[0, 0])
        .end()
        .frame_attributes(&["d", "r", "t"], 3);
    let frame = &read(&stream).frames[0];
    assert_eq!(texts(&frame.columns[0].column), [Some("10"), None, Some("100000")]);
    assert_eq!(frame.columns[1].column, Column::Real(vec![1e10, 1e10 + 1.0, 1e10 + 2.0]));
    assert_eq!(texts(&frame.columns[2].column), [Some("a"), None, Some("a")]);
}

#[test]
fn an_na_level_makes_its_rows_missing() {
    let stream = Writer::rds()
        .vector(19 | WITH_ATTRIBUTES, 1)
        .integers(WITH_ATTRIBUTES, &[1, 2])
        .tagged("levels")
        .texts(0, &[Some("z"), None])
        .tagged("class")
        .texts(0, &[Some("factor")])
        .end()
        .frame_attributes(&["f"], 2);
    let expected = Column::Factor { codes: vec![1, NA_INT], levels: vec!["z".to_owned(), String::new()] };
    assert_eq!(read(&stream).frames[0].columns[0].column, expected);
}

#[test]
fn unneeded_attributes_may_be_any_data_of_any_length() {
    let mut stream = Writer::rds().integers(WITH_ATTRIBUTES, &[1]).tagged("terms");
    // A pairlist of a million cells costs no stack.
    for _ in 0..1_000_000 {
        stream = stream.numbers(&[2, 254]);
    }
    // Its end, then the global environment and a symbol as further attributes.
    stream = stream.end().tagged(".Environment").numbers(&[253]).tagged("by").symbol("year").end();
    assert_eq!(read(&stream).others, [(String::new(), "integer vector of 1".to_owned())]);
}

#[test]
fn frames_without_columns_or_rows() {
    let stream = Writer::rds().vector(19 | WITH_ATTRIBUTES, 0).frame_attributes(&[], 4);
    assert_eq!(read(&stream).frames[0], Frame { name: String::new(), rows: 4, columns: Vec::new() });
    assert_eq!(read(&Writer::workspace("UTF-8").end()), Workspace { frames: Vec::new(), others: Vec::new() });
}
