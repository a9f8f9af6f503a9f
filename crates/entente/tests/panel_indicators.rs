//! Every indicator of a pair against the same variable of the panel, which computes it for all pairs at once.
//!
//! The two share formulas and not the way to them, so that a row laid on a wrong cell, a window cut at the panel's edge or a zero filled
//! in the wrong year shows here.

#[path = "made/store.rs"]
mod made;

use std::collections::BTreeMap;

use entente::dataset::OwnFile;
use entente::fs::Disk;
use entente::indicators::{Card, Found, cards, gather};
use entente::panel::{Request, Restriction, build};
use entente_claims::SeriesKey;
use entente_claims::evidence::About;
use entente_core::testkit::publishers_data;
use entente_core::{CellStatus, Dyad, StateCode, System};
use entente_panel::Store;
use entente_panel::frame::{Frame, Values};
use entente_panel::panel::Panel;
use entente_panel::spine::Unit;
use entente_panel::status::Status;
use made::import;

const FILES: [&str; 21] = [
    "atop/atop5_1m.csv",
    "derived/atop_alliance.csv.gz",
    "cow-contiguity/contdird.csv",
    "cow-nmc/NMC-60-abridged.csv",
    "derived/cow_capitals.csv.gz",
    "derived/tss_rivalries.csv.gz",
    "derived/td_rivalries.csv.gz",
    "cow-igo/state_year_format3.rda",
    "cow-mid/dyadic_mid_4.02.csv",
    "sipri-at/deals-and-tivs/trade-register_1950-1989.csv",
    "sipri-at/deals-and-tivs/trade-register_1990-2023.csv",
    "unga-idealpoints/IdealpointestimatesAll_Apr2020.csv",
    "unga-votes/UNVotesPublished.RData",
    "unga-votes/un_votes.rda",
    "unga-votes/un_roll_calls.rda",
    "derived/cow_trade_ddy.csv.gz",
    "derived/cow_trade_sy.csv.gz",
    "mme/mme_v7.csv",
    "mme/jme_v3.xls",
    "dcad/DCAD-v1.0-main.csv",
    "gsdb/GSDB_V3.csv",
];
const MILEX: &str = "sipri-milex/SIPRI-Milex-data-1949-2024_2.xlsx";

/// Last year of the first register of votes; later years are of the second.
const VOTES_TURN: i32 = 2015;

/// Pairs, and years of assessment for what is computed for that year alone.
const PAIRS: [(u16, u16, &[i32]); 18] = [
    (2, 365, &[1962, 1990, 2009, 2015, 2018]),
    (2, 200, &[1955, 1972, 1988, 2015]),
    (200, 220, &[1966, 2001]),
    (365, 710, &[1964, 1992, 2010, 2018]),
    (2, 740, &[1980, 2005]),
    (255, 365, &[1995, 2016]),
    (260, 265, &[1974, 1988]),
    (2, 260, &[1963, 1989]),
    (678, 680, &[1980, 1988]),
    (670, 679, &[1991, 2012]),
    (816, 817, &[1965, 1974]),
    (710, 816, &[1979, 2011]),
    (750, 770, &[1971, 1999, 2017]),
    (651, 666, &[1973, 2004]),
    (20, 2, &[1958, 1986]),
    (935, 987, &[2003]),
    (55, 60, &[1990]),
    (145, 565, &[2005]),
];

/// Indicators that the panel has under another name.
const NAMES: [(&str, &str); 4] =
    [("contiguity_type", "conttype"), ("capital_km", "capdist"), ("igo_shared_count", "dyadigos"), ("rivalry_tss", "ongoingrivalry")];

/// Indicators that no panel has, each with the reason.
const WITHOUT: [(&str, &str); 0] = [];

/// Indicators that a pair has only for the year of the assessment.
const OF_ONE_YEAR: [&str; 7] =
    ["arms_taper_ratio", "arms_trend_z", "arms_sen_slope", "arms_break_2", "arms_break_4", "arms_break_6", "votes_percentile"];

fn dyad(a: u16, b: u16) -> Dyad {
    Dyad::new(StateCode(a), StateCode(b)).unwrap()
}

/// A panel with all its values, by column, and the row of each key.
struct Read {
    columns: BTreeMap<String, (Vec<f64>, Vec<Status>)>,
    rows: BTreeMap<(u16, u16, i32), usize>,
}

