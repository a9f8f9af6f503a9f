//! What the files hold, and that they agree with each other and with the list.

use super::*;

#[test]
fn every_file_is_known_by_what_it_holds_and_read_whole() {
    for (path, id, table_name, rows) in FILES {
        let Some(bytes) = bytes(path) else { return };
        let found = read(name(path), bytes, Options::default()).unwrap_or_else(|e| panic!("{e}"));
        let first = found.tables.iter().find(|t| t.table.name == *table_name).unwrap_or_else(|| panic!("{path} has no {table_name}"));
        assert_eq!((first.source.as_str(), first.table.rows()), (*id, *rows), "{path}");
        assert!(first.is_known, "{path} is no known version");
        let alarms: Vec<_> = found.findings.iter().filter(|f| f.severity != Severity::Note).collect();
        assert!(alarms.is_empty(), "{path}: {alarms:?}");
    }
}

#[test]
fn capabilities_are_the_same_in_both_formats_and_of_the_states_of_the_list() {
    let Some(csv) = open("cow-nmc/NMC-60-abridged.csv", "cow_nmc") else { return };
    let dta = open("cow-nmc/NMC-60-abridged.dta", "cow_nmc").unwrap();
    let card = source("cow_nmc").unwrap().card().table("cow_nmc").unwrap();
    let (csv, dta) = (table(&csv, "cow_nmc"), table(&dta, "cow_nmc"));
    assert_eq!(differences(card, csv, dta), []);
    let china = [("ccode", "710"), ("year", "2016")];
    is(csv, &china, "milex", "145039000");
    is(csv, &china, "cinc", "0.23061772");
    is(csv, &[("ccode", "365"), ("year", "1950")], "milper", "4300");
    let morocco = [("ccode", "600"), ("year", "1912")];
    is(csv, &morocco, "tpop", "4517.6");
    is(csv, &morocco, "milex", "-");
    assert_eq!(cell(csv, &morocco, "source_line").unwrap(), "11741");
    let milex = csv.ints("milex").unwrap();
    let known: Vec<i64> = milex.iter().filter(|v| **v != i32::MIN).map(|v| i64::from(*v)).collect();
    assert_eq!((known.len(), known.iter().sum::<i64>()), (15_951 - 2_217, 45_411_242_698));
    let pairs = |t: &Table| t.ints("ccode").unwrap().iter().copied().zip(t.ints("year").unwrap().iter().copied()).collect::<BTreeSet<_>>();
    let system = open("cow-states/system2016.csv", "cow_states").unwrap();
    assert_eq!(pairs(csv), pairs(table(&system, "cow_system")));
    // The published shares add up to 1 only where no count was revised after the index was made, so the margin is the file's own.
    let mut sums: BTreeMap<i32, f64> = BTreeMap::new();
    csv.ints("year").unwrap().iter().zip(csv.reals("cinc").unwrap()).for_each(|(year, share)| *sums.entry(*year).or_default() += share);
    sums.values().for_each(|sum| assert_close(*sum, 1.0, 0.075));
}

#[test]
fn spells_and_years_of_membership_agree() {
    let Some(states) = open("cow-states/states2016.csv", "cow_states") else { return };
    let states = table(&states, "cow_states");
    let columns = ["ccode", "start_year", "end_year"].map(|n| states.ints(n).unwrap());
    let years: BTreeSet<(i32, i32)> =
        (0..states.rows()).flat_map(|row| (columns[1][row]..=columns[2][row]).map(move |year| (columns[0][row], year))).collect();
    let system = open("cow-states/system2016.csv", "cow_states").unwrap();
    let system = table(&system, "cow_system");
    let listed = system.ints("ccode").unwrap().iter().copied().zip(system.ints("year").unwrap().iter().copied()).collect();
    assert_eq!(years, listed);
    is(states, &[("ccode", "265")], "start", "1954-03-25");
    is(states, &[("ccode", "265")], "is_ongoing", "0");
    is(states, &[("ccode", "710")], "is_ongoing", "1");
}

#[test]
fn the_other_list_is_tied_to_this_one() {
    let Some(newer) = open("gw-states/gwstates.xlsx", "gw_states") else { return };
    let older = open("gw-states/iisystem.dat", "gw_states").unwrap();
    assert_eq!([older.tables[0].version.as_str(), newer.tables[0].version.as_str()], ["2012", "2017"]);
    for found in [&older, &newer] {
        let t = table(found, "gw_states");
        is(t, &[("gwcode", "260")], "ccode", "255");
        is(t, &[("gwcode", "260")], "ccode_first", "260");
        is(t, &[("gwcode", "678")], "ccode", "679");
        is(t, &[("gwcode", "678")], "ccode_first", "678");
        is(t, &[("gwcode", "99")], "ccode", "-");
        is(t, &[("gwcode", "437")], "is_ongoing", "1");
    }
    // The older file is in the encoding of Windows: the apostrophe is one letter.
    is(table(&older, "gw_states"), &[("gwcode", "437")], "state_name", "Cote D’Ivoire");
}

