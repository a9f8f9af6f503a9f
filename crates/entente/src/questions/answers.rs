//! The six answers, a file each, and what they share: keys of the pair, and the words for "there is nothing here".

pub(super) mod alliance;
pub(super) mod dependence;
pub(super) mod flows;
pub(super) mod freed;
pub(super) mod heading;
pub(super) mod signal;

use entente_claims::evidence::About;
use entente_claims::{Record, SeriesKey, VerdictWord};
use entente_core::coverage::Coverage;
use entente_core::{Register, StateCode, Unit, YearSpan};

use super::words::{percent, verdict_line};
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

    /// What a table covers, whether it is one of the case or of the store.
    fn coverage(&self, table: &str) -> Option<Coverage> {
        if let Some(table) = self.evidence.tables.get(table) {
            return table.coverage;
        }
        let general = self.case.general.as_ref()?;
        let names = stored(table);
        let row = general.coverage.iter().find(|row| names.contains(&row.table.as_str()))?;
        Some(Coverage { years: YearSpan::new(row.first, row.last)?, is_exhaustive: row.is_exhaustive })
    }

    /// Adds the indicators of those ids that have a value in the year, each with its place among all pairs.
    fn add_indicators(&self, answer: &mut Answer, ids: &[&str]) {
        let Some(general) = &self.case.general else { return };
        let year = self.evidence.as_of;
        let cards = crate::indicators::cards();
        for id in ids {
            for (key, series) in self.evidence.series.iter().filter(|(key, _)| key.id == *id) {
                let Some(point) = series.points.iter().rev().find(|p| year - p.year <= MAX_AGE && p.cell.status().is_known()) else {
                    continue;
                };
                let (Some(value), Some(card)) = (point.cell.value(), cards.iter().find(|card| card.id == *id)) else { continue };
                let is = self.named(card.label(), key.about);
                // Most pairs stand at zero, and a place among them says nothing.
                let place = general.percentiles.get(key).filter(|_| point.year == year && value != 0.0).map_or(String::new(), |place| {
                    let among = match key.about {
                        About::State(_) => "states",
                        About::Directed(..) => "directions",
                        About::Pair(..) => "pairs",
                    };
                    // Never 0 or 100: a place is only as sure as the register.
                    format!(", above {:.0} of 100 {among}", (place * 100.0).clamp(1.0, 99.0))
                });
                let of = if point.year == year { String::new() } else { format!(" in {}", point.year) };
                answer.line(key.to_string(), format!("{is}: {}{of}{place}", figure(value, series.unit)));
            }
        }
    }

    /// A label with the names of the states in the place of the letters.
    fn named(&self, label: &str, about: About) -> String {
        let register = Register::builtin();
        let (a, b) = match about {
            About::State(a) => (a, self.case.dyad.partner_of(a).unwrap_or(a)),
            About::Directed(a, b) | About::Pair(a, b) => (a, b),
        };
        label.replace("{A}", &register.name(a)).replace("{B}", &register.name(b))
    }

    fn records(&self, table: &str) -> Vec<&Record> {
        self.evidence.tables.get(table).map_or(Vec::new(), |t| t.records.iter().collect())
    }

    /// Verdict and sentence where a table gives nothing: no table, another time, or no record that tells.
    fn absent(&self, answer: &mut Answer, table: &str) {
        let year = self.evidence.as_of;
        let coverage = match self.coverage(table) {
            Some(coverage) => Some(Some(coverage)),
            None => self.evidence.tables.get(table).map(|t| t.coverage),
        };
        let (verdict, text) = match coverage {
            None if self.case.general.is_some() => (
                "Not covered",
                format!(
                    "The store has no data for this: {} would give it (entente data list --missing), and not imported is not the same as none.",
                    stored(table).join(" or ")
                ),
            ),
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
        self.coverage(table).is_some_and(|c| c.years.contains(self.evidence.as_of))
    }

    /// Says where a table ends, if that is before the assessment.
    fn ends(&self, table: &str) -> Option<String> {
        let Coverage { years, .. } = self.coverage(table)?;
        (years.last() < self.evidence.as_of).then(|| format!("{table} after {}: not covered, which is not the same as none", years.last()))
    }

    /// Adds the claims of a question that were tested, surest first, up to a number.
    fn add_claims(&self, answer: &mut Answer, question: &str, most: usize) {
        let mut tested: Vec<_> = self.claims.iter().filter(|c| c.question == question && c.verdict != VerdictWord::NotTestable).collect();
        tested.sort_by(|a, b| {
            let surety = |p: Option<f64>| (p.unwrap_or(0.5) - 0.5).abs();
            surety(b.probability).total_cmp(&surety(a.probability)).then_with(|| a.id.cmp(&b.id))
        });
        tested.retain(|claim| answer.evidence.iter().all(|line| line.item != claim.id));
        for claim in tested.into_iter().take(most) {
            answer.line(&claim.id, verdict_line(claim));
        }
    }
}

/// Tables of the store that stand for a table of coded records.
fn stored(table: &str) -> &'static [&'static str] {
    match table {
        "deliveries" => &["sipri_deliveries"],
        "trade" => &["cow_trade_pairs", "cow_trade_dyads"],
        "votes" => &["unga_votes", "unvotes_votes", "undl_votes"],
        "treaties" => &["atop_members"],
        "exercises" => &["mme_participants", "jme_participants"],
        "milex" => &["sipri_milex"],
        _ => &[],
    }
}

/// A value with its unit, as it reads in a sentence.
fn figure(value: f64, unit: Unit) -> String {
    match unit {
        Unit::Share => percent(value),
        Unit::Percent => format!("{value:.1}\u{a0}%"),
        Unit::Tiv => format!("{value:.0} million TIV"),
        Unit::UsdBn => format!("{value:.1} bn US dollars"),
        Unit::UsdConstantBn => format!("{value:.1} bn constant US dollars"),
        Unit::Km => format!("{value:.0} km"),
        Unit::Count | Unit::Years => format!("{value:.0}"),
        Unit::Score | Unit::Ratio if value.fract() == 0.0 => format!("{value:.0}"),
        Unit::Score | Unit::Ratio => format!("{value:.2}"),
    }
}
