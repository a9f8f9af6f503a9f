//! What two states have pledged each other, and how deep the treaties go: from ATOP's members, and defence cooperation agreements.
//!
//! A pledge has a direction: it is that of the state's own row. A treaty counts in every year in which both are in it for a day. Depth
//! is that of the deepest treaty of the two; without a treaty it does not apply. Weakness: the sources end, and no later year is zero.

use std::collections::BTreeMap;

use entente_claims::Point;
use entente_core::{Cell, Coverage, Unit};
use entente_measures::agreements::institutional_depth::{Provisions, institutional_depth};
use entente_measures::agreements::obligation::{Pledges, obligation};
use entente_sources::table::{NO_INT, Table, Texts};

use super::{Card, Found, Look, Sourced, directed, observed, paired, silent};
use crate::error::Error;

pub(super) const CARDS: &[Card] = &[
    Card {
        id: "atop_obligation",
        about: "[A>B]",
        unit: Unit::Score,
        is: "strongest pledge of A to B in force: 3 defence or offence, 2 neutrality or consultation, 1 non-aggression, 0 none",
        table: "atop_members",
        error: "none; a covered year without a treaty is zero by rule",
    },
    Card {
        id: "atop_depth",
        about: "[A-B]",
        unit: Unit::Score,
        is: "military institutions of their deepest treaty in force (Leeds and Anac 2005): 0 low, 1 moderate, 2 high",
        table: "atop_members",
        error: "none; not applicable without a treaty, missing where ATOP does not code it",
    },
    Card {
        id: "dca_count",
        about: "[A-B]",
        unit: Unit::Count,
        is: "defence cooperation agreements in force between them",
        table: "dcad",
        error: "none; a covered year without one is zero by rule",
    },
    Card {
        id: "dca_general",
        about: "[A-B]",
        unit: Unit::Score,
        is: "1 where one of these is a general framework, else 0",
        table: "dcad",
        error: "none; a covered year without one is zero by rule",
    },
];

const PLEDGES: [&str; 5] = ["defense", "offense", "neutral", "nonagg", "consul"];
const PROVISIONS: [&str; 8] = ["milcon", "milaid", "intcom", "subord", "orgpurp1", "orgpurp2", "base", "contrib"];

/// Columns of ATOP's members that an obligation needs.
pub(crate) const MEMBERS: [&str; 22] = [
    "atopid", "ccode", "phase", "yrent", "moent", "dayent", "yrexit", "moexit", "dayexit", "defense", "offense", "neutral", "nonagg",
    "consul", "milcon", "milaid", "intcom", "subord", "orgpurp1", "orgpurp2", "base", "contrib",
];

/// Members' rows with the columns at hand.
pub(crate) struct Members {
    pub(crate) from: Sourced,
}

impl Members {
    pub(crate) fn int(&self, column: &str, row: usize) -> Option<i32> {
        self.from.table.ints(column).map(|c| c[row]).filter(|v| *v != NO_INT)
    }

    pub(crate) fn pledges(&self, row: usize) -> Pledges {
        let [defence, offence, neutrality, nonaggression, consultation] = PLEDGES.map(|c| self.int(c, row) == Some(1));
        Pledges { defence, offence, neutrality, nonaggression, consultation }
    }

    /// Level of the institutions of the treaty by its row; none where nothing of it is coded.
    pub(crate) fn depth(&self, row: usize) -> Option<f64> {
        let [milcon, milaid, intcom, subord, orgpurp1, orgpurp2, base, contrib] =
            PROVISIONS.map(|c| self.int(c, row).and_then(|v| u8::try_from(v).ok()));
        let provisions = Provisions { milcon, milaid, intcom, subord, orgpurp1, orgpurp2, base, contrib };
        institutional_depth(&provisions).ok().map(|d| f64::from(d.level.code()))
    }

