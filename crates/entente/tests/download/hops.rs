//! Redirects, and addresses that must not be asked.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::net::{SocketAddr, TcpListener};
use std::time::Duration;

use entente::download::{Answer, Ask, DownloadError, Https, Net, NetError, TestBench, download};

use crate::server::{Server, Turn, answer, whole};
use crate::*;

fn to(location: &str) -> Turn {
    Turn::Say(answer("302 Found", &[&format!("Location: {location}"), "Content-Length: 0"], b""))
}

/// A network of paper: it sends on to where it is told and notes who was asked. It makes no connection.
struct Paper {
    locations: RefCell<VecDeque<String>>,
    asked: RefCell<Vec<String>>,
}

impl Paper {
    fn new(locations: &[&str]) -> Self {
        Self { locations: RefCell::new(locations.iter().map(|l| (*l).to_owned()).collect()), asked: RefCell::default() }
    }
}

impl Net for Paper {
    fn send(&self, ask: &Ask<'_>) -> Result<Answer, NetError> {
        self.asked.borrow_mut().push(ask.url.to_string());
        let location = self.locations.borrow_mut().pop_front();
        let (status, headers) = match location {
            Some(location) => (302, vec![("Location".to_owned(), location)]),
            None => (200, vec![("Content-Length".to_owned(), "10000".to_owned())]),
        };
        Ok(Answer { status, headers, body: Box::new(std::io::Cursor::new(data())) })
    }
}

/// Downloads over paper; the second value is who was asked.
fn over(paper: &Paper, url: &str, hosts: &[&str]) -> (Result<Downloaded, DownloadError>, Vec<String>) {
    let folder = tempfile::tempdir().unwrap();
    let got = download(paper, &FakeTime::default(), &request(url, hosts), folder.path(), &Seen::default());
    (got, paper.asked.take())
}

const START: &str = "https://data.example.org/nmc.zip";

#[test]
fn a_redirect_within_the_source_is_followed() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start_with(|port| {
        let next = format!("http://127.0.0.1:{port}/b/c.zip?x=1#top");
        vec![to("/b/old.zip"), to(&next), to("../d e.zip"), Turn::Say(whole(&data(), &[]))]
    });
    let got = get(&server, folder.path(), |_| {}).unwrap();
    assert_eq!(got.final_url, server.url("/d%20e.zip"));
    let asked: Vec<_> = server.heard().iter().map(|head| head.lines().next().unwrap().to_owned()).collect();
    assert_eq!(asked[1..], ["get /b/old.zip http/1.1", "get /b/c.zip?x=1 http/1.1", "get /d%20e.zip http/1.1"]);
}

#[test]
fn a_loop_ends_after_five_hops() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start((0..11).map(|_| to("/nmc.zip")).collect());
    let error = get(&server, folder.path(), |_| {}).unwrap_err();
    assert!(matches!(error, DownloadError::TooManyRedirects { hops: 5, .. }), "{error}");
    assert_way_out(&error);
    assert_eq!(server.heard().len(), 6);
    let (got, asked) = over(&Paper::new(&["/1", "/2", "/3", "/4", "/5"]), START, &["data.example.org"]);
    assert_eq!((got.unwrap().bytes, asked.len()), (10_000, 6));
}

#[test]
fn a_redirect_elsewhere_is_refused_and_nobody_is_asked() {
    for location in [
        "http://data.example.org/nmc.zip",
        "//evil.example.com/nmc.zip",
        "https://evil.example.com/nmc.zip",
        "https://data.example.org.evil.example.com/",
        "https://evildata.example.org/",
        "https://data.example.org@evil.example.com/",
        "https://data.example.org:pw@data.example.org/",
        "https://evil.example.com\\@data.example.org/",
        "https://data.example.org:8443/nmc.zip",
        "https://data.example.org:22/",
        "https://data.example.org./nmc.zip",
        "file:///etc/passwd",
        "file://data.example.org/etc/passwd",
        "ftp://data.example.org/nmc.zip",
        "data:text/plain,hello",
        "gopher://data.example.org/",
        "https://169.254.169.254/latest/meta-data/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://[::ffff:10.0.0.1]/",
        "https://2852039166/latest/meta-data/",
        "https://2130706433/",
        "https://0x7f000001/",
        "https://0177.0.0.1/",
        "https://127.1/",
        "http://127.0.0.1/",
    ] {
        let (got, asked) = over(&Paper::new(&[location]), START, &["data.example.org"]);
        let error = got.unwrap_err();
        assert!(matches!(error, DownloadError::BadUrl { .. } | DownloadError::OtherHost { .. }), "{location}: {error}");
        assert_way_out(&error);
        assert_eq!(asked, [START], "{location}");
    }
}

