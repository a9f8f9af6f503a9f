//! The contest of a pair from a store: of a small one with invented rows, and of the publishers' own files.

#[path = "made/store.rs"]
mod made;

use std::path::Path;

use entente::contest::outcome::{Effort, outcome};
use entente::contest::store::{Measure, setting};
use entente::fs::Disk;
use entente::{Case, Error};
use entente_core::testkit::{assert_close, publishers_data};
use entente_core::{Dyad, StateCode};
use entente_measures::contest::distribution::Distribution;
use entente_measures::contest::summary::Meaning;
use entente_panel::Store;
use entente_panel::commit::{commit, staging};
use entente_panel::stage::stage;
use entente_sources::{Change, Options, Sizes};

fn dyad(a: u16, b: u16) -> Dyad {
    Dyad::new(StateCode(a), StateCode(b)).unwrap()
}

/// France (220) and Germany (255) in 1935, Italy (325) a rival of France, Britain (200) in nothing; all rows are invented.
const FILES: [(&str, &str); 5] = [
    (
        "rivalries",
        "tssr_id,rivalry,ccode1,ccode2,start,end,positional,spatial,ideological,interventionary,principal,aprin\n\
         1,\"A\",220,255,1900,1920,1,1,,,,\n2,\"B\",220,325,1930,2020,,1,,,,\n",
    ),
    (
        "cow_contiguity",
        "dyad,state1no,state1ab,state2no,state2ab,year,conttype,version\n\
         220255,220,\"FRN\",255,\"GMY\",1935,1,3.2\n255220,255,\"GMY\",220,\"FRN\",1935,1,3.2\n",
    ),
    (
        "capitals",
        "ccode,statenme,capital,stdate,enddate,lat,lng\n\
         220,F,P,1816-01-01,2024-12-31,48.9,2.3\n325,I,R,1816-01-01,2024-12-31,41.9,12.5\n255,G,B,1816-01-01,2024-12-31,52.5,13.4\n",
    ),
    (
        "cow_nmc",
        "stateabb,ccode,year,milex,milper,irst,pec,tpop,upop,cinc,version\n\
         FRN,220,1934,1,1,1,1,1,1,.08,2021\nGMY,255,1934,1,1,1,1,1,1,.12,2021\nITA,325,1934,1,1,1,1,1,1,.04,2021\n\
         UKG,200,1934,1,1,1,1,1,1,.10,2021\n",
    ),
    (
        "cow_states",
        "stateabb,ccode,styear,stmonth,stday,endyear,endmonth,endday,version\n\
         FRN,220,1816,1,1,1940,6,22,2016\nUKG,200,1816,1,1,2016,12,31,2016\n",
    ),
];

fn small(root: &Path) -> Store<'static> {
    let staging = staging(&Disk, root).unwrap();
    let staged: Vec<_> = FILES
        .iter()
        .map(|(source, text)| {
            let options = Options { of: Some(source), change: Change::Accepted, sizes: Sizes::Free };
            let staged = stage(&Disk, &staging.folder, &format!("{source}.csv"), text.as_bytes().to_vec(), options);
            let mut staged = staged.unwrap_or_else(|e| panic!("{source}: {e}"));
            // The years of an edition of capitals stand in its card, not in its rows.
            staged.parts.iter_mut().filter(|p| p.table == "capitals_cow").for_each(|p| p.covers = "1816..2024".parse().ok());
            staged
        })
        .collect();
    let done = commit(&Disk, root, &staging, &staged, &[]).unwrap();
    assert!(done.refused.is_empty(), "{:?}", done.refused);
    Store::open(&Disk, root, None).unwrap()
}

#[test]
fn a_small_store() {
    let root = tempfile::tempdir().unwrap();
    let store = small(root.path());
    let found = setting(&store, dyad(220, 255), 1935, None).unwrap();
    let ids: Vec<&str> = found.states.iter().map(|s| s.id.as_str()).collect();
    assert_eq!(ids, ["FRN", "GMY", "ITA"]); // Britain is a great power and nobody's rival
    let fronts: Vec<&str> = found.fronts.iter().map(|f| f.id.as_str()).collect();
    assert_eq!(fronts, ["FRN-GMY", "FRN-ITA"]);
    assert_eq!(found.budgets.len(), 1); // there is no spending, which is said
    assert_eq!((found.budgets[0].id.as_str(), found.budgets[0].of[0].value, found.budgets[0].of[0].year), ("cinc", 0.08, 1934));
    for told in ["one budget is left out: military spending needs sipri_milex", "1934 stands for 1935", "cow_mid_dyads is not in the store"]
    {
        assert!(found.notes.iter().any(|n| n.contains(told)), "{told}: {:?}", found.notes);
    }
    // The rivals of 1930 count though the list has them end in 2020; those of 1920 are valued as if they still were.
    let front = found.front("FRN-GMY").unwrap();
    assert_eq!(front.why, "rivals until 1920; valued as if they still were; disputes not known");
    // ln(1 + e^0.5), as territory was at issue when the rivalry ended.
    let Distribution::LogNormal { median, .. } = front.value else { panic!("{front:?}") };
    assert_close(median, 0.974_076_984_180_106_7, 1e-12);
    assert!(found.caution.as_ref().unwrap().contains("were no rivals in 1935: on the lists of rivalries until 1920"));
    // France is the stronger of France and Italy: its capital lies 1,106 km from the other.
    assert_eq!(found.efficacies[0].of.len(), 1);
    assert_eq!(found.efficacies[0].of[0].state, "FRN");
    let result = outcome(found, Effort::new(60, 1), || {}).unwrap();
    assert_eq!(result.specifications.len(), 2);
    assert!(result.specifications.iter().all(|s| s.summary.certified == 60));
    // Germany has no other front: it frees all that it has, and has no multiplier.
    let of_germany = |meaning| result.specifications[0].summary.ranges.iter().find(|r| r.state == "GMY" && r.meaning == meaning).unwrap();
    assert_eq!(of_germany(Meaning::Multiplier).not_defined, 60);
}

