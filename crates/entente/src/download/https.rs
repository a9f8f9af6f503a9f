//! The real network: ureq over rustls, with the roots of Mozilla compiled in, so that every machine trusts the same authorities.
//!
//! Certificates are always verified. Names are resolved here, once, and the connection goes to the address that was checked; a
//! number in the place of a name takes the same way.

use std::io::{self, Read};
use std::net::IpAddr;
use std::time::Duration;

use rustls::CertificateError;
use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};

use super::address::is_public;
use super::net::{Answer, Ask, Method, Net, NetError, TlsFault};

/// How long nothing may come. Chosen: archives of universities take half a minute to begin; at double, a dead line costs four minutes.
const PATIENCE: Duration = Duration::from_secs(60);

/// A client that asks public addresses over verified TLS. It keeps no connection and no cookie.
#[derive(Debug)]
pub struct Https {
    agent: ureq::Agent,
    is_test_bench: bool,
}

impl Default for Https {
    fn default() -> Self {
        Self::new(PATIENCE)
    }
}

impl Https {
    /// A client that gives up where nothing comes for so long: no name, no connection, no answer, no further byte.
    pub fn new(patience: Duration) -> Self {
        let resolver = Guard { inner: DefaultResolver::default(), may_loop_back: false };
        let agent = ureq::Agent::with_parts(config(patience).https_only(true).build(), DefaultConnector::default(), resolver);
        Self { agent, is_test_bench: false }
    }
}

fn config(patience: Duration) -> ureq::config::ConfigBuilder<ureq::typestate::AgentScope> {
    ureq::Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .max_redirects_will_error(false)
        .proxy(None)
        .user_agent(concat!("entente/", env!("CARGO_PKG_VERSION")))
        .accept_encoding("identity")
        .max_idle_connections(0)
        .timeout_resolve(Some(patience))
        .timeout_connect(Some(patience))
        .timeout_recv_response(Some(patience))
        .timeout_per_read(Some(patience))
        .timeout_per_write(Some(patience))
}

impl Net for Https {
    fn send(&self, ask: &Ask<'_>) -> Result<Answer, NetError> {
        let uri: Uri = ask.url.to_string().parse().map_err(|e: ureq::http::uri::InvalidUri| NetError::Protocol(e.to_string()))?;
        if uri.host() != Some(ask.url.host.as_str()) {
            return Err(NetError::Protocol("two readings of one address".into()));
        }
        let mut request = match ask.method {
            Method::Get => self.agent.get(uri),
            Method::Head => self.agent.head(uri),
        };
        if let Some(rest) = ask.rest {
            request = request.header("range", format!("bytes={}-", rest.first)).header("if-range", rest.etag);
        }
        let response = request.call().map_err(explain)?;
        let text = |value: &ureq::http::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
        Ok(Answer {
            status: response.status().as_u16(),
            headers: response.headers().iter().map(|(key, value)| (key.as_str().to_owned(), text(value))).collect(),
            body: Box::new(Body(response.into_body().into_reader())),
        })
    }

    fn is_test_bench(&self) -> bool {
        self.is_test_bench
    }
}

/// A body whose waits that are too long are told from connections that broke.
struct Body<R>(R);

impl<R: Read> Read for Body<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.read(buffer).map_err(|error| {
            let inner = error.get_ref().and_then(|inner| inner.downcast_ref::<ureq::Error>());
            if matches!(inner, Some(ureq::Error::Timeout(_))) { io::ErrorKind::TimedOut.into() } else { error }
        })
    }
}

/// An address that is not public, on its way through the client.
#[derive(Debug, thiserror::Error)]
#[error("{0} is not on the public internet")]
struct Inner(IpAddr);

/// A resolver that refuses a name if any of its addresses is not public.
#[derive(Debug)]
struct Guard<R> {
    inner: R,
    may_loop_back: bool,
}

