//! Panels: every state, pair or directed pair of a list of states in every year, with whatever of the store's variables is asked for.
//!
//! A row is there because of the list of states alone; a variable is laid on the rows and never adds or drops one. Each cell has a value
//! or the reason why it has none. What was left out, and how many rows that was, is in the result.

mod agreements;
mod arms;
mod conflict;
mod exercises;
mod gather;
mod geography;
pub mod join;
mod lay;
pub mod list;
pub mod pairs_file;
mod pledges;
mod recipe;
pub mod request;
mod restrict;
mod sanctions;
mod spending;
mod states;
mod trade;
pub mod variable;
mod votes;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use entente_core::{Finding, Severity, System};
use entente_panel::Store;
use entente_panel::panel::{Cells, Column, Panel};
use entente_panel::spine::{Spine, Unit};
use entente_panel::write::status_name;
use rayon::prelude::*;

use crate::dataset::About;
use crate::error::Error;
use gather::Gather;
pub use request::{Request, Rule};
pub use restrict::{Exclusion, Restriction};
use variable::Variable;

/// First year of either list of states.
const FIRST_YEAR: i32 = 1816;

/// Last year for which membership may be taken to go on (chosen: that of the other commands).
const LAST_YEAR: i32 = 2100;

/// A variable with its cells.
type Made = (&'static Variable, Cells);

/// Variables that rest on the same tables, and how they are computed.
struct Family {
    variables: &'static [Variable],
    build: fn(&Gather<'_>, &[&'static Variable]) -> Result<Vec<Made>, Error>,
}

/// All families, in the order of the columns of a panel with everything.
const FAMILIES: &[Family] = &[
    Family { variables: pledges::VARIABLES, build: pledges::build },
    Family { variables: agreements::VARIABLES, build: agreements::build },
    Family { variables: states::VARIABLES, build: states::build },
    Family { variables: spending::VARIABLES, build: spending::build },
    Family { variables: geography::VARIABLES, build: geography::build },
    Family { variables: conflict::VARIABLES, build: conflict::build },
    Family { variables: sanctions::VARIABLES, build: sanctions::build },
    Family { variables: trade::VARIABLES, build: trade::build },
    Family { variables: arms::VARIABLES, build: arms::build },
    Family { variables: exercises::VARIABLES, build: exercises::build },
    Family { variables: votes::VARIABLES, build: votes::build },
];

/// All variables.
fn variables() -> impl Iterator<Item = &'static Variable> {
    FAMILIES.iter().flat_map(|family| family.variables)
}

/// A panel, and what is to be said about it.
#[derive(Debug)]
pub struct Built {
    /// The panel.
    pub panel: Panel,
    /// Rows that were left out, with the rule and the count.
    pub exclusions: Vec<Exclusion>,
    /// What was odd or is not there.
    pub findings: Vec<Finding>,
    /// Tables of the store that were read.
    pub tables: BTreeSet<String>,
    /// Names of the variables in it, each with its rule.
    pub variables: Vec<String>,
    /// The user's files that were joined, and how they fitted.
    pub joined: Vec<join::Joined>,
}

impl Built {
    /// What is to be said about it beside the data.
    pub fn about(&self, request: &Request) -> About {
        let unit = match request.unit {
            Unit::State => "State-years",
            Unit::Undirected => "Dyad-years",
            Unit::Directed => "Directed dyad-years",
        };
        let list = match request.system {
            System::Cow => "Correlates of War",
            System::Gw => "Gleditsch-Ward",
        };
        let mut findings = self.findings.clone();
        let assumed = self.panel.spine.assumed();
        if assumed > 0 {
            let message =
                format!("{assumed} rows lie after {}, where the list ends: membership is taken to go on", request.system.list_ends());
            findings.push(Finding::new("assumed_members", Severity::Note, format!("{list} list of states"), message));
        }
        About {
            title: format!("{unit}, {} to {}, {list} list", request.years.first(), request.years.last()),
            recipe: request.recipe(&self.variables),
            system: Some(request.system),
            exclusions: self.exclusions.clone(),
            findings,
            tables: self.tables.clone(),
            unmatched: self.joined.iter().map(|joined| (joined.file.clone(), joined.unmatched.clone())).collect(),
        }
    }
}

