//! From a verdict down to the record and its citation: what an item rests on, one level at a time or all the way.

use std::fmt::Write as _;

use entente_claims::likelihood;
use entente_core::nearest::nearest;

use crate::case::Case;
use crate::error::Error;
use crate::output::{Assessment, ClaimResult, Indicator, RecordResult};

/// Most records listed under one item; the rest are counted.
const MOST: usize = 12;

/// Explains a question, a claim, a rubric, a series, an exercise, a record or a citation.
///
/// # Errors
/// Nothing has that id; the nearest ids are named.
pub fn why(case: &Case, assessment: &Assessment, item: &str, is_full: bool) -> Result<String, Error> {
    let most = if is_full { usize::MAX } else { MOST };
    let mut out = String::new();
    let is = |id: &str| id.eq_ignore_ascii_case(item);
    if let Some(question) = assessment.questions.iter().find(|q| is(&q.id)) {
        let _ = writeln!(out, "{} {}\n  verdict: {}\n  {}\n  evidence:", question.id, question.title, question.verdict, question.answer);
        for line in &question.evidence {
            let _ = writeln!(out, "    {}\n      why {}", line.text, line.item);
        }
        let _ = writeln!(out, "  claims: {}", question.claims.join(", "));
    } else if let Some(claim) = assessment.claims.iter().find(|c| is(&c.id)) {
        explain_claim(&mut out, case, assessment, claim, most);
    } else if assessment.claims.iter().any(|c| c.split_of.as_deref().is_some_and(is)) {
        let _ = writeln!(out, "{item} has several meanings, each a claim of its own:");
        for claim in assessment.claims.iter().filter(|c| c.split_of.as_deref().is_some_and(is)) {
            let meaning = claim.meaning.as_deref().unwrap_or("");
            let _ = writeln!(out, "  {} ({meaning}): {}; {}", claim.id, claim.verdict.as_str(), claim.statement);
        }
    } else if is("rubrics") {
        for rubric in &assessment.rubrics {
            let _ = writeln!(out, "{}: {}\n  why rubric:{}", rubric.reading_of, rubric.verdict, rubric.id);
        }
        let _ = writeln!(out, "they part on {}: another code, or a condition of only one of them", assessment.rubrics_part_on.join(", "));
    } else if let Some(rubric) = assessment.rubrics.iter().find(|r| is(&r.id) || item.strip_prefix("rubric:").is_some_and(is_same(&r.id))) {
        let _ = writeln!(out, "{} (reading of {}, version {})\n  {}", rubric.title, rubric.reading_of, rubric.version, rubric.verdict);
        for code in &rubric.items {
            let value = code.code.map_or("-".to_owned(), |c| c.to_string());
            let _ = writeln!(out, "  {} {}: {value} ({})", code.item, code.title, code.words);
            if let Some((_, record)) = code.record.as_deref().and_then(|id| case.record(id)) {
                let _ = writeln!(out, "      {} {}: {}", record.locator, record.id, record.says);
            }
        }
        for flip in &rubric.flips {
            let _ = writeln!(out, "  flips to {:?} if {} is coded {}", flip.stage, flip.item, flip.code);
        }
    } else if let Some(indicator) = assessment.indicators.iter().find(|i| is(&i.key)) {
        explain_series(&mut out, case, assessment, indicator, most);
    } else if let Some((table, record)) = case.record(item) {
        explain_record(&mut out, case, table, record);
    } else if let Some(citation) = case.citations.get(item) {
        let _ = writeln!(out, "{}", crate::cite::line(citation));
        let users: Vec<&str> = case
            .tables
            .values()
            .flat_map(|t| &t.records)
            .filter(|r| r.citations.iter().any(|c| c == item))
            .map(|r| r.id.as_str())
            .collect();
        let series: Vec<&str> =
            assessment.indicators.iter().filter(|i| i.source.iter().any(|c| c == item)).map(|i| i.key.as_str()).collect();
        if !users.is_empty() {
            let _ = writeln!(out, "  carries {} records: {}", users.len(), users.join(", "));
        }
        if case.general.is_some() {
            let _ = writeln!(out, "  carries {} series: {}", series.len(), series.join(", "));
        }
    } else if let Some(table) = assessment.coverage.iter().find(|t| is(&t.table)) {
        let _ =
            writeln!(out, "{}: {}\n  {} records, {} to {}; {}", table.table, table.row, table.records, table.first, table.last, table.note);
        for record in case.tables.get(&table.table).into_iter().flat_map(|t| &t.records).take(most) {
            let _ = writeln!(out, "  {} {}", record.locator, record.id);
        }
    } else {
        return Err(unknown(case, assessment, item));
    }
    Ok(out)
}

