//! SIPRI's military expenditure: one state in one year, brought together from the seven sheets of the workbook that have states.
//!
//! The sheets hold the same states under the same names, and where one has a figure the others may have it: both are checked, for a
//! row or column that was moved in one sheet breaks them. In a sheet, a line with a name and nothing else is the heading of a region
//! and must be one of the known headings. A state-year without a figure in any sheet gives no row; how many there are is a finding.

use std::collections::BTreeMap;

use entente_core::{Severity, YearSpan};

use crate::card::{Kind, Layout};
use crate::error::Error;
use crate::grid::{Field, Grid, Row};
use crate::identity::At;
use crate::import::{Import, Put};
use crate::registry::Source;

/// The source.
pub(crate) static SOURCE: Source = Source::with(include_str!("sipri_milex.toml"), read);

/// Headings of the regions.
const REGIONS: [&str; 18] = [
    "Africa",
    "North Africa",
    "sub-Saharan Africa",
    "Americas",
    "Central America and the Caribbean",
    "North America",
    "South America",
    "Asia & Oceania",
    "Oceania",
    "South Asia",
    "East Asia",
    "South East Asia",
    "Central Asia",
    "Europe",
    "Central Europe",
    "Eastern Europe",
    "Western Europe",
    "Middle East",
];

/// Sheets in the order of the table's columns; of the first the name goes on with the year of its prices.
const SHEETS: [&str; 7] = [
    "Constant (",
    "Current US$",
    "Share of GDP",
    "Per capita",
    "Share of Govt. spending",
    "Local currency financial years",
    "Local currency calendar years",
];
const CONSTANT: usize = 0;
const CURRENT: usize = 1;
const FINANCIAL: usize = 5;
const CALENDAR: usize = 6;

/// Sheets of amounts of money, in which a 0 may only mean that something is lacking.
const AMOUNTS: [usize; 4] = [CONSTANT, CURRENT, FINANCIAL, CALENDAR];

/// Most states whose constant and current dollars differ in the base year itself (chosen: one does in the edition of 2025, by two
/// rates of exchange; a moved column gives more than a hundred).
const MOST_UNLIKE: usize = 5;

const CONTRADICTED: &str = "zero where another sheet has an amount";

#[derive(Clone, Copy, PartialEq)]
enum Cell {
    Number(f64),
    Unavailable,
    NoState,
    Before,
}

/// What a sheet says of one state.
struct State {
    line: u64,
    cells: Vec<Cell>,
    words: BTreeMap<&'static str, String>,
}

/// One sheet by states.
struct Sheet {
    name: String,
    first: i32,
    last: i32,
    states: BTreeMap<String, State>,
}

impl Sheet {
    fn cell(&self, state: &str, year: i32) -> Cell {
        let place = usize::try_from(year - self.first).ok();
        place.and_then(|place| self.states.get(state)?.cells.get(place).copied()).unwrap_or(Cell::Before)
    }
}

