//! From a statement and its tables to the rows of its result.

mod session;

use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;
use datafusion::common::DataFusionError;
use datafusion::execution::session_state::SessionState;
use datafusion::logical_expr::LogicalPlan;
use datafusion::physical_plan::collect;
use tokio::runtime::Runtime;

use crate::error::Error;
use crate::limits::RunLimits;
use crate::statement::Statement;
use crate::table::Table;
use crate::{allow, finite, order};

/// Stack of a thread that reads or plans a statement (chosen: the deepest one that passes the limits on text needs some megabytes of it,
/// unoptimised; at half it still fits).
pub const STACK: usize = 64 << 20;

/// Rows of a result.
#[derive(Debug, Clone)]
pub struct Rows {
    /// Its columns.
    pub schema: SchemaRef,
    /// Its rows.
    pub batches: Vec<RecordBatch>,
    /// True where more rows than the limit were there; the first are kept.
    pub is_cut: bool,
    /// Tables that it comes from, with their source and version.
    pub origins: Vec<(String, String)>,
}

impl Rows {
    /// How many rows there are.
    pub fn count(&self) -> usize {
        self.batches.iter().map(RecordBatch::num_rows).sum()
    }
}

/// What runs statements: threads that are started once, before limits are drawn tighter.
#[derive(Debug)]
pub struct Engine {
    runtime: Runtime,
    limits: RunLimits,
}

impl Engine {
    /// Starts the threads.
    ///
    /// # Errors
    /// The system has none to give.
    pub fn new(limits: RunLimits) -> Result<Self, Error> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(limits.partitions.clamp(1, 4))
            .max_blocking_threads(2)
            .thread_stack_size(STACK)
            .build()
            .map_err(|e| Error::Process(format!("no threads for a query: {}", e.kind())))?;
        Ok(Self { runtime, limits })
    }

    /// Runs a statement over tables. Planning takes stack with the depth of the statement, so all of it happens on a thread that has enough.
    ///
    /// # Errors
    /// A statement that is not allowed or makes no sense, or a run over its limits.
    pub fn run(&self, statement: &Statement, tables: Vec<Table>) -> Result<Rows, Error> {
        let (statement, limits) = (statement.clone(), self.limits);
        let task = self.runtime.spawn(async move { run(statement, tables, limits).await });
        self.runtime.block_on(task).unwrap_or_else(|_| Err(Error::Stopped("the engine gave up on this statement".to_owned())))
    }
}

async fn run(statement: Statement, tables: Vec<Table>, limits: RunLimits) -> Result<Rows, Error> {
    let origins = tables.iter().map(|t| (t.name.clone(), t.origin.clone())).collect();
    let state = session::new(tables, limits)?;
    let plan = plan(&state, statement, limits.rows).await?;
    let optimised = state.optimizer().optimize(plan, &state, |_, _| {}).map_err(planning)?;
    let schema = Arc::new(optimised.schema().as_arrow().clone());
    let physical = state.query_planner().create_physical_plan(&optimised, &state).await.map_err(planning)?;
    let mut batches = collect(physical, state.task_ctx()).await.map_err(running)?;
    let is_cut = cut(&mut batches, limits.rows);
    let schema = batches.first().map_or(schema, RecordBatch::schema);
    Ok(Rows { schema, batches, is_cut, origins })
}

/// A plan that is allowed, in a total order, with one row more than are wanted.
async fn plan(state: &SessionState, statement: Statement, rows: Option<usize>) -> Result<LogicalPlan, Error> {
    let plan = state.statement_to_plan(statement.query).await.map_err(planning)?;
    let plan = state.analyzer().execute_and_check(plan, &state.config_options().clone(), |_, _| {}).map_err(planning)?;
    allow::check(&plan)?;
    let plan = finite::casts(plan).and_then(|plan| order::total(plan, statement.is_ordered)).map_err(planning)?;
    Ok(match rows {
        Some(rows) => order::first(plan, rows.saturating_add(1)),
        None => plan,
    })
}

/// Keeps so many rows; true where there were more.
fn cut(batches: &mut [RecordBatch], rows: Option<usize>) -> bool {
    let Some(mut left) = rows else { return false };
    let total: usize = batches.iter().map(RecordBatch::num_rows).sum();
    for batch in batches.iter_mut() {
        let keep = left.min(batch.num_rows());
        *batch = batch.slice(0, keep);
        left -= keep;
    }
    total > rows.unwrap_or(total)
}

fn planning(error: DataFusionError) -> Error {
    match error.find_root() {
        DataFusionError::ResourcesExhausted(_) => running(error),
        _ => Error::Wrong(plain(&error)),
    }
}

fn running(error: DataFusionError) -> Error {
    match error.find_root() {
        DataFusionError::ResourcesExhausted(_) => {
            Error::Limit("the statement needs more memory than it has; select less, or give more with --memory-mb".to_owned())
        }
        _ => Error::Stopped(plain(&error)),
    }
}

/// What the engine says on one line, without its own names of errors and without its advice to report to its makers.
fn plain(error: &DataFusionError) -> String {
    const KINDS: &[&str] = &[
        "Error during planning: ",
        "Schema error: ",
        "Execution error: ",
        "Internal error: ",
        "Arrow error: ",
        "SQL error: ",
        "External error: ",
        "Compute error: ",
        "Cast error: ",
        "Optimizer rule ",
    ];
    let whole = error.find_root().strip_backtrace();
    let text = whole.split("\nThis issue was likely caused by").next().unwrap_or_default();
    // Of a function that is given the wrong types, only what the function says.
    let text =
        text.split_once("coercion failed with: ").map_or(text, |(_, said)| said.split(". No function matches").next().unwrap_or(said));
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut text = words.as_str();
    while let Some(rest) = KINDS.iter().find_map(|kind| text.strip_prefix(kind)) {
        text = rest;
    }
    if text.contains("does not support logical expression") {
        return "this kind of subquery is not possible here; write it as a join".to_owned();
    }
    let text = text.strip_prefix("This feature is not implemented: ").map_or(text.to_owned(), |what| format!("not possible here: {what}"));
    let mut letters = text.chars();
    let first = letters.next().map(|c| c.to_lowercase().collect::<String>()).unwrap_or_default();
    let text = format!("{first}{}", letters.as_str());
    if text.chars().count() > 600 { format!("{}...", text.chars().take(600).collect::<String>()) } else { text }
}
