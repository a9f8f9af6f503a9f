//! Who borders whom, by land or across a stretch of sea: spells of pairs, with their first and last month.
//!
//! The yearly and the by-state files are read as they stand.

use crate::card::{Kind, Layout};
use crate::error::Error;
use crate::grid::{Grid, Row};
use crate::identity::At;
use crate::import::{Import, Put, read_cell};
use crate::registry::Source;

/// The source.
pub(crate) static SOURCE: Source = Source::with(include_str!("cow_contiguity.toml"), read);

const TABLE: &str = "cow_contiguity_spells";

fn read(_: &Layout, grid: &Grid<'_>, import: &mut Import<'_>) -> Result<(), Error> {
    let names = ["statelno", "statelab", "statehno", "statehab", "conttype", "begin", "end", "notes", "dyad", "version"];
    let [low, low_abb, high, high_abb, kind, begin, end, notes, dyad, version] = {
        let mut places = [0; 10];
        for (place, name) in places.iter_mut().zip(names) {
            *place = grid.column(name)?;
        }
        places
    };
    grid.each(|row| {
        let (first, last) = (month(row, begin)?, month(row, end)?);
        if last < first {
            return Err(row.wrong(end, "is before the first month of the spell"));
        }
        let one = import.state(Kind::Cow, row, low, At::Year(first.0))?;
        let two = import.state(Kind::Cow, row, high, At::Year(first.0))?;
        if one >= two {
            return Err(row.wrong(high, "is not the higher number of the pair; columns may have changed places"));
        }
        let number = row.int(dyad)?;
        if number != one.zip(two).map(|(a, b)| i32::from(a) * 1000 + i32::from(b)) {
            return Err(row.wrong(dyad, "is not the number of this pair; a cell has been moved"));
        }
        let version_card = import.table(TABLE).card.column.last().expect("the card ends with the version");
        let (low_abb, high_abb, notes) = (row.text(low_abb), row.text(high_abb), row.text(notes));
        let cells = [
            Put::state(one),
            Put::Text(&low_abb),
            Put::state(two),
            Put::Text(&high_abb),
            Put::int(row.int(kind)?),
            Put::Int(first.0 * 100 + first.1),
            Put::Int(last.0 * 100 + last.1),
            Put::Int(first.0),
            Put::Int(last.0),
            if notes.is_empty() { Put::No("") } else { Put::Text(&notes) },
            read_cell(version_card, row, version)?,
        ];
        import.table(TABLE).push(row, &cells)
    })
}

/// Year and month of a cell written 195004.
fn month(row: &Row<'_>, place: usize) -> Result<(i32, i32), Error> {
    let n = row.int(place)?.ok_or_else(|| row.wrong(place, "is blank"))?;
    let (year, month) = (n / 100, n % 100);
    if !(1816..=2100).contains(&year) || !(1..=12).contains(&month) {
        return Err(row.wrong(place, "is no month, written 195004"));
    }
    Ok((year, month))
}
