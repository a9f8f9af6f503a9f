//! Is it an alliance? Obligations in force first, then the two rubrics and what would turn them.

use entente_claims::Record;
use entente_claims::kinds::obligation::{Level, is_in_force, strongest};

use crate::questions::words::{count, percent};
use crate::questions::{Answer, Context};

pub(in crate::questions) fn alliance(c: &Context<'_>) -> Answer {
    let mut answer = Answer::default();
    let year = c.evidence.as_of;
    let all: Vec<&Record> = c.records("treaties").into_iter().filter(|r| r.dyad() == Some(c.case.dyad)).collect();
    let treaties: Vec<&Record> = all.iter().copied().filter(|r| is_in_force(r, year)).collect();
    let level =
        |r: &Record| ["obligation_1to2", "obligation_2to1"].iter().filter_map(|f| r.text(f)).map(strongest).max().unwrap_or(Level::None);
    let binding = |r: &&&Record| r.text("is_binding") != Some("0");
    // Of texts with the same duty the treaty itself goes before its extensions, and the older before the newer.
    let best = treaties.iter().filter(binding).max_by_key(|r| (level(r), r.text("kind") == Some("treaty"), std::cmp::Reverse(r.date)));
    match best {
        // A register of all treaties without one of the two is an answer; a table where nobody looked is none.
        None if all.is_empty() && c.covers("treaties") && c.coverage("treaties").is_some_and(|t| t.is_exhaustive) => {
            "No obligation in force".clone_into(&mut answer.verdict);
            answer.text = format!("The register of alliances covers {year} and has none that the two ever shared.");
        }
        _ if !c.covers("treaties") || all.is_empty() => c.absent(&mut answer, "treaties"),
        None => {
            "No obligation in force".clone_into(&mut answer.verdict);
            answer.text = format!("Of {} coded for the pair none is binding and in force at the end of {year}.", count(all.len(), "text"));
        }
        Some(best) => {
            let name = best.text("name").unwrap_or(&best.id);
            let words = match level(best) {
                Level::Defence => "a duty to fight for the other",
                Level::Consultation => "a duty to consult, not to fight",
                Level::Nonaggression => "a duty not to attack",
                Level::None => "no military duty",
            };
            answer.verdict = if level(best) == Level::Defence {
                "Yes, in law: a defence obligation is in force".to_owned()
            } else {
                "No defence obligation found".to_owned()
            };
            let signed = best.date.map_or(String::new(), |d| format!(", signed {d}"));
            answer.text = format!("The strongest binding text in force in {year} carries {words}: {name}{signed}.");
            answer.line(&best.id, format!("{} coded as in force in {year}", count(treaties.len(), "text")));
            if c.case.general.is_some() {
                for treaty in treaties.iter().filter(|t| t.id != best.id) {
                    let pledges = ["obligation_1to2", "obligation_2to1"].map(|f| treaty.text(f).unwrap_or("not coded"));
                    let name = treaty.text("name").unwrap_or(&treaty.id);
                    answer.line(&treaty.id, format!("also in force: {name} ({} and, the other way, {})", pledges[0], pledges[1]));
                }
            }
        }
    }
    for rubric in c.rubrics {
        let sure = rubric.stage_probability.iter().max_by(|a, b| a.1.total_cmp(&b.1));
        let sure = sure.map_or(String::new(), |(stage, p)| format!(" (stage {stage:?} in {} of its defensible codings)", percent(*p)));
        answer.line(format!("rubric:{}", rubric.id), format!("{}: {}{sure}", rubric.reading_of, rubric.verdict));
    }
    if !c.parting.is_empty() {
        answer
            .line("rubrics", format!("the two rubrics part on {}: another code, or a condition of only one of them", c.parting.join(", ")));
    }
    for rubric in c.rubrics {
        if let Some(flip) = rubric.flips.iter().find(|f| f.is_defensible).or_else(|| rubric.flips.first()) {
            let how = if flip.is_defensible { "which a second coder could defend" } else { "which nothing coded supports" };
            answer.line(
                format!("rubric:{}", rubric.id),
                format!("{} flips to {:?} if {} is coded {}, {how}", rubric.title, flip.stage, flip.item, flip.code),
            );
        }
    }
    c.add_indicators(&mut answer, &["atop_obligation", "atop_depth", "dca_count", "igo_shared_count"]);
    c.add_claims(&mut answer, "q1", 2);
    answer.unknown.extend(c.ends("treaties"));
    answer.unknown.push("secret undertakings; plans and staff talks that were never published".to_owned());
    answer
}
