//! Columns of a user's file, laid on the rows of a panel.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use entente_core::{Finding, Severity, System};
use entente_panel::frame::{Field, Kind, LONGEST_NAME, Values};
use entente_panel::panel::{Cells, Column, Shape, Side};
use entente_panel::spine::{Block, Spine, Unit};
use entente_panel::status::Status;
use entente_panel::write::status_name;
use entente_sources::table::{NO_INT, NO_TEXT, Texts};

use super::unmatched::of_both_sides;
use super::{Joined, OwnColumn, OwnTable, Whose};
use crate::error::Error;

/// No row of the file.
pub(super) const NONE: u32 = u32::MAX;

/// Words that Stata keeps for itself.
const RESERVED: [&str; 24] = [
    "_all", "_b", "byte", "_coef", "_cons", "double", "float", "if", "in", "int", "long", "_n", "_N", "_pi", "_pred", "_rc", "_skip",
    "str", "strL", "using", "with", "e", "r", "s",
];

/// Lays a file on the panel. The names in use are those that its columns may not have.
pub(in crate::panel) fn lay(
    table: &OwnTable,
    spine: &Spine,
    names: &mut BTreeSet<String>,
    findings: &mut Vec<Finding>,
) -> Result<(Vec<Column>, Joined), Error> {
    let shape = shape(table, spine)?;
    let sides = sides(table, spine, names)?;
    let rows = rows_of_cells(table, spine, shape)?;
    let mut seen = vec![false; rows.len()];
    spine.blocks.iter().flat_map(|block| stretches(spine, block, shape)).for_each(|cells| seen[cells].fill(true));
    let mut is_taken = vec![false; table.keys.len()];
    (0..rows.len()).filter(|cell| seen[*cell] && rows[*cell] != NONE).for_each(|cell| is_taken[rows[cell] as usize] = true);
    let keys = seen.iter().filter(|is_seen| **is_seen).count();
    let matched = (0..rows.len()).filter(|cell| seen[*cell] && rows[*cell] != NONE).count();
    let mut columns = Vec::new();
    for own in &table.columns {
        let cells = Arc::new(scattered(own, shape, &rows));
        for (side, suffix, whose) in &sides {
            let field = Field {
                label: format!("{}, from {}{whose}", own.name, table.name),
                kind: own.values.kind(),
                from: vec![table.name.clone()],
                absence: "missing where the cell is empty, unmatched where the file has no row".to_owned(),
                is_key: false,
                is_computed: false,
                ..Field::key(&format!("{}{suffix}", own.name), "")
            };
            columns.push(Column { field, cells: cells.clone(), side: *side });
        }
    }
    let joined = Joined {
        file: table.name.clone(),
        sha256: table.sha256.clone(),
        bytes: table.bytes,
        rows: table.keys.len(),
        taken: is_taken.iter().filter(|taken| **taken).count(),
        keys,
        matched,
        columns: columns.iter().map(|c| c.field.name.clone()).collect(),
        unmatched: of_both_sides(table, spine, shape, &rows, &is_taken),
    };
    findings.extend(table.findings.iter().cloned());
    findings.push(Finding::new("joined", Severity::Note, table.name.clone(), joined.says()));
    findings.extend(one_way(table, spine));
    Ok((columns, joined))
}

/// A directed panel of which the file has only one direction, which is rarely meant.
fn one_way(table: &OwnTable, spine: &Spine) -> Option<Finding> {
    let is_one_way = spine.unit == Unit::Directed && table.whose == Whose::Pair && table.keys.iter().all(|[one, two, _]| one < two);
    let message = "every row has the lower number first, so the rows of the panel from the higher to the lower have nothing; if the file is about \
                   pairs without a direction, use --unit undirected or give both orders";
    is_one_way.then(|| Finding::new("one_way", Severity::Warning, table.name.clone(), message))
}

fn shape(table: &OwnTable, spine: &Spine) -> Result<Shape, Error> {
    let wrong = |message: &str| Error::Columns { file: table.name.clone(), message: message.to_owned() };
    if table.system != spine.system {
        return Err(wrong(match table.system {
            System::Gw => "its numbers are of the Gleditsch-Ward list, and the panel is of the other; use --system gw",
            System::Cow => "its numbers are of the Correlates of War list, and the panel is of the other; use --system cow",
        }));
    }
    match (table.whose, spine.unit) {
        (Whose::State, _) => Ok(Shape::State),
        (Whose::Pair, Unit::State) => Err(wrong("is about pairs, and the rows are states; use --unit directed or undirected")),
        (Whose::Pair, Unit::Undirected) => Ok(Shape::Pair),
        (Whose::Pair, Unit::Directed) => Ok(Shape::Directed),
    }
}

type Suffixed = (Side, &'static str, &'static str);

