//! Arithmetic that cannot stop a query by the order in which rows are looked at.
//!
//! Two kinds of numbers: whole ones of 64 bits and doubles. Where a result does not exist it is NULL: division by zero, a root of -1, a
//! logarithm of 0, a double over the largest. So no column ever holds an infinity, a "not a number" or a minus zero, and grouping,
//! sorting and minima mean one thing. A whole number over 64 bits is an error, never another number.

use std::fmt::Display;
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{Float64Type, Int64Type};
use arrow_array::{Array, ArrayRef, Float64Array, Int64Array};
use arrow_schema::DataType;
use datafusion::common::{DataFusionError, Result, ScalarValue, exec_datafusion_err, plan_err};
use datafusion::logical_expr::{ColumnarValue, Expr, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility};

/// The number that a type is turned into; none where it is no number.
pub(crate) fn number(of: &DataType) -> Option<DataType> {
    match of {
        DataType::Int8 | DataType::Int16 | DataType::Int32 | DataType::Int64 => Some(DataType::Int64),
        DataType::UInt8 | DataType::UInt16 | DataType::UInt32 | DataType::UInt64 => Some(DataType::Int64),
        DataType::Float64 | DataType::Null => Some(DataType::Float64),
        _ => None,
    }
}

/// A double as columns may hold it: finite, and zero without a sign.
pub(crate) fn finite(x: f64) -> Option<f64> {
    x.is_finite().then_some(x + 0.0)
}

/// The error of a whole number over 64 bits.
pub(crate) fn too_large(what: impl Display) -> DataFusionError {
    exec_datafusion_err!("{what}: a whole number over 64 bits; CAST(x AS DOUBLE) first")
}

/// An operator between two numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Operator {
    /// `+`
    Plus,
    /// `-`
    Minus,
    /// `*`
    Times,
    /// `/`
    Over,
    /// `%`
    Modulo,
}

impl Operator {
    fn sign(self) -> &'static str {
        match self {
            Self::Plus => "+",
            Self::Minus => "-",
            Self::Times => "*",
            Self::Over => "/",
            Self::Modulo => "%",
        }
    }

    fn whole(self, x: i64, y: i64) -> Result<Option<i64>> {
        let value = match self {
            Self::Plus => x.checked_add(y),
            Self::Minus => x.checked_sub(y),
            Self::Times => x.checked_mul(y),
            Self::Over if y == 0 => return Ok(None),
            Self::Modulo if y == 0 => return Ok(None),
            Self::Over => x.checked_div(y),
            Self::Modulo => Some(x.checked_rem(y).unwrap_or(0)),
        };
        value.map(Some).ok_or_else(|| too_large(format_args!("{x} {} {y}", self.sign())))
    }

    fn real(self, x: f64, y: f64) -> Option<f64> {
        finite(match self {
            Self::Plus => x + y,
            Self::Minus => x - y,
            Self::Times => x * y,
            Self::Over => x / y,
            Self::Modulo => x % y,
        })
    }

    /// The operator as a function of two columns.
    pub(crate) fn call(self, left: Expr, right: Expr) -> Expr {
        let function = Binary { operator: self, signature: Signature::user_defined(Volatility::Immutable) };
        ScalarUDF::new_from_impl(function).call(vec![left, right])
    }
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct Binary {
    operator: Operator,
    signature: Signature,
}

impl ScalarUDFImpl for Binary {
    fn name(&self) -> &str {
        self.operator.sign()
    }

    fn schema_name(&self, args: &[Expr]) -> Result<String> {
        match args {
            [left, right] => Ok(format!("({} {} {})", left.schema_name(), self.operator.sign(), right.schema_name())),
            _ => plan_err!("an operator has two sides"),
        }
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn coerce_types(&self, types: &[DataType]) -> Result<Vec<DataType>> {
        let sign = self.operator.sign();
        let numbers: Option<Vec<DataType>> = types.iter().map(number).collect();
        match numbers.as_deref() {
            Some([DataType::Int64, DataType::Int64]) => Ok(vec![DataType::Int64; 2]),
            Some([_, _]) => Ok(vec![DataType::Float64; 2]),
            _ => plan_err!("{sign} takes two numbers; of a text, TRY_CAST(x AS DOUBLE) makes one"),
        }
    }

    fn return_type(&self, types: &[DataType]) -> Result<DataType> {
        Ok(types.first().cloned().unwrap_or(DataType::Float64))
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        columnwise(&args.args, |columns| {
            let [left, right] = columns else { return plan_err!("an operator has two sides") };
            if *left.data_type() == DataType::Int64 {
                let (left, right) = (left.as_primitive::<Int64Type>(), right.as_primitive::<Int64Type>());
                let of = |(x, y): (Option<i64>, Option<i64>)| x.zip(y).map_or(Ok(None), |(x, y)| self.operator.whole(x, y));
                let values = left.iter().zip(right).map(of).collect::<Result<Int64Array>>()?;
                return Ok(Arc::new(values));
            }
            let (left, right) = (left.as_primitive::<Float64Type>(), right.as_primitive::<Float64Type>());
            let of = |(x, y): (Option<f64>, Option<f64>)| x.zip(y).and_then(|(x, y)| self.operator.real(x, y));
            Ok(Arc::new(left.iter().zip(right).map(of).collect::<Float64Array>()))
        })
    }
}

/// Applies a function to columns; to one row where all are single values.
pub(crate) fn columnwise(args: &[ColumnarValue], of: impl Fn(&[ArrayRef]) -> Result<ArrayRef>) -> Result<ColumnarValue> {
    let is_scalar = args.iter().all(|arg| matches!(arg, ColumnarValue::Scalar(_)));
    let value = of(&ColumnarValue::values_to_arrays(args)?)?;
    if is_scalar { Ok(ColumnarValue::Scalar(ScalarValue::try_from_array(&value, 0)?)) } else { Ok(ColumnarValue::Array(value)) }
}
