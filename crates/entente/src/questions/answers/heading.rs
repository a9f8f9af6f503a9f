//! Where is it heading? What rose and fell in ten years, and what would change the answer.

use entente_claims::SeriesKey;
use entente_claims::VerdictWord;

use crate::questions::words::{likely, recent};
use crate::questions::{Answer, Context};

pub(in crate::questions) fn heading(c: &Context<'_>) -> Answer {
    let mut answer = Answer::default();
    let tested: Vec<_> = c.claims.iter().filter(|claim| claim.verdict != VerdictWord::NotTestable).collect();
    let number = |words: &[VerdictWord]| tested.iter().filter(|claim| words.contains(&claim.verdict)).count();
    let held = number(&[VerdictWord::Supported, VerdictWord::LeansSupported]);
    let failed = number(&[VerdictWord::Contradicted, VerdictWord::LeansContradicted]);
    let open = number(&[VerdictWord::Contested]);
    let mut rising = Vec::new();
    let mut falling = Vec::new();
    let indicators = [
        ("exercises_count", "exercises"),
        ("exercise_depth", "depth of exercises"),
        ("contacts_leaders", "leaders' contacts"),
        ("trade_usd", "trade"),
        ("votes_agree3", "voting together"),
    ];
    let mut look = |key: SeriesKey, name: String| {
        let points = recent(c.evidence, &key, 10);
        let times: Vec<f64> = points.iter().map(|p| f64::from(p.year)).collect();
        let values: Vec<f64> = points.iter().filter_map(|p| p.cell.value()).collect();
        if let Ok(line) = entente_measures::trend::slope::slope(&times, &values) {
            let text = format!("{name}, last ten years: rising is {}", likely(line.rising));
            // Named as moving only from "very likely" on: straight lines through ten years are too sure of themselves.
            match line.rising {
                p if p > 0.8 => rising.push(name),
                p if p < 0.2 => falling.push(name),
                _ => {}
            }
            answer.line(key.to_string(), text);
        }
    };
    for (id, name) in indicators {
        look(c.paired(id), name.to_owned());
    }
    for (state, name) in c.states() {
        look(c.directed("arms_tiv", state), format!("arms from {name}"));
    }
    answer.verdict = match (rising.len(), falling.len()) {
        (0, 0) => "Insufficient evidence".to_owned(),
        (r, f) if r >= 2 * f.max(1) => "Deepening in most of what can be measured".to_owned(),
        (r, f) if f >= 2 * r.max(1) => "Receding in most of what can be measured".to_owned(),
        _ => "Mixed: some of it deepens, some recedes".to_owned(),
    };
    let list = |names: &[String]| if names.is_empty() { "nothing".to_owned() } else { names.join(", ") };
    answer.text = format!(
        "Rising: {}. Falling: {}. Of {} claims {held} hold or lean so, {open} are contested, {failed} fail or lean so, {} cannot be tested.",
        list(&rising),
        list(&falling),
        c.claims.len(),
        c.claims.len() - tested.len()
    );
    for rubric in c.rubrics {
        for flip in rubric.flips.iter().filter(|f| f.is_defensible).take(2) {
            answer.line(
                format!("rubric:{}", rubric.id),
                format!("would change the answer: {} coded {} takes {} to {:?}", flip.item, flip.code, rubric.title, flip.stage),
            );
        }
    }
    c.add_indicators(&mut answer, &["votes_agree3", "votes_kappa", "ideal_distance"]);
    let mut close: Vec<_> = tested.iter().filter(|claim| claim.verdict == VerdictWord::Contested).collect();
    close.sort_by(|a, b| a.id.cmp(&b.id));
    for claim in close.into_iter().take(3) {
        if let Some(driver) = claim.drivers.first() {
            answer.line(
                &claim.id,
                format!("{} is contested and turns on the choice of {}; would settle it: {}", claim.id, driver.node, claim.settles),
            );
        }
    }
    answer.unknown.push("anything after the year assessed; this is a reading, not a forecast".to_owned());
    answer
}
