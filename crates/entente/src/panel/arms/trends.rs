//! Where each flow of arms stands against its own past, for every direction that ever had a delivery.

use std::collections::BTreeMap;

use entente_core::Coverage;
use entente_panel::panel::Shape;
use entente_panel::status::Status;
use rayon::prelude::*;

use super::Arms;
use crate::indicators::arms::deliveries::Flow;
use crate::indicators::arms::trends::Figures;
use crate::indicators::share_a_year;
use crate::panel::Made;
use crate::panel::gather::{Gather, put_int};
use crate::panel::lay::{put_or, restate};
use crate::panel::variable::Variable;

/// Names of the variables of trends.
pub(super) const NAMES: [&str; 6] = ["arms_taper_ratio", "arms_trend_z", "arms_sen_slope", "arms_break_2", "arms_break_4", "arms_break_6"];

/// Computes those of the variables of trends that are wanted.
pub(super) fn build(gather: &Gather<'_>, arms: &Arms, wanted: &[&'static Variable]) -> Vec<Made> {
    if wanted.is_empty() {
        return Vec::new();
    }
    let figures = figures(gather, arms);
    let make = |variable: &&'static Variable| {
        let mut cells = gather.of_pairs(variable.kind, Shape::Directed, Coverage { is_exhaustive: false, ..arms.coverage });
        let nothing = if variable.name == "arms_taper_ratio" { Status::NotApplicable } else { Status::TooFew };
        restate(&mut cells, Status::Missing, nothing);
        let penalty = ["arms_break_2", "arms_break_4", "arms_break_6"].iter().position(|name| *name == variable.name);
        for (cell, of) in &figures {
            match (variable.name, penalty) {
                ("arms_taper_ratio", _) => put_or(&mut cells, *cell, of.taper, nothing),
                _ if !of.is_enough => {}
                ("arms_trend_z", _) => put_or(&mut cells, *cell, of.trend_z, Status::Undefined),
                ("arms_sen_slope", _) => put_or(&mut cells, *cell, of.sen_slope, Status::Undefined),
                (_, penalty) => match penalty.zip(of.breaks).map(|(n, breaks)| breaks[n]) {
                    Some(Some(year)) => put_int(&mut cells, *cell, year),
                    Some(None) => cells.status[*cell] = Status::NotApplicable as u8,
                    None => cells.status[*cell] = Status::Undefined as u8,
                },
            }
        }
        (*variable, cells)
    };
    wanted.par_iter().map(make).collect()
}

/// Figures of each flow in each year in which its states share a day, by cell.
fn figures(gather: &Gather<'_>, arms: &Arms) -> Vec<(usize, Figures)> {
    let flows: Vec<_> = arms.data.flows.iter().filter(|((from, to), _)| *from > 0 && *to > 0).collect();
    let of_flow = |((from, to), flow): (&(i32, i32), &BTreeMap<i32, Flow>)| -> Vec<(usize, Figures)> {
        let volume = |year: &i32| flow.get(year).map_or(0.0, |flow| flow.tiv);
        let years: Vec<i32> = arms.coverage.years.years().filter(|year| share_a_year(*from as u16, *to as u16, *year)).collect();
        let volumes: Vec<f64> = years.iter().map(volume).collect();
        let ours = (0..years.len()).filter(|now| gather.spine.years.contains(years[*now]));
        let all = ours.flat_map(|now| {
            let figures = Figures::new(&years, &volumes, now);
            gather.directed(*from, *to, years[now]).map(move |cell| (cell, figures))
        });
        all.collect()
    };
    flows.into_par_iter().flat_map_iter(of_flow).collect()
}
