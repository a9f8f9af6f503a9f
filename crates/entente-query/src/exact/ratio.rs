//! An exact fraction, and the double nearest to it.

use num_bigint::{BigInt, BigUint, Sign};

use super::Sum;

/// A whole number times a power of two.
#[derive(Debug, Clone)]
pub struct Ratio {
    above: BigInt,
    exponent: i64,
}

impl Ratio {
    /// The value of a sum.
    pub fn of(sum: &Sum) -> Self {
        let (above, exponent) = sum.value();
        Self { above, exponent }
    }

    /// The product of both.
    pub fn times(&self, other: &Self) -> Self {
        Self { above: &self.above * &other.above, exponent: self.exponent + other.exponent }
    }

    /// The product with a count.
    pub fn many(&self, count: i64) -> Self {
        Self { above: &self.above * count, exponent: self.exponent }
    }

    /// The difference of both.
    pub fn minus(&self, other: &Self) -> Self {
        let exponent = self.exponent.min(other.exponent);
        let at = |r: &Self| &r.above << (r.exponent - exponent);
        Self { above: at(self) - at(other), exponent }
    }

    /// Says whether it is nothing.
    pub fn is_zero(&self) -> bool {
        self.above.sign() == Sign::NoSign
    }

    /// The whole number, where it is one that 64 bits hold.
    pub fn whole(&self) -> Option<i64> {
        let scaled = if self.exponent >= 0 { &self.above << self.exponent } else { &self.above >> -self.exponent };
        i64::try_from(scaled).ok()
    }

    /// The double nearest to this number divided by another, ties to even, as IEEE 754 rounds a single operation.
    ///
    /// None where that is too large for a double, or where the other is zero.
    pub fn over(&self, below: &Self) -> Option<f64> {
        if below.is_zero() {
            return None;
        }
        let is_negative = (self.above.sign() == Sign::Minus) != (below.above.sign() == Sign::Minus);
        let size = nearest(self.above.magnitude(), below.above.magnitude(), self.exponent - below.exponent)?;
        Some(if is_negative && size != 0.0 { -size } else { size })
    }

    /// The double nearest to this number divided by a count.
    pub fn over_count(&self, count: i128) -> Option<f64> {
        self.over(&Self { above: count.into(), exponent: 0 })
    }
}

