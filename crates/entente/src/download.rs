//! Downloads one file from its publisher, or says why not and what to do instead.
//!
//! A file is accepted only whole: over https from a host that its source lists, on the public internet, no larger than it can be,
//! no web page, not encoded, as long as announced, and with the known checksum where one is known. Until then it is a `.part`,
//! which a later run goes on with if the server says by a strong ETag that it still has the same file. A file with another checksum
//! is kept beside as `.quarantine`, because it may be a new version.
//!
//! Why by hand, and not with what the client offers: no client checks the hosts of redirects, and none resumes. The network is a
//! trait ([`Net`]); the one that is real is `Https`, with the feature `net`.
//!
//! Known weakness: proxies are not used, because the address behind a proxy cannot be checked. Where a network needs one, the way
//! out is the browser.

mod address;
mod body;
mod error;
mod hops;
#[cfg(feature = "net")]
mod https;
mod net;
mod part;
mod retry;
mod url;

use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

pub use address::is_public;
pub use error::{DownloadError, WayOut};
#[cfg(feature = "net")]
pub use https::Https;
#[cfg(all(feature = "net", feature = "testkit"))]
pub use https::TestBench;
pub use net::{Answer, Ask, Method, Net, NetError, Progress, Rest, Silent, Stopwatch, Timer, TlsFault};
pub use retry::Limits;
pub use url::{Scheme, Url};

use part::{NoPart, Part};
use retry::{Again, Fault};

/// The ending of a file with another checksum than the known one.
const QUARANTINE: &str = ".quarantine";

/// What to download, as the card of its source says.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// The id of the source, for messages.
    pub source: &'a str,
    /// The address.
    pub url: &'a str,
    /// The name that the file gets; what the server calls it does not matter.
    pub file_name: &'a str,
    /// Hosts that may be asked, redirects included. `host` means port 443; another port is written out.
    pub allowed_hosts: &'a [&'a str],
    /// The recorded size. A file may be a quarter larger, not more.
    pub expected_bytes: Option<u64>,
    /// The recorded checksum, in hexadecimal.
    pub sha256: Option<&'a str>,
    /// The most bytes that are taken, whatever the recorded size.
    pub max_bytes: u64,
    /// Where a person finds the file.
    pub publisher_page: &'a str,
    /// Patience.
    pub limits: Limits,
}

/// A file that passed every check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Downloaded {
    /// Where it is.
    pub path: PathBuf,
    /// Its checksum, in lower case.
    pub sha256: String,
    /// Its size.
    pub bytes: u64,
    /// Whether it was put together from more than one answer.
    pub resumed: bool,
    /// Where it came from after redirects.
    pub final_url: String,
}

/// What a server says about a file before it is fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// The size, if the server says.
    pub bytes: Option<u64>,
    /// Where it would come from after redirects.
    pub final_url: String,
}

/// One call, with all that it was given.
struct Job<'a> {
    net: &'a dyn Net,
    timer: &'a dyn Timer,
    request: &'a Request<'a>,
    progress: &'a dyn Progress,
    start: Duration,
}

impl Job<'_> {
    fn out(&self) -> Box<WayOut> {
        let Request { publisher_page, source, sha256, .. } = self.request;
        Box::new(WayOut { page: (*publisher_page).into(), source: (*source).into(), is_checked: sha256.is_some() })
    }

    fn elapsed(&self) -> Duration {
        self.timer.elapsed().saturating_sub(self.start)
    }

    fn io(&self, part: &Part, cause: io::Error) -> Box<Fault> {
        Fault::last(DownloadError::Io { path: part.path().to_owned(), cause, out: self.out() })
    }

    /// Tries until it works, cannot work, or patience ends.
    fn persist<T>(&self, mut attempt_once: impl FnMut() -> Result<T, Box<Fault>>) -> Result<T, DownloadError> {
        let mut attempt = 1;
        loop {
            let fault = match attempt_once() {
                Ok(done) => return Ok(done),
                Err(fault) => *fault,
            };
            let Some(wait) = self.request.limits.wait(fault.again, attempt, self.elapsed()) else {
                return Err(fault.error);
            };
            attempt += 1;
            self.progress.retry(attempt, &fault.error.fact(), wait);
            self.timer.sleep(wait);
        }
    }
}

