//! One lane is one source or kind of event over the years; one mark is one event or spell in it.
//!
//! An empty stretch means none only where the lane is covered; elsewhere the lane is hatched. Lanes are not added up,
//! because one treaty and one exercise are not the same amount of anything.
//!
//! Known weakness: in a crowded lane single marks merge into a texture; the table lists each of them.

use super::scale::{Scale, ticks};
use super::svg::{Anchor, Svg};
use super::theme;
use super::words::{number, text_width, wrap};
use super::{Caption, Chart, DataTable};

/// Holds the data of a timeline.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Timeline {
    /// Says what the chart is.
    pub caption: Caption,
    /// Holds the first and the last year drawn, both included.
    pub span: (i32, i32),
    /// Holds the year the assessment looks from; the line stands at its end.
    pub as_of: i32,
    /// Says what a larger mark means, for example "larger: more troops"; empty when all weights are alike.
    pub weight_means: String,
    /// Says what a hollow mark means, for example "reported once only"; empty when there is none.
    pub hollow_means: String,
    /// Holds the lanes from top to bottom.
    pub lanes: Vec<Lane>,
}

/// Holds one lane.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Lane {
    /// Names the lane in a few words.
    pub label: String,
    /// Holds the first and last year the source covers; `None` when it covers none.
    pub covered: Option<(i32, i32)>,
    /// Holds the events.
    pub marks: Vec<Mark>,
}

/// Holds one event or spell.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Mark {
    /// Holds the start as a fractional year.
    pub start: f64,
    /// Holds the end as a fractional year; equal to `start` for a moment.
    pub end: f64,
    /// Holds the size on 0 to 1.
    pub weight: f64,
    /// Names the event where it deserves a name in the picture; empty otherwise.
    pub label: String,
    /// Tells whether only the outline is drawn.
    pub hollow: bool,
}

const PLOT: (f64, f64) = (142.0, 708.0);
const BAND: f64 = 34.0;
/// Chosen: six names fill a lane; three leave most spells unnamed, twelve cannot be placed.
const NAMES_PER_LANE: usize = 6;
/// Chosen: beyond thirty marks circles hide each other; at fifteen small lanes lose their size, at sixty they clot.
const CROWDED: usize = 30;

/// Draws a timeline.
///
/// Missing: years a source does not cover are hatched; marks outside the span are only in the table.
pub fn draw(timeline: &Timeline) -> Chart {
    let mut svg = Svg::new(&timeline.caption.id);
    let (first, last) = timeline.span;
    let end = last.max(first) + 1;
    let scale = Scale::new((f64::from(first), f64::from(end)), PLOT);
    let years: Vec<f64> = ticks(f64::from(first), f64::from(end), 6).into_iter().filter(|y| is_tick(*y, first, end)).collect();
    let top = 30.0;
    let mut y = top;
    for lane in &timeline.lanes {
        y = draw_lane(&mut svg, &scale, timeline, lane, &years, y);
    }
    svg.line((PLOT.0, y), (PLOT.1, y), &format!(r#"stroke="{}" stroke-width="1""#, theme::SOFT));
    for year in &years {
        svg.text(theme::NOTE, Anchor::Middle, (scale.at(*year).min(PLOT.1 - 14.0), y + 18.0), &format!("{year:.0}"));
    }
    draw_as_of(&mut svg, &scale, timeline.as_of, (top, y));
    y += 44.0;
    if timeline.lanes.iter().any(|l| l.covered.is_none_or(|(a, b)| a > first || b + 1 < end)) {
        y = svg.hatch_key(y);
    }
    let mut notes = vec![timeline.weight_means.clone()];
    if timeline.lanes.iter().flat_map(|l| &l.marks).any(|m| m.hollow) && !timeline.hollow_means.is_empty() {
        notes.push(format!("outline only: {}", timeline.hollow_means));
    }
    let notes = notes.into_iter().filter(|n| !n.is_empty()).collect::<Vec<_>>().join("; ");
    y = svg.paragraph(theme::NOTE, Anchor::Start, (theme::MARGIN, y), theme::WIDTH - 2.0 * theme::MARGIN, &notes);
    svg.finish(&timeline.caption, y - 12.0, table(timeline))
}

fn is_tick(year: f64, first: i32, end: i32) -> bool {
    (year - year.round()).abs() < 1e-6 && year >= f64::from(first) && year <= f64::from(end)
}

fn is_drawn(mark: &Mark, span: (i32, i32)) -> bool {
    mark.start.is_finite() && mark.end.is_finite() && mark.end >= f64::from(span.0) && mark.start < f64::from(span.1 + 1)
}

/// Draws the line of the year looked from, over all lanes.
fn draw_as_of(svg: &mut Svg, scale: &Scale, year: i32, (top, bottom): (f64, f64)) {
    let (x, words) = (scale.at(f64::from(year + 1)), format!("as of {year}"));
    svg.line((x, top - 6.0), (x, bottom), &format!(r#"stroke="{}" stroke-width="1.4""#, theme::INK));
    let half = text_width(&words, theme::SMALL) / 2.0;
    svg.text(theme::SMALL, Anchor::Middle, (x.clamp(half, theme::WIDTH - half - theme::MARGIN), top - 11.0), &words);
}

/// Holds where a name stands: mark position, left end, row counted upwards from the band.
struct Name<'a> {
    x: f64,
    left: f64,
    row: usize,
    words: &'a str,
}

/// Chooses which names of a lane can stand without touching each other, larger marks first.
fn place_names<'a>(marks: &[&'a Mark], scale: &Scale, as_of: f64) -> Vec<Name<'a>> {
    let mut wanted: Vec<&Mark> = marks.iter().copied().filter(|m| !m.label.trim().is_empty()).collect();
    wanted.sort_by(|a, b| b.weight.total_cmp(&a.weight).then(a.start.total_cmp(&b.start)));
    let mut placed: Vec<Name> = Vec::new();
    for mark in wanted {
        let x = (scale.at(mark.start) + scale.at(mark.end)) / 2.0;
        let width = text_width(&mark.label, theme::SMALL);
        let centred = (x - width / 2.0).min(PLOT.1 - width).max(PLOT.0);
        let left = match centred < as_of + 4.0 && as_of < centred + width + 4.0 {
            true if x <= as_of || as_of + 4.0 + width > PLOT.1 => as_of - width - 4.0,
            true => as_of + 4.0,
            false => centred,
        };
        let clear = |row: usize, n: &Name| {
            let right = n.left + text_width(n.words, theme::SMALL);
            let apart = left > right + 8.0 || left + width + 8.0 < n.left;
            let line_clear = if row > n.row { x < n.left - 3.0 || x > right + 3.0 } else { n.x < left - 3.0 || n.x > left + width + 3.0 };
            apart || (row != n.row && line_clear)
        };
        if let Some(row) = (0..3).find(|row| width <= PLOT.1 - PLOT.0 && placed.iter().all(|n| clear(*row, n))) {
            placed.push(Name { x, left, row, words: &mark.label });
        }
        if placed.len() == NAMES_PER_LANE {
            break;
        }
    }
    placed
}

