//! SIPRI's arms transfers: what was delivered of a deal in a year, and the register with one line for each deal.
//!
//! A volume of arms, not money. In the register a `?` in one of three columns without a name says that the number before it is
//! uncertain; the three are told apart by their places. Every row must be right by its own arithmetic (units times value of a unit),
//! so that a moved cell is seen. Names are read in the year of delivery: Germany of 1960 is the Federal Republic.

use entente_core::{Severity, YearSpan};

use crate::card::{Kind, Layout, TableCard};
use crate::error::Error;
use crate::grid::{Field, Grid, Row};
use crate::identity::At;
use crate::import::{Import, Put, read_cell};
use crate::plain;
use crate::registry::Source;

/// The source.
pub(crate) static SOURCE: Source = Source::with(include_str!("sipri_transfers.toml"), read);

fn read(layout: &Layout, grid: &Grid<'_>, import: &mut Import<'_>) -> Result<(), Error> {
    import.label = generated(&grid.preamble);
    match layout.name.as_str() {
        "register" => register(grid, import),
        _ => deliveries(grid, import),
    }
}

fn deliveries(grid: &Grid<'_>, import: &mut Import<'_>) -> Result<(), Error> {
    let card = import.table("sipri_deliveries").card;
    let places = places(grid, card)?;
    let at = |name: &str| at(card, name);
    let (supplier, supplier_code) = (places[at("supplier_name")].1, at("supplier_code"));
    let (recipient, recipient_code) = (places[at("recipient_name")].1, at("recipient_code"));
    let (year, order) = (places[at("year")].1, places[at("order_year")].1);
    let (tiv, unit, new, count) =
        (places[at("tiv")].1, places[at("tiv_unit")].1, places[at("sipri_estimate")].1, places[at("delivered_count")].1);
    let trailing = grid.place("");
    let span = years(&grid.preamble);
    import.table(&card.name).covers = span;
    let (mut parties, mut early) = (Parties::default(), Early::default());
    grid.each(|row| {
        if let Some(place) = trailing.filter(|place| row.get(*place) != Field::Blank) {
            return Err(row.wrong(place, "stands after the last column; a separator is too many"));
        }
        let mut cells = cells(card, &places, row)?;
        let (delivered, ordered) = (row.int(year)?, row.int(order)?);
        match (delivered, row.int(count)?, row.real(tiv)?, row.real(unit)?) {
            (None, None, None, _) => {}
            (Some(_), Some(count), Some(sum), Some(unit)) => product(row, tiv, count, unit, sum)?,
            _ => return Err(row.wrong(year, "and the number and value delivered must be there together or not at all")),
        }
        if let (Some(unit), Some(whole)) = (row.real(unit)?, row.real(new)?)
            && unit > whole
        {
            return Err(row.wrong(new, "is below the value of the unit as delivered, and a used weapon has never more than a new one"));
        }
        if let (Some(span), Some(y)) = (span, delivered)
            && !span.contains(y)
        {
            return Err(row.wrong(year, format!("is outside the years {span} that the head of the file states")));
        }
        early.see(row, ordered, delivered);
        let when = at_year(row, year, order)?;
        cells[supplier_code] = parties.read(import, row, supplier, Side::Supplier, when)?;
        cells[recipient_code] = parties.read(import, row, recipient, Side::Recipient, when)?;
        import.table(&card.name).push(row, &cells)
    })?;
    parties.note(import);
    early.note(import);
    Ok(())
}

