//! Words for probabilities: the one scale of this project, Intelligence Community Directive 203 (2015), table of section D.6.
//!
//! A likelihood word never stands in one sentence with a confidence level, and nothing is ever said to be 0 or 100 in a hundred.

/// Name of the scale, printed wherever its words are.
pub const SCALE: &str = "ICD 203";

/// The word and the range it stands for, in hundredths.
///
/// # Example
/// ```
/// use entente_claims::likelihood::word;
/// assert_eq!(word(0.7), ("likely", 55, 80));
/// assert_eq!(word(1.0), ("almost certain", 95, 99));
/// ```
pub fn word(probability: f64) -> (&'static str, u8, u8) {
    match probability {
        p if p < 0.05 => ("almost no chance", 1, 5),
        p if p < 0.20 => ("very unlikely", 5, 20),
        p if p < 0.45 => ("unlikely", 20, 45),
        p if p <= 0.55 => ("roughly even", 45, 55),
        p if p <= 0.80 => ("likely", 55, 80),
        p if p <= 0.95 => ("very likely", 80, 95),
        _ => ("almost certain", 95, 99),
    }
}

/// The probability as it is printed: whole hundredths, never 0 and never 100.
pub fn percent(probability: f64) -> u8 {
    (probability * 100.0).round().clamp(1.0, 99.0) as u8
}
