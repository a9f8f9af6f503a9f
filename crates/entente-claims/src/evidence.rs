//! What a claim may look at: yearly series and coded records, each with its coverage and where it came from.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use entente_core::{Cell, Coverage, Dyad, Locator, PartialDate, Register, StateCode, Unit, Year, YearSpan};
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, StandardNormal};

use crate::contest::ContestDraws;

/// Everything the claims of one assessment may use. Records and points after `as_of` are already gone.
#[derive(Debug, Clone)]
pub struct Evidence {
    /// The last year that may be used.
    pub as_of: Year,
    /// The pair in question.
    pub dyad: Dyad,
    /// Pairs it is set against.
    pub comparators: Vec<Dyad>,
    /// Yearly series by key.
    pub series: BTreeMap<SeriesKey, Series>,
    /// Coded tables by name.
    pub tables: BTreeMap<String, Table>,
    /// Seed of every random number.
    pub seed: u64,
    /// Draws of the contest of the pair, or why there are none.
    pub contest: Result<ContestDraws, String>,
}

/// Names a series: what it measures and of whom, for instance `trade_share[RUS]`, `arms_tiv[RUS>CHN]`, `votes_agree3[RUS-CHN]`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SeriesKey {
    /// Id of the indicator.
    pub id: String,
    /// Whom it is about.
    pub about: About,
}

/// Whom a series is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum About {
    /// One state.
    State(StateCode),
    /// From the first to the second.
    Directed(StateCode, StateCode),
    /// Both alike, low code first.
    Pair(StateCode, StateCode),
}

/// Why a text does not name a series.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} does not name a series; write for instance trade_share[RUS], arms_tiv[RUS>CHN] or votes_agree3[RUS-CHN]")]
pub struct SeriesKeyError {
    text: String,
}

impl About {
    /// The unordered pair, if it is about two states.
    pub fn dyad(self) -> Option<Dyad> {
        match self {
            Self::State(_) => None,
            Self::Directed(a, b) | Self::Pair(a, b) => Dyad::new(a, b),
        }
    }
}

impl SeriesKey {
    /// Joins an id and whom it is about.
    pub fn new(id: &str, about: About) -> Self {
        let about = match about {
            About::Pair(a, b) => About::Pair(a.min(b), a.max(b)),
            other => other,
        };
        Self { id: id.to_owned(), about }
    }
}

fn abbreviation(code: StateCode) -> String {
    Register::builtin().get(code).and_then(|state| state.cow_abbrev.clone()).unwrap_or_else(|| code.to_string())
}

fn from_abbreviation(text: &str) -> Option<StateCode> {
    let register = Register::builtin();
    let by_number = text.parse().ok().map(StateCode).filter(|code| register.get(*code).is_some());
    by_number.or_else(|| register.states().find(|s| s.cow_abbrev.as_deref() == Some(text)).map(|s| s.code))
}

impl fmt::Display for SeriesKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let about = match self.about {
            About::State(a) => abbreviation(a),
            About::Directed(a, b) => format!("{}>{}", abbreviation(a), abbreviation(b)),
            About::Pair(a, b) => format!("{}-{}", abbreviation(a), abbreviation(b)),
        };
        write!(f, "{}[{about}]", self.id)
    }
}

impl FromStr for SeriesKey {
    type Err = SeriesKeyError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let parse = || {
            let (id, rest) = text.split_once('[')?;
            let about = rest.strip_suffix(']')?;
            let about = if let Some((a, b)) = about.split_once('>') {
                About::Directed(from_abbreviation(a)?, from_abbreviation(b)?)
            } else if let Some((a, b)) = about.split_once('-') {
                About::Pair(from_abbreviation(a)?, from_abbreviation(b)?)
            } else {
                About::State(from_abbreviation(about)?)
            };
            (!id.is_empty()).then(|| Self::new(id, about))
        };
        parse().ok_or_else(|| SeriesKeyError { text: text.chars().take(60).collect() })
    }
}

/// One indicator through time.
#[derive(Debug, Clone)]
pub struct Series {
    /// What the numbers count.
    pub unit: Unit,
    /// The years it speaks about.
    pub coverage: Coverage,
    /// Values in the order of years; a year that is absent is missing inside the coverage and not covered outside.
    pub points: Vec<Point>,
    /// Citations of a series that does not rest on coded records; those of records are found through them.
    pub citations: Vec<String>,
}

