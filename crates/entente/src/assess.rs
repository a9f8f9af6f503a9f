//! From a case and a year to an assessment. A pure function: the seed is in the case.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use entente_claims::evidence::About;
use entente_claims::kinds::Basis;
use entente_claims::{Claim, Evidence, Figure, RubricVerdict, Verdict, likelihood, rubric};
use entente_core::{Finding, Register, Severity, System};
use rayon::prelude::*;

use crate::case::Case;
use crate::contest::assessed::{self, OfCase};
use crate::error::Error;
use crate::output::{
    Assessment, CaseName, ClaimResult, DyadName, Event, ExerciseResult, HistoryPoint, Indicator, RecordResult, SCHEMA_VERSION,
    TableCoverage,
};
use crate::{check, questions, series, tables};

/// Judges every claim of a case as known at the end of a year and answers the six questions.
///
/// # Errors
/// A claim that names a series in another unit, with the reason.
pub fn assess(case: &Case, as_of: i32) -> Result<Assessment, Error> {
    let series::Gathered { mut evidence, scores, mut findings } = series::gather(case, as_of);
    let contest = assessed::of_case(case, &evidence);
    match &contest {
        Ok(found) => {
            evidence.contest = Ok(found.outcome.evidence());
            let noted = found.outcome.setting.notes.iter().map(|note| Finding::new("contest", Severity::Note, "contest", note.clone()));
            findings.extend(noted);
        }
        Err(reason) => {
            evidence.contest = Err(reason.clone());
            findings.push(Finding::new("no_contest", Severity::Note, "contest", format!("not computed: {reason}")));
        }
    }
    findings.extend(check::check_claims(&case.origin, case, &evidence)?);
    findings.extend(coverage_findings(case, as_of));
    let mut claims: Vec<ClaimResult> = case.claims.par_iter().map(|claim| result(claim, &claim.judge(&evidence, case))).collect();
    if let Some(general) = &case.general {
        let without = |(claim, reason): &(Claim, String)| result(claim, &Verdict::not_testable(reason.clone(), Basis::default()));
        claims.extend(general.not_general.iter().map(without));
        findings.extend(general.findings.iter().cloned());
    }
    let rubrics: Vec<RubricVerdict> = case.rubrics.iter().map(|rubric| rubric.read(&evidence)).collect();
    let rubrics_part_on = match (&case.rubrics[..], &rubrics[..]) {
        ([a, b, ..], [va, vb, ..]) => rubric::parting((a, va), (b, vb)),
        _ => Vec::new(),
    };
    let exercises = exercises(&scores, &evidence);
    let indicators = indicators(case, &evidence);
    let contest = contest.ok();
    let theatre = contest.as_ref().map(|found| found.page(case, &claims));
    let questions = questions::answer(case, &evidence, &claims, &rubrics, &rubrics_part_on, theatre.as_ref());
    let register = Register::builtin();
    let mut assessment = Assessment {
        schema_version: SCHEMA_VERSION,
        code_version: env!("CARGO_PKG_VERSION").to_owned(),
        case: CaseName { id: case.file.id.clone(), title: case.file.title.clone() },
        dyad: DyadName {
            ccode1: case.dyad.low().0,
            ccode2: case.dyad.high().0,
            name_1: register.name(case.dyad.low()),
            name_2: register.name(case.dyad.high()),
        },
        as_of,
        data_snapshot: case.snapshot.clone(),
        seed: case.file.seed,
        likelihood_scale: likelihood::SCALE.to_owned(),
        questions,
        claims,
        rubrics,
        rubrics_part_on,
        indicators,
        exercises,
        theatre,
        events: events(case, &evidence),
        coverage: coverage(case, &evidence),
        records: Vec::new(),
        citations: Vec::new(),
        findings,
    };
    add_records(case, &evidence, contest.as_ref(), &mut assessment);
    Ok(assessment)
}

