//! One state's military spending over the other's.

use entente_panel::frame::Kind;
use entente_panel::panel::Shape;
use entente_panel::status::Status;

use super::Made;
use super::gather::Gather;
use super::variable::{Naming, PLAIN, Variable};
use crate::error::Error;

/// Variables of directed pairs.
pub(super) const VARIABLES: &[Variable] = &[Variable {
    name: "milex_ratio",
    shape: Shape::Directed,
    kind: Kind::Real,
    naming: Naming::Own,
    label: "Military spending of state 1 over that of state 2, SIPRI",
    unit: "ratio",
    tables: &["sipri_milex"],
    absence: "missing where the source has no value of either, undefined where the second spends nothing",
    is_computed: true,
    ..PLAIN
}];

/// Computes the variable.
pub(super) fn build(gather: &Gather<'_>, wanted: &[&'static Variable]) -> Result<Vec<Made>, Error> {
    let from = gather.table("sipri_milex", &["ccode", "year", "constant_usd_m"])?;
    let (codes, years, spent) = (from.ints("ccode"), from.ints("year"), from.reals("constant_usd_m"));
    let mut of_state = vec![f64::NAN; gather.spine.state_cells()];
    for row in 0..from.rows() {
        gather.states(codes[row], years[row]).for_each(|place| of_state[gather.spine.state_cell(place, years[row])] = spent[row]);
    }
    let cells = gather.real_directions(from.coverage, |one, two, year| {
        let [ours, theirs] = [one, two].map(|place| of_state[gather.spine.state_cell(place, year)]);
        match ours / theirs {
            _ if ours.is_nan() || theirs.is_nan() => (f64::NAN, Status::Missing),
            _ if theirs == 0.0 => (f64::NAN, Status::Undefined),
            ratio => (ratio, Status::Observed),
        }
    });
    Ok(wanted.iter().map(|variable| (*variable, cells.clone())).collect())
}
