//! Reading the tables: one function for each family, each with the year that it stands for.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use entente_core::{Dyad, StateCode};
use entente_panel::parquet_file::Rows;
use entente_sources::table::{NO_INT, day_number};
use jiff::civil::Date;

use super::super::budgets::Measure;
use super::{Facts, Means};
use crate::error::Error;
use crate::indicators::{Found, Look, Sourced};

impl Facts {
    /// Both lists of rivalries. Where one covers the year, one that ends before it cannot say that a rivalry still goes on.
    pub(super) fn rivalries(&mut self, look: &Look<'_>, found: &mut Found) -> Result<(), Error> {
        let lists = [("rivalries_tss", &["spatial"][..]), ("rivalries_td", &["type1", "type2", "type3"])];
        let is_current = |name| look.store.coverage(name).is_some_and(|c| c.years.contains(self.year));
        let current = lists.map(|(name, _)| is_current(name));
        for ((name, issues), is_current) in lists.into_iter().zip(current) {
            let columns = [&["ccode1", "ccode2", "start_year", "end_year"], issues].concat();
            let Some(from) = look.table(found, name, &columns, &[])? else { continue };
            let is_closed = !is_current && current.contains(&true);
            let year = if is_closed && self.year > from.coverage.years.last() {
                let last = from.coverage.years.last();
                self.notes.push(format!(
                    "rivalries ({name}): end in {last}; whether they still went on in {} is taken from the other list",
                    self.year
                ));
                last
            } else {
                let Some(year) = self.year_of(&format!("rivalries ({name})"), from.coverage.years) else { continue };
                year
            };
            self.citations.insert(from.citation.clone());
            let table = &from.table;
            let (Some(start), Some(end)) = (table.ints("start_year"), table.ints("end_year")) else { continue };
            self.known.rivalries = true;
            for row in (0..table.rows()).filter(|row| start[*row] <= year) {
                let Some(dyad) = pair(&from, row) else { continue };
                let last = if end[row] == NO_INT { year } else { end[row].min(year) };
                let is_spatial = issues.iter().any(|issue| {
                    table.ints(issue).is_some_and(|c| c[row] == 1) || table.texts(issue).is_some_and(|c| c.get(row) == Some("spatial"))
                });
                let rivalry = self.rivalries.entry(dyad).or_default();
                // Of a rivalry that has ended, what was at issue in its last spell.
                match last.cmp(&rivalry.last) {
                    Ordering::Greater => rivalry.is_spatial = is_spatial,
                    Ordering::Equal => rivalry.is_spatial |= is_spatial,
                    Ordering::Less => {}
                }
                rivalry.last = rivalry.last.max(last);
                rivalry.is_ongoing |= last == year && !is_closed;
                rivalry.records.insert(from.id(row));
            }
        }
        Ok(())
    }

    pub(super) fn disputes(&mut self, look: &Look<'_>, found: &mut Found) -> Result<(), Error> {
        let Some(from) = look.table(found, "cow_mid_dyads", &["disno", "ccode1", "ccode2", "year"], &[])? else { return Ok(()) };
        let Some(year) = self.year_of("disputes (cow_mid_dyads)", from.coverage.years) else { return Ok(()) };
        self.citations.insert(from.citation.clone());
        self.disputes_to = year;
        let (Some(numbers), Some(years)) = (from.table.ints("disno"), from.table.ints("year")) else { return Ok(()) };
        self.known.disputes = true;
        for row in (0..from.table.rows()).filter(|row| years[*row] <= year) {
            let Some(dyad) = pair(&from, row) else { continue };
            let last = self.disputes.entry(dyad).or_default().entry(numbers[row]).or_insert_with(|| (years[row], from.id(row)));
            if years[row] > last.0 {
                *last = (years[row], from.id(row));
            }
        }
        Ok(())
    }

    pub(super) fn borders(&mut self, look: &Look<'_>, found: &mut Found) -> Result<(), Error> {
        let name = "cow_contiguity_dyads";
        let Some(covered) = look.store.coverage(name) else {
            look.table(found, name, &["year"], &[])?;
            return Ok(());
        };
        let Some(year) = self.year_of("borders (cow_contiguity_dyads)", covered.years) else { return Ok(()) };
        let rows = [Rows { column: "year", min: year, max: year }];
        let Some(from) = look.table(found, name, &["ccode1", "ccode2", "year", "conttype"], &rows)? else { return Ok(()) };
        self.citations.insert(from.citation.clone());
        let (Some(years), Some(kinds)) = (from.table.ints("year"), from.table.ints("conttype")) else { return Ok(()) };
        self.known.borders = true;
        let on_land = (0..from.table.rows()).filter(|row| years[*row] == year && kinds[*row] == 1);
        self.borders = on_land.filter_map(|row| pair(&from, row)).collect();
        Ok(())
    }

