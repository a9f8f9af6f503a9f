//! Ranges of one quantity or several: for each state a mark at the median, a thick bar over the middle half and a thin one over 90 %.
//!
//! Each quantity has a scale of its own, since they do not compare. A bar whose end is not known, because the quantity has no bound there,
//! runs to the edge of the plot and ends open, with words beside it.
//!
//! Known weakness: where a few values are far out, a linear scale leaves little room for the others; the table has all numbers.

use super::scale::{Scale, ticks};
use super::svg::{Anchor, Svg};
use super::theme::{self, Side};
use super::words::{number, percent, wrap};
use super::{Caption, Chart, DataTable, reason};

/// Holds the data of the chart.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Ranges {
    /// Says what the chart is.
    pub caption: Caption,
    /// Holds the quantities from top to bottom.
    pub panels: Vec<Panel>,
}

/// Holds one quantity.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Panel {
    /// Names the quantity and its unit.
    pub label: String,
    /// Holds the value that means "nothing changes", which gets a line.
    pub neutral: f64,
    /// Tells whether numbers are shares, to be written as percent.
    pub is_share: bool,
    /// Holds the rows from top to bottom.
    pub rows: Vec<Row>,
}

/// Holds the range of one state.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Row {
    /// Names the state.
    pub label: String,
    /// Tells which marks it has.
    pub side: Side,
    /// Holds the median; none if it has no bound.
    pub median: Option<f64>,
    /// Holds the ends of the middle half; an end that is none has no bound.
    pub half: (Option<f64>, Option<f64>),
    /// Holds the ends of the middle 90 %.
    pub most: (Option<f64>, Option<f64>),
    /// Says why there is no range at all.
    pub absent: Option<String>,
}

const PLOT: (f64, f64) = (176.0, 500.0);
const WORDS_X: f64 = 516.0;
const ROW: f64 = 40.0;

/// Draws the chart.
///
/// Missing: a row without a range shows its reason in italics and no mark.
pub fn draw(ranges: &Ranges) -> Chart {
    let mut svg = Svg::new(&ranges.caption.id);
    let mut y = 4.0;
    for panel in &ranges.panels {
        y = draw_panel(&mut svg, panel, y);
    }
    let key = "mark: median; thick bar: middle half of the draws; thin bar: 90\u{a0}% of them; upright line: no change";
    let width = theme::WIDTH - 2.0 * theme::MARGIN;
    let y = svg.paragraph(theme::NOTE, Anchor::Start, (theme::MARGIN, y + 16.0), width, key);
    svg.finish(&ranges.caption, y - 8.0, table(ranges))
}

