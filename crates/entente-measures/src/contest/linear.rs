//! Linear equations, dense, by elimination with the largest pivot of each column.

/// Solves A x = b in place: `b` becomes x. `a` is n by n, row by row, and is used up. False if A is singular to working precision.
pub(super) fn solve(a: &mut [f64], b: &mut [f64]) -> bool {
    let n = b.len();
    for column in 0..n {
        let pivot = (column..n).max_by(|i, j| a[i * n + column].abs().total_cmp(&a[j * n + column].abs())).unwrap_or(column);
        let largest = a[pivot * n + column];
        // NaN must not pass.
        if largest.is_nan() || largest.abs() < 1e-300 {
            return false;
        }
        if pivot != column {
            (0..n).for_each(|j| a.swap(pivot * n + j, column * n + j));
            b.swap(pivot, column);
        }
        let (upper, lower) = a.split_at_mut((column + 1) * n);
        let top = &upper[column * n + column + 1..(column + 1) * n];
        for (below, row) in lower.chunks_exact_mut(n).enumerate() {
            let factor = row[column] / largest;
            if factor != 0.0 {
                row[column + 1..].iter_mut().zip(top).for_each(|(x, y)| *x -= factor * y);
                b[column + 1 + below] -= factor * b[column];
            }
        }
    }
    for i in (0..n).rev() {
        let known: f64 = (i + 1..n).map(|j| a[i * n + j] * b[j]).sum();
        b[i] = (b[i] - known) / a[i * n + i];
    }
    b.iter().all(|x| x.is_finite())
}

/// The inverse of an n by n matrix; none if it is singular to working precision.
pub(super) fn invert(a: &[f64], n: usize) -> Option<Vec<f64>> {
    if n == 2 {
        let determinant = a[0] * a[3] - a[1] * a[2];
        return (determinant != 0.0 && determinant.is_finite())
            .then(|| [a[3], -a[1], -a[2], a[0]].iter().map(|x| x / determinant).collect());
    }
    let mut out = vec![0.0; n * n];
    for column in 0..n {
        let mut unit = vec![0.0; n];
        unit[column] = 1.0;
        if !solve(&mut a.to_vec(), &mut unit) {
            return None;
        }
        (0..n).for_each(|row| out[row * n + column] = unit[row]);
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By hand: 2x + y = 5 and x + 3y = 10 give x = 1 and y = 3, and y + 2z = 2 then z = -1/2.
    #[test]
    fn three_equations() {
        let (mut a, mut b) = (vec![0.0, 1.0, 2.0, 2.0, 1.0, 0.0, 1.0, 3.0, 0.0], vec![2.0, 5.0, 10.0]);
        assert!(solve(&mut a, &mut b));
        for (found, expected) in b.iter().zip([1.0, 3.0, -0.5]) {
            assert!((found - expected).abs() < 1e-12, "{b:?}"); // rounding
        }
        assert!(!solve(&mut [1.0, 2.0, 2.0, 4.0], &mut [1.0, 1.0]));
        assert!(!solve(&mut [f64::NAN, 2.0, 2.0, 4.0], &mut [1.0, 1.0]));
    }
}
