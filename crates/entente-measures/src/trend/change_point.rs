//! One result: the years in which the level of a series changes, and what the best division costs.
//!
//! Exact optimal partitioning, which is cheap for yearly series; the answer depends on the penalty, so a claim always runs several.
//! It finds changes of level only: a steady slope comes out as a staircase.

use crate::{Card, Error, check_count, check_finite};

/// What the result is and where it comes from.
pub const CARD: Card = Card {
    id: "trend_change_point",
    is: "years in which the level of a series changes",
    unit: "indices of first values of new segments",
    missing: "years without a value are left out",
    formula: "min over divisions of sum_segments sum (x - mean)^2 / sigma^2 + beta m, sigma from differences",
    source: "Jackson et al. 2005, doi:10.1109/LSP.2001.838216; penalties as in Killick, Fearnhead & Eckley 2012",
};

/// The best division of a series.
#[derive(Debug, Clone, PartialEq)]
pub struct Division {
    /// Index of the first value of each segment but the first.
    pub breaks: Vec<usize>,
    /// Cost with the penalties of the breaks.
    pub cost: f64,
}

/// Robust standard deviation of the noise: 1.4826 times the median absolute difference of neighbours, over the root of two.
pub fn noise(values: &[f64]) -> f64 {
    let mut steps: Vec<f64> = values.windows(2).map(|w| w[1] - w[0]).collect();
    let centre = median(&mut steps);
    let mut deviations: Vec<f64> = steps.iter().map(|s| (s - centre).abs()).collect();
    1.4826 * median(&mut deviations) / 2.0_f64.sqrt()
}

/// Finds the division of least cost. `penalty` is the price of one break, often a multiple of the logarithm of the length.
///
/// # Errors
/// Fewer values than two segments need, one that is not finite, or a series without noise.
pub fn change_points(values: &[f64], penalty: f64, min_segment: usize) -> Result<Division, Error> {
    Ok(Costs::new(values, min_segment)?.divide(penalty))
}

/// Cost of every segment of a series, whatever a break costs.
struct Costs {
    count: usize,
    min_segment: usize,
    /// Cost of the segment from a start to an end, the starts of one end together.
    of: Vec<f64>,
}

impl Costs {
    fn new(values: &[f64], min_segment: usize) -> Result<Self, Error> {
        check_count(CARD.id, values.len(), (2 * min_segment).max(4))?;
        check_finite(CARD.id, values)?;
        let sigma = noise(values);
        if sigma <= 0.0 {
            return Err(Error::Domain { measure: CARD.id, value: sigma, domain: "series whose neighbours differ" });
        }
        let scaled: Vec<f64> = values.iter().map(|v| v / sigma).collect();
        let count = scaled.len();
        let mut of = vec![0.0; count * (count + 1)];
        for end in min_segment..=count {
            for start in (0..=end - min_segment).filter(|s| *s == 0 || *s >= min_segment) {
                of[end * count + start] = segment_cost(&scaled[start..end]);
            }
        }
        Ok(Self { count, min_segment, of })
    }

    fn divide(&self, penalty: f64) -> Division {
        let (n, min_segment) = (self.count, self.min_segment);
        let mut best = vec![f64::INFINITY; n + 1];
        let mut from = vec![0usize; n + 1];
        best[0] = -penalty;
        for end in min_segment..=n {
            for start in (0..=end - min_segment).filter(|s| *s == 0 || *s >= min_segment) {
                let cost = best[start] + penalty + self.of[end * n + start];
                if cost < best[end] {
                    (best[end], from[end]) = (cost, start);
                }
            }
        }
        let mut breaks = Vec::new();
        let mut end = n;
        while from[end] > 0 {
            end = from[end];
            breaks.push(end);
        }
        breaks.reverse();
        Division { breaks, cost: best[n] }
    }
}

/// Multiples of ln n that a claim asks about: a break that stands at six is hard to doubt, one that falls at four is a matter of taste.
pub const FACTORS: [f64; 3] = [2.0, 4.0, 6.0];

/// The best division at one penalty.
#[derive(Debug, Clone, PartialEq)]
pub struct AtPenalty {
    /// Multiple of the logarithm of the length.
    pub factor: f64,
    /// What is found there.
    pub division: Division,
}

/// Divisions at several penalties, each a multiple of ln n, in the order asked.
///
/// # Errors
/// As [`change_points`].
///
/// # Example
/// ```
/// use entente_measures::trend::change_point::{FACTORS, change_points_at};
/// let series = [1.0, 1.2, 0.9, 1.0, 1.3, 3.0, 3.3, 2.9, 3.0, 3.1];
/// let found = change_points_at(&series, &FACTORS, 2).unwrap();
/// assert!(found.iter().all(|at| at.division.breaks == [5]));
/// ```
pub fn change_points_at(values: &[f64], factors: &[f64], min_segment: usize) -> Result<Vec<AtPenalty>, Error> {
    let unit = (values.len() as f64).ln();
    let costs = Costs::new(values, min_segment)?;
    Ok(factors.iter().map(|factor| AtPenalty { factor: *factor, division: costs.divide(factor * unit) }).collect())
}

fn segment_cost(values: &[f64]) -> f64 {
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    values.iter().map(|v| (v - mean).powi(2)).sum()
}

fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    if values.len() % 2 == 1 { values[middle] } else { f64::midpoint(values[middle - 1], values[middle]) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trend::FIXTURE;
    use entente_core::testkit::assert_close;

    fn years(penalty: f64, min_segment: usize) -> (Vec<usize>, f64) {
        let ln: Vec<f64> = FIXTURE.iter().map(|x| x.ln()).collect();
        let division = change_points(&ln, penalty * 21.0_f64.ln(), min_segment).unwrap();
        (division.breaks.iter().map(|i| 2000 + i).collect(), division.cost)
    }

    /// Expected values from `oracle/trend.py`, which searches all divisions.
    #[test]
    fn fixture_moves_with_the_penalty() {
        let ln: Vec<f64> = FIXTURE.iter().map(|x| x.ln()).collect();
        assert_close(noise(&ln), 0.2343141, 5e-8); // printed to seven decimals
        for (penalty, min_segment, breaks, cost) in [
            (2.0, 2, vec![2007, 2010, 2017, 2019], 34.214_752_96),
            (4.0, 2, vec![2009], 47.533_348_92),
            (6.0, 2, vec![2009], 53.622_393_80),
            (2.0, 3, vec![2007, 2010, 2017], 35.148_888_71),
        ] {
            let (found, found_cost) = years(penalty, min_segment);
            assert_eq!(found, breaks);
            assert_close(found_cost, cost, 1e-6); // sums in another order
        }
    }

    #[test]
    fn several_penalties_in_one_call() {
        let ln: Vec<f64> = FIXTURE.iter().map(|x| x.ln()).collect();
        let found = change_points_at(&ln, &FACTORS, 2).unwrap();
        assert_eq!(found.iter().map(|at| at.division.breaks.len()).collect::<Vec<_>>(), [4, 1, 1]);
        assert_eq!(found[1].division, change_points(&ln, 4.0 * 21.0_f64.ln(), 2).unwrap());
        assert!(change_points_at(&[1.0; 10], &FACTORS, 2).is_err());
    }

    #[test]
    fn a_constant_series_is_refused() {
        assert!(change_points(&[1.0; 10], 2.0, 2).is_err());
    }
}
