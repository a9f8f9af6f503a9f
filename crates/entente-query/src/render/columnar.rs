//! A result as Parquet. The same result gives the same bytes; the statement and the versions of its tables stand in the file.

use std::sync::Arc;

use arrow_array::{ArrayRef, RecordBatch, RecordBatchOptions};
use arrow_schema::{DataType, Field, Schema};
use datafusion::arrow::compute::cast;
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;

use super::cells::Column;
use crate::engine::Rows;
use crate::error::Error;

/// The bytes of the file.
pub(super) fn bytes(columns: &[Column], rows: &Rows, statement: &str) -> Result<Vec<u8>, Error> {
    let (mut fields, mut arrays) = (Vec::new(), Vec::<ArrayRef>::new());
    for column in columns {
        let stored = match column.values.data_type() {
            DataType::Utf8View | DataType::Null => DataType::Utf8,
            other => other.clone(),
        };
        arrays.push(cast(&column.values, &stored).map_err(|e| Error::Format(e.to_string()))?);
        fields.push(Field::new(&column.name, stored, true));
    }
    let schema = Arc::new(Schema::new(fields));
    let options = RecordBatchOptions::new().with_row_count(Some(rows.count()));
    let batch = RecordBatch::try_new_with_options(schema.clone(), arrays, &options).map_err(|e| Error::Format(e.to_string()))?;
    let mut about = vec![KeyValue::new("entente.statement".to_owned(), statement.to_owned())];
    about.extend(rows.origins.iter().map(|(name, origin)| KeyValue::new(format!("entente.table.{name}"), origin.clone())));
    let properties = WriterProperties::builder()
        .set_created_by("entente".to_owned())
        .set_compression(Compression::SNAPPY)
        .set_key_value_metadata(Some(about))
        .build();
    let wrong = |e: parquet::errors::ParquetError| Error::Format(e.to_string());
    let mut writer = ArrowWriter::try_new(Vec::new(), schema, Some(properties)).map_err(wrong)?;
    writer.write(&batch).map_err(wrong)?;
    writer.into_inner().map_err(wrong)
}
