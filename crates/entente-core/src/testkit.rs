//! Helpers for the tests of the crates above.

use std::path::PathBuf;

/// Asserts that two numbers differ by at most `tolerance`; two undefined numbers are equal.
///
/// # Panics
/// If they differ by more.
#[track_caller]
pub fn assert_close(actual: f64, expected: f64, tolerance: f64) {
    let is_close = (actual - expected).abs() <= tolerance || (actual.is_nan() && expected.is_nan());
    assert!(is_close, "{actual} is not within {tolerance} of {expected}");
}

/// The folder with the publishers' files: `ENTENTE_TEST_DATA`, else `shared/data` beside the project. None where absent, and
/// then a line on stderr says what was skipped.
#[allow(clippy::print_stderr)]
pub fn publishers_data(what: &str) -> Option<PathBuf> {
    let place = std::env::var_os("ENTENTE_TEST_DATA")
        .map_or_else(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data")), PathBuf::from);
    if place.is_dir() {
        Some(place)
    } else {
        eprintln!("skipped: {what}: no data at {}", place.display());
        None
    }
}
