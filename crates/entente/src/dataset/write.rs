//! A table and all that stands beside it, onto the disk: every file is written whole beside its place, and only when all are there do they
//! take their places.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use entente_panel::Store;
use entente_panel::frame::Frame;
use entente_panel::write::{Statuses, csv, parquet, stata};

use super::{About, DataFile, Description, codebook, datapackage, notes};
use crate::cite;
use crate::error::Error;
use crate::fs::{Committed, Draft, Fs, Sink};
use crate::panel::join::{Side, Unmatched};

/// What is written beside the data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Beside {
    /// Provenance, codebook, bibliography, data package, and what found no counterpart.
    #[default]
    Everything,
    /// Nothing.
    Nothing,
}

/// Where a table goes.
#[derive(Debug, Clone, Default)]
pub struct Output {
    /// The file, format by its ending.
    pub path: PathBuf,
    /// Further files of the same table.
    pub also: Vec<PathBuf>,
    /// What stands beside the values in Parquet and CSV files.
    pub statuses: Statuses,
    /// What stands beside the files.
    pub beside: Beside,
    /// Files that went into the table, which no output may replace.
    pub inputs: Vec<PathBuf>,
}

/// A format of data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    Parquet,
    Csv,
    Stata,
}

impl Format {
    /// That of a file's ending.
    fn of(path: &Path) -> Result<Self, Error> {
        match path.extension().and_then(|e| e.to_str()).unwrap_or_default().to_ascii_lowercase().as_str() {
            "parquet" => Ok(Self::Parquet),
            "csv" => Ok(Self::Csv),
            "dta" => Ok(Self::Stata),
            _ => Err(Error::DataEnding { path: path.to_owned() }),
        }
    }

    fn word(self) -> &'static str {
        match self {
            Self::Parquet => "parquet",
            Self::Csv => "csv",
            Self::Stata => "dta",
        }
    }
}

impl Output {
    /// One file and everything beside it.
    pub fn to(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into(), ..Self::default() }
    }

    /// Says whether all of it can be written, before the work is done.
    ///
    /// # Errors
    /// An ending that names no format, two files of one name, or one that would replace what the table is made from.
    pub fn check(&self, fs: &dyn Fs) -> Result<(), Error> {
        let inputs: Vec<PathBuf> = self.inputs.iter().filter_map(|path| fs.canonical(path).ok()).collect();
        let mut seen = BTreeSet::new();
        for path in self.data() {
            Format::of(path)?;
            // The provenance names files without their folders.
            if !seen.insert(path.file_name()) {
                return Err(Error::Panel {
                    message: format!("{} would be written twice; give each file a name of its own", path.display()),
                });
            }
        }
        for path in self.data().map(Path::to_owned).chain(self.beside_names().map(|end| self.named(end))) {
            if fs.canonical(&path).is_ok_and(|real| inputs.contains(&real)) {
                return Err(Error::Panel {
                    message: format!("{} is one of the files read, and would be replaced; choose another name", path.display()),
                });
            }
        }
        Ok(())
    }

    fn data(&self) -> impl Iterator<Item = &Path> {
        std::iter::once(self.path.as_path()).chain(self.also.iter().map(PathBuf::as_path))
    }

    fn beside_names(&self) -> impl Iterator<Item = &'static str> {
        let all = ["entente.json", "codebook.md", "codebook.html", "bib", "datapackage.json", "unmatched.csv"];
        all.into_iter().filter(|_| self.beside == Beside::Everything)
    }

    /// Name that the files share.
    fn stem(&self) -> String {
        self.path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
    }

    /// A file beside the data.
    fn named(&self, end: &str) -> PathBuf {
        let mut name = self.path.file_stem().unwrap_or_default().to_owned();
        name.push(format!(".{end}"));
        self.path.with_file_name(name)
    }
}

