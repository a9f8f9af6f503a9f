//! The same indicator for several pairs, one small picture each on one scale: what is high for one pair can be seen to be low for another.
//!
//! Years run to the year assessed; hatched years are not covered. A value that stands alone, without a neighbouring year, is a dot.
//! Known weakness: one scale for all makes small pairs flat, which is the point.

use super::scale::{Scale, ticks};
use super::svg::{Anchor, Svg};
use super::theme::{self, Side};
use super::words::{number, wrap};
use super::{Caption, Chart, DataTable};

/// One indicator for several pairs.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Multiples {
    /// Says what the chart is.
    pub caption: Caption,
    /// First and last year drawn.
    pub years: (i32, i32),
    /// One picture for each pair.
    pub panels: Vec<Panel>,
}

/// One pair.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Panel {
    /// Its name.
    pub label: String,
    /// Years that the source covers, first and last; none where it has nothing.
    pub covered: Option<(i32, i32)>,
    /// Known values by year.
    pub points: Vec<(i32, f64)>,
    /// Why there is nothing, where there is nothing.
    pub absent: String,
}

const COLUMNS: usize = 3;
const HEIGHT: f64 = 96.0;
const GAP: f64 = 26.0;
const LEFT: f64 = 62.0;

/// Draws the small pictures, three in a row.
pub fn draw(chart: &Multiples) -> Chart {
    let mut svg = Svg::new(&chart.caption.id);
    let all = chart.panels.iter().flat_map(|p| &p.points).map(|p| p.1);
    let (low, high) = all.fold((0.0f64, 0.0f64), |(a, b), v| (a.min(v), b.max(v)));
    let levels = ticks(low, if high > low { high } else { low + 1.0 }, 3);
    let ends = (levels[0], levels[levels.len() - 1]);
    let width = (theme::WIDTH - LEFT - GAP * (COLUMNS as f64 - 1.0) - theme::MARGIN) / COLUMNS as f64;
    let mut top = 10.0;
    for row in chart.panels.chunks(COLUMNS) {
        let heads: Vec<Vec<String>> = row.iter().map(|panel| wrap(&panel.label, theme::SMALL, width)).collect();
        let head = heads.iter().map(Vec::len).max().unwrap_or(1) as f64 * theme::SMALL.leading();
        for (n, (panel, lines)) in row.iter().zip(&heads).enumerate() {
            let left = LEFT + n as f64 * (width + GAP);
            for (line, words) in lines.iter().enumerate() {
                svg.text(theme::SMALL, Anchor::Start, (left, top + 12.0 + line as f64 * theme::SMALL.leading()), words);
            }
            picture(&mut svg, chart, panel, (left, top + head + 4.0, width), ends, n == 0, &levels);
        }
        top += head + HEIGHT + 34.0;
    }
    let bottom = svg.hatch_key(top + 10.0);
    svg.finish(&chart.caption, bottom - 12.0, table(chart))
}

fn picture(
    svg: &mut Svg,
    chart: &Multiples,
    panel: &Panel,
    (left, top, width): (f64, f64, f64),
    ends: (f64, f64),
    is_first: bool,
    levels: &[f64],
) {
    let x = Scale::new((f64::from(chart.years.0) - 0.5, f64::from(chart.years.1) + 0.5), (left, left + width));
    let y = Scale::new(ends, (top + HEIGHT, top));
    for level in levels {
        svg.line((left, y.at(*level)), (left + width, y.at(*level)), &format!(r#"stroke="{}" stroke-width="1""#, theme::RULE));
        if is_first {
            svg.text(theme::NOTE, Anchor::End, (left - 6.0, y.at(*level) + 5.0), &number(*level));
        }
    }
    let (from, to) = panel.covered.unwrap_or((chart.years.1 + 1, chart.years.1));
    for (a, b) in [(chart.years.0, (from - 1).min(chart.years.1)), ((to + 1).max(chart.years.0), chart.years.1)] {
        if a <= b && !(panel.covered.is_none() && a != chart.years.0) {
            let (start, end) = (x.at(f64::from(a) - 0.5), x.at(f64::from(b) + 0.5));
            svg.hatch((start, top), (end - start, HEIGHT));
        }
    }
    let at = |p: &(i32, f64)| (x.at(f64::from(p.0)), y.at(p.1));
    let shown: Vec<&(i32, f64)> = panel.points.iter().filter(|p| (chart.years.0..=chart.years.1).contains(&p.0)).collect();
    for pair in shown.windows(2).filter(|pair| pair[1].0 == pair[0].0 + 1) {
        svg.line(at(pair[0]), at(pair[1]), &format!(r#"stroke="{}" stroke-width="2""#, theme::INK));
    }
    for (n, point) in shown.iter().enumerate() {
        let has_before = n > 0 && shown[n - 1].0 + 1 == point.0;
        let has_after = shown.get(n + 1).is_some_and(|next| point.0 + 1 == next.0);
        if n + 1 == shown.len() || (!has_before && !has_after) {
            svg.marker(Side::Both, at(point), 4.0);
        }
    }
    if shown.is_empty() {
        svg.paragraph(theme::ABSENT, Anchor::Middle, (left + width / 2.0, top + HEIGHT / 2.0), width - 12.0, &panel.absent);
    }
    for year in [chart.years.0, chart.years.1] {
        let anchor = if year == chart.years.0 { Anchor::Start } else { Anchor::End };
        let place = if year == chart.years.0 { left } else { left + width };
        svg.text(theme::NOTE, anchor, (place, top + HEIGHT + 16.0), &year.to_string());
    }
}

fn table(chart: &Multiples) -> DataTable {
    let columns = std::iter::once("year".to_owned()).chain(chart.panels.iter().map(|p| p.label.clone())).collect();
    let cell = |panel: &Panel, year: i32| {
        let value = panel.points.iter().find(|p| p.0 == year).map(|p| number(p.1));
        let is_covered = panel.covered.is_some_and(|(from, to)| (from..=to).contains(&year));
        value.unwrap_or_else(|| if is_covered { "missing" } else { "not covered" }.to_owned())
    };
    let row = |year: i32| std::iter::once(year.to_string()).chain(chart.panels.iter().map(|p| cell(p, year))).collect();
    DataTable { columns, rows: (chart.years.0..=chart.years.1).map(row).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_covered_is_hatched_and_said() {
        let panel = |covered, points| Panel { label: "A and B".to_owned(), covered, points, absent: "not imported".to_owned() };
        let chart = draw(&Multiples {
            caption: Caption { id: "m".to_owned(), ..Caption::default() },
            years: (2000, 2004),
            panels: vec![panel(Some((2000, 2002)), vec![(2000, 1.0), (2001, 2.0)]), panel(None, vec![])],
        });
        assert_eq!(chart.table.rows[2], ["2002", "missing", "not covered"]);
        assert_eq!(chart.svg.matches("-hatch)").count(), 3, "two pictures and the key");
        assert!(chart.svg.contains("not imported"));
    }
}
