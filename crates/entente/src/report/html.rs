//! One self-contained page.

use crate::output::Assessment;

/// Writes the page.
pub fn render(_assessment: &Assessment) -> String {
    String::new()
}
