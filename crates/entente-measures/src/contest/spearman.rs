//! Rank correlation: how closely two numbers rise together, whatever their scale.

/// Spearman's rank correlation, equal values sharing their mean rank. None if one side never varies.
///
/// # Example
/// ```
/// use entente_measures::contest::spearman::rank_correlation;
/// assert_eq!(rank_correlation(&[1.0, 2.0, 3.0], &[10.0, 100.0, 1000.0]), Some(1.0));
/// assert_eq!(rank_correlation(&[1.0, 2.0, 3.0], &[5.0, 5.0, 5.0]), None);
/// ```
pub fn rank_correlation(x: &[f64], y: &[f64]) -> Option<f64> {
    let (x, y) = (ranks(x), ranks(y));
    let mean = (x.len() as f64 + 1.0) / 2.0;
    let sum = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(p, q)| (p - mean) * (q - mean)).sum::<f64>();
    let spread = (sum(&x, &x) * sum(&y, &y)).sqrt();
    (spread > 0.0).then(|| (sum(&x, &y) / spread).clamp(-1.0, 1.0))
}

fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|a, b| values[*a].total_cmp(&values[*b]));
    let mut out = vec![0.0; values.len()];
    let mut from = 0;
    while from < order.len() {
        let mut to = from + 1;
        while to < order.len() && values[order[to]] == values[order[from]] {
            to += 1;
        }
        order[from..to].iter().for_each(|i| out[*i] = (from + to + 1) as f64 / 2.0);
        from = to;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By hand: ranks 1 2 3 4 and 1 3 2 4 differ by 0 1 1 0, so 1 - 6 * 2 / (4 * 15) = 0.8. With the tie ranks are 1.5 1.5 3 4.
    #[test]
    fn by_hand() {
        assert!((rank_correlation(&[1.0, 2.0, 3.0, 4.0], &[0.1, 30.0, 2.0, 1e9]).unwrap() - 0.8).abs() < 1e-12);
        let tied = rank_correlation(&[1.0, 1.0, 3.0, 4.0], &[1.0, 2.0, 3.0, 4.0]).unwrap();
        assert!((tied - 4.5 / (4.5_f64 * 5.0).sqrt()).abs() < 1e-12);
        assert_eq!(rank_correlation(&[1.0, 2.0, f64::INFINITY], &[3.0, 2.0, 1.0]), Some(-1.0));
        assert_eq!(rank_correlation(&[], &[]), None);
    }
}
