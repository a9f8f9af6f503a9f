//! Forms of a result.

use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{Float64Type, Int64Type};
use arrow_array::{Float64Array, Int64Array, StringArray};

use super::{Format, limits, parquet, render, run, run_with, states, table};
use entente_query::{Panel, Table};

const ALL: &str = "SELECT * FROM states ORDER BY ccode";

#[test]
fn a_table_for_eyes() {
    let text = run(ALL, &[states()], Format::Table).unwrap();
    let expected = "\
ccode  year  milex  name  day         is_major
-----  ----  -----  ----  ----------  --------
    2  2000   10.5  USA   2000-01-01  true
    2  2001   NULL  USA   2001-01-01  true
  365  2000      4  RUS   NULL        true
  740  2000      4  NULL  2000-12-31  false
";
    assert_eq!(text, expected);
}

#[test]
fn csv_keeps_missing_and_empty_apart() {
    let text =
        run("SELECT '' AS empty, NULL AS none, 'a\"b' AS quote, 'c,d' AS comma, 'e\nf' AS line, 'g' AS plain", &[], Format::Csv).unwrap();
    assert_eq!(text, "empty,none,quote,comma,line,plain\n\"\",,\"a\"\"b\",\"c,d\",\"e\nf\",g\n");
}

#[test]
fn json_says_where_it_comes_from() {
    let text = run(ALL, &[states()], Format::Json).unwrap();
    let value: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(value["statement"], ALL);
    assert_eq!(value["tables"][0], serde_json::json!({ "name": "states", "origin": "invented" }));
    assert_eq!(value["columns"][2], serde_json::json!({ "name": "milex", "type": "double" }));
    assert_eq!(
        value["rows"][1],
        serde_json::json!({
            "ccode": 2, "year": 2001, "milex": null, "name": "USA", "day": "2001-01-01", "is_major": true
        })
    );
    assert_eq!(value["rows"].as_array().unwrap().len(), 4);
    let none: serde_json::Value = serde_json::from_str(&run("SELECT 1 AS x WHERE false", &[], Format::Json).unwrap()).unwrap();
    assert_eq!(none["rows"], serde_json::json!([]));
}

#[test]
fn parquet_can_be_a_panel_again() {
    let rows = run_with(ALL, &[states()], limits()).unwrap();
    let bytes = render::render(&rows, ALL, Format::Parquet).unwrap();
    assert_eq!(bytes, render::render(&rows, ALL, Format::Parquet).unwrap());
    let again = Table::new("states", "again", vec![bytes]).unwrap();
    assert_eq!(run(ALL, &[again], Format::Csv).unwrap(), run(ALL, &[states()], Format::Csv).unwrap());
}

#[test]
fn names_must_differ_where_a_form_needs_them() {
    let sql = "SELECT s.year, t.year FROM states s JOIN states t ON s.ccode = t.ccode";
    assert!(run(sql, &[states()], Format::Csv).is_ok());
    for format in [Format::Json, Format::Parquet] {
        assert_eq!(run(sql, &[states()], format).unwrap_err().code(), "E609");
    }
}

#[test]
fn nothing_moves_the_cursor() {
    let text = run("SELECT 'a\u{1b}[2Jb\u{202e}c\td\ne' AS x", &[], Format::Table).unwrap();
    assert!(text.contains("a\\u{1b}[2Jb\\u{202e}c\\td\\ne"), "{text}");
    assert!(run(&format!("SELECT '{}' AS x", "y".repeat(200)), &[], Format::Table).unwrap().contains(&("y".repeat(60) + "…")));
}

#[test]
fn more_rows_than_wanted_are_cut_and_counted() {
    let limits = entente_query::RunLimits { rows: Some(2), ..limits() };
    let rows = run_with("SELECT year FROM states", &[states()], limits).unwrap();
    assert_eq!((rows.count(), rows.is_cut), (2, true));
    let rows = run_with("SELECT DISTINCT year FROM states", &[states()], limits).unwrap();
    assert_eq!((rows.count(), rows.is_cut), (2, false));
}

