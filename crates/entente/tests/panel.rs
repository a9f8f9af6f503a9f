//! The panel against peacesciencer's, over the publishers' own files: its rows, the sums of its columns, and sampled rows.
//!
//! Where the two rest on the same edition every number is the same. Three rest on editions of other years and are held to what the
//! editions share.

#[path = "made/store.rs"]
mod made;

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

use entente::fs::Disk;
use entente::panel::{Built, Request, Restriction, build};
use entente_core::System;
use entente_core::testkit::{assert_close, publishers_data};
use entente_panel::Store;
use entente_panel::frame::{Frame, Values};
use entente_panel::spine::Unit;
use entente_panel::status::Status;
use made::import;

const FILES: [&str; 14] = [
    "derived/atop_alliance.csv.gz",
    "cow-states/majors2024.csv",
    "cow-states/system2016.csv",
    "cow-nmc/NMC-60-abridged.csv",
    "derived/isard_cw_democracy.csv.gz",
    "derived/isard_cw_gdppop.csv.gz",
    "cow-contiguity/contdird.csv",
    "derived/cow_capitals.csv.gz",
    "derived/gw_capitals.csv.gz",
    "cow-igo/state_year_format3.rda",
    "cow-mid/dyadic_mid_4.02.csv",
    "gml-mid/gml-ddy-disputes-2.1.csv",
    "derived/tss_rivalries.csv.gz",
    "derived/td_rivalries.csv.gz",
];

/// Columns that rest on the same edition of the same source here and there.
const SAME: [&str; 27] = [
    "atop_alliance",
    "atop_defense",
    "atop_offense",
    "atop_neutral",
    "atop_nonagg",
    "atop_consul",
    "capdist",
    "euds1",
    "euds2",
    "aeuds1",
    "aeuds2",
    "polity21",
    "polity22",
    "v2x_polyarchy1",
    "v2x_polyarchy2",
    "mrgdppc1",
    "mrgdppc2",
    "sd_mrgdppc1",
    "sd_mrgdppc2",
    "pwtrgdp1",
    "pwtrgdp2",
    "sd_pwtrgdp1",
    "sd_pwtrgdp2",
    "pwtpop1",
    "pwtpop2",
    "sd_pwtpop1",
    "sd_pwtpop2",
];

fn request(unit: Unit, years: &str) -> Request {
    Request {
        unit,
        system: System::Cow,
        years: years.parse().unwrap(),
        with: vec!["all".to_owned()],
        restrictions: Vec::new(),
        is_redistributable: false,
        joins: Vec::new(),
    }
}

/// The publishers' folder, and that of the other implementation's output; none where one is not there.
fn folders(what: &str) -> Option<(PathBuf, PathBuf)> {
    let data = publishers_data(what)?;
    let oracle = data.join("../oracle/panel");
    oracle.is_dir().then_some((data, oracle))
}

/// A column in full: a value where there is one.
fn column(built: &Built, name: &str) -> Vec<Option<f64>> {
    let place = built.panel.fields().iter().position(|f| f.name == name).unwrap_or_else(|| panic!("no column {name}"));
    let chunk = built.panel.chunk(place, 0..built.panel.rows());
    let value = |row: usize| match &chunk.values {
        Values::Int(values) => f64::from(values[row]),
        Values::Real(values) => values[row],
        Values::Text(_) => panic!("{name} is a text"),
    };
    (0..chunk.status.len()).map(|row| Status::from(chunk.status[row]).has_value().then(|| value(row))).collect()
}

fn csv_rows(path: &Path) -> Vec<HashMap<String, String>> {
    let mut reader = csv::Reader::from_path(path).unwrap();
    reader.deserialize().map(Result::unwrap).collect()
}

