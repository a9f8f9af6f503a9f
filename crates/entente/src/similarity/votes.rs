//! Similarity of votes in the General Assembly: roll calls of a calendar year on which both voted yes, abstained or voted no.
//!
//! Unanimous roll calls say nothing of any pair and lift them all, so they are left out; with fewer than twenty shared ones a pair has no
//! measures. Both are the reader's to change, for published columns keep what we leave out. Rows are pairs of members of the state system
//! of which both voted in the year. Known weakness: the agenda changes from year to year, and a pair's number with it.

use entente_core::YearSpan;
use entente_measures::similarity::agreement::MinimumShared;
use entente_measures::similarity::all_pairs::LARGEST;
use entente_measures::similarity::all_pairs::votes::Votes;
use entente_panel::Store;
use entente_panel::frame::Field;

use super::ballots::{self, ABSENT, Ballots};
use super::frame::field;
use super::states::{CODES, NOWHERE, Roster, say_strangers};
use super::{Similarity, fill};
use crate::error::Error;

pub use super::ballots::VoteTable;

/// What becomes of roll calls on which all did the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Unanimous {
    /// They count.
    Keep,
    /// They are left out.
    #[default]
    Drop,
}

/// What becomes of a state that did not vote.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Absent {
    /// It has no vote.
    #[default]
    Missing,
    /// It counts as having abstained.
    Abstain,
}

/// The rules of a comparison of votes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Rules {
    /// Unanimous roll calls.
    pub unanimous: Unanimous,
    /// Absent states.
    pub absent: Absent,
    /// Least number of shared roll calls.
    pub minimum: MinimumShared,
    /// Whose votes; the first that the store has where none is named.
    pub table: Option<VoteTable>,
}

/// What the store says, before anything is computed.
#[derive(Debug)]
pub struct Source {
    years: YearSpan,
    ballots: Ballots,
    rules: Rules,
    table: VoteTable,
    said: Vec<String>,
}

/// Reads what the years need.
///
/// # Errors
/// The store has no votes, none of the years is covered, or a file is damaged.
pub fn read(store: &Store<'_>, years: YearSpan, rules: Rules) -> Result<Source, Error> {
    let there = VoteTable::ALL.into_iter().find(|table| store.has(table.name()));
    let table = rules.table.or(there).unwrap_or(VoteTable::Unga);
    let (covered, mut said) = super::covered(store, table.name(), years)?;
    let ballots = ballots::read(store, table)?;
    said.extend(ballots.said.iter().cloned());
    Ok(Source { years: covered, ballots, rules, table, said })
}

/// Votes of the years, one after the other.
struct Years {
    rosters: Vec<Roster>,
    /// Where the votes of each year begin, and on how many roll calls.
    starts: Vec<(usize, usize)>,
    votes: Vec<u8>,
}

impl Source {
    /// Computes all rows.
    ///
    /// # Errors
    /// A year with more roll calls than can be counted.
    pub fn measure(&self) -> Result<Similarity, Error> {
        let mut said = self.said.clone();
        let years = self.years(&mut said);
        if let Some((n, (_, calls))) = years.starts.iter().enumerate().find(|(_, (_, calls))| *calls > LARGEST) {
            let (year, table) = (years.rosters[n].year, self.table.name());
            return Err(Error::Panel { message: format!("{table} has {calls} roll calls in {year}, and at most {LARGEST} are compared") });
        }
        say_strangers(&years.rosters, &mut said);
        Ok(fill(&years.rosters, fields(self.table.name()), said, |n, rows| {
            let (states, (start, calls)) = (years.rosters[n].states.len(), years.starts[n]);
            let votes = Votes::new(states, calls, &years.votes[start..][..states * calls], self.rules.minimum);
            let votes = votes.expect("categories are 0 to 3 and a year has no more roll calls than was checked");
            votes.measure(&years.rosters[n].strangers, rows).expect("rows are cut to the number of pairs");
        }))
    }

    /// What a vote counts as; none where it does not.
    fn counted(&self, vote: u8) -> Option<u8> {
        match (vote, self.rules.absent) {
            (ABSENT, Absent::Missing) => None,
            (ABSENT, Absent::Abstain) => Some(1),
            _ => Some(vote),
        }
    }

