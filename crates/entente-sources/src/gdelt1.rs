//! Events of GDELT 1.0: daily files of 58 columns, and of 57 before April 2013, without a header.

use crate::card::{Kind, Layout};
use crate::error::Error;
use crate::events::{Aggregate, Event, class_of_root, tenths};
use crate::grid::{Field, Grid, Row};
use crate::import::Import;
use crate::registry::Source;

/// The source.
pub(crate) static SOURCE: Source = Source::with(include_str!("gdelt1.toml"), read);

fn read(_: &Layout, grid: &Grid<'_>, import: &mut Import<'_>) -> Result<(), Error> {
    import.label = Some("1.0".to_owned());
    read_events(grid, import, ["gdelt1_dyad_months", "gdelt1_month_totals"])
}

/// Reads a file of either edition of GDELT, which share these columns.
pub(crate) fn read_events(grid: &Grid<'_>, import: &mut Import<'_>, tables: [&str; 2]) -> Result<(), Error> {
    let at = |name: &str| grid.column(name);
    let (id, date, month, year) = (at("GLOBALEVENTID")?, at("SQLDATE")?, at("MonthYear")?, at("Year")?);
    let actors = [at("Actor1CountryCode")?, at("Actor2CountryCode")?];
    let (code, root, quad) = (at("EventCode")?, at("EventRootCode")?, at("QuadClass")?);
    let (is_root, goldstein, added) = (at("IsRootEvent")?, at("GoldsteinScale")?, at("DATEADDED")?);
    let reports = [at("NumMentions")?, at("NumSources")?, at("NumArticles")?];
    let mut aggregate = Aggregate::new(Kind::FromCode);
    grid.each(|row| {
        let Field::Text(number) = row.get(id) else { return Err(row.wrong(id, "is blank where the number of the event belongs")) };
        let Ok(number) = number.parse::<u64>() else { return Err(row.wrong(id, "is not the number of an event")) };
        let day = whole(row, date, 19_000_101, 20_361_231)?;
        let of_day = (day / 10_000, day / 100 % 100);
        if !(1..=12).contains(&of_day.1) || !(1..=31).contains(&(day % 100)) {
            return Err(row.wrong(date, "is not a day, written 20160728"));
        }
        if whole(row, month, 190_001, 203_612)? != day / 100 || whole(row, year, 1900, 2036)? != of_day.0 {
            return Err(row.wrong(date, "is not in the month and year that stand beside it; a column has been moved"));
        }
        // The day of the file, with the time in GDELT 2.0.
        let is_day =
            matches!(row.get(added), Field::Text(text) if matches!(text.len(), 8 | 14) && text.bytes().all(|b| b.is_ascii_digit()));
        if !is_day {
            return Err(row.wrong(added, "is not the day on which the event was added"));
        }
        let class = whole(row, quad, 1, 4)?;
        let root_code = whole(row, root, 1, 20)?;
        if class_of_root(root_code) != Some(class as usize - 1) {
            return Err(row.wrong(quad, format!("is not the class of root code {root_code:02}; a column has been moved")));
        }
        if !row.text(code).starts_with(row.text(root).as_ref()) {
            return Err(row.wrong(code, "does not begin with its root code; codes are text, and a leading zero may have been lost"));
        }
        let texts = [text(row, actors[0])?, text(row, actors[1])?];
        let mut counts = [0; 3];
        for (count, place) in counts.iter_mut().zip(reports) {
            *count = whole(row, place, 0, 10_000_000)?;
        }
        let event = Event {
            id: number,
            year: of_day.0,
            month: of_day.1,
            actor1: texts[0],
            actor2: texts[1],
            class: class as usize - 1,
            is_root: whole(row, is_root, 0, 1)? == 1,
            tenths: tenths(row, goldstein)?,
            reports: counts,
        };
        aggregate.add(row, &event, import);
        Ok(())
    })?;
    aggregate.finish(tables, true, import)
}

fn whole(row: &Row<'_>, place: usize, least: i32, most: i32) -> Result<i32, Error> {
    match row.int(place)? {
        Some(n) if (least..=most).contains(&n) => Ok(n),
        Some(_) => Err(row.wrong(place, format!("is outside {least} to {most}; a column may have been moved"))),
        None => Err(row.wrong(place, "is blank, and this column is never blank in a sound file")),
    }
}

fn text<'r>(row: &'r Row<'_>, place: usize) -> Result<&'r str, Error> {
    match row.get(place) {
        Field::Blank => Ok(""),
        Field::Text(text) if text.len() == 3 && text.bytes().all(|b| b.is_ascii_uppercase()) => Ok(text),
        _ => Err(row.wrong(place, "is not a code of three letters")),
    }
}
