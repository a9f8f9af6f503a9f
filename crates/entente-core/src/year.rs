//! Calendar years and closed spans of them.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A calendar year, as every panel of the field keys it.
pub type Year = i32;

/// A closed span of years, written `1990..2022`; one year is written `1990`.
///
/// # Example
/// ```
/// use entente_core::YearSpan;
/// let span: YearSpan = "1992..2021".parse().unwrap();
/// assert!(span.contains(2021) && !span.contains(2022));
/// assert_eq!(span.len(), 30);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct YearSpan {
    first: Year,
    last: Year,
}

/// Why a text is not a span of years.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is not a year or a span of years; write 2021 or 1992..2021")]
pub struct YearSpanError {
    text: String,
}

impl YearSpan {
    /// Builds the span from `first` to `last`, both included; none if they are in the wrong order.
    pub fn new(first: Year, last: Year) -> Option<Self> {
        (first <= last).then_some(Self { first, last })
    }

    /// The first year.
    pub fn first(self) -> Year {
        self.first
    }

    /// The last year.
    pub fn last(self) -> Year {
        self.last
    }

    /// Says whether the year lies in the span.
    pub fn contains(self, year: Year) -> bool {
        (self.first..=self.last).contains(&year)
    }

    /// Number of years; a span is never empty.
    #[allow(clippy::len_without_is_empty)]
    pub fn len(self) -> usize {
        (self.last - self.first) as usize + 1
    }

    /// The years in order.
    pub fn years(self) -> impl DoubleEndedIterator<Item = Year> {
        self.first..=self.last
    }
}

impl FromStr for YearSpan {
    type Err = YearSpanError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let error = || YearSpanError { text: text.chars().take(40).collect() };
        let (first, last) = text.split_once("..").unwrap_or((text, text));
        let parse = |part: &str| match part.trim() {
            part if part.len() == 4 => part.parse::<Year>().map_err(|_| error()),
            _ => Err(error()),
        };
        Self::new(parse(first)?, parse(last)?).ok_or_else(error)
    }
}

impl fmt::Display for YearSpan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.first == self.last { write!(f, "{}", self.first) } else { write!(f, "{}..{}", self.first, self.last) }
    }
}

impl TryFrom<String> for YearSpan {
    type Error = YearSpanError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<YearSpan> for String {
    fn from(span: YearSpan) -> Self {
        span.to_string()
    }
}

impl schemars::JsonSchema for YearSpan {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "YearSpan".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "pattern": r"^\d{4}(\.\.\d{4})?$" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refuses_what_is_not_a_span() {
        for text in ["", "21", "2021..", "..2021", "2022..2021", "x", "20211"] {
            assert!(text.parse::<YearSpan>().is_err(), "{text}");
        }
    }

    #[test]
    fn one_year_round_trips() {
        assert_eq!("2021".parse::<YearSpan>().unwrap().to_string(), "2021");
        assert_eq!("1992..2021".parse::<YearSpan>().unwrap().to_string(), "1992..2021");
    }
}