#[test]
fn borders_are_mutual_and_the_three_files_of_the_zip_agree() {
    let Some(zip) = open("cow-contiguity/DirectContiguity320.zip", "cow_contiguity") else { return };
    assert_eq!((zip.tables.len(), zip.left.len()), (3, 1), "{:?}", zip.left);
    let dyads = table(&zip, "cow_contiguity_dyads");
    let [one, two, year, grade] = ["ccode1", "ccode2", "year", "conttype"].map(|n| dyads.ints(n).unwrap());
    let rows: BTreeSet<[i32; 4]> = (0..dyads.rows()).map(|r| [one[r], two[r], year[r], grade[r]]).collect();
    assert!(rows.iter().all(|[a, b, y, g]| rows.contains(&[*b, *a, *y, *g])));
    let spells = table(&zip, "cow_contiguity_spells");
    let [low, high, begin, end, kind] = ["ccode1", "ccode2", "begin_year", "end_year", "conttype"].map(|n| spells.ints(n).unwrap());
    let spelled: BTreeSet<[i32; 4]> = (0..spells.rows())
        .flat_map(|r| (begin[r]..=end[r]).flat_map(move |y| [[low[r], high[r], y, kind[r]], [high[r], low[r], y, kind[r]]]))
        .collect();
    assert_eq!(rows, spelled);
    let states = table(&zip, "cow_contiguity_states");
    let mut counts: BTreeMap<(i32, i32), i32> = BTreeMap::new();
    rows.iter().for_each(|[a, _, y, _]| *counts.entry((*a, *y)).or_default() += 1);
    let [code, of, total] = ["ccode", "year", "neighbours_count"].map(|n| states.ints(n).unwrap());
    (0..states.rows()).for_each(|r| assert_eq!(total[r], counts.get(&(code[r], of[r])).copied().unwrap_or(0), "{} {}", code[r], of[r]));
    let russia = [("ccode1", "365"), ("ccode2", "710"), ("year", "2016")];
    is(dyads, &russia, "conttype", "1");
}

#[test]
fn disputes_hold_what_their_files_say() {
    let Some(disputes) = open("cow-mid/MIDA 5.0.csv", "cow_mid") else { return };
    let disputes = table(&disputes, "cow_mid_disputes");
    let second_world_war = [("dispnum", "258")];
    for (column, value) in [("stday", "25"), ("endyear", "1945"), ("fatality", "6"), ("fatalpre", "-"), ("numa", "23"), ("numb", "10")] {
        is(disputes, &second_world_war, column, value);
    }
    is(disputes, &[("dispnum", "2")], "stday", "-");
    let members = open("cow-mid/MIDB 5.0.csv", "cow_mid").unwrap();
    let members = table(&members, "cow_mid_participants");
    // The Soviet Union was in that war on both sides, one after the other.
    is(members, &[("dispnum", "258"), ("ccode", "365"), ("styear", "1939")], "sidea", "0");
    is(members, &[("dispnum", "258"), ("ccode", "365"), ("styear", "1941")], "sidea", "1");
    let (a, b) = (disputes.ints("dispnum").unwrap(), members.ints("dispnum").unwrap());
    assert_eq!(a.iter().collect::<BTreeSet<_>>(), b.iter().collect::<BTreeSet<_>>());
    let incidents = open("cow-mid/MIDI 5.0.csv", "cow_mid").unwrap();
    assert_eq!(incidents.tables[0].covers.unwrap().to_string(), "1993..2014");
    let dyads = open("cow-mid/dyadic_mid_4.02.csv", "cow_mid").unwrap();
    let dyads = table(&dyads, "cow_mid_dyads");
    is(dyads, &[("ccode1", "365"), ("ccode2", "710"), ("year", "1969")], "disno", "349");
    assert_eq!(dyads.ints("war").unwrap().iter().filter(|v| **v == 1).count(), 1_444);
    let [one, two, year, number] = ["ccode1", "ccode2", "year", "disno"].map(|n| dyads.ints(n).unwrap());
    let rows: BTreeSet<[i32; 4]> = (0..dyads.rows()).map(|r| [one[r], two[r], year[r], number[r]]).collect();
    assert!(rows.iter().all(|[a, b, y, n]| rows.contains(&[*b, *a, *y, *n])));
    // A year stands in place of a side in four rows.
    assert_eq!(dyads.ints("sideab").unwrap().iter().filter(|v| **v == i32::MIN).count(), 4);
    let gml = open("gml-mid/gml-ddy-disputes-2.1.csv", "gml_mid").unwrap();
    let ussuri = [("ccode1", "365"), ("ccode2", "710"), ("year", "1969")];
    is(table(&gml, "gml_mid_dyads"), &ussuri, "hostlev1", "4");
    is(table(&gml, "gml_mid_dyads"), &ussuri, "hiact1", "17");
}

