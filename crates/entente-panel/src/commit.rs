//! The one way into the store.
//!
//! 1. A staging folder of one's own inside the store, held by a lock that the system drops with the process.
//! 2. Files are written there and made durable.
//! 3. Under the lock of the store: the manifest is read again, the new parts are checked against it, files are renamed into their
//!    place, and the manifest is replaced in one step. A reader sees the old one or the new one.
//! 4. What a stopped process left behind is removed by the next commit.

use std::collections::BTreeSet;
use std::fs::{File, OpenOptions};
use std::path::{Path, PathBuf};

use entente_sources::card::Parts;
use entente_sources::compare::differences;

use crate::error::Error;
use crate::fs::Fs;
use crate::lock::{self, Lock};
use crate::manifest::{self, Manifest, Origin, Part};
use crate::stage::Staged;
use crate::store::{READERS, Store, table_card};

const STAGING: &str = "staging";

/// A staging folder, removed when it goes out of use.
#[derive(Debug)]
pub struct Staging {
    /// The folder.
    pub folder: PathBuf,
    held: File,
}

/// What became of a part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It is new.
    Added(Part),
    /// The same file was there already.
    Present(Part),
    /// Another file that says the same was there already.
    Agrees(Part, String),
}

/// Makes a staging folder in a store.
///
/// # Errors
/// What the system refuses.
pub fn staging(fs: &dyn Fs, root: &Path) -> Result<Staging, Error> {
    make(fs, root)?;
    make(fs, &root.join(STAGING))?;
    // Under the lock of the store, so that a commit of another process never finds a folder that is made and not yet held.
    let _store = hold(root)?;
    for n in 0.. {
        let folder = root.join(STAGING).join(format!("{}-{n}", std::process::id()));
        match fs.make_folder(&folder) {
            Ok(()) => {
                let path = folder.join("held");
                let held = OpenOptions::new().create(true).truncate(false).write(true).open(&path).map_err(Error::io(&path))?;
                held.lock().map_err(Error::io(&path))?;
                return Ok(Staging { folder, held });
            }
            Err(e) if e.kind() == std::io::ErrorKind::AlreadyExists => {}
            Err(e) => return Err(Error::io(folder)(e)),
        }
    }
    unreachable!("the loop has no end")
}

impl Drop for Staging {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
        let _ = self.held.unlock();
    }
}

fn make(fs: &dyn Fs, folder: &Path) -> Result<(), Error> {
    if let Some(parent) = folder.parent().filter(|p| !p.as_os_str().is_empty() && !p.is_dir()) {
        make(fs, parent)?;
    }
    match fs.make_folder(folder) {
        Err(e) if e.kind() != std::io::ErrorKind::AlreadyExists => Err(Error::io(folder)(e)),
        _ => Ok(()),
    }
}

/// The lock of the store, held while it lives.
fn hold(root: &Path) -> Result<File, Error> {
    let readers = root.join(READERS);
    open_lock(&readers).map_err(Error::io(readers))?;
    let path = root.join(".write-lock");
    let file = open_lock(&path).map_err(Error::io(&path))?;
    file.lock().map_err(Error::io(&path))?;
    Ok(file)
}

fn open_lock(path: &Path) -> std::io::Result<File> {
    OpenOptions::new().create(true).truncate(false).write(true).open(path)
}