/// Writes a table, and what stands beside it. Gives the files in the order in which they were asked for.
///
/// # Errors
/// What [`Output::check`] says, what the disk refuses, or what a format does not hold. Then nothing is left behind and no old file is
/// changed.
pub fn write(fs: &dyn Fs, store: &Store<'_>, frame: &dyn Frame, about: About, output: &Output) -> Result<Vec<Committed>, Error> {
    output.check(fs)?;
    let mut about = about;
    if output.statuses == Statuses::Shown {
        about.recipe = about.recipe.with_flag("status");
    }
    let unmatched = std::mem::take(&mut about.unmatched);
    let is_described =
        output.beside == Beside::Everything || output.data().any(|path| Format::of(path).is_ok_and(|format| format == Format::Stata));
    let mut description = is_described.then(|| Description::new(store, frame, &output.stem(), about));
    let mut drafts = Vec::new();
    for path in output.data() {
        let format = Format::of(path)?;
        let draft = Draft::write(fs, path, |to| data(frame, format, output.statuses, description.as_ref(), to))?;
        if let Some(description) = &mut description {
            description.files.push(DataFile {
                name: path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
                format: format.word().to_owned(),
                bytes: draft.file.bytes,
                sha256: draft.file.sha256.clone(),
                has_status_columns: output.statuses == Statuses::Shown && format != Format::Stata,
            });
        }
        drafts.push(draft);
    }
    if let Some(description) = description.filter(|_| output.beside == Beside::Everything) {
        for (end, text) in beside(&description, &unmatched) {
            drafts.push(Draft::write(fs, &output.named(end), |to| put(to, text.as_bytes()))?);
        }
    }
    drafts.into_iter().map(Draft::commit).collect()
}

/// The files beside the data, by ending.
fn beside(description: &Description, unmatched: &[(String, Vec<Unmatched>)]) -> Vec<(&'static str, String)> {
    let mut files = texts(description);
    if !unmatched.is_empty() {
        files.push(("unmatched.csv", unmatched_csv(unmatched)));
    }
    files
}

/// The files that a description alone gives, by ending.
pub(super) fn texts(description: &Description) -> Vec<(&'static str, String)> {
    vec![
        ("entente.json", description.to_json()),
        ("codebook.md", codebook::markdown(description)),
        ("codebook.html", codebook::html(description)),
        ("bib", cite::write(&description.citations, cite::Style::Bibtex)),
        ("datapackage.json", datapackage::datapackage(description)),
    ]
}

fn put(to: &mut Sink, bytes: &[u8]) -> Result<(), String> {
    std::io::Write::write_all(to, bytes).map_err(|e| e.to_string())
}

fn data(frame: &dyn Frame, format: Format, statuses: Statuses, description: Option<&Description>, to: &mut Sink) -> Result<(), String> {
    match format {
        Format::Parquet => parquet::write(frame, statuses, to),
        Format::Csv => csv::write(frame, statuses, to),
        Format::Stata => {
            let (title, notes) = description.map_or((String::new(), Vec::new()), |d| (d.title.clone(), notes::notes(d)));
            stata::write(frame, &title, &notes, to)
        }
    }
}

/// What found no counterpart, one entry a row.
fn unmatched_csv(files: &[(String, Vec<Unmatched>)]) -> String {
    let mut out = "file,only_in,code1,code2,first_year,last_year,rows,line\n".to_owned();
    let cell = |n: Option<i32>| n.map_or(String::new(), |n| n.to_string());
    for (file, all) in files {
        let file = if file.contains([',', '"', '\n', '\r']) { format!("\"{}\"", file.replace('"', "\"\"")) } else { file.clone() };
        for one in all {
            let side = match one.side {
                Side::Panel => "panel",
                Side::File => "file",
            };
            let (first, last) = (one.years.map(|y| y.0), one.years.map(|y| y.1));
            let line = one.line.map_or(String::new(), |line| line.to_string());
            let years = format!("{},{}", cell(first), cell(last));
            out.push_str(&format!("{file},{side},{},{},{years},{},{line}\n", one.one, cell(one.two), one.rows));
        }
    }
    out
}
