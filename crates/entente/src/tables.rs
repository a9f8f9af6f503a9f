//! Tables of coded records: which columns each has, and how a CSV becomes records with the line they stand on.

use std::collections::{BTreeMap, BTreeSet};

use entente_claims::Record;
use entente_core::nearest::nearest;
use entente_core::{Citation, Locator, PartialDate, Register, StateCode};

use crate::case_file::{TEXT_LIMIT, is_steering};
use crate::error::Error;

/// The declared columns of a table.
#[derive(Debug)]
pub struct Schema {
    /// Name of the table.
    pub name: &'static str,
    /// One row in words.
    pub row: &'static str,
    /// Columns, in any order in the file.
    pub columns: &'static [&'static str],
    /// Column that dates the record.
    pub date: &'static str,
    /// Columns that make the id where there is no `id`.
    pub key: &'static [&'static str],
}

/// Columns with a code from 0 to 3.
const CODES: [&str; 16] =
    ["j1", "j2", "j3", "j4", "j5", "j6", "j7", "j8", "j9", "g1", "g2", "g3", "code", "code_low", "code_high", "is_binding"];
/// Columns with the number of a state.
const STATES: [&str; 8] = ["ccode1", "ccode2", "ccode", "about_ccode", "target_ccode", "partner_ccode", "supplier", "recipient"];
/// Columns with a date, whole or in part.
const DATES: [&str; 11] = ["date", "start", "end", "signed", "in_force", "ended", "from", "to", "published", "read_on", "said_on"];

/// All tables a case may have.
pub const SCHEMAS: &[Schema] = &[
    Schema {
        name: "contacts",
        row: "one meeting, visit or call of leaders, ministers or chiefs of staff",
        columns: &["id", "ccode1", "ccode2", "date", "level", "kind", "place", "citation", "says"],
        date: "date",
        key: &[],
    },
    Schema {
        name: "deliveries",
        row: "arms delivered from one state to another in one year, as volume (TIV)",
        columns: &[
            "year",
            "supplier",
            "recipient",
            "tiv",
            "engines_tiv",
            "sensors_tiv",
            "licensed_tiv",
            "supplier_total_tiv",
            "recipient_total_tiv",
            "recipient_hhi_5y",
            "citation",
        ],
        date: "year",
        key: &["year", "supplier", "recipient"],
    },
    Schema {
        name: "exercises",
        row: "one exercise or patrol of a pair, coded on the jointness and the signal rubric",
        columns: &[
            "id",
            "ccode1",
            "ccode2",
            "name",
            "series",
            "start",
            "end",
            "place",
            "kind",
            "parties_count",
            "j1",
            "j2",
            "j3",
            "j4",
            "j5",
            "j6",
            "j7",
            "j8",
            "j9",
            "g1",
            "g2",
            "g3",
            "personnel_1",
            "personnel_2",
            "citation",
            "says",
        ],
        date: "start",
        key: &[],
    },
    Schema {
        name: "figures",
        row: "one number that somebody stated",
        columns: &["id", "year", "said_on", "said_by", "quantity", "value", "value_low", "value_high", "unit", "citation", "says"],
        date: "said_on",
        key: &[],
    },
    Schema {
        name: "gaps",
        row: "one entry of the capability-gap ledger: a gap, a delivery against it, or what is left",
        columns: &["id", "ccode", "capability", "year", "kind", "code", "partner_ccode", "citation", "says"],
        date: "year",
        key: &[],
    },
    Schema {
        name: "institutions",
        row: "the code of one item of the institutional ladder over a stretch of time",
        columns: &["id", "ccode1", "ccode2", "item", "code", "code_low", "code_high", "from", "to", "citation", "says"],
        date: "from",
        key: &[],
    },
    Schema {
        name: "milex",
        row: "military expenditure of one state in one year",
        columns: &["year", "ccode", "usd_constant_bn", "usd_current_bn", "gdp_share_percent", "citation"],
        date: "year",
        key: &["year", "ccode"],
    },
    Schema {
        name: "overlap",
        row: "overlap of two suppliers' third markets over five years",
        columns: &[
            "ccode1",
            "ccode2",
            "window_start",
            "window_end",
            "fk_recipient",
            "fk_recipient_category",
            "gr",
            "n_recipients_both",
            "citation",
        ],
        date: "window_end",
        key: &["window_end", "ccode1", "ccode2"],
    },
    Schema {
        name: "positions",
        row: "the side one state took on another's core interest on one occasion",
        columns: &["id", "date", "ccode", "about_ccode", "topic", "forum", "document", "position", "score", "citation", "says"],
        date: "date",
        key: &[],
    },
    Schema {
        name: "sanctions",
        row: "one episode of sanctions",
        columns: &["id", "start", "end", "sender", "target_ccode", "kind", "citation", "says"],
        date: "start",
        key: &[],
    },
    Schema {
        name: "statements",
        row: "one stated position about the pair",
        columns: &["id", "date", "ccode", "class", "office", "ccode1", "ccode2", "stance", "citation", "says"],
        date: "date",
        key: &[],
    },
    Schema {
        name: "technology",
        row: "one published share of a state's imports of some technology",
        columns: &["id", "year", "from", "to", "quantity", "value", "value_low", "value_high", "unit", "citation", "says"],
        date: "year",
        key: &[],
    },
    Schema {
        name: "trade",
        row: "trade of the pair and of each state with the world in one year",
        columns: &[
            "year",
            "ccode1",
            "ccode2",
            "flow_1to2_usd_bn",
            "flow_2to1_usd_bn",
            "trade_total_usd_bn",
            "world1_usd_bn",
            "world2_usd_bn",
            "citation",
        ],
        date: "year",
        key: &["year", "ccode1", "ccode2"],
    },
    Schema {
        name: "treaties",
        row: "one treaty, agreement or declaration with its obligations by direction",
        columns: &[
            "id",
            "ccode1",
            "ccode2",
            "name",
            "signed",
            "in_force",
            "ended",
            "kind",
            "is_binding",
            "obligation_1to2",
            "obligation_2to1",
            "topic",
            "citation",
            "says",
        ],
        date: "signed",
        key: &[],
    },
    Schema {
        name: "votes",
        row: "agreement of one pair in one session of the General Assembly",
        columns: &["year", "ccode1", "ccode2", "n_votes", "agree3", "kappa_sq", "agree3_percentile", "citation"],
        date: "year",
        key: &["year", "ccode1", "ccode2"],
    },
];

