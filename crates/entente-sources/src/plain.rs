//! Reads a file whose rows are the rows of its table: everything that there is to say stands in the card.

use jiff::civil::Date;

use crate::card::{ColumnCard, TableCard};
use crate::error::Error;
use crate::grid::{Field, Grid, Row};
use crate::identity::At;
use crate::import::{Import, Put, read_cell};

/// Where a column's cells come from, and for a state, when.
struct Reader<'c> {
    card: &'c ColumnCard,
    place: usize,
    at: When,
}

enum When {
    Column(usize),
    Fixed(Date),
}

/// Fills the table of a layout from a grid.
///
/// # Errors
/// The first cell that is not what its column holds.
pub fn read(grid: &Grid<'_>, table: &str, import: &mut Import<'_>) -> Result<(), Error> {
    let card = import.table(table).card;
    let readers: Vec<Reader<'_>> = card.column.iter().map(|column| reader(grid, card, column)).collect::<Result<_, _>>()?;
    grid.each(|row| {
        // The cells borrow from the row, so they live no longer than it.
        let mut cells: Vec<Put<'_>> = Vec::with_capacity(readers.len());
        for reader in &readers {
            let put = read_cell(reader.card, row, reader.place);
            cells.push(match put? {
                Put::No(reason) => Put::No(reason),
                _ if reader.card.kind.is_state() => {
                    let at = when(&reader.at, row)?;
                    Put::state(import.state(reader.card.kind, row, reader.place, at)?)
                }
                put => put,
            });
        }
        import.table(table).push(row, &cells)
    })
}

/// Place of the first of a column's names that the header has.
///
/// # Errors
/// None is there.
pub fn place(grid: &Grid<'_>, column: &ColumnCard) -> Result<usize, Error> {
    let names = column.names();
    names.iter().find_map(|name| grid.place(name)).ok_or_else(|| Error::Layout {
        file: grid.file.to_owned(),
        message: format!("there is no column {:?}", names.first().unwrap_or(&column.name.as_str())),
    })
}

fn reader<'c>(grid: &Grid<'_>, table: &'c TableCard, column: &'c ColumnCard) -> Result<Reader<'c>, Error> {
    let at = match column.at.as_deref().unwrap_or(&table.year) {
        fixed if fixed.parse::<Date>().is_ok() => When::Fixed(fixed.parse().unwrap_or(Date::MIN)),
        _ if !column.kind.is_state() => When::Fixed(Date::MIN),
        name => {
            let of = table.column.iter().find(|c| c.name == name);
            When::Column(of.map_or_else(|| grid.column(name), |c| place(grid, c))?)
        }
    };
    Ok(Reader { card: column, place: place(grid, column)?, at })
}

fn when(at: &When, row: &Row<'_>) -> Result<At, Error> {
    match at {
        When::Fixed(day) => Ok(At::Day(*day)),
        When::Column(place) => {
            // A day takes eight characters at least; to try a year as one costs more than all else that is done with the cell.
            let may_be_day = match row.get(*place) {
                Field::Blank => false,
                Field::Text(text) => text.len() >= 8,
                Field::Number(n) => n.abs() >= 1e6,
            };
            if may_be_day && let Ok(day) = row.text(*place).parse::<Date>() {
                return Ok(At::Day(day));
            }
            match row.int(*place)? {
                Some(year) => Ok(At::Year(year)),
                None => Err(row.wrong(*place, "is blank; the year is needed to know which state is meant")),
            }
        }
    }
}
