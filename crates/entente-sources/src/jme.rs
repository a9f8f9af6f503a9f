//! Joint military exercises, the older collection: one row for an exercise, and one for each participant.
//!
//! The sheet was filled in by several hands: dates lack a separator or have one too many, codes have small letters. A date is read
//! from its three columns, and where they are blank from its text; where the two differ the columns count and a finding says so. The
//! publisher's own numbers are not there for all, so an exercise is named by its row in the sheet.

use entente_core::Severity;
use jiff::civil;

use crate::card::{Kind, Layout};
use crate::error::Error;
use crate::exercise::{Date, part};
use crate::grid::{Field, Grid, Row};
use crate::identity::At;
use crate::import::{Import, Put, read_cell};
use crate::plain;
use crate::registry::Source;

/// The source.
pub(crate) static SOURCE: Source = Source::with(include_str!("jme.toml"), read);

/// First and last year that a date may have.
const YEARS: (i32, i32) = (1970, 2010);

/// What was odd about the dates, by row.
#[derive(Default)]
struct Odd {
    differing: Vec<u64>,
    unreadable: Vec<u64>,
    backwards: Vec<u64>,
    twice: Vec<u64>,
    undated: Vec<u64>,
}

fn read(_: &Layout, grid: &Grid<'_>, import: &mut Import<'_>) -> Result<(), Error> {
    let card = import.table("jme_exercises").card;
    let own: Vec<(usize, usize)> = card
        .column
        .iter()
        .enumerate()
        .filter(|(_, column)| !column.names().is_empty())
        .map(|(n, column)| Ok((n, plain::place(grid, column)?)))
        .collect::<Result<_, Error>>()?;
    let column = |name: &str| grid.column(name);
    let start = [column("Start Date")?, column("s.year")?, column("s.month")?, column("s.day")?];
    let end = [column("enddate")?, column("e.year")?, column("e.month")?, column("e.day")?];
    let sources = column("Source(s)")?;
    let place_of = |name: &str| card.column.iter().position(|c| c.name == name).expect("a column of the card, which a fixture reads");
    let dates = ["year", "start_month", "start_day", "end_year", "end_month", "end_day"].map(place_of);
    let (named, unnamed, source) = (place_of("named_count"), place_of("unnamed_count"), place_of("source"));
    let states: Vec<usize> = (0..grid.header.len()).filter(|n| grid.header[*n].starts_with("State ")).collect();
    let mut odd = Odd::default();
    grid.each(|row| {
        let exercise = i32::try_from(row.line).unwrap_or(i32::MAX);
        let (from, to) = (date(row, start, &mut odd)?, date(row, end, &mut odd)?);
        if from.is_after(to) {
            odd.backwards.push(row.line);
        }
        if from.year.is_none() {
            odd.undated.push(row.line);
        }
        let mut codes: Vec<String> = Vec::new();
        let mut without_name = 0;
        for (slot, place) in (1..).zip(&states) {
            let text = row.text(*place).to_uppercase();
            let code = match (text.as_str(), from.year) {
                ("", _) => continue,
                ("-9", _) => {
                    without_name += 1;
                    Put::No("not named")
                }
                (text, _) if codes.iter().any(|code| code == text) => {
                    odd.twice.push(row.line);
                    continue;
                }
                (_, None) => Put::No("no year"),
                (text, Some(year)) => {
                    let code = import.identity.state(Kind::FromCode, text, At::Year(year), row.line);
                    code.map_or(Put::No("no member of the list then"), |code| Put::Int(i32::from(code)))
                }
            };
            let shown = if text == "-9" { Put::No("not named") } else { Put::Text(&text) };
            let cells = [Put::Int(exercise), Put::Int(slot), shown, code, Put::int(from.year)];
            import.table("jme_participants").push(row, &cells)?;
            if text != "-9" {
                codes.push(text);
            }
        }
        let mut cells = vec![Put::No(""); card.column.len()];
        for (n, place) in &own {
            cells[*n] = read_cell(&card.column[*n], row, *place)?;
        }
        let listed = row.text(sources);
        cells[0] = Put::Int(exercise);
        cells[source] = if listed.is_empty() { Put::No("") } else { Put::Text(&listed) };
        cells[named] = Put::Int(codes.len() as i32);
        cells[unnamed] = Put::Int(without_name);
        for (n, cell) in dates.into_iter().zip([from.cells(), to.cells()].concat()) {
            cells[n] = cell;
        }
        import.table("jme_exercises").push(row, &cells)
    })?;
    for (code, what, lines) in [
        ("dates_differ", "have a date that differs from its three columns; the columns count", odd.differing),
        ("date_unreadable", "have a part of a date that is none; it is missing", odd.unreadable),
        ("ends_before_start", "end before they start; the dates are kept as published", odd.backwards),
        ("participant_twice", "name a participant twice; it is read once", odd.twice),
        ("no_year", "have no year; their participants have no number of a state", odd.undated),
    ] {
        if let Some(first) = lines.first() {
            let mut rows: Vec<String> = lines.iter().map(ToString::to_string).collect();
            rows.dedup();
            import.note(code, Severity::Note, *first, format!("{} exercises {what}: rows {}", rows.len(), rows.join(", ")));
        }
    }
    Ok(())
}

