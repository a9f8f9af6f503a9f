//! What one state has pledged another in a year, and whether there is a treaty at all: from ATOP's directed dyad-years.

use entente_measures::agreements::obligation::{Pledges, obligation};
use entente_panel::frame::Kind;
use entente_panel::panel::Shape;

use super::Made;
use super::gather::{Gather, put_int};
use super::variable::{NO_YES, Naming, PLAIN, Variable, ZERO_BY_RULE};
use crate::error::Error;

const fn pledge(name: &'static str, label: &'static str) -> Variable {
    Variable {
        name,
        shape: Shape::Directed,
        naming: Naming::Plain,
        label,
        codes: NO_YES,
        tables: &["atop_dyads"],
        absence: ZERO_BY_RULE,
        ..PLAIN
    }
}

/// Variables of directed pairs.
pub(super) const VARIABLES: &[Variable] = &[
    pledge("atop_alliance", "An ATOP alliance of the two"),
    pledge("atop_defense", "Pledge of defence"),
    pledge("atop_offense", "Pledge of offence"),
    pledge("atop_neutral", "Pledge of neutrality"),
    pledge("atop_nonagg", "Pledge of non-aggression"),
    pledge("atop_consul", "Pledge of consultation"),
    Variable {
        name: "atop_obligation",
        naming: Naming::Arrows,
        label: "Strongest pledge in force",
        unit: "score, 0 to 3",
        codes: &[(0, "none"), (1, "non-aggression"), (2, "neutrality or consultation"), (3, "defence or offence")],
        ..pledge("", "")
    },
];

/// Computes those of the variables that are wanted.
pub(super) fn build(gather: &Gather<'_>, wanted: &[&'static Variable]) -> Result<Vec<Made>, Error> {
    const PLEDGES: [&str; 5] = ["defense", "offense", "neutral", "nonagg", "consul"];
    let from = gather.table("atop_dyads", &["ccode1", "ccode2", "year", "defense", "offense", "neutral", "nonagg", "consul"])?;
    let (first, second, years) = (from.ints("ccode1"), from.ints("ccode2"), from.ints("year"));
    let marks = PLEDGES.map(|name| from.ints(name));
    let cells_of: Vec<(usize, usize)> =
        (0..from.rows()).flat_map(|row| gather.directed(first[row], second[row], years[row]).map(move |cell| (row, cell))).collect();
    let mut made = Vec::new();
    for variable in wanted {
        let mut cells = gather.of_pairs(Kind::Int, Shape::Directed, from.coverage);
        let mark = PLEDGES.iter().position(|name| variable.name.strip_prefix("atop_") == Some(name));
        for (row, cell) in &cells_of {
            let value = match (mark, variable.name) {
                (Some(n), _) => marks[n][*row],
                (None, "atop_alliance") => 1,
                _ => {
                    let [defence, offence, neutrality, nonaggression, consultation] = marks.map(|m| m[*row] == 1);
                    i32::from(obligation(Pledges { defence, offence, neutrality, nonaggression, consultation }).code())
                }
            };
            put_int(&mut cells, *cell, value);
        }
        made.push((*variable, cells));
    }
    Ok(made)
}