#[test]
fn what_the_small_store_lacks() {
    let root = tempfile::tempdir().unwrap();
    let store = small(root.path());
    let told = |found: Result<_, Error>| match found {
        Err(error @ Error::NoContest { .. }) => error.to_string(),
        Err(other) => panic!("{other}"),
        Ok::<entente::contest::setting::Setting, _>(_) => panic!("it has a contest"),
    };
    assert!(told(setting(&store, dyad(220, 255), 1935, Some(Measure::Milex))).contains("try --budget cinc"));
    assert!(told(setting(&store, dyad(255, 230), 1935, None)).contains("capabilities (CINC) of Spain is not known in 1935 or before"));
    assert!(told(setting(&store, dyad(220, 255), 1930, None)).contains("covered from 1934 on, and 1930 is asked for"));
}

/// India and Pakistan in 2010 from the publishers' files: the smaller of the two has the larger multiplier under every rule of loss.
#[test]
fn publishers_files() {
    let Some(data) = publishers_data("a contest from the publishers' files") else { return };
    let files = [
        "cow-contiguity/contdird.csv",
        "cow-nmc/NMC-60-abridged.csv",
        "derived/cow_capitals.csv.gz",
        "derived/tss_rivalries.csv.gz",
        "cow-mid/dyadic_mid_4.02.csv",
    ];
    if files.iter().any(|file| !data.join(file).is_file()) {
        return;
    }
    let root = tempfile::tempdir().unwrap();
    made::import(&data, &files, root.path());
    let store = Store::open(&Disk, root.path(), None).unwrap();
    let found = setting(&store, dyad(750, 770), 2010, Some(Measure::Cinc)).unwrap();
    assert_eq!(found.ours(), "IND-PAK");
    assert_eq!(found.front("IND-PAK").unwrap().records.iter().filter(|r| r.starts_with("cow_mid_dyads:")).count(), 7);
    let result = outcome(found, Effort::new(100, 1), || {}).unwrap();
    for specified in &result.specifications {
        let multiplier = &specified.summary.orderings[0];
        assert_eq!((multiplier.meaning, multiplier.second.as_str()), (Meaning::Multiplier, "PAK"));
        assert!(multiplier.second_more.unwrap() > 0.8, "{multiplier:?}");
    }
}

/// The three-player reading of the built-in case, away from any store: medians as a separate run of many draws has them.
#[test]
fn the_built_in_case() {
    let case = Case::open_builtin("russia-china").unwrap();
    let assessment = entente::assess(&case, 2021).unwrap();
    let page = assessment.theatre.unwrap();
    let median = |state: &str, meaning| {
        let found = page.summary.ranges.iter().find(|r| r.state == state && r.meaning == meaning).unwrap();
        found.median.unwrap()
    };
    // 10,000 draws: 1.69 and 1.50, 0.41 and 0.33; a median of 500 draws is off by some hundredths.
    assert_close(median("RUS", Meaning::Multiplier), 1.69, 0.08);
    assert_close(median("CHN", Meaning::Multiplier), 1.50, 0.05);
    assert_close(median("RUS", Meaning::ShareFreed), 0.41, 0.03);
    assert_close(median("CHN", Meaning::ShareFreed), 0.33, 0.03);
    let verdict = |id: &str| assessment.claims.iter().find(|c| c.id == id).unwrap().verdict.as_str();
    // "More so for Russia" holds in two of its three meanings.
    assert_eq!(["C39a", "C39d", "C39b"].map(verdict), ["supported", "supported", "contradicted"]);
    assert_eq!(["C12a", "C12b"].map(verdict), ["contested", "contested"]);
    // Spending ends in 2024: two years later the last figures stand and are said, six years later there is no contest, nor before they begin.
    assert!(entente::assess(&case, 2030).unwrap().theatre.is_none());
    let later = entente::assess(&case, 2026).unwrap();
    assert!(later.findings.iter().any(|f| f.message.contains("2024 stands for 2026")), "{:?}", later.findings);
    let early = entente::assess(&case, 1991).unwrap();
    assert!(early.theatre.is_none());
    assert!(early.findings.iter().any(|f| f.code == "no_contest"), "{:?}", early.findings);
}
