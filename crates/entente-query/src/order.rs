//! One order for everything that depends on one.
//!
//! Which rows a LIMIT keeps, which row has number 1, and in which order rows are printed are left open by SQL wherever values are equal,
//! and an engine with several threads then gives what it comes by first. Here every such place gets an order over *all* columns that are
//! there: what the statement says first, then every other column, upwards, with NULL last. Rows that are still equal are equal in
//! everything, so it does not matter which of them is meant.
//!
//! - The result: sorted by its ORDER BY, then by its other columns.
//! - LIMIT and OFFSET, also inside subqueries: the same, before they cut.
//! - Window functions that depend on the order of rows: ORDER BY goes on with all columns of the rows they look at. Ranks, and sums over
//!   frames by value, treat equal rows alike and are left as they are.

use std::sync::Arc;

use datafusion::common::tree_node::Transformed;
use datafusion::common::{Column, DFSchema, Result};
use datafusion::logical_expr::expr::{Sort as SortKey, WindowFunction};
use datafusion::logical_expr::{Expr, Limit, LogicalPlan, Sort, Window, WindowFrameUnits, WindowFunctionDefinition};

/// Puts a plan in order; its own result, too, unless it says how.
pub(crate) fn total(plan: LogicalPlan, is_ordered: bool) -> Result<LogicalPlan> {
    let plan = plan.transform_up_with_subqueries(|node| {
        Ok(match node {
            LogicalPlan::Sort(sort) => {
                let expr = extended(sort.expr, sort.input.schema());
                Transformed::yes(LogicalPlan::Sort(Sort { expr, ..sort }))
            }
            LogicalPlan::Limit(limit) if !is_sorted(&limit.input) => {
                let input = Arc::new(sorted(Arc::unwrap_or_clone(limit.input)));
                Transformed::yes(LogicalPlan::Limit(Limit { input, ..limit }))
            }
            LogicalPlan::Window(window) => {
                let schema = window.input.schema().clone();
                let exprs = window.window_expr.into_iter().map(|e| ordered(e, &schema)).collect();
                Transformed::yes(LogicalPlan::Window(Window::try_new(exprs, window.input)?))
            }
            other => Transformed::no(other),
        })
    })?;
    Ok(if is_ordered { plan.data } else { sorted(plan.data) })
}

/// The first rows of an ordered plan.
pub(crate) fn first(plan: LogicalPlan, rows: usize) -> LogicalPlan {
    let fetch = Some(Box::new(datafusion::prelude::lit(i64::try_from(rows).unwrap_or(i64::MAX))));
    LogicalPlan::Limit(Limit { skip: None, fetch, input: Arc::new(plan) })
}

/// Rows that come out of a sort in its order; a projection keeps it.
fn is_sorted(plan: &LogicalPlan) -> bool {
    match plan {
        LogicalPlan::Sort(_) => true,
        LogicalPlan::Projection(projection) => is_sorted(&projection.input),
        LogicalPlan::Limit(limit) => is_sorted(&limit.input),
        _ => false,
    }
}

fn sorted(plan: LogicalPlan) -> LogicalPlan {
    let expr = extended(Vec::new(), plan.schema());
    // Without columns all rows are equal.
    if expr.is_empty() { plan } else { LogicalPlan::Sort(Sort { expr, input: Arc::new(plan), fetch: None }) }
}

/// The keys, then every column that is not among them.
fn extended(mut keys: Vec<SortKey>, schema: &DFSchema) -> Vec<SortKey> {
    for named in schema.iter() {
        let column = Expr::Column(Column::from(named));
        if !keys.iter().any(|key| key.expr == column) {
            keys.push(SortKey { expr: column, asc: true, nulls_first: false });
        }
    }
    keys
}

/// A window function with a total order, under its old name.
fn ordered(expr: Expr, schema: &DFSchema) -> Expr {
    let name = expr.schema_name().to_string();
    match expr {
        Expr::Alias(mut alias) => {
            *alias.expr = ordered(*alias.expr, schema);
            Expr::Alias(alias)
        }
        Expr::WindowFunction(mut function) if depends_on_order(&function) => {
            function.params.order_by = extended(std::mem::take(&mut function.params.order_by), schema);
            Expr::WindowFunction(function).alias(name)
        }
        other => other,
    }
}

fn depends_on_order(function: &WindowFunction) -> bool {
    match &function.fun {
        WindowFunctionDefinition::WindowUDF(of) => !matches!(of.name(), "rank" | "dense_rank" | "percent_rank" | "cume_dist"),
        WindowFunctionDefinition::AggregateUDF(_) => function.params.window_frame.units == WindowFrameUnits::Rows,
    }
}