/// The schema of a table.
pub fn schema(name: &str) -> Option<&'static Schema> {
    SCHEMAS.iter().find(|schema| schema.name == name)
}

/// Reads a table.
///
/// # Errors
/// Columns that differ, a row of another length, a cell its column does not allow, a record twice, or a record without a citation.
pub fn read(schema: &Schema, file: &str, bytes: &[u8], sha256: &str) -> Result<Vec<Record>, Error> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(bytes);
    let header = reader.headers().map_err(|e| columns(file, &e.to_string()))?.clone();
    check_header(schema, file, &header)?;
    let mut records = Vec::new();
    let mut seen = BTreeSet::new();
    for row in reader.records() {
        let row = row.map_err(|e| columns(file, &format!("{e}; save the table as UTF-8 CSV")))?;
        let line = row.position().map_or(0, csv::Position::line);
        let cell = |column: &str, value: &str, message: &str| Error::Cell {
            file: file.to_owned(),
            line,
            column: column.to_owned(),
            value: value.chars().take(40).collect(),
            message: message.to_owned(),
        };
        if row.len() != header.len() {
            let message = format!("the row has {} cells and the header {}; look for a missing or an extra comma", row.len(), header.len());
            return Err(cell(header.get(0).unwrap_or(""), row.get(0).unwrap_or(""), &message));
        }
        let mut fields = BTreeMap::new();
        for (column, value) in header.iter().zip(&row).filter(|(_, value)| !value.is_empty()) {
            if value.len() > TEXT_LIMIT {
                return Err(cell(column, value, &format!("longer than {TEXT_LIMIT} bytes")));
            }
            if value.chars().any(is_steering) {
                return Err(cell(column, "", "a control or direction character in the text; remove it"));
            }
            check_cell(column, value).map_err(|message| cell(column, value, &message))?;
            fields.insert(column.to_owned(), value.to_owned());
        }
        let citations: Vec<String> =
            fields.remove("citation").unwrap_or_default().split(';').map(|c| c.trim().to_owned()).filter(|c| !c.is_empty()).collect();
        if citations.is_empty() {
            return Err(cell("citation", "", "empty; a coded fact carries a citation, and what nobody has seen stays out of the table"));
        }
        let id = match fields.remove("id") {
            Some(id) => id,
            None => {
                let parts: Vec<&str> = schema.key.iter().filter_map(|k| fields.get(*k).map(String::as_str)).collect();
                format!("{}-{}", schema.name, parts.join("-"))
            }
        };
        if !seen.insert(id.clone()) {
            return Err(cell("id", &id, "this record stands twice"));
        }
        let date: Option<PartialDate> = fields.get(schema.date).and_then(|d| d.parse().ok());
        // A table with a year column of its own, such as stated figures, says there what year a number is about.
        if let Some(date) = date.filter(|_| !schema.columns.contains(&"year")) {
            fields.entry("year".to_owned()).or_insert_with(|| date.year().to_string());
        }
        let says = fields.remove("says").unwrap_or_default();
        records.push(Record {
            id,
            date,
            fields,
            citations,
            says,
            locator: Locator { file: file.to_owned(), line, sha256: sha256.to_owned() },
        });
    }
    Ok(records)
}