#[test]
fn rows_sums_and_samples_are_those_of_peacesciencer() {
    let Some((data, oracle)) = folders("the panel against peacesciencer") else { return };
    let root = tempfile::tempdir().unwrap();
    import(&data, &FILES, root.path());
    let store = Store::open(&Disk, root.path(), None).unwrap();
    let built = build(&store, &request(Unit::Directed, "1816..2025")).unwrap();
    assert_eq!(built.panel.rows(), 2_252_760);
    assert_eq!(built.exclusions.iter().map(|e| (e.rule, e.rows)).collect::<Vec<_>>(), [("no_shared_day", 60)]);

    let mut of_year: BTreeMap<i32, usize> = BTreeMap::new();
    let years = column(&built, "year");
    years.iter().for_each(|year| *of_year.entry(year.unwrap() as i32).or_default() += 1);
    let expected = csv_rows(&oracle.join("directed_dyads_by_year_even.csv"));
    assert_eq!(expected.len(), 105);
    for row in expected {
        assert_eq!(of_year[&row["year"].parse().unwrap()].to_string(), row["directed_dyads"], "{}", row["year"]);
    }

    let mut compared = 0;
    for row in csv_rows(&oracle.join("column_summaries.csv")) {
        let name = row["column"].as_str();
        let near = match name {
            // The same source in an edition of another year.
            "conttype" => 0.015,
            "gmlmidonset" | "gmlmidongoing" => 0.002,
            "positional" | "spatial" | "ideological" | "interventionary" => 0.01,
            _ if SAME.contains(&name) || ["ccode1", "ccode2", "year"].contains(&name) => 1e-8, // rounding of two million additions
            _ => continue,
        };
        let values: Vec<f64> = column(&built, name).into_iter().flatten().collect();
        let sum: f64 = row["sum"].parse().unwrap();
        assert_eq!(values.len() as f64, row["n_nonNA"].parse::<f64>().unwrap(), "{name}");
        assert_close(values.iter().sum(), sum, near * sum.abs().max(1.0));
        compared += 1;
    }
    assert_eq!(compared, SAME.len() + 3 + 7);

    samples(&built, &oracle);
    the_list_of_states(&store, &built);
}

/// Every sampled row: equal where the edition is the same, and missing where theirs is.
fn samples(built: &Built, oracle: &Path) {
    let keys = ["ccode1", "ccode2", "year"].map(|name| column(built, name));
    let key = |row: usize| [0, 1, 2].map(|k| keys[k][row].unwrap() as i32);
    let places: HashMap<[i32; 3], usize> = (0..built.panel.rows()).map(|row| (key(row), row)).collect();
    assert_eq!(places.len(), built.panel.rows(), "the key is unique");
    let rows = csv_rows(&oracle.join("panel_sample.csv"));
    assert_eq!(rows.len(), 1375);
    let rivalry = ["tssr_id", "positional", "spatial", "ideological", "interventionary"];
    let mut compared = 0;
    for name in SAME.iter().chain(&rivalry).chain(&["milex1", "milper1", "irst1", "tpop1", "upop1", "cowmaj1", "cowmaj2"]) {
        let ours = column(built, name);
        for row in &rows {
            let place = places[&["ccode1", "ccode2", "year"].map(|k| row[k].parse().unwrap())];
            let theirs = row[*name].parse::<f64>().ok();
            // Ours end with the edition at hand: NMC 6 in 2016, majors in 2024.
            let is_ended = ours[place].is_none() && theirs.is_some() && !SAME.contains(name);
            let year: i32 = row["year"].parse().unwrap();
            if is_ended && year > if name.starts_with("cowmaj") { 2024 } else { 2016 } {
                continue;
            }
            match (ours[place], theirs) {
                (Some(ours), Some(theirs)) => assert_close(ours, theirs, 1e-9 * theirs.abs().max(1.0)),
                (ours, theirs) => assert_eq!(ours, theirs, "{name} {row:?}"),
            }
            compared += 1;
        }
    }
    assert!(compared > 50_000, "{compared}");
}

