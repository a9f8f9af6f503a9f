//! Cases shared by the tests of the similarity statistics.

use proptest::prelude::*;

use super::joint::JointCounts;

/// Germany and Russia in 1914, Signorino & Ritter 1999, table 6: twenty states, valued alliances.
const GMY: [usize; 20] = [3, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0, 0];
const RUS: [usize; 20] = [0, 3, 1, 3, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
const CAP: [f64; 20] = [0.25, 0.21, 0.20, 0.08, 0.08, 0.05, 0.03, 0.03, 0.02, 0.01, 0.01, 0.01, 0.01, 0.01, 0., 0., 0., 0., 0., 0.];

/// Ten votes of two states: 1 yes, 2 abstain, 3 no, 8 absent.
pub(crate) const TOY: [[u8; 10]; 2] = [[1, 1, 2, 3, 1, 8, 1, 2, 1, 1], [1, 2, 2, 1, 1, 1, 8, 3, 1, 1]];

pub(crate) fn germany_russia() -> JointCounts<4> {
    JointCounts::tally(GMY.into_iter().zip(RUS))
}

pub(crate) fn germany_russia_by_capability() -> JointCounts<4> {
    let mut weights = [[0.0; 4]; 4];
    for k in 0..20 {
        weights[GMY[k]][RUS[k]] += CAP[k];
    }
    JointCounts::from_weights(weights).unwrap()
}

pub(crate) fn germany_russia_any() -> JointCounts<2> {
    JointCounts::tally(GMY.into_iter().zip(RUS).map(|(x, y)| (x.min(1), y.min(1))))
}

pub(crate) fn toy() -> JointCounts<3> {
    let pairs = TOY[0].into_iter().zip(TOY[1]).filter(|(x, y)| *x <= 3 && *y <= 3);
    JointCounts::tally(pairs.map(|(x, y)| (usize::from(x) - 1, usize::from(y) - 1)))
}

/// Any table of four categories with at least one item.
pub(crate) fn any_table() -> impl Strategy<Value = [[u32; 4]; 4]> {
    prop::array::uniform4(prop::array::uniform4(0u32..30)).prop_filter("not empty", |t| t.as_flattened().iter().sum::<u32>() > 0)
}

/// The table with both states' scales turned round.
pub(crate) fn turned(table: [[u32; 4]; 4]) -> [[u32; 4]; 4] {
    std::array::from_fn(|a| std::array::from_fn(|b| table[3 - a][3 - b]))
}

/// The table with the states exchanged.
pub(crate) fn exchanged(table: [[u32; 4]; 4]) -> [[u32; 4]; 4] {
    std::array::from_fn(|a| std::array::from_fn(|b| table[b][a]))
}

/// The table with both states' categories renamed alike: 0 to 2, 2 to 1, 1 to 3, 3 to 0.
pub(crate) fn renamed(table: [[u32; 4]; 4]) -> [[u32; 4]; 4] {
    const NEW: [usize; 4] = [3, 2, 0, 1];
    std::array::from_fn(|a| std::array::from_fn(|b| table[NEW[a]][NEW[b]]))
}

/// A column of `oracle/similarity.csv` beside the table of each row; None where the oracle says undefined.
pub(crate) fn oracle(column: &str) -> Vec<(JointCounts<4>, Option<f64>)> {
    let mut lines = include_str!("../../oracle/similarity.csv").lines();
    let at = lines.next().unwrap().split(',').position(|name| name == column).unwrap();
    let of = |text: &str| text.bytes().map(|digit| usize::from(digit - b'0')).collect::<Vec<_>>();
    let rows = lines.map(|line| line.split(',').collect::<Vec<_>>());
    rows.map(|row| (JointCounts::tally(of(row[0]).into_iter().zip(of(row[1]))), row[at].parse().ok())).collect()
}
