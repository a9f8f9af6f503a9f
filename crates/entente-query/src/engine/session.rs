//! A session that knows the tables of one statement and the functions of the list, and nothing else: no files, no addresses, no settings,
//! no tables about tables.

use std::sync::Arc;

use datafusion::catalog::{CatalogProvider, MemoryCatalogProvider, MemorySchemaProvider, SchemaProvider};
use datafusion::common::DataFusionError;
use datafusion::execution::disk_manager::{DiskManagerBuilder, DiskManagerMode};
use datafusion::execution::memory_pool::GreedyMemoryPool;
use datafusion::execution::runtime_env::RuntimeEnvBuilder;
use datafusion::execution::session_state::{SessionState, SessionStateBuilder};
use datafusion::functions::datetime::planner::DatetimeFunctionPlanner;
use datafusion::functions::unicode::planner::UnicodeFunctionPlanner;
use datafusion::functions_aggregate::planner::AggregateFunctionPlanner;
use datafusion::functions_window::planner::WindowFunctionPlanner;
use datafusion::prelude::SessionConfig;

use crate::error::Error;
use crate::functions;
use crate::limits::RunLimits;
use crate::table::Table;

const CATALOG: &str = "entente";
const SCHEMA: &str = "tables";

/// A session over these tables.
pub(super) fn new(tables: Vec<Table>, limits: RunLimits) -> Result<SessionState, Error> {
    let wrong = |e: DataFusionError| Error::Process(format!("no session: {}", super::plain(&e)));
    let schema = MemorySchemaProvider::new();
    for table in tables {
        schema.register_table(table.name.clone(), Arc::new(table)).map_err(wrong)?;
    }
    let catalog = MemoryCatalogProvider::new();
    catalog.register_schema(SCHEMA, Arc::new(schema)).map_err(wrong)?;
    // Half of the memory for what the engine counts: sorts, joins and groups. The rest is for tables, results and what it does not count.
    let pool = GreedyMemoryPool::new(usize::try_from(limits.memory_mb << 19).unwrap_or(usize::MAX));
    let runtime = RuntimeEnvBuilder::new()
        .with_memory_pool(Arc::new(pool))
        .with_disk_manager_builder(DiskManagerBuilder::default().with_mode(DiskManagerMode::Disabled))
        .build_arc()
        .map_err(wrong)?;
    let builder = SessionStateBuilder::new()
        .with_config(config(limits))
        .with_runtime_env(runtime)
        .with_type_planner(Arc::new(functions::Types))
        .with_expr_planners(vec![
            Arc::new(functions::Arithmetic),
            Arc::new(DatetimeFunctionPlanner),
            Arc::new(UnicodeFunctionPlanner),
            Arc::new(AggregateFunctionPlanner),
            Arc::new(WindowFunctionPlanner),
        ]);
    let state = functions::register(builder).build();
    state.catalog_list().register_catalog(CATALOG.to_owned(), Arc::new(catalog));
    Ok(state)
}

fn config(limits: RunLimits) -> SessionConfig {
    let mut config = SessionConfig::new()
        .with_create_default_catalog_and_schema(false)
        .with_default_catalog_and_schema(CATALOG, SCHEMA)
        .with_information_schema(false)
        .with_target_partitions(limits.partitions.max(1))
        .with_batch_size(limits.batch_rows.max(1));
    let options = config.options_mut();
    options.execution.enable_recursive_ctes = false;
    options.sql_parser.map_string_types_to_utf8view = true;
    // What is not known is never the largest.
    options.sql_parser.default_null_ordering = "nulls_last".to_owned();
    // Short cuts that keep whichever groups or rows come first. A total order makes most of them harmless; none is needed.
    options.optimizer.enable_topk_aggregation = false;
    options.optimizer.enable_distinct_aggregation_soft_limit = false;
    options.optimizer.enable_dynamic_filter_pushdown = false;
    options.optimizer.enable_window_topn = false;
    options.optimizer.enable_window_limits = false;
    options.optimizer.skip_failed_rules = false;
    config
}
