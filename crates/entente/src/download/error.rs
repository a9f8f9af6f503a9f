//! Everything that can go wrong between a publisher and a file, each with what to do next.
//!
//! The first line of a message is the fact. The second is the way out, which is always there: a browser and `entente data add`.

use std::net::IpAddr;
use std::path::PathBuf;

use super::net::TlsFault;

/// How to get the file without this program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WayOut {
    /// The publisher's page.
    pub page: String,
    /// The id of the source.
    pub source: String,
    /// Whether a checksum is known, so that a file from a browser is as sure as one from here.
    pub is_checked: bool,
}

impl std::fmt::Display for WayOut {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "download it in a browser from {}, then: entente data add {} FILE", self.page, self.source)?;
        if self.is_checked { f.write_str("\n  it will be checked against the known checksum") } else { Ok(()) }
    }
}

/// Why there is no file.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DownloadError {
    /// An address that may not be asked.
    #[error("the address {address:?} is not used: {why}\n  {out}")]
    BadUrl {
        /// As written.
        address: String,
        /// What is wrong with it.
        why: &'static str,
        /// The way out.
        out: Box<WayOut>,
    },
    /// A host that the source does not list.
    #[error("{from} sends the download on to {host}, which is not a host of this source\n  {out}")]
    OtherHost {
        /// Who sent.
        from: String,
        /// Where to.
        host: String,
        /// The way out.
        out: Box<WayOut>,
    },
    /// A name whose address is not public.
    #[error(
        "{host} has the address {address}, which is not on the public internet; no connection was made\n  \
         a proxy or a filter of this network may do that; {out}"
    )]
    InnerAddress {
        /// The name.
        host: String,
        /// What it resolves to.
        address: IpAddr,
        /// The way out.
        out: Box<WayOut>,
    },
    /// A redirect after a redirect.
    #[error("{host} sent the download on more than {hops} times\n  {out}")]
    TooManyRedirects {
        /// The first host.
        host: String,
        /// The limit.
        hops: u32,
        /// The way out.
        out: Box<WayOut>,
    },
    /// No connection, or none that lasted.
    #[error("{host} cannot be reached: {why}\n  check the connection and run the command again, or {out}")]
    Unreachable {
        /// The host.
        host: String,
        /// What the system said.
        why: String,
        /// The way out.
        out: Box<WayOut>,
    },
    /// The body ended before its end.
    #[error("the download from {host} broke off after {got} bytes{}: {why}\n  run the command again, or {out}", of(*total))]
    Cut {
        /// The host.
        host: String,
        /// Bytes that came.
        got: u64,
        /// Bytes that were promised.
        total: Option<u64>,
        /// What the system said.
        why: String,
        /// The way out.
        out: Box<WayOut>,
    },
    /// The total time is over.
    #[error("{got} bytes{} came in {seconds} seconds, which is the limit for one run\n  run the command again, or {out}", of(*total))]
    TooSlow {
        /// Bytes that came.
        got: u64,
        /// Bytes that were promised.
        total: Option<u64>,
        /// The limit.
        seconds: u64,
        /// The way out.
        out: Box<WayOut>,
    },
    /// The server is not trusted.
    #[error("{}\n  {out}", tls(host, fault))]
    Tls {
        /// The host.
        host: String,
        /// What is wrong.
        fault: TlsFault,
        /// The way out.
        out: Box<WayOut>,
    },
    /// The file is not there any more.
    #[error("{url} does not exist any more (status {status}); the publisher may have moved it: look at {}\n  {out}", out.page)]
    Gone {
        /// Which file.
        url: String,
        /// 404 or 410.
        status: u16,
        /// The way out.
        out: Box<WayOut>,
    },
    /// The server wants to be left alone for longer than a command waits.
    #[error("{host} asks to wait {seconds} seconds\n  run the command again after that, or {out}")]
    Busy {
        /// The host.
        host: String,
        /// How long.
        seconds: u64,
        /// The way out.
        out: Box<WayOut>,
    },
    /// A status that is neither a file nor a redirect.
    #[error("{host} answered with status {status} and not with the file\n  {out}")]
    Status {
        /// The host.
        host: String,
        /// The status.
        status: u16,
        /// The way out.
        out: Box<WayOut>,
    },
    /// An answer that contradicts itself.
    #[error("the answer of {host} cannot be used: {why}\n  {out}")]
    Protocol {
        /// The host.
        host: String,
        /// What is wrong.
        why: String,
        /// The way out.
        out: Box<WayOut>,
    },
    /// Larger than the source can be.
    #[error("{host} sends more than {limit} bytes, which is the limit for this source; it may have changed\n  {out}")]
    TooLarge {
        /// The host.
        host: String,
        /// The limit.
        limit: u64,
        /// The way out.
        out: Box<WayOut>,
    },
    /// HTML where data were expected.
    #[error("{host} sent a web page and not the file; it may want a login, or the file has moved\n  {out}")]
    WebPage {
        /// The host.
        host: String,
        /// The way out.
        out: Box<WayOut>,
    },
    /// A body in another form than asked for.
    #[error("{host} sent the file in the encoding {encoding:?}, which was not asked for\n  {out}")]
    Encoded {
        /// The host.
        host: String,
        /// As the server says.
        encoding: String,
        /// The way out.
        out: Box<WayOut>,
    },
    /// Other bytes than those known.
    #[error(
        "the file is not the known one: its SHA-256 is {found}, and {expected} was expected; it is kept as {} and not used\n  \
         the publisher may have a new version; to be sure, {out}",
        kept.display()
    )]
    Checksum {
        /// The known checksum.
        expected: String,
        /// That of the file.
        found: String,
        /// Where the file is now.
        kept: PathBuf,
        /// The way out.
        out: Box<WayOut>,
    },
    /// Another process is at it.
    #[error("{} is being downloaded by another process\n  wait for it, or {out}", path.display())]
    Locked {
        /// Which file.
        path: PathBuf,
        /// The way out.
        out: Box<WayOut>,
    },
    /// The disk.
    #[error("{}: {cause}\n  make room or choose another folder, or {out}", path.display())]
    Io {
        /// Which file.
        path: PathBuf,
        /// What the system said.
        #[source]
        cause: std::io::Error,
        /// The way out.
        out: Box<WayOut>,
    },
}

