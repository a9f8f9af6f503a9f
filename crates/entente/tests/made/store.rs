//! A store made of publishers' files, for the tests that need one.

use std::path::Path;

use entente::fs::Disk;
use entente_panel::commit::{commit, staging};
use entente_panel::stage::stage;
use entente_sources::Options;

/// A store with those files, made once for the test that asks.
pub(crate) fn import(data: &Path, files: &[&str], root: &Path) {
    let staging = staging(&Disk, root).unwrap();
    let staged: Vec<_> = files
        .iter()
        .map(|file| {
            let path = data.join(file);
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            stage(&Disk, &staging.folder, &name, std::fs::read(&path).unwrap(), Options::default())
                .unwrap_or_else(|e| panic!("{file}: {e}"))
        })
        .collect();
    let done = commit(&Disk, root, &staging, &staged, &[]).unwrap();
    assert!(done.refused.is_empty(), "{:?}", done.refused);
}
