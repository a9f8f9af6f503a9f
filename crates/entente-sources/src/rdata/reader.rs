//! The objects of the stream, one after another, each checked before anything is allocated for it.

use super::cursor::Cursor;
use super::encoding::{Mark, Native};
use super::kind::{self, Flags};
use super::text::{CellError, Interner};
use super::value::{Data, Value, Want};
use super::{Limits, NA_INT, RDataError, TextColumn};

/// A reading in progress: where it is, what it has seen, and what it has used of its limits.
pub(super) struct Reader<'a> {
    pub(super) cursor: Cursor<'a>,
    pub(super) limits: &'a Limits,
    pub(super) native: Native,
    /// The symbols so far; references in the stream point here, as nothing else that R shares is data.
    pub(super) symbols: Vec<String>,
    pub(super) attribute_depth: usize,
    depth: usize,
    elements: u64,
    sequence_elements: u64,
    members: u64,
    distinct_texts: u64,
}

impl<'a> Reader<'a> {
    pub(super) fn new(bytes: &'a [u8], limits: &'a Limits) -> Self {
        Self {
            cursor: Cursor::new(bytes),
            limits,
            native: Native::default(),
            symbols: Vec::new(),
            attribute_depth: 0,
            depth: 0,
            elements: 0,
            sequence_elements: 0,
            members: 0,
            distinct_texts: 0,
        }
    }

    /// Reads the flags that start an object, and where they stand.
    pub(super) fn flags(&mut self) -> Result<(Flags, usize), RDataError> {
        let offset = self.cursor.offset();
        Ok((Flags(self.cursor.u32()?), offset))
    }

    /// Reads one object.
    pub(super) fn value(&mut self, want: Want) -> Result<Value, RDataError> {
        let (flags, offset) = self.flags()?;
        self.value_after(flags, offset, want)
    }

    /// Reads the rest of an object whose flags are read.
    pub(super) fn value_after(&mut self, flags: Flags, offset: usize, want: Want) -> Result<Value, RDataError> {
        self.descend()?;
        let data = match flags.code() {
            kind::LOGICAL => self.logicals(want)?,
            kind::INTEGER => self.integers(want)?,
            kind::REAL => self.reals(want)?,
            kind::TEXT => self.texts(want)?,
            kind::LIST => self.list(want)?,
            kind::ALTREP => {
                let value = self.altrep(want)?;
                self.ascend();
                return Ok(value);
            }
            code => {
                let data = self.other(code, flags, offset)?;
                self.ascend();
                return Ok(Value { data, attributes: None });
            }
        };
        let attributes = if flags.has_attributes() { Some(Box::new(self.attributes(want)?)) } else { None };
        self.ascend();
        Ok(Value { data, attributes })
    }

    /// Reads an object that is no vector: nothing, a symbol or a pairlist.
    fn other(&mut self, code: u8, flags: Flags, offset: usize) -> Result<Data, RDataError> {
        match code {
            kind::NULL => Ok(Data::Null),
            kind::SYMBOL | kind::REFERENCE => self.symbol_after(flags, offset).map(|_| Data::Symbol),
            kind::PAIRLIST => self.pairlist(flags),
            kind::GLOBAL_ENVIRONMENT | kind::BASE_ENVIRONMENT | kind::EMPTY_ENVIRONMENT if self.attribute_depth > 0 => Ok(Data::Marker),
            kind::CHARACTERS => Err(RDataError::Grammar { offset, expected: "an object, not a text outside a vector" }),
            _ => Err(kind::refused(code, offset)),
        }
    }

    fn logicals(&mut self, want: Want) -> Result<Data, RDataError> {
        let offset = self.cursor.offset();
        let data = self.integers(want)?;
        match data {
            Data::Integer(values) if values.iter().all(|value| matches!(*value, 0 | 1 | NA_INT)) => Ok(Data::Logical(values)),
            Data::Integer(_) => Err(RDataError::Grammar { offset, expected: "logical values 0, 1 or NA" }),
            other => Ok(Data::Unread { kind: "logical", length: other.len() }),
        }
    }

    fn integers(&mut self, want: Want) -> Result<Data, RDataError> {
        let length = self.length(4)?;
        if want == Want::Contents {
            return Ok(Data::Integer(self.cursor.integers(length)?));
        }
        self.cursor.take(length.saturating_mul(4))?;
        Ok(Data::Unread { kind: "integer", length })
    }

    fn reals(&mut self, want: Want) -> Result<Data, RDataError> {
        let length = self.length(8)?;
        if want == Want::Contents {
            return Ok(Data::Real(self.cursor.reals(length)?));
        }
        self.cursor.take(length.saturating_mul(8))?;
        Ok(Data::Unread { kind: "double", length })
    }

    fn texts(&mut self, want: Want) -> Result<Data, RDataError> {
        let length = self.length(8)?;
        if want == Want::Length {
            for _ in 0..length {
                self.characters()?;
            }
            return Ok(Data::Unread { kind: "character", length });
        }
        let mut interner = self.interner(length);
        for _ in 0..length {
            let Some((bytes, mark)) = self.characters()? else {
                interner.push_missing();
                continue;
            };
            interner.push_bytes(bytes, mark, &self.native).map_err(|error| self.cell_error(error, bytes.len()))?;
        }
        Ok(Data::Text(self.interned(interner)))
    }

    fn list(&mut self, want: Want) -> Result<Data, RDataError> {
        let length = self.length(4)?;
        let mut members = Vec::new();
        for _ in 0..length {
            let member = self.value(want)?;
            if want == Want::Contents {
                self.charge_members(1)?;
                members.push(member);
            }
        }
        Ok(if want == Want::Contents { Data::List(members) } else { Data::Unread { kind: "list", length } })
    }