/// Suffixes of the columns, when every name is a new one.
fn sides(table: &OwnTable, spine: &Spine, names: &mut BTreeSet<String>) -> Result<Vec<Suffixed>, Error> {
    let sides: &[Suffixed] = match (table.whose, spine.unit) {
        (Whose::State, Unit::Undirected | Unit::Directed) => &[(Side::One, "1", ", state 1"), (Side::Two, "2", ", state 2")],
        _ => &[(Side::One, "", "")],
    };
    for own in &table.columns {
        for (_, suffix, _) in sides {
            let name = format!("{}{suffix}", own.name);
            let wrong = |what: String| {
                Err(Error::Columns { file: table.name.clone(), message: format!("column {:?} {what}; rename it", own.name) })
            };
            let is_word = name.chars().all(|c| c.is_alphanumeric() || c == '_') && !name.starts_with(|c: char| c.is_numeric());
            if !is_word {
                return wrong("has a name of more than letters, digits and underscores, which statistics programs do not take".to_owned());
            }
            if name.chars().count() > LONGEST_NAME || name.len() > 128 {
                return wrong(format!("would be called {name}, which is longer than {LONGEST_NAME} letters"));
            }
            if RESERVED.contains(&name.as_str()) {
                return wrong("has a name that Stata keeps for itself".to_owned());
            }
            let lower = name.to_lowercase();
            if names.contains(&lower) {
                return wrong(format!("would be called {name}, and the panel has that name already"));
            }
            names.insert(status_name(&lower));
            names.insert(lower);
        }
    }
    Ok(sides.to_vec())
}

/// The row of the file for each cell of a column.
fn rows_of_cells(table: &OwnTable, spine: &Spine, shape: Shape) -> Result<Vec<u32>, Error> {
    let length = match shape {
        Shape::State => spine.state_cells(),
        Shape::Pair => spine.cells(),
        Shape::Directed => 2 * spine.cells(),
    };
    let mut rows = vec![NONE; length];
    let place = |code: i32| u16::try_from(code).ok().and_then(|code| spine.states.binary_search(&code).ok()).map(|place| place as u16);
    for (n, [one, two, year]) in table.keys.iter().enumerate() {
        let (Some(one), Some(two)) = (place(*one), place(*two)) else { continue };
        let years = if table.has_year { *year..*year + 1 } else { spine.years.first()..spine.years.last() + 1 };
        for year in years.filter(|year| spine.years.contains(*year)) {
            let cell = match shape {
                Shape::State => Some(spine.state_cell(one, year)),
                Shape::Pair => spine.cell(one, two, year),
                Shape::Directed => spine.cell(one, two, year).map(|cell| if one < two { cell } else { cell + spine.cells() }),
            };
            let Some(cell) = cell else { continue };
            if rows[cell] != NONE {
                let (line, before) = (table.lines[n], table.lines[rows[cell] as usize]);
                return Err(Error::Cell {
                    file: table.name.clone(),
                    line,
                    column: "key".to_owned(),
                    value: table.keys[n].map(|part| part.to_string()).join(" "),
                    message: format!(
                        "the same pair stands on line {before} in the other order and on line {line}, and the panel is undirected; keep one"
                    ),
                });
            }
            rows[cell] = n as u32;
        }
    }
    Ok(rows)
}

/// Cells that the rows of a block show.
pub(super) fn stretches(spine: &Spine, block: &Block, shape: Shape) -> Vec<Range<usize>> {
    let of = |start: usize| start..start + block.rows as usize;
    match shape {
        Shape::State if block.one == block.two => vec![of(spine.state_cell(block.one, block.first))],
        Shape::State => [block.one, block.two].map(|place| of(spine.state_cell(place, block.first))).to_vec(),
        Shape::Pair => vec![of(block.cell)],
        Shape::Directed => vec![of(block.cell + if block.is_low_first() { 0 } else { spine.cells() })],
    }
}

fn scattered(own: &OwnColumn, shape: Shape, rows: &[u32]) -> Cells {
    let kind: Kind = own.values.kind();
    let mut cells = Cells::absent(shape, kind, rows.len(), Status::Unmatched);
    for (cell, row) in rows.iter().enumerate().filter(|(_, row)| **row != NONE) {
        let row = *row as usize;
        let is_there = match (&own.values, &mut cells.values) {
            (Values::Int(from), Values::Int(to)) => {
                to[cell] = from[row];
                from[row] != NO_INT
            }
            (Values::Real(from), Values::Real(to)) => {
                to[cell] = from[row];
                !from[row].is_nan()
            }
            (Values::Text(from), Values::Text(to)) => {
                to.rows[cell] = from.rows[row];
                from.rows[row] != NO_TEXT
            }
            _ => false,
        };
        cells.status[cell] = if is_there { Status::Observed } else { Status::Missing } as u8;
    }
    if let (Values::Text(from), Values::Text(to)) = (&own.values, &mut cells.values) {
        *to = Texts::new(from.pool.clone(), std::mem::take(&mut to.rows));
    }
    cells
}
