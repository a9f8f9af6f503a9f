//! Who is a state, and when: spells of membership, states by year, great powers and the plain list of numbers.

use entente_core::Severity;

use crate::card::{Kind, Layout};
use crate::days::day;
use crate::error::Error;
use crate::grid::Grid;
use crate::identity::At;
use crate::import::{Import, Put};
use crate::registry::Source;

/// The source.
pub(crate) static SOURCE: Source = Source::with(include_str!("cow_states.toml"), read);

fn read(layout: &Layout, grid: &Grid<'_>, import: &mut Import<'_>) -> Result<(), Error> {
    let is_major = layout.name == "majors";
    let table = if is_major { "cow_majors" } else { "cow_states" };
    let (abb, code, version) = (grid.column("stateabb")?, grid.column("ccode")?, grid.column("version")?);
    let name = if is_major { None } else { Some(grid.column("statenme")?) };
    let start = [grid.column("styear")?, grid.column("stmonth")?, grid.column("stday")?];
    let end = [grid.column("endyear")?, grid.column("endmonth")?, grid.column("endday")?];
    grid.each(|row| {
        let (first, last) = (day(row, start)?, day(row, end)?);
        if last < first {
            return Err(row.wrong(end[0], format!("makes the spell end on {last}, before it starts on {first}")));
        }
        let edition = row.int(version)?.ok_or_else(|| row.wrong(version, "is blank"))?;
        // The list ends on the last day of the year that names its edition.
        let is_ongoing = i32::from(last.year()) == edition && last.month() == 12 && last.day() == 31;
        if i32::from(last.year()) > edition {
            return Err(row.wrong(end[0], format!("is after the edition of {edition}")));
        }
        let state = import.state(Kind::Cow, row, code, At::Day(first))?;
        let (abb, state_name) = (row.text(abb), name.map(|place| row.text(place)));
        let mut cells = vec![Put::Text(&abb), Put::state(state)];
        if let Some(state_name) = &state_name {
            if state_name.is_empty() {
                import.note("blank_name", Severity::Warning, row.line, "the name of the state is blank");
            }
            cells.push(Put::Text(state_name));
        }
        cells.extend([Put::Day(first), Put::Day(last), Put::Int(i32::from(first.year())), Put::Int(i32::from(last.year()))]);
        cells.extend([Put::Int(i32::from(is_ongoing)), Put::Int(edition)]);
        import.table(table).push(row, &cells)
    })
}