    /// Reads a pairlist cell by cell, so that its length costs no stack. It may end in an object of another type.
    fn pairlist(&mut self, first: Flags) -> Result<Data, RDataError> {
        let mut flags = first;
        let mut length = 0;
        loop {
            self.pairlist_cell(flags)?;
            self.value(Want::Length)?;
            length += 1;
            let (next, offset) = self.flags()?;
            match next.code() {
                kind::NULL => return Ok(Data::Pairlist(length)),
                kind::PAIRLIST => flags = next,
                _ => {
                    self.value_after(next, offset, Want::Length)?;
                    return Ok(Data::Pairlist(length));
                }
            }
        }
    }

    /// Reads what comes before the value in a cell of a pairlist: its own attributes, and its tag as a place in `symbols`.
    pub(super) fn pairlist_cell(&mut self, flags: Flags) -> Result<Option<usize>, RDataError> {
        if flags.has_attributes() {
            self.attributes(Want::Length)?;
        }
        if flags.has_tag() { self.symbol().map(Some) } else { Ok(None) }
    }

    /// Reads a symbol and returns its place in `symbols`.
    pub(super) fn symbol(&mut self) -> Result<usize, RDataError> {
        let (flags, offset) = self.flags()?;
        self.symbol_after(flags, offset)
    }

    fn symbol_after(&mut self, flags: Flags, offset: usize) -> Result<usize, RDataError> {
        match flags.code() {
            kind::REFERENCE => {
                let index = if flags.packed_index() == 0 { self.cursor.u32()? } else { flags.packed_index() };
                let place = (index as usize).checked_sub(1).filter(|place| *place < self.symbols.len());
                place.ok_or(RDataError::Grammar { offset, expected: "a reference to a symbol before it" })
            }
            kind::SYMBOL => {
                self.charge_members(1)?;
                let (bytes, mark) = self.characters()?.ok_or(RDataError::Grammar { offset, expected: "a symbol with a name" })?;
                let name = self.native.decode(bytes, mark).map(|text| text.into_owned()).map_err(|encoding| encoding.to_owned());
                let name = name.map_err(|encoding| self.cell_error(CellError::Encoding(encoding), bytes.len()))?;
                self.symbols.push(name);
                Ok(self.symbols.len() - 1)
            }
            _ => Err(RDataError::Grammar { offset, expected: "a symbol" }),
        }
    }

    /// Reads the bytes and the encoding mark of one text; none if it is NA.
    fn characters(&mut self) -> Result<Option<(&'a [u8], Mark)>, RDataError> {
        let (flags, offset) = self.flags()?;
        if flags.code() != kind::CHARACTERS {
            return Err(RDataError::Grammar { offset, expected: "a text" });
        }
        let length = self.cursor.i32()?;
        let text = match usize::try_from(length) {
            Ok(length) if length > self.limits.text_bytes => {
                return Err(self.limit("bytes in one text", self.limits.text_bytes as u64));
            }
            Ok(length) => Some((self.cursor.take(length)?, Mark::from_levels(flags.levels()))),
            Err(_) if length == -1 => None,
            Err(_) => return Err(RDataError::Length { offset, length: length.into() }),
        };
        if flags.has_attributes() {
            self.attributes(Want::Length)?;
        }
        Ok(text)
    }

    fn length(&mut self, element_bytes: u64) -> Result<usize, RDataError> {
        let length = self.cursor.length(element_bytes)?;
        self.elements = self.elements.saturating_add(length as u64);
        if self.elements > self.limits.elements { Err(self.limit("elements", self.limits.elements)) } else { Ok(length) }
    }

    pub(super) fn interner(&self, cells: usize) -> Interner<'a> {
        Interner::new(cells, self.limits.distinct_texts - self.distinct_texts)
    }

    pub(super) fn interned(&mut self, interner: Interner<'_>) -> TextColumn {
        let column = interner.finish();
        self.distinct_texts += column.pool.len() as u64;
        column
    }

    /// The error for a cell whose `length` bytes were just read.
    pub(super) fn cell_error(&self, error: CellError, length: usize) -> RDataError {
        match error {
            CellError::Limit => self.limit("distinct texts", self.limits.distinct_texts),
            CellError::Encoding(encoding) => RDataError::Encoding { offset: self.cursor.offset() - length, encoding },
        }
    }

    /// Counts elements that a sequence will be written out to.
    pub(super) fn charge_sequence(&mut self, count: u64) -> Result<(), RDataError> {
        self.sequence_elements = self.sequence_elements.saturating_add(count);
        let limit = self.limits.sequence_elements;
        if self.sequence_elements > limit { Err(self.limit("elements in compact sequences", limit)) } else { Ok(()) }
    }

    fn charge_members(&mut self, count: u64) -> Result<(), RDataError> {
        self.members = self.members.saturating_add(count);
        if self.members > self.limits.members { Err(self.limit("list members", self.limits.members)) } else { Ok(()) }
    }

    /// Goes one object or attribute list deeper.
    pub(super) fn descend(&mut self) -> Result<(), RDataError> {
        self.depth += 1;
        if self.depth > self.limits.depth { Err(self.limit("objects inside one another", self.limits.depth as u64)) } else { Ok(()) }
    }

    pub(super) fn ascend(&mut self) {
        self.depth -= 1;
    }

    pub(super) fn limit(&self, what: &'static str, limit: u64) -> RDataError {
        RDataError::Limit { what, limit, offset: self.cursor.offset() }
    }
}
