//! What is written is what was there, in every format, whatever the threads and the batches.

use std::ops::Range;
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{Float64Type, Int32Type};
use arrow_array::{Array, RecordBatch};
use entente_core::System;
use entente_panel::frame::{Chunk, Field, Frame, Kind, Values};
use entente_panel::panel::{Cells, Column, Panel, Shape, Side};
use entente_panel::spine::{Spine, Unit};
use entente_panel::status::Status;
use entente_panel::write::{self, Statuses};
use entente_sources::table::Texts;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

/// Numbers that are the same in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as u32
    }
}

fn cells(shape: Shape, count: usize, kind: Kind, missing: u32, dice: &mut Dice) -> Arc<Cells> {
    let values = match kind {
        Kind::Int => Values::Int((0..count).map(|_| dice.roll() as i32 / 3 - 200_000_000).collect()),
        Kind::Real => Values::Real((0..count).map(|_| f64::from(dice.roll()) / 7.0).collect()),
        Kind::Text => {
            let mut texts = Texts::default();
            (0..count).for_each(|_| texts.push(Some(["a", "b, \"c\"", "Côte d'Ivoire"][dice.roll() as usize % 3])));
            Values::Text(texts)
        }
    };
    let status = (0..count).map(|_| if dice.roll() % 100 < missing { (2 + dice.roll() % 7) as u8 } else { (dice.roll() % 2) as u8 });
    Arc::new(Cells { shape, values, status: status.collect() })
}

/// More rows than two groups of a Parquet file, with every shape and type, some of it all there and some all missing.
fn panel() -> Panel {
    let mut spine = Spine::new(Unit::Directed, System::Cow, "1985..1999".parse().unwrap());
    spine.keep(|block, year| year != 1990 || block.one % 3 != 0);
    let mut dice = Dice(7);
    let mut columns = Vec::new();
    for (n, (shape, kind, missing)) in [
        (Shape::State, Kind::Int, 10),
        (Shape::State, Kind::Real, 0),
        (Shape::State, Kind::Real, 100),
        (Shape::State, Kind::Text, 20),
        (Shape::Pair, Kind::Int, 30),
        (Shape::Pair, Kind::Real, 30),
        (Shape::Directed, Kind::Int, 0),
    ]
    .into_iter()
    .enumerate()
    {
        let count = match shape {
            Shape::State => spine.state_cells(),
            Shape::Pair => spine.cells(),
            Shape::Directed => 2 * spine.cells(),
        };
        let held = cells(shape, count, kind, missing, &mut dice);
        for side in [Side::One, Side::Two] {
            let field = Field { kind, is_key: false, ..Field::key(&format!("c{n}_{side:?}").to_lowercase(), "A column") };
            columns.push(Column { field, cells: held.clone(), side });
        }
    }
    Panel::new(spine, columns)
}

fn parquet(panel: &Panel, statuses: Statuses, threads: usize) -> Vec<u8> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    pool.install(|| {
        let mut bytes = Vec::new();
        write::parquet::write(panel, statuses, &mut bytes).unwrap();
        bytes
    })
}

#[test]
fn parquet_reads_back_value_by_value() {
    let panel = panel();
    assert!(panel.rows() > 2 << 17);
    let bytes = parquet(&panel, Statuses::Shown, 2);
    let reader = ParquetRecordBatchReaderBuilder::try_new(bytes::Bytes::from(bytes)).unwrap().with_batch_size(10_000).build().unwrap();
    let (mut start, mut compared) = (0, 0);
    for batch in reader {
        let batch = batch.unwrap();
        let rows = start..start + batch.num_rows();
        for (n, field) in panel.fields().iter().enumerate() {
            compared += same(&batch, &field.name, &panel.chunk(n, rows.clone()), field.is_key);
        }
        start = rows.end;
    }
    assert_eq!((start, compared), (panel.rows(), panel.rows() * panel.fields().len()));
}

/// Compares a column of a batch, and its column of statuses; gives the number of rows.
fn same(batch: &RecordBatch, name: &str, chunk: &Chunk, is_key: bool) -> usize {
    let array = batch.column_by_name(name).unwrap();
    for row in 0..array.len() {
        let status = Status::from(chunk.status[row]);
        assert_eq!(array.is_valid(row), status.has_value(), "{name} {row}");
        if status.has_value() {
            match &chunk.values {
                Values::Int(values) => assert_eq!(array.as_primitive::<Int32Type>().value(row), values[row]),
                Values::Real(values) => assert_eq!(array.as_primitive::<Float64Type>().value(row).to_bits(), values[row].to_bits()),
                Values::Text(texts) => assert_eq!(text(array.as_ref(), row), texts.get(row).unwrap()),
            }
        }
    }
    if !is_key {
        let words = batch.column_by_name(&write::status_name(name)).unwrap();
        (0..words.len()).for_each(|row| assert_eq!(text(words.as_ref(), row), Status::from(chunk.status[row]).word()));
    }
    array.len()
}

fn text(array: &dyn Array, row: usize) -> &str {
    let dictionary = array.as_dictionary::<Int32Type>();
    dictionary.values().as_string::<i32>().value(dictionary.keys().value(row) as usize)
}

/// A stretch of a frame, so that small files can be looked at whole.
struct Part<'a>(&'a Panel, Range<usize>);

impl Frame for Part<'_> {
    fn rows(&self) -> usize {
        self.1.len()
    }

    fn fields(&self) -> &[Field] {
        self.0.fields()
    }

    fn chunk(&self, column: usize, rows: Range<usize>) -> Chunk {
        self.0.chunk(column, self.1.start + rows.start..self.1.start + rows.end)
    }
}

#[test]
fn the_same_bytes_for_any_number_of_threads_and_any_batch() {
    let panel = panel();
    let expected = parquet(&panel, Statuses::Hidden, 1);
    for threads in [2, 7] {
        assert!(parquet(&panel, Statuses::Hidden, threads) == expected, "{threads} threads");
    }
    let part = Part(&panel, 40_000..60_000);
    let csv = |batch| {
        let mut bytes = Vec::new();
        write::csv::write_in_batches(&part, Statuses::Shown, &mut bytes, batch).unwrap();
        bytes
    };
    let dta = |batch| {
        let mut bytes = Vec::new();
        write::stata::write_in_batches(&part, "A panel", &["One note".to_owned()], &mut bytes, batch).unwrap();
        bytes
    };
    let (as_csv, as_dta) = (csv(8192), dta(8192));
    for batch in [1, 1024] {
        assert!(csv(batch) == as_csv && dta(batch) == as_dta, "batches of {batch}");
    }
}