impl Read {
    fn new(panel: &Panel) -> Self {
        let column = |n: usize| {
            let chunk = panel.chunk(n, 0..panel.rows());
            let values = match chunk.values {
                Values::Int(values) => values.into_iter().map(f64::from).collect(),
                Values::Real(values) => values,
                Values::Text(_) => panic!("no indicator is a text"),
            };
            (values, chunk.status.into_iter().map(Status::from).collect::<Vec<_>>())
        };
        let columns: BTreeMap<String, _> = panel.fields().iter().enumerate().map(|(n, f)| (f.name.clone(), column(n))).collect();
        let key = |name: &str, row: usize| columns[name].0[row];
        let [one, two] = if columns.contains_key("ccode1") { ["ccode1", "ccode2"] } else { ["gwcode1", "gwcode2"] };
        let rows = (0..panel.rows()).map(|row| ((key(one, row) as u16, key(two, row) as u16, key("year", row) as i32), row)).collect();
        Self { columns, rows }
    }

    /// Value and status of a column in a row; none where there is no such column.
    fn at(&self, column: &str, row: usize) -> Option<(f64, Status)> {
        self.columns.get(column).map(|(values, status)| (values[row], status[row]))
    }
}

fn panel(store: &Store<'_>, system: System, pairs: &[(u16, u16)], with: Vec<String>) -> Read {
    let pairs = pairs.iter().map(|(a, b)| (*a.min(b), *a.max(b), None)).collect();
    let request = Request {
        unit: Unit::Directed,
        system,
        years: "1946..2018".parse().unwrap(),
        with,
        restrictions: vec![Restriction::Pairs { file: OwnFile::new("dyads", "the test".as_ref(), &[]), pairs }],
        is_redistributable: false,
        joins: Vec::new(),
    };
    let built = build(store, &request).unwrap();
    assert!(!built.panel.columns().iter().any(|column| column.field.from.is_empty()));
    Read::new(&built.panel)
}

/// Cells of a row that an indicator must agree with: the key of the series, the value and status, and the sign between the two.
fn cells(read: &Read, card: &Card, row: usize, (a, b): (u16, u16)) -> Vec<(SeriesKey, (f64, Status), f64)> {
    let name = NAMES.iter().find(|(id, _)| *id == card.id).map_or(card.id, |(_, name)| name);
    let [one, two] = [a, b].map(StateCode);
    let key = |about| SeriesKey::new(card.id, about);
    let cell = |column: String, about: About, sign: f64| read.at(&column, row).map(|cell| (key(about), cell, sign));
    let found: Vec<_> = match card.about {
        "[A]" => [cell(format!("{name}1"), About::State(one), 1.0), cell(format!("{name}2"), About::State(two), 1.0)].into(),
        "[A>B]" => [
            cell(name.to_owned(), About::Directed(one, two), 1.0),
            cell(format!("{name}_1to2"), About::Directed(one, two), 1.0),
            cell(format!("{name}_2to1"), About::Directed(two, one), 1.0),
        ]
        .into(),
        // A pair's imbalance is read from the lower code, a row's from its first state.
        _ => vec![cell(name.to_owned(), About::Pair(one, two), if card.id == "trade_asymmetry" && a > b { -1.0 } else { 1.0 })],
    };
    let found: Vec<_> = found.into_iter().flatten().collect();
    assert!(!found.is_empty(), "{} has no column", card.id);
    found
}

/// Whether a status of the panel is that of the pair. Finer reasons of the panel are "missing" of the pair.
fn agrees(id: &str, panel: Status, pair: CellStatus) -> bool {
    match (panel, pair) {
        // The field's column of contiguity is zero for those farther apart.
        (Status::ZeroByRule, CellStatus::NotApplicable) => id == "contiguity_type",
        (Status::Observed, pair) => pair == CellStatus::Observed,
        (Status::ZeroByRule, pair) => pair == CellStatus::ZeroByRule,
        (Status::NotCovered, pair) => pair == CellStatus::NotCovered,
        (_, pair) => matches!(pair, CellStatus::Missing | CellStatus::NotApplicable),
    }
}

#[derive(Default)]
struct Tally {
    /// Values compared, and those among them that are not zero.
    values: BTreeMap<&'static str, (usize, usize)>,
    cells: usize,
    wrong: Vec<String>,
}

