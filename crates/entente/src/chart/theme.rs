//! One constant here is one decision about how every chart looks; no chart sets a colour or a size of its own.
//!
//! Colours are from Okabe and Ito (2008), "Color universal design", jfly.uni-koeln.de/color, which stay apart under the
//! common colour deficiencies. State 1 and state 2 also differ by marker shape (circle, diamond) and by line style
//! (solid, dashed), so that nothing is lost in greyscale or print. All text has a contrast of at least 4.5 to 1 on white.
//!
//! Known weakness: sizes are for a width of 720; on a phone of 380 pixels the smallest text comes to about 8 pixels.

/// Holds the width of every chart in its own units.
pub const WIDTH: f64 = 720.0;
/// Holds the empty border at left and right.
pub const MARGIN: f64 = 8.0;
/// Holds the font stack; the system font needs no download.
pub const FONT: &str = "system-ui, sans-serif";

/// Colours state 1 (Okabe-Ito blue).
pub const BLUE: &str = "#0072B2";
/// Colours state 2 (Okabe-Ito vermillion).
pub const ORANGE: &str = "#D55E00";
/// Colours text and whatever belongs to the pair as a whole.
pub const INK: &str = "#1a1a1a";
/// Colours secondary text.
pub const SOFT: &str = "#555555";
/// Colours comparators, which stand behind the pair.
pub const GREY: &str = "#767676";
/// Colours grid lines and row rules.
pub const RULE: &str = "#dcdcdc";
/// Colours the ground of the image.
pub const PAPER: &str = "#ffffff";
/// Colours the ground under the hatch.
pub const HATCH_GROUND: &str = "#f3f3f3";
/// Colours the hatch lines.
pub const HATCH_LINE: &str = "#a6a6a6";
/// Holds the distance between hatch lines; half looks like a grey fill, double loses narrow years.
pub const HATCH_STEP: f64 = 7.0;

/// States what the hatch means, in the same words on every chart.
pub const HATCH_WORDS: &str = "hatched: the source does not cover these years, which is not the same as none";

/// Holds how a piece of text looks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TextStyle {
    /// Holds the font size in units of the image.
    pub size: f64,
    /// Holds the text colour.
    pub fill: &'static str,
    /// Tells whether the text is bold.
    pub is_bold: bool,
    /// Tells whether the text is italic, which is kept for reasons of absence.
    pub is_italic: bool,
}

impl TextStyle {
    /// Returns the distance from one line of text to the next.
    pub fn leading(&self) -> f64 {
        (self.size * 1.25).round()
    }
}

/// Styles row and lane labels.
pub const LABEL: TextStyle = TextStyle { size: 17.0, fill: INK, is_bold: false, is_italic: false };
/// Styles headings inside an image and the first and last year of a path.
pub const STRONG: TextStyle = TextStyle { size: 17.0, fill: INK, is_bold: true, is_italic: false };
/// Styles values and words beside a mark.
pub const SMALL: TextStyle = TextStyle { size: 15.0, fill: INK, is_bold: false, is_italic: false };
/// Styles axis numbers, keys and notes.
pub const NOTE: TextStyle = TextStyle { size: 15.0, fill: SOFT, is_bold: false, is_italic: false };
/// Styles the reason why there is no value.
pub const ABSENT: TextStyle = TextStyle { size: 15.0, fill: SOFT, is_bold: false, is_italic: true };
/// Styles the source line.
pub const SOURCE: TextStyle = TextStyle { size: 14.0, fill: SOFT, is_bold: false, is_italic: false };

/// Tells to which state of the pair a mark belongs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Side {
    /// Belongs to state 1: blue, circle, solid line.
    First,
    /// Belongs to state 2: vermillion, diamond, dashed line.
    Second,
    /// Belongs to the pair as a whole: ink, square, solid line.
    #[default]
    Both,
}

impl Side {
    /// Returns the colour of the side.
    pub fn colour(self) -> &'static str {
        match self {
            Side::First => BLUE,
            Side::Second => ORANGE,
            Side::Both => INK,
        }
    }

    /// Returns the attributes of a line that belongs to the side.
    pub fn line(self, width: f64) -> String {
        let dash = if self == Side::Second { r#" stroke-dasharray="6 2.5""# } else { "" };
        format!(r#"fill="none" stroke="{}" stroke-width="{width}"{dash}"#, self.colour())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the relative luminance of `#rrggbb` as WCAG 2.2 defines it.
    fn luminance(colour: &str) -> f64 {
        let part = |i: usize| {
            let c = f64::from(u8::from_str_radix(&colour[i..i + 2], 16).expect("colours are hexadecimal")) / 255.0;
            if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5)
    }

    fn contrast(colour: &str) -> f64 {
        1.05 / (luminance(colour) + 0.05)
    }

    #[test]
    fn text_meets_wcag_on_white_and_marks_too() {
        for style in [LABEL, STRONG, SMALL, NOTE, ABSENT, SOURCE] {
            assert!(contrast(style.fill) >= 4.5 && style.size >= 14.0, "{style:?}");
        }
        for colour in [BLUE, ORANGE, INK, GREY] {
            assert!(contrast(colour) >= 3.0, "{colour}");
        }
    }

    #[test]
    fn states_differ_by_line_style_not_only_colour() {
        assert!(Side::Second.line(2.0).contains("dasharray") && !Side::First.line(2.0).contains("dasharray"));
    }
}
