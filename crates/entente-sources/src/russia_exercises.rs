//! Exercises that involve Russia, coded by hand from its ministry of defence: one row for an exercise, one for each participant.
//!
//! Russia takes part in all and stands in no column: its rows are added with slot 0. Most lines of the file are blank.

use entente_core::Severity;

use crate::card::{Kind, Layout};
use crate::error::Error;
use crate::grid::{Field, Grid};
use crate::identity::At;
use crate::import::{Import, Put};
use crate::registry::Source;

/// The source.
pub(crate) static SOURCE: Source = Source::with(include_str!("russia_exercises.toml"), read);

const RUSSIA: i32 = 365;

fn read(_: &Layout, grid: &Grid<'_>, import: &mut Import<'_>) -> Result<(), Error> {
    let [id, name, yr, comments, source, source2] = ["id", "name", "yr", "comments", "source", "source2"].map(|c| grid.column(c));
    let (id, name, yr, comments, source, source2) = (id?, name?, yr?, comments?, source?, source2?);
    let partners: Vec<usize> = (0..grid.header.len()).filter(|n| grid.header[*n].starts_with("part")).collect();
    let (mut blank, mut first) = (0, 0);
    let mut twice = Vec::new();
    grid.each(|row| {
        if (0..grid.header.len()).all(|place| row.get(place) == Field::Blank) {
            blank += 1;
            if first == 0 {
                first = row.line;
            }
            return Ok(());
        }
        let needed = |place: usize| row.int(place)?.ok_or_else(|| row.wrong(place, "is blank in a line that is not"));
        let (id, year) = (needed(id)?, needed(yr)?);
        let text = |place: usize| Some(row.text(place).into_owned()).filter(|text| !text.is_empty());
        let Some(called) = text(name) else { return Err(row.wrong(name, "is blank in a line that is not")) };
        let mut names: Vec<String> = Vec::new();
        import
            .table("russia_exercise_partners")
            .push(row, &[Put::Int(id), Put::Int(0), Put::Text("Russia"), Put::Int(RUSSIA), Put::Int(year)])?;
        for (slot, place) in (1..).zip(&partners) {
            let Some(partner) = text(*place) else { continue };
            let code = import.state(Kind::FromName, row, *place, At::Year(year))?;
            if code == Some(RUSSIA as u16) {
                return Err(row.wrong(*place, "is in every exercise without being named; a row has been changed"));
            }
            if names.contains(&partner) {
                twice.push((row.line, id));
                continue;
            }
            let cells = [Put::Int(id), Put::Int(slot), Put::Text(&partner), Put::state(code), Put::Int(year)];
            import.table("russia_exercise_partners").push(row, &cells)?;
            names.push(partner);
        }
        if names.is_empty() {
            return Err(row.wrong(partners[0], "is blank, and so are all others; an exercise has partners"));
        }
        let (comments, source, source2) = (text(comments), text(source), text(source2));
        let cells = [
            Put::Int(id),
            Put::Text(&called),
            Put::Int(year),
            Put::Int(names.len() as i32),
            Put::text(comments.as_deref()),
            Put::text(source.as_deref()),
            Put::text(source2.as_deref()),
        ];
        import.table("russia_exercises").push(row, &cells)
    })?;
    if blank > 0 {
        import.note("blank_lines", Severity::Note, first, format!("{blank} lines have no cell filled and are passed over"));
    }
    for (line, id) in twice {
        import.note("participant_twice", Severity::Note, line, format!("exercise {id} names a partner twice; it is read once"));
    }
    Ok(())
}
