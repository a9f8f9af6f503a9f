//! A server that says what it is told to, once per connection, and then ends. Bounded in connections and in time.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// What happens on one connection.
pub(crate) enum Turn {
    /// These bytes, then the end of the connection.
    Say(Vec<u8>),
    /// These bytes, then nothing for a while.
    Stall(Vec<u8>, Duration),
    /// These bytes one by one, with a wait after each.
    Drip(Vec<u8>, Duration),
    /// The end, before the request is read.
    HangUp,
}

/// A running server.
pub(crate) struct Server {
    port: u16,
    heard: Arc<Mutex<Vec<String>>>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    pub(crate) fn start(turns: Vec<Turn>) -> Self {
        Self::start_with(move |_| turns)
    }

    /// As above, for a script that needs to know its own port.
    pub(crate) fn start_with(script: impl FnOnce(u16) -> Vec<Turn>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let turns = script(port);
        let heard = Arc::new(Mutex::new(Vec::new()));
        let thread = std::thread::spawn({
            let heard = Arc::clone(&heard);
            move || {
                for turn in turns {
                    let Some(stream) = accept(&listener) else { return };
                    play(stream, turn, &heard);
                }
            }
        });
        Self { port, heard, thread: Some(thread) }
    }

    pub(crate) fn host(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.host())
    }

    /// Heads of the requests so far, in lower case.
    pub(crate) fn heard(&self) -> Vec<String> {
        self.heard.lock().unwrap().clone()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Turns that nobody asked for end one by one.
        while self.thread.as_ref().is_some_and(|thread| !thread.is_finished()) {
            let _ = TcpStream::connect(("127.0.0.1", self.port));
            std::thread::sleep(Duration::from_millis(2));
        }
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// One connection, or none within ten seconds.
pub(crate) fn accept(listener: &TcpListener) -> Option<TcpStream> {
    listener.set_nonblocking(true).unwrap();
    let end = Instant::now() + Duration::from_secs(10);
    while Instant::now() < end {
        if let Ok((stream, _)) = listener.accept() {
            stream.set_nonblocking(false).unwrap();
            stream.set_read_timeout(Some(Duration::from_secs(2))).unwrap();
            return Some(stream);
        }
        std::thread::sleep(Duration::from_millis(1));
    }
    None
}

/// The head of a request, at most 16 KiB of it.
pub(crate) fn read_head(stream: &mut impl Read) -> String {
    let (mut head, mut byte) = (Vec::new(), [0]);
    while head.len() < 16 << 10 && !head.ends_with(b"\r\n\r\n") {
        match stream.read(&mut byte) {
            Ok(1) => head.push(byte[0]),
            _ => break,
        }
    }
    String::from_utf8_lossy(&head).to_ascii_lowercase()
}

fn play(mut stream: TcpStream, turn: Turn, heard: &Mutex<Vec<String>>) {
    if matches!(turn, Turn::HangUp) {
        return;
    }
    let head = read_head(&mut stream);
    if head.is_empty() {
        return;
    }
    heard.lock().unwrap().push(head);
    match turn {
        Turn::Say(bytes) => {
            let _ = stream.write_all(&bytes);
        }
        Turn::Stall(bytes, wait) => {
            let _ = stream.write_all(&bytes);
            std::thread::sleep(wait);
        }
        Turn::Drip(bytes, wait) => {
            for byte in bytes {
                if stream.write_all(&[byte]).is_err() {
                    return;
                }
                std::thread::sleep(wait);
            }
        }
        Turn::HangUp => {}
    }
}

/// The bytes of an answer, with its headers as given and no others.
pub(crate) fn answer(status: &str, headers: &[&str], body: &[u8]) -> Vec<u8> {
    let mut bytes = format!("HTTP/1.1 {status}\r\n").into_bytes();
    for header in headers {
        bytes.extend_from_slice(format!("{header}\r\n").as_bytes());
    }
    bytes.extend_from_slice(b"Connection: close\r\n\r\n");
    bytes.extend_from_slice(body);
    bytes
}

/// A file as a server in order sends it.
pub(crate) fn whole(body: &[u8], more: &[&str]) -> Vec<u8> {
    let length = format!("Content-Length: {}", body.len());
    let headers: Vec<&str> = ["Content-Type: application/zip", &length].iter().chain(more).copied().collect();
    answer("200 OK", &headers, body)
}

/// A file whose body ends early.
pub(crate) fn cut(body: &[u8], at: usize, more: &[&str]) -> Vec<u8> {
    let mut bytes = whole(body, more);
    bytes.truncate(bytes.len() - body.len() + at);
    bytes
}

/// The rest of a file.
pub(crate) fn rest(body: &[u8], from: usize, range: &str, more: &[&str]) -> Vec<u8> {
    let range = format!("Content-Range: {range}");
    let length = format!("Content-Length: {}", body.len() - from);
    let headers: Vec<&str> = [range.as_str(), &length].iter().chain(more).copied().collect();
    answer("206 Partial Content", &headers, &body[from..])
}
