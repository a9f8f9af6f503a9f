//! The charts of the page, from the summary alone.

use entente_measures::contest::summary::Meaning;

use super::rows::absent;
use super::words::{deciding, name, takeaway};
use crate::chart::ranges::{Panel, Ranges};
use crate::chart::theme::Side;
use crate::chart::tornado::{self, Tornado};
use crate::chart::{Caption, Chart, ranges};
use crate::contest::page::TheatrePage;
use crate::report::compare::sentence;

/// Uncertain numbers that a tornado draws. Chosen: more do not fit beside their names; the table has all.
const DRAWN: usize = 8;

/// All charts in the order of the page: the ranges, then what decides each quantity.
pub fn draw(page: &TheatrePage) -> Vec<Chart> {
    std::iter::once(ranges_chart(page)).chain(Meaning::ALL.into_iter().map(|meaning| drivers_chart(page, meaning))).collect()
}

/// Parties in the order of the summary.
fn parties(page: &TheatrePage) -> Vec<&str> {
    let mut found: Vec<&str> = Vec::new();
    for range in &page.summary.ranges {
        if !found.contains(&range.state.as_str()) {
            found.push(&range.state);
        }
    }
    found
}

fn side(n: usize) -> Side {
    [Side::First, Side::Second].get(n).copied().unwrap_or(Side::Both)
}

fn source(page: &TheatrePage) -> String {
    format!("{}. {} draws, seed {}", page.source.trim_end_matches('.'), page.summary.draws, page.seed)
}

fn ranges_chart(page: &TheatrePage) -> Chart {
    let parties = parties(page);
    let panel = |meaning: Meaning| {
        let of = |(n, state): (usize, &&str)| {
            let range = page.summary.ranges.iter().find(|r| r.meaning == meaning && r.state == **state)?;
            Some(ranges::Row {
                label: page.state(state).to_owned(),
                side: side(n),
                median: range.median,
                half: (range.low50, range.high50),
                most: (range.low90, range.high90),
                absent: absent(range),
            })
        };
        Panel {
            label: match meaning {
                Meaning::Multiplier => "Multiplier (times its force)".to_owned(),
                Meaning::ShareFreed => "Share of its force freed".to_owned(),
                Meaning::SuccessGained => "Success gained elsewhere (percentage points)".to_owned(),
            },
            neutral: if meaning == Meaning::Multiplier { 1.0 } else { 0.0 },
            is_share: meaning != Meaning::Multiplier,
            rows: parties.iter().enumerate().filter_map(of).collect(),
        }
    };
    let names: Vec<&str> = parties.iter().map(|p| page.state(p)).collect();
    ranges::draw(&Ranges {
        caption: Caption {
            id: "theatre-ranges".to_owned(),
            title: "What each gains by the settlement".to_owned(),
            desc: format!(
                "Three panels with one row each for {}: median, middle half and 90 % of the draws of the multiplier, the share of force freed and \
                 the success gained elsewhere. The numbers stand in the table below.",
                names.join(", ")
            ),
            takeaway: takeaway(page),
            source: source(page),
        },
        panels: Meaning::ALL.into_iter().map(panel).collect(),
    })
}

fn drivers_chart(page: &TheatrePage, meaning: Meaning) -> Chart {
    let parties = parties(page);
    // With more than two parties the first two are set against each other; the JSON has all.
    let mut series: Vec<(Side, &str, Option<&str>)> = parties.iter().take(2).enumerate().map(|(n, p)| (side(n), *p, None)).collect();
    if let [first, second, ..] = parties[..] {
        series.push((Side::Both, first, Some(second)));
    }
    let of = |parameter: &str, state: &str, than: Option<&str>| {
        let drivers = &page.summary.drivers;
        let found =
            drivers.iter().find(|d| d.meaning == meaning && d.parameter == parameter && d.state == state && d.than.as_deref() == than);
        found.map(|d| d.rank_correlation)
    };
    let mut parameters: Vec<&str> = Vec::new();
    for driver in page.summary.drivers.iter().filter(|d| d.meaning == meaning) {
        if !parameters.contains(&driver.parameter.as_str()) {
            parameters.push(&driver.parameter);
        }
    }
    let mut rows: Vec<tornado::Row> = parameters
        .iter()
        .map(|p| tornado::Row {
            label: page.parameter(p).to_owned(),
            correlations: series.iter().map(|(_, state, than)| of(p, state, *than)).collect(),
        })
        .collect();
    let strength = |row: &tornado::Row| row.correlations.iter().flatten().map(|c| c.abs()).fold(0.0, f64::max);
    rows.sort_by(|a, b| strength(b).total_cmp(&strength(a)));
    let label = |(side, state, than): &(Side, &str, Option<&str>)| match than {
        Some(than) => (*side, format!("{} less {}", page.state(state), page.state(than))),
        None => (*side, page.state(state).to_owned()),
    };
    let (state, than) = series.last().map_or(("", None), |(_, state, than)| (*state, *than));
    let id = match meaning {
        Meaning::Multiplier => "theatre-drivers-multiplier",
        Meaning::ShareFreed => "theatre-drivers-share",
        Meaning::SuccessGained => "theatre-drivers-success",
    };
    tornado::draw(&Tornado {
        caption: Caption {
            id: id.to_owned(),
            title: sentence(&format!("what decides the {}", name(meaning))),
            desc: format!(
                "Bars from -1 to 1: rank correlation of each uncertain number with the {}, for each party and for what one has more than the other. \
                 The numbers stand in the table below.",
                name(meaning)
            ),
            takeaway: deciding(page, meaning, state, than),
            source: source(page),
        },
        series: series.iter().map(label).collect(),
        rows,
        most: DRAWN,
    })
}