#[test]
fn a_number_that_is_not_public_is_refused_even_where_it_is_listed() {
    for host in
        ["169.254.169.254", "127.0.0.1", "10.0.0.1", "100.100.100.200", "[::1]", "[::ffff:10.0.0.1]", "[fd00:ec2::254]", "[fe80::1]"]
    {
        let hosts = ["data.example.org", host];
        let (got, asked) = over(&Paper::new(&[&format!("https://{host}/")]), START, &hosts);
        let error = got.unwrap_err();
        assert!(matches!(error, DownloadError::InnerAddress { .. }), "{host}: {error}");
        assert_way_out(&error);
        assert_eq!(asked, [START], "{host}");
        let (got, asked) = over(&Paper::new(&[]), &format!("https://{host}/nmc.zip"), &hosts);
        assert!(matches!(got, Err(DownloadError::InnerAddress { .. })) && asked.is_empty(), "{host}");
    }
    for host in ["2852039166", "0x7f.1"] {
        let (got, asked) = over(&Paper::new(&[&format!("https://{host}/")]), START, &["data.example.org", host]);
        assert!(matches!(got, Err(DownloadError::BadUrl { .. })), "{host}");
        assert_eq!(asked, [START], "{host}");
    }
}

#[test]
fn the_first_address_is_judged_as_the_others_are() {
    for url in
        ["http://data.example.org/nmc.zip", "https://other.example.org/", "file:///nmc.zip", "nmc.zip", "", "https://u:p@data.example.org/"]
    {
        let (got, asked) = over(&Paper::new(&[]), url, &["data.example.org"]);
        assert_way_out(&got.unwrap_err());
        assert!(asked.is_empty(), "{url}");
    }
    let (got, asked) = over(&Paper::new(&[]), "http://data.example.org/nmc.zip", &["data.example.org", "data.example.org:80"]);
    assert!(matches!(got, Err(DownloadError::BadUrl { .. })) && asked.is_empty());
    let (got, _) = over(&Paper::new(&[]), "HTTPS://Data.Example.ORG/nmc.zip", &["data.example.org"]);
    assert_eq!(got.unwrap().final_url, START);
}

/// The client that a release has, but for what names resolve to.
fn resolving_to(addresses: Vec<SocketAddr>) -> Https {
    Https::for_tests(Duration::from_millis(400), TestBench { addresses: Some(addresses), ..TestBench::default() })
}

#[test]
fn a_name_with_an_inner_address_is_refused_before_a_connection() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let port = listener.local_addr().unwrap().port();
    for inner in [
        "127.0.0.1",
        "::ffff:127.0.0.1",
        "::1",
        "169.254.169.254",
        "10.0.0.1",
        "::ffff:10.0.0.1",
        "fd00:ec2::254",
        "fe80::1",
        "100.64.0.1",
        "0.0.0.0",
        "64:ff9b::7f00:1",
    ] {
        let address = SocketAddr::new(inner.parse().unwrap(), port);
        // Alone, and behind a public address that would be tried first (192.88.98.1 would; it is never asked).
        for addresses in [vec![address], vec!["192.88.98.1:443".parse().unwrap(), address]] {
            let folder = tempfile::tempdir().unwrap();
            let net = resolving_to(addresses);
            let error = download(&net, &FakeTime::default(), &request(START, &["data.example.org"]), folder.path(), &Seen::default());
            let error = error.unwrap_err();
            assert!(matches!(&error, DownloadError::InnerAddress { address, .. } if address.to_string() == inner), "{inner}: {error}");
            assert_way_out(&error);
        }
    }
    assert!(listener.accept().is_err(), "a connection was made");
}

#[test]
fn the_client_of_a_release_asks_no_number_of_this_machine_and_nothing_plain() {
    let server = Server::start(vec![Turn::Say(whole(&data(), &[]))]);
    let (url, host) = (server.url("/nmc.zip"), server.host());
    let https = url.replace("http:", "https:");
    for url in [&url, &https] {
        let folder = tempfile::tempdir().unwrap();
        let error = download(&Https::default(), &FakeTime::default(), &request(url, &[&host]), folder.path(), &Seen::default());
        assert!(matches!(error, Err(DownloadError::BadUrl { .. } | DownloadError::InnerAddress { .. })));
    }
    assert!(server.heard().is_empty());
}

#[test]
fn a_redirect_to_nowhere_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(vec![Turn::Say(answer("302 Found", &["Content-Length: 0"], b""))]);
    let error = get(&server, folder.path(), |_| {}).unwrap_err();
    assert!(matches!(error, DownloadError::Protocol { .. }), "{error}");
    assert_way_out(&error);
}

#[test]
fn what_a_server_says_cannot_write_to_the_terminal() {
    let (got, _) = over(&Paper::new(&["https://evil\u{1b}[2J.example.com/"]), START, &["data.example.org"]);
    assert!(!got.unwrap_err().to_string().contains('\u{1b}'));
}