/// Takes staged files into the store.
///
/// A file that does not go with what is there (other rows for the same version, years that are there already) is refused; the others
/// are taken.
///
/// # Errors
/// What the system refuses; the store is then as it was.
pub fn commit(
    fs: &(dyn Fs + Sync),
    root: &Path,
    staging: &Staging,
    staged: &[Staged],
    origins: &[(String, Origin)],
) -> Result<Committed, Error> {
    let held = hold(root)?;
    let mut store = Store::open_unheld(fs, root, None)?;
    clear(fs, root, &store.manifest, &staging.folder);
    let mut committed = Committed::default();
    for file in staged {
        if let Some(twin) = twin(&store, &file.parts) {
            for part in &file.parts {
                also(&mut store.manifest, part);
                committed.outcomes.push((file.file.clone(), Outcome::Agrees(part.clone(), twin.clone())));
            }
            store.manifest.findings.insert(file.sha256.clone(), file.findings.clone());
            continue;
        }
        let mut taken = Vec::new();
        let mut refused = None;
        for part in &file.parts {
            match place(&store, staging, part) {
                Ok(outcome) => taken.push(outcome),
                Err(error) => {
                    refused = Some(error);
                    break;
                }
            }
        }
        if let Some(error) = refused {
            committed.refused.push((file.file.clone(), error));
            continue;
        }
        for outcome in &taken {
            match outcome {
                Outcome::Added(part) => {
                    let to = root.join(&part.store_file);
                    make(fs, to.parent().unwrap_or(root))?;
                    let from = staging.folder.join(to.file_name().unwrap_or_default());
                    fs.replace(&from, &to).map_err(Error::io(to))?;
                    store.manifest.parts.push(part.clone());
                }
                Outcome::Agrees(part, _) => also(&mut store.manifest, part),
                Outcome::Present(_) => {}
            }
        }
        if !file.parts.is_empty() {
            store.manifest.findings.insert(file.sha256.clone(), file.findings.clone());
        }
        committed.outcomes.extend(taken.into_iter().map(|outcome| (file.file.clone(), outcome)));
    }
    for (hash, origin) in origins {
        // A file that was there already keeps the day on which it first came.
        if store.manifest.findings.contains_key(hash) {
            store.manifest.origins.entry(hash.clone()).or_insert_with(|| origin.clone());
        }
    }
    publish(fs, root, &mut store.manifest)?;
    drop(held);
    Ok(committed)
}

/// The file in the store that says all that these parts say, where files of one version are put together: the same day of events, once
/// as it was published and once unpacked, must not be counted twice.
fn twin(store: &Store<'_>, parts: &[Part]) -> Option<String> {
    let first = parts.first()?;
    let is_separate = |p: &Part| table_card(&p.table).is_some_and(|(_, card)| card.parts == Parts::Separate);
    let says = |file: &str, p: &Part| {
        let there = store.parts_of(&p.table, &p.version);
        there.iter().any(|o| o.file_sha256 == file && o.fingerprint == p.fingerprint && o.rows == p.rows)
    };
    let of_first = store.parts_of(&first.table, &first.version);
    let same = of_first.iter().find(|o| o.file_sha256 != first.file_sha256 && parts.iter().all(|p| says(&o.file_sha256, p)));
    same.filter(|_| parts.iter().all(is_separate)).map(|o| o.file.clone())
}

/// Notes a file that says the same as one that is there.
fn also(manifest: &mut Manifest, part: &Part) {
    let also = (part.file.clone(), part.file_sha256.clone());
    let is_kin = |p: &Part| p.source == part.source && p.version == part.version && p.table == part.table;
    let is_same = |p: &Part| is_kin(p) && p.fingerprint == part.fingerprint;
    let place = manifest.parts.iter().position(is_same).or_else(|| manifest.parts.iter().position(is_kin));
    if let Some(first) = place.map(|n| &mut manifest.parts[n])
        && first.file_sha256 != part.file_sha256
        && !first.also.contains(&also)
    {
        first.also.push(also);
    }
}

/// What a commit did.
#[derive(Debug, Default)]
pub struct Committed {
    /// For each file and table what became of it.
    pub outcomes: Vec<(String, Outcome)>,
    /// Files that do not go with what is there.
    pub refused: Vec<(String, Error)>,
}

/// Writes manifest and lock.
fn publish(fs: &dyn Fs, root: &Path, manifest: &mut Manifest) -> Result<(), Error> {
    let own = root.join(lock::NAME);
    let mut lock = Lock::read(fs, &own)?;
    lock.follow(manifest);
    write(fs, &root.join(manifest::NAME), &manifest.to_bytes())?;
    write(fs, &own, lock.to_text().as_bytes())
}

