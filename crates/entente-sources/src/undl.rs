//! Recorded votes of the General Assembly and the Security Council as the library of the United Nations lists them: adopted
//! resolutions only, names as they were then.
//!
//! A third witness of the votes of the Assembly and the only one of the Council. What was voted down is not here, so agreement among
//! states looks higher than in the files of all roll calls.

use std::collections::BTreeMap;

use entente_core::Severity;
use jiff::civil::Date;

use crate::card::{ColumnCard, Kind, Layout};
use crate::error::Error;
use crate::grid::{Field, Grid, Row};
use crate::identity::At;
use crate::import::{Import, Put, read_cell};
use crate::registry::Source;

/// The source.
pub(crate) static SOURCE: Source = Source::with(include_str!("undl.toml"), read);

const RESOLUTIONS: &str = "undl_resolutions";
const VOTES: &str = "undl_votes";

fn read(layout: &Layout, grid: &Grid<'_>, import: &mut Import<'_>) -> Result<(), Error> {
    if layout.name == "resolutions" {
        let columns = columns(grid, import);
        let date = grid.column("date")?;
        return grid.each(|row| {
            let year = day(row, date)?.map(|day| i32::from(day.year()));
            push_resolution(row, &columns, year, import)
        });
    }
    read_votes(grid, import)
}

/// Columns of the table of resolutions with their places in this file.
fn columns<'c>(grid: &Grid<'_>, import: &mut Import<'c>) -> Vec<(&'c ColumnCard, Option<usize>)> {
    let card = import.table(RESOLUTIONS).card;
    card.column.iter().map(|column| (column, column.names().iter().find_map(|name| grid.place(name)))).collect()
}

fn push_resolution(
    row: &Row<'_>,
    columns: &[(&ColumnCard, Option<usize>)],
    year: Option<i32>,
    import: &mut Import<'_>,
) -> Result<(), Error> {
    let mut cells: Vec<Put<'_>> = Vec::with_capacity(columns.len());
    for (column, place) in columns {
        cells.push(match (column.name.as_str(), place) {
            ("year", _) => Put::int(year),
            (_, Some(place)) => read_cell(column, row, *place)?,
            ("body", None) => Put::Text("GA"),
            (_, None) => Put::No("not in this file"),
        });
    }
    import.table(RESOLUTIONS).push(row, &cells)
}

fn day(row: &Row<'_>, place: usize) -> Result<Option<Date>, Error> {
    match row.get(place) {
        Field::Blank | Field::Text("N/A") => Ok(None),
        _ => row.text(place).parse().map(Some).map_err(|_| row.wrong(place, "is not a day, written 2005-08-18")),
    }
}

/// What the rows of one resolution add up to, and what they say it is.
#[derive(Default)]
struct Sums {
    line: u64,
    resolution: String,
    date: String,
    votes: [i32; 4],
    stated: [Option<i32>; 4],
}

const CODES: [(&str, &str); 4] = [("Y", "yes"), ("N", "no"), ("A", "abstain"), ("X", "not_voting")];
const TOTALS: [&str; 4] = ["total_yes", "total_no", "total_abstentions", "total_non_voting"];

fn read_votes(grid: &Grid<'_>, import: &mut Import<'_>) -> Result<(), Error> {
    let at = |name: &str| grid.column(name);
    let (id, name, vote, date, resolution) = (at("undl_id")?, at("ms_name")?, at("ms_vote")?, at("date")?, at("resolution")?);
    let (body, code) = (grid.place("body"), grid.place("ms_code"));
    let totals = TOTALS.map(|name| grid.place(name));
    let has_totals = totals.iter().all(Option::is_some);
    let columns = if has_totals { columns(grid, import) } else { Vec::new() };
    let mut sums: BTreeMap<i32, Sums> = BTreeMap::new();
    let mut last: Option<(String, Date)> = None;
    grid.each(|row| {
        let Some(undl_id) = row.int(id)? else { return Err(row.wrong(id, "is blank, and this column is never blank in a sound file")) };
        let (Field::Text(date_text), Field::Text(symbol), Field::Text(ms_name)) = (row.get(date), row.get(resolution), row.get(name))
        else {
            return Err(row.wrong(date, "or another cell of the row is blank or no text, which none is in a sound file"));
        };
        let held = match &last {
            Some((text, day)) if text == date_text => *day,
            _ => match day(row, date)? {
                Some(day) => last.insert((date_text.to_owned(), day)).1,
                None => return Err(row.wrong(date, "is blank where a day belongs")),
            },
        };
        let Some(kind) = CODES.iter().position(|(code, _)| row.get(vote) == Field::Text(code)) else {
            return Err(row.wrong(vote, "is none of Y yes, N no, A abstention, X not voting"));
        };
        let sum = sums.entry(undl_id).or_default();
        if sum.line == 0 {
            *sum = Sums { line: row.line, resolution: symbol.to_owned(), date: date_text.to_owned(), ..Sums::default() };
            for (stated, place) in sum.stated.iter_mut().zip(totals) {
                *stated = place.map(|place| row.int(place)).transpose()?.flatten();
            }
            if has_totals {
                push_resolution(row, &columns, Some(i32::from(held.year())), import)?;
            }
        } else if sum.resolution != symbol || sum.date != date_text {
            return Err(row.wrong(resolution, "is another resolution or day than the rows above give this record; a cell has been moved"));
        }
        sum.votes[kind] += 1;
        let year = i32::from(held.year());
        let state = import.state(Kind::FromName, row, name, At::Year(year))?;
        let body = match body.map(|place| row.get(place)) {
            None => "GA",
            Some(Field::Text(body)) => body,
            Some(_) => return Err(row.wrong(resolution, "has no body beside it")),
        };
        let ms_code = match code.map(|place| row.get(place)) {
            Some(Field::Text(code)) => Put::Text(code),
            Some(_) => Put::No("blank"),
            None => Put::No("not in this file"),
        };
        let cells = [
            Put::Int(undl_id),
            Put::Text(body),
            Put::Text(symbol),
            Put::Day(held),
            Put::Int(year),
            Put::Text(ms_name),
            ms_code,
            Put::state(state),
            Put::Text(CODES[kind].1),
        ];
        import.table(VOTES).push(row, &cells)
    })?;
    check_sums(grid.file, &sums, import)
}

/// Sets the rows of each record against the totals that stand beside them: a few that differ are the library's, many are a cut or
/// shifted file.
fn check_sums(file: &str, sums: &BTreeMap<i32, Sums>, import: &mut Import<'_>) -> Result<(), Error> {
    let differs = |sum: &&Sums| sum.votes.iter().zip(sum.stated).any(|(count, stated)| stated.is_some_and(|stated| stated != *count));
    let odd: Vec<&Sums> = sums.values().filter(differs).collect();
    // Chosen: at half of it a few slips of the library would stop the file, at double a block of moved cells would pass.
    if odd.len() * 50 > sums.len() {
        let message = format!(
            "{} of {} records have other votes than their totals say, {} first; rows are lacking or cells have been moved",
            odd.len(),
            sums.len(),
            odd[0].resolution
        );
        return Err(Error::line(file, odd[0].line, message));
    }
    for sum in odd {
        let message =
            format!("{}: rows give {:?} yes, no, abstentions, not voting, and the totals {:?}", sum.resolution, sum.votes, sum.stated);
        import.note("other_total", Severity::Warning, sum.line, message);
    }
    Ok(())
}