impl Tally {
    fn compare(&mut self, read: &Read, cards: &[Card], found: &Found, (a, b): (u16, u16), looked: i32) {
        for year in 1946..=2018 {
            for (one, two) in [(a, b), (b, a)] {
                let Some(row) = read.rows.get(&(one, two, year)) else { continue };
                for card in cards.iter().filter(|card| WITHOUT.iter().all(|(id, _)| *id != card.id)) {
                    let is_elsewhere = card.table == "unga_votes" && (year > VOTES_TURN) != (looked > VOTES_TURN);
                    if is_elsewhere || OF_ONE_YEAR.contains(&card.id) && year != looked {
                        continue;
                    }
                    for (key, (value, status), sign) in cells(read, card, *row, (one, two)) {
                        self.cells += 1;
                        let Some(series) = found.series.get(&key) else {
                            // A series without any point is not made; so the panel must have no value.
                            let is_zero = card.id == "contiguity_type" && status == Status::ZeroByRule;
                            if status.has_value() && !is_zero {
                                self.wrong.push(format!("{key} {year}: {value} {status:?}, and the pair has no series"));
                            }
                            continue;
                        };
                        let cell = series.cell(year);
                        let other = cell.value().map(|value| value * sign);
                        let is_same = other.is_none_or(|other| (value - other).abs() <= 1e-12 * other.abs().max(1e-300));
                        if !agrees(card.id, status, cell.status()) || !is_same {
                            self.wrong.push(format!(
                                "{key} {year} seen from {looked}: panel {value} {status:?}, pair {other:?} {:?}",
                                cell.status()
                            ));
                        } else if other.is_some() {
                            let (all, other_than_zero) = self.values.entry(card.id).or_default();
                            *all += 1;
                            *other_than_zero += usize::from(value != 0.0);
                        }
                    }
                }
            }
        }
    }
}

#[test]
fn panel_and_pair_agree_on_every_indicator() {
    let Some(data) = publishers_data("the panel against the pair") else { return };
    let root = tempfile::tempdir().unwrap();
    import(&data, &[&FILES[..], &[MILEX]].concat(), root.path());
    let store = Store::open(&Disk, root.path(), None).unwrap();
    let cards = cards();
    let with = cards.iter().map(|card| card.id).filter(|id| WITHOUT.iter().all(|(without, _)| without != id));
    let pairs = PAIRS.map(|(a, b, _)| (a, b));
    let read = panel(&store, System::Cow, &pairs, with.map(str::to_owned).collect());
    let mut tally = Tally::default();
    for (a, b, looks) in PAIRS {
        for looked in looks {
            tally.compare(&read, &cards, &gather(&store, dyad(a, b), *looked).unwrap(), (a, b), *looked);
        }
    }
    let Tally { values, cells, wrong } = tally;
    let first: BTreeMap<&str, Vec<&String>> = wrong.iter().fold(BTreeMap::new(), |mut by, text| {
        by.entry(text.split('[').next().unwrap_or_default()).or_default().push(text);
        by
    });
    let shown: Vec<String> =
        first.iter().map(|(id, all)| format!("{id}: {} differ, as {:?}", all.len(), &all[..all.len().min(3)])).collect();
    assert!(wrong.is_empty(), "{} of {cells} cells\n{}", wrong.len(), shown.join("\n"));
    assert!(cells > 250_000, "{cells} cells");
    for card in cards.iter().filter(|card| WITHOUT.iter().all(|(id, _)| *id != card.id)) {
        let (all, other_than_zero) = values.get(card.id).copied().unwrap_or_default();
        let least = if OF_ONE_YEAR.contains(&card.id) { (30, 20) } else { (900, 300) };
        assert!(all >= least.0 && other_than_zero >= least.1, "{}: {all} values, {other_than_zero} of them not zero", card.id);
    }
    germany_and_yemen_go_on_under_one_number(&store);
}

/// The other list keeps 260 for Germany and 678 for Yemen; the sources' numbers change in 1990.
fn germany_and_yemen_go_on_under_one_number(store: &Store<'_>) {
    let ids = ["arms_tiv", "arms_import_share", "arms_trend_z", "votes_agree3", "trade_usd", "dca_count", "sanctions_count", "milex_ratio"];
    let with = || ids.iter().map(|id| (*id).to_owned()).collect();
    let cow = panel(store, System::Cow, &[(2, 255), (2, 260), (2, 678), (2, 679)], with());
    let gw = panel(store, System::Gw, &[(2, 260), (2, 678)], with());
    let mut compared = 0;
    for (number, before, after) in [(260, 260, 255), (678, 678, 679)] {
        for year in (1956..=2018).filter(|year| *year != 1990) {
            let code = if year < 1990 { before } else { after };
            let (row, other) = (gw.rows.get(&(2, number, year)), cow.rows.get(&(2, code, year)));
            let (Some(row), Some(other)) = (row, other) else { continue };
            for name in cow.columns.keys().filter(|name| !name.starts_with("ccode")) {
                let ((x, is), (y, was)) = (gw.at(name, *row).unwrap(), cow.at(name, *other).unwrap());
                assert!(is == was && (!is.has_value() || x == y), "{name} of {number} in {year}: {x} {is:?}, {y} {was:?}");
                compared += 1;
            }
        }
    }
    assert!(compared > 1000, "{compared}");
}
