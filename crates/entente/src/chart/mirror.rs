//! One column is one year: what went one way stands above the line, what went the other way hangs below it.
//!
//! Both directions share one scale, so that their lengths may be compared; they are not netted, because a balance hides
//! how much moved. Lines over the bars are the five-year trailing means the caller gives.
//!
//! Known weakness: when one direction is tiny its bars only show that it exists; the note gives its largest value.

use super::scale::{Scale, ticks};
use super::svg::{Anchor, Svg};
use super::theme::{self, Side};
use super::words::{number, percent, text_width};
use super::{Caption, Chart, DataTable};
use std::collections::BTreeMap;

/// Holds the data of a mirror chart; all series are parallel to `years`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Mirror {
    /// Says what the chart is.
    pub caption: Caption,
    /// Holds the years; a year left out between others is drawn as not covered.
    pub years: Vec<i32>,
    /// Names the direction above the line, for example "Russia to China".
    pub up_name: String,
    /// Names the direction below the line.
    pub down_name: String,
    /// Holds the amounts above the line.
    pub up: Vec<Option<f64>>,
    /// Holds the amounts below the line, also as positive numbers.
    pub down: Vec<Option<f64>>,
    /// Holds the five-year trailing means of `up`.
    pub up_mean: Vec<Option<f64>>,
    /// Holds the five-year trailing means of `down`.
    pub down_mean: Vec<Option<f64>>,
    /// Names the unit; currency signs are taken out, since amounts of this kind are not money.
    pub unit: String,
}

const PLOT: (f64, f64) = (64.0, 708.0);
const HEIGHT: f64 = 290.0;
/// Chosen: the least height of a direction, so that a tiny one can still be seen and hatched.
const LEAST_HALF: f64 = 40.0;
/// Chosen: the least height of a bar above zero; half disappears on a phone, double looks like an amount.
const LEAST_BAR: f64 = 2.5;
const NOT_COVERED: &str = "not covered";

/// Holds one direction made ready: amount and mean by year, for every year from first to last.
struct Half<'a> {
    side: Side,
    name: &'a str,
    bars: BTreeMap<i32, Option<f64>>,
    means: BTreeMap<i32, Option<f64>>,
}

impl Half<'_> {
    fn largest(&self) -> Option<(f64, i32)> {
        self.bars.iter().filter_map(|(y, v)| v.map(|v| (v, *y))).max_by(|a, b| a.0.total_cmp(&b.0))
    }

    fn top(&self) -> f64 {
        self.bars.values().chain(self.means.values()).flatten().fold(0.0, |a: f64, b| a.max(*b))
    }

    fn heading(&self) -> String {
        match self.largest() {
            Some((v, year)) if v > 0.0 => format!("largest {} in {year}", number(v)),
            Some(_) => "none in the years covered".to_string(),
            None => NOT_COVERED.to_string(),
        }
    }
}

