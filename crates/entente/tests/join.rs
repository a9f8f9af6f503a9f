//! A user's own file on a panel: which rows take what, what is refused and where, and what is listed as unmatched. The store is empty.

use entente::Error;
use entente::fs::Disk;
use entente::panel::join::{OwnTable, Side};
use entente::panel::{Built, Request, build};
use entente_core::System;
use entente_panel::Store;
use entente_panel::frame::{Frame, Values};
use entente_panel::spine::{Spine, Unit};
use entente_panel::status::Status;
use entente_sources::table::Texts;

fn joined(unit: Unit, system: System, years: &str, files: &[(&str, &str)]) -> Result<Built, Error> {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&Disk, folder.path(), None).unwrap();
    let joins = files.iter().map(|(name, text)| OwnTable::parse(name, text.as_bytes())).collect::<Result<Vec<_>, _>>()?;
    let years = years.parse().unwrap();
    let request = Request { unit, system, years, with: Vec::new(), restrictions: Vec::new(), is_redistributable: false, joins };
    let built = build(&store, &request)?;
    assert_eq!(built.panel.rows(), Spine::new(unit, system, years).rows(), "a join never changes the rows");
    Ok(built)
}

fn said(unit: Unit, text: &str) -> String {
    joined(unit, System::Cow, "1990..1995", &[("own.csv", text)]).unwrap_err().to_string()
}

/// Rows as text, with the cell of one column or its status.
fn cells(built: &Built, name: &str) -> Vec<(Vec<i32>, String)> {
    let fields = built.panel.fields();
    let whole = |column: usize| built.panel.chunk(column, 0..built.panel.rows());
    let keys: Vec<Vec<i32>> = (0..fields.iter().filter(|f| f.is_key).count())
        .map(|column| match whole(column).values {
            Values::Int(values) => values,
            other => panic!("{other:?}"),
        })
        .collect();
    let column = whole(fields.iter().position(|f| f.name == name).unwrap_or_else(|| panic!("no column {name}")));
    let value = |row: usize| match &column.values {
        _ if !Status::from(column.status[row]).has_value() => Status::from(column.status[row]).word().to_owned(),
        Values::Int(values) => values[row].to_string(),
        Values::Real(values) => values[row].to_string(),
        Values::Text(texts) => Texts::get(texts, row).unwrap().to_owned(),
    };
    (0..built.panel.rows()).map(|row| (keys.iter().map(|key| key[row]).collect(), value(row))).collect()
}

fn at(built: &Built, name: &str, key: &[i32]) -> String {
    cells(built, name).into_iter().find(|(row, _)| row == key).unwrap_or_else(|| panic!("no row {key:?}")).1
}

#[test]
fn a_file_of_states_stands_on_both_sides() {
    let text = "ccode,year,score,iso\n2,1990,1.5,US\n565,1990,2,NA\n2,1991,,\n";
    let built = joined(Unit::Directed, System::Cow, "1989..1991", &[("own.csv", text)]).unwrap();
    let names: Vec<&str> = built.panel.fields().iter().map(|f| f.name.as_str()).collect();
    assert_eq!(names, ["ccode1", "ccode2", "year", "score1", "score2", "iso1", "iso2"]);
    assert_eq!(at(&built, "score1", &[2, 565, 1990]), "1.5");
    assert_eq!(at(&built, "score2", &[2, 565, 1990]), "2");
    assert_eq!(at(&built, "iso2", &[2, 565, 1990]), "NA", "Namibia is not missing");
    assert_eq!(at(&built, "score2", &[200, 2, 1991]), "missing");
    assert_eq!(at(&built, "iso1", &[2, 200, 1991]), "missing");
    assert_eq!(at(&built, "score1", &[200, 2, 1990]), "unmatched");
    let one = joined(Unit::State, System::Cow, "1989..1991", &[("own.csv", text)]).unwrap();
    assert_eq!(at(&one, "score", &[2, 1990]), "1.5");
    assert_eq!(one.joined[0].taken, 3);
}

#[test]
fn a_file_of_pairs_keeps_its_direction_or_has_none() {
    let text = "ccode1;ccode2;year;flow\n2;200;1990;7\n200;2;1990;8\n2;200;1991;9\n";
    let built = joined(Unit::Directed, System::Cow, "1990..1992", &[("own.csv", text)]).unwrap();
    assert_eq!(["7", "8"], [at(&built, "flow", &[2, 200, 1990]), at(&built, "flow", &[200, 2, 1990])].each_ref().map(String::as_str));
    assert_eq!(at(&built, "flow", &[200, 2, 1991]), "unmatched");
    let twice = said(Unit::Undirected, text);
    assert!(twice.contains("own.csv:3") && twice.contains("on line 2 in the other order"), "{twice}");
    let one_way = text.replace("200;2;1990;8\n", "");
    let built = joined(Unit::Undirected, System::Cow, "1990..1992", &[("own.csv", &one_way)]).unwrap();
    assert_eq!(at(&built, "flow", &[2, 200, 1991]), "9");
    let built = joined(Unit::Directed, System::Cow, "1990..1992", &[("own.csv", &one_way)]).unwrap();
    assert!(built.findings.iter().any(|f| f.code == "one_way"));
}

