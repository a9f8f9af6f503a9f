//! Flows of trade between two states, their sum, its weight in each one's trade with the world, and the imbalance of these weights.
//!
//! A flow belongs to its importer: `flow1` is what state 1 imports from state 2. The imbalance is read from the row: above zero state 1
//! leans on state 2. In undirected rows, and for an indicator of a pair, state 1 is the one with the lower code.

use entente_core::Coverage;
use entente_measures::dependence::asymmetry::TradeDependence;
use entente_panel::frame::{Kind, Values};
use entente_panel::panel::{Cells, Shape};
use entente_panel::status::Status;
use rayon::prelude::*;

use super::Made;
use super::gather::{From, Gather, put_real};
use super::variable::{Naming, PLAIN, Variable};
use crate::error::Error;
use crate::indicators::trade::{dependence, flows_of};

const fn flow(name: &'static str, label: &'static str) -> Variable {
    Variable {
        name,
        shape: Shape::Directed,
        kind: Kind::Real,
        naming: Naming::Sides,
        label,
        unit: "million current US dollars",
        tables: &["cow_trade_dyads"],
        instead: &["cow_trade_pairs"],
        ..PLAIN
    }
}

const fn weight(name: &'static str, shape: Shape, naming: Naming, label: &'static str, unit: &'static str) -> Variable {
    Variable {
        shape,
        naming,
        unit,
        tables: &["cow_trade_dyads", "cow_trade_states"],
        absence: "missing where a flow or a total is, undefined where it is zero or less than its part",
        is_computed: true,
        ..flow(name, label)
    }
}

/// Variables of pairs and directed pairs.
pub(super) const VARIABLES: &[Variable] = &[
    flow("flow", "Imports from the other state"),
    flow("smoothflow", "Imports from the other state, smoothed by the publisher"),
    Variable {
        shape: Shape::Pair,
        naming: Naming::Plain,
        unit: "billion current US dollars",
        absence: "missing where either flow is",
        is_computed: true,
        ..flow("trade_usd", "Trade of the two in both directions")
    },
    weight("trade_share", Shape::Directed, Naming::Sides, "Share of its world trade that is with the other state", "share, 0 to 1"),
    weight("trade_asymmetry", Shape::Directed, Naming::Own, "Log of trade share 1 over 2, above 0 state 1 leans on 2", "log ratio"),
    weight("trade_interdependence", Shape::Pair, Naming::Plain, "Salience times symmetry of their trade (Barbieri)", "score, 0 to 1"),
];

/// Computes those of the variables that are wanted.
pub(super) fn build(gather: &Gather<'_>, wanted: &[&'static Variable]) -> Result<Vec<Made>, Error> {
    let is_wanted = |name: &str| wanted.iter().any(|v| v.name == name);
    let mut columns = vec!["ccode1", "ccode2", "year", "flow1", "flow2"];
    if is_wanted("smoothflow") {
        columns.extend(["smoothflow1", "smoothflow2"]);
    }
    let from = gather.table(flows_of(gather.store), &columns)?;
    let placed = placed(gather, &from);
    let flow = directed(gather, &from, &placed, "flow1", "flow2");
    let coverage = Coverage { is_exhaustive: false, ..from.coverage };
    let trade = sum(gather, &flow, coverage);
    let needs_worlds = wanted.iter().any(|v| v.tables.len() > 1);
    let worlds = if needs_worlds { worlds(gather)? } else { Vec::new() };
    let Values::Real(traded) = &trade.values else { return Ok(Vec::new()) };
    // The trade of a pair, and how each depends on it.
    let depends = |one: u16, two: u16, year: i32, of: fn(&TradeDependence, bool) -> f64| {
        let sum = gather.spine.cell(one, two, year).map_or(f64::NAN, |cell| traded[cell]);
        // The lower code goes first, so that both directions are one number to the last digit.
        let [x, y] = [one.min(two), one.max(two)].map(|place| worlds[gather.spine.state_cell(place, year)]);
        if (sum + x + y).is_nan() {
            return (f64::NAN, Status::Missing);
        }
        let value = dependence(sum, x, y).map_or(f64::NAN, |d| of(&d, one < two));
        (value, if value.is_finite() { Status::Observed } else { Status::Undefined })
    };
    let make = |variable: &&'static Variable| {
        let cells = match variable.name {
            "flow" => flow.clone(),
            "smoothflow" => directed(gather, &from, &placed, "smoothflow1", "smoothflow2"),
            "trade_usd" => trade.clone(),
            "trade_share" => gather.real_directions(coverage, |one, two, year| {
                depends(one, two, year, |d, is_low_first| if is_low_first { d.share_1 } else { d.share_2 })
            }),
            "trade_asymmetry" => gather.real_directions(coverage, |one, two, year| {
                depends(one, two, year, |d, is_low_first| if is_low_first { d.asymmetry } else { -d.asymmetry })
            }),
            _ => gather.real_pairs(coverage, |one, two, year| depends(one, two, year, |d, _| d.interdependence)),
        };
        (*variable, cells)
    };
    Ok(wanted.par_iter().map(make).collect())
}

/// A row of the table on the cell of its pair, and whether its first state is the one with the lower code.
type Placed = Vec<(u32, u32, bool)>;

fn placed(gather: &Gather<'_>, from: &From) -> Placed {
    let (first, second, years) = (from.ints("ccode1"), from.ints("ccode2"), from.ints("year"));
    let cells =
        |row| gather.pairs(first[row], second[row], years[row]).map(move |(cell, is_low_first)| (row as u32, cell as u32, is_low_first));
    (0..from.rows()).into_par_iter().flat_map_iter(cells).collect()
}

/// Two columns of a table as one of both directions; a row speaks of both.
fn directed(gather: &Gather<'_>, from: &From, placed: &Placed, one: &str, two: &str) -> Cells {
    let mut cells = gather.of_pairs(Kind::Real, Shape::Directed, Coverage { is_exhaustive: false, ..from.coverage });
    let (there, back) = (from.reals(one), from.reals(two));
    let count = gather.spine.cells();
    for (row, cell, is_low_first) in placed {
        let (row, cell) = (*row as usize, *cell as usize);
        let (low, high) = if *is_low_first { (there[row], back[row]) } else { (back[row], there[row]) };
        put_real(&mut cells, cell, low);
        put_real(&mut cells, cell + count, high);
    }
    cells
}

/// Both flows of a pair together, in thousand millions.
fn sum(gather: &Gather<'_>, flow: &Cells, coverage: Coverage) -> Cells {
    let mut cells = gather.of_pairs(Kind::Real, Shape::Pair, coverage);
    let Values::Real(values) = &flow.values else { return cells };
    let (there, back) = values.split_at(gather.spine.cells());
    for (cell, (low, high)) in there.iter().zip(back).enumerate().filter(|(_, (low, high))| !(*low + *high).is_nan()) {
        put_real(&mut cells, cell, (low + high) / 1000.0);
    }
    cells
}

/// Trade of each state with the world, in thousand millions.
fn worlds(gather: &Gather<'_>) -> Result<Vec<f64>, Error> {
    let from = gather.table("cow_trade_states", &["ccode", "year", "imports", "exports"])?;
    let (codes, years) = (from.ints("ccode"), from.ints("year"));
    let (imports, exports) = (from.reals("imports"), from.reals("exports"));
    let mut worlds = vec![f64::NAN; gather.spine.state_cells()];
    for row in 0..from.rows() {
        for place in gather.states(codes[row], years[row]) {
            worlds[gather.spine.state_cell(place, years[row])] = (imports[row] + exports[row]) / 1000.0;
        }
    }
    Ok(worlds)
}
