//! The data package: what a program needs to read the files, as the Frictionless standard, version 2, has it.

use entente_panel::status::Status;
use entente_panel::write::status_name;
use serde_json::{Map, Value, json};

use super::{ColumnNote, ColumnType, DataFile, Description};

const PACKAGE: &str = "https://datapackage.org/profiles/2.0/datapackage.json";
const RESOURCE: &str = "https://datapackage.org/profiles/2.0/dataresource.json";
const SCHEMA: &str = "https://datapackage.org/profiles/2.0/tableschema.json";

/// The data package as JSON text.
pub fn datapackage(d: &Description) -> String {
    let sources: Vec<Value> = d
        .sources()
        .iter()
        .map(|s| json!({ "title": format!("{} ({})", s.title, s.publisher), "path": s.url, "version": s.version }))
        .chain(d.recipe.files.iter().map(|f| json!({ "title": format!("{}, a file of the user, SHA-256 {}", f.name, f.sha256) })))
        .collect();
    let mut contributors: Vec<Value> = Vec::new();
    for source in d.sources() {
        let next = json!({ "title": source.publisher, "path": source.url, "roles": ["creator"] });
        if !contributors.iter().any(|c| c["title"] == next["title"]) {
            contributors.push(next);
        }
    }
    let mut package = Map::new();
    let mut put = |name: &str, value: Value| package.insert(name.to_owned(), value);
    put("$schema", json!(PACKAGE));
    put("name", json!(slug(&d.name)));
    put("title", json!(d.title));
    put("description", json!(format!("Made by entente {} with: {}", d.code_version, d.recipe.in_shell())));
    put("resources", d.files.iter().map(|file| resource(d, file)).collect());
    // An empty list is not allowed.
    for (name, list) in [("sources", sources), ("contributors", contributors), ("licenses", licenses(d))] {
        if !list.is_empty() {
            put(name, Value::Array(list));
        }
    }
    put(
        "entente",
        json!({ "code_version": d.code_version, "lock_sha256": d.lock_sha256, "provenance": format!("{}.entente.json", d.name) }),
    );
    format!("{:#}\n", Value::Object(package))
}

/// The terms of each source. They are those of the data, which a table made of them does not change.
fn licenses(d: &Description) -> Vec<Value> {
    let one = |s: &&super::TableUsed| {
        let mut license = Map::new();
        if s.license.id != "custom" {
            license.insert("name".to_owned(), json!(s.license.id));
        }
        license.insert("path".to_owned(), json!(s.license.url));
        license.insert("title".to_owned(), json!(format!("{}: {}", s.title, s.license.terms)));
        Value::Object(license)
    };
    d.sources().iter().map(one).collect()
}

/// A name of lower-case letters, digits, dots, dashes and underscores.
fn slug(name: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() || "._-".contains(c) { c.to_ascii_lowercase() } else { '-' };
    let slug: String = name.chars().map(plain).collect();
    if slug.is_empty() { "table".to_owned() } else { slug }
}

fn resource(d: &Description, file: &DataFile) -> Value {
    let (mediatype, encoding) = match file.format.as_str() {
        "csv" => ("text/csv", Some("utf-8")),
        "dta" => ("application/x-stata-dta", None),
        _ => ("application/vnd.apache.parquet", None),
    };
    let mut resource = Map::new();
    let mut put = |name: &str, value: Value| resource.insert(name.to_owned(), value);
    put("$schema", json!(RESOURCE));
    put("name", json!(slug(&file.name).replace('.', "-")));
    put("path", json!(file.name));
    put("type", json!("table"));
    put("format", json!(file.format));
    put("mediatype", json!(mediatype));
    if let Some(encoding) = encoding {
        put("encoding", json!(encoding));
    }
    put("bytes", json!(file.bytes));
    put("hash", json!(format!("sha256:{}", file.sha256)));
    put("schema", schema(d, file));
    Value::Object(resource)
}

fn schema(d: &Description, file: &DataFile) -> Value {
    let words: Vec<&str> = Status::ALL.into_iter().map(Status::word).collect();
    let mut fields = Vec::new();
    for column in &d.columns {
        fields.push(field(column));
        if file.has_status_columns && !column.is_key {
            fields.push(json!({
                "name": status_name(&column.name), "type": "string",
                "title": format!("Why {} has a value or none", column.name), "constraints": { "enum": words },
            }));
        }
    }
    let key: Vec<&str> = d.columns.iter().filter(|c| c.is_key).map(|c| c.name.as_str()).collect();
    json!({ "$schema": SCHEMA, "fields": fields, "primaryKey": key, "missingValues": [""] })
}

fn field(column: &ColumnNote) -> Value {
    let mut field = Map::new();
    let mut put = |name: &str, value: Value| field.insert(name.to_owned(), value);
    put("name", json!(column.name));
    put("title", json!(column.label));
    let kind = match column.kind {
        ColumnType::Integer => "integer",
        ColumnType::Number => "number",
        ColumnType::Text => "string",
    };
    put("type", json!(kind));
    let mut said = vec![column.unit.as_str(), column.absence.as_str()];
    said.retain(|text| !text.is_empty());
    put("description", json!(said.join("; ")));
    if !column.codes.is_empty() {
        put("categories", column.codes.iter().map(|c| json!({ "value": c.code, "label": c.means })).collect());
    }
    let mut constraints = Map::new();
    if column.is_key {
        constraints.insert("required".to_owned(), json!(true));
    }
    // The least and the largest value are those of this table, so they are a check and no rule.
    for (name, bound) in [("minimum", column.min), ("maximum", column.max)] {
        if let Some(bound) = bound {
            let bound = if column.kind == ColumnType::Integer { json!(bound as i64) } else { json!(bound) };
            constraints.insert(name.to_owned(), bound);
        }
    }
    if !constraints.is_empty() {
        put("constraints", Value::Object(constraints));
    }
    Value::Object(field)
}
