//! What a process that runs statements is asked, and what it answers. The process itself, and its limits, are the program's.

use std::path::PathBuf;

use entente_panel::Store;
use entente_panel::fs::Disk;
use serde::{Deserialize, Serialize};

use crate::catalog::{Catalog, Panel, store_error};
use crate::engine::Engine;
use crate::error::Error;
use crate::limits::{RunLimits, TextLimits};
use crate::render::{Format, render};
use crate::statement::Statement;
use crate::table::Table;

/// A question.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Job {
    /// Folder of the store.
    pub store: PathBuf,
    /// Lock file, where it is not that of the store.
    pub lock: Option<PathBuf>,
    /// Panels that the command line names.
    pub panels: Vec<Panel>,
    /// What is asked.
    pub ask: Ask,
    /// Limits of the run.
    pub limits: RunLimits,
}

/// What is asked.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Ask {
    /// The result of a statement, as bytes in a form.
    Statement(String, Format),
    /// Tables with their columns; only those of this name where there is one.
    Tables(Option<String>),
}

/// An answer without its bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Answer {
    /// A result; its bytes follow.
    Rows {
        /// Rows.
        rows: usize,
        /// True where more rows than the limit were there.
        is_cut: bool,
        /// Tables that it comes from, with their source and version.
        origins: Vec<(String, String)>,
        /// Bytes that follow.
        bytes: usize,
    },
    /// Tables.
    Tables(Vec<TableInfo>),
}

/// A table as a person sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableInfo {
    /// Its name.
    pub name: String,
    /// Source and version, or panel.
    pub origin: String,
    /// Rows.
    pub rows: usize,
    /// Columns with the names of their types.
    pub columns: Vec<(String, String)>,
}

impl Job {
    /// Answers. `lock_down` is called when every file that the question needs is in memory and every thread is there, before anything of
    /// the statement is planned: from then on no file need be opened. Needs a thread with [`STACK`](crate::engine::STACK).
    ///
    /// # Errors
    /// What is wrong with the statement, its tables or its run.
    pub fn answer(&self, lock_down: impl FnOnce()) -> Result<(Answer, Vec<u8>), Error> {
        let store = Store::open(&Disk, &self.store, self.lock.as_deref()).map_err(|e| store_error(&e, &self.store))?;
        let catalog = Catalog::new(&store, &self.panels)?;
        match &self.ask {
            Ask::Tables(only) => {
                let names = only.as_ref().map_or_else(|| catalog.names(), |name| vec![name.clone()]);
                let tables = names.iter().map(|name| Ok(info(&catalog.open(name)?))).collect::<Result<Vec<_>, Error>>()?;
                Ok((Answer::Tables(tables), Vec::new()))
            }
            Ask::Statement(sql, format) => {
                let statement = Statement::parse(sql, &TextLimits::default())?;
                let tables = statement.tables.iter().map(|name| catalog.open(name)).collect::<Result<Vec<_>, _>>()?;
                let engine = Engine::new(self.limits)?;
                lock_down();
                let rows = engine.run(&statement, tables)?;
                let bytes = render(&rows, sql, *format)?;
                let answer = Answer::Rows { rows: rows.count(), is_cut: rows.is_cut, origins: rows.origins, bytes: bytes.len() };
                Ok((answer, bytes))
            }
        }
    }
}

fn info(table: &Table) -> TableInfo {
    let columns = table.columns().into_iter().map(|(name, of)| (name.to_owned(), of.to_owned())).collect();
    TableInfo { name: table.name.clone(), origin: table.origin.clone(), rows: table.rows, columns }
}
