//! One `Room` remembers what is already drawn in a plot, so that names can be written beside points without covering it.
//!
//! Names are tried at eight places around the point, right first; what finds no place is not written, since two names on
//! top of each other are worth less than none.
//!
//! Known weakness: it is greedy, so the order of calls decides who gets a name.

use super::svg::{Anchor, Svg};
use super::theme::{self, TextStyle};
use super::words::text_width;

/// Holds the boxes (left, top, right, bottom) that names must not cover.
#[derive(Debug, Clone)]
pub struct Room {
    bounds: [f64; 4],
    taken: Vec<[f64; 4]>,
}

impl Room {
    /// Starts with free room inside `bounds` (left, top, right, bottom).
    pub fn new(bounds: [f64; 4]) -> Self {
        Self { bounds, taken: Vec::new() }
    }

    /// Keeps names off a square around a point.
    pub fn block(&mut self, at: (f64, f64), r: f64) {
        self.taken.push([at.0 - r, at.1 - r, at.0 + r, at.1 + r]);
    }

    /// Keeps names off a straight line.
    pub fn block_line(&mut self, from: (f64, f64), to: (f64, f64)) {
        let steps = ((to.0 - from.0).hypot(to.1 - from.1) / 8.0).ceil().max(1.0);
        for i in 0..=steps as usize {
            let part = i as f64 / steps;
            self.block((from.0 + part * (to.0 - from.0), from.1 + part * (to.1 - from.1)), 1.5);
        }
    }

    /// Finds a place for a name at one of the distances from a point, writes it there and tells whether there was room.
    ///
    /// A name at a later distance than the first is joined to its point by a thin line.
    pub fn write(&mut self, svg: &mut Svg, style: TextStyle, at: (f64, f64), words: &str, distances: &[f64]) -> bool {
        let (width, tall) = (text_width(words, style), style.size);
        for (ring, near) in distances.iter().copied().enumerate() {
            let Some((dx, dy)) = offsets(width, tall, near).into_iter().find(|d| self.is_free(place(at, *d, width, tall))) else {
                continue;
            };
            let [left, top, right, bottom] = place(at, (dx, dy), width, tall);
            self.taken.push([left, top, right, bottom]);
            if ring > 0 {
                let end = (at.0.clamp(left, right), at.1.clamp(top, bottom));
                svg.line(at, end, &format!(r#"stroke="{}" stroke-width="1""#, theme::GREY));
            }
            // The true width is less than the estimate, so a name left of its point is anchored at its end.
            let (anchor, x) = match dx {
                d if d < -width * 0.9 => (Anchor::End, right),
                d if d < 0.0 => (Anchor::Middle, left + width / 2.0),
                _ => (Anchor::Start, left),
            };
            svg.text(style, anchor, (x, at.1 + dy), words);
            return true;
        }
        false
    }

    fn is_free(&self, place: [f64; 4]) -> bool {
        let [left, top, right, bottom] = self.bounds;
        let is_inside = place[0] > left && place[2] < right && place[1] > top && place[3] < bottom;
        is_inside && self.taken.iter().all(|b| place[2] < b[0] || b[2] < place[0] || place[3] < b[1] || b[3] < place[1])
    }
}

/// Returns the box a name takes when its baseline begins at an offset from a point.
fn place(at: (f64, f64), (dx, dy): (f64, f64), width: f64, tall: f64) -> [f64; 4] {
    let (x, y) = (at.0 + dx, at.1 + dy);
    [x, y - tall * 0.8, x + width, y + tall * 0.2]
}

/// Returns the eight offsets tried around a point, from best to worst.
fn offsets(width: f64, tall: f64, near: f64) -> [(f64, f64); 8] {
    let far = near * 0.8;
    [
        (near, tall * 0.35),
        (-near - width, tall * 0.35),
        (-width / 2.0, -near),
        (-width / 2.0, near + tall * 0.8),
        (far, -far),
        (far, far + tall * 0.7),
        (-far - width, -far),
        (-far - width, far + tall * 0.7),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_do_not_cover_each_other() {
        let (mut svg, mut room) = (Svg::new("x"), Room::new([0.0, 0.0, 700.0, 400.0]));
        let written = (0..40).filter(|_| room.write(&mut svg, theme::NOTE, (300.0, 200.0), "the same place", &[10.0])).count();
        assert!((1..=8).contains(&written));
    }
}
