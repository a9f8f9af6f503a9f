//! One row is one kind of need: to the left how much state 1 depends on state 2, to the right the reverse.
//!
//! Each share is of a state's own total, so the two sides of a row have different denominators; they are compared as
//! needs, not as amounts. A chord diagram would show amounts and hide exactly this.
//!
//! Known weakness: a share says nothing about how easily the partner could be replaced; the notes must say it.

use super::scale::ticks;
use super::svg::{Anchor, Svg};
use super::theme::{self, Side};
use super::words::{percent, wrap};
use super::{Caption, Chart, DataTable, Interval, reason};

/// Holds the data of a butterfly chart.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Butterfly {
    /// Says what the chart is.
    pub caption: Caption,
    /// Heads the left side, for example "Russia needs China".
    pub left_heading: String,
    /// Heads the right side.
    pub right_heading: String,
    /// Holds the rows from top to bottom.
    pub rows: Vec<Row>,
}

/// Holds one kind of need in both directions, as shares of 0 to 1.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Row {
    /// Names the need.
    pub label: String,
    /// Holds the share on the left.
    pub left: Option<Interval>,
    /// Holds the share on the right.
    pub right: Option<Interval>,
    /// Comments on the left share; may be empty.
    pub left_note: String,
    /// Comments on the right share; may be empty.
    pub right_note: String,
    /// Says why a side has no share.
    pub absent: Option<String>,
}

const CENTRE: f64 = theme::WIDTH / 2.0;
/// Chosen: the length of a full bar, which leaves room for "18 % (12 to 24 %)" beyond it.
const REACH: f64 = 180.0;
const SIDE_WIDTH: f64 = CENTRE - theme::MARGIN - 10.0;
const BAR: f64 = 20.0;

/// Draws a butterfly chart.
///
/// Missing: a side without a share shows the reason in italics and no bar.
pub fn draw(butterfly: &Butterfly) -> Chart {
    let mut svg = Svg::new(&butterfly.caption.id);
    let shares = butterfly.rows.iter().flat_map(|r| [r.left, r.right]).flatten().filter_map(Interval::drawable);
    let top_share = shares.fold(0.0, |a: f64, v| a.max(v.high).max(v.mid)).clamp(0.0, 1.0);
    let full = if top_share > 0.0 { top_share } else { 1.0 };
    let levels: Vec<f64> = ticks(0.0, full, 4).into_iter().filter(|l| *l <= full * 1.001).collect();
    let mut y: f64 = 34.0;
    for (side, heading) in [(Side::First, &butterfly.left_heading), (Side::Second, &butterfly.right_heading)] {
        svg.marker(side, (at(side, 18.0), 15.0), 7.0);
        let below = svg.paragraph(theme::STRONG, anchor(side), (at(side, 34.0), 21.0), SIDE_WIDTH - 24.0, heading);
        y = y.max(below - 8.0);
    }
    for row in &butterfly.rows {
        y = draw_row(&mut svg, row, &levels, full, y);
    }
    for level in &levels {
        for side in [Side::First, Side::Second] {
            if *level > 0.0 || side == Side::First {
                svg.text(theme::NOTE, Anchor::Middle, (at(side, level / full * REACH), y + 18.0), &percent(*level));
            }
        }
    }
    svg.text(theme::NOTE, Anchor::Start, (theme::MARGIN, y + 44.0), "bar: share of the state's own total; thin line: 90\u{a0}% interval");
    svg.finish(&butterfly.caption, y + 52.0, table(butterfly))
}

/// Returns the position at a distance from the centre on the given side.
fn at(side: Side, distance: f64) -> f64 {
    if side == Side::First { CENTRE - distance } else { CENTRE + distance }
}

fn anchor(side: Side) -> Anchor {
    if side == Side::First { Anchor::End } else { Anchor::Start }
}