fn result(claim: &Claim, verdict: &Verdict) -> ClaimResult {
    let series = verdict.basis.series.iter().map(ToString::to_string);
    // Records behind a series are found through the series.
    let records = verdict.basis.records.iter().cloned();
    ClaimResult {
        id: claim.id.clone(),
        question: format!("q{}", claim.question),
        mechanism: claim.mechanism.clone(),
        statement: claim.statement.clone(),
        said_by: claim.said_by.clone(),
        split_of: claim.split_of.clone(),
        meaning: claim.meaning.clone(),
        kind: claim.test.kind().to_owned(),
        verdict: verdict.word,
        probability: verdict.probability,
        likelihood: verdict.probability.map(|p| likelihood::word(p).0.to_owned()),
        interval: verdict.interval,
        robust_share: verdict.robust_share,
        specifications: verdict.specifications,
        confidence: verdict.confidence.clone(),
        drivers: verdict.drivers.clone(),
        reason: verdict.reason.clone(),
        falsifier: claim.falsifier.clone(),
        settles: claim.settles.clone(),
        coverage: verdict.basis.coverage,
        publishers: verdict.basis.publishers,
        evidence: series.chain(records).collect(),
    }
}

/// A table that ends before the year assessed is said so, once.
fn coverage_findings(case: &Case, as_of: i32) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (name, table) in &case.tables {
        if let Some(coverage) = table.coverage.filter(|c| c.years.last() < as_of) {
            let last = coverage.years.last();
            let message = format!("the table ends in {last}; later years are not covered, which is not the same as none");
            findings.push(Finding::new("coverage_end", Severity::Warning, name.clone(), message));
        }
    }
    if as_of > i32::from(System::Cow.list_ends().year()) {
        let message = format!("the list of states ends on {}; that both are still members in {as_of} is assumed", System::Cow.list_ends());
        findings.push(Finding::new("assumed_member", Severity::Note, "states", message));
    }
    findings
}

fn indicators(case: &Case, evidence: &Evidence) -> Vec<Indicator> {
    // Rows of the store stand in no table of the case and are many.
    let coded: HashSet<&str> = evidence.tables.values().flat_map(|t| &t.records).map(|r| r.id.as_str()).collect();
    let indicator = |(key, series): (&entente_claims::SeriesKey, &entente_claims::Series)| {
        let (from, to) = match key.about {
            About::State(a) => (a.0, None),
            About::Directed(a, b) | About::Pair(a, b) => (a.0, Some(b.0)),
        };
        let now = series.points.iter().find(|p| p.year == evidence.as_of);
        let cell = series.cell(evidence.as_of);
        let percentile = match key.id.as_str() {
            "votes_agree3" | "votes_kappa" => {
                let place = entente_claims::SeriesKey::new("votes_percentile", key.about);
                evidence.series.get(&place).and_then(|s| s.cell(evidence.as_of).value())
            }
            _ => None,
        };
        let percentile = case.general.as_ref().map_or(percentile, |general| general.percentiles.get(key).copied());
        let of_series = series.points.iter().flat_map(|p| p.records.iter().map(String::as_str));
        let records: HashSet<&str> = of_series.filter(|id| coded.contains(id)).collect();
        let source: BTreeSet<String> = evidence
            .tables
            .values()
            .flat_map(|t| &t.records)
            .filter(|r| records.contains(r.id.as_str()))
            .flat_map(|r| r.citations.iter().cloned())
            .chain(series.citations.iter().cloned())
            .collect();
        Indicator {
            id: key.id.clone(),
            key: key.to_string(),
            from,
            to,
            year: evidence.as_of,
            value: cell.value(),
            unit: series.unit,
            interval: now.and_then(|p| p.interval),
            status: cell.status(),
            percentile,
            source: source.into_iter().collect(),
            history: series
                .points
                .iter()
                .map(|p| HistoryPoint { year: p.year, value: p.cell.value(), interval: p.interval, status: p.cell.status() })
                .collect(),
        }
    };
    evidence.series.iter().map(indicator).collect()
}

fn exercises(scores: &[series::ExerciseScore], evidence: &Evidence) -> Vec<ExerciseResult> {
    let figure = |draws: &[f32]| {
        let mut sorted: Vec<f64> = draws.iter().map(|d| f64::from(*d)).collect();
        sorted.sort_by(f64::total_cmp);
        let at = |p: f64| sorted[((sorted.len() - 1) as f64 * p).round() as usize];
        (!sorted.is_empty()).then(|| Figure { value: sorted.iter().sum::<f64>() / sorted.len() as f64, low: at(0.05), high: at(0.95) })
    };
    let records: BTreeMap<&str, &entente_claims::Record> =
        evidence.tables.get("exercises").into_iter().flat_map(|t| &t.records).map(|r| (r.id.as_str(), r)).collect();
    scores
        .iter()
        .filter_map(|score| {
            let record = records.get(score.record.as_str())?;
            Some(ExerciseResult {
                record: score.record.clone(),
                name: record.text("name").unwrap_or_default().to_owned(),
                ccode1: score.dyad.low().0,
                ccode2: score.dyad.high().0,
                start: record.text("start").unwrap_or_default().to_owned(),
                jointness: record.text("jointness").unwrap_or("unknown").to_owned(),
                depth: figure(&score.depth),
                signal: figure(&score.signal),
            })
        })
        .collect()
}

