//! One `Scale` turns the numbers of one axis into positions in an image; `ticks` chooses the round numbers to print.
//!
//! Scales are linear, since a logarithmic one hides from most readers how unequal two states are.
//!
//! Known weakness: values beyond the ends are placed at the end, so the caller must choose ends that hold the data.

/// Maps numbers to positions along one axis; a value beyond the ends is placed at the end.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scale {
    domain: (f64, f64),
    range: (f64, f64),
}

impl Scale {
    /// Builds a scale from numbers to positions; a domain without width is widened by one.
    pub fn new(domain: (f64, f64), range: (f64, f64)) -> Self {
        let domain = if domain.1 > domain.0 { domain } else { (domain.0, domain.0 + 1.0) };
        Self { domain, range }
    }

    /// Returns the position of a number.
    pub fn at(&self, value: f64) -> f64 {
        let part = ((value - self.domain.0) / (self.domain.1 - self.domain.0)).clamp(0.0, 1.0);
        self.range.0 + part * (self.range.1 - self.range.0)
    }
}

/// Returns round numbers from at most `low` to at least `high`, about `count` steps apart.
pub fn ticks(low: f64, high: f64, count: usize) -> Vec<f64> {
    let width = if high > low { high - low } else { 1.0 };
    let rough = width / count.max(1) as f64;
    let power = 10f64.powf(rough.log10().floor());
    let step = [1.0, 2.0, 5.0, 10.0].iter().map(|m| m * power).find(|s| *s >= rough * 0.999).unwrap_or(power * 10.0);
    let (first, last) = ((low / step + 1e-9).floor(), ((low + width) / step - 1e-9).ceil());
    (0..=(last - first).max(1.0) as usize).map(|i| (first + i as f64) * step).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn ticks_are_round_and_enclose_the_data() {
        assert_eq!(ticks(0.0, 9.0, 5), [0.0, 2.0, 4.0, 6.0, 8.0, 10.0]);
        assert_eq!(ticks(-1.2, 1.9, 4), [-2.0, -1.0, 0.0, 1.0, 2.0]);
        assert_eq!(ticks(3.0, 3.0, 2).len(), 3);
    }

    #[test]
    fn a_scale_stays_within_its_range() {
        let scale = Scale::new((0.0, 1.0), (10.0, 20.0));
        assert_eq!([scale.at(0.5), scale.at(2.0), scale.at(-1.0)], [15.0, 20.0, 10.0]);
        assert!(Scale::new((3.0, 3.0), (0.0, 1.0)).at(3.0).is_finite());
    }
}