fn register(grid: &Grid<'_>, import: &mut Import<'_>) -> Result<(), Error> {
    let card = import.table("sipri_register").card;
    let places = places(grid, card)?;
    let at = |name: &str| at(card, name);
    let place = |name: &str| places[at(name)].1;
    let flags = ["order_year", "ordered_count", "delivered_count"].map(|name| place(name) + 1);
    for flag in flags {
        if grid.header.get(flag).is_none_or(|name| !name.is_empty()) {
            let message = format!("after {:?} there is no column without a name for its mark of uncertainty", grid.header[flag - 1]);
            return Err(Error::Layout { file: grid.file.to_owned(), message });
        }
    }
    let marks = ["is_order_year_estimate", "is_ordered_estimate", "is_delivered_estimate"].map(at);
    let (listed, order) = (place("delivery_years"), place("order_year"));
    let (ordered, delivered) = (place("ordered_count"), place("delivered_count"));
    let (unit, of_order, of_delivered) = (place("tiv_unit"), place("tiv_order"), place("tiv_delivered"));
    let (first_year, last_year) = (at("first_delivery_year"), at("last_delivery_year"));
    let (mut parties, mut early) = (Parties::default(), Early::default());
    let (mut breaks, mut beyond, mut latest) = (Vec::new(), Vec::new(), None);
    grid.each(|row| {
        let mut cells = cells(card, &places, row)?;
        for (flag, mark) in flags.into_iter().zip(marks) {
            cells[mark] = Put::Text(match row.get(flag) {
                Field::Blank => "No",
                Field::Text("?") => "Yes",
                _ => return Err(row.wrong(flag, "is neither blank nor the ? of uncertain data; a cell may have been moved")),
            });
        }
        let span = delivery_years(row, listed)?;
        let count = row.int(delivered)?.unwrap_or(0);
        if span.is_some() != (count > 0) {
            return Err(row.wrong(listed, format!("and {count} units delivered contradict each other")));
        }
        if let Some((first, last)) = span {
            (cells[first_year], cells[last_year]) = (Put::Int(first), Put::Int(last));
            latest = latest.max(Some(last));
        } else {
            (cells[first_year], cells[last_year]) = (Put::No("no delivery yet"), Put::No("no delivery yet"));
        }
        let each = row.real(unit)?.unwrap_or(0.0);
        product(row, of_delivered, count, each, row.real(of_delivered)?.unwrap_or(0.0))?;
        match (row.int(ordered)?, row.real(of_order)?) {
            (Some(number), Some(sum)) => {
                product(row, of_order, number, each, sum)?;
                if count > number {
                    beyond.push(row.line);
                }
            }
            // The file has 0 where its head promises a blank: the value of an order of unknown number is not known.
            (None, None | Some(0.0)) => cells[at("tiv_order")] = Put::No("missing"),
            _ => return Err(row.wrong(of_order, "and the number ordered must be there together")),
        }
        if row.is_joined {
            breaks.push(row.line);
        }
        early.see(row, row.int(order)?, span.map(|(first, _)| first));
        let when = match span {
            Some((first, _)) => At::Year(first),
            None => at_year(row, order, order)?,
        };
        cells[at("supplier_code")] = parties.read(import, row, place("supplier_name"), Side::Supplier, when)?;
        cells[at("recipient_code")] = parties.read(import, row, place("recipient_name"), Side::Recipient, when)?;
        import.table(&card.name).push(row, &cells)
    })?;
    import.table(&card.name).covers = years(&grid.preamble).or(latest.and_then(|last| YearSpan::new(1950, last)));
    if let Some(line) = breaks.first() {
        let message = format!("{} rows stand on two lines each, because a remark holds a line break; they are read as one", breaks.len());
        import.note("line_break", Severity::Note, *line, message);
    }
    if let Some(line) = beyond.first() {
        import.note("more_than_ordered", Severity::Note, *line, format!("{} deals have more delivered than ordered", beyond.len()));
    }
    parties.note(import);
    early.note(import);
    Ok(())
}

/// Place of each column of the card, or that code fills it.
type Places = Vec<(bool, usize)>;

fn places(grid: &Grid<'_>, card: &TableCard) -> Result<Places, Error> {
    card.column
        .iter()
        .map(|column| if column.names().is_empty() { Ok((false, 0)) } else { Ok((true, plain::place(grid, column)?)) })
        .collect()
}

fn at(card: &TableCard, name: &str) -> usize {
    card.column.iter().position(|column| column.name == name).unwrap_or_else(|| panic!("the card has no column {name}"))
}

fn cells<'r>(card: &'r TableCard, places: &Places, row: &'r Row<'_>) -> Result<Vec<Put<'r>>, Error> {
    let cell = |(column, (is_read, place)): (&'r crate::card::ColumnCard, &(bool, usize))| {
        if *is_read { read_cell(column, row, *place) } else { Ok(Put::No("")) }
    };
    card.column.iter().zip(places).map(cell).collect()
}

/// Stops where a value is not the number of units times the value of one, within what rounding both to two decimals can do.
fn product(row: &Row<'_>, place: usize, count: i32, unit: f64, sum: f64) -> Result<(), Error> {
    let expected = f64::from(count) * unit;
    if (expected - sum).abs() <= 0.006 + 0.005_01 * f64::from(count) {
        return Ok(());
    }
    Err(row.wrong(place, format!("is not {count} units of {unit} each, about {expected:.2}; a cell may have been moved")))
}

fn at_year(row: &Row<'_>, year: usize, order: usize) -> Result<At, Error> {
    match row.int(year)?.or(row.int(order)?) {
        Some(year) => Ok(At::Year(year)),
        None => Err(row.wrong(order, "is blank; the year is needed to know which state is meant")),
    }
}

