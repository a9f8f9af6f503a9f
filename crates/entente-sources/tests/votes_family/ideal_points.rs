//! Ideal points.

use super::*;

/// Distances of ideal points as methods.md, 3.5, has them from the same file, to four decimals.
#[test]
fn ideal_points_of_2020_give_the_published_distances() {
    let Some(found) = load("unga-idealpoints/IdealpointestimatesAll_Apr2020.csv") else { return };
    no_unknown(&found);
    let read = table(&found, "unga_ideal_points");
    assert_eq!((read.version.as_str(), read.table.rows(), read.print.states), ("2020-04", 10_469, 199));
    let (codes, sessions) = (read.table.ints("ccode").unwrap(), read.table.ints("session").unwrap());
    let points = read.table.reals("ideal_point").unwrap();
    let at: HashMap<(i32, i32), f64> = (0..codes.len()).map(|row| ((codes[row], sessions[row]), points[row])).collect();
    let (usa, gbr, rus, chn, ind) = (2, 200, 365, 710, 750);
    let pairs = [(rus, chn), (usa, rus), (usa, chn), (usa, gbr), (ind, rus)];
    for (session, year, distances) in [
        (26, 1971, [1.4493, 4.1930, 2.7437, 0.2253, 1.5850]),
        (36, 1981, [1.9979, 4.7862, 2.7882, 0.7756, 1.6224]),
        (46, 1991, [0.9930, 2.2866, 3.2795, 0.7614, 1.4230]),
        (48, 1993, [2.7329, 1.6187, 4.3517, 0.7774, 2.4852]),
        (56, 2001, [0.7808, 2.4596, 3.2404, 0.9628, 0.8198]),
        (66, 2011, [0.5811, 2.6789, 3.2600, 0.9670, 0.3496]),
        (69, 2014, [0.9130, 2.5975, 3.5105, 0.9646, 0.9418]),
        (70, 2015, [0.4385, 2.4133, 2.8518, 0.9162, 0.3655]),
        (74, 2019, [0.4755, 2.5529, 3.0284, 0.9685, 0.2971]),
    ] {
        for ((a, b), distance) in pairs.iter().zip(distances) {
            let ours = (at[&(*a, session)] - at[&(*b, session)]).abs();
            // Printed to four decimals.
            assert!((ours - distance).abs() <= 5.1e-5, "{year} {a} {b}: {ours} and {distance}");
        }
    }
    let mean = points.iter().sum::<f64>() / points.len() as f64;
    let sd = (points.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / points.len() as f64).sqrt();
    // Printed to five decimals.
    assert!(mean.abs() < 5e-4 && (sd - 0.985_17).abs() < 1e-5, "{mean} {sd}");
    // A name of the file in windows-1252.
    let names = read.table.texts("country_name").unwrap();
    assert!(names.pool.iter().any(|name| name.contains('ô') || name.contains('é') || name.contains('ã')), "{:?}", &names.pool[..5]);
    let newer = load("unga-idealpoints/IdealpointestimatesAll_Jul2023.csv").unwrap();
    let newer = table(&newer, "unga_ideal_points");
    assert_eq!((newer.version.as_str(), newer.table.rows()), ("2023-07", 11_045));
    let first = (show(newer, "ideal_point", 0), show(newer, "q100", 0));
    assert_eq!(first, ("1.729717".to_owned(), "2.590909".to_owned()));
}

#[test]
fn damaged_copies_of_ideal_points_are_refused() {
    let Some(text) = text("unga-idealpoints/IdealpointestimatesAll_Jul2023.csv") else { return };
    let refused = |copy: String, place: &str| {
        let error = damaged(copy).map(|_| ()).expect_err(place).to_string();
        assert!(error.starts_with("copy.csv") && error.contains(place), "{error}");
    };
    refused(with_swapped(&text, "QO%All", "Q100%All"), "copy.csv:2: column IdealPointAll");
    refused(with_swapped(&text, "Q5%All", "Q10%All"), "copy.csv:2: column IdealPointAll");
    refused(with_swapped(&text, "IdealPointAll", "Q100%All"), "copy.csv:2: column IdealPointAll");
    refused(with_swapped(&text, "ccode", "session"), "copy.csv");
    refused(with_swapped(&text, "session", "NVotesAll"), "copy.csv");
    refused(with_cell(&text, 50, "IdealPointAll", "17.3"), "copy.csv:51: column IdealPointAll");
    refused(with_cell(&text, 50, "IdealPointAll", ""), "copy.csv:51: column IdealPointAll");
    refused(with_cell(&text, 50, "IdealPointAll", "1,7"), "copy.csv:51");
    refused(text.replacen("Q50%All", "Median", 1), "Median");
    refused(text.lines().take(5000).collect::<Vec<_>>().join("\n"), "4999 rows");
    refused(text[..text.len() - 30].to_owned(), "copy.csv:11046");
    let line = text.lines().nth(77).unwrap().to_owned();
    refused(format!("{text}{line}\n"), "stands twice");
}