impl<R: Resolver> Resolver for Guard<R> {
    fn resolve(&self, uri: &Uri, config: &Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let found = self.inner.resolve(uri, config, timeout)?;
        let is_fine = |address: IpAddr| is_public(address) || self.may_loop_back && address.is_loopback();
        match found.iter().map(|socket| socket.ip()).find(|address| !is_fine(*address)) {
            Some(address) => Err(ureq::Error::Other(Box::new(Inner(address)))),
            None => Ok(found),
        }
    }
}

fn explain(error: ureq::Error) -> NetError {
    match error {
        ureq::Error::Other(other) => match other.downcast_ref::<Inner>() {
            Some(Inner(address)) => NetError::Inner(*address),
            None => NetError::Protocol(other.to_string()),
        },
        ureq::Error::Rustls(error) => NetError::Tls(tls_fault(&error)),
        ureq::Error::Tls(why) => NetError::Tls(TlsFault::Other(why.into())),
        ureq::Error::Io(error) => match error.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>()) {
            Some(error) => NetError::Tls(tls_fault(error)),
            None => NetError::Unreachable(error.to_string()),
        },
        ureq::Error::Timeout(_) => NetError::Unreachable("no answer in time".into()),
        ureq::Error::HostNotFound => NetError::Unreachable("its name is not known".into()),
        ureq::Error::ConnectionFailed => NetError::Unreachable("no connection".into()),
        other => NetError::Protocol(other.to_string()),
    }
}

fn tls_fault(error: &rustls::Error) -> TlsFault {
    use CertificateError as C;
    match error {
        rustls::Error::InvalidCertificate(C::UnknownIssuer) => TlsFault::Chain,
        rustls::Error::InvalidCertificate(C::Expired | C::ExpiredContext { .. }) => TlsFault::Expired,
        rustls::Error::InvalidCertificate(C::NotValidYet | C::NotValidYetContext { .. }) => TlsFault::NotYetValid,
        rustls::Error::InvalidCertificate(C::NotValidForName | C::NotValidForNameContext { .. }) => TlsFault::OtherName,
        other => TlsFault::Other(other.to_string()),
    }
}

#[cfg(feature = "testkit")]
mod testkit {
    use std::net::SocketAddr;

    use super::*;

    /// What a test may bend about the network: never whether certificates are verified.
    #[derive(Debug, Default)]
    pub struct TestBench {
        /// Whether this machine may be asked.
        pub may_loop_back: bool,
        /// What every name resolves to, in the place of the system's answer.
        pub addresses: Option<Vec<SocketAddr>>,
        /// The one authority, in the place of Mozilla's.
        pub root: Option<Vec<u8>>,
    }

    #[derive(Debug)]
    struct Fixed(Vec<SocketAddr>);

    impl Resolver for Fixed {
        fn resolve(&self, _: &Uri, _: &Config, _: NextTimeout) -> Result<ResolvedSocketAddrs, ureq::Error> {
            let mut found = self.empty();
            self.0.iter().for_each(|address| found.push(*address));
            Ok(found)
        }
    }

    impl Https {
        /// A client for a server of the test on this machine.
        pub fn for_tests(patience: Duration, bench: TestBench) -> Self {
            let TestBench { may_loop_back, addresses, root } = bench;
            let mut config = config(patience).https_only(!may_loop_back);
            if let Some(root) = root {
                let roots: ureq::tls::RootCerts = [ureq::tls::Certificate::from_der(&root).to_owned()].into_iter().into();
                config = config.tls_config(ureq::tls::TlsConfig::builder().root_certs(roots).build());
            }
            let (config, connector) = (config.build(), DefaultConnector::default());
            let agent = match addresses {
                Some(fixed) => ureq::Agent::with_parts(config, connector, Guard { inner: Fixed(fixed), may_loop_back }),
                None => ureq::Agent::with_parts(config, connector, Guard { inner: DefaultResolver::default(), may_loop_back }),
            };
            Self { agent, is_test_bench: may_loop_back }
        }
    }
}

#[cfg(feature = "testkit")]
pub use testkit::TestBench;
