//! How near two states are: contiguity by land or water, and the distance of their capitals; and how many organisations they share.

use std::collections::{BTreeMap, BTreeSet};

use entente_claims::Point;
use entente_core::{Cell, Coverage, Unit};
use entente_sources::table::{NO_INT, day_number};
use jiff::civil::Date;

use super::{Card, Found, Look, observed, paired, silent};
use crate::error::Error;

pub(super) const CARDS: &[Card] = &[
    Card {
        id: "contiguity_type",
        about: "[A-B]",
        unit: Unit::Score,
        is: "1 land or river border; water of at most 2: 12, 3: 24, 4: 150, 5: 400 miles",
        table: "cow_contiguity_dyads",
        error: "none; not applicable in a covered year in which they are farther apart",
    },
    Card {
        id: "capital_km",
        about: "[A-B]",
        unit: Unit::Km,
        is: "great-circle distance of the capitals on 1 January, or the first day of both in the year",
        table: "capitals_cow",
        error: "none",
    },
    Card {
        id: "igo_shared_count",
        about: "[A-B]",
        unit: Unit::Count,
        is: "intergovernmental organisations of which both are full members",
        table: "cow_igo_members",
        error: "none; missing in the years that the source does not survey",
    },
];

/// Status of a full member; 2 is an associate and 3 an observer.
pub(crate) const FULL_MEMBER: i32 = 1;

/// Radius of the sphere on which distances are taken, in kilometres: that of the equator, as the field's distance data have it.
const RADIUS_KM: f64 = 6_378.137;

pub(super) fn build(look: &Look<'_>, found: &mut Found) -> Result<(), Error> {
    contiguity(look, found)?;
    capitals(look, found)?;
    organisations(look, found)
}

fn contiguity(look: &Look<'_>, found: &mut Found) -> Result<(), Error> {
    let Some(from) = look.table(found, "cow_contiguity_dyads", &["ccode1", "ccode2", "year", "conttype"], &[])? else { return Ok(()) };
    let table = &from.table;
    let (Some(first), Some(second), Some(years), Some(kinds)) =
        (table.ints("ccode1"), table.ints("ccode2"), table.ints("year"), table.ints("conttype"))
    else {
        return Ok(());
    };
    let [a, b] = look.sides().map(i32::from);
    let mut nearest: BTreeMap<i32, (i32, usize)> = BTreeMap::new();
    for row in (0..table.rows()).filter(|row| first[*row] == a && second[*row] == b && kinds[*row] != NO_INT) {
        let entry = nearest.entry(years[row]).or_insert((kinds[row], row));
        if kinds[row] < entry.0 {
            *entry = (kinds[row], row);
        }
    }
    let points = look.shared_years(from.coverage.years).into_iter().map(|year| match nearest.get(&year) {
        Some((kind, row)) => observed(year, f64::from(*kind), None, [from.id(*row)].into()),
        None => Point { year, cell: Cell::NotApplicable, interval: None, records: [].into() },
    });
    let points = points.collect();
    found.add(
        paired("contiguity_type", look.dyad),
        Unit::Score,
        Coverage { is_exhaustive: false, ..from.coverage },
        &from.citation,
        points,
    );
    Ok(())
}

fn capitals(look: &Look<'_>, found: &mut Found) -> Result<(), Error> {
    let Some(from) = look.table(found, "capitals_cow", &["ccode", "start", "end", "lat", "lon"], &[])? else { return Ok(()) };
    let table = &from.table;
    let (Some(codes), Some(start), Some(end)) = (table.ints("ccode"), table.ints("start"), table.ints("end")) else { return Ok(()) };
    let (Some(lat), Some(lon)) = (table.reals("lat"), table.reals("lon")) else { return Ok(()) };
    // The capital on the first day of the year, or the first of the year where the state begins in it.
    let capital = |state: u16, year: i32| -> Option<usize> {
        let day = |month, of| Date::new(year as i16, month, of).ok().map(day_number);
        let (first, last) = (day(1, 1)?, day(12, 31)?);
        let of = |row: &usize| codes[*row] == i32::from(state) && start[*row] <= last && (end[*row] == NO_INT || end[*row] >= first);
        (0..table.rows()).filter(of).min_by_key(|row| start[*row].max(first))
    };
    let distance = |x: usize, y: usize| great_circle((lat[x], lon[x]), (lat[y], lon[y]));
    let [a, b] = look.sides();
    let coverage = Coverage { is_exhaustive: false, ..from.coverage };
    let points = look.shared_years(coverage.years).into_iter().filter_map(|year| {
        let (x, y) = (capital(a, year)?, capital(b, year)?);
        Some(observed(year, distance(x, y), None, [from.id(x), from.id(y)].into()))
    });
    let key = paired("capital_km", look.dyad);
    found.add(key.clone(), Unit::Km, coverage, &from.citation, points.collect());
    let all: Vec<usize> = look.members.iter().filter_map(|m| capital(*m, look.year)).collect();
    let known: Vec<f64> =
        all.iter().enumerate().flat_map(|(n, x)| all[n + 1..].iter().map(move |y| (*x, *y))).map(|(x, y)| distance(x, y)).collect();
    found.rank(&key, look.year, &known, 0);
    Ok(())
}

