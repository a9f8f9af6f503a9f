//! Addresses of files, in the narrow form that a download needs.
//!
//! The grammar is narrower than that of the standards on purpose: where two readers of an address could differ, it is refused. So what
//! is checked here is what the client connects to. Internationalised host names must come in their `xn--` form.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// The two schemes that exist here. The second is for tests against a server on this machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scheme {
    /// With TLS.
    Https,
    /// Without.
    Http,
}

/// An address that was read and is whole: scheme, host, port, path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Url {
    /// The scheme.
    pub scheme: Scheme,
    /// The host in lower case, an IPv6 address in brackets.
    pub host: String,
    /// The port, that of the scheme if none was written.
    pub port: u16,
    /// Path and query, beginning with a slash.
    pub path: String,
}

impl std::fmt::Display for Url {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (scheme, own) = match self.scheme {
            Scheme::Https => ("https", 443),
            Scheme::Http => ("http", 80),
        };
        write!(f, "{scheme}://{}", self.host)?;
        if self.port != own {
            write!(f, ":{}", self.port)?;
        }
        f.write_str(&self.path)
    }
}

impl Url {
    /// Reads an absolute address.
    ///
    /// # Errors
    /// What is wrong with it, in words.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        let (scheme, rest) = text.split_once("://").ok_or("it has no scheme")?;
        let scheme = match scheme.to_ascii_lowercase().as_str() {
            "https" => Scheme::Https,
            "http" => Scheme::Http,
            _ => return Err("it is not https"),
        };
        let end = rest.find(['/', '?', '#', '\\']).unwrap_or(rest.len());
        let (authority, path) = rest.split_at(end);
        if authority.contains('@') {
            return Err("it carries a user name");
        }
        let (host, port) = split_port(authority)?;
        let own = if scheme == Scheme::Https { 443 } else { 80 };
        let host = check_host(&host.to_ascii_lowercase())?;
        Ok(Self { scheme, host, port: port.unwrap_or(own), path: clean_path(path)? })
    }

    /// Reads what a redirect says, relative to this address.
    ///
    /// # Errors
    /// What is wrong with it, in words.
    pub fn join(&self, location: &str) -> Result<Self, &'static str> {
        let head = location.split(['/', '?', '#']).next().unwrap_or_default();
        if head.contains(':') {
            return Self::parse(location);
        }
        if let Some(rest) = location.strip_prefix("//") {
            let scheme = if self.scheme == Scheme::Https { "https" } else { "http" };
            return Self::parse(&format!("{scheme}://{rest}"));
        }
        let path = self.path.split('?').next().unwrap_or("/");
        let joined = match location.chars().next() {
            Some('/') => location.to_owned(),
            Some('?') => format!("{path}{location}"),
            Some('#') | None => self.path.clone(),
            Some(_) => format!("{}{location}", &path[..=path.rfind('/').unwrap_or(0)]),
        };
        Ok(Self { path: clean_path(&joined)?, ..self.clone() })
    }

    /// The address, where the host is a number and not a name.
    pub fn literal(&self) -> Option<IpAddr> {
        let v6 = self.host.strip_prefix('[').and_then(|h| h.strip_suffix(']'));
        v6.map_or_else(|| self.host.parse().ok(), |h| h.parse().ok())
    }
}

fn split_port(authority: &str) -> Result<(&str, Option<u16>), &'static str> {
    let after = authority.rfind(']').map_or(0, |at| at + 1);
    match authority[after..].find(':') {
        None => Ok((authority, None)),
        Some(at) => {
            let (host, port) = (&authority[..after + at], &authority[after + at + 1..]);
            let digits = !port.is_empty() && port.bytes().all(|b| b.is_ascii_digit());
            let port = port.parse().ok().filter(|p| digits && *p != 0).ok_or("its port is not a port")?;
            Ok((host, Some(port)))
        }
    }
}

/// A name of letters, digits and hyphens, an IPv4 address in four decimal parts, or an IPv6 address in brackets.
fn check_host(host: &str) -> Result<String, &'static str> {
    if let Some(inner) = host.strip_prefix('[') {
        let v6: Option<Ipv6Addr> = inner.strip_suffix(']').and_then(|h| h.parse().ok());
        return v6.map(|v6| format!("[{v6}]")).ok_or("its host is not an IPv6 address");
    }
    if host.parse::<Ipv4Addr>().is_ok() {
        return Ok(host.to_owned());
    }
    let labels_fit = host.len() <= 253
        && host.split('.').all(|label| {
            (1..=63).contains(&label.len()) && label.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-_".contains(&b))
        });
    if !labels_fit {
        return Err("its host is not a name");
    }
    // `2130706433`, `0x7f.1` and the like are other spellings of an IPv4 address.
    let last = host.rsplit('.').next().unwrap_or_default();
    if last.bytes().all(|b| b.is_ascii_digit()) || last.starts_with("0x") {
        return Err("its host is a number in disguise");
    }
    Ok(host.to_owned())
}

