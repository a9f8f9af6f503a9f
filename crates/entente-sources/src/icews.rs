//! Events of ICEWS: tab-separated files with a header, actors by the name of their country.

use crate::card::{Kind, Layout};
use crate::error::Error;
use crate::events::{Aggregate, Event, class_of_root, tenths};
use crate::grid::{Field, Grid, Row};
use crate::import::Import;
use crate::registry::Source;

/// The source.
pub(crate) static SOURCE: Source = Source::with(include_str!("icews.toml"), read);

fn read(_: &Layout, grid: &Grid<'_>, import: &mut Import<'_>) -> Result<(), Error> {
    import.label = Some("Dataverse".to_owned());
    let at = |name: &str| grid.column(name);
    let (id, date, code, intensity) = (at("Event ID")?, at("Event Date")?, at("CAMEO Code")?, at("Intensity")?);
    let (source, target) = (at("Source Country")?, at("Target Country")?);
    let mut aggregate = Aggregate::new(Kind::FromName);
    grid.each(|row| {
        let number = row.text(id).parse::<u64>().map_err(|_| row.wrong(id, "is not the number of an event"))?;
        let day: jiff::civil::Date = row.text(date).parse().map_err(|_| row.wrong(date, "is not a day, written 2018-06-01"))?;
        let cameo = row.text(code);
        let root = cameo.get(..2).filter(|_| (2..=4).contains(&cameo.len())).and_then(|root| root.parse().ok());
        let Some(class) = root.and_then(class_of_root) else {
            return Err(row.wrong(code, "is no CAMEO code of two to four digits; codes are text, and a leading zero may have been lost"));
        };
        let event = Event {
            id: number,
            year: i32::from(day.year()),
            month: i32::from(day.month()),
            actor1: country(row, source)?,
            actor2: country(row, target)?,
            class,
            is_root: false,
            tenths: tenths(row, intensity)?,
            reports: [0; 3],
        };
        aggregate.add(row, &event, import);
        Ok(())
    })?;
    aggregate.finish(["icews_dyad_months", "icews_month_totals"], false, import)
}

/// A country by name; copies made in R write NA where there is none, which is no code here, as Namibia has its name.
fn country<'r>(row: &'r Row<'_>, place: usize) -> Result<&'r str, Error> {
    match row.get(place) {
        Field::Blank | Field::Text("NA") => Ok(""),
        Field::Text(text) if text.parse::<f64>().is_err() => Ok(text),
        _ => Err(row.wrong(place, "is not the name of a country")),
    }
}
