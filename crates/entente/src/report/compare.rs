//! A comparison as text and as a page: a table of values with their intervals, how each stands to the first, and small pictures.

use std::fmt::Write as _;

use entente_core::Unit;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, Value};
use serde_json::json;

use crate::chart::multiples::{self, Multiples, Panel};
use crate::chart::{Caption, Chart};
use crate::compare::{Cell, Comparison, Row};

/// Indicators that get small pictures.
const PICTURED: [&str; 8] =
    ["arms_tiv", "arms_import_share", "atop_obligation", "trade_usd", "trade_share", "votes_agree3", "mme_exercises_count", "mid_count"];
/// Years of a picture.
const YEARS: i32 = 30;
const BARS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// A value with its interval, in as many digits as it deserves.
pub fn figure(value: f64, interval: Option<(f64, f64)>, unit: Unit) -> String {
    let one = |v: f64| match unit {
        Unit::Share => format!("{:.0}%", v * 100.0),
        Unit::Percent => format!("{v:.1}%"),
        Unit::Score | Unit::Ratio if v.fract() != 0.0 => format!("{v:.2}"),
        Unit::UsdBn | Unit::UsdConstantBn if v.abs() < 10.0 => format!("{v:.1}"),
        _ => format!("{v:.0}"),
    };
    let middle = one(value);
    match interval {
        Some((low, high)) if one(low) != middle || one(high) != middle => format!("{middle} ({} to {})", one(low), one(high)),
        _ => middle,
    }
}

fn shown(cell: &Cell, unit: Unit, asked: i32) -> String {
    let Some(value) = cell.value else { return cell.status.as_str().replace('_', " ") };
    let of = cell.year.filter(|year| *year != asked).map_or(String::new(), |year| format!(" in {year}"));
    format!("{}{of}", figure(value, cell.interval, unit))
}

/// The last years as bars, on one scale for all pairs of the row; a point for a year without a value.
fn bars(cell: &Cell, row: &Row, asked: i32) -> String {
    let highest = row
        .cells
        .iter()
        .flat_map(|c| &c.history)
        .filter(|p| p.year > asked - YEARS && p.year <= asked)
        .filter_map(|p| p.value)
        .fold(0.0, f64::max);
    if highest <= 0.0 || cell.history.iter().filter_map(|p| p.value).any(|v| v < 0.0) {
        return String::new();
    }
    let bar = |year: i32| {
        let value = cell.history.iter().find(|p| p.year == year).and_then(|p| p.value);
        value.map_or('·', |v| BARS[((v / highest) * 7.0).round().clamp(0.0, 7.0) as usize])
    };
    (asked - 19..=asked).map(bar).collect()
}

/// The comparison as text.
pub fn text(comparison: &Comparison) -> String {
    let mut out = String::new();
    let names: Vec<String> = comparison.pairs.iter().map(|p| format!("{} and {}", p.name_1, p.name_2)).collect();
    let _ = writeln!(out, "{}, {}", names.join("; "), comparison.year);
    let _ = writeln!(out, "first and second are the states in the order named; bars: the last twenty years on one scale for all pairs\n");
    for row in &comparison.rows {
        let _ = writeln!(out, "{}", row.label);
        for (cell, name) in row.cells.iter().zip(&names) {
            let standing = cell.to_first.map_or(String::new(), |s| format!("  {}", s.as_str()));
            let place = cell
                .percentile
                .filter(|_| cell.value != Some(0.0))
                .map_or(String::new(), |p| format!("  above {:.0} of 100", (p * 100.0).clamp(1.0, 99.0)));
            let bars = bars(cell, row, comparison.year);
            let _ = writeln!(out, "  {name:<38} {bars:<21}{}{place}{standing}", shown(cell, row.unit, comparison.year));
        }
    }
    let _ = writeln!(out, "\nhigher and lower: than the first pair, where the 90 % intervals do not meet");
    for finding in &comparison.findings {
        let _ = writeln!(out, "note: {}", finding.message);
    }
    out
}

