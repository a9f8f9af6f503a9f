//! A rubric: an ordered set of items that reads one kind of evidence as a verdict. Two rubrics may read the same evidence differently,
//! and the point is to say on which items they part.

use serde::{Deserialize, Serialize};

use crate::evidence::{Evidence, Record};

/// A rubric as its file gives it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rubric {
    /// Unique id.
    pub id: String,
    /// Its name.
    pub title: String,
    /// Whose reading it is.
    pub reading_of: String,
    /// Version, raised with every change of an item or a stage.
    pub version: u32,
    /// What it takes for each stage, from the lowest up.
    pub stages: Vec<Stage>,
    /// The items it looks at, in order.
    pub items: Vec<Item>,
    /// Ids of citations.
    #[serde(default)]
    pub citations: Vec<String>,
}

/// One rung.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Stage {
    /// Word for the stage.
    pub name: String,
    /// The verdict a pair gets that stands here.
    pub verdict: String,
    /// Items of which enough must reach `code`.
    #[serde(default)]
    pub needs: Vec<String>,
    /// How many of them; all if absent.
    pub at_least: Option<usize>,
    /// The code they must reach.
    #[serde(default = "one")]
    pub code: u8,
}

fn one() -> u8 {
    1
}

/// One item.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// Id, for instance `K5`.
    pub id: String,
    /// What it is.
    pub title: String,
    /// Words for the codes 0, 1, 2.
    pub codes: [String; 3],
    /// True if this rubric takes the low end of the range of defensible codes, false if the coded value.
    #[serde(default)]
    pub is_strict: bool,
}

/// The code of one item with its range and record.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct ItemCode {
    /// Item id.
    pub item: String,
    /// What the item is.
    pub title: String,
    /// Code the rubric uses; none if nothing is recorded.
    pub code: Option<u8>,
    /// Words for it.
    pub words: String,
    /// Lowest and highest defensible code.
    pub range: Option<(u8, u8)>,
    /// Record it rests on.
    pub record: Option<String>,
}

/// What one rubric says.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct RubricVerdict {
    /// Rubric id.
    pub id: String,
    /// Its name.
    pub title: String,
    /// Whose reading.
    pub reading_of: String,
    /// Version.
    pub version: u32,
    /// Stage reached.
    pub stage: String,
    /// The verdict in words.
    pub verdict: String,
    /// Sum of codes over the highest sum, 0 to 1, over the items that are coded.
    pub score: f64,
    /// Probability of each stage over the ranges of defensible codes.
    pub stage_probability: Vec<(String, f64)>,
    /// Codes used.
    pub items: Vec<ItemCode>,
    /// One change of one code within its range, or by one step, that would turn the verdict.
    pub flips: Vec<Flip>,
}

/// One code that decides.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Flip {
    /// Item id.
    pub item: String,
    /// Code that would turn it.
    pub code: u8,
    /// Stage it would then reach.
    pub stage: String,
    /// Whether a reasonable second coder could give that code.
    pub is_defensible: bool,
}

/// Probability that the true code is the coded one when others are defensible; the rest is shared by the others.
const TRUST: f64 = 0.8;

impl Rubric {
    /// Reads the evidence.
    pub fn read(&self, evidence: &Evidence) -> RubricVerdict {
        let items: Vec<ItemCode> = self.items.iter().map(|item| code_of(item, evidence)).collect();
        let codes: Vec<Option<u8>> = items.iter().map(|i| i.code).collect();
        let stage = self.stage(&codes);
        let known: Vec<u8> = codes.iter().flatten().copied().collect();
        let score = if known.is_empty() { 0.0 } else { known.iter().map(|c| f64::from(*c)).sum::<f64>() / (2.0 * known.len() as f64) };
        let flips = items
            .iter()
            .enumerate()
            .flat_map(|(n, item)| {
                (0..=2u8).filter(move |code| item.code.is_some_and(|c| c.abs_diff(*code) == 1)).map(move |code| (n, item, code))
            })
            .filter_map(|(n, item, code)| {
                let mut changed = codes.clone();
                changed[n] = Some(code);
                let reached = self.stage(&changed);
                let is_defensible = item.range.is_some_and(|(low, high)| (low..=high).contains(&code));
                (reached != stage).then(|| Flip { item: item.item.clone(), code, stage: self.stages[reached].name.clone(), is_defensible })
            })
            .collect();
        RubricVerdict {
            id: self.id.clone(),
            title: self.title.clone(),
            reading_of: self.reading_of.clone(),
            version: self.version,
            stage: self.stages[stage].name.clone(),
            verdict: self.stages[stage].verdict.clone(),
            score,
            stage_probability: self.stage_probability(&items),
            items,
            flips,
        }
    }

