//! Three numbers: how far two suppliers sell to the same third markets. Zero is "nowhere both", one is "the same everywhere".
//!
//! Finger and Kreinin compare where each sends its own exports, so a small and a large supplier can be alike; Glick and Rose compare
//! volumes, so they cannot; the cosine is in between. A market is a recipient, or a recipient and a category of weapon. Weakness: sharing
//! a market may be competition, and it may be a division of labour.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use entente_core::unit::Tiv;

use super::concentration::{MinimumTotal, check_volumes};
use crate::{Card, Error};

/// What the number is and where it comes from.
pub const CARD: Card = Card {
    id: "arms_overlap",
    is: "overlap of two suppliers' third markets",
    unit: "score, 0 to 1; symmetric",
    missing: "undefined if either supplier's total over third markets is below the minimum (50 TIV); no record inside the source is zero by rule",
    formula: "FK = sum_r min(a_ir, a_kr), a = x_ir/x_i; GR = sum_r (x_ir+x_kr)/(x_i+x_k) (1 - |x_ir-x_kr|/(x_ir+x_kr)); cosine = x_i.x_k/(|x_i||x_k|)",
    source: "Finger & Kreinin 1979, doi:10.2307/2231506; Glick & Rose 1999, doi:10.1016/S0261-5606(99)00023-6",
};

/// Overlap of two suppliers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Overlap {
    /// Finger and Kreinin's similarity of shares, 0 to 1.
    pub finger_kreinin: f64,
    /// Glick and Rose's similarity of volumes, 0 to 1.
    pub glick_rose: f64,
    /// Cosine of the angle between the two rows of volumes, 0 to 1.
    pub cosine: f64,
}

/// Overlap from the volumes of both suppliers in each third market.
///
/// Shape: one cell per market, first supplier then second, in any order; [`align`] makes them. Markets where neither sells change nothing.
///
/// # Errors
/// A volume that is negative or not finite, or a total of either supplier below the minimum.
///
/// # Example
/// ```
/// use entente_core::unit::Tiv;
/// use entente_measures::arms::concentration::MinimumTotal;
/// use entente_measures::arms::overlap::overlap;
/// let same = overlap(&[[Tiv(60.0), Tiv(120.0)], [Tiv(30.0), Tiv(60.0)]], MinimumTotal::default()).unwrap();
/// assert!((same.finger_kreinin - 1.0).abs() < 1e-12 && (same.glick_rose - 2.0 / 3.0).abs() < 1e-12);
/// ```
pub fn overlap(markets: &[[Tiv; 2]], minimum: MinimumTotal) -> Result<Overlap, Error> {
    let first = check_volumes(CARD.id, markets.iter().map(|cell| cell[0]))?;
    let second = check_volumes(CARD.id, markets.iter().map(|cell| cell[1]))?;
    let total_1 = minimum.check(CARD.id, first.iter().sum())?;
    let total_2 = minimum.check(CARD.id, second.iter().sum())?;
    let sum = |of: fn(f64, f64, f64, f64) -> f64| -> f64 { first.iter().zip(&second).map(|(x, y)| of(*x, *y, total_1, total_2)).sum() };
    let lengths = (sum(|x, _, _, _| x * x) * sum(|_, y, _, _| y * y)).sqrt();
    Ok(Overlap {
        finger_kreinin: sum(|x, y, total_1, total_2| (x / total_1).min(y / total_2)).min(1.0),
        // Each summand of Glick and Rose is twice the lesser volume over both totals, which needs no case for an empty market.
        glick_rose: sum(|x, y, total_1, total_2| 2.0 * x.min(y) / (total_1 + total_2)).min(1.0),
        cosine: (sum(|x, y, _, _| x * y) / lengths).min(1.0),
    })
}

