//! JSON: the assessment as it is, one final newline. The same input gives the same bytes.

use crate::output::Assessment;

/// Writes the assessment.
pub fn render(assessment: &Assessment) -> String {
    // Field types of the contract are plain data with string keys, which always serialise.
    let mut text = serde_json::to_string_pretty(assessment).expect("plain data serialises");
    text.push('\n');
    text
}
