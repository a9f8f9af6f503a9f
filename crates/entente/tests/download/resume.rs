//! Downloads that break off and go on.

use entente::download::DownloadError;

use crate::server::{Server, Turn, answer, cut, rest, whole};
use crate::*;

const V1: &[&str] = &["ETag: \"v1\""];

#[test]
fn a_cut_at_every_hundredth_goes_on_where_it_was() {
    let (data, sum) = (data(), sha(&data()));
    for at in (0..=9_900).step_by(100).chain([1, 511, 512, 513, 9_999]) {
        let folder = tempfile::tempdir().unwrap();
        let range = format!("bytes {at}-9999/10000");
        let second = if at == 0 { whole(&data, V1) } else { rest(&data, at, &range, V1) };
        let server = Server::start(vec![Turn::Say(cut(&data, at, V1)), Turn::Say(second)]);
        let got = get(&server, folder.path(), |r| r.sha256 = Some(sum)).unwrap();
        assert_eq!(std::fs::read(&got.path).unwrap(), data, "cut at {at}");
        assert_eq!(got.resumed, at > 0, "cut at {at}");
        assert_eq!(files(folder.path()), ["nmc.zip"]);
        let heard = &server.heard()[1];
        let asked = heard.contains(&format!("range: bytes={at}-\r\n")) && heard.contains("if-range: \"v1\"\r\n");
        assert_eq!(asked, at > 0, "cut at {at}: {heard}");
    }
}

#[test]
fn a_later_run_goes_on_too() {
    let (data, sum) = (data(), sha(&data()));
    let folder = tempfile::tempdir().unwrap();
    let mut turns = vec![Turn::Say(cut(&data, 3_000, V1))];
    turns.extend((0..3).map(|_| Turn::HangUp));
    turns.push(Turn::Say(rest(&data, 3_000, "bytes 3000-9999/10000", &[])));
    let server = Server::start(turns);
    let error = get(&server, folder.path(), |r| r.sha256 = Some(sum)).unwrap_err();
    assert!(matches!(error, DownloadError::Unreachable { .. }), "{error}");
    assert_way_out(&error);
    assert_eq!(files(folder.path()), ["nmc.zip.part", "nmc.zip.part.json"]);
    let got = get(&server, folder.path(), |r| r.sha256 = Some(sum)).unwrap();
    assert!(got.resumed);
    assert_eq!(std::fs::read(&got.path).unwrap(), data);
}

#[test]
fn three_cuts_are_not_too_many_and_four_are() {
    let data = data();
    let folder = tempfile::tempdir().unwrap();
    let part = |from: usize| {
        let mut bytes = rest(&data, from, &format!("bytes {from}-9999/10000"), V1);
        bytes.truncate(bytes.len() - (10_000 - from) + 1_000);
        Turn::Say(bytes)
    };
    let last = Turn::Say(rest(&data, 4_000, "bytes 4000-9999/10000", V1));
    let server = Server::start(vec![Turn::Say(cut(&data, 1_000, V1)), part(1_000), part(2_000), part(3_000), last]);
    let error = get(&server, folder.path(), |_| {}).unwrap_err();
    assert!(matches!(error, DownloadError::Cut { got: 4_000, total: Some(10_000), .. }), "{error}");
    let got = get(&server, folder.path(), |_| {}).unwrap();
    assert_eq!(std::fs::read(&got.path).unwrap(), data);
}

#[test]
fn without_a_strong_etag_it_begins_anew() {
    let data = data();
    for etag in [&["ETag: W/\"v1\""][..], &["ETag: v1"], &["Last-Modified: Wed, 25 Nov 2026 10:00:00 GMT"], &[]] {
        let folder = tempfile::tempdir().unwrap();
        let server = Server::start(vec![Turn::Say(cut(&data, 4_000, etag)), Turn::Say(whole(&data, etag))]);
        let got = get(&server, folder.path(), |_| {}).unwrap();
        assert!(!got.resumed);
        assert_eq!(std::fs::read(&got.path).unwrap(), data);
        assert!(!server.heard()[1].contains("range"), "{:?}", server.heard());
    }
}