/// The date of a text and of its three columns.
fn date(row: &Row<'_>, [text, year, month, day]: [usize; 4], odd: &mut Odd) -> Result<Date, Error> {
    let bounds = [YEARS, (1, 12), (1, 31)];
    let columns: Vec<std::borrow::Cow<'_, str>> = [year, month, day].map(|place| row.text(place)).into();
    let stated = stated(row, text)?;
    let mut parse = |parts: [&str; 3]| {
        let parsed = [0, 1, 2].map(|n| part(parts[n], bounds[n].0, bounds[n].1));
        if parsed.iter().any(Result::is_err) {
            odd.unreadable.push(row.line);
        }
        let [year, month, day] = parsed.map(|part| part.ok().flatten());
        Date { year, month, day }
    };
    let of_text = stated.as_ref().map(|parts| parse([&parts[0], &parts[1], &parts[2]]));
    if columns.iter().all(|text| text.is_empty()) {
        return Ok(of_text.unwrap_or_default());
    }
    let of_columns = parse([&columns[0], &columns[1], &columns[2]]);
    let differ = |a: Option<i32>, b: Option<i32>| a.is_some() && b.is_some() && a != b;
    if let Some(other) = of_text
        && (differ(other.year, of_columns.year) || differ(other.month, of_columns.month) || differ(other.day, of_columns.day))
    {
        if differ(other.year, of_columns.year) {
            return Err(row.wrong(text, "has another year than the column beside it; a cell may have been moved"));
        }
        odd.differing.push(row.line);
    }
    Ok(of_columns)
}

/// Year, month and day of a text written month, day, year, with or without all its separators, or of a day as the sheet counts it.
fn stated(row: &Row<'_>, place: usize) -> Result<Option<[String; 3]>, Error> {
    let text = match row.get(place) {
        Field::Blank => return Ok(None),
        Field::Number(-9.0) => return Ok(None),
        Field::Number(n) if (20_000.0..50_000.0).contains(&n) => {
            let day = civil::Date::constant(1899, 12, 30).checked_add(jiff::Span::new().days(n as i64));
            let day = day.map_err(|_| row.wrong(place, "is not a day"))?;
            return Ok(Some([day.year().to_string(), day.month().to_string(), day.day().to_string()]));
        }
        Field::Number(_) => return Err(row.wrong(place, "is not a day as a sheet counts it; a cell may have been moved")),
        Field::Text(text) => text,
    };
    let parts: Vec<&str> = text.split(['/', '.']).filter(|part| !part.is_empty()).collect();
    let digits: String = parts.concat();
    let is_date = digits.bytes().all(|b| b.is_ascii_digit() || b.eq_ignore_ascii_case(&b'x'));
    match (&parts[..], digits.len()) {
        ([month, day, year], _) if is_date => Ok(Some([*year, *month, *day].map(str::to_owned))),
        (_, 8) if is_date => Ok(Some([&digits[4..], &digits[..2], &digits[2..4]].map(str::to_owned))),
        _ => Err(row.wrong(place, "is not a date, written 11/xx/1974")),
    }
}
