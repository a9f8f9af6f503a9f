//! The attributes of an object: four are kept, the rest is checked and thrown away.

use super::kind;
use super::reader::Reader;
use super::value::{Attributes, Data, Want};
use super::{NA_INT, RDataError};

impl Reader<'_> {
    /// Reads an attribute list.
    ///
    /// # Errors
    /// If it is not a pairlist with a name on every member, or a member is not data.
    pub(super) fn attributes(&mut self, want: Want) -> Result<Attributes, RDataError> {
        self.descend()?;
        self.attribute_depth += 1;
        let mut kept = Attributes::default();
        loop {
            let (flags, offset) = self.flags()?;
            match flags.code() {
                kind::NULL => break,
                kind::PAIRLIST => {}
                _ => return Err(RDataError::Grammar { offset, expected: "an attribute or the end of the attributes" }),
            }
            let name = self.pairlist_cell(flags)?.ok_or(RDataError::Grammar { offset, expected: "an attribute with a name" })?;
            self.attribute(name, want, &mut kept)?;
        }
        self.attribute_depth -= 1;
        self.ascend();
        Ok(kept)
    }

    fn attribute(&mut self, name: usize, want: Want, kept: &mut Attributes) -> Result<(), RDataError> {
        let place = match self.symbols[name].as_str() {
            _ if want == Want::Length => None,
            "names" => Some(&mut kept.names),
            "class" => Some(&mut kept.class),
            "levels" => Some(&mut kept.levels),
            "row.names" => {
                kept.rows = Some(self.row_names()?);
                return Ok(());
            }
            _ => None,
        };
        let Some(place) = place else {
            self.value(Want::Length)?;
            return Ok(());
        };
        if let Data::Text(texts) = self.value(Want::Contents)?.data {
            *place = Some(texts);
        }
        Ok(())
    }

    /// Reads the row names and returns how many rows they name.
    ///
    /// R writes the numbers from 1 to n as the pair NA, -n; a positive n marks numbers that R made up itself.
    fn row_names(&mut self) -> Result<usize, RDataError> {
        let want = if self.cursor.peek_code() == Some(kind::INTEGER) { Want::Contents } else { Want::Length };
        Ok(match self.value(want)?.data {
            Data::Integer(numbers) if matches!(numbers[..], [NA_INT, _]) => numbers[1].unsigned_abs() as usize,
            other => other.len(),
        })
    }
}
