//! Window functions over rows in a total order.

use std::sync::Arc;

use datafusion::common::{Column, DFSchema, Result};
use datafusion::logical_expr::expr::WindowFunction;
use datafusion::logical_expr::{Expr, LogicalPlan, Projection, Window, WindowFrameUnits, WindowFunctionDefinition};

use super::extended;

/// The same columns, where each function that depends on an order has a total one.
pub(super) fn ordered(window: Window) -> Result<LogicalPlan> {
    let (bound, free): (Vec<Expr>, Vec<Expr>) = window.window_expr.iter().cloned().partition(depends_on_order);
    if bound.is_empty() {
        return Ok(LogicalPlan::Window(window));
    }
    let schema = window.input.schema().clone();
    let bound = bound.into_iter().map(|expr| with_order(expr, &schema)).collect();
    let inner = LogicalPlan::Window(Window::try_new(bound, window.input)?);
    if free.is_empty() {
        return Ok(inner);
    }
    // Functions of one step share their order, and these no longer do.
    let outer = LogicalPlan::Window(Window::try_new(free, Arc::new(inner))?);
    let columns = window.schema.iter().map(|named| Expr::Column(Column::from(named))).collect();
    Ok(LogicalPlan::Projection(Projection::try_new(columns, Arc::new(outer))?))
}

/// A window function whose order goes on with all columns, under its old name.
fn with_order(expr: Expr, schema: &DFSchema) -> Expr {
    let name = expr.schema_name().to_string();
    match expr {
        Expr::Alias(mut alias) => {
            *alias.expr = with_order(*alias.expr, schema);
            Expr::Alias(alias)
        }
        Expr::WindowFunction(mut function) => {
            function.params.order_by = extended(std::mem::take(&mut function.params.order_by), schema);
            Expr::WindowFunction(function).alias(name)
        }
        other => other,
    }
}

fn depends_on_order(expr: &Expr) -> bool {
    match expr {
        Expr::Alias(alias) => depends_on_order(&alias.expr),
        Expr::WindowFunction(function) => is_by_place(function),
        _ => false,
    }
}

/// Ranks treat equal rows alike, and so do sums over frames by value.
fn is_by_place(function: &WindowFunction) -> bool {
    match &function.fun {
        WindowFunctionDefinition::WindowUDF(of) => !matches!(of.name(), "rank" | "dense_rank" | "percent_rank" | "cume_dist"),
        WindowFunctionDefinition::AggregateUDF(_) => function.params.window_frame.units == WindowFrameUnits::Rows,
    }
}
