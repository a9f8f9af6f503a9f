//! What does it free? The contest where there is one, stated figures of the border, positions taken.

use entente_claims::verdict::BY_CONSTRUCTION;
use entente_claims::{Record, Test, VerdictWord};

use entente_measures::contest::summary::Meaning;

use crate::contest::page::TheatrePage;
use crate::contest::words::hundredths;
use crate::questions::words::verdict_line;
use crate::questions::{Answer, Context};

pub(in crate::questions) fn freed(c: &Context<'_>) -> Answer {
    let mut answer = Answer::default();
    match c.theatre {
        Some(page) => computed(c, page, &mut answer),
        None => {
            "Not computed: insufficient evidence".clone_into(&mut answer.verdict);
            let reason = c.evidence.contest.as_ref().err().map_or("nobody ran it", String::as_str);
            answer.text =
                format!("How much force a quiet border frees needs a contest of several theatres, and there is none here: {reason}.");
        }
    }
    let figures = c.records("figures");
    let figure = |quantity: &str| figures.iter().filter(|r| r.text("quantity") == Some(quantity)).copied().collect::<Vec<_>>();
    for (quantity, words) in
        [("border_length", "length of the border"), ("divisions_soviet", "Soviet divisions"), ("divisions_china", "Chinese divisions")]
    {
        let said: Vec<String> = figure(quantity)
            .iter()
            .filter_map(|r| {
                let number = match (r.text("value"), r.text("value_low"), r.text("value_high")) {
                    (Some(v), _, _) => v.to_owned(),
                    (None, Some(low), Some(high)) => format!("{low}-{high}"),
                    (None, Some(low), None) => format!("over {low}"),
                    (None, None, Some(high)) => format!("up to {high}"),
                    _ => return None,
                };
                let about = r.text("year").map_or(String::new(), |y| format!(" for {y}"));
                Some(format!("{number}{about} ({})", r.text("said_by").unwrap_or("unnamed")))
            })
            .collect();
        if let Some(first) = figure(quantity).first() {
            answer.line(&first.id, format!("{words}, as stated: {}", said.join("; ")));
        }
    }
    for (state, name) in c.states() {
        let by_state = |r: &&Record| r.text("forum") == Some("recognition") && r.text("ccode") == Some(&state.to_string());
        let positions: Vec<&Record> = c.records("positions").into_iter().filter(by_state).collect();
        let topics = |position: &str| {
            let mut topics: Vec<&str> =
                positions.iter().filter(|r| r.text("position") == Some(position)).filter_map(|r| r.text("topic")).collect();
            topics.sort_unstable();
            topics.dedup();
            if topics.is_empty() { "nothing recorded".to_owned() } else { topics.join("; ") }
        };
        if let Some(first) = positions.first() {
            let text =
                format!("what {name} refused to recognise: {}; what it recognised: {}", topics("not_recognised"), topics("recognised"));
            answer.line(&first.id, text);
        }
    }
    let near = ["contiguity_type", "capital_km", "rivalry_td", "rivalry_tss", "mid_count", "milex_ratio", "cinc"];
    c.add_indicators(&mut answer, &near);
    c.add_claims(&mut answer, "q5", 3);
    if c.theatre.is_some() {
        let ids: Vec<&str> = c
            .claims
            .iter()
            .filter(|claim| claim.confidence.reasons.iter().any(|r| r == BY_CONSTRUCTION))
            .map(|claim| claim.id.as_str())
            .collect();
        if !ids.is_empty() {
            answer
                .unknown
                .push(format!("whether anything is freed at all ({}): the model assumes it; how much is what it answers", ids.join(", ")));
        }
        answer.unknown.push("what each front is worth to each state: assumed, and wide".to_owned());
    }
    answer.unknown.push("divisions or forces by border today, for any pair: no public source".to_owned());
    answer.unknown.push("what either would do in the other's war: a judgement, not a datum".to_owned());
    answer
}

/// The verdict and sentence from the contest: how much is freed, and who gains more in which meaning.
fn computed(c: &Context<'_>, page: &TheatrePage, answer: &mut Answer) {
    let [first, second] = [0, 1].map(|n| page.states.get(n).map_or("", |s| s.id.as_str()));
    let range = |state: &str, meaning| page.summary.ranges.iter().find(|r| r.state == state && r.meaning == meaning);
    let of = |state: &str| {
        let freed = range(state, Meaning::ShareFreed)?;
        let (middle, low, high) = (freed.median?, freed.low90?, freed.high90?);
        let multiplier = range(state, Meaning::Multiplier).filter(|r| r.counted > 0).map_or(String::new(), |r| {
            let times = r.median.map_or("more than fifty times".to_owned(), |m| format!("{m:.2} times"));
            format!("; to do as well without that, its force would have to count {times} as much")
        });
        Some(format!("{} {} of its force ({} to {}){multiplier}", page.state(state), hundredths(middle), hundredths(low), hundredths(high)))
    };
    let ours = page.orderings.iter().filter(|o| (o.first.as_str(), o.second.as_str()) == (first, second));
    let orders: Vec<(Meaning, f64)> = ours.filter_map(|o| Some((o.meaning, o.first_more?))).collect();
    let all_one_way = |is: fn(f64) -> bool| orders.iter().all(|(_, p)| is(*p));
    answer.verdict = match () {
        // A state without another front has neither a multiplier nor success to gain.
        () if orders.len() < Meaning::ALL.len() => "Force, but not for both another front to use it on".to_owned(),
        () if all_one_way(|p| p > 0.66) => format!("More for {}, in every meaning", page.state(first)),
        () if all_one_way(|p| p < 0.33) => format!("More for {}, in every meaning", page.state(second)),
        () if all_one_way(|p| (0.33..=0.66).contains(&p)) => "Force for both; neither clearly gains more".to_owned(),
        () => "Force for both; who gains more depends on the meaning".to_owned(),
    };
    let freed: Vec<String> = [first, second].into_iter().filter_map(of).collect();
    answer.text = format!(
        "In a contest of {} states on {} fronts with assumed stakes ({} draws in each specification), settling {} frees {}. An answer of a model, not a measurement.",
        page.states.len(),
        page.theatres.len(),
        page.summary.draws,
        page.settled.iter().map(|id| page.theatre(id)).collect::<Vec<_>>().join(" and "),
        freed.join("; and "),
    );
    if let Some(id) = page.settled.first().filter(|_| c.case.general.is_some()) {
        // Of a pair without a case, few know why there should be a front at all.
        let value = crate::contest::study::value_of(id);
        if let Some(assumed) = page.assumptions.iter().find(|a| a.parameter.as_deref() == Some(&value)) {
            answer.text.push_str(&format!(" What that front is worth is {}.", assumed.source));
        }
    }
    // Claims that cannot be tested are named below, and of two that mirror each other one is enough.
    let mirrors = |id: &str| {
        let test = c.case.claims.iter().find(|claim| claim.id == id).map(|claim| &claim.test);
        c.case.general.is_some()
            && matches!(test, Some(Test::Contest(test)) if test.than.is_some())
            && (id.ends_with("_2to1") || id.ends_with("_2"))
    };
    let contest =
        c.claims.iter().filter(|claim| claim.kind == "contest" && claim.verdict != VerdictWord::NotTestable && !mirrors(&claim.id));
    for claim in contest {
        answer.line(&claim.id, verdict_line(claim));
    }
}