/// Dated records of the pair, or about one of its states, by table and date.
fn events(case: &Case, evidence: &Evidence) -> Vec<Event> {
    let label = |record: &entente_claims::Record| {
        ["name", "level", "topic", "sender", "stance"].iter().find_map(|f| record.text(f)).unwrap_or(&record.id).to_owned()
    };
    let is_ours =
        |record: &entente_claims::Record| record.dyad().is_none_or(|dyad| dyad == case.dyad) && record.text("kind") != Some("civil");
    let mut events: Vec<Event> = ["contacts", "exercises", "sanctions", "statements", "treaties"]
        .iter()
        .filter_map(|name| Some((name, evidence.tables.get(*name)?)))
        .flat_map(|(name, table)| table.records.iter().filter(|r| is_ours(r)).map(move |r| (name, r)))
        .filter_map(|(name, r)| Some(Event { record: r.id.clone(), table: (*name).to_owned(), date: r.date?, label: label(r) }))
        .collect();
    events.sort_by(|a, b| (&a.table, a.date, &a.record).cmp(&(&b.table, b.date, &b.record)));
    events
}

fn coverage(case: &Case, evidence: &Evidence) -> Vec<TableCoverage> {
    let row = |(name, table): (&String, &entente_claims::Table)| {
        let coverage = table.coverage?;
        Some(TableCoverage {
            table: name.clone(),
            row: tables::schema(name).map_or("", |s| s.row).to_owned(),
            first: coverage.years.first(),
            last: coverage.years.last(),
            is_exhaustive: coverage.is_exhaustive,
            records: table.records.len(),
            note: case.notes.get(name).cloned().unwrap_or_default(),
        })
    };
    let of_store = case.general.iter().flat_map(|general| general.coverage.iter().cloned());
    evidence.tables.iter().filter_map(row).chain(of_store).collect()
}

/// Records used by a claim, a rubric or an evidence line, and their citations: nothing else.
fn add_records(case: &Case, evidence: &Evidence, contest: Option<&OfCase>, assessment: &mut Assessment) {
    let mut used: BTreeSet<&str> = assessment.claims.iter().flat_map(|c| c.evidence.iter().map(String::as_str)).collect();
    used.extend(assessment.rubrics.iter().flat_map(|r| &r.items).filter_map(|i| i.record.as_deref()));
    used.extend(assessment.questions.iter().flat_map(|q| &q.evidence).map(|e| e.item.as_str()));
    let calibration = contest.and_then(|found| found.calibration.as_ref());
    used.extend(calibration.iter().flat_map(|c| &c.records).map(String::as_str));
    let mut records = Vec::new();
    let mut citations: BTreeSet<String> = assessment.claims.iter().filter_map(|c| c.said_by.clone()).collect();
    citations.extend(case.rubrics.iter().flat_map(|r| r.citations.iter().cloned()));
    citations.extend(contest.iter().flat_map(|found| found.outcome.setting.citations.iter().cloned()));
    citations.extend(calibration.iter().flat_map(|c| c.citations.iter().cloned()));
    citations.extend(evidence.series.values().flat_map(|s| s.citations.iter().cloned()));
    for (table, content) in &evidence.tables {
        for record in content.records.iter().filter(|r| used.contains(r.id.as_str())) {
            citations.extend(record.citations.iter().cloned());
            records.push(RecordResult {
                id: record.id.clone(),
                table: table.clone(),
                date: record.date.map(|d| d.to_string()),
                says: record.says.clone(),
                citations: record.citations.clone(),
                locator: record.locator.clone(),
            });
        }
    }
    assessment.records = records;
    assessment.citations = citations.iter().filter_map(|id| case.citations.get(id)).cloned().collect();
}
