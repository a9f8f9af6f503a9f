//! What is accepted as the file, and what is not.

use std::time::Duration;

use entente::download::{DownloadError, Head, Limits, Stopwatch, head};

use crate::server::{Server, Turn, answer, cut, whole};
use crate::*;

#[test]
fn a_whole_file_gets_its_name_and_nothing_else_stays() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(vec![Turn::Say(whole(&data(), &["ETag: \"v1\""]))]);
    let sum = sha(&data()).to_uppercase().leak();
    let got = get(&server, folder.path(), |r| r.sha256 = Some(sum)).unwrap();
    assert_eq!(std::fs::read(&got.path).unwrap(), data());
    assert_eq!((got.sha256.as_str(), got.bytes, got.resumed), (sha(&data()), 10_000, false));
    assert_eq!(got.final_url, server.url("/nmc.zip"));
    assert_eq!(files(folder.path()), ["nmc.zip"]);
    let heard = &server.heard()[0];
    assert!(heard.contains("accept-encoding: identity") && heard.contains("user-agent: entente/"), "{heard}");
    assert!(!heard.contains("range:"), "{heard}");
}

#[test]
fn an_older_file_is_replaced_only_by_a_whole_one() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("nmc.zip"), b"old").unwrap();
    let cuts = (0..4).map(|_| Turn::Say(cut(&data(), 5000, &[])));
    let server = Server::start(cuts.chain([Turn::Say(whole(&data(), &[]))]).collect());
    assert_way_out(&get(&server, folder.path(), |_| {}).unwrap_err());
    assert_eq!(std::fs::read(folder.path().join("nmc.zip")).unwrap(), b"old");
    get(&server, folder.path(), |_| {}).unwrap();
    assert_eq!(std::fs::read(folder.path().join("nmc.zip")).unwrap(), data());
}

#[test]
fn a_file_with_another_checksum_is_kept_apart() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(vec![Turn::Say(whole(&data(), &[]))]);
    let known = sha(b"another file");
    let error = get(&server, folder.path(), |r| r.sha256 = Some(known)).unwrap_err();
    assert!(matches!(&error, DownloadError::Checksum { kept, .. } if kept == &folder.path().join("nmc.zip.quarantine")));
    assert!(error.to_string().contains(known) && error.to_string().contains(sha(&data())));
    assert_way_out(&error);
    assert_eq!(files(folder.path()), ["nmc.zip.quarantine"]);
    assert_eq!(std::fs::read(folder.path().join("nmc.zip.quarantine")).unwrap(), data());
}

