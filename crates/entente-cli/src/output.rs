//! The two ways out: data to stdout, talk to stderr. A reader that went away (`| head`) is no error.

use std::io::Write;

pub(crate) fn data(text: &str) {
    let _ = std::io::stdout().lock().write_all(text.as_bytes());
}

pub(crate) fn talk(text: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}
