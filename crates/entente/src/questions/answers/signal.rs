//! Signal or substance? The two scales of the exercises, apart, and how they were run.

use entente_claims::{Record, VerdictWord};

use crate::output::ClaimResult;
use crate::questions::words::{above_zero, likely, recent, verdict_line};
use crate::questions::{Answer, Context};

pub(in crate::questions) fn signal(c: &Context<'_>) -> Answer {
    let mut answer = Answer::default();
    let gap = c.paired("flash_gap");
    let points = recent(c.evidence, &gap, 5);
    let span = format!("{}-{}", c.evidence.as_of - 4, c.evidence.as_of);
    // The same decision as in the claims: the whole window, its newer half, and the last year count alike.
    let windows = [5, 3, 1].map(|years| above_zero(&recent(c.evidence, &gap, years)));
    let known: Vec<f64> = windows.iter().flatten().copied().collect();
    let pooled = (!known.is_empty()).then(|| known.iter().sum::<f64>() / known.len() as f64);
    // Where the case has a claim on this gap, the answer and the claim say the same.
    let on_gap = |claim: &&ClaimResult| claim.kind == "threshold" && claim.evidence.contains(&gap.to_string());
    let claim = c.claims.iter().filter(on_gap).find(|claim| claim.probability.is_some());
    let pooled = claim.and_then(|claim| claim.probability).or(pooled);
    let is_contested = claim.map_or(pooled.is_some_and(|p| (0.2..=0.8).contains(&p)), |claim| claim.verdict == VerdictWord::Contested);
    match pooled {
        None if c.case.general.is_some() && c.coverage("exercises").is_some() => {
            "Not computed: insufficient evidence".clone_into(&mut answer.verdict);
            "Registers of exercises tell how often and with whom, not who commanded or how far forces mixed; by their flags the drills of \
             close allies and of strangers look alike. Depth needs coded reports, in a case of your own."
                .clone_into(&mut answer.text);
        }
        None => c.absent(&mut answer, "exercises"),
        Some(p) => {
            let mean = points.iter().filter_map(|p| p.cell.value()).sum::<f64>() / points.len() as f64;
            let last = points[points.len() - 1];
            let last_gap = last.cell.value().unwrap_or_default();
            let lead = match p {
                p if p > 0.55 => "More signal than substance",
                p if p < 0.45 => "More substance than signal",
                _ => "Signal and substance about level",
            };
            answer.verdict = format!("{lead}{}", if is_contested { ", but contested" } else { "" });
            answer.text = format!(
                "Set against all exercises coded here, those of {span} stand {:.1} standard deviations {} on signal than on depth; in the \
                 last year with both, {} ({last_gap:+.1}). That signal outweighs depth, over the last five, three and one years, is {}.",
                mean.abs(),
                if mean > 0.0 { "higher" } else { "lower" },
                last.year,
                likely(p)
            );
            if let Some(claim) = claim {
                answer.line(&claim.id, verdict_line(claim));
            }
            answer.line(gap.to_string(), format!("signal less depth, mean of {span}: {mean:+.2} sd"));
        }
    }
    let exercises: Vec<&Record> =
        c.records("exercises").into_iter().filter(|r| r.dyad() == Some(c.case.dyad) && r.text("kind") != Some("civil")).collect();
    if !exercises.is_empty() {
        let is = |word: &str| exercises.iter().filter(|r| r.text("jointness") == Some(word)).count();
        let (joint, parallel, mixed) = (is("joint"), is("parallel"), is("mixed"));
        let known = joint + parallel + mixed;
        answer.line(
            "exercises",
            format!(
                "{} exercises and patrols up to {}, civil ones apart; run jointly {joint}, in parallel {parallel}, in between {mixed}; {} silent on command \
                 or mixing",
                exercises.len(),
                c.evidence.as_of,
                exercises.len() - known
            ),
        );
    }
    for (id, words) in [("exercise_depth", "depth"), ("exercise_signal", "signal")] {
        let key = c.paired(id);
        if let Some((mean, _)) = c.recent_mean(&key, 5) {
            answer.line(key.to_string(), format!("{words} of {span}: {mean:+.2} sd of all coded exercises"));
        }
    }
    c.add_indicators(&mut answer, &["mme_exercises_count", "mme_bilateral_count", "mme_warfighting_share", "jme_exercises_count"]);
    c.add_claims(&mut answer, "q2", 3);
    answer.unknown.extend(c.ends("exercises"));
    answer.unknown.push("what staffs rehearsed and did not publish; both sides publish what flatters".to_owned());
    answer
}
