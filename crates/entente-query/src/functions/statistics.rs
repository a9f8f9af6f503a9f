//! Aggregate functions whose value is computed exactly and rounded once, so that the order of the rows, the number of partitions and the
//! size of the batches cannot change a bit of it.

mod accumulate;

use std::sync::Arc;

use arrow_schema::{DataType, Field, FieldRef};
use datafusion::common::{Result, plan_err};
use datafusion::logical_expr::function::{AccumulatorArgs, StateFieldsArgs};
use datafusion::logical_expr::{Accumulator, AggregateUDF, AggregateUDFImpl, GroupsAccumulator, Signature, Volatility};

use accumulate::{Groups, One};

use super::numbers;
use crate::exact::moments::{Moments, Statistic};

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
