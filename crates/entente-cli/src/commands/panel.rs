//! `entente panel`: a panel of states or pairs with whatever of the store is asked for.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use entente::Error;
use entente::dataset::{self, Beside, Output};
use entente::fs::Disk;
use entente::panel::join::OwnTable;
use entente::panel::list::list;
use entente::panel::{Built, Request, Restriction, build, pairs_file};
use entente_core::resolve::{When, resolve};
use entente_core::{System, YearSpan};
use entente_panel::frame::Frame;
use entente_panel::spine::Unit;
use entente_panel::write::Statuses;

use crate::globals::Globals;

const EXAMPLES: &str = "Examples:
  entente panel --list                                            the variables, and which the store has
  entente panel --years 1816..2014 --with all -o panel.parquet    directed pairs with everything
  entente panel --years 1946..2014 --dyads prd --with atop_defense,cinc,cowmidonset -o prd.dta
  entente panel --unit undirected --years 1990..2010 --with polity2:min,arms_tiv:sum,capdist -o weak_link.csv
  entente panel --unit state --years 1816..2016 --with cow_nmc --states GBR,FRA -o two.csv
  entente panel --years 1946..2014 --with cinc --join mine.csv -o p.parquet --also p.dta   your own columns, in two formats

Beside FILE it writes NAME.entente.json, .codebook.html, .codebook.md, .bib and .datapackage.json.";

/// What one row is.
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum Rows {
    /// A pair in a year, once in each direction
    Directed,
    /// A pair in a year
    Undirected,
    /// A state in a year
    State,
}

/// Whose list of states.
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum List {
    /// Correlates of War
    Cow,
    /// Gleditsch and Ward
    Gw,
}

/// Write a panel: one row for each state or pair and year, with variables of the store
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// What one row is
    #[arg(long, value_enum, default_value_t = Rows::Directed)]
    unit: Rows,
    /// Whose list of states decides which rows there are
    #[arg(long, value_enum, default_value_t = List::Cow)]
    system: List,
    /// First and last year, as 1816..2014; never taken from the clock
    #[arg(long, short, value_name = "A..B", required_unless_present = "list")]
    years: Option<YearSpan>,
    /// Variables, indicators, tables or sources, or all; with :max, :min, :mean, :sum, :either or :both for one column of both sides
    #[arg(long, value_name = "ID,...", value_delimiter = ',')]
    with: Vec<String>,
    /// Pairs to keep: all, prd (politically relevant: contiguous, or with a major power), or a CSV file with ccode1,ccode2 and maybe year
    #[arg(long, value_name = "all|prd|FILE", default_value = "all")]
    dyads: String,
    /// Keep rows in which a state is one of these
    #[arg(long, value_name = "STATE,...", value_delimiter = ',')]
    states: Vec<String>,
    /// A CSV file of your own to join, keyed by ccode1,ccode2,year or ccode1,ccode2 or ccode,year; may be given again
    #[arg(long, value_name = "FILE")]
    join: Vec<PathBuf>,
    /// Leave out every column that its publisher does not let you pass on
    #[arg(long)]
    redistributable: bool,
    /// List the variables
    #[arg(long, conflicts_with = "output")]
    list: bool,
    /// File to write; .parquet, .csv or .dta
    #[arg(long, short, value_name = "FILE", required_unless_present = "list")]
    output: Option<PathBuf>,
    /// A further file of the same panel, in another format; may be given again
    #[arg(long, value_name = "FILE")]
    also: Vec<PathBuf>,
    /// Write behind each column a column that says why it has a value or none (not in .dta, which has extended missing values)
    #[arg(long)]
    status: bool,
    /// Write the data alone, and nothing beside them
    #[arg(long)]
    bare: bool,
}

impl Args {
    pub(crate) fn run(self, globals: &Globals) -> Result<ExitCode, Error> {
        let store = globals.open_store()?;
        let (Some(years), Some(output)) = (self.years, &self.output) else {
            crate::output::data(&listed(&list(&store), globals.json));
            return Ok(ExitCode::SUCCESS);
        };
        let output = self.output(output);
        output.check(&Disk)?;
        let request = self.request(years)?;
        let built = build(&store, &request)?;
        announce(&built, &request, globals);
        for file in dataset::write(&Disk, &store, &built.panel, built.about(&request), &output)? {
            globals.say(&format!("wrote {} ({})", file.path.display(), super::data::size(file.bytes)));
        }
        Ok(ExitCode::SUCCESS)
    }

    fn output(&self, path: &Path) -> Output {
        let dyads = [PathBuf::from(&self.dyads)];
        Output {
            path: path.to_owned(),
            also: self.also.clone(),
            statuses: if self.status { Statuses::Shown } else { Statuses::Hidden },
            beside: if self.bare { Beside::Nothing } else { Beside::Everything },
            inputs: self.join.iter().chain(&dyads).cloned().collect(),
        }
    }

    fn request(&self, years: YearSpan) -> Result<Request, Error> {
        let system = match self.system {
            List::Cow => System::Cow,
            List::Gw => System::Gw,
        };
        let mut restrictions = Vec::new();
        if !self.states.is_empty() {
            let code = |name: &String| resolve(name.trim(), When::Years(years), system).map(|state| state.code.0);
            restrictions.push(Restriction::States(self.states.iter().map(code).collect::<Result<_, _>>()?));
        }
        match self.dyads.as_str() {
            "all" => {}
            "prd" => restrictions.push(Restriction::Relevant),
            file => restrictions.push(pairs_file::read(&Disk, file.as_ref(), system)?),
        }
        Ok(Request {
            unit: match self.unit {
                Rows::Directed => Unit::Directed,
                Rows::Undirected => Unit::Undirected,
                Rows::State => Unit::State,
            },
            system,
            years,
            with: self.with.iter().map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect(),
            restrictions,
            is_redistributable: self.redistributable,
            joins: self.join.iter().map(|path| OwnTable::open(&Disk, path)).collect::<Result<_, _>>()?,
        })
    }
}

/// Says which rows are there, which are not, and what was odd.
fn announce(built: &Built, request: &Request, globals: &Globals) {
    let spine = &built.panel.spine;
    globals.say(&format!("{} rows, {} columns, {}", built.panel.rows(), built.panel.fields().len(), request.years));
    for exclusion in &built.exclusions {
        globals.say(&format!("  left out {} rows: {} [{}]", exclusion.rows, exclusion.why, exclusion.rule));
    }
    let assumed = spine.assumed();
    if assumed > 0 {
        globals.say(&format!("  {assumed} rows lie after {}, where the list ends: membership is taken to go on", spine.system.list_ends()));
    }
    for finding in &built.findings {
        globals.say(&format!("  {}: {}", finding.place, finding.message));
    }
}

/// The variables as a table, or as JSON.
fn listed(variables: &[entente::panel::list::Listed], is_json: bool) -> String {
    if is_json {
        return format!("{:#}\n", serde_json::json!(variables));
    }
    let mut out = String::new();
    for variable in variables {
        let covers = variable.covers.map_or_else(|| "not in the store".to_owned(), |years| years.to_string());
        let unit = if variable.unit.is_empty() { String::new() } else { format!(" ({})", variable.unit) };
        out.push_str(&format!("{:<28} {covers:<16} {}{unit}\n", variable.name, variable.label));
        if variable.columns != [variable.name] || !variable.indicator.is_empty() {
            let also = if variable.indicator.is_empty() { String::new() } else { format!("; the same as {}", variable.indicator) };
            out.push_str(&format!("{:<28} {:<16} columns {}{also}\n", "", "", variable.columns.join(", ")));
        }
    }
    out
}
