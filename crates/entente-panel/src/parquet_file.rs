//! A table as the bytes of a Parquet file, and back. The same table gives the same bytes.

use std::ops::Range;
use std::sync::Arc;

use arrow_array::types::Int32Type;
use arrow_array::{
    Array, ArrayRef, ArrowPrimitiveType, Date32Array, DictionaryArray, Float64Array, Int32Array, PrimitiveArray, RecordBatch, StringArray,
};
use arrow_buffer::{BooleanBuffer, NullBuffer, ScalarBuffer};
use arrow_schema::{DataType, Field, Schema};
use entente_sources::table::{Data, NO_INT, NO_TEXT, Table, Texts};
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::arrow::arrow_reader::statistics::StatisticsConverter;
use parquet::basic::{Compression, Encoding};
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::schema::types::ColumnPath;

/// Rows of a group, the least that is read at once (chosen: a year of roll calls is about 20,000 rows; at half files grow, at double a
/// single year costs twice as much to read).
const GROUP_ROWS: usize = 1 << 16;

/// Rows to read: those whose value in a column lies between two, both included. Of several such conditions one is enough.
#[derive(Debug, Clone, Copy)]
pub struct Rows<'a> {
    /// A column of whole numbers.
    pub column: &'a str,
    /// Least value.
    pub min: i32,
    /// Largest value.
    pub max: i32,
}

/// Bytes of the table as a Parquet file.
///
/// # Errors
/// What the format refuses, as text.
pub fn to_bytes(table: &Table) -> Result<Vec<u8>, String> {
    let pools: Vec<ArrayRef> = table.columns.iter().map(|(_, data)| pool(data)).collect();
    let arrays = |rows: Range<usize>| {
        let columns = table.columns.iter().zip(&pools);
        columns.map(|((_, data), pool)| to_array(data, pool, rows.clone())).collect::<Result<Vec<ArrayRef>, String>>()
    };
    let fields = table.columns.iter().zip(arrays(0..0)?).map(|((name, _), array)| Field::new(name, array.data_type().clone(), true));
    let schema = Arc::new(Schema::new(fields.collect::<Vec<Field>>()));
    let properties = properties(table);
    let mut writer = ArrowWriter::try_new(Vec::new(), schema.clone(), Some(properties)).map_err(|e| e.to_string())?;
    // Group by group, so that the table is not held twice.
    for start in (0..table.rows()).step_by(GROUP_ROWS) {
        let rows = start..(start + GROUP_ROWS).min(table.rows());
        let batch = RecordBatch::try_new(schema.clone(), arrays(rows)?).map_err(|e| e.to_string())?;
        writer.write(&batch).map_err(|e| e.to_string())?;
    }
    writer.into_inner().map_err(|e| e.to_string())
}

/// Groups are chosen by whole numbers, so only these have statistics; a dictionary is made where values come again.
fn properties(table: &Table) -> WriterProperties {
    let mut builder = WriterProperties::builder()
        .set_created_by("entente".to_owned())
        .set_compression(Compression::SNAPPY)
        .set_statistics_enabled(EnabledStatistics::None)
        .set_max_row_group_row_count(Some(GROUP_ROWS));
    for (name, data) in &table.columns {
        let path = ColumnPath::from(name.as_str());
        builder = match data {
            Data::Int(_) if name == "source_line" => {
                builder.set_column_dictionary_enabled(path.clone(), false).set_column_encoding(path, Encoding::DELTA_BINARY_PACKED)
            }
            Data::Int(_) => builder.set_column_statistics_enabled(path, EnabledStatistics::Chunk),
            Data::Real(_) => builder.set_column_dictionary_enabled(path, false),
            Data::Date(_) | Data::Text(_) => builder,
        };
    }
    builder.build()
}

fn nulls<T>(values: &[T], is_known: impl Fn(&T) -> bool) -> Option<NullBuffer> {
    if values.iter().all(&is_known) {
        return None;
    }
    Some(NullBuffer::new(BooleanBuffer::collect_bool(values.len(), |n| is_known(&values[n]))))
}

/// The distinct texts of a column.
fn pool(data: &Data) -> ArrayRef {
    match data {
        Data::Text(texts) if !texts.pool.is_empty() => Arc::new(StringArray::from_iter_values(&texts.pool)),
        _ => Arc::new(StringArray::from(vec![""])),
    }
}