#[test]
fn rivals_are_states_only_while_they_were() {
    let Some(tss) = open("derived/tss_rivalries.csv.gz", "rivalries") else { return };
    let tss = table(&tss, "rivalries_tss");
    is(tss, &[("rivalry_id", "128")], "name", "China-USSR");
    is(tss, &[("rivalry_id", "128")], "end_year", "1989");
    // Venice was gone; South Yemen is written as united Yemen.
    is(tss, &[("rivalry_id", "4")], "ccode1", "-");
    is(tss, &[("rivalry_id", "4")], "number1", "324");
    is(tss, &[("rivalry_id", "158")], "ccode1", "680");
    let td = open("derived/td_rivalries.csv.gz", "rivalries").unwrap();
    is(table(&td, "rivalries_td"), &[("rivalry_id", "153")], "ccode1", "678");
    is(table(&td, "rivalries_td"), &[("rivalry_id", "179")], "ccode2", "679");
}

#[test]
fn places_and_borders_are_those_of_their_territories() {
    let Some(pairs) = open("cepii-geodist/dist_cepii.csv", "cepii_geodist") else { return };
    let pairs = table(&pairs, "cepii_geodist_pairs");
    is(pairs, &[("iso3_o", "CHN"), ("iso3_d", "RUS")], "distw_km", "5506.708");
    is(pairs, &[("iso3_o", "MAC"), ("iso3_d", "AUS")], "ccode_o", "-");
    is(pairs, &[("iso3_o", "MAC"), ("iso3_d", "AUS")], "ccode_d", "900");
    is(pairs, &[("iso3_o", "TMP"), ("iso3_d", "AUT")], "ccode_o", "860");
    is(pairs, &[("iso3_o", "NAM"), ("iso3_d", "AUT")], "ccode_d", "305");
    let cities = open("cepii-geodist/geo_cepii.xls", "cepii_geodist").unwrap();
    let cities = table(&cities, "cepii_geodist_cities");
    is(cities, &[("iso3", "NAM")], "iso2", "NA");
    is(cities, &[("iso3", "PAL")], "ccode", "-");
    is(cities, &[("iso3", "ZAR")], "ccode", "490");
    let borders = open("landborders/cia_world_factbook_landborder.csv", "land_borders").unwrap();
    let (lengths, totals) = (table(&borders, "land_borders"), table(&borders, "land_borders_totals"));
    is(lengths, &[("name1", "China"), ("name2", "Russia"), ("part", "northeast")], "length_km", "3605");
    is(lengths, &[("name1", "China"), ("name2", "Hong Kong")], "is_regional", "1");
    is(lengths, &[("name1", "Canada"), ("name2", "US")], "remark", "includes 2477 km with Alaska");
    is(lengths, &[("name1", "Congo, Republic of the"), ("name2", "Democratic Republic of the Congo")], "ccode1", "484");
    is(lengths, &[("name1", "Congo, Republic of the"), ("name2", "Democratic Republic of the Congo")], "ccode2", "490");
    is(totals, &[("name", "Russia")], "total_km", "20241.5");
    let capitals = open("derived/cow_capitals.csv.gz", "capitals").unwrap();
    is(table(&capitals, "capitals_cow"), &[("ccode", "817")], "end", "1975-12-31");
}