    fn years(&self, said: &mut Vec<String>) -> Years {
        let Ballots { years, calls, codes, votes, .. } = &self.ballots;
        let span = self.years;
        let place_of_year = |call: u32| span.contains(years[call as usize]).then(|| (years[call as usize] - span.first()) as usize);
        // Which categories each roll call has, and who voted in each year.
        let mut seen = vec![0_u8; years.len()];
        let mut voted = vec![false; span.len() * CODES];
        for ((call, code), vote) in calls.iter().zip(codes).zip(votes) {
            let Some(n) = place_of_year(*call) else { continue };
            seen[*call as usize] |= (1 << vote) & 0b111;
            if self.counted(*vote).is_some() && usize::from(*code) < CODES {
                voted[n * CODES + usize::from(*code)] = true;
            }
        }
        let is_used = |call: usize| seen[call].count_ones() > 1 || (self.rules.unanimous == Unanimous::Keep && seen[call] > 0);
        let rosters: Vec<Roster> =
            Roster::of(span).iter().enumerate().map(|(n, all)| all.only(|code| voted[n * CODES + usize::from(code)])).collect();
        let mut counts = vec![0_u32; span.len()];
        let mut unanimous = 0;
        let places: Vec<u32> = (0..years.len())
            .map(|call| {
                let Some(n) = place_of_year(call as u32).filter(|_| seen[call] > 0) else { return u32::MAX };
                if !is_used(call) {
                    unanimous += 1;
                    return u32::MAX;
                }
                counts[n] += 1;
                counts[n] - 1
            })
            .collect();
        let (mut starts, mut length) = (Vec::with_capacity(span.len()), 0);
        for (roster, count) in rosters.iter().zip(&counts) {
            starts.push((length, *count as usize));
            length += roster.states.len() * *count as usize;
        }
        let members: Vec<[u16; CODES]> = rosters.iter().map(Roster::places).collect();
        let (mut all, mut strange) = (vec![ABSENT; length], std::collections::BTreeMap::<u16, usize>::new());
        for ((call, code), vote) in calls.iter().zip(codes).zip(votes) {
            let place = places[*call as usize];
            let (Some(n), Some(vote)) = (place_of_year(*call), self.counted(*vote)) else { continue };
            let member = members[n].get(usize::from(*code)).copied().unwrap_or(NOWHERE);
            if member == NOWHERE {
                *strange.entry(*code).or_default() += 1;
            } else if place != u32::MAX {
                all[starts[n].0 + place as usize * rosters[n].states.len() + usize::from(member)] = vote;
            }
        }
        if unanimous > 0 {
            said.push(format!("left out {unanimous} roll calls on which all votes were the same; --unanimous keep keeps them"));
        }
        if !strange.is_empty() {
            let list: Vec<String> = strange.iter().map(|(code, n)| format!("{code} ({n})")).collect();
            said.push(format!("left out votes of states that were no members of the state system in the year: {}", list.join(", ")));
        }
        Years { rosters, starts, votes: all }
    }
}

/// The measures, in the order of the kernel.
fn fields(table: &'static str) -> Vec<Field> {
    const FEW: &str = "too few below the least number of shared roll calls; undefined where chance leaves nothing to differ in";
    let of = |name, label, unit| field(name, label, unit, &[table], FEW);
    vec![
        field("n_votes", "Roll calls on which both voted", "count", &[table], "never absent"),
        of("s_abs", "S of votes, absolute distance", "score, -1 to 1"),
        of("s_sq", "S of votes, squared distance", "score, -1 to 1"),
        of("pi", "Scott's pi of votes", "score, at most 1; 0 is chance"),
        of("kappa", "Kappa of votes, squared distance", "score, at most 1; 0 is chance"),
        of("kappa_rank", "Kappa of votes on ranks within the pair; to compare only", "score, -1 to 1; 0 is chance"),
        of("tau_b", "Tau-b of votes", "score, -1 to 1"),
        of("a", "Alignment of votes, squared distance", "score, -1 to 1; 0 is chance"),
        of("agree3", "Agreement, a half for abstention against a side", "share, 0 to 1"),
        of("agree_strict", "Share of roll calls with the same vote", "share, 0 to 1"),
        of("agree_yesno", "The same where both voted yes or no", "share, 0 to 1"),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use entente_measures::similarity::all_pairs;

    #[test]
    fn columns_are_those_of_the_kernel() {
        let names: Vec<String> = fields("unga_votes").into_iter().map(|f| f.name).collect();
        assert_eq!(names, all_pairs::votes::MEASURES);
    }
}
