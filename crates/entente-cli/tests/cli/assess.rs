//! `assess`, `why`, `cite`, `states`: what they print, and that the same input prints the same bytes.

use std::process::Command;

use super::{entente, stderr, stdout};

#[test]
fn the_first_thing_anybody_sees() {
    let output = entente(&["assess", "russia", "china", "--year", "2021"]);
    assert!(output.status.success(), "{}", stderr(&output));
    insta::assert_snapshot!("assess_russia_china_2021", stdout(&output));
}

#[test]
fn json_has_the_contract_and_six_questions_in_order() {
    let output = entente(&["assess", "RUS", "710", "--year", "2021", "--json"]);
    let value: serde_json::Value = serde_json::from_str(&stdout(&output)).unwrap();
    for key in [
        "schema_version",
        "code_version",
        "case",
        "dyad",
        "as_of",
        "data_snapshot",
        "seed",
        "questions",
        "claims",
        "rubrics",
        "indicators",
        "findings",
    ] {
        assert!(value.get(key).is_some(), "{key}");
    }
    let ids: Vec<&str> = value["questions"].as_array().unwrap().iter().map(|q| q["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["q1", "q2", "q3", "q4", "q5", "q6"]);
    assert_eq!(value["rubrics"].as_array().unwrap().len(), 2);
    let claims = value["claims"].as_array().unwrap();
    assert!(claims.len() >= 40);
    for claim in claims {
        let is_tested = claim["verdict"] != "not_testable";
        assert_eq!(is_tested, claim["probability"].is_number(), "{}", claim["id"]);
        assert_eq!(is_tested, claim["reason"].is_null(), "{}", claim["id"]);
        assert!(!is_tested || claim["specifications"].as_u64().unwrap() >= 12, "{}", claim["id"]);
    }
}

/// Every number has a path: a record and a citation behind every indicator and every tested claim.
#[test]
fn everything_has_a_source() {
    let output = entente(&["assess", "russia", "china", "--json"]);
    let value: serde_json::Value = serde_json::from_str(&stdout(&output)).unwrap();
    for indicator in value["indicators"].as_array().unwrap() {
        assert!(!indicator["source"].as_array().unwrap().is_empty(), "{}", indicator["key"]);
    }
    for claim in value["claims"].as_array().unwrap().iter().filter(|c| c["verdict"] != "not_testable") {
        assert!(!claim["evidence"].as_array().unwrap().is_empty(), "{}", claim["id"]);
        assert!(claim["publishers"].as_u64().unwrap() >= 1, "{}", claim["id"]);
    }
}

/// No series says anything past the end of its table.
#[test]
fn nothing_speaks_past_its_coverage() {
    let output = entente(&["assess", "russia", "china", "--year", "2026", "--json"]);
    let value: serde_json::Value = serde_json::from_str(&stdout(&output)).unwrap();
    let deliveries = value["indicators"].as_array().unwrap().iter().find(|i| i["key"] == "arms_tiv[RUS>CHN]").unwrap();
    assert_eq!(deliveries["status"], "not_covered");
    assert!(deliveries["value"].is_null());
    assert!(deliveries["history"].as_array().unwrap().iter().all(|p| p["year"].as_i64().unwrap() <= 2023));
}

/// A covered year without a delivery is a zero by the table's rule, which is not a zero that somebody observed.
#[test]
fn a_zero_by_rule_says_so() {
    let value: serde_json::Value = serde_json::from_str(&stdout(&entente(&["assess", "russia", "china", "--json"]))).unwrap();
    let flow = value["indicators"].as_array().unwrap().iter().find(|i| i["key"] == "arms_tiv[CHN>RUS]").unwrap();
    let history = flow["history"].as_array().unwrap();
    assert!(history.iter().any(|p| p["status"] == "zero_by_rule"));
    assert!(history.iter().all(|p| (p["value"] == 0.0) == (p["status"] == "zero_by_rule")), "{history:?}");
}

#[test]
fn the_same_bytes_whatever_the_threads() {
    let run = |threads: &str| {
        let program = env!("CARGO_BIN_EXE_entente");
        Command::new(program).args(["assess", "russia", "china", "--json"]).env("RAYON_NUM_THREADS", threads).output().unwrap().stdout
    };
    let one = run("1");
    assert!(!one.is_empty() && one == run("3"));
}

/// An earlier year uses nothing later: the same year from a case cut at that year would give the same.
#[test]
fn an_earlier_year_uses_nothing_later() {
    let output = entente(&["assess", "russia", "china", "--year", "2012", "--json"]);
    let value: serde_json::Value = serde_json::from_str(&stdout(&output)).unwrap();
    for record in value["records"].as_array().unwrap() {
        let year: i32 = record["date"].as_str().map_or(0, |d| d[..4].parse().unwrap());
        assert!(year <= 2012, "{record}");
    }
}

#[test]
fn why_leads_from_a_verdict_to_a_page() {
    let claim = stdout(&entente(&["why", "C26a"]));
    assert!(claim.contains("arms_tiv[RUS>CHN]") && claim.contains("deliveries.csv:"), "{claim}");
    let series = stdout(&entente(&["why", "arms_tiv[RUS>CHN]", "--full"]));
    assert!(series.contains("2005 3066") && series.contains("deliveries-2005-365-710"), "{series}");
    let record = stdout(&entente(&["why", "deliveries-2005-365-710"]));
    assert!(record.contains("tiv: 3066") && record.contains("SIPRI"), "{record}");
    assert!(stdout(&entente(&["why", "rubric:korolev"])).contains("K5"));
    let wrong = entente(&["why", "C26z"]);
    assert_eq!(wrong.status.code(), Some(1));
    assert!(stderr(&wrong).contains("did you mean C26"), "{}", stderr(&wrong));
}

/// The commands that the output itself suggests.
#[test]
fn what_is_suggested_works() {
    let text = stdout(&entente(&["assess", "russia", "china"]));
    let footer = text.lines().last().unwrap();
    for item in footer.split("entente why ").skip(1).map(|rest| rest.split_whitespace().next().unwrap()) {
        assert!(entente(&["why", item]).status.success(), "{item}");
    }
    let case = entente::Case::open_builtin("russia-china").unwrap();
    let assessment = entente::assess(&case, 2021).unwrap();
    for line in assessment.questions.iter().flat_map(|q| &q.evidence) {
        // A series is explained from its own key, which another test runs; here it is enough that it exists.
        let is_series = assessment.indicators.iter().any(|i| i.key == line.item);
        assert!(is_series || entente::why::why(&case, &assessment, &line.item, false).is_ok(), "{}", line.item);
    }
    assert!(stdout(&entente(&["why", "C26"])).contains("several meanings"));
}

#[test]
fn cite_lists_what_json_and_page_used() {
    let folder = tempfile::tempdir().unwrap();
    let (json, html) = (folder.path().join("a.json"), folder.path().join("a.html"));
    for path in [&json, &html] {
        assert!(entente(&["assess", "russia", "china", "-q", "-o", path.to_str().unwrap()]).status.success());
    }
    let of = |path: &std::path::Path| stdout(&entente(&["cite", path.to_str().unwrap()]));
    assert_eq!(of(&json), of(&html));
    assert!(of(&json).contains("calculation by entente"));
    let bibtex = stdout(&entente(&["cite", json.to_str().unwrap(), "--bibtex"]));
    assert_eq!(bibtex.matches("@misc{").count(), of(&json).lines().count() - 1);
    std::fs::write(&json, "hello").unwrap();
    assert!(stderr(&entente(&["cite", json.to_str().unwrap()])).contains("not an output of entente"));
}

#[test]
fn states_are_found_by_name_code_and_date() {
    let now = stdout(&entente(&["states", "find", "germany", "--date", "1970"]));
    assert!(now.contains("260") && now.contains("265") && !now.contains(" 255 "), "{now}");
    assert!(stdout(&entente(&["states", "find", "俄罗斯"])).contains("365"));
    let rows: serde_json::Value = serde_json::from_str(&stdout(&entente(&["states", "find", "serbia", "--gw", "--json"]))).unwrap();
    assert_eq!(rows[0]["number"], 340);
}

#[test]
fn bare_and_help_commands_help() {
    assert!(stdout(&entente(&[])).contains("entente assess russia china"));
    for command in [
        vec!["assess"],
        vec!["why"],
        vec!["claims", "check"],
        vec!["case", "new"],
        vec!["case", "check"],
        vec!["states", "find"],
        vec!["cite"],
        vec!["schema"],
        vec!["completions"],
    ] {
        let help = stdout(&entente(&[command, vec!["--help"]].concat()));
        let examples = help.split("Examples:").nth(1).unwrap_or_default();
        assert!(examples.matches("entente ").count() >= 3, "three worked examples: {help}");
    }
    assert!(stdout(&entente(&["completions", "bash"])).contains("_entente"));
}
