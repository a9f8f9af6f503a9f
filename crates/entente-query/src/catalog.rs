//! Where tables come from: the store, in the versions in use, and panels that the command line names.
//!
//! A file is read only if the statement names its table. Those of the store are checked against the manifest; a panel is opened because
//! a person typed its path, and no statement can name a path.

use std::path::Path;

use entente_panel::Store;
use entente_panel::store::table_card;
use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::table::Table;

/// Largest panel, in bytes.
const PANEL_BYTES: u64 = 1 << 30;

/// A panel as the command line names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Panel {
    /// Its name in statements.
    pub name: String,
    /// The file.
    pub path: std::path::PathBuf,
}

impl Panel {
    /// Reads `FILE` or `NAME=FILE`; without a name it is called as the file without its ending.
    ///
    /// # Errors
    /// A name that is no word.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let is_word = |s: &str| {
            let mut letters = s.chars();
            letters.next().is_some_and(|c| c.is_ascii_lowercase() || c == '_')
                && s.len() <= 63
                && letters.all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
        };
        if let Some((name, path)) = text.split_once('=')
            && !name.contains(['/', '\\', '.'])
        {
            if !is_word(name) {
                let message = "a name has small letters, digits and _ and begins with a letter: --panel my_panel=FILE.parquet".to_owned();
                return Err(Error::Panel { name: name.to_owned(), message });
            }
            return Ok(Self { name: name.to_owned(), path: path.into() });
        }
        let stem = Path::new(text).file_stem().unwrap_or_default().to_string_lossy().to_lowercase();
        let name: String = stem.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
        if !is_word(&name) {
            let message = "the name of the file makes no name of a table; give one: --panel my_panel=FILE.parquet".to_owned();
            return Err(Error::Panel { name: stem, message });
        }
        Ok(Self { name, path: text.into() })
    }

    fn open(&self) -> Result<Table, Error> {
        let wrong = |message: String| Error::Panel { name: self.name.clone(), message };
        let said = |e: std::io::Error| wrong(format!("its file cannot be read: {}", e.kind()));
        let about = std::fs::metadata(&self.path).map_err(said)?;
        if !about.is_file() {
            return Err(wrong("is no regular file; a panel is one Parquet file".to_owned()));
        }
        if about.len() > PANEL_BYTES {
            return Err(wrong(format!("has {} bytes, and {PANEL_BYTES} are the most here", about.len())));
        }
        let bytes = std::fs::read(&self.path).map_err(said)?;
        Table::new(&self.name, &format!("panel {}", self.name), vec![bytes]).map_err(wrong)
    }
}

/// All tables that a statement may name.
#[derive(Debug)]
pub struct Catalog<'s> {
    store: &'s Store<'s>,
    panels: &'s [Panel],
}

impl<'s> Catalog<'s> {
    /// The tables of a store, and panels.
    ///
    /// # Errors
    /// Two tables of one name.
    pub fn new(store: &'s Store<'s>, panels: &'s [Panel]) -> Result<Self, Error> {
        for (n, panel) in panels.iter().enumerate() {
            let whose = match () {
                () if store.has(&panel.name) => "of the store",
                () if panels[..n].iter().any(|p| p.name == panel.name) => "of another panel",
                () => continue,
            };
            let message = format!("this is the name {whose}, too; give another: --panel other=FILE.parquet");
            return Err(Error::Panel { name: panel.name.clone(), message });
        }
        Ok(Self { store, panels })
    }

    /// Names of all tables, in order.
    pub fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = self.store.tables().into_iter().map(|(table, _)| table.to_owned()).collect();
        names.extend(self.panels.iter().map(|p| p.name.clone()));
        names.sort();
        names.dedup();
        names
    }

    /// Reads a table.
    ///
    /// # Errors
    /// There is none of that name, or a file of it is damaged.
    pub fn open(&self, name: &str) -> Result<Table, Error> {
        if let Some(panel) = self.panels.iter().find(|p| p.name == name) {
            return panel.open();
        }
        let parts = self.store.parts(name);
        let Some(first) = parts.first() else { return Err(self.no_table(name)) };
        let files = parts.iter().map(|part| self.store.checked_bytes(part)).collect::<Result<Vec<_>, _>>();
        let files = files.map_err(|e| store_error(&e, &self.store.root))?;
        let origin = format!("{} {}", first.source, first.version);
        Table::new(name, &origin, files).map_err(|message| Error::Store { message: format!("table {name}: {message}"), is_damaged: true })
    }

    fn no_table(&self, name: &str) -> Error {
        let hint = if let Some((card, _)) = table_card(name) {
            format!("; it comes with {}, which the store does not have: entente data add {} FILE, from {}", card.title, card.id, card.url)
        } else {
            let names = self.names();
            let near: Vec<&str> = names.iter().map(String::as_str).filter(|n| is_near(name, n)).take(3).collect();
            if near.is_empty() { String::new() } else { format!("; near it: {}", near.join(", ")) }
        };
        Error::NoTable { name: name.to_owned(), hint }
    }
}

/// One word holds the other, or they begin alike.
fn is_near(wanted: &str, name: &str) -> bool {
    let common = wanted.bytes().zip(name.bytes()).take_while(|(a, b)| a == b).count();
    name.contains(wanted) || wanted.contains(name) || common * 3 >= wanted.len() * 2
}

/// What the store says, with its folder as `STORE`.
pub fn store_error(error: &entente_panel::Error, root: &Path) -> Error {
    let is_damaged = matches!(error, entente_panel::Error::Damaged { .. } | entente_panel::Error::Manifest { .. });
    Error::Store { message: error.to_string().replace(&*root.to_string_lossy(), "STORE"), is_damaged }
}