#[test]
fn a_file_without_years_is_about_all_of_them() {
    let text = "\u{feff}ccode1\tccode2\tkin\n200\t2\tyes\n";
    let built = joined(Unit::Undirected, System::Cow, "1990..1992", &[("own.tsv", text)]).unwrap();
    assert_eq!(cells(&built, "kin").iter().filter(|(_, cell)| cell == "yes").count(), 3);
}

#[test]
fn numbers_are_of_the_list_of_the_panel() {
    let text = "gwcode,year,x\n340,1995,1\n";
    let built = joined(Unit::State, System::Gw, "2007..2007", &[("own.csv", &text.replace("1995", "2007"))]).unwrap();
    assert_eq!(at(&built, "x", &[340, 2007]), "1");
    assert!(said(Unit::State, text).contains("use --system gw"));
}

#[test]
fn what_found_no_counterpart_is_listed_on_both_sides() {
    let text = "ccode,year,x\n2,1990,1\n2,1992,1\n2,2050,1\n2,2051,2\n999,1990,1\n20,1990,1\n20,1991,1\n20,1992,1\n";
    let built = joined(Unit::State, System::Cow, "1990..1992", &[("own.csv", text)]).unwrap();
    let fitted = &built.joined[0];
    assert_eq!((fitted.rows, fitted.taken, fitted.matched), (8, 5, 5));
    assert_eq!(fitted.keys, built.panel.rows());
    let of = |side: Side| fitted.unmatched.iter().filter(move |u| u.side == side);
    assert_eq!(of(Side::Panel).map(|u| u.rows).sum::<usize>(), fitted.keys - fitted.matched);
    assert!(of(Side::Panel).any(|u| (u.one, u.years, u.rows) == (2, Some((1991, 1991)), 1)));
    let file: Vec<_> = of(Side::File).map(|u| (u.one, u.years, u.rows, u.line)).collect();
    assert_eq!(file, [(2, Some((2050, 2051)), 2, Some(4)), (999, Some((1990, 1990)), 1, Some(6))]);
}

#[test]
fn what_cannot_be_joined_is_told_with_its_place() {
    for (text, part) in [
        (
            "ccode,year,x\n2,1990,1\n20,1990,1\n2,1990,2\n",
            "own.csv:4: column ccode, value \"2\": the same key stands on line 2 and on line 4",
        ),
        ("ccode,year,x\n2,199O,1\n", "own.csv:2: column year, value \"199O\": not a whole number"),
        ("ccode,year,x\n2,,1\n", "own.csv:2: column year, value \"\": empty; every row needs its key"),
        ("ccode,year,x\n2,1990,1,4\n", "own.csv:2: column ccode, value \"2\": the row has 4 cells and the header 3"),
        ("ccode,year,x\n2,1990,a\u{202e}b\n", "a control or direction character"),
        ("state,year,x\n2,1990,1\n", "no key among its columns \"state\", \"year\", \"x\"; a key is ccode1, ccode2 and year"),
        ("ccode,year\n2,1990\n", "no column beside its key"),
        ("\"\",ccode,year,x\n1,2,1990,3\n", "column 1 has no name; name it or leave it out (in R: write.csv(..., row.names = FALSE))"),
        ("ccode,year,x,x\n2,1990,1,1\n", "column \"x\" stands twice"),
        ("ccode,year,Year_\n2,1990,1\nx", "the row has 1 cells"),
        ("ccode,year,my x\n2,1990,1\n", "column \"my x\" has a name of more than letters"),
        ("ccode,year,int\n2,1990,1\n", "a name that Stata keeps for itself"),
        ("ccode,year,CCODE1\n2,1990,1\n", "the panel has that name already"),
        ("ccode,year,a23456789012345678901234567890123\n2,1990,1\n", "longer than 32 letters"),
        ("ccode1,ccode2,x\n2,20,1\n", "is about pairs, and the rows are states"),
        ("", "no key among its columns"),
    ] {
        let found = said(Unit::State, text);
        assert!(found.contains(part), "{found}");
    }
    let latin = OwnTable::parse("own.csv", b"ccode,year,x\n2,1990,\xe9\n").unwrap_err().to_string();
    assert!(latin.contains("line 2 is not UTF-8"), "{latin}");
    let twice = [("own.csv", "ccode,year,x\n2,1990,1\n"), ("own.csv", "ccode,year,y\n2,1990,1\n")];
    assert!(
        joined(Unit::State, System::Cow, "1990..1990", &twice).unwrap_err().to_string().contains("two files to join are called own.csv")
    );
    let same = [("a.csv", "ccode,year,x\n2,1990,1\n"), ("b.csv", "ccode,year,X\n2,1990,1\n")];
    assert!(
        joined(Unit::State, System::Cow, "1990..1990", &same).unwrap_err().to_string().contains("b.csv: column \"X\" would be called X")
    );
}
