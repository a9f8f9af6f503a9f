//! The bytes of one text to text, by the encoding that R wrote beside them.

use std::borrow::Cow;

use encoding_rs::{Encoding, WINDOWS_1252};

/// The encoding mark of one text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Mark {
    Ascii,
    Utf8,
    Latin1,
    Bytes,
    /// No mark: the encoding of the computer that wrote the file.
    Native,
}

impl Mark {
    /// The mark in a string's flags (`BYTES_MASK`, `LATIN1_MASK`, `UTF8_MASK`, `ASCII_MASK` in R's Defn.h).
    pub(super) fn from_levels(levels: u32) -> Self {
        match levels {
            _ if levels & 1 << 6 != 0 => Self::Ascii,
            _ if levels & 1 << 3 != 0 => Self::Utf8,
            _ if levels & 1 << 2 != 0 => Self::Latin1,
            _ if levels & 1 << 1 != 0 => Self::Bytes,
            _ => Self::Native,
        }
    }
}

/// The encoding of unmarked texts.
///
/// Version 3 streams declare it. Version 2 streams do not; windows-1252 is taken, the commonest one among publishers.
pub(super) struct Native {
    name: String,
    encoding: Option<&'static Encoding>,
}

impl Default for Native {
    fn default() -> Self {
        Self { name: "windows-1252".to_owned(), encoding: Some(WINDOWS_1252) }
    }
}

impl Native {
    /// The encoding that a version 3 header declares.
    pub(super) fn declared(label: &[u8]) -> Self {
        let name = String::from_utf8_lossy(label).into_owned();
        // The C locale declares ASCII, under this name; a UTF-8 locale can still hold older, unconverted texts.
        let undeclared = ["", "ANSI_X3.4-1968", "US-ASCII", "UTF-8"].iter().any(|label| name.eq_ignore_ascii_case(label));
        if undeclared { Self::default() } else { Self { encoding: Encoding::for_label(label), name } }
    }

    /// The text, or the name of the encoding that it breaks.
    ///
    /// Latin-1 means windows-1252, as in R itself; an unmarked text that is UTF-8 is UTF-8.
    pub(super) fn decode<'a>(&self, bytes: &'a [u8], mark: Mark) -> Result<Cow<'a, str>, &str> {
        match mark {
            _ if bytes.is_ascii() => str::from_utf8(bytes).map(Cow::Borrowed).map_err(|_| "ASCII"),
            Mark::Ascii => Err("ASCII"),
            Mark::Utf8 => str::from_utf8(bytes).map(Cow::Borrowed).map_err(|_| "UTF-8"),
            Mark::Latin1 => Ok(WINDOWS_1252.decode_without_bom_handling(bytes).0),
            Mark::Bytes => Err("text: it is marked as bytes"),
            Mark::Native => match (str::from_utf8(bytes), self.encoding) {
                (Ok(text), _) => Ok(Cow::Borrowed(text)),
                (Err(_), Some(encoding)) => encoding.decode_without_bom_handling_and_without_replacement(bytes).ok_or(self.name.as_str()),
                (Err(_), None) => Err(&self.name),
            },
        }
    }
}
