//! A spine with columns: the panel itself.
//!
//! A column is held once for all states or all pairs, whatever the rows are, and rows are copied from it in stretches. A column of states
//! stands in a panel of pairs twice, for the first state and the second, and is held once.

use std::ops::Range;
use std::sync::Arc;

use entente_core::System;

use crate::frame::{Chunk, Field, Frame, Kind, Shared, Values};
use crate::spine::{Block, Spine, Unit};
use crate::status::Status;

/// What the cells of a column belong to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Shape {
    /// A state in a year.
    State,
    /// A pair in a year, the same in both directions.
    Pair,
    /// A pair in a year and a direction: first all from the lower code to the higher, then all the other way.
    Directed,
}

/// Cells of a column, dense.
#[derive(Debug, Clone)]
pub struct Cells {
    /// What they belong to.
    pub shape: Shape,
    /// Values.
    pub values: Values,
    /// Status of each.
    pub status: Vec<u8>,
}

/// Which of the cells a row shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// That of the first state, or of the pair, or from the first state to the second.
    One,
    /// That of the second state, or from the second state to the first.
    Two,
}

/// A column of a panel.
#[derive(Debug, Clone)]
pub struct Column {
    /// Its name and meaning.
    pub field: Field,
    /// Where its values are.
    pub cells: Arc<Cells>,
    /// Which of them.
    pub side: Side,
}

impl Column {
    /// Where the cells of a block begin.
    fn start(&self, spine: &Spine, block: &Block) -> usize {
        match (self.cells.shape, self.side) {
            (Shape::State, Side::One) => spine.state_cell(block.one, block.first),
            (Shape::State, Side::Two) => spine.state_cell(block.two, block.first),
            (Shape::Pair, _) => block.cell,
            (Shape::Directed, side) => block.cell + if block.is_low_first() == (side == Side::One) { 0 } else { spine.cells() },
        }
    }
}

/// A panel in memory.
#[derive(Debug)]
pub struct Panel {
    /// Its rows.
    pub spine: Spine,
    columns: Vec<Column>,
    fields: Vec<Field>,
    keys: usize,
}

impl Panel {
    /// A panel with these columns behind its key.
    ///
    /// # Panics
    /// If a column is not as long as the spine asks: a fault of the code that made it.
    pub fn new(spine: Spine, columns: Vec<Column>) -> Self {
        for column in &columns {
            let length = match column.cells.shape {
                Shape::State => spine.state_cells(),
                Shape::Pair => spine.cells(),
                Shape::Directed => 2 * spine.cells(),
            };
            assert!(column.cells.values.len() == length && column.cells.status.len() == length, "cells of {}", column.field.name);
        }
        let code = match spine.system {
            System::Cow => "ccode",
            System::Gw => "gwcode",
        };
        let list = match spine.system {
            System::Cow => "Correlates of War number",
            System::Gw => "Gleditsch-Ward number",
        };
        let mut fields = match spine.unit {
            Unit::State => vec![Field::key(code, &format!("{list} of the state"))],
            _ => vec![
                Field::key(&format!("{code}1"), &format!("{list} of the first state")),
                Field::key(&format!("{code}2"), &format!("{list} of the second state")),
            ],
        };
        fields.push(Field::key("year", "Calendar year"));
        let keys = fields.len();
        fields.extend(columns.iter().map(|c| c.field.clone()));
        Self { spine, columns, fields, keys }
    }

    /// Its columns behind the key.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// Stretches of blocks that make up these rows, each with the number of rows skipped at its beginning and the number taken.
    fn stretches(&self, rows: Range<usize>) -> impl Iterator<Item = (&Block, usize, usize)> {
        let first = self.spine.blocks.partition_point(|b| b.row + b.rows as usize <= rows.start);
        self.spine.blocks[first..].iter().take_while(move |b| b.row < rows.end).map(move |b| {
            let skipped = rows.start.saturating_sub(b.row);
            (b, skipped, (rows.end - b.row).min(b.rows as usize) - skipped)
        })
    }

    /// Cells of a column that these rows show.
    fn cells(&self, column: &Column, rows: Range<usize>) -> impl Iterator<Item = Range<usize>> {
        self.stretches(rows).map(|(block, skipped, count)| {
            let start = column.start(&self.spine, block) + skipped;
            start..start + count
        })
    }

    fn key(&self, column: usize, rows: Range<usize>) -> Chunk {
        let mut values = Vec::with_capacity(rows.len());
        for (block, skipped, count) in self.stretches(rows) {
            let code = |state: u16| i32::from(self.spine.states[usize::from(state)]);
            if column + 1 == self.keys {
                let first = block.first + skipped as i32;
                values.extend(first..first + count as i32);
            } else {
                values.resize(values.len() + count, code(if column == 0 { block.one } else { block.two }));
            }
        }
        Chunk::known(values)
    }
}

