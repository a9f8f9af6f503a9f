//! The parts of a Stata file around its data: header, map, names, labels, notes, value labels.

use super::REASONS;
use super::storage::Storage;
use crate::status::Status;

/// A column of the file.
pub(super) struct Variable<'a> {
    pub(super) name: &'a str,
    pub(super) label: String,
    pub(super) storage: Storage,
    pub(super) codes: &'a [(i32, &'static str)],
}

/// Everything before the data. The map says where each part begins, so the length of what follows must be known.
pub(super) fn before(
    variables: &[Variable<'_>],
    keys: usize,
    title: &str,
    notes: &[String],
    rows: usize,
    label_bytes: usize,
) -> Result<Vec<u8>, String> {
    let count = u16::try_from(variables.len()).ok().filter(|n| *n < 32_767).ok_or("more columns than a Stata file holds")?;
    let mut bytes = Vec::new();
    let text = |bytes: &mut Vec<u8>, text: &str| bytes.extend(text.as_bytes());
    text(&mut bytes, "<stata_dta><header><release>118</release><byteorder>LSF</byteorder><K>");
    bytes.extend(count.to_le_bytes());
    text(&mut bytes, "</K><N>");
    bytes.extend((rows as u64).to_le_bytes());
    text(&mut bytes, "</N><label>");
    let title: String = title.chars().take(80).collect();
    bytes.extend((title.len() as u16).to_le_bytes());
    text(&mut bytes, &title);
    // No time stamp: its length is zero.
    text(&mut bytes, "</label><timestamp>\0</timestamp></header>");
    let mut map = vec![0, bytes.len()];
    text(&mut bytes, "<map>");
    let map_at = bytes.len();
    bytes.resize(map_at + 14 * 8, 0);
    text(&mut bytes, "</map>");
    let mut part = |bytes: &mut Vec<u8>, tag: &str, body: Vec<u8>| {
        map.push(bytes.len());
        text(bytes, &format!("<{tag}>"));
        bytes.extend(body);
        text(bytes, &format!("</{tag}>"));
    };
    let padded = |width: usize, of: &dyn Fn(&Variable<'_>) -> String| {
        let field = |v: &Variable<'_>| fixed(&of(v), width);
        variables.iter().flat_map(field).collect::<Vec<u8>>()
    };
    part(&mut bytes, "variable_types", variables.iter().flat_map(|v| v.storage.number().to_le_bytes()).collect());
    part(&mut bytes, "varnames", padded(129, &|v| v.name.to_owned()));
    let sorted = (1..=count).map(|n| if usize::from(n) <= keys { n } else { 0 }).chain([0]);
    part(&mut bytes, "sortlist", sorted.flat_map(u16::to_le_bytes).collect());
    part(&mut bytes, "formats", padded(57, &|v| v.storage.format()));
    part(&mut bytes, "value_label_names", padded(129, &|v| if v.codes.is_empty() { String::new() } else { v.name.to_owned() }));
    part(&mut bytes, "variable_labels", padded(321, &|v| v.label.clone()));
    part(&mut bytes, "characteristics", noted(notes));
    let data = bytes.len();
    let width: usize = variables.iter().map(|v| v.storage.width()).sum();
    let strls = data + "<data></data>".len() + rows * width;
    let labels = strls + "<strls></strls>".len();
    let end = labels + label_bytes;
    map.extend([data, strls, labels, end, end + "</stata_dta>".len()]);
    for (n, place) in map.into_iter().enumerate() {
        bytes[map_at + n * 8..map_at + n * 8 + 8].copy_from_slice(&(place as u64).to_le_bytes());
    }
    Ok(bytes)
}

/// A text in a field of fixed width that ends with a zero.
fn fixed(text: &str, width: usize) -> Vec<u8> {
    let mut bytes = text.as_bytes().to_vec();
    bytes.truncate(width - 1);
    bytes.resize(width, 0);
    bytes
}

/// Notes of the data set.
fn noted(notes: &[String]) -> Vec<u8> {
    let entry = |name: &str, text: &str| {
        let mut body = [fixed("_dta", 129), fixed(name, 129), text.as_bytes().to_vec(), vec![0]].concat();
        let mut bytes = b"<ch>".to_vec();
        bytes.extend((body.len() as u32).to_le_bytes());
        bytes.append(&mut body);
        bytes.extend(b"</ch>");
        bytes
    };
    if notes.is_empty() {
        return Vec::new();
    }
    let all = notes.iter().enumerate().flat_map(|(n, note)| entry(&format!("note{}", n + 1), note));
    entry("note0", &notes.len().to_string()).into_iter().chain(all).collect()
}

/// Sets of value labels: one for each column with codes, and one for the reasons alone.
pub(super) fn label_sets(variables: &[Variable<'_>]) -> Vec<u8> {
    let reasons = Status::ALL.iter().filter_map(|status| {
        let number = i32::from(super::missing_number(*status as u8)?);
        Some((2_147_483_621 + number, status.word()))
    });
    let mut bytes = b"<value_labels>".to_vec();
    for variable in variables.iter().filter(|v| !v.codes.is_empty()) {
        let labels: Vec<(i32, &str)> = variable.codes.iter().map(|(code, label)| (*code, *label)).chain(reasons.clone()).collect();
        bytes.extend(label_set(variable.name, &labels));
    }
    bytes.extend(label_set(REASONS, &reasons.collect::<Vec<_>>()));
    bytes.extend(b"</value_labels>");
    bytes
}

fn label_set(name: &str, labels: &[(i32, &str)]) -> Vec<u8> {
    let mut texts = Vec::new();
    let mut places = Vec::new();
    for (_, label) in labels {
        places.push(texts.len() as u32);
        texts.extend(label.as_bytes());
        texts.push(0);
    }
    let mut body = Vec::new();
    body.extend((labels.len() as u32).to_le_bytes());
    body.extend((texts.len() as u32).to_le_bytes());
    body.extend(places.into_iter().flat_map(u32::to_le_bytes));
    body.extend(labels.iter().flat_map(|(code, _)| code.to_le_bytes()));
    body.extend(texts);
    let mut bytes = b"<lbl>".to_vec();
    bytes.extend((body.len() as u32).to_le_bytes());
    bytes.extend(fixed(name, 129));
    bytes.extend([0; 3]);
    bytes.extend(body);
    bytes.extend(b"</lbl>");
    bytes
}
