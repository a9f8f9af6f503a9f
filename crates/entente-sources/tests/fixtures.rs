//! Every source reads its good fixture and refuses its malformed one by line; every card is complete. The figures are invented.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use entente_sources::{Error, Options, Sizes, read, sources};

fn files(id: &str, lead: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(id);
    let mut paths: Vec<PathBuf> = std::fs::read_dir(&folder)
        .unwrap_or_else(|e| panic!("{id} has no fixtures: {e}"))
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.file_name().unwrap().to_string_lossy().starts_with(lead))
        .collect();
    paths.sort();
    assert!(!paths.is_empty(), "{id} has no fixture {lead}*");
    paths
}

fn options(id: &str) -> Options<'_> {
    Options { of: Some(id), sizes: Sizes::Free, ..Options::default() }
}

#[test]
fn good_fixtures_are_read_and_are_found_without_naming_the_source() {
    for source in sources() {
        let id = &source.card().id;
        for path in files(id, "good") {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            let bytes = std::fs::read(&path).unwrap();
            let found = read(&name, bytes.clone(), options(id)).unwrap_or_else(|e| panic!("{id}: {e}"));
            assert!(found.tables.iter().all(|t| t.table.rows() >= 2), "{id}: a good fixture has at least two records");
            let again = read(&name, bytes, Options { sizes: Sizes::Free, ..Options::default() }).unwrap();
            assert_eq!(again.tables.first().map(|t| t.source.as_str()), Some(id.as_str()), "{name} is taken for another source");
        }
    }
}

#[test]
fn malformed_fixtures_are_refused_with_a_place() {
    for source in sources() {
        let id = &source.card().id;
        for path in files(id, "malformed") {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            let error = read(&name, std::fs::read(&path).unwrap(), options(id)).map(|_| ()).expect_err(&name);
            assert!(error.to_string().starts_with(&name), "{id}: {error}");
            assert!(matches!(error, Error::Cell { .. } | Error::Line { .. } | Error::Layout { .. }), "{id}: no place in: {error}");
        }
    }
}

#[test]
fn cards_are_complete_and_in_order() {
    let ids: Vec<&str> = sources().iter().map(|s| s.card().id.as_str()).collect();
    assert!(ids.is_sorted(), "{ids:?}");
    let mut tables = BTreeSet::new();
    for source in sources() {
        let card = source.card();
        assert!(card.url.starts_with("http") && !card.cite.is_empty() && !card.license.terms.is_empty(), "{}", card.id);
        assert!(card.id.len() <= 28, "{}", card.id);
        for table in &card.table {
            assert!(tables.insert(&table.name), "{} stands twice", table.name);
            assert!(table.rows[0] <= table.rows[1] && table.years[0] <= table.years[1] && table.states[0] <= table.states[1]);
            for name in table.key.iter().chain(&table.state) {
                assert!(table.column.iter().any(|c| c.name == *name), "{}: no column {name}", table.name);
            }
            for column in &table.column {
                assert!(column.name.len() <= 28 && !column.is.is_empty(), "{}.{}", table.name, column.name);
            }
        }
        for layout in &card.layout {
            if let Some(table) = &layout.table {
                assert!(card.table(table).is_some(), "{}: layout {} names no table", card.id, layout.name);
            }
        }
        for file in card.version.iter().flat_map(|v| &v.file) {
            assert!(file.sha256.len() == 64, "{}: {}", card.id, file.name);
        }
    }
}