    /// Those of the rows whose state is in the treaty on a day of the year, by treaty.
    pub(crate) fn in_force(&self, rows: impl Iterator<Item = usize>, year: i32) -> BTreeMap<i32, Vec<usize>> {
        let mut by_treaty: BTreeMap<i32, Vec<usize>> = BTreeMap::new();
        let [Some(treaties), Some(starts), Some(ends)] = ["atopid", "yrent", "yrexit"].map(|column| self.from.table.ints(column)) else {
            return by_treaty;
        };
        let is_in = |row: &usize| starts[*row] != NO_INT && starts[*row] <= year && (ends[*row] == NO_INT || year <= ends[*row]);
        for row in rows.filter(|row| treaties[*row] != NO_INT).filter(is_in) {
            by_treaty.entry(treaties[row]).or_default().push(row);
        }
        by_treaty
    }
}

/// Defence cooperation agreements, one a row.
pub(crate) struct Cooperation<'t> {
    states: [&'t [i32]; 2],
    signed: &'t [i32],
    in_force: &'t [i32],
    ended: &'t [i32],
    kinds: &'t Texts,
}

impl<'t> Cooperation<'t> {
    /// Columns that are needed.
    pub(crate) const COLUMNS: [&'static str; 6] = ["ccode1", "ccode2", "sign_year", "eif_year", "type", "end_year_estimate"];

    pub(crate) fn new(table: &'t Table) -> Option<Self> {
        let int = |name| table.ints(name);
        Some(Self {
            states: [int("ccode1")?, int("ccode2")?],
            signed: int("sign_year")?,
            in_force: int("eif_year")?,
            ended: int("end_year_estimate")?,
            kinds: table.texts("type")?,
        })
    }

    /// The two states, the one with the lower number first; none where either is not known.
    pub(crate) fn pair(&self, row: usize) -> Option<(i32, i32)> {
        let [x, y] = self.states.map(|states| states[row]);
        (x != NO_INT && y != NO_INT).then(|| (x.min(y), x.max(y)))
    }

    /// Says whether the agreement is in force in a year: from its entry into force, or its signature where that is not known.
    pub(crate) fn is_in_force(&self, row: usize, year: i32) -> bool {
        let start = if self.in_force[row] == NO_INT { self.signed[row] } else { self.in_force[row] };
        start != NO_INT && start <= year && (self.ended[row] == NO_INT || year <= self.ended[row])
    }

    /// Says whether it is a general framework.
    pub(crate) fn is_general(&self, row: usize) -> bool {
        self.kinds.get(row) == Some("general")
    }
}

pub(super) fn build(look: &Look<'_>, found: &mut Found) -> Result<(), Error> {
    if let Some(from) = look.table(found, "atop_members", &MEMBERS, &[])? {
        atop(look, found, &Members { from });
    }
    agreements(look, found)
}

fn atop(look: &Look<'_>, found: &mut Found, members: &Members) {
    let coverage = members.from.coverage;
    let [a, b] = look.sides();
    let mut pledged: BTreeMap<(u16, u16), Vec<Point>> = BTreeMap::new();
    let mut deep = Vec::new();
    let state = |row: usize| members.int("ccode", row).and_then(|c| u16::try_from(c).ok());
    // Only rows of the two are looked at year by year.
    let ours: Vec<usize> = (0..members.from.table.rows()).filter(|row| state(*row).is_some_and(|code| code == a || code == b)).collect();
    for year in look.shared_years(coverage.years) {
        let in_force = members.in_force(ours.iter().copied(), year);
        let shared: Vec<(Vec<usize>, Vec<usize>)> = in_force
            .values()
            .map(|rows| {
                let of = |code: u16| rows.iter().copied().filter(|row| state(*row) == Some(code)).collect::<Vec<_>>();
                (of(a), of(b))
            })
            .filter(|(of_a, of_b)| !of_a.is_empty() && !of_b.is_empty())
            .collect();
        for (from, to) in [(a, b), (b, a)] {
            let own: Vec<usize> = shared.iter().flat_map(|(of_a, of_b)| if from == a { of_a } else { of_b }).copied().collect();
            let all = own.iter().map(|row| members.pledges(*row)).reduce(Pledges::and);
            let point = all.map_or_else(
                || silent(coverage, year),
                |p| observed(year, f64::from(obligation(p).code()), None, own.iter().map(|row| members.from.id(*row)).collect()),
            );
            pledged.entry((from, to)).or_default().push(point);
        }
        let rows: Vec<usize> = shared.iter().flat_map(|(of_a, of_b)| of_a.iter().chain(of_b)).copied().collect();
        let depth = rows.iter().filter_map(|row| members.depth(*row)).reduce(f64::max);
        let cell = match depth {
            Some(depth) => Cell::Observed(depth),
            None if rows.is_empty() => Cell::NotApplicable,
            None => Cell::Missing,
        };
        deep.push(Point { year, cell, interval: None, records: rows.iter().map(|row| members.from.id(*row)).collect() });
    }
    for ((from, to), points) in pledged {
        found.add(directed("atop_obligation", from, to), Unit::Score, coverage, &members.from.citation, points);
    }
    found.add(paired("atop_depth", look.dyad), Unit::Score, Coverage { is_exhaustive: false, ..coverage }, &members.from.citation, deep);
    rank(look, found, members);
}

fn rank(look: &Look<'_>, found: &mut Found, members: &Members) {
    if !members.from.coverage.years.contains(look.year) {
        return;
    }
    let mut pledged: BTreeMap<(i32, i32), Pledges> = BTreeMap::new();
    let mut deep: BTreeMap<(i32, i32), f64> = BTreeMap::new();
    for rows in members.in_force(0..members.from.table.rows(), look.year).values() {
        for x in rows {
            for y in rows {
                let (Some(i), Some(j)) = (members.int("ccode", *x), members.int("ccode", *y)) else { continue };
                if i == j {
                    continue;
                }
                let pledges = members.pledges(*x);
                pledged.entry((i, j)).and_modify(|p| *p = p.and(pledges)).or_insert(pledges);
                if let Some(depth) = members.depth(*x).filter(|_| i < j) {
                    deep.entry((i, j)).and_modify(|d| *d = d.max(depth)).or_insert(depth);
                }
            }
        }
    }
    let codes: Vec<f64> = pledged.values().map(|p| f64::from(obligation(*p).code())).collect();
    let [a, b] = look.sides();
    for (from, to) in [(a, b), (b, a)] {
        found.rank(&directed("atop_obligation", from, to), look.year, &codes, look.directed_count().saturating_sub(codes.len()));
    }
    // Depth is compared among the pairs that have a treaty.
    found.rank(&paired("atop_depth", look.dyad), look.year, &deep.values().copied().collect::<Vec<_>>(), 0);
}

fn agreements(look: &Look<'_>, found: &mut Found) -> Result<(), Error> {
    let Some(from) = look.table(found, "dcad", &Cooperation::COLUMNS, &[])? else { return Ok(()) };
    let table = &from.table;
    let Some(agreements) = Cooperation::new(table) else { return Ok(()) };
    let [a, b] = look.sides().map(i32::from);
    let ours: Vec<usize> = (0..table.rows()).filter(|row| agreements.pair(*row) == Some((a, b))).collect();
    let (mut counts, mut generals) = (Vec::new(), Vec::new());
    for year in look.shared_years(from.coverage.years) {
        let rows: Vec<usize> = ours.iter().copied().filter(|row| agreements.is_in_force(*row, year)).collect();
        let ids = || rows.iter().map(|row| from.id(*row)).collect();
        if rows.is_empty() {
            counts.push(silent(from.coverage, year));
            generals.push(silent(from.coverage, year));
        } else {
            counts.push(observed(year, rows.len() as f64, None, ids()));
            generals.push(observed(year, f64::from(u8::from(rows.iter().any(|row| agreements.is_general(*row)))), None, ids()));
        }
    }
    found.add(paired("dca_count", look.dyad), Unit::Count, from.coverage, &from.citation, counts);
    found.add(paired("dca_general", look.dyad), Unit::Score, from.coverage, &from.citation, generals);
    if from.coverage.years.contains(look.year) {
        let mut all: BTreeMap<(i32, i32), f64> = BTreeMap::new();
        for row in (0..table.rows()).filter(|row| agreements.is_in_force(*row, look.year)) {
            if let Some(pair) = agreements.pair(row) {
                *all.entry(pair).or_default() += 1.0;
            }
        }
        let known: Vec<f64> = all.into_values().collect();
        found.rank(&paired("dca_count", look.dyad), look.year, &known, (look.directed_count() / 2).saturating_sub(known.len()));
    }
    Ok(())
}