/// Draws one row below `top` and returns its lower end.
fn draw_row(svg: &mut Svg, row: &Row, levels: &[f64], full: f64, top: f64) -> f64 {
    let sides = [(Side::First, row.left, &row.left_note), (Side::Second, row.right, &row.right_note)];
    let label = wrap(&row.label, theme::LABEL, theme::WIDTH - 40.0).len() as f64 * theme::LABEL.leading();
    let bar_top = top + 12.0 + label;
    let under = |value: Option<Interval>, note: &str| {
        let absent = if value.is_none() { wrap(reason(&row.absent), theme::ABSENT, SIDE_WIDTH).len() as f64 - 1.0 } else { 0.0 };
        (wrap(note, theme::NOTE, SIDE_WIDTH).len() as f64 + absent) * theme::NOTE.leading()
    };
    let tail = sides.iter().map(|(_, v, n)| under(v.and_then(Interval::drawable), n)).fold(0.0, f64::max);
    let bottom = bar_top + BAR + 8.0 + tail;
    let rule = format!(r#"stroke="{}" stroke-width="1""#, theme::RULE);
    svg.line((theme::MARGIN, top), (theme::WIDTH - theme::MARGIN, top), &rule);
    svg.paragraph(theme::LABEL, Anchor::Middle, (CENTRE, top + 21.0), theme::WIDTH - 40.0, &row.label);
    for (side, value, note) in sides {
        for level in levels.iter().filter(|l| **l > 0.0) {
            let x = at(side, level / full * REACH);
            svg.line((x, bar_top - 3.0), (x, bar_top + BAR + 3.0), &rule);
        }
        let mut y = bar_top + BAR + 17.0;
        match value.and_then(Interval::drawable) {
            Some(v) => draw_share(svg, side, v, full, bar_top),
            None => y = svg.paragraph(theme::ABSENT, anchor(side), (at(side, 10.0), bar_top + 15.0), SIDE_WIDTH, reason(&row.absent)) + 3.0,
        }
        svg.paragraph(theme::NOTE, anchor(side), (at(side, 10.0), y), SIDE_WIDTH, note);
    }
    svg.line((CENTRE, bar_top - 4.0), (CENTRE, bar_top + BAR + 4.0), &format!(r#"stroke="{}" stroke-width="1.4""#, theme::INK));
    bottom
}

/// Draws bar, interval and value of one side.
fn draw_share(svg: &mut Svg, side: Side, share: Interval, full: f64, top: f64) {
    let (middle, colour) = (top + BAR / 2.0, side.colour());
    let reach = |v: f64| (v / full).clamp(0.0, 1.0) * REACH;
    let left = at(side, reach(share.mid)).min(CENTRE);
    let style = format!(r#"fill="{colour}" fill-opacity="0.35" stroke="{colour}" stroke-width="0.8""#);
    svg.rect((left, top), (reach(share.mid), BAR), &style);
    let has_width = share.high > share.low;
    if has_width {
        svg.interval(side, (at(side, reach(share.low)), at(side, reach(share.high))), middle);
    }
    let end = at(side, reach(share.mid));
    let width = if share.mid > 0.0 { 3 } else { 0 };
    svg.line((end, top), (end, top + BAR), &format!(r#"stroke="{colour}" stroke-width="{width}""#));
    let ends = format!(" ({} to {})", percent(share.low).trim_end_matches("\u{a0}%"), percent(share.high));
    let words = format!("{}{}", percent(share.mid), if has_width { ends.as_str() } else { "" });
    svg.text(theme::SMALL, anchor(side), (at(side, reach(share.high.max(share.mid)) + 9.0), middle + 5.0), &words);
}

fn table(butterfly: &Butterfly) -> DataTable {
    let mut table = DataTable::new(&["Need", "Direction", "Low (5\u{a0}%)", "Share", "High (95\u{a0}%)", "Note"]);
    for row in &butterfly.rows {
        let sides = [(&butterfly.left_heading, row.left, &row.left_note), (&butterfly.right_heading, row.right, &row.right_note)];
        for (heading, value, note) in sides {
            let [low, mid, high] = match value.and_then(Interval::drawable) {
                Some(v) => [percent(v.low), percent(v.mid), percent(v.high)],
                None => [0; 3].map(|_| reason(&row.absent).to_string()),
            };
            let note = if note.trim().is_empty() { "none".to_string() } else { note.clone() };
            table.rows.push(vec![row.label.clone(), heading.clone(), low, mid, high, note]);
        }
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::check;

    fn sample() -> Butterfly {
        let row = Row {
            label: "Arms <imports>".into(),
            left: Some(Interval::new(0.12, 0.18, 0.24)),
            absent: Some("not covered after 2018".into()),
            right_note: "quoted \"note\"".into(),
            ..Row::default()
        };
        let broken = Row { label: "Broken".into(), left: Some(Interval::exact(f64::INFINITY)), ..Row::default() };
        Butterfly {
            caption: check::caption("b"),
            left_heading: "A needs B".into(),
            right_heading: "B needs A".into(),
            rows: vec![row, broken],
        }
    }

    #[test]
    fn image_is_sound_and_table_holds_all_values() {
        let chart = draw(&sample());
        check::sound(&chart);
        assert_eq!(chart.table.rows[0][2..5], ["12\u{a0}%", "18\u{a0}%", "24\u{a0}%"]);
        assert!(chart.svg.contains("18\u{a0}% (12 to 24\u{a0}%)"));
    }

    #[test]
    fn a_missing_side_is_a_reason_and_no_bar() {
        let chart = draw(&sample());
        assert_eq!(chart.table.rows[1][2..5], ["not covered after 2018", "not covered after 2018", "not covered after 2018"]);
        assert_eq!(chart.svg.matches("fill-opacity").count(), 1);
        assert!(chart.svg.contains(">not covered after 2018</text>") && chart.svg.contains(">no value, reason not given</text>"));
    }

    #[test]
    fn no_rows_are_drawn_without_panic() {
        check::sound(&draw(&Butterfly { caption: check::caption("b"), ..Butterfly::default() }));
    }
}
