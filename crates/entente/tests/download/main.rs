//! The downloader against servers that misbehave. Nothing here leaves this machine.

mod bodies;
mod hops;
mod resume;
mod retries;
mod server;
mod tls;

use std::cell::{Cell, RefCell};
use std::path::Path;
use std::time::Duration;

use entente::download::{DownloadError, Downloaded, Https, Limits, Net, Progress, Request, TestBench, Timer, download};
use sha2::{Digest, Sha256};

use server::Server;

/// Time that passes only where it is slept, or at every look.
#[derive(Default)]
struct FakeTime {
    now: Cell<Duration>,
    per_look: Duration,
    slept: RefCell<Vec<u64>>,
}

impl Timer for FakeTime {
    fn elapsed(&self) -> Duration {
        self.now.set(self.now.get() + self.per_look);
        self.now.get()
    }

    fn sleep(&self, wait: Duration) {
        self.slept.borrow_mut().push(wait.as_secs());
        self.now.set(self.now.get() + wait);
    }
}

/// What a bar would show.
#[derive(Default)]
struct Seen {
    bytes: RefCell<Vec<(u64, Option<u64>)>>,
    retries: RefCell<Vec<(u32, String)>>,
}

impl Progress for Seen {
    fn bytes(&self, done: u64, total: Option<u64>) {
        self.bytes.borrow_mut().push((done, total));
    }

    fn retry(&self, attempt: u32, why: &str, _wait: Duration) {
        self.retries.borrow_mut().push((attempt, why.to_owned()));
    }
}

/// Ten thousand bytes in which every place is recognisable.
fn data() -> Vec<u8> {
    (0..2500_u32).flat_map(u32::to_be_bytes).collect()
}

/// A checksum that lives as long as the test binary, so that any request may hold it.
fn sha(bytes: &[u8]) -> &'static str {
    Sha256::digest(bytes).iter().map(|b| format!("{b:02x}")).collect::<String>().leak()
}

/// A client that may ask this machine, and more patient than a busy machine is slow.
fn loopback() -> Https {
    patient_for(Duration::from_secs(10))
}

fn patient_for(patience: Duration) -> Https {
    Https::for_tests(patience, TestBench { may_loop_back: true, ..TestBench::default() })
}

fn request<'a>(url: &'a str, hosts: &'a [&'a str]) -> Request<'a> {
    Request {
        source: "cow-nmc",
        url,
        file_name: "nmc.zip",
        allowed_hosts: hosts,
        expected_bytes: None,
        sha256: None,
        max_bytes: 1 << 20,
        publisher_page: "https://correlatesofwar.org/data-sets/nmc/",
        limits: Limits::default(),
    }
}

/// Downloads from a server of the test, with time that does not pass.
fn get(server: &Server, folder: &Path, change: impl FnOnce(&mut Request<'_>)) -> Result<Downloaded, DownloadError> {
    get_with(&loopback(), &FakeTime::default(), server, folder, change)
}

fn get_with(
    net: &dyn Net,
    time: &FakeTime,
    server: &Server,
    folder: &Path,
    change: impl FnOnce(&mut Request<'_>),
) -> Result<Downloaded, DownloadError> {
    let (url, host) = (server.url("/nmc.zip"), server.host());
    let hosts = [host.as_str()];
    let mut request = request(&url, &hosts);
    change(&mut request);
    download(net, time, &request, folder, &Seen::default())
}

/// Files of a folder by name, locks apart.
fn files(folder: &Path) -> Vec<String> {
    let names = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<_> = names.filter(|name| !name.ends_with(".lock")).collect();
    names.sort();
    names
}

/// Every message names the publisher's page and the command for a file from a browser.
fn assert_way_out(error: &DownloadError) {
    let text = error.to_string();
    assert!(text.contains("https://correlatesofwar.org/data-sets/nmc/"), "{text}");
    assert!(text.contains("entente data add cow-nmc FILE"), "{text}");
    assert!(!text.contains("failed to") && error.code().starts_with("E5"), "{text}");
}
