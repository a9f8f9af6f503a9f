//! One answer, judged and written to the part.

use std::io::{self, Read};

use super::error::DownloadError;
use super::net::Answer;
use super::part::{Note, Part, is_strong};
use super::retry::{Again, Fault, retry_after};
use super::url::Url;
use super::{Job, bytes_cap};

/// Bytes of the beginning that are looked at before any is written.
const SNIFF: u64 = 512;

/// Judges an answer by its status alone; what passes carries a file, or the rest of one.
pub(super) fn judge_status(job: &Job<'_>, url: &Url, answer: &Answer) -> Result<(), Box<Fault>> {
    let (host, status, out) = (url.host.clone(), answer.status, job.out());
    match status {
        200 | 206 => Ok(()),
        404 | 410 => Err(Fault::last(DownloadError::Gone { url: url.to_string(), status, out })),
        429 | 500 | 502 | 503 | 504 => {
            let asked = retry_after(answer.header("retry-after"));
            match asked {
                Some(wait) if wait > job.request.limits.longest_wait => {
                    Err(Fault::last(DownloadError::Busy { host, seconds: wait.as_secs(), out }))
                }
                _ => Err(Box::new(Fault { error: DownloadError::Status { host, status, out }, again: Again::Later(asked) })),
            }
        }
        416 => Err(Fault::at_once(DownloadError::Status { host, status, out })),
        _ => Err(Fault::last(DownloadError::Status { host, status, out })),
    }
}

/// Writes the body of an answer to the part, from where the part ends or from zero.
pub(super) fn receive(job: &Job<'_>, url: &Url, answer: Answer, part: &mut Part, asked_rest: bool) -> Result<(), Box<Fault>> {
    let host = || url.host.clone();
    if let Some(encoding) = answer.header("content-encoding").filter(|e| !e.is_empty() && !e.eq_ignore_ascii_case("identity")) {
        let encoding = encoding.chars().take(40).collect();
        return Err(Fault::last(DownloadError::Encoded { host: host(), encoding, out: job.out() }));
    }
    if answer.header("content-type").is_some_and(is_html_type) {
        return Err(Fault::last(DownloadError::WebPage { host: host(), out: job.out() }));
    }
    let length = content_length(&answer).map_err(|why| protocol(job, url, why))?;
    let total = if answer.status == 206 {
        if !asked_rest {
            return Err(protocol(job, url, "a part of the file, and the whole was asked for"));
        }
        let Some(total) = fitting_total(&answer, length, part) else {
            let why = "the rest of the file does not fit its beginning".into();
            return Err(Fault::at_once(DownloadError::Protocol { host: host(), why, out: job.out() }));
        };
        part.is_resumed = true;
        Some(total)
    } else {
        let etag = answer.header("etag").filter(|etag| is_strong(etag));
        let note = etag.map(|etag| Note { url: job.request.url.into(), etag: etag.into(), total: length, bytes: 0 });
        part.restart(note).map_err(|e| job.io(part, e))?;
        length
    };
    let limit = bytes_cap(job.request);
    if total.is_some_and(|total| total > limit) {
        return Err(Fault::last(DownloadError::TooLarge { host: host(), limit, out: job.out() }));
    }
    let is_chunked = answer.header("transfer-encoding").is_some_and(|coding| coding.eq_ignore_ascii_case("chunked"));
    let end = if total.is_some() || is_chunked || job.request.sha256.is_some() { End::Shown } else { End::Connection };
    copy(job, url, answer.body, part, total, end)
}

