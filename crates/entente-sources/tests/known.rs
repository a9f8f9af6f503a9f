//! What every known file of the publishers says, against the generated fingerprints. With `UPDATE_KNOWN=1` they are written anew.

use std::path::{Path, PathBuf};

use entente_core::testkit::publishers_data;
use entente_sources::known::{self, known};
use entente_sources::{Change, Options, read, source};

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() { files(&path, found) } else { found.push(path) }
    }
}

#[test]
fn known_files_say_what_they_said() {
    let Some(data) = publishers_data("fingerprints of known files") else { return };
    let mut paths = Vec::new();
    files(&data, &mut paths);
    let mut lines: Vec<String> = Vec::new();
    for path in paths {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let Ok(found) = read(&name, std::fs::read(&path).unwrap(), Options { change: Change::Accepted, ..Options::default() }) else {
            continue;
        };
        for table in found.tables {
            let card = source(&table.source).unwrap().card();
            if card.version_of(&found.sha256).is_some() {
                lines.push(known::write(&table.source, &table.version, &found.sha256, &table.table.name, &table.print));
            }
        }
    }
    lines.sort();
    lines.dedup();
    let text = format!("source,version,sha256,table,rows,states,sum,years,columns\n{}\n", lines.join("\n"));
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/known.csv");
    if std::env::var_os("UPDATE_KNOWN").is_some() {
        std::fs::write(&path, &text).unwrap();
        return;
    }
    let stored = std::fs::read_to_string(&path).unwrap();
    for (ours, theirs) in text.lines().zip(stored.lines()) {
        let head = |line: &str| line.chars().take(160).collect::<String>();
        assert!(ours == theirs, "differs: {}\n  stored: {}\n  write them anew with UPDATE_KNOWN=1", head(ours), head(theirs));
    }
    assert_eq!(text.lines().count(), stored.lines().count());
    assert_eq!(known().len() + 1, stored.lines().count(), "a line of the generated file is not read");
}
