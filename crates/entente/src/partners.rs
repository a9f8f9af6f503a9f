//! A state's partners along a few plain measures, each with its interval: who stands far out, and who cannot be told apart.
//!
//! No order of merit: partners whose intervals meet stand in one band, and in a band names go by the alphabet. Nothing is added up.

use std::collections::{BTreeMap, BTreeSet};

use entente_core::{Citation, Finding, Register, StateCode, Unit};
use entente_measures::agreements::obligation::{Pledges, obligation};
use entente_measures::similarity::agreement::{MinimumShared, agreement};
use entente_measures::similarity::joint::JointCounts;
use entente_panel::Store;
use entente_panel::parquet_file::Rows;
use entente_sources::table::NO_INT;
use serde::Serialize;

use crate::case::Case;
use crate::error::Error;
use crate::indicators::agreements::{MEMBERS, Members};
use crate::indicators::{Found, Look, is_member};
use crate::series::{arms_share, with_relative_error};

/// Version of this output's contract.
pub const SCHEMA_VERSION: u32 = 1;
const MAX_AGE: i32 = 5;

/// A state's partners in a year.
#[derive(Debug, Clone, Serialize, schemars::JsonSchema)]
pub struct Partners {
    /// Version of this contract.
    pub schema_version: u32,
    /// Version of the program.
    pub code_version: String,
    /// The state.
    pub ccode: u16,
    /// Its name.
    pub name: String,
    /// The year asked for.
    pub year: i32,
    /// One strip for each measure.
    pub strips: Vec<Strip>,
    /// Sources used.
    pub citations: Vec<Citation>,
    /// What was odd or is not there.
    pub findings: Vec<Finding>,
}

/// One measure for all partners that have it.
#[derive(Debug, Clone, Serialize, schemars::JsonSchema)]
pub struct Strip {
    /// Id of the indicator.
    pub id: String,
    /// What it is.
    pub label: String,
    /// What it counts.
    pub unit: Unit,
    /// Year of the values.
    pub year: i32,
    /// Partners with a value above zero.
    pub partners: Vec<Partner>,
    /// How many members of the state system have none.
    pub none: usize,
    /// Why nobody can be placed, where that is not because there is nothing.
    pub absent: Option<String>,
    /// What the strip cannot say.
    pub note: String,
}

/// One partner on a strip.
#[derive(Debug, Clone, Serialize, schemars::JsonSchema)]
pub struct Partner {
    /// Its number.
    pub ccode: u16,
    /// Its name.
    pub name: String,
    /// The value.
    pub value: f64,
    /// 90 % interval, where the source's error gives one.
    pub interval: Option<(f64, f64)>,
    /// Band: 0 is the farthest out; in one band stand those whose intervals meet that of the farthest of it.
    pub band: usize,
}

/// Value and interval by partner.
type Values = BTreeMap<u16, (f64, Option<(f64, f64)>)>;

/// The partners of a state in a year.
///
/// # Errors
/// A damaged store.
pub fn partners(store: &Store<'_>, state: StateCode, year: i32) -> Result<Partners, Error> {
    let register = Register::builtin();
    let members: Vec<u16> = register.states().map(|s| s.code.0).filter(|code| is_member(*code, year)).collect();
    // A look needs a pair; the other state plays no part in what is read here.
    let other = StateCode(if state.0 == 2 { 20 } else { 2 });
    let Some(dyad) = entente_core::Dyad::new(state, other) else { return Err(Error::SameState { name: register.name(state) }) };
    let look = Look { store, dyad, year, members };
    let mut found = Found::default();
    let mut strips = pledges(&look, &mut found, state.0)?;
    strips.extend(arms(&look, &mut found, state.0)?);
    strips.extend(trade(&look, &mut found, state.0)?);
    strips.extend(votes(&look, &mut found, state.0)?);
    strips.extend(exercises(&look, &mut found, state.0)?);
    Ok(Partners {
        schema_version: SCHEMA_VERSION,
        code_version: env!("CARGO_PKG_VERSION").to_owned(),
        ccode: state.0,
        name: register.name(state),
        year,
        strips,
        citations: Case::citations_of(store, &found.tables).into_values().collect(),
        findings: found.findings,
    })
}

/// The newest year not after the one asked for that a coverage has, if not too old.
fn usable(coverage: entente_core::YearSpan, year: i32) -> Option<i32> {
    let newest = coverage.last().min(year);
    (year - newest <= MAX_AGE && newest >= coverage.first()).then_some(newest)
}

