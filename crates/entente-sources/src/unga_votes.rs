//! Votes of states in the General Assembly of the United Nations: one state on one roll call, and the roll calls themselves.
//!
//! The file repeats what belongs to the roll call in each of its votes; here it stands once, and a file that says two things of one
//! roll call is refused. A state that was absent and one that was no member are told apart from one that abstained.

use std::collections::HashMap;

use entente_core::Severity;
use jiff::civil::Date;

use crate::card::Layout;
use crate::error::Error;
use crate::grid::{Field, Grid, Row};
use crate::identity::At;
use crate::import::{Import, Put};
use crate::registry::Source;

/// The source.
pub(crate) static SOURCE: Source = Source::with(include_str!("unga_votes.toml"), read);

const FLAGS: [&str; 7] = ["importantvote", "me", "nu", "di", "hr", "co", "ec"];

/// What a row says of its roll call.
#[derive(Debug, Default, PartialEq)]
struct RollCall {
    session: i32,
    year: i32,
    date: String,
    unres: String,
    flags: [Option<i32>; 7],
}

struct Places {
    rcid: usize,
    session: usize,
    year: usize,
    ccode: usize,
    vote: usize,
    member: usize,
    date: usize,
    unres: usize,
    flags: [usize; 7],
}

/// What was odd, counted.
#[derive(Default)]
struct Odd {
    mended: Vec<(u64, i32)>,
    later: u64,
    earlier: Vec<(u64, i32)>,
    member_says_no: u64,
}

fn read(_: &Layout, grid: &Grid<'_>, import: &mut Import<'_>) -> Result<(), Error> {
    let at = |name: &str| grid.column(name);
    let mut flags = [0; 7];
    for (place, name) in flags.iter_mut().zip(FLAGS) {
        *place = at(name)?;
    }
    let places = Places {
        rcid: at("rcid")?,
        session: at("session")?,
        year: at("year")?,
        ccode: at("ccode")?,
        vote: at("vote")?,
        member: at("member")?,
        date: at("date")?,
        unres: at("unres")?,
        flags,
    };
    let mut seen: HashMap<i32, RollCall> = HashMap::new();
    let mut odd = Odd::default();
    let mut last = (i32::MIN, 0, 0);
    grid.each(|row| {
        let rcid = whole(row, places.rcid)?;
        if last.0 != rcid || !is_same(row, &places, &seen[&rcid])? {
            let call = roll_call(row, &places, rcid, &mut odd)?;
            match seen.get(&rcid) {
                Some(known) if *known != call => {
                    let message = "says something else of this roll call than the rows above; a cell has been moved";
                    return Err(row.wrong(places.rcid, message));
                }
                Some(_) => {}
                None => {
                    push_roll_call(row, rcid, &call, &places, &mut odd, import)?;
                    seen.insert(rcid, call);
                }
            }
            last = (rcid, seen[&rcid].session, seen[&rcid].year);
        }
        push_vote(row, last, &places, &mut odd, import)
    })?;
    for (line, rcid) in &odd.mended {
        import.note("mended", Severity::Note, *line, format!("roll call {rcid}: a flag written 0\\\" is read as 0"));
    }
    for (line, rcid) in &odd.earlier {
        import.note("early_date", Severity::Note, *line, format!("roll call {rcid} is dated before the year of its session"));
    }
    if odd.later > 0 {
        let message = format!("{} roll calls were held in the calendar year after that in which their session began", odd.later);
        import.note("session_year", Severity::Note, 1, message);
    }
    if odd.member_says_no > 0 {
        let message = format!("{} votes are coded not_member although the column member is 1; they stay as they are", odd.member_says_no);
        import.note("member_unclear", Severity::Note, 1, message);
    }
    Ok(())
}

fn whole(row: &Row<'_>, place: usize) -> Result<i32, Error> {
    row.int(place)?.ok_or_else(|| row.wrong(place, "is blank, and this column is never blank in a sound file; a cell may have been moved"))
}

/// A blank in an R frame is a missing value; in a text it is a blank cell or the letters NA.
fn is_blank(field: Field<'_>) -> bool {
    matches!(field, Field::Blank | Field::Text("NA"))
}

fn text<'r>(row: &'r Row<'_>, place: usize) -> Result<&'r str, Error> {
    match row.get(place) {
        field if is_blank(field) => Ok(""),
        Field::Text(text) => Ok(text),
        _ => Err(row.wrong(place, "is a number where a text belongs")),
    }
}

fn flag(row: &Row<'_>, place: usize) -> Result<Option<i32>, Error> {
    match row.get(place) {
        field if is_blank(field) => Ok(None),
        Field::Text("0" | "0\\\"") => Ok(Some(0)),
        Field::Text("1") => Ok(Some(1)),
        Field::Number(0.0) => Ok(Some(0)),
        Field::Number(1.0) => Ok(Some(1)),
        _ => Err(row.wrong(place, "is neither 0 nor 1")),
    }
}