/// First and last of `2017; 2018`.
fn delivery_years(row: &Row<'_>, place: usize) -> Result<Option<(i32, i32)>, Error> {
    let text = row.text(place);
    if text.is_empty() {
        return Ok(None);
    }
    let (mut first, mut last) = (None, None);
    for part in text.split("; ") {
        let year: Option<i32> = part.parse().ok().filter(|year| (1950..=2035).contains(year) && last.is_none_or(|last| *year > last));
        let Some(year) = year else { return Err(row.wrong(place, "is not a list of rising years, written 2017; 2018")) };
        first = first.or(Some(year));
        last = Some(year);
    }
    Ok(first.zip(last))
}

/// `2024-04` from `Data generated: 13 Apr 2024 3:44:54 PM`.
fn generated(preamble: &[String]) -> Option<String> {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let line = preamble.iter().find_map(|line| line.strip_prefix("Data generated:"))?;
    let mut words = line.split_whitespace();
    let (_, month, year) = (words.next()?, words.next()?, words.next()?);
    let month = MONTHS.iter().position(|name| *name == month)? + 1;
    let year: u16 = year.parse().ok()?;
    Some(format!("{year}-{month:02}"))
}

/// Years that the head states, as `'1990' to '2023'` or `years from 1990 to 2023`; none where it says that none were chosen.
fn years(preamble: &[String]) -> Option<YearSpan> {
    let line = preamble.iter().find(|line| line.contains("year range") || line.contains("the years from"))?;
    let (_, tail) = line.split_once("year range").or_else(|| line.split_once("the years from"))?;
    let mut numbers = tail.split(|c: char| !c.is_ascii_digit()).filter_map(|word| word.parse::<i32>().ok());
    YearSpan::new(numbers.next()?, numbers.next()?)
}

#[derive(Clone, Copy, PartialEq)]
enum Side {
    Supplier,
    Recipient,
}

/// Parties that are no state by the publisher's own marks, counted.
#[derive(Default)]
struct Parties {
    counts: [u64; 3],
    first: [u64; 3],
}

impl Parties {
    fn read(&mut self, import: &mut Import<'_>, row: &Row<'_>, place: usize, side: Side, at: At) -> Result<Put<'static>, Error> {
        let name = row.text(place);
        let (kind, reason) = match name.as_ref() {
            name if name.ends_with("**") => (0, "organisation"),
            name if name.ends_with('*') => (1, "non-state group"),
            "unknown supplier(s)" if side == Side::Supplier => (2, "unknown"),
            "unknown recipient(s)" if side == Side::Recipient => (2, "unknown"),
            "unknown supplier(s)" | "unknown recipient(s)" => {
                return Err(row.wrong(place, "belongs in the column of the other side; the two columns have changed places"));
            }
            _ => {
                let code = import.state(Kind::FromName, row, place, at)?;
                return Ok(code.map_or(Put::No("no member of the list then"), |code| Put::Int(i32::from(code))));
            }
        };
        self.counts[kind] += 1;
        if self.first[kind] == 0 {
            self.first[kind] = row.line;
        }
        Ok(Put::No(reason))
    }

    fn note(&self, import: &mut Import<'_>) {
        let what = ["an organisation (mark **)", "a non-state group (mark *)", "not known to the publisher"];
        for ((what, count), line) in what.into_iter().zip(self.counts).zip(self.first).filter(|((_, count), _)| *count > 0) {
            import.note("not_a_state", Severity::Note, line, format!("a party is {what}: {count} times; its code stays empty"));
        }
    }
}

/// Rows whose delivery comes before their order, counted.
#[derive(Default)]
struct Early {
    count: u64,
    first: u64,
}

impl Early {
    fn see(&mut self, row: &Row<'_>, ordered: Option<i32>, delivered: Option<i32>) {
        if delivered.zip(ordered).is_some_and(|(delivered, ordered)| delivered < ordered) {
            self.count += 1;
            if self.first == 0 {
                self.first = row.line;
            }
        }
    }

    fn note(&self, import: &mut Import<'_>) {
        if self.count > 0 {
            let message = format!("{} rows have a delivery before the year of their order; they are kept as published", self.count);
            import.note("delivery_before_order", Severity::Note, self.first, message);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn head_gives_version_and_years() {
        let head = |lines: &[&str]| lines.iter().map(|l| (*l).to_owned()).collect::<Vec<_>>();
        assert_eq!(generated(&head(&["x", "Data generated: 13 Apr 2024 3:44:54 PM"])).as_deref(), Some("2024-04"));
        assert_eq!(generated(&head(&["Data generated: yesterday"])), None);
        assert_eq!(years(&head(&["Deals made for year range '1990' to '2023' "])), YearSpan::new(1990, 2023));
        assert_eq!(years(&head(&[" results for the years from 1950 to 2020 - (created: 2021-03-15)"])), YearSpan::new(1950, 2020));
        assert_eq!(years(&head(&["made for the year range 'Not specified' to 'Not specified' "])), None);
    }
}
