//! Aggregate functions whose value is computed exactly and rounded once, so that the order of the rows, the number of partitions and the
//! size of the batches cannot change a bit of it.

use std::sync::Arc;

use arrow_array::{Array, ArrayRef, BinaryArray, BooleanArray, Float64Array, Int64Array};
use arrow_schema::{DataType, Field, FieldRef};
use datafusion::common::{Result, ScalarValue, exec_datafusion_err, plan_err};
use datafusion::logical_expr::function::{AccumulatorArgs, StateFieldsArgs};
use datafusion::logical_expr::{Accumulator, AggregateUDF, AggregateUDFImpl, EmitTo, GroupsAccumulator, Signature, Volatility};

use super::numbers;
use crate::exact::Way;
use crate::exact::moments::{Cell, Moments, Statistic, Value};

/// Name, other names, and what it computes. A sum of whole numbers is turned into a whole one where the columns are known.
const ALL: &[(&str, &[&str], Statistic)] = &[
    ("sum", &[], Statistic::Sum),
    ("avg", &["mean"], Statistic::Mean),
    ("var", &["var_samp", "var_sample"], Statistic::Variance),
    ("var_pop", &["var_population"], Statistic::PopulationVariance),
    ("stddev", &["stddev_samp"], Statistic::Deviation),
    ("stddev_pop", &[], Statistic::PopulationDeviation),
    ("covar", &["covar_samp"], Statistic::Covariance),
    ("covar_pop", &[], Statistic::PopulationCovariance),
    ("corr", &[], Statistic::Correlation),
    ("regr_slope", &[], Statistic::Slope),
    ("regr_intercept", &[], Statistic::Intercept),
    ("regr_r2", &[], Statistic::RSquared),
];

