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

mod limits;
mod windows;

use std::sync::Arc;

use datafusion::common::tree_node::Transformed;
use datafusion::common::{Column, DFSchema, Result};
use datafusion::logical_expr::expr::Sort as SortKey;
use datafusion::logical_expr::{Expr, Limit, LogicalPlan, Sort};
use datafusion::prelude::lit;

/// Puts a plan in order; its own result, too, unless it says how.
pub(crate) fn total(plan: LogicalPlan, is_ordered: bool) -> Result<LogicalPlan> {
    let plan = plan.transform_up_with_subqueries(|node| {
        Ok(match node {
            LogicalPlan::Sort(sort) => {
                let expr = extended(sort.expr, sort.input.schema());
                Transformed::yes(LogicalPlan::Sort(Sort { expr, ..sort }))
            }
            LogicalPlan::Limit(limit) => Transformed::yes(limits::ordered(limit)?),
            LogicalPlan::Window(window) => Transformed::yes(windows::ordered(window)?),
            other => Transformed::no(other),
        })
    })?;
    Ok(if is_ordered { plan.data } else { sorted(plan.data) })
}

/// The first rows of an ordered plan.
pub(crate) fn first(plan: LogicalPlan, rows: usize) -> LogicalPlan {
    let fetch = Some(Box::new(lit(i64::try_from(rows).unwrap_or(i64::MAX))));
    LogicalPlan::Limit(Limit { skip: None, fetch, input: Arc::new(plan) })
}

/// The rows of a plan, sorted by all their columns.
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