fn strip(look: &Look<'_>, id: &str, label: String, unit: Unit, year: i32, values: Values, note: &str) -> Strip {
    let register = Register::builtin();
    let mut sorted: Vec<_> = values.into_iter().map(|(code, (value, interval))| (code, value, interval)).collect();
    sorted.retain(|p| p.1 != 0.0 && look.members.contains(&p.0));
    sorted.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let mut partners: Vec<Partner> = Vec::new();
    let mut floor = f64::INFINITY;
    let mut band = 0;
    for (ccode, value, interval) in sorted {
        let (low, high) = interval.unwrap_or((value, value));
        if floor.is_finite() && high < floor {
            band += 1;
            floor = low;
        } else if !floor.is_finite() {
            floor = low;
        }
        partners.push(Partner { ccode, name: register.name(StateCode(ccode)), value, interval, band });
    }
    partners.sort_by(|a, b| a.band.cmp(&b.band).then_with(|| a.name.cmp(&b.name)));
    let none = look.members.len().saturating_sub(1 + partners.len());
    Strip { id: id.to_owned(), label, unit, year, partners, none, absent: None, note: note.to_owned() }
}

fn name(state: u16) -> String {
    Register::builtin().name(StateCode(state))
}

fn pledges(look: &Look<'_>, found: &mut Found, state: u16) -> Result<Vec<Strip>, Error> {
    let Some(from) = look.table(found, "atop_members", &MEMBERS, &[])? else { return Ok(Vec::new()) };
    let Some(year) = usable(from.coverage.years, look.year) else { return Ok(Vec::new()) };
    let members = Members { from };
    let (mut given, mut received): (BTreeMap<u16, Pledges>, BTreeMap<u16, Pledges>) = Default::default();
    for rows in members.in_force(0..members.from.table.rows(), year).values() {
        let of = |row: &usize| members.int("ccode", *row).and_then(|c| u16::try_from(c).ok());
        let own: Vec<usize> = rows.iter().copied().filter(|row| of(row) == Some(state)).collect();
        for (row, code) in rows.iter().filter_map(|row| Some((*row, of(row)?))).filter(|(_, code)| *code != state && !own.is_empty()) {
            let theirs = members.pledges(row);
            received.entry(code).and_modify(|p| *p = p.and(theirs)).or_insert(theirs);
            for mine in own.iter().map(|row| members.pledges(*row)) {
                given.entry(code).and_modify(|p| *p = p.and(mine)).or_insert(mine);
            }
        }
    }
    let values = |pledged: BTreeMap<u16, Pledges>| pledged.into_iter().map(|(c, p)| (c, (f64::from(obligation(p).code()), None))).collect();
    let note = "3 defence or offence, 2 neutrality or consultation, 1 non-aggression; a pledge on paper says nothing of its keeping";
    let state = name(state);
    Ok(vec![
        strip(look, "atop_obligation", format!("what {state} has pledged"), Unit::Score, year, values(given), note),
        strip(look, "atop_obligation", format!("what is pledged to {state}"), Unit::Score, year, values(received), note),
    ])
}

