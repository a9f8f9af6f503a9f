//! The functions that a statement may use: those listed here and no others. All are deterministic, and none makes a text much longer
//! than those it is given.

mod collected;
mod mathematics;
pub(crate) mod numbers;
mod planner;
mod statistics;

use std::sync::Arc;

use datafusion::execution::session_state::SessionStateBuilder;
use datafusion::functions::{core, datetime, regex, string, unicode};
use datafusion::functions_aggregate::{bool_and_or, count, min_max};
use datafusion::functions_window::{cume_dist, lead_lag, nth_value, ntile, rank, row_number};
use datafusion::logical_expr::{AggregateUDF, ScalarUDF, WindowUDF};

pub(crate) use planner::{Arithmetic, Types};

/// Functions of a row.
pub(crate) fn scalar() -> Vec<Arc<ScalarUDF>> {
    let mut all = mathematics::all();
    all.extend([core::coalesce(), core::greatest(), core::least(), core::nullif()]);
    all.extend([datetime::date_part(), datetime::date_trunc()]);
    all.extend([regex::regexp_count(), regex::regexp_like(), regex::regexp_replace()]);
    all.extend([
        string::btrim(),
        string::concat(),
        string::concat_ws(),
        string::contains(),
        string::ends_with(),
        string::lower(),
        string::ltrim(),
        string::replace(),
        string::rtrim(),
        string::split_part(),
        string::starts_with(),
        string::upper(),
    ]);
    all.extend([
        unicode::character_length(),
        unicode::initcap(),
        unicode::left(),
        unicode::reverse(),
        unicode::right(),
        unicode::strpos(),
        unicode::substr(),
        unicode::translate(),
    ]);
    all
}

/// Functions of many rows.
pub(crate) fn aggregate() -> Vec<Arc<AggregateUDF>> {
    let mut all = statistics::all();
    all.extend(collected::all());
    all.extend([bool_and_or::bool_and_udaf(), bool_and_or::bool_or_udaf(), count::count_udaf(), min_max::max_udaf(), min_max::min_udaf()]);
    all
}

/// Functions of a row among its neighbours. Aggregate functions may stand there as well.
pub(crate) fn window() -> Vec<Arc<WindowUDF>> {
    vec![
        cume_dist::cume_dist_udwf(),
        lead_lag::lag_udwf(),
        lead_lag::lead_udwf(),
        nth_value::first_value_udwf(),
        nth_value::last_value_udwf(),
        nth_value::nth_value_udwf(),
        ntile::ntile_udwf(),
        rank::dense_rank_udwf(),
        rank::percent_rank_udwf(),
        rank::rank_udwf(),
        row_number::row_number_udwf(),
    ]
}

/// Gives a session these functions.
pub(crate) fn register(builder: SessionStateBuilder) -> SessionStateBuilder {
    builder.with_scalar_functions(scalar()).with_aggregate_functions(aggregate()).with_window_functions(window())
}

/// Names of all functions, other names included, in order.
pub fn names() -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let mut add = |name: &str, aliases: &[String]| {
        names.push(name.to_owned());
        names.extend(aliases.iter().cloned());
    };
    scalar().iter().for_each(|f| add(f.name(), f.aliases()));
    aggregate().iter().for_each(|f| add(f.name(), f.aliases()));
    window().iter().for_each(|f| add(f.name(), f.aliases()));
    names.sort();
    names.dedup();
    names
}
