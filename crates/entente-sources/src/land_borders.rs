//! Lengths of land borders out of running text: one stretch of border of one territory with one neighbour.
//!
//! The text is a list without a firm sign between its items ("Austria 34.9 km Switzerland 41.1 km"), so an item ends at its "km". Words
//! in brackets after a name say which stretch is meant, words in brackets after "km" are a remark. Each territory also states a total;
//! where the stretches do not add up to it, a finding says so, and neither is changed.

use entente_core::Severity;

use crate::card::{Kind, Layout};
use crate::error::Error;
use crate::grid::{Grid, Row};
use crate::identity::At;
use crate::import::{Import, Put};
use crate::registry::Source;

/// The source.
pub(crate) static SOURCE: Source = Source::with(include_str!("land_borders.toml"), read);

/// Share of the stated total by which the stretches may miss it without a finding (chosen: lengths are rounded to whole kilometres, and
/// the longest lists have 14 stretches).
const SLACK: f64 = 0.01;

#[derive(Debug, PartialEq)]
struct Stretch {
    neighbour: String,
    part: Option<String>,
    km: f64,
    remark: Option<String>,
    is_regional: bool,
}

fn read(_: &Layout, grid: &Grid<'_>, import: &mut Import<'_>) -> Result<(), Error> {
    let name = grid.column("Country Name")?;
    let total = grid.column("Length of Land Boundaries")?;
    let borders = grid.column("Length of Land Boundaries Border Countries")?;
    // The figures speak of about 2010: Kosovo stands among the neighbours, South Sudan does not.
    let at = At::Day(jiff::civil::date(2010, 12, 31));
    grid.each(|row| {
        let territory = row.text(name).into_owned();
        let code = import.state(Kind::FromName, row, name, at)?;
        let length = kilometres(row, total)?;
        import.table("land_borders_totals").push(row, &[Put::Text(&territory), Put::state(code), Put::Real(length)])?;
        let text = row.text(borders).into_owned();
        let stretches = stretches(&text).map_err(|message| row.wrong(borders, message))?;
        let sum: f64 = stretches.iter().filter(|s| !s.is_regional).map(|s| s.km).sum();
        if !stretches.is_empty() && (sum - length).abs() > (length * SLACK).max(1.0) && stretches.iter().any(|s| !s.is_regional) {
            let message = format!("the borders of {territory:?} add up to {sum:.1} km, and the stated total is {length:.1} km");
            import.note("sum_differs", Severity::Note, row.line, message);
        }
        for s in &stretches {
            let other = import.identity.state(Kind::FromName, &s.neighbour, at, row.line);
            let cells = [
                Put::Text(&territory),
                Put::state(code),
                Put::Text(&s.neighbour),
                Put::state(other),
                Put::text(s.part.as_deref()),
                Put::Real(s.km),
                Put::text(s.remark.as_deref()),
                Put::Int(i32::from(s.is_regional)),
            ];
            import.table("land_borders").push(row, &cells)?;
        }
        Ok(())
    })
}

fn kilometres(row: &Row<'_>, place: usize) -> Result<f64, Error> {
    let text = row.text(place);
    text.strip_suffix(" km").and_then(number).ok_or_else(|| row.wrong(place, "is not a length, written 1,214.00 km"))
}

/// A length with commas between thousands: each group after the first has three digits.
fn number(text: &str) -> Option<f64> {
    let (whole, _) = text.split_once('.').unwrap_or((text, ""));
    let mut groups = whole.split(',');
    let first = groups.next()?;
    let is_grouped = whole.contains(',');
    if (is_grouped && (first.is_empty() || first.len() > 3)) || groups.any(|g| g.len() != 3) {
        return None;
    }
    let plain = text.replace(',', "");
    plain.bytes().all(|b| b.is_ascii_digit() || b == b'.').then(|| plain.parse().ok()).flatten()
}

/// The items of a text.
fn stretches(text: &str) -> Result<Vec<Stretch>, String> {
    let mut found: Vec<Stretch> = Vec::new();
    let mut is_regional = false;
    let mut rest = text.trim();
    while !rest.is_empty() {
        if rest.starts_with('(') {
            let end = rest.find(')').ok_or("has a bracket that is not closed; the cell is cut")?;
            let last = found.last_mut().ok_or("begins with a remark")?;
            last.remark = Some(rest[1..end].to_owned());
            rest = rest[end + 1..].trim_start_matches([' ', ',', ';']);
            continue;
        }
        let after_label = ["regional borders:", "regional border:"].iter().find_map(|label| rest.strip_prefix(label));
        if let Some(after) = after_label {
            is_regional = true;
            rest = after.trim_start();
            continue;
        }
        let end = rest.find(" km").ok_or_else(|| format!("ends with {rest:?}, which has no length; the cell is cut"))?;
        let (item, after) = (&rest[..end], rest[end + 3..].trim_start_matches([' ', ',', ';']));
        let (place, length) = item.rsplit_once(' ').ok_or_else(|| format!("has the item {item:?}, which is not a name and a length"))?;
        let km = number(length).ok_or_else(|| format!("has the length {length:?}, which is not a number"))?;
        let (neighbour, part) = match place.split_once(" (") {
            Some((name, part)) if name != "Holy See" => {
                (name.to_owned(), Some(part.strip_suffix(')').ok_or_else(|| format!("has the name {place:?}, which is cut"))?.to_owned()))
            }
            _ => (place.to_owned(), None),
        };
        found.push(Stretch { neighbour, part, km, remark: None, is_regional });
        rest = after;
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_end_at_their_kilometres() {
        let text =
            "Aland 1,201 km (of which 5 km is by water) Holy See (Vatican City) 3.2 km Bland (north) 40 km; regional borders: Port 0.5 km";
        let found: Vec<(String, f64, bool)> = stretches(text).unwrap().into_iter().map(|s| (s.neighbour, s.km, s.is_regional)).collect();
        let name = |text: &str| text.to_owned();
        assert_eq!(
            found,
            [
                (name("Aland"), 1201.0, false),
                (name("Holy See (Vatican City)"), 3.2, false),
                (name("Bland"), 40.0, false),
                (name("Port"), 0.5, true)
            ]
        );
    }

    #[test]
    fn a_cut_text_is_an_error() {
        for text in ["Aland 12 km Bland 4", "Aland twelve km", "Aland 1,2 km", "Aland 12 km (of which"] {
            assert!(stretches(text).is_err(), "{text}");
        }
    }
}
