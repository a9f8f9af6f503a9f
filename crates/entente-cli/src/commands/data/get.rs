//! `entente data get`: the only command that uses the network. Size and terms come first; the file goes the way of `data add`.

use std::io::{IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use entente::Error;
use entente::download::{Head, Https, Limits, Progress, Request, Stopwatch, download, head};
use entente_sources::card::Download;

use super::{card, size};
use crate::globals::Globals;

const EXAMPLES: &str = "Examples:
  entente data get cow_contiguity                    asks before it fetches
  entente data get atop --accept-terms               in a script: terms read before
  entente data get cow_nmc --keep ~/publishers       keeps the publisher's file there

Where a publisher's server fails or wants a person, the error names the page; then: entente data add SOURCE FILE.";

/// Largest file that is fetched where its size is not known, in bytes.
const MOST: u64 = 1 << 30;

/// Fetch a source from its publisher and import it
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Source id
    source: String,
    /// Do not ask: the terms have been read
    #[arg(long)]
    accept_terms: bool,
    /// Folder in which the publisher's files are kept [default: the folder `downloads` of the store]
    #[arg(long, value_name = "DIR")]
    keep: Option<PathBuf>,
}

struct Bar(indicatif::ProgressBar, bool);

impl Progress for Bar {
    fn bytes(&self, done: u64, total: Option<u64>) {
        if let Some(total) = total {
            self.0.set_length(total);
        }
        self.0.set_position(done);
    }

    fn retry(&self, attempt: u32, why: &str, wait: Duration) {
        if !self.1 {
            self.0.suspend(|| crate::output::talk(&format!("try {attempt} failed: {why}; again in {} s", wait.as_secs())));
        }
    }
}

impl Args {
    pub(crate) fn run(self, globals: &Globals) -> Result<ExitCode, Error> {
        let card = card(&self.source)?;
        if card.download.is_empty() {
            return Err(Error::NoDownload { id: card.id.clone(), title: card.title.clone(), url: card.url.clone() });
        }
        if globals.offline {
            return Err(Error::Offline { id: card.id.clone(), url: card.url.clone() });
        }
        let folder = self.keep.clone().unwrap_or_else(|| globals.root().join("downloads"));
        std::fs::create_dir_all(&folder).map_err(|source| Error::Io { path: folder.clone(), source })?;
        let net = Https::default();
        let mut files = Vec::new();
        for file in &card.download {
            let host = host(&file.url);
            let hosts: Vec<&str> = std::iter::once(host).chain(file.hosts.iter().map(String::as_str)).collect();
            let request = request(card, file, &hosts);
            globals.say(&format!("terms of {}: {} (read: {})", card.id, card.license.terms, card.license.read_on));
            let Head { bytes, .. } = head(&net, &Stopwatch::default(), &request).map_err(Box::new)?;
            let known = bytes.or(file.bytes).map_or("of unknown size".to_owned(), size);
            globals.say(&format!("{} {}: {} from {}, {known}", card.id, file.version, file.file, host));
            if !self.accept_terms && !agrees()? {
                return Err(Error::NotAgreed { id: card.id.clone() });
            }
            let bar = Bar(globals.bar(bytes.or(file.bytes).unwrap_or(0)), globals.quiet);
            let got = download(&net, &Stopwatch::default(), &request, &folder, &bar).map_err(Box::new)?;
            bar.0.finish_and_clear();
            globals.say(&format!("  {} ({}), sha256 {}", got.path.display(), size(got.bytes), got.sha256));
            files.push(got.path);
        }
        super::add::Args::of_source(&card.id, files).run(globals)
    }
}

fn host(url: &str) -> &str {
    url.split_once("://").map_or(url, |(_, rest)| rest).split('/').next().unwrap_or_default()
}

fn request<'a>(card: &'a entente_sources::Card, file: &'a Download, hosts: &'a [&'a str]) -> Request<'a> {
    Request {
        source: &card.id,
        url: &file.url,
        file_name: &file.file,
        allowed_hosts: hosts,
        expected_bytes: file.bytes,
        sha256: file.sha256.as_deref(),
        max_bytes: MOST,
        publisher_page: &card.url,
        limits: Limits::default(),
    }
}

/// Asks on the terminal; without one there is nobody to agree.
fn agrees() -> Result<bool, Error> {
    if !std::io::stdin().is_terminal() {
        return Ok(false);
    }
    let mut err = std::io::stderr().lock();
    let _ = write!(err, "  fetch it under these terms? [y/N] ").and_then(|()| err.flush());
    let mut line = String::new();
    std::io::stdin().read_line(&mut line).map_err(|source| Error::Io { path: "stdin".into(), source })?;
    Ok(matches!(line.trim(), "y" | "Y" | "yes"))
}
