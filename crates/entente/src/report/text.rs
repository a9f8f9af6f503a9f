//! One screen: the six questions, each with verdict, answer, evidence, coverage and what is not known.

use std::fmt::Write as _;

use entente_claims::VerdictWord;

use crate::output::{Assessment, Question};

/// Width of the text in columns.
const WIDTH: usize = 100;

/// How to mark up the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// No control characters.
    Plain,
    /// Bold and dim for a terminal.
    Ansi,
}

impl Style {
    fn bold(self, text: &str) -> String {
        if self == Self::Ansi { format!("\x1b[1m{text}\x1b[0m") } else { text.to_owned() }
    }

    fn dim(self, text: &str) -> String {
        if self == Self::Ansi { format!("\x1b[2m{text}\x1b[0m") } else { text.to_owned() }
    }
}

/// Writes the assessment.
pub fn render(assessment: &Assessment, style: Style) -> String {
    let mut out = String::new();
    let head = format!("{} - {}, {}", assessment.dyad.name_1, assessment.dyad.name_2, assessment.as_of);
    let tested = assessment.claims.iter().filter(|c| c.verdict != VerdictWord::NotTestable).count();
    let _ = writeln!(out, "{}", style.bold(&head));
    let note = format!(
        "case {} ({}), {} claims of which {tested} testable, {} records, {} sources; nothing that happened after {} is used",
        assessment.case.id,
        assessment.data_snapshot,
        assessment.claims.len(),
        assessment.records.len(),
        assessment.citations.len(),
        assessment.as_of
    );
    let _ = writeln!(out, "{}\n", style.dim(&note));
    for (n, question) in assessment.questions.iter().enumerate() {
        render_question(&mut out, n + 1, question, style);
    }
    claims(&mut out, assessment, style);
    let _ = writeln!(
        out,
        "{}",
        style.dim(&format!("likelihood words: {} scale; confidence speaks of the evidence only", assessment.likelihood_scale))
    );
    let claim = assessment.claims.iter().find(|c| c.verdict != VerdictWord::NotTestable).or(assessment.claims.first());
    let claim = claim.map_or(String::new(), |c| format!("   |  entente why {}", c.id));
    let _ = writeln!(out, "next:  entente why q2{claim}   |  entente assess ... -o report.html   |  --json");
    out
}

fn render_question(out: &mut String, n: usize, question: &Question, style: Style) {
    let _ = writeln!(out, "{n}. {}", question.title);
    let _ = writeln!(out, "   {}", style.bold(&question.verdict));
    for line in wrap(&question.answer, WIDTH - 3) {
        let _ = writeln!(out, "   {line}");
    }
    for evidence in &question.evidence {
        let mut lines = wrap(&evidence.text, WIDTH - 7).into_iter();
        let _ = writeln!(out, "     - {}", lines.next().unwrap_or_default());
        for line in lines {
            let _ = writeln!(out, "       {line}");
        }
    }
    let filled = (question.coverage * 10.0).round() as usize;
    let bar: String = (0..10).map(|i| if i < filled { '■' } else { '□' }).collect();
    let level = question.confidence.level.as_str();
    let _ = writeln!(out, "   coverage {bar}  confidence in the evidence: {level} ({})", question.confidence.reasons[0]);
    let mut lines = wrap(&format!("not known: {}", question.unknown.join("; ")), WIDTH - 3).into_iter();
    let _ = writeln!(out, "   {}", style.dim(&lines.next().unwrap_or_default()));
    for line in lines {
        let _ = writeln!(out, "   {}", style.dim(&line));
    }
    out.push('\n');
}

/// Claims by verdict, ids only: the table is in the report.
fn claims(out: &mut String, assessment: &Assessment, style: Style) {
    let _ = writeln!(out, "{}", style.bold("Claims"));
    for word in VerdictWord::ALL {
        let ids: Vec<&str> = assessment.claims.iter().filter(|c| c.verdict == word).map(|c| c.id.as_str()).collect();
        if ids.is_empty() {
            continue;
        }
        let lead = format!("   {:<19}{:>3}  ", word.as_str(), ids.len());
        let mut lines = wrap(&ids.join(" "), WIDTH - lead.len()).into_iter();
        let _ = writeln!(out, "{lead}{}", lines.next().unwrap_or_default());
        for line in lines {
            let _ = writeln!(out, "{:width$}{line}", "", width = lead.len());
        }
    }
}

/// Breaks a text at blanks.
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let line = lines.last_mut().expect("never empty");
        if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > width {
            lines.push(word.to_owned());
        } else {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    lines
}
