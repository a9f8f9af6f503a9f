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
    assert!(value["crises"][0]["verdict"]["share_failing"].is_number() && value["crises"][0]["verdict"]["decided_by"].is_string());
    assert_eq!(value["distractions"].as_array().unwrap().len(), 2);
    assert!(value["second"]["compared"].as_array().unwrap().len() >= 4);
    // No source gives the totals of divisions, so there is no calibration and no number.
    assert!(value["calibration"]["fitted"].is_null());
    assert_eq!(value["calibration"]["missing"].as_array().unwrap().len(), 3);
    let other = json(&["contest", "assess", "RUS", "CHN", "--draws", "100", "--seed", "6", "--json"]);
    assert_ne!(value["specifications"][0]["summary"]["ranges"], other["specifications"][0]["summary"]["ranges"]);
}

#[test]
fn one_budget_alone() {
    let value = json(&["contest", "assess", "RUS", "CHN", "--draws", "20", "--budget", "milex", "--json"]);
    assert_eq!(value["setting"]["budgets"].as_array().unwrap().len(), 2); // both are spending, at two prices
    let output = entente(&["contest", "assess", "RUS", "CHN", "--budget", "cinc"]);
    assert_eq!(output.status.code(), Some(2), "{}", stderr(&output));
    assert!(stderr(&output).contains("the case has no budget cinc"), "{}", stderr(&output));
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
    let value = json(&["contest", "assess", "FRN", "GMY", "--case", &file, "--draws", "10", "--json"]);
    let median = |n: usize| value["specifications"][0]["summary"]["ranges"][n]["median"].as_f64().unwrap();
    assert!((median(0) - 1.672_638_2).abs() < 5e-8 && (median(1) - 1.529_267_9).abs() < 5e-8, "{} {}", median(0), median(1));
}

#[test]
fn a_wrong_contest_is_told() {
    for (from, to, told) in [
        ("settled = \"Rhine\"", "settled = \"Rine\"", "settled is \"Rine\", which is no theatre"),
        ("settled = \"Rhine\"", "settled = \"sea\"", "takes no part in \"sea\", which is settled"),
        ("FRN = 1.0, ", "", "own of France is not known for 2010"),
        ("value = 0.5", "value = -0.5", "it must be a finite number above zero"),
        ("value = 1.0 }\n[[state]]", "value = 2.0 }\n[[state]]", "decisiveness r is 2"),
        ("decisiveness", "decisivness", "did you mean \"decisiveness\"?"),
        ("id = \"UKG\"", "id = \"Atlantis\"", "Atlantis"),
        ("force = {", "series = \"x\"\nforce = {", "needs one of: force; series; table with column"),
        ("kind = \"fixed\", value = 0.5", "kind = \"uniform\", low = 2.0, high = 1.0", "upper bound"),
    ] {
        let (_folder, file) = own(&OWN.replacen(from, to, 1));
        let output = entente(&["contest", "assess", "FRN", "GMY", "--case", &file, "--draws", "10"]);
        assert!(!output.status.success() && stderr(&output).contains(told), "{told}: {}", stderr(&output));
        assert!(!stderr(&output).contains("panicked"));
    }
}
