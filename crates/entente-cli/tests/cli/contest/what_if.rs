//! What if: before and after, and changes that are none.

use super::{THREE, run_in, stderr, stdout, write};

fn what_if(text: &str, args: &[&str]) -> std::process::Output {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &[("contest.toml", text)]);
    run_in(folder.path(), &[&["whatif"], args].concat())
}

#[test]
fn before_and_after_stand_side_by_side() {
    let args = [
        "contest.toml",
        "--set",
        "r=0.7",
        "--set",
        "state.R.force=1.5",
        "--set",
        "theatre.Europe.efficacy.U=0.5",
        "--set",
        "settle.border=0.5",
    ];
    insta::assert_snapshot!(stdout(&what_if(THREE, &args)));
}

#[test]
fn a_theatre_is_left_out_and_its_states_with_it() {
    let text = format!("{THREE}[[state]]\nid = \"J\"\nforce = 1\n[[theatre]]\nid = \"strait\"\nstates = [\"C\", \"J\"]\nvalue = 0.2\n");
    insta::assert_snapshot!(stdout(&what_if(&text, &["contest.toml", "--drop", "strait"])));
    insta::assert_snapshot!(stdout(&what_if(THREE, &["contest.toml", "--drop", "border"])));
}

#[test]
fn json_has_old_and_new() {
    let output = what_if(THREE, &["contest.toml", "--set", "theatre.border.value=0.2", "--json"]);
    let found: serde_json::Value = serde_json::from_str(&stdout(&output)).unwrap();
    assert_eq!(found["overrides"], serde_json::json!([{ "name": "theatre.border.value", "old": 0.5, "new": 0.2, "factor": null }]));
    let share = |side: &str| found[side]["freed"][0]["share"].as_f64().unwrap();
    // A border worth less holds less.
    assert!(share("after") < share("before"));
}

#[test]
fn a_factor_multiplies() {
    let output = what_if(THREE, &["contest.toml", "--set", "state.U.force=*0.8", "--set", "settle.border=*0.5", "--json"]);
    let found: serde_json::Value = serde_json::from_str(&stdout(&output)).unwrap();
    assert_eq!(found["overrides"][0], serde_json::json!({ "name": "state.U.force", "old": 5.0, "new": 4.0, "factor": 0.8 }));
    assert_eq!(found["after"]["settled"], serde_json::json!([{ "theatre": "border", "degree": 0.5 }]));
}

/// The more particular name counts, in whatever order.
#[test]
fn a_value_for_one_state_is_more_than_a_value_for_all() {
    let value = |args: &[&str]| {
        let output = what_if(THREE, &[&["contest.toml", "--json"], args].concat());
        let found: serde_json::Value = serde_json::from_str(&stdout(&output)).unwrap();
        found["after"].clone()
    };
    let one = value(&["--set", "theatre.border.value=0.2", "--set", "theatre.border.value.R=0.4"]);
    assert_eq!(one, value(&["--set", "theatre.border.value.R=0.4", "--set", "theatre.border.value=0.2"]));
}

#[test]
fn changes_that_are_none_are_refused() {
    let mut said = String::new();
    for args in [
        ["--set", "theatre.bordr.value=1"],
        ["--set", "theatre.border.efficacy.U=1"],
        ["--set", "state.R.cost=1"],
        ["--set", "state.nobody.at.all=1"],
        ["--set", "zz=1"],
        ["--set", "r"],
        ["--set", "r=abc"],
        ["--set", "r=*"],
        ["--set", "r=2"],
        ["--set", "r=nan"],
        ["--set", "state.R.force=-1"],
        ["--set", "theatre.border.value=0"],
        ["--set", "settle.border=2"],
        ["--drop", "bordr"],
    ] {
        let output = what_if(THREE, &[&["contest.toml"], &args[..]].concat());
        assert_eq!(output.status.code(), Some(1), "{args:?}");
        assert!(stdout(&output).is_empty());
        said.push_str(&format!("{}\n  {}", args.join(" "), stderr(&output)));
    }
    let twice = what_if(THREE, &["contest.toml", "--set", "r=0.9", "--set", "r=0.8"]);
    said.push_str(&stderr(&twice));
    let drawn = what_if(THREE, &["contest.toml", "--set", "r=0.9", "--draws", "5"]);
    said.push_str(&stderr(&drawn));
    insta::assert_snapshot!(said);
    assert_eq!(what_if(THREE, &["contest.toml"]).status.code(), Some(1));
}
