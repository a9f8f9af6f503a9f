//! A state's partners as text and as a page.

use std::fmt::Write as _;

use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, Value};
use serde_json::json;

use super::compare::{figure, is_source, sentence};
use crate::chart::strip::{self, Mark};
use crate::chart::{Caption, Chart};
use crate::partners::{Partner, Partners, Strip};

/// Bands that are written out; those below are named without their values.
const BANDS: usize = 4;

/// Partners as text: one strip after the other, a line for each band.
pub fn text(partners: &Partners) -> String {
    let mut out = format!("Partners of {}, {}\n", partners.name, partners.year);
    out.push_str("in one line stand those whose 90 % intervals meet, by the alphabet; nothing is added up\n");
    for strip in &partners.strips {
        let of = if strip.year == partners.year { String::new() } else { format!(" (newest: {})", strip.year) };
        let _ = writeln!(out, "\n{}{of}", strip.label);
        if strip.partners.is_empty() {
            let _ = writeln!(out, "  {}", strip.absent.as_deref().unwrap_or("nobody"));
        }
        let last = strip.partners.iter().map(|p| p.band).max().unwrap_or(0);
        for band in 0..=last.min(BANDS - 1) {
            let of: Vec<&Partner> = strip.partners.iter().filter(|p| p.band == band).collect();
            let range = range(&of, strip);
            let names: Vec<&str> = of.iter().take(14).map(|p| p.name.as_str()).collect();
            let more = if of.len() > 14 { format!(" and {} more", of.len() - 14) } else { String::new() };
            if !names.is_empty() {
                let _ = writeln!(out, "  {range:<22} {}{more}", names.join(", "));
            }
        }
        let rest = strip.partners.iter().filter(|p| p.band >= BANDS).count();
        if rest > 0 {
            let _ = writeln!(out, "  {:<22} {rest} more (--json has all)", "below");
        }
        if strip.absent.is_none() {
            let _ = writeln!(out, "  {:<22} {} other members of the state system", "none", strip.none);
        }
        let _ = writeln!(out, "  note: {}", strip.note);
    }
    for finding in &partners.findings {
        let _ = writeln!(out, "\nnot here: {}", finding.message);
    }
    out
}

/// The range that a band spans, intervals included.
fn range(band: &[&Partner], strip: &Strip) -> String {
    let low = band.iter().map(|p| p.interval.map_or(p.value, |i| i.0)).fold(f64::INFINITY, f64::min);
    let high = band.iter().map(|p| p.interval.map_or(p.value, |i| i.1)).fold(0.0, f64::max);
    let (low, high) = (figure(low, None, strip.unit), figure(high, None, strip.unit));
    if low == high { low } else { format!("{low} to {high}") }
}

/// Partners as one page that loads nothing.
///
/// # Panics
/// Never: the template stands in the program and a test renders it.
pub fn html(partners: &Partners) -> String {
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment
        .add_template("partners", concat!(include_str!("head.html"), include_str!("figure.html"), include_str!("partners.html")))
        .expect("the template is valid");
    let template = environment.get_template("partners").expect("the template was just added");
    let charts: Vec<_> = partners
        .strips
        .iter()
        .enumerate()
        .map(|(n, strip)| {
            let c = chart(partners, strip, n);
            json!({ "id": c.id, "title": c.title, "takeaway": c.takeaway, "svg": c.svg, "columns": c.table.columns, "rows": c.table.rows, "note": strip.note })
        })
        .collect();
    let page = json!({
        "p": partners,
        "css": include_str!("report.css"),
        "charts": charts,
        "mark": crate::cite::MARK,
        "bibliography": serde_json::to_string(&partners.citations).unwrap_or_default(),
        "cite": partners.citations.iter().map(crate::cite::line).collect::<Vec<_>>(),
    });
    template.render(Value::from(Serde(page))).expect("every name in the template is given")
}

fn chart(partners: &Partners, strip: &Strip, n: usize) -> Chart {
    let first: Vec<&str> = strip.partners.iter().filter(|p| p.band == 0).map(|p| p.name.as_str()).collect();
    let takeaway = match first.len() {
        0 => strip.absent.clone().unwrap_or_else(|| "Nobody.".to_owned()),
        1..=4 => format!("Farthest out: {}.", first.join(", ")),
        n => format!("{n} states stand together farthest out."),
    };
    let mut marks: Vec<Mark> =
        strip.partners.iter().map(|p| Mark { label: p.name.clone(), value: p.value, interval: p.interval }).collect();
    marks.sort_by(|a, b| b.value.total_cmp(&a.value).then_with(|| a.label.cmp(&b.label)));
    let of_strip = partners.citations.iter().filter(|c| is_source(&strip.id, &c.id));
    let source: Vec<&str> = of_strip.map(|c| c.title.as_str()).collect();
    strip::draw(&strip::Strip {
        caption: Caption {
            id: format!("s{n}"),
            title: sentence(&strip.label),
            desc: format!("A strip with a dot for each of {} partners; {} other states have none.", strip.partners.len(), strip.none),
            takeaway,
            source: format!("{}; calculation by entente, {}", source.join("; "), strip.year),
        },
        marks,
    })
}