fn write(fs: &dyn Fs, path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let temporary = path.with_extension("new");
    let _ = fs.remove(&temporary);
    fs.write_new(&temporary, bytes).and_then(|()| fs.replace(&temporary, path)).map_err(Error::io(path))
}

/// Where a part goes, and whether it may.
fn place(store: &Store<'_>, staging: &Staging, part: &Part) -> Result<Outcome, Error> {
    let there = store.parts_of(&part.table, &part.version);
    if let Some(same) = there.iter().find(|p| p.file_sha256 == part.file_sha256) {
        return Ok(Outcome::Present((*same).clone()));
    }
    if let Some(same) = there.iter().find(|p| p.also.iter().any(|(_, hash)| *hash == part.file_sha256)) {
        return Ok(Outcome::Present((*same).clone()));
    }
    let mut added = part.clone();
    added.store_file = format!("{}/{}/{}", part.source, safe(&part.version), part.store_file);
    let Some((_, card)) = table_card(&part.table) else {
        return Err(Error::Conflict { file: part.file.clone(), message: format!("table {} has no card", part.table) });
    };
    let conflict = |message: String| Error::Conflict { file: part.file.clone(), message };
    match card.parts {
        Parts::Separate => Ok(Outcome::Added(added)),
        Parts::ByYear => {
            let overlaps = |p: &&&Part| {
                let (Some(a), Some(b)) = (p.years, part.years) else { return true };
                a.first() <= b.last() && b.first() <= a.last()
            };
            match there.iter().find(overlaps) {
                None => Ok(Outcome::Added(added)),
                Some(p) if p.fingerprint == part.fingerprint && p.rows == part.rows => Ok(Outcome::Agrees(part.clone(), p.file.clone())),
                Some(p) => Err(conflict(format!(
                    "{} of {} has rows of {}, and {} in the store has rows of {}; a year may be in one file only: remove the other with \
                     `entente data remove {} --version {}`",
                    part.table,
                    part.version,
                    part.years.map_or("no year".to_owned(), |y| y.to_string()),
                    p.file,
                    p.years.map_or("no year".to_owned(), |y| y.to_string()),
                    part.source,
                    part.version
                ))),
            }
        }
        Parts::Alternative => {
            let Some(first) = there.first() else { return Ok(Outcome::Added(added)) };
            if first.fingerprint == part.fingerprint && first.rows == part.rows {
                return Ok(Outcome::Agrees(part.clone(), first.file.clone()));
            }
            let old = store.read_part(first, &[], &[])?;
            let path = staging.folder.join(&part.store_file);
            let bytes = std::fs::read(&path).map_err(Error::io(&path))?;
            let new = crate::parquet_file::from_bytes(&part.table, bytes, &[], &[]).map_err(|message| Error::Format { path, message })?;
            let found = differences(card, &old, &new);
            match found.first() {
                None => Ok(Outcome::Agrees(part.clone(), first.file.clone())),
                Some(d) => Err(conflict(format!(
                    "says it is {} {}, of which the store has {}, and differs from it in {} places, first {} {}{}; one of the two is \
                     not the publisher's",
                    part.source,
                    part.version,
                    first.file,
                    found.len(),
                    d.kind,
                    d.row,
                    d.column.as_ref().map_or(String::new(), |c| format!(
                        " in {c}: {} and {}",
                        d.old.as_deref().unwrap_or("-"),
                        d.new.as_deref().unwrap_or("-")
                    ))
                ))),
            }
        }
    }
}

/// A version's label as the name of a folder.
fn safe(label: &str) -> String {
    label.chars().map(|c| if c.is_ascii_alphanumeric() || matches!(c, '.' | '-') { c } else { '_' }).take(60).collect()
}

