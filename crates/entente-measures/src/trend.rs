//! Change over time: direction, slope, breaks, and what follows if a condition lasts.

pub mod change_point;
pub mod mann_kendall;
pub mod sen_slope;
pub mod slope;
pub mod switching_walk;

use statrs::distribution::{ContinuousCDF, Normal};

/// The standard normal distribution function.
pub(crate) fn phi(z: f64) -> f64 {
    Normal::standard().cdf(z)
}

/// The rounded Russia-to-China values used as a fixture by the trend measures, 2000 to 2020.
#[cfg(test)]
pub(crate) const FIXTURE: [f64; 21] = [
    2205., 2463., 2509., 2073., 2884., 3066., 2444., 1360., 1483., 1093., 683., 760., 626., 661., 560., 766., 772., 1230., 1686., 1095.,
    547.,
];
