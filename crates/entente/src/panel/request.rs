//! What a user asks of a panel: rows, and variables by name, each with a rule where both directions are to become one.

use entente_core::nearest::nearest;
use entente_core::{Finding, Severity, System, YearSpan};
use entente_panel::Store;
use entente_panel::frame::{Kind, Values};
use entente_panel::panel::{Cells, Column, Shape, Side};
use entente_panel::spine::{Spine, Unit};
use entente_panel::status::Status;
use entente_panel::store::table_card;
use entente_sources::Redistribute;

use super::join::OwnTable;
use super::restrict::Restriction;
use super::variable::Variable;
use super::variables;
use crate::error::Error;

/// Everything that decides a panel but the store.
#[derive(Debug, Clone)]
pub struct Request {
    /// What a row is.
    pub unit: Unit,
    /// Whose list of states.
    pub system: System,
    /// First and last year.
    pub years: YearSpan,
    /// Names of variables, indicators, tables or sources, or `all`; a rule may follow a colon.
    pub with: Vec<String>,
    /// Which of the rows are kept, all where there is none.
    pub restrictions: Vec<Restriction>,
    /// True where nothing may be in it that may not be passed on.
    pub is_redistributable: bool,
    /// The user's files to join, in order.
    pub joins: Vec<OwnTable>,
}

/// How values of two states, or of two directions, become one of a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// The larger.
    Max,
    /// The smaller.
    Min,
    /// Their mean.
    Mean,
    /// Their sum.
    Sum,
    /// One where either is above zero.
    Either,
    /// One where both are.
    Both,
}

impl Rule {
    const ALL: [(&'static str, Self); 6] =
        [("max", Self::Max), ("min", Self::Min), ("mean", Self::Mean), ("sum", Self::Sum), ("either", Self::Either), ("both", Self::Both)];

    fn word(self) -> &'static str {
        Self::ALL.into_iter().find(|(_, rule)| *rule == self).map_or("", |(word, _)| word)
    }

    fn of(self, x: f64, y: f64) -> f64 {
        match self {
            Self::Max => x.max(y),
            Self::Min => x.min(y),
            Self::Mean => (x + y) / 2.0,
            Self::Sum => x + y,
            Self::Either => f64::from(u8::from(x > 0.0 || y > 0.0)),
            Self::Both => f64::from(u8::from(x > 0.0 && y > 0.0)),
        }
    }
}

/// A variable that was asked for.
pub(super) struct Wanted {
    pub(super) variable: &'static Variable,
    rule: Option<Rule>,
}

impl Request {
    /// The variables by name, in the order asked for, each once; and what is left out where everything was asked for.
    pub(super) fn variables(&self, store: &Store<'_>) -> Result<(Vec<Wanted>, Vec<Finding>), Error> {
        let mut wanted: Vec<Wanted> = Vec::new();
        let mut findings = Vec::new();
        for text in &self.with {
            let (name, rule) = match text.split_once(':') {
                Some((name, rule)) => (name, Some(rule_of(text, rule)?)),
                None => (text.as_str(), None),
            };
            for variable in self.named(name)? {
                if wanted.iter().any(|w| w.variable.name == variable.name && w.rule == rule) {
                    continue;
                }
                let is_single = variable.name == name || variable.indicator == name;
                match self.obstacle(store, variable, rule) {
                    None => wanted.push(Wanted { variable, rule }),
                    // What a name of many variables brings and cannot be had is said; what was named alone is an error.
                    Some(obstacle) if is_single => return Err(obstacle),
                    Some(obstacle) => {
                        findings.push(Finding::new("left_out", Severity::Note, variable.name, format!("left out: {obstacle}")));
                    }
                }
            }
        }
        if self.is_redistributable {
            wanted.retain(|w| match w.variable.withheld() {
                None => true,
                Some(why) => {
                    findings.push(Finding::new("withheld", Severity::Note, w.variable.name, why));
                    false
                }
            });
        }
        Ok((wanted, findings))
    }

    fn named(&self, name: &str) -> Result<Vec<&'static Variable>, Error> {
        let fits = |v: &&'static Variable| v.fits(self.unit);
        if name == "all" {
            return Ok(variables().filter(fits).collect());
        }
        if let Some(one) = variables().find(|v| v.name == name || v.indicator == name) {
            return Ok(vec![one]);
        }
        let source_of = |table: &str| table_card(table).map(|(card, _)| card.id.as_str());
        let many: Vec<_> =
            variables().filter(fits).filter(|v| v.tables.iter().any(|table| *table == name || source_of(table) == Some(name))).collect();
        if !many.is_empty() {
            return Ok(many);
        }
        // A name with the suffix of its column is its variable.
        let bare = name.strip_suffix("_1to2").or(name.strip_suffix("_2to1")).unwrap_or(name.trim_end_matches(['1', '2']));
        if let Some(one) = variables().find(|v| v.name == bare && v.columns(self.unit).iter().any(|(_, column, _)| column == name)) {
            return Ok(vec![one]);
        }
        let known = variables().map(|v| v.name);
        let hint = nearest(name, known, 1).first().map_or_else(String::new, |near| format!("; did you mean {near}?"));
        Err(Error::UnknownItem { item: name.to_owned(), hint: format!("{hint}; list the variables with: entente panel --list") })
    }

