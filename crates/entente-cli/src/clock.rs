//! The only clock of the program, as a trait, so that what is dated can be tested. Libraries never ask it.

/// Tells the day.
pub(crate) trait Clock {
    /// Today, as `2026-11-23`.
    fn today(&self) -> String;
}

/// The machine's clock.
pub(crate) struct SystemClock;

impl Clock for SystemClock {
    fn today(&self) -> String {
        jiff::ZonedDateTime::now().date().to_string()
    }
}
