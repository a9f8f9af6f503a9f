//! LIMIT and OFFSET over rows in a total order.
//!
//! OFFSET is planned as a filter on the number of the row. The engine has its own step for it, but in its version 55 that step loses rows,
//! or counts them before they are sorted, where another sort lies above or is taken away below.

use std::sync::Arc;

use datafusion::common::{Column, Result, not_impl_err};
use datafusion::functions_window::row_number::row_number_udwf;
use datafusion::logical_expr::expr::WindowFunction;
use datafusion::logical_expr::{Expr, ExprFunctionExt, FetchType, Filter, Limit, LogicalPlan, Projection, SkipType, Sort, Window, cast};
use datafusion::prelude::{col, lit};

use super::sorted;

/// Name of the column that numbers rows; no statement can say it, because its columns are listed before.
const PLACE: &str = "place before the limit";

/// A limit whose rows are in a total order, without an offset.
pub(super) fn ordered(limit: Limit) -> Result<LogicalPlan> {
    let (SkipType::Literal(skip), FetchType::Literal(_)) = (limit.get_skip_type()?, limit.get_fetch_type()?) else {
        return not_impl_err!("LIMIT or OFFSET that is no literal number");
    };
    let input = Arc::unwrap_or_clone(limit.input);
    let input = if is_sorted(&input) { input } else { sorted(input) };
    let input = if skip == 0 { input } else { without_first(input, skip)? };
    Ok(if limit.fetch.is_some() { LogicalPlan::Limit(Limit { skip: None, fetch: limit.fetch, input: Arc::new(input) }) } else { input })
}

/// Rows that come out of a sort in its order; a projection keeps it.
fn is_sorted(plan: &LogicalPlan) -> bool {
    match plan {
        LogicalPlan::Sort(_) => true,
        LogicalPlan::Projection(projection) => is_sorted(&projection.input),
        _ => false,
    }
}

/// A sorted plan without its first rows.
fn without_first(plan: LogicalPlan, rows: usize) -> Result<LogicalPlan> {
    Ok(match plan {
        LogicalPlan::Projection(projection) => {
            let input = without_first(Arc::unwrap_or_clone(projection.input), rows)?;
            LogicalPlan::Projection(Projection::try_new(projection.expr, Arc::new(input))?)
        }
        LogicalPlan::Sort(sort) => {
            let columns: Vec<Expr> = sort.input.schema().iter().map(|named| Expr::Column(Column::from(named))).collect();
            let place = Expr::from(WindowFunction::new(row_number_udwf(), Vec::new())).order_by(sort.expr.clone()).build()?;
            let numbered = Window::try_new(vec![place.alias(PLACE)], sort.input)?;
            let is_later = cast(col(Column::from_name(PLACE)), arrow_schema::DataType::Int64).gt(lit(rows as i64));
            let later = Filter::try_new(is_later, Arc::new(LogicalPlan::Window(numbered)))?;
            let kept = Projection::try_new(columns, Arc::new(LogicalPlan::Filter(later)))?;
            LogicalPlan::Sort(Sort { expr: sort.expr, input: Arc::new(LogicalPlan::Projection(kept)), fetch: None })
        }
        other => other,
    })
}
