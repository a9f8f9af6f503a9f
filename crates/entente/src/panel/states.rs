//! Variables that stand in a table of state-years under their own name, and who is a major power.

use entente_core::Coverage;
use entente_panel::frame::Kind;
use entente_panel::panel::{Cells, Shape};
use entente_panel::status::Status;
use entente_sources::table::NO_INT;

use super::Made;
use super::gather::{Gather, put_int, put_real};
use super::variable::{NO_YES, PLAIN, Variable, ZERO_BY_RULE};
use crate::error::Error;

const fn of(table: &'static [&'static str], name: &'static str, kind: Kind, label: &'static str, unit: &'static str) -> Variable {
    Variable { name, kind, label, unit, tables: table, ..PLAIN }
}

const NMC: &[&str] = &["cow_nmc"];
const DEMOCRACY: &[&str] = &["isard_democracy"];
const OUTPUT: &[&str] = &["isard_gdp_pop"];

/// Variables of states.
pub(super) const VARIABLES: &[Variable] = &[
    Variable { name: "cowmaj", label: "Major power in the year", codes: NO_YES, tables: &["cow_majors"], absence: ZERO_BY_RULE, ..PLAIN },
    of(NMC, "milex", Kind::Int, "Military expenditure", "thousand current pounds to 1913, then thousand current US dollars"),
    of(NMC, "milper", Kind::Int, "Military personnel", "thousands"),
    of(NMC, "irst", Kind::Int, "Iron and steel production", "thousand tons"),
    of(NMC, "pec", Kind::Int, "Primary energy consumption", "thousand coal-ton equivalents"),
    of(NMC, "tpop", Kind::Real, "Total population", "thousands"),
    of(NMC, "upop", Kind::Real, "Urban population", "thousands, cities of 100,000 and more"),
    of(NMC, "cinc", Kind::Real, "Composite index of national capability", "share of the world, 0 to 1"),
    of(DEMOCRACY, "euds", Kind::Real, "Extended unified democracy score", "score"),
    of(DEMOCRACY, "aeuds", Kind::Real, "Extended unified democracy score, adjusted", "score, 0 the cut of democracy"),
    of(DEMOCRACY, "polity2", Kind::Int, "Polity score", "score, -10 to 10"),
    of(DEMOCRACY, "v2x_polyarchy", Kind::Real, "Electoral democracy index of V-Dem", "score, 0 to 1"),
    of(OUTPUT, "mrgdppc", Kind::Real, "GDP per person, Maddison scale, an estimate", "constant dollars"),
    of(OUTPUT, "sd_mrgdppc", Kind::Real, "Standard deviation of mrgdppc", "constant dollars"),
    of(OUTPUT, "pwtrgdp", Kind::Real, "GDP, Penn World Table scale, an estimate", "million constant dollars"),
    of(OUTPUT, "sd_pwtrgdp", Kind::Real, "Standard deviation of pwtrgdp", "million constant dollars"),
    of(OUTPUT, "pwtpop", Kind::Real, "Population, Penn World Table scale, an estimate", "millions"),
    of(OUTPUT, "sd_pwtpop", Kind::Real, "Standard deviation of pwtpop", "millions"),
    of(&["polity5"], "polity5_polity2", Kind::Int, "Polity score of the Polity5 file", "score, -10 to 10"),
    of(&["polity5"], "polity5_durable", Kind::Int, "Years since the last change of regime, Polity5", "years"),
    of(&["cow_trade_states"], "imports", Kind::Real, "Imports from the world", "million current US dollars"),
    of(&["cow_trade_states"], "exports", Kind::Real, "Exports to the world", "million current US dollars"),
    of(&["unga_ideal_points"], "ideal_point", Kind::Real, "Ideal point in the General Assembly, posterior mean", "score"),
    Variable {
        name: "igo_full",
        label: "Intergovernmental organisations of which it is a full member",
        unit: "count",
        tables: &["cow_igo_state_years"],
        ..PLAIN
    },
    of(&["sipri_milex"], "milex_usd", Kind::Real, "Military expenditure, SIPRI", "billion constant US dollars"),
    of(&["sipri_milex"], "milex_gdp_share", Kind::Real, "Military expenditure in per cent of GDP, SIPRI", "per cent"),
];

/// The column of the table, where it is not that of the variable, and what its values are multiplied by.
fn column(name: &str) -> (&str, f64) {
    match name {
        "polity5_polity2" => ("polity2", 1.0),
        "polity5_durable" => ("durable_years", 1.0),
        "igo_full" => ("full_count", 1.0),
        "milex_usd" => ("constant_usd_m", 1e-3),
        "milex_gdp_share" => ("share_gdp", 100.0),
        other => (other, 1.0),
    }
}

/// Computes those of the variables that are wanted.
pub(super) fn build(gather: &Gather<'_>, wanted: &[&'static Variable]) -> Result<Vec<Made>, Error> {
    let mut made = Vec::new();
    // Variables of one table stand together in the list and are read together.
    for group in wanted.chunk_by(|a, b| a.tables == b.tables) {
        if group[0].name == "cowmaj" {
            made.push((group[0], majors(gather)?));
            continue;
        }
        let columns: Vec<&str> = ["ccode", "year"].into_iter().chain(group.iter().map(|v| column(v.name).0)).collect();
        let from = gather.table(group[0].tables[0], &columns)?;
        let (codes, years) = (from.ints("ccode"), from.ints("year"));
        for variable in group {
            let mut cells = gather.of_states(variable.kind, Coverage { is_exhaustive: false, ..from.coverage });
            let (name, factor) = column(variable.name);
            let mut lay = |put: &dyn Fn(&mut Cells, usize, usize)| {
                for row in 0..from.rows() {
                    for place in gather.states(codes[row], years[row]) {
                        put(&mut cells, gather.spine.state_cell(place, years[row]), row);
                    }
                }
            };
            match from.table.reals(name) {
                Some(values) => lay(&|cells, cell, row| put_real(cells, cell, values[row] * factor)),
                None => {
                    let values = from.ints(name);
                    lay(&|cells, cell, row| put_int(cells, cell, values[row]));
                }
            }
            made.push((*variable, cells));
        }
    }
    Ok(made)
}

/// Major powers, from their spells.
pub(super) fn majors(gather: &Gather<'_>) -> Result<Cells, Error> {
    let from = gather.table("cow_majors", &["ccode", "start_year", "end_year"])?;
    let coverage = Coverage { is_exhaustive: true, ..from.coverage };
    let mut cells = gather.of_states(Kind::Int, coverage);
    debug_assert_eq!(cells.shape, Shape::State);
    let (codes, starts, ends) = (from.ints("ccode"), from.ints("start_year"), from.ints("end_year"));
    for row in 0..from.rows() {
        let end = if ends[row] == NO_INT { coverage.years.last() } else { ends[row] };
        for year in (starts[row]..=end.min(coverage.years.last())).filter(|year| gather.spine.years.contains(*year)) {
            for place in gather.states(codes[row], year) {
                let cell = gather.spine.state_cell(place, year);
                if cells.status[cell] == Status::ZeroByRule as u8 {
                    put_int(&mut cells, cell, 1);
                }
            }
        }
    }
    Ok(cells)
}
