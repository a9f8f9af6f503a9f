//! Sums without rounding.
//!
//! A double is a whole number times a power of two. So every sum of doubles, and of products of two, is one whole number of some thousand
//! bits, and adding in whole numbers has no order. [`Sum`] is that number while it grows: digits of 32 bits, each in a word of 64, of
//! which only those are kept that some value touched. [`Ratio`] rounds it once, at the end.
//!
//! Its weakness is its cost: about ten times that of adding doubles, and some hundred bytes for each group.

pub mod moments;
pub mod ratio;

pub use ratio::Ratio;

use num_bigint::BigInt;

/// Exponent of the lowest digit: below it nothing can lie, since the least product of two doubles is 2 to the -2148.
const LOWEST: i64 = -2176;
/// Additions after which digits are carried: each adds less than 2 to the 32, and a word holds 2 to the 63.
const CARRY_EVERY: u32 = 1 << 30;

/// A growing sum of doubles, whole numbers and products, exact.
#[derive(Debug, Clone, Default)]
pub struct Sum {
    /// Place of the first digit kept, counted from [`LOWEST`] in steps of 32 bits.
    first: usize,
    digits: Vec<i64>,
    /// Additions since the last carry.
    pending: u32,
}

/// Says whether a value is added or taken away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// Added.
    Add,
    /// Taken away again, as when a window moves on.
    Retract,
}

/// A finite double as sign, whole number and exponent.
fn parts(x: f64) -> (bool, u64, i64) {
    let bits = x.to_bits();
    let (exponent, fraction) = ((bits >> 52 & 0x7ff) as i64, bits & ((1 << 52) - 1));
    let (mantissa, exponent) = if exponent == 0 { (fraction, -1074) } else { (fraction | 1 << 52, exponent - 1075) };
    (x.is_sign_negative(), mantissa, exponent)
}

impl Sum {
    /// Adds a finite double.
    pub fn real(&mut self, x: f64, way: Way) {
        debug_assert!(x.is_finite());
        let (is_negative, mantissa, exponent) = parts(x);
        self.digits(is_negative ^ (way == Way::Retract), mantissa, exponent);
    }

    /// Adds the product of two finite doubles.
    pub fn product(&mut self, x: f64, y: f64, way: Way) {
        let ((x_negative, x, x_exponent), (y_negative, y, y_exponent)) = (parts(x), parts(y));
        let (product, exponent) = (u128::from(x) * u128::from(y), x_exponent + y_exponent);
        let is_negative = x_negative ^ y_negative ^ (way == Way::Retract);
        self.digits(is_negative, product as u64, exponent);
        self.digits(is_negative, (product >> 64) as u64, exponent + 64);
    }

    /// Adds a whole number.
    pub fn whole(&mut self, x: i64, way: Way) {
        self.digits((x < 0) ^ (way == Way::Retract), x.unsigned_abs(), 0);
    }

    fn digits(&mut self, is_negative: bool, mantissa: u64, exponent: i64) {
        if mantissa == 0 {
            return;
        }
        let place = (exponent - LOWEST) as usize;
        let (at, wide) = (place / 32, u128::from(mantissa) << (place % 32));
        self.reserve(at, 3);
        for (n, digit) in self.digits[at - self.first..][..3].iter_mut().enumerate() {
            let part = i64::from((wide >> (32 * n)) as u32);
            *digit += if is_negative { -part } else { part };
        }
        self.pending += 1;
        if self.pending == CARRY_EVERY {
            self.carry();
        }
    }

    /// Makes room for so many digits from that place on.
    fn reserve(&mut self, at: usize, many: usize) {
        if self.digits.is_empty() {
            self.first = at;
        }
        if at < self.first {
            self.digits.splice(0..0, std::iter::repeat_n(0, self.first - at));
            self.first = at;
        }
        let needed = at + many - self.first;
        if needed > self.digits.len() {
            self.digits.resize(needed, 0);
        }
    }

    /// Brings every digit but the last between 0 and 2 to the 32; the last carries the sign.
    fn carry(&mut self) {
        self.pending = 0;
        let Some(last) = self.digits.len().checked_sub(1) else { return };
        for n in 0..last {
            let carried = self.digits[n] >> 32;
            self.digits[n] &= 0xffff_ffff;
            self.digits[n + 1] += carried;
        }
        let top = self.digits[last];
        if top.unsigned_abs() >> 40 != 0 {
            self.digits[last] = top & 0xffff_ffff;
            self.digits.push(top >> 32);
        }
    }

    /// Adds another sum.
    pub fn merge(&mut self, other: &Self) {
        let mut other = other.clone();
        other.carry();
        self.carry();
        if other.digits.is_empty() {
            return;
        }
        self.reserve(other.first, other.digits.len());
        for (mine, others) in self.digits[other.first - self.first..].iter_mut().zip(&other.digits) {
            *mine += others;
        }
        self.carry();
    }

    /// The whole number and the power of two that it is to be multiplied with.
    pub fn value(&self) -> (BigInt, i64) {
        let mut whole = BigInt::ZERO;
        for digit in self.digits.iter().rev() {
            whole = (whole << 32) + digit;
        }
        (whole, LOWEST + 32 * self.first as i64)
    }

    /// Appends the sum to bytes.
    pub fn write(&mut self, bytes: &mut Vec<u8>) {
        self.carry();
        bytes.extend((self.first as u32).to_le_bytes());
        bytes.extend((self.digits.len() as u32).to_le_bytes());
        self.digits.iter().for_each(|digit| bytes.extend(digit.to_le_bytes()));
    }

    /// Reads a sum from the front of bytes; none where they are not one.
    pub fn read(bytes: &mut &[u8]) -> Option<Self> {
        let first = u32::from_le_bytes(*bytes.split_off(..4)?.as_array()?) as usize;
        let many = u32::from_le_bytes(*bytes.split_off(..4)?.as_array()?) as usize;
        let digits = bytes.split_off(..many.checked_mul(8)?)?.chunks_exact(8);
        let digits = digits.map(|d| d.as_array().map(|d| i64::from_le_bytes(*d))).collect::<Option<Vec<i64>>>()?;
        Some(Self { first, digits, pending: 0 })
    }
}
