//! Votes of the General Assembly as plain numbers: which state did what on which roll call, and in which year that was.
//!
//! Three publishers give the same votes under the same numbers of states, but for a few seats whose holder changed: [`SEATS`]. The year is
//! that of the day of the vote; a session's votes of January to August so belong to the year after its beginning.

use std::collections::BTreeMap;

use entente_panel::Store;
use entente_sources::table::{NO_INT, Table, day_number};
use jiff::civil::Date;

use crate::error::Error;

/// Yes, abstain and no are 0, 1, 2. This is neither, of a state that could have voted.
pub(super) const ABSENT: u8 = 3;

/// A publisher's table of votes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VoteTable {
    /// Voeten and others, the register of scholars; tells absence and non-membership apart.
    Unga,
    /// The R package unvotes; knows of no absence.
    Unvotes,
    /// The library of the United Nations; does not tell absence from a seat without the right to vote.
    Undl,
}

impl VoteTable {
    /// In the order in which they are looked for.
    pub const ALL: [Self; 3] = [Self::Unga, Self::Unvotes, Self::Undl];

    /// Its name in the store.
    pub fn name(self) -> &'static str {
        match self {
            Self::Unga => "unga_votes",
            Self::Unvotes => "unvotes_votes",
            Self::Undl => "undl_votes",
        }
    }

    /// The column with the number of the roll call, and the table that has its day, where that is another.
    fn roll_calls(self) -> (&'static str, Option<&'static str>) {
        match self {
            Self::Unga => ("rcid", Some("unga_roll_calls")),
            Self::Unvotes => ("rcid", Some("unvotes_roll_calls")),
            Self::Undl => ("undl_id", None),
        }
    }
}

/// A seat whose votes stand under another number than that of the member of the state system who held it: code, first and last day,
/// and the right code; none where the votes are nobody's.
///
/// The seat of China was the Republic's until 25 October 1971, and was the seat of all China (710) to the day before Taiwan (713) is
/// listed. Germany's votes of 1990 were all cast after the union of 3 October, Yemen's after that of 22 May.
const SEATS: [(i32, Date, Date, Option<u16>); 4] = [
    (260, Date::constant(1990, 1, 1), Date::MAX, Some(255)),
    (678, Date::constant(1990, 1, 1), Date::MAX, Some(679)),
    (713, Date::MIN, Date::constant(1949, 12, 7), Some(710)),
    (710, Date::constant(1949, 12, 8), Date::constant(1971, 10, 24), None),
];

/// All votes of a table, in the order of the table.
#[derive(Debug, Default)]
pub(super) struct Ballots {
    /// Year of each roll call.
    pub(super) years: Vec<i32>,
    /// Place of the roll call of each vote.
    pub(super) calls: Vec<u32>,
    /// State of each vote.
    pub(super) codes: Vec<u16>,
    /// What it did.
    pub(super) votes: Vec<u8>,
    /// What was odd.
    pub(super) said: Vec<String>,
}

/// Reads a table.
pub(super) fn read(store: &Store<'_>, from: VoteTable) -> Result<Ballots, Error> {
    let (id, days) = from.roll_calls();
    let mut columns = vec![id, "ccode", "vote"];
    columns.extend(match from {
        VoteTable::Unga => &["year"][..],
        VoteTable::Unvotes => &[],
        VoteTable::Undl => &["year", "date", "body"],
    });
    let table = store.read(from.name(), &columns, &[])?;
    let days = days.map(|name| store.read(name, &[id, "date"], &[])).transpose()?;
    Ok(ballots(&table, days.as_ref(), id))
}