fn read(_: &Layout, grid: &Grid<'_>, import: &mut Import<'_>) -> Result<(), Error> {
    let mut sheets = Vec::new();
    for wanted in SHEETS {
        let fits = |name: &&str| if wanted.ends_with('(') { name.starts_with(wanted) } else { *name == wanted };
        let lacking = || Error::Layout { file: grid.file.to_owned(), message: format!("there is no sheet {wanted:?} with a line Country") };
        let name = grid.sheets().find(fits).ok_or_else(lacking)?;
        let place = format!("{} [{name}]", grid.file);
        let sheet = grid.sheet(&place, name, "Country").ok_or_else(lacking)?;
        sheets.push(states(&sheet, name)?);
    }
    let base = base_year(grid.file, &sheets[CONSTANT].name)?;
    check(grid.file, &sheets, base, import)?;
    let (first, last) = (sheets[CURRENT].first, sheets[CURRENT].last);
    import.label = Some(format!("{first}-{last}"));
    let place = grid.column("Country")?;
    let (mut empty, mut zeros, mut enclosed) = (0, Vec::new(), Vec::new());
    grid.each(|row| {
        let name = row.text(place).into_owned();
        if !sheets[CURRENT].states.contains_key(&name) {
            return Ok(());
        }
        let word = |sheet: usize, word: &str| sheets[sheet].states.get(&name).and_then(|s| s.words.get(word)).map(String::as_str);
        for year in first..=last {
            let cells: Vec<Cell> = sheets.iter().map(|sheet| sheet.cell(&name, year)).collect();
            if !cells.iter().any(|cell| matches!(cell, Cell::Number(_))) {
                empty += 1;
                continue;
            }
            let spent = |cells: &[Cell]| AMOUNTS.iter().any(|n| matches!(cells[*n], Cell::Number(v) if v > 0.0));
            let is_spending = spent(&cells);
            let beside = |year: i32| spent(&sheets.iter().map(|sheet| sheet.cell(&name, year)).collect::<Vec<_>>());
            if !is_spending && (1..=3).any(|n| beside(year - n)) && (1..=3).any(|n| beside(year + n)) {
                enclosed.push(format!("{name} {year}"));
            }
            let put = |(n, cell): (usize, &Cell)| match cell {
                Cell::Number(0.0) if is_spending && AMOUNTS.contains(&n) => Put::No(CONTRADICTED),
                Cell::Number(value) => Put::Real(*value),
                Cell::Unavailable => Put::No("not available"),
                Cell::NoState => Put::No("the state did not exist"),
                Cell::Before => Put::No("the sheet begins later"),
            };
            let measures: Vec<Put<'_>> = cells.iter().enumerate().map(put).collect();
            if measures.contains(&Put::No(CONTRADICTED)) {
                zeros.push(row.line);
            }
            let code = import.state(Kind::FromName, row, place, At::Year(year))?;
            let mut values = vec![Put::state(code), Put::Text(&name), Put::Int(year)];
            values.extend(measures);
            values.extend([
                Put::text(word(FINANCIAL, "Currency")),
                Put::text(word(FINANCIAL, "Fiscal Year (Jan-Dec if not stated)")),
                Put::text(word(CURRENT, "Notes")),
                Put::Int(base),
            ]);
            import.table("sipri_milex").push(row, &values)?;
        }
        Ok(())
    })?;
    import.table("sipri_milex").covers = YearSpan::new(first, last);
    import.note("no_figure", Severity::Note, 0, format!("{empty} state-years have no figure in any sheet and give no row"));
    if let Some(line) = zeros.first() {
        let message = format!("{} state-years have a 0 in one sheet and an amount in another; the 0 is read as missing", zeros.len());
        import.note("zero_contradicted", Severity::Note, *line, message);
    }
    if !enclosed.is_empty() {
        let message = format!("0 in all sheets between years of spending: {}; kept as published, and doubtful", enclosed.join(", "));
        import.note("doubtful_zero", Severity::Warning, 0, message);
    }
    Ok(())
}

/// `2023` of `Constant (2023) US$`.
fn base_year(file: &str, name: &str) -> Result<i32, Error> {
    let year = name.split(['(', ')']).nth(1).and_then(|year| year.parse().ok());
    year.ok_or_else(|| Error::Layout { file: file.to_owned(), message: format!("the sheet {name:?} does not say the year of its prices") })
}

fn states(grid: &Grid<'_>, name: &str) -> Result<Sheet, Error> {
    let years: Vec<(usize, i32)> = grid.header.iter().enumerate().filter_map(|(n, h)| Some((n, h.parse().ok()?))).collect();
    let layout = |message: String| Error::Layout { file: grid.file.to_owned(), message };
    let (Some((start, first)), Some((_, last))) = (years.first().copied(), years.last().copied()) else {
        return Err(layout("has no years in its header".to_owned()));
    };
    if let Some(pair) = years.windows(2).find(|pair| pair[1].0 != pair[0].0 + 1 || pair[1].1 != pair[0].1 + 1) {
        return Err(layout(format!("after {} comes {} in the header; a column was moved or is lacking", pair[0].1, pair[1].1)));
    }
    if start + years.len() != grid.header.len() {
        return Err(layout("has columns after its last year".to_owned()));
    }
    for word in &grid.header[..start] {
        if !["Country", "Notes", "Currency", "Fiscal Year (Jan-Dec if not stated)", ""].contains(&word.as_str()) {
            return Err(layout(format!("has the unknown column {word:?}")));
        }
    }
    let mut states: BTreeMap<String, State> = BTreeMap::new();
    grid.each(|row| {
        let is_blank = |place: usize| row.get(place) == Field::Blank;
        let state = row.text(0).into_owned();
        if (0..grid.header.len()).all(is_blank) {
            return Ok(());
        }
        if (1..grid.header.len()).all(is_blank) {
            if REGIONS.contains(&state.as_str()) {
                return Ok(());
            }
            return Err(row.wrong(0, "has no figure and is no known heading of a region; its cells may have been moved"));
        }
        if state.is_empty() || REGIONS.contains(&state.as_str()) {
            return Err(row.wrong(0, "is not a state, and its line has figures; a region's sum or a moved cell is no state-year"));
        }
        let cells = years.iter().map(|(place, _)| cell(row, *place)).collect::<Result<_, _>>()?;
        let mut words = BTreeMap::new();
        for wanted in ["Notes", "Currency", "Fiscal Year (Jan-Dec if not stated)"] {
            if let Some(place) = grid.place(wanted).filter(|place| !is_blank(*place)) {
                words.insert(wanted, row.text(place).into_owned());
            }
        }
        if states.insert(state, State { line: row.line, cells, words }).is_some() {
            return Err(row.wrong(0, "stands twice; a block may have been copied"));
        }
        Ok(())
    })?;
    Ok(Sheet { name: name.to_owned(), first, last, states })
}