/// Reads the file of citations.
///
/// # Errors
/// A row that is no citation, or an id twice.
pub fn read_citations(file: &str, bytes: &[u8]) -> Result<BTreeMap<String, Citation>, Error> {
    let mut citations = BTreeMap::new();
    let mut reader = csv::Reader::from_reader(bytes);
    for (n, row) in reader.deserialize::<Citation>().enumerate() {
        let citation = row.map_err(|e| columns(file, &e.to_string()))?;
        if citations.contains_key(&citation.id) {
            let line = n as u64 + 2;
            return Err(Error::Cell {
                file: file.to_owned(),
                line,
                column: "id".to_owned(),
                value: citation.id,
                message: "this citation stands twice".to_owned(),
            });
        }
        citations.insert(citation.id.clone(), citation);
    }
    Ok(citations)
}

fn columns(file: &str, message: &str) -> Error {
    Error::Columns { file: file.to_owned(), message: message.to_owned() }
}

fn check_header(schema: &Schema, file: &str, header: &csv::StringRecord) -> Result<(), Error> {
    let found: BTreeSet<&str> = header.iter().collect();
    let wanted: BTreeSet<&str> = schema.columns.iter().copied().collect();
    if let Some(extra) = found.difference(&wanted).next() {
        let near = nearest(extra, wanted.iter().copied(), 1);
        let hint = near.first().map_or(String::new(), |near| format!("; did you mean {near:?}?"));
        return Err(columns(file, &format!("unknown column {extra:?}{hint} the table {} has: {}", schema.name, schema.columns.join(", "))));
    }
    if let Some(missing) = wanted.difference(&found).next() {
        return Err(columns(file, &format!("column {missing:?} is missing; the table {} has: {}", schema.name, schema.columns.join(", "))));
    }
    if header.len() != found.len() {
        return Err(columns(file, "a column stands twice"));
    }
    Ok(())
}

/// What a cell of a column must be, by the column's name.
fn check_cell(column: &str, value: &str) -> Result<(), String> {
    if CODES.contains(&column) {
        return match value.parse::<u8>() {
            Ok(0..=3) => Ok(()),
            _ => Err("not a code; write 0, 1, 2 or 3, and leave the cell empty where the source does not tell".to_owned()),
        };
    }
    if STATES.contains(&column) {
        let code =
            value.parse().map(StateCode).map_err(|_| "not the number of a state; find it with: entente states find NAME".to_owned())?;
        return Register::builtin()
            .get(code)
            .map(|_| ())
            .ok_or_else(|| "no state has this number; find it with: entente states find NAME".to_owned());
    }
    if DATES.contains(&column) && !value.chars().all(|c| c.is_ascii_alphabetic()) && value.parse::<PartialDate>().is_err() {
        // `from` and `to` of the technology table name states or groups, which are words or numbers.
        let is_state = matches!(column, "from" | "to") && value.parse::<u16>().is_ok();
        return if is_state { Ok(()) } else { Err("not a date; write 2005-08-18, 2005-08 or 2005".to_owned()) };
    }
    let is_number =
        column.ends_with("_bn") || column.ends_with("_tiv") || matches!(column, "tiv" | "value" | "value_low" | "value_high" | "agree3");
    if is_number && !value.parse::<f64>().is_ok_and(f64::is_finite) {
        return Err("not a number; write digits with a decimal point, without thousands marks or units".to_owned());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "year,ccode,usd_constant_bn,usd_current_bn,gdp_share_percent,citation\n2020,365,60.1,,4.2,a\n2021,365,61,62,,a;b\n";

    fn error(text: &str) -> String {
        read(schema("milex").unwrap(), "milex.csv", text.as_bytes(), "").unwrap_err().to_string()
    }

    #[test]
    fn empty_cells_are_absent_and_lines_are_kept() {
        let records = read(schema("milex").unwrap(), "milex.csv", GOOD.as_bytes(), "x").unwrap();
        assert_eq!(records.len(), 2);
        assert_eq!((records[1].id.as_str(), records[1].locator.line), ("milex-2021-365", 3));
        assert_eq!(records[0].number("usd_current_bn"), None);
        assert_eq!(records[1].citations, ["a", "b"]);
    }

    #[test]
    fn every_damage_is_told_with_its_place() {
        for (text, part) in [
            (GOOD.replace("usd_current_bn", "usd_curent_bn"), "unknown column \"usd_curent_bn\"; did you mean \"usd_current_bn\"?"),
            (GOOD.replace(",citation", ""), "column \"citation\" is missing"),
            (GOOD.replace("60.1", "60,1"), "milex.csv:2: column year, value \"2020\": the row has 7 cells and the header 6"),
            (GOOD.replace("60.1", "60.1 bn"), "column usd_constant_bn, value \"60.1 bn\": not a number"),
            (GOOD.replace("2021,365", "2020,365"), "this record stands twice"),
            (GOOD.replace("2021,365", "2021,999"), "no state has this number"),
            (GOOD.replace(",a;b", ","), "a coded fact carries a citation"),
        ] {
            let found = error(&text);
            assert!(found.contains(part), "{found}");
        }
    }
}
