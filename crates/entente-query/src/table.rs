//! A table as statements see it: Parquet files in memory, whose columns are decoded when a query needs them.
//!
//! There are five types: whole numbers of 64 bits, doubles, texts, days, and true or false. Narrower numbers of a file are widened.

mod decode;

use std::sync::Arc;

use arrow_schema::{DataType, SchemaRef};
use bytes::Bytes;
use datafusion::catalog::{Session, TableProvider};
use datafusion::common::{Result, exec_datafusion_err};
use datafusion::datasource::memory::MemorySourceConfig;
use datafusion::logical_expr::{Expr, TableType};
use datafusion::physical_plan::ExecutionPlan;

/// One table.
#[derive(Debug, Clone)]
pub struct Table {
    /// Its name.
    pub name: String,
    /// Where it comes from, in words: source and version, or the name of a panel.
    pub origin: String,
    /// Rows.
    pub rows: usize,
    files: Vec<Bytes>,
    schema: SchemaRef,
}

impl Table {
    /// A table out of Parquet files of one shape.
    ///
    /// # Errors
    /// Bytes that are no Parquet file, columns of a type that is not known here, or files of different shapes; as text.
    pub fn new(name: &str, origin: &str, files: Vec<Vec<u8>>) -> Result<Self, String> {
        let files: Vec<Bytes> = files.into_iter().map(Bytes::from).collect();
        let mut schema: Option<SchemaRef> = None;
        let mut rows = 0;
        for file in &files {
            let (next, more) = decode::about(file)?;
            rows += more;
            match &schema {
                Some(before) if *before != next => return Err("its files differ in their columns".to_owned()),
                _ => schema = Some(next),
            }
        }
        let schema = schema.ok_or("it has no file")?;
        Ok(Self { name: name.to_owned(), origin: origin.to_owned(), rows, files, schema })
    }

    /// Its columns with their types in words.
    pub fn columns(&self) -> Vec<(&str, &'static str)> {
        self.schema.fields().iter().map(|f| (f.name().as_str(), type_name(f.data_type()))).collect()
    }
}

/// The name of a type in a statement.
pub fn type_name(of: &DataType) -> &'static str {
    match of {
        DataType::Boolean => "boolean",
        DataType::Int32 | DataType::Int64 | DataType::UInt64 => "bigint",
        DataType::Float64 => "double",
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => "text",
        DataType::Date32 => "date",
        DataType::Timestamp(..) => "timestamp",
        DataType::Interval(_) | DataType::Duration(_) => "interval",
        _ => "null",
    }
}

#[async_trait::async_trait]
impl TableProvider for Table {
    fn schema(&self) -> SchemaRef {
        self.schema.clone()
    }

    fn table_type(&self) -> TableType {
        TableType::Base
    }

    async fn scan(
        &self,
        session: &dyn Session,
        projection: Option<&Vec<usize>>,
        _: &[Expr],
        _: Option<usize>,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        let all: Vec<usize> = (0..self.schema.fields().len()).collect();
        let columns = projection.unwrap_or(&all);
        let schema = Arc::new(self.schema.project(columns)?);
        let config = session.config();
        let mut partitions = vec![Vec::new(); config.target_partitions().max(1)];
        let count = partitions.len();
        let mut n = 0;
        for file in &self.files {
            let batches = decode::batches(file, columns, &schema, config.batch_size());
            for batch in batches.map_err(|e| exec_datafusion_err!("table {}: {e}", self.name))? {
                partitions[n % count].push(batch);
                n += 1;
            }
        }
        let plan = MemorySourceConfig::try_new_exec(&partitions, schema, None)?;
        Ok(plan)
    }
}