fn to_array(data: &Data, pool: &ArrayRef, rows: Range<usize>) -> Result<ArrayRef, String> {
    Ok(match data {
        Data::Int(values) => {
            let values = &values[rows];
            Arc::new(Int32Array::new(ScalarBuffer::from(values.to_vec()), nulls(values, |v| *v != NO_INT)))
        }
        Data::Date(values) => {
            let values = &values[rows];
            Arc::new(Date32Array::new(ScalarBuffer::from(values.to_vec()), nulls(values, |v| *v != NO_INT)))
        }
        Data::Real(values) => {
            let values = &values[rows];
            Arc::new(Float64Array::new(ScalarBuffer::from(values.to_vec()), nulls(values, |v| !v.is_nan())))
        }
        Data::Text(texts) => {
            let places = &texts.rows[rows];
            let keys: Vec<i32> = places.iter().map(|place| if *place == NO_TEXT { 0 } else { *place as i32 }).collect();
            let keys = Int32Array::new(ScalarBuffer::from(keys), nulls(places, |place| *place != NO_TEXT));
            Arc::new(DictionaryArray::<Int32Type>::try_new(keys, pool.clone()).map_err(|e| e.to_string())?)
        }
    })
}

/// Reads columns of a Parquet file written by [`to_bytes`], all where none is named; and rows for which one of the conditions holds,
/// all where there is none.
///
/// # Errors
/// What is not such a file, or lacks a column, as text.
pub fn from_bytes(name: &str, bytes: Vec<u8>, columns: &[&str], rows: &[Rows<'_>]) -> Result<Table, String> {
    let mut builder = ParquetRecordBatchReaderBuilder::try_new(parquet_bytes(bytes)).map_err(|e| e.to_string())?;
    let schema = builder.schema().clone();
    let mut wanted: Vec<&str> =
        if columns.is_empty() { schema.fields().iter().map(|f| f.name().as_str()).collect() } else { columns.to_vec() };
    let mut is_touched = vec![rows.is_empty(); builder.metadata().num_row_groups()];
    for rows in rows {
        if !wanted.contains(&rows.column) {
            wanted.push(rows.column);
        }
        let groups = builder.metadata().row_groups();
        let converter = StatisticsConverter::try_new(rows.column, &schema, builder.parquet_schema()).map_err(|e| e.to_string())?;
        let bound = |array: Result<ArrayRef, parquet::errors::ParquetError>| array.map_err(|e| e.to_string());
        let (least, most) = (bound(converter.row_group_mins(groups))?, bound(converter.row_group_maxes(groups))?);
        let (least, most) = (least.as_any().downcast_ref::<Int32Array>(), most.as_any().downcast_ref::<Int32Array>());
        let (Some(least), Some(most)) = (least, most) else { return Err(format!("column {} does not hold whole numbers", rows.column)) };
        for (n, is_touched) in is_touched.iter_mut().enumerate() {
            *is_touched |= !least.is_null(n) && least.value(n) <= rows.max && most.value(n) >= rows.min;
        }
    }
    builder = builder.with_row_groups((0..is_touched.len()).filter(|n| is_touched[*n]).collect());
    for column in &wanted {
        schema.index_of(column).map_err(|_| format!("there is no column {column:?}"))?;
    }
    let mask = parquet::arrow::ProjectionMask::columns(builder.parquet_schema(), wanted.iter().copied());
    let reader = builder.with_projection(mask).with_batch_size(GROUP_ROWS).build().map_err(|e| e.to_string())?;
    let mut table = Table { name: name.to_owned(), columns: Vec::new() };
    let order: Vec<&str> = schema.fields().iter().map(|f| f.name().as_str()).filter(|name| wanted.contains(name)).collect();
    let mut merged: Vec<Merger> =
        order.iter().map(|name| Merger::new(schema.field_with_name(name).map(Field::data_type))).collect::<Result<_, _>>()?;
    for batch in reader {
        let batch = batch.map_err(|e| e.to_string())?;
        let tested = rows.iter().filter_map(|rows| {
            let values = batch.column_by_name(rows.column)?.as_any().downcast_ref::<Int32Array>()?;
            Some((values, rows.min..=rows.max))
        });
        let tested: Vec<_> = tested.collect();
        let is_kept = |n: &usize| tested.iter().any(|(values, range)| range.contains(&values.values()[*n]) && values.is_valid(*n));
        let keep: Option<Vec<usize>> = (!rows.is_empty()).then(|| (0..batch.num_rows()).filter(is_kept).collect());
        for (merger, array) in merged.iter_mut().zip(batch.columns()) {
            merger.add(array, keep.as_deref())?;
        }
    }
    for (name, merger) in order.iter().zip(merged) {
        if columns.is_empty() || columns.contains(name) {
            table.columns.push(((*name).to_owned(), merger.data));
        }
    }
    Ok(table)
}

fn parquet_bytes(bytes: Vec<u8>) -> bytes::Bytes {
    bytes.into()
}

/// A column that grows batch by batch.
struct Merger {
    data: Data,
}

impl Merger {
    fn new(kind: Result<&DataType, arrow_schema::ArrowError>) -> Result<Self, String> {
        let data = match kind.map_err(|e| e.to_string())? {
            DataType::Int32 => Data::Int(Vec::new()),
            DataType::Date32 => Data::Date(Vec::new()),
            DataType::Float64 => Data::Real(Vec::new()),
            DataType::Dictionary(_, _) => Data::Text(Texts::default()),
            other => return Err(format!("a column of type {other}, which this store does not write")),
        };
        Ok(Self { data })
    }

    fn add(&mut self, array: &ArrayRef, keep: Option<&[usize]>) -> Result<(), String> {
        let any = array.as_any();
        match &mut self.data {
            Data::Int(values) => {
                extend(values, any.downcast_ref::<Int32Array>().ok_or("not whole numbers")?, keep, NO_INT);
            }
            Data::Date(values) => {
                extend(values, any.downcast_ref::<Date32Array>().ok_or("not days")?, keep, NO_INT);
            }
            Data::Real(values) => {
                extend(values, any.downcast_ref::<Float64Array>().ok_or("not real numbers")?, keep, f64::NAN);
            }
            Data::Text(texts) => {
                let array = any.downcast_ref::<DictionaryArray<Int32Type>>().ok_or("not texts")?;
                let pool = array.values().as_any().downcast_ref::<StringArray>().ok_or("not texts")?;
                // Each batch may bring a pool of its own: its places are translated once.
                let mut places: Vec<Option<u32>> = vec![None; pool.len()];
                let mut keys = Vec::new();
                extend(&mut keys, array.keys(), keep, NO_INT);
                for key in keys {
                    if key == NO_INT {
                        texts.push(None);
                        continue;
                    }
                    let place = key as usize;
                    match places[place] {
                        Some(known) => texts.rows.push(known),
                        None => {
                            texts.push(Some(pool.value(place)));
                            places[place] = texts.rows.last().copied();
                        }
                    }
                }
            }
        }
        Ok(())
    }
}

/// Adds values of the rows to keep, all where none are named, with a mark for what is not there.
fn extend<T: ArrowPrimitiveType>(values: &mut Vec<T::Native>, array: &PrimitiveArray<T>, keep: Option<&[usize]>, absent: T::Native) {
    let from = array.values();
    let or_absent = |n: usize| if array.is_null(n) { absent } else { from[n] };
    match keep {
        None if array.null_count() == 0 => values.extend_from_slice(from),
        None => values.extend((0..from.len()).map(or_absent)),
        Some(rows) => values.extend(rows.iter().map(|n| or_absent(*n))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn table(rows: &[(i32, Option<f64>, Option<String>)]) -> Table {
        let mut texts = Texts::default();
        rows.iter().for_each(|(_, _, t)| texts.push(t.as_deref()));
        let columns = vec![
            ("year".to_owned(), Data::Int(rows.iter().map(|r| r.0).collect())),
            ("x".to_owned(), Data::Real(rows.iter().map(|r| r.1.unwrap_or(f64::NAN)).collect())),
            ("day".to_owned(), Data::Date(rows.iter().map(|r| r.0 - 5).collect())),
            ("t".to_owned(), Data::Text(texts)),
        ];
        Table { name: "t".to_owned(), columns }
    }

    fn shown(table: &Table) -> Vec<Vec<Option<String>>> {
        (0..table.rows()).map(|row| table.columns.iter().map(|(_, data)| data.show(row)).collect()).collect()
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(rows in prop::collection::vec((1800i32..2030, prop::option::of(-1e9f64..1e9), prop::option::of("[a-c]{0,2}")), 0..60)) {
            let table = table(&rows);
            let bytes = to_bytes(&table).unwrap();
            prop_assert_eq!(&bytes, &to_bytes(&table).unwrap());
            let back = from_bytes("t", bytes.clone(), &[], &[]).unwrap();
            prop_assert_eq!(shown(&back), shown(&table));
            let conditions = [(1900, 1950), (1940, 1960), (2000, 2000)].map(|(min, max)| Rows { column: "year", min, max });
            let some = from_bytes("t", bytes, &["t"], &conditions).unwrap();
            let is_kept = |year: i32| (1900..=1960).contains(&year) || year == 2000;
            let kept: Vec<Option<String>> = rows.iter().filter(|r| is_kept(r.0)).map(|r| r.2.clone()).collect();
            prop_assert_eq!(shown(&some).into_iter().map(|r| r[0].clone()).collect::<Vec<_>>(), kept);
        }
    }
}
