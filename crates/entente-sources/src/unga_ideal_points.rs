//! Positions of states in the General Assembly on one dimension, by session, as Bailey, Strezhnev and Voeten estimate them.
//!
//! One row is one state in one session with its posterior mean and quantiles. Each release estimates all sessions anew and names its
//! columns anew, so numbers of two releases are not to be mixed.

use crate::card::{ColumnCard, Layout};
use crate::error::Error;
use crate::grid::Grid;
use crate::identity::At;
use crate::import::{Import, Put, read_cell};
use crate::registry::Source;

/// The source.
pub(crate) static SOURCE: Source = Source::with(include_str!("unga_ideal_points.toml"), read);

const TABLE: &str = "unga_ideal_points";
const QUANTILES: [&str; 7] = ["q0", "q5", "q10", "q50", "q90", "q95", "q100"];

fn read(_: &Layout, grid: &Grid<'_>, import: &mut Import<'_>) -> Result<(), Error> {
    let card = import.table(TABLE).card;
    let places: Vec<(&ColumnCard, Option<usize>)> =
        card.column.iter().map(|column| (column, column.names().iter().find_map(|name| grid.place(name)))).collect();
    for needed in ["ccode", "session", "n_votes", "ideal_point", "q0", "q5", "q10", "q50", "q90", "q95", "q100"] {
        if !places.iter().any(|(column, place)| column.name == needed && place.is_some()) {
            let message = format!("there is no column for {needed:?}");
            return Err(Error::Layout { file: grid.file.to_owned(), message });
        }
    }
    let index = |name: &str| card.column.iter().position(|column| column.name == name).unwrap_or_default();
    let (session_index, point_index, quantile_indices) = (index("session"), index("ideal_point"), QUANTILES.map(index));
    let session_place = places[session_index].1.unwrap_or_default();
    grid.each(|row| {
        let Some(session) = row.int(session_place)? else { return Err(row.wrong(session_place, "is blank where a session belongs")) };
        let year = session + 1945;
        let mut cells: Vec<Put<'_>> = Vec::with_capacity(places.len());
        for (column, place) in &places {
            cells.push(match place {
                None if column.name == "year" => Put::Int(year),
                None => Put::No("not in this file"),
                Some(place) => match read_cell(column, row, *place)? {
                    Put::No(reason) => Put::No(reason),
                    _ if column.kind.is_state() => Put::state(import.state(column.kind, row, *place, At::Year(year))?),
                    put => put,
                },
            });
        }
        let real = |place: usize| match cells[place] {
            Put::Real(value) => Some(value),
            _ => None,
        };
        let quantiles: Vec<f64> = quantile_indices.iter().filter_map(|place| real(*place)).collect();
        let place = places[point_index].1.unwrap_or_default();
        if !quantiles.is_sorted() {
            return Err(row.wrong(place, format!("stands beside quantiles that do not rise: {quantiles:?}; columns have been moved")));
        }
        if let (Some(point), Some(least), Some(most)) = (real(point_index), quantiles.first(), quantiles.last())
            && (point < *least || point > *most)
        {
            return Err(row.wrong(place, format!("is outside its own quantiles, {least} to {most}; columns have been moved")));
        }
        import.table(TABLE).push(row, &cells)
    })
}
