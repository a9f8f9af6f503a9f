//! Alliance treaties as the ATOP project codes them: by member and phase, by alliance, by phase, by state and year, by directed dyad
//! and year. Each row says what was promised on paper, not what was done.
//!
//! An edition without pure non-aggression pacts has the same header and the same mark of its version; it is told by what it lacks.

use std::collections::BTreeMap;

use crate::card::{ColumnCard, Layout};
use crate::error::Error;
use crate::grid::{Field, Grid, Row};
use crate::identity::At;
use crate::import::{Import, Put, read_cell};
use crate::registry::Source;

/// The source.
pub(crate) static SOURCE: Source = Source::with(include_str!("atop.toml"), read);

/// Where a column of the table comes from.
enum From {
    Cell(usize),
    State(usize, usize),
    /// A number with a binary tail, such as 4810.2002: the alliance and its phase, or the version.
    Short(usize, i32),
    /// The columns that are numbered from 1, up to the first blank one.
    List(Vec<usize>),
    Absent,
}

fn read(layout: &Layout, grid: &Grid<'_>, import: &mut Import<'_>) -> Result<(), Error> {
    let (table, list) = match layout.name.as_str() {
        "members" => ("atop_members", ""),
        "alliances" => ("atop_alliances", "mem"),
        "phases" => ("atop_phases", "mem"),
        "state_years" => ("atop_state_years", "atopid"),
        "institutions" => ("atop_institutions", ""),
        _ => ("atop_dyads", "atopid"),
    };
    let card = import.table(table).card;
    let year = first_of(grid, card.column.iter().find(|c| c.name == card.year));
    let from = |column: &ColumnCard| match first_of(grid, Some(column)) {
        Some(place) if column.kind.is_state() => From::State(place, year.unwrap_or(place)),
        Some(place) if column.name == "atopidphase" => From::Short(place, 10),
        Some(place) if column.name == "version" => From::Short(place, 1000),
        Some(place) => From::Cell(place),
        None if column.names().is_empty() => match (1..).map_while(|n| grid.place(&format!("{list}{n}"))).collect::<Vec<_>>() {
            places if places.is_empty() => From::Absent,
            places => From::List(places),
        },
        None => From::Absent,
    };
    let from: Vec<From> = card.column.iter().map(from).collect();
    let place = |name: &str| card.column.iter().find(|c| c.name == name).and_then(|c| first_of(grid, Some(c)));
    let obligations = ["defense", "offense", "neutral", "nonagg", "consul"].map(place);
    let (ddyad, number) = (grid.place("ddyad"), place("number"));
    let mut pacts = Pacts::default();
    let mut version = None;
    grid.each(|row| {
        // Texts made here outlive the cells that borrow them.
        let mut made: Vec<String> = Vec::new();
        for from in &from {
            match from {
                From::Short(place, scale) => made.push(short(row, *place, *scale)?),
                From::List(places) => made.push(list_of(row, places, number)?),
                _ => {}
            }
        }
        let mut made_next = made.iter();
        let mut cells: Vec<Put<'_>> = Vec::with_capacity(from.len());
        for (column, from) in card.column.iter().zip(&from) {
            cells.push(match from {
                From::Cell(place) => read_cell(column, row, *place)?,
                From::State(place, year) => match read_cell(column, row, *place)? {
                    Put::No(reason) => Put::No(reason),
                    _ => {
                        let Some(year) = row.int(*year)? else { return Err(row.wrong(*year, "is blank where a year belongs")) };
                        Put::state(import.state(column.kind, row, *place, At::Year(year))?)
                    }
                },
                From::Short(..) | From::List(_) => Put::Text(made_next.next().map_or("", String::as_str)),
                From::Absent => Put::No("not in this file"),
            });
        }
        if let (Some(ddyad), [a, b, ..]) = (ddyad, cells.as_slice())
            && let (Put::Int(a), Put::Int(b)) = (a, b)
            && row.int(ddyad)? != Some(a * 1000 + b)
        {
            return Err(row.wrong(ddyad, format!("is not made of the two states {a} and {b}; a cell has been moved")));
        }
        pacts.see(row, obligations, grid.place("atopid"))?;
        if version.is_none()
            && let Some(Put::Text(text)) = cells.last()
        {
            version = Some((*text).to_owned());
        }
        import.table(table).push(row, &cells)
    })?;
    if pacts.are_without_nonaggression(obligations.iter().all(Option::is_some)) {
        import.label = Some(format!("{}-NNA", version.as_deref().unwrap_or("5.1")));
    }
    Ok(())
}

