//! Where a number comes from: a citation for what a publisher says, a locator for the line that carries it.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::date::PartialDate;

/// One source, as a reader would look it up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Citation {
    /// Slug, unique in the case.
    pub id: String,
    /// Who published it.
    pub publisher: String,
    /// Its title.
    pub title: String,
    /// Its address.
    pub url: String,
    /// When it was published, if it says so.
    pub published: Option<PartialDate>,
    /// When the coder read it.
    pub read_on: PartialDate,
    /// How far source and statement are trusted.
    pub grade: SourceGrade,
    /// What sort of source it is.
    pub kind: CitationKind,
}

/// The sort of source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CitationKind {
    /// A government or its armed forces.
    Official,
    /// A news agency.
    Agency,
    /// A newspaper, magazine or broadcaster.
    Press,
    /// A scholar or an institute.
    Research,
    /// A data set with versions.
    Dataset,
    /// The text of a treaty.
    Treaty,
}

/// The two-part grade of NATO practice: reliability of the source A to F, credibility of the information 1 to 6.
///
/// # Example
/// ```
/// use entente_core::SourceGrade;
/// let grade: SourceGrade = "B2".parse().unwrap();
/// assert_eq!(grade.to_string(), "B2");
/// assert!("G7".parse::<SourceGrade>().is_err());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct SourceGrade {
    reliability: char,
    credibility: u8,
}

/// Why a text is not a grade.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is not a source grade; write a letter A to F and a digit 1 to 6, for instance B2")]
pub struct GradeError {
    text: String,
}

impl FromStr for SourceGrade {
    type Err = GradeError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.as_bytes() {
            [letter @ b'A'..=b'F', digit @ b'1'..=b'6'] => Ok(Self { reliability: *letter as char, credibility: digit - b'0' }),
            _ => Err(GradeError { text: text.chars().take(20).collect() }),
        }
    }
}

impl fmt::Display for SourceGrade {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.reliability, self.credibility)
    }
}

impl TryFrom<String> for SourceGrade {
    type Error = GradeError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<SourceGrade> for String {
    fn from(grade: SourceGrade) -> Self {
        grade.to_string()
    }
}

impl schemars::JsonSchema for SourceGrade {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "SourceGrade".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "pattern": "^[A-F][1-6]$" })
    }
}

/// The line of a file that carries a value.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Locator {
    /// File name, relative to the case or the store.
    pub file: String,
    /// Line in the file, the header being line 1.
    pub line: u64,
    /// SHA-256 of the file, in hexadecimal.
    pub sha256: String,
}

impl fmt::Display for Locator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.file, self.line)
    }
}
