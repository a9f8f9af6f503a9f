//! What decides a result: for each uncertain number a bar for its rank correlation with the result, to the right if more of it raises the
//! result, to the left if it lowers it; the strongest on top.
//!
//! Several results stand side by side in each row, so that it shows whether the same number moves them the same way.
//!
//! Known weakness: a rank correlation misses what rises and falls again, and says nothing about how the numbers act together.

use super::scale::Scale;
use super::svg::{Anchor, Svg};
use super::theme::{self, Side};
use super::words::{text_width, wrap};
use super::{Caption, Chart, DataTable};

/// Holds the data of the chart.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Tornado {
    /// Says what the chart is.
    pub caption: Caption,
    /// Names the results with their marks.
    pub series: Vec<(Side, String)>,
    /// Holds the uncertain numbers, the most important first.
    pub rows: Vec<Row>,
    /// Holds how many rows are drawn; the others stand in the table.
    pub most: usize,
}

/// Holds one uncertain number.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Row {
    /// Names it.
    pub label: String,
    /// Holds its rank correlation with each result, -1 to 1; none where it has none.
    pub correlations: Vec<Option<f64>>,
}

/// Leaves room at both ends for a number beyond a full bar.
const PLOT: (f64, f64) = (290.0, 656.0);
const LABELS: f64 = 220.0;
const BAR: f64 = 18.0;

/// Draws the chart.
///
/// Missing: a number without a correlation, because it or the result never varies, has no bar and says so in the table.
pub fn draw(tornado: &Tornado) -> Chart {
    let mut svg = Svg::new(&tornado.caption.id);
    let scale = Scale::new((-1.0, 1.0), PLOT);
    let top = key(&mut svg, tornado);
    let shown = &tornado.rows[..tornado.rows.len().min(tornado.most)];
    let height = |row: &Row| (BAR * tornado.series.len() as f64).max(label(row).len() as f64 * theme::LABEL.leading()) + 14.0;
    let bottom = top + shown.iter().map(height).sum::<f64>();
    for level in [-1.0, -0.5, 0.0, 0.5, 1.0] {
        let x = scale.at(level);
        let (colour, width) = if level == 0.0 { (theme::INK, 1.4) } else { (theme::RULE, 1.0) };
        svg.line((x, top), (x, bottom), &format!(r#"stroke="{colour}" stroke-width="{width}""#));
        svg.text(theme::NOTE, Anchor::Middle, (x, bottom + 18.0), &signed(level, 1));
    }
    let mut y = top;
    for row in shown {
        let tall = height(row);
        let lines = label(row);
        let first = y + tall / 2.0 - theme::LABEL.leading() * (lines.len() as f64 - 1.0) / 2.0 + 5.0;
        for (i, line) in lines.iter().enumerate() {
            svg.text(theme::LABEL, Anchor::Start, (theme::MARGIN, first + theme::LABEL.leading() * i as f64), line);
        }
        let from = y + (tall - BAR * tornado.series.len() as f64) / 2.0;
        for (i, ((side, _), value)) in tornado.series.iter().zip(&row.correlations).enumerate() {
            if let Some(value) = value.filter(|v| v.is_finite()) {
                bar(&mut svg, *side, &scale, value, from + BAR * (i as f64 + 0.5));
            }
        }
        y += tall;
    }
    let ends = [(Anchor::End, -14.0, "more of it lowers the result"), (Anchor::Start, 14.0, "more of it raises the result")];
    for (anchor, beside, words) in ends {
        svg.text(theme::NOTE, anchor, (scale.at(0.0) + beside, bottom + 38.0), words);
    }
    svg.finish(&tornado.caption, bottom + 44.0, table(tornado))
}

fn label(row: &Row) -> Vec<String> {
    wrap(&row.label, theme::LABEL, LABELS)
}

/// Draws the key and returns where the rows begin.
fn key(svg: &mut Svg, tornado: &Tornado) -> f64 {
    let (mut x, mut y) = (theme::MARGIN, 20.0);
    for (side, name) in &tornado.series {
        let width = 46.0 + text_width(name, theme::SMALL);
        if x > theme::MARGIN && x + width > theme::WIDTH {
            (x, y) = (theme::MARGIN, y + 22.0);
        }
        svg.line((x, y - 5.0), (x + 24.0, y - 5.0), &side.line(6.0));
        svg.marker(*side, (x + 24.0, y - 5.0), 6.0);
        svg.text(theme::SMALL, Anchor::Start, (x + 38.0, y), name);
        x += width + 12.0;
    }
    y + 14.0
}

/// Draws a bar from the middle with the mark of its result at the end, and its number beyond.
fn bar(svg: &mut Svg, side: Side, scale: &Scale, value: f64, y: f64) {
    let x = scale.at(value);
    svg.line((scale.at(0.0), y), (x, y), &side.line(6.0));
    svg.marker(side, (x, y), 6.0);
    let (anchor, beyond) = if value >= 0.0 { (Anchor::Start, 11.0) } else { (Anchor::End, -11.0) };
    svg.text(theme::NOTE, anchor, (x + beyond, y + 5.0), &signed(value, 2));
}

fn signed(value: f64, places: usize) -> String {
    let size = format!("{:.places$}", value.abs());
    let size = if places == 1 { size.trim_end_matches(".0").to_owned() } else { size };
    match value {
        _ if size.chars().all(|c| matches!(c, '0' | '.')) => "0".to_owned(),
        v if v < 0.0 => format!("\u{2212}{size}"),
        _ => format!("+{size}"),
    }
}

fn table(tornado: &Tornado) -> DataTable {
    let names = tornado.series.iter().map(|(_, name)| name.as_str());
    let mut table = DataTable::new(&std::iter::once("Uncertain number").chain(names).collect::<Vec<_>>());
    for row in &tornado.rows {
        let mut cells = vec![row.label.clone()];
        cells.extend((0..tornado.series.len()).map(|i| match row.correlations.get(i).copied().flatten() {
            Some(value) if value.is_finite() => signed(value, 2),
            _ => "never varies".to_owned(),
        }));
        table.rows.push(cells);
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::check;

    fn sample() -> Tornado {
        let row = |label: &str, correlations: Vec<Option<f64>>| Row { label: label.into(), correlations };
        Tornado {
            caption: check::caption("t"),
            series: vec![(Side::First, "A & a".into()), (Side::Second, "B".into())],
            rows: vec![
                row("value of <the> border, in the units of the other fronts", vec![Some(0.8), Some(-1.0)]),
                row("r", vec![Some(1.0), None]),
                row("s", vec![Some(0.001), Some(f64::NAN)]),
            ],
            most: 2,
        }
    }

    #[test]
    fn image_is_sound_and_table_holds_all_values() {
        let chart = draw(&sample());
        check::sound(&chart);
        assert_eq!(chart.table.rows[0][1..], ["+0.80", "\u{2212}1.00"]);
        assert_eq!(chart.table.rows[2], ["s", "0", "never varies"]);
        // Two bars of the first, one of the second, and one of each in the key.
        assert_eq!((chart.svg.matches("<circle").count(), chart.svg.matches("<polygon").count()), (3, 2));
    }

    #[test]
    fn nothing_is_drawn_without_panic() {
        check::sound(&draw(&Tornado { caption: check::caption("t"), ..Tornado::default() }));
    }
}
