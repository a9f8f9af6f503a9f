//! Functions of numbers, with NULL where there is no finite result.

use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{Float64Type, Int64Type};
use arrow_array::{Array, Float64Array, Int64Array};
use arrow_schema::DataType;
use datafusion::common::{Result, plan_err};
use datafusion::logical_expr::{ColumnarValue, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility};

use super::numbers::{columnwise, finite, number, too_large};

/// Of one number.
type One = fn(f64) -> f64;
/// Of two numbers.
type Two = fn(f64, f64) -> f64;

/// Functions of one number.
const ONE: &[(&str, One)] = &[
    ("acos", f64::acos),
    ("asin", f64::asin),
    ("atan", f64::atan),
    ("cbrt", f64::cbrt),
    ("ceil", f64::ceil),
    ("cos", f64::cos),
    ("degrees", f64::to_degrees),
    ("exp", f64::exp),
    ("floor", f64::floor),
    ("ln", f64::ln),
    ("log10", f64::log10),
    ("log2", f64::log2),
    ("radians", f64::to_radians),
    ("sign", |x| if x == 0.0 { 0.0 } else { x.signum() }),
    ("sin", f64::sin),
    ("sqrt", f64::sqrt),
    ("tan", f64::tan),
    ("trunc", f64::trunc),
];

/// Functions of two numbers.
const TWO: &[(&str, Two)] = &[("atan2", f64::atan2), ("log", |base, x| x.ln() / base.ln()), ("power", f64::powf)];

/// Most decimal places that `round` knows.
const PLACES: f64 = 15.0;

/// All of them.
pub(super) fn all() -> Vec<Arc<ScalarUDF>> {
    let one = ONE.iter().map(|(name, of)| (*name, Kind::One(*of)));
    let two = TWO.iter().map(|(name, of)| (*name, Kind::Two(*of)));
    let rest = [("abs", Kind::Abs), ("pi", Kind::Pi), ("round", Kind::Round)];
    let function = |(name, kind)| {
        Arc::new(ScalarUDF::new_from_impl(Function { name, kind, signature: Signature::user_defined(Volatility::Immutable) }))
    };
    one.chain(two).chain(rest).map(function).collect()
}

#[derive(Debug, Clone, Copy)]
enum Kind {
    One(One),
    Two(Two),
    Abs,
    Pi,
    Round,
}

#[derive(Debug)]
struct Function {
    name: &'static str,
    kind: Kind,
    signature: Signature,
}

// A name belongs to one function.
impl PartialEq for Function {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Function {}

impl std::hash::Hash for Function {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.name.hash(state);
    }
}

impl ScalarUDFImpl for Function {
    fn name(&self) -> &str {
        self.name
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn coerce_types(&self, types: &[DataType]) -> Result<Vec<DataType>> {
        let many = match self.kind {
            Kind::Pi => 0..=0,
            Kind::One(_) | Kind::Abs => 1..=1,
            Kind::Two(_) => 2..=2,
            Kind::Round => 1..=2,
        };
        let numbers: Option<Vec<DataType>> = types.iter().map(number).collect();
        let Some(numbers) = numbers.filter(|n| many.contains(&n.len())) else {
            return plan_err!(
                "{} takes {} number{}; of a text, TRY_CAST(x AS DOUBLE) makes one",
                self.name,
                many.end(),
                if *many.end() == 1 { "" } else { "s" }
            );
        };
        let keep = |t: DataType| if matches!(self.kind, Kind::Abs) { t } else { DataType::Float64 };
        Ok(numbers.into_iter().map(keep).collect())
    }

    fn return_type(&self, types: &[DataType]) -> Result<DataType> {
        Ok(types.first().cloned().unwrap_or(DataType::Float64))
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        if let Kind::Pi = self.kind {
            return Ok(ColumnarValue::Scalar(std::f64::consts::PI.into()));
        }
        columnwise(&args.args, |columns| {
            if *columns[0].data_type() == DataType::Int64 {
                let of = |x: Option<i64>| x.map(|x| x.checked_abs().ok_or_else(|| too_large("abs"))).transpose();
                return Ok(Arc::new(columns[0].as_primitive::<Int64Type>().iter().map(of).collect::<Result<Int64Array>>()?));
            }
            let first = columns[0].as_primitive::<Float64Type>().iter();
            let zero = Float64Array::from(vec![0.0; if columns.len() > 1 { 0 } else { columns[0].len() }]);
            let second = columns.get(1).map_or(&zero, |c| c.as_primitive::<Float64Type>()).iter();
            let of = |(x, y): (Option<f64>, Option<f64>)| finite(self.value(x?, y?));
            Ok(Arc::new(first.zip(second).map(of).collect::<Float64Array>()))
        })
    }
}

impl Function {
    fn value(&self, x: f64, y: f64) -> f64 {
        match self.kind {
            Kind::One(of) => of(x),
            Kind::Two(of) => of(x, y),
            Kind::Abs => x.abs(),
            Kind::Pi => std::f64::consts::PI,
            Kind::Round => round(x, y),
        }
    }
}

/// Rounds to decimal places, halves away from zero; 2 places of 0.125 are 0.13, and -2 places of 150 are 200.
fn round(x: f64, places: f64) -> f64 {
    let power = 10f64.powi(places.clamp(-308.0, PLACES) as i32);
    let scaled = x * power;
    // A double so large has no such places.
    if scaled.abs() >= 4_503_599_627_370_496.0 { x } else { scaled.round() / power }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_go_away_from_zero() {
        for (x, places, expected) in
            [(2.5, 0.0, 3.0), (-2.5, 0.0, -3.0), (0.125, 2.0, 0.13), (150.0, -2.0, 200.0), (1e300, 3.0, 1e300), (0.1, 99.0, 0.1)]
        {
            assert_eq!(round(x, places), expected, "{x} {places}");
        }
    }

    #[test]
    fn names_are_in_order_and_once() {
        let names: Vec<&str> = ONE.iter().map(|(name, _)| *name).collect();
        assert!(names.is_sorted_by(|a, b| a < b), "{names:?}");
    }
}