/// All of them.
pub(super) fn all() -> Vec<Arc<AggregateUDF>> {
    let of = |(name, also, statistic): &(&'static str, &[&str], Statistic)| {
        let aliases = also.iter().map(|a| (*a).to_owned()).collect();
        let function = Exact { name, aliases, statistic: *statistic, signature: Signature::user_defined(Volatility::Immutable) };
        Arc::new(AggregateUDF::new_from_impl(function))
    };
    ALL.iter().map(of).collect()
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct Exact {
    name: &'static str,
    aliases: Vec<String>,
    statistic: Statistic,
    signature: Signature,
}

impl Exact {
    /// What is computed over columns of these types.
    fn over(&self, first: &DataType) -> Statistic {
        if self.statistic == Statistic::Sum && *first == DataType::Int64 { Statistic::WholeSum } else { self.statistic }
    }

    fn start(&self, args: &AccumulatorArgs<'_>) -> Result<Statistic> {
        if args.is_distinct {
            return plan_err!("{}(DISTINCT ...) is not known; put SELECT DISTINCT into a subquery", self.name);
        }
        match args.expr_fields.first() {
            Some(field) => Ok(self.over(field.data_type())),
            None => plan_err!("{} takes a column", self.name),
        }
    }
}

impl AggregateUDFImpl for Exact {
    fn name(&self) -> &str {
        self.name
    }

    fn aliases(&self) -> &[String] {
        &self.aliases
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn coerce_types(&self, types: &[DataType]) -> Result<Vec<DataType>> {
        if types.len() != self.statistic.columns() {
            let many = self.statistic.columns();
            return plan_err!("{} takes {many} column{}, and {} are given", self.name, if many == 1 { "" } else { "s" }, types.len());
        }
        let keeps_whole = matches!(self.statistic, Statistic::Sum | Statistic::Mean);
        let number = |t: &DataType| match numbers::number(t) {
            Some(DataType::Int64) if keeps_whole => Ok(DataType::Int64),
            Some(_) => Ok(DataType::Float64),
            None => plan_err!("{} takes numbers; of a text, TRY_CAST(x AS DOUBLE) makes one", self.name),
        };
        types.iter().map(number).collect()
    }

    fn return_type(&self, types: &[DataType]) -> Result<DataType> {
        let is_whole = types.first().is_some_and(|t| self.over(t) == Statistic::WholeSum);
        Ok(if is_whole { DataType::Int64 } else { DataType::Float64 })
    }

    fn state_fields(&self, args: StateFieldsArgs<'_>) -> Result<Vec<FieldRef>> {
        Ok(vec![Arc::new(Field::new(format!("{}[moments]", args.name), DataType::Binary, true))])
    }

    fn accumulator(&self, args: AccumulatorArgs<'_>) -> Result<Box<dyn Accumulator>> {
        Ok(Box::new(One { statistic: self.start(&args)?, moments: Moments::default() }))
    }

    fn groups_accumulator_supported(&self, args: AccumulatorArgs<'_>) -> bool {
        !args.is_distinct
    }

    fn create_groups_accumulator(&self, args: AccumulatorArgs<'_>) -> Result<Box<dyn GroupsAccumulator>> {
        Ok(Box::new(Groups { statistic: self.start(&args)?, cells: Vec::new() }))
    }
}

/// Columns of numbers, read row by row.
enum Columns<'a> {
    Whole(&'a Int64Array),
    Real(&'a Float64Array),
    Two(&'a Float64Array, &'a Float64Array),
}

impl<'a> Columns<'a> {
    fn of(values: &'a [ArrayRef]) -> Result<Self> {
        let real = |array: &'a ArrayRef| {
            array
                .as_any()
                .downcast_ref::<Float64Array>()
                .ok_or_else(|| exec_datafusion_err!("{} is no column of doubles", array.data_type()))
        };
        match values {
            [one] => Ok(match one.as_any().downcast_ref::<Int64Array>() {
                Some(whole) => Self::Whole(whole),
                None => Self::Real(real(one)?),
            }),
            [first, second] => Ok(Self::Two(real(first)?, real(second)?)),
            _ => plan_err!("one or two columns"),
        }
    }

    fn apply(&self, row: usize, moments: &mut Moments, statistic: Statistic, way: Way) {
        match self {
            Self::Whole(x) if x.is_valid(row) => moments.one(statistic, Cell::Whole(x.value(row)), way),
            Self::Real(x) if x.is_valid(row) => moments.one(statistic, Cell::Real(x.value(row)), way),
            Self::Two(x, y) if x.is_valid(row) && y.is_valid(row) => moments.two(x.value(row), y.value(row), way),
            _ => {}
        }
    }
}

fn states(values: &[ArrayRef]) -> Result<&BinaryArray> {
    let first = values.first().and_then(|v| v.as_any().downcast_ref::<BinaryArray>());
    first.ok_or_else(|| exec_datafusion_err!("no moments to merge"))
}

fn moments(bytes: &[u8]) -> Result<Moments> {
    Moments::from_bytes(bytes).ok_or_else(|| exec_datafusion_err!("these bytes are no moments"))
}

fn scalar(value: Value, statistic: Statistic) -> Result<ScalarValue> {
    match value {
        Value::Whole(x) => Ok(ScalarValue::Int64(Some(x))),
        Value::Real(x) => Ok(ScalarValue::Float64(Some(x))),
        Value::None if statistic == Statistic::WholeSum => Ok(ScalarValue::Int64(None)),
        Value::None => Ok(ScalarValue::Float64(None)),
        Value::TooLarge => Err(numbers::too_large("sum")),
    }
}

/// One group.
#[derive(Debug)]
struct One {
    statistic: Statistic,
    moments: Moments,
}

impl One {
    fn apply(&mut self, values: &[ArrayRef], way: Way) -> Result<()> {
        let columns = Columns::of(values)?;
        (0..values[0].len()).for_each(|row| columns.apply(row, &mut self.moments, self.statistic, way));
        Ok(())
    }
}

impl Accumulator for One {
    fn update_batch(&mut self, values: &[ArrayRef]) -> Result<()> {
        self.apply(values, Way::Add)
    }

    fn retract_batch(&mut self, values: &[ArrayRef]) -> Result<()> {
        self.apply(values, Way::Retract)
    }

    fn supports_retract_batch(&self) -> bool {
        true
    }

    fn evaluate(&mut self) -> Result<ScalarValue> {
        scalar(self.moments.value(self.statistic), self.statistic)
    }

    fn size(&self) -> usize {
        size_of_val(self) + 256
    }

    fn state(&mut self) -> Result<Vec<ScalarValue>> {
        Ok(vec![ScalarValue::Binary(Some(self.moments.to_bytes()))])
    }

    fn merge_batch(&mut self, values: &[ArrayRef]) -> Result<()> {
        states(values)?.iter().flatten().try_for_each(|bytes| {
            self.moments.merge(&moments(bytes)?);
            Ok(())
        })
    }
}

/// Many groups.
struct Groups {
    statistic: Statistic,
    cells: Vec<Moments>,
}

impl GroupsAccumulator for Groups {
    fn update_batch(&mut self, values: &[ArrayRef], groups: &[usize], filter: Option<&BooleanArray>, total: usize) -> Result<()> {
        self.cells.resize_with(total, Moments::default);
        let columns = Columns::of(values)?;
        for (row, group) in groups.iter().enumerate() {
            if filter.is_none_or(|keep| keep.is_valid(row) && keep.value(row)) {
                columns.apply(row, &mut self.cells[*group], self.statistic, Way::Add);
            }
        }
        Ok(())
    }

    fn evaluate(&mut self, emit: EmitTo) -> Result<ArrayRef> {
        let cells = emit.take_needed(&mut self.cells);
        let values = cells.iter().map(|m| scalar(m.value(self.statistic), self.statistic)).collect::<Result<Vec<ScalarValue>>>()?;
        if values.is_empty() {
            return scalar(Value::None, self.statistic)?.to_array_of_size(0);
        }
        ScalarValue::iter_to_array(values)
    }

    fn state(&mut self, emit: EmitTo) -> Result<Vec<ArrayRef>> {
        let mut cells = emit.take_needed(&mut self.cells);
        Ok(vec![Arc::new(BinaryArray::from_iter_values(cells.iter_mut().map(Moments::to_bytes)))])
    }

    fn merge_batch(&mut self, values: &[ArrayRef], groups: &[usize], total: usize) -> Result<()> {
        self.cells.resize_with(total, Moments::default);
        for (bytes, group) in states(values)?.iter().zip(groups) {
            if let Some(bytes) = bytes {
                self.cells[*group].merge(&moments(bytes)?);
            }
        }
        Ok(())
    }

    fn convert_to_state(&self, values: &[ArrayRef], filter: Option<&BooleanArray>) -> Result<Vec<ArrayRef>> {
        let columns = Columns::of(values)?;
        let of = |row: usize| {
            let mut moments = Moments::default();
            if filter.is_none_or(|keep| keep.is_valid(row) && keep.value(row)) {
                columns.apply(row, &mut moments, self.statistic, Way::Add);
            }
            moments.to_bytes()
        };
        Ok(vec![Arc::new(BinaryArray::from_iter_values((0..values[0].len()).map(of)))])
    }

    fn size(&self) -> usize {
        // Most sums touch four to six digits; five sums at most.
        self.cells.capacity() * (size_of::<Moments>() + 160)
    }
}
