//! Aggregate functions that need all values of a group: medians, quantiles and joined texts. Values are put in order before anything is
//! made of them, so the order of the rows does not matter.

use std::sync::Arc;

use arrow_array::ArrayRef;
use arrow_array::cast::AsArray;
use arrow_array::types::Float64Type;
use arrow_schema::{DataType, Field, FieldRef};
use datafusion::common::{Result, ScalarValue, exec_err, plan_err};
use datafusion::logical_expr::function::{AccumulatorArgs, StateFieldsArgs};
use datafusion::logical_expr::{Accumulator, AggregateUDF, AggregateUDFImpl, Signature, Volatility};

use super::numbers::{finite, number};

/// Longest text that `string_agg` makes, in bytes.
const LONGEST: usize = 1 << 20;

/// All of them.
pub(super) fn all() -> Vec<Arc<AggregateUDF>> {
    [Kind::Median, Kind::Quantile, Kind::Texts]
        .map(|kind| Arc::new(AggregateUDF::new_from_impl(Collected { kind, signature: Signature::user_defined(Volatility::Immutable) })))
        .into()
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Kind {
    /// The value in the middle, or the mean of the two there.
    Median,
    /// The value below which a share of the others lies, with a straight line between neighbours (type 7 of Hyndman and Fan).
    Quantile,
    /// Texts in order, with another between.
    Texts,
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct Collected {
    kind: Kind,
    signature: Signature,
}

impl AggregateUDFImpl for Collected {
    fn name(&self) -> &str {
        match self.kind {
            Kind::Median => "median",
            Kind::Quantile => "quantile",
            Kind::Texts => "string_agg",
        }
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn coerce_types(&self, types: &[DataType]) -> Result<Vec<DataType>> {
        let is_text = |t: &DataType| matches!(t, DataType::Utf8 | DataType::Utf8View | DataType::LargeUtf8 | DataType::Null);
        let is_number = |t: &DataType| number(t).is_some();
        match (self.kind, types) {
            (Kind::Median, [x]) if is_number(x) => Ok(vec![DataType::Float64]),
            (Kind::Quantile, [x, q]) if is_number(x) && is_number(q) => Ok(vec![DataType::Float64; 2]),
            (Kind::Texts, [x, between]) if is_text(x) && is_text(between) => Ok(vec![DataType::Utf8View; 2]),
            (Kind::Median, _) => plan_err!("median takes one column of numbers"),
            (Kind::Quantile, _) => plan_err!("quantile takes a column of numbers and a share, as in quantile(x, 0.9)"),
            (Kind::Texts, _) => plan_err!("string_agg takes a text and what stands between, as in string_agg(name, ', ')"),
        }
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(if self.kind == Kind::Texts { DataType::Utf8View } else { DataType::Float64 })
    }

    fn state_fields(&self, args: StateFieldsArgs<'_>) -> Result<Vec<FieldRef>> {
        let of = |what: &str| Arc::new(Field::new(format!("{}[{what}]", args.name), DataType::Binary, true));
        Ok(vec![of("values"), of("parameter")])
    }

    fn accumulator(&self, args: AccumulatorArgs<'_>) -> Result<Box<dyn Accumulator>> {
        if args.is_distinct {
            return plan_err!("{}(DISTINCT ...) is not known; put SELECT DISTINCT into a subquery", self.name());
        }
        Ok(if self.kind == Kind::Texts { Box::new(Texts::default()) } else { Box::new(Values { share: 0.5, values: Vec::new() }) })
    }
}

/// Numbers.
#[derive(Debug)]
struct Values {
    share: f64,
    values: Vec<f64>,
}

impl Values {
    fn quantile(&mut self) -> Result<Option<f64>> {
        if !(0.0..=1.0).contains(&self.share) {
            return exec_err!("quantile: a share lies between 0 and 1, and {} does not", self.share);
        }
        self.values.sort_unstable_by(f64::total_cmp);
        let Some(last) = self.values.len().checked_sub(1) else { return Ok(None) };
        let place = last as f64 * self.share;
        let (low, high) = (self.values[place.floor() as usize], self.values[place.ceil() as usize]);
        let part = place.fract();
        // In the middle without a sum that could run over.
        Ok(finite(if part == 0.5 { low.midpoint(high) } else { low + (high - low) * part }))
    }
}

impl Accumulator for Values {
    fn update_batch(&mut self, values: &[ArrayRef]) -> Result<()> {
        self.values.extend(values[0].as_primitive::<Float64Type>().iter().flatten());
        if let Some(share) = values.get(1).and_then(|s| s.as_primitive::<Float64Type>().iter().next().flatten()) {
            self.share = share;
        }
        Ok(())
    }

    fn evaluate(&mut self) -> Result<ScalarValue> {
        Ok(ScalarValue::Float64(self.quantile()?))
    }

    fn size(&self) -> usize {
        size_of_val(self) + self.values.capacity() * 8
    }

    fn state(&mut self) -> Result<Vec<ScalarValue>> {
        let bytes = self.values.iter().flat_map(|x| x.to_le_bytes()).collect();
        let share = (!self.values.is_empty()).then(|| self.share.to_le_bytes().to_vec());
        Ok(vec![ScalarValue::Binary(Some(bytes)), ScalarValue::Binary(share)])
    }

    fn merge_batch(&mut self, states: &[ArrayRef]) -> Result<()> {
        let real = |bytes: &[u8]| bytes.as_array().map(|b| f64::from_le_bytes(*b));
        for (values, share) in states[0].as_binary::<i32>().iter().zip(states[1].as_binary::<i32>()) {
            self.values.extend(values.unwrap_or_default().chunks_exact(8).filter_map(real));
            self.share = share.and_then(real).unwrap_or(self.share);
        }
        Ok(())
    }
}

/// Texts.
#[derive(Debug, Default)]
struct Texts {
    between: Option<String>,
    texts: Vec<String>,
    bytes: usize,
}

impl Texts {
    fn push(&mut self, text: &str) -> Result<()> {
        self.bytes += text.len();
        if self.bytes > LONGEST {
            return exec_err!("string_agg: a text of more than {LONGEST} bytes; select the rows instead");
        }
        self.texts.push(text.to_owned());
        Ok(())
    }
}

impl Accumulator for Texts {
    fn update_batch(&mut self, values: &[ArrayRef]) -> Result<()> {
        if let Some(between) = values[1].as_string_view().iter().next() {
            self.between = Some(between.unwrap_or_default().to_owned());
        }
        values[0].as_string_view().iter().flatten().try_for_each(|text| self.push(text))
    }

    fn evaluate(&mut self) -> Result<ScalarValue> {
        self.texts.sort_unstable();
        let joined = (!self.texts.is_empty()).then(|| self.texts.join(self.between.as_deref().unwrap_or_default()));
        if joined.as_ref().is_some_and(|j| j.len() > LONGEST) {
            return exec_err!("string_agg: a text of more than {LONGEST} bytes; select the rows instead");
        }
        Ok(ScalarValue::Utf8View(joined))
    }

    fn size(&self) -> usize {
        size_of_val(self) + self.bytes + self.texts.capacity() * size_of::<String>()
    }

    fn state(&mut self) -> Result<Vec<ScalarValue>> {
        let mut bytes = Vec::new();
        for text in &self.texts {
            bytes.extend((text.len() as u32).to_le_bytes());
            bytes.extend(text.as_bytes());
        }
        Ok(vec![ScalarValue::Binary(Some(bytes)), ScalarValue::Binary(self.between.clone().map(String::into_bytes))])
    }

    fn merge_batch(&mut self, states: &[ArrayRef]) -> Result<()> {
        for (texts, between) in states[0].as_binary::<i32>().iter().zip(states[1].as_binary::<i32>()) {
            let mut rest = texts.unwrap_or_default();
            while let Some((length, after)) = rest.split_first_chunk::<4>() {
                let (text, after) = after.split_at(u32::from_le_bytes(*length) as usize);
                self.push(&String::from_utf8_lossy(text))?;
                rest = after;
            }
            if let Some(between) = between {
                self.between = Some(String::from_utf8_lossy(between).into_owned());
            }
        }
        Ok(())
    }
}