/// Draws a mirror chart.
///
/// Missing: a year without an amount is hatched in its own half and breaks the line; it is never a bar of zero.
pub fn draw(mirror: &Mirror) -> Chart {
    let mut svg = Svg::new(&mirror.caption.id);
    let up = Half { side: Side::First, name: &mirror.up_name, bars: fill(mirror, &mirror.up), means: fill(mirror, &mirror.up_mean) };
    let down =
        Half { side: Side::Second, name: &mirror.down_name, bars: fill(mirror, &mirror.down), means: fill(mirror, &mirror.down_mean) };
    let (first, last) = (up.bars.keys().next().copied().unwrap_or(0), up.bars.keys().last().copied().unwrap_or(0));
    let scale = Scale::new((f64::from(first), f64::from(last + 1)), PLOT);
    let sum = up.top() + down.top();
    let per_unit = if sum > 0.0 { HEIGHT / sum } else { 1.0 };
    let half_height = |half: &Half| (half.top() * per_unit).max(LEAST_HALF) + 6.0;
    let unit = format!("{}; bars: single years, lines: mean of the last five years", plain_unit(&mirror.unit));
    let mut y = svg.paragraph(theme::NOTE, Anchor::Start, (theme::MARGIN, 18.0), theme::WIDTH - 2.0 * theme::MARGIN, &unit) + 8.0;
    heading(&mut svg, &up, y);
    let zero = y + 10.0 + half_height(&up);
    let levels: Vec<f64> = ticks(0.0, up.top().max(down.top()), 4);
    for (half, sign) in [(&up, -1.0), (&down, 1.0)] {
        grid(&mut svg, zero, sign, &levels, per_unit, half_height(half));
        draw_half(&mut svg, half, &scale, zero, sign, per_unit, half_height(half));
    }
    svg.line((PLOT.0, zero), (PLOT.1, zero), &format!(r#"stroke="{}" stroke-width="1.4""#, theme::INK));
    y = zero + half_height(&down) + 18.0;
    for year in ticks(f64::from(first), f64::from(last), 8).into_iter().filter(|t| (t - t.round()).abs() < 1e-6) {
        if year >= f64::from(first) && year <= f64::from(last) {
            svg.text(theme::NOTE, Anchor::Middle, (scale.at(year + 0.5).min(PLOT.1 - 14.0), y), &format!("{year:.0}"));
        }
    }
    y += 26.0;
    heading(&mut svg, &down, y);
    y += 26.0;
    let words = scale_note(&up, &down, per_unit);
    y = svg.paragraph(theme::NOTE, Anchor::Start, (theme::MARGIN, y), theme::WIDTH - 2.0 * theme::MARGIN, &words);
    if [&up, &down].iter().any(|h| h.bars.values().any(Option::is_none)) {
        y = svg.hatch_key(y);
    }
    svg.finish(&mirror.caption, y - 12.0, table(&up, &down, &plain_unit(&mirror.unit)))
}

/// Returns the series for every year from first to last, without numbers that cannot be an amount.
fn fill(mirror: &Mirror, series: &[Option<f64>]) -> BTreeMap<i32, Option<f64>> {
    let (Some(first), Some(last)) = (mirror.years.iter().min(), mirror.years.iter().max()) else { return BTreeMap::new() };
    let mut all: BTreeMap<i32, Option<f64>> = (*first..=*last).map(|y| (y, None)).collect();
    all.extend(mirror.years.iter().zip(series).map(|(y, v)| (*y, v.filter(|v| v.is_finite() && *v >= 0.0))));
    all
}

/// Says how small the smaller direction is where it is hard to see, and whether bars were made taller; empty otherwise.
fn scale_note(up: &Half, down: &Half, per_unit: f64) -> String {
    let (small, large) = if up.top() < down.top() { (up, down) } else { (down, up) };
    let (Some((least, _)), Some((most, _))) = (small.largest(), large.largest()) else { return String::new() };
    let mut words = String::new();
    if least > 0.0 && least * 10.0 < most {
        let share = percent(least / most);
        words = format!("One scale both ways: the largest year of {} is {share} of the largest year of {}.", small.name, large.name);
    }
    if [up, down].iter().flat_map(|h| h.bars.values().flatten()).any(|v| *v > 0.0 && v * per_unit < LEAST_BAR) {
        words.push_str(" The smallest bars are drawn a little taller, to be seen.");
    }
    for half in [up, down].into_iter().filter(|h| h.largest().is_some_and(|l| l.0 > 0.0) && !has_mean_line(h, per_unit)) {
        words.push_str(&format!(" The mean of {} is in the table only.", half.name));
    }
    words
}

/// Tells whether a direction is tall enough for a mean line; chosen: 12, since a flatter line hides the bars.
fn has_mean_line(half: &Half, per_unit: f64) -> bool {
    half.top() * per_unit >= 12.0
}

fn plain_unit(unit: &str) -> String {
    unit.chars().filter(|c| !"$\u{a3}\u{a5}\u{20ac}\u{20bd}\u{20b9}\u{a2}".contains(*c)).collect::<String>().trim().to_string()
}

fn heading(svg: &mut Svg, half: &Half, y: f64) {
    svg.marker(half.side, (PLOT.0 + 8.0, y - 6.0), 7.0);
    svg.text(theme::STRONG, Anchor::Start, (PLOT.0 + 24.0, y), half.name);
    let x = PLOT.0 + 36.0 + text_width(half.name, theme::STRONG);
    svg.text(theme::NOTE, Anchor::Start, (x, y), &half.heading());
}

fn grid(svg: &mut Svg, zero: f64, sign: f64, levels: &[f64], per_unit: f64, height: f64) {
    for level in levels.iter().filter(|l| **l * per_unit <= height) {
        let y = zero + sign * level * per_unit;
        svg.line((PLOT.0, y), (PLOT.1, y), &format!(r#"stroke="{}" stroke-width="1""#, theme::RULE));
        if sign < 0.0 || *level > 0.0 {
            svg.text(theme::NOTE, Anchor::End, (PLOT.0 - 6.0, y + 5.0), &number(*level));
        }
    }
}

/// Draws hatch, bars and mean line of one direction.
fn draw_half(svg: &mut Svg, half: &Half, scale: &Scale, zero: f64, sign: f64, per_unit: f64, height: f64) {
    let colour = half.side.colour();
    let corner = |year: i32, tall: f64| (scale.at(f64::from(year)), if sign < 0.0 { zero - tall } else { zero });
    let column = scale.at(f64::from(half.bars.keys().next().copied().unwrap_or(0) + 1)) - PLOT.0;
    let gap = (column * 0.14).min(3.0);
    let mut points: Vec<Vec<(f64, f64)>> = vec![Vec::new()];
    for (year, bar) in &half.bars {
        match bar {
            Some(v) if *v > 0.0 => {
                let tall = (v * per_unit).max(LEAST_BAR);
                let at = corner(*year, tall);
                let style = format!(r#"fill="{colour}" fill-opacity="0.42" stroke="{colour}" stroke-width="0.8""#);
                svg.rect((at.0 + gap, at.1), (column - 2.0 * gap, tall), &style);
            }
            Some(_) => {}
            None => svg.hatch(corner(*year, height), (column + 0.3, height)),
        }
        match half.means.get(year).copied().flatten() {
            Some(v) => points.last_mut().expect("never empty").push((scale.at(f64::from(*year) + 0.5), zero + sign * v * per_unit)),
            None => points.push(Vec::new()),
        }
    }
    // A flat line would cover its own bars.
    let has_line = has_mean_line(half, per_unit);
    for run in points.iter().filter(|_| has_line) {
        svg.polyline(run, &format!(r#"fill="none" stroke="{}" stroke-width="6" stroke-opacity="0.85""#, theme::PAPER));
        svg.polyline(run, &half.side.line(3.0));
        if let [only] = run.as_slice() {
            svg.marker(half.side, *only, 4.0);
        }
    }
}

fn table(up: &Half, down: &Half, unit: &str) -> DataTable {
    let name = |what: &str, half: &Half| format!("{}, {what} ({unit})", half.name);
    let columns = [name("year", up), name("five-year mean", up), name("year", down), name("five-year mean", down)];
    let mut table = DataTable { columns: vec!["Year".to_string()], rows: Vec::new() };
    table.columns.extend(columns);
    let cell =
        |series: &BTreeMap<i32, Option<f64>>, year: &i32, reason: &str| series.get(year).copied().flatten().map_or(reason.into(), number);
    for year in up.bars.keys() {
        let mut row = vec![year.to_string()];
        for half in [up, down] {
            row.push(cell(&half.bars, year, NOT_COVERED));
            row.push(cell(&half.means, year, "no mean"));
        }
        table.rows.push(row);
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::check;

    fn sample() -> Mirror {
        Mirror {
            caption: check::caption("m"),
            years: vec![2000, 2001, 2003, 2004],
            up_name: "A to <B>".into(),
            down_name: "B to A".into(),
            up: vec![Some(2000.0), Some(0.0), None, Some(f64::NAN)],
            down: vec![Some(1.0), Some(2.0), Some(3.0)],
            up_mean: vec![None, Some(1000.0), None, None],
            down_mean: vec![],
            unit: "$ TIV, millions".into(),
        }
    }

    #[test]
    fn image_is_sound_and_table_holds_all_values() {
        let chart = draw(&sample());
        check::sound(&chart);
        assert_eq!(chart.table.rows[0], ["2000", "2\u{a0}000", "no mean", "1", "no mean"]);
        assert_eq!(chart.table.rows[1], ["2001", "0", "1\u{a0}000", "2", "no mean"]);
        assert!(!chart.svg.contains('$') && !chart.table.columns.join("").contains('$'));
    }

    #[test]
    fn a_gap_is_hatched_and_no_zero() {
        let chart = draw(&sample());
        assert_eq!(chart.table.rows[2], ["2002", "not covered", "no mean", "not covered", "no mean"]);
        // Up: 2002, 2003, 2004; down: 2002, 2004; and the swatch of the key.
        assert_eq!(chart.svg.matches("url(#m-hatch)").count(), 6);
        assert_eq!(chart.svg.matches("fill-opacity").count(), 4, "one bar up, three down, none for a true zero");
    }

    #[test]
    fn a_tiny_direction_stays_visible_on_the_shared_scale() {
        let chart = draw(&sample());
        assert_eq!(chart.svg.matches(r#"height="2.5""#).count(), 3);
        assert!(chart.svg.contains("largest 3 in 2003") && chart.svg.contains("One scale both ways"));
    }

    #[test]
    fn no_data_is_drawn_without_panic() {
        check::sound(&draw(&Mirror { caption: check::caption("m"), ..Mirror::default() }));
    }
}
