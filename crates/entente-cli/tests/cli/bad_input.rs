//! Wrong input: an error that names the place and the next step, the right exit status, and nothing on stdout.

use super::{entente, stderr, stdout, write};

const CASE: &str = "schema_version = 1\nid = \"mine\"\ntitle = \"Mine\"\npair = [\"Russia\", \"China\"]\nas_of = 2021\nextends = \"russia-china\"\nonly_own_claims = true\n";

const CLAIM: &str = "[[claim]]\nid = \"A1\"\nquestion = 4\nstatement = \"s\"\nfalsifier = \"f\"\nsettles = \"s\"\n";

/// Runs `case check` on a case with that text and gives back status and message.
fn check(text: &str) -> (Option<i32>, String) {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &[("case.toml", text)]);
    let output = entente(&["case", "check", folder.path().join("case.toml").to_str().unwrap()]);
    assert!(output.status.success() || stdout(&output).is_empty(), "{}", stdout(&output));
    (output.status.code(), stderr(&output))
}

#[test]
fn states_that_are_typos_ambiguous_or_the_same() {
    for (args, status, part) in [
        (vec!["assess", "chian", "russia"], 1, "error[E102]: no state called \"chian\"; did you mean 710 China"),
        (vec!["assess", "germany", "russia", "--year", "1970"], 1, "error[E105]: \"germany\" is 2 states in 1970"),
        (vec!["assess", "soviet union", "china", "--year", "2021"], 1, "error[E106]"),
        (vec!["assess", "russia", "365"], 1, "error[E107]: a pair needs two different states"),
        (vec!["assess", "palestine", "china"], 1, "implies no view of its status"),
        (vec!["assess", "usa", "japan", "--year", "2015"], 2, "no case and no data for United States and Japan"),
        (vec!["assess", "russia", "china", "--year", "20210"], 1, "20210"),
        (vec!["asess", "russia", "china"], 1, "unrecognized subcommand 'asess'"),
    ] {
        let output = entente(&args);
        assert_eq!(output.status.code(), Some(status), "{args:?}: {}", stderr(&output));
        assert!(stderr(&output).contains(part), "{args:?}: {}", stderr(&output));
        assert!(stdout(&output).is_empty());
    }
    assert!(stderr(&entente(&["assess", "usa", "japan"])).contains("entente case new --pair"));
}

#[test]
fn a_case_with_a_typo_a_wrong_unit_or_a_wrong_word() {
    let threshold = |series: &str, rest: &str| {
        format!("{CASE}{CLAIM}[claim.test.threshold]\nseries = \"{series}\"\nis = \"above\"\nvalue = 3.0\n{rest}\n")
    };
    for (text, part) in [
        (CASE.replace("title", "titel"), "case.toml:3:1: unknown key \"titel\"; did you mean \"title\"?"),
        (
            threshold("arms_tiv[RUS>CHN]", "unit = \"usd_bn\""),
            "claim A1: arms_tiv[RUS>CHN]: tiv compared with usd_bn does not compute: TIV measures the volume",
        ),
        (threshold("arms_tiv[RUS>CHN]", "unit = \"dollars\""), "unknown word \"dollars\""),
        (threshold("arms_tiv(RUS>CHN)", "unit = \"tiv\""), "does not name a series"),
        (threshold("arms_tiv[RUS>CHN]", "unit = \"tiv\"\nwindow = [1]"), "unknown key \"window\"; did you mean \"windows\"?"),
        (format!("{CASE}{CLAIM}[claim.test.treshold]\nvalue = 1\n"), "did you mean \"threshold\"?"),
        (format!("{CASE}{CLAIM}"), "the key \"test\" is missing in what begins here"),
        (CASE.replace("schema_version = 1", "schema_version = 9"), "schema_version 9 is not known"),
        (CASE.replace("russia-china", "russia-chin"), "nothing is called \"russia-chin\" here; built in: russia-china"),
        (CASE.replace("\"China\"", "\"Japan\""), "built-in case russia-china is about 365-710"),
        (
            format!("{CASE}[table.excercises]\nfile = \"x.csv\"\nyears = \"2000..2001\"\n"),
            "there is no table \"excercises\"; did you mean \"exercises\"?",
        ),
        (format!("{CASE}[table.exercises]\nfile = \"../x.csv\"\nyears = \"2000..2001\"\n"), "leaves the folder of the case"),
        (format!("{CASE}[table.exercises]\nfile = \"/etc/passwd\"\nyears = \"2000..2001\"\n"), "leaves the folder of the case"),
        (format!("{CASE}[table.exercises]\nfile = \"x.csv\"\nyears = \"2001..2000\"\n"), "is not a year or a span of years"),
        (
            format!(
                "{CASE}{CLAIM}[claim.test.contest]\nquantity = \"multiplier\"\nof = \"RUS\"\n{}",
                CLAIM.to_owned() + "[claim.test.contest]\nquantity = \"multiplier\"\nof = \"RUS\"\n"
            ),
            "claim A1: this id stands twice",
        ),
        (
            threshold("arms_tiv[RUS>CHN]", "unit = \"tiv\"").replace("3.0", "nan"),
            "case.toml:17:1: claim[0].test.threshold.value: NaN is not a number",
        ),
        (threshold("arms_tiv[RUS>CHN]", "unit = \"tiv\"").replace("3.0", "1e308"), "is not a number to test against"),
        (CASE.replace("\"Mine\"", "\"\\u001b[31mred\""), "title: a control or direction character"),
        (
            format!("{CASE}{CLAIM}").replace("\"A1\"", "\"../x\"") + "[claim.test.contest]\nquantity = \"multiplier\"\nof = \"RUS\"\n",
            "claim ../x: an id has 1 to 32 letters",
        ),
        ("not toml at all [".to_owned(), "case.toml:1:"),
    ] {
        let (status, message) = check(&text);
        assert_eq!(status, Some(1), "{message}");
        assert!(message.contains(part), "wanted {part}\ngot {message}");
    }
}

