//! The measures against the publishers' own files and against other programs' output on them; skipped where the files are absent.
#![allow(clippy::print_stderr)]

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::path::{Path, PathBuf};

use entente_core::testkit::{assert_close, publishers_data};
use entente_measures::Error;
use entente_measures::agreements::formality::{Form, Formality, formality};
use entente_measures::agreements::institutional_depth::{Provisions, institutional_depth};
use entente_measures::agreements::obligation::{Pledges, obligation};
use entente_measures::similarity::joint::{Distance, JointCounts};
use entente_measures::similarity::{kappa::kappa, pi::pi, s_score::s_score, tau_b::tau_b};

/// One row of a file, by column name.
type Row = BTreeMap<String, String>;

fn rows(path: &Path) -> Vec<Row> {
    let file = std::fs::File::open(path).unwrap();
    let packed = path.extension().is_some_and(|e| e == "gz");
    let reader: Box<dyn Read> = if packed { Box::new(flate2::read::GzDecoder::new(file)) } else { Box::new(file) };
    csv::Reader::from_reader(reader).deserialize().map(Result::unwrap).collect()
}

/// The folder of other programs' output, which lies beside the data.
fn others_output(what: &str) -> Option<(PathBuf, PathBuf)> {
    let data = publishers_data(what)?;
    let output = data.parent()?.join("oracle/similarity");
    if output.is_dir() {
        return Some((data, output));
    }
    eprintln!("skipped: {what}: no output of other programs at {}", output.display());
    None
}

/// A code of ATOP; empty is unknown.
fn code(row: &Row, column: &str) -> Option<u8> {
    let text = row[column].as_str();
    (!text.is_empty()).then(|| text.parse().unwrap())
}

/// The value, or None where it is undefined.
fn defined<T>(result: Result<T, Error>) -> Option<T> {
    match result {
        Ok(value) => Some(value),
        Err(Error::Undefined { .. }) => None,
        Err(error) => panic!("{error}"),
    }
}

/// Phase keys are floats that the institution file rounded to single precision: 4100.2 is 4100.2002 there.
fn phase(row: &Row) -> i64 {
    (row["atopidphase"].parse::<f64>().unwrap() * 10.0).round() as i64
}

/// Depth agrees on all 849 phases, the unknown ones included. Formality differs on eight public treaties whose organisations are unknown:
/// the publisher's program gives 0, we give at least 1.
#[test]
fn depth_and_formality_equal_those_of_atop() {
    let Some(data) = publishers_data("ATOP institutions") else { return };
    let phases = rows(&data.join("atop/atop5_1aph.csv"));
    let published: BTreeMap<i64, Row> = rows(&data.join("atop/atopinst5_1.csv")).into_iter().map(|row| (phase(&row), row)).collect();
    assert_eq!((phases.len(), published.len()), (849, 849));
    let (mut depth_differs, mut formality_differs) = (Vec::new(), Vec::new());
    for row in &phases {
        let of = |column: &str| code(row, column);
        let provisions = Provisions {
            milcon: of("milcon"),
            milaid: of("milaid"),
            intcom: of("intcom"),
            subord: of("subord"),
            orgpurp1: of("orgpurp1"),
            orgpurp2: of("orgpurp2"),
            base: of("base"),
            contrib: of("contrib"),
        };
        let form = Form { estmode: of("estmode"), pubsecr: of("pubsecr"), organ1: of("organ1"), organ2: of("organ2") };
        let theirs = &published[&phase(row)];
        if defined(institutional_depth(&provisions)).map(|depth| depth.level.code()) != code(theirs, "milinst") {
            depth_differs.push(&row["atopidphase"]);
        }
        let ours = defined(formality(&form));
        if ours.map(|formality| formality.level) != code(theirs, "formal") {
            assert_eq!((ours, code(theirs, "formal")), (Some(Formality { level: 1, is_lower_bound: true }), Some(0)));
            assert_eq!((form.organ1, form.organ2), (None, None));
            formality_differs.push(row["atopidphase"].as_str());
        }
    }
    assert!(depth_differs.is_empty(), "{depth_differs:?}");
    assert_eq!(formality_differs, ["1140", "3467", "3485", "3725", "3843", "3975", "4335", "4915"]);
}

/// All pairs of four years, against the vectorised NumPy program. Its own tie is the highest category; a pair without row has none.
#[test]
fn alliance_similarity_equals_another_program() {
    let Some((data, output)) = others_output("alliance similarity") else { return };
    let alliances = rows(&data.join("derived/atop_alliance.csv.gz"));
    for year in ["1816", "1914", "1946", "2000"] {
        let number = |row: &Row, column: &str| row[column].parse::<u32>().unwrap();
        let ties: BTreeMap<(u32, u32), usize> = alliances
            .iter()
            .filter(|row| row["year"] == year)
            .map(|row| {
                let has = |column: &str| row[column] == "1";
                let pledges = Pledges {
                    defence: has("atop_defense"),
                    offence: has("atop_offense"),
                    neutrality: has("atop_neutral"),
                    nonaggression: has("atop_nonagg"),
                    consultation: has("atop_consul"),
                };
                ((number(row, "ccode1"), number(row, "ccode2")), usize::from(obligation(pledges).code()))
            })
            .collect();
        let expected = rows(&output.join(format!("alliance_{year}.csv.gz")));
        let states: BTreeSet<u32> = expected.iter().map(|row| number(row, "ccode1")).collect();
        let tie = |i: u32, k: u32| if i == k { 3 } else { ties.get(&(i, k)).copied().unwrap_or(0) };
        for row in &expected {
            let (i, j) = (number(row, "ccode1"), number(row, "ccode2"));
            let valued = JointCounts::<4>::tally(states.iter().map(|k| (tie(i, *k), tie(j, *k))));
            let any = JointCounts::<2>::tally(states.iter().map(|k| (tie(i, *k).min(1), tie(j, *k).min(1))));
            for (column, value) in [
                ("sallyvs", s_score(&valued, Distance::Squared)),
                ("sallyva", s_score(&valued, Distance::Absolute)),
                ("pallyv", pi(&valued, Distance::Nominal)),
                ("kallyv_valueweights", kappa(&valued, Distance::Squared)),
                ("kallyv_unweighted", kappa(&valued, Distance::Nominal)),
                ("taub", tau_b(&valued)),
                ("sallybs", s_score(&any, Distance::Squared)),
                ("pallyb", pi(&any, Distance::Nominal)),
                ("kallyb", kappa(&any, Distance::Absolute)),
            ] {
                let published = row[column].parse::<f64>().ok();
                assert_eq!(value.is_ok(), published.is_some(), "{year} {i} {j} {column}: {value:?}, published {:?}", row[column]);
                if let (Ok(value), Some(published)) = (value, published) {
                    assert_close(value, published, 5e-12); // printed to twelve digits
                }
            }
        }
    }
}
