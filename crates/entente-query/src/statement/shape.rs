//! What the tree of a query may hold. What this program's engine would pass over in silence is refused here; what it can plan is checked
//! again on the plan.

use std::ops::ControlFlow;

use datafusion::sql::sqlparser::ast::{Distinct, Expr, LimitClause, Query, Select, SetExpr, TableFactor, Visit, Visitor};

use super::count::CHAIN;
use crate::error::Error;
use crate::limits::TextLimits;

/// Refuses what is no plain query.
pub(super) fn check(query: &Query, limits: &TextLimits) -> Result<(), Error> {
    let mut shape = Shape { tables: 0, depth: 0, limits: *limits };
    match query.visit(&mut shape) {
        ControlFlow::Continue(()) => Ok(()),
        ControlFlow::Break(error) => Err(error),
    }
}

struct Shape {
    tables: usize,
    /// Expressions around the one that is looked at.
    depth: usize,
    limits: TextLimits,
}

fn too_many(what: &str, found: usize, limit: usize, hint: &str) -> ControlFlow<Error> {
    if found <= limit {
        return ControlFlow::Continue(());
    }
    ControlFlow::Break(Error::TooLong { what: what.to_owned(), found, limit, hint: hint.to_owned() })
}

fn refuse_if(is_there: bool, what: &str) -> ControlFlow<Error> {
    if is_there { ControlFlow::Break(Error::NotAllowed(format!("{what} is not allowed here"))) } else { ControlFlow::Continue(()) }
}

impl Visitor for Shape {
    type Break = Error;

    fn pre_visit_expr(&mut self, _: &Expr) -> ControlFlow<Error> {
        self.depth += 1;
        // The innermost is no operator.
        too_many("operators inside each other", self.depth - 1, self.limits.chain, CHAIN)
    }

    fn post_visit_expr(&mut self, _: &Expr) -> ControlFlow<Error> {
        self.depth -= 1;
        ControlFlow::Continue(())
    }

    fn pre_visit_query(&mut self, query: &Query) -> ControlFlow<Error> {
        refuse_if(query.with.as_ref().is_some_and(|with| with.recursive), "WITH RECURSIVE")?;
        refuse_if(query.fetch.is_some(), "FETCH (write LIMIT)")?;
        refuse_if(!query.locks.is_empty(), "FOR UPDATE or FOR SHARE")?;
        refuse_if(query.for_clause.is_some(), "FOR XML, FOR JSON or FOR BROWSE")?;
        refuse_if(query.settings.is_some(), "SETTINGS")?;
        refuse_if(query.format_clause.is_some(), "FORMAT")?;
        refuse_if(!query.pipe_operators.is_empty(), "a pipe operator")?;
        if let Some(LimitClause::LimitOffset { limit_by, .. }) = &query.limit_clause {
            refuse_if(!limit_by.is_empty(), "LIMIT BY")?;
        }
        body(&query.body)
    }

    fn pre_visit_select(&mut self, select: &Select) -> ControlFlow<Error> {
        refuse_if(select.into.is_some(), "SELECT INTO")?;
        refuse_if(select.select_modifiers.is_some(), "a modifier of SELECT")?;
        refuse_if(select.top.is_some(), "TOP (write LIMIT)")?;
        refuse_if(select.prewhere.is_some(), "PREWHERE")?;
        refuse_if(!select.lateral_views.is_empty(), "LATERAL VIEW")?;
        refuse_if(!select.connect_by.is_empty(), "CONNECT BY")?;
        refuse_if(!select.cluster_by.is_empty() || !select.distribute_by.is_empty() || !select.sort_by.is_empty(), "SORT BY or its like")?;
        refuse_if(select.value_table_mode.is_some(), "AS STRUCT or AS VALUE")?;
        refuse_if(matches!(select.distinct, Some(Distinct::On(_))), "DISTINCT ON (number the rows with row_number() and keep the first)")
    }

    fn pre_visit_table_factor(&mut self, factor: &TableFactor) -> ControlFlow<Error> {
        self.tables += 1;
        too_many("tables", self.tables, self.limits.tables, "")?;
        match factor {
            TableFactor::Table { args, with_hints, version, with_ordinality, partitions, json_path, sample, index_hints, .. } => {
                refuse_if(args.is_some(), "a function in FROM")?;
                refuse_if(sample.is_some(), "TABLESAMPLE")?;
                let has_more = !with_hints.is_empty() || !partitions.is_empty() || !index_hints.is_empty();
                refuse_if(has_more || version.is_some() || *with_ordinality || json_path.is_some(), "more than the name of a table in FROM")
            }
            TableFactor::Derived { lateral, sample, .. } => {
                refuse_if(*lateral, "LATERAL")?;
                refuse_if(sample.is_some(), "TABLESAMPLE")
            }
            TableFactor::NestedJoin { .. } => ControlFlow::Continue(()),
            _ => refuse_if(true, "anything but tables and subqueries in FROM"),
        }
    }
}

/// What a query is made of; set operations are looked into by their own queries and selects.
fn body(set: &SetExpr) -> ControlFlow<Error> {
    let mut rest = vec![set];
    while let Some(set) = rest.pop() {
        match set {
            SetExpr::Select(_) | SetExpr::Query(_) | SetExpr::Values(_) => {}
            SetExpr::SetOperation { left, right, .. } => rest.extend([&**left, &**right]),
            SetExpr::Insert(_) | SetExpr::Update(_) | SetExpr::Delete(_) | SetExpr::Merge(_) => {
                return refuse_if(true, "INSERT, UPDATE, DELETE or MERGE");
            }
            SetExpr::Table(_) => return refuse_if(true, "TABLE (write SELECT * FROM)"),
        }
    }
    ControlFlow::Continue(())
}
