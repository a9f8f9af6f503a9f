//! What type a column of a user's file has, and its values.
//!
//! All cells whole numbers: whole numbers. All numbers: real numbers. Else texts. An empty cell is not there. `NA` and `NaN`, as R writes
//! them, are not there in a column whose other cells are numbers, and are texts elsewhere: NA is also the code of Namibia.

use csv::StringRecord;
use entente_core::{Finding, Severity};
use entente_panel::frame::Values;
use entente_sources::table::{NO_INT, Texts};

use super::OwnColumn;
use super::read::line;

fn is_absent(cell: &str) -> bool {
    matches!(cell, "" | "NA" | "NaN")
}

/// A whole number that a column of whole numbers holds.
fn whole(cell: &str) -> Option<i32> {
    cell.parse().ok().filter(|n| *n != NO_INT)
}

/// A number that loses nothing as a number: a zero in front, as in a code, or more digits than it holds make it a text.
fn number(cell: &str) -> Option<f64> {
    let digits = cell.trim_start_matches(['-', '+']);
    let is_code = digits.len() > 1 && digits.starts_with('0') && digits.as_bytes()[1].is_ascii_digit();
    let is_plain = digits.starts_with(|c: char| c.is_ascii_digit() || c == '.');
    let value: f64 = cell.parse().ok().filter(|value: &f64| is_plain && !is_code && value.is_finite())?;
    let is_whole = digits.bytes().all(|byte| byte.is_ascii_digit());
    let is_exact = !is_whole || cell.parse::<i64>().is_ok_and(|n| n.unsigned_abs() <= 1 << f64::MANTISSA_DIGITS);
    is_exact.then_some(value)
}

/// One column.
pub(super) fn column(file: &str, name: &str, records: &[StringRecord], place: usize, findings: &mut Vec<Finding>) -> OwnColumn {
    let cells = || records.iter().map(|record| record[place].trim());
    let given = || cells().filter(|cell| !is_absent(cell));
    let odd = records.iter().find(|record| !is_absent(record[place].trim()) && number(record[place].trim()).is_none());
    let values = if given().next().is_none() || odd.is_some() {
        if let Some(odd) = odd {
            let numbers = given().filter(|cell| number(cell).is_some()).count();
            if 2 * numbers > given().count() {
                let value: String = odd[place].chars().take(40).collect();
                let message = format!(
                    "{numbers} of its cells are numbers, but line {} has {value:?}, so the column is text; mend that cell if it should be numbers",
                    line(odd)
                );
                findings.push(Finding::new("text_column", Severity::Warning, format!("{file}, column {name}"), message));
            }
        }
        let mut texts = Texts::default();
        records.iter().map(|record| &record[place]).for_each(|cell| texts.push((!cell.trim().is_empty()).then_some(cell)));
        Values::Text(texts)
    } else if given().all(|cell| whole(cell).is_some()) {
        Values::Int(cells().map(|cell| whole(cell).unwrap_or(NO_INT)).collect())
    } else {
        Values::Real(cells().map(|cell| number(cell).unwrap_or(f64::NAN)).collect())
    };
    OwnColumn { name: name.to_owned(), values }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(cells: &[&str]) -> (Values, Vec<Finding>) {
        let records: Vec<StringRecord> = cells.iter().map(|cell| StringRecord::from(vec![*cell])).collect();
        let mut findings = Vec::new();
        (column("own.csv", "x", &records, 0, &mut findings).values, findings)
    }

    #[test]
    fn a_column_has_the_narrowest_type_that_loses_nothing() {
        assert!(matches!(typed(&["1", " -2 ", "", "NA"]).0, Values::Int(v) if v == [1, -2, NO_INT, NO_INT]));
        assert!(matches!(typed(&["1", ".5", "NaN", "7e9"]).0, Values::Real(v) if v[..2] == [1.0, 0.5] && v[2].is_nan() && v[3] == 7e9));
        assert!(matches!(typed(&["3000000000"]).0, Values::Real(v) if v == [3e9]));
        assert!(matches!(typed(&["-2147483648"]).0, Values::Real(v) if v == [-2_147_483_648.0]));
        for text in [&["NA", "ZA", "US"][..], &["007", "12"], &["9007199254740993"], &["inf"], &["1,5"], &["NA", ""], &["0x1F"]] {
            let (values, _) = typed(text);
            assert!(matches!(&values, Values::Text(t) if t.get(0) == Some(text[0])), "{text:?}: {values:?}");
        }
        assert!(matches!(typed(&["0", "0.5", "-0.25", "00.5"]).0, Values::Text(_)), "a code with zeros in front");
        assert!(matches!(typed(&["0", "0.5", "-0.25"]).0, Values::Real(_)));
    }

    #[test]
    fn a_text_among_numbers_is_told() {
        assert!(typed(&["1", "2", "n/a"]).1[0].message.contains("has \"n/a\""));
        assert!(typed(&["a", "2", "b"]).1.is_empty());
    }
}
