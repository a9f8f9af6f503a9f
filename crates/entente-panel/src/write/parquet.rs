//! A frame as a Parquet file, written group by group, the columns of a group side by side.
//!
//! Groups have a fixed number of rows and each column is encoded by itself, so the bytes are the same however many threads there are.

use std::io::Write;
use std::ops::Range;
use std::sync::Arc;

use arrow_array::types::Int32Type;
use arrow_array::{ArrayRef, DictionaryArray, Float64Array, Int32Array, StringArray};
use arrow_buffer::{BooleanBuffer, NullBuffer, ScalarBuffer};
use arrow_schema::{DataType, Field, Schema};
use entente_sources::table::NO_TEXT;
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_writer::compute_leaves;
use parquet::basic::{Compression, Encoding};
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::schema::types::ColumnPath;
use rayon::prelude::*;

use super::{Statuses, Written, columns, has_value};
use crate::frame::{Chunk, Frame, Kind, Values};
use crate::status::Status;

/// Rows of a group (chosen: at half the file grows by the dictionaries, at double a group of a hundred columns takes twice the memory).
const GROUP_ROWS: usize = 1 << 17;

/// Writes all rows.
///
/// # Errors
/// What the disk or the format refuses, as text.
pub fn write(frame: &dyn Frame, statuses: Statuses, to: impl Write + Send) -> Result<(), String> {
    let columns = columns(frame, statuses);
    let schema = Arc::new(schema(frame, &columns));
    let writer = ArrowWriter::try_new(to, schema.clone(), Some(properties(frame, &columns))).map_err(|e| e.to_string())?;
    let (mut file, factory) = writer.into_serialized_writer().map_err(|e| e.to_string())?;
    for (group, start) in (0..frame.rows()).step_by(GROUP_ROWS).enumerate() {
        let rows = start..(start + GROUP_ROWS).min(frame.rows());
        let writers = factory.create_column_writers(group).map_err(|e| e.to_string())?;
        let encoded: Vec<_> = writers
            .into_par_iter()
            .zip(&columns)
            .zip(&schema.fields()[..])
            .map(|((mut writer, column), field)| {
                let array = array(frame, column, rows.clone());
                for leaf in compute_leaves(field, &array)? {
                    writer.write(&leaf)?;
                }
                writer.close()
            })
            .collect::<parquet::errors::Result<_>>()
            .map_err(|e| e.to_string())?;
        let mut to = file.next_row_group().map_err(|e| e.to_string())?;
        for chunk in encoded {
            chunk.append_to_row_group(&mut to).map_err(|e| e.to_string())?;
        }
        to.close().map_err(|e| e.to_string())?;
    }
    file.close().map_err(|e| e.to_string())?;
    Ok(())
}

fn schema(frame: &dyn Frame, columns: &[Written]) -> Schema {
    let field = |column: &Written| {
        let of = &frame.fields()[column.column];
        let kind = match column.kind {
            Kind::Int => DataType::Int32,
            Kind::Real => DataType::Float64,
            Kind::Text => DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8)),
        };
        let label = if column.is_status { format!("Why {} has a value or none", of.name) } else { of.label.clone() };
        let said = [("label".to_owned(), label), ("unit".to_owned(), of.unit.clone())];
        Field::new(&column.name, kind, !of.is_key).with_metadata(said.into_iter().filter(|(_, text)| !text.is_empty()).collect())
    };
    Schema::new(columns.iter().map(field).collect::<Vec<_>>())
}

/// Rows are looked up by their key, so only that has statistics.
fn properties(frame: &dyn Frame, columns: &[Written]) -> WriterProperties {
    let mut builder = WriterProperties::builder()
        .set_created_by("entente".to_owned())
        .set_compression(Compression::SNAPPY)
        .set_statistics_enabled(EnabledStatistics::None)
        .set_max_row_group_row_count(Some(GROUP_ROWS));
    for column in columns {
        let path = ColumnPath::from(column.name.as_str());
        if column.kind == Kind::Int {
            builder =
                builder.set_column_dictionary_enabled(path.clone(), false).set_column_encoding(path.clone(), Encoding::DELTA_BINARY_PACKED);
        }
        if frame.fields()[column.column].is_key {
            builder = builder.set_column_statistics_enabled(path, EnabledStatistics::Chunk);
        }
    }
    builder.build()
}

fn array(frame: &dyn Frame, column: &Written, rows: Range<usize>) -> ArrayRef {
    let Chunk { values, status } = frame.chunk(column.column, rows);
    if column.is_status {
        let words = StringArray::from_iter_values(Status::ALL.map(Status::word));
        let keys = Int32Array::from_iter_values(status.iter().map(|code| i32::from(*code)));
        return Arc::new(DictionaryArray::<Int32Type>::new(keys, Arc::new(words)));
    }
    let nulls = (!status.iter().all(|code| has_value(*code)))
        .then(|| NullBuffer::new(BooleanBuffer::collect_bool(status.len(), |n| has_value(status[n]))));
    match values {
        Values::Int(values) => Arc::new(Int32Array::new(ScalarBuffer::from(values), nulls)),
        Values::Real(values) => Arc::new(Float64Array::new(ScalarBuffer::from(values), nulls)),
        Values::Text(texts) => {
            let pool: ArrayRef = match texts.pool.is_empty() {
                true => Arc::new(StringArray::from(vec![""])),
                false => Arc::new(StringArray::from_iter_values(&texts.pool)),
            };
            let keys: Vec<i32> = texts.rows.iter().map(|place| if *place == NO_TEXT { 0 } else { *place as i32 }).collect();
            Arc::new(DictionaryArray::<Int32Type>::new(Int32Array::new(ScalarBuffer::from(keys), nulls), pool))
        }
    }
}
