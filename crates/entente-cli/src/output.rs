//! The two ways out: data to stdout, talk to stderr.

use std::io::{ErrorKind, Write};

/// Writes data. A reader that went away (`| head`) is no error; a full disk is, and ends the program with status 1.
pub(crate) fn data(text: &str) {
    let mut out = std::io::stdout().lock();
    if let Err(error) = out.write_all(text.as_bytes()).and_then(|()| out.flush())
        && error.kind() != ErrorKind::BrokenPipe
    {
        talk(&format!("error[E301]: stdout: {error}"));
        std::process::exit(1);
    }
}

/// Talks to the person. Nobody can be told that this failed.
pub(crate) fn talk(text: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}
