//! The root of a function of one variable between two points where its signs differ.

/// Finds the root by Chandrupatla's method (1997, Advances in Engineering Software 28(3):145-149): inverse quadratic where the function allows it,
/// bisection elsewhere. The last of `f` is evaluated nearest to the root. None if a value is not a number.
pub(super) fn between(lower: (f64, f64), upper: (f64, f64), tolerance: f64, mut f: impl FnMut(f64) -> Option<f64>) -> Option<f64> {
    let ((mut b, mut fb), (mut a, mut fa)) = (lower, upper);
    let mut share = 0.5;
    for _ in 0..200 {
        let x = a + share * (b - a);
        let fx = f(x)?;
        if fx.is_nan() {
            return None;
        }
        let (c, fc) = if (fx > 0.0) == (fa > 0.0) {
            (a, fa)
        } else {
            let left = (b, fb);
            (b, fb) = (a, fa);
            left
        };
        (a, fa) = (x, fx);
        let (best, at_best) = if fa.abs() < fb.abs() { (a, fa) } else { (b, fb) };
        let limit = (tolerance + 4.0 * f64::EPSILON * best.abs()) / (b - a).abs().max(f64::MIN_POSITIVE);
        if limit > 0.5 || at_best == 0.0 {
            return Some(best);
        }
        let (xi, phi) = ((a - b) / (c - b), (fa - fb) / (fc - fb));
        let is_smooth = phi * phi < xi && (1.0 - phi) * (1.0 - phi) < 1.0 - xi;
        share = if is_smooth { fa / (fb - fa) * fc / (fb - fc) + (c - a) / (b - a) * fa / (fc - fa) * fb / (fc - fb) } else { 0.5 };
        share = share.clamp(limit, 1.0 - limit);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_roots_and_hands_on_failures() {
        let cubic = |x: f64| Some(x * x * x - 2.0);
        assert!((between((0.0, -2.0), (2.0, 6.0), 1e-14, cubic).unwrap() - 2.0_f64.cbrt()).abs() < 1e-13);
        let steep = |x: f64| Some((x - 1.25).powi(9));
        assert!((between((0.0, -1.0), (2.0, 1.0), 1e-12, steep).unwrap() - 1.25).abs() < 0.02); // flat: the value is what is small
        assert_eq!(between((0.0, -1.0), (1.0, 1.0), 1e-12, |_| None), None);
        assert_eq!(between((0.0, -1.0), (1.0, 1.0), 1e-12, |_| Some(f64::NAN)), None);
    }
}