#[test]
fn files_that_are_no_tables() {
    let double = |x: f64| Table::new("t", "o", vec![parquet(vec![("x", Arc::new(Float64Array::from(vec![x])))])]).unwrap();
    let infinite = run("SELECT x FROM t", &[double(f64::INFINITY)], Format::Csv).unwrap_err();
    assert!(infinite.to_string().contains("column \"x\" holds an infinite number"), "{infinite}");
    assert_eq!(run("SELECT x FROM t", &[double(f64::NAN)], Format::Csv).unwrap(), "x\n\"\"\n");
    assert_eq!(run("SELECT x FROM t", &[double(-0.0)], Format::Csv).unwrap(), "x\n0\n");
    assert!(Table::new("t", "o", vec![b"PAR1 and nothing else PAR1".to_vec()]).unwrap_err().contains("is no Parquet file"));
    assert!(Table::new("t", "o", vec![]).is_err());
    let bytes: arrow_array::ArrayRef = Arc::new(arrow_array::BinaryArray::from(vec![&b"x"[..]]));
    assert!(Table::new("t", "o", vec![parquet(vec![("x", bytes)])]).unwrap_err().contains("column \"x\" is of type Binary"));
    let one = parquet(vec![("x", Arc::new(Int64Array::from(vec![1])))]);
    let other = parquet(vec![("y", Arc::new(Int64Array::from(vec![1])))]);
    assert!(Table::new("t", "o", vec![one, other]).unwrap_err().contains("differ in their columns"));
}

#[test]
fn parts_of_a_table_are_one_table() {
    let part = |x: i64, t: &str| parquet(vec![("x", Arc::new(Int64Array::from(vec![x]))), ("t", Arc::new(StringArray::from(vec![t])))]);
    let whole = Table::new("t", "o", vec![part(1, "b"), part(2, "a")]).unwrap();
    assert_eq!(whole.rows, 2);
    assert_eq!(run("SELECT t, x FROM t", &[whole], Format::Csv).unwrap(), "t,x\na,2\nb,1\n");
}

#[test]
fn types_are_five() {
    let narrow = table(
        "t",
        vec![
            ("small", Arc::new(arrow_array::Int8Array::from(vec![1])) as _),
            ("single", Arc::new(arrow_array::Float32Array::from(vec![0.5])) as _),
        ],
    );
    let rows = run_with("SELECT small, single, count(*) OVER () AS n FROM t", &[narrow], limits()).unwrap();
    assert_eq!(rows.batches[0].column(0).as_primitive::<Int64Type>().value(0), 1);
    assert_eq!(rows.batches[0].column(1).as_primitive::<Float64Type>().value(0), 0.5);
}

#[test]
fn names_of_panels() {
    for (text, name) in [
        ("a/My-Panel.2.parquet", Some("my_panel_2")),
        ("x=/a/b.parquet", Some("x")),
        ("a=b/c=d.parquet", Some("a")),
        ("X=b", None),
        ("9.parquet", None),
        ("x y=z", None),
        ("dir/k=v.parquet", Some("k_v")),
    ] {
        assert_eq!(Panel::parse(text).ok().map(|p| p.name).as_deref(), name, "{text}");
    }
}

/// The guide lists the functions that there are, and no others.
#[test]
fn the_guide_knows_every_function() {
    let guide = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/sql.md")).unwrap();
    let (_, after) = guide.split_once("| of | functions |").expect("the guide has a table of functions");
    let (list, _) = after.split_once("Of signs there are").expect("signs follow functions");
    let mut listed: Vec<&str> = list.split('`').skip(1).step_by(2).filter(|word| *word != "OVER").collect();
    listed.sort_unstable();
    assert_eq!(listed, entente_query::functions::names());
}
