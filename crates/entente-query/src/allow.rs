//! What a plan may hold. A list of what is allowed and not of what is forbidden: a step, a function, a sign or a type that is not named here
//! is refused, whatever a later version of the engine may bring.

mod expression;

use arrow_schema::{DataType, TimeUnit};
use datafusion::common::tree_node::TreeNodeRecursion;
use datafusion::logical_expr::{Distinct, LogicalPlan};

use crate::error::Error;

/// Refuses a plan that is more than a query over tables. The plan has its types settled.
pub(crate) fn check(plan: &LogicalPlan) -> Result<(), Error> {
    let mut wrong = None;
    let walk = plan.apply_with_subqueries(|node| {
        Ok(match step(node) {
            Ok(()) => TreeNodeRecursion::Continue,
            Err(error) => {
                wrong = Some(error);
                TreeNodeRecursion::Stop
            }
        })
    });
    walk.map_err(|e| Error::Wrong(e.strip_backtrace()))?;
    wrong.map_or(Ok(()), Err)
}

fn step(node: &LogicalPlan) -> Result<(), Error> {
    match node {
        LogicalPlan::Projection(_)
        | LogicalPlan::Filter(_)
        | LogicalPlan::Window(_)
        | LogicalPlan::Aggregate(_)
        | LogicalPlan::Sort(_)
        | LogicalPlan::Join(_)
        | LogicalPlan::Union(_)
        | LogicalPlan::TableScan(_)
        | LogicalPlan::EmptyRelation(_)
        | LogicalPlan::Subquery(_)
        | LogicalPlan::SubqueryAlias(_)
        | LogicalPlan::Limit(_)
        | LogicalPlan::Values(_)
        | LogicalPlan::Distinct(Distinct::All(_)) => {}
        LogicalPlan::Distinct(Distinct::On(_)) => return not_allowed("DISTINCT ON"),
        LogicalPlan::Repartition(_) => return not_allowed("a repartition"),
        LogicalPlan::Statement(_) => return not_allowed("a statement that is no query"),
        LogicalPlan::Explain(_) | LogicalPlan::Analyze(_) => return not_allowed("EXPLAIN"),
        LogicalPlan::Extension(_) => return not_allowed("an extension"),
        LogicalPlan::Dml(_) => return not_allowed("a change of rows"),
        LogicalPlan::Ddl(_) => return not_allowed("a change of tables"),
        LogicalPlan::Copy(_) => return not_allowed("COPY"),
        LogicalPlan::DescribeTable(_) => return not_allowed("DESCRIBE"),
        LogicalPlan::Unnest(_) => return not_allowed("UNNEST"),
        LogicalPlan::RecursiveQuery(_) => return not_allowed("WITH RECURSIVE"),
    }
    for field in node.schema().fields() {
        of_type(field.data_type())?;
    }
    let inputs = datafusion::logical_expr::utils::merge_schema(&node.inputs());
    let mut wrong = None;
    let walk = node.apply_expressions(|expr| {
        Ok(match expression::check(expr, &inputs) {
            Ok(()) => TreeNodeRecursion::Continue,
            Err(error) => {
                wrong = Some(error);
                TreeNodeRecursion::Stop
            }
        })
    });
    walk.map_err(|e| Error::Wrong(e.strip_backtrace()))?;
    wrong.map_or(Ok(()), Err)
}

fn not_allowed<T>(what: &str) -> Result<T, Error> {
    Err(Error::NotAllowed(format!("{what} is not allowed here")))
}

/// Refuses types with values inside values, and those whose arithmetic is not ours.
fn of_type(of: &DataType) -> Result<(), Error> {
    match of {
        DataType::Null | DataType::Boolean | DataType::Float64 | DataType::Date32 => Ok(()),
        DataType::Int32 | DataType::Int64 | DataType::UInt64 => Ok(()),
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => Ok(()),
        DataType::Timestamp(TimeUnit::Nanosecond, None) | DataType::Interval(_) | DataType::Duration(_) => Ok(()),
        other => not_allowed(&format!("a value of type {other}")),
    }
}
