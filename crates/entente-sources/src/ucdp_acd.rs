//! Armed conflicts by year, and the states on their sides. The publisher writes several states into one cell; here each has its row.

use crate::card::{ColumnCard, Kind, Layout};
use crate::error::Error;
use crate::grid::{Field, Grid};
use crate::identity::At;
use crate::import::{Import, Put, read_cell};
use crate::registry::Source;

/// The source.
pub(crate) static SOURCE: Source = Source::with(include_str!("ucdp_acd.toml"), read);

const SIDES: [(&str, &str); 5] = [("gwno_a", "a"), ("gwno_a_2nd", "a_2nd"), ("gwno_b", "b"), ("gwno_b_2nd", "b_2nd"), ("gwno_loc", "loc")];

fn read(_: &Layout, grid: &Grid<'_>, import: &mut Import<'_>) -> Result<(), Error> {
    let card = import.table("ucdp_conflicts").card;
    let columns: Vec<(&ColumnCard, usize)> =
        card.column.iter().map(|column| Ok((column, grid.column(&column.name)?))).collect::<Result<_, Error>>()?;
    let (id, year) = (grid.column("conflict_id")?, grid.column("year")?);
    let mut sides = Vec::with_capacity(SIDES.len());
    for (column, side) in SIDES {
        sides.push((grid.column(column)?, side));
    }
    grid.each(|row| {
        // Some releases hold numbers where others hold text.
        let texts: Vec<String> = columns
            .iter()
            .filter(|(column, place)| column.kind == Kind::Text && matches!(row.get(*place), Field::Number(_)))
            .map(|(_, place)| row.text(*place).into_owned())
            .collect();
        let mut numbers = texts.iter();
        let mut cells: Vec<Put<'_>> = Vec::with_capacity(columns.len());
        for (column, place) in &columns {
            cells.push(match row.get(*place) {
                Field::Number(_) if column.kind == Kind::Text => Put::text(numbers.next().map(String::as_str)),
                Field::Text("NA") => return Err(row.wrong(*place, "is no value of this column; missing cells are blank")),
                _ => read_cell(column, row, *place)?,
            });
        }
        import.table("ucdp_conflicts").push(row, &cells)?;
        let (Some(conflict), Some(year)) = (row.int(id)?, row.int(year)?) else {
            return Err(row.wrong(id, "or the year is blank"));
        };
        for (place, side) in &sides {
            let list = row.text(*place);
            if list.is_empty() {
                continue;
            }
            for number in list.split(',').map(str::trim) {
                let Ok(gwno) = number.parse::<u16>() else {
                    return Err(row.wrong(*place, "is not a list of numbers of states with commas between"));
                };
                let state = import.identity.state(Kind::FromGw, number, At::Year(year), row.line);
                let cells = [Put::Int(conflict), Put::Int(year), Put::Text(side), Put::Int(i32::from(gwno)), Put::state(state)];
                import.table("ucdp_sides").push(row, &cells)?;
            }
        }
        Ok(())
    })
}
