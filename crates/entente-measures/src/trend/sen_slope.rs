//! One number: the middle of all slopes between two years. Robust to a third of the years being wild.

use crate::{Card, Error, check_count, check_finite};

/// What the number is and where it comes from.
pub const CARD: Card = Card {
    id: "trend_sen_slope",
    is: "median slope between all pairs of years",
    unit: "unit of the series per year",
    missing: "years without a value are left out",
    formula: "median_{i<j} (x_j - x_i) / (t_j - t_i)",
    source: "Sen 1968, doi:10.1080/01621459.1968.10480934",
};

/// Median slope of values at the given times.
///
/// # Errors
/// Fewer than two values, times that repeat, or a value that is not finite.
///
/// # Example
/// ```
/// use entente_measures::trend::sen_slope::sen_slope;
/// assert_eq!(sen_slope(&[2000.0, 2001.0, 2003.0], &[1.0, 2.0, 4.0]).unwrap(), 1.0);
/// ```
pub fn sen_slope(times: &[f64], values: &[f64]) -> Result<f64, Error> {
    check_count(CARD.id, values.len().min(times.len()), 2)?;
    check_finite(CARD.id, values)?;
    let mut slopes = Vec::with_capacity(values.len() * (values.len() - 1) / 2);
    for i in 0..values.len() {
        for j in i + 1..values.len() {
            slopes.push((values[j] - values[i]) / (times[j] - times[i]));
        }
    }
    check_finite(CARD.id, &slopes)?;
    let (count, middle) = (slopes.len(), slopes.len() / 2);
    let (below, upper, _) = slopes.select_nth_unstable_by(middle, f64::total_cmp);
    let lower = below.iter().copied().max_by(f64::total_cmp);
    Ok(lower.filter(|_| count.is_multiple_of(2)).map_or(*upper, |lower| f64::midpoint(lower, *upper)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trend::FIXTURE;
    use entente_core::testkit::assert_close;

    #[test]
    fn fixture_in_logarithms() {
        let times: Vec<f64> = (2000..=2020).map(f64::from).collect();
        let ln: Vec<f64> = FIXTURE.iter().map(|x| x.ln()).collect();
        let ln1p: Vec<f64> = FIXTURE.iter().map(|x| x.ln_1p()).collect();
        assert_close(sen_slope(&times, &ln).unwrap(), -0.072_115_259_9, 1e-9); // from oracle/trend.py
        assert_close(sen_slope(&times, &ln1p).unwrap(), -0.072_060_505_5, 1e-9);
    }

    #[test]
    fn refuses_a_repeated_year() {
        assert!(sen_slope(&[2000.0, 2000.0], &[1.0, 2.0]).is_err());
    }
}