fn is_same(id: &str) -> impl Fn(&str) -> bool + '_ {
    move |other| other.eq_ignore_ascii_case(id)
}

fn explain_claim(out: &mut String, case: &Case, assessment: &Assessment, claim: &ClaimResult, most: usize) {
    let _ = writeln!(out, "{} {}", claim.id, claim.statement);
    if let Some(meaning) = &claim.meaning {
        let _ = writeln!(out, "  in the meaning: {meaning}");
    }
    match claim.probability {
        Some(p) => {
            let (word, low, high) = likelihood::word(p);
            let (from, to) = claim.interval.unwrap_or((p, p));
            let _ = writeln!(
                out,
                "  verdict: {}; {word} ({low}-{high} %, scale {}); {} specifications from {} to {}, it holds in {} of 100",
                claim.verdict.as_str(),
                likelihood::SCALE,
                claim.specifications,
                likelihood::percent(from),
                likelihood::percent(to),
                likelihood::percent(claim.robust_share.unwrap_or(p)),
            );
        }
        None => {
            let _ = writeln!(out, "  verdict: not testable: {}", claim.reason.as_deref().unwrap_or(""));
        }
    }
    let _ = writeln!(out, "  kind of test: {}", claim.kind);
    for driver in claim.drivers.iter().filter(|d| d.eta_squared > 0.01) {
        let _ = writeln!(
            out,
            "  decision \"{}\" makes {} of 100 parts of the variance: {} of 100 with {}, {} with {}",
            driver.node,
            (driver.eta_squared * 100.0).round(),
            likelihood::percent(driver.lowest.1),
            driver.lowest.0,
            likelihood::percent(driver.highest.1),
            driver.highest.0
        );
    }
    let _ = writeln!(out, "  confidence in the evidence: {} ({})", claim.confidence.level.as_str(), claim.confidence.reasons.join("; "));
    let _ = writeln!(out, "  would refute it: {}\n  would settle it: {}", claim.falsifier, claim.settles);
    if let Some(citation) = claim.said_by.as_deref().and_then(|id| case.citations.get(id)) {
        let _ = writeln!(out, "  said by: {}", crate::cite::line(citation));
    }
    let series: Vec<&Indicator> = assessment.indicators.iter().filter(|i| claim.evidence.contains(&i.key)).collect();
    for indicator in &series {
        let _ = writeln!(out, "  series {}: {}", indicator.key, value_words(indicator));
    }
    let records: Vec<&RecordResult> = assessment.records.iter().filter(|r| claim.evidence.contains(&r.id)).collect();
    if case.general.is_some() && records.is_empty() {
        series.iter().for_each(|indicator| {
            let _ = writeln!(out, "  rests on the rows of its series: why '{}'", indicator.key);
        });
        return;
    }
    list_records(out, case, &records, most);
}

fn explain_series(out: &mut String, case: &Case, assessment: &Assessment, indicator: &Indicator, most: usize) {
    let known = if case.general.is_some() { crate::indicators::cards() } else { crate::series::cards() };
    let card = known.into_iter().find(|card| card.id == indicator.id || (card.id == "tech_*" && indicator.id.starts_with("tech_")));
    let _ = writeln!(out, "{}: {} ({})", indicator.key, card.map_or("given in the case", |c| c.is), indicator.unit);
    let _ = writeln!(out, "  {}", value_words(indicator));
    if let Some(card) = card {
        let _ = writeln!(out, "  error: {}; table: {}", card.error, card.table);
    }
    for point in &indicator.history {
        let value = point.value.map_or_else(|| point.status.as_str().to_owned(), |v| format!("{v:.4}"));
        let interval = point.interval.map_or(String::new(), |(low, high)| format!("  90 % {low:.4} to {high:.4}"));
        let _ = writeln!(out, "  {} {value}{interval}", point.year);
    }
    let users: Vec<&str> = assessment.claims.iter().filter(|c| c.evidence.contains(&indicator.key)).map(|c| c.id.as_str()).collect();
    let _ = writeln!(out, "  used by claims: {}", if users.is_empty() { "none".to_owned() } else { users.join(", ") });
    let (evidence, table) = (crate::series::gather(case, assessment.as_of).evidence, card.map_or("", |c| c.table));
    if case.general.is_some() {
        return list_rows(out, &evidence, indicator, most);
    }
    let key = indicator.key.parse().ok();
    let ids: std::collections::BTreeSet<String> = key
        .and_then(|k| evidence.series.get(&k))
        .map_or_else(Default::default, |s| s.points.iter().flat_map(|p| p.records.iter().cloned()).collect());
    let records: Vec<_> = case.tables.get(table).into_iter().flat_map(|t| &t.records).filter(|r| ids.contains(&r.id)).collect();
    let _ = writeln!(out, "  rests on {} records of {table}:", records.len());
    for record in records.iter().take(most) {
        let _ = writeln!(out, "    {} {} [{}]", record.locator, record.id, record.citations.join(", "));
    }
    more(out, records.len(), most);
}

