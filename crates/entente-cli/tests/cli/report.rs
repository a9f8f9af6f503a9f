//! The page: self-contained, safe, accessible, and with the same numbers as the JSON.

use super::{entente, stderr, stdout, write};

fn page(year: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("report.html");
    let output = entente(&["assess", "russia", "china", "--year", year, "-o", path.to_str().unwrap()]);
    assert!(output.status.success(), "{}", stderr(&output));
    std::fs::read_to_string(path).unwrap()
}

#[test]
fn nothing_runs_and_nothing_is_loaded() {
    let html = page("2021");
    for banned in ["<script", "javascript:", "<iframe", "<img", "<link", " src=", "@import", "url(http", "onclick", "onload"] {
        assert!(!html.contains(banned), "{banned}");
    }
}

#[test]
fn every_chart_has_title_description_and_its_numbers() {
    let html = page("2021");
    let charts = html.matches("<svg").count();
    assert_eq!(charts, 9); // five of the assessment, four of the theatre page
    assert_eq!(html.matches("role=\"img\"").count(), charts);
    assert!(html.matches("<title").count() > charts && html.matches("<desc").count() == charts);
    assert_eq!(html.matches("The numbers behind this chart").count(), charts);
    assert!(!html.contains("NaN") && !html.contains("inf,"));
}

#[test]
fn ids_are_unique_and_links_inside_arrive() {
    let html = page("2021");
    let ids: Vec<&str> = html.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    let mut unique = ids.clone();
    unique.sort_unstable();
    unique.dedup();
    assert_eq!(unique.len(), ids.len());
    for target in html.split("href=\"#").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert!(ids.contains(&target), "{target}");
    }
}

#[test]
fn the_page_has_the_claims_of_the_json() {
    let html = page("2021");
    let value: serde_json::Value = serde_json::from_str(&stdout(&entente(&["assess", "russia", "china", "--json"]))).unwrap();
    for claim in value["claims"].as_array().unwrap() {
        assert!(html.contains(&format!("id=\"claim-{}\"", claim["id"].as_str().unwrap())));
    }
    for question in value["questions"].as_array().unwrap() {
        assert!(html.contains(question["verdict"].as_str().unwrap()));
    }
}

#[test]
fn years_at_the_edges_give_a_page_too() {
    for year in ["1950", "1980", "2003", "2026", "2100"] {
        assert!(page(year).contains("</html>"));
    }
}

/// What a stranger writes into a case is text on the page, never markup.
#[test]
fn markup_in_a_case_stays_text() {
    let folder = tempfile::tempdir().unwrap();
    let case = "schema_version = 1\nid = \"m\"\ntitle = \"M\"\npair = [\"Russia\", \"China\"]\nas_of = 2021\nextends = \"russia-china\"\nonly_own_claims = true\n\
                [[claim]]\nid = \"A1\"\nquestion = 4\nstatement = \"<script>alert(1)</script>\"\nfalsifier = \"</template><b>x</b>\"\nsettles = \"s\"\n\
                [claim.test.contest]\nquantity = \"multiplier\"\nof = \"RUS\"\n";
    write(folder.path(), &[("case.toml", case)]);
    let out = folder.path().join("r.html");
    let output =
        entente(&["assess", "russia", "china", "--case", folder.path().join("case.toml").to_str().unwrap(), "-o", out.to_str().unwrap()]);
    assert!(output.status.success(), "{}", stderr(&output));
    let html = std::fs::read_to_string(out).unwrap();
    assert!(!html.contains("<script") && !html.contains("<b>x</b>") && html.contains("&lt;script&gt;"));
}
