//! `contest assess`: what it prints for the built-in case, that the same seed gives the same bytes, and what it refuses.

use super::{entente, stderr, stdout};

fn json(args: &[&str]) -> serde_json::Value {
    let output = entente(args);
    assert!(output.status.success(), "{}", stderr(&output));
    serde_json::from_str(&stdout(&output)).unwrap()
}

#[test]
fn the_built_in_case() {
    let output = entente(&["contest", "assess", "russia", "china", "--year", "2021", "--draws", "300"]);
    assert!(output.status.success(), "{}", stderr(&output));
    insta::assert_snapshot!("contest_assess_russia_china", stdout(&output));
    let again = entente(&["contest", "assess", "china", "russia", "--year", "2021", "--draws", "300"]);
    assert_eq!(stdout(&output), stdout(&again)); // the case says who is first
}

/// Everything that is asked of a contest stands in the JSON, and every answer has its proof.
#[test]
fn the_json() {
    let value = json(&["contest", "assess", "RUS", "CHN", "--draws", "100", "--seed", "5", "--json"]);
    let specifications = value["specifications"].as_array().unwrap();
    assert_eq!(specifications.len(), 4);
    for one in specifications {
        let proof = &one["at_medians"]["certificate"];
        assert!(proof["max_regret_share"].as_f64().unwrap() <= 1e-10, "{proof}");
        assert_eq!(one["summary"]["draws"], 100);
        assert_eq!(one["summary"]["certified"], 100);
        assert_eq!(one["summary"]["orderings"].as_array().unwrap().len(), 3); // the three meanings
    }
    assert_eq!(value["crises"].as_array().unwrap().len(), 2);
    assert!(value["crises"][0]["settled"]["verdict"]["share_failing"].is_number());
    // With the border quiet, an attack elsewhere is likelier to succeed than with it contested.
    let success = |stage: &str| value["crises"][0][stage]["opening"]["success_at_once"].as_f64().unwrap();
    assert!(success("settled") > success("contested"));
    assert_eq!(value["distractions"].as_array().unwrap().len(), 2);
    assert!(value["second"]["compared"].as_array().unwrap().len() >= 4);
    // Two rules of loss and two totals of China; the smaller total says the larger share.
    let fitted = value["calibration"]["fitted"].as_array().unwrap();
    assert_eq!(fitted.len(), 4);
    assert!(fitted[0]["value"].as_f64().unwrap() > fitted[1]["value"].as_f64().unwrap());
    let other = json(&["contest", "assess", "RUS", "CHN", "--draws", "100", "--seed", "6", "--json"]);
    assert_ne!(value["specifications"][0]["summary"]["ranges"], other["specifications"][0]["summary"]["ranges"]);
}

#[test]
fn one_budget_alone() {
    let value = json(&["contest", "assess", "RUS", "CHN", "--draws", "100", "--budget", "milex", "--json"]);
    assert_eq!(value["setting"]["budgets"].as_array().unwrap().len(), 2); // both are spending, at two prices
    let one = json(&["contest", "assess", "RUS", "CHN", "--draws", "100", "--budget", "milex_current", "--json"]);
    assert_eq!(one["specifications"].as_array().unwrap().len(), 2);
    // The same numbers, whichever budgets are shown beside them.
    assert_eq!(one["specifications"][0]["summary"], value["specifications"][2]["summary"]);
    let output = entente(&["contest", "assess", "RUS", "CHN", "--budget", "cinc"]);
    assert_eq!(output.status.code(), Some(2), "{}", stderr(&output));
    assert!(stderr(&output).contains("the case has no budget cinc, but milex_constant, milex_current"), "{}", stderr(&output));
}

#[test]
fn nothing_is_invented() {
    // A year that the case has no spending for.
    let early = entente(&["contest", "assess", "RUS", "CHN", "--year", "1975"]);
    assert_eq!(early.status.code(), Some(2), "{}", stderr(&early));
    assert!(stderr(&early).contains("is not known for 1975"), "{}", stderr(&early));
    // A pair without a case, and an empty store.
    let empty = entente(&["contest", "assess", "India", "Pakistan", "--year", "2010"]);
    assert_eq!(empty.status.code(), Some(2), "{}", stderr(&empty));
    assert!(stderr(&empty).contains("entente data add"), "{}", stderr(&empty));
    let none = entente(&["contest", "assess", "India", "Pakistan", "--year", "2010", "--from", "case"]);
    assert_eq!(none.status.code(), Some(2), "{}", stderr(&none));
    let draws = entente(&["contest", "assess", "RUS", "CHN", "--draws", "0"]);
    assert_eq!(draws.status.code(), Some(1), "{}", stderr(&draws));
}

