//! The codebook as one self-contained page, in the style of the reports.

use entente_panel::status::Status;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, Value};
use serde_json::json;

use super::{facts, lead, weaknesses, with_value, years};
use crate::cite::{MARK, line};
use crate::dataset::Description;
use crate::dataset::text::grouped;

/// The codebook as a page.
pub fn html(d: &Description) -> String {
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    // The template stands in the program and a test renders it, so these cannot fail for a user.
    environment
        .add_template("codebook", concat!(include_str!("../../report/head.html"), include_str!("codebook.html")))
        .expect("the template is valid");
    let template = environment.get_template("codebook").expect("the template was just added");
    let columns: Vec<_> = d
        .columns
        .iter()
        .map(|c| {
            json!({
                "name": c.name, "label": c.label, "kind": c.kind.word(), "years": years(c), "known": grouped(with_value(c)),
                "facts": facts(d, c),
            })
        })
        .collect();
    let statuses: Vec<_> = Status::ALL
        .into_iter()
        .map(|s| json!({ "word": s.word(), "letter": s.letter().map(|letter| format!(".{letter}")), "meaning": s.meaning() }))
        .collect();
    let tables: Vec<_> = d
        .tables
        .iter()
        .map(|t| json!({ "t": t, "titled": t.titled(), "travels": t.redistribute.words(), "rows": grouped(t.rows) }))
        .collect();
    let page = json!({
        "css": include_str!("../../report/report.css"),
        "d": d,
        "lead": lead(d).replace('`', ""),
        "command": d.recipe.in_shell(),
        "files": d.files.iter().map(|f| json!({ "name": f.name, "bytes": grouped(f.bytes), "sha256": f.sha256 })).collect::<Vec<_>>(),
        "columns": columns,
        "statuses": statuses,
        "exclusions": d.exclusions.iter().map(|e| json!({ "rule": e.rule, "rows": grouped(e.rows), "why": e.why })).collect::<Vec<_>>(),
        "tables": tables,
        "sources": weaknesses(d),
        "citations": d.citations.iter().map(line).collect::<Vec<_>>(),
        "mark": MARK,
        "bibliography": serde_json::to_string(&d.citations).unwrap_or_default(),
    });
    template.render(Value::from(Serde(page))).expect("every name in the template is given")
}