#[test]
fn a_web_page_is_not_a_file_whatever_it_says_it_is() {
    let page = b"\xef\xbb\xbf \r\n<!DOCTYPE html><html><body>Please log in</body></html>";
    for (kind, body) in [
        ("Content-Type: text/html; charset=utf-8", &data()[..]),
        ("Content-Type: application/zip", &page[..]),
        ("Content-Type: application/octet-stream", b"<HTML>\n<head>"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let length = format!("Content-Length: {}", body.len());
        let server = Server::start(vec![Turn::Say(answer("200 OK", &[kind, &length], body))]);
        let error = get(&server, folder.path(), |_| {}).unwrap_err();
        assert!(matches!(error, DownloadError::WebPage { .. }), "{kind}: {error}");
        assert_way_out(&error);
        assert!(files(folder.path()).is_empty(), "{:?}", files(folder.path()));
    }
}

#[test]
fn a_body_over_its_limit_is_stopped() {
    let chunked = || {
        let mut body = Vec::new();
        for _ in 0..64 {
            body.extend_from_slice(b"1000\r\n");
            body.extend_from_slice(&[b'x'; 0x1000]);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(b"0\r\n\r\n");
        answer("200 OK", &["Transfer-Encoding: chunked"], &body)
    };
    // Announced; not announced and in chunks; not announced and ended by the connection.
    for (expected, most, bytes) in [
        (Some(7_999), 1 << 20, whole(&data(), &[])),
        (Some(1_000), 1 << 20, chunked()),
        (None, 9_999, whole(&data(), &[])),
        (None, 100_000, chunked()),
        (Some(1_000), 1 << 20, answer("200 OK", &[], &data())),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let server = Server::start(vec![Turn::Say(bytes)]);
        let error = get(&server, folder.path(), |r| (r.expected_bytes, r.max_bytes) = (expected, most)).unwrap_err();
        assert!(matches!(error, DownloadError::TooLarge { .. }), "{error}");
        assert_way_out(&error);
        assert!(files(folder.path()).is_empty());
    }
    // Where it is announced, no byte of it is taken.
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(vec![Turn::Say(whole(&data(), &[]))]);
    let (url, host, seen) = (server.url("/nmc.zip"), server.host(), Seen::default());
    let hosts = [host.as_str()];
    let small = Request { max_bytes: 9_999, ..request(&url, &hosts) };
    download(&loopback(), &FakeTime::default(), &small, folder.path(), &seen).unwrap_err();
    assert!(seen.bytes.borrow().is_empty());
    // A quarter more than recorded is no surprise.
    let server = Server::start(vec![Turn::Say(whole(&data(), &[]))]);
    assert_eq!(get(&server, folder.path(), |r| r.expected_bytes = Some(8_000)).unwrap().bytes, 10_000);
}

#[test]
fn a_length_that_is_too_large_is_a_cut() {
    let folder = tempfile::tempdir().unwrap();
    let lie = || Turn::Say(answer("200 OK", &["Content-Length: 10001"], &data()));
    let server = Server::start((0..4).map(|_| lie()).collect());
    let error = get(&server, folder.path(), |_| {}).unwrap_err();
    assert!(matches!(error, DownloadError::Cut { got: 10_000, total: Some(10_001), .. }), "{error}");
    assert_way_out(&error);
    assert!(files(folder.path()).is_empty());
}

#[test]
fn a_length_that_is_too_small_is_caught_by_the_checksum() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(vec![Turn::Say(answer("200 OK", &["Content-Length: 9999"], &data()))]);
    let sum = sha(&data());
    let error = get(&server, folder.path(), |r| r.sha256 = Some(sum)).unwrap_err();
    assert!(matches!(error, DownloadError::Checksum { .. }), "{error}");
}

#[test]
fn lengths_that_are_none_and_empty_files_are_refused() {
    for headers in [&["Content-Length: -1"][..], &["Content-Length: ten"], &["Content-Length: 10000", "Content-Length: 9"]] {
        let folder = tempfile::tempdir().unwrap();
        let server = Server::start(vec![Turn::Say(answer("200 OK", headers, &data()))]);
        let error = get(&server, folder.path(), |_| {}).unwrap_err();
        assert!(matches!(error, DownloadError::Protocol { .. }), "{headers:?}: {error}");
        assert_way_out(&error);
    }
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(vec![Turn::Say(whole(b"", &[]))]);
    assert!(matches!(get(&server, folder.path(), |_| {}), Err(DownloadError::Protocol { .. })));
    assert!(files(folder.path()).is_empty());
}

#[test]
fn without_length_and_checksum_the_known_size_decides_where_the_end_is() {
    let folder = tempfile::tempdir().unwrap();
    let half = || Turn::Say(answer("200 OK", &[], &data()[..5000]));
    let server = Server::start(vec![half(), half(), half(), Turn::Say(answer("200 OK", &[], &data()))]);
    let got = get(&server, folder.path(), |r| r.expected_bytes = Some(10_000)).unwrap();
    assert_eq!((got.bytes, got.resumed), (10_000, false));
}

#[test]
fn without_any_of_them_a_file_is_refused_and_chunks_are_enough() {
    let chunks = |last: &str| {
        let body = [b"2710\r\n", &data()[..], b"\r\n", last.as_bytes()].concat();
        Turn::Say(answer("200 OK", &["Transfer-Encoding: chunked"], &body))
    };
    for known in [None, Some(9_000)] {
        let folder = tempfile::tempdir().unwrap();
        let server = Server::start(vec![Turn::Say(answer("200 OK", &[], &data()))]);
        let error = get(&server, folder.path(), |r| r.expected_bytes = known).unwrap_err();
        assert!(matches!(error, DownloadError::Protocol { .. }), "{error}");
        assert!(files(folder.path()).is_empty());
    }
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(vec![chunks(""), chunks("5\r\nab"), chunks("0\r\n\r\n")]);
    assert_eq!(std::fs::read(get(&server, folder.path(), |_| {}).unwrap().path).unwrap(), data());
    assert_eq!(server.heard().len(), 3);
}

#[test]
fn an_encoding_that_was_not_asked_for_is_refused() {
    for encoding in ["Content-Encoding: gzip", "Content-Encoding: br", "Content-Encoding: gzip, gzip", "Content-Encoding: x-gzip"] {
        let folder = tempfile::tempdir().unwrap();
        let server = Server::start(vec![Turn::Say(whole(&data(), &[encoding]))]);
        let error = get(&server, folder.path(), |_| {}).unwrap_err();
        assert!(matches!(error, DownloadError::Encoded { .. }), "{error}");
        assert_way_out(&error);
        assert!(files(folder.path()).is_empty());
    }
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(vec![Turn::Say(whole(&data(), &["Content-Encoding: identity"]))]);
    get(&server, folder.path(), |_| {}).unwrap();
}

#[test]
fn a_drip_ends_at_the_deadline() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(vec![Turn::Drip(whole(&data(), &["ETag: \"v1\""]), Duration::from_micros(200))]);
    // Every look at the clock takes a minute.
    let time = FakeTime { per_look: Duration::from_secs(60), ..FakeTime::default() };
    let limits = Limits { deadline: Duration::from_secs(300), ..Limits::default() };
    let error = get_with(&loopback(), &time, &server, folder.path(), |r| r.limits = limits).unwrap_err();
    assert!(matches!(error, DownloadError::TooSlow { seconds: 300, .. }), "{error}");
    assert_way_out(&error);
    assert_eq!(files(folder.path()), ["nmc.zip.part", "nmc.zip.part.json"]);
}

