//! Why a cell of a panel has a value, or why it has none.
//!
//! The first five are the five states of a cell; the others say of a value that is not there which rule left it out. In a Stata file each
//! is an extended missing value, `.a` to `.g`.

/// Status of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Status {
    /// The source has a value.
    Observed = 0,
    /// The source has all rows there are, and has none here.
    ZeroByRule = 1,
    /// The source speaks of the year, and has no value.
    Missing = 2,
    /// The source does not speak of the year or the state.
    NotCovered = 3,
    /// The question does not arise, as the depth of a treaty that is not there.
    NotApplicable = 4,
    /// The measure has no value for these numbers, as a correlation with a constant.
    Undefined = 5,
    /// Less than the least number of records the measure needs.
    TooFew = 6,
    /// A file that was joined has no row with this key.
    Unmatched = 7,
    /// Left out because it may not be passed on.
    Withheld = 8,
}

impl Status {
    /// All, in order.
    pub const ALL: [Self; 9] = [
        Self::Observed,
        Self::ZeroByRule,
        Self::Missing,
        Self::NotCovered,
        Self::NotApplicable,
        Self::Undefined,
        Self::TooFew,
        Self::Unmatched,
        Self::Withheld,
    ];

    /// Says whether there is a value.
    pub fn has_value(self) -> bool {
        self <= Self::ZeroByRule
    }

    /// Its word in a status column.
    pub fn word(self) -> &'static str {
        match self {
            Self::Observed => "observed",
            Self::ZeroByRule => "zero_by_rule",
            Self::Missing => "missing",
            Self::NotCovered => "not_covered",
            Self::NotApplicable => "not_applicable",
            Self::Undefined => "undefined",
            Self::TooFew => "too_few",
            Self::Unmatched => "unmatched",
            Self::Withheld => "withheld",
        }
    }

    /// What it means, in a sentence for the codebook.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Observed => "the source has a value",
            Self::ZeroByRule => "the source has all there are in these years, and none here",
            Self::Missing => "the source speaks of the year and has no value",
            Self::NotCovered => "the source does not speak of the year or of the state",
            Self::NotApplicable => "the question does not arise",
            Self::Undefined => "the measure has no value for these numbers",
            Self::TooFew => "fewer records than the measure needs",
            Self::Unmatched => "the joined file has no row with this key",
            Self::Withheld => "left out because it may not be passed on",
        }
    }

    /// Letter of the extended missing value; none where there is a value.
    pub fn letter(self) -> Option<char> {
        (!self.has_value()).then(|| char::from(b'a' + self as u8 - Self::Missing as u8))
    }
}

impl From<u8> for Status {
    /// The status of a code; one that does not exist is "missing".
    fn from(code: u8) -> Self {
        Self::ALL.get(usize::from(code)).copied().unwrap_or(Self::Missing)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_words_and_letters_are_one_to_one() {
        for (n, status) in Status::ALL.into_iter().enumerate() {
            assert_eq!((status as usize, Status::from(n as u8)), (n, status));
        }
        let letters: String = Status::ALL.into_iter().filter_map(Status::letter).collect();
        assert_eq!(letters, "abcdefg");
    }
}