/// Rows of the store that the value of the year rests on, or of the newest year with any.
fn list_rows(out: &mut String, evidence: &entente_claims::Evidence, indicator: &Indicator, most: usize) {
    let Some(series) = indicator.key.parse().ok().and_then(|key| evidence.series.get(&key)) else { return };
    let point = series.points.iter().rev().find(|p| p.year <= indicator.year && !p.records.is_empty());
    let Some(point) = point else {
        let _ = writeln!(out, "  rests on no row: the source covers these years and has none");
        return;
    };
    let _ = writeln!(out, "  {} rests on {} rows of {}:", point.year, point.records.len(), series.citations.join(", "));
    for id in point.records.iter().take(most) {
        let _ = writeln!(out, "    why {id}");
    }
    more(out, point.records.len(), most);
}

fn explain_record(out: &mut String, case: &Case, table: &str, record: &entente_claims::Record) {
    let _ = writeln!(
        out,
        "{} ({table}, {}, sha256 {})",
        record.id,
        record.locator,
        &record.locator.sha256[..record.locator.sha256.len().min(12)]
    );
    for (field, value) in &record.fields {
        let _ = writeln!(out, "  {field}: {value}");
    }
    if !record.says.is_empty() {
        let _ = writeln!(out, "  the source says, in our words: {}", record.says);
    }
    for citation in record.citations.iter().filter_map(|c| case.citations.get(c)) {
        let _ = writeln!(out, "  {}", crate::cite::line(citation));
    }
}

fn value_words(indicator: &Indicator) -> String {
    match indicator.value {
        Some(value) => format!("{value:.3} in {}", indicator.year),
        None => {
            let newest = indicator.history.iter().rev().find_map(|p| Some((p.year, p.value?)));
            let newest = newest.map_or(String::new(), |(year, value)| format!("; newest {value:.3} in {year}"));
            format!("{} in {}{newest}", indicator.status.as_str(), indicator.year)
        }
    }
}

fn list_records(out: &mut String, case: &Case, records: &[&RecordResult], most: usize) {
    let _ = writeln!(out, "  rests on {} record{}:", records.len(), if records.len() == 1 { "" } else { "s" });
    for record in records.iter().take(most) {
        let sources: Vec<&str> = record.citations.iter().filter_map(|c| case.citations.get(c)).map(|c| c.publisher.as_str()).collect();
        let _ = writeln!(out, "    {} {} [{}]", record.locator, record.id, sources.join("; "));
    }
    more(out, records.len(), most);
}

fn more(out: &mut String, n: usize, most: usize) {
    if n > most {
        let _ = writeln!(out, "    and {} more; all with --full", n - most);
    }
}

fn unknown(case: &Case, assessment: &Assessment, item: &str) -> Error {
    let ids = assessment
        .claims
        .iter()
        .map(|c| c.id.as_str())
        .chain(assessment.indicators.iter().map(|i| i.key.as_str()))
        .chain(case.tables.values().flat_map(|t| &t.records).map(|r| r.id.as_str()))
        .chain(case.citations.keys().map(String::as_str))
        .chain(assessment.coverage.iter().map(|c| c.table.as_str()));
    let near = nearest(item, ids, 3);
    let hint = if near.is_empty() {
        "; items are q1 to q6, claims such as C26, series such as arms_tiv[RUS>CHN], records, citations and tables".to_owned()
    } else {
        format!("; did you mean {}?", near.join(", "))
    };
    Error::UnknownItem { item: item.to_owned(), hint }
}