/// Draws one lane below `top` and returns its lower end.
fn draw_lane(svg: &mut Svg, scale: &Scale, timeline: &Timeline, lane: &Lane, years: &[f64], top: f64) -> f64 {
    let marks: Vec<&Mark> = lane.marks.iter().filter(|m| is_drawn(m, timeline.span)).collect();
    let names = place_names(&marks, scale, scale.at(f64::from(timeline.as_of + 1)));
    let rows = names.iter().map(|n| n.row + 1).max().unwrap_or(0) as f64;
    let leading = theme::SMALL.leading() + 2.0;
    let lines = wrap(&lane.label, theme::LABEL, PLOT.0 - 20.0);
    let band = top + 8.0 + rows * leading;
    let bottom = (band + BAND).max(top + 6.0 + lines.len() as f64 * theme::LABEL.leading()) + 8.0;
    let rule = format!(r#"stroke="{}" stroke-width="1""#, theme::RULE);
    for year in years {
        svg.line((scale.at(*year), top), (scale.at(*year), bottom), &rule);
    }
    svg.line((theme::MARGIN, top), (PLOT.1, top), &rule);
    let (from, to) = lane.covered.map_or((PLOT.1, PLOT.1), |(a, b)| (scale.at(f64::from(a)), scale.at(f64::from(b + 1))));
    svg.hatch((PLOT.0, band), (from - PLOT.0, BAND));
    svg.hatch((to, band), (PLOT.1 - to, BAND));
    let middle = band + BAND / 2.0;
    svg.line((from, middle), (to, middle), &rule);
    let size = lines.len() as f64 * theme::LABEL.leading();
    let baseline = (middle - size / 2.0 + theme::LABEL.leading() * 0.77).min(bottom - size + 8.0).max(top + 20.0);
    svg.paragraph(theme::LABEL, Anchor::Start, (theme::MARGIN, baseline), PLOT.0 - 20.0, &lane.label);
    // Spells first, so that they do not cover the moments within them.
    let mut order = marks.clone();
    order.sort_by(|a, b| (b.end - b.start).total_cmp(&(a.end - a.start)));
    for mark in order {
        draw_mark(svg, scale, mark, middle, marks.len() > CROWDED);
    }
    for name in &names {
        let y = band - 5.0 - name.row as f64 * leading;
        svg.line((name.x, y + 3.0), (name.x, band + 6.0), &format!(r#"stroke="{}" stroke-width="1""#, theme::SOFT));
        let centre = name.left + text_width(name.words, theme::SMALL) / 2.0;
        svg.text(theme::SMALL, Anchor::Middle, (centre, y), name.words);
    }
    bottom
}

/// Draws one mark: a bar for a spell, a tick in a crowded lane, a circle otherwise.
fn draw_mark(svg: &mut Svg, scale: &Scale, mark: &Mark, middle: f64, is_crowded: bool) {
    let weight = if mark.weight.is_finite() { mark.weight.clamp(0.0, 1.0) } else { 0.0 };
    let (x0, x1) = (scale.at(mark.start), scale.at(mark.end.max(mark.start)));
    let paint = |opacity: f64| match mark.hollow {
        true => format!(r#"fill="{}" fill-opacity="0.7" stroke="{}" stroke-width="1.5""#, theme::PAPER, theme::INK),
        false => format!(r#"fill="{}" opacity="{opacity}""#, theme::INK),
    };
    if x1 - x0 >= 6.0 {
        let height = 8.0 + 16.0 * weight;
        svg.rect((x0, middle - height / 2.0), (x1 - x0, height), &format!(r#"rx="3" {}"#, paint(0.72)));
    } else if is_crowded {
        let (height, width) = (7.0 + 23.0 * weight, if mark.hollow { 4.0 } else { 2.2 });
        svg.rect((x0 - width / 2.0, middle - height / 2.0), (width, height), &paint(0.6));
    } else {
        let edge = if mark.hollow { String::new() } else { format!(r#" stroke="{}" stroke-width="1""#, theme::PAPER) };
        svg.circle(((x0 + x1) / 2.0, middle), 4.0 + 8.0 * weight.sqrt(), &(paint(0.72) + &edge));
    }
}

fn table(timeline: &Timeline) -> DataTable {
    let year = |v: f64| if v.is_finite() { format!("{v:.2}").trim_end_matches('0').trim_end_matches('.').to_string() } else { number(v) };
    let mut table = DataTable::new(&["Lane", "What", "From", "To", "Size (0 to 1)", "Name"]);
    for lane in &timeline.lanes {
        let (from, to) = lane.covered.map_or(("not covered".into(), "not covered".into()), |(a, b)| (a.to_string(), b.to_string()));
        let count = format!("{} marks in all", lane.marks.len());
        table.rows.push(vec![lane.label.clone(), "years covered".into(), from, to, "not applicable".into(), count]);
        for mark in &lane.marks {
            let shape = if mark.hollow { "outline" } else { "full" };
            let what = if is_drawn(mark, timeline.span) { shape.to_string() } else { format!("{shape}, outside the years drawn") };
            let name = if mark.label.trim().is_empty() { "not named".to_string() } else { mark.label.clone() };
            table.rows.push(vec![lane.label.clone(), what, year(mark.start), year(mark.end), number(mark.weight), name]);
        }
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::check;

    fn mark(start: f64, label: &str) -> Mark {
        Mark { start, end: start, weight: 0.5, label: label.into(), hollow: false }
    }

    fn sample(count: usize, covered: Option<(i32, i32)>) -> Timeline {
        let marks = (0..count).map(|i| mark(2000.0 + i as f64 * 0.15, if i % 5 == 0 { "A <named> event" } else { "" })).collect();
        let lanes = vec![Lane { label: "Lane & \"more\"".into(), covered, marks }];
        Timeline { caption: check::caption("t"), span: (2000, 2020), as_of: 2018, lanes, ..Timeline::default() }
    }

    #[test]
    fn image_is_sound_and_table_lists_all_marks() {
        let mut timeline = sample(130, Some((2000, 2020)));
        timeline.lanes[0].marks.push(mark(1990.5, ""));
        timeline.lanes[0].marks.push(mark(f64::NAN, "broken"));
        let chart = draw(&timeline);
        check::sound(&chart);
        assert_eq!(chart.table.rows.len(), 133);
        assert_eq!(chart.table.rows[131][1..3], ["full, outside the years drawn", "1990.5"]);
    }

    #[test]
    fn names_are_few_and_do_not_touch() {
        let timeline = sample(130, Some((2000, 2020)));
        let marks: Vec<&Mark> = timeline.lanes[0].marks.iter().collect();
        let names = place_names(&marks, &Scale::new((2000.0, 2021.0), PLOT), 600.0);
        assert!(!names.is_empty() && names.len() <= NAMES_PER_LANE);
        for (i, a) in names.iter().enumerate() {
            for b in names[i + 1..].iter().filter(|b| b.row == a.row) {
                assert!((a.left - b.left).abs() > text_width(a.words, theme::SMALL));
            }
        }
    }

    #[test]
    fn years_without_coverage_are_hatched_and_explained() {
        let hatches = |covered| draw(&sample(3, covered)).svg.matches("url(#t-hatch)").count();
        // One hatch is the swatch of the key.
        assert_eq!([hatches(Some((2000, 2020))), hatches(Some((2005, 2010))), hatches(None)], [0, 3, 2]);
        assert!(draw(&sample(3, None)).svg.contains("not the same as none"));
        assert_eq!(draw(&sample(3, None)).table.rows[0][2], "not covered");
    }
}
