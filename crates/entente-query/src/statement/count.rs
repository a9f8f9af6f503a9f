//! Limits on the text of a statement, by counting words and signs, before it is parsed. Nothing here calls itself, so no text can run the
//! stack out.

use datafusion::sql::sqlparser::keywords::Keyword;
use datafusion::sql::sqlparser::tokenizer::{Token, Tokenizer};

use super::DIALECT;
use crate::error::Error;
use crate::limits::TextLimits;

/// What to do instead of a long chain.
pub(super) const CHAIN: &str = "; instead of many ORs write: x IN (1, 2, 3)";

/// Refuses what is too long.
pub(super) fn check(sql: &str, limits: &TextLimits) -> Result<(), Error> {
    let bound = |what: &str, found: usize, limit: usize, hint: &str| {
        if found > limit { Err(Error::TooLong { what: what.to_owned(), found, limit, hint: hint.to_owned() }) } else { Ok(()) }
    };
    bound("bytes", sql.len(), limits.bytes, "")?;
    let tokens = Tokenizer::new(&DIALECT, sql).tokenize().map_err(|e| Error::Syntax(e.message))?;
    let (mut words, mut operators, mut set_operations, mut depth, mut deepest) = (0, 0, 0, 0usize, 0);
    for token in &tokens {
        words += usize::from(!matches!(token, Token::Whitespace(_)));
        match token {
            Token::LParen | Token::LBracket | Token::LBrace => depth += 1,
            Token::RParen | Token::RBracket | Token::RBrace => depth = depth.saturating_sub(1),
            Token::Word(word) => match word.keyword {
                Keyword::UNION | Keyword::EXCEPT | Keyword::INTERSECT | Keyword::MINUS => set_operations += 1,
                Keyword::AND | Keyword::OR | Keyword::NOT | Keyword::IS | Keyword::LIKE | Keyword::ILIKE | Keyword::BETWEEN => {
                    operators += 1
                }
                // Each nests the next one deeper.
                Keyword::CASE | Keyword::CAST | Keyword::IN => operators += 1,
                _ => {}
            },
            Token::Comma | Token::Period | Token::SemiColon | Token::Number(..) | Token::EOF | Token::Whitespace(_) => {}
            Token::SingleQuotedString(_) | Token::DoubleQuotedString(_) => {}
            // All other signs: plus, minus, comparisons, and whatever a dialect may add.
            _ => operators += 1,
        }
        deepest = deepest.max(depth);
    }
    bound("words and signs", words, limits.words, "; a long list belongs into a panel, which can be joined")?;
    bound("operators", operators, limits.operators, CHAIN)?;
    bound("set operations", set_operations, limits.set_operations, "")?;
    bound("levels of parentheses", deepest, limits.depth, "")
}
