//! Sanctions: one row for a case, and one for each sender and target of it.
//!
//! A cell may list many states with commas between them, and some names hold a comma themselves: those are known, and half of such a
//! name alone is an error. An organisation stays one sender or target without a number: who its members were is not in the file.

use entente_core::Severity;

use crate::card::{Kind, Layout, Named};
use crate::error::Error;
use crate::grid::{Grid, Row};
use crate::identity::{At, Identity};
use crate::import::{Import, Put, read_cell};
use crate::plain;
use crate::registry::Source;

/// The source.
pub(crate) static SOURCE: Source = Source::with(include_str!("gsdb.toml"), read);

/// Names that hold a comma.
const WITH_COMMA: [[&str; 2]; 7] = [
    ["Congo", "Democratic Republic of the"],
    ["Egypt", "Arab Rep."],
    ["Gambia", "The"],
    ["Korea", "North"],
    ["Korea", "South"],
    ["Yemen", "North"],
    ["Yemen", "South"],
];
const TRADE: [&str; 4] = ["exp_compl", "exp_part", "imp_compl", "imp_part"];
const OBJECTIVES: [&str; 9] =
    ["democracy", "destab_regime", "end_war", "human_rights", "other", "policy_change", "prevent_war", "territorial_conflict", "terrorism"];
const SUCCESS: [&str; 5] = ["failed", "nego_settlement", "ongoing", "success_part", "success_total"];

fn read(_: &Layout, grid: &Grid<'_>, import: &mut Import<'_>) -> Result<(), Error> {
    let card = import.table("gsdb_cases").card;
    let places: Vec<Option<usize>> = card
        .column
        .iter()
        .map(|column| if column.names().is_empty() { Ok(None) } else { plain::place(grid, column).map(Some) })
        .collect::<Result<_, Error>>()?;
    let at = |name: &str| card.column.iter().position(|c| c.name == name).expect("a column of the card, which a fixture reads");
    let lists = [("descr_trade", &TRADE[..]), ("objective", &OBJECTIVES[..]), ("success", &SUCCESS[..])];
    let lists = lists.map(|(name, words)| (at(name), words));
    let (targets, senders) = (grid.column("sanctioned_state")?, grid.column("sanctioning_state")?);
    let [id, begin, end, trade, described] = ["case_id", "begin", "end", "trade", "descr_trade"].map(|name| grid.column(name));
    let (id, begin, end, trade, described) = (id?, begin?, end?, trade?, described?);
    let (target_count, sender_count) = (at("target_count"), at("sender_count"));
    let mut unequal = Vec::new();
    // Looks names up without counting what it does not find.
    let mut probe = Identity::new(import.card);
    grid.each(|row| {
        let mut cells = vec![Put::No(""); card.column.len()];
        for ((cell, column), place) in cells.iter_mut().zip(&card.column).zip(&places) {
            if let Some(place) = place {
                *cell = read_cell(column, row, *place)?;
            }
        }
        let needed = |place: usize| row.int(place)?.ok_or_else(|| row.wrong(place, "is blank, and is never blank in a sound file"));
        let (case, first, last) = (needed(id)?, needed(begin)?, needed(end)?);
        if last < first {
            return Err(row.wrong(end, "comes before the year of the beginning; a cell may have been moved"));
        }
        if (needed(trade)? == 1) == row.text(described).is_empty() {
            return Err(row.wrong(described, "and the mark of a trade sanction contradict each other"));
        }
        let mut words: Vec<String> = Vec::new();
        for (n, allowed) in lists {
            words.push(coded(row, places[n].unwrap_or_default(), allowed)?);
        }
        for ((n, _), text) in lists.iter().zip(&words) {
            if !text.is_empty() {
                cells[*n] = Put::Text(text);
            }
        }
        let length = |text: &str| text.split(", ").count();
        if length(&words[1]) != length(&words[2]) {
            unequal.push((row.line, case));
        }
        let (to, from) = (parties(row, targets)?, parties(row, senders)?);
        cells[target_count] = Put::Int(to.len() as i32);
        cells[sender_count] = Put::Int(from.len() as i32);
        import.table("gsdb_cases").push(row, &cells)?;
        for sender in &from {
            let sender_code = code(import, &mut probe, row, sender, (first, last));
            for target in &to {
                let target_code = code(import, &mut probe, row, target, (first, last));
                let cells =
                    [Put::Int(case), Put::Text(sender), sender_code, Put::Text(target), target_code, Put::Int(first), Put::Int(last)];
                import.table("gsdb_pairs").push(row, &cells)?;
            }
        }
        Ok(())
    })?;
    if let Some((line, _)) = unequal.first() {
        let cases: Vec<String> = unequal.iter().map(|(_, case)| case.to_string()).collect();
        let message = format!("cases with another number of objectives than of results: {}", cases.join(", "));
        import.note("unequal_lists", Severity::Note, *line, message);
    }
    Ok(())
}

/// The words of a list, one comma and blank between them; empty for a blank cell.
fn coded(row: &Row<'_>, place: usize, allowed: &[&str]) -> Result<String, Error> {
    let text = row.text(place);
    if text.is_empty() {
        return Ok(String::new());
    }
    let words: Vec<&str> = text.split(',').map(str::trim).collect();
    if let Some(unknown) = words.iter().find(|word| !allowed.contains(word)) {
        return Err(row.wrong(place, format!("holds {unknown:?}, which is none of the words of this column: {}", allowed.join(", "))));
    }
    Ok(words.join(", "))
}

/// The names of a list.
fn parties(row: &Row<'_>, place: usize) -> Result<Vec<String>, Error> {
    let text = row.text(place);
    let parts: Vec<String> = text.split(',').map(|part| part.trim().to_owned()).collect();
    let mut names: Vec<String> = Vec::new();
    let mut n = 0;
    while n < parts.len() {
        let is_whole = |pair: &&[&str; 2]| parts[n] == pair[0] && parts.get(n + 1).is_some_and(|next| next == pair[1]);
        let name = match WITH_COMMA.iter().find(is_whole) {
            Some([lead, tail]) => {
                n += 1;
                format!("{lead}, {tail}")
            }
            None if parts[n].is_empty() => return Err(row.wrong(place, "has a name that is blank; a separator is too many")),
            None if WITH_COMMA.iter().any(|[_, tail]| parts[n] == *tail) => {
                return Err(row.wrong(place, format!("has {:?} without the name that it belongs to", parts[n])));
            }
            None => parts[n].clone(),
        };
        n += 1;
        if names.contains(&name) {
            return Err(row.wrong(place, format!("names {name:?} twice")));
        }
        names.push(name);
    }
    Ok(names)
}

/// The number of a party: by its name in the first year of the case in which it is a member of the list.
fn code<'c>(import: &mut Import<'c>, probe: &mut Identity<'c>, row: &Row<'_>, name: &str, (first, last): (i32, i32)) -> Put<'c> {
    if let Some(Named::NotAState(what)) = import.card.names.get(name) {
        import.identity.state(Kind::FromName, name, At::Year(first), row.line);
        return Put::No(what);
    }
    let year = (first..=last).find(|year| probe.state(Kind::FromName, name, At::Year(*year), row.line).is_some());
    let code = import.identity.state(Kind::FromName, name, At::Year(year.unwrap_or(first)), row.line);
    code.map_or(Put::No("no member of the list then"), |code| Put::Int(i32::from(code)))
}
