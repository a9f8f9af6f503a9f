//! Similarity of all pairs against other programs' output on the same publishers' files, and what must hold of years and threads.
#![allow(clippy::print_stderr)]

use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Path, PathBuf};

use entente::Error;
use entente::fs::Disk;
use entente::similarity::votes::{Absent, Rules, Unanimous};
use entente::similarity::{Similarity, alliances, votes};
use entente_core::YearSpan;
use entente_core::testkit::publishers_data;
use entente_measures::similarity::agreement::MinimumShared;
use entente_panel::Store;
use entente_panel::commit::{commit, staging};
use entente_panel::stage::stage;
use entente_panel::status::Status;
use entente_sources::Options;

const ALLIANCES: [&str; 2] = ["derived/atop_alliance.csv.gz", "cow-nmc/NMC-60-abridged.csv"];
const VOTES: [&str; 1] = ["unga-votes/UNVotesPublished.RData"];

/// The publishers' files and the folder of other programs' output beside them; the second may be absent, and then a line says so.
fn others(what: &str) -> Option<(PathBuf, Option<PathBuf>)> {
    let data = publishers_data(what)?;
    let output = data.parent()?.join("oracle/similarity");
    if output.is_dir() {
        return Some((data, Some(output)));
    }
    eprintln!("skipped: {what}: no output of other programs at {}", output.display());
    Some((data, None))
}

fn import(data: &Path, files: &[&str], root: &Path) {
    let staging = staging(&Disk, root).unwrap();
    let staged: Vec<_> = files
        .iter()
        .map(|file| {
            let path = data.join(file);
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            stage(&Disk, &staging.folder, &name, std::fs::read(&path).unwrap(), Options::default())
                .unwrap_or_else(|e| panic!("{file}: {e}"))
        })
        .collect();
    let done = commit(&Disk, root, &staging, &staged, &[]).unwrap();
    assert!(done.refused.is_empty(), "{:?}", done.refused);
}

fn years(text: &str) -> YearSpan {
    text.parse().unwrap()
}

/// Rows of another program's file, each by the name of its column.
fn theirs(path: &Path) -> Vec<BTreeMap<String, String>> {
    let file = std::fs::File::open(path).unwrap();
    let is_packed = path.extension().is_some_and(|e| e == "gz");
    let reader: Box<dyn Read> = if is_packed { Box::new(flate2::read::GzDecoder::new(file)) } else { Box::new(file) };
    csv::Reader::from_reader(reader).deserialize().map(Result::unwrap).collect()
}

/// Compares columns of a file with ours on each of its pairs, and gives the number of values compared, undefined ones included.
///
/// Printed are at least twelve digits, so half of one of the last place is 5e-13 for numbers below one and ten times that above.
fn compare(ours: &Similarity, path: &Path, names: &[(&str, &str)], tolerance: f64) -> usize {
    let place: BTreeMap<(i32, i32), usize> = (0..ours.year.len()).map(|row| ((ours.ccode1[row], ours.ccode2[row]), row)).collect();
    let column = |name: &str| ours.columns.iter().find(|c| c.field.name == name).unwrap_or_else(|| panic!("no column {name}"));
    let (mut compared, mut pairs) = (0, 0);
    for row in theirs(path) {
        let [a, b] = ["ccode1", "ccode2"].map(|name| row[name].parse::<i32>().unwrap());
        if a == b {
            continue;
        }
        let at = place.get(&(a, b)).unwrap_or_else(|| panic!("{}: no pair {a} {b}", path.display()));
        pairs += 1;
        for (our_name, their_name) in names {
            let (value, status) = (column(our_name).values[*at], Status::from(column(our_name).status[*at]));
            let expected = row[*their_name].parse::<f64>().ok().filter(|v| !v.is_nan());
            let context = || format!("{}: {a} {b} {our_name}: {value} {status:?}, theirs {expected:?}", path.display());
            match expected {
                Some(expected) => {
                    let size = if expected.abs() < 1.0 { 1.0 } else { 10.0 };
                    assert!((value - expected).abs() <= tolerance * size && status == Status::Observed, "{}", context());
                }
                None => assert!(value.is_nan() && status != Status::Observed, "{}", context()),
            }
            compared += 1;
        }
    }
    assert_eq!(compared, pairs * names.len());
    compared
}

