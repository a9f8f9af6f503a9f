//! Columns of a result are called as they are written, `sum(tiv)` and not by the name that the planner would make of it. And minus before
//! anything but a number becomes a subtraction, so that there is one arithmetic.

use std::ops::ControlFlow;

use datafusion::sql::sqlparser::ast::{
    BinaryOperator, Expr, Ident, Query, SelectItem, SetExpr, UnaryOperator, Value, visit_expressions_mut,
};

/// Longest name that is taken from the text.
const LONGEST: usize = 60;

/// Names the columns of the outermost SELECT, and turns signs into subtractions.
pub(super) fn name(query: &mut Query) {
    name_columns(&mut query.body);
    let _ = visit_expressions_mut(query, |expr| {
        if let Expr::UnaryOp { op: UnaryOperator::Minus, expr: of } = expr
            && !matches!(&**of, Expr::Value(value) if matches!(value.value, Value::Number(..)))
            && !matches!(&**of, Expr::Interval(_))
        {
            let zero = Expr::Value(Value::Number("0".to_owned(), false).into());
            let of = std::mem::replace(&mut **of, zero.clone());
            *expr = Expr::Nested(Box::new(Expr::BinaryOp { left: Box::new(zero), op: BinaryOperator::Minus, right: Box::new(of) }));
        }
        ControlFlow::<()>::Continue(())
    });
}

fn name_columns(set: &mut SetExpr) {
    let mut set = set;
    loop {
        match set {
            SetExpr::SetOperation { left, .. } => set = left,
            SetExpr::Query(query) => set = &mut query.body,
            SetExpr::Select(select) => {
                for item in &mut select.projection {
                    let SelectItem::UnnamedExpr(expr) = item else { continue };
                    if matches!(expr, Expr::Identifier(_) | Expr::CompoundIdentifier(_)) {
                        continue;
                    }
                    let alias = Ident::with_quote('"', expr.to_string().chars().take(LONGEST).collect::<String>());
                    *item = SelectItem::ExprWithAlias { expr: expr.clone(), alias };
                }
                return;
            }
            _ => return,
        }
    }
}
