//! Certificates, against a real TLS server on this machine with certificates made for the test.

use std::io::Write;
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use entente::download::{DownloadError, Downloaded, Https, TestBench, TlsFault, download};
use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair, date_time_ymd};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};

use crate::server::{accept, answer, read_head, whole};
use crate::*;

const HOST: &str = "data.example.org";

/// A certificate and its key.
struct Signed {
    chain: Vec<Vec<u8>>,
    key: Vec<u8>,
}

fn params(names: &[&str], from: i32, to: i32) -> CertificateParams {
    let mut params = CertificateParams::new(names.iter().map(|n| (*n).to_owned()).collect::<Vec<_>>()).unwrap();
    (params.not_before, params.not_after) = (date_time_ymd(from, 1, 1), date_time_ymd(to, 1, 1));
    params
}

/// An authority: its certificate, and what signs with it.
fn authority(name: &str, above: Option<&Issuer<'_, KeyPair>>) -> (Vec<u8>, Issuer<'static, KeyPair>) {
    let mut params = params(&[], 2000, 4000);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.distinguished_name.push(DnType::CommonName, name);
    let key = KeyPair::generate().unwrap();
    let certificate = above.map_or_else(|| params.self_signed(&key), |above| params.signed_by(&key, above)).unwrap();
    (certificate.der().to_vec(), Issuer::new(params, key))
}

fn leaf(params: &CertificateParams, issuer: &Issuer<'_, KeyPair>) -> Signed {
    let key = KeyPair::generate().unwrap();
    Signed { chain: vec![params.signed_by(&key, issuer).unwrap().der().to_vec()], key: key.serialize_der() }
}

/// Serves one connection over TLS; says whether a request was read.
fn serve(signed: Signed, reply: Vec<u8>, says_goodbye: bool) -> (SocketAddr, JoinHandle<bool>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let chain = signed.chain.into_iter().map(CertificateDer::from).collect();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    let config = config.with_no_client_auth().with_single_cert(chain, PrivateKeyDer::try_from(signed.key).unwrap()).unwrap();
    let thread = std::thread::spawn(move || {
        let Some(tcp) = accept(&listener) else { return false };
        let mut tls = StreamOwned::new(ServerConnection::new(Arc::new(config)).unwrap(), tcp);
        let was_asked = read_head(&mut tls).starts_with("get ");
        if was_asked {
            let _ = tls.write_all(&reply);
            if says_goodbye {
                tls.conn.send_close_notify();
            }
            let _ = tls.flush();
        }
        was_asked
    });
    (address, thread)
}

fn fetch(address: SocketAddr, root: Option<Vec<u8>>, checksum: Option<&str>) -> Result<Downloaded, DownloadError> {
    let folder = tempfile::tempdir().unwrap();
    let net = Https::for_tests(Duration::from_secs(5), TestBench { may_loop_back: true, addresses: Some(vec![address]), root });
    let request = Request { sha256: checksum, ..request("https://data.example.org/nmc.zip", &[HOST]) };
    let got = download(&net, &FakeTime::default(), &request, folder.path(), &Seen::default());
    assert_eq!(files(folder.path()).is_empty(), got.is_err());
    got
}

fn assert_refused(signed: Signed, root: Option<Vec<u8>>, fault: &TlsFault) -> String {
    let (address, thread) = serve(signed, whole(&data(), &[]), true);
    let error = fetch(address, root, None).unwrap_err();
    assert!(matches!(&error, DownloadError::Tls { fault: found, .. } if found == fault), "{error}");
    assert_way_out(&error);
    assert_eq!(error.code(), "E502");
    assert!(!thread.join().unwrap(), "a request was sent to a server that is not trusted");
    error.to_string()
}

#[test]
fn a_server_that_signs_for_itself_is_refused() {
    let key = KeyPair::generate().unwrap();
    let own = || params(&[HOST], 2000, 4000).self_signed(&key).unwrap().der().to_vec();
    let signed = Signed { chain: vec![own()], key: key.serialize_der() };
    let text = assert_refused(signed, None, &TlsFault::Chain);
    assert_eq!(
        text,
        "data.example.org sent an incomplete certificate chain, or one that no known authority signed, so it is not trusted\n  \
         download it in a browser from https://correlatesofwar.org/data-sets/nmc/, then: entente data add cow-nmc FILE"
    );
}

#[test]
fn an_incomplete_chain_is_refused_and_a_whole_one_is_not() {
    let (root, root_key) = authority("root", None);
    let (between, between_key) = authority("between", Some(&root_key));
    let good = params(&[HOST], 2000, 4000);
    assert_refused(leaf(&good, &between_key), Some(root.clone()), &TlsFault::Chain);

    let mut signed = leaf(&good, &between_key);
    signed.chain.push(between);
    let (address, thread) = serve(signed, whole(&data(), &[]), true);
    let sum = sha(&data());
    let got = fetch(address, Some(root), Some(sum)).unwrap();
    assert_eq!((got.bytes, got.final_url.as_str()), (10_000, "https://data.example.org/nmc.zip"));
    assert!(thread.join().unwrap());
}

#[test]
fn an_authority_that_nobody_knows_is_refused() {
    let (_, other_key) = authority("other", None);
    assert_refused(leaf(&params(&[HOST], 2000, 4000), &other_key), None, &TlsFault::Chain);
}

#[test]
fn dates_that_do_not_fit_hint_at_the_clock() {
    let (root, key) = authority("root", None);
    let old = assert_refused(leaf(&params(&[HOST], 2000, 2001), &key), Some(root.clone()), &TlsFault::Expired);
    let early = assert_refused(leaf(&params(&[HOST], 3999, 4000), &key), Some(root), &TlsFault::NotYetValid);
    assert!(old.contains("clock") && early.contains("clock"));
}

#[test]
fn a_certificate_for_another_host_is_refused() {
    let (root, key) = authority("root", None);
    assert_refused(leaf(&params(&["other.example.org"], 2000, 4000), &key), Some(root), &TlsFault::OtherName);
}

#[test]
fn an_end_of_the_connection_is_no_end_of_the_file() {
    // Whoever can cut the connection must not be able to shorten the file, with TLS's goodbye or without.
    for says_goodbye in [true, false] {
        for length in [10_000, 5_000] {
            let (root, key) = authority("root", None);
            let reply = answer("200 OK", &[], &data()[..length]);
            let (address, thread) = serve(leaf(&params(&[HOST], 2000, 4000), &key), reply, says_goodbye);
            let error = fetch(address, Some(root), None).unwrap_err();
            assert!(matches!(error, DownloadError::Protocol { .. }), "{error}");
            assert!(thread.join().unwrap());
        }
    }
}

#[test]
fn old_tls_and_no_tls_are_refused() {
    // A fatal alert `protocol_version`, as a server of TLS 1.0 sends; and plain HTTP.
    for reply in [vec![0x15, 3, 1, 0, 2, 2, 70], whole(&data(), &[])] {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let thread = std::thread::spawn(move || {
            let Some(mut tcp) = accept(&listener) else { return };
            let _ = std::io::Read::read(&mut tcp, &mut [0; 4096]);
            let _ = tcp.write_all(&reply);
        });
        let error = fetch(address, None, None).unwrap_err();
        assert!(matches!(&error, DownloadError::Tls { fault: TlsFault::Other(_), .. }), "{error}");
        assert_way_out(&error);
        thread.join().unwrap();
    }
}