/// Copies stretches of cells, one behind the other.
fn gather<T: Copy>(from: &[T], stretches: impl Iterator<Item = Range<usize>>, count: usize) -> Vec<T> {
    let mut all = Vec::with_capacity(count);
    stretches.for_each(|stretch| all.extend_from_slice(&from[stretch]));
    all
}

impl Frame for Panel {
    fn rows(&self) -> usize {
        self.spine.rows()
    }

    fn fields(&self) -> &[Field] {
        &self.fields
    }

    fn chunk(&self, column: usize, rows: Range<usize>) -> Chunk {
        let Some(n) = column.checked_sub(self.keys) else { return self.key(column, rows) };
        let column = &self.columns[n];
        let places = || self.cells(column, rows.clone());
        let values = match &column.cells.values {
            Values::Int(from) => Values::Int(gather(from, places(), rows.len())),
            Values::Real(from) => Values::Real(gather(from, places(), rows.len())),
            Values::Text(from) => {
                let mut texts = from.clone();
                texts.rows = gather(&from.rows, places(), rows.len());
                Values::Text(texts)
            }
        };
        Chunk { values, status: gather(&column.cells.status, places(), rows.len()) }
    }

    fn shared(&self, column: usize, rows: Range<usize>) -> Option<Shared<'_>> {
        let column = &self.columns[column.checked_sub(self.keys)?];
        // A row of states has its cell for itself.
        let is_shared = column.cells.shape == Shape::State && self.spine.unit != Unit::State && column.field.kind != Kind::Text;
        let stretches = || self.cells(column, rows).collect();
        is_shared.then(|| Shared { values: &column.cells.values, status: &column.cells.status, stretches: stretches() })
    }
}

impl Cells {
    /// Cells that all have one status and no value.
    pub fn absent(shape: Shape, kind: Kind, count: usize, status: Status) -> Self {
        Self { shape, values: Values::absent(kind, count), status: vec![status as u8; count] }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbered(shape: Shape, count: usize) -> Arc<Cells> {
        Arc::new(Cells { shape, values: Values::Int((0..count as i32).collect()), status: (0..count).map(|n| (n % 3) as u8).collect() })
    }

    fn column(name: &str, cells: &Arc<Cells>, side: Side) -> Column {
        let field = Field { is_key: false, kind: Kind::Int, ..Field::key(name, "") };
        Column { field, cells: cells.clone(), side }
    }

    fn ints(chunk: &Chunk) -> &[i32] {
        match &chunk.values {
            Values::Int(values) => values,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn each_row_shows_the_cells_of_its_states_pair_and_direction() {
        let mut spine = Spine::new(Unit::Directed, System::Cow, "1910..1920".parse().unwrap());
        spine.keep(|block, year| block.one % 5 == 0 && (year % 4 != 0 || block.two % 7 == 0));
        let state = numbered(Shape::State, spine.state_cells());
        let pair = numbered(Shape::Pair, spine.cells());
        let directed = numbered(Shape::Directed, 2 * spine.cells());
        let columns = vec![
            column("a1", &state, Side::One),
            column("a2", &state, Side::Two),
            column("b", &pair, Side::One),
            column("c_1to2", &directed, Side::One),
            column("c_2to1", &directed, Side::Two),
        ];
        let panel = Panel::new(spine.clone(), columns);
        let all: Vec<Chunk> = (0..8).map(|n| panel.chunk(n, 0..panel.rows())).collect();
        let place = |code: i32| spine.states.binary_search(&(code as u16)).unwrap() as u16;
        for row in 0..panel.rows() {
            let [one, two] = [0, 1].map(|n| place(ints(&all[n])[row]));
            let year = ints(&all[2])[row];
            let cell = spine.cell(one, two, year).unwrap();
            let (there, back) = if one < two { (0, spine.cells()) } else { (spine.cells(), 0) };
            let expected = [spine.state_cell(one, year), spine.state_cell(two, year), cell, cell + there, cell + back];
            let found = [3, 4, 5, 6, 7].map(|n| ints(&all[n])[row] as usize);
            assert_eq!(found, expected);
        }
        for count in [1, 1024, 8192] {
            for (n, whole) in all.iter().enumerate() {
                let parts = (0..panel.rows()).step_by(count).map(|row| panel.chunk(n, row..(row + count).min(panel.rows())));
                let (values, status): (Vec<Vec<i32>>, Vec<Vec<u8>>) = parts.map(|part| (ints(&part).to_vec(), part.status)).unzip();
                assert_eq!((values.concat(), status.concat()), (ints(whole).to_vec(), whole.status.clone()));
            }
        }
    }
}
