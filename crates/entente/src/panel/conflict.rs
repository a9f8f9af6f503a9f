//! Militarised disputes of a pair in a year, by two registers, and strategic rivalries by two lists.
//!
//! Where a pair has several disputes in one year, the marks of the sides are those of one of them: the newest begun, then the bloodiest,
//! the most hostile, the longest, the one that was answered, and the last by number.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use entente_panel::frame::Kind;
use entente_panel::panel::Shape;
use entente_panel::status::Status;
use entente_sources::table::NO_INT;

use super::Made;
use super::gather::{From, Gather, put_int};
use super::lay::restate;
use super::variable::{NO_YES, Naming, PLAIN, Variable, ZERO_BY_RULE};
use crate::error::Error;

const fn mark(table: &'static [&'static str], name: &'static str, label: &'static str) -> Variable {
    Variable { name, shape: Shape::Pair, naming: Naming::Plain, label, codes: NO_YES, tables: table, absence: ZERO_BY_RULE, ..PLAIN }
}

const fn side(name: &'static str, label: &'static str) -> Variable {
    let absence = "not applicable in a covered year without a dispute";
    Variable { shape: Shape::Directed, naming: Naming::Sides, absence, ..mark(GML, name, label) }
}

const COW: &[&str] = &["cow_mid_dyads"];
const GML: &[&str] = &["gml_mid_dyads"];
const TSS: &[&str] = &["rivalries_tss"];

/// Variables of pairs, and of the sides of a dispute.
pub(super) const VARIABLES: &[Variable] = &[
    mark(COW, "cowmidongoing", "A militarised dispute of the two under way, COW"),
    mark(COW, "cowmidonset", "A militarised dispute of the two begins, COW"),
    Variable { codes: &[], unit: "count", ..mark(COW, "mid_count", "Militarised disputes of the two under way, COW") },
    mark(GML, "gmlmidongoing", "A militarised dispute of the two under way, GML"),
    mark(GML, "gmlmidonset", "A militarised dispute of the two begins, GML"),
    side("init", "Began the dispute or joined it later, GML"),
    side("sidea", "On side A of the dispute, GML"),
    side("orig", "In the dispute from its first day, GML"),
    Variable { codes: &[], absence: "not applicable without a rivalry", ..mark(TSS, "tssr_id", "Number of the strategic rivalry") },
    mark(TSS, "positional", "Rivalry over influence and prestige"),
    mark(TSS, "spatial", "Rivalry over territory"),
    mark(TSS, "ideological", "Rivalry over beliefs"),
    mark(TSS, "interventionary", "Rivalry with meddling at home"),
    Variable { indicator: "rivalry_tss", ..mark(TSS, "ongoingrivalry", "A strategic rivalry of the two, list of 2021") },
    mark(&["rivalries_td"], "rivalry_td", "A strategic rivalry of the two, list of 2012"),
];

/// Computes those of the variables that are wanted.
pub(super) fn build(gather: &Gather<'_>, wanted: &[&'static Variable]) -> Result<Vec<Made>, Error> {
    let mut made = Vec::new();
    for group in wanted.chunk_by(|a, b| a.tables == b.tables) {
        made.extend(match group[0].tables[0] {
            "cow_mid_dyads" => disputes(gather, group)?,
            "gml_mid_dyads" => corrected(gather, group)?,
            table => rivalries(gather, group, table)?,
        });
    }
    Ok(made)
}

fn disputes(gather: &Gather<'_>, wanted: &[&'static Variable]) -> Result<Vec<Made>, Error> {
    let from = gather.table("cow_mid_dyads", &["disno", "ccode1", "ccode2", "year", "strtyr"])?;
    let (first, second, years) = (from.ints("ccode1"), from.ints("ccode2"), from.ints("year"));
    let (disputes, starts) = (from.ints("disno"), from.ints("strtyr"));
    // Both directions may stand in the file, and are one dispute.
    let mut of_cell: BTreeMap<usize, (BTreeSet<i32>, bool)> = BTreeMap::new();
    for row in 0..from.rows() {
        for (cell, _) in gather.pairs(first[row], second[row], years[row]) {
            let entry = of_cell.entry(cell).or_default();
            entry.0.insert(disputes[row]);
            entry.1 |= starts[row] == years[row];
        }
    }
    let make = |variable: &&'static Variable| {
        let mut cells = gather.of_pairs(Kind::Int, Shape::Pair, from.coverage);
        for (cell, (disputes, is_onset)) in &of_cell {
            let value = match variable.name {
                "cowmidongoing" => 1,
                "cowmidonset" => i32::from(*is_onset),
                _ => disputes.len() as i32,
            };
            put_int(&mut cells, *cell, value);
        }
        (*variable, cells)
    };
    Ok(wanted.iter().map(make).collect())
}