fn copy(job: &Job<'_>, url: &Url, mut body: Box<dyn Read>, part: &mut Part, total: Option<u64>, end: End) -> Result<(), Box<Fault>> {
    let host = || url.host.clone();
    let cut = |got: u64, why: &str| Fault::later(DownloadError::Cut { host: host(), got, total, why: why.into(), out: job.out() });
    let limit = bytes_cap(job.request);
    let mut buffer = vec![0; 64 << 10];
    if part.done() == 0 {
        let mut start = Vec::new();
        let read = body.by_ref().take(SNIFF).read_to_end(&mut start);
        if is_html(&start) {
            return Err(Fault::last(DownloadError::WebPage { host: host(), out: job.out() }));
        }
        part.write(&start).map_err(|e| job.io(part, e))?;
        read.map_err(|e| cut(part.done(), &why_cut(&e)))?;
    }
    loop {
        job.progress.bytes(part.done(), total);
        if part.done() > limit {
            return Err(Fault::last(DownloadError::TooLarge { host: host(), limit, out: job.out() }));
        }
        if job.elapsed() >= job.request.limits.deadline {
            let seconds = job.request.limits.deadline.as_secs();
            return Err(Fault::last(DownloadError::TooSlow { got: part.done(), total, seconds, out: job.out() }));
        }
        match body.read(&mut buffer) {
            Ok(0) => break,
            Ok(n) => part.write(&buffer[..n]).map_err(|e| job.io(part, e))?,
            Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
            Err(e) => return Err(cut(part.done(), &why_cut(&e))),
        }
    }
    let (done, why_cut) = (part.done(), "the connection was closed");
    match (end, total, job.request.expected_bytes) {
        _ if done == 0 => Err(protocol(job, url, "an empty file")),
        (_, Some(total), _) if done < total => Err(cut(done, why_cut)),
        (_, Some(total), _) if done > total => Err(protocol(job, url, "more bytes than it announced")),
        (End::Connection, _, Some(known)) if done < known => Err(cut(done, why_cut)),
        (End::Connection, _, known) if known != Some(done) => {
            Err(protocol(job, url, "it does not say how long the file is, so a part of it would look like the whole"))
        }
        _ => Ok(()),
    }
}

/// What shows that a body is whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    /// A length, a last chunk, or a checksum to come.
    Shown,
    /// Nothing but the end of the connection, which a fault or an attacker can bring about: then the known size must be met.
    Connection,
}

fn why_cut(error: &io::Error) -> String {
    if error.kind() == io::ErrorKind::TimedOut { "nothing came for too long".into() } else { error.to_string() }
}

fn protocol(job: &Job<'_>, url: &Url, why: &str) -> Box<Fault> {
    Fault::last(DownloadError::Protocol { host: url.host.clone(), why: why.into(), out: job.out() })
}

/// The length of the body, if the server says.
pub(super) fn content_length(answer: &Answer) -> Result<Option<u64>, &'static str> {
    let mut lengths = answer.headers.iter().filter(|(key, _)| key.eq_ignore_ascii_case("content-length")).map(|(_, value)| value.trim());
    let Some(first) = lengths.next() else { return Ok(None) };
    if lengths.any(|other| other != first) || !first.bytes().all(|b| b.is_ascii_digit()) {
        return Err("its length is not a length");
    }
    first.parse().map(Some).map_err(|_| "its length is not a length")
}

/// The size of the whole, where `Content-Range` is exactly the rest of what the part is a part of.
fn fitting_total(answer: &Answer, length: Option<u64>, part: &Part) -> Option<u64> {
    let note = part.note()?;
    let (range, total) = answer.header("content-range")?.strip_prefix("bytes ")?.split_once('/')?;
    let (first, last) = range.split_once('-')?;
    let (first, last, total): (u64, u64, u64) = (first.parse().ok()?, last.parse().ok()?, total.parse().ok()?);
    let is_rest = first == part.done() && first <= last && last.checked_add(1)? == total;
    let is_same = note.total.is_none_or(|known| known == total) && answer.header("etag").is_none_or(|etag| etag == note.etag);
    let is_whole = length.is_none_or(|length| length == total - first);
    (is_rest && is_same && is_whole).then_some(total)
}

/// Whether a content type is that of a page.
pub(super) fn is_html_type(content_type: &str) -> bool {
    let kind = content_type.split(';').next().unwrap_or_default().trim();
    ["text/html", "application/xhtml+xml"].iter().any(|html| kind.eq_ignore_ascii_case(html))
}

/// Whether bytes begin as a page does, whatever the content type says.
fn is_html(start: &[u8]) -> bool {
    let text = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start).trim_ascii_start();
    [&b"<!doctype html"[..], b"<html"].iter().any(|mark| text.get(..mark.len()).is_some_and(|head| head.eq_ignore_ascii_case(mark)))
}
