//! The variables that a panel can have: what each is, and whether the store has its tables.

use entente_core::YearSpan;
use entente_panel::Store;
use entente_panel::spine::Unit;
use serde::Serialize;

use super::variables;

/// One variable.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Listed {
    /// Name to ask for.
    pub name: &'static str,
    /// The indicator of a pair that is the same thing, where it has another name.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub indicator: &'static str,
    /// Names of its columns in a panel of directed pairs; in one of states where it has none there.
    pub columns: Vec<String>,
    /// What one value is.
    pub label: &'static str,
    /// Unit and range.
    pub unit: &'static str,
    /// What absence means.
    pub absence: &'static str,
    /// Tables it rests on.
    pub tables: &'static [&'static str],
    /// Years that all of its tables cover in the store; none where one of them is not there.
    pub covers: Option<YearSpan>,
    /// Says whether it may be passed on.
    pub is_redistributable: bool,
}

/// All variables in the order of the columns of a panel with everything.
pub fn list(store: &Store<'_>) -> Vec<Listed> {
    variables()
        .map(|variable| Listed {
            name: variable.name,
            indicator: variable.indicator,
            columns: variable.columns(Unit::Directed).into_iter().map(|(_, name, _)| name).collect(),
            label: variable.label,
            unit: variable.unit,
            absence: variable.absence,
            tables: variable.tables,
            covers: covers(store, variable.tables),
            is_redistributable: variable.withheld().is_none(),
        })
        .collect()
}

fn covers(store: &Store<'_>, tables: &[&str]) -> Option<YearSpan> {
    let spans = tables.iter().map(|table| store.coverage(table).map(|c| c.years)).collect::<Option<Vec<_>>>()?;
    YearSpan::new(spans.iter().map(|s| s.first()).max()?, spans.iter().map(|s| s.last()).min()?)
}
