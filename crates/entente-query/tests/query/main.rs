//! Statements over invented tables, in this process. What needs a process of its own to be tried is tried in the tests of the program.

mod determinism;
mod forms;
mod refused;
mod values;

use std::sync::Arc;

use arrow_array::{ArrayRef, BooleanArray, Date32Array, Float64Array, Int32Array, RecordBatch, StringArray};
use entente_query::{Engine, Error, Format, RunLimits, Statement, Table, TextLimits, render};
use parquet::arrow::ArrowWriter;

/// A Parquet file with these columns.
fn parquet(columns: Vec<(&str, ArrayRef)>) -> Vec<u8> {
    let batch = RecordBatch::try_from_iter_with_nullable(columns.into_iter().map(|(name, array)| (name, array, true))).unwrap();
    let mut writer = ArrowWriter::try_new(Vec::new(), batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    writer.into_inner().unwrap()
}

fn table(name: &str, columns: Vec<(&str, ArrayRef)>) -> Table {
    Table::new(name, "invented", vec![parquet(columns)]).unwrap()
}

/// Four rows that can be reckoned by hand.
///
/// | ccode | year | milex | name | day | is_major |
/// |---|---|---|---|---|---|
/// | 2 | 2000 | 10.5 | USA | 2000-01-01 | true |
/// | 2 | 2001 | NULL | USA | 2001-01-01 | true |
/// | 365 | 2000 | 4.0 | RUS | NULL | true |
/// | 740 | 2000 | 4.0 | NULL | 2000-12-31 | false |
fn states() -> Table {
    table(
        "states",
        vec![
            ("ccode", Arc::new(Int32Array::from(vec![2, 2, 365, 740]))),
            ("year", Arc::new(Int32Array::from(vec![2000, 2001, 2000, 2000]))),
            ("milex", Arc::new(Float64Array::from(vec![Some(10.5), None, Some(4.0), Some(4.0)]))),
            ("name", Arc::new(StringArray::from(vec![Some("USA"), Some("USA"), Some("RUS"), None]))),
            ("day", Arc::new(Date32Array::from(vec![Some(10_957), Some(11_323), None, Some(11_322)]))),
            ("is_major", Arc::new(BooleanArray::from(vec![true, true, true, false]))),
        ],
    )
}

/// A stream of numbers that is the same every time.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self, below: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % below
    }
}

/// Many rows with ties, gaps, both zeros, and doubles of sizes whose sums depend on the order in which they are added.
fn flows(rows: usize) -> Table {
    let mut numbers = Numbers(7);
    let mut column = |below: u64| -> Vec<i32> { (0..rows).map(|_| numbers.next(below) as i32).collect() };
    let (a, b, year, scale, raw, word, gap) = (column(40), column(40), column(60), column(30), column(1 << 20), column(200), column(11));
    let real = |n: usize| match (raw[n] % 97, gap[n]) {
        (_, 0) => None,
        (0, _) => Some(-0.0),
        (1, _) => Some(0.0),
        (2, _) => Some(f64::NAN),
        _ => Some((f64::from(raw[n]) - 500_000.3) * 10f64.powi(scale[n] - 15)),
    };
    let text = |n: usize| (gap[n] != 1).then(|| format!("word {:03}", word[n]));
    table(
        "flows",
        vec![
            ("a", Arc::new(Int32Array::from(a))),
            ("b", Arc::new(Int32Array::from(b))),
            ("year", Arc::new(Int32Array::from_iter(year.iter().map(|y| y + 1960)))),
            ("flow", Arc::new(Float64Array::from_iter((0..rows).map(real)))),
            ("share", Arc::new(Float64Array::from_iter((0..rows).map(|n| Some(f64::from(raw[n] % 7) / 10.0))))),
            ("word", Arc::new(StringArray::from_iter((0..rows).map(text)))),
            ("day", Arc::new(Date32Array::from_iter((0..rows).map(|n| (gap[n] != 2).then_some(year[n] * 365 + word[n]))))),
        ],
    )
}

fn limits() -> RunLimits {
    RunLimits { memory_mb: 1 << 12, ..RunLimits::default() }
}

fn run_with(sql: &str, tables: &[Table], limits: RunLimits) -> Result<entente_query::Rows, Error> {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(entente_query::engine::STACK);
        thread.spawn_scoped(scope, || run_here(sql, tables, limits)).unwrap().join().unwrap()
    })
}

fn run_here(sql: &str, tables: &[Table], limits: RunLimits) -> Result<entente_query::Rows, Error> {
    let statement = Statement::parse(sql, &TextLimits::default())?;
    let named = statement.tables.iter().map(|name| {
        let found = tables.iter().find(|t| t.name == *name).cloned();
        found.ok_or_else(|| Error::NoTable { name: name.clone(), hint: String::new() })
    });
    let named = named.collect::<Result<Vec<_>, _>>()?;
    Engine::new(limits)?.run(&statement, named)
}

/// The result as text in a form.
fn run(sql: &str, tables: &[Table], format: Format) -> Result<String, Error> {
    let rows = run_with(sql, tables, limits())?;
    Ok(String::from_utf8(render::render(&rows, sql, format)?).unwrap())
}

/// The rows of a result as CSV, without the header.
#[track_caller]
fn rows(sql: &str) -> Vec<String> {
    let text = run(sql, &[states(), flows(100)], Format::Csv).unwrap_or_else(|e| panic!("{sql}: {e}"));
    text.lines().skip(1).map(str::to_owned).collect()
}
