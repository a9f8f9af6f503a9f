//! One point is one year of a pair: how much it shows (signal) against how much it does (substance).
//!
//! The line joins years in order; it is a record, not a forecast. Comparators stand in grey with their names, so that
//! "far to the right" has a measure. A single gauge would hide that the two can move apart.
//!
//! Known weakness: both axes are estimates, and the light crosses treat their errors as unrelated.

use super::room::Room;
use super::scale::{Scale, ticks};
use super::svg::{Anchor, Svg};
use super::theme::{self, Side};
use super::words::number;
use super::{Caption, Chart, DataTable, Interval, reason};

/// Holds the data of a path chart.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Path {
    /// Says what the chart is.
    pub caption: Caption,
    /// Names the pair.
    pub pair: String,
    /// Names the horizontal axis.
    pub x_label: String,
    /// Names the vertical axis.
    pub y_label: String,
    /// Holds the years of the pair, in order.
    pub points: Vec<Point>,
    /// Holds other pairs.
    pub comparators: Vec<Comparator>,
}

/// Holds one year of the pair; axes may be negative (standard scores).
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Point {
    /// Holds the year.
    pub year: i32,
    /// Holds the horizontal value.
    pub x: Option<Interval>,
    /// Holds the vertical value.
    pub y: Option<Interval>,
    /// Says why a value is missing.
    pub absent: Option<String>,
}

/// Holds another pair for comparison.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Comparator {
    /// Names the pair.
    pub label: String,
    /// Holds the horizontal value.
    pub x: f64,
    /// Holds the vertical value.
    pub y: f64,
}

const PLOT_X: (f64, f64) = (52.0, 704.0);
const PLOT_Y: (f64, f64) = (40.0, 450.0);
/// Chosen: the least distance between named years; at half names crowd the line, at double the order is hard to follow.
const YEAR_APART: f64 = 56.0;

