//! Claims and cases that people write themselves.

use super::{entente, stderr, stdout, write};

/// One claim that must come out contradicted, one that cannot be tested, one that must hold.
#[test]
fn a_file_of_claims_is_judged_on_the_built_in_evidence() {
    let folder = tempfile::tempdir().unwrap();
    let claims = r#"
[[claim]]
id = "X1"
question = 4
statement = "China leans on trade with Russia ten times as much as the reverse."
falsifier = "f"
settles = "s"
[claim.test.asymmetry]
left = "trade_share[CHN]"
right = "trade_share[RUS]"
factor = 10.0

[[claim]]
id = "X2"
question = 5
statement = "A thousand Russian troops are stationed in China."
falsifier = "f"
settles = "a count of troops"
[claim.test.threshold]
series = "troops_abroad[RUS>CHN]"
is = "above"
value = 1000.0
unit = "count"

[[claim]]
id = "X3"
question = 3
statement = "Russia delivers more arms to China than China to Russia."
falsifier = "f"
settles = "s"
[claim.test.asymmetry]
left = "arms_tiv[RUS>CHN]"
right = "arms_tiv[CHN>RUS]"
"#;
    write(folder.path(), &[("mine.toml", claims)]);
    let path = folder.path().join("mine.toml");
    let output = entente(&["claims", "check", path.to_str().unwrap(), "--json"]);
    assert!(output.status.success(), "{}", stderr(&output));
    let value: serde_json::Value = serde_json::from_str(&stdout(&output)).unwrap();
    let verdict = |n: usize| value["claims"][n]["verdict"].as_str().unwrap().to_owned();
    assert_eq!([verdict(0), verdict(1), verdict(2)], ["contradicted", "not_testable", "supported"]);
    assert!(stderr(&output).contains("troops_abroad[RUS>CHN], which this case does not have"), "{}", stderr(&output));
    let text = stdout(&entente(&["claims", "check", path.to_str().unwrap()]));
    assert!(text.contains("would settle it: a count of troops"), "{text}");
}

#[test]
fn a_new_case_checks_assesses_and_is_found_in_a_store() {
    let store = tempfile::tempdir().unwrap();
    std::fs::create_dir(store.path().join("cases")).unwrap();
    let folder = store.path().join("cases/jpn-aus");
    let made = entente(&["case", "new", "--pair", "japan", "australia", folder.to_str().unwrap()]);
    assert!(made.status.success(), "{}", stderr(&made));
    let file = folder.join("case.toml");
    assert!(entente(&["case", "check", file.to_str().unwrap()]).status.success());
    let late = std::fs::read_to_string(&file).unwrap().replace("as_of = 2021", "as_of = 2022");
    std::fs::write(folder.join("late.toml"), late).unwrap();
    let strict = entente(&["case", "check", "--strict", folder.join("late.toml").to_str().unwrap()]);
    assert_eq!(strict.status.code(), Some(3), "the treaties end in 2021");
    let again = entente(&["case", "new", "--pair", "japan", "australia", folder.to_str().unwrap()]);
    assert_eq!(again.status.code(), Some(1), "a folder that exists is not written into");

    let by_file = entente(&["assess", "japan", "australia", "--case", file.to_str().unwrap()]);
    let by_store = entente(&["assess", "AUL", "JPN", "--store", store.path().to_str().unwrap()]);
    assert!(by_file.status.success() && by_store.status.success(), "{}{}", stderr(&by_file), stderr(&by_store));
    let text = stdout(&by_file);
    assert!(text.contains("Insufficient evidence") && text.contains("Not coded in this case"), "{text}");
    let other = entente(&["assess", "russia", "china", "--case", file.to_str().unwrap()]);
    assert!(stderr(&other).contains("is about Japan and Australia, not about Russia and China"), "{}", stderr(&other));
}

/// A record added to an own case moves the verdict it should move.
#[test]
fn a_defence_treaty_turns_the_first_answer() {
    let folder = tempfile::tempdir().unwrap();
    let case = "schema_version = 1\nid = \"m\"\ntitle = \"M\"\npair = [\"Japan\", \"Australia\"]\nas_of = 2021\ncitations = \"c.csv\"\n\
                [table.treaties]\nfile = \"t.csv\"\nyears = \"1990..2021\"\n\
                [[claim]]\nid = \"N01\"\nquestion = 1\nstatement = \"No defence obligation.\"\nfalsifier = \"f\"\nsettles = \"s\"\n\
                [claim.test.obligation]\nlevel = \"defence\"\nis_present = false\n";
    let header = "id,ccode1,ccode2,name,signed,in_force,ended,kind,is_binding,obligation_1to2,obligation_2to1,topic,citation,says\n";
    let row =
        |obligation: &str| format!("{header}t1,740,900,An invented treaty,2001,2002,,treaty,1,{obligation},{obligation},x,a,invented\n");
    let verdict = |treaties: &str| {
        write(
            folder.path(),
            &[
                ("case.toml", case),
                ("c.csv", "id,publisher,title,url,published,read_on,grade,kind\na,P,T,https://example.org,2021,2026-11-23,B2,treaty\n"),
                ("t.csv", treaties),
            ],
        );
        let output = entente(&["assess", "japan", "australia", "--case", folder.path().join("case.toml").to_str().unwrap(), "--json"]);
        let value: serde_json::Value = serde_json::from_str(&stdout(&output)).unwrap();
        (value["questions"][0]["verdict"].as_str().unwrap().to_owned(), value["claims"][0]["verdict"].as_str().unwrap().to_owned())
    };
    assert_eq!(verdict(&row("defence")), ("Yes, in law: a defence obligation is in force".to_owned(), "contradicted".to_owned()));
    assert_eq!(verdict(&row("nonaggression")), ("No defence obligation found".to_owned(), "supported".to_owned()));
    assert_eq!(verdict(header), ("Insufficient evidence".to_owned(), "not_testable".to_owned()));
}