fn draw_panel(svg: &mut Svg, panel: &Panel, top: f64) -> f64 {
    let ends: Vec<f64> = panel.rows.iter().filter(|r| r.absent.is_none()).flat_map(numbers).flatten().chain([panel.neutral]).collect();
    let (low, high) = ends.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), v| (a.min(*v), b.max(*v)));
    let levels = ticks(low, high, 5);
    let scale = Scale::new((levels[0], levels[levels.len() - 1]), PLOT);
    let first = svg.paragraph(theme::STRONG, Anchor::Start, (theme::MARGIN, top + 22.0), theme::WIDTH - 20.0, &panel.label) - 8.0;
    let bottom = first + ROW * panel.rows.len() as f64;
    for level in &levels {
        let x = scale.at(*level);
        svg.line((x, first), (x, bottom), &format!(r#"stroke="{}" stroke-width="1""#, theme::RULE));
        svg.text(theme::NOTE, Anchor::Middle, (x, bottom + 18.0), &written(panel, *level));
    }
    let x = scale.at(panel.neutral);
    svg.line((x, first), (x, bottom), &format!(r#"stroke="{}" stroke-width="1.6""#, theme::SOFT));
    for (n, row) in panel.rows.iter().enumerate() {
        draw_row(svg, panel, row, &scale, first + ROW * (n as f64 + 0.5));
    }
    bottom + 32.0
}

fn draw_row(svg: &mut Svg, panel: &Panel, row: &Row, scale: &Scale, y: f64) {
    let label = wrap(&row.label, theme::LABEL, PLOT.0 - 20.0);
    for (i, line) in label.iter().take(2).enumerate() {
        let first = y + 6.0 - if label.len() > 1 { 10.0 } else { 0.0 };
        svg.text(theme::LABEL, Anchor::Start, (theme::MARGIN, first + 20.0 * i as f64), line);
    }
    if row.absent.is_some() {
        svg.paragraph(theme::ABSENT, Anchor::Start, (PLOT.0 + 8.0, y + 5.0), theme::WIDTH - PLOT.0 - 20.0, reason(&row.absent));
        return;
    }
    // Without a bound means above all numbers, below as well where even the lower end has none.
    let at = |end: Option<f64>| end.map_or(PLOT.1, |v| scale.at(v));
    let (colour, line) = (row.side.colour(), row.side.line(2.5));
    svg.line((at(row.most.0), y), (at(row.most.1), y), &line);
    for end in [row.most.0, row.most.1].into_iter().flatten() {
        let x = scale.at(end);
        svg.line((x, y - 6.0), (x, y + 6.0), &format!(r#"stroke="{colour}" stroke-width="2""#));
    }
    let (left, right) = (at(row.half.0), at(row.half.1));
    let dash = if row.side == Side::Second { r#" stroke-dasharray="6 2.5""# } else { "" };
    svg.rect(
        (left, y - 8.0),
        ((right - left).max(1.5), 16.0),
        &format!(r#"fill="{colour}" fill-opacity="0.3" stroke="{colour}" stroke-width="1.5"{dash}"#),
    );
    if let Some(median) = row.median {
        svg.marker(row.side, (scale.at(median), y), 7.0);
    }
    let middle = row.median.map_or("no bound".to_owned(), |m| written(panel, m));
    let words = format!("{middle} ({} to {})", end(panel, row.most.0), end(panel, row.most.1));
    let lines = wrap(&words, theme::SMALL, theme::WIDTH - WORDS_X - 4.0);
    let first = y + 5.0 - if lines.len() > 1 { 9.0 } else { 0.0 };
    svg.paragraph(theme::SMALL, Anchor::Start, (WORDS_X, first), theme::WIDTH - WORDS_X - 4.0, &words);
}

fn numbers(row: &Row) -> [Option<f64>; 5] {
    [row.most.0, row.half.0, row.median, row.half.1, row.most.1]
}

fn written(panel: &Panel, value: f64) -> String {
    if panel.is_share { percent(value) } else { number(value) }
}

fn end(panel: &Panel, value: Option<f64>) -> String {
    value.map_or("no bound".to_owned(), |v| written(panel, v))
}

fn table(ranges: &Ranges) -> DataTable {
    let mut table = DataTable::new(&["Quantity", "State", "5\u{a0}%", "25\u{a0}%", "Median", "75\u{a0}%", "95\u{a0}%"]);
    for panel in &ranges.panels {
        for row in &panel.rows {
            let cells = match &row.absent {
                Some(_) => [0; 5].map(|_| reason(&row.absent).to_owned()),
                None => numbers(row).map(|v| end(panel, v)),
            };
            table.rows.push([vec![panel.label.clone(), row.label.clone()], cells.to_vec()].concat());
        }
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::check;

    fn row(side: Side, median: Option<f64>, high: Option<f64>) -> Row {
        Row { label: "A <b>".into(), side, median, half: (Some(1.2), median), most: (Some(1.1), high), absent: None }
    }

    fn sample(rows: Vec<Row>) -> Ranges {
        Ranges { caption: check::caption("r"), panels: vec![Panel { label: "Factor & more".into(), neutral: 1.0, is_share: false, rows }] }
    }

    #[test]
    fn image_is_sound_and_table_holds_all_values() {
        let chart = draw(&sample(vec![row(Side::First, Some(1.5), Some(3.0)), row(Side::Second, Some(1.4), Some(2.5))]));
        check::sound(&chart);
        assert_eq!(chart.table.rows[0][2..], ["1.1", "1.2", "1.5", "1.5", "3"]);
        // Circle and diamond, solid and dashed.
        assert!(chart.svg.contains("<circle") && chart.svg.contains("<polygon") && chart.svg.matches("dasharray").count() == 2);
    }

    #[test]
    fn an_end_without_bound_is_open_and_said() {
        let chart = draw(&sample(vec![row(Side::First, None, None)]));
        check::sound(&chart);
        assert!(chart.svg.contains("no bound (1.1 to no bound)") || chart.svg.contains("no bound (1.1 to"), "{}", chart.svg);
        assert_eq!(chart.table.rows[0][4], "no bound");
        // The end that is known has its stroke, the other none; no mark for the median.
        assert!(!chart.svg.contains("<circle"));
    }

    #[test]
    fn nothing_to_draw_is_said() {
        let absent = Row { absent: Some("contends nowhere else".into()), ..row(Side::Both, None, None) };
        let chart = draw(&sample(vec![absent]));
        check::sound(&chart);
        assert!(chart.svg.contains(">contends nowhere else</text>"));
        check::sound(&draw(&sample(vec![])));
        check::sound(&draw(&Ranges { caption: check::caption("r"), panels: vec![] }));
    }
}