/// Removes what stopped processes left: staging folders that nobody holds, and store files that no manifest names.
fn clear(fs: &dyn Fs, root: &Path, manifest: &Manifest, own: &Path) {
    for folder in fs.list(&root.join(STAGING)).unwrap_or_default() {
        // A folder is made and held under the lock of the store, so one without a holder was left behind.
        let is_left = match File::open(folder.join("held")) {
            Ok(held) => held.try_lock().is_ok(),
            Err(e) => e.kind() == std::io::ErrorKind::NotFound,
        };
        if folder != own && is_left {
            let _ = std::fs::remove_dir_all(&folder);
        }
    }
    // Who has opened the store still reads by the manifest of before: its files stay until nobody does.
    let Ok(readers) = open_lock(&root.join(READERS)) else { return };
    if readers.try_lock().is_err() {
        return;
    }
    let named: BTreeSet<PathBuf> = manifest.parts.iter().map(|p| root.join(&p.store_file)).collect();
    for source in entente_sources::sources() {
        for version in fs.list(&root.join(&source.card().id)).unwrap_or_default() {
            for file in fs.list(&version).unwrap_or_default() {
                if !named.contains(&file) {
                    let _ = fs.remove(&file);
                }
            }
            // A folder that still holds something stays.
            let _ = std::fs::remove_dir(&version);
        }
    }
}

/// Takes a source, or one version of it, out of the store. Gives the number of tables that went.
///
/// # Errors
/// Nothing of that name is there, or what the system refuses.
pub fn remove(fs: &dyn Fs, root: &Path, source: &str, version: Option<&str>) -> Result<usize, Error> {
    let held = hold(root)?;
    let mut manifest = Manifest::read(fs, root)?;
    let goes = |p: &Part| p.source == source && version.is_none_or(|v| p.version == v);
    let gone = manifest.parts.iter().filter(|p| goes(p)).count();
    if gone == 0 {
        let there = manifest.versions(source).join(", ");
        let hint = if there.is_empty() { String::new() } else { format!("; it has {there}") };
        return Err(Error::Absent(format!("the store has no {source}{}{hint}", version.map_or(String::new(), |v| format!(" {v}")))));
    }
    manifest.parts.retain(|p| !goes(p));
    let hashes = |p: &Part| std::iter::once(p.file_sha256.clone()).chain(p.also.iter().map(|(_, hash)| hash.clone())).collect::<Vec<_>>();
    let used: BTreeSet<String> = manifest.parts.iter().flat_map(hashes).collect();
    manifest.findings.retain(|hash, _| used.contains(hash));
    manifest.origins.retain(|hash, _| used.contains(hash));
    publish(fs, root, &mut manifest)?;
    clear(fs, root, &manifest, Path::new(""));
    drop(held);
    Ok(gone)
}

/// Chooses the version of a source that is used, or with none lets the newest be used again.
///
/// # Errors
/// The store does not have it.
pub fn choose(fs: &dyn Fs, root: &Path, source: &str, version: Option<&str>) -> Result<String, Error> {
    let held = hold(root)?;
    let manifest = Manifest::read(fs, root)?;
    let versions = manifest.versions(source);
    if versions.is_empty() {
        return Err(Error::Absent(format!("the store has no {source}; add its files first")));
    }
    if let Some(version) = version.filter(|v| !versions.iter().any(|known| known == v)) {
        return Err(Error::Absent(format!("the store has no {source} {version}; it has {}", versions.join(", "))));
    }
    let path = root.join(lock::NAME);
    let mut lock = Lock::read(fs, &path)?;
    let entry = lock.source.entry(source.to_owned()).or_default();
    entry.is_pinned = version.is_some();
    entry.version = version.unwrap_or_default().to_owned();
    lock.follow(&manifest);
    write(fs, &path, lock.to_text().as_bytes())?;
    drop(held);
    Ok(lock.source.get(source).map_or_else(String::new, |l| l.version.clone()))
}
