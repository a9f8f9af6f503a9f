//! Which expressions a plan may hold.

use arrow_schema::DataType;
use datafusion::common::tree_node::{TreeNode, TreeNodeRecursion};
use datafusion::common::{DFSchema, ScalarValue};
use datafusion::logical_expr::expr::{AggregateFunction, WindowFunction};
use datafusion::logical_expr::{Expr, ExprSchemable, Operator, WindowFrame, WindowFrameBound, WindowFrameUnits, WindowFunctionDefinition};

use super::{not_allowed, of_type};
use crate::error::Error;
use crate::functions;

/// Refuses an expression with anything in it that is not allowed.
pub(super) fn check(expr: &Expr, inputs: &DFSchema) -> Result<(), Error> {
    let mut wrong = None;
    let walk = expr.apply(|part| {
        Ok(match one(part, inputs) {
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

fn one(expr: &Expr, inputs: &DFSchema) -> Result<(), Error> {
    match expr {
        Expr::Alias(_) | Expr::Column(_) | Expr::OuterReferenceColumn(..) => Ok(()),
        Expr::Literal(value, _) => of_type(&value.data_type()),
        Expr::Not(_) | Expr::IsNotNull(_) | Expr::IsNull(_) | Expr::Between(_) | Expr::Case(_) | Expr::Like(_) | Expr::InList(_) => Ok(()),
        Expr::IsTrue(_) | Expr::IsFalse(_) | Expr::IsUnknown(_) | Expr::IsNotTrue(_) | Expr::IsNotFalse(_) | Expr::IsNotUnknown(_) => {
            Ok(())
        }
        Expr::Exists(_) | Expr::InSubquery(_) | Expr::ScalarSubquery(_) => Ok(()),
        Expr::BinaryExpr(binary) => operator(binary.op, &binary.left, &binary.right, inputs),
        Expr::Cast(cast) => {
            of_type(cast.field.data_type())?;
            cast_cannot_fail(&cast.expr, cast.field.data_type(), inputs)
        }
        Expr::TryCast(cast) => of_type(cast.field.data_type()),
        Expr::ScalarFunction(function) => scalar(function.func.name(), &function.args),
        Expr::AggregateFunction(function) => aggregate(function),
        Expr::WindowFunction(function) => window(function),
        Expr::Negative(_) => not_allowed("a minus before a span of time"),
        Expr::SimilarTo(_) => not_allowed("SIMILAR TO (write regexp_like)"),
        Expr::SetComparison(_) => not_allowed("ANY or ALL (write IN or EXISTS)"),
        Expr::GroupingSet(_) => not_allowed("GROUPING SETS, ROLLUP or CUBE (write a UNION ALL of queries)"),
        Expr::Placeholder(_) => not_allowed("a placeholder"),
        Expr::ScalarVariable(..) => not_allowed("a variable"),
        _ => not_allowed("this kind of expression"),
    }
}

fn literal(expr: &Expr) -> Option<&ScalarValue> {
    match expr {
        Expr::Literal(value, _) => Some(value),
        Expr::Cast(cast) => literal(&cast.expr),
        Expr::Alias(alias) => literal(&alias.expr),
        _ => None,
    }
}

fn operator(op: Operator, left: &Expr, right: &Expr, inputs: &DFSchema) -> Result<(), Error> {
    match op {
        Operator::Eq | Operator::NotEq | Operator::Lt | Operator::LtEq | Operator::Gt | Operator::GtEq => Ok(()),
        Operator::And | Operator::Or | Operator::IsDistinctFrom | Operator::IsNotDistinctFrom | Operator::StringConcat => Ok(()),
        Operator::LikeMatch | Operator::ILikeMatch | Operator::NotLikeMatch | Operator::NotILikeMatch => Ok(()),
        Operator::RegexMatch | Operator::RegexIMatch | Operator::RegexNotMatch | Operator::RegexNotIMatch => pattern(right),
        // Between numbers these are functions of ours; what is left are days and spans of time.
        Operator::Plus | Operator::Minus => {
            let is_time = |e: &Expr| e.get_type(inputs).is_ok_and(|t| t.is_temporal());
            if is_time(left) && is_time(right) { Ok(()) } else { not_allowed(&format!("{op} between these types")) }
        }
        other => not_allowed(&format!("the operator {other}")),
    }
}

fn pattern(expr: &Expr) -> Result<(), Error> {
    if literal(expr).is_some() { Ok(()) } else { not_allowed("a pattern that is no literal text") }
}

/// A cast that fails in some row would stop a query or not, by which rows are looked at first.
fn cast_cannot_fail(expr: &Expr, to: &DataType, inputs: &DFSchema) -> Result<(), Error> {
    let is_text = |t: &DataType| matches!(t, DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View);
    let from = expr.get_type(inputs).map_err(|e| Error::Wrong(e.strip_backtrace()))?;
    let is_safe = match (&from, to) {
        _ if literal(expr).is_some() || from == *to => true,
        (DataType::Null, _) => true,
        (_, to) if is_text(to) => true,
        (from, _) if is_text(from) => false,
        (DataType::Boolean | DataType::Int32 | DataType::UInt64, DataType::Int64) => true,
        (DataType::Boolean | DataType::Int32 | DataType::Int64 | DataType::UInt64, DataType::Float64) => true,
        (DataType::Int32 | DataType::Int64 | DataType::UInt64 | DataType::Float64, DataType::Boolean) => true,
        (DataType::Date32, DataType::Timestamp(..)) | (DataType::Timestamp(..), DataType::Date32) => true,
        (DataType::Interval(_) | DataType::Duration(_), DataType::Interval(_) | DataType::Duration(_)) => true,
        _ => false,
    };
    let name = |t: &DataType| match t {
        t if is_text(t) => "TEXT".to_owned(),
        DataType::Int64 | DataType::Int32 | DataType::UInt64 => "BIGINT".to_owned(),
        DataType::Float64 => "DOUBLE".to_owned(),
        DataType::Date32 => "DATE".to_owned(),
        other => other.to_string().to_uppercase(),
    };
    if is_safe {
        return Ok(());
    }
    let (from, to) = (name(&from), name(to));
    Err(Error::NotAllowed(format!(
        "{expr} is a {from} and would have to be a {to}, which may fail; write TRY_CAST({expr} AS {to}), which gives NULL where it does"
    )))
}

fn scalar(name: &str, args: &[Expr]) -> Result<(), Error> {
    let is_operator = matches!(name, "+" | "-" | "*" | "/" | "%");
    if !is_operator && !functions::scalar().iter().any(|f| f.name() == name) {
        return not_allowed(&format!("the function {name}"));
    }
    match name {
        "regexp_like" | "regexp_count" => args.get(1..).unwrap_or_default().iter().try_for_each(pattern),
        "regexp_replace" => args.get(1).map_or(Ok(()), pattern).and_then(|()| args.get(3).map_or(Ok(()), pattern)),
        "date_part" | "date_trunc" => args.first().map_or(Ok(()), pattern),
        // A position or a length that is wrong would be an error in some rows only.
        "substr" | "split_part" | "left" | "right" => {
            let is_fixed = args.iter().skip(1).all(|a| literal(a).is_some());
            if is_fixed { Ok(()) } else { not_allowed(&format!("{name} with a place that is no literal number")) }
        }
        _ => Ok(()),
    }
}

fn aggregate(function: &AggregateFunction) -> Result<(), Error> {
    let name = function.func.name();
    if !functions::aggregate().iter().any(|f| f.name() == name) {
        return not_allowed(&format!("the function {name}"));
    }
    if !function.params.order_by.is_empty() {
        return not_allowed(&format!("ORDER BY inside {name}, whose value has no order"));
    }
    of_all_rows(name, function.params.distinct, &function.params.args)
}

fn of_all_rows(name: &str, is_distinct: bool, args: &[Expr]) -> Result<(), Error> {
    if is_distinct && !matches!(name, "count" | "min" | "max") {
        return not_allowed(&format!("{name}(DISTINCT ...) (put SELECT DISTINCT into a subquery)"));
    }
    if matches!(name, "quantile" | "string_agg") && args.get(1).is_some_and(|a| literal(a).is_none()) {
        return not_allowed(&format!("{name} with a second argument that is no literal"));
    }
    Ok(())
}

fn window(function: &WindowFunction) -> Result<(), Error> {
    match &function.fun {
        WindowFunctionDefinition::AggregateUDF(of) => {
            if !functions::aggregate().iter().any(|f| f.name() == of.name()) {
                return not_allowed(&format!("the function {}", of.name()));
            }
            of_all_rows(of.name(), function.params.distinct, &function.params.args)
        }
        WindowFunctionDefinition::WindowUDF(of) => {
            if !functions::window().iter().any(|f| f.name() == of.name()) {
                return not_allowed(&format!("the function {}", of.name()));
            }
            let frame = &function.params.window_frame;
            match of.name() {
                "last_value" | "nth_value" if !is_by_rows(frame) => not_allowed(&format!(
                    "{} over a frame by value, in which rows of equal rank have no order (write ROWS BETWEEN ... AND ...)",
                    of.name()
                )),
                "first_value" if !is_by_rows(frame) && !is_unbounded(&frame.start_bound) => not_allowed(
                    "first_value over a frame by value that does not begin at UNBOUNDED PRECEDING (write ROWS BETWEEN ... AND ...)",
                ),
                "lag" | "lead" | "ntile" | "nth_value" if function.params.args.iter().skip(1).any(|a| literal(a).is_none()) => {
                    not_allowed(&format!("{} with an argument that is no literal", of.name()))
                }
                _ => Ok(()),
            }
        }
    }
}

fn is_unbounded(bound: &WindowFrameBound) -> bool {
    matches!(bound, WindowFrameBound::Preceding(v) | WindowFrameBound::Following(v) if v.is_null())
}

/// By rows, or over all rows, which is the same.
fn is_by_rows(frame: &WindowFrame) -> bool {
    frame.units == WindowFrameUnits::Rows || is_unbounded(&frame.start_bound) && is_unbounded(&frame.end_bound)
}
