//! Strategic rivalries: one rivalry of two states over years, some of them long before the list of states begins.
//!
//! A number is taken for a state only if that state was a member on some day of the rivalry. Powers that were gone by 1816, and
//! rivalries that were over, keep the number that the authors gave them and no state.

use entente_core::state::Spell;
use entente_core::{Register, Severity, StateCode, System};
use jiff::civil::Date;

use crate::card::Layout;
use crate::error::Error;
use crate::grid::{Grid, Row};
use crate::import::{Import, Put, read_cell};
use crate::registry::Source;

/// The source.
pub(crate) static SOURCE: Source = Source::with(include_str!("rivalries.toml"), read);

/// Columns of both tables before those that are read as they stand: two numbers, two states.
const LEAD: usize = 4;

fn read(layout: &Layout, grid: &Grid<'_>, import: &mut Import<'_>) -> Result<(), Error> {
    let is_td = layout.name == "td";
    let table = if is_td { "rivalries_td" } else { "rivalries_tss" };
    let (start, end) = if is_td { ("styear", "endyear") } else { ("start", "end") };
    let (start, end) = (grid.column(start)?, grid.column(end)?);
    let name = grid.column(if is_td { "rivalryname" } else { "rivalry" })?;
    let numbers = [grid.column("ccode1")?, grid.column("ccode2")?];
    let card = import.table(table).card;
    let rest = card.column[LEAD..].iter().map(|c| Ok((c, crate::plain::place(grid, c)?))).collect::<Result<Vec<_>, Error>>()?;
    let mut before = 0;
    let mut first_line = 0;
    grid.each(|row| {
        let (first, last) = (whole(row, start)?, whole(row, end)?);
        if last < first {
            return Err(row.wrong(end, format!("is before the start of the rivalry, {first}")));
        }
        let (one, two) = (whole(row, numbers[0])?, whole(row, numbers[1])?);
        let called = row.text(name);
        let states = [one, two].map(|number| member(state_of(number, first, &called), first, last));
        if states.contains(&Some(678)) && [one, two].contains(&679) || states.contains(&Some(680)) && ![one, two].contains(&680) {
            import.note("other_yemen", Severity::Note, row.line, format!("679 in {called:?} of {first} is read as the Yemen of its name"));
        }
        for number in [one, two].into_iter().zip(states).filter(|(_, state)| state.is_none()).map(|(number, _)| number) {
            if last < 1816 {
                before += 1;
                first_line = if first_line == 0 { row.line } else { first_line };
            } else {
                let message = format!("{number} was at no time of {first} to {last} a member of the list of states");
                import.note("not_member", Severity::Note, row.line, message);
            }
        }
        let mut cells = vec![Put::Int(one), Put::Int(two), Put::state(states[0]), Put::state(states[1])];
        for (column, place) in &rest {
            cells.push(read_cell(column, row, *place)?);
        }
        import.table(table).push(row, &cells)
    })?;
    if before > 0 {
        let message = format!("{before} numbers stand in rivalries that ended before 1816, when the list of states begins");
        import.note("before_the_list", Severity::Note, first_line, message);
    }
    Ok(())
}

fn whole(row: &Row<'_>, place: usize) -> Result<i32, Error> {
    row.int(place)?.ok_or_else(|| row.wrong(place, "is blank"))
}

/// The authors write 679, united Yemen, also for the two Yemens before 1990; their name for the rivalry tells which is meant.
fn state_of(number: i32, first: i32, name: &str) -> i32 {
    match (number, first) {
        (679, ..1990) if name.contains("-S. Yemen") => 680,
        (679, ..1990) => 678,
        _ => number,
    }
}

/// The state of that number if it was a member at some time of those years.
fn member(number: i32, first: i32, last: i32) -> Option<u16> {
    let code: u16 = number.try_into().ok()?;
    let day = |year: i32, month, day| Date::new(year.try_into().ok()?, month, day).ok();
    let spell = Spell { start: day(first, 1, 1)?, end: Some(day(last, 12, 31)?) };
    Register::builtin().get(StateCode(code)).is_some_and(|s| s.is_member_during(spell, System::Cow)).then_some(code)
}