fn ballots(table: &Table, days: Option<&Table>, id: &str) -> Ballots {
    let int = |table: &Table, name: &str| table.ints(name).map(<[i32]>::to_vec).unwrap_or_default();
    let (ids, codes, years, own_days) = (int(table, id), int(table, "ccode"), int(table, "year"), int(table, "date"));
    let days: BTreeMap<i32, i32> = days.map_or_else(BTreeMap::new, |d| int(d, id).into_iter().zip(int(d, "date")).collect());
    let Some(words) = table.texts("vote") else { return Ballots::default() };
    let what: Vec<Option<u8>> = words.pool.iter().map(|word| category(word)).collect();
    let bodies = table.texts("body");
    let mut found = Ballots::default();
    let (mut places, mut undated) = (BTreeMap::new(), Vec::new());
    // The votes of a roll call stand together, so that it is rarely looked for: its number, place and day.
    let mut last: Option<(i32, u32, i32)> = None;
    let seats = SEATS.map(|(code, first, end, right)| (code, day_number(first), day_number(end), right));
    for row in 0..table.rows() {
        if bodies.is_some_and(|bodies| bodies.get(row) != Some("GA")) {
            continue;
        }
        let (call, day) = match last.filter(|(known, ..)| *known == ids[row]) {
            Some((_, call, day)) => (call, day),
            None => *places.entry(ids[row]).or_insert_with(|| {
                let day = own_days.get(row).or_else(|| days.get(&ids[row])).copied().unwrap_or(NO_INT);
                let stated = years.get(row).copied().unwrap_or(NO_INT);
                if day == NO_INT {
                    undated.push((ids[row], stated));
                }
                found.years.push(if day == NO_INT { stated } else { year_of(day) });
                (found.years.len() as u32 - 1, day)
            }),
        };
        last = Some((ids[row], call, day));
        let Some(Some(vote)) = what.get(words.rows[row] as usize) else { continue };
        let seat = seats.iter().find(|(code, first, end, _)| *code == codes[row] && (*first..=*end).contains(&day));
        let Some(code) = seat.map_or_else(|| u16::try_from(codes[row]).ok(), |(.., right)| *right) else { continue };
        found.calls.push(call);
        found.codes.push(code);
        found.votes.push(*vote);
    }
    if !undated.is_empty() {
        let list = undated.iter().map(|(id, year)| format!("{id} ({year})")).collect::<Vec<_>>().join(", ");
        found.said.push(format!("roll calls without a day are in the year that the file states: {list}"));
    }
    found
}

fn category(word: &str) -> Option<u8> {
    match word {
        "yes" => Some(0),
        "abstain" => Some(1),
        "no" => Some(2),
        "absent" | "not_voting" => Some(ABSENT),
        _ => None,
    }
}

/// Year of a day counted from 1970.
fn year_of(day: i32) -> i32 {
    let guess = 1970 + (f64::from(day) / 365.2425).floor() as i32;
    let begins = |year: i32| day_number(Date::new(year as i16, 1, 1).unwrap_or(Date::MIN));
    if day < begins(guess) {
        guess - 1
    } else if day >= begins(guess + 1) {
        guess + 1
    } else {
        guess
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use entente_sources::table::{Data, Texts};

    fn day(text: &str) -> i32 {
        day_number(text.parse().unwrap())
    }

    #[test]
    fn years_begin_on_their_first_day() {
        for year in 1946..2100 {
            assert_eq!((year_of(day(&format!("{year}-01-01"))), year_of(day(&format!("{year}-12-31")))), (year, year));
        }
    }

    #[test]
    fn seats_absence_and_days_are_as_the_rules_say() {
        let mut words = Texts::default();
        let rows = [
            (1, 713, "yes", "1949-12-01"),
            (2, 713, "no", "1950-01-04"),
            (3, 710, "yes", "1971-10-24"),
            (4, 710, "absent", "1971-10-25"),
            (5, 260, "abstain", "1990-12-01"),
            (6, 20, "not_member", "1990-12-01"),
        ];
        rows.iter().for_each(|row| words.push(Some(row.2)));
        type Row<'a> = (i32, i32, &'a str, &'a str);
        let ints = |f: &dyn Fn(&Row<'_>) -> i32| rows.iter().map(f).collect::<Vec<_>>();
        let columns = [
            ("rcid", Data::Int(ints(&|r| r.0))),
            ("ccode", Data::Int(ints(&|r| r.1))),
            ("vote", Data::Text(words)),
            ("year", Data::Int(vec![1949; 6])),
            ("date", Data::Date(ints(&|r| if r.0 == 5 { NO_INT } else { day(r.3) }))),
        ];
        let table = Table { name: "votes".into(), columns: columns.map(|(name, data)| (name.to_owned(), data)).to_vec() };
        let found = ballots(&table, None, "rcid");
        assert_eq!(found.codes, [710, 713, 710, 260]);
        assert_eq!(found.votes, [0, 2, ABSENT, 1]);
        assert_eq!(found.years, [1949, 1950, 1971, 1971, 1949, 1990]);
        assert_eq!(found.said.len(), 1);
    }
}