fn arms(look: &Look<'_>, found: &mut Found, state: u16) -> Result<Vec<Strip>, Error> {
    let columns = ["supplier_code", "recipient_code", "year", "tiv"];
    let rows = Rows { column: "year", min: look.year - MAX_AGE - 4, max: look.year };
    let Some(from) = look.table(found, "sipri_deliveries", &columns, &[rows])? else { return Ok(Vec::new()) };
    let Some(year) = usable(from.coverage.years, look.year) else { return Ok(Vec::new()) };
    let table = &from.table;
    let (Some(suppliers), Some(recipients), Some(years), Some(tiv)) =
        (table.ints("supplier_code"), table.ints("recipient_code"), table.ints("year"), table.reals("tiv"))
    else {
        return Ok(Vec::new());
    };
    let (mut bought, mut sold): (BTreeMap<u16, f64>, BTreeMap<u16, f64>) = Default::default();
    let mut totals = [0.0, 0.0];
    for row in (0..table.rows()).filter(|row| (year - 4..=year).contains(&years[*row]) && !tiv[*row].is_nan()) {
        let code = |c: i32| (c != NO_INT).then(|| u16::try_from(c).ok()).flatten();
        // What comes from nobody on the list stays in the whole.
        if recipients[row] == i32::from(state) {
            totals[0] += tiv[row];
            *code(suppliers[row]).map_or(&mut 0.0, |c| bought.entry(c).or_default()) += tiv[row];
        }
        if suppliers[row] == i32::from(state) {
            totals[1] += tiv[row];
            *code(recipients[row]).map_or(&mut 0.0, |c| sold.entry(c).or_default()) += tiv[row];
        }
    }
    let values = |parts: BTreeMap<u16, f64>, whole: f64| -> Values {
        parts.into_iter().filter_map(|(c, part)| Some((c, share_of(part, whole)?))).collect()
    };
    let (name, span) = (name(state), format!("{}-{year}", year - 4));
    let note = "shares of volume (TIV), not of money; components and munitions are not in it";
    let strips = [
        strip(
            look,
            "arms_import_share",
            format!("where the arms of {name} come from, {span}"),
            Unit::Share,
            year,
            values(bought, totals[0]),
            note,
        ),
        strip(
            look,
            "arms_export_share",
            format!("where the arms sold by {name} go, {span}"),
            Unit::Share,
            year,
            values(sold, totals[1]),
            note,
        ),
    ];
    let absent = |whole: f64| {
        let is_small = share_of(0.0, whole).is_none();
        is_small.then(|| format!("cannot be told: {whole:.0} million TIV in five years are too few for shares"))
    };
    Ok(strips.into_iter().zip(totals).map(|(strip, whole)| Strip { absent: absent(whole), ..strip }).collect())
}

fn share_of(part: f64, whole: f64) -> Option<(f64, Option<(f64, f64)>)> {
    arms_share(part, whole).map(|(value, interval)| (value, Some(interval)))
}

fn trade(look: &Look<'_>, found: &mut Found, state: u16) -> Result<Vec<Strip>, Error> {
    let name_of = if look.store.has("cow_trade_pairs") { "cow_trade_pairs" } else { "cow_trade_dyads" };
    let Some(year) = look.store.coverage(name_of).and_then(|c| usable(c.years, look.year)) else { return Ok(Vec::new()) };
    let rows = |column| [Rows { column, min: year, max: year }];
    let Some(from) = look.table(found, name_of, &["ccode1", "ccode2", "year", "flow1", "flow2"], &rows("year"))? else {
        return Ok(Vec::new());
    };
    let Some(world) = look.table(found, "cow_trade_states", &["ccode", "year", "imports", "exports"], &rows("year"))? else {
        return Ok(Vec::new());
    };
    let (Some(codes), Some(imports), Some(exports)) =
        (world.table.ints("ccode"), world.table.reals("imports"), world.table.reals("exports"))
    else {
        return Ok(Vec::new());
    };
    let Some(at) = codes.iter().position(|c| *c == i32::from(state)) else { return Ok(Vec::new()) };
    let whole = imports[at] + exports[at];
    let table = &from.table;
    let (Some(first), Some(second), Some(flow1), Some(flow2)) =
        (table.ints("ccode1"), table.ints("ccode2"), table.reals("flow1"), table.reals("flow2"))
    else {
        return Ok(Vec::new());
    };
    let values: Values = (0..table.rows())
        .filter_map(|row| {
            let other = match i32::from(state) {
                s if s == first[row] => second[row],
                s if s == second[row] => first[row],
                _ => return None,
            };
            let share = (flow1[row] + flow2[row]) / whole;
            (share.is_finite() && share <= 1.0)
                .then(|| Some((u16::try_from(other).ok()?, (share, Some(with_relative_error(share, 0.07))))))?
        })
        .collect();
    let note = "both directions, current dollars; a flow below half a million counts as none";
    Ok(vec![strip(look, "trade_share", format!("with whom {} trades", name(state)), Unit::Share, year, values, note)])
}

