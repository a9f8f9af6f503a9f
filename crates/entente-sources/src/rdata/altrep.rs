//! The vectors that R keeps in a short form (ALTREP), and writes as such in version 3.
//!
//! Source: R's altclasses.c: `compact_intseq`, `compact_realseq`, `deferred_string` and the `wrap_` classes.

use super::RDataError;
use super::kind;
use super::number_text::{integer_text, real_text};
use super::reader::Reader;
use super::value::{Data, Value, Want};

impl Reader<'_> {
    /// Reads a vector in a short form, and returns it written out.
    ///
    /// # Errors
    /// If the class is none of base R's four, its state does not fit the class, or it would write out too much.
    pub(super) fn altrep(&mut self, want: Want) -> Result<Value, RDataError> {
        let offset = self.cursor.offset();
        let class = self.altrep_class()?;
        let data = match self.symbols[class].as_str() {
            "compact_intseq" => self.sequence(want, true)?,
            "compact_realseq" => self.sequence(want, false)?,
            "deferred_string" => self.deferred_text(want)?,
            "wrap_integer" => self.wrapped(want, "integer")?,
            "wrap_logical" => self.wrapped(want, "logical")?,
            "wrap_real" => self.wrapped(want, "double")?,
            "wrap_string" => self.wrapped(want, "character")?,
            "wrap_list" => self.wrapped(want, "list")?,
            other => {
                let name: String = other.chars().take(40).collect();
                return Err(RDataError::NotData { kind: format!("an ALTREP object of class {name:?}"), offset });
            }
        };
        let attributes = Some(Box::new(self.attributes(want)?));
        Ok(Value { data, attributes })
    }

    /// Reads the pairlist of class, package and type; returns the class as a place in `symbols`.
    fn altrep_class(&mut self) -> Result<usize, RDataError> {
        let offset = self.cursor.offset();
        let broken = RDataError::Grammar { offset, expected: "the class, package and type of an ALTREP object" };
        let cell = |reader: &mut Self, code: u8| match reader.flags()? {
            (flags, _) if flags.code() == code && !flags.has_attributes() && !flags.has_tag() => Ok(()),
            _ => Err(broken.clone()),
        };
        cell(self, kind::PAIRLIST)?;
        let class = self.symbol()?;
        cell(self, kind::PAIRLIST)?;
        self.symbol()?;
        cell(self, kind::PAIRLIST)?;
        self.value(Want::Length)?;
        cell(self, kind::NULL)?;
        Ok(class)
    }

    /// Reads a state of two parts, which R writes as a dotted pair or as a list.
    fn two_parts(&mut self, want: Want) -> Result<(Value, Value), RDataError> {
        let (flags, offset) = self.flags()?;
        let broken = RDataError::Grammar { offset, expected: "the two parts of an ALTREP state" };
        match flags.code() {
            kind::PAIRLIST => {
                self.pairlist_cell(flags)?;
            }
            kind::LIST if !flags.has_attributes() => {
                if self.cursor.length(4)? != 2 {
                    return Err(broken);
                }
            }
            _ => return Err(broken),
        }
        Ok((self.value(want)?, self.value(Want::Contents)?))
    }

    fn wrapped(&mut self, want: Want, kind: &'static str) -> Result<Data, RDataError> {
        let offset = self.cursor.offset();
        let (inner, _) = self.two_parts(want)?;
        if inner.data.kind() == kind {
            Ok(inner.data)
        } else {
            Err(RDataError::Grammar { offset, expected: "a wrapped vector of its class" })
        }
    }

    /// Reads length, first value and step of a sequence.
    fn sequence(&mut self, want: Want, is_integer: bool) -> Result<Data, RDataError> {
        let offset = self.cursor.offset();
        let broken = RDataError::Grammar { offset, expected: "length, start and step of a sequence" };
        let Data::Real(state) = self.value(Want::Contents)?.data else { return Err(broken) };
        let &[length, start, step] = &state[..] else { return Err(broken) };
        let last = start + step * (length - 1.0);
        let whole = |value: f64| value.fract() == 0.0 && value.abs() <= f64::from(i32::MAX);
        // R makes such sequences with steps of 1 and -1 only.
        if !(length.fract() == 0.0 && (0.0..=2f64.powi(52)).contains(&length) && step.abs() == 1.0 && last.is_finite()) {
            return Err(broken);
        }
        if is_integer && !(whole(start) && whole(last)) {
            return Err(broken);
        }
        // The checks above make these casts exact.
        let count = length as u64;
        if want == Want::Length {
            return Ok(Data::Unread { kind: if is_integer { "integer" } else { "double" }, length: count as usize });
        }
        self.charge_sequence(count)?;
        let values = (0..count).map(|index| start + step * index as f64);
        Ok(if is_integer { Data::Integer(values.map(|value| value as i32).collect()) } else { Data::Real(values.collect()) })
    }

    /// Reads numbers that R has not yet made texts of, and makes them texts as R would.
    fn deferred_text(&mut self, want: Want) -> Result<Data, RDataError> {
        let offset = self.cursor.offset();
        let (numbers, scipen) = self.two_parts(want)?;
        let scipen = match scipen.data {
            Data::Integer(values) if values.len() == 1 => values[0].max(-999),
            _ => return Err(RDataError::Grammar { offset, expected: "one number beside a deferred text" }),
        };
        let mut interner = self.interner(numbers.data.len());
        let pushed = match numbers.data {
            Data::Integer(values) => values.into_iter().try_for_each(|value| interner.push_text(integer_text(value).as_deref())),
            Data::Real(values) => values.into_iter().try_for_each(|value| interner.push_text(real_text(value, scipen).as_deref())),
            Data::Unread { length, kind: "integer" | "double" } => return Ok(Data::Unread { kind: "character", length }),
            _ => return Err(RDataError::Grammar { offset, expected: "numbers in a deferred text" }),
        };
        pushed.map_err(|error| self.cell_error(error, 0))?;
        Ok(Data::Text(self.interned(interner)))
    }
}
