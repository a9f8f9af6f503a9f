//! From a Correlates of War number to the Gleditsch-Ward number of the same state on the same day, and back.
//!
//! The lists share their numbers with three exceptions, which are all there is in this file: Germany after 1990, Serbia before and
//! after Yugoslavia, and united Yemen. A state that one list admits and the other does not on that day has no counterpart.

use jiff::civil::Date;

use crate::state::{Register, Spell, StateCode, System};

/// One stretch in which the same state has two numbers.
struct Exception {
    cow: StateCode,
    gw: StateCode,
    during: Spell,
}

const fn day(year: i16, month: i8, day: i8) -> Date {
    Date::constant(year, month, day)
}

const EXCEPTIONS: [Exception; 4] = [
    Exception { cow: StateCode(255), gw: StateCode(260), during: Spell { start: day(1990, 10, 3), end: None } },
    Exception { cow: StateCode(345), gw: StateCode(340), during: Spell { start: day(1878, 7, 13), end: Some(day(1918, 11, 30)) } },
    Exception { cow: StateCode(345), gw: StateCode(340), during: Spell { start: day(2006, 6, 5), end: None } },
    Exception { cow: StateCode(679), gw: StateCode(678), during: Spell { start: day(1990, 5, 22), end: None } },
];

/// The number which the other list gives the same state on that day; none if either list has no such member then.
///
/// # Example
/// ```
/// use entente_core::{crosswalk::counterpart, StateCode, System};
/// let day = "2010-06-01".parse().unwrap();
/// assert_eq!(counterpart(StateCode(345), System::Cow, day), Some(StateCode(340)));
/// assert_eq!(counterpart(StateCode(260), System::Gw, day), Some(StateCode(255)));
/// ```
pub fn counterpart(code: StateCode, from: System, day: Date) -> Option<StateCode> {
    let to = match from {
        System::Cow => System::Gw,
        System::Gw => System::Cow,
    };
    let register = Register::builtin();
    if !register.get(code)?.is_member_on(day, from) {
        return None;
    }
    let exception = EXCEPTIONS.iter().find(|e| {
        e.during.contains(day)
            && match from {
                System::Cow => e.cow == code,
                System::Gw => e.gw == code,
            }
    });
    let other = exception.map_or(code, |e| match from {
        System::Cow => e.gw,
        System::Gw => e.cow,
    });
    register.get(other)?.is_member_on(day, to).then_some(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn round_trip_is_the_identity_where_both_lists_have_the_state() {
        for year in (1816..=2016).step_by(5) {
            let date = day(year, 7, 1);
            for state in Register::builtin().states() {
                if let Some(gw) = counterpart(state.code, System::Cow, date) {
                    assert_eq!(counterpart(gw, System::Gw, date), Some(state.code), "{} {year}", state.name);
                }
            }
        }
    }
}
