//! Numbers and beliefs as they stand in a sentence.

use entente_measures::contest::distribution::Distribution;

/// A belief in words.
pub(crate) fn belief(distribution: &Distribution) -> String {
    match *distribution {
        Distribution::Fixed { value } => figure(value),
        Distribution::Uniform { low, high } => format!("anything from {} to {}, evenly", figure(low), figure(high)),
        Distribution::LogNormal { median, sigma } => {
            let at = |share: f64| figure(Distribution::LogNormal { median, sigma }.quantile(share));
            format!("around {}, nine in ten from {} to {}", figure(median), at(0.05), at(0.95))
        }
        Distribution::Beta { a, b } => format!("Beta({a}, {b}), middle {}", figure(distribution.median())),
    }
}

/// A number to two or three digits, without zeros at its end.
pub(crate) fn figure(value: f64) -> String {
    let size = value.abs();
    let decimals = match size {
        _ if size >= 100.0 => 0,
        _ if size >= 10.0 => 1,
        _ if size >= 0.1 => 2,
        _ if size >= 0.01 => 3,
        _ => 5,
    };
    let text = format!("{value:.decimals$}");
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

/// A share in whole hundredths, never 0 or 100 unless it is; below zero with its sign.
pub(crate) fn hundredths(share: f64) -> String {
    let text = match share {
        s if s < 0.0 => return format!("\u{2212}{}", hundredths(-s)),
        0.0 => "0".to_owned(),
        s if s < 0.01 => "under 1".to_owned(),
        s if s >= 1.0 => "100".to_owned(),
        s if s > 0.99 => "over 99".to_owned(),
        s => format!("{:.0}", s * 100.0),
    };
    format!("{text}\u{a0}%")
}

/// A probability in whole hundredths; what draws say is never certain.
pub(crate) fn chance(probability: f64) -> String {
    match probability {
        p if p < 0.01 => "under 1\u{a0}%".to_owned(),
        p if p > 0.99 => "over 99\u{a0}%".to_owned(),
        p => hundredths(p),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_they_read() {
        assert_eq!(belief(&Distribution::Uniform { low: 0.5, high: 1.0 }), "anything from 0.5 to 1, evenly");
        assert_eq!(belief(&Distribution::LogNormal { median: 1.0, sigma: 0.0 }), "around 1, nine in ten from 1 to 1");
        assert_eq!([906.594, 68.65, 0.143, 0.0123].map(figure), ["907", "68.7", "0.14", "0.012"]);
        assert_eq!([0.0, 0.3, 1.0].map(chance), ["under 1\u{a0}%", "30\u{a0}%", "over 99\u{a0}%"]);
        assert_eq!(hundredths(-0.25), "\u{2212}25\u{a0}%");
        assert_eq!([0.0, 0.004, 0.5, 0.999, 1.0].map(hundredths), ["0", "under 1", "50", "over 99", "100"].map(|t| format!("{t}\u{a0}%")));
    }
}
