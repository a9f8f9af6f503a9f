//! Multinational military exercises: one row for an exercise, and one for each state that took part.
//!
//! Each date stands in the file twice, as a text and in three columns; the two must agree, which catches a moved cell. Three numbers of
//! the publisher each name two exercises: their ids here end in `a` and `b`, in the order of the file.

use std::collections::BTreeMap;

use entente_core::{Severity, YearSpan};

use crate::card::{Kind, Layout};
use crate::error::Error;
use crate::exercise::{Date, part};
use crate::grid::{Field, Grid, Row};
use crate::identity::At;
use crate::import::{Import, Put, read_cell};
use crate::plain;
use crate::registry::Source;

/// The source.
pub(crate) static SOURCE: Source = Source::with(include_str!("mme.toml"), read);

/// First year of the data, from which years of two digits count: 80 is 1980 and 10 is 2010.
const FIRST: i32 = 1980;

fn read(_: &Layout, grid: &Grid<'_>, import: &mut Import<'_>) -> Result<(), Error> {
    let card = import.table("mme_exercises").card;
    // What stands between the columns that code fills: the publisher's own, in the order of the card.
    let own: Vec<(usize, usize)> = card
        .column
        .iter()
        .enumerate()
        .filter(|(_, column)| !column.names().is_empty())
        .map(|(n, column)| Ok((n, plain::place(grid, column)?)))
        .collect::<Result<_, Error>>()?;
    let id = grid.column("MMEID")?;
    let start = [grid.column("StartDate")?, grid.column("s.year")?, grid.column("s.month")?, grid.column("s.day")?];
    let end = [grid.column("EndDate")?, grid.column("e.year")?, grid.column("e.month")?, grid.column("e.day")?];
    let states: Vec<usize> = (0..grid.header.len()).filter(|n| grid.header[*n].starts_with("State")).collect();
    let mut count: BTreeMap<String, u32> = BTreeMap::new();
    grid.each(|row| {
        *count.entry(row.text(id).into_owned()).or_default() += 1;
        Ok(())
    })?;
    let mut seen: BTreeMap<String, u8> = BTreeMap::new();
    let (mut backwards, mut twice) = (Vec::new(), Vec::new());
    grid.each(|row| {
        let mmeid = row.text(id).into_owned();
        if !mmeid.strip_prefix("mme").is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit())) {
            return Err(row.wrong(id, "is no id of an exercise, written mme87"));
        }
        let exercise = if count[&mmeid] > 1 {
            let nth = seen.entry(mmeid.clone()).or_default();
            *nth += 1;
            format!("{mmeid}{}", char::from(b'a' + (*nth - 1).min(25)))
        } else {
            mmeid.clone()
        };
        let (from, to) = (date(row, start)?, date(row, end)?);
        if from.is_after(to) {
            backwards.push((row.line, exercise.clone()));
        }
        let Some(year) = from.year else { return Err(row.wrong(start[0], "has no year")) };
        let mut names: Vec<String> = Vec::new();
        let mut unnamed = 0;
        for (slot, place) in (1..).zip(&states) {
            if row.get(*place) == Field::Blank {
                continue;
            }
            let name = row.text(*place).into_owned();
            if names.contains(&name) {
                twice.push((row.line, exercise.clone()));
                continue;
            }
            let code = if name == "-9" {
                unnamed += 1;
                Put::No("not named")
            } else {
                let code = import.state(Kind::FromName, row, *place, At::Year(year))?;
                code.map_or(Put::No("no member of the list then"), |code| Put::Int(i32::from(code)))
            };
            let shown = if name == "-9" { Put::No("not named") } else { Put::Text(&name) };
            let cells = [Put::Text(&exercise), Put::Text(&mmeid), Put::Int(slot), shown, code, Put::Int(year)];
            import.table("mme_participants").push(row, &cells)?;
            if name != "-9" {
                names.push(name);
            }
        }
        if names.is_empty() && unnamed == 0 {
            return Err(row.wrong(states[0], "is blank, and so are all others; an exercise has participants"));
        }
        let mut cells = vec![Put::No(""); card.column.len()];
        for (n, place) in &own {
            cells[*n] = read_cell(&card.column[*n], row, *place)?;
        }
        cells[0] = Put::Text(&exercise);
        let [[y1, m1, d1], [y2, m2, d2]] = [from.cells(), to.cells()];
        for (name, cell) in [
            ("year", y1),
            ("start_month", m1),
            ("start_day", d1),
            ("end_year", y2),
            ("end_month", m2),
            ("end_day", d2),
            ("named_count", Put::Int(names.len() as i32)),
            ("unnamed_count", Put::Int(unnamed)),
        ] {
            let n = card.column.iter().position(|column| column.name == name).expect("a column of the card, which a fixture reads");
            cells[n] = cell;
        }
        import.table("mme_exercises").push(row, &cells)
    })?;
    import.table("mme_participants").covers = YearSpan::new(FIRST, 2010);
    for (code, what, rows) in [
        ("ends_before_start", "end before they start; the dates are kept as published", backwards),
        ("participant_twice", "name a participant twice; it is read once", twice),
    ] {
        if let Some((line, _)) = rows.first() {
            let mut ids: Vec<&str> = rows.iter().map(|(_, id)| id.as_str()).collect();
            ids.dedup();
            import.note(code, Severity::Note, *line, format!("{} exercises {what}: {}", ids.len(), ids.join(", ")));
        }
    }
    Ok(())
}

/// The date of a text and of its three columns, which must agree.
fn date(row: &Row<'_>, [text, year, month, day]: [usize; 4]) -> Result<Date, Error> {
    let read = |place: usize, least, most| {
        part(&row.text(place), least, most).map_err(|()| row.wrong(place, format!("is not a number from {least} to {most}, nor xx")))
    };
    let columns = Date { year: read(year, FIRST, 2035)?, month: read(month, 1, 12)?, day: read(day, 1, 31)? };
    let words = row.text(text);
    let parts: Vec<&str> = words.split(['/', '-']).collect();
    let stated = match parts[..] {
        [m, d, y] if words.contains('/') && y.len() == 2 => {
            y.parse().ok().map(|y: i32| (if y >= FIRST % 100 { 1900 + y } else { 2000 + y }, m, d))
        }
        [y, m, d] if y.len() == 4 => y.parse().ok().map(|y: i32| (y, m, d)),
        _ => None,
    };
    let stated = stated.and_then(|(y, m, d)| Some(Date { year: Some(y), month: part(m, 1, 12).ok()?, day: part(d, 1, 31).ok()? }));
    match stated {
        None => Err(row.wrong(text, "is not a date, written 1/14/80 or 1980-01-xx")),
        Some(stated) if stated != columns => {
            Err(row.wrong(text, format!("is not the {columns:?} of the three columns beside it; a cell may have been moved")))
        }
        Some(stated) => Ok(stated),
    }
}