/// The publisher's own table of members, one row a state and year.
fn the_list_of_states(store: &Store<'_>, directed: &Built) {
    let built = build(store, &Request { with: Vec::new(), ..request(Unit::State, "1816..2016") }).unwrap();
    let table = store.read("cow_system", &["ccode", "year"], &[]).unwrap();
    let mut published: Vec<_> = table.ints("ccode").unwrap().iter().zip(table.ints("year").unwrap()).map(|(c, y)| (*c, *y)).collect();
    published.sort_unstable();
    let [codes, years] = ["ccode", "year"].map(|name| column(&built, name));
    let ours: Vec<_> = codes.iter().zip(years).map(|(c, y)| (c.unwrap() as i32, y.unwrap() as i32)).collect();
    assert!(ours == published && ours.len() == 15_951, "the rows are not the list's");
    // What the sources cover is what the values cover: nothing after the last year of any of them.
    let years = column(directed, "year");
    for (name, last) in
        [("atop_defense", 2018), ("conttype", 2016), ("gmlmidongoing", 2010), ("ongoingrivalry", 2020), ("cowmidongoing", 2014)]
    {
        let known = column(directed, name).iter().zip(&years).filter(|(v, _)| v.is_some()).map(|(_, y)| y.unwrap() as i32).max();
        assert_eq!(known, Some(last), "{name}");
    }
}

#[test]
fn one_state_restrictions_and_the_other_list() {
    let Some((data, _)) = folders("restricted panels") else { return };
    let root = tempfile::tempdir().unwrap();
    import(&data, &FILES, root.path());
    let store = Store::open(&Disk, root.path(), None).unwrap();
    let relevant = Request {
        restrictions: vec![Restriction::Relevant],
        with: vec!["conttype".to_owned(), "cowmaj".to_owned()],
        ..request(Unit::Undirected, "1990..2018")
    };
    let built = build(&store, &relevant).unwrap();
    let [near, one, two] = ["conttype", "cowmaj1", "cowmaj2"].map(|name| column(&built, name));
    for row in 0..built.panel.rows() {
        assert!([near[row], one[row], two[row]].into_iter().flatten().any(|v| v > 0.0));
    }
    let rules: Vec<_> = built.exclusions.iter().map(|e| e.rule).collect();
    assert_eq!(rules, ["no_shared_day", "not_relevant", "relevance_unknown"]);
    let all = build(&store, &Request { restrictions: Vec::new(), ..relevant.clone() }).unwrap();
    let left_out: usize = built.exclusions.iter().filter(|e| e.rule != "no_shared_day").map(|e| e.rows).sum();
    assert_eq!(built.panel.rows() + left_out, all.panel.rows());

    // On the other list a state's numbers are looked up under the number it has there that day: Germany is 260 after 1990.
    let gw = Request {
        system: System::Gw,
        with: vec!["cinc".to_owned(), "capdist".to_owned(), "atop_defense:either".to_owned(), "dyadigos".to_owned()],
        ..request(Unit::Undirected, "1985..2014")
    };
    let built = build(&store, &gw).unwrap();
    let names = ["gwcode1", "gwcode2", "year", "cinc1", "capdist", "atop_defense_either", "dyadigos"];
    let columns = names.map(|name| column(&built, name));
    let row = |one: f64, two: f64, year: f64| {
        let is = |row: &usize| [one, two, year].iter().zip(&columns).all(|(value, c)| c[*row] == Some(*value));
        (0..built.panel.rows()).find(is).map(|row| [3, 4, 5, 6].map(|n| columns[n][row]))
    };
    let germany_poland = row(260.0, 290.0, 2010.0).unwrap();
    let cow = build(&store, &Request { system: System::Cow, ..gw.clone() }).unwrap();
    let names = ["ccode1", "ccode2", "year", "cinc1", "capdist", "atop_defense_either", "dyadigos"].map(|name| column(&cow, name));
    let same = (0..cow.panel.rows()).find(|r| [255.0, 290.0, 2010.0].iter().zip(&names).all(|(v, c)| c[*r] == Some(*v))).unwrap();
    assert_eq!(germany_poland, [3, 4, 5, 6].map(|n| names[n][same]));
    assert_eq!(germany_poland[2], Some(1.0));
    assert!(row(255.0, 290.0, 2010.0).is_none());
}