const CASE: &str =
    "schema_version = 1\nid = \"own\"\ntitle = \"Own\"\npair = [\"France\", \"Germany\"]\nas_of = 2010\ncontest = \"contest.toml\"\n";

const OWN: &str = "schema_version = 1\nsettled = \"Rhine\"\ndecisiveness = { kind = \"fixed\", value = 1.0 }
[[state]]\nid = \"FRN\"\n[[state]]\nid = \"GMY\"\n[[state]]\nid = \"UKG\"
[[theatre]]\nid = \"Rhine\"\nstates = [\"FRN\", \"GMY\"]\nvalue = { kind = \"fixed\", value = 0.5 }
[[theatre]]\nid = \"Channel\"\nstates = [\"FRN\", \"UKG\"]\nvalue = { kind = \"fixed\", value = 1.0 }
[[theatre]]\nid = \"sea\"\nstates = [\"GMY\", \"UKG\"]\nvalue = { kind = \"fixed\", value = 1.0 }
[[budget]]\nid = \"own\"\nname = \"own\"\nunit = \"corps\"\nforce = { FRN = 1.0, GMY = 2.0, UKG = 5.0 }\nsigma = { FRN = 0.0, GMY = 0.0, UKG = 0.0 }\n";

fn own(contest: &str) -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    super::write(folder.path(), &[("case.toml", CASE), ("contest.toml", contest)]);
    let file = folder.path().join("case.toml").display().to_string();
    (folder, file)
}

/// The printed example with known numbers, under other names: every draw is the same, so the medians are its multipliers.
#[test]
fn a_case_states_everything() {
    let (_folder, file) = own(OWN);
    let value = json(&["contest", "assess", "FRN", "GMY", "--case", &file, "--draws", "100", "--json"]);
    let median = |n: usize| value["specifications"][0]["summary"]["ranges"][n]["median"].as_f64().unwrap();
    assert!((median(0) - 1.672_638_2).abs() < 5e-8 && (median(1) - 1.529_267_9).abs() < 5e-8, "{} {}", median(0), median(1));
}

/// A border that is settled by half frees less than one that is gone, and a second settled front has third parties.
#[test]
fn several_settlements_and_degrees() {
    let share = |settled: &str, state: &str| {
        let (_folder, file) = own(&OWN.replacen("settled = \"Rhine\"", settled, 1));
        let value = json(&["contest", "assess", "FRN", "GMY", "--case", &file, "--draws", "100", "--json"]);
        let ranges = value["specifications"][0]["summary"]["ranges"].as_array().unwrap().clone();
        let found = ranges.iter().find(|r| r["meaning"] == "share_freed" && r["state"] == state).unwrap_or_else(|| panic!("{ranges:?}"));
        found["median"].as_f64().unwrap()
    };
    let all = share("settled = \"Rhine\"", "FRN");
    let half = share("settled = { Rhine = 0.5 }", "FRN");
    assert!((all - 0.410_197_3).abs() < 1e-7 && half > 0.0 && half < all, "{all} {half}");
    assert_eq!(share("settled = [\"Rhine\"]", "FRN"), all);
    // Without the Rhine and the sea France alone has a front left, so all that it had on the Rhine goes there.
    assert_eq!(share("settled = [\"sea\", \"Rhine\"]", "FRN"), all);
    assert!(share("settled = [\"sea\", \"Rhine\"]", "UKG") > 0.0);
    // Germany is left without a front, so it is compared with nobody, and no other pair takes its place.
    let (_folder, file) = own(&OWN.replacen("settled = \"Rhine\"", "settled = [\"sea\", \"Rhine\"]", 1));
    let value = json(&["contest", "assess", "FRN", "GMY", "--case", &file, "--draws", "100", "--json"]);
    let order = value["page"]["orderings"].as_array().unwrap().iter().find(|o| o["first"] == "FRN" && o["second"] == "GMY").unwrap();
    assert!(order["first_more"].is_null(), "{order}");
    let part = value["page"]["parts"].as_array().unwrap().iter().find(|p| p["heading"] == "Every specification").unwrap();
    assert_eq!(part["rows"][0][4], "not defined");
    assert!(value["second"]["reason"].as_str().unwrap().contains("second one"));
}

