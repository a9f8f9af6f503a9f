//! Regimes: one polity in one year, with its scores and the events of a change.
//!
//! Polity numbers its polities by itself: where a state changes its shape it gets another number, and some numbers are those of other
//! states in the Correlates of War list (Kosovo is 341 here and Montenegro there). The number stands as `polity_code`; `ccode` is the
//! state of the list if it was a member in that year, after the table of numbers in the card. In a year of change two polities may be one
//! state of the list, as Russia and the Soviet Union in 1922, so `ccode` and `year` are no key.

use entente_core::state::Spell;
use entente_core::{Register, Severity, StateCode, System};
use jiff::civil::Date;

use crate::card::{Card, Layout, Named};
use crate::error::Error;
use crate::grid::Grid;
use crate::import::{Import, Put, read_cell};
use crate::registry::Source;

/// The source.
pub(crate) static SOURCE: Source = Source::with(include_str!("polity5.toml"), read);

fn read(_: &Layout, grid: &Grid<'_>, import: &mut Import<'_>) -> Result<(), Error> {
    let card = import.card;
    let (code, year, both) = (grid.column("ccode")?, grid.column("year")?, grid.column("cyear")?);
    let table = import.table("polity5").card;
    let rest = table.column[1..].iter().map(|c| Ok((c, crate::plain::place(grid, c)?))).collect::<Result<Vec<_>, Error>>()?;
    let (mut outside, mut first_line) = (0, 0);
    grid.each(|row| {
        let number = row.int(code)?.ok_or_else(|| row.wrong(code, "is blank"))?;
        let y = row.int(year)?.ok_or_else(|| row.wrong(year, "is blank"))?;
        if row.int(both)? != number.checked_mul(10_000).and_then(|n| n.checked_add(y)) {
            return Err(row.wrong(both, format!("is not the number {number} and the year {y} in one; a cell has been moved")));
        }
        let state = state(card, number, y);
        if state.is_none() {
            outside += 1;
            first_line = if first_line == 0 { row.line } else { first_line };
        }
        let mut cells = vec![Put::state(state)];
        for (column, place) in &rest {
            cells.push(read_cell(column, row, *place)?);
        }
        import.table("polity5").push(row, &cells)
    })?;
    if outside > 0 {
        let message = format!("{outside} rows are of polities that were no members of the list of states in their year, most before 1920");
        import.note("not_member", Severity::Note, first_line, message);
    }
    Ok(())
}

/// The state of the list that a polity is in a year, where it was a member on some day of it.
fn state(card: &Card, number: i32, year: i32) -> Option<u16> {
    let code = match card.names.get(&number.to_string()) {
        None => number.try_into().ok()?,
        Some(Named::Code(code)) => *code,
        Some(Named::NotAState(_)) => return None,
        Some(Named::ByYear(firsts)) => {
            let begun = firsts.iter().filter_map(|(first, code)| Some((first.parse::<i32>().ok()?, *code)));
            begun.filter(|(first, _)| *first <= year).max()?.1
        }
    };
    let day = |month, day| Date::new(year.try_into().ok()?, month, day).ok();
    let spell = Spell { start: day(1, 1)?, end: Some(day(12, 31)?) };
    Register::builtin().get(StateCode(code)).is_some_and(|s| s.is_member_during(spell, System::Cow)).then_some(code)
}
