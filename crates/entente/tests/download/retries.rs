//! When it tries again, how long it waits, and when it gives up.

use std::time::Duration;

use entente::download::{DownloadError, download};

use crate::server::{Server, Turn, answer, whole};
use crate::*;

fn status(line: &str, more: &[&str]) -> Turn {
    let headers: Vec<&str> = ["Content-Length: 0"].iter().chain(more).copied().collect();
    Turn::Say(answer(line, &headers, b""))
}

#[test]
fn what_passes_is_tried_again() {
    for line in ["500 Internal Server Error", "502 Bad Gateway", "503 Service Unavailable", "504 Gateway Timeout", "429 Too Many Requests"]
    {
        let folder = tempfile::tempdir().unwrap();
        let server = Server::start(vec![status(line, &[]), status(line, &[]), status(line, &[]), Turn::Say(whole(&data(), &[]))]);
        let time = FakeTime::default();
        get_with(&loopback(), &time, &server, folder.path(), |_| {}).unwrap();
        assert_eq!(*time.slept.borrow(), [1, 2, 4], "{line}");
    }
}

#[test]
fn four_tries_are_all() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start((0..5).map(|_| status("503 Service Unavailable", &[])).collect());
    let (url, host, time, seen) = (server.url("/nmc.zip"), server.host(), FakeTime::default(), Seen::default());
    let error = download(&loopback(), &time, &request(&url, &[&host]), folder.path(), &seen).unwrap_err();
    assert!(matches!(error, DownloadError::Status { status: 503, .. }), "{error}");
    assert_way_out(&error);
    assert_eq!((server.heard().len(), time.slept.borrow().len()), (4, 3));
    let retries = seen.retries.borrow();
    assert_eq!(retries.iter().map(|(n, _)| *n).collect::<Vec<_>>(), [2, 3, 4]);
    assert_eq!(retries[0].1, "127.0.0.1 answered with status 503 and not with the file");
}

#[test]
fn what_does_not_pass_is_final() {
    for (line, code) in [("404 Not Found", 404), ("410 Gone", 410)] {
        let folder = tempfile::tempdir().unwrap();
        let server = Server::start(vec![status(line, &[])]);
        let error = get(&server, folder.path(), |_| {}).unwrap_err();
        assert!(matches!(error, DownloadError::Gone { status, .. } if status == code), "{error}");
        assert!(error.fact().contains("https://correlatesofwar.org/data-sets/nmc/"), "{error}");
        assert_way_out(&error);
    }
    for line in ["400 Bad Request", "401 Unauthorized", "403 Forbidden", "204 No Content", "304 Not Modified", "300 Multiple Choices"] {
        let folder = tempfile::tempdir().unwrap();
        let server = Server::start(vec![status(line, &[])]);
        let error = get(&server, folder.path(), |_| {}).unwrap_err();
        assert!(matches!(error, DownloadError::Status { .. }), "{line}: {error}");
        assert_way_out(&error);
        assert_eq!(server.heard().len(), 1);
    }
}

#[test]
fn a_server_is_left_alone_as_long_as_it_asks() {
    let folder = tempfile::tempdir().unwrap();
    let busy = |wait: &str| status("429 Too Many Requests", &[wait]);
    let date = "Retry-After: Wed, 25 Nov 2026 10:00:00 GMT";
    let server = Server::start(vec![busy("Retry-After: 30"), busy("Retry-After: 0"), busy(date), Turn::Say(whole(&data(), &[]))]);
    let time = FakeTime::default();
    get_with(&loopback(), &time, &server, folder.path(), |_| {}).unwrap();
    assert_eq!(*time.slept.borrow(), [30, 2, 4]);

    let server = Server::start(vec![busy("Retry-After: 3600")]);
    let time = FakeTime::default();
    let error = get_with(&loopback(), &time, &server, folder.path(), |_| {}).unwrap_err();
    assert!(matches!(error, DownloadError::Busy { seconds: 3600, .. }), "{error}");
    assert_way_out(&error);
    assert!(time.slept.borrow().is_empty());
}

#[test]
fn no_wait_goes_past_the_deadline() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(vec![status("503 Service Unavailable", &["Retry-After: 100"])]);
    let limits = Limits { deadline: Duration::from_secs(90), ..Limits::default() };
    let error = get(&server, folder.path(), |r| r.limits = limits).unwrap_err();
    assert!(matches!(error, DownloadError::Status { status: 503, .. }), "{error}");
    assert_eq!(server.heard().len(), 1);
}

#[test]
fn hanging_up_and_stalling_are_tried_again() {
    // The server is free again 0.3 seconds after the client gave up.
    let (patience, stall) = (Duration::from_millis(1000), Duration::from_millis(1300));
    let head_only = Turn::Stall(b"HTTP/1.1 200 OK\r\n".to_vec(), stall);
    let half = Turn::Stall(server::cut(&data(), 4_000, &["ETag: \"v1\""]), stall);
    let rest = server::rest(&data(), 4_000, "bytes 4000-9999/10000", &[]);
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(vec![Turn::HangUp, head_only, half, Turn::Say(rest)]);
    let (url, host, time, seen) = (server.url("/nmc.zip"), server.host(), FakeTime::default(), Seen::default());
    let got = download(&patient_for(patience), &time, &request(&url, &[&host]), folder.path(), &seen).unwrap();
    assert_eq!((got.resumed, std::fs::read(&got.path).unwrap()), (true, data()));
    let whys: Vec<String> = seen.retries.borrow().iter().map(|(_, why)| why.clone()).collect();
    assert_eq!(whys[1], "127.0.0.1 cannot be reached: no answer in time");
    assert_eq!(whys[2], "the download from 127.0.0.1 broke off after 4000 bytes of 10000: nothing came for too long");
    assert_eq!(seen.bytes.borrow().last(), Some(&(10_000, Some(10_000))));
}

#[test]
fn nobody_there_is_said_after_four_tries() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(vec![]);
    let time = FakeTime::default();
    let error = get_with(&loopback(), &time, &server, folder.path(), |_| {}).unwrap_err();
    assert!(matches!(error, DownloadError::Unreachable { .. }), "{error}");
    assert_way_out(&error);
    assert_eq!(*time.slept.borrow(), [1, 2, 4]);
}

#[test]
fn what_is_no_http_is_refused() {
    for noise in [&b"SSH-2.0-OpenSSH_9.6\r\n\r\n"[..], b"\0\0\0\0\r\n\r\n"] {
        let folder = tempfile::tempdir().unwrap();
        let server = Server::start((0..4).map(|_| Turn::Say(noise.to_vec())).collect());
        let error = get(&server, folder.path(), |_| {}).unwrap_err();
        assert!(matches!(error, DownloadError::Protocol { .. } | DownloadError::Unreachable { .. }), "{error}");
        assert_way_out(&error);
    }
}

#[test]
fn two_downloads_of_one_file_do_not_mix() {
    let folder = tempfile::tempdir().unwrap();
    let lock = std::fs::File::create(folder.path().join(".nmc.zip.lock")).unwrap();
    lock.lock().unwrap();
    let error = get(&Server::start(vec![]), folder.path(), |_| {}).unwrap_err();
    assert!(matches!(error, DownloadError::Locked { .. }), "{error}");
    assert_way_out(&error);
}
