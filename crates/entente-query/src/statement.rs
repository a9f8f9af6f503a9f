//! One statement as text, made into one query or refused before anything is planned.

mod count;
mod headers;
mod shape;
mod split;

use datafusion::common::TableReference;
use datafusion::sql::parser::{DFParserBuilder, Statement as Parsed};
use datafusion::sql::resolve::resolve_table_references;
use datafusion::sql::sqlparser::ast;
use datafusion::sql::sqlparser::dialect::GenericDialect;

use crate::error::Error;
use crate::limits::TextLimits;

pub use split::{split, unfinished};

/// One query that has passed the checks on its text.
#[derive(Debug, Clone)]
pub struct Statement {
    pub(crate) query: Parsed,
    /// Tables it names, in order.
    pub tables: Vec<String>,
    /// True where its outermost SELECT says in which order rows come.
    pub is_ordered: bool,
}

const DIALECT: GenericDialect = GenericDialect {};

impl Statement {
    /// Reads a statement. Its tree is walked by functions that call themselves, so this needs a thread with [`STACK`](crate::engine::STACK).
    ///
    /// # Errors
    /// Text that is too long or no SQL, more than one statement, or one that is no query.
    pub fn parse(sql: &str, limits: &TextLimits) -> Result<Self, Error> {
        count::check(sql, limits)?;
        let syntax = |e: datafusion::common::DataFusionError| Error::Syntax(syntax_message(&e.to_string()));
        let parser = DFParserBuilder::new(sql).with_dialect(&DIALECT).with_recursion_limit(limits.depth + 10).build();
        let mut statements = parser.and_then(|mut p| p.parse_statements()).map_err(syntax)?;
        let Some(statement) = statements.pop_front() else { return Err(Error::Syntax("there is no statement".to_owned())) };
        if !statements.is_empty() {
            return Err(Error::NotAllowed(
                "one statement at a time; give each to a command of its own, or all on standard input".to_owned(),
            ));
        }
        let Parsed::Statement(statement) = statement else { return Err(no_query(&statement)) };
        let ast::Statement::Query(mut query) = *statement else { return Err(no_query(&Parsed::Statement(statement))) };
        shape::check(&query, limits)?;
        let is_ordered = is_ordered(&query);
        headers::name(&mut query);
        let query = Parsed::Statement(Box::new(ast::Statement::Query(query)));
        let (named, _) = resolve_table_references(&query, true).map_err(syntax)?;
        let tables = named.into_iter().map(table_name).collect::<Result<_, _>>()?;
        Ok(Self { query, tables, is_ordered })
    }
}

/// Says whether the outermost SELECT is ordered; parentheses around a whole query change nothing.
fn is_ordered(query: &ast::Query) -> bool {
    query.order_by.is_some() || matches!(&*query.body, ast::SetExpr::Query(inner) if is_ordered(inner))
}

/// A table is one word. A catalog or a schema in front would be a way to what is not registered.
fn table_name(reference: TableReference) -> Result<String, Error> {
    match reference {
        TableReference::Bare { table } => Ok(table.to_string()),
        other => {
            Err(Error::NotAllowed(format!("a table is named by one word, and {other} is more; list tables with: entente sql --tables")))
        }
    }
}

fn no_query(statement: &Parsed) -> Error {
    let text = statement.to_string();
    let verb = text.split_whitespace().next().unwrap_or("this").to_uppercase();
    let instead = match verb.as_str() {
        "SHOW" | "DESCRIBE" | "DESC" => "; tables and columns are listed by \\d in the shell, and by: entente sql --tables",
        "COPY" => "; to write a result to a file: entente sql \"SELECT ...\" -o FILE",
        _ => "",
    };
    Error::NotAllowed(format!("{verb} is not allowed: a statement here is a query, SELECT, WITH or VALUES, and changes nothing{instead}"))
}

/// What the parser says, without the names of its own types.
fn syntax_message(text: &str) -> String {
    let text = text.trim_start_matches("SQL error: ");
    let inner = text.split_once("ParserError(\"").and_then(|(_, rest)| rest.rsplit_once("\")"));
    let inner = inner.or_else(|| text.split_once("TokenizerError(\"").and_then(|(_, rest)| rest.rsplit_once("\")")));
    if text.contains("RecursionLimitExceeded") {
        return "the statement is nested too deeply".to_owned();
    }
    inner.map_or(text, |(inner, _)| inner).replace("\\\"", "\"").chars().take(300).collect()
}
