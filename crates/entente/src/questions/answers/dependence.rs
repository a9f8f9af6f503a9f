//! Who depends on whom? Shares of trade and of arms imports, by side.

use entente_claims::SeriesKey;

use crate::questions::words::percent;
use crate::questions::{Answer, Context};

pub(in crate::questions) fn dependence(c: &Context<'_>) -> Answer {
    let mut answer = Answer::default();
    let shares: Vec<(&str, f64, i32, SeriesKey)> = c
        .states()
        .into_iter()
        .filter_map(|(state, name)| {
            let key = Context::single("trade_share", state);
            let point = c.newest(&key)?;
            Some((name, point.cell.value()?, point.year, key))
        })
        .collect();
    match &shares[..] {
        [a, b] => {
            let (more, less) = if a.1 >= b.1 { (a, b) } else { (b, a) };
            answer.verdict = format!("{} depends on {} more than the reverse", more.0, less.0);
            answer.text = format!(
                "In {} trade with the partner was {} of {}'s trade with the world and {} of {}'s: {:.1} times as much.",
                more.2,
                percent(more.1),
                more.0,
                percent(less.1),
                less.0,
                more.1 / less.1
            );
            for (name, value, year, key) in [more, less] {
                answer.line(key.to_string(), format!("{name}: {} of its trade in {year}", percent(*value)));
            }
        }
        _ => c.absent(&mut answer, "trade"),
    }
    for (state, name) in c.states() {
        let key = c.directed("arms_import_share", state);
        let to = c.case.dyad.partner_of(state).unwrap_or(state);
        let partner = c.states().into_iter().find(|s| s.0 == to).map_or("", |s| s.1);
        if let Some(point) = c.newest(&key)
            && let Some(value) = point.cell.value().filter(|v| *v > 0.005)
        {
            answer.line(
                key.to_string(),
                format!("{partner} draws {} of its arms imports from {name} ({}-{})", percent(value), point.year - 4, point.year),
            );
        }
    }
    c.add_indicators(&mut answer, &["trade_asymmetry", "trade_interdependence", "arms_hhi", "sanctions_count"]);
    c.add_claims(&mut answer, "q4", 3);
    answer.unknown.extend(c.ends("trade"));
    answer.unknown.push("components and dual-use goods by end user; what could be bought elsewhere, and at what price".to_owned());
    answer
}
