//! How rows become moments, one group at a time or many at once. Parts of the work exchange their moments as bytes.

use std::sync::Arc;

use arrow_array::{Array, ArrayRef, BinaryArray, BooleanArray, Float64Array, Int64Array};
use datafusion::common::{Result, ScalarValue, exec_datafusion_err, plan_err};
use datafusion::logical_expr::{Accumulator, EmitTo, GroupsAccumulator};

use crate::exact::Way;
use crate::exact::moments::{Cell, Moments, Statistic, Value};
use crate::functions::numbers;

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
pub(super) struct One {
    pub(super) statistic: Statistic,
    pub(super) moments: Moments,
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
pub(super) struct Groups {
    pub(super) statistic: Statistic,
    pub(super) cells: Vec<Moments>,
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