/// Distance on a sphere between two places in degrees, in kilometres, by the haversine formula.
pub(crate) fn great_circle((lat1, lon1): (f64, f64), (lat2, lon2): (f64, f64)) -> f64 {
    let half = |a: f64, b: f64| ((b - a).to_radians() / 2.0).sin().powi(2);
    let h = half(lat1, lat2) + lat1.to_radians().cos() * lat2.to_radians().cos() * half(lon1, lon2);
    2.0 * RADIUS_KM * h.sqrt().min(1.0).asin()
}

fn organisations(look: &Look<'_>, found: &mut Found) -> Result<(), Error> {
    let Some(from) = look.table(found, "cow_igo_members", &["ccode", "year", "igo", "status"], &[])? else { return Ok(()) };
    let table = &from.table;
    let (Some(codes), Some(years), Some(igos), Some(status)) =
        (table.ints("ccode"), table.ints("year"), table.texts("igo"), table.ints("status"))
    else {
        return Ok(());
    };
    let mut surveyed = BTreeSet::new();
    let mut of_pair: BTreeMap<i32, BTreeMap<u32, [Option<usize>; 2]>> = BTreeMap::new();
    let mut of_year: BTreeMap<i32, BTreeSet<u32>> = BTreeMap::new();
    let [a, b] = look.sides().map(i32::from);
    for row in 0..table.rows() {
        surveyed.insert(years[row]);
        if status[row] != FULL_MEMBER {
            continue;
        }
        if codes[row] == a || codes[row] == b {
            let place = usize::from(codes[row] == b);
            of_pair.entry(years[row]).or_default().entry(igos.rows[row]).or_default()[place] = Some(row);
        }
        if years[row] == look.year {
            of_year.entry(codes[row]).or_default().insert(igos.rows[row]);
        }
    }
    let years: Vec<i32> = look.shared_years(from.coverage.years).into_iter().filter(|y| surveyed.contains(y)).collect();
    let points = years.into_iter().map(|year| {
        let shared = of_pair.get(&year).into_iter().flatten().filter_map(|(_, [x, y])| Some([(*x)?, (*y)?]));
        let rows: Vec<usize> = shared.flatten().collect();
        if rows.is_empty() {
            silent(from.coverage, year)
        } else {
            observed(year, rows.len() as f64 / 2.0, None, rows.iter().map(|r| from.id(*r)).collect())
        }
    });
    let key = paired("igo_shared_count", look.dyad);
    found.add(key.clone(), Unit::Count, from.coverage, &from.citation, points.collect());
    let sets: Vec<&BTreeSet<u32>> = look.members.iter().filter_map(|m| of_year.get(&i32::from(*m))).collect();
    let known: Vec<f64> =
        sets.iter().enumerate().flat_map(|(n, x)| sets[n + 1..].iter().map(move |y| x.intersection(y).count() as f64)).collect();
    found.rank(&key, look.year, &known, 0);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use entente_core::testkit::assert_close;

    /// A quarter of the equator, and half of a meridian: pi/2 and pi times the radius.
    #[test]
    fn quarters_of_the_globe() {
        assert_close(great_circle((0.0, 0.0), (0.0, 90.0)), RADIUS_KM * std::f64::consts::FRAC_PI_2, 1e-9);
        assert_close(great_circle((90.0, 10.0), (-90.0, 77.0)), RADIUS_KM * std::f64::consts::PI, 1e-9);
        assert_close(great_circle((10.0, 20.0), (10.0, 380.0)), 0.0, 1e-9);
    }
}
