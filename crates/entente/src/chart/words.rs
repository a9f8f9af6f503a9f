//! One function here turns one value or one text into the letters that stand in an image or a table.
//!
//! Numbers carry no more digits than a reader needs, and nothing that is not zero is written as zero.
//!
//! Known weakness: text widths are estimates on the generous side (chosen; half would clip, double would wrap each word).

use super::theme::TextStyle;

/// Replaces the five letters that XML reserves and drops control characters, for text and attributes alike.
pub fn escape(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for letter in words.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// Estimates the width of a text, on the generous side.
pub fn text_width(words: &str, style: TextStyle) -> f64 {
    let letter = |c: char| match c {
        'i' | 'j' | 'l' | 't' | 'f' | 'r' | 'I' | '.' | ',' | ':' | ';' | '\'' | '(' | ')' | ' ' | '\u{a0}' | '|' | '-' => 0.39,
        'm' | 'w' | 'M' | 'W' | '%' => 0.95,
        'A'..='Z' => 0.71,
        c if (c as u32) >= 0x2e80 => 1.0,
        _ => 0.615,
    };
    words.chars().map(letter).sum::<f64>() * style.size * if style.is_bold { 1.12 } else { 1.0 }
}

/// Breaks a text at ordinary spaces into lines of at most `width`; a single longer word stays whole.
pub fn wrap(words: &str, style: TextStyle, width: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in words.split([' ', '\n', '\t']).filter(|w| !w.is_empty()) {
        match lines.last_mut() {
            Some(line) if text_width(&format!("{line} {word}"), style) <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_string()),
        }
    }
    lines
}

/// Writes a number for people: thousands apart by a no-break space, no more digits than needed, a true minus sign.
pub fn number(value: f64) -> String {
    if !value.is_finite() {
        return "not a number".to_string();
    }
    let size = value.abs();
    let places = if size >= 1000.0 {
        0
    } else if size >= 1.0 || size == 0.0 {
        2
    } else if size >= 0.01 {
        3
    } else {
        6
    };
    let fixed = format!("{size:.places$}");
    let (whole, part) = fixed.split_once('.').unwrap_or((&fixed, ""));
    let part = part.trim_end_matches('0');
    let mut out = String::new();
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            out.push('\u{a0}');
        }
        out.push(digit);
    }
    let out = if part.is_empty() { out } else { format!("{out}.{part}") };
    if value < 0.0 && out != "0" { format!("\u{2212}{out}") } else { out }
}

/// Writes a share of 0 to 1 as percent, with one decimal below ten.
pub fn percent(share: f64) -> String {
    let value = share * 100.0;
    match value {
        v if !v.is_finite() => "not a number".to_string(),
        v if v > 0.0 && v < 0.1 => "under\u{a0}0.1\u{a0}%".to_string(),
        v if v.abs() < 9.95 => format!("{}\u{a0}%", number((v * 10.0).round() / 10.0)),
        v => format!("{}\u{a0}%", number(v.round())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::theme;
    #[test]
    fn reserved_letters_are_escaped() {
        assert_eq!(escape("<a & \"b\" 'c'>\u{1}"), "&lt;a &amp; &quot;b&quot; &#39;c&#39;&gt; ");
    }

    #[test]
    fn numbers_read_well() {
        let shown: Vec<String> = [1234567.0, -0.5, 0.0, 0.004, 12.3456, f64::NAN].map(number).to_vec();
        assert_eq!(shown, ["1\u{a0}234\u{a0}567", "\u{2212}0.5", "0", "0.004", "12.35", "not a number"]);
        assert_eq!([0.18, 0.018, 0.0, 0.0001].map(percent), ["18\u{a0}%", "1.8\u{a0}%", "0\u{a0}%", "under\u{a0}0.1\u{a0}%"]);
    }

    #[test]
    fn long_text_wraps_and_keeps_every_word() {
        assert_eq!(wrap("one two  three", theme::LABEL, 70.0).join(" "), "one two three");
        assert_eq!(wrap("unbreakable", theme::LABEL, 1.0), ["unbreakable"]);
    }
}
