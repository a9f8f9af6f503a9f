//! The seam to the network: one request, one answer, no redirect followed.

use std::io::Read;
use std::net::IpAddr;
use std::time::{Duration, Instant};

use super::url::Url;

/// What is asked of a server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// The file.
    Get,
    /// What the server says about the file, without it.
    Head,
}

/// The rest of a file, if it is still the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rest<'a> {
    /// The first byte that is missing.
    pub first: u64,
    /// The strong ETag of the file whose beginning is here, for `If-Range`.
    pub etag: &'a str,
}

/// One request. Every implementation asks for `Accept-Encoding: identity`.
#[derive(Debug, Clone, Copy)]
pub struct Ask<'a> {
    /// The method.
    pub method: Method,
    /// Where.
    pub url: &'a Url,
    /// For a download that goes on: where, and of what.
    pub rest: Option<Rest<'a>>,
}

/// What a server sent.
pub struct Answer {
    /// The status.
    pub status: u16,
    /// Headers in their order.
    pub headers: Vec<(String, String)>,
    /// The body as it comes, not decoded. A read that waits too long ends with [`std::io::ErrorKind::TimedOut`].
    pub body: Box<dyn Read>,
}

impl Answer {
    /// The first header of a name, trimmed.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim())
    }
}

/// What is wrong with a certificate or a handshake.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum TlsFault {
    /// The chain does not end at an authority that is known: it is incomplete, or signed by the server itself.
    Chain,
    /// Past its last day.
    Expired,
    /// Before its first day.
    NotYetValid,
    /// For another host.
    OtherName,
    /// Anything else, in the words of the library.
    Other(String),
}

/// Why there is no answer.
#[derive(Debug)]
#[non_exhaustive]
pub enum NetError {
    /// The name resolves to an address that is not public; no connection was made.
    Inner(IpAddr),
    /// The name, the connection or the answer did not come, or not in time: another try may help.
    Unreachable(String),
    /// The server is not trusted.
    Tls(TlsFault),
    /// The answer is no HTTP, or the client cannot send what was asked.
    Protocol(String),
}

/// What the downloader asks of the network.
pub trait Net {
    /// Sends one request and reads the answer up to its body. Redirects are answers like any other.
    ///
    /// # Errors
    /// [`NetError`].
    fn send(&self, ask: &Ask<'_>) -> Result<Answer, NetError>;

    /// Whether this is a fault server's network: plain HTTP to this machine's own address is then allowed.
    ///
    /// No implementation that a release contains says yes.
    fn is_test_bench(&self) -> bool {
        false
    }
}

/// What the downloader asks of time, so that tests need not wait.
pub trait Timer {
    /// Time since some fixed moment.
    fn elapsed(&self) -> Duration;
    /// Waits.
    fn sleep(&self, wait: Duration);
}

/// Time as it passes.
#[derive(Debug, Clone, Copy)]
pub struct Stopwatch {
    start: Instant,
}

impl Default for Stopwatch {
    fn default() -> Self {
        Self { start: Instant::now() }
    }
}

impl Timer for Stopwatch {
    fn elapsed(&self) -> Duration {
        self.start.elapsed()
    }

    fn sleep(&self, wait: Duration) {
        std::thread::sleep(wait);
    }
}

/// Who watches a download; a command line draws a bar.
pub trait Progress {
    /// So many bytes are here, of so many if the server said.
    fn bytes(&self, done: u64, total: Option<u64>);
    /// A try ended, and the next, of this number, comes after a wait.
    fn retry(&self, attempt: u32, why: &str, wait: Duration);
}

/// Nobody watches.
#[derive(Debug, Clone, Copy, Default)]
pub struct Silent;

impl Progress for Silent {
    fn bytes(&self, _done: u64, _total: Option<u64>) {}
    fn retry(&self, _attempt: u32, _why: &str, _wait: Duration) {}
}
