//! Contest files that are wrong: each is refused with its place and the next step, and nothing on stdout.

use super::{STATES, THEATRE, solve, stderr, stdout};

fn refused(text: &str) -> String {
    let output = solve(text, &[]);
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    assert!(stdout(&output).is_empty());
    stderr(&output)
}

#[test]
fn degenerate_and_wrong_files_are_refused_with_their_place() {
    let theatre = |rest: &str| format!("{STATES}[[theatre]]\nid = \"x\"\nstates = [\"a\", \"b\"]\n{rest}\n");
    let whole = |rest: &str| format!("{STATES}{THEATRE}{rest}\n");
    let one = STATES.split_once("\n\n").unwrap().0;
    let cases = [
        ("an empty file", String::new()),
        ("no TOML", "hello\n".to_owned()),
        ("one state", format!("{one}\n{}", THEATRE.replace(", \"b\"", ""))),
        ("no theatre", STATES.to_owned()),
        ("zero value", theatre("value = 0")),
        ("value that is no number", theatre("value = \"one\"")),
        ("value for one of two", theatre("value = { a = 1 }")),
        ("three values for two", theatre("value = [1, 2, 3]")),
        ("no value", theatre("")),
        ("a typo in a key", theatre("vlaue = 1")),
        ("negative efficacy", theatre("value = 1\nefficacy = { a = 1, b = -0.5 }")),
        ("zero efficacy", theatre("value = 1\nefficacy = 0")),
        ("efficacy of a stranger", theatre("value = 1\nefficacy = { aa = 1 }")),
        ("negative stalemate", theatre("value = 1\nstalemate = -1")),
        ("unknown state", theatre("value = 1").replace("\"a\", \"b\"", "\"a\", \"bb\"")),
        ("a participant twice", theatre("value = 1").replace("\"a\", \"b\"", "\"a\", \"b\", \"a\"")),
        ("no participant", format!("{STATES}{THEATRE}[[theatre]]\nid = \"y\"\nstates = []\nvalue = 1\n")),
        ("a state twice", whole("").replace("\"b\"", "\"a\"")),
        ("a theatre twice", whole(THEATRE)),
        ("a state in no theatre", whole("[[state]]\nid = \"c\"\nforce = 1")),
        ("force that is no number", whole("").replace("force = 1", "force = nan")),
        ("force without end", whole("").replace("force = 1", "force = inf")),
        ("negative force", whole("").replace("force = 1", "force = -1")),
        ("force and cost", whole("").replace("force = 1", "force = 1\ncost = 1")),
        ("neither", whole("").replace("force = 1\n", "")),
        ("an unknown kind of cost", whole("").replace("force = 1", "cost = 1\ncost_kind = \"cubic\"")),
        ("a kind without cost", whole("").replace("force = 1", "force = 1\ncost_kind = \"linear\"")),
        ("r = 0", whole("[contest]\nr = 0")),
        ("r = 2", whole("[contest]\nr = 2")),
        ("r that is no number", whole("[contest]\nr = nan")),
        ("an unknown theatre settled", whole("[counterfactual]\nwithout = [\"border\"]")),
        ("nothing settled", whole("[counterfactual]\nwithout = []")),
        ("settled twice", whole("[counterfactual]\nwithout = [\"x\", \"x\"]")),
        ("more than settled", whole("[counterfactual]\nwithout = { x = 1.5 }")),
        ("an id that steers", whole("").replace("id = \"x\"", "id = \"\\u001b[31m\"")),
        ("an empty id", whole("").replace("id = \"x\"", "id = \" \"")),
    ];
    let said: Vec<String> = cases.iter().map(|(what, text)| format!("{what}\n  {}", refused(text).replace('\u{1b}', "ESC"))).collect();
    insta::assert_snapshot!(said.concat());
}

#[test]
fn a_file_that_is_too_large_is_not_read() {
    let many: String = (0..600).map(|i| format!("[[state]]\nid = \"s{i}\"\nforce = 1\n")).collect();
    assert!(refused(&many).contains("600 states and 0 participations; a contest file has at most 500 and 10000"), "{}", refused(&many));
    assert!(refused(&"#\n".repeat(1 << 20)).contains("error[E302]"));
}

#[test]
fn a_file_that_is_not_there_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let output = super::run_in(folder.path(), &["contest", "solve", "nowhere.toml"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).starts_with("error[E301]: nowhere.toml: "), "{}", stderr(&output));
}