    /// Why a variable cannot be had; none where it can.
    fn obstacle(&self, store: &Store<'_>, variable: &Variable, rule: Option<Rule>) -> Option<Error> {
        if !variable.fits(self.unit) {
            return Some(Error::Panel {
                message: format!("{} is about a pair, and the rows are states; use --unit directed or undirected", variable.name),
            });
        }
        if rule.is_some() && (self.unit == Unit::State || variable.shape == Shape::Pair) {
            return Some(Error::Panel {
                message: format!("{} has one value a row, so there is nothing to collapse; leave the rule out", variable.name),
            });
        }
        let is_there = |n: usize, table: &str| store.has(table) || n == 0 && variable.instead.iter().any(|other| store.has(other));
        let (_, absent) = variable.tables.iter().enumerate().find(|(n, table)| !is_there(*n, table))?;
        // The store says what to add.
        store.read(absent, &[], &[]).err().map(Error::from)
    }
}

fn rule_of(text: &str, word: &str) -> Result<Rule, Error> {
    Rule::ALL.into_iter().find(|(known, _)| *known == word).map(|(_, rule)| rule).ok_or_else(|| Error::Panel {
        message: format!("{text:?}: no rule is called {word:?}; known are {}", Rule::ALL.map(|(word, _)| word).join(", ")),
    })
}

impl Wanted {
    /// Its name, with its rule.
    pub(super) fn text(&self) -> String {
        let rule = self.rule.map_or(String::new(), |rule| format!(":{}", rule.word()));
        format!("{}{rule}", self.variable.name)
    }

    /// Its columns.
    pub(super) fn columns(&self, spine: &Spine, cells: &std::sync::Arc<Cells>) -> Vec<Column> {
        let Some(rule) = self.rule else {
            let column = |(side, name, label)| Column { field: self.variable.field(name, label), cells: cells.clone(), side };
            return self.variable.columns(spine.unit).into_iter().map(column).collect();
        };
        let cells = collapsed(spine, cells, rule);
        let name = format!("{}_{}", self.variable.name, rule.word());
        let of = if self.variable.shape == Shape::State { "of the two states" } else { "of both directions" };
        let mut field = self.variable.field(name, format!("{}, {} {of}", self.variable.label, rule.word()));
        field.kind = cells.values.kind();
        if matches!(rule, Rule::Either | Rule::Both) {
            field.codes = super::variable::NO_YES.to_vec();
        }
        vec![Column { field, cells: std::sync::Arc::new(cells), side: Side::One }]
    }
}

/// Cells of pairs from those of both sides. Without a value on one side there is none, unless the other decides alone.
fn collapsed(spine: &Spine, from: &Cells, rule: Rule) -> Cells {
    let value = |cell: usize| match &from.values {
        Values::Int(values) => f64::from(values[cell]),
        Values::Real(values) => values[cell],
        Values::Text(_) => f64::NAN,
    };
    let is_whole = from.values.kind() == Kind::Int && rule != Rule::Mean || matches!(rule, Rule::Either | Rule::Both);
    let mut cells = Cells::absent(Shape::Pair, if is_whole { Kind::Int } else { Kind::Real }, spine.cells(), Status::Missing);
    for run in &spine.runs {
        for n in 0..run.years as usize {
            let cell = run.start + n;
            let sides = match from.shape {
                Shape::State => [run.low, run.high].map(|place| spine.state_cell(place, run.first + n as i32)),
                _ => [cell, cell + spine.cells()],
            };
            let status = sides.map(|side| Status::from(from.status[side]));
            let decides = |side: usize| match rule {
                Rule::Either => status[side].has_value() && value(sides[side]) > 0.0,
                Rule::Both => status[side].has_value() && value(sides[side]) <= 0.0,
                _ => false,
            };
            let both = status.into_iter().all(Status::has_value);
            let result = if both {
                rule.of(value(sides[0]), value(sides[1]))
            } else if decides(0) || decides(1) {
                f64::from(u8::from(rule == Rule::Either))
            } else {
                cells.status[cell] = status[0].max(status[1]) as u8;
                continue;
            };
            cells.status[cell] = if both { status[0].min(status[1]) } else { Status::Observed } as u8;
            match &mut cells.values {
                Values::Int(values) => values[cell] = result as i32,
                Values::Real(values) => values[cell] = result,
                Values::Text(_) => {}
            }
        }
    }
    cells
}

impl Variable {
    /// Why it may not be passed on; none where it may.
    pub(crate) fn withheld(&self) -> Option<String> {
        self.tables.iter().chain(self.instead).find_map(|table| {
            let (card, _) = table_card(table)?;
            let is_free = match card.redistribute {
                Redistribute::Raw => true,
                Redistribute::Derived => self.is_computed,
                Redistribute::None => false,
            };
            (!is_free).then(|| format!("withheld: the terms of {} do not let it be passed on ({})", card.title, card.license.id))
        })
    }
}
