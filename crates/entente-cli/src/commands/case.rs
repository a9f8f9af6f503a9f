//! `entente case new` and `entente case check`.

use std::path::PathBuf;
use std::process::ExitCode;

use entente::case::pair;
use entente::fs::{Disk, Fs};
use entente::{Case, Error, assess, tables, template};
use entente_core::{Register, Severity};

use crate::clock::{Clock, SystemClock};
use crate::globals::Globals;

const EXAMPLES: &str = "Examples:
  entente case new --pair japan australia jpn-aus      a folder with a case that checks
  entente case check jpn-aus/case.toml                 every fault with file, line and the nearest right word
  entente assess japan australia --case jpn-aus/case.toml";

/// Start or check a case of your own
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Args {
    /// Write a new case into a folder that does not exist yet
    #[command(after_help = EXAMPLES)]
    New {
        /// The two states
        #[arg(long, num_args = 2, value_names = ["A", "B"], required = true)]
        pair: Vec<String>,
        /// Year of the assessment
        #[arg(long, short, default_value_t = 2021, value_parser = clap::value_parser!(i32).range(1816..=2100))]
        year: i32,
        /// Folder to make
        folder: PathBuf,
    },
    /// Check a case without judging it
    #[command(after_help = EXAMPLES)]
    Check {
        /// The case.toml
        file: PathBuf,
        /// Exit with status 3 if anything is to be warned of
        #[arg(long)]
        strict: bool,
    },
}

impl Args {
    pub(crate) fn run(self, globals: &Globals) -> Result<ExitCode, Error> {
        match self {
            Self::New { pair: names, year, folder } => {
                let names: [String; 2] = [names[0].clone(), names[1].clone()];
                let [a, b] = pair(&names, year)?;
                if a == b {
                    return Err(Error::SameState { name: Register::builtin().name(a) });
                }
                let io = |source| Error::Io { path: folder.clone(), source };
                Disk.make_folder(&folder).map_err(io)?;
                let id = folder.file_name().and_then(|n| n.to_str()).unwrap_or("case");
                let register = Register::builtin();
                let files = template::new_case(id, &register.name(a), &register.name(b), year, &SystemClock.today());
                for (name, text) in files {
                    let path = folder.join(name);
                    Disk.write_new(&path, text.as_bytes()).map_err(|source| Error::Io { path, source })?;
                }
                if globals.json {
                    crate::output::data(&format!("{:#}\n", serde_json::json!({ "folder": folder, "case": folder.join("case.toml") })));
                }
                globals.say(&format!("wrote {0}; next: entente case check {0}/case.toml", folder.display()));
                Ok(ExitCode::SUCCESS)
            }
            Self::Check { file, strict } => check(globals, &file, strict),
        }
    }
}

fn check(globals: &Globals, file: &std::path::Path, is_strict: bool) -> Result<ExitCode, Error> {
    let case = Case::open(&Disk, file)?;
    let assessment = assess(&case, case.file.as_of)?;
    let mut out =
        format!("{}: {} claims, {} rubrics, {} citations\n", file.display(), case.claims.len(), case.rubrics.len(), case.citations.len());
    for (name, table) in &case.tables {
        let row = tables::schema(name).map_or("", |s| s.row);
        out.push_str(&format!("  {name:<13} {:>5} records; one row: {row}\n", table.records.len()));
    }
    if case.tables.is_empty() {
        let names: Vec<&str> = tables::SCHEMAS.iter().map(|s| s.name).collect();
        out.push_str(&format!("  no tables; a case may have: {}\n", names.join(", ")));
    }
    // That there is no contest is worth a word where the case states one.
    let is_fault = |f: &&entente_core::Finding| f.severity >= Severity::Warning || (f.code == "no_contest" && case.contest.is_some());
    let faults: Vec<_> = assessment.findings.iter().filter(is_fault).collect();
    for finding in &faults {
        out.push_str(&format!("  {} {}: {}\n", finding.code, finding.place, finding.message));
    }
    if globals.json {
        let value =
            serde_json::json!({ "case": assessment.case, "data_snapshot": assessment.data_snapshot, "findings": assessment.findings });
        crate::output::data(&format!("{value:#}\n"));
    } else {
        crate::output::data(&out);
    }
    Ok(if is_strict && !faults.is_empty() { ExitCode::from(3) } else { ExitCode::SUCCESS })
}