#[test]
fn a_server_that_ignores_the_range_or_has_a_new_version_begins_anew() {
    let (old, new) = (data(), vec![7; 8_000]);
    let folder = tempfile::tempdir().unwrap();
    let sum = sha(&new);
    let server = Server::start(vec![Turn::Say(cut(&old, 4_000, V1)), Turn::Say(whole(&new, &["ETag: \"v2\""]))]);
    let got = get(&server, folder.path(), |r| r.sha256 = Some(sum)).unwrap();
    assert_eq!((got.resumed, std::fs::read(&got.path).unwrap()), (false, new));
}

#[test]
fn a_rest_that_does_not_fit_is_thrown_away() {
    let data = data();
    let multipart = ["Content-Type: multipart/byteranges; boundary=x"];
    let no_range = answer("206 Partial Content", &multipart, &data[4_000..]);
    for wrong in [
        rest(&data, 4_000, "bytes 3999-9999/10000", V1),
        rest(&data, 4_000, "bytes 0-9999/10000", V1),
        rest(&data, 4_000, "bytes 4000-9998/10000", V1),
        rest(&data, 4_000, "bytes 4000-9999/*", V1),
        rest(&data, 4_000, "bytes 4000-9999/20000", V1),
        rest(&data, 4_000, "bytes 4000-10999/11000", V1),
        rest(&data, 4_000, "bytes 9999-4000/10000", V1),
        rest(&data, 4_000, "bytes 4000-18446744073709551615/0", V1),
        rest(&data, 4_000, "items 4000-9999/10000", V1),
        rest(&data, 4_000, "bytes 4000-9999/10000", &["ETag: \"v2\""]),
        rest(&data, 5_000, "bytes 4000-9999/10000", V1),
        answer("416 Range Not Satisfiable", &["Content-Range: bytes */10000", "Content-Length: 0"], b""),
        no_range,
    ] {
        let folder = tempfile::tempdir().unwrap();
        let text = String::from_utf8_lossy(&wrong).chars().take(100).collect::<String>();
        let server = Server::start(vec![Turn::Say(cut(&data, 4_000, V1)), Turn::Say(wrong), Turn::Say(whole(&data, V1))]);
        let time = FakeTime::default();
        let got = get_with(&loopback(), &time, &server, folder.path(), |_| {}).unwrap();
        assert_eq!(std::fs::read(&got.path).unwrap(), data, "{text}");
        assert!(!got.resumed && !server.heard()[2].contains("range"), "{text}");
        assert_eq!(*time.slept.borrow(), [1, 0], "{text}");
    }
}

#[test]
fn a_beginning_that_was_of_another_file_is_fetched_anew() {
    // The server lies: it says by its ETag that the file is the same, and it is not.
    let (old, new) = (vec![1; 10_000], data());
    let folder = tempfile::tempdir().unwrap();
    let sum = sha(&new);
    let lie = rest(&new, 4_000, "bytes 4000-9999/10000", V1);
    let server = Server::start(vec![Turn::Say(cut(&old, 4_000, V1)), Turn::Say(lie), Turn::Say(whole(&new, V1))]);
    let got = get(&server, folder.path(), |r| r.sha256 = Some(sum)).unwrap();
    assert_eq!((got.resumed, std::fs::read(&got.path).unwrap()), (false, new));
    assert_eq!(files(folder.path()), ["nmc.zip"]);
}

#[test]
fn a_rest_that_nobody_asked_for_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(vec![Turn::Say(rest(&data(), 4_000, "bytes 4000-9999/10000", V1))]);
    let error = get(&server, folder.path(), |_| {}).unwrap_err();
    assert!(matches!(error, DownloadError::Protocol { .. }), "{error}");
    assert!(files(folder.path()).is_empty());
}

#[test]
fn a_login_page_in_between_costs_nothing() {
    let data = data();
    let folder = tempfile::tempdir().unwrap();
    let page = answer("200 OK", &["Content-Type: text/html", "Content-Length: 6"], b"<html>");
    let rest = rest(&data, 4_000, "bytes 4000-9999/10000", V1);
    let server = Server::start(vec![Turn::Say(cut(&data, 4_000, V1)), Turn::Say(page), Turn::Say(rest)]);
    assert!(matches!(get(&server, folder.path(), |_| {}), Err(DownloadError::WebPage { .. })));
    let got = get(&server, folder.path(), |_| {}).unwrap();
    assert_eq!((got.resumed, std::fs::read(&got.path).unwrap()), (true, data));
}