/// A figure stated again in another unit than its series.
#[test]
fn an_inline_figure_in_a_wrong_unit() {
    let series = "[[series]]\nkey = \"arms_money[RUS>CHN]\"\nunit = \"usd_bn\"\nvalues = [{ year = 2020, value = 547.0, unit = \"tiv\", citation = \"x\" }]\n";
    let (status, message) = check(&format!("{CASE}{series}"));
    assert_eq!(status, Some(1));
    assert!(message.contains("value of 2020: usd_bn stated as tiv does not compute: TIV measures the volume"), "{message}");
}

#[test]
fn ten_megabytes_are_refused_without_reading_them() {
    let (status, message) = check(&format!("{CASE}note = \"{}\"\n", "x".repeat(10_000_000)));
    assert_eq!(status, Some(1));
    assert!(message.contains("the limit for a case file is 1048576"), "{message}");
    assert!(message.len() < 500);
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_folder_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    std::os::unix::fs::symlink("/etc/hostname", folder.path().join("x.csv")).unwrap();
    write(folder.path(), &[("case.toml", &format!("{CASE}[table.exercises]\nfile = \"x.csv\"\nyears = \"2000..2001\"\n"))]);
    let output = entente(&["case", "check", folder.path().join("case.toml").to_str().unwrap()]);
    assert!(stderr(&output).contains("leaves the folder of the case"), "{}", stderr(&output));
}

#[test]
fn damaged_tables_name_file_line_column_and_value() {
    let folder = tempfile::tempdir().unwrap();
    let case = "schema_version = 1\nid = \"m\"\ntitle = \"M\"\npair = [\"Japan\", \"Australia\"]\nas_of = 2021\ncitations = \"c.csv\"\n[table.milex]\nfile = \"m.csv\"\nyears = \"2020..2021\"\n";
    let citations = "id,publisher,title,url,published,read_on,grade,kind\na,P,T,https://example.org,2021,2026-11-23,B2,official\n";
    let good = "year,ccode,usd_constant_bn,usd_current_bn,gdp_share_percent,citation\n2020,740,50,,1,a\n2021,740,51,,1,a\n";
    let run = |milex: &str, citations: &str| {
        write(folder.path(), &[("case.toml", case), ("c.csv", citations), ("m.csv", milex)]);
        let output = entente(&["case", "check", folder.path().join("case.toml").to_str().unwrap()]);
        (output.status.code(), stderr(&output))
    };
    assert_eq!(run(good, citations).0, Some(0));
    for (milex, citations, part) in [
        (good.replace("2021,740,51", "2021,740,n/a"), citations.to_owned(), "m.csv:3: column usd_constant_bn, value \"n/a\": not a number"),
        (
            good.replace("1,a\n2021", "1,b\n2021"),
            citations.to_owned(),
            "m.csv:2: column citation, value \"b\": no such citation is defined",
        ),
        (good.replace("ccode,usd_constant_bn", "usd_constant_bn,ccode"), citations.to_owned(), "column ccode, value \"50\""),
        (good.to_owned(), citations.replace("B2", "Z9"), "is not a source grade"),
    ] {
        let (status, message) = run(&milex, &citations);
        assert_eq!(status, Some(1), "{part}");
        assert!(message.contains(part), "wanted {part}\ngot {message}");
    }
}

#[test]
fn a_byte_order_mark_is_no_fault() {
    assert_eq!(check(&format!("\u{feff}{CASE}")).0, Some(0));
}

#[test]
fn an_unknown_ending_and_a_device_are_refused() {
    for (path, part) in [("report.pdf", "error[E304]"), ("report.html.gz", "error[E304]"), ("/dev/null", "not a regular file")] {
        let output = entente(&["assess", "russia", "china", "-o", path]);
        assert_eq!(output.status.code(), Some(1), "{path}");
        assert!(stderr(&output).contains(part), "{}", stderr(&output));
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_under_stdout_is_told() {
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let program = env!("CARGO_BIN_EXE_entente");
    let output = std::process::Command::new(program).args(["schema", "case"]).stdout(full).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("error[E301]: stdout"), "{}", stderr(&output));
}

#[test]
fn an_output_that_cannot_be_written_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("none/report.html");
    let output = entente(&["assess", "russia", "china", "-o", path.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("error[E301]"), "{}", stderr(&output));
}
