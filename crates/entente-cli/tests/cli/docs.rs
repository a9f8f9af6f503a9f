//! Generated pages are those the program would generate now. `UPDATE_DOCS=1` writes them.

mod sources;

use std::fmt::Write as _;
use std::path::PathBuf;

use entente::schema::{Contract, schema};

fn check(name: &str, text: &str) {
    let path = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs")).join(name);
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
    }
    let found = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(found == text, "docs/{name} is not what the program generates; run: just docs");
}

#[test]
fn docs_schemas_are_fresh() {
    check("schema/assessment.schema.json", &schema(Contract::Assessment));
    check("schema/case.schema.json", &schema(Contract::Case));
    check("schema/comparison.schema.json", &schema(Contract::Comparison));
    check("schema/contest.schema.json", &schema(Contract::Contest));
    check("schema/contest-assess.schema.json", &schema(Contract::ContestAssess));
    check("schema/contest-case.schema.json", &schema(Contract::ContestCase));
    check("schema/contest-file.schema.json", &schema(Contract::ContestFile));
    check("schema/partners.schema.json", &schema(Contract::Partners));
    check("schema/provenance.schema.json", &schema(Contract::Provenance));
    check("schema/whatif.schema.json", &schema(Contract::WhatIf));
    check("schema/whatif-case.schema.json", &schema(Contract::WhatIfCase));
}

#[test]
fn docs_indicators_are_fresh() {
    let rows = |cards: Vec<entente::series::Card>| {
        let mut out =
            String::from("\n| id | about | unit | one value is | table | error, and what absence means |\n|---|---|---|---|---|---|\n");
        for card in cards {
            let _ = writeln!(out, "| `{}` | `{}` | {} | {} | {} | {} |", card.id, card.about, card.unit, card.is, card.table, card.error);
        }
        out
    };
    let (coded, stored) = (rows(entente::series::cards()), rows(entente::indicators::cards()));
    check("indicators.md", &format!("{INDICATORS}{coded}{STORED}{stored}"));
}

const INDICATORS: &str = "# Indicators

Generated; do not edit. Each is a yearly series; brackets say whom it is about: `[A>B]` a direction, `[A-B]` a pair, `[A]` a state. The
same id in both parts is the same quantity from another table.

## Of coded cases

From the tables of a case, which [tables.md](tables.md) lists.
";

const STORED: &str = "
## From the store

For any pair, from publishers' tables, which [sources.md](sources.md) lists. An assessment shows beside many of them the place of the
year's value among all pairs, directions or states of that year. Where silence means zero, those without a row count as zero; elsewhere
only known values are ranked. With fewer than twenty there is no place.
";

#[test]
fn docs_variables_are_fresh() {
    let nowhere = tempfile::tempdir().unwrap();
    let store = entente_panel::Store::open(&entente::fs::Disk, &nowhere.path().join("none"), None).unwrap();
    let mut out = String::from(VARIABLES);
    for variable in entente::panel::list::list(&store) {
        let columns = variable.columns.iter().map(|c| format!("`{c}`")).collect::<Vec<_>>().join(", ");
        let unit = if variable.unit.is_empty() { String::new() } else { format!(" ({})", variable.unit) };
        let also = if variable.indicator.is_empty() { String::new() } else { format!("; the indicator `{}`", variable.indicator) };
        let tables = variable.tables.join(", ");
        let may = if variable.is_redistributable { "yes" } else { "no" };
        let _ =
            writeln!(out, "| `{}` | {columns} | {}{unit}{also} | {tables} | {} | {may} |", variable.name, variable.label, variable.absence);
    }
    check("variables.md", &out);
}

const VARIABLES: &str = "# Variables of a panel

Generated; do not edit. What `entente panel --with` takes: a name of the first column, an indicator's id, a table or source for all that
rests on it, or `all`. The second column has the names of the columns in a panel of directed pairs. The last says whether the terms of the
source let the column be passed on; `--redistributable` leaves the others out. [panel.md](panel.md) explains suffixes and absence,
[sources.md](sources.md) the tables.

