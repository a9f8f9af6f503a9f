//! The six answers, a file each, and what they share: keys of the pair, and the words for "there is nothing here".

pub(super) mod alliance;
pub(super) mod dependence;
pub(super) mod flows;
pub(super) mod freed;
pub(super) mod heading;
pub(super) mod signal;

use entente_claims::evidence::About;
use entente_claims::{Record, SeriesKey, VerdictWord};
use entente_core::StateCode;
use entente_core::coverage::Coverage;

use super::words::verdict_line;
use super::{Answer, Context};

/// Years a newest value may be older than the assessment and still stand for it; its own year is then written.
pub(super) const MAX_AGE: i32 = 5;

impl Context<'_> {
    fn directed(&self, id: &str, from: StateCode) -> SeriesKey {
        let to = self.case.dyad.partner_of(from).unwrap_or(from);
        SeriesKey::new(id, About::Directed(from, to))
    }

    fn paired(&self, id: &str) -> SeriesKey {
        SeriesKey::new(id, About::Pair(self.case.dyad.low(), self.case.dyad.high()))
    }

    fn single(id: &str, state: StateCode) -> SeriesKey {
        SeriesKey::new(id, About::State(state))
    }

    fn states(&self) -> [(StateCode, &str); 2] {
        [(self.case.dyad.low(), &self.names[0]), (self.case.dyad.high(), &self.names[1])]
    }

    fn records(&self, table: &str) -> Vec<&Record> {
        self.evidence.tables.get(table).map_or(Vec::new(), |t| t.records.iter().collect())
    }

    /// Verdict and sentence where a table gives nothing: no table, another time, or no record that tells.
    fn absent(&self, answer: &mut Answer, table: &str) {
        let year = self.evidence.as_of;
        let coverage = self.evidence.tables.get(table).map(|t| t.coverage);
        let (verdict, text) = match coverage {
            None => ("Not coded in this case", format!("The case has no table of {table}, and nobody looked is not the same as none.")),
            Some(Some(c)) if !c.years.contains(year) => {
                ("Not covered", format!("The table of {table} covers {}; {year} lies outside, which is not the same as none.", c.years))
            }
            Some(_) => ("Insufficient evidence", format!("The table of {table} has no record that tells for {year}.")),
        };
        verdict.clone_into(&mut answer.verdict);
        answer.text = text;
    }

    fn covers(&self, table: &str) -> bool {
        self.evidence.tables.get(table).and_then(|t| t.coverage).is_some_and(|c| c.years.contains(self.evidence.as_of))
    }

    /// Says where a table ends, if that is before the assessment.
    fn ends(&self, table: &str) -> Option<String> {
        let Coverage { years, .. } = self.evidence.tables.get(table)?.coverage?;
        (years.last() < self.evidence.as_of).then(|| format!("{table} after {}: not covered, which is not the same as none", years.last()))
    }

    /// Adds the claims of a question that were tested, surest first, up to a number.
    fn add_claims(&self, answer: &mut Answer, question: &str, most: usize) {
        let mut tested: Vec<_> = self.claims.iter().filter(|c| c.question == question && c.verdict != VerdictWord::NotTestable).collect();
        tested.sort_by(|a, b| {
            let surety = |p: Option<f64>| (p.unwrap_or(0.5) - 0.5).abs();
            surety(b.probability).total_cmp(&surety(a.probability)).then_with(|| a.id.cmp(&b.id))
        });
        for claim in tested.into_iter().take(most) {
            answer.line(&claim.id, verdict_line(claim));
        }
    }
}
