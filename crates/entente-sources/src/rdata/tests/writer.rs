//! Writes small XDR streams, sound or not, as R's `serialize` would.

pub(super) const ASCII: u32 = 1 << 6;
pub(super) const UTF8: u32 = 1 << 3;
pub(super) const LATIN1: u32 = 1 << 2;
pub(super) const WITH_ATTRIBUTES: u32 = 1 << 9;
const WITH_TAG: u32 = 1 << 10;

/// A stream in the making.
#[derive(Clone)]
pub(super) struct Writer(pub(super) Vec<u8>);

impl Writer {
    /// An `.rds` stream of version 2.
    pub(super) fn rds() -> Self {
        Self(b"X\n".to_vec()).numbers(&[2, 0x0004_0202, 0x0002_0300])
    }

    /// An `.RData` stream of version 3.
    pub(super) fn workspace(encoding: &str) -> Self {
        let mut writer = Self(b"RDX3\nX\n".to_vec()).numbers(&[3, 0x0004_0202, 0x0003_0500, encoding.len() as u32]);
        writer.0.extend(encoding.as_bytes());
        writer
    }

    pub(super) fn numbers(mut self, numbers: &[u32]) -> Self {
        self.0.extend(numbers.iter().flat_map(|number| number.to_be_bytes()));
        self
    }

    pub(super) fn end(self) -> Self {
        self.numbers(&[254])
    }

    /// Flags and length of a vector.
    pub(super) fn vector(self, flags: u32, length: usize) -> Self {
        self.numbers(&[flags, length as u32])
    }

    pub(super) fn integers(self, flags: u32, values: &[i32]) -> Self {
        let writer = self.vector(13 | flags, values.len());
        values.iter().fold(writer, |writer, value| writer.numbers(&[value.cast_unsigned()]))
    }

    pub(super) fn reals(self, flags: u32, values: &[f64]) -> Self {
        let mut writer = self.vector(14 | flags, values.len());
        writer.0.extend(values.iter().flat_map(|value| value.to_be_bytes()));
        writer
    }

    pub(super) fn texts(self, flags: u32, values: &[Option<&str>]) -> Self {
        let writer = self.vector(16 | flags, values.len());
        values.iter().fold(writer, |writer, value| match value {
            Some(text) => writer.characters(if text.is_ascii() { ASCII } else { UTF8 }, text.as_bytes()),
            None => writer.numbers(&[9, u32::MAX]),
        })
    }

    pub(super) fn characters(self, mark: u32, bytes: &[u8]) -> Self {
        let mut writer = self.numbers(&[9 | mark << 12, bytes.len() as u32]);
        writer.0.extend(bytes);
        writer
    }

    pub(super) fn symbol(self, name: &str) -> Self {
        self.numbers(&[1]).characters(ASCII, name.as_bytes())
    }

    /// A pairlist cell with a new symbol as its tag; the value is to follow.
    pub(super) fn tagged(self, name: &str) -> Self {
        self.numbers(&[2 | WITH_TAG]).symbol(name)
    }

    /// The attributes of a data frame, and their end.
    pub(super) fn frame_attributes(self, names: &[&str], rows: i32) -> Self {
        let names: Vec<_> = names.iter().copied().map(Some).collect();
        self.tagged("names")
            .texts(0, &names)
            .tagged("row.names")
            .integers(0, &[i32::MIN, -rows])
            .tagged("class")
            .texts(0, &[Some("tbl_df"), Some("data.frame")])
            .end()
    }

    /// The ALTREP flags and the class; the state is to follow.
    pub(super) fn altrep(self, class: &str) -> Self {
        self.numbers(&[238, 2]).symbol(class).numbers(&[2]).symbol("base").numbers(&[2]).integers(0, &[13]).end()
    }
}

/// A sound frame of two rows with every kind of column.
pub(super) fn small_frame() -> Writer {
    Writer::workspace("UTF-8")
        .tagged("x")
        .vector(19 | WITH_ATTRIBUTES, 6)
        .integers(0, &[1, i32::MIN])
        .vector(10, 2)
        .numbers(&[1, 0x8000_0000])
        .reals(WITH_ATTRIBUTES, &[0.5, f64::NAN])
        .tagged("class")
        .texts(0, &[Some("Date")])
        .end()
        .texts(0, &[Some("ab"), None])
        .integers(WITH_ATTRIBUTES, &[2, i32::MIN])
        .tagged("levels")
        .texts(0, &[Some("no"), Some("yes")])
        // `class`, the second symbol after `x` itself.
        .numbers(&[2 | WITH_TAG, 2 << 8 | 255])
        .texts(0, &[Some("factor")])
        .end()
        .altrep("compact_intseq")
        .reals(0, &[2.0, 7.0, -1.0])
        .end()
        .frame_attributes(&["i", "l", "d", "t", "f", "s"], 2)
        .tagged("note")
        .texts(0, &[Some("hello")])
        .end()
}
