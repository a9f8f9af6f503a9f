//! Contests of a file: answers, input that is degenerate or wrong, and what if.

mod what_if;
mod wrong;

use std::path::Path;
use std::process::Output;

use super::{stderr, stdout, write};

/// Two states and one theatre.
const STATES: &str = "[[state]]\nid = \"a\"\nforce = 1\n\n[[state]]\nid = \"b\"\nforce = 2\n\n";
const THEATRE: &str = "[[theatre]]\nid = \"x\"\nstates = [\"a\", \"b\"]\nvalue = 1\n\n";

/// Three states, two main theatres and a border between two of them.
const THREE: &str = "[[state]]\nid = \"R\"\nforce = 1\n[[state]]\nid = \"C\"\nforce = 2\n[[state]]\nid = \"U\"\nforce = 5\n\
    [[theatre]]\nid = \"Europe\"\nstates = [\"R\", \"U\"]\nvalue = 1\n\
    [[theatre]]\nid = \"Pacific\"\nstates = [\"C\", \"U\"]\nvalue = 1\n\
    [[theatre]]\nid = \"border\"\nstates = [\"R\", \"C\"]\nvalue = 0.5\n\
    [counterfactual]\nwithout = [\"border\"]\n";

/// Runs the program in a folder.
fn run_in(folder: &Path, args: &[&str]) -> Output {
    std::process::Command::new(env!("CARGO_BIN_EXE_entente")).args(args).current_dir(folder).output().expect("the program was built")
}

/// Solves a file with that text.
fn solve(text: &str, more: &[&str]) -> Output {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &[("contest.toml", text)]);
    run_in(folder.path(), &[&["contest", "solve", "contest.toml"], more].concat())
}

/// The text of an answer.
fn answer(text: &str) -> String {
    let output = solve(text, &[]);
    assert!(output.status.success(), "{}", stderr(&output));
    stdout(&output)
}

fn json(text: &str) -> serde_json::Value {
    let output = solve(text, &["--json"]);
    assert!(output.status.success(), "{}", stderr(&output));
    serde_json::from_str(&stdout(&output)).unwrap()
}

#[test]
fn three_states_with_and_without_the_border() {
    insta::assert_snapshot!(answer(THREE));
}

#[test]
fn json_has_the_rows_that_are_promised() {
    let found = json(THREE);
    let number = |path: &str| found.pointer(path).and_then(serde_json::Value::as_f64).unwrap_or_else(|| panic!("{path} in {found}"));
    // Printed to ten decimals in the specification.
    for (path, expected) in [
        ("/with/allocations/0/force", 0.589_802_665_6),
        ("/with/allocations/0/success", 0.212_687_724_4),
        ("/without/payoffs/2/value", 1.271_446_609_4),
        ("/freed/1/force", 0.700_524_488_4),
        ("/freed/1/share", 0.350_262_244_2),
        ("/success_gain/0/value", 0.089_088_970_9),
    ] {
        assert!((number(path) - expected).abs() < 1e-9, "{path}: {}", number(path));
    }
    assert!((number("/multiplier/0/value") - 1.672_638_2).abs() < 5e-8);
    assert_eq!(found["multiplier"][0]["status"], "solved");
    assert_eq!((&found["with"]["allocations"][0]["state"], &found["with"]["allocations"][0]["theatre"]), (&"R".into(), &"Europe".into()));
    assert!(number("/certificate/max_regret") <= 1e-10 && found["certificate"]["method"].is_string());
    assert!(found["certificate"]["iterations"].is_u64() && found["warnings"].as_array().unwrap().is_empty());
}

#[test]
fn without_a_comparison_there_is_only_one_answer() {
    let found = json(&format!("{STATES}{THEATRE}"));
    for absent in ["without", "freed", "multiplier", "success_gain", "settled"] {
        assert!(found.get(absent).is_none(), "{absent} in {found}");
    }
    assert!(found["with"]["allocations"].is_array());
    insta::assert_snapshot!(answer(&format!("{STATES}{THEATRE}")));
}