/// The most bytes that are taken.
fn bytes_cap(request: &Request<'_>) -> u64 {
    let expected = request.expected_bytes.map(|bytes| bytes.saturating_add(bytes / 4));
    expected.map_or(request.max_bytes, |cap| cap.min(request.max_bytes))
}

/// Downloads a file into a folder that exists. A file of that name is replaced once the new one is whole and checked.
///
/// # Errors
/// [`DownloadError`]. What came of a file that can be resumed stays in the folder; nothing has the name of the file.
pub fn download(
    net: &dyn Net,
    timer: &dyn Timer,
    request: &Request<'_>,
    into: &Path,
    progress: &dyn Progress,
) -> Result<Downloaded, DownloadError> {
    let job = Job { net, timer, request, progress, start: timer.elapsed() };
    let name = Path::new(request.file_name);
    if name.file_name() != Some(name.as_os_str()) || name.components().count() != 1 {
        let cause = io::Error::new(io::ErrorKind::InvalidInput, "not the name of a file");
        return Err(DownloadError::Io { path: into.join(name), cause, out: job.out() });
    }
    let mut part = Part::open(into, request.file_name, request.url).map_err(|no| match no {
        NoPart::Locked(path) => DownloadError::Locked { path, out: job.out() },
        NoPart::Io(path, cause) => DownloadError::Io { path, cause, out: job.out() },
    })?;
    let done = job.persist(|| {
        let done = fetch(&job, &mut part);
        if let Err(fault) = &done {
            settle(&mut part, fault).map_err(|e| job.io(&part, e))?;
        }
        done
    });
    if done.is_err() && part.note().is_none() {
        // The error that is reported is the first one.
        let _ = part.discard();
    }
    done
}

/// Asks what a server says about a file, so that its size can be shown before it is fetched.
///
/// # Errors
/// [`DownloadError`], but a server that does not answer this question is no error: the size is then not known.
pub fn head(net: &dyn Net, timer: &dyn Timer, request: &Request<'_>) -> Result<Head, DownloadError> {
    let job = Job { net, timer, request, progress: &Silent, start: timer.elapsed() };
    job.persist(|| {
        let (url, answer) = hops::follow(&job, Method::Head, None)?;
        if !matches!(answer.status, 400 | 401 | 403 | 405 | 406 | 501) {
            body::judge_status(&job, &url, &answer)?;
        }
        let says = answer.status == 200 && !answer.header("content-type").is_some_and(body::is_html_type);
        let bytes = if says { body::content_length(&answer).ok().flatten() } else { None };
        Ok(Head { bytes, final_url: url.to_string() })
    })
}

/// One try: asks for the file or its rest, writes it, checks it, gives it its name.
fn fetch(job: &Job<'_>, part: &mut Part) -> Result<Downloaded, Box<Fault>> {
    let note = part.note().cloned();
    let rest = note.as_ref().map(|note| Rest { first: part.done(), etag: &note.etag });
    let (url, answer) = hops::follow(job, Method::Get, rest)?;
    body::judge_status(job, &url, &answer)?;
    body::receive(job, &url, answer, part, rest.is_some())?;
    let sha256 = part.sha256().map_err(|e| job.io(part, e))?;
    let expected = job.request.sha256.map(str::to_ascii_lowercase).filter(|expected| *expected != sha256);
    if let Some(expected) = expected {
        if part.is_resumed {
            // The beginning may be the culprit, and then the server is not.
            let why = "beginning and rest do not make up the known file".into();
            return Err(Fault::at_once(DownloadError::Protocol { host: url.host, why, out: job.out() }));
        }
        let kept = part.named(QUARANTINE);
        return Err(Fault::last(DownloadError::Checksum { expected, found: sha256, kept, out: job.out() }));
    }
    let path = part.finish("").map_err(|e| job.io(part, e))?;
    Ok(Downloaded { path, sha256, bytes: part.done(), resumed: part.is_resumed, final_url: url.to_string() })
}

/// What becomes of the part after a try that did not work.
fn settle(part: &mut Part, fault: &Fault) -> io::Result<()> {
    match (&fault.error, fault.again) {
        (DownloadError::Checksum { .. }, _) => part.finish(QUARANTINE).map(drop),
        (_, Again::AtOnce) => part.restart(None),
        (DownloadError::TooLarge { .. } | DownloadError::Protocol { .. }, _) => part.restart(None),
        _ if part.note().is_none() => part.restart(None),
        _ => part.keep(),
    }
}
