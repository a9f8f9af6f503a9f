//! Arms from one state to another, who depends on whom for them, how flows move, and where suppliers meet.
//!
//! Totals and windows of five years are those of the Correlates of War number in the year, and keep suppliers and recipients that are no
//! state of the list. Before the fifth year of the source no window is full.

mod markets;
mod shares;
mod trends;

use entente_core::Coverage;
use entente_panel::frame::Kind;
use entente_panel::panel::Shape;

use super::Made;
use super::gather::Gather;
use super::variable::{Naming, PLAIN, Variable, ZERO_BY_RULE};
use crate::error::Error;
use crate::indicators::Sourced;
use crate::indicators::arms::WINDOW;
use crate::indicators::arms::deliveries::Deliveries;

const fn of(name: &'static str, shape: Shape, label: &'static str, unit: &'static str, absence: &'static str) -> Variable {
    let naming = match shape {
        Shape::State => Naming::Sides,
        Shape::Pair => Naming::Plain,
        Shape::Directed => Naming::Arrows,
    };
    let tables = &["sipri_deliveries"];
    Variable { name, shape, naming, kind: Kind::Real, label, unit, absence, tables, is_computed: true, ..PLAIN }
}

const fn share(name: &'static str, label: &'static str) -> Variable {
    of(name, Shape::Directed, label, "share, 0 to 1", "too few below 50 TIV in five years")
}

const fn content(name: &'static str, label: &'static str) -> Variable {
    let absence = "too few below 50 TIV in five years, not applicable where nothing was delivered in them";
    Variable { absence, ..share(name, label) }
}

const fn trend(name: &'static str, label: &'static str) -> Variable {
    of(name, Shape::Directed, label, "score", "too few where less than five of the years have a delivery")
}

const fn newest(name: &'static str, label: &'static str) -> Variable {
    let absence = "too few where less than five of the years have a delivery, not applicable without a break";
    Variable { kind: Kind::Int, unit: "year", absence, ..trend(name, label) }
}

const fn overlap(name: &'static str, label: &'static str) -> Variable {
    of(name, Shape::Pair, label, "score, 0 to 1", "too few below 50 TIV of either in five years")
}

/// Variables of states, pairs and directed pairs.
pub(super) const VARIABLES: &[Variable] = &[
    of("arms_tiv", Shape::Directed, "Arms delivered in the year", "TIV, a volume", ZERO_BY_RULE),
    share("arms_import_share", "Share of the receiver's arms imports, five years"),
    share("arms_export_share", "Share of the supplier's arms exports, five years"),
    content("arms_engine_share", "Share of engines in the flow of arms, five years"),
    content("arms_sensor_share", "Share of sensors in the flow of arms, five years"),
    content("arms_licensed_share", "Share of licensed production in the flow of arms, five years"),
    share("arms_engine_import_share", "Engines as share of the receiver's arms imports, five years"),
    share("arms_licensed_import_share", "Licensed arms as share of the receiver's imports, five years"),
    of(
        "arms_taper_ratio",
        Shape::Directed,
        "Arms, five-year mean over its highest so far",
        "ratio, 0 to 1",
        "not applicable where nothing was ever delivered",
    ),
    trend("arms_trend_z", "Mann-Kendall Z of ln(1+TIV), twenty years"),
    trend("arms_sen_slope", "Sen slope of ln(1+TIV) a year, twenty years"),
    newest("arms_break_2", "First year of the newest level of arms, penalty 2 ln n"),
    newest("arms_break_4", "First year of the newest level of arms, penalty 4 ln n"),
    newest("arms_break_6", "First year of the newest level of arms, penalty 6 ln n"),
    of(
        "arms_hhi",
        Shape::State,
        "Concentration of its arms suppliers (Herfindahl), five years",
        "score, 0 to 1",
        "too few below 50 TIV in five years",
    ),
    overlap("arms_overlap", "Overlap of third markets for arms (Finger-Kreinin)"),
    overlap("arms_overlap_category", "The same by recipient and category of arms (Finger-Kreinin)"),
    overlap("arms_overlap_glick_rose", "Overlap of third markets for arms (Glick-Rose)"),
    overlap("arms_overlap_cosine", "Overlap of third markets for arms (cosine)"),
];

/// Deliveries, and what they cover.
struct Arms {
    data: Deliveries,
    coverage: Coverage,
}

impl Arms {
    /// Says whether the five years that end in a year are covered.
    fn is_full(&self, year: i32) -> bool {
        self.coverage.years.contains(year - WINDOW + 1) && self.coverage.years.contains(year)
    }

    /// Years of the panel that the source covers.
    fn years(&self, gather: &Gather<'_>) -> impl Iterator<Item = i32> + use<> {
        let covered = self.coverage.years;
        gather.spine.years.years().filter(move |year| covered.contains(*year))
    }
}

/// Computes those of the variables that are wanted.
pub(super) fn build(gather: &Gather<'_>, wanted: &[&'static Variable]) -> Result<Vec<Made>, Error> {
    let from = gather.whole("sipri_deliveries", &Deliveries::COLUMNS)?;
    let coverage = from.coverage;
    let Some(data) = Deliveries::new(Sourced::uncited(from.table, coverage)) else { return Ok(Vec::new()) };
    let arms = Arms { data, coverage };
    let among = |names: &[&str]| wanted.iter().copied().filter(|v| names.contains(&v.name)).collect::<Vec<_>>();
    let (flows, moves) =
        rayon::join(|| shares::build(gather, &arms, &among(&shares::NAMES)), || trends::build(gather, &arms, &among(&trends::NAMES)));
    let (met, hhi) = rayon::join(
        || markets::build(gather, &arms, &among(&markets::NAMES)),
        || among(&["arms_hhi"]).into_iter().map(|variable| (variable, shares::concentration(gather, &arms))).collect(),
    );
    Ok([flows, moves, hhi, met].concat())
}