/// Without the fragment and dot segments, with what is not ASCII percent-encoded.
fn clean_path(text: &str) -> Result<String, &'static str> {
    let text = text.split('#').next().unwrap_or_default();
    if text.chars().any(|c| c.is_control() || c == '\\') {
        return Err("it has a control character or a backslash");
    }
    let (path, query) = text.split_once('?').map_or((text, None), |(path, query)| (path, Some(query)));
    let mut kept: Vec<&str> = Vec::new();
    let segments: Vec<&str> = path.strip_prefix('/').unwrap_or(path).split('/').collect();
    for (i, segment) in segments.iter().enumerate() {
        let is_last = i + 1 == segments.len();
        match *segment {
            "." | ".." => {
                if *segment == ".." {
                    kept.pop();
                }
                if is_last {
                    kept.push("");
                }
            }
            other => kept.push(other),
        }
    }
    let whole = format!("/{}{}", kept.join("/"), query.map(|q| format!("?{q}")).unwrap_or_default());
    let mut clean = String::with_capacity(whole.len());
    for byte in whole.bytes() {
        match byte {
            b' ' | b'"' | b'<' | b'>' | b'^' | b'`' | b'{' | b'|' | b'}' | 0x80.. => clean.push_str(&format!("%{byte:02X}")),
            _ => clean.push(char::from(byte)),
        }
    }
    Ok(clean)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(location: &str) -> String {
        let base = Url::parse("https://Data.Example.org/a/b.zip?v=1").unwrap();
        base.join(location).map_or_else(|why| format!("refused: {why}"), |url| url.to_string())
    }

    #[test]
    fn redirects_are_read_as_the_standard_says() {
        assert_eq!(joined("c.zip"), "https://data.example.org/a/c.zip");
        assert_eq!(joined("../c.zip"), "https://data.example.org/c.zip");
        assert_eq!(joined("../../../c.zip"), "https://data.example.org/c.zip");
        assert_eq!(joined("/c d.zip#top"), "https://data.example.org/c%20d.zip");
        assert_eq!(joined("?v=2"), "https://data.example.org/a/b.zip?v=2");
        assert_eq!(joined("//other.org/x"), "https://other.org/x");
        assert_eq!(joined("http://other.org"), "http://other.org/");
        assert_eq!(joined("/é"), "https://data.example.org/%C3%A9");
        assert_eq!(joined("/x?u=https://y.org/"), "https://data.example.org/x?u=https://y.org/");
    }

    #[test]
    fn an_address_that_two_readers_could_read_differently_is_refused() {
        for bad in [
            "file:///etc/passwd",
            "ftp://a.org/",
            "javascript:alert(1)",
            "https://a.org@b.org/",
            "https://a.org\\@b.org/",
            "https://a.org\\.b.org/",
            "https://2130706433/",
            "https://0x7f000001/",
            "https://0x7f.1/",
            "https://127.1/",
            "https://0177.0.0.1/",
            "https://a.org:0/",
            "https://a.org:99999/",
            "https://a.org:+443/",
            "https://a.org:/",
            "https://a.org./",
            "https:///x",
            "https://[::1/",
            "https://[::1%25eth0]/",
            "https://[fe80::1]x/",
            "https://exämple.org/",
            "https://a org/",
            "https://a.org/\r\nHost: b",
        ] {
            assert!(joined(bad).starts_with("refused"), "{bad}: {}", joined(bad));
        }
    }

    proptest::proptest! {
        /// What is checked is what is sent: a redirect that is taken reads the same a second time, and is plain ASCII.
        #[test]
        fn a_redirect_that_is_taken_has_one_reading(location in "\\PC{0,40}|(https?:)?//[-a-z0-9.@:\\[\\]\\\\]{0,20}[/?#.]{0,6}\\PC{0,10}") {
            let base = Url::parse("https://data.example.org/a/b.zip?v=1").unwrap();
            if let Ok(url) = base.join(&location) {
                let text = url.to_string();
                proptest::prop_assert!(text.is_ascii() && !text.contains([' ', '\\', '#']), "{}", text);
                proptest::prop_assert_eq!(Url::parse(&text), Ok(url));
            }
        }
    }

    #[test]
    fn numbers_are_known_as_numbers() {
        let literal = |text: &str| Url::parse(text).unwrap().literal().map(|a| a.to_string());
        assert_eq!(literal("https://[::ffff:10.0.0.1]:8443/"), Some("::ffff:10.0.0.1".into()));
        assert_eq!(literal("https://10.0.0.1/"), Some("10.0.0.1".into()));
        assert_eq!(literal("https://ten.org/"), None);
    }
}