#[test]
fn costs_values_efficacies_and_degrees_in_every_shape() {
    let text = "[contest]\nr = 0.8\nstalemate = 0.1\nforce_unit = \"divisions\"\n\
        [[state]]\nid = \"a\"\ncost = 1\n[[state]]\nid = \"b\"\ncost = 0.5\ncost_kind = \"linear\"\n[[state]]\nid = \"c\"\nforce = 3\nscale = 2\n\
        [[theatre]]\nid = \"x\"\nstates = [\"a\", \"b\"]\nvalue = { a = 1, b = 2 }\nefficacy = { b = 0.5 }\n\
        [[theatre]]\nid = \"y\"\nstates = [\"b\", \"c\"]\nvalue = [1, 2]\nefficacy = 0.9\nstalemate = 0\n\
        [[theatre]]\nid = \"z\"\nstates = [\"c\", \"a\"]\nvalue = 1.5\nefficacy = [1, 0.25]\n\
        [counterfactual.without]\nx = 0.5\nz = 1\n";
    insta::assert_snapshot!(answer(text));
}

#[test]
fn a_theatre_with_one_participant_is_held_by_it() {
    insta::assert_snapshot!(answer(&format!("{STATES}{THEATRE}[[theatre]]\nid = \"alone\"\nstates = [\"a\"]\nvalue = 1\n")));
}

#[test]
fn a_state_without_force_succeeds_nowhere() {
    insta::assert_snapshot!(answer(&format!("{}{THEATRE}[counterfactual]\nwithout = [\"x\"]\n", STATES.replace("= 1", "= 0"))));
}

#[test]
fn where_nobody_has_force_all_succeed_alike() {
    insta::assert_snapshot!(answer(&format!("{}{THEATRE}", STATES.replace("= 1", "= 0").replace("= 2", "= 0"))));
}

#[test]
fn parts_that_share_no_state_are_solved_side_by_side() {
    let more = STATES.replace("\"a\"", "\"c\"").replace("\"b\"", "\"d\"")
        + &THEATRE.replace("\"x\"", "\"y\"").replace("\"a\", \"b\"", "\"c\", \"d\"");
    insta::assert_snapshot!(answer(&format!("{STATES}{THEATRE}{more}")));
}

#[test]
fn above_r_of_one_the_answer_comes_with_a_warning() {
    insta::assert_snapshot!(answer(&format!("{STATES}{THEATRE}[contest]\nr = 1.2\n")));
}

/// Hardly anything a state could do moves its success there, so no multiplier up to fifty is enough.
#[test]
fn a_multiplier_without_bound_is_said_to_have_none() {
    let text = THREE.replace("force = 5", "force = 0.001") + "\n[contest]\nstalemate = 0.000001\n";
    let found = json(&text);
    assert!(found["multiplier"].as_array().unwrap().iter().any(|m| m["status"] == "unbounded" && m["value"].is_null()), "{found}");
    assert!(answer(&text).contains("unbounded, as not even 50 times its force"), "{}", answer(&text));
}

/// What docs/contest.md shows is what the program prints.
#[test]
fn the_guide_is_true() {
    let guide = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/contest.md")).unwrap();
    let blocks = |kind: &str| -> Vec<String> {
        let open = format!("```{kind}\n");
        guide.split(&open).skip(1).map(|rest| rest.split("```").next().unwrap().to_owned()).collect()
    };
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &[("border.toml", &blocks("toml")[0])]);
    let shown: Vec<String> = blocks("text").into_iter().filter(|b| b.starts_with("$ entente ")).collect();
    assert_eq!(shown.len(), 2);
    for block in shown {
        let (command, printed) = block.split_once('\n').unwrap();
        let args: Vec<&str> = command.split(' ').skip(2).collect();
        let output = run_in(folder.path(), &args);
        assert!(output.status.success(), "{}", stderr(&output));
        assert!(stdout(&output).starts_with(printed.trim_end()), "{command} prints\n{}", stdout(&output));
    }
}
