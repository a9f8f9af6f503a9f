//! How a column is stored in a Stata file: the narrowest type that holds every value and every reason for one that is not there.

use entente_sources::table::Texts;

use super::missing_number;
use crate::frame::{Chunk, Values};
use crate::write::has_value;

/// Bytes that the longest fixed text may have.
const LONGEST_TEXT: usize = 2045;

/// Type of a column, the narrower first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Storage {
    Byte,
    Int,
    Long,
    Double,
    Text(u16),
}

/// The narrowest type for these rows.
pub(super) fn storage(chunk: &Chunk) -> Result<Storage, String> {
    let known = |n: &usize| has_value(chunk.status[*n]);
    Ok(match &chunk.values {
        Values::Int(values) => {
            let held = (0..values.len()).filter(known).map(|n| match values[n] {
                -127..=100 => Storage::Byte,
                -32_767..=32_740 => Storage::Int,
                -2_147_483_647..=2_147_483_620 => Storage::Long,
                _ => Storage::Double,
            });
            held.max().unwrap_or(Storage::Byte)
        }
        Values::Real(_) => Storage::Double,
        Values::Text(texts) => {
            let longest = (0..texts.rows.len()).filter(known).map(|n| texts.get(n).unwrap_or_default().len()).max().unwrap_or(1);
            if longest > LONGEST_TEXT {
                return Err(format!("a text of {longest} bytes, and a Stata column holds {LONGEST_TEXT}"));
            }
            Storage::Text(longest.max(1) as u16)
        }
    })
}

impl Storage {
    /// Bytes of one value.
    pub(super) fn width(self) -> usize {
        match self {
            Self::Byte => 1,
            Self::Int => 2,
            Self::Long => 4,
            Self::Double => 8,
            Self::Text(width) => usize::from(width),
        }
    }

    /// Its number in the format.
    pub(super) fn number(self) -> u16 {
        match self {
            Self::Byte => 65_530,
            Self::Int => 65_529,
            Self::Long => 65_528,
            Self::Double => 65_526,
            Self::Text(width) => width,
        }
    }

    /// How Stata shows it.
    pub(super) fn format(self) -> String {
        match self {
            Self::Byte | Self::Int => "%8.0g".to_owned(),
            Self::Long => "%12.0g".to_owned(),
            Self::Double => "%10.0g".to_owned(),
            Self::Text(width) => format!("%{width}s"),
        }
    }

    /// Adds one value.
    pub(super) fn put(self, chunk: &Chunk, row: usize, to: &mut Vec<u8>) {
        let missing = missing_number(chunk.status[row]);
        let whole = match &chunk.values {
            Values::Int(values) => values[row],
            _ => 0,
        };
        match self {
            Self::Byte => to.push(missing.map_or(whole as i8, |n| 101 + n as i8) as u8),
            Self::Int => to.extend(missing.map_or(whole as i16, |n| 32_741 + i16::from(n)).to_le_bytes()),
            Self::Long => to.extend(missing.map_or(whole, |n| 2_147_483_621 + i32::from(n)).to_le_bytes()),
            Self::Double => {
                let value = match &chunk.values {
                    Values::Real(values) => values[row],
                    _ => f64::from(whole),
                };
                to.extend(missing.map_or(value.to_bits(), |n| 0x7fe0_0000_0000_0000 + (u64::from(n) << 40)).to_le_bytes());
            }
            Self::Text(width) => {
                let text = match &chunk.values {
                    Values::Text(texts) if missing.is_none() => Texts::get(texts, row).unwrap_or_default(),
                    _ => "",
                };
                to.extend(text.as_bytes());
                to.resize(to.len() + usize::from(width) - text.len(), 0);
            }
        }
    }
}