| name | columns | one value is | tables | absence | may travel |
|---|---|---|---|---|---|
";

#[test]
fn docs_tables_are_fresh() {
    let mut out = String::from(
        "# Tables of a case\n\nGenerated; do not edit. Cells may be empty: empty is unknown, never zero. `citation` takes ids joined by `;`.\n",
    );
    for schema in entente::tables::SCHEMAS {
        let _ = writeln!(
            out,
            "\n## {}\n\nOne row: {}. Dated by `{}`.\n\n`{}`",
            schema.name,
            schema.row,
            schema.date,
            schema.columns.join("`, `")
        );
    }
    check("tables.md", &out);
}

#[test]
fn docs_measures_are_fresh() {
    let mut out = String::from(
        "# Measures\n\nGenerated; do not edit.\n\n| id | is | unit and range | missing | formula | source |\n|---|---|---|---|---|---|\n",
    );
    for card in entente_measures::REGISTRY {
        let _ = writeln!(
            out,
            "| `{}` | {} | {} | {} | `{}` | {} |",
            card.id,
            card.is,
            card.unit,
            card.missing,
            card.formula.replace('|', "\\|"),
            card.source
        );
    }
    check("measures.md", &out);
}

#[test]
fn docs_claims_are_fresh() {
    let case = entente::Case::open_builtin("russia-china").unwrap();
    let mut out = String::from(
        "# Claims of the built-in case\n\nGenerated; do not edit. Verdicts are not printed here: run `entente assess russia china`.\n\n| id | question | mechanism | kind | claim | would refute it |\n|---|---|---|---|---|---|\n",
    );
    for claim in &case.claims {
        let meaning = claim.meaning.as_deref().map_or(String::new(), |m| format!(" ({m})"));
        let mechanism = claim.mechanism.as_deref().unwrap_or("");
        let _ = writeln!(
            out,
            "| {} | {} | {mechanism} | {} | {}{meaning} | {} |",
            claim.id,
            claim.question,
            claim.test.kind(),
            claim.statement,
            claim.falsifier
        );
    }
    check("claims.md", &out);
}

/// How much evidence there is: by table and year, and exercises by pair.
#[test]
fn docs_evidence_is_fresh() {
    let case = entente::Case::open_builtin("russia-china").unwrap();
    let mut out = String::from(
        "# Evidence of the built-in case\n\nGenerated; do not edit. Records by table and year of their date; an empty year is \"not found\", not \"none\".\n\n| table | records | sources | by year |\n|---|---|---|---|\n",
    );
    for (name, table) in &case.tables {
        let mut years = std::collections::BTreeMap::new();
        for year in table.records.iter().filter_map(|r| r.date).map(entente_core::PartialDate::year) {
            *years.entry(year).or_insert(0usize) += 1;
        }
        let by_year: Vec<String> = years.iter().map(|(year, n)| format!("{year}: {n}")).collect();
        let sources: std::collections::BTreeSet<&String> = table.records.iter().flat_map(|r| &r.citations).collect();
        let _ = writeln!(out, "| {name} | {} | {} | {} |", table.records.len(), sources.len(), by_year.join(", "));
    }
    out.push_str("\n| exercises of | coded | command coded (J2) | mixing coded (J3) |\n|---|---|---|---|\n");
    let mut pairs = std::collections::BTreeMap::new();
    for record in &case.tables["exercises"].records {
        let counts = pairs.entry(record.dyad().unwrap()).or_insert([0usize; 3]);
        counts[0] += 1;
        counts[1] += usize::from(record.code("j2").is_some());
        counts[2] += usize::from(record.code("j3").is_some());
    }
    let register = entente_core::Register::builtin();
    for (dyad, [all, command, mixing]) in pairs {
        let _ = writeln!(out, "| {} and {} | {all} | {command} | {mixing} |", register.name(dyad.low()), register.name(dyad.high()));
    }
    check("evidence.md", &out);
}
