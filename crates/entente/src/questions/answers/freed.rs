//! What does it free? The contest where there is one, stated figures of the border, positions taken.

use entente_claims::Record;
use entente_claims::VerdictWord;

use crate::questions::{Answer, Context};

pub(in crate::questions) fn freed(c: &Context<'_>) -> Answer {
    let mut answer = Answer::default();
    let contest: Vec<_> = c.claims.iter().filter(|claim| claim.kind == "contest").collect();
    let computed = contest.iter().filter(|claim| claim.verdict != VerdictWord::NotTestable).count();
    if computed == 0 {
        "Not computed: insufficient evidence".clone_into(&mut answer.verdict);
        "How much force a quiet border frees needs a model of several theatres, which this version does not have; stated figures and \
         positions are below."
            .clone_into(&mut answer.text);
    } else {
        answer.verdict = format!("{computed} of {} contest claims computed", contest.len());
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
    answer.unknown.push("divisions or forces by border today, for any pair: no public source".to_owned());
    answer.unknown.push("what either would do in the other's war: a judgement, not a datum".to_owned());
    answer
}
