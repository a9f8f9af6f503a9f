//! Redirects, followed by hand: every hop is checked before it is asked.

use super::Job;
use super::address::is_public;
use super::error::DownloadError;
use super::net::{Answer, Ask, Method, NetError, Rest};
use super::retry::Fault;
use super::url::{Scheme, Url};

/// The most redirects in a row. Chosen: publishers need one or two, a repository with a content store three.
const MOST_HOPS: u32 = 5;

/// Asks, and asks on where it is sent, until there is an answer that is no redirect.
pub(super) fn follow(job: &Job<'_>, method: Method, rest: Option<Rest<'_>>) -> Result<(Url, Answer), Box<Fault>> {
    let start = job.request.url;
    let mut url = Url::parse(start).map_err(|why| bad(job, start, why))?;
    let first_host = url.host.clone();
    let mut from = first_host.clone();
    for _ in 0..=MOST_HOPS {
        admit(job, &url, &from)?;
        let answer = job.net.send(&Ask { method, url: &url, rest }).map_err(|error| refusal(job, &url, error))?;
        if !matches!(answer.status, 301 | 302 | 303 | 307 | 308) {
            return Ok((url, answer));
        }
        let Some(location) = answer.header("location") else {
            let why = format!("status {} without a place to go", answer.status);
            return Err(Fault::last(DownloadError::Protocol { host: url.host, why, out: job.out() }));
        };
        from.clone_from(&url.host);
        url = url.join(location).map_err(|why| bad(job, location, why))?;
    }
    Err(Fault::last(DownloadError::TooManyRedirects { host: first_host, hops: MOST_HOPS, out: job.out() }))
}

fn bad(job: &Job<'_>, address: &str, why: &'static str) -> Box<Fault> {
    let address = address.chars().take(200).collect();
    Fault::last(DownloadError::BadUrl { address, why, out: job.out() })
}

/// Whether an address may be asked: https, a host of the source, and no number that is not public.
///
/// Names are judged a second time where they are resolved, because a name says nothing about its address.
fn admit(job: &Job<'_>, url: &Url, from: &str) -> Result<(), Box<Fault>> {
    let literal = url.literal();
    let is_bench = job.net.is_test_bench() && literal.is_some_and(|address| address.is_loopback());
    if url.scheme == Scheme::Http && !is_bench {
        return Err(bad(job, &url.to_string(), "it is not https"));
    }
    let own_port = url.port == 443;
    let with_port = format!("{}:{}", url.host, url.port);
    let is_listed = |listed: &&str| listed.eq_ignore_ascii_case(&with_port) || own_port && listed.eq_ignore_ascii_case(&url.host);
    if !job.request.allowed_hosts.iter().any(is_listed) {
        let host = if own_port { url.host.clone() } else { with_port };
        return Err(Fault::last(DownloadError::OtherHost { from: from.to_owned(), host, out: job.out() }));
    }
    match literal {
        Some(address) if !is_public(address) && !is_bench => {
            Err(Fault::last(DownloadError::InnerAddress { host: url.host.clone(), address, out: job.out() }))
        }
        _ => Ok(()),
    }
}

fn refusal(job: &Job<'_>, url: &Url, error: NetError) -> Box<Fault> {
    let (host, out) = (url.host.clone(), job.out());
    match error {
        NetError::Inner(address) => Fault::last(DownloadError::InnerAddress { host, address, out }),
        NetError::Unreachable(why) => Fault::later(DownloadError::Unreachable { host, why, out }),
        NetError::Tls(fault) => Fault::last(DownloadError::Tls { host, fault, out }),
        NetError::Protocol(why) => Fault::last(DownloadError::Protocol { host, why, out }),
    }
}
