//! Indicators of the store against another implementation's panel, against figures made by other means, and against what must hold.

#[path = "made/store.rs"]
mod made;

use std::path::PathBuf;

use entente::fs::Disk;
use entente::indicators::{Found, gather};
use entente::{Case, Error};
use entente_claims::SeriesKey;
use entente_core::testkit::{assert_close, publishers_data};
use entente_core::{CellStatus, Dyad, StateCode};
use entente_panel::Store;
use made::import;

const FILES: [&str; 12] = [
    "atop/atop5_1m.csv",
    "cow-contiguity/contdird.csv",
    "cow-nmc/NMC-60-abridged.csv",
    "derived/cow_capitals.csv.gz",
    "derived/tss_rivalries.csv.gz",
    "cow-igo/state_year_format3.rda",
    "cow-mid/dyadic_mid_4.02.csv",
    "sipri-at/deals-and-tivs/trade-register_1950-1989.csv",
    "sipri-at/deals-and-tivs/trade-register_1990-2023.csv",
    "unga-idealpoints/IdealpointestimatesAll_Apr2020.csv",
    "derived/cow_trade_ddy.csv.gz",
    "derived/cow_trade_sy.csv.gz",
];

fn at(found: &Found, key: &str, year: i32) -> (CellStatus, Option<f64>) {
    let key: SeriesKey = key.parse().unwrap();
    found.series.get(&key).map_or((CellStatus::NotCovered, None), |s| (s.cell(year).status(), s.cell(year).value()))
}

fn dyad(a: u16, b: u16) -> Dyad {
    Dyad::new(StateCode(a), StateCode(b)).unwrap()
}

/// Every 23rd of the sampled directed dyad-years that another implementation computed from the same publishers' files.
#[test]
fn sampled_dyad_years_agree_with_the_panel_of_others() {
    let Some(data) = publishers_data("indicators against a panel") else { return };
    let panel: PathBuf = data.join("../oracle/panel/panel_sample.csv");
    if !panel.is_file() {
        return;
    }
    let root = tempfile::tempdir().unwrap();
    import(&data, &FILES[..7], root.path());
    let store = Store::open(&Disk, root.path(), None).unwrap();
    let mut reader = csv::Reader::from_path(panel).unwrap();
    let header = reader.headers().unwrap().clone();
    let (mut rows, mut igos, mut mids) = (0, 0, 0);
    let (mut igo_other, mut mid_other): (Vec<String>, Vec<String>) = Default::default();
    for record in reader.records().step_by(23) {
        let record = record.unwrap();
        let get = |name: &str| record[header.iter().position(|h| h == name).unwrap()].parse::<f64>().ok();
        let (a, b, year) = (get("ccode1").unwrap() as u16, get("ccode2").unwrap() as u16, get("year").unwrap() as i32);
        let found = gather(&store, dyad(a, b), year).unwrap();
        let place = format!("{a} {b} {year}");
        rows += 1;
        if let (Some(defense), Some(offense)) = (get("atop_defense"), get("atop_offense")) {
            let any = |names: [&str; 2]| names.iter().any(|n| get(n) == Some(1.0));
            let code = if defense + offense > 0.0 {
                3.0
            } else if any(["atop_neutral", "atop_consul"]) {
                2.0
            } else if get("atop_nonagg") == Some(1.0) {
                1.0
            } else {
                0.0
            };
            assert_eq!(at(&found, &format!("atop_obligation[{a}>{b}]"), year).1, Some(code), "obligation {place}");
        }
        let (status, kind) = at(&found, &format!("contiguity_type[{a}-{b}]"), year);
        match get("conttype") {
            Some(0.0) => assert_eq!(status, CellStatus::NotApplicable, "contiguity {place}"),
            Some(theirs) => assert_eq!(kind, Some(theirs), "contiguity {place}"),
            None => assert_eq!(status, CellStatus::NotCovered, "contiguity {place}"),
        }
        if let Some(cinc) = get("cinc1").filter(|_| year <= 2016) {
            // The panel was made from a later edition of the same data.
            assert_close(at(&found, &format!("cinc[{a}]"), year).1.unwrap(), cinc, 3e-3);
        }
        if let Some(km) = get("capdist") {
            // The other implementation takes the capital of the first day of the year, as ours does; both use the same radius.
            let ours = at(&found, &format!("capital_km[{a}-{b}]"), year).1.unwrap();
            assert!((ours - km).abs() < 1.0, "capitals {place}: {ours} {km}");
        }
        if let Some(theirs) = get("ongoingrivalry").filter(|_| year <= 2015) {
            assert_eq!(at(&found, &format!("rivalry_tss[{a}-{b}]"), year).1, Some(theirs), "rivalry {place}");
        }
        if let (Some(theirs), Some(ours)) = (get("dyadigos"), at(&found, &format!("igo_shared_count[{a}-{b}]"), year).1) {
            igos += 1;
            igo_other.extend((theirs != ours).then(|| format!("{place}: {theirs} {ours}")));
        }
        if let (Some(theirs), Some(ours)) = (get("cowmidongoing"), at(&found, &format!("mid_count[{a}-{b}]"), year).1) {
            mids += 1;
            mid_other.extend(((theirs > 0.0) != (ours > 0.0)).then(|| format!("{place}: {theirs} {ours}")));
        }
    }
    assert!(rows >= 59, "{rows}");
    assert!(igos >= 40 && mids >= 40, "{igos} and {mids} of {rows} could be compared");
    assert!(igo_other.is_empty() && mid_other.is_empty(), "{igo_other:?} {mid_other:?} of {igos} and {mids}");
}