fn votes(look: &Look<'_>, found: &mut Found, state: u16) -> Result<Vec<Strip>, Error> {
    let dated = [("unga_votes", "rcid"), ("undl_votes", "undl_id")];
    let there = dated.iter().find_map(|(t, id)| Some((*t, *id, look.store.coverage(t).and_then(|c| usable(c.years, look.year))?)));
    let Some((table, id, year)) = there else { return Ok(Vec::new()) };
    let mut columns = vec![id, "ccode", "vote", "year"];
    if table == "undl_votes" {
        columns.push("body");
    }
    let Some(from) = look.table(found, table, &columns, &[Rows { column: "year", min: year, max: year }])? else {
        return Ok(Vec::new());
    };
    let table = &from.table;
    let (Some(calls), Some(codes), Some(words)) = (table.ints(id), table.ints("ccode"), table.texts("vote")) else { return Ok(Vec::new()) };
    let bodies = table.texts("body");
    let mut by_call: BTreeMap<i32, BTreeMap<i32, usize>> = BTreeMap::new();
    for row in (0..table.rows()).filter(|row| bodies.is_none_or(|b| b.get(*row) == Some("GA")) && codes[*row] != NO_INT) {
        let vote = match words.get(row) {
            Some("yes") => 0,
            Some("abstain") => 1,
            Some("no") => 2,
            _ => continue,
        };
        by_call.entry(calls[row]).or_default().insert(codes[row], vote);
    }
    let mut joint: BTreeMap<u16, Vec<(usize, usize)>> = BTreeMap::new();
    for call in by_call.values().filter(|call| call.values().collect::<BTreeSet<_>>().len() > 1) {
        let Some(own) = call.get(&i32::from(state)) else { continue };
        for (other, vote) in call.iter().filter(|(code, _)| **code != i32::from(state)) {
            joint.entry(*other as u16).or_default().push((*own, *vote));
        }
    }
    let values: Values = joint
        .into_iter()
        .filter_map(|(code, pairs)| {
            let measured = agreement(&JointCounts::<3>::tally(pairs), MinimumShared::default()).ok()?;
            let half = 1.645 * (measured.agree3 * (1.0 - measured.agree3) / measured.n_shared as f64).sqrt();
            Some((code, (measured.agree3, Some(((measured.agree3 - half).max(0.0), (measured.agree3 + half).min(1.0))))))
        })
        .collect();
    let note = "divided roll calls of the General Assembly; voting together is politics, not defence";
    Ok(vec![strip(look, "votes_agree3", format!("who votes with {}", name(state)), Unit::Share, year, values, note)])
}

fn exercises(look: &Look<'_>, found: &mut Found, state: u16) -> Result<Vec<Strip>, Error> {
    let Some(from) = look.table(found, "mme_participants", &["exercise_id", "ccode", "year"], &[])? else { return Ok(Vec::new()) };
    let Some(year) = usable(from.coverage.years, look.year) else { return Ok(Vec::new()) };
    let table = &from.table;
    let (Some(ids), Some(codes), Some(years)) = (table.texts("exercise_id"), table.ints("ccode"), table.ints("year")) else {
        return Ok(Vec::new());
    };
    let mut by_exercise: BTreeMap<u32, BTreeSet<u16>> = BTreeMap::new();
    for row in (0..table.rows()).filter(|row| (year - 4..=year).contains(&years[*row]) && codes[*row] != NO_INT) {
        by_exercise.entry(ids.rows[row]).or_default().insert(codes[row] as u16);
    }
    let mut counts: BTreeMap<u16, f64> = BTreeMap::new();
    for states in by_exercise.values().filter(|states| states.contains(&state)) {
        states.iter().filter(|code| **code != state).for_each(|code| *counts.entry(*code).or_default() += 1.0);
    }
    let values = counts.into_iter().map(|(code, n)| (code, (n, None))).collect();
    let note = "a count of exercises found, not of their depth; the register ends in 2010";
    Ok(vec![strip(
        look,
        "mme_exercises_count",
        format!("who exercises with {}, {}-{year}", name(state), year - 4),
        Unit::Count,
        year,
        values,
        note,
    )])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_cannot_be_told_apart_stands_in_one_band() {
        let store = Store::open(&crate::fs::Disk, std::path::Path::new("no such folder"), None).unwrap();
        let dyad = entente_core::Dyad::new(StateCode(2), StateCode(20)).unwrap();
        let look = Look { store: &store, dyad, year: 2015, members: vec![2, 20, 200, 220, 255] };
        let values: Values =
            [(20, (0.6, Some((0.5, 0.7)))), (200, (0.55, Some((0.45, 0.65)))), (220, (0.1, Some((0.05, 0.15)))), (255, (0.0, None))].into();
        let strip = strip(&look, "x", String::new(), Unit::Share, 2015, values, "");
        let bands: Vec<(u16, usize)> = strip.partners.iter().map(|p| (p.ccode, p.band)).collect();
        assert_eq!(bands, [(20, 0), (200, 0), (220, 1)]);
        assert_eq!(strip.none, 1);
    }
}
