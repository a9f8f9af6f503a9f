//! Where a flow of arms stands in a year against its own past.
//!
//! The years are those in which both states share a day, so that a state that comes back is compared with itself across the gap.

use entente_measures::arms::taper::five_year_means;
use entente_measures::trend::change_point::{FACTORS, change_points_at};
use entente_measures::trend::mann_kendall::{SerialCorrection, mann_kendall_serial};
use entente_measures::trend::sen_slope::sen_slope;

/// Years back over which a trend is taken (chosen: four five-year windows; at half a procurement cycle looks like a trend, at double
/// the cold war is in it).
const TREND: i32 = 20;

/// Least number of years with a delivery (chosen: one contract seldom delivers in more years than four).
const MIN_DELIVERIES: usize = 5;

/// Trend figures of a flow in one year; none where it has no such figure.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Figures {
    /// Five-year mean over the highest so far.
    pub(crate) taper: Option<f64>,
    /// Score of Mann and Kendall.
    pub(crate) trend_z: Option<f64>,
    /// Slope of Sen.
    pub(crate) sen_slope: Option<f64>,
    /// First year of the newest level at each penalty; none where the series has no noise to measure breaks against.
    pub(crate) breaks: Option<[Option<i32>; FACTORS.len()]>,
    /// False where there are too few deliveries for all but the first.
    pub(crate) is_enough: bool,
}

impl Figures {
    /// Figures in the year at that place of the years.
    pub(crate) fn new(years: &[i32], volumes: &[f64], now: usize) -> Self {
        let means = five_year_means(&volumes[..=now]);
        let height = means.iter().copied().fold(0.0, f64::max);
        let taper = means.last().filter(|_| height > 0.0).map(|last| last / height);
        let first = (now + 1).saturating_sub(TREND as usize);
        let recent = &volumes[first..=now];
        if recent.iter().filter(|v| **v > 0.0).count() < MIN_DELIVERIES {
            return Self { taper, ..Self::default() };
        }
        let logs: Vec<f64> = recent.iter().map(|v| v.ln_1p()).collect();
        let times: Vec<f64> = years[first..=now].iter().map(|y| f64::from(*y)).collect();
        let newest = change_points_at(&logs, &FACTORS, 2).ok().map(|found| {
            let mut breaks = [None; FACTORS.len()];
            for (at, year) in found.iter().zip(&mut breaks) {
                *year = at.division.breaks.last().map(|last| years[first + last]);
            }
            breaks
        });
        Self {
            taper,
            trend_z: mann_kendall_serial(&logs, SerialCorrection::default()).ok().map(|trend| trend.z),
            sen_slope: sen_slope(&times, &logs).ok(),
            breaks: newest,
            is_enough: true,
        }
    }
}
