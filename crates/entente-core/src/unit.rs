//! Units that refuse to mix.
//!
//! Two forms of the same rule: [`Tiv`] and [`UsdBn`] for code, where the wrong division does not compile, and [`Quantity`]
//! for values named in a case file, where it is an error that says why.

use std::fmt;
use std::ops::{Add, Div};

use serde::{Deserialize, Serialize};

/// What a number counts. The text form is the suffix used in column names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// SIPRI trend-indicator value, in millions: a volume of military capability, not money.
    Tiv,
    /// Thousand million US dollars of the year.
    UsdBn,
    /// Thousand million US dollars at constant prices.
    UsdConstantBn,
    /// Share of a whole, 0 to 1.
    Share,
    /// Hundredths of a whole, 0 to 100.
    Percent,
    /// A number of things.
    Count,
    /// Kilometres.
    Km,
    /// Years.
    Years,
    /// A score without a unit; its range is stated where it is defined.
    Score,
    /// A quotient of two equal units.
    Ratio,
}

/// Why two quantities do not combine.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UnitError {
    /// Volume over money, the field's classic.
    #[error(
        "{left} {operation} {right} does not compute: TIV measures the volume of military capability transferred, not its price, \
         and SIPRI asks not to set it against trade, spending or GDP; use a share of TIV, or a customs value in usd_bn"
    )]
    VolumeAndMoney {
        /// Left unit.
        left: Unit,
        /// What was tried.
        operation: &'static str,
        /// Right unit.
        right: Unit,
    },
    /// Any other mixture.
    #[error("{left} {operation} {right} does not compute: the units differ; convert one of them first")]
    Differ {
        /// Left unit.
        left: Unit,
        /// What was tried.
        operation: &'static str,
        /// Right unit.
        right: Unit,
    },
}

impl Unit {
    /// The word used in files and outputs.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Tiv => "tiv",
            Self::UsdBn => "usd_bn",
            Self::UsdConstantBn => "usd_constant_bn",
            Self::Share => "share",
            Self::Percent => "percent",
            Self::Count => "count",
            Self::Km => "km",
            Self::Years => "years",
            Self::Score => "score",
            Self::Ratio => "ratio",
        }
    }

    fn is_money(self) -> bool {
        matches!(self, Self::UsdBn | Self::UsdConstantBn)
    }

    /// Refuses two units that may not meet in an operation.
    ///
    /// # Errors
    /// [`UnitError::VolumeAndMoney`] for TIV with money, [`UnitError::Differ`] for any other two.
    pub fn check_same(self, operation: &'static str, right: Unit) -> Result<(), UnitError> {
        let pair = (self == Unit::Tiv && right.is_money()) || (right == Unit::Tiv && self.is_money());
        match (self == right, pair) {
            (true, _) => Ok(()),
            (_, true) => Err(UnitError::VolumeAndMoney { left: self, operation, right }),
            _ => Err(UnitError::Differ { left: self, operation, right }),
        }
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A value with its unit, for numbers whose unit is only known when a file is read.
///
/// # Example
/// ```
/// use entente_core::{Quantity, Unit};
/// let arms = Quantity::new(547.0, Unit::Tiv);
/// let trade = Quantity::new(107.8, Unit::UsdBn);
/// assert!(arms.divided_by(trade).unwrap_err().to_string().contains("not its price"));
/// assert_eq!(arms.divided_by(arms).unwrap().value, 1.0);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Quantity {
    /// The number.
    pub value: f64,
    /// What it counts.
    pub unit: Unit,
}

impl Quantity {
    /// Joins a number and its unit.
    pub fn new(value: f64, unit: Unit) -> Self {
        Self { value, unit }
    }

    /// The quotient of two equal units, as a ratio.
    ///
    /// # Errors
    /// Units that differ.
    pub fn divided_by(self, other: Self) -> Result<Self, UnitError> {
        self.unit.check_same("divided by", other.unit)?;
        Ok(Self::new(self.value / other.value, Unit::Ratio))
    }
}

/// SIPRI trend-indicator value, millions. Divides only by itself.
///
/// ```compile_fail
/// use entente_core::unit::{Tiv, UsdBn};
/// let _ = Tiv(547.0) / UsdBn(107.8); // volume over money does not compile
/// ```
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Default)]
pub struct Tiv(pub f64);

/// Thousand million US dollars. Divides only by itself.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Default)]
pub struct UsdBn(pub f64);

macro_rules! same_unit_arithmetic {
    ($($unit:ident),*) => {$(
        impl Div for $unit {
            type Output = f64;
            fn div(self, other: Self) -> f64 { self.0 / other.0 }
        }
        impl Add for $unit {
            type Output = Self;
            fn add(self, other: Self) -> Self { Self(self.0 + other.0) }
        }
        impl std::iter::Sum for $unit {
            fn sum<I: Iterator<Item = Self>>(values: I) -> Self { Self(values.map(|v| v.0).sum()) }
        }
    )*};
}
same_unit_arithmetic!(Tiv, UsdBn);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tiv_refuses_money_in_both_orders_and_says_why() {
        for (left, right) in [(Unit::Tiv, Unit::UsdBn), (Unit::UsdConstantBn, Unit::Tiv)] {
            let error = left.check_same("divided by", right).unwrap_err();
            assert!(matches!(error, UnitError::VolumeAndMoney { .. }), "{error}");
        }
    }

    #[test]
    fn other_mixtures_are_refused_too() {
        assert!(matches!(Unit::Km.check_same("plus", Unit::Count), Err(UnitError::Differ { .. })));
        assert!(Unit::UsdBn.check_same("plus", Unit::UsdConstantBn).is_err());
    }
}
