//! One number: the newest five-year mean of a flow over its highest five-year mean. One is "at its peak", zero is "gone".
//!
//! Five years because deliveries are lumpy and SIPRI itself reads them so. Weakness: it says nothing about the cause.

use entente_core::unit::Tiv;

use crate::{Card, Error, check_count, check_finite};

/// What the number is and where it comes from.
pub const CARD: Card = Card {
    id: "arms_taper",
    is: "newest five-year mean of a flow of arms over its highest five-year mean",
    unit: "ratio, 0 to 1",
    missing: "years outside the source are not in the series; a year without record inside it is zero by rule",
    formula: "mean(X_{t-4..t}) / max_s mean(X_{s-4..s})",
    source: "five-year windows after Holtom, Bromley & Simmel 2012, SIPRI fact sheet",
};

/// The window of the mean, in years.
pub const WINDOW: usize = 5;

/// Newest five-year mean over the highest, from yearly values in order.
///
/// # Errors
/// Fewer than two windows, a value that is negative or not finite, or a series of zeros.
///
/// # Example
/// ```
/// use entente_core::unit::Tiv;
/// use entente_measures::arms::taper::taper;
/// let flow: Vec<Tiv> = [10., 10., 10., 10., 10., 0., 0., 0., 0., 5.].map(Tiv).to_vec();
/// assert_eq!(taper(&flow).unwrap(), 0.1);
/// ```
pub fn taper(flow: &[Tiv]) -> Result<f64, Error> {
    let values: Vec<f64> = flow.iter().map(|tiv| tiv.0).collect();
    check_finite(CARD.id, &values)?;
    check_count(CARD.id, values.len(), 2 * WINDOW)?;
    if let Some(value) = values.iter().find(|v| **v < 0.0) {
        return Err(Error::Domain { measure: CARD.id, value: *value, domain: "volumes of zero or more" });
    }
    let means = five_year_means(&values);
    let peak = means.iter().copied().fold(0.0, f64::max);
    if peak == 0.0 {
        return Err(Error::Domain { measure: CARD.id, value: peak, domain: "flows that were ever above zero" });
    }
    Ok(means[means.len() - 1] / peak)
}

/// Trailing five-year means; the first stands at the fifth value.
pub fn five_year_means(values: &[f64]) -> Vec<f64> {
    values.windows(WINDOW).map(|w| w.iter().sum::<f64>() / WINDOW as f64).collect()
}
