//! Partners of one state along one measure: a mark for each with its interval, names where there is room, no order but the scale.
//!
//! Known weakness: where many stand close, only the farthest are named; all are in the table.

use super::room::Room;
use super::scale::{Scale, ticks};
use super::svg::{Anchor, Svg};
use super::theme::{self, Side};
use super::words::number;
use super::{Caption, Chart, DataTable};

/// One measure.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Strip {
    /// Says what the chart is.
    pub caption: Caption,
    /// Partners, the most important to name first.
    pub marks: Vec<Mark>,
}

/// One partner.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Mark {
    /// Its name.
    pub label: String,
    /// Its value.
    pub value: f64,
    /// 90 % interval.
    pub interval: Option<(f64, f64)>,
}

const TOP: f64 = 16.0;
const LINE: f64 = 78.0;

/// Draws the strip.
pub fn draw(strip: &Strip) -> Chart {
    let mut svg = Svg::new(&strip.caption.id);
    let ends = strip.marks.iter().flat_map(|m| [m.value, m.interval.map_or(m.value, |i| i.1)]);
    let high = ends.fold(0.0f64, f64::max);
    let levels = ticks(0.0, if high > 0.0 { high } else { 1.0 }, 6);
    let scale = Scale::new((0.0, levels[levels.len() - 1]), (theme::MARGIN + 10.0, theme::WIDTH - 24.0));
    for level in &levels {
        let x = scale.at(*level);
        svg.line((x, TOP), (x, LINE + 10.0), &format!(r#"stroke="{}" stroke-width="1""#, theme::RULE));
        svg.text(theme::NOTE, Anchor::Middle, (x, LINE + 28.0), &number(*level));
    }
    let mut room = Room::new([theme::MARGIN, TOP - 12.0, theme::WIDTH - theme::MARGIN, LINE - 4.0]);
    for mark in &strip.marks {
        if let Some((low, high)) = mark.interval {
            let style = format!(r#"stroke="{}" stroke-width="2" opacity="0.35""#, theme::INK);
            svg.line((scale.at(low), LINE), (scale.at(high), LINE), &style);
        }
    }
    for mark in &strip.marks {
        svg.marker(Side::First, (scale.at(mark.value), LINE), 4.5);
    }
    let mut unnamed = 0;
    for mark in &strip.marks {
        if !room.write(&mut svg, theme::SMALL, (scale.at(mark.value), LINE), &mark.label, &[8.0, 24.0, 40.0]) {
            unnamed += 1;
        }
    }
    let words = match unnamed {
        0 => "dots: values; lines: 90\u{a0}% intervals".to_owned(),
        n => format!("dots: values; lines: 90\u{a0}% intervals; {n} without room for a name, see the table"),
    };
    let y = svg.paragraph(theme::NOTE, Anchor::Start, (theme::MARGIN, LINE + 54.0), theme::WIDTH - 2.0 * theme::MARGIN, &words);
    let columns = ["partner", "value", "90 % from", "to"].map(str::to_owned).to_vec();
    let end = |mark: &Mark, of: fn((f64, f64)) -> f64| mark.interval.map_or("no interval".to_owned(), |i| number(of(i)));
    let row = |m: &Mark| vec![m.label.clone(), number(m.value), end(m, |i| i.0), end(m, |i| i.1)];
    let table = DataTable { columns, rows: strip.marks.iter().map(row).collect() };
    svg.finish(&strip.caption, y - 12.0, table)
}
