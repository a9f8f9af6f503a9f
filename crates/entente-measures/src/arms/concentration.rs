//! One number: how few suppliers a recipient's arms come from. One is "all from one", one over n is "evenly from n".
//!
//! Squares of shares, because they weigh the suppliers that matter and need no choice of how many to count. Weakness: it does not see
//! whether the suppliers are allies of each other, nor whether one could step in for another.

use entente_core::unit::Tiv;

use crate::{Card, Error, Reason, check_finite};

/// What the number is and where it comes from.
pub const CARD: Card = Card {
    id: "arms_concentration",
    is: "concentration of a recipient's arms on its suppliers",
    unit: "Herfindahl index, 1/n to 1; its inverse is a number of suppliers",
    missing: "undefined if the recipient's total is below the minimum (50 TIV); a pair without record inside the source is zero by rule",
    formula: "H = sum_i s_i^2; effective suppliers 1/H; normalised (H - 1/n)/(1 - 1/n), n suppliers with a volume above zero",
    source: "Hirschman 1964, American Economic Review 54(5):761; effective number Laakso & Taagepera 1979, doi:10.1177/001041407901200101",
};

/// The least total of which shares are made.
///
/// Fifty TIV is chosen, because below it one delivery decides every share. Of the 169 recipients of 2016 to 2020 it leaves 100 with a
/// number; at 25 it is 119 and at 100 it is 87. Of the 68 suppliers it leaves 38; 41 and 33.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MinimumTotal(pub Tiv);

impl Default for MinimumTotal {
    fn default() -> Self {
        Self(Tiv(50.0))
    }
}

impl MinimumTotal {
    /// The total, if it is large enough to make shares of. Zero never is.
    pub(crate) fn check(self, measure: &'static str, total: f64) -> Result<f64, Error> {
        let minimum = self.0.0;
        if total > 0.0 && total >= minimum {
            Ok(total)
        } else {
            Err(Error::Undefined { measure, reason: Reason::BelowMinimum { total, minimum } })
        }
    }
}

/// How a recipient's arms divide over its suppliers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Concentration {
    /// Sum of squared shares, 1/n to 1.
    pub herfindahl: f64,
    /// Number of equal suppliers with the same concentration, 1 to n.
    pub effective_suppliers: f64,
    /// Concentration between an even division (0) and a single supplier (1). None with one supplier, where the two are the same.
    pub normalised: Option<f64>,
    /// Suppliers with a volume above zero.
    pub suppliers: usize,
}

/// Concentration from the volume of each supplier over the window.
///
/// Shape: one value per supplier, in any order; zeros are not suppliers.
///
/// # Errors
/// A volume that is negative or not finite, or a total below the minimum.
///
/// # Example
/// ```
/// use entente_core::unit::Tiv;
/// use entente_measures::arms::concentration::{MinimumTotal, concentration};
/// let found = concentration(&[60., 25., 10., 5.].map(Tiv), MinimumTotal::default()).unwrap();
/// assert!((found.herfindahl - 0.435).abs() < 1e-12 && (found.effective_suppliers - 2.29885).abs() < 5e-6);
/// ```
pub fn concentration(volumes: &[Tiv], minimum: MinimumTotal) -> Result<Concentration, Error> {
    let values = check_volumes(CARD.id, volumes.iter().copied())?;
    let total = minimum.check(CARD.id, values.iter().sum())?;
    let herfindahl: f64 = values.iter().map(|v| (v / total).powi(2)).sum();
    let suppliers = values.iter().filter(|v| **v > 0.0).count();
    let even = 1.0 / suppliers as f64;
    Ok(Concentration {
        herfindahl,
        effective_suppliers: 1.0 / herfindahl,
        normalised: (suppliers > 1).then(|| ((herfindahl - even) / (1.0 - even)).clamp(0.0, 1.0)),
        suppliers,
    })
}

/// The plain numbers, if every one is finite and not negative.
pub(crate) fn check_volumes(measure: &'static str, volumes: impl Iterator<Item = Tiv>) -> Result<Vec<f64>, Error> {
    let values: Vec<f64> = volumes.map(|tiv| tiv.0).collect();
    check_finite(measure, &values)?;
    match values.iter().find(|v| **v < 0.0) {
        Some(value) => Err(Error::Domain { measure, value: *value, domain: "volumes of zero or more" }),
        None => Ok(values),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use entente_core::testkit::assert_close;
    use proptest::prelude::*;

    /// By hand: .36 + .0625 + .01 + .0025 = .435; 1/.435 = 2.29885; (.435 - .25)/.75 = .246667.
    #[test]
    fn worked_case() {
        let found = concentration(&[0.6, 0.25, 0.1, 0.05, 0.0].map(Tiv), MinimumTotal(Tiv(0.0))).unwrap();
        assert_close(found.herfindahl, 0.435, 1e-12); // rounding
        assert_close(found.effective_suppliers, 2.29885, 5e-6); // printed to five decimals
        assert_close(found.normalised.unwrap(), 0.246667, 5e-7); // printed to six decimals
        assert_eq!(found.suppliers, 4);
    }

    #[test]
    fn a_single_supplier_has_no_normalised_value() {
        let found = concentration(&[Tiv(80.0)], MinimumTotal::default()).unwrap();
        assert_eq!((found.herfindahl, found.effective_suppliers, found.normalised), (1.0, 1.0, None));
    }

    #[test]
    fn undefined_below_the_minimum_and_without_volume() {
        let below = concentration(&[Tiv(49.9)], MinimumTotal::default());
        assert_eq!(below, Err(Error::Undefined { measure: CARD.id, reason: Reason::BelowMinimum { total: 49.9, minimum: 50.0 } }));
        assert!(concentration(&[], MinimumTotal(Tiv(0.0))).is_err());
        assert!(concentration(&[Tiv(60.0), Tiv(-1.0)], MinimumTotal::default()).is_err());
        assert!(concentration(&[Tiv(60.0), Tiv(f64::NAN)], MinimumTotal::default()).is_err());
    }

    proptest! {
        #[test]
        fn in_range_and_free_of_order_unit_and_zeros(mut volumes in prop::collection::vec(0.01f64..1e4, 2..40), scale in 1.0f64..100.0) {
            let none = MinimumTotal(Tiv(0.0));
            let of = |values: &[f64]| concentration(&values.iter().map(|v| Tiv(*v)).collect::<Vec<_>>(), none).unwrap();
            let found = of(&volumes);
            prop_assert!(found.herfindahl >= 1.0 / found.suppliers as f64 - 1e-12 && found.herfindahl <= 1.0 + 1e-12);
            prop_assert!((1.0 - 1e-9..=volumes.len() as f64 + 1e-9).contains(&found.effective_suppliers));
            let scaled = of(&volumes.iter().map(|v| v * scale).collect::<Vec<_>>());
            prop_assert!((found.herfindahl - scaled.herfindahl).abs() < 1e-12);
            volumes.reverse();
            volumes.push(0.0);
            let reordered = of(&volumes);
            prop_assert!((found.herfindahl - reordered.herfindahl).abs() < 1e-12);
            prop_assert_eq!(found.suppliers, reordered.suppliers);
        }
    }
}