fn corrected(gather: &Gather<'_>, wanted: &[&'static Variable]) -> Result<Vec<Made>, Error> {
    let columns =
        ["dispnum", "ccode1", "ccode2", "year", "midonset", "sidea1", "orig1", "fatality", "hostlev", "mindur", "maxdur", "recip"];
    let from = gather.table("gml_mid_dyads", &columns)?;
    let (first, second, years) = (from.ints("ccode1"), from.ints("ccode2"), from.ints("year"));
    let int = |name: &str| from.ints(name);
    let (onset, fatality, hostlev, mindur, maxdur, recip, number) =
        (int("midonset"), int("fatality"), int("hostlev"), int("mindur"), int("maxdur"), int("recip"), int("dispnum"));
    let standing = |row: usize| (onset[row], fatality[row], hostlev[row], mindur[row], maxdur[row], recip[row], Reverse(number[row]));
    // Of several disputes of a direction in a year the one that stands first.
    let mut of_cell: BTreeMap<usize, usize> = BTreeMap::new();
    for row in 0..from.rows() {
        for cell in gather.directed(first[row], second[row], years[row]) {
            let kept = of_cell.entry(cell).or_insert(row);
            if standing(row) > standing(*kept) {
                *kept = row;
            }
        }
    }
    let (side, original) = (int("sidea1"), int("orig1"));
    let make = |variable: &&'static Variable| {
        let mut cells = gather.of_pairs(Kind::Int, variable.shape, from.coverage);
        if variable.shape == Shape::Directed {
            // Without a dispute there are no sides.
            restate(&mut cells, Status::ZeroByRule, Status::NotApplicable);
        }
        for (cell, row) in &of_cell {
            let value = match variable.name {
                "gmlmidongoing" => 1,
                "gmlmidonset" => onset[*row],
                "sidea" => side[*row],
                "orig" => original[*row],
                // Whoever is on side A or came in later took the step.
                _ => i32::from(side[*row] == 1 || original[*row] == 0),
            };
            put_int(&mut cells, if variable.shape == Shape::Pair { cell % gather.spine.cells() } else { *cell }, value);
        }
        (*variable, cells)
    };
    Ok(wanted.iter().map(make).collect())
}

fn rivalries(gather: &Gather<'_>, wanted: &[&'static Variable], table: &str) -> Result<Vec<Made>, Error> {
    let issues = ["positional", "spatial", "ideological", "interventionary"];
    let is_newer = table == "rivalries_tss";
    let mut columns = vec!["rivalry_id", "ccode1", "ccode2", "start_year", "end_year"];
    columns.extend(issues.iter().filter(|_| is_newer));
    let from: From = gather.table(table, &columns)?;
    let (first, second) = (from.ints("ccode1"), from.ints("ccode2"));
    let (starts, ends) = (from.ints("start_year"), from.ints("end_year"));
    let mut made = Vec::new();
    for variable in wanted {
        let mut cells = gather.of_pairs(Kind::Int, Shape::Pair, from.coverage);
        if variable.name == "tssr_id" {
            restate(&mut cells, Status::ZeroByRule, Status::NotApplicable);
        }
        let marks = issues.contains(&variable.name).then(|| from.ints(variable.name));
        for row in (0..from.rows()).filter(|row| first[*row] != NO_INT && second[*row] != NO_INT) {
            let last = if ends[row] == NO_INT { from.coverage.years.last() } else { ends[row] };
            for year in starts[row].max(gather.spine.years.first())..=last.min(gather.spine.years.last()) {
                for (cell, _) in gather.pairs(first[row], second[row], year) {
                    let value = match (marks, variable.name) {
                        (Some(marks), _) => i32::from(marks[row] == 1),
                        (None, "tssr_id") => from.ints("rivalry_id")[row],
                        _ => 1,
                    };
                    put_int(&mut cells, cell, value);
                }
            }
        }
        made.push((*variable, cells));
    }
    Ok(made)
}