#[test]
fn the_size_is_known_before_the_file_is_fetched() {
    let ask = |turn: Vec<u8>| {
        let server = Server::start(vec![Turn::Say(turn)]);
        let (url, host) = (server.url("/nmc.zip"), server.host());
        let got: Head = head(&loopback(), &Stopwatch::default(), &request(&url, &[&host])).unwrap();
        assert!(server.heard()[0].starts_with("head /nmc.zip "), "{:?}", server.heard());
        got.bytes
    };
    assert_eq!(ask(answer("200 OK", &["Content-Length: 10000"], b"")), Some(10_000));
    assert_eq!(ask(answer("200 OK", &["Transfer-Encoding: chunked"], b"")), None);
    assert_eq!(ask(answer("200 OK", &["Content-Type: text/html", "Content-Length: 99"], b"")), None);
    assert_eq!(ask(answer("405 Method Not Allowed", &["Content-Length: 0"], b"")), None);
}

#[test]
fn a_name_that_is_a_path_is_refused() {
    for name in ["../nmc.zip", "a/b", "/etc/passwd", "", ".", ".."] {
        let folder = tempfile::tempdir().unwrap();
        let server = Server::start(vec![]);
        let error = get(&server, folder.path(), |r| r.file_name = name).unwrap_err();
        assert!(matches!(error, DownloadError::Io { .. }), "{name}: {error}");
    }
}

#[test]
fn a_folder_that_is_not_there_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let error = get(&Server::start(vec![]), &folder.path().join("nowhere"), |_| {}).unwrap_err();
    assert!(matches!(error, DownloadError::Io { .. }), "{error}");
    assert_way_out(&error);
}
