//! A case in memory: what its files say, checked, before any year is chosen.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use entente_claims::kinds::Publishers;
use entente_claims::{Claim, Record, Rubric, SeriesKey, Table};
use entente_core::resolve::{ResolveError, When, resolve};
use entente_core::{Citation, Dyad, StateCode, System, YearSpan};
use sha2::{Digest, Sha256};

use crate::builtin::{Builtin, CASES, builtin};
use crate::case_file::{CASE_LIMIT, CaseFile, ClaimsFile, InlineSeries, TABLE_LIMIT, parse, text};
use crate::contest::stated::StatedContest;
use crate::error::Error;
use crate::fs::{Fs, read_bounded};
use crate::general::General;
use crate::tables;

/// A case with everything its files hold.
#[derive(Debug, Clone)]
pub struct Case {
    /// Name of the file it was opened from, for messages.
    pub origin: String,
    /// What `case.toml` says.
    pub file: CaseFile,
    /// The pair.
    pub dyad: Dyad,
    /// The pair in the order its author gives it.
    pub sides: [StateCode; 2],
    /// Pairs it is set against.
    pub comparators: Vec<Dyad>,
    /// Citations by id.
    pub citations: BTreeMap<String, Citation>,
    /// Tables by name.
    pub tables: BTreeMap<String, Table>,
    /// What the tables do not hold, by table.
    pub notes: BTreeMap<String, String>,
    /// Claims in the order of the files.
    pub claims: Vec<Claim>,
    /// Rubrics in the order of the file.
    pub rubrics: Vec<Rubric>,
    /// Series given in the case itself.
    pub series: Vec<(SeriesKey, InlineSeries)>,
    /// The contest over several theatres, where the case states one.
    pub contest: Option<StatedContest>,
    /// Hash over every file, which names this snapshot of the evidence.
    pub snapshot: String,
    /// What a case from the store has beyond this; none for a case of files.
    pub general: Option<General>,
}

/// Where the files of a case come from.
enum Source<'a> {
    Inside(&'static Builtin),
    Folder { fs: &'a dyn Fs, folder: PathBuf },
}

impl Source<'_> {
    fn read(&self, case: &str, name: &str, what: &'static str, limit: u64) -> Result<Vec<u8>, Error> {
        match self {
            Self::Inside(builtin) => {
                let file = builtin.files.iter().find(|(file, _)| *file == name);
                file.map(|(_, bytes)| bytes.to_vec()).ok_or_else(|| Error::Outside { file: case.to_owned(), path: name.to_owned() })
            }
            Self::Folder { fs, folder } => {
                let path = inside(*fs, folder, case, name)?;
                read_bounded(*fs, &path, what, limit)
            }
        }
    }
}

/// The path of a file that must lie in the folder, links followed.
fn inside(fs: &dyn Fs, folder: &Path, case: &str, name: &str) -> Result<PathBuf, Error> {
    let outside = || Error::Outside { file: case.to_owned(), path: name.to_owned() };
    let relative = Path::new(name);
    if relative.components().any(|c| !matches!(c, std::path::Component::Normal(_))) {
        return Err(outside());
    }
    let io = |path: PathBuf| move |source| Error::Io { path, source };
    let path = folder.join(relative);
    let real = fs.canonical(&path).map_err(io(path.clone()))?;
    let root = fs.canonical(folder).map_err(io(folder.to_owned()))?;
    if real.starts_with(root) { Ok(real) } else { Err(outside()) }
}

/// SHA-256 in hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|b| format!("{b:02x}")).collect()
}

impl Case {
    /// Opens a built-in case.
    ///
    /// # Errors
    /// None for the cases inside the program, which a test opens; an unknown id is [`Error::UnknownItem`].
    pub fn open_builtin(id: &str) -> Result<Self, Error> {
        let inside = builtin(id).ok_or_else(|| {
            let ids: Vec<&str> = CASES.iter().map(|case| case.id).collect();
            Error::UnknownItem { item: id.to_owned(), hint: format!("; built in: {}", ids.join(", ")) }
        })?;
        Self::load("case.toml", &Source::Inside(inside), true)
    }

