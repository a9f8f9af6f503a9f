//! Numbers to text as R's `as.character` writes them.
//!
//! Source: R's `scientific` and `formatReal` (format.c), at the 15 significant digits that `as.character` uses.

use super::NA_INT;

/// The low word of the one NaN that R calls NA.
const NA_LOW_WORD: u64 = 1954;

/// An integer as R writes it; none for NA.
pub(super) fn integer_text(value: i32) -> Option<String> {
    (value != NA_INT).then(|| value.to_string())
}

/// A real as R writes it; none for NA.
///
/// The shortest digits, at most 15; in scientific notation if that is narrower by more than `scipen` characters.
pub(super) fn real_text(value: f64, scipen: i32) -> Option<String> {
    if value.is_nan() {
        return (value.to_bits() & 0xffff_ffff != NA_LOW_WORD).then(|| "NaN".to_owned());
    }
    if value.is_infinite() {
        return Some(if value > 0.0 { "Inf" } else { "-Inf" }.to_owned());
    }
    if value == 0.0 {
        return Some("0".to_owned());
    }
    let rounded = format!("{value:.14e}");
    let (mantissa, exponent) = rounded.split_once('e')?;
    let exponent: i32 = exponent.parse().ok()?;
    let mantissa = mantissa.trim_end_matches('0').trim_end_matches('.');
    let digits = mantissa.bytes().filter(u8::is_ascii_digit).count() as i32;

    let decimals = (digits - exponent - 1).max(0);
    let fixed_width = exponent.max(0) + 1 + if decimals > 0 { decimals + 1 } else { 0 };
    let scientific_width = digits + i32::from(digits > 1) + if exponent.abs() >= 100 { 5 } else { 4 };
    if fixed_width <= scientific_width.saturating_add(scipen) {
        return Some(format!("{value:.*}", decimals.unsigned_abs() as usize));
    }
    let sign = if exponent < 0 { '-' } else { '+' };
    Some(format!("{mantissa}e{sign}{:02}", exponent.abs()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_reals_as_r_does() {
        // From R 4.2.2: as.character(c(...)), scipen = 0.
        let cases = [
            (1.0, "1"),
            (-2.5, "-2.5"),
            (100_000.0, "1e+05"),
            (123_456.0, "123456"),
            (0.1, "0.1"),
            (1e-4, "1e-04"),
            (0.000_123_4, "0.0001234"),
            (1e15, "1e+15"),
            (1e-300, "1e-300"),
            (f64::INFINITY, "Inf"),
            (f64::NAN, "NaN"),
        ];
        for (value, text) in cases {
            assert_eq!(real_text(value, 0).as_deref(), Some(text));
        }
        assert_eq!(real_text(100_000.0, 5).as_deref(), Some("100000"));
    }

    #[test]
    fn na_is_not_a_text() {
        assert_eq!(real_text(f64::from_bits(0x7ff0_0000_0000_07a2), 0), None);
        assert_eq!(integer_text(NA_INT), None);
        assert_eq!(integer_text(100_000).as_deref(), Some("100000"));
    }
}