/// The comparison as one page that loads nothing.
///
/// # Panics
/// Never: the template stands in the program and a test renders it.
pub fn html(comparison: &Comparison) -> String {
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment
        .add_template("compare", concat!(include_str!("head.html"), include_str!("figure.html"), include_str!("compare.html")))
        .expect("the template is valid");
    let template = environment.get_template("compare").expect("the template was just added");
    let charts: Vec<_> = charts(comparison)
        .iter()
        .map(|c| json!({ "id": c.id, "title": c.title, "takeaway": c.takeaway, "svg": c.svg, "columns": c.table.columns, "rows": c.table.rows }))
        .collect();
    let rows: Vec<_> = comparison
        .rows
        .iter()
        .map(|row| {
            let cell = |cell: &Cell| {
                let place = cell
                    .percentile
                    .filter(|_| cell.value != Some(0.0))
                    .map(|p| format!("above {:.0} of 100", (p * 100.0).clamp(1.0, 99.0)));
                json!({ "value": shown(cell, row.unit, comparison.year), "place": place, "standing": cell.to_first.map(|s| s.as_str()) })
            };
            json!({ "label": row.label, "unit": row.unit.as_str(), "cells": row.cells.iter().map(cell).collect::<Vec<_>>() })
        })
        .collect();
    let page = json!({
        "c": comparison,
        "css": include_str!("report.css"),
        "charts": charts,
        "rows": rows,
        "mark": crate::cite::MARK,
        "bibliography": serde_json::to_string(&comparison.citations).unwrap_or_default(),
        "cite": comparison.citations.iter().map(crate::cite::line).collect::<Vec<_>>(),
    });
    template.render(Value::from(Serde(page))).expect("every name in the template is given")
}

/// Small pictures of the chosen indicators.
pub fn charts(comparison: &Comparison) -> Vec<Chart> {
    let names: Vec<String> = comparison.pairs.iter().map(|p| format!("{} and {}", p.name_1, p.name_2)).collect();
    let rows = comparison.rows.iter().filter(|row| PICTURED.contains(&row.id.as_str()));
    rows.enumerate().map(|(n, row)| picture(comparison, row, &names, n)).collect()
}

fn picture(comparison: &Comparison, row: &Row, names: &[String], n: usize) -> Chart {
    let panel = |(cell, name): (&Cell, &String)| Panel {
        label: name.clone(),
        covered: cell.history.first().zip(cell.history.last()).map(|(a, b)| (a.year, b.year)),
        points: cell.history.iter().filter_map(|p| Some((p.year, p.value?))).collect(),
        absent: cell.status.as_str().replace('_', " "),
    };
    let newest = |(cell, name): (&Cell, &String)| format!("{name} {}", shown(cell, row.unit, comparison.year));
    let all: Vec<String> = row.cells.iter().zip(names).map(newest).collect();
    let unit = match row.unit {
        Unit::Tiv => " (million TIV, a volume)",
        Unit::UsdBn => " (bn US dollars)",
        Unit::Share => " (share)",
        _ => "",
    };
    let source: Vec<&str> = comparison.citations.iter().filter(|c| is_source(&row.id, &c.id)).map(|c| c.title.as_str()).collect();
    multiples::draw(&Multiples {
        caption: Caption {
            id: format!("m{n}"),
            title: sentence(&format!("{}{unit}", row.label)),
            desc: format!("Small line charts of the last {YEARS} years to {}, one for each pair, on one scale.", comparison.year),
            takeaway: format!("{}.", all.join("; ")),
            source: format!("{}; calculation by entente, to {}", source.join("; "), comparison.year),
        },
        years: (comparison.year - YEARS + 1, comparison.year),
        panels: row.cells.iter().zip(names).map(panel).collect(),
    })
}

/// The same words with a capital at their head.
pub(super) fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

/// Says whether a citation is that of the source of an indicator.
pub(super) fn is_source(indicator: &str, citation: &str) -> bool {
    let card = crate::indicators::cards().into_iter().find(|card| card.id == indicator);
    let source = card.and_then(|card| entente_panel::store::table_card(card.table)).map(|(card, _)| card.id.as_str());
    source.is_some_and(|source| citation.split('@').next() == Some(source))
}