/// The double nearest to `above / below * 2^exponent`.
fn nearest(above: &BigUint, below: &BigUint, exponent: i64) -> Option<f64> {
    if above.bits() == 0 {
        return Some(0.0);
    }
    // The quotient gets 66 or 67 bits; what lies beneath only decides a tie.
    let shift = 66 + below.bits() as i64 - above.bits() as i64;
    let (above, below) = if shift >= 0 { (above << shift, below.clone()) } else { (above.clone(), below << -shift) };
    let quotient = u128::try_from(&above / &below).ok()?;
    let is_more = &above % &below != BigUint::ZERO;
    let lowest = exponent - shift;
    let highest = lowest + 127 - i64::from(quotient.leading_zeros());
    if highest > 1023 {
        return None;
    }
    // The last bit that a double of this size has; for the smallest ones that of the subnormals.
    let last = (highest - 52).max(-1074);
    let drop = last - lowest;
    if drop >= 127 {
        return Some(0.0);
    }
    let (kept, rest, half) = (quotient >> drop, quotient & ((1 << drop) - 1), 1 << (drop - 1));
    let is_up = rest > half || rest == half && (is_more || kept & 1 == 1);
    let bits = kept as u64 + u64::from(is_up) + ((last + 1074) as u64).wrapping_shl(52);
    Some(f64::from_bits(bits)).filter(|x| x.is_finite())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::Way;
    use super::*;

    fn sum(values: &[f64]) -> Sum {
        let mut sum = Sum::default();
        values.iter().for_each(|x| sum.real(*x, Way::Add));
        sum
    }

    fn total(values: &[f64]) -> Option<f64> {
        Ratio::of(&sum(values)).over_count(1)
    }

    #[test]
    fn sums_that_doubles_get_wrong() {
        assert_eq!(total(&[0.1; 10]), Some(1.0));
        assert_eq!(total(&[1e16, 1.0, -1e16]), Some(1.0));
        assert_eq!(total(&[1e308, 1e308, -1e308]), Some(1e308));
        assert_eq!(total(&[f64::MAX, f64::MAX]), None);
        // Just under half a unit of the last place stays; with one bit more it goes up.
        let half = f64::MAX.next_down() - f64::MAX;
        assert_eq!(total(&[f64::MAX, -half / 2.0]), None);
        assert_eq!(total(&[f64::MAX, (-half / 2.0).next_down()]), Some(f64::MAX));
        assert_eq!(total(&[5e-324, 5e-324]), Some(1e-323));
        assert_eq!(total(&[1e-300, -1e-300]), Some(0.0));
        // 1 + 2^-53 lies between two doubles; the least bit below decides.
        let tie = 2f64.powi(-53);
        assert_eq!(total(&[1.0, tie]), Some(1.0));
        assert_eq!(total(&[1.0, tie, 5e-324]), Some(1.0f64.next_up()));
        assert_eq!(total(&[1.0, tie, -5e-324]), Some(1.0));
    }

    #[test]
    fn division_rounds_once() {
        for (above, below) in [(1, 3), (2, 3), (1, 10), (7, 49), (-5, 7), (1 << 60, 3), (9_007_199_254_740_993, 1)] {
            let mut sum = Sum::default();
            sum.whole(above, Way::Add);
            let expected = if above.abs() < 1 << 53 { above as f64 / below as f64 } else { (i128::from(above) as f64) / below as f64 };
            if above.abs() < 1 << 53 || below == 1 {
                assert_eq!(Ratio::of(&sum).over_count(below), Some(expected), "{above}/{below}");
            }
        }
        // A third of the least subnormal is nothing, two thirds are one.
        assert_eq!(Ratio::of(&sum_of(5e-324)).over_count(3), Some(0.0));
        assert_eq!(Ratio::of(&sum(&[5e-324, 5e-324])).over_count(3), Some(5e-324));
    }

    fn sum_of(x: f64) -> Sum {
        sum(&[x])
    }

    /// Doubles of all sizes, with near cancellations.
    fn doubles() -> impl Strategy<Value = Vec<f64>> {
        let any = any::<f64>().prop_filter("finite", |x| x.is_finite());
        prop::collection::vec(prop_oneof![any, -1e3..1e3f64, Just(1e16), Just(-1e16), Just(0.1)], 0..40)
    }

    proptest! {
        /// The sum of whole numbers that doubles hold exactly is the one of 128 bits.
        #[test]
        fn whole_numbers_agree_with_integers(values in prop::collection::vec(-(1i64 << 53)..(1i64 << 53), 0..60)) {
            let exact: i128 = values.iter().map(|x| i128::from(*x)).sum();
            let reals: Vec<f64> = values.iter().map(|x| *x as f64).collect();
            // The cast rounds to nearest, ties to even.
            prop_assert_eq!(total(&reals), Some(exact as f64));
            let mut wholes = Sum::default();
            values.iter().for_each(|x| wholes.whole(*x, Way::Add));
            prop_assert_eq!(i128::from(Ratio::of(&wholes).whole().unwrap()), exact);
        }

        /// Sums of products of whole numbers, too.
        #[test]
        fn products_agree_with_integers(values in prop::collection::vec((-(1i64 << 53)..(1i64 << 53), -(1i64 << 20)..(1i64 << 20)), 0..60)) {
            let exact: i128 = values.iter().map(|(x, y)| i128::from(*x) * i128::from(*y)).sum();
            let mut sum = Sum::default();
            values.iter().for_each(|(x, y)| sum.product(*x as f64, *y as f64, Way::Add));
            prop_assert_eq!(Ratio::of(&sum).over_count(1), Some(exact as f64));
        }

        /// Decimal fractions against the truth in whole numbers: n hundredths summed, divided by what they are hundredths of.
        #[test]
        fn order_and_grouping_do_not_matter(values in doubles(), cut in 0usize..40, seed in any::<u64>()) {
            let mut shuffled = values.clone();
            let mut state = seed | 1;
            for n in (1..shuffled.len()).rev() {
                state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
                shuffled.swap(n, (state >> 33) as usize % (n + 1));
            }
            prop_assert_eq!(total(&values).map(f64::to_bits), total(&shuffled).map(f64::to_bits));
            let (left, right) = shuffled.split_at(cut.min(shuffled.len()));
            let mut merged = sum(right);
            let mut bytes = Vec::new();
            sum(left).write(&mut bytes);
            merged.merge(&Sum::read(&mut &bytes[..]).unwrap());
            prop_assert_eq!(total(&values).map(f64::to_bits), Ratio::of(&merged).over_count(1).map(f64::to_bits));
        }

        /// What was added and taken away leaves no trace.
        #[test]
        fn retracting_is_exact(values in doubles(), gone in doubles()) {
            let mut moving = sum(&gone);
            values.iter().for_each(|x| moving.real(*x, Way::Add));
            gone.iter().for_each(|x| moving.real(*x, Way::Retract));
            prop_assert_eq!(total(&values), Ratio::of(&moving).over_count(1));
        }

        /// Against a plain reference: the same fraction as whole numbers, shifted until nothing is left of the point.
        #[test]
        fn one_value_and_one_quotient_are_what_the_processor_says(x in any::<f64>(), y in any::<f64>()) {
            prop_assume!(x.is_finite() && y.is_finite() && y != 0.0);
            let quotient = Ratio::of(&sum_of(x)).over(&Ratio::of(&sum_of(y)));
            let expected = Some(x / y).filter(|q| q.is_finite());
            prop_assert_eq!(quotient, expected);
            prop_assert_eq!(total(&[x]), Some(x));
            let plus = Some(x + y).filter(|s| s.is_finite());
            prop_assert_eq!(total(&[x, y]), plus);
        }
    }
}