/// Draws a path chart.
///
/// Missing: a year without both values has no point; the line over it is dotted.
pub fn draw(path: &Path) -> Chart {
    let mut svg = Svg::new(&path.caption.id);
    let known: Vec<(usize, i32, Interval, Interval)> =
        path.points.iter().enumerate().filter_map(|(i, p)| Some((i, p.year, p.x?.drawable()?, p.y?.drawable()?))).collect();
    let others: Vec<&Comparator> = path.comparators.iter().filter(|c| c.x.is_finite() && c.y.is_finite()).collect();
    let xs = known.iter().flat_map(|k| [k.2.low, k.2.mid, k.2.high]).chain(others.iter().map(|c| c.x));
    let ys = known.iter().flat_map(|k| [k.3.low, k.3.mid, k.3.high]).chain(others.iter().map(|c| c.y));
    let x_scale = axis(&mut svg, xs, true);
    let y_scale = axis(&mut svg, ys, false);
    svg.text(theme::SMALL, Anchor::Start, (theme::MARGIN, 20.0), &format!("\u{2191} {}", path.y_label));
    svg.text(theme::SMALL, Anchor::End, (PLOT_X.1, PLOT_Y.1 + 40.0), &format!("{} \u{2192}", path.x_label));
    // The more crosses, the fainter each, so that the line stays in front.
    let faint = (5.0 / known.len().max(1) as f64).clamp(0.16, 0.3);
    for (_, _, x, y) in &known {
        let style = format!(r#"stroke="{}" stroke-width="1.3" opacity="{faint:.2}""#, theme::INK);
        svg.line((x_scale.at(x.low), y_scale.at(y.mid)), (x_scale.at(x.high), y_scale.at(y.mid)), &style);
        svg.line((x_scale.at(x.mid), y_scale.at(y.low)), (x_scale.at(x.mid), y_scale.at(y.high)), &style);
    }
    let spots: Vec<(f64, f64)> = known.iter().map(|k| (x_scale.at(k.2.mid), y_scale.at(k.3.mid))).collect();
    let mut room = Room::new([PLOT_X.0 + 2.0, PLOT_Y.0 - 12.0, theme::WIDTH - 2.0, PLOT_Y.1 - 1.0]);
    for (i, pair) in spots.windows(2).enumerate() {
        let dash = if known[i + 1].0 > known[i].0 + 1 { r#" stroke-dasharray="2 5""# } else { "" };
        svg.line(pair[0], pair[1], &format!(r#"stroke="{}" stroke-width="2.4"{dash}"#, theme::INK));
        room.block_line(pair[0], pair[1]);
    }
    for other in &others {
        let at = (x_scale.at(other.x), y_scale.at(other.y));
        svg.circle(at, 5.0, &format!(r#"fill="{}" stroke="{}" stroke-width="1.6""#, theme::PAPER, theme::GREY));
        room.block(at, 5.0);
    }
    for (i, at) in spots.iter().enumerate() {
        svg.marker(Side::Both, *at, if i + 1 == spots.len() { 8.0 } else { 5.0 });
        room.block(*at, 6.0);
    }
    let unnamed = name_all(&mut svg, &mut room, &known, &spots, &others, &x_scale, &y_scale);
    let mut words = format!("dark line: {} by year, the large square is the last; light crosses: 90\u{a0}% intervals; ", path.pair);
    words.push_str("grey circles: other pairs");
    if unnamed > 0 {
        words.push_str(&format!(" ({unnamed} without room for a name, see the table)"));
    }
    let width = theme::WIDTH - 2.0 * theme::MARGIN;
    let y = svg.paragraph(theme::NOTE, Anchor::Start, (theme::MARGIN, PLOT_Y.1 + 68.0), width, &words);
    svg.finish(&path.caption, y - 12.0, table(path))
}

/// Draws grid and numbers of one axis and returns its scale.
fn axis(svg: &mut Svg, values: impl Iterator<Item = f64>, is_horizontal: bool) -> Scale {
    let (low, high) = values.fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), v| (a.min(v), b.max(v)));
    let (low, high) = if low <= high { (low, high) } else { (0.0, 1.0) };
    let spare = if high > low { (high - low) * 0.06 } else { 1.0 };
    let ends = (low - spare, high + spare);
    let levels = ticks(ends.0, ends.1, 8).into_iter().filter(|l| *l >= ends.0 && *l <= ends.1);
    let scale = Scale::new(ends, if is_horizontal { PLOT_X } else { (PLOT_Y.1, PLOT_Y.0) });
    for level in levels {
        let at = scale.at(level);
        let is_zero = level.abs() < 1e-9;
        let style = format!(r#"stroke="{}" stroke-width="1""#, if is_zero { theme::HATCH_LINE } else { theme::RULE });
        let words = number(if is_zero { 0.0 } else { level });
        if is_horizontal {
            svg.line((at, PLOT_Y.0), (at, PLOT_Y.1), &style);
            svg.text(theme::NOTE, Anchor::Middle, (at.min(PLOT_X.1 - 4.0), PLOT_Y.1 + 19.0), &words);
        } else {
            svg.line((PLOT_X.0, at), (PLOT_X.1, at), &style);
            svg.text(theme::NOTE, Anchor::End, (PLOT_X.0 - 6.0, at + 5.0), &words);
        }
    }
    scale
}

/// Writes last and first year, then comparators, then other years; returns how many comparators stay unnamed.
fn name_all(
    svg: &mut Svg,
    room: &mut Room,
    known: &[(usize, i32, Interval, Interval)],
    spots: &[(f64, f64)],
    others: &[&Comparator],
    x_scale: &Scale,
    y_scale: &Scale,
) -> usize {
    let ends: Vec<usize> = if spots.len() > 1 { vec![spots.len() - 1, 0] } else { (0..spots.len()).collect() };
    for i in &ends {
        room.write(svg, theme::STRONG, spots[*i], &known[*i].1.to_string(), &[10.0, 28.0, 46.0, 64.0, 90.0]);
    }
    let mut unnamed = 0;
    for other in others {
        let at = (x_scale.at(other.x), y_scale.at(other.y));
        unnamed += usize::from(!room.write(svg, theme::NOTE, at, &other.label, &[10.0, 22.0]));
    }
    // Round years first, since readers look for them.
    let mut rest: Vec<usize> = (0..spots.len()).filter(|i| !ends.contains(i)).collect();
    rest.sort_by_key(|i| (known[*i].1 % 5 != 0, known[*i].1));
    let mut named: Vec<(f64, f64)> = ends.iter().map(|i| spots[*i]).collect();
    for i in rest {
        let is_far = named.iter().all(|n| (n.0 - spots[i].0).hypot(n.1 - spots[i].1) > YEAR_APART);
        if is_far && room.write(svg, theme::SMALL, spots[i], &known[i].1.to_string(), &[10.0]) {
            named.push(spots[i]);
        }
    }
    unnamed
}

fn table(path: &Path) -> DataTable {
    let (x, y) = (&path.x_label, &path.y_label);
    let mut table = DataTable { columns: vec!["Pair".into(), "Year".into()], rows: Vec::new() };
    for axis in [x, y] {
        table.columns.extend(["low (5\u{a0}%)", "middle", "high (95\u{a0}%)"].map(|part| format!("{axis}, {part}")));
    }
    for point in &path.points {
        let mut row = vec![path.pair.clone(), point.year.to_string()];
        for value in [point.x, point.y] {
            row.extend(match value.and_then(Interval::drawable) {
                Some(v) => [number(v.low), number(v.mid), number(v.high)],
                None => [0; 3].map(|_| reason(&point.absent).to_string()),
            });
        }
        table.rows.push(row);
    }
    for other in &path.comparators {
        let none = || "no interval given".to_string();
        let cells = [other.label.clone(), "not applicable".into(), none(), number(other.x), none(), none(), number(other.y), none()];
        table.rows.push(cells.to_vec());
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::check;

    fn sample() -> Path {
        let point = |year: i32, v: Option<f64>| Point {
            year,
            x: v.map(|v| Interval::new(v - 0.2, v, v + 0.2)),
            y: Some(Interval::exact(-0.5)),
            absent: Some("not covered".into()),
        };
        Path {
            caption: check::caption("w"),
            pair: "A <and> B".into(),
            x_label: "Signal".into(),
            y_label: "Substance & more".into(),
            points: vec![point(2000, Some(-1.0)), point(2001, None), point(2002, Some(1.0)), point(2003, Some(f64::NAN))],
            comparators: vec![
                Comparator { label: "C \"D\"".into(), x: 0.5, y: 0.25 },
                Comparator { label: "E".into(), x: f64::NAN, y: 0.0 },
            ],
        }
    }

    #[test]
    fn image_is_sound_and_table_holds_all_values() {
        let chart = draw(&sample());
        check::sound(&chart);
        assert_eq!(chart.table.rows[0][2..6], ["\u{2212}1.2", "\u{2212}1", "\u{2212}0.8", "\u{2212}0.5"]);
        assert_eq!(chart.table.rows[4][3], "0.5");
        assert!(chart.svg.contains(">C &quot;D&quot;</text>"));
    }

    #[test]
    fn a_missing_year_has_no_point_and_a_dotted_line() {
        let chart = draw(&sample());
        assert_eq!(chart.table.rows[1][2..5], ["not covered", "not covered", "not covered"]);
        assert!(chart.svg.contains("stroke-dasharray=\"2 5\"") && !chart.svg.contains(">2001</text>"));
        assert!(chart.svg.contains(">2000</text>") && chart.svg.contains(">2002</text>"));
    }

    #[test]
    fn no_points_are_drawn_without_panic() {
        check::sound(&draw(&Path { caption: check::caption("w"), ..Path::default() }));
    }
}