/// Builds a panel.
///
/// # Errors
/// Years outside 1816 to 2100, a name that is no variable, a table that the store does not have, or a damaged store.
pub fn build(store: &Store<'_>, request: &Request) -> Result<Built, Error> {
    if request.years.first() < FIRST_YEAR || request.years.last() > LAST_YEAR {
        let message =
            format!("{} is not within {FIRST_YEAR}, when the lists of states begin, and {LAST_YEAR}; name other years", request.years);
        return Err(Error::Panel { message });
    }
    let mut spine = Spine::new(request.unit, request.system, request.years);
    let (wanted, mut findings) = request.variables(store)?;
    let gather = Gather::new(store, &spine);
    let mut exclusions = restrict::of_the_spine(&spine);
    let names: BTreeSet<&str> = wanted.iter().map(|w| w.variable.name).collect();
    let families: Vec<(&Family, Vec<&'static Variable>)> = FAMILIES
        .iter()
        .map(|family| (family, family.variables.iter().filter(|v| names.contains(v.name)).collect::<Vec<_>>()))
        .filter(|(_, variables)| !variables.is_empty())
        .collect();
    let made: Vec<Vec<Made>> =
        families.into_par_iter().map(|(family, variables)| (family.build)(&gather, &variables)).collect::<Result<_, _>>()?;
    let made: BTreeMap<&str, Arc<Cells>> = made.into_iter().flatten().map(|(v, cells)| (v.name, Arc::new(cells))).collect();
    let tests = request.restrictions.iter().map(|r| r.test(&gather)).collect::<Result<Vec<_>, Error>>()?;
    let (tables, said) = gather.finish();
    findings.extend(said);
    for (restriction, test) in request.restrictions.iter().zip(tests) {
        exclusions.extend(restriction.apply(&mut spine, test));
    }
    let mut columns = wanted.iter().flat_map(|w| w.columns(&spine, &made[w.variable.name])).collect::<Vec<Column>>();
    // Of tables that serve as well as one another only those that did.
    columns.iter_mut().for_each(|column| column.field.from.retain(|table| tables.contains(table)));
    let joined = join_all(request, &spine, &mut columns, &mut findings)?;
    let variables = wanted.iter().map(request::Wanted::text).collect();
    Ok(Built { panel: Panel::new(spine, columns), exclusions, findings, tables, variables, joined })
}

/// Adds the columns of the user's files behind the others.
fn join_all(request: &Request, spine: &Spine, columns: &mut Vec<Column>, findings: &mut Vec<Finding>) -> Result<Vec<join::Joined>, Error> {
    let code = match spine.system {
        System::Cow => "ccode",
        System::Gw => "gwcode",
    };
    let keys = ["", "1", "2"].map(|side| format!("{code}{side}"));
    let named = columns.iter().flat_map(|c| [c.field.name.to_lowercase(), status_name(&c.field.name.to_lowercase())]);
    let mut names: BTreeSet<String> = keys.into_iter().chain(["year".to_owned()]).chain(named).collect();
    let mut joined: Vec<join::Joined> = Vec::new();
    for table in &request.joins {
        if joined.iter().any(|before| before.file == table.name) {
            return Err(Error::Panel {
                message: format!("two files to join are called {}; rename one, so that they can be told apart", table.name),
            });
        }
        let (more, fitted) = join::lay(table, spine, &mut names, findings)?;
        columns.extend(more);
        joined.push(fitted);
    }
    Ok(joined)
}

#[cfg(test)]
mod tests {
    use entente_panel::frame::LONGEST_NAME;

    use super::*;

    #[test]
    fn names_are_unique_and_short_and_labels_too() {
        for unit in [Unit::State, Unit::Undirected, Unit::Directed] {
            let mut seen = BTreeSet::new();
            for variable in variables().filter(|v| v.fits(unit)) {
                for (_, name, label) in variable.columns(unit) {
                    assert!(name.len() <= LONGEST_NAME && label.chars().count() <= 80, "{name}: {label}");
                    assert!(seen.insert(name.clone()), "{name} stands twice");
                }
            }
        }
    }

    #[test]
    fn years_that_no_list_reaches_are_refused() {
        let nowhere = tempfile::tempdir().unwrap();
        let store = Store::open(&crate::fs::Disk, &nowhere.path().join("none"), None).unwrap();
        let of = |years: &str| {
            let request = Request {
                unit: Unit::State,
                system: entente_core::System::Cow,
                years: years.parse().unwrap(),
                with: Vec::new(),
                restrictions: Vec::new(),
                is_redistributable: false,
                joins: Vec::new(),
            };
            build(&store, &request).map(|built| built.panel.spine.rows())
        };
        assert!(of("1816..1820").unwrap() > 0 && of("2016..2100").unwrap() > 0);
        for years in ["1815..1820", "3000..3010"] {
            assert!(of(years).unwrap_err().to_string().contains(years));
        }
    }

    #[test]
    fn each_rests_on_tables_that_exist() {
        for variable in variables() {
            assert!(!variable.tables.is_empty() && !variable.label.is_empty(), "{}", variable.name);
            for table in variable.tables {
                assert!(entente_panel::store::table_card(table).is_some(), "{} rests on {table}", variable.name);
            }
        }
    }
}
