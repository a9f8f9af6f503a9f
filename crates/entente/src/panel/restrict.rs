//! Which rows of a panel are kept. Each rule says what it left out and how many rows that was.

use std::collections::BTreeSet;

use entente_core::System;
use entente_panel::frame::Values;
use entente_panel::panel::Cells;
use entente_panel::spine::{Block, Spine, Unit};
use entente_panel::status::Status;
use serde::Serialize;

use super::gather::Gather;
use super::{geography, states};
use crate::dataset::OwnFile;
use crate::error::Error;

/// A rule for which rows are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Restriction {
    /// Rows in which a state is one of these.
    States(Vec<u16>),
    /// These pairs, in either order, in all years or in the one named.
    Pairs {
        /// The file they came from.
        file: OwnFile,
        /// Lower code, higher code, year.
        pairs: BTreeSet<(u16, u16, Option<i32>)>,
    },
    /// Pairs that touch each other by land or by up to 400 miles of water, or of which one is a major power.
    Relevant,
}

/// Rows that were left out by one rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Exclusion {
    /// Short stable id of the rule.
    pub rule: &'static str,
    /// How many rows.
    pub rows: usize,
    /// What they were, in words.
    pub why: String,
}

/// What a rule needs from the store.
pub(super) enum Test {
    Nothing,
    Relevance(Box<[Cells; 2]>),
}

/// What the list of states itself leaves out, or only assumes.
pub(super) fn of_the_spine(spine: &Spine) -> Vec<Exclusion> {
    let mut all = Vec::new();
    if spine.without_a_day > 0 {
        let why = "both states are members in the year, but never on the same day".to_owned();
        all.push(Exclusion { rule: "no_shared_day", rows: spine.without_a_day, why });
    }
    all
}

impl Restriction {
    /// Reads what the rule needs.
    pub(super) fn test(&self, gather: &Gather<'_>) -> Result<Test, Error> {
        Ok(match self {
            Self::Relevant if gather.spine.unit != Unit::State => {
                Test::Relevance(Box::new([geography::contiguity(gather)?, states::majors(gather)?]))
            }
            Self::Relevant => return Err(Error::Panel { message: "relevance is about pairs, and the rows are states".to_owned() }),
            Self::Pairs { .. } if gather.spine.unit == Unit::State => {
                return Err(Error::Panel { message: "a list of pairs restricts pairs, and the rows are states".to_owned() });
            }
            Self::States(codes) => {
                if let Some(code) = codes.iter().find(|code| gather.spine.states.binary_search(code).is_err()) {
                    let list = match gather.spine.system {
                        System::Cow => "Correlates of War",
                        System::Gw => "Gleditsch-Ward",
                    };
                    let message = format!("the {list} list has no state {code} in {}", gather.spine.years);
                    return Err(Error::Panel { message });
                }
                Test::Nothing
            }
            Self::Pairs { .. } => Test::Nothing,
        })
    }

    /// Leaves out what the rule does not keep.
    pub(super) fn apply(&self, spine: &mut Spine, test: Test) -> Vec<Exclusion> {
        let codes = spine.states.clone();
        let code = |place: u16| codes[usize::from(place)];
        match (self, test) {
            (Self::States(kept), _) => {
                let rows = spine.keep(|block, _| kept.contains(&code(block.one)) || kept.contains(&code(block.two)));
                vec![Exclusion { rule: "states", rows, why: format!("no state is one of {}", list(kept)) }]
            }
            (Self::Pairs { file, pairs }, _) => {
                let rows = spine.keep(|block, year| {
                    let (low, high) = (code(block.one).min(code(block.two)), code(block.one).max(code(block.two)));
                    pairs.contains(&(low, high, None)) || pairs.contains(&(low, high, Some(year)))
                });
                vec![Exclusion { rule: "pairs", rows, why: format!("not among the pairs of {}", file.name) }]
            }
            (Self::Relevant, Test::Relevance(cells)) => relevant(spine, &cells[0], &cells[1]),
            (Self::Relevant, Test::Nothing) => Vec::new(),
        }
    }
}

fn list(codes: &[u16]) -> String {
    codes.iter().map(u16::to_string).collect::<Vec<_>>().join(", ")
}

/// Pairs that are not relevant are left out, and those of which the sources do not say.
fn relevant(spine: &mut Spine, contiguity: &Cells, majors: &Cells) -> Vec<Exclusion> {
    let all = spine.clone();
    let truth = |cells: &Cells, cell: usize| match &cells.values {
        Values::Int(values) if Status::from(cells.status[cell]).has_value() => Some(values[cell] > 0),
        _ => None,
    };
    let is_relevant = |block: &Block, year: i32| {
        let cell = block.cell + (year - block.first) as usize;
        let major = |place: u16| truth(majors, all.state_cell(place, year));
        let signs = [truth(contiguity, cell), major(block.one), major(block.two)];
        if signs.contains(&Some(true)) {
            Some(true)
        } else if signs.contains(&None) {
            None
        } else {
            Some(false)
        }
    };
    let unknown = spine.keep(|block, year| is_relevant(block, year).is_some());
    let rows = spine.keep(|block, year| is_relevant(block, year) == Some(true));
    let why = |text: &str| text.to_owned();
    let mut found = vec![Exclusion { rule: "not_relevant", rows, why: why("neither contiguous nor with a major power") }];
    if unknown > 0 {
        let why = why("the sources of contiguity and major powers do not cover the year, so relevance is not known");
        found.push(Exclusion { rule: "relevance_unknown", rows: unknown, why });
    }
    found
}