/// What if, over a case: the same draws before and after, numbers set by the names of a contest file.
#[test]
fn what_if_over_a_case() {
    let (folder, file) = own(OWN);
    let after = |args: &[&str]| json(&[&["whatif", &file, "--draws", "100", "--json"], args].concat());
    let median = |value: &serde_json::Value, side: &str, n: usize| {
        value[side]["specifications"][0]["summary"]["ranges"][n]["median"].as_f64().unwrap()
    };
    let same = after(&["--set", "state.UKG.force=5"]);
    assert_eq!(median(&same, "before", 0), median(&same, "after", 0));
    let weaker = after(&["--set", "state.UKG.force=*0.5", "--set", "theatre.Rhine.value=0.25"]);
    assert_ne!(median(&weaker, "before", 0), median(&weaker, "after", 0));
    assert_eq!(weaker["overrides"][0]["before"], "5 corps");
    assert_eq!(weaker["overrides"][0]["after"], "2.5 corps");
    // Another front cannot take the place of the pair's.
    let other = entente(&["whatif", &file, "--set", "settle.Rhine=0", "--set", "settle.sea=1"]);
    assert!(stderr(&other).contains("is not settled any more"), "{}", stderr(&other));
    // The folder of the case is as good as its file.
    let by_folder = json(&["whatif", &folder.path().display().to_string(), "--draws", "100", "--json", "--set", "state.UKG.force=5"]);
    assert_eq!(by_folder["before"], same["before"]);
    for (args, told) in [
        (["--set", "state.UKG.frce=1"], "did you mean state.UKG.force,"),
        (["--set", "r=2"], "decisiveness r is 2"),
        (["--set", "theatre.Rhine.value=-1"], "it must be"),
        (["--set", "state.UKG.force=nan"], "NaN"),
        (["--set", "settle.Rhine=0"], "the front of the pair, Rhine, is not settled any more"),
        (["--set", "settle.Rhine=2"], "degree of settlement"),
        (["--drop", "Rhine"], "it is the front whose settlement is asked about"),
        (["--drop", "Rine"], "did you mean \"Rhine\"?"),
    ] {
        let output = entente(&[&["whatif", &file, "--draws", "100"], &args[..]].concat());
        assert!(!output.status.success() && stderr(&output).contains(told), "{told}: {}", stderr(&output));
        assert!(stdout(&output).is_empty() && !stderr(&output).contains("panicked"));
    }
}

#[test]
fn what_if_over_the_built_in_case() {
    let args = ["--set", "theatre.border.value=0.2", "--set", "state.USA.force=*0.8", "--draws", "200"];
    let output = entente(&[&["whatif", "russia", "china", "--year", "2021"], &args[..]].concat());
    assert!(output.status.success(), "{}", stderr(&output));
    insta::assert_snapshot!("what_if_russia_china", stdout(&output));
    let by_id = entente(&[&["whatif", "russia-china"], &args[..]].concat());
    assert_eq!(stdout(&output), stdout(&by_id));
    let absolute = entente(&["whatif", "russia", "china", "--set", "state.USA.force=700"]);
    assert!(stderr(&absolute).contains("write a factor, as =*1.2, or name one with --budget"), "{}", stderr(&absolute));
}

/// States may be written in any way that is known; the file's own ids are what comes out.
#[test]
fn names_are_read_as_anywhere() {
    let named =
        OWN.replace("states = [\"FRN\", \"GMY\"]", "states = [\"France\", \"255\"]").replace("UKG = 5.0", "\"United Kingdom\" = 5.0");
    let (_folder, file) = own(&named);
    let value = json(&["contest", "assess", "FRN", "GMY", "--case", &file, "--draws", "100", "--json"]);
    assert_eq!(value["setting"]["fronts"][0]["states"], serde_json::json!(["FRN", "GMY"]));
    assert_eq!(value["setting"]["budgets"][0]["of"][2]["state"], "UKG");
}

