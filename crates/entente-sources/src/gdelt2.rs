//! Events of GDELT 2.0: files of a quarter of an hour, 61 columns without a header, read as those of GDELT 1.0.

use crate::card::Layout;
use crate::error::Error;
use crate::grid::Grid;
use crate::import::Import;
use crate::registry::Source;

/// The source.
pub(crate) static SOURCE: Source = Source::with(include_str!("gdelt2.toml"), read);

fn read(_: &Layout, grid: &Grid<'_>, import: &mut Import<'_>) -> Result<(), Error> {
    import.label = Some("2.0".to_owned());
    crate::gdelt1::read_events(grid, import, ["gdelt2_dyad_months", "gdelt2_month_totals"])
}