/// One year of a series.
#[derive(Debug, Clone)]
pub struct Point {
    /// The year.
    pub year: Year,
    /// The value with its state of knowledge.
    pub cell: Cell<f64>,
    /// 90 % interval from the error model of the source, where there is one.
    pub interval: Option<(f64, f64)>,
    /// Ids of the records it rests on, which points of several series may share.
    pub records: Arc<[String]>,
}

impl Series {
    /// Known points of a span, in order.
    pub fn known(&self, span: YearSpan) -> Vec<&Point> {
        let is_known = |p: &&Point| span.contains(p.year) && self.coverage.years.contains(p.year) && p.cell.status().is_known();
        self.points.iter().filter(is_known).collect()
    }

    /// The state of one year.
    pub fn cell(&self, year: Year) -> Cell<f64> {
        let point = self.points.iter().find(|p| p.year == year);
        point.map_or_else(|| if self.coverage.years.contains(year) { Cell::Missing } else { Cell::NotCovered }, |p| p.cell)
    }

    /// Share of a span's years with a known value, 0 to 1.
    pub fn share_known(&self, span: YearSpan) -> f64 {
        self.known(span).len() as f64 / span.len() as f64
    }
}

impl Point {
    /// One draw of the value: normal around it with the spread of its interval, times `error`. A value that cannot be negative
    /// stays so.
    pub fn draw(&self, error: f64, rng: &mut ChaCha8Rng) -> f64 {
        let Some(value) = self.cell.value() else { return f64::NAN };
        let Some((low, high)) = self.interval else { return value };
        let noise: f64 = StandardNormal.sample(rng);
        let drawn = value + error * (high - low) / (2.0 * 1.645) * noise;
        if low >= 0.0 { drawn.max(0.0) } else { drawn }
    }
}

/// A table of coded records.
#[derive(Debug, Clone, Default)]
pub struct Table {
    /// What it covers; none for a table of things without a year.
    pub coverage: Option<Coverage>,
    /// The records.
    pub records: Vec<Record>,
}

/// One coded fact.
#[derive(Debug, Clone)]
pub struct Record {
    /// Unique id.
    pub id: String,
    /// When it happened or was said.
    pub date: Option<PartialDate>,
    /// Fields by column; an empty cell is absent.
    pub fields: BTreeMap<String, String>,
    /// Ids of citations.
    pub citations: Vec<String>,
    /// What the source says, in our words.
    pub says: String,
    /// The line that carries it.
    pub locator: Locator,
}

impl Record {
    /// The text of a field, if the record has it.
    pub fn text(&self, field: &str) -> Option<&str> {
        self.fields.get(field).map(String::as_str)
    }

    /// The number in a field, if there is one.
    pub fn number(&self, field: &str) -> Option<f64> {
        self.text(field)?.parse().ok()
    }

    /// A small code (0 to 3) in a field.
    pub fn code(&self, field: &str) -> Option<u8> {
        self.text(field)?.parse().ok()
    }

    /// The pair of the record, from its two code columns.
    pub fn dyad(&self) -> Option<Dyad> {
        let code = |field| self.text(field)?.parse().ok().map(StateCode);
        Dyad::new(code("ccode1")?, code("ccode2")?)
    }
}

/// A number with an interval, as it is shown.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, schemars::JsonSchema)]
pub struct Figure {
    /// Middle.
    pub value: f64,
    /// Lower end of the 90 % interval.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_round_trip_and_pairs_are_ordered() {
        for text in ["arms_tiv[RUS>CHN]", "trade_share[CHN]", "votes_agree3[RUS-CHN]"] {
            assert_eq!(text.parse::<SeriesKey>().unwrap().to_string(), text);
        }
        assert_eq!("x[CHN-RUS]".parse::<SeriesKey>().unwrap(), "x[365-710]".parse().unwrap());
        for text in ["arms", "arms[]", "arms[XXX]", "[RUS]", "arms[RUS"] {
            assert!(text.parse::<SeriesKey>().is_err(), "{text}");
        }
    }
}
