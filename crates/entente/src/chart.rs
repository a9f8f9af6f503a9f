//! One chart is one static SVG image, the sentence it supports and the table of every number it draws.
//!
//! A chart is not interactive and holds no script and no external reference: it must look the same in a saved page, in
//! print and in a screenshot. The source line is therefore part of the image. Identifiers inside an image begin with the
//! chart id, so that several images can stand in one page.
//!
//! Known weakness: text is measured by rough letter widths, since no font is at hand; unusual scripts may wrap early.

pub mod butterfly;
pub mod mirror;
pub mod multiples;
pub mod path;
pub mod profile;
pub mod ranges;
pub mod room;
pub mod scale;
pub mod strip;
pub mod svg;
pub mod theme;
pub mod timeline;
pub mod tornado;
pub mod words;

/// Holds what every chart says about itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Caption {
    /// Names the chart within its page; letters other than ASCII letters, digits, `-` and `_` become `-`.
    pub id: String,
    /// Names what is shown, for the heading and for screen readers.
    pub title: String,
    /// Describes the picture for those who do not see it.
    pub desc: String,
    /// States in one sentence what the reader should take away.
    pub takeaway: String,
    /// Names sources and versions; drawn after the word "Source" inside the image.
    pub source: String,
}

/// Holds a finished chart: image, words and numbers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Chart {
    /// Names the chart within its page.
    pub id: String,
    /// Names what is shown.
    pub title: String,
    /// States in one sentence what the reader should take away.
    pub takeaway: String,
    /// Holds the complete `<svg>` element.
    pub svg: String,
    /// Holds every number the image draws.
    pub table: DataTable,
}

/// Holds the numbers of a chart as text, one row per thing drawn.
///
/// Missing: a cell without a value states the reason; it is never empty and never zero.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DataTable {
    /// Names the columns.
    pub columns: Vec<String>,
    /// Holds the rows, each as long as `columns`.
    pub rows: Vec<Vec<String>>,
}

/// Holds a middle value and the ends of its 90 % interval.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Interval {
    /// Holds the lower end.
    pub low: f64,
    /// Holds the middle value.
    pub mid: f64,
    /// Holds the upper end.
    pub high: f64,
}

impl Interval {
    /// Builds an interval from its lower end, middle and upper end.
    pub fn new(low: f64, mid: f64, high: f64) -> Self {
        Self { low, mid, high }
    }

    /// Builds an interval of no width, for a value whose uncertainty is not known.
    pub fn exact(value: f64) -> Self {
        Self::new(value, value, value)
    }

    /// Returns the interval when all three numbers can be drawn.
    pub(crate) fn drawable(self) -> Option<Self> {
        [self.low, self.mid, self.high].iter().all(|v| v.is_finite()).then_some(self)
    }
}

impl DataTable {
    /// Starts a table with these columns.
    pub(crate) fn new(columns: &[&str]) -> Self {
        Self { columns: columns.iter().map(|c| c.to_string()).collect(), rows: Vec::new() }
    }
}

/// Returns the given reason for a missing value, or says that none was given.
pub(crate) fn reason(absent: &Option<String>) -> &str {
    absent.as_deref().filter(|r| !r.trim().is_empty()).unwrap_or("no value, reason not given")
}

#[cfg(test)]
pub(crate) mod check {
    //! Checks that hold for every chart.
    use super::{Caption, Chart};

    /// Builds a caption whose texts need escaping.
    pub(crate) fn caption(id: &str) -> Caption {
        let nasty = r#"A <b> & "c" 'd'"#.to_string();
        Caption { id: id.into(), title: nasty.clone(), desc: nasty.clone(), takeaway: nasty.clone(), source: nasty }
    }

    /// Panics unless tags balance, no number is broken, identifiers are prefixed and found, and no table cell is empty.
    pub(crate) fn sound(chart: &Chart) {
        let svg = &chart.svg;
        for word in ["NaN", "inf\"", "-9999", "<b>", "<script", "href", "\"c\""] {
            assert!(!svg.contains(word), "{word} in {svg}");
        }
        balanced(svg);
        for id in svg.split(" id=\"").skip(1).map(|s| s.split('"').next().unwrap_or_default()) {
            assert!(id.starts_with(&chart.id), "{id} lacks the prefix");
            assert_eq!(svg.matches(&format!(" id=\"{id}\"")).count(), 1, "{id} is not unique");
        }
        for used in svg.split("url(#").skip(1).map(|s| s.split(')').next().unwrap_or_default()) {
            assert!(svg.contains(&format!(" id=\"{used}\"")), "{used} is not defined");
        }
        for row in &chart.table.rows {
            assert_eq!(row.len(), chart.table.columns.len(), "{row:?}");
            assert!(row.iter().all(|c| !c.trim().is_empty() && !c.contains("NaN")), "{row:?}");
        }
    }

    /// Panics unless every tag is closed in order and every attribute is quoted.
    pub(crate) fn balanced(svg: &str) {
        let mut open: Vec<&str> = Vec::new();
        for part in svg.split('<').skip(1) {
            let (tag, text) = part.split_once('>').expect("every tag ends");
            assert!(!text.contains('>'), "bare > in {text}");
            assert!(text.split('&').skip(1).all(|t| ["amp;", "lt;", "gt;", "quot;", "#39;"].iter().any(|e| t.starts_with(e))), "{text}");
            let name = tag.split([' ', '/']).find(|w| !w.is_empty()).unwrap_or_default();
            if tag.starts_with('/') {
                assert_eq!(open.pop(), Some(name), "{tag} closes another tag");
            } else {
                assert_eq!(tag.matches('"').count(), 2 * tag.matches("=\"").count(), "quotes in {tag}");
                if !tag.ends_with('/') {
                    open.push(name);
                }
            }
        }
        assert!(open.is_empty(), "left open: {open:?}");
    }

    #[test]
    #[should_panic(expected = "closes another tag")]
    fn crossed_tags_are_caught() {
        balanced("<g><text>a</g></text>");
    }
}
