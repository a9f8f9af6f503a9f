//! Files that may go into an archive, found by what is in them and not by their names.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::super::{DataFile, Description, OwnFile, Redistribution};
use super::{OwnFiles, Request};
use crate::error::Error;
use crate::fs::Fs;

/// Folders below one another that are searched; deeper ones are a loop or not meant.
const DEPTH: usize = 16;

/// A publisher's file that the table rests on.
#[derive(Debug, Clone)]
pub struct PublishersFile {
    /// Its name.
    pub name: String,
    /// Its SHA-256.
    pub sha256: String,
    /// Its size.
    pub bytes: u64,
    /// Source it belongs to.
    pub source: String,
    /// Where it is to be had.
    pub url: String,
    /// What its terms allow.
    pub redistribute: Redistribution,
    /// Where it was found, when it may be passed on.
    pub path: Option<PathBuf>,
}

/// SHA-256 of a file, read piece by piece.
pub(super) fn hash(fs: &dyn Fs, path: &Path) -> Result<String, Error> {
    let refused = |source| Error::Io { path: path.to_owned(), source };
    let mut file = fs.open(path).map_err(refused)?;
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 1 << 20];
    loop {
        match file.read(&mut buffer).map_err(refused)? {
            0 => return Ok(hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()),
            n => hash.update(&buffer[..n]),
        }
    }
}

fn size(path: &Path) -> Option<u64> {
    std::fs::metadata(path).ok().filter(std::fs::Metadata::is_file).map(|m| m.len())
}

/// The files of the table that lie beside its provenance, each as it was written.
pub(super) fn data_files(fs: &dyn Fs, d: &Description, folder: &Path) -> Result<Vec<(DataFile, PathBuf)>, Error> {
    let mut found = Vec::new();
    for file in &d.files {
        let path = folder.join(&file.name);
        if size(&path).is_none() {
            continue;
        }
        if size(&path) != Some(file.bytes) || hash(fs, &path)? != file.sha256 {
            let message = format!("it has changed since {}.entente.json was written; make the table again", d.name);
            return Err(Error::NotOurs { file: path.display().to_string(), message });
        }
        found.push((file.clone(), path));
    }
    if found.is_empty() {
        let names: Vec<&str> = d.files.iter().map(|f| f.name.as_str()).collect();
        let message = format!("none of its data files lies beside it: {}", names.join(", "));
        return Err(Error::NotOurs { file: format!("{}.entente.json", d.name), message });
    }
    Ok(found)
}

/// The user's own files, each with its place where it may go in.
pub(super) fn own_files(fs: &dyn Fs, d: &Description, request: &Request, beside: &Path) -> Result<Vec<(OwnFile, Option<PathBuf>)>, Error> {
    let folders = [Some(beside), Some(Path::new("")), request.files.as_deref()];
    let mut all: Vec<(OwnFile, Option<PathBuf>)> = Vec::new();
    for file in &d.recipe.files {
        if all.iter().any(|(before, _)| before.name == file.name) {
            continue;
        }
        let mut place = None;
        if request.own == OwnFiles::Included {
            for path in folders.into_iter().flatten().map(|folder| folder.join(&file.name)) {
                if place.is_none() && size(&path) == Some(file.bytes) && hash(fs, &path)? == file.sha256 {
                    place = Some(path);
                }
            }
            if place.is_none() {
                let message =
                    format!("the file {} (SHA-256 {}) is not beside the table, nor in the folder of files", file.name, file.sha256);
                return Err(Error::Panel { message });
            }
        }
        all.push((file.clone(), place));
    }
    Ok(all)
}

/// The publishers' files that the table rests on, those that may be passed on with their place.
pub(super) fn publishers_files(fs: &dyn Fs, d: &Description, folder: Option<&Path>) -> Result<Vec<PublishersFile>, Error> {
    let mut files: BTreeMap<(String, String), PublishersFile> = BTreeMap::new();
    for (table, part) in d.tables.iter().flat_map(|table| table.parts.iter().map(move |part| (table, part))) {
        // Behind the slash stands the entry of a zip.
        let name = part.file.split('/').next().unwrap_or_default().to_owned();
        files.entry((table.source.clone(), part.file_sha256.clone())).or_insert_with(|| PublishersFile {
            name,
            sha256: part.file_sha256.clone(),
            bytes: part.file_bytes,
            source: table.source.clone(),
            url: table.url.clone(),
            redistribute: table.redistribute,
            path: None,
        });
    }
    let mut files: Vec<PublishersFile> = files.into_values().collect();
    if let Some(folder) = folder {
        let mut paths = Vec::new();
        walk(fs, folder, DEPTH, &mut paths)?;
        for path in paths {
            let wanted =
                |f: &&mut PublishersFile| f.redistribute == Redistribution::Raw && f.path.is_none() && Some(f.bytes) == size(&path);
            let mut wanted: Vec<_> = files.iter_mut().filter(wanted).collect();
            if wanted.is_empty() {
                continue;
            }
            let hash = hash(fs, &path)?;
            wanted.iter_mut().filter(|f| f.sha256 == hash).for_each(|f| f.path = Some(path.clone()));
        }
    }
    Ok(files)
}

fn walk(fs: &dyn Fs, folder: &Path, depth: usize, paths: &mut Vec<PathBuf>) -> Result<(), Error> {
    for path in fs.list(folder).map_err(|source| Error::Io { path: folder.to_owned(), source })? {
        match path.is_dir() {
            true if depth > 0 => walk(fs, &path, depth - 1, paths)?,
            true => {}
            false => paths.push(path),
        }
    }
    Ok(())
}
