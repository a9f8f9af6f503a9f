//! Where two suppliers of arms meet: the overlap of their third markets, for all pairs of suppliers of a year.

use entente_core::Coverage;
use entente_measures::arms::concentration::MinimumTotal;
use entente_measures::arms::overlap::Overlap;
use entente_panel::frame::Kind;
use entente_panel::panel::Shape;
use entente_panel::status::Status;
use rayon::prelude::*;

use super::Arms;
use crate::indicators::arms::deliveries::{Deliveries, Sold};
use crate::indicators::arms::third_markets;
use crate::panel::Made;
use crate::panel::gather::Gather;
use crate::panel::lay::{put_or, restate};
use crate::panel::variable::Variable;

/// Names of the variables of markets.
pub(super) const NAMES: [&str; 4] = ["arms_overlap", "arms_overlap_glick_rose", "arms_overlap_cosine", "arms_overlap_category"];

/// Computes those of the variables of markets that are wanted.
pub(super) fn build(gather: &Gather<'_>, arms: &Arms, wanted: &[&'static Variable]) -> Vec<Made> {
    if wanted.is_empty() {
        return Vec::new();
    }
    let years: Vec<i32> = arms.years(gather).filter(|year| arms.is_full(*year)).collect();
    let met: Vec<(usize, [Option<f64>; 4])> = years.into_par_iter().flat_map_iter(|year| of_year(gather, arms, year)).collect();
    let make = |variable: &&'static Variable| {
        let mut cells = gather.of_pairs(Kind::Real, Shape::Pair, Coverage { is_exhaustive: false, ..arms.coverage });
        restate(&mut cells, Status::Missing, Status::TooFew);
        let place = NAMES.iter().position(|name| *name == variable.name).unwrap_or_default();
        for (cell, values) in &met {
            put_or(&mut cells, *cell, values[place], Status::TooFew);
        }
        (*variable, cells)
    };
    wanted.par_iter().map(make).collect()
}

/// Overlaps of all suppliers of a year that sell enough, in the order of the names.
fn of_year(gather: &Gather<'_>, arms: &Arms, year: i32) -> Vec<(usize, [Option<f64>; 4])> {
    let data = &arms.data;
    let enough = MinimumTotal::default().0.0;
    let sellers = data.by_supplier.iter().filter(|(state, volumes)| **state > 0 && Deliveries::window(volumes, year) >= enough);
    let sold = |state: i32, is_by_category: bool| (state, data.sold(state, year, is_by_category));
    let sellers: Vec<[(i32, Sold); 2]> = sellers.map(|(state, _)| [sold(*state, false), sold(*state, true)]).collect();
    let mut met = Vec::new();
    for (n, one) in sellers.iter().enumerate() {
        for two in &sellers[n + 1..] {
            let mut cells = gather.pairs(one[0].0, two[0].0, year).map(|(cell, _)| cell).peekable();
            if cells.peek().is_none() {
                continue;
            }
            let by_recipient = third_markets(&one[0], &two[0]);
            let by_category = third_markets(&one[1], &two[1]).map(|found| found.finger_kreinin);
            let of = |which: fn(&Overlap) -> f64| by_recipient.as_ref().map(which);
            let values = [of(|o| o.finger_kreinin), of(|o| o.glick_rose), of(|o| o.cosine), by_category];
            met.extend(cells.map(|cell| (cell, values)));
        }
    }
    met
}
