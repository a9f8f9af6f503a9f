//! Columns of a Parquet file as arrays of the five types.

use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::Float64Type;
use arrow_array::{Array, ArrayRef, Float64Array, RecordBatch, RecordBatchOptions};
use arrow_schema::{DataType, Field, Schema, SchemaRef};
use bytes::Bytes;
use datafusion::arrow::compute::cast;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{ArrowReaderOptions, ParquetRecordBatchReaderBuilder};

/// Most columns of a file.
const COLUMNS: usize = 2000;

type Builder = ParquetRecordBatchReaderBuilder<Bytes>;

/// Opens a file; types are those of the format itself, whatever a program wrote beside them.
fn open(file: &Bytes, schema: Option<SchemaRef>) -> Result<Builder, String> {
    let options = ArrowReaderOptions::new().with_skip_arrow_metadata(true);
    let options = match schema {
        Some(schema) => options.with_schema(schema),
        None => options,
    };
    Builder::try_new_with_options(file.clone(), options).map_err(|e| format!("is no Parquet file that can be read: {e}"))
}

/// The type that a column of the file gets; none where there is none for it.
fn widened(of: &DataType) -> Option<DataType> {
    Some(match of {
        DataType::Boolean => DataType::Boolean,
        DataType::Int8 | DataType::Int16 | DataType::Int32 | DataType::Int64 => DataType::Int64,
        DataType::UInt8 | DataType::UInt16 | DataType::UInt32 => DataType::Int64,
        DataType::Float32 | DataType::Float64 => DataType::Float64,
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => DataType::Utf8View,
        DataType::Date32 => DataType::Date32,
        _ => return None,
    })
}

/// The columns of a file as statements see them, and its rows.
pub(super) fn about(file: &Bytes) -> Result<(SchemaRef, usize), String> {
    let builder = open(file, None)?;
    let fields = builder.schema().fields();
    if fields.len() > COLUMNS {
        return Err(format!("has {} columns, and {COLUMNS} are the most here", fields.len()));
    }
    let mut seen = std::collections::BTreeSet::new();
    let of = |field: &Arc<Field>| {
        let name = field.name();
        if !seen.insert(name.clone()) {
            return Err(format!("has two columns called {name:?}"));
        }
        let Some(wide) = widened(field.data_type()) else {
            return Err(format!(
                "column {name:?} is of type {}, and known here are whole numbers, doubles, texts, days, and true or false; leave it out, or \
                 write it as one of these",
                field.data_type()
            ));
        };
        Ok(Field::new(name, wide, true))
    };
    let schema = Arc::new(Schema::new(fields.iter().map(of).collect::<Result<Vec<_>, _>>()?));
    let rows = builder.metadata().file_metadata().num_rows();
    Ok((schema, usize::try_from(rows).map_err(|_| "says that it has less than no rows")?))
}

/// Rows of some columns, in pieces of so many.
pub(super) fn batches(file: &Bytes, columns: &[usize], schema: &SchemaRef, rows: usize) -> Result<Vec<RecordBatch>, String> {
    let plain = open(file, None)?;
    // Texts are read as views into the pages of the file, without copying each.
    let texts_as_views = |f: &Arc<Field>| {
        if *f.data_type() == DataType::Utf8 { Arc::new(f.as_ref().clone().with_data_type(DataType::Utf8View)) } else { f.clone() }
    };
    let read_as = Arc::new(Schema::new(plain.schema().fields().iter().map(texts_as_views).collect::<Vec<_>>()));
    let builder = open(file, Some(read_as))?;
    let mask = ProjectionMask::roots(builder.parquet_schema(), columns.iter().copied());
    let reader = builder.with_projection(mask).with_batch_size(rows).build().map_err(|e| e.to_string())?;
    // The reader gives columns in the order of the file.
    let mut in_file: Vec<usize> = columns.to_vec();
    in_file.sort_unstable();
    let place: Vec<usize> = columns.iter().map(|c| in_file.binary_search(c).unwrap_or_default()).collect();
    let one = |batch: RecordBatch| {
        let arrays = place.iter().zip(schema.fields()).map(|(at, field)| convert(batch.column(*at), field));
        let arrays = arrays.collect::<Result<Vec<ArrayRef>, String>>()?;
        let options = RecordBatchOptions::new().with_row_count(Some(batch.num_rows()));
        RecordBatch::try_new_with_options(schema.clone(), arrays, &options).map_err(|e| e.to_string())
    };
    reader.map(|batch| one(batch.map_err(|e| e.to_string())?)).collect()
}

fn convert(array: &ArrayRef, field: &Field) -> Result<ArrayRef, String> {
    let array = cast(array, field.data_type()).map_err(|e| format!("column {:?}: {e}", field.name()))?;
    if *array.data_type() != DataType::Float64 {
        return Ok(array);
    }
    let values = array.as_primitive::<Float64Type>();
    if values.iter().flatten().any(f64::is_infinite) {
        return Err(format!("column {:?} holds an infinite number, which has no place in a sum; write it as missing", field.name()));
    }
    // NaN is how many programs write a missing number; a zero has no sign.
    if values.values().iter().all(|x| x.is_finite() && !(*x == 0.0 && x.is_sign_negative())) {
        return Ok(array);
    }
    Ok(Arc::new(values.iter().map(|x| x.filter(|x| !x.is_nan()).map(|x| x + 0.0)).collect::<Float64Array>()))
}
