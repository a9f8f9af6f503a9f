//! Similarity of alliance portfolios, from ATOP's directed dyad-years: what each state owes to each in a year.
//!
//! The strongest pledge of the first state to the second counts: 3 defence or offence, 2 neutrality or consultation, 1 non-aggression, 0
//! none, also where both are in one alliance and owe each other nothing. A state's tie to itself is 3, in its own portfolio and in the
//! comparison with any other's, for otherwise two allies would look unlike for being allied. The portfolio has all members of the state
//! system of the year, both of the pair included. A year outside ATOP has no rows, since silence there is no absence of treaties.

use entente_core::YearSpan;
use entente_measures::agreements::obligation::{Pledges, obligation};
use entente_measures::similarity::all_pairs::ties::Ties;
use entente_panel::Store;
use entente_panel::frame::Field;
use entente_panel::parquet_file::Rows;
use entente_panel::status::Status;
use entente_sources::table::Table;

use super::frame::field;
use super::states::{CODES, NOWHERE, Roster, say_strangers};
use super::{Similarity, fill};
use crate::error::Error;

const DYADS: &str = "atop_dyads";
const CAPABILITIES: &str = "cow_nmc";
const PLEDGES: [&str; 5] = ["defense", "offense", "neutral", "nonagg", "consul"];
/// The tie of a state to itself.
const OWN: u8 = 3;

/// What the store says, before anything is computed.
#[derive(Debug)]
pub struct Source {
    years: YearSpan,
    dyads: Table,
    /// Capabilities and the years they cover, where the store has them.
    capabilities: Option<(Table, YearSpan)>,
    said: Vec<String>,
}

/// Reads what the years need.
///
/// # Errors
/// The store has no ATOP dyads, none of the years is covered, or a file is damaged.
pub fn read(store: &Store<'_>, years: YearSpan) -> Result<Source, Error> {
    let (covered, mut said) = super::covered(store, DYADS, years)?;
    let rows = [Rows { column: "year", min: covered.first(), max: covered.last() }];
    let columns = [&["ccode1", "ccode2", "year"][..], &PLEDGES].concat();
    let dyads = store.read(DYADS, &columns, &rows)?;
    let capabilities = if let Some(coverage) = store.coverage(CAPABILITIES) {
        Some((store.read(CAPABILITIES, &["ccode", "year", "cinc"], &rows)?, coverage.years))
    } else {
        said.push(format!("the store has no table {CAPABILITIES}, so s_abs_valued_cinc is not covered"));
        None
    };
    Ok(Source { years: covered, dyads, capabilities, said })
}

/// Portfolios of the years, one after the other.
struct Portfolios {
    rosters: Vec<Roster>,
    /// Where the square of each year begins.
    starts: Vec<usize>,
    valued: Vec<u8>,
    /// Capability of each state, year after year; empty where that year has none.
    weights: Vec<Vec<f64>>,
}

impl Source {
    /// Computes all rows.
    pub fn measure(&self) -> Similarity {
        let mut said = self.said.clone();
        let portfolios = self.portfolios(&mut said);
        say_strangers(&portfolios.rosters, &mut said);
        fill(&portfolios.rosters, fields(), said, |n, rows| {
            let states = portfolios.rosters[n].states.len();
            let valued = &portfolios.valued[portfolios.starts[n]..][..states * states];
            let weights = Some(portfolios.weights[n].as_slice()).filter(|w| !w.is_empty());
            let ties =
                Ties::new(states, valued, weights).expect("categories are 0 to 3, weights 0 to 1 and states no more than are registered");
            ties.measure(&portfolios.rosters[n].strangers, rows).expect("rows are cut to the number of pairs");
            if weights.is_none() {
                rows.codes[10].fill(Status::NotCovered as u8);
            }
        })
    }

    fn portfolios(&self, said: &mut Vec<String>) -> Portfolios {
        let rosters = Roster::of(self.years);
        let places: Vec<[u16; CODES]> = rosters.iter().map(Roster::places).collect();
        let (mut starts, mut length) = (Vec::with_capacity(rosters.len()), 0);
        for roster in &rosters {
            starts.push(length);
            length += roster.states.len() * roster.states.len();
        }
        let mut valued = vec![0; length];
        for (roster, start) in rosters.iter().zip(&starts) {
            let n = roster.states.len();
            (0..n).for_each(|i| valued[start + i * n + i] = OWN);
        }
        let int = |name: &str| self.dyads.ints(name).unwrap_or_default();
        let (one, two, year) = (int("ccode1"), int("ccode2"), int("year"));
        let marks = PLEDGES.map(int);
        let mut elsewhere = 0;
        for row in 0..self.dyads.rows() {
            let n = (year[row] - self.years.first()) as usize;
            let place = |code: i32| places[n].get(code as usize).copied().unwrap_or(NOWHERE);
            let (i, j) = (place(one[row]), place(two[row]));
            if i == NOWHERE || j == NOWHERE || i == j {
                elsewhere += 1;
                continue;
            }
            let [defence, offence, neutrality, nonaggression, consultation] = marks.map(|mark| mark[row] == 1);
            let category = obligation(Pledges { defence, offence, neutrality, nonaggression, consultation }).code();
            valued[starts[n] + usize::from(i) * rosters[n].states.len() + usize::from(j)] = category;
        }
        if elsewhere > 0 {
            said.push(format!("left out {elsewhere} directed dyad-years of {DYADS} with a state that was no member in the year"));
        }
        let weights = self.weights(&rosters, &places, said);
        Portfolios { rosters, starts, valued, weights }
    }

