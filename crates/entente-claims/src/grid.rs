//! The grid of defensible specifications. One node is one decision an analyst could take either way; a specification takes one option
//! of every node; the claim is tested under all of them.

use crate::kinds::Untestable;

/// One decision and its options, as words for the reader.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// What is decided, for instance "window".
    pub name: &'static str,
    /// The options.
    pub options: Vec<String>,
}

impl Node {
    /// Builds a node from anything printable.
    pub fn new<T: ToString>(name: &'static str, options: &[T]) -> Self {
        Self { name, options: options.iter().map(ToString::to_string).collect() }
    }
}

/// What came of the grid.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// The decisions.
    pub nodes: Vec<Node>,
    /// For each specification that could be computed: the options taken and the probability that the claim holds.
    pub cells: Vec<(Vec<usize>, f64)>,
    /// Specifications that could not be computed, with the first reason.
    pub failed: usize,
}

/// Fewest specifications that make a verdict.
pub const MIN_SPECIFICATIONS: usize = 12;

/// Runs a test under every combination of options.
///
/// # Errors
/// More than half of the specifications cannot be computed; the first reason is given.
pub fn run(nodes: Vec<Node>, mut test: impl FnMut(&[usize]) -> Result<f64, Untestable>) -> Result<Outcome, Untestable> {
    let mut outcome = Outcome { cells: Vec::new(), failed: 0, nodes };
    let mut first = None;
    let sizes: Vec<usize> = outcome.nodes.iter().map(|n| n.options.len()).collect();
    let total: usize = sizes.iter().product();
    for index in 0..total {
        let mut rest = index;
        let choice: Vec<usize> = sizes.iter().map(|n| (rest % n, rest /= n).0).collect();
        match test(&choice) {
            Ok(q) => outcome.cells.push((choice, q.clamp(0.0, 1.0))),
            Err(reason) => {
                outcome.failed += 1;
                first.get_or_insert(reason);
            }
        }
    }
    match first {
        Some(reason) if outcome.failed * 2 > total => Err(reason),
        _ => Ok(outcome),
    }
}

impl Outcome {
    /// Pooled probability: equal weight inside a node, so with a full grid the plain mean.
    pub fn pooled(&self) -> f64 {
        mean(self.cells.iter().map(|(_, q)| *q))
    }

    /// Share of specifications in which the claim is more likely than not.
    pub fn robust_share(&self) -> f64 {
        mean(self.cells.iter().map(|(_, q)| f64::from(*q > 0.5)))
    }

    /// From the fifth to the ninety-fifth hundredth of the probabilities.
    pub fn spread(&self) -> (f64, f64) {
        let mut sorted: Vec<f64> = self.cells.iter().map(|(_, q)| *q).collect();
        sorted.sort_by(f64::total_cmp);
        let at = |p: f64| sorted[(p * (sorted.len() - 1) as f64).round() as usize];
        (at(0.05), at(0.95))
    }

    /// For each node: its share of the variance over specifications (eta squared), and how far apart its options stand on average.
    pub fn drivers(&self) -> Vec<Driver> {
        let grand = self.pooled();
        let total: f64 = self.cells.iter().map(|(_, q)| (q - grand).powi(2)).sum();
        let mut drivers: Vec<Driver> = self
            .nodes
            .iter()
            .enumerate()
            .filter(|(_, node)| node.options.len() > 1)
            .map(|(n, node)| {
                let groups: Vec<(usize, f64, usize)> = (0..node.options.len())
                    .filter_map(|option| {
                        let of: Vec<f64> = self.cells.iter().filter(|(c, _)| c[n] == option).map(|(_, q)| *q).collect();
                        (!of.is_empty()).then(|| (option, mean(of.iter().copied()), of.len()))
                    })
                    .collect();
                let between: f64 = groups.iter().map(|(_, m, size)| *size as f64 * (m - grand).powi(2)).sum();
                let top = groups.iter().max_by(|a, b| a.1.total_cmp(&b.1));
                let bottom = groups.iter().min_by(|a, b| a.1.total_cmp(&b.1));
                let label = |group: Option<&(usize, f64, usize)>| group.map_or(String::new(), |g| node.options[g.0].clone());
                Driver {
                    node: node.name.to_owned(),
                    eta_squared: if total > 1e-12 { between / total } else { 0.0 },
                    lowest: (label(bottom), bottom.map_or(0.0, |g| g.1)),
                    highest: (label(top), top.map_or(0.0, |g| g.1)),
                }
            })
            .collect();
        drivers.sort_by(|a, b| b.eta_squared.total_cmp(&a.eta_squared).then_with(|| a.node.cmp(&b.node)));
        drivers
    }
}

/// How much one decision matters.
#[derive(Debug, Clone, PartialEq, serde::Serialize, schemars::JsonSchema)]
pub struct Driver {
    /// The decision.
    pub node: String,
    /// Its share of the variance over specifications, 0 to 1.
    pub eta_squared: f64,
    /// Option with the lowest mean probability, and that mean.
    pub lowest: (String, f64),
    /// Option with the highest mean probability, and that mean.
    pub highest: (String, f64),
}

fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let (sum, n) = values.fold((0.0, 0usize), |(s, n), v| (s + v, n + 1));
    if n == 0 { f64::NAN } else { sum / n as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two nodes of two options; q is decided by the first alone: its eta squared is one, the other's zero.
    #[test]
    fn the_node_that_decides_is_named() {
        let nodes = vec![Node::new("window", &[3, 5]), Node::new("error", &[1, 2])];
        let outcome = run(nodes, |choice| Ok(if choice[0] == 0 { 0.9 } else { 0.1 })).unwrap();
        assert_eq!((outcome.pooled(), outcome.robust_share()), (0.5, 0.5));
        let drivers = outcome.drivers();
        assert_eq!((drivers[0].node.as_str(), drivers[0].eta_squared), ("window", 1.0));
        assert_eq!(drivers[0].lowest, ("5".to_owned(), 0.1));
        assert_eq!(drivers[1].eta_squared, 0.0);
    }

    #[test]
    fn half_may_fail_but_not_more() {
        let nodes = || vec![Node::new("a", &[0, 1, 2])];
        let some = |limit| move |c: &[usize]| if c[0] < limit { Ok(0.5) } else { Err(Untestable::new("no data")) };
        assert_eq!(run(nodes(), some(2)).unwrap().failed, 1);
        assert!(run(nodes(), some(1)).is_err());
    }
}