#[test]
fn organisations_are_the_same_in_both_files() {
    let Some(r) = open("cow-igo/state_year_format3.rda", "cow_igo") else { return };
    let csv = open("derived/cow_igo_state_year_format3.csv.gz", "cow_igo").unwrap();
    for (a, b) in r.tables.iter().zip(&csv.tables) {
        assert_eq!(a.print, b.print, "{}", a.table.name);
    }
    let (members, years) = (table(&r, "cow_igo_members"), table(&r, "cow_igo_state_years"));
    assert_eq!((members.rows(), years.rows()), (535_772 + 861 + 2_332 + 138_874, 15_557));
    let of = |state: &str, year: &str| {
        let keys = [("ccode", state), ("year", year)];
        ["full", "associate", "observer", "none", "unknown", "absent"].map(|n| cell(years, &keys, &format!("{n}_count")).unwrap())
    };
    assert_eq!(of("2", "1949"), ["56", "1", "0", "30", "3", "444"]);
    assert_eq!(of("365", "2012"), ["89", "0", "2", "223", "20", "200"]);
    let [code, year, status] = ["ccode", "year", "status"].map(|n| members.ints(n).unwrap());
    let igo = members.texts("igo").unwrap();
    let find =
        |c, y, name: &str| (0..members.rows()).find(|r| (code[*r], year[*r]) == (c, y) && igo.get(*r) == Some(name)).map(|row| status[row]);
    assert_eq!(
        [find(2, 1949, "nato"), find(710, 1971, "nato"), find(710, 1971, "un"), find(365, 2012, "wto")],
        [Some(1), None, Some(1), Some(1)]
    );
}

#[test]
fn what_one_imports_the_other_exports() {
    let Some(found) = open("derived/cow_trade_ddy.csv.gz", "cow_trade") else { return };
    let trade = table(&found, "cow_trade_dyads");
    assert_eq!(trade.rows(), 1_347_308);
    let [one, two, year] = ["ccode1", "ccode2", "year"].map(|n| trade.ints(n).unwrap());
    let [imports, exports] = ["flow1", "flow2"].map(|n| trade.reals(n).unwrap());
    let places: std::collections::HashMap<(i32, i32, i32), usize> = (0..trade.rows()).map(|r| ((one[r], two[r], year[r]), r)).collect();
    for row in 0..trade.rows() {
        let other = places[&(two[row], one[row], year[row])];
        assert!(imports[row] == exports[other] || (imports[row].is_nan() && exports[other].is_nan()), "row {row}");
    }
    assert_eq!(imports.iter().filter(|v| v.is_nan()).count(), 50_833);
    assert_eq!(imports.iter().filter(|v| **v == 0.0).count(), 733_164);
    let row = places[&(365, 710, 2014)];
    assert_eq!((imports[row], exports[row]), (51_135.0, 42_807.0));
    // No row is no zero: trade of the two in 1965 is not known.
    assert!(!places.contains_key(&(365, 710, 1965)));
    let states = open("derived/cow_trade_sy.csv.gz", "cow_trade").unwrap();
    is(table(&states, "cow_trade_states"), &[("ccode", "710"), ("year", "2014")], "imports", "2519304.5");
}

#[test]
fn polities_are_tied_to_states_by_year() {
    let Some(found) = open("polity5/p5v2018.csv", "polity5") else { return };
    let polity = table(&found, "polity5");
    for (code, year, ccode) in [
        ("341", "2010", "347"),
        ("347", "2000", "345"),
        ("348", "2010", "341"),
        ("342", "2010", "345"),
        ("364", "1991", "365"),
        ("818", "1990", "816"),
        ("260", "1950", "-"),
        ("260", "1960", "260"),
        ("255", "1960", "-"),
        ("255", "2000", "255"),
        ("305", "1900", "300"),
        ("305", "1950", "-"),
        ("305", "1960", "305"),
        ("529", "2000", "530"),
        ("525", "2015", "626"),
        ("626", "2015", "625"),
        ("769", "1960", "770"),
        ("700", "1800", "-"),
    ] {
        let fits = |r: usize| polity.column("polity_code").unwrap().show(r).as_deref() == Some(code);
        if (0..polity.rows()).any(|r| fits(r) && polity.column("year").unwrap().show(r).as_deref() == Some(year)) {
            is(polity, &[("polity_code", code), ("year", year)], "ccode", ccode);
        } else {
            assert_eq!((code, year), ("255", "1960"), "no such row");
        }
    }
    is(polity, &[("polity_code", "364"), ("year", "1991")], "polity2", "0");
    is(polity, &[("polity_code", "522"), ("year", "2013")], "eyear", "2013");
    let count = |reason: &str| {
        let texts = polity.texts("democ_missing").unwrap();
        (0..polity.rows()).filter(|r| texts.get(*r) == Some(reason)).count()
    };
    assert_eq!([count("interruption"), count("interregnum"), count("transition")], [260, 237, 312]);
    let isard = open("derived/isard_cw_gdppop.csv.gz", "isard").unwrap();
    is(table(&isard, "isard_gdp_pop"), &[("ccode", "710"), ("year", "2000")], "pwtpop", "1276.64586695777");
}
