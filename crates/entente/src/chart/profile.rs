//! One row is one dimension of a partnership for one state or for the pair: a dot, its 90 % interval and words.
//!
//! It is not a score card: rows are not added up, and a longer line means less certainty, not more depth. A dot with an
//! interval is used because bars invite reading area and radar charts invite reading shape.
//!
//! Known weakness: all dimensions share the scale of 0 to 1, whose meaning differs by dimension; the words carry it.

use super::scale::Scale;
use super::svg::{Anchor, Svg};
use super::theme::{self, Side};
use super::words::{number, text_width, wrap};
use super::{Caption, Chart, DataTable, Interval, reason};

/// Holds the data of a profile.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Profile {
    /// Says what the chart is.
    pub caption: Caption,
    /// Names state 1 (circle).
    pub first: String,
    /// Names state 2 (diamond).
    pub second: String,
    /// Says in one or two words what 0 means, for example "weakest".
    pub low_end: String,
    /// Says in one or two words what 1 means, for example "strongest".
    pub high_end: String,
    /// Says who the grey ticks are, for example "comparable pairs".
    pub comparators: String,
    /// Holds the rows from top to bottom; neighbours with the same label are drawn as one group.
    pub rows: Vec<Row>,
}

/// Holds one dimension for one side.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Row {
    /// Names the dimension.
    pub label: String,
    /// Tells whose value it is.
    pub side: Side,
    /// Holds the value on 0 to 1.
    pub value: Option<Interval>,
    /// Says the value in words.
    pub words: String,
    /// Holds the values of comparators on 0 to 1.
    pub comparators: Vec<f64>,
    /// Says why there is no value.
    pub absent: Option<String>,
}

const PLOT: (f64, f64) = (186.0, 486.0);
const WORDS_X: f64 = 506.0;

/// Draws a profile.
///
/// Missing: a row without a value shows its reason in italics instead of a dot.
pub fn draw(profile: &Profile) -> Chart {
    let mut svg = Svg::new(&profile.caption.id);
    let scale = Scale::new((0.0, 1.0), PLOT);
    let mut y = key(&mut svg, profile) + 6.0;
    svg.text(theme::NOTE, Anchor::Start, (PLOT.0, y), &profile.low_end);
    svg.text(theme::NOTE, Anchor::End, (PLOT.1, y), &profile.high_end);
    y += 8.0;
    for (i, row) in profile.rows.iter().enumerate() {
        let is_first_of_group = i == 0 || profile.rows[i - 1].label != row.label;
        y = draw_row(&mut svg, &scale, row, is_first_of_group, y);
    }
    svg.line((theme::MARGIN, y), (theme::WIDTH - theme::MARGIN, y), &rule());
    svg.finish(&profile.caption, y + 8.0, table(profile))
}

