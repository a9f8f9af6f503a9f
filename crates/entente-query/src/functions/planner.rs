//! How signs and names of types in a statement become ours: arithmetic without surprises, and five types.

use std::sync::Arc;

use arrow_schema::{DataType, Field, FieldRef};
use datafusion::common::{DFSchema, Result, plan_err};
use datafusion::logical_expr::expr::{WindowFunction, WindowFunctionParams};
use datafusion::logical_expr::planner::{ExprPlanner, PlannerResult, RawBinaryExpr, RawWindowExpr, TypePlanner};
use datafusion::logical_expr::{Expr, ExprSchemable, cast};
use datafusion::sql::sqlparser::ast::{BinaryOperator, DataType as SqlType};

use super::numbers::Operator;

/// Turns `+ - * / %` between numbers into functions of ours; between days and spans of time they stay what they are.
#[derive(Debug)]
pub(crate) struct Arithmetic;

impl ExprPlanner for Arithmetic {
    fn plan_binary_op(&self, raw: RawBinaryExpr, schema: &DFSchema) -> Result<PlannerResult<RawBinaryExpr>> {
        let operator = match raw.op {
            BinaryOperator::Plus => Operator::Plus,
            BinaryOperator::Minus => Operator::Minus,
            BinaryOperator::Multiply => Operator::Times,
            BinaryOperator::Divide => Operator::Over,
            BinaryOperator::Modulo => Operator::Modulo,
            _ => return Ok(PlannerResult::Original(raw)),
        };
        let (left, right) = (raw.left.get_type(schema)?, raw.right.get_type(schema)?);
        match (left.is_temporal(), right.is_temporal()) {
            (false, false) => {}
            (true, true) => return Ok(PlannerResult::Original(raw)),
            _ => return plan_err!("a day goes with a span of time and not with a number: day + INTERVAL '5 days'"),
        }
        Ok(PlannerResult::Planned(operator.call(raw.left, raw.right)))
    }

    /// Numbers and ranks are whole numbers like all others; without a sign they would meet those as decimals.
    fn plan_window(&self, raw: RawWindowExpr) -> Result<PlannerResult<RawWindowExpr>> {
        if !matches!(raw.func_def.name(), "row_number" | "rank" | "dense_rank" | "ntile") {
            return Ok(PlannerResult::Original(raw));
        }
        let RawWindowExpr { func_def, args, partition_by, order_by, window_frame, filter, null_treatment, distinct } = raw;
        let params = WindowFunctionParams { args, partition_by, order_by, window_frame, filter, null_treatment, distinct };
        Ok(PlannerResult::Planned(cast(Expr::from(WindowFunction { fun: func_def, params }), DataType::Int64)))
    }
}

/// Names of types in a cast.
#[derive(Debug)]
pub(crate) struct Types;

impl TypePlanner for Types {
    fn plan_type_field(&self, of: &SqlType) -> Result<Option<FieldRef>> {
        let data_type = match of {
            SqlType::Bool | SqlType::Boolean => DataType::Boolean,
            SqlType::TinyInt(_) | SqlType::SmallInt(_) | SqlType::Int(_) | SqlType::Integer(_) | SqlType::BigInt(_) => DataType::Int64,
            SqlType::Double(_) | SqlType::DoublePrecision | SqlType::Float(_) | SqlType::Float64 | SqlType::Real => DataType::Float64,
            SqlType::Text | SqlType::String(_) | SqlType::Varchar(None) => DataType::Utf8View,
            SqlType::Date => DataType::Date32,
            // Intervals stand in literals only.
            SqlType::Interval { .. } => return Ok(None),
            _ => return plan_err!("there is no type {of} here; the types are BOOLEAN, BIGINT, DOUBLE, TEXT and DATE"),
        };
        Ok(Some(Arc::new(Field::new("", data_type, true))))
    }
}
