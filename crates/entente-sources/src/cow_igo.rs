//! Membership of states in international organisations, by year: the wide file of the publisher made long.
//!
//! The file has one column for each organisation and one row for each state and year. A cell is 1, 2 or 3 for full, associate and observer
//! membership, 0 for none, -9 where it is not known, and -1 where the organisation or the state did not exist. Memberships and
//! unknown cells become rows; none and "did not exist" do not, but their counts stand in the table of state-years, so that every cell
//! of the file can be told.

use entente_core::Severity;

use crate::card::{Kind, Layout};
use crate::error::Error;
use crate::grid::{Field, Grid, Row};
use crate::identity::At;
use crate::import::{Import, Put};
use crate::registry::Source;

/// The source.
pub(crate) static SOURCE: Source = Source::with(include_str!("cow_igo.toml"), read);

/// Columns of organisations that a whole file has at least (chosen: the edition of 2019 has 534, and earlier ones had 494 and more).
const LEAST: usize = 450;

fn read(_: &Layout, grid: &Grid<'_>, import: &mut Import<'_>) -> Result<(), Error> {
    let (code, year, state) = (grid.column("ccode")?, grid.column("year")?, grid.column("state")?);
    let organisations: Vec<usize> = (0..grid.header.len()).filter(|place| ![code, year, state].contains(place)).collect();
    if organisations.len() < LEAST {
        let line = 1;
        let message = format!("{} columns of organisations, and a whole file has at least {LEAST}", organisations.len());
        import.note("few_organisations", Severity::Warning, line, message);
    }
    let names: Vec<String> = organisations.iter().map(|place| grid.header[*place].clone()).collect();
    grid.each(|row| {
        let y = row.int(year)?.ok_or_else(|| row.wrong(year, "is blank"))?;
        let ccode = Put::state(import.state(Kind::Cow, row, code, At::Year(y))?);
        let mut counts = [0i32; 6];
        let members = import.table("cow_igo_members");
        for (place, name) in organisations.iter().zip(&names) {
            let status = status(row, *place)?;
            counts[status.count()] += 1;
            let cell = match status {
                Status::None | Status::NotThere => continue,
                Status::Unknown => Put::No("missing"),
                Status::Full => Put::Int(1),
                Status::Associate => Put::Int(2),
                Status::Observer => Put::Int(3),
            };
            members.push(row, &[ccode, Put::Int(y), Put::Text(name), cell])?;
        }
        let abb = row.text(state);
        let mut cells = vec![ccode, Put::Int(y), Put::Text(&abb)];
        cells.extend(counts.map(Put::Int));
        import.table("cow_igo_state_years").push(row, &cells)
    })
}

#[derive(Clone, Copy)]
enum Status {
    Full,
    Associate,
    Observer,
    None,
    Unknown,
    NotThere,
}

impl Status {
    fn count(self) -> usize {
        self as usize
    }
}

fn status(row: &Row<'_>, place: usize) -> Result<Status, Error> {
    let code = match row.get(place) {
        Field::Text("-1") => -1,
        Field::Text("0") => 0,
        Field::Text("1") => 1,
        _ => row.int(place)?.ok_or_else(|| row.wrong(place, "is blank, and every cell of this file holds a code"))?,
    };
    Ok(match code {
        1 => Status::Full,
        2 => Status::Associate,
        3 => Status::Observer,
        0 => Status::None,
        -9 => Status::Unknown,
        -1 => Status::NotThere,
        _ => return Err(row.wrong(place, "is none of the codes 1, 2, 3, 0, -9 and -1; a cell has been moved")),
    })
}
