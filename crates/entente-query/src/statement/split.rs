//! Where one statement ends and the next begins: at semicolons outside quotes and comments.

/// Cuts a text into statements, without their semicolons and without empty ones.
pub fn split(text: &str) -> Vec<&str> {
    let (ends, _) = scan(text);
    let mut statements = Vec::new();
    let mut start = 0;
    for end in ends.into_iter().chain([text.len()]) {
        statements.push(text[start..end].trim());
        start = (end + 1).min(text.len());
    }
    statements.retain(|s| has_words(s));
    statements
}

/// Says whether the text ends within a statement.
pub fn unfinished(text: &str) -> bool {
    let (ends, is_open) = scan(text);
    is_open || has_words(&text[ends.last().map_or(0, |end| end + 1)..])
}

fn has_words(text: &str) -> bool {
    text.lines().any(|line| !line.trim().is_empty() && !line.trim_start().starts_with("--"))
}

/// Places of the semicolons that count, and whether a quote or comment is still open at the end.
fn scan(text: &str) -> (Vec<usize>, bool) {
    let bytes = text.as_bytes();
    let (mut ends, mut n) = (Vec::new(), 0);
    // The sign that ends what was begun; a line's end for a comment of two dashes.
    let mut until: Option<u8> = None;
    let mut comments = 0;
    while n < bytes.len() {
        let (here, next) = (bytes[n], bytes.get(n + 1));
        if comments > 0 {
            if here == b'*' && next == Some(&b'/') {
                (comments, n) = (comments - 1, n + 1);
            } else if here == b'/' && next == Some(&b'*') {
                (comments, n) = (comments + 1, n + 1);
            }
        } else if let Some(end) = until {
            if here == end {
                until = None;
            }
        } else {
            match here {
                b'\'' | b'"' | b'`' => until = Some(here),
                b'-' if next == Some(&b'-') => until = Some(b'\n'),
                b'/' if next == Some(&b'*') => (comments, n) = (1, n + 1),
                b';' => ends.push(n),
                _ => {}
            }
        }
        n += 1;
    }
    (ends, comments > 0 || until.is_some_and(|end| end != b'\n'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn semicolons_in_quotes_and_comments_do_not_count() {
        assert_eq!(
            split("SELECT 1; SELECT ';' -- ;\n; /* ; /* ; */ ; */ SELECT 3;;"),
            ["SELECT 1", "SELECT ';' -- ;", "/* ; /* ; */ ; */ SELECT 3"]
        );
        assert_eq!(split(" ;\n; "), [""; 0]);
        for (text, is_unfinished) in
            [("SELECT 1;", false), ("SELECT 1", true), ("SELECT ';", true), ("", false), ("SELECT 1; -- x", false), ("/* ;", true)]
        {
            assert_eq!(unfinished(text), is_unfinished, "{text}");
        }
    }
}