    /// Highest stage whose needs, and those of all below it, are met.
    fn stage(&self, codes: &[Option<u8>]) -> usize {
        let code = |id: &str| self.items.iter().position(|item| item.id == id).and_then(|n| codes[n]);
        let met = |stage: &Stage| {
            let reached = stage.needs.iter().filter(|id| code(id).is_some_and(|c| c >= stage.code)).count();
            reached >= stage.at_least.unwrap_or(stage.needs.len())
        };
        self.stages.iter().take_while(|stage| met(stage)).count().saturating_sub(1)
    }

    /// Exact enumeration over the defensible codes of every item.
    fn stage_probability(&self, items: &[ItemCode]) -> Vec<(String, f64)> {
        let options: Vec<Vec<(Option<u8>, f64)>> = items
            .iter()
            .map(|item| match (item.code, item.range) {
                (Some(code), Some((low, high))) if high > low => {
                    let others = f64::from(high - low);
                    (low..=high).map(|c| (Some(c), if c == code { TRUST } else { (1.0 - TRUST) / others })).collect()
                }
                (code, _) => vec![(code, 1.0)],
            })
            .collect();
        let mut mass = vec![0.0; self.stages.len()];
        let total: usize = options.iter().map(Vec::len).product();
        for index in 0..total {
            let mut rest = index;
            let (mut codes, mut p) = (Vec::with_capacity(items.len()), 1.0);
            for option in &options {
                let (code, chance) = option[rest % option.len()];
                rest /= option.len();
                codes.push(code);
                p *= chance;
            }
            mass[self.stage(&codes)] += p;
        }
        self.stages.iter().map(|s| s.name.clone()).zip(mass).collect()
    }
}

/// The newest code of an item in force at the assessment.
fn code_of(item: &Item, evidence: &Evidence) -> ItemCode {
    let year = |r: &Record, field: &str| r.text(field).and_then(|t| t.get(..4)).and_then(|t| t.parse::<i32>().ok());
    let record = evidence
        .tables
        .get("institutions")
        .into_iter()
        .flat_map(|t| &t.records)
        .filter(|r| r.dyad() == Some(evidence.dyad) && r.text("item") == Some(&item.id))
        .filter(|r| year(r, "from").is_some_and(|y| y <= evidence.as_of) && year(r, "to").is_none_or(|y| y > evidence.as_of))
        .max_by_key(|r| (r.text("from").map(str::to_owned), r.code("code")));
    let coded = record.and_then(|r| r.code("code"));
    let range = record.and_then(|r| Some((r.code("code_low").or(coded)?, r.code("code_high").or(coded)?)));
    let code = if item.is_strict { range.map(|(low, _)| low).or(coded) } else { coded };
    ItemCode {
        item: item.id.clone(),
        title: item.title.clone(),
        words: code.and_then(|c| item.codes.get(usize::from(c)).cloned()).unwrap_or_else(|| "not coded".to_owned()),
        code,
        range,
        record: record.map(|r| r.id.clone()),
    }
}

/// Items on which two rubrics give different codes, or of which only one of them makes a condition of a stage.
pub fn parting(first: (&Rubric, &RubricVerdict), second: (&Rubric, &RubricVerdict)) -> Vec<String> {
    let decides = |rubric: &Rubric, item: &str| rubric.stages.iter().any(|stage| stage.needs.iter().any(|need| need == item));
    let code = |verdict: &RubricVerdict, item: &str| verdict.items.iter().find(|i| i.item == item).and_then(|i| i.code);
    let mut ids: Vec<String> = first.0.items.iter().chain(&second.0.items).map(|item| item.id.clone()).collect();
    ids.sort();
    ids.dedup();
    ids.retain(|id| code(first.1, id) != code(second.1, id) || decides(first.0, id) != decides(second.0, id));
    ids
}
