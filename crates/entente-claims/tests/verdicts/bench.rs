//! Invented evidence in a few words, and claims from the text of their file.

use std::collections::BTreeMap;

use entente_claims::evidence::About;
use entente_claims::kinds::Publishers;
use entente_claims::{Claim, Evidence, Point, Record, Series, SeriesKey, Verdict, VerdictWord};
use entente_core::{Cell, Coverage, Dyad, Locator, StateCode, Unit, Year};
use serde::Deserialize;

/// Evidence that is being put together.
pub(crate) struct Bench(pub(crate) Evidence);

/// Whose claim it is, in every claim of these tests.
pub(crate) const CLAIMANT: &str = "essay";

/// Every citation is a publisher of its own.
struct OwnName;

impl Publishers for OwnName {
    fn publisher(&self, citation: &str) -> Option<&str> {
        ["press", "ministry", "institute"].into_iter().find(|name| *name == citation)
    }
}

#[derive(Deserialize)]
struct ClaimsFile {
    claim: Vec<Claim>,
}

impl Bench {
    /// Nothing known of Russia and China in 2021; four pairs to set them against.
    pub(crate) fn new() -> Self {
        let pair = |a, b| Dyad::new(StateCode(a), StateCode(b)).unwrap();
        Self(Evidence {
            as_of: 2021,
            dyad: pair(365, 710),
            comparators: vec![pair(2, 200), pair(2, 732), pair(2, 740), pair(200, 220)],
            series: BTreeMap::new(),
            tables: BTreeMap::new(),
            seed: 7,
            contest: Err("nobody ran it".to_owned()),
        })
    }

    /// Adds a series over the years `covered`: the value of each year, or none where it is missing. `half_width` is half of the
    /// 90 % interval; at zero there is no interval.
    pub(crate) fn series(mut self, key: &str, unit: Unit, covered: &str, half_width: f64, value: impl Fn(Year) -> Option<f64>) -> Self {
        let coverage = Coverage { years: covered.parse().unwrap(), is_exhaustive: false };
        let point = |year| {
            let value = value(year)?;
            let interval = (half_width > 0.0).then_some((value - half_width, value + half_width));
            Some(Point { year, cell: Cell::Observed(value), interval, records: [].into() })
        };
        let points = coverage.years.years().filter_map(point).collect();
        self.0.series.insert(key.parse().unwrap(), Series { unit, coverage, points, citations: Vec::new() });
        self
    }

    /// Adds a series with the same value in every year from 1992 to 2021.
    pub(crate) fn flat(self, key: &str, unit: Unit, value: f64, half_width: f64) -> Self {
        self.series(key, unit, "1992..2021", half_width, |_| Some(value))
    }

    /// Adds a flat series of shares for the pair and for each comparator in turn.
    pub(crate) fn among(mut self, indicator: &str, ours: f64, theirs: &[f64]) -> Self {
        let pairs: Vec<Dyad> = std::iter::once(self.0.dyad).chain(self.0.comparators.clone()).collect();
        for (pair, value) in pairs.into_iter().zip(std::iter::once(&ours).chain(theirs)) {
            let key = SeriesKey::new(indicator, About::Pair(pair.low(), pair.high()));
            self = self.flat(&key.to_string(), Unit::Share, *value, 0.01);
        }
        self
    }

    /// Adds `n` records of the pair with one date and the same fields, written `field=value` with blanks between.
    pub(crate) fn records(mut self, n: usize, table: &str, date: &str, fields: &str) -> Self {
        for _ in 0..n {
            self = self.cited(table, date, fields, &["press"]);
        }
        self
    }

    /// Adds one record of the pair that rests on the given citations.
    pub(crate) fn cited(mut self, table: &str, date: &str, fields: &str, citations: &[&str]) -> Self {
        let records = &mut self.0.tables.entry(table.to_owned()).or_default().records;
        let pair = [("ccode1", "365"), ("ccode2", "710")];
        let fields = pair.into_iter().chain(fields.split_whitespace().map(|field| field.split_once('=').unwrap()));
        records.push(Record {
            id: format!("{table}-{}", records.len()),
            date: Some(date.parse().unwrap()),
            fields: fields.map(|(field, value)| (field.to_owned(), value.to_owned())).collect(),
            citations: citations.iter().map(|c| (*c).to_owned()).collect(),
            says: String::new(),
            locator: Locator { file: format!("{table}.csv"), line: records.len() as u64 + 2, sha256: String::new() },
        });
        self
    }

    /// Says which years a table covers.
    pub(crate) fn covered(mut self, table: &str, years: &str) -> Self {
        self.0.tables.entry(table.to_owned()).or_default().coverage =
            Some(Coverage { years: years.parse().unwrap(), is_exhaustive: false });
        self
    }

    /// Judges a claim with this test, which must come out with this word; gives the verdict for more questions.
    #[track_caller]
    pub(crate) fn gives(&self, word: VerdictWord, test: &str) -> Verdict {
        let verdict = judge(&claim(test), &self.0);
        assert_eq!(verdict.word, word, "{verdict:#?}");
        verdict
    }

    /// Judges a claim that must come out not testable, and gives the reason.
    #[track_caller]
    pub(crate) fn refuses(&self, test: &str) -> String {
        self.gives(VerdictWord::NotTestable, test).reason.unwrap()
    }
}

/// Judges a claim.
pub(crate) fn judge(claim: &Claim, evidence: &Evidence) -> Verdict {
    claim.judge(evidence, &OwnName)
}

/// A claim as a case file has it, with the given test.
pub(crate) fn claim(test: &str) -> Claim {
    let file = format!(
        "[[claim]]\nid = \"C01\"\nquestion = 1\nstatement = \"It is so.\"\nsaid_by = \"{CLAIMANT}\"\nfalsifier = \"It is not.\"\n\
         settles = \"More data.\"\n{test}"
    );
    toml::from_str::<ClaimsFile>(&file).unwrap().claim.remove(0)
}

/// The mean probability under the lowest and under the highest option of one decision, with the names of the options.
pub(crate) fn options(verdict: &Verdict, node: &str) -> ((String, f64), (String, f64)) {
    let driver = verdict.drivers.iter().find(|d| d.node == node).unwrap();
    (driver.lowest.clone(), driver.highest.clone())
}

/// Deviations that look like noise and are the same on every machine; their sum over seven years is zero.
pub(crate) fn wiggle(year: Year) -> f64 {
    [0.3, -0.5, 0.1, 0.4, -0.2, -0.4, 0.3][year.rem_euclid(7) as usize]
}