/// All pairs of four years against an independent vectorised program, and of two years and a sample against the R package's own loop.
#[test]
fn alliances_equal_two_other_programs() {
    let Some((data, Some(output))) = others("similarity of alliances") else { return };
    let root = tempfile::tempdir().unwrap();
    import(&data, &ALLIANCES, root.path());
    let store = Store::open(&Disk, root.path(), None).unwrap();
    let of = |year: &str| alliances::read(&store, years(year)).unwrap().measure();
    let loops = [
        ("s_sq_valued", "sallyvs"),
        ("s_abs_valued", "sallyva"),
        ("s_abs_binary", "sallybs"),
        ("s_abs_binary", "sallyba"),
        ("pi_valued", "pallyv"),
        ("pi_binary", "pallyb"),
        ("kappa_rank_valued", "kallyv"),
        ("kappa_binary", "kallyb"),
        ("tau_b", "taub"),
    ];
    let all = [&loops[..], &[("kappa_valued", "kallyv_valueweights"), ("s_abs_valued_cinc", "sallyva_cincw")]].concat();
    let mut compared = 0;
    for year in ["1816", "1914", "1946"] {
        compared += compare(&of(year), &output.join(format!("alliance_{year}.csv.gz")), &all, 5.01e-13);
    }
    // The other program had a later edition of the capabilities of 2000, so that its last column is of other weights.
    compared += compare(&of("2000"), &output.join("alliance_2000.csv.gz"), &all[..10], 5.01e-13);
    let weighted = [("s_abs_valued_cinc", "sallyva_cincw")];
    compared += compare(&of("2000"), &output.join("alliance_2000.csv.gz"), &weighted, 2e-3);
    // 253, 990, 2,145 and 18,145 pairs, eleven columns.
    assert_eq!(compared, (253 + 990 + 2145 + 18_145) * 11);
    // The R loop sums in another order: 5e-13 between it and the other program, as that one's authors found.
    let mut looped = 0;
    for (year, file) in
        [("1816", "fpsim_alliance_1816.csv.gz"), ("1914", "fpsim_alliance_1914.csv.gz"), ("2000", "fpsim_alliance_2000_sample.csv")]
    {
        looped += compare(&of(year), &output.join(file), &loops, 1e-12);
    }
    assert!(looped >= (253 + 990 + 290) * loops.len(), "{looped}");
}

/// All pairs of two years, under the conventions of the other program: unanimous roll calls kept, any number of shared ones enough.
#[test]
fn votes_equal_another_program() {
    let Some((data, Some(output))) = others("similarity of votes") else { return };
    let root = tempfile::tempdir().unwrap();
    import(&data, &VOTES, root.path());
    let store = Store::open(&Disk, root.path(), None).unwrap();
    let rules = Rules { unanimous: Unanimous::Keep, minimum: MinimumShared(1), ..Rules::default() };
    let names = [
        ("n_votes", "nvotes"),
        ("s_sq", "svotes"),
        ("s_abs", "svotea"),
        ("pi", "pvote"),
        ("kappa_rank", "kvote_psych"),
        ("kappa", "kvote_valueweights"),
        ("tau_b", "taub"),
    ];
    let mut compared = 0;
    for year in ["1950", "1985"] {
        let ours = votes::read(&store, years(year), rules).unwrap().measure().unwrap();
        compared += compare(&ours, &output.join(format!("votes_{year}.csv.gz")), &names, 5.01e-13);
    }
    // 1,653 and 12,090 pairs.
    assert_eq!(compared, (1653 + 12_090) * names.len());
}

/// What is not covered has no row, pairs that never shared a day have none, and any number of threads gives the same bits.
#[test]
fn years_and_threads() {
    let Some((data, _)) = others("similarity in years and threads") else { return };
    let root = tempfile::tempdir().unwrap();
    import(&data, &[&ALLIANCES[..], &VOTES].concat(), root.path());
    let store = Store::open(&Disk, root.path(), None).unwrap();
    let source = alliances::read(&store, years("1975..2025")).unwrap();
    let all = source.measure();
    assert_eq!((all.year[0], *all.year.last().unwrap()), (1975, 2018));
    assert!(!(0..all.year.len()).any(|n| (all.ccode1[n], all.ccode2[n], all.year[n]) == (115, 817, 1975)), "they never shared a day");
    assert!(all.said.iter().any(|s| s.contains("1975..2018")), "{:?}", all.said);
    let weighted = &all.columns[10];
    for (row, year) in all.year.iter().enumerate() {
        let status = Status::from(weighted.status[row]);
        assert_eq!(status == Status::NotCovered, *year > 2016, "{year}");
        assert_eq!(weighted.values[row].is_nan(), status != Status::Observed);
    }
    let error = alliances::read(&store, years("2019..2025")).unwrap_err();
    assert!(matches!(error, Error::Panel { .. }) && error.to_string().contains("1815..2018"), "{error}");
    let rules = Rules { absent: Absent::Abstain, ..Rules::default() };
    let source_of_votes = votes::read(&store, years("1946..1990"), rules).unwrap();
    let bits = |found: &Similarity| {
        let columns = found.columns.iter().map(|c| (c.values.iter().map(|v| v.to_bits()).collect::<Vec<u64>>(), c.status.clone()));
        (found.ccode1.clone(), found.ccode2.clone(), found.year.clone(), columns.collect::<Vec<_>>())
    };
    let lenient = source_of_votes.measure().unwrap();
    for threads in [1, 2, 5] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| {
            assert!(bits(&source.measure()) == bits(&all), "{threads} threads");
            assert!(bits(&source_of_votes.measure().unwrap()) == bits(&lenient), "{threads} threads");
        });
    }
    // Absent states taken to abstain share all roll calls of which they were members.
    let plain = votes::read(&store, years("1946..1990"), Rules::default()).unwrap().measure().unwrap();
    let of = |found: &Similarity| -> BTreeMap<(i32, i32, i32), f64> {
        (0..found.year.len()).map(|n| ((found.ccode1[n], found.ccode2[n], found.year[n]), found.columns[0].values[n])).collect()
    };
    let lenient = of(&lenient);
    assert!(of(&plain).into_iter().all(|(key, n)| lenient[&key] >= n) && lenient.len() > 1000);
}