/// What a page rests on is found in it again.
#[test]
fn a_page_is_cited() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["page.html", "page.json"] {
        let path = folder.path().join(name).display().to_string();
        let made = entente(&["contest", "assess", "RUS", "CHN", "--draws", "100", "-o", &path]);
        assert!(made.status.success(), "{}", stderr(&made));
        let cited = entente(&["cite", &path]);
        assert!(cited.status.success(), "{}", stderr(&cited));
        for source in ["SIPRI", "cow-nmc-6", "essay-2021"] {
            assert!(stdout(&cited).contains(source), "{name}: {}", stdout(&cited));
        }
    }
}

/// A case checks its contest too, and its contest is not taken for a contest file.
#[test]
fn a_case_with_a_contest_checks() {
    let (folder, file) = own(&OWN.replacen("FRN = 1.0, ", "", 1));
    let output = entente(&["case", "check", &file, "--strict"]);
    assert_eq!(output.status.code(), Some(3), "{}", stderr(&output));
    assert!(stdout(&output).contains("own of France is not known for 2010"), "{}", stdout(&output));
    let by_folder = entente(&["contest", "solve", &folder.path().display().to_string()]);
    assert!(stderr(&by_folder).contains("this is a folder; name a contest file"), "{}", stderr(&by_folder));
    for name in ["contest.toml", "case.toml"] {
        let path = folder.path().join(name).display().to_string();
        let output = entente(&["contest", "solve", &path]);
        assert!(stderr(&output).contains("this belongs to a case"), "{}", stderr(&output));
    }
}

#[test]
fn a_wrong_contest_is_told() {
    for (from, to, told) in [
        (
            "settled = \"Rhine\"",
            "settled = \"Rine\"",
            "contest.toml:2:11: settled is \"Rine\", which is no theatre; did you mean \"Rhine\"?",
        ),
        ("settled = \"Rhine\"", "settled = { Rhine = 2 }", "settled to 2"),
        ("schema_version = 1", "schema_version = 2", "contest.toml:1:1: schema_version 2 is not known"),
        ("[\"FRN\", \"UKG\"]", "[\"FRN\", \"UGK\"]", "contends in \"Channel\" and is not among the states; did you mean \"UKG\"?"),
        ("id = \"UKG\"", "id = \"France\"", "\"FRN\" and \"France\" are the same state"),
        ("id = \"sea\"", "id = \"Channel\"", "two theatres are called \"Channel\""),
        ("FRN = 1.0, GMY", "FRN = -1.0, GMY", "force of FRN is -1; it must be zero or more"),
        ("unit = \"corps\"", "unit = \"corps\"\ncitation = \"nobody\"", "no citation \"nobody\" is defined"),
        ("[[budget]]", "[[efficacy]]\nid = \"e\"\nname = \"e\"\n[efficacy.of.Rine]\n[[budget]]", "names \"Rine\", which is no theatre"),
        ("settled = \"Rhine\"", "settled = \"sea\"", "takes no part in \"sea\", which is settled"),
        ("settled = \"Rhine\"", "settled = 3", "settled is the id of a theatre, a list of ids, or a table"),
        ("FRN = 1.0, ", "", "own of France is not known for 2010"),
        ("value = 0.5", "value = -0.5", "value of theatre \"Rhine\" reaches -0.5; it must be above zero"),
        ("value = 1.0 }\n[[state]]", "value = 2.0 }\n[[state]]", "decisiveness r reaches 2; up to 1.3"),
        ("decisiveness", "decisivness", "did you mean \"decisiveness\"?"),
        ("id = \"UKG\"", "id = \"Atlantis\"", "Atlantis"),
        ("force = {", "series = \"x\"\nforce = {", "needs one of: force; series; table with column"),
        ("kind = \"fixed\", value = 0.5", "kind = \"uniform\", low = 2.0, high = 1.0", "upper bound"),
    ] {
        let (_folder, file) = own(&OWN.replacen(from, to, 1));
        let output = entente(&["contest", "assess", "FRN", "GMY", "--case", &file, "--draws", "100"]);
        assert!(!output.status.success() && stderr(&output).contains(told), "{told}: {}", stderr(&output));
        assert!(!stderr(&output).contains("panicked"));
    }
}
