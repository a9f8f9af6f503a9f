//! Dates as sources give them: a day, a month or only a year.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::year::Year;

/// A date known to the day, the month or the year; the unknown part is cut off (`2005-08`, `2005`).
///
/// # Example
/// ```
/// use entente_core::PartialDate;
/// let date: PartialDate = "2005-08".parse().unwrap();
/// assert_eq!(date.year(), 2005);
/// assert_eq!(date.first_day().to_string(), "2005-08-01");
/// assert_eq!(date.last_day().to_string(), "2005-08-31");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PartialDate {
    first: Date,
    precision: Precision,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Precision {
    Year,
    Month,
    Day,
}

/// Why a text is not a date.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is not a date; write 2005-08-18, 2005-08 or 2005")]
pub struct DateError {
    text: String,
}

impl PartialDate {
    /// The calendar year.
    pub fn year(self) -> Year {
        Year::from(self.first.year())
    }

    /// The earliest day the date can mean.
    pub fn first_day(self) -> Date {
        self.first
    }

    /// The latest day the date can mean.
    pub fn last_day(self) -> Date {
        match self.precision {
            Precision::Day => self.first,
            Precision::Month => self.first.last_of_month(),
            Precision::Year => self.first.last_of_year(),
        }
    }
}

impl FromStr for PartialDate {
    type Err = DateError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let error = || DateError { text: text.chars().take(40).collect() };
        let (padded, precision) = match text.len() {
            4 => (format!("{text}-01-01"), Precision::Year),
            7 => (format!("{text}-01"), Precision::Month),
            10 => (text.to_owned(), Precision::Day),
            _ => return Err(error()),
        };
        let first = padded.parse().map_err(|_| error())?;
        Ok(Self { first, precision })
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.first.to_string();
        f.write_str(match self.precision {
            Precision::Year => &text[..4],
            Precision::Month => &text[..7],
            Precision::Day => &text,
        })
    }
}

impl TryFrom<String> for PartialDate {
    type Error = DateError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<PartialDate> for String {
    fn from(date: PartialDate) -> Self {
        date.to_string()
    }
}

impl schemars::JsonSchema for PartialDate {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "PartialDate".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_precision_round_trips() {
        for text in ["2005", "2005-02", "2004-02-29"] {
            assert_eq!(text.parse::<PartialDate>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn refuses_impossible_days_and_other_texts() {
        for text in ["2005-02-30", "2005-13", "1/14/80", "", "2005-2-3", "éééé"] {
            assert!(text.parse::<PartialDate>().is_err(), "{text}");
        }
    }
}
