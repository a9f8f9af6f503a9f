//! What every state did, as planes, and the joint table of pairs.

use crate::similarity::all_pairs::planes::{ONE, Planes, unpack, window};
use crate::similarity::all_pairs::{LANES, Whole};

/// All states of a year.
pub(super) struct States {
    planes: Planes<u32>,
    /// Roll calls of each state by what it did, state after state, and where each list ends.
    calls: Vec<u32>,
    ends: Vec<usize>,
    /// All votes of each state, packed; room for a turn of lanes behind the last.
    all: Vec<u32>,
}

impl States {
    pub(super) fn new(n: usize, calls: usize, votes: &[u8]) -> Self {
        let mut planes = Planes::new(calls, n);
        let mut all = vec![0_u32; n + LANES];
        for (call, row) in votes.chunks_exact(n.max(1)).enumerate() {
            let packed = [ONE[0], ONE[1], ONE[2], 0];
            for ((cell, vote), sum) in planes.plane(call).iter_mut().zip(row).zip(&mut all) {
                *cell = packed[usize::from(vote & 3)];
                *sum += *cell;
            }
        }
        let (mut lists, mut ends) = (Vec::with_capacity(n * calls), Vec::with_capacity(4 * n + 1));
        ends.push(0);
        let mut of: [Vec<u32>; 4] = Default::default();
        for i in 0..n {
            of.iter_mut().for_each(Vec::clear);
            for call in 0..calls {
                of[usize::from(votes[call * n + i] & 3)].push(call as u32);
            }
            for list in &of {
                lists.extend_from_slice(list);
                ends.push(lists.len());
            }
        }
        Self { planes, calls: lists, ends, all }
    }

    /// The joint table of the first state and the second states from `from` on: rows yes, abstain, no of the first.
    ///
    /// What the first state did most often is not summed but is what remains of all votes of the second.
    pub(super) fn joint(&self, first: usize, from: usize, joint: &mut [[Whole; 3]; 3]) {
        let list = |category: usize| &self.calls[self.ends[4 * first + category]..self.ends[4 * first + category + 1]];
        let most = (0..4).max_by_key(|category| list(*category).len()).unwrap_or_default();
        let mut packed = [[0; LANES]; 4];
        let mut rest = *window(&self.all, from);
        for category in (0..4).filter(|category| *category != most) {
            // Without a vote of the first only the rest is of interest.
            self.planes.add(list(category), from, &mut packed[category]);
            for l in 0..LANES {
                rest[l] -= packed[category][l];
            }
        }
        packed[most] = rest;
        for category in 0..3 {
            unpack(&packed[category], &mut joint[category]);
        }
    }
}
