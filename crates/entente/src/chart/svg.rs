//! One `Svg` is one image being written: marks go in from top to bottom, and `finish` adds the source line and the frame.
//!
//! It is not a drawing library: it knows only the few shapes the charts use. It is written by hand so that the report
//! needs no dependency and every byte of an image can be reasoned about.
//!
//! Known weakness: a broken coordinate is sent out of sight rather than refused, since a report must still be written.

use super::theme::{self, Side, TextStyle};
use super::words::{escape, wrap};
use super::{Caption, Chart, DataTable};
use std::fmt::Write as _;

/// Tells which end of a text stands at its position.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    /// Begins at the position.
    Start,
    /// Has its middle at the position.
    Middle,
    /// Ends at the position.
    End,
}

/// Writes one image.
#[derive(Debug, Clone)]
pub struct Svg {
    id: String,
    body: String,
}

impl Svg {
    /// Starts an image whose identifiers begin with `id`.
    pub fn new(id: &str) -> Self {
        let id = id.chars().map(|c| if c.is_ascii_alphanumeric() || c == '-' || c == '_' { c } else { '-' }).collect();
        Self { id, body: String::new() }
    }

    /// Draws a straight line.
    pub fn line(&mut self, from: (f64, f64), to: (f64, f64), style: &str) {
        let (x1, y1, x2, y2) = (coordinate(from.0), coordinate(from.1), coordinate(to.0), coordinate(to.1));
        let _ = writeln!(self.body, r#"<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" {style}/>"#);
    }

    /// Draws a line through points; fewer than two points draw nothing.
    pub fn polyline(&mut self, points: &[(f64, f64)], style: &str) {
        if points.len() > 1 {
            let list: Vec<String> = points.iter().map(|p| format!("{},{}", coordinate(p.0), coordinate(p.1))).collect();
            let _ = writeln!(self.body, r#"<polyline points="{}" {style}/>"#, list.join(" "));
        }
    }

    /// Draws a rectangle from its upper left corner; a negative width or height draws nothing.
    pub fn rect(&mut self, corner: (f64, f64), size: (f64, f64), style: &str) {
        if size.0 > 0.0 && size.1 > 0.0 {
            let (x, y, w, h) = (coordinate(corner.0), coordinate(corner.1), coordinate(size.0), coordinate(size.1));
            let _ = writeln!(self.body, r#"<rect x="{x}" y="{y}" width="{w}" height="{h}" {style}/>"#);
        }
    }

    /// Fills a rectangle with the hatch that means "not covered".
    pub fn hatch(&mut self, corner: (f64, f64), size: (f64, f64)) {
        let style = format!(r#"fill="url(#{}-hatch)""#, self.id);
        self.rect(corner, size, &style);
    }

    /// Draws a circle.
    pub fn circle(&mut self, at: (f64, f64), radius: f64, style: &str) {
        let _ = writeln!(self.body, r#"<circle cx="{}" cy="{}" r="{}" {style}/>"#, coordinate(at.0), coordinate(at.1), coordinate(radius));
    }

    /// Draws the horizontal interval of a side, with an end stroke at each end so that a short one shows beside its marker.
    pub fn interval(&mut self, side: Side, (from, to): (f64, f64), y: f64) {
        self.line((from, y), (to, y), &side.line(3.0));
        for x in [from, to] {
            self.line((x, y - 5.0), (x, y + 5.0), &format!(r#"stroke="{}" stroke-width="2""#, side.colour()));
        }
    }

    /// Draws the marker of a side: circle, diamond or square, with a white edge.
    pub fn marker(&mut self, side: Side, at: (f64, f64), r: f64) {
        let style = format!(r#"fill="{}" stroke="{}" stroke-width="1""#, side.colour(), theme::PAPER);
        match side {
            Side::First => self.circle(at, r, &style),
            Side::Second => {
                let d = r * 1.3;
                let corner = |x: f64, y: f64| format!("{},{}", coordinate(at.0 + x), coordinate(at.1 + y));
                let corners = [corner(0.0, -d), corner(d, 0.0), corner(0.0, d), corner(-d, 0.0)].join(" ");
                let _ = writeln!(self.body, r#"<polygon points="{corners}" {style}/>"#);
            }
            Side::Both => self.rect((at.0 - r * 0.9, at.1 - r * 0.9), (r * 1.8, r * 1.8), &style),
        }
    }

    /// Writes one line of text with its baseline at `at`, over a white halo.
    pub fn text(&mut self, style: TextStyle, anchor: Anchor, at: (f64, f64), words: &str) {
        let place = match anchor {
            Anchor::Start => "",
            Anchor::Middle => r#" text-anchor="middle""#,
            Anchor::End => r#" text-anchor="end""#,
        };
        let bold = if style.is_bold { r#" font-weight="600""# } else { "" };
        let italic = if style.is_italic { r#" font-style="italic""# } else { "" };
        let (x, y, size, fill) = (coordinate(at.0), coordinate(at.1), style.size, style.fill);
        let halo = format!(r#"stroke="{}" stroke-width="3" stroke-linejoin="round" paint-order="stroke""#, theme::PAPER);
        let words = escape(words);
        let _ = writeln!(self.body, r#"<text x="{x}" y="{y}" font-size="{size}" fill="{fill}"{place}{bold}{italic} {halo}>{words}</text>"#);
    }

    /// Writes text in lines of at most `width`, the first baseline at `at`, and returns the baseline after the last.
    pub fn paragraph(&mut self, style: TextStyle, anchor: Anchor, at: (f64, f64), width: f64, words: &str) -> f64 {
        let lines = wrap(words, style, width);
        for (i, line) in lines.iter().enumerate() {
            self.text(style, anchor, (at.0, at.1 + style.leading() * i as f64), line);
        }
        at.1 + style.leading() * lines.len() as f64
    }

    /// Explains the hatch beside a swatch and returns the baseline after it.
    pub fn hatch_key(&mut self, y: f64) -> f64 {
        self.hatch((theme::MARGIN, y - 12.0), (26.0, 15.0));
        self.paragraph(theme::NOTE, Anchor::Start, (theme::MARGIN + 34.0, y), theme::WIDTH - 60.0, theme::HATCH_WORDS)
    }

    /// Adds the source line below `y` and closes the image.
    pub fn finish(mut self, caption: &Caption, y: f64, table: DataTable) -> Chart {
        let source = format!("Source: {}", caption.source);
        let width = theme::WIDTH - 2.0 * theme::MARGIN;
        let bottom = self.paragraph(theme::SOURCE, Anchor::Start, (theme::MARGIN, y + 16.0), width, &source);
        let (id, w, h, font, step) = (&self.id, theme::WIDTH, bottom.ceil(), theme::FONT, theme::HATCH_STEP);
        let (title, desc) = (escape(&caption.title), escape(&caption.desc));
        let (ground, stripe, paper) = (theme::HATCH_GROUND, theme::HATCH_LINE, theme::PAPER);
        let svg = format!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {w} {h}" width="100%" role="img" aria-labelledby="{id}-title {id}-desc" font-family="{font}">
<title id="{id}-title">{title}</title>
<desc id="{id}-desc">{desc}</desc>
<defs><pattern id="{id}-hatch" width="{step}" height="{step}" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="{step}" height="{step}" fill="{ground}"/><rect width="1.6" height="{step}" fill="{stripe}"/></pattern></defs>
<rect width="{w}" height="{h}" fill="{paper}"/>
{}</svg>
"#,
            self.body
        );
        Chart { id: self.id, title: caption.title.clone(), takeaway: caption.takeaway.clone(), svg, table }
    }
}

/// Writes a coordinate to two decimals; a broken one is sent far outside rather than to a plausible place.
fn coordinate(value: f64) -> String {
    if !value.is_finite() {
        return "-9999".to_string();
    }
    let fixed = format!("{value:.2}");
    let short = fixed.trim_end_matches('0').trim_end_matches('.');
    if short == "-0" { "0".to_string() } else { short.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::check;

    #[test]
    fn an_image_is_well_formed_and_names_itself() {
        let mut svg = Svg::new("a b\"c");
        svg.text(theme::LABEL, Anchor::Middle, (1.0, 2.0), "x < y & z");
        svg.hatch((0.0, 0.0), (5.0, 5.0));
        let chart = svg.finish(&check::caption("ignored"), 20.0, DataTable::default());
        check::sound(&chart);
        assert_eq!(chart.id, "a-b-c");
        assert!(chart.svg.contains(r#"role="img" aria-labelledby="a-b-c-title a-b-c-desc""#));
    }
}