fn rule() -> String {
    format!(r#"stroke="{}" stroke-width="1""#, theme::RULE)
}

/// Draws the key and returns the baseline after it.
fn key(svg: &mut Svg, profile: &Profile) -> f64 {
    let has = |side: Side| profile.rows.iter().any(|r| r.side == side);
    let both = "both together".to_string();
    let mut entries: Vec<(Option<Side>, &str)> = Vec::new();
    for (side, name) in [(Side::First, &profile.first), (Side::Second, &profile.second), (Side::Both, &both)] {
        if has(side) {
            entries.push((Some(side), name));
        }
    }
    if profile.rows.iter().any(|r| !r.comparators.is_empty()) {
        entries.push((None, &profile.comparators));
    }
    let (mut x, mut y) = (theme::MARGIN, 20.0);
    for (side, name) in entries {
        let width = 46.0 + text_width(name, theme::NOTE);
        if x > theme::MARGIN && x + width > theme::WIDTH {
            (x, y) = (theme::MARGIN, y + 22.0);
        }
        match side {
            Some(side) => {
                svg.interval(side, (x, x + 30.0), y - 5.0);
                svg.marker(side, (x + 15.0, y - 5.0), 7.0);
            }
            None => (0..3).for_each(|i| tick(svg, x + 9.0 + 6.0 * f64::from(i), y - 5.0)),
        }
        svg.text(theme::SMALL, Anchor::Start, (x + 36.0, y), name);
        x += width + 14.0;
    }
    svg.text(theme::NOTE, Anchor::Start, (theme::MARGIN, y + 22.0), "line: 90\u{a0}% interval");
    y + 22.0
}

fn tick(svg: &mut Svg, x: f64, y: f64) {
    svg.line((x, y - 7.0), (x, y + 7.0), &format!(r#"stroke="{}" stroke-width="1.6" opacity="0.75""#, theme::GREY));
}

/// Draws one row below `top` and returns its lower end.
fn draw_row(svg: &mut Svg, scale: &Scale, row: &Row, is_first_of_group: bool, top: f64) -> f64 {
    let label = if is_first_of_group { wrap(&row.label, theme::LABEL, PLOT.0 - 24.0) } else { Vec::new() };
    let value = row.value.and_then(Interval::drawable);
    let (words, style) = if value.is_some() { (row.words.as_str(), theme::SMALL) } else { (reason(&row.absent), theme::ABSENT) };
    let words_x = if value.is_some() { WORDS_X } else { PLOT.0 + 10.0 };
    let words_width = theme::WIDTH - theme::MARGIN - words_x;
    let lines = wrap(words, style, words_width).len();
    let height = (label.len() as f64 * theme::LABEL.leading()).max(lines as f64 * style.leading()).max(24.0) + 12.0;
    let middle = top + height / 2.0;
    if is_first_of_group {
        svg.line((theme::MARGIN, top), (theme::WIDTH - theme::MARGIN, top), &rule());
    }
    for part in [0.0, 0.25, 0.5, 0.75, 1.0].into_iter().filter(|_| value.is_some()) {
        svg.line((scale.at(part), top), (scale.at(part), top + height), &rule());
    }
    for other in row.comparators.iter().filter(|v| v.is_finite()) {
        tick(svg, scale.at(*other), middle);
    }
    let first_baseline = |count: usize, leading: f64| middle - leading * (count as f64 - 1.0) / 2.0 + leading * 0.27;
    for (i, line) in label.iter().enumerate() {
        let y = first_baseline(label.len(), theme::LABEL.leading()) + theme::LABEL.leading() * i as f64;
        svg.text(theme::LABEL, Anchor::Start, (theme::MARGIN, y), line);
    }
    if let Some(v) = value {
        svg.interval(row.side, (scale.at(v.low), scale.at(v.high)), middle);
        svg.marker(row.side, (scale.at(v.mid), middle), 8.0);
    }
    svg.paragraph(style, Anchor::Start, (words_x, first_baseline(lines, style.leading())), words_width, words);
    top + height
}

fn table(profile: &Profile) -> DataTable {
    let mut table = DataTable::new(&["Dimension", "For", "Low (5\u{a0}%)", "Middle", "High (95\u{a0}%)", "In words", "Comparators"]);
    for row in &profile.rows {
        let side = match row.side {
            Side::First => profile.first.clone(),
            Side::Second => profile.second.clone(),
            Side::Both => "both together".to_string(),
        };
        let cells = match row.value.and_then(Interval::drawable) {
            Some(v) => [number(v.low), number(v.mid), number(v.high)],
            None => [0; 3].map(|_| reason(&row.absent).to_string()),
        };
        let others: Vec<String> = row.comparators.iter().map(|v| number(*v)).collect();
        let others = if others.is_empty() { "none given".to_string() } else { others.join("; ") };
        let words = if row.words.trim().is_empty() { "none given".to_string() } else { row.words.clone() };
        let [low, mid, high] = cells;
        table.rows.push(vec![row.label.clone(), side, low, mid, high, words, others]);
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::check;

    fn sample() -> Profile {
        let row = |value, absent: Option<&str>| Row {
            label: "Arms <&\"'>".into(),
            side: Side::Second,
            value,
            words: "high".into(),
            comparators: vec![0.2, f64::NAN],
            absent: absent.map(String::from),
        };
        let rows = vec![
            row(Some(Interval::new(0.1, 0.4, 0.5)), None),
            row(None, Some("not covered")),
            row(Some(Interval::new(f64::NAN, 0.4, 0.5)), None),
        ];
        Profile { caption: check::caption("p"), first: "A".into(), second: "B".into(), rows, ..Profile::default() }
    }

    #[test]
    fn image_is_sound_and_table_holds_all_values() {
        let chart = draw(&sample());
        check::sound(&chart);
        assert_eq!(chart.table.rows[0][2..5], ["0.1", "0.4", "0.5"]);
        assert!(chart.svg.contains("Arms &lt;&amp;&quot;&#39;&gt;"));
    }

    #[test]
    fn a_missing_value_is_a_reason_and_no_dot() {
        let chart = draw(&sample());
        assert_eq!(chart.table.rows[1][2..5], ["not covered", "not covered", "not covered"]);
        assert!(chart.svg.contains(">not covered</text>") && chart.svg.contains(">no value, reason not given</text>"));
        // One diamond in the key, one for the only row with a value.
        assert_eq!(chart.svg.matches("<polygon").count(), 2);
    }
}
