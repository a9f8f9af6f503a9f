//! When to try again, and after how long.

use std::time::Duration;

use super::error::DownloadError;

/// How patient a download is. Chosen: a person waits at the terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Tries in all.
    pub tries: u32,
    /// Wait after the first try; each further wait is double.
    pub first_wait: Duration,
    /// The longest wait that a server may ask for.
    pub longest_wait: Duration,
    /// Time for all tries together.
    pub deadline: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        let seconds = Duration::from_secs;
        Self { tries: 4, first_wait: seconds(1), longest_wait: seconds(120), deadline: seconds(3600) }
    }
}

/// Whether another try may help.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Again {
    /// It will not.
    No,
    /// It may, from the first byte and without a wait: what is here is not part of what the server has.
    AtOnce,
    /// It may, after a wait; the server may have said how long.
    Later(Option<Duration>),
}

/// Why a try ended.
#[derive(Debug)]
pub(super) struct Fault {
    pub(super) error: DownloadError,
    pub(super) again: Again,
}

impl Fault {
    pub(super) fn last(error: DownloadError) -> Box<Self> {
        Box::new(Self { error, again: Again::No })
    }

    pub(super) fn later(error: DownloadError) -> Box<Self> {
        Box::new(Self { error, again: Again::Later(None) })
    }

    pub(super) fn at_once(error: DownloadError) -> Box<Self> {
        Box::new(Self { error, again: Again::AtOnce })
    }
}

impl Limits {
    /// The wait before the next try, or none if this was the last.
    pub(super) fn wait(&self, again: Again, attempt: u32, elapsed: Duration) -> Option<Duration> {
        if attempt >= self.tries {
            return None;
        }
        let doubled = self.first_wait.saturating_mul(1 << (attempt - 1).min(16));
        let wait = match again {
            Again::No => return None,
            Again::AtOnce => Duration::ZERO,
            Again::Later(asked) => asked.map_or(doubled, |asked| asked.max(doubled)),
        };
        (elapsed.saturating_add(wait) < self.deadline).then_some(wait)
    }
}

/// What `Retry-After` says, in seconds. The form with a date is rare, and without a clock it means nothing: it counts as not said.
pub(super) fn retry_after(value: Option<&str>) -> Option<Duration> {
    value?.parse().ok().map(Duration::from_secs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_and_end() {
        let limits = Limits::default();
        let waits: Vec<_> = (1..=5).map(|n| limits.wait(Again::Later(None), n, Duration::ZERO).map(|w| w.as_secs())).collect();
        assert_eq!(waits, [Some(1), Some(2), Some(4), None, None]);
        assert_eq!(limits.wait(Again::Later(Some(Duration::from_secs(30))), 1, Duration::ZERO), Some(Duration::from_secs(30)));
        assert_eq!(limits.wait(Again::Later(None), 1, Duration::from_secs(3599)), None);
        assert_eq!(limits.wait(Again::No, 1, Duration::ZERO), None);
        assert_eq!(retry_after(Some("Wed, 25 Nov 2026 10:00:00 GMT")), None);
        assert_eq!(retry_after(Some("7")), Some(Duration::from_secs(7)));
    }
}