/// Sums of the publisher's rows made with another program, and what a year past the end must not be.
#[test]
fn flows_shares_and_distances_are_those_of_the_files() {
    let Some(data) = publishers_data("indicators against sums made by other means") else { return };
    let root = tempfile::tempdir().unwrap();
    import(&data, &FILES, root.path());
    let store = Store::open(&Disk, root.path(), None).unwrap();
    let found = gather(&store, dyad(2, 740), 2015).unwrap();
    // sum of "TIV delivery values" where Supplier is United States, Recipient Japan and Delivery year 2015; the same for five years,
    // over all of Japan's imports of these years.
    assert_close(at(&found, "arms_tiv[USA>JPN]", 2015).1.unwrap(), 330.81, 0.01);
    assert_close(at(&found, "arms_import_share[USA>JPN]", 2015).1.unwrap(), 0.902_140_731, 1e-6);
    assert_eq!(at(&found, "arms_tiv[JPN>USA]", 2015), (CellStatus::ZeroByRule, Some(0.0)));
    assert_eq!(at(&found, "arms_tiv[USA>JPN]", 2024).0, CellStatus::NotCovered);
    assert_eq!(at(&found, "arms_engine_share[JPN>USA]", 2015).0, CellStatus::NotApplicable);
    // Russia and China in the sessions of 1971 and 2019, and the USA and the United Kingdom, as the method notes have them.
    let ideal = gather(&store, dyad(365, 710), 2019).unwrap();
    assert_close(at(&ideal, "ideal_distance[RUS-CHN]", 1971).1.unwrap(), 1.4493, 5e-5);
    assert_close(at(&ideal, "ideal_distance[RUS-CHN]", 2019).1.unwrap(), 0.4755, 5e-5);
    assert!(found.percentiles.values().all(|p| (0.0..=1.0).contains(p)));
    for series in found.series.values() {
        assert!(series.points.windows(2).all(|w| w[0].year < w[1].year));
        assert!(series.points.iter().all(|p| p.cell.value().is_none_or(f64::is_finite)));
        assert!(series.points.iter().all(|p| p.interval.is_none_or(|(low, high)| low <= high)));
    }
}

/// A pledge has a direction: France pledged to Belgium in 1832 and Belgium pledged nothing. A pair needs a shared day.
#[test]
fn direction_is_real_and_a_pair_needs_a_day() {
    let Some(data) = publishers_data("direction of pledges") else { return };
    let root = tempfile::tempdir().unwrap();
    import(&data, &FILES[..1], root.path());
    let store = Store::open(&Disk, root.path(), None).unwrap();
    let found = gather(&store, dyad(211, 220), 1832).unwrap();
    assert_eq!(at(&found, "atop_obligation[FRN>BEL]", 1832).1, Some(3.0));
    assert_eq!(at(&found, "atop_obligation[BEL>FRN]", 1832).1, Some(0.0));
    assert_eq!(at(&found, "atop_obligation[FRN>BEL]", 2019).0, CellStatus::NotCovered);
    assert!(matches!(Case::general(&store, dyad(115, 817), 1975), Err(Error::NeverTogether { .. })));
    // Russia and China: the treaty of 2001 carries consultation and non-aggression, that of 1950 defence.
    let pair = gather(&store, dyad(365, 710), 2010).unwrap();
    assert_eq!((at(&pair, "atop_obligation[RUS>CHN]", 2010).1, at(&pair, "atop_obligation[RUS>CHN]", 1955).1), (Some(2.0), Some(3.0)));
}

/// Silence is zero only where a register claims to have all there is.
#[test]
fn silence_is_zero_only_in_a_full_register() {
    let Some(data) = publishers_data("silence in two registers of exercises") else { return };
    let root = tempfile::tempdir().unwrap();
    import(&data, &["mme/mme_v7.csv", "mme/jme_v3.xls"], root.path());
    let store = Store::open(&Disk, root.path(), None).unwrap();
    let found = gather(&store, dyad(145, 565), 2005).unwrap();
    assert_eq!(at(&found, "mme_exercises_count[BOL-NAM]", 2005), (CellStatus::ZeroByRule, Some(0.0)));
    assert_eq!(at(&found, "jme_exercises_count[BOL-NAM]", 2005), (CellStatus::Missing, None));
    assert_eq!(at(&found, "mme_exercises_count[BOL-NAM]", 2011).0, CellStatus::NotCovered);
}

/// A column of another name or type than an indicator reads would leave the indicator out in silence.
#[test]
fn every_indicator_is_computed_for_some_pair() {
    let Some(data) = publishers_data("every indicator of the store") else { return };
    let root = tempfile::tempdir().unwrap();
    let more = [
        "mme/mme_v7.csv",
        "mme/jme_v3.xls",
        "dcad/DCAD-v1.0-main.csv",
        "gsdb/GSDB_V3.csv",
        "sipri-milex/SIPRI-Milex-data-1949-2024_2.xlsx",
        "derived/td_rivalries.csv.gz",
        "unga-votes/UNVotesPublished.RData",
    ];
    import(&data, &[&FILES[..], &more[..]].concat(), root.path());
    let store = Store::open(&Disk, root.path(), None).unwrap();
    let mut seen = std::collections::BTreeSet::new();
    for (pair, year) in [(dyad(2, 740), 2005), (dyad(365, 710), 2010), (dyad(2, 200), 2005)] {
        let found = gather(&store, pair, year).unwrap();
        let known = found.series.iter().filter(|(_, series)| series.points.iter().any(|p| p.cell.value().is_some()));
        seen.extend(known.map(|(key, _)| key.id.clone()));
    }
    let lacking: Vec<&str> = entente::indicators::cards().iter().map(|card| card.id).filter(|id| !seen.contains(*id)).collect();
    assert!(lacking.is_empty(), "{lacking:?}");
}