    /// Opens the case whose `case.toml` lies at that path.
    ///
    /// # Errors
    /// Anything wrong in its files, with file and line.
    pub fn open(fs: &dyn Fs, path: &Path) -> Result<Self, Error> {
        let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new(".")).to_owned();
        let name = path.file_name().and_then(|n| n.to_str()).unwrap_or("case.toml").to_owned();
        Self::load(&name, &Source::Folder { fs, folder }, false)
    }

    fn load(name: &str, source: &Source<'_>, is_builtin: bool) -> Result<Self, Error> {
        let bytes = source.read(name, name, "a case file", CASE_LIMIT)?;
        let file: CaseFile = parse(name, &bytes)?;
        if file.schema_version != 1 {
            let message = format!("schema_version {} is not known; this program reads version 1", file.schema_version);
            return Err(Error::Syntax { file: name.to_owned(), line: 1, column: 1, message });
        }
        let mut hash = Sha256::new();
        hash.update(&bytes);
        let sides = pair(&file.pair, file.as_of)?;
        let dyad = Dyad::new(sides[0], sides[1]).ok_or_else(|| Error::SameState { name: file.pair[0].clone() })?;
        let mut case = match &file.extends {
            Some(id) if !is_builtin => {
                let mut base = Self::open_builtin(id)?;
                hash.update(&base.snapshot);
                if base.dyad != dyad {
                    let names = |d: Dyad| format!("{}-{}", d.low(), d.high());
                    return Err(Error::OtherPair { file: format!("built-in case {id}"), found: names(base.dyad), wanted: names(dyad) });
                }
                if file.only_own_claims {
                    base.claims.clear();
                }
                base
            }
            _ => Self {
                origin: name.to_owned(),
                file: file.clone(),
                dyad,
                sides,
                comparators: Vec::new(),
                citations: BTreeMap::new(),
                tables: BTreeMap::new(),
                notes: BTreeMap::new(),
                claims: Vec::new(),
                rubrics: Vec::new(),
                series: Vec::new(),
                contest: None,
                snapshot: String::new(),
                general: None,
            },
        };
        if let Some(citations) = &file.citations {
            let bytes = source.read(name, citations, "a table", TABLE_LIMIT)?;
            hash.update(&bytes);
            case.citations.extend(tables::read_citations(citations, &bytes)?);
        }
        for (table, given) in &file.table {
            let schema = tables::schema(table).ok_or_else(|| unknown_table(name, table))?;
            let bytes = source.read(name, &given.file, "a table", TABLE_LIMIT)?;
            hash.update(&bytes);
            let records = tables::read(schema, &given.file, &bytes, &sha256(&bytes))?;
            case.tables.insert(table.clone(), Table { coverage: Some(given.coverage()), records });
            case.notes.insert(table.clone(), given.note.clone());
        }
        for claims in &file.claims {
            let bytes = source.read(name, claims, "a claims file", CASE_LIMIT)?;
            hash.update(&bytes);
            case.claims.extend(parse::<ClaimsFile>(claims, &bytes)?.claim);
        }
        for rubric in &file.rubrics {
            let bytes = source.read(name, rubric, "a rubric", CASE_LIMIT)?;
            hash.update(&bytes);
            case.rubrics.push(parse(rubric, &bytes)?);
        }
        if let Some(contest) = &file.contest {
            let bytes = source.read(name, contest, "a contest file", CASE_LIMIT)?;
            hash.update(&bytes);
            let stated: StatedContest = parse(contest, &bytes)?;
            let place = (contest.as_str(), text(contest, &bytes)?);
            case.contest = Some(stated.checked(place, (sides, file.as_of), &case.citations)?);
        }
        for pair_of in &file.comparators {
            let [a, b] = pair(pair_of, file.as_of)?;
            case.comparators.extend(Dyad::new(a, b));
        }
        for given in &file.series {
            let error = |e: String| Error::Claim { file: name.to_owned(), claim: given.key.clone(), message: e };
            let key: SeriesKey = given.key.parse().map_err(|e: entente_claims::evidence::SeriesKeyError| error(e.to_string()))?;
            for value in &given.values {
                if let Some(unit) = value.unit {
                    given.unit.check_same("stated as", unit).map_err(|e| error(format!("value of {}: {e}", value.year)))?;
                }
                if !value.value.is_finite() {
                    return Err(error(format!("value of {} is not a number", value.year)));
                }
            }
            case.series.push((key, given.clone()));
        }
        case.claims.extend(file.claim.iter().cloned());
        case.file = file;
        name.clone_into(&mut case.origin);
        case.sides = sides;
        case.snapshot = hash.finalize().iter().take(8).map(|b| format!("{b:02x}")).collect();
        crate::check::refuse_faults(name, &case)?;
        Ok(case)
    }

    /// The years the tables speak about, from first to last.
    pub fn years(&self) -> Option<YearSpan> {
        let spans: Vec<YearSpan> = self.tables.values().filter_map(|t| t.coverage).map(|c| c.years).collect();
        YearSpan::new(spans.iter().map(|s| s.first()).min()?, spans.iter().map(|s| s.last()).max()?)
    }

    /// A record by id, with the table it stands in.
    pub fn record(&self, id: &str) -> Option<(&str, &Record)> {
        self.tables.iter().find_map(|(name, table)| Some((name.as_str(), table.records.iter().find(|r| r.id == id)?)))
    }
}

impl Publishers for Case {
    fn publisher(&self, citation: &str) -> Option<&str> {
        self.citations.get(citation).map(|c| c.publisher.as_str())
    }
}

/// Resolves the names of a pair in that year.
///
/// # Errors
/// A name that is not one state then.
pub fn pair(names: &[String; 2], year: i32) -> Result<[StateCode; 2], ResolveError> {
    let when = YearSpan::new(year, year).map_or(When::Ever, When::Years);
    let code = |name: &String| resolve(name, when, System::Cow).map(|state| state.code);
    Ok([code(&names[0])?, code(&names[1])?])
}

fn unknown_table(file: &str, table: &str) -> Error {
    let names: Vec<&str> = tables::SCHEMAS.iter().map(|s| s.name).collect();
    let near = entente_core::nearest::nearest(table, names.iter().copied(), 1);
    let hint = near.first().map_or(String::new(), |near| format!("; did you mean {near:?}?"));
    Error::Columns { file: file.to_owned(), message: format!("there is no table {table:?}{hint} a case may have: {}", names.join(", ")) }
}
