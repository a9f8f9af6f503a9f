//! One self-contained page: no script, nothing loaded from elsewhere, readable on paper and in grey.

use std::collections::BTreeMap;

use entente_claims::VerdictWord;
use entente_claims::likelihood;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, Value};
use serde::Serialize;
use serde_json::json;

use super::charts;
use crate::chart::Chart;
use crate::cite::MARK;
use crate::output::{Assessment, ClaimResult};

/// A claim as the page prints it.
#[derive(Serialize)]
struct Row<'a> {
    claim: &'a ClaimResult,
    word: &'static str,
    class: &'static str,
    likelihood: String,
    interval: String,
    driver: String,
}

/// Writes the page.
pub fn render(assessment: &Assessment) -> String {
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    // The template stands in the program and a test renders it, so these two cannot fail for a user.
    environment
        .add_template(
            "report",
            concat!(
                include_str!("head.html"),
                include_str!("figure.html"),
                include_str!("sources.html"),
                include_str!("theatre/part.html"),
                include_str!("report.html")
            ),
        )
        .expect("the template is valid");
    let template = environment.get_template("report").expect("the template was just added");
    let charts = charts::draw(assessment);
    let by_id: BTreeMap<&str, &Chart> = charts.iter().map(|c| (c.id.as_str(), c)).collect();
    let chart = |id: &str| by_id.get(id).map(|c| view(c));
    let placed = [vec![], vec![chart("path")], vec![chart("deliveries")], vec![chart("dependence")], vec![], vec![]];
    let numbers: BTreeMap<&str, usize> = assessment.citations.iter().enumerate().map(|(n, c)| (c.id.as_str(), n + 1)).collect();
    let records: Vec<_> = assessment
        .records
        .iter()
        .filter(|r| !r.says.is_empty())
        .map(|r| {
            let sources: Vec<usize> = r.citations.iter().filter_map(|c| numbers.get(c.as_str()).copied()).collect();
            json!({ "record": r, "sources": sources })
        })
        .collect();
    let rows: Vec<Row<'_>> = assessment.claims.iter().map(row).collect();
    let counts: Vec<(&str, usize)> =
        VerdictWord::ALL.iter().map(|w| (w.as_str(), assessment.claims.iter().filter(|c| c.verdict == *w).count())).collect();
    let page = json!({
        "a": assessment,
        "css": include_str!("report.css"),
        "profile": chart("profile"),
        "timeline": chart("timeline"),
        "placed": placed,
        "front": assessment.theatre.as_ref().map(super::theatre::view),
        "rows": rows,
        "counts": counts,
        "records": records,
        "mark": MARK,
        "bibliography": serde_json::to_string(&assessment.citations).unwrap_or_default(),
    });
    template.render(Value::from(Serde(page))).expect("every name in the template is given")
}

fn view(chart: &Chart) -> serde_json::Value {
    json!({
        "id": chart.id, "title": chart.title, "takeaway": chart.takeaway, "svg": chart.svg,
        "columns": chart.table.columns, "rows": chart.table.rows,
    })
}

fn row(claim: &ClaimResult) -> Row<'_> {
    let percent = |p: f64| likelihood::percent(p);
    Row {
        word: claim.verdict.as_str(),
        class: match claim.verdict {
            VerdictWord::Supported | VerdictWord::LeansSupported => "holds",
            VerdictWord::Contradicted | VerdictWord::LeansContradicted => "fails",
            VerdictWord::Contested => "open",
            VerdictWord::NotTestable => "untested",
        },
        likelihood: claim.probability.map_or(String::new(), |p| format!("{}, {} %", likelihood::word(p).0, percent(p))),
        interval: claim.interval.map_or(String::new(), |(low, high)| format!("{} to {} %", percent(low), percent(high))),
        driver: claim.drivers.first().filter(|d| d.eta_squared > 0.2 && d.highest.1 - d.lowest.1 > 0.1).map_or(String::new(), |d| {
            format!("{}: {} % with {}, {} % with {}", d.node, percent(d.lowest.1), d.lowest.0, percent(d.highest.1), d.highest.0)
        }),
        claim,
    }
}
