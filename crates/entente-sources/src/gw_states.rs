//! The independent states of Gleditsch and Ward: one spell of one state, on the days they give.
//!
//! The older file has no header and the newer is a workbook; both close every spell that goes on with the day to which the list was kept.

use entente_core::crosswalk::counterpart;
use entente_core::{StateCode, System};
use jiff::civil::Date;

use crate::card::{Kind, Layout};
use crate::days::day_first;
use crate::error::Error;
use crate::grid::Grid;
use crate::identity::At;
use crate::import::{Import, Put};
use crate::registry::Source;

/// The source.
pub(crate) static SOURCE: Source = Source::with(include_str!("gw_states.toml"), read);

struct Spell {
    line: u64,
    number: i32,
    early: Option<u16>,
    late: Option<u16>,
    abb: String,
    name: String,
    start: Date,
    end: Date,
}

/// The number of the other list in a year, on a day inside the spell.
fn other(gwcode: u16, year: i32, first: Date, last: Date) -> Option<u16> {
    let days = [(12, 31), (7, 1), (1, 1)].into_iter().filter_map(|(m, d)| Date::new(year.try_into().ok()?, m, d).ok());
    let inside = [first, last].into_iter().filter(|day| i32::from(day.year()) == year);
    let mut days = days.filter(|day| first <= *day && *day <= last).chain(inside);
    days.find_map(|day| counterpart(StateCode(gwcode), System::Gw, day)).map(|code| code.0)
}

fn read(layout: &Layout, grid: &Grid<'_>, import: &mut Import<'_>) -> Result<(), Error> {
    let [number, abb, name, start, end] = if layout.name == "workbook" {
        ["Cow Nr.", "Cow ID", "Name of State", "Start", "End"]
    } else {
        ["gwcode", "gwabb", "state_name", "start", "end"]
    };
    let (number, abb, name) = (grid.column(number)?, grid.column(abb)?, grid.column(name)?);
    let (start, end) = (grid.column(start)?, grid.column(end)?);
    let sign = if layout.name == "workbook" { '.' } else { ':' };
    let mut spells = Vec::new();
    grid.each(|row| {
        let (first, last) = (day_first(row, start, sign)?, day_first(row, end, sign)?);
        if last < first {
            return Err(row.wrong(end, format!("is before the start of the spell, {first}")));
        }
        let gwcode = row.int(number)?.ok_or_else(|| row.wrong(number, "is blank"))?;
        let known: u16 = gwcode.try_into().map_err(|_| row.wrong(number, "is no number of the list of states"))?;
        let (from, to) = (i32::from(first.year()), i32::from(last.year()));
        let (early, late) =
            ((from..=to).find_map(|y| other(known, y, first, last)), (from..=to).rev().find_map(|y| other(known, y, first, last)));
        if late.is_none() {
            // Counted as a number without a counterpart.
            import.state(Kind::FromGw, row, number, At::Day(last))?;
        }
        let (abb, name) = (row.text(abb).into_owned(), row.text(name).into_owned());
        spells.push(Spell { line: row.line, number: gwcode, early, late, abb, name, start: first, end: last });
        Ok(())
    })?;
    let Some(closed) = spells.iter().map(|s| s.end).max() else { return Ok(()) };
    import.label = Some(closed.year().to_string());
    for s in &spells {
        let cells = [
            Put::Int(s.number),
            Put::state(s.late),
            Put::state(s.early),
            Put::Text(&s.abb),
            Put::Text(&s.name),
            Put::Day(s.start),
            Put::Day(s.end),
            Put::Int(i32::from(s.start.year())),
            Put::Int(i32::from(s.end.year())),
            Put::Int(i32::from(s.end == closed)),
        ];
        let file = import.file.clone();
        import.table("gw_states").push_at(&file, s.line, &cells)?;
    }
    Ok(())
}
