//! Two numbers: a pair's trade over each side's economy, and the smaller of the two. The smaller is the side that needs the trade less,
//! and so, in this reading, the one that is freer to break it off.
//!
//! Against the economy rather than all trade, because a closed state may have a large share of little. Weakness: trade is a gross flow
//! and output is value added, so entrepots exceed one.

use crate::{Card, Error};

/// What the number is and where it comes from.
pub const CARD: Card = Card {
    id: "dependence_trade_gdp",
    is: "trade of a pair over each side's gross domestic product",
    unit: "ratio, above zero; no upper bound",
    missing: "undefined if trade or either product is missing; trade recorded as zero gives zero",
    formula: "d_i = T_ij / GDP_i; dyad: min(d_i, d_j)",
    source: "Oneal & Russett 1997, doi:10.1111/1468-2478.00042",
};

/// Trade over product of one pair in one year.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TradeOverGdp {
    /// Trade over the first state's product.
    pub first: f64,
    /// Trade over the second state's product.
    pub second: f64,
    /// The smaller of the two, the weak link.
    pub lower: f64,
}

/// Dependence from the pair's trade and both products, all in one unit.
///
/// # Errors
/// Trade that is negative, a product that is not above zero, or a value that is not finite.
///
/// # Example
/// ```
/// use entente_measures::dependence::trade_gdp::trade_over_gdp;
/// assert_eq!(trade_over_gdp(10.0, 100.0, 1000.0).unwrap().lower, 0.01);
/// ```
pub fn trade_over_gdp(trade: f64, gdp_1: f64, gdp_2: f64) -> Result<TradeOverGdp, Error> {
    if trade < 0.0 || !trade.is_finite() {
        return Err(Error::Domain { measure: CARD.id, value: trade, domain: "trade of zero or more" });
    }
    if let Some(value) = [gdp_1, gdp_2].into_iter().find(|gdp| *gdp <= 0.0 || !gdp.is_finite()) {
        return Err(Error::Domain { measure: CARD.id, value, domain: "products above zero" });
    }
    let (first, second) = (trade / gdp_1, trade / gdp_2);
    Ok(TradeOverGdp { first, second, lower: first.min(second) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use entente_core::testkit::assert_close;
    use proptest::prelude::*;

    /// Approximate 2020 inputs worked by hand: 104 over 1,483 and over 14,723.
    #[test]
    fn worked_case() {
        let found = trade_over_gdp(104.0, 1483.0, 14_723.0).unwrap();
        assert_close(found.first, 0.070128, 5e-7); // printed to six decimals
        assert_close(found.second, 0.007064, 5e-7);
        assert_eq!(found.lower, found.second);
    }

    #[test]
    fn no_product_is_no_number() {
        assert!(trade_over_gdp(1.0, 0.0, 1.0).is_err() && trade_over_gdp(1.0, f64::NAN, 1.0).is_err());
        assert!(trade_over_gdp(-1.0, 1.0, 1.0).is_err());
    }

    proptest! {
        #[test]
        fn swapping_swaps_and_the_unit_is_free(trade in 0.0f64..1e3, a in 1.0f64..1e4, b in 1.0f64..1e4, scale in 1e-3f64..1e3) {
            let found = trade_over_gdp(trade, a, b).unwrap();
            let swapped = trade_over_gdp(trade, b, a).unwrap();
            prop_assert_eq!((found.first, found.lower), (swapped.second, swapped.lower));
            let scaled = trade_over_gdp(trade * scale, a * scale, b * scale).unwrap();
            prop_assert!((found.lower - scaled.lower).abs() <= 1e-12 * found.lower.max(1.0));
        }
    }
}
