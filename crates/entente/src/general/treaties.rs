//! Treaties of a pair as records: one for each alliance and phase of ATOP in which both are members at the same time.

use std::collections::BTreeMap;

use entente_claims::{Record, Table};
use entente_core::{Dyad, Locator, PartialDate};
use entente_measures::agreements::obligation::Pledges;
use entente_panel::Store;

use crate::error::Error;
use crate::indicators::agreements::{MEMBERS, Members};
use crate::indicators::{Found, Look};

/// The table of treaties; none where the store has no alliances.
///
/// # Errors
/// A damaged store.
pub(super) fn table(store: &Store<'_>, dyad: Dyad) -> Result<Option<Table>, Error> {
    let look = Look { store, dyad, year: 0, members: Vec::new() };
    let Some(from) = look.table(&mut Found::default(), "atop_members", &MEMBERS, &[])? else { return Ok(None) };
    let coverage = from.coverage;
    let members = Members { from };
    let mut by_phase: BTreeMap<(i32, i32), [Vec<usize>; 2]> = BTreeMap::new();
    for row in 0..members.from.table.rows() {
        let side = look.sides().iter().position(|code| members.int("ccode", row) == Some(i32::from(*code)));
        if let (Some(side), Some(treaty)) = (side, members.int("atopid", row)) {
            by_phase.entry((treaty, members.int("phase", row).unwrap_or(0))).or_default()[side].push(row);
        }
    }
    let mut records = Vec::new();
    for ((treaty, phase), [of_a, of_b]) in &by_phase {
        for x in of_a {
            for y in of_b {
                records.extend(record(store, &look, &members, (*treaty, *phase), (*x, *y)));
            }
        }
    }
    Ok(Some(Table { coverage: Some(coverage), records }))
}

/// A treaty in which both are members at once; none where their times do not meet.
fn record(store: &Store<'_>, look: &Look<'_>, members: &Members, (treaty, phase): (i32, i32), (x, y): (usize, usize)) -> Option<Record> {
    let day = |row: usize, columns: [&str; 3]| {
        let [year, month, day] = columns.map(|c| members.int(c, row));
        let (month, day) = (month.filter(|m| (1..=12).contains(m)), day.filter(|d| (1..=31).contains(d)));
        Some(match (year?, month, day) {
            (y, Some(m), Some(d)) => format!("{y:04}-{m:02}-{d:02}"),
            (y, Some(m), None) => format!("{y:04}-{m:02}"),
            (y, None, _) => format!("{y:04}"),
        })
    };
    let start = [x, y].iter().filter_map(|row| day(*row, ["yrent", "moent", "dayent"])).max()?;
    let end = [x, y].iter().filter_map(|row| day(*row, ["yrexit", "moexit", "dayexit"])).min();
    if end.as_ref().is_some_and(|end| end < &start) {
        return None;
    }
    let words = |pledges: Pledges| {
        let named = [
            (pledges.defence, "defence"),
            (pledges.offence, "offence"),
            (pledges.neutrality, "neutrality"),
            (pledges.nonaggression, "nonaggression"),
            (pledges.consultation, "consultation"),
        ];
        let words: Vec<&str> = named.iter().filter(|n| n.0).map(|n| n.1).collect();
        if words.is_empty() { "none".to_owned() } else { words.join("+") }
    };
    let [low, high] = look.sides();
    let name = if phase == 0 { format!("ATOP {treaty}") } else { format!("ATOP {treaty}, phase {phase}") };
    let mut fields: BTreeMap<String, String> = [
        ("ccode1", low.to_string()),
        ("ccode2", high.to_string()),
        ("name", name),
        ("kind", "treaty".to_owned()),
        ("is_binding", "1".to_owned()),
        ("obligation_1to2", words(members.pledges(x))),
        ("obligation_2to1", words(members.pledges(y))),
        ("in_force", start.clone()),
    ]
    .into_iter()
    .map(|(field, value)| (field.to_owned(), value))
    .collect();
    fields.extend(end.map(|end| ("ended".to_owned(), end)));
    let part = store.parts("atop_members").into_iter().next()?;
    let line = members.int("source_line", x)?;
    Some(Record {
        id: members.from.id(x),
        date: start.parse::<PartialDate>().ok(),
        fields,
        citations: vec![members.from.citation.clone()],
        says: String::new(),
        locator: Locator { file: part.file.clone(), line: line as u64, sha256: part.file_sha256.clone() },
    })
}
