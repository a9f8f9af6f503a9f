//! What flows, and who gains? Deliveries by direction against their own height, trade, and the claims on gains.

use crate::questions::words::{percent, verdict_line};
use crate::questions::{Answer, Context};

/// Says whether deliveries are known for both directions and every one of them is zero.
fn is_silent(c: &Context<'_>) -> bool {
    c.states().iter().all(|(from, _)| {
        c.series(&c.directed("arms_tiv", *from)).is_some_and(|series| series.points.iter().all(|p| p.cell.value() == Some(0.0)))
    })
}

pub(in crate::questions) fn flows(c: &Context<'_>) -> Answer {
    let mut answer = Answer::default();
    let mut sentences = Vec::new();
    for (from, name) in c.states() {
        let key = c.directed("arms_tiv", from);
        let to = c.case.dyad.partner_of(from).unwrap_or(from);
        let partner = c.states().into_iter().find(|s| s.0 == to).map_or("", |s| s.1);
        let Some(series) = c.series(&key) else { continue };
        let values: Vec<f64> = series.points.iter().filter_map(|p| p.cell.value()).collect();
        let means = entente_measures::arms::taper::five_year_means(&values);
        let (Some(now), Some(last)) = (means.last(), series.points.last().map(|p| p.year)) else { continue };
        if c.evidence.as_of - last > super::MAX_AGE {
            continue;
        }
        let peak = means.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1));
        let Some((at, peak)) = peak else { continue };
        // Where nothing was ever delivered there is no height to speak of.
        if *peak == 0.0 {
            continue;
        }
        let peak_end = series.points[at + 4].year;
        answer.line(
            key.to_string(),
            format!(
                "{name} to {partner}: {now:.0} million TIV a year in {}-{last}; at its height {peak:.0} in {}-{peak_end}",
                last - 4,
                peak_end - 4
            ),
        );
        sentences.push((name, partner, *now, *peak));
        let share = c.directed("arms_import_share", from);
        if let Some(point) = c.newest(&share)
            && let Some(value) = point.cell.value().filter(|v| *v > 0.005)
        {
            answer.line(
                share.to_string(),
                format!("{} of {partner}'s arms imports came from {name} in {}-{}", percent(value), point.year - 4, point.year),
            );
        }
    }
    sentences.sort_by(|a, b| b.2.total_cmp(&a.2));
    match sentences.first() {
        // A register that has all deliveries and none of these is an answer; a table where nobody looked is none.
        None if c.case.general.is_some() && c.covers("deliveries") && is_silent(c) => {
            "No arms flow between them".clone_into(&mut answer.verdict);
            "The register of deliveries covers the year and has none from either to the other in any year it covers. TIV is a volume, not \
             money; components and munitions are not in it."
                .clone_into(&mut answer.text);
        }
        None => c.absent(&mut answer, "deliveries"),
        Some((from, to, now, peak)) => {
            let tapered = now / peak < 0.5;
            answer.verdict = format!("Arms flow from {from} to {to}{}", if tapered { ", well below their height" } else { "" });
            let other = sentences.get(1).map_or(String::new(), |s| format!(" The other way: {:.0} million TIV a year.", s.2));
            answer.text =
                format!("The five-year mean stands at {} of its highest.{other} TIV is a volume, not money.", percent(now / peak));
        }
    }
    if let Some(trade) = c.newest(&c.paired("trade_usd"))
        && let Some(value) = trade.cell.value()
    {
        answer.line(c.paired("trade_usd").to_string(), format!("trade in both directions {value:.0} bn US dollars in {}", trade.year));
    }
    for claim in ["C34", "C34a", "C34b"].iter().filter_map(|id| c.claim(id)) {
        answer.line(&claim.id, verdict_line(claim));
    }
    c.add_indicators(
        &mut answer,
        &["arms_tiv", "arms_export_share", "arms_licensed_share", "arms_engine_share", "arms_taper_ratio", "arms_overlap"],
    );
    c.add_claims(&mut answer, "q3", 3);
    answer.unknown.extend(c.ends("deliveries"));
    answer.unknown.push("prices; components, munitions and software; what was copied without leave".to_owned());
    answer
}
