//! What was delivered in the year, its share in five years of imports, exports and of itself, and how few suppliers there are.

use std::collections::{BTreeMap, BTreeSet};

use entente_core::Coverage;
use entente_measures::arms::concentration::{MinimumTotal, concentration as measure};
use entente_panel::frame::Kind;
use entente_panel::panel::{Cells, Shape};
use entente_panel::status::Status;
use rayon::prelude::*;

use super::Arms;
use crate::indicators::arms::deliveries::Deliveries;
use crate::indicators::arms::{WINDOW, is_content};
use crate::panel::Made;
use crate::panel::gather::{Gather, put_real};
use crate::panel::lay::{put_or, restate};
use crate::panel::variable::Variable;
use crate::series::arms_portion as portion;

/// Names of the variables of flows: the volume, then the shares in the order of [`Shares`].
pub(super) const NAMES: [&str; 8] = [
    "arms_tiv",
    "arms_import_share",
    "arms_export_share",
    "arms_engine_share",
    "arms_sensor_share",
    "arms_licensed_share",
    "arms_engine_import_share",
    "arms_licensed_import_share",
];

/// Parts and wholes of a flow in five years, by the name of the share.
type Shares = [(&'static str, f64, f64); 7];

/// Computes those of the variables of flows that are wanted.
pub(super) fn build(gather: &Gather<'_>, arms: &Arms, wanted: &[&'static Variable]) -> Vec<Made> {
    if wanted.is_empty() {
        return Vec::new();
    }
    let [imports, exports] = [&arms.data.by_recipient, &arms.data.by_supplier].map(|by| totals(gather, arms, by));
    let flows = flows(gather, arms);
    let make = |variable: &&'static Variable| {
        if variable.name == "arms_tiv" {
            return (*variable, delivered(gather, arms));
        }
        let mut cells = silent(gather, arms, variable.name, &imports, &exports);
        let is_content = is_content(variable.name);
        let place = NAMES.iter().position(|name| *name == variable.name).map_or(0, |n| n - 1);
        for (cell, shares) in &flows {
            let (name, part, whole) = shares[place];
            debug_assert_eq!(name, variable.name);
            // What a flow is made of is no question where nothing flows.
            let is_nothing = is_content && whole == 0.0;
            put_or(&mut cells, *cell, portion(part, whole), if is_nothing { Status::NotApplicable } else { Status::TooFew });
        }
        (*variable, cells)
    };
    wanted.par_iter().map(make).collect()
}

fn delivered(gather: &Gather<'_>, arms: &Arms) -> Cells {
    let mut cells = gather.of_pairs(Kind::Real, Shape::Directed, arms.coverage);
    for ((from, to), years) in &arms.data.flows {
        for (year, flow) in years {
            gather.directed(*from, *to, *year).for_each(|cell| put_real(&mut cells, cell, flow.tiv));
        }
    }
    cells
}

/// Cells of a share where nothing flows: zero of a whole that is large enough to make shares of.
fn silent(gather: &Gather<'_>, arms: &Arms, name: &str, imports: &[f64], exports: &[f64]) -> Cells {
    let (is_content, is_of_exports) = (is_content(name), name == "arms_export_share");
    gather.real_directions(arms.coverage, |from, to, year| {
        let whole = if is_of_exports { exports[gather.spine.state_cell(from, year)] } else { imports[gather.spine.state_cell(to, year)] };
        match portion(0.0, whole) {
            _ if !arms.is_full(year) => (f64::NAN, Status::TooFew),
            _ if is_content => (f64::NAN, Status::NotApplicable),
            Some(zero) => (zero, Status::Observed),
            None => (f64::NAN, Status::TooFew),
        }
    })
}

/// Volumes of each state of the panel in the five years that end in each year.
fn totals(gather: &Gather<'_>, arms: &Arms, by: &BTreeMap<i32, BTreeMap<i32, f64>>) -> Vec<f64> {
    let mut totals = vec![0.0; gather.spine.state_cells()];
    for (state, volumes) in by {
        for year in arms.years(gather).filter(|year| arms.is_full(*year)) {
            let sum = Deliveries::window(volumes, year);
            gather.states(*state, year).for_each(|place| totals[gather.spine.state_cell(place, year)] = sum);
        }
    }
    totals
}

/// Shares of each flow in the years whose window has a delivery, by cell.
fn flows(gather: &Gather<'_>, arms: &Arms) -> Vec<(usize, Shares)> {
    let mut all = Vec::new();
    for ((from, to), years) in arms.data.flows.iter().filter(|((from, to), _)| *from > 0 && *to > 0) {
        let ends: BTreeSet<i32> = years.keys().flat_map(|year| *year..year + WINDOW).filter(|year| arms.is_full(*year)).collect();
        for year in ends.into_iter().filter(|year| gather.spine.years.contains(*year)) {
            let (shares, _) = arms.data.shares(*from, *to, year);
            all.extend(gather.directed(*from, *to, year).map(|cell| (cell, shares)));
        }
    }
    all
}

/// How few suppliers a state has.
pub(super) fn concentration(gather: &Gather<'_>, arms: &Arms) -> Cells {
    let mut cells = gather.of_states(Kind::Real, Coverage { is_exhaustive: false, ..arms.coverage });
    restate(&mut cells, Status::Missing, Status::TooFew);
    for state in arms.data.suppliers_of.keys().filter(|state| **state > 0) {
        for year in arms.years(gather).filter(|year| arms.is_full(*year)) {
            let value = measure(&arms.data.suppliers(*state, year), MinimumTotal::default()).ok().map(|found| found.herfindahl);
            gather.states(*state, year).for_each(|place| put_or(&mut cells, gather.spine.state_cell(place, year), value, Status::TooFew));
        }
    }
    cells
}