fn cell(row: &Row<'_>, place: usize) -> Result<Cell, Error> {
    match row.get(place) {
        Field::Number(n) if n >= 0.0 => Ok(Cell::Number(n)),
        Field::Text("..." | ". ." | "..") => Ok(Cell::Unavailable),
        Field::Text("xxx") => Ok(Cell::NoState),
        _ => Err(row.wrong(place, "is neither an amount nor . . nor xxx; a cell may have been moved")),
    }
}

/// Holds the sheets against each other: same states, same `xxx`, no figure without one in current dollars, and equal dollars in the
/// base year.
fn check(file: &str, sheets: &[Sheet], base: i32, import: &mut Import<'_>) -> Result<(), Error> {
    let current = &sheets[CURRENT];
    let wrong = |sheet: &Sheet, state: &str, year: i32, message: &str| Error::Cell {
        file: format!("{file} [{}]", sheet.name),
        line: sheet.states.get(state).map_or(0, |s| s.line),
        column: year.to_string(),
        value: state.to_owned(),
        message: format!("{message}; rows or columns of this sheet have been moved"),
    };
    for (n, sheet) in sheets.iter().enumerate() {
        if sheet.last != current.last {
            return Err(wrong(sheet, "", sheet.last, "is not the last year of the other sheets"));
        }
        if let Some(name) = sheet.states.keys().find(|name| !current.states.contains_key(*name)) {
            return Err(wrong(sheet, name, sheet.first, "is not in the sheet of current dollars"));
        }
        for name in current.states.keys() {
            if !sheet.states.contains_key(name) {
                return Err(wrong(sheet, name, sheet.first, "is lacking in this sheet"));
            }
            for year in sheet.first..=sheet.last {
                let (here, there) = (sheet.cell(name, year), current.cell(name, year));
                let has = |cell: Cell| matches!(cell, Cell::Number(_));
                if (here == Cell::NoState) != (there == Cell::NoState) {
                    return Err(wrong(sheet, name, year, "did not exist by one sheet and did by another"));
                }
                if n != FINANCIAL && has(here) && !has(there) || n == CALENDAR && has(there) && !has(here) {
                    return Err(wrong(sheet, name, year, "has a figure in one of this sheet and current dollars and none in the other"));
                }
            }
        }
    }
    let mut unlike = Vec::new();
    for (name, state) in &sheets[CONSTANT].states {
        if let (Cell::Number(a), Cell::Number(b)) = (sheets[CONSTANT].cell(name, base), current.cell(name, base))
            && (a - b).abs() > 1e-6 * b.abs()
        {
            unlike.push((name, state.line));
        }
    }
    if unlike.len() > MOST_UNLIKE {
        return Err(wrong(&sheets[CONSTANT], unlike[0].0, base, "and others differ in constant and current dollars of the same year"));
    }
    for (name, line) in unlike {
        let message = format!("{name}: constant and current dollars of {base} differ, although the prices are those of {base}");
        import.note("base_year_differs", Severity::Note, line, message);
    }
    Ok(())
}
