//! The six questions, always in this order, each answered from the evidence: verdict first, then what carries it, then what is not known.
//!
//! Verdicts here are read off claims and rubrics; the sentences state figures with their year. Nothing is answered that is not covered.

mod answers;
mod words;

use entente_claims::verdict::{Confidence, ConfidenceLevel};
use entente_claims::{Evidence, RubricVerdict, VerdictWord};
use entente_core::Register;

use crate::case::Case;
use crate::contest::page::TheatrePage;
use crate::output::{ClaimResult, EvidenceLine, Question};

/// Titles of the six questions.
pub const TITLES: [&str; 6] = [
    "Is it an alliance?",
    "Signal or substance?",
    "What flows, and who gains?",
    "Who depends on whom?",
    "What does it free?",
    "Where is it heading, how sure are we, and what would change the answer?",
];

/// What an answer is made from.
struct Context<'a> {
    case: &'a Case,
    evidence: &'a Evidence,
    claims: &'a [ClaimResult],
    rubrics: &'a [RubricVerdict],
    parting: &'a [String],
    /// What a settled front frees, if it was computed.
    theatre: Option<&'a TheatrePage>,
    /// Names of the two states, lower number first.
    names: [String; 2],
}

/// Verdict, answer, evidence and what is not known.
#[derive(Default)]
struct Answer {
    verdict: String,
    text: String,
    evidence: Vec<EvidenceLine>,
    unknown: Vec<String>,
}

impl Answer {
    fn line(&mut self, item: impl Into<String>, text: impl Into<String>) {
        self.evidence.push(EvidenceLine { text: text.into(), item: item.into() });
    }
}

/// Answers all six.
pub fn answer(
    case: &Case,
    evidence: &Evidence,
    claims: &[ClaimResult],
    rubrics: &[RubricVerdict],
    parting: &[String],
    theatre: Option<&TheatrePage>,
) -> Vec<Question> {
    let register = Register::builtin();
    let names = [register.name(case.dyad.low()), register.name(case.dyad.high())];
    let context = Context { case, evidence, claims, rubrics, parting, theatre, names };
    let answers = [
        answers::alliance::alliance(&context),
        answers::signal::signal(&context),
        answers::flows::flows(&context),
        answers::dependence::dependence(&context),
        answers::freed::freed(&context),
        answers::heading::heading(&context),
    ];
    answers.into_iter().zip(TITLES).enumerate().map(|(n, (answer, title))| finish(&context, n, title, answer)).collect()
}

fn finish(context: &Context<'_>, n: usize, title: &str, mut answer: Answer) -> Question {
    let id = format!("q{}", n + 1);
    let claims: Vec<&ClaimResult> = context.claims.iter().filter(|c| c.question == id).collect();
    let tested: Vec<&&ClaimResult> = claims.iter().filter(|c| c.verdict != VerdictWord::NotTestable).collect();
    let untested = claims.len() - tested.len();
    if untested > 0 {
        let ids: Vec<&str> = claims.iter().filter(|c| c.verdict == VerdictWord::NotTestable).map(|c| c.id.as_str()).collect();
        answer.unknown.push(format!("{untested} of {} claims cannot be tested with these data: {}", claims.len(), ids.join(", ")));
    }
    // A claim that could not be tested counts as nothing known.
    let coverage = if claims.is_empty() { 0.0 } else { tested.iter().map(|c| c.coverage).sum::<f64>() / claims.len() as f64 };
    let has_answer = !["Not co", "Insufficient"].iter().any(|lead| answer.verdict.starts_with(lead));
    Question {
        confidence: confidence(&claims, &tested, coverage, has_answer),
        coverage,
        claims: claims.iter().map(|c| c.id.clone()).collect(),
        title: title.to_owned(),
        verdict: answer.verdict,
        answer: answer.text,
        evidence: answer.evidence,
        unknown: answer.unknown,
        id,
    }
}

/// The middle level of the tested claims; low where fewer than half could be tested or the question has no answer.
fn confidence(claims: &[&ClaimResult], tested: &[&&ClaimResult], coverage: f64, has_answer: bool) -> Confidence {
    let mut levels: Vec<ConfidenceLevel> = tested.iter().map(|c| c.confidence.level).collect();
    levels.sort();
    let is_thin = tested.len() * 2 < claims.len() || levels.is_empty() || !has_answer;
    let level = if is_thin { ConfidenceLevel::Low } else { levels[(levels.len() - 1) / 2] };
    let reasons = vec![
        format!("{} of {} claims could be tested", tested.len(), claims.len()),
        format!("{:.0} of 100 cells they need are known", coverage * 100.0),
    ];
    Confidence { level, reasons }
}
