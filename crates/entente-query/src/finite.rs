//! Texts and numbers of a statement that say `NaN`, `inf` or `1e999`, made NULL, so that no column ever holds them.

use arrow_array::Float64Array;
use arrow_array::cast::AsArray;
use arrow_array::types::Float64Type;
use arrow_schema::DataType;
use datafusion::common::tree_node::{Transformed, TreeNode};
use datafusion::common::{Result, ScalarValue};
use datafusion::logical_expr::expr_rewriter::NamePreserver;
use datafusion::logical_expr::{ColumnarValue, Expr, LogicalPlan, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility};

use crate::functions::numbers::{columnwise, finite};

/// Puts [`Finite`] around every cast to a double.
pub(crate) fn casts(plan: LogicalPlan) -> Result<LogicalPlan> {
    let function = ScalarUDF::new_from_impl(Finite { signature: Signature::exact(vec![DataType::Float64], Volatility::Immutable) });
    let plan = plan.transform_up_with_subqueries(|node| {
        let names = NamePreserver::new(&node);
        node.map_expressions(|expr| {
            let name = names.save(&expr);
            let made = expr.transform_up(|part| Ok(around(part, &function)))?;
            Ok(made.update_data(|made| name.restore(made)))
        })
    })?;
    Ok(plan.data)
}

fn around(expr: Expr, function: &ScalarUDF) -> Transformed<Expr> {
    match expr {
        Expr::Cast(ref cast) if *cast.field.data_type() == DataType::Float64 => Transformed::yes(function.call(vec![expr])),
        Expr::TryCast(ref cast) if *cast.field.data_type() == DataType::Float64 => Transformed::yes(function.call(vec![expr])),
        Expr::Literal(ScalarValue::Float64(Some(x)), of) => Transformed::yes(Expr::Literal(ScalarValue::Float64(finite(x)), of)),
        other => Transformed::no(other),
    }
}

/// A double, or NULL where it is not finite.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Finite {
    signature: Signature,
}

impl ScalarUDFImpl for Finite {
    fn name(&self) -> &str {
        "finite"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(DataType::Float64)
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        columnwise(&args.args, |columns| {
            let values = columns[0].as_primitive::<Float64Type>().iter();
            Ok(std::sync::Arc::new(values.map(|x| x.and_then(finite)).collect::<Float64Array>()))
        })
    }
}