/// Joins two suppliers' volumes by market and keeps the third markets: those that belong to neither supplier.
///
/// # Example
/// ```
/// use std::collections::BTreeMap;
/// use entente_core::unit::Tiv;
/// use entente_measures::arms::overlap::align;
/// let (russia, china) = (BTreeMap::from([(710, Tiv(500.0)), (750, Tiv(90.0))]), BTreeMap::from([(770, Tiv(60.0))]));
/// let cells = align(&russia, &china, |recipient| ![365, 710].contains(recipient));
/// assert_eq!(cells, [[Tiv(90.0), Tiv(0.0)], [Tiv(0.0), Tiv(60.0)]]);
/// ```
pub fn align<M: Ord>(first: &BTreeMap<M, Tiv>, second: &BTreeMap<M, Tiv>, is_third: impl Fn(&M) -> bool) -> Vec<[Tiv; 2]> {
    let (mut first, mut second) = (first.iter().peekable(), second.iter().peekable());
    let mut cells = Vec::with_capacity(first.len() + second.len());
    // Both are in order, so that one pass over them is enough.
    loop {
        let order = match (first.peek(), second.peek()) {
            (Some((x, _)), Some((y, _))) => x.cmp(y),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => return cells,
        };
        let one = if order.is_le() { first.next() } else { None };
        let other = if order.is_ge() { second.next() } else { None };
        let volume = |of: Option<(&M, &Tiv)>| of.map_or(Tiv(0.0), |(_, tiv)| *tiv);
        if one.or(other).is_some_and(|(market, _)| is_third(market)) {
            cells.push([volume(one), volume(other)]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Reason;
    use entente_core::testkit::assert_close;
    use proptest::prelude::*;

    const NONE: MinimumTotal = MinimumTotal(Tiv(0.0));

    fn cells(first: &[f64], second: &[f64]) -> Vec<[Tiv; 2]> {
        first.iter().zip(second).map(|(x, y)| [Tiv(*x), Tiv(*y)]).collect()
    }

    /// By hand: x = 60 40 0, y = 0 10 10. Shares .6 .4 0 and 0 .5 .5: FK = .4. GR = 2 min / 120 = 20/120.
    /// Cosine = 400 / sqrt(5200 * 200) = .392232.
    #[test]
    fn worked_case() {
        let found = overlap(&cells(&[60.0, 40.0, 0.0], &[0.0, 10.0, 10.0]), NONE).unwrap();
        assert_close(found.finger_kreinin, 0.4, 1e-12); // rounding
        assert_close(found.glick_rose, 1.0 / 6.0, 1e-12);
        assert_close(found.cosine, 0.392232, 5e-7); // printed to six decimals
    }

    /// `oracle/overlap.csv`, made by `oracle/overlap.py` from the formulas as printed.
    #[test]
    fn agrees_with_the_oracle() {
        let mut rows = 0;
        for line in include_str!("../../oracle/overlap.csv").lines().skip(1) {
            let columns: Vec<&str> = line.split(',').collect();
            let volumes = |text: &str| text.split(' ').map(|v| v.parse().unwrap()).collect::<Vec<f64>>();
            let found = overlap(&cells(&volumes(columns[0]), &volumes(columns[1])), NONE).unwrap();
            for (value, expected) in [found.finger_kreinin, found.glick_rose, found.cosine].iter().zip(&columns[2..]) {
                assert_close(*value, expected.parse().unwrap(), 1e-12); // rounding
            }
            rows += 1;
        }
        assert_eq!(rows, 40);
    }

    #[test]
    fn undefined_where_either_sells_too_little() {
        let found = overlap(&cells(&[60.0, 40.0], &[49.0, 0.0]), MinimumTotal::default());
        assert_eq!(found, Err(Error::Undefined { measure: CARD.id, reason: Reason::BelowMinimum { total: 49.0, minimum: 50.0 } }));
        assert!(overlap(&[], NONE).is_err());
        assert!(overlap(&cells(&[60.0], &[-60.0]), NONE).is_err());
    }

    proptest! {
        #[test]
        fn symmetric_in_range_and_free_of_order_and_unit(
            pairs in prop::collection::vec((0.0f64..1e3, 0.0f64..1e3), 1..60), scale in 0.1f64..10.0,
        ) {
            prop_assume!(pairs.iter().map(|p| p.0).sum::<f64>() > 1.0 && pairs.iter().map(|p| p.1).sum::<f64>() > 1.0);
            let of = |pairs: &[(f64, f64)]| {
                let found = overlap(&pairs.iter().map(|(x, y)| [Tiv(*x), Tiv(*y)]).collect::<Vec<_>>(), NONE).unwrap();
                [found.finger_kreinin, found.glick_rose, found.cosine]
            };
            let plain = of(&pairs);
            let swapped = of(&pairs.iter().rev().map(|(x, y)| (*y, *x)).collect::<Vec<_>>());
            let scaled = of(&pairs.iter().map(|(x, y)| (x * scale, y * scale)).collect::<Vec<_>>());
            let first_scaled = of(&pairs.iter().map(|(x, y)| (x * scale, *y)).collect::<Vec<_>>());
            for k in 0..3 {
                prop_assert!((0.0..=1.0).contains(&plain[k]));
                prop_assert!((plain[k] - swapped[k]).abs() < 1e-9 && (plain[k] - scaled[k]).abs() < 1e-9);
            }
            // Size of one supplier matters to Glick and Rose alone.
            prop_assert!((plain[0] - first_scaled[0]).abs() < 1e-9 && (plain[2] - first_scaled[2]).abs() < 1e-9);
        }
    }
}