    pub(super) fn capitals(&mut self, look: &Look<'_>, found: &mut Found) -> Result<(), Error> {
        let Some(from) = look.table(found, "capitals_cow", &["ccode", "start", "end", "lat", "lon"], &[])? else { return Ok(()) };
        self.citations.insert(from.citation.clone());
        let table = &from.table;
        let (Some(codes), Some(start), Some(end)) = (table.ints("ccode"), table.ints("start"), table.ints("end")) else { return Ok(()) };
        let (Some(lat), Some(lon)) = (table.reals("lat"), table.reals("lon")) else { return Ok(()) };
        let day = |year: i32, month, of| Date::new(year as i16, month, of).ok().map(day_number);
        // The list of capitals ends on a day of its own; a capital that stood then stands.
        let closed = end.iter().copied().filter(|e| *e != NO_INT).max().unwrap_or(NO_INT);
        let (Some(first), Some(last)) = (day(self.year, 1, 1).map(|d| d.min(closed)), day(self.year, 12, 31)) else { return Ok(()) };
        let mut of: BTreeMap<StateCode, (i32, usize)> = BTreeMap::new();
        for row in (0..table.rows()).filter(|row| start[*row] <= last && (end[*row] == NO_INT || end[*row] >= first)) {
            let (Ok(code), begins) = (u16::try_from(codes[row]), start[row].max(first)) else { continue };
            let entry = of.entry(StateCode(code)).or_insert((begins, row));
            if begins < entry.0 {
                *entry = (begins, row);
            }
        }
        self.capitals = of.into_iter().map(|(code, (_, row))| (code, (lat[row], lon[row]))).collect();
        Ok(())
    }

    pub(super) fn majors(&mut self, look: &Look<'_>, found: &mut Found) -> Result<(), Error> {
        let Some(from) = look.table(found, "cow_majors", &["ccode", "start_year", "end_year", "is_ongoing"], &[])? else { return Ok(()) };
        self.citations.insert(from.citation.clone());
        let table = &from.table;
        let (Some(codes), Some(start)) = (table.ints("ccode"), table.ints("start_year")) else { return Ok(()) };
        let (Some(end), Some(ongoing)) = (table.ints("end_year"), table.ints("is_ongoing")) else { return Ok(()) };
        let is_major = |row: &usize| start[*row] <= self.year && (ongoing[*row] == 1 || self.year <= end[*row]);
        let rows = (0..table.rows()).filter(is_major);
        self.majors = rows.filter_map(|row| u16::try_from(codes[row]).ok()).map(StateCode).collect();
        Ok(())
    }

    pub(super) fn means(&mut self, look: &Look<'_>, found: &mut Found, measure: Measure) -> Result<(), Error> {
        let (name, column, scale) = measure.column();
        let Some(from) = look.table(found, name, &["ccode", "year", column], &[])? else { return Ok(()) };
        self.citations.insert(from.citation.clone());
        self.covered.insert(measure, from.coverage.years);
        let table = &from.table;
        let (Some(codes), Some(years), Some(values)) = (table.ints("ccode"), table.ints("year"), table.reals(column)) else {
            return Ok(());
        };
        let of = self.means.entry(measure).or_default();
        for row in (0..table.rows()).filter(|row| years[*row] != NO_INT && years[*row] <= self.year && !values[*row].is_nan()) {
            let Ok(code) = u16::try_from(codes[row]) else { continue };
            let means = Means { year: years[row], value: values[row] * scale, record: from.id(row) };
            of.entry(StateCode(code)).or_default().push(means);
        }
        of.values_mut().for_each(|all| all.sort_by_key(|m| m.year));
        Ok(())
    }
}

/// The pair of a row; none where one of its states is not on the list.
fn pair(from: &Sourced, row: usize) -> Option<Dyad> {
    let code = |column| u16::try_from(from.table.ints(column)?[row]).ok().map(StateCode);
    Dyad::new(code("ccode1")?, code("ccode2")?)
}