    /// Weights of third states; a state without a number weighs nothing.
    fn weights(&self, rosters: &[Roster], places: &[[u16; CODES]], said: &mut Vec<String>) -> Vec<Vec<f64>> {
        let Some((table, covered)) = &self.capabilities else { return vec![Vec::new(); rosters.len()] };
        let has = |year: i32| covered.contains(year);
        let mut weights: Vec<Vec<f64>> = rosters.iter().map(|r| vec![f64::NAN; if has(r.year) { r.states.len() } else { 0 }]).collect();
        let int = |name: &str| table.ints(name).unwrap_or_default();
        let (codes, years, cinc) = (int("ccode"), int("year"), table.reals("cinc").unwrap_or_default());
        for row in 0..table.rows() {
            let n = (years[row] - self.years.first()) as usize;
            let place = places.get(n).and_then(|p| p.get(codes[row] as usize)).copied().unwrap_or(NOWHERE);
            if let Some(weight) = weights.get_mut(n).and_then(|w| w.get_mut(usize::from(place))) {
                *weight = cinc[row];
            }
        }
        let mut unknown = 0;
        for weight in weights.iter_mut().flatten().filter(|w| w.is_nan()) {
            *weight = 0.0;
            unknown += 1;
        }
        if unknown > 0 {
            said.push(format!("{unknown} state-years have no capability in {CAPABILITIES} and weigh nothing in s_abs_valued_cinc"));
        }
        if let Some(first) = rosters.iter().map(|r| r.year).find(|year| !has(*year)) {
            said.push(format!("{CAPABILITIES} covers {covered}, so s_abs_valued_cinc is not covered in other years, first in {first}"));
        }
        weights
    }
}

/// The measures, in the order of the kernel.
fn fields() -> Vec<Field> {
    const UNDEFINED: &str = "undefined where a portfolio is constant";
    let of = |name, label, unit| field(name, label, unit, &[DYADS], UNDEFINED);
    vec![
        of("s_abs_valued", "S of alliances, 0 to 3, absolute distance", "score, -1 to 1"),
        of("s_sq_valued", "S of alliances, 0 to 3, squared distance", "score, -1 to 1"),
        of("s_abs_binary", "S of alliances, none or any", "score, -1 to 1"),
        of("pi_valued", "Scott's pi of alliances, 0 to 3 as names", "score, at most 1; 0 is chance"),
        of("pi_binary", "Scott's pi of alliances, none or any", "score, at most 1; 0 is chance"),
        of("kappa_valued", "Kappa of alliances, 0 to 3, squared distance", "score, at most 1; 0 is chance"),
        of("kappa_rank_valued", "Kappa of alliances on ranks within the pair; to compare only", "score, -1 to 1; 0 is chance"),
        of("kappa_binary", "Kappa of alliances, none or any", "score, at most 1; 0 is chance"),
        of("tau_b", "Tau-b of alliances, 0 to 3", "score, -1 to 1"),
        of("a_valued", "Alignment of alliances, 0 to 3, squared distance", "score, -1 to 1; 0 is chance"),
        field(
            "s_abs_valued_cinc",
            "S of alliances, 0 to 3, third states by CINC",
            "score, -1 to 1",
            &[DYADS, CAPABILITIES],
            "not covered outside the years of the capabilities",
        ),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use entente_measures::similarity::all_pairs;

    #[test]
    fn columns_are_those_of_the_kernel_and_codes_those_of_a_panel() {
        let names: Vec<String> = fields().into_iter().map(|f| f.name).collect();
        assert_eq!(names, all_pairs::ties::MEASURES);
        assert_eq!(Status::from(all_pairs::UNDEFINED), Status::Undefined);
        assert_eq!(Status::from(all_pairs::TOO_FEW), Status::TooFew);
        assert_eq!(Status::from(all_pairs::VALUE), Status::Observed);
    }
}
