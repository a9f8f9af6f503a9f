//! The contest of a pair on its way to be computed, whether a case states it or the store gives it.

use std::collections::BTreeSet;
use std::sync::Arc;

use entente_core::Dyad;
use entente_panel::Store;

use super::assessed::{Assessed, OfCase, setting, source};
use super::fill;
use super::outcome::{Effort, outcome};
use super::setting::Setting;
use super::store::{self, Measure};
use crate::case::Case;
use crate::error::Error;
use crate::output::SCHEMA_VERSION;
use crate::series;

/// A contest that is ready to be computed, with what stands behind it.
#[derive(Debug, Clone)]
pub struct Prepared<'a> {
    /// The contest.
    pub setting: Setting,
    /// Seed of its draws, if none is asked for.
    pub seed: u64,
    behind: Behind<'a>,
}

#[derive(Debug, Clone)]
enum Behind<'a> {
    Case(Arc<Case>),
    Store(&'a Store<'a>),
}

impl<'a> Prepared<'a> {
    /// The contest that a case states, with the budgets whose id is `budget` or begins with it, or with all.
    ///
    /// # Errors
    /// The case states none, has no such budget, or something is missing.
    pub fn of_case(case: Case, year: i32, budget: Option<&str>) -> Result<Self, Error> {
        let evidence = series::gather(&case, year).evidence;
        let mut setting = setting(&case, &evidence)?;
        if let Some(budget) = budget {
            let ids: Vec<String> = setting.budgets.iter().map(|b| b.id.clone()).collect();
            setting.budgets.retain(|b| b.id.starts_with(budget));
            if setting.budgets.is_empty() {
                let message = format!("the case has no budget {budget}, but {}; or use --from store", ids.join(", "));
                return Err(Error::NoContest { message });
            }
        }
        let note = "the rule for any pair gives another contest of the same two: --from store, on imported data";
        setting.notes.push(note.to_owned());
        Ok(Self { setting, seed: case.file.seed, behind: Behind::Case(Arc::new(case)) })
    }

    /// The contest of a pair from imported data, with one budget by its id or with all.
    ///
    /// # Errors
    /// The store has not what it needs, or there is no such budget.
    pub fn of_store(store: &'a Store<'a>, dyad: Dyad, year: i32, budget: Option<&str>) -> Result<Self, Error> {
        let unknown = |id: &str| {
            let ids: Vec<&str> = Measure::ALL.into_iter().map(Measure::word).collect();
            Error::NoContest { message: format!("imported data give no budget {id}, but {}", ids.join(" and ")) }
        };
        let budget = budget.map(|id| Measure::ALL.into_iter().find(|m| m.word() == id).ok_or_else(|| unknown(id))).transpose()?;
        Ok(Self { setting: store::setting(store, dyad, year, budget)?, seed: 1, behind: Behind::Store(store) })
    }

    /// The same with another contest.
    #[must_use]
    pub fn with(&self, setting: Setting) -> Self {
        Self { setting, ..self.clone() }
    }

    /// Computes it. `on_draw` is called after each draw, in no order.
    ///
    /// # Errors
    /// Something is missing for it, or it has no certified answer.
    pub fn compute(&self, effort: Effort, on_draw: impl Fn() + Sync) -> Result<Assessed, Error> {
        let setting = self.setting.clone();
        let (outcome, calibration, page, known) = match &self.behind {
            Behind::Case(case) => {
                let found = OfCase::compute(case, setting, effort, on_draw)?;
                let page = found.page(case, &[]);
                (found.outcome, found.calibration, page, case.citations.clone())
            }
            Behind::Store(store) => {
                let outcome = outcome(setting, effort, on_draw)?;
                let known = Case::citations_of(store, &store::tables(store).into_iter().collect());
                let page = fill::page(&outcome, None, Vec::new(), source(&outcome, &known));
                (outcome, None, page, known)
            }
        };
        let cited = outcome.setting.citations.iter().chain(calibration.iter().flat_map(|c| &c.citations));
        let cited: BTreeSet<&String> = cited.collect();
        let citations = cited.into_iter().filter_map(|id| known.get(id).cloned()).collect();
        let code_version = env!("CARGO_PKG_VERSION").to_owned();
        Ok(Assessed { schema_version: SCHEMA_VERSION, code_version, outcome, calibration, page, citations })
    }
}