impl DownloadError {
    /// The stable code printed before the message.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unreachable { .. } | Self::Cut { .. } | Self::TooSlow { .. } => "E501",
            Self::Tls { .. } => "E502",
            Self::BadUrl { .. } | Self::OtherHost { .. } | Self::InnerAddress { .. } | Self::TooManyRedirects { .. } => "E503",
            Self::Gone { .. } => "E504",
            Self::Busy { .. } | Self::Status { .. } => "E505",
            Self::TooLarge { .. } | Self::WebPage { .. } | Self::Encoded { .. } | Self::Protocol { .. } => "E506",
            Self::Checksum { .. } => "E507",
            Self::Locked { .. } | Self::Io { .. } => "E508",
        }
    }

    /// The message without what to do next.
    pub fn fact(&self) -> String {
        self.to_string().lines().next().unwrap_or_default().to_owned()
    }
}

fn of(total: Option<u64>) -> String {
    total.map(|total| format!(" of {total}")).unwrap_or_default()
}

fn tls(host: &str, fault: &TlsFault) -> String {
    match fault {
        TlsFault::Chain => {
            format!("{host} sent an incomplete certificate chain, or one that no known authority signed, so it is not trusted")
        }
        TlsFault::Expired => format!(
            "the certificate of {host} has expired, so it is not trusted\n  is the clock of this computer right? a clock that is ahead looks the same"
        ),
        TlsFault::NotYetValid => format!(
            "the certificate of {host} is not valid yet, so it is not trusted\n  is the clock of this computer right? a clock that is behind looks the same"
        ),
        TlsFault::OtherName => format!("the certificate that {host} sent is for another host, so it is not trusted"),
        TlsFault::Other(why) => format!("{host} cannot be trusted: {why}"),
    }
}