/// Compares without making texts, for the rows that follow the first of a roll call.
fn is_same(row: &Row<'_>, places: &Places, call: &RollCall) -> Result<bool, Error> {
    let numbers = whole(row, places.session)? == call.session && whole(row, places.year)? == call.year;
    let mut is_same = numbers && text(row, places.date)? == call.date && text(row, places.unres)? == call.unres;
    for (place, known) in places.flags.iter().zip(call.flags) {
        is_same &= flag(row, *place)? == known;
    }
    Ok(is_same)
}

fn roll_call(row: &Row<'_>, places: &Places, rcid: i32, odd: &mut Odd) -> Result<RollCall, Error> {
    let mut flags = [None; 7];
    for (value, place) in flags.iter_mut().zip(places.flags) {
        *value = flag(row, place)?;
        if matches!(row.get(place), Field::Text("0\\\"")) && odd.mended.last().is_none_or(|(_, last)| *last != rcid) {
            odd.mended.push((row.line, rcid));
        }
    }
    let (session, year) = (whole(row, places.session)?, whole(row, places.year)?);
    Ok(RollCall { session, year, date: text(row, places.date)?.to_owned(), unres: text(row, places.unres)?.to_owned(), flags })
}

/// A day as `12/7/1988` or `1988-12-07`.
fn day(row: &Row<'_>, place: usize, text: &str) -> Result<Option<Date>, Error> {
    if text.is_empty() {
        return Ok(None);
    }
    let parts: Vec<Option<i16>> = text.split('/').map(|part| part.parse().ok()).collect();
    let day = match parts[..] {
        [Some(month), Some(day), Some(year)] => Date::new(year, month as i8, day as i8).ok().filter(|_| month < 13 && day < 32),
        _ => text.parse().ok(),
    };
    day.map(Some).ok_or_else(|| row.wrong(place, "is not a day, written 12/7/1988 or 1988-12-07"))
}

fn push_roll_call(row: &Row<'_>, rcid: i32, call: &RollCall, places: &Places, odd: &mut Odd, import: &mut Import<'_>) -> Result<(), Error> {
    let date = day(row, places.date, &call.date)?;
    let held = date.map(|d| i32::from(d.year()));
    // Later releases give the calendar year of the vote, earlier ones that in which the session began.
    let is_year_of_session = call.year == call.session + 1945;
    if !is_year_of_session && (call.year != call.session + 1946 || held.is_some_and(|held| held != call.year)) {
        return Err(row.wrong(places.year, format!("is not the year of session {}, {}", call.session, call.session + 1945)));
    }
    match held.map(|held| held - call.session - 1945) {
        None | Some(0) => {}
        Some(1) => odd.later += 1,
        Some(-1) => odd.earlier.push((row.line, rcid)),
        Some(_) => return Err(row.wrong(places.date, format!("is more than a year away from session {}", call.session))),
    }
    let unres = if call.unres.is_empty() { Put::No("") } else { Put::Text(&call.unres) };
    let [important, me, nu, di, hr, co, ec] = call.flags.map(Put::int);
    let date = date.map_or(Put::No(""), Put::Day);
    let cells = [Put::Int(rcid), Put::Int(call.session), Put::Int(call.year), date, unres, important, me, nu, di, hr, co, ec];
    import.table("unga_roll_calls").push(row, &cells)
}

fn push_vote(
    row: &Row<'_>,
    (rcid, session, year): (i32, i32, i32),
    places: &Places,
    odd: &mut Odd,
    import: &mut Import<'_>,
) -> Result<(), Error> {
    let code = whole(row, places.ccode)?;
    let state = u16::try_from(code).ok().filter(|code| (2..=999).contains(code));
    let Some(state) = state else { return Err(row.wrong(places.ccode, "is not a number of the list of states")) };
    let vote = match whole(row, places.vote)? {
        1 => "yes",
        2 => "abstain",
        3 => "no",
        8 => "absent",
        9 => "not_member",
        _ => return Err(row.wrong(places.vote, "is none of 1 yes, 2 abstain, 3 no, 8 absent, 9 not a member")),
    };
    let member = match row.get(places.member) {
        field if is_blank(field) => None,
        _ => row.int(places.member)?,
    };
    if vote == "not_member" {
        odd.member_says_no += u64::from(member == Some(1));
    } else {
        import.identity.number(state, At::Year(year), row.line);
    }
    let cells = [Put::Int(rcid), Put::Int(session), Put::Int(year), Put::Int(code), Put::Text(vote), Put::int(member)];
    import.table("unga_votes").push(row, &cells)
}
