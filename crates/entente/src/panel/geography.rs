//! How near two states are, and how many organisations they share.

use entente_core::System;
use entente_panel::frame::{Kind, Values};
use entente_panel::panel::{Cells, Shape};
use entente_panel::status::Status;
use entente_sources::table::{NO_INT, day_number};
use jiff::civil::Date;

use super::Made;
use super::gather::{Gather, put_int};
use super::variable::{Naming, PLAIN, Variable, ZERO_BY_RULE};
use crate::error::Error;
use crate::indicators::geography::{FULL_MEMBER, great_circle};

const PAIR: Variable = Variable { shape: Shape::Pair, naming: Naming::Plain, ..PLAIN };

/// Variables of pairs.
pub(super) const VARIABLES: &[Variable] = &[
    Variable {
        name: "conttype",
        indicator: "contiguity_type",
        label: "Direct contiguity",
        codes: &[
            (0, "none"),
            (1, "land or river border"),
            (2, "up to 12 miles of water"),
            (3, "up to 24 miles of water"),
            (4, "up to 150 miles of water"),
            (5, "up to 400 miles of water"),
        ],
        tables: &["cow_contiguity_dyads"],
        absence: ZERO_BY_RULE,
        ..PAIR
    },
    Variable {
        name: "capdist",
        indicator: "capital_km",
        kind: Kind::Real,
        label: "Great-circle distance of the capitals",
        is_computed: true,
        unit: "km",
        tables: &["capitals_cow"],
        instead: &["capitals_gw"],
        ..PAIR
    },
    Variable {
        name: "dyadigos",
        indicator: "igo_shared_count",
        label: "Intergovernmental organisations of which both are full members",
        is_computed: true,
        unit: "count",
        tables: &["cow_igo_members"],
        absence: "missing in the years that the source does not survey",
        ..PAIR
    },
];

/// Computes those of the variables that are wanted.
pub(super) fn build(gather: &Gather<'_>, wanted: &[&'static Variable]) -> Result<Vec<Made>, Error> {
    let make = |variable: &&'static Variable| {
        let cells = match variable.name {
            "conttype" => contiguity(gather),
            "capdist" => capitals(gather),
            _ => organisations(gather),
        };
        Ok((*variable, cells?))
    };
    wanted.iter().map(make).collect()
}

/// The nearest grade, where the source gives a pair two in one year.
pub(super) fn contiguity(gather: &Gather<'_>) -> Result<Cells, Error> {
    let from = gather.table("cow_contiguity_dyads", &["ccode1", "ccode2", "year", "conttype"])?;
    let (first, second, years, kinds) = (from.ints("ccode1"), from.ints("ccode2"), from.ints("year"), from.ints("conttype"));
    let mut cells = gather.of_pairs(Kind::Int, Shape::Pair, from.coverage);
    for row in (0..from.rows()).filter(|row| kinds[*row] != NO_INT) {
        for (cell, _) in gather.pairs(first[row], second[row], years[row]) {
            let Values::Int(values) = &cells.values else { continue };
            if cells.status[cell] != Status::Observed as u8 || kinds[row] < values[cell] {
                put_int(&mut cells, cell, kinds[row]);
            }
        }
    }
    Ok(cells)
}

/// The capital on the first day of the year, or the first of the year where the state begins in it; of the list whose rows these are.
fn capitals(gather: &Gather<'_>) -> Result<Cells, Error> {
    let spine = gather.spine;
    let (table, code) = match spine.system {
        System::Cow => ("capitals_cow", "ccode"),
        System::Gw => ("capitals_gw", "gwcode"),
    };
    let from = gather.table(table, &[code, "start", "end", "lat", "lon"])?;
    let (codes, starts, ends) = (from.ints(code), from.ints("start"), from.ints("end"));
    let (lat, lon) = (from.reals("lat"), from.reals("lon"));
    let mut rows: Vec<Option<usize>> = vec![None; spine.state_cells()];
    for year in spine.years.years().filter(|year| from.coverage.years.contains(*year)) {
        let day = |month, of| Date::new(year as i16, month, of).map(day_number).unwrap_or(NO_INT);
        let (first, last) = (day(1, 1), day(12, 31));
        for row in (0..from.rows()).filter(|row| starts[*row] <= last && (ends[*row] == NO_INT || ends[*row] >= first)) {
            let Ok(place) = spine.states.binary_search(&(codes[row] as u16)) else { continue };
            let held = &mut rows[spine.state_cell(place as u16, year)];
            if held.is_none_or(|held| starts[row].max(first) < starts[held].max(first)) {
                *held = Some(row);
            }
        }
    }
    let (values, status) = gather.each_pair(|low, high, year| {
        let of = |place: u16| rows[spine.state_cell(place, year)];
        match (of(low), of(high)) {
            (Some(x), Some(y)) => (great_circle((lat[x], lon[x]), (lat[y], lon[y])), Status::Observed),
            _ if from.coverage.years.contains(year) => (f64::NAN, Status::Missing),
            _ => (f64::NAN, Status::NotCovered),
        }
    });
    Ok(Cells { shape: Shape::Pair, values: Values::Real(values), status })
}

/// One bit for each organisation and state-year, so that a pair's count is that of the common bits.
fn organisations(gather: &Gather<'_>) -> Result<Cells, Error> {
    let spine = gather.spine;
    let from = gather.table("cow_igo_members", &["ccode", "year", "igo", "status"])?;
    let (codes, years, status) = (from.ints("ccode"), from.ints("year"), from.ints("status"));
    let Some(igos) = from.table.texts("igo") else { return Ok(gather.of_pairs(Kind::Int, Shape::Pair, from.coverage)) };
    let words = igos.pool.len().div_ceil(64);
    let mut bits = vec![0u64; spine.state_cells() * words];
    let mut is_surveyed = vec![false; spine.years.len()];
    for row in 0..from.rows() {
        if !spine.years.contains(years[row]) {
            continue;
        }
        is_surveyed[(years[row] - spine.years.first()) as usize] = true;
        if status[row] == FULL_MEMBER {
            for place in gather.states(codes[row], years[row]) {
                let organisation = igos.rows[row] as usize;
                bits[spine.state_cell(place, years[row]) * words + organisation / 64] |= 1 << (organisation % 64);
            }
        }
    }
    let of = |place: u16, year: i32| {
        let start = spine.state_cell(place, year) * words;
        &bits[start..start + words]
    };
    let (values, status) = gather.each_pair(|low, high, year| {
        if !from.coverage.years.contains(year) || !gather.is_known_pair(low, high, year) {
            return (NO_INT, Status::NotCovered);
        }
        if !is_surveyed[(year - spine.years.first()) as usize] {
            return (NO_INT, Status::Missing);
        }
        let shared = of(low, year).iter().zip(of(high, year)).map(|(x, y)| (x & y).count_ones()).sum::<u32>() as i32;
        (shared, if shared == 0 { Status::ZeroByRule } else { Status::Observed })
    });
    Ok(Cells { shape: Shape::Pair, values: Values::Int(values), status })
}