fn first_of(grid: &Grid<'_>, column: Option<&ColumnCard>) -> Option<usize> {
    column?.names().iter().find_map(|name| grid.place(name))
}

/// A number to so many parts of one, without the tail that single precision left.
fn short(row: &Row<'_>, place: usize, scale: i32) -> Result<String, Error> {
    let Some(number) = row.real(place)? else { return Err(row.wrong(place, "is blank, and this column is never blank in a sound file")) };
    let scale = f64::from(scale);
    let rounded = (number * scale).round() / scale;
    // Single precision keeps seven digits, so a number below 10,000 is off by less than 0.0005.
    if (number - rounded).abs() > 5e-4 {
        return Err(row.wrong(place, "has more decimals than such a number has"));
    }
    Ok(rounded.to_string())
}

fn list_of(row: &Row<'_>, places: &[usize], number: Option<usize>) -> Result<String, Error> {
    let mut list = String::new();
    let mut count = 0;
    for (n, place) in places.iter().enumerate() {
        if row.get(*place) == Field::Blank {
            continue;
        }
        let Some(id) = row.int(*place)?.filter(|id| (2..=9999).contains(id)) else {
            return Err(row.wrong(*place, "is not a number of a state or of an alliance"));
        };
        if n != count {
            return Err(row.wrong(*place, "stands behind a blank cell; a cell has been moved"));
        }
        count += 1;
        if !list.is_empty() {
            list.push(' ');
        }
        list.push_str(&id.to_string());
    }
    if let Some(number) = number {
        // The publisher's dyads may have more alliances than the file has columns for them.
        let stated = row.int(number)?.unwrap_or_default() as usize;
        if stated != count && (stated < count || count < places.len()) {
            return Err(row.wrong(number, format!("is not the count of the alliances in the row, {count}; a cell has been moved")));
        }
    }
    Ok(list)
}

/// Which promises the file holds, to tell whether pure non-aggression pacts were left out.
#[derive(Default)]
struct Pacts {
    rows: u64,
    alone: u64,
    by_alliance: BTreeMap<i32, [bool; 5]>,
}

impl Pacts {
    fn see(&mut self, row: &Row<'_>, obligations: [Option<usize>; 5], atopid: Option<usize>) -> Result<(), Error> {
        let mut owes = [false; 5];
        for (owes, place) in owes.iter_mut().zip(obligations) {
            *owes = matches!(place.map(|place| row.int(place)).transpose()?.flatten(), Some(1));
        }
        self.rows += 1;
        self.alone += u64::from(owes == NONAGG_ALONE);
        if let Some(id) = atopid.map(|place| row.int(place)).transpose()?.flatten() {
            let all = self.by_alliance.entry(id).or_default();
            all.iter_mut().zip(owes).for_each(|(all, owes)| *all |= owes);
        }
        Ok(())
    }

    /// By alliance it is certain. By state or dyad and year it goes by the share of rows with non-aggression alone: of version 5.1, 13
    /// in 100 state-years and more of the dyads, and 1 in 100 in the edition without (from asymmetric treaties); 4 in 100 is chosen.
    fn are_without_nonaggression(&self, has_obligations: bool) -> bool {
        if !has_obligations || self.rows == 0 {
            return false;
        }
        if self.by_alliance.is_empty() { self.alone * 25 < self.rows } else { !self.by_alliance.values().any(|owes| *owes == NONAGG_ALONE) }
    }
}

const NONAGG_ALONE: [bool; 5] = [false, false, false, true, false];
